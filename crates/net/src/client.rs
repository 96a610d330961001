//! Contract operations over a transport: builds the request, reads the answer.

use std::rc::Rc;

use contract::endpoint::push_encoded;
use contract::{Code, Endpoint, IDEMPOTENCY_KEY, Method, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Answer, Config, Error, Fault, Request, Stream, StreamEvent, Transport};

/// Query parameters of a list.
pub type Query<'a> = &'a [(&'a str, &'a str)];

/// Sends contract operations to one backend.
#[derive(Clone)]
pub struct Client {
    config: Rc<Config>,
    transport: Rc<dyn Transport>,
}

impl Client {
    /// A client of the backend that the configuration names.
    pub fn new(config: Config, transport: Rc<dyn Transport>) -> Self {
        Self { config: Rc::new(config), transport }
    }

    /// The configuration.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The request of a read.
    pub fn get<R>(
        &self,
        e: &Endpoint<(), R>,
        args: &[&str],
        query: Query<'_>,
        token: Option<&str>,
    ) -> Request {
        self.get_path(&e.path_with(args), query, token)
    }

    /// The same for a path that an endpoint has printed already.
    pub fn get_path(&self, path: &str, query: Query<'_>, token: Option<&str>) -> Request {
        self.request(Method::Get, path, query, None, token, None)
    }

    /// The request of a write. `key` names the intent: the same for every try of the same thing.
    pub fn write<Q: Serialize, R>(
        &self,
        e: &Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
        token: Option<&str>,
        key: &str,
    ) -> Request {
        // A contract type that serde cannot print does not exist; an empty body would be refused.
        let body = serde_json::to_string(body).unwrap_or_default();
        let body = (body != "null").then_some(body);
        self.request(e.method, &e.path_with(args), &[], body, token, Some(key))
    }

    fn request(
        &self,
        method: Method,
        path: &str,
        query: Query<'_>,
        body: Option<String>,
        token: Option<&str>,
        key: Option<&str>,
    ) -> Request {
        let mut url = format!("{}{path}", self.config.api_base);
        for (i, (name, value)) in query.iter().enumerate() {
            url.push(if i == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            push_encoded(&mut url, value);
        }
        let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
        let mut header = |name: &str, value: String| headers.push((name.to_owned(), value));
        if let Some(token) = token {
            header("authorization", format!("Bearer {token}"));
        }
        if let Some(key) = key {
            header(IDEMPOTENCY_KEY, key.to_owned());
        }
        if body.is_some() {
            header("content-type", "application/json".to_owned());
        }
        Request { method, url, headers, body }
    }

    /// Sends a request and waits for the text of a good answer. The one asynchronous step of every operation:
    /// it is written once, whatever is asked for.
    ///
    /// # Errors
    /// [`Error`] says what kind of failure it was.
    pub async fn send(&self, name: &'static str, request: Request) -> Result<String, Error> {
        let signed = request.headers.iter().any(|(n, _)| n == "authorization");
        match self.transport.send(request).await {
            Ok(answer) => read(name, answer, signed),
            Err(fault) => Err(self.fault(name, fault)),
        }
    }

    fn fault(&self, name: &'static str, fault: Fault) -> Error {
        match fault {
            Fault::Offline => Error::Offline,
            Fault::Timeout => Error::Timeout,
            Fault::Network if self.config.cross_origin => Error::CrossOrigin,
            Fault::Network => Error::Unreachable,
            Fault::Unreadable => {
                Error::Malformed { operation: name, detail: "no text, or too much of it".to_owned() }
            }
        }
    }

    /// Opens the change stream.
    pub fn stream(&self, token: &str, on_event: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        let path = contract::api::STREAM.path_with(&[]);
        let mut request = self.request(Method::Get, &path, &[], None, Some(token), None);
        if let Some(accept) = request.headers.first_mut() {
            "text/event-stream".clone_into(&mut accept.1);
        }
        self.transport.stream(request, on_event)
    }
}

/// Reads the text of an answer as what the contract says that it is.
///
/// # Errors
/// [`Error::Malformed`] when it is something else.
pub fn parse<R: DeserializeOwned>(name: &'static str, body: &str) -> Result<R, Error> {
    serde_json::from_str(body).map_err(|e| Error::Malformed { operation: name, detail: e.to_string() })
}

fn read(name: &'static str, answer: Answer, signed: bool) -> Result<String, Error> {
    if (200..300).contains(&answer.status) {
        return Ok(answer.body);
    }
    let problem = serde_json::from_str::<Problem>(&answer.body).ok();
    if answer.status == 401 && (signed || problem.is_none()) {
        return Err(Error::Unauthorized);
    }
    match problem {
        Some(mut problem) => {
            let retry_after = answer.header("retry-after").and_then(|s| s.trim().parse().ok());
            problem.retry_after_s = problem.retry_after_s.or(retry_after);
            Err(Error::Rejected(Box::new(problem)))
        }
        // A proxy's page, a wrong base: the status still says what kind of thing happened.
        None => match answer.status {
            404 | 405 => Err(Error::Malformed {
                operation: name,
                detail: format!("status {} and no problem document: is api.base right?", answer.status),
            }),
            429 => Err(Error::Rejected(Box::new(Problem::new(Code::RateLimited)))),
            413 => Err(Error::Rejected(Box::new(Problem::new(Code::TooLarge)))),
            500.. => Err(Error::Rejected(Box::new(Problem::new(Code::Internal)))),
            status => Err(Error::Malformed {
                operation: name,
                detail: format!("status {status} and no problem document"),
            }),
        },
    }
}

#[cfg(test)]
mod tests;
