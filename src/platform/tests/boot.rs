//! The talk with the boot shell.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::platform::boot::{Boot, boot, dispatch};
use crate::platform::listener::Listener;

fn leave(json: &str) {
    let window = web_sys::window().unwrap();
    let value = if json.is_empty() { JsValue::UNDEFINED } else { js_sys::JSON::parse(json).unwrap() };
    js_sys::Reflect::set(&window, &"__qunli".into(), &value).unwrap();
}

#[wasm_bindgen_test]
fn what_the_shell_left_is_read() {
    leave("");
    assert_eq!(boot(), None);
    leave(
        r#"{"config":"{\"a\":1}","descriptor":"{\"d\":1}","source":"network","base":"http://x/","build":"7"}"#,
    );
    let whole = Boot {
        config: r#"{"a":1}"#.into(),
        descriptor: r#"{"d":1}"#.into(),
        source: "network".into(),
        base: "http://x/".into(),
        build: "7".into(),
    };
    assert_eq!(boot(), Some(whole));
    leave(r#"{"config":{"a":1},"base":null}"#);
    let partly = Boot {
        config: r#"{"a":1}"#.into(),
        descriptor: String::new(),
        source: String::new(),
        base: String::new(),
        build: String::new(),
    };
    assert_eq!(boot(), Some(partly));
    leave("");
}

#[wasm_bindgen_test]
fn the_shell_hears_events_with_their_detail() {
    let seen: Rc<RefCell<Vec<String>>> = Rc::default();
    let log = seen.clone();
    let window = web_sys::window().unwrap();
    let listener = Listener::new(Some(window.into()), "qunli:test", move |event| {
        let event: web_sys::CustomEvent = event.dyn_into().unwrap();
        log.borrow_mut().push(js_sys::JSON::stringify(&event.detail()).unwrap().into());
    });
    dispatch("qunli:test", r#"{"key":"api.base","message":"missing"}"#);
    dispatch("qunli:test", "no json");
    drop(listener);
    dispatch("qunli:test", "1");
    assert_eq!(*seen.borrow(), [r#"{"key":"api.base","message":"missing"}"#, r#""no json""#]);
}
