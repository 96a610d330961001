//! One worker and its queue: start, ask, wait, end. Knows no message content.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::thread::LocalKey;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, MessageEvent, Worker};

use super::QrFault;
use super::version::VERSION;
use crate::platform::{boot, clock, location};

/// How long a worker may take to load, and then to answer.
const PATIENCE_MS: u32 = 15_000;
/// After this long without work the worker and its memory are given back.
const IDLE_MS: u32 = 60_000;

/// Where one kind of worker is kept and asked.
pub(in crate::platform) struct Desk {
    module: &'static str,
    of_build: bool,
    running: RefCell<Option<Rc<Running>>>,
    /// Resolves when the last request in the queue is done.
    tail: RefCell<Option<Promise>>,
    next_id: Cell<u32>,
    idle: RefCell<Option<clock::Timer>>,
}

impl Desk {
    pub(in crate::platform) const fn new(module: &'static str) -> Self {
        Self {
            module,
            of_build: false,
            running: RefCell::new(None),
            tail: RefCell::new(None),
            next_id: Cell::new(0),
            idle: RefCell::new(None),
        }
    }

    /// One whose module is made of the same rooms as the app: another build has another.
    pub(in crate::platform) const fn of_build(module: &'static str) -> Self {
        let mut desk = Self::new(module);
        desk.of_build = true;
        desk
    }

    fn address(&self) -> String {
        let build = boot::boot().map(|boot| boot.build).filter(|_| self.of_build);
        let version = build.unwrap_or_else(|| format!("{VERSION:x}"));
        format!("qr_worker.js?module={}&v={version}", self.module)
    }
}

/// What a worker says: `["ready"]`, `["failed", why]`, `[id, "ok", value]` or
/// `[id, "refused"]`; the other faults are ours: an error event, or no time left.
type Heard = Result<JsValue, QrFault>;

type OnEvent = Closure<dyn FnMut(Event)>;

