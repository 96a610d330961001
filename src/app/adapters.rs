//! The one place that joins `platform` to the traits of net, data and ui.

mod codes;
mod hash;
mod host;
mod photos;
mod reader;
mod shelves;

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use contract::Timestamp;
use data::Shelf;
use leptos::prelude::{Callable as _, Callback};
use leptos::task::spawn_local;
use net::descriptor::Credentials;
use net::{Answer, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};

use crate::platform::{clock, http, page, random, share, storage, stream, turn};
use crate::ui::share::Sharer;
pub use codes::QrWorkers;
pub use hash::Hash;
pub use host::Around;
pub use photos::Darkroom;
pub use reader::Eyes;

/// Fetch, for the net.
pub struct Fetch;

fn fault(of: http::Fault) -> Fault {
    match of {
        http::Fault::Offline => Fault::Offline,
        http::Fault::Timeout => Fault::Timeout,
        http::Fault::Network | http::Fault::Aborted => Fault::Network,
        http::Fault::Unreadable => Fault::Unreadable,
    }
}

fn cookies(of: Credentials) -> http::Cookies {
    match of {
        Credentials::Omit => http::Cookies::Omit,
        Credentials::SameOrigin => http::Cookies::SameOrigin,
        Credentials::Include => http::Cookies::Include,
    }
}

struct Running(#[expect(dead_code, reason = "dropping it ends the stream")] stream::StreamHandle);

impl Stream for Running {}

impl Transport for Fetch {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        Box::pin(async move {
            let call = http::Call {
                method: request.method.to_owned(),
                url: request.url,
                headers: request.headers,
                body: request.body,
                bytes: request.bytes,
                timeout_ms: request.timeout_ms,
                cookies: cookies(request.credentials),
            };
            let answer = http::fetch(call).await.map_err(fault)?;
            Ok(Answer { status: answer.status, headers: answer.headers, body: answer.body })
        })
    }

    fn cookie(&self, name: &str) -> Option<String> {
        page::cookie(name)
    }

    fn stream(&self, request: Request, on_event: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        let on_event = Rc::new(RefCell::new(on_event));
        let (opened, chunk, ended) = (on_event.clone(), on_event.clone(), on_event);
        let handle = stream::stream(
            &request.url,
            request.headers,
            cookies(request.credentials),
            move |status| (opened.borrow_mut())(StreamEvent::Opened(status)),
            move |text| (chunk.borrow_mut())(StreamEvent::Chunk(text)),
            move |why| (ended.borrow_mut())(StreamEvent::Ended(why.map(fault))),
        );
        Box::new(Running(handle))
    }
}

/// Time, chance and tasks, for the kernel.
pub struct Browser;

impl data::Host for Browser {
    fn now(&self) -> Timestamp {
        Timestamp(clock::now_ms())
    }
    fn random(&self) -> [u8; 16] {
        random::bytes16()
    }
    fn spawn(&self, task: LocalFuture<()>) {
        spawn_local(task);
    }
    fn sleep(&self, ms: u32) -> LocalFuture<()> {
        Box::pin(clock::sleep(ms))
    }
    fn alone(&self, work: &str) -> LocalFuture<Box<dyn Any>> {
        let work = work.to_owned();
        Box::pin(async move { Box::new(turn::take(&work).await) as Box<dyn Any> })
    }
}

/// Local storage, for the kernel, under names of its own.
pub struct LocalDisk;

const DISK: &str = "qunli.data/";

impl data::Disk for LocalDisk {
    fn get(&self, name: &str) -> Option<String> {
        storage::get(&format!("{DISK}{name}"))
    }
    fn set(&self, name: &str, text: &str) -> bool {
        storage::set(&format!("{DISK}{name}"), text).is_ok()
    }
    fn remove(&self, name: &str) {
        storage::remove(&format!("{DISK}{name}"));
    }
    fn names(&self, prefix: &str) -> Vec<String> {
        let keys = storage::keys_with_prefix(&format!("{DISK}{prefix}"));
        keys.iter().filter_map(|k| k.strip_prefix(DISK)).map(str::to_owned).collect()
    }
    fn keep(&self, shelf: Shelf, name: &str, text: String) -> LocalFuture<bool> {
        shelves::keep(shelf, name, text)
    }
    fn kept(&self, shelf: Shelf, prefix: &str) -> LocalFuture<Option<Vec<String>>> {
        shelves::kept(shelf, prefix)
    }
    fn clear(&self, shelf: Shelf, prefix: &str) -> LocalFuture<()> {
        shelves::clear(shelf, prefix)
    }
}

/// The clipboard, for cards.
pub struct Outward;

impl Sharer for Outward {
    fn copy(&self, text: String, done: Callback<bool>) {
        spawn_local(async move {
            let copied = share::copy_text(&text).await;
            // Whoever asked may have left the page.
            done.try_run(copied);
        });
    }
}
