//! What the net needs from outside: something that carries a request and brings an answer.

use core::future::Future;
use core::pin::Pin;
use std::rc::Rc;

use crate::descriptor::Credentials;

/// A future that stays on its thread: a browser has one.
pub type LocalFuture<T> = Pin<Box<dyn Future<Output = T>>>;

/// An HTTP request, ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The method, in capitals.
    pub method: &'static str,
    /// The absolute URL.
    pub url: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The text of the body, if there is one.
    pub body: Option<String>,
    /// The body as bytes, in place of a text.
    pub bytes: Option<Rc<[u8]>>,
    /// Whether cookies go along.
    pub credentials: Credentials,
    /// How long the whole exchange may take, in milliseconds.
    pub timeout_ms: u32,
}

/// An HTTP answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: String,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Why no answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The phone has no network.
    Offline,
    /// No answer in time.
    Timeout,
    /// The request failed and the browser does not say why: unreachable, refused, or a CORS fault.
    Network,
    /// Something came that is no text, or too much of it.
    Unreadable,
}

/// What a stream brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamEvent {
    /// The backend answered with this status.
    Opened(u16),
    /// A piece of the body.
    Chunk(String),
    /// It is over.
    Ended(Option<Fault>),
}

/// A running stream; dropping it ends it.
pub trait Stream {}

/// Carries requests.
pub trait Transport {
    /// Sends a request and waits for the whole answer.
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>>;
    /// A cookie that scripts may read: some backends want it repeated in a header.
    fn cookie(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }
    /// Sends a request and hands out its answer piece by piece.
    fn stream(&self, request: Request, on_event: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream>;
}
