//! Timers fire, and do not once they are dropped; bytes differ.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use wasm_bindgen_test::wasm_bindgen_test;

use crate::platform::clock::{Timer, after, every, next_frame, next_task, now_ms, sleep, uptime_ms};
use crate::platform::random;

/// A counter, and a closure that counts.
fn counter() -> (Rc<Cell<u32>>, impl Fn() + 'static) {
    let count = Rc::new(Cell::new(0));
    let inner = count.clone();
    (count, move || inner.set(inner.get() + 1))
}

#[wasm_bindgen_test]
async fn the_clock_runs() {
    // 2024-01-01 and 2100-01-01.
    assert!((1_704_067_200_000..4_102_444_800_000).contains(&now_ms()));
    let before = uptime_ms();
    sleep(30).await;
    assert!(uptime_ms() - before >= 25.0);
}

#[wasm_bindgen_test]
async fn a_timer_fires_once_unless_it_is_dropped() {
    let (kept, count_kept) = counter();
    let (dropped, count_dropped) = counter();
    let (detached, count_detached) = counter();
    let timer = after(10, count_kept);
    drop(after(10, count_dropped));
    after(10, count_detached).detach();
    sleep(60).await;
    assert_eq!((kept.get(), dropped.get(), detached.get()), (1, 0, 1));
    drop(timer);
}

#[wasm_bindgen_test]
async fn what_waits_for_the_next_task_goes_on_in_one() {
    let order: Rc<RefCell<Vec<&str>>> = Rc::default();
    let push = |what| {
        let order = order.clone();
        move || order.borrow_mut().push(what)
    };
    let wait = |then: Box<dyn FnOnce()>| {
        wasm_bindgen_futures::spawn_local(async move {
            next_task().await;
            then();
        });
    };
    wait(Box::new(push("one")));
    // Before the next task comes this far.
    wasm_bindgen_futures::JsFuture::from(js_sys::Promise::resolve(&wasm_bindgen::JsValue::NULL))
        .await
        .unwrap();
    after(0, push("a timer between")).detach();
    wait(Box::new(push("the other")));
    assert!(order.borrow().is_empty());
    sleep(60).await;
    assert_eq!(*order.borrow(), ["one", "the other", "a timer between"]);
    // And there is another one after it.
    next_task().await;
}

#[wasm_bindgen_test]
async fn a_repeating_timer_may_end_itself() {
    let slot: Rc<Cell<Option<Timer>>> = Rc::default();
    let (count, tick) = counter();
    let (inner, seen) = (slot.clone(), count.clone());
    slot.set(Some(every(5, move || {
        tick();
        if seen.get() == 3 {
            inner.set(None);
        }
    })));
    sleep(150).await;
    assert_eq!(count.get(), 3);
}

#[wasm_bindgen_test]
async fn a_frame_comes_unless_it_is_dropped() {
    let (drawn, draw) = counter();
    let (skipped, skip) = counter();
    let frame = next_frame(draw);
    drop(next_frame(skip));
    sleep(200).await;
    assert_eq!((drawn.get(), skipped.get()), (1, 0));
    drop(frame);
}

#[wasm_bindgen_test]
fn random_bytes_do_not_repeat() {
    let seen: HashSet<[u8; 16]> = (0..1000).map(|_| random::bytes16()).collect();
    assert_eq!(seen.len(), 1000);
    let id = random::uuid();
    assert_eq!((id.len(), id.as_bytes()[14]), (36, b'4'));
}
