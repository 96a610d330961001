//! Requests as they go out: addresses, headers, who asks.

use contract::IDEMPOTENCY_KEY;
use contract::endpoint::push_encoded;

use super::Call;
use super::context::Context;
use super::exchange::Exchange;
use crate::Request;
use crate::descriptor::{Credentials, Descriptor, Draft, Operation, Outcome, Part, Place, Scope, Step};
use crate::json::Node;

impl Exchange {
    pub(super) fn step_request(
        &self,
        descriptor: &Descriptor,
        operation: &Operation,
        step: &Step,
        context: &Context,
        part: &Part,
        key: Option<&str>,
    ) -> Request {
        let mut draft = step.build(&context.scope(descriptor), &descriptor.grammar);
        if matches!(operation.outcome, Outcome::Page(_)) && core::ptr::eq(step, operation.last()) {
            let paging = operation.paging.as_ref().unwrap_or(&descriptor.paging);
            match paging.address(part) {
                // A next address is followed, and not rebuilt: but never to another origin.
                Some(address) => {
                    let own = draft.path.split('?').next().unwrap_or("").to_owned();
                    draft.path = self.below_base(address, &own);
                    draft.query.clear();
                }
                None => paging.write(part, &mut draft.query, &mut draft.headers),
            }
        }
        self.request(descriptor, step.method, draft, key)
    }

    pub(super) fn request(
        &self,
        descriptor: &Descriptor,
        method: &'static str,
        draft: Draft,
        key: Option<&str>,
    ) -> Request {
        let mut url = self.url(&draft.path);
        for (name, value) in &draft.query {
            url.push(if url.contains('?') { '&' } else { '?' });
            push_encoded(&mut url, name);
            url.push('=');
            push_encoded(&mut url, value);
        }
        let mut request = self.bare(method, url, draft.body);
        // What a step says of a header holds; a header sent twice is read by nobody as meant.
        for (name, value) in draft.headers {
            request.headers.retain(|(known, _)| *known != name);
            request.headers.push((name, value));
        }
        if let (Some(key), Some(header)) = (key, &descriptor.key_header) {
            request.headers.push((header.clone(), key.to_owned()));
        }
        request
    }

    /// A path below the base, or an absolute one that was made from the base.
    pub(super) fn url(&self, path: &str) -> String {
        let slash = if path.is_empty() || path.starts_with(['/', '?']) { "" } else { "/" };
        format!("{}{slash}{path}", self.config.api_base)
    }

    /// The part of a next address below our base: proxies write hosts that nobody outside can reach, and a token
    /// goes to no origin but ours.
    fn below_base(&self, address: &str, own: &str) -> String {
        // Absolute only when the scheme stands at its beginning: an address may carry another one in its query.
        let scheme =
            address.find("://").filter(|at| address.get(..*at).is_some_and(|s| !s.contains(['/', '?', '#'])));
        let path = match scheme.and_then(|at| address.get(at + 3..)) {
            Some(rest) => rest.find(['/', '?']).and_then(|at| rest.get(at..)).unwrap_or("/"),
            None if address.starts_with('?') => return format!("{own}{address}"),
            None => address,
        };
        let base = self.config.api_base.split_once("://").map_or("", |(_, rest)| rest);
        let base_path = base.find('/').and_then(|at| base.get(at..)).unwrap_or("");
        let below =
            path.strip_prefix(base_path).filter(|rest| rest.is_empty() || rest.starts_with(['/', '?']));
        below.filter(|_| !base_path.is_empty()).unwrap_or(path).to_owned()
    }

    /// A request without arguments at a path, such as a stream.
    pub(super) fn plain(&self, method: &'static str, path: &str, body: Option<String>) -> Request {
        let has_body = body.is_some();
        let mut request = self.bare(method, self.url(path), body);
        if has_body {
            request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        request
    }

    pub(super) fn contract_request(&self, call: &Call, path: &str) -> Request {
        let mut url = self.url(path);
        for (i, (name, value)) in call.query.iter().enumerate() {
            url.push(if i == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            push_encoded(&mut url, value);
        }
        let mut request = self.bare(call.method, url, call.body.clone());
        if let Some(key) = &call.key {
            request.headers.push((IDEMPOTENCY_KEY.to_owned(), key.clone()));
        }
        if call.body.is_some() {
            request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        if let Some(bytes) = &call.bytes {
            request.bytes = Some(bytes.clone());
            request.headers.push(("content-type".to_owned(), "application/octet-stream".to_owned()));
            // A slow network is the usual case, and a part that came late came.
            request.timeout_ms = request.timeout_ms.saturating_mul(3);
        }
        request
    }

    pub(super) fn bare(&self, method: &'static str, url: String, body: Option<String>) -> Request {
        let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
        let (mut credentials, mut timeout_ms) = (Credentials::Omit, 20_000);
        if let Some(descriptor) = &self.descriptor {
            (credentials, timeout_ms) = (descriptor.base.credentials, descriptor.base.timeout_ms);
            headers.extend(descriptor.base.headers.iter().cloned());
        }
        self.sign(&mut headers);
        Request { method, url, headers, body, bytes: None, credentials, timeout_ms }
    }

    /// Puts the session of now where the backend looks for it, in place of an older one.
    pub(super) fn sign(&self, headers: &mut Vec<(String, String)>) {
        let Some(descriptor) = &self.descriptor else {
            if let Some(session) = &self.session {
                headers.push(("authorization".to_owned(), format!("Bearer {}", session.token)));
            }
            return;
        };
        let Some((name, value)) = &descriptor.auth.header else { return };
        let token = self.session.as_ref().map(|session| Node::text(&session.token));
        let mut scope = Scope::default();
        if let Some(token) = &token {
            scope.set(Place::Token, token);
        }
        if let Some(value) = value.words(&scope) {
            headers.retain(|(known, _)| known != name);
            headers.push((name.clone(), value));
        }
    }
}
