//! A call: one operation with its arguments, before it is a request.

use std::rc::Rc;

use contract::{Endpoint, Method, Timestamp};
use serde::Serialize;

/// One operation of the contract, ready to be sent to any backend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// The operation's name. Example: `posts.list`.
    pub operation: &'static str,
    /// The contract's method.
    pub method: &'static str,
    /// The contract's path template.
    pub path: &'static str,
    /// The path's variables, in their order.
    pub args: Vec<String>,
    /// `after`, `limit`, `since`.
    pub query: Vec<(&'static str, String)>,
    /// The command, as the contract writes it.
    pub body: Option<String>,
    /// Bytes in place of a command.
    pub bytes: Option<Rc<[u8]>>,
    /// The intent's key: the same for every try of the same thing.
    pub key: Option<String>,
    /// The time of asking, by the server's clock as far as it is known.
    pub now: Timestamp,
}

impl Call {
    /// A read.
    pub fn read<R>(e: &Endpoint<(), R>, args: &[&str], now: Timestamp) -> Self {
        Self::of(e.name, e.method, e.path, args.iter().map(|a| (*a).to_owned()).collect(), now)
    }

    /// The same for an operation whose types do not matter.
    pub fn of(
        operation: &'static str,
        method: Method,
        path: &'static str,
        args: Vec<String>,
        now: Timestamp,
    ) -> Self {
        let (method, query) = (method.as_str(), Vec::new());
        Self { operation, method, path, args, query, body: None, bytes: None, key: None, now }
    }

    /// A write. `key` names the intent.
    pub fn write<Q: Serialize, R>(
        e: &Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
        key: &str,
        now: Timestamp,
    ) -> Self {
        // A contract type that serde cannot print does not exist; an empty body would be refused.
        let body = serde_json::to_string(body).unwrap_or_default();
        let args = args.iter().map(|a| (*a).to_owned()).collect();
        let mut call = Self::of(e.name, e.method, e.path, args, now);
        call.body = (body != "null").then_some(body);
        call.key = Some(key.to_owned());
        call
    }

    /// Bytes for an operation that takes them as they are. They are no intent of their own: where they go says it.
    pub fn bytes<R>(e: &Endpoint<(), R>, args: &[&str], bytes: Vec<u8>, key: &str, now: Timestamp) -> Self {
        let mut call = Self::write(e, args, &(), key, now);
        call.bytes = Some(bytes.into());
        call
    }

    /// Signing in by a name and a password, where a descriptor says how.
    pub fn sign_in_by_password(
        command: &contract::account::PasswordSignIn,
        key: &str,
        now: Timestamp,
    ) -> Self {
        let mut call = Self::of(crate::descriptor::PASSWORD, Method::Post, "", Vec::new(), now);
        call.body = serde_json::to_string(command).ok();
        call.key = Some(key.to_owned());
        call
    }

    /// The same call with a query.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// What the query says under a name.
    pub fn asked(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// What makes two tries the same intent: everything but the key and the time.
    pub fn fingerprint(&self) -> String {
        format!("{} {} {}", self.operation, self.args.join(" "), self.body.as_deref().unwrap_or_default())
    }

    /// The contract's path with its variables filled in.
    pub fn contract_path(&self) -> String {
        let args: Vec<&str> = self.args.iter().map(String::as_str).collect();
        contract::endpoint::fill(self.path, &args)
    }
}
