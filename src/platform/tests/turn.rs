//! Taking turns among tabs, by locks and by leases.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::platform::{clock, storage, turn};

/// Two who want to be alone at the same work; what each did, in order.
async fn two(work: &'static str) -> Vec<&'static str> {
    let log: Rc<RefCell<Vec<&str>>> = Rc::default();
    for name in ["a", "b"] {
        let log = log.clone();
        spawn_local(async move {
            let mine = turn::take(work).await;
            log.borrow_mut().push("in");
            clock::sleep(if name == "a" { 60 } else { 30 }).await;
            log.borrow_mut().push("out");
            drop(mine);
        });
    }
    let other = turn::take("something else").await;
    log.borrow_mut().push("other");
    drop(other);
    for _ in 0..60 {
        clock::sleep(50).await;
        if log.borrow().len() == 5 {
            break;
        }
    }
    log.borrow().clone()
}

fn check(mut log: Vec<&str>) {
    log.retain(|word| *word != "other");
    assert_eq!(log, ["in", "out", "in", "out"]);
}

#[wasm_bindgen_test]
async fn turns_are_taken_by_the_browsers_locks() {
    check(two("t1").await);
}

#[wasm_bindgen_test]
async fn turns_are_taken_by_leases_where_there_are_no_locks() {
    let navigator = web_sys::window().unwrap().navigator();
    let none = Object::new();
    Reflect::set(&none, &"value".into(), &JsValue::UNDEFINED).unwrap();
    Reflect::set(&none, &"configurable".into(), &JsValue::TRUE).unwrap();
    Object::define_property(&navigator, &"locks".into(), &none);
    let log = two("t2").await;
    // A lease that nobody lets go, by a clock that was set back.
    storage::set("qunli.turn/t2", "somebody 99999999999999").unwrap();
    let mine = turn::take("t2").await;
    drop(mine);
    Reflect::delete_property(&navigator, &"locks".into()).unwrap();
    check(log);
    assert_eq!(storage::get("qunli.turn/t2"), None);
}
