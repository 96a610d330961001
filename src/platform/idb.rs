//! A database of the browser (IndexedDB) as tables of values by key.
//!
//! Must not know what is kept. An engine may have none, give none to this page,
//! or have no room left: each call says which. What was put is there after a
//! reload once the call has answered. Works in workers too.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::loose;

/// Why the database did not do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdbFault {
    /// The browser has no database for this page (switched off, private mode).
    Missing,
    /// The quota of this origin is used up.
    Full,
    /// Anything else, by the name of the browser's error.
    Failed(String),
}

/// The database's name. All tables are in one: a wipe is a wipe.
const NAME: &str = "qunli";
/// Raised when a table is added: browsers make tables in an upgrade only.
const VERSION: f64 = 1.0;
/// Some engines never answer the first page after their start.
const PATIENCE_MS: u32 = 4000;

/// A table of the database. `Copy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table(&'static str);

/// What waits to be sent.
pub const OUTBOX: Table = Table("outbox");
/// What was seen, for when there is no network.
pub const SEEN: Table = Table("seen");
/// Pictures that wait to be sent, as blobs.
pub const PHOTOS: Table = Table("photos");

const TABLES: [Table; 3] = [OUTBOX, SEEN, PHOTOS];

thread_local! {
    static OPEN: RefCell<Option<JsValue>> = const { RefCell::new(None) };
    static WAS_OPEN: Cell<bool> = const { Cell::new(false) };
}

/// Whether it was open since the page was loaded: one that is missing now is one that failed.
pub fn was_open() -> bool {
    WAS_OPEN.get()
}

impl Table {
    /// The value under `key`, if any: whatever can be cloned, blobs included.
    ///
    /// # Errors
    /// Why it could not be read.
    pub async fn get(self, key: &str) -> Result<Option<JsValue>, IdbFault> {
        let value = self.run("readonly", "get", &[key.into()]).await?;
        Ok(Some(value).filter(|value| !value.is_undefined()))
    }

    /// Keeps `value` under `key`, in place of what was there.
    ///
    /// # Errors
    /// Why it could not be kept: what was there before still is.
    pub async fn put(self, key: &str, value: &JsValue) -> Result<(), IdbFault> {
        self.run("readwrite", "put", &[value.clone(), key.into()]).await.map(drop)
    }

    /// Forgets `key`; unknown keys are fine.
    ///
    /// # Errors
    /// Why it could not be forgotten.
    pub async fn delete(self, key: &str) -> Result<(), IdbFault> {
        self.run("readwrite", "delete", &[key.into()]).await.map(drop)
    }

