//! Contract operations over a transport, at a backend of the contract or through a descriptor.

mod call;
mod carry;
mod context;
mod exchange;
mod keyring;
mod refusal;
mod renewal;
mod reply;
mod wire;

use std::rc::Rc;

use contract::account::{Me, Session};
use contract::change::Change;
use contract::{Endpoint, Timestamp};

pub use call::Call;
pub use reply::{PageEnd, Reply};

use crate::descriptor::{self, AuthKind, Descriptor, Live, Rule, SignInForm, Topics};
use crate::{Config, Error, Stream, StreamEvent, Transport};
use exchange::Exchange;
use keyring::Keyring;

/// Sends contract operations to one backend.
#[derive(Clone)]
pub struct Client {
    config: Rc<Config>,
    descriptor: Option<Rc<Descriptor>>,
    transport: Rc<dyn Transport>,
    keyring: Rc<Keyring>,
}

impl Client {
    /// A client of the backend that the configuration names; without a descriptor it speaks the contract.
    pub fn new(config: Config, descriptor: Option<Descriptor>, transport: Rc<dyn Transport>) -> Self {
        Self {
            config: Rc::new(config),
            descriptor: descriptor.map(Rc::new),
            transport,
            keyring: Rc::default(),
        }
    }

    /// What carries its requests, for whoever examines the backend by them.
    pub fn transport(&self) -> Rc<dyn Transport> {
        self.transport.clone()
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The descriptor; none for a backend of the contract.
    pub fn descriptor(&self) -> Option<&Descriptor> {
        self.descriptor.as_deref()
    }

    /// Whether the backend does an operation. What it does not do, the app does not offer.
    pub fn offers<Q, R>(&self, endpoint: &Endpoint<Q, R>) -> bool {
        self.offers_named(endpoint.name)
    }

    /// The same by name.
    pub fn offers_named(&self, operation: &str) -> bool {
        let foreign = matches!(operation, descriptor::PASSWORD | descriptor::RENEW);
        self.descriptor.as_ref().map_or(!foreign, |descriptor| descriptor.offers(operation))
    }

    /// Whether the backend itself keeps a rule; otherwise it is advice.
    pub fn enforces(&self, rule: Rule) -> bool {
        self.descriptor.as_ref().is_none_or(|descriptor| descriptor.enforces(rule))
    }

    /// Whether the backend can tell a second try from a second intent: then trying again unasked is safe.
    pub fn repeats_safely(&self) -> bool {
        self.descriptor.as_ref().is_none_or(|descriptor| descriptor.repeats_safely)
    }

    /// What the sign-in page asks for.
    pub fn sign_in_form(&self) -> SignInForm {
        self.descriptor.as_ref().map_or(SignInForm::Code, |descriptor| descriptor.auth.form)
    }

    /// Who the app is while nobody is signed in, at a backend that lets visitors read.
    pub fn standing_account(&self) -> Option<&Me> {
        self.descriptor.as_ref()?.auth.me.as_ref()
    }

    /// Whether somebody who is not signed in may read.
    pub fn reads_openly(&self) -> bool {
        self.descriptor.as_ref().is_some_and(|descriptor| descriptor.auth.anonymous)
    }

    /// Whether a session is a token, and not a cookie or nothing.
    pub fn has_tokens(&self) -> bool {
        self.descriptor.as_ref().is_none_or(|descriptor| descriptor.auth.kind == AuthKind::Bearer)
    }

    /// How changes are heard of.
    pub fn live(&self) -> &Live {
        self.descriptor.as_ref().map_or(&Live::Contract, |descriptor| &descriptor.live)
    }

    /// Takes up a session, or none. Requests that are under way keep theirs.
    pub fn set_session(&self, session: Option<Session>) {
        self.keyring.set(session);
    }

    /// The session was given just now, by signing in: nothing of it is old.
    pub fn session_is_fresh(&self, now: Timestamp) {
        self.keyring.renewed_at.set(now);
    }

    /// The session as it is now: renewed, perhaps, since it was set.
    pub fn session(&self) -> Option<Rc<Session>> {
        self.keyring.get()
    }

    /// Tells whoever keeps sessions when one was renewed.
    pub fn on_renewed(&self, tell: impl Fn(&Session) + 'static) {
        self.keyring.on_renewed(Box::new(tell));
    }

    /// Sends a call with the session of this moment and waits for the answer. The one asynchronous step of every
    /// operation: it is written once, whatever is asked for.
    ///
    /// # Errors
    /// [`Error`] says what kind of failure it was.
    pub fn send(&self, call: Call) -> impl Future<Output = Result<Reply, Error>> + use<> {
        let exchange = self.exchange(call.now);
        async move { exchange.run(call).await }
    }

    /// What a call would send first: for tests and for whoever writes a descriptor.
    ///
    /// # Errors
    /// When the backend does not do the operation.
    pub fn draft(&self, call: &Call) -> Result<crate::Request, Error> {
        self.exchange(call.now).first(call)
    }

    /// The request of a call that does its work, without what is read before it.
    pub(crate) fn draft_main(&self, call: &Call) -> Result<crate::Request, Error> {
        self.exchange(call.now).main(call)
    }

    /// The same backend and session over another transport.
    pub(crate) fn over(&self, transport: Rc<dyn Transport>) -> Self {
        Self { transport, ..self.clone() }
    }

    fn exchange(&self, now: Timestamp) -> Exchange {
        Exchange {
            config: self.config.clone(),
            descriptor: self.descriptor.clone(),
            transport: self.transport.clone(),
            keyring: self.keyring.clone(),
            session: self.keyring.get(),
            generation: self.keyring.generation.get(),
            now,
        }
    }

    /// Opens the stream that says that something changed.
    pub fn stream(&self, now: Timestamp, on_event: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        self.transport.stream(self.stream_request(now), on_event)
    }

    /// The request that opens the stream.
    pub(crate) fn stream_request(&self, now: Timestamp) -> crate::Request {
        let path = match self.live() {
            Live::PocketBase(topics) => topics.path.clone(),
            _ => contract::api::STREAM.path_with(&[]),
        };
        let mut request = self.exchange(now).plain("GET", &path, None);
        if let Some(accept) = request.headers.first_mut() {
            "text/event-stream".clone_into(&mut accept.1);
        }
        request.timeout_ms = 0;
        request
    }

    /// Asks PocketBase for its topics, over a stream that gave `client`.
    pub fn subscribe(
        &self,
        now: Timestamp,
        topics: &Topics,
        client: &str,
    ) -> impl Future<Output = Result<(), Error>> + use<> {
        let exchange = self.exchange(now);
        let request = exchange.plain("POST", &topics.path, Some(topics.subscription(client)));
        async move { exchange.carry("changes.stream", request).await.map(drop) }
    }

    /// What an event of PocketBase's stream says.
    pub fn heard(&self, event: &str, data: &str) -> Option<Change> {
        match self.live() {
            Live::PocketBase(topics) => topics.change(event, data),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
