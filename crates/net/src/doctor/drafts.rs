//! The requests that the app would make, for the questions before them: which methods, which headers.

use contract::{Endpoint, Timestamp, api};

use super::cors;
use crate::descriptor::AuthKind;
use crate::{Call, Client, Request};

/// What stands for an id that is not known.
const ANY_ID: &str = "1";

/// Requests of one method, as one.
pub(super) struct Draft {
    pub(super) method: &'static str,
    pub(super) url: String,
    /// The headers that a browser asks about.
    pub(super) headers: Vec<String>,
}

/// Everything that the app may send to this backend: one entry a method.
pub(super) fn all(client: &Client, now: Timestamp) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for row in api::TABLE.iter().filter(|row| client.offers_named(row.name)) {
        let args = row.path.split('{').skip(1).map(|_| ANY_ID.to_owned()).collect();
        let mut call = Call::of(row.name, row.method, row.path, args, now);
        if row.command != "()" {
            call.body = Some("{}".to_owned());
        }
        if call.method != "GET" {
            call.key = Some("0".repeat(32));
        }
        let Ok(request) = client.draft_main(&call) else { continue };
        let headers = headers_of(client, &request);
        match drafts.iter_mut().find(|draft| draft.method == request.method) {
            Some(draft) => draft.headers.extend(headers),
            None => drafts.push(Draft { method: request.method, url: request.url, headers }),
        }
    }
    for draft in &mut drafts {
        draft.headers.sort_unstable();
        draft.headers.dedup();
    }
    drafts
}

/// The headers of a request, and those that it has once somebody is signed in.
fn headers_of(client: &Client, request: &Request) -> Vec<String> {
    let mut names = cors::asked_for(request);
    match client.descriptor() {
        None => names.push("authorization".to_owned()),
        Some(descriptor) => {
            let auth = &descriptor.auth;
            let token = auth.header.as_ref().filter(|_| auth.kind == AuthKind::Bearer);
            names.extend(token.map(|(name, _)| name.clone()));
            let guard = auth.csrf.as_ref().filter(|_| request.method != "GET");
            names.extend(guard.map(|csrf| csrf.header.clone()));
        }
    }
    names
}

/// What can be asked without knowing anything: the greeting, or a list.
pub(super) fn first(client: &Client, now: Timestamp) -> Option<Call> {
    let open = client.offers(&api::INFO).then(|| Call::read(&api::INFO, &[], now));
    let groups = || client.offers(&api::GROUPS).then(|| Call::read(&api::GROUPS, &[], now));
    let any = || {
        let reads = api::TABLE.iter().filter(|row| row.method == contract::Method::Get);
        let row = reads.into_iter().find(|row| client.offers_named(row.name))?;
        let args = row.path.split('{').skip(1).map(|_| ANY_ID.to_owned()).collect();
        Some(Call::of(row.name, row.method, row.path, args, now))
    };
    open.or_else(groups).or_else(any)
}

/// A read of an endpoint with an argument or none.
pub(super) fn read<R>(endpoint: &Endpoint<(), R>, arg: Option<&str>, now: Timestamp) -> Call {
    match arg {
        Some(arg) => Call::read(endpoint, &[arg], now),
        None => Call::read(endpoint, &[], now),
    }
}
