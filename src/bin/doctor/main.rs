//! Worker module with the doctor: fetched only by whoever asks for it, so that a first visit does not carry it.
//!
//! It is asked in turns: "begin", then the answer to each request that it named, and answers each time with the
//! rows found since and the next request. The page carries the requests, so that they are the app's own.

#[path = "../qr_port/mod.rs"]
mod qr_port;
mod words;

use core::cell::RefCell;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Context, Poll, Waker};
use std::rc::Rc;

use contract::Timestamp;
use contract::account::Session;
use net::descriptor::Descriptor;
use net::doctor::letter::{heard_of, request_node};
use net::doctor::{Doctor, Heard, Options, Probe};
use net::json::{Node, parse, read};
use net::{Answer, Client, Config, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};
use wasm_bindgen::JsValue;
use words::Words;

fn main() {
    let run = RefCell::new(None);
    qr_port::serve(move |message| {
        let text = message.get(1).as_string()?;
        Some(JsValue::from_str(&turn(&mut run.borrow_mut(), &text)?))
    });
}

/// What goes to and fro while the doctor works.
#[derive(Default)]
struct Desk {
    /// The request that waits to be carried, and for a stream how long it is listened to.
    asks: Option<(Request, Option<u32>)>,
    heard: Option<Heard>,
    rows: Vec<Node<'static>>,
    /// The session, when it was renewed on the way.
    renewed: Option<String>,
}

/// A doctor at work.
struct Run {
    desk: Rc<RefCell<Desk>>,
    work: Pin<Box<dyn Future<Output = ()>>>,
}

/// One turn: the answer to what was asked last, or a beginning.
fn turn(run: &mut Option<Run>, text: &str) -> Option<String> {
    match text.strip_prefix("begin ") {
        Some(order) => *run = Some(begin(order)?),
        None => run.as_ref()?.desk.borrow_mut().heard = Some(heard_of(text)),
    }
    let running = run.as_mut()?;
    let mut context = Context::from_waker(Waker::noop());
    let over = running.work.as_mut().poll(&mut context).is_ready();
    let mut desk = running.desk.borrow_mut();
    let rows = Node::List(core::mem::take(&mut desk.rows));
    let renewed = desk.renewed.take().map_or(Node::Null, Node::owned);
    let asks = desk.asks.take();
    let (ask, listen) = match &asks {
        Some((request, listen)) if !over => {
            (request_node(request), listen.map_or(Node::Null, |ms| Node::Int(i64::from(ms))))
        }
        _ => (Node::Null, Node::Null),
    };
    let members = [("rows", rows), ("renewed", renewed), ("ask", ask), ("listen", listen)];
    Some(Node::Object(members.into_iter().map(|(name, node)| (name.into(), node)).collect()).to_string())
}

/// Takes up an order: which backend, who asks, in which language.
fn begin(order: &str) -> Option<Run> {
    let order = parse(order).ok()?;
    let said = |name: &str| order.get(name).and_then(Node::as_text);
    let config = Config::parse(said("config")?, said("page")?).ok()?;
    let descriptor = match said("descriptor") {
        Some(text) => Some(Descriptor::parse(text, &config.api_base).ok()?),
        None => None,
    };
    let desk = Rc::new(RefCell::new(Desk::default()));
    let client = Client::new(config, descriptor, Rc::new(Nowhere));
    client.set_session(said("session").and_then(|text| read::<Session>(&parse(text).ok()?).ok()));
    let renewed = desk.clone();
    client.on_renewed(move |session| {
        renewed.borrow_mut().renewed = serde_json::to_string(session).ok();
    });
    let options = Options {
        origin: said("origin").map(str::to_owned),
        may_write: order.get("may_write") == Some(&Node::Bool(true)),
        key: said("key")?.to_owned(),
        command: said("command")?.to_owned(),
        ..Options::default()
    };
    let words = Words::of(said("lang").unwrap_or_default());
    let into = desk.clone();
    let tell = move |row| into.borrow_mut().rows.push(words.row(&row));
    let probe = Rc::new(Page { desk: desk.clone() });
    Some(Run { desk, work: Box::pin(Doctor::new(&client, probe, options, tell).run()) })
}

/// The page carries what the doctor asks.
struct Page {
    desk: Rc<RefCell<Desk>>,
}

impl Page {
    fn ask(&self, request: Request, listen: Option<u32>) -> LocalFuture<Heard> {
        let desk = self.desk.clone();
        let mut order = Some((request, listen));
        Box::pin(poll_fn(move |_| {
            let mut desk = desk.borrow_mut();
            if let Some(order) = order.take() {
                desk.asks = Some(order);
                return Poll::Pending;
            }
            desk.heard.take().map_or(Poll::Pending, Poll::Ready)
        }))
    }
}

impl Probe for Page {
    fn sees_all(&self) -> bool {
        false
    }
    fn now(&self) -> Timestamp {
        now()
    }
    fn send(&self, request: Request) -> LocalFuture<Heard> {
        self.ask(request, None)
    }
    fn listen(&self, request: Request, ms: u32) -> LocalFuture<Heard> {
        self.ask(request, Some(ms))
    }
}

#[cfg(target_arch = "wasm32")]
fn now() -> Timestamp {
    Timestamp(js_sys::Date::now() as i64)
}

/// Only the tests run elsewhere than in a browser.
#[cfg(not(target_arch = "wasm32"))]
fn now() -> Timestamp {
    Timestamp(1_773_315_000_000)
}

/// The client's transport, which the doctor replaces by the page.
struct Nowhere;

struct NoStream;

impl Stream for NoStream {}

impl Transport for Nowhere {
    fn send(&self, _: Request) -> LocalFuture<Result<Answer, Fault>> {
        Box::pin(core::future::ready(Err(Fault::Network)))
    }
    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        Box::new(NoStream)
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