/// A started worker with its listeners.
struct Running {
    worker: Worker,
    is_ready: Cell<bool>,
    /// The id waited for (0: for "ready") and who to tell.
    waiting: RefCell<Option<(u32, Function)>>,
    heard: RefCell<Option<Heard>>,
    listeners: RefCell<Vec<OnEvent>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Lets the next request in the queue begin, however this one ends.
struct Turn {
    done: Option<Function>,
    desk: &'static LocalKey<Desk>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        let desk = self.desk;
        desk.with(|d| {
            let timer = clock::after(IDLE_MS, move || desk.with(|d| drop(d.running.take())));
            d.idle.replace(Some(timer));
        });
        if let Some(done) = &self.done {
            let _ = done.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Loads the worker if it is not there yet.
pub(super) async fn warm(desk: &'static LocalKey<Desk>) -> Result<(), QrFault> {
    let _turn = turn(desk).await;
    ready(desk).await.map(drop)
}

/// Ends the worker now, whatever it is doing.
pub(super) fn end(desk: &'static LocalKey<Desk>) {
    if let Some(running) = desk.with(|d| d.running.take()) {
        running.worker.terminate();
        running.tell(None, Err(QrFault::Crashed));
    }
}

/// Sends `message` and waits for its answer, after those asked before.
pub(in crate::platform) async fn ask(
    desk: &'static LocalKey<Desk>,
    message: Array,
    moved: Option<Array>,
) -> Result<JsValue, QrFault> {
    let _turn = turn(desk).await;
    let running = ready(desk).await?;
    let id = desk.with(|d| {
        d.next_id.set(d.next_id.get().wrapping_add(1).max(1));
        d.next_id.get()
    });
    message.unshift(&id.into());
    let sent = match &moved {
        Some(moved) => running.worker.post_message_with_transfer(&message, moved),
        None => running.worker.post_message(&message),
    };
    let answer = match sent {
        Ok(()) => running.wait(id).await,
        Err(_) => Err(QrFault::Crashed),
    };
    // A refusal is an answer; anything else leaves the worker in doubt.
    if matches!(answer, Err(fault) if fault != QrFault::Refused) {
        desk.with(|d| drop(d.running.take()));
    }
    answer
}

async fn turn(desk: &'static LocalKey<Desk>) -> Turn {
    let mut done = None;
    let mine = Promise::new(&mut |resolve, _| done = Some(resolve));
    let turn = Turn { done, desk };
    let before = desk.with(|d| {
        d.idle.take();
        let before = d.tail.take();
        // Both: who gives up while queueing must not let the next one overtake.
        let tail = before.as_ref().map_or_else(|| mine.clone(), |b| Promise::all(&Array::of2(b, &mine)));
        d.tail.replace(Some(tail));
        before
    });
    if let Some(before) = before {
        let _ = JsFuture::from(before).await;
    }
    desk.with(|d| d.idle.take());
    turn
}

/// The running worker, started first if need be.
async fn ready(desk: &'static LocalKey<Desk>) -> Result<Rc<Running>, QrFault> {
    if let Some(running) = desk.with(|d| d.running.borrow().clone()).filter(|r| r.is_ready.get()) {
        return Ok(running);
    }
    let running = Running::start(&desk.with(Desk::address))?;
    desk.with(|d| d.running.replace(Some(running.clone())));
    match running.wait(0).await {
        Ok(_) => {
            running.is_ready.set(true);
            Ok(running)
        }
        Err(_) => {
            // Not even there in time: as good as not there at all.
            desk.with(|d| drop(d.running.take()));
            Err(QrFault::Unavailable)
        }
    }
}

impl Running {
    fn start(path: &str) -> Result<Rc<Self>, QrFault> {
        let url = location::resolve(path).ok_or(QrFault::Unavailable)?;
        let worker = Worker::new(&url).map_err(|_| QrFault::Unavailable)?;
        let running = Rc::new(Self {
            worker,
            is_ready: Cell::new(false),
            waiting: RefCell::new(None),
            heard: RefCell::new(None),
            listeners: RefCell::new(Vec::new()),
        });
        // Weak: the listeners belong to what they tell.
        let weak = Rc::downgrade(&running);
        let on_message = OnEvent::new(move |event: Event| {
            if let (Some(running), Some(event)) = (weak.upgrade(), event.dyn_ref::<MessageEvent>()) {
                running.hear(&Array::from(&event.data()));
            }
        });
        let weak = Rc::downgrade(&running);
        let on_error = OnEvent::new(move |_| {
            if let Some(running) = weak.upgrade() {
                running.tell(None, Err(QrFault::Crashed));
            }
        });
        running.worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        running.worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        running.worker.set_onmessageerror(Some(on_error.as_ref().unchecked_ref()));
        running.listeners.replace(vec![on_message, on_error]);
        Ok(running)
    }

    fn hear(&self, message: &Array) {
        let (first, word) = (message.get(0), message.get(1).as_string());
        match (first.as_string().as_deref(), first.as_f64(), word.as_deref()) {
            (Some("ready"), ..) => self.tell(Some(0), Ok(JsValue::UNDEFINED)),
            (_, Some(id), Some("ok")) => self.tell(Some(id as u32), Ok(message.get(2))),
            (_, Some(id), Some("refused")) => self.tell(Some(id as u32), Err(QrFault::Refused)),
            _ => self.tell(None, Err(QrFault::Crashed)),
        }
    }

    /// Ends the wait for `id` (none: whichever); what nobody awaits is dropped.
    fn tell(&self, id: Option<u32>, heard: Heard) {
        let waiting = self.waiting.take();
        match waiting {
            Some((awaited, resolve)) if id.is_none_or(|id| id == awaited) => {
                self.heard.replace(Some(heard));
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
            other => drop(self.waiting.replace(other)),
        }
    }

    async fn wait(self: &Rc<Self>, id: u32) -> Heard {
        self.heard.take();
        let promise = Promise::new(&mut |resolve, _| drop(self.waiting.replace(Some((id, resolve)))));
        let weak = Rc::downgrade(self);
        let _timer = clock::after(PATIENCE_MS, move || {
            if let Some(running) = weak.upgrade() {
                running.tell(Some(id), Err(QrFault::Timeout));
            }
        });
        let _ = JsFuture::from(promise).await;
        self.heard.take().unwrap_or(Err(QrFault::Crashed))
    }
}
