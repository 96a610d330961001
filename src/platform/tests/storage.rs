//! Local storage as it is, full, and switched off.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::platform::storage::{self, StorageFault};

fn local() -> web_sys::Storage {
    web_sys::window().unwrap().local_storage().unwrap().unwrap()
}

#[wasm_bindgen_test]
fn text_is_kept_listed_and_forgotten() {
    assert!(storage::is_durable());
    assert_eq!(storage::get("t1.a"), None);
    assert_eq!(storage::set("t1.b", "二"), Ok(()));
    assert_eq!(storage::set("t1.a", "1"), Ok(()));
    assert_eq!(storage::set("t2", "other"), Ok(()));
    assert_eq!(local().get_item("t1.b").unwrap().as_deref(), Some("二"));
    assert_eq!(storage::keys_with_prefix("t1."), ["t1.a", "t1.b"]);
    storage::remove("t1.a");
    storage::remove("t1.never");
    assert_eq!(storage::keys_with_prefix("t1."), ["t1.b"]);
    assert_eq!(storage::get("t1.b").as_deref(), Some("二"));
    storage::remove("t1.b");
    storage::remove("t2");
}

#[wasm_bindgen_test]
fn what_does_not_fit_is_kept_in_memory_and_said() {
    storage::set("t3.small", "old").unwrap();
    let huge = "x".repeat(6 * 1024 * 1024);
    assert_eq!(storage::set("t3.small", &huge), Err(StorageFault::Full));
    // The newer text wins over the one that is still on disk.
    assert_eq!(storage::get("t3.small").map(|text| text.len()), Some(huge.len()));
    assert_eq!(storage::keys_with_prefix("t3."), ["t3.small"]);
    assert_eq!(storage::set("t3.small", "new"), Ok(()));
    assert_eq!(storage::get("t3.small").as_deref(), Some("new"));
    assert_eq!(local().get_item("t3.small").unwrap().as_deref(), Some("new"));
    storage::remove("t3.small");
    assert_eq!(storage::get("t3.small"), None);
}

#[wasm_bindgen_test]
fn a_browser_without_storage_still_works_for_the_visit() {
    let window = web_sys::window().unwrap();
    let hide = "window.tStorage = Object.getOwnPropertyDescriptor(window, 'localStorage');
        Object.defineProperty(window, 'localStorage', { configurable: true,
            get() { throw new DOMException('no', 'SecurityError') } })";
    let show = "Object.defineProperty(window, 'localStorage', window.tStorage)";
    js_sys::Function::new_no_args(hide).call0(&window).unwrap();
    let outcome = storage::set("t4", "kept");
    let (text, keys) = (storage::get("t4"), storage::keys_with_prefix("t4"));
    js_sys::Function::new_no_args(show).call0(&window).unwrap();
    assert_eq!(outcome, Err(StorageFault::Disabled));
    assert_eq!(text.as_deref(), Some("kept"));
    assert_eq!(keys, ["t4"]);
    assert_eq!(local().get_item("t4").unwrap(), None);
    storage::remove("t4");
}

#[wasm_bindgen_test]
fn a_session_has_its_own_texts() {
    assert_eq!(storage::session_set("t5", "tab"), Ok(()));
    assert_eq!(storage::session_get("t5").as_deref(), Some("tab"));
    assert_eq!(storage::get("t5"), None);
    storage::session_remove("t5");
    assert_eq!(storage::session_get("t5"), None);
}
