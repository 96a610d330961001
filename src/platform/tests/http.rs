//! Exchanges and streams against answers made up in the page.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;

use super::Swap;
use crate::platform::clock::sleep;
use crate::platform::http::{Call, Cookies, Fault, fetch};
use crate::platform::stream::{StreamHandle, stream};

fn call(url: &str) -> Call {
    Call {
        method: "GET".into(),
        url: url.into(),
        headers: vec![],
        body: None,
        bytes: None,
        timeout_ms: 5_000,
        cookies: Cookies::Omit,
    }
}

/// Answers never, except by an AbortError once it is aborted.
const SILENT: &str = "return new Promise((_, no) => init.signal.addEventListener('abort',
    () => no(new DOMException('aborted', 'AbortError'))))";

#[wasm_bindgen_test]
async fn status_headers_and_text_come_back() {
    let body = "const text = JSON.stringify([input, init.method, init.body, init.cache, init.credentials,
            init.headers.get('authorization')]);
        return Promise.resolve(new Response('\\ufeff' + text, { status: 422, headers: { 'X-Request-Id': '7' } }))";
    let swap = Swap::function("fetch", body);
    let asked = Call {
        method: "POST".into(),
        headers: vec![("Authorization".into(), "Bearer 1".into())],
        body: Some("群里".into()),
        bytes: None,
        ..call("/api/posts")
    };
    let answer = fetch(asked).await.unwrap();
    drop(swap);
    assert_eq!(answer.status, 422);
    assert!(answer.headers.contains(&("x-request-id".into(), "7".into())));
    assert_eq!(answer.body, r#"["/api/posts","POST","群里","no-store","omit","Bearer 1"]"#);
}

#[wasm_bindgen_test]
async fn a_real_exchange_works_and_no_content_is_empty() {
    assert_eq!(fetch(call("data:text/plain;charset=utf-8,%E7%BE%A4")).await.unwrap().body, "群");
    let swap = Swap::function("fetch", "return Promise.resolve(new Response(null, { status: 204 }))");
    let answer = fetch(call("/x")).await.unwrap();
    drop(swap);
    assert_eq!((answer.status, answer.body.as_str()), (204, ""));
}

#[wasm_bindgen_test]
async fn each_way_to_fail_has_its_name() {
    assert_eq!(fetch(call("http://127.0.0.1:1/")).await, Err(Fault::Network));
    let bad = Call { headers: vec![("no name".into(), "x".into())], ..call("/x") };
    assert_eq!(fetch(bad).await, Err(Fault::Unreadable));

    let swap = Swap::function("fetch", SILENT);
    let late = fetch(Call { timeout_ms: 20, ..call("/x") }).await;
    drop(swap);
    assert_eq!(late, Err(Fault::Timeout));

    let not_text = "return Promise.resolve(new Response(new Uint8Array([0xff, 0xfe])))";
    let swap = Swap::function("fetch", not_text);
    let unreadable = fetch(call("/x")).await;
    drop(swap);
    assert_eq!(unreadable, Err(Fault::Unreadable));

    let endless = "return Promise.resolve(new Response(new ReadableStream({
        pull(c) { c.enqueue(new Uint8Array(1 << 20)) } })))";
    let swap = Swap::function("fetch", endless);
    let too_long = fetch(call("/x")).await;
    drop(swap);
    assert_eq!(too_long, Err(Fault::Unreadable));
}

#[wasm_bindgen_test]
async fn an_answer_that_stops_half_way_is_late_too() {
    let stuck = "return Promise.resolve(new Response(new ReadableStream({ start(c) {
        c.enqueue(new Uint8Array([65]));
        init.signal.addEventListener('abort', () => c.error(new DOMException('aborted', 'AbortError'))) } })))";
    let swap = Swap::function("fetch", stuck);
    let late = fetch(Call { timeout_ms: 20, ..call("/x") }).await;
    drop(swap);
    assert_eq!(late, Err(Fault::Timeout));
}

type Log = Rc<RefCell<Vec<String>>>;

fn listen(url: &str) -> (StreamHandle, Log) {
    let log = Log::default();
    let (opened, said, ended) = (log.clone(), log.clone(), log.clone());
    let handle = stream(
        url,
        vec![("Authorization".into(), "Bearer 1".into())],
        Cookies::Omit,
        move |status| opened.borrow_mut().push(format!("open {status}")),
        move |text| said.borrow_mut().push(text),
        move |fault| ended.borrow_mut().push(format!("end {fault:?}")),
    );
    (handle, log)
}

#[wasm_bindgen_test]
async fn a_stream_hands_over_whole_characters() {
    let body = "const bytes = new TextEncoder().encode('data: 群里');
        return Promise.resolve(new Response(new ReadableStream({ async start(c) {
            for (const part of [bytes.slice(0, 7), bytes.slice(7, 8), bytes.slice(8)]) {
                c.enqueue(part);
                await new Promise(go => setTimeout(go, 5));
            }
            c.close();
        } })))";
    let swap = Swap::function("fetch", body);
    let (handle, log) = listen("/events");
    assert!(log.borrow().is_empty() && handle.is_open());
    sleep(80).await;
    drop(swap);
    assert_eq!(*log.borrow(), ["open 200", "data: ", "群里", "end None"]);
    assert!(!handle.is_open());
}

#[wasm_bindgen_test]
async fn a_stream_that_breaks_says_so_and_a_dropped_one_is_silent() {
    let breaks = "return Promise.resolve(new Response(new ReadableStream({ start(c) {
        c.enqueue(new Uint8Array([65])); setTimeout(() => c.error(new TypeError('network error')), 5) } })))";
    let swap = Swap::function("fetch", breaks);
    let (broken, log) = listen("/events");
    sleep(50).await;
    drop((swap, broken));
    assert_eq!(*log.borrow(), ["open 200", "A", "end Some(Network)"]);

    let swap = Swap::function("fetch", SILENT);
    let (handle, log) = listen("/events");
    sleep(10).await;
    drop(handle);
    sleep(30).await;
    drop(swap);
    assert!(log.borrow().is_empty());
}