    /// All keys that begin with `prefix`, sorted.
    ///
    /// # Errors
    /// Why they could not be read.
    pub async fn keys(self, prefix: &str) -> Result<Vec<String>, IdbFault> {
        let keys = self.run("readonly", "getAllKeys", &[range(prefix)]).await?;
        Ok(Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
    }

    /// All values whose keys begin with `prefix`, in the order of their keys.
    ///
    /// # Errors
    /// Why they could not be read.
    pub async fn values(self, prefix: &str) -> Result<Vec<JsValue>, IdbFault> {
        let values = self.run("readonly", "getAll", &[range(prefix)]).await?;
        Ok(Array::from(&values).iter().collect())
    }

    /// Forgets every key that begins with `prefix`; all of them for an empty one.
    ///
    /// # Errors
    /// Why they could not be forgotten.
    pub async fn clear(self, prefix: &str) -> Result<(), IdbFault> {
        self.run("readwrite", "delete", &[range(prefix)]).await.map(drop)
    }

    /// One request in a transaction of its own, answered when the transaction is over: a request may succeed and its
    /// transaction still find no room.
    async fn run(self, mode: &str, method: &str, with: &[JsValue]) -> Result<JsValue, IdbFault> {
        let transaction = match self.begin(mode).await? {
            Ok(transaction) => transaction,
            // The browser closed the connection behind our back, as phones do after a sleep.
            Err(_) => {
                OPEN.with(|open| open.borrow_mut().take());
                self.begin(mode).await?.map_err(|error| fault(&error))?
            }
        };
        let store = loose::call(&transaction, "objectStore", &[self.0.into()]).map_err(|e| fault(&e))?;
        let request = loose::call(&store, method, with).map_err(|error| fault(&error))?;
        match JsFuture::from(settled(&transaction, "oncomplete", &["onabort", "onerror"])).await {
            Ok(_) => Ok(loose::get(&request, "result")),
            Err(_) => {
                let why = [&transaction, &request].map(|of| loose::get(of, "error"));
                Err(fault(why.iter().find(|error| error.is_object()).unwrap_or(&JsValue::UNDEFINED)))
            }
        }
    }

    async fn begin(self, mode: &str) -> Result<Result<JsValue, JsValue>, IdbFault> {
        let database = database().await?;
        Ok(loose::call(&database, "transaction", &[self.0.into(), mode.into()]))
    }
}

/// All keys with a prefix. No key of ours holds the last character there is.
fn range(prefix: &str) -> JsValue {
    let ranges = loose::get(&js_sys::global(), "IDBKeyRange");
    loose::call(&ranges, "bound", &[prefix.into(), format!("{prefix}\u{ffff}").into()])
        .unwrap_or(JsValue::UNDEFINED)
}

/// Resolves by one handler of an event target, rejects by others.
fn settled(target: &JsValue, good: &str, bad: &[&str]) -> Promise {
    Promise::new(&mut |resolve, reject| {
        loose::set(target, good, &resolve);
        for name in bad {
            loose::set(target, name, &reject);
        }
    })
}

/// The open database.
async fn database() -> Result<JsValue, IdbFault> {
    if let Some(open) = OPEN.with(|open| open.borrow().clone()) {
        return Ok(open);
    }
    let factory = loose::get(&js_sys::global(), "indexedDB");
    let request = loose::call(&factory, "open", &[NAME.into(), VERSION.into()]);
    let request = request.map_err(|_| IdbFault::Missing)?;
    let upgraded = request.clone();
    let upgrade = Closure::once_into_js(move || make_tables(&upgraded));
    loose::set(&request, "onupgradeneeded", &upgrade);
    let opened = settled(&request, "onsuccess", &["onerror", "onblocked"]);
    loose::within(PATIENCE_MS, &opened).await.ok_or(IdbFault::Missing)?;
    let database = loose::get(&request, "result");
    // A newer page of ours wants other tables: it must not wait for this one.
    let closing = database.clone();
    let close = Closure::<dyn FnMut()>::new(move || {
        let _ = loose::call(&closing, "close", &[]);
        OPEN.with(|open| open.borrow_mut().take());
    });
    loose::set(&database, "onversionchange", close.as_ref());
    loose::set(&database, "onclose", close.as_ref());
    close.forget();
    OPEN.with(|open| *open.borrow_mut() = Some(database.clone()));
    WAS_OPEN.set(true);
    Ok(database)
}

fn make_tables(request: &JsValue) {
    let database = loose::get(request, "result");
    let names = loose::get(&database, "objectStoreNames");
    for Table(name) in TABLES {
        let known = loose::call(&names, "contains", &[name.into()]);
        if known.is_ok_and(|known| known.is_falsy()) {
            // Fails only outside of an upgrade; a missing table says so when it is used.
            let _ = loose::call(&database, "createObjectStore", &[name.into()]);
        }
    }
}

fn fault(error: &JsValue) -> IdbFault {
    let name = loose::get(error, "name").as_string().unwrap_or_default();
    let of_engine = error.dyn_ref::<js_sys::Error>().is_some_and(|error| {
        // Old WebKit tells a full disk by words alone.
        String::from(error.message()).to_lowercase().contains("quota")
    });
    if name == "QuotaExceededError" || of_engine { IdbFault::Full } else { IdbFault::Failed(name) }
}
