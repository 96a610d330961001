//! The one place that joins `platform` to the traits of net, data and ui.

mod codes;
mod host;
mod photos;
mod reader;
mod shelves;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use contract::{Link, Timestamp};
use data::Shelf;
use leptos::prelude::*;
use leptos::task::spawn_local;
use net::descriptor::Credentials;
use net::{Answer, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};

use crate::platform::{clock, http, location, page, random, share, storage, stream, turn};
use crate::route;
use crate::ui::nav::Navigator;
use crate::ui::share::Sharer;
pub use codes::QrWorkers;
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

/// The hash, for links. History stays flat: tabs replace, and in-app back never leaves the app.
pub struct Hash {
    /// Steps taken inside the app since it was loaded.
    depth: Cell<u32>,
    /// Changes of the hash that were made here and have not been heard yet.
    own: Cell<u32>,
}

const DEPTH: &str = "qunli.depth";
/// The place before the page of signing in, which may lead off the site.
const BEFORE: &str = "qunli.before";

impl Hash {
    /// Takes up the steps of before a reload: the browser keeps its history too.
    pub fn new() -> Self {
        let kept = storage::session_get(DEPTH).and_then(|depth| depth.parse().ok());
        Self { depth: Cell::new(kept.unwrap_or(0)), own: Cell::new(0) }
    }

    fn set_depth(&self, depth: u32) {
        self.depth.set(depth);
        // Without it, back leads home after a reload.
        let _ = storage::session_set(DEPTH, &depth.to_string());
    }

    /// The hash changed. What was not done here was the browser's back, or an address typed by hand: then
    /// fewer steps are certain.
    pub fn heard(&self) {
        match self.own.get() {
            0 => self.set_depth(self.depth.get().saturating_sub(1)),
            own => self.own.set(own - 1),
        }
    }

    /// Whether the change of the hash that is heard now was made here.
    pub fn is_own(&self) -> bool {
        self.own.get() > 0
    }

    /// Takes the browser's back back: the page stays as it is.
    pub fn undo_back(&self) {
        self.own.set(self.own.get() + 1);
        location::forward();
    }

    /// Who came back from signing in elsewhere is on that page again, with the one before it behind.
    pub fn return_to_sign_in(&self) {
        location::rewrite_hash(&storage::session_get(BEFORE).unwrap_or_default());
        let here = route::print(&Link::SignIn);
        if location::hash() != here {
            location::push_hash(&here);
            self.set_depth(self.depth.get() + 1);
        }
    }

    fn changes_to(&self, to: &Link) -> bool {
        let changes = location::hash() != route::print(to);
        self.own.set(self.own.get() + u32::from(changes));
        changes
    }
}

impl Navigator<Link> for Hash {
    fn href(&self, to: &Link) -> String {
        format!("#{}", route::print(to))
    }
    fn absolute(&self, to: &Link) -> String {
        format!("{}#{}", location::base_url(), route::print(to))
    }
    fn place(&self, address: &str) -> Option<Link> {
        match route::parse(address.split_once('#')?.1) {
            route::Route::At(link) => Some(link),
            route::Route::Unknown => None,
        }
    }
    fn go(&self, to: &Link) {
        if *to == Link::SignIn {
            // Losing it leads home.
            let _ = storage::session_set(BEFORE, &location::hash());
        }
        if self.changes_to(to) {
            self.set_depth(self.depth.get() + 1);
            location::set_hash(&route::print(to));
        }
    }
    fn replace(&self, to: &Link) {
        if self.changes_to(to) {
            location::replace_hash(&route::print(to));
        }
    }
    fn back(&self, fallback: &Link) {
        if self.depth.get() > 0 {
            self.set_depth(self.depth.get() - 1);
            self.own.set(self.own.get() + 1);
            location::back();
        } else {
            self.replace(fallback);
        }
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
