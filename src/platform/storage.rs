//! Text by key: local storage, with memory where the browser refuses.
//!
//! Must not know what is stored. Local storage can be off, full or emptied by
//! the host app at any time; a value that could not be written durably is kept
//! in memory until the page goes, and the caller is told.

use super::listener::Listener;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, Storage};

/// Why a value is kept in memory only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageFault {
    /// The quota of this origin is used up.
    Full,
    /// The browser gives this page no storage (switched off, private mode).
    Disabled,
}

thread_local! {
    /// What local storage refused; read first, so that it shadows older text.
    static MEMORY: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
    /// The same for session storage.
    static SESSION: RefCell<BTreeMap<String, String>> = const { RefCell::new(BTreeMap::new()) };
    /// The answer of the one trial write of `is_durable`.
    static DURABLE: Cell<Option<bool>> = const { Cell::new(None) };
}

/// The text under `key`, if any.
pub fn get(key: &str) -> Option<String> {
    let held = MEMORY.with(|m| m.borrow().get(key).cloned());
    held.or_else(|| local()?.get_item(key).ok().flatten())
}

/// Stores `value` under `key`; an error means "kept until the page goes".
pub fn set(key: &str, value: &str) -> Result<(), StorageFault> {
    let written = write(local(), key, value);
    MEMORY.with(|m| match written {
        Ok(()) => m.borrow_mut().remove(key),
        Err(_) => m.borrow_mut().insert(key.to_owned(), value.to_owned()),
    });
    written
}

/// Forgets `key`; unknown keys are fine.
pub fn remove(key: &str) {
    MEMORY.with(|m| m.borrow_mut().remove(key));
    if let Some(storage) = local() {
        let _ = storage.remove_item(key);
    }
}

/// All keys that begin with `prefix`, sorted.
pub fn keys_with_prefix(prefix: &str) -> Vec<String> {
    let mut keys: Vec<String> = MEMORY.with(|m| m.borrow().keys().cloned().collect());
    if let Some(storage) = local() {
        let count = storage.length().unwrap_or(0);
        keys.extend((0..count).filter_map(|i| storage.key(i).ok().flatten()));
    }
    keys.retain(|key| key.starts_with(prefix));
    keys.sort();
    keys.dedup();
    keys
}

/// Whether stored text survives a reload (found out by one trial write).
pub fn is_durable() -> bool {
    DURABLE.with(|known| {
        known.get().unwrap_or_else(|| {
            const TRIAL: &str = "qunli.trial";
            let durable = write(local(), TRIAL, "1").is_ok();
            if let Some(storage) = local() {
                let _ = storage.remove_item(TRIAL);
            }
            known.set(Some(durable));
            durable
        })
    })
}

/// Calls `callback` when another tab of this page changed what is stored.
pub fn on_change(mut callback: impl FnMut() + 'static) -> Listener {
    Listener::new(web_sys::window().map(Into::into), "storage", move |_| callback())
}

/// The text this tab stored under `key` in this session, if any.
pub fn session_get(key: &str) -> Option<String> {
    let held = SESSION.with(|m| m.borrow().get(key).cloned());
    held.or_else(|| session()?.get_item(key).ok().flatten())
}

/// Stores text for this tab and session; survives a reload where allowed.
pub fn session_set(key: &str, value: &str) -> Result<(), StorageFault> {
    let written = write(session(), key, value);
    SESSION.with(|m| match written {
        Ok(()) => m.borrow_mut().remove(key),
        Err(_) => m.borrow_mut().insert(key.to_owned(), value.to_owned()),
    });
    written
}

/// Forgets `key` of this tab's session.
pub fn session_remove(key: &str) {
    SESSION.with(|m| m.borrow_mut().remove(key));
    if let Some(storage) = session() {
        let _ = storage.remove_item(key);
    }
}

fn local() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn session() -> Option<Storage> {
    web_sys::window()?.session_storage().ok().flatten()
}

fn write(storage: Option<Storage>, key: &str, value: &str) -> Result<(), StorageFault> {
    let storage = storage.ok_or(StorageFault::Disabled)?;
    storage.set_item(key, value).map_err(|error| fault(&storage, &error))
}

fn fault(storage: &Storage, error: &JsValue) -> StorageFault {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    let quota = name == "QuotaExceededError" || name == "NS_ERROR_DOM_QUOTA_REACHED";
    // Some private modes answer with a quota of nothing instead of a refusal.
    if quota && storage.length().unwrap_or(0) > 0 { StorageFault::Full } else { StorageFault::Disabled }
}
