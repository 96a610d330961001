//! The talk with the QR workers, played by workers made up in the page.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8ClampedArray;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use super::Swap;
use crate::platform::clock::sleep;
use crate::platform::poster::{self, Picture, size::Size};
use crate::platform::qr::{Code, Mode, QrFault, end_reader, read, warm_reader};
use crate::platform::raster::Pixels;

const PAPER: Size = Size { width: 366.0, height: 575.0, text: 1.0 };

async fn make(text: &str) -> Result<String, QrFault> {
    poster::make(text, PAPER, &[]).await.map(|picture| picture.src)
}

/// A worker that does what the text says; `tLog` tells what became of it.
const ACTOR: &str = "
    const name = new URL(input).searchParams.get('module');
    const version = new URL(input).searchParams.get('v');
    const log = window.tLog = window.tLog || [];
    log.push('start ' + name + (/^[0-9a-f]{8,16}$/.test(version) ? '' : ' without version'));
    const say = (data, ms) => window.tTimeout.call(window, () =>
        worker.onmessage(new MessageEvent('message', { data })), ms);
    const worker = {
        postMessage([id, first, height, rgba, mode], moved) {
            if (name === 'qr_reader') say([id, 'ok', [[`${first}x${height}:${rgba.length}:${mode}:${!!moved}`, 1, 2, 3, 4, 5, 6, 7, 8]]], 5);
            else if (first === 'die') window.tTimeout.call(window, () => worker.onerror(new Event('error')), 5);
            else if (first === 'long') say([id, 'refused'], 5);
            else if (first === 'hang') say([id + 1, 'ok', 'of another'], 5);
            else say([id, 'ok', ['png of ' + first, rgba.length > 0]], first === 'slow' ? 60 : 5);
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
async fn the_maker_says_whether_it_is_the_whole_poster() {
    let swap = act();
    let whole = |whole| Ok(Picture { src: "png of a".into(), whole });
    assert_eq!(poster::make("a", PAPER, &["name".into()]).await, whole(true));
    assert_eq!(poster::make("a", PAPER, &[]).await, whole(false));
    assert_eq!(make("die").await, Err(QrFault::Crashed));
    drop(swap);
}

#[wasm_bindgen_test]
fn the_poster_is_as_wide_as_a_phone_and_grows_with_the_text() {
    let usual = poster::size();
    assert!((296.0..=406.0).contains(&usual.width), "{usual:?}");
    js("document.documentElement.style.fontSize = '22.4px'");
    let large = poster::size();
    js("document.documentElement.style.fontSize = ''");
    assert!((large.text - 1.4).abs() < 0.001 && large.height > usual.height, "{large:?}");
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
    let picture = || Pixels { width: 3, height: 2, rgba: Uint8ClampedArray::new_with_length(24) };
    let corners = [(1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (7.0, 8.0)];
    let code = |text: &str| Ok(vec![Code { text: text.to_owned(), corners }]);
    assert_eq!(warm_reader().await, Ok(()));
    assert_eq!(read(picture(), Mode::Photo).await, code("3x2:24:photo:true"));
    assert_eq!(log(), "start qr_reader");
    let hurry = Swap::function("setTimeout", "return window.tTimeout.call(window, input, init / 1000)");
    assert_eq!(read(picture(), Mode::Live).await, code("3x2:24:live:true"));
    drop(hurry);
    sleep(120).await;
    log();
    // Whoever waits is told, and the next one gets a fresh worker.
    assert_eq!(warm_reader().await, Ok(()));
    let waits = Rc::new(RefCell::new(None));
    let told = waits.clone();
    spawn_local(async move { drop(told.replace(Some(read(picture(), Mode::Live).await))) });
    sleep(1).await;
    end_reader();
    sleep(30).await;
    assert_eq!(waits.take(), Some(Err(QrFault::Crashed)));
    assert_eq!(log(), "start qr_reader, end qr_reader, end qr_reader");
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
