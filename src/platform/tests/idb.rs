//! The browser's database as it is, full, and missing.

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::platform::idb::{IdbFault, OUTBOX, PHOTOS, SEEN};

#[wasm_bindgen_test]
async fn values_are_kept_listed_and_forgotten() {
    SEEN.clear("t1/").await.unwrap();
    assert_eq!(SEEN.get("t1/a").await, Ok(None));
    SEEN.put("t1/b", &"二".into()).await.unwrap();
    SEEN.put("t1/a", &"1".into()).await.unwrap();
    SEEN.put("t10", &"other".into()).await.unwrap();
    assert_eq!(SEEN.get("t1/b").await, Ok(Some("二".into())));
    assert_eq!(SEEN.keys("t1/").await.unwrap(), ["t1/a", "t1/b"]);
    assert_eq!(SEEN.values("t1/").await.unwrap(), [JsValue::from("1"), "二".into()]);
    assert_eq!(OUTBOX.keys("t1/").await.unwrap(), [""; 0], "a table of its own");
    SEEN.delete("t1/a").await.unwrap();
    SEEN.delete("t1/never").await.unwrap();
    assert_eq!(SEEN.keys("t1/").await.unwrap(), ["t1/b"]);
    SEEN.clear("t1/").await.unwrap();
    assert_eq!(SEEN.keys("t1").await.unwrap(), ["t10"]);
    SEEN.clear("t1").await.unwrap();
}

#[wasm_bindgen_test]
async fn a_blob_is_kept_as_it_is() {
    let parts = js_sys::Array::of1(&"pixels".into());
    let blob = web_sys::Blob::new_with_str_sequence(&parts).unwrap();
    PHOTOS.put("t2", &blob).await.unwrap();
    let kept: web_sys::Blob = wasm_bindgen::JsCast::unchecked_into(PHOTOS.get("t2").await.unwrap().unwrap());
    assert_eq!(kept.size(), 6.0);
    PHOTOS.delete("t2").await.unwrap();
}

/// Replaces a method of object stores while `body` runs.
async fn with_put<T>(body: &str, run: impl Future<Output = T>) -> T {
    let stores = Reflect::get(&js_sys::global(), &"IDBObjectStore".into()).unwrap();
    let prototype = Reflect::get(&stores, &"prototype".into()).unwrap();
    let before = Reflect::get(&prototype, &"put".into()).unwrap();
    let function = js_sys::Function::new_with_args("value, key", body);
    Reflect::set(&prototype, &"put".into(), &function).unwrap();
    let out = run.await;
    Reflect::set(&prototype, &"put".into(), &before).unwrap();
    out
}

#[wasm_bindgen_test]
async fn a_full_database_says_so() {
    SEEN.put("t3", &"before".into()).await.unwrap();
    let full = "throw new DOMException('no room', 'QuotaExceededError')";
    assert_eq!(with_put(full, SEEN.put("t3", &"after".into())).await, Err(IdbFault::Full));
    let odd = "throw new DOMException('what', 'DataError')";
    assert_eq!(
        with_put(odd, SEEN.put("t3", &"after".into())).await,
        Err(IdbFault::Failed("DataError".into()))
    );
    assert_eq!(SEEN.get("t3").await, Ok(Some("before".into())));
    // What cannot be cloned is refused, and nothing hangs.
    let function = js_sys::Function::new_no_args("");
    let value = Object::new();
    Reflect::set(&value, &"f".into(), &function).unwrap();
    assert_eq!(SEEN.put("t3", &value).await, Err(IdbFault::Failed("DataCloneError".into())));
    SEEN.delete("t3").await.unwrap();
}
