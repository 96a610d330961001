//! What the doctor needs from outside, and the tape that it keeps of each exchange.

use core::cell::RefCell;
use std::rc::Rc;

use contract::Timestamp;

use crate::{Answer, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};

/// Why no answer came, as far as it can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// This device has no network.
    Offline,
    /// No answer in time.
    Timeout,
    /// A browser's network error: it does not say which.
    Opaque,
    /// No such name, nobody listens there, or the connection broke off.
    Connect(String),
    /// The connection could not be made secure.
    Tls(String),
    /// Something came that is no text, or too much of it.
    Unreadable,
}

impl Trouble {
    /// What happened, in English, for developers.
    pub fn words(&self) -> String {
        match self {
            Self::Offline => "this device is offline".to_owned(),
            Self::Timeout => "no answer in time".to_owned(),
            Self::Opaque => "a network error without a reason".to_owned(),
            Self::Connect(why) => format!("no connection: {why}"),
            Self::Tls(why) => format!("TLS: {why}"),
            Self::Unreadable => "no text, or too much of it".to_owned(),
        }
    }

    const fn fault(&self) -> Fault {
        match self {
            Self::Offline => Fault::Offline,
            Self::Timeout => Fault::Timeout,
            Self::Opaque | Self::Connect(_) | Self::Tls(_) => Fault::Network,
            Self::Unreadable => Fault::Unreadable,
        }
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Offline => Self::Offline,
            Fault::Timeout => Self::Timeout,
            Fault::Network => Self::Opaque,
            Fault::Unreadable => Self::Unreadable,
        }
    }
}

/// An answer, or why there is none.
pub type Heard = Result<Answer, Trouble>;

/// Asks on the doctor's behalf.
pub trait Probe {
    /// Whether it sees every header and every fault, and may say which origin asks. A browser may not.
    fn sees_all(&self) -> bool;
    /// The clock of this device.
    fn now(&self) -> Timestamp;
    /// Sends a request as it is, also `OPTIONS`; follows no redirects if it can help it.
    fn send(&self, request: Request) -> LocalFuture<Heard>;
    /// Opens a stream and closes it again: the answer has what came first, or what came within `ms`.
    fn listen(&self, request: Request, ms: u32) -> LocalFuture<Heard>;
    /// A cookie that scripts may read.
    fn cookie(&self, name: &str) -> Option<String> {
        let _ = name;
        None
    }
}

/// One exchange.
pub(super) struct Exchange {
    pub(super) request: Request,
    pub(super) heard: Heard,
}

impl Exchange {
    pub(super) fn asked(&self) -> String {
        format!("{} {}", self.request.method, self.request.url)
    }

    pub(super) fn came(&self) -> String {
        match &self.heard {
            Ok(answer) => format!("status {}", answer.status),
            Err(trouble) => trouble.words(),
        }
    }

    pub(super) fn answer(&self) -> Option<&Answer> {
        self.heard.as_ref().ok()
    }
}

/// The client's transport while the doctor works: sends by the probe, and keeps each exchange.
pub(super) struct Tape {
    pub(super) probe: Rc<dyn Probe>,
    /// The origin that asks, where the probe may say so.
    pub(super) origin: Option<String>,
    kept: Rc<RefCell<Vec<Rc<Exchange>>>>,
}

impl Tape {
    pub(super) fn new(probe: Rc<dyn Probe>, origin: Option<String>) -> Self {
        let origin = origin.filter(|_| probe.sees_all());
        Self { probe, origin, kept: Rc::default() }
    }

    /// What was exchanged since the last time of asking, in its order.
    pub(super) fn take(&self) -> Vec<Rc<Exchange>> {
        self.kept.take()
    }

    pub(super) fn with_origin(&self, mut request: Request) -> Request {
        if let Some(origin) = &self.origin {
            request.headers.push(("origin".to_owned(), origin.clone()));
        }
        request
    }

    /// Sends and keeps.
    pub(super) fn exchange(&self, request: Request) -> LocalFuture<Rc<Exchange>> {
        let request = self.with_origin(request);
        let (sent, kept) = (self.probe.send(request.clone()), self.kept.clone());
        Box::pin(async move {
            let exchange = Rc::new(Exchange { request, heard: sent.await });
            kept.borrow_mut().push(exchange.clone());
            exchange
        })
    }
}

/// The doctor opens streams by its probe, never by the client.
struct NoStream;

impl Stream for NoStream {}

impl Transport for Tape {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        let exchange = self.exchange(request);
        Box::pin(async move { exchange.await.heard.clone().map_err(|trouble| trouble.fault()) })
    }
    fn cookie(&self, name: &str) -> Option<String> {
        self.probe.cookie(name)
    }
    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        Box::new(NoStream)
    }
}
