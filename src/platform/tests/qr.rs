//! The talk with the QR workers, played by workers made up in the page.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use super::Swap;
use crate::platform::clock::sleep;
use crate::platform::photo::Pixels;
use crate::platform::qr::{QrFault, make, read, warm_reader};

/// A worker that does what the text says; `tLog` tells what became of it.
const ACTOR: &str = "
    const name = new URL(input).searchParams.get('module');
    const version = new URL(input).searchParams.get('v');
    const log = window.tLog = window.tLog || [];
    log.push('start ' + name + (/^[0-9a-f]{8,16}$/.test(version) ? '' : ' without version'));
    const say = (data, ms) => window.tTimeout.call(window, () =>
        worker.onmessage(new MessageEvent('message', { data })), ms);
    const worker = {
        postMessage([id, first, height, rgba], moved) {
            if (name === 'qr_reader') say([id, 'ok', rgba && moved ? `${first}x${height}:${rgba.length}` : null], 5);
            else if (first === 'die') window.tTimeout.call(window, () => worker.onerror(new Event('error')), 5);
            else if (first === 'long') say([id, 'refused'], 5);
            else if (first === 'hang') say([id + 1, 'ok', 'of another'], 5);
            else say([id, 'ok', 'png of ' + first], first === 'slow' ? 60 : 5);
        },
        terminate() { log.push('end ' + name) },
    };
    say(['ready'], 5);
    return worker;";

fn js(code: &str) -> wasm_bindgen::JsValue {
    js_sys::Function::new_no_args(code).call0(&web_sys::window().unwrap()).unwrap()
}

fn log() -> String {
    js("const log = window.tLog || []; window.tLog = []; return log.join(', ')").as_string().unwrap()
}

fn act() -> Swap {
    js("window.tTimeout = window.tTimeout || window.setTimeout; window.tLog = []");
    Swap::function("Worker", ACTOR)
}

#[wasm_bindgen_test]
async fn one_worker_answers_in_order_and_is_kept() {
    let swap = act();
    let said: Rc<RefCell<Vec<Result<String, QrFault>>>> = Rc::default();
    for text in ["slow", "long", "b"] {
        let said = said.clone();
        spawn_local(async move {
            let answer = make(text).await;
            said.borrow_mut().push(answer);
        });
    }
    sleep(200).await;
    let expected = [Ok("png of slow".to_owned()), Err(QrFault::Refused), Ok("png of b".to_owned())];
    assert_eq!(*said.borrow(), expected);
    assert_eq!(log(), "start qr_maker");
    // Left as it was found.
    assert_eq!(make("die").await, Err(QrFault::Crashed));
    drop(swap);
}

#[wasm_bindgen_test]
async fn a_worker_that_dies_is_followed_by_another() {
    let swap = act();
    assert_eq!(make("die").await, Err(QrFault::Crashed));
    assert_eq!(make("a").await.as_deref(), Ok("png of a"));
    assert_eq!(make("die").await, Err(QrFault::Crashed));
    assert_eq!(log(), "start qr_maker, end qr_maker, start qr_maker, end qr_maker");
    drop(swap);
}

#[wasm_bindgen_test]
async fn a_worker_that_hangs_is_ended() {
    let swap = act();
    assert_eq!(make("a").await.as_deref(), Ok("png of a"));
    let hurry = Swap::function("setTimeout", "return window.tTimeout.call(window, input, init / 100)");
    let hung = make("hang").await;
    drop(hurry);
    assert_eq!(hung, Err(QrFault::Timeout));
    assert_eq!(log(), "start qr_maker, end qr_maker");
    assert_eq!(make("die").await, Err(QrFault::Crashed));
    drop(swap);
}

#[wasm_bindgen_test]
async fn an_idle_worker_gives_its_memory_back() {
    let swap = act();
    let hurry = Swap::function("setTimeout", "return window.tTimeout.call(window, input, init / 1000)");
    assert_eq!(make("a").await.as_deref(), Ok("png of a"));
    drop(hurry);
    sleep(120).await;
    assert_eq!(log(), "start qr_maker, end qr_maker");
    drop(swap);
}

#[wasm_bindgen_test]
async fn a_request_given_up_lets_the_next_one_through() {
    let swap = act();
    let mut first = Box::pin(make("slow"));
    let mut second = Box::pin(make("never asked"));
    // Both have begun when they are dropped: one waits for its answer, one in the queue.
    std::future::poll_fn(|context| {
        let _ = (first.as_mut().poll(context), second.as_mut().poll(context));
        std::task::Poll::Ready(())
    })
    .await;
    drop((first, second));
    assert_eq!(make("c").await.as_deref(), Ok("png of c"));
    assert_eq!(make("die").await, Err(QrFault::Crashed));
    drop(swap);
}

#[wasm_bindgen_test]
async fn the_reader_gets_the_pixels() {
    let swap = act();
    let picture = || Pixels { width: 3, height: 2, rgba: vec![255; 24] };
    assert_eq!(warm_reader().await, Ok(()));
    assert_eq!(read(picture()).await, Ok(Some("3x2:24".to_owned())));
    assert_eq!(log(), "start qr_reader");
    let hurry = Swap::function("setTimeout", "return window.tTimeout.call(window, input, init / 1000)");
    assert_eq!(read(picture()).await, Ok(Some("3x2:24".to_owned())));
    drop(hurry);
    sleep(120).await;
    drop(swap);
}

#[wasm_bindgen_test]
async fn a_worker_that_cannot_load_is_unavailable() {
    // The test page serves no workers.
    assert_eq!(make("a").await, Err(QrFault::Unavailable));
    let failed = "const worker = { postMessage() {}, terminate() {} };
        setTimeout(() => worker.onmessage(new MessageEvent('message', { data: ['failed', 'no wasm'] })), 5);
        return worker";
    let swap = Swap::function("Worker", failed);
    assert_eq!(make("a").await, Err(QrFault::Unavailable));
    drop(swap);
}
