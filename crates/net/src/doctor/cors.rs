//! What a browser would make of an answer: the rules of CORS, without a browser.

use crate::descriptor::Credentials;
use crate::{Answer, Request};

/// Headers that a page may always send.
const SAFE_REQUEST: [&str; 3] = ["accept", "accept-language", "content-language"];
/// Headers that a page may always read.
const SAFE_ANSWER: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

/// The names of the headers that a browser asks about first.
pub(super) fn asked_for(request: &Request) -> Vec<String> {
    let plain = |name: &str, value: &str| match name {
        "content-type" => {
            let kind = value.split(';').next().unwrap_or("").trim();
            matches!(kind, "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
        }
        "range" => value.starts_with("bytes="),
        "origin" => true,
        _ => SAFE_REQUEST.contains(&name),
    };
    let own = request.headers.iter().filter(|(name, value)| !plain(name, value));
    let mut names: Vec<String> = own.map(|(name, _)| name.clone()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a browser asks first at all.
pub(super) fn needs_preflight(method: &str, headers: &[String]) -> bool {
    !headers.is_empty() || !matches!(method, "GET" | "HEAD" | "POST")
}

/// The question before a request.
pub(super) fn preflight(url: &str, method: &str, headers: &[String], timeout_ms: u32) -> Request {
    let mut asked = vec![("access-control-request-method".to_owned(), method.to_owned())];
    if !headers.is_empty() {
        asked.push(("access-control-request-headers".to_owned(), headers.join(",")));
    }
    let (url, credentials) = (url.to_owned(), Credentials::Omit);
    Request { method: "OPTIONS", url, headers: asked, body: None, bytes: None, credentials, timeout_ms }
}

/// Who may read an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origins {
    /// This origin, among others perhaps.
    Allowed,
    /// Not this one.
    Refused,
    /// Any, although cookies go along: nobody.
    Wildcard,
}

/// Whether a page on `origin` may read an answer.
pub(super) fn origins(answer: &Answer, origin: &str, cookies: bool) -> Origins {
    match answer.header("access-control-allow-origin").map(str::trim) {
        Some("*") if cookies => Origins::Wildcard,
        Some("*") => Origins::Allowed,
        Some(named) if named == origin => {
            let allowed = answer.header("access-control-allow-credentials").map(str::trim) == Some("true");
            if cookies && !allowed { Origins::Refused } else { Origins::Allowed }
        }
        _ => Origins::Refused,
    }
}

/// The items of every header of this name, in lower case.
fn listed(answer: &Answer, name: &str) -> Vec<String> {
    let values = answer.headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let items = values.flat_map(|value| value.split(','));
    items.map(|item| item.trim().to_ascii_lowercase()).filter(|item| !item.is_empty()).collect()
}

/// Whether a preflight's answer allows a method.
pub(super) fn allows_method(answer: &Answer, method: &str, cookies: bool) -> bool {
    let allowed = listed(answer, "access-control-allow-methods");
    let any = !cookies && allowed.iter().any(|item| item == "*");
    matches!(method, "GET" | "HEAD" | "POST")
        || any
        || allowed.iter().any(|item| item.eq_ignore_ascii_case(method))
}

/// The headers that a preflight's answer does not allow. A star never stands for `authorization`.
pub(super) fn not_allowed(answer: &Answer, headers: &[String], cookies: bool) -> Vec<String> {
    let allowed = listed(answer, "access-control-allow-headers");
    let any = !cookies && allowed.iter().any(|item| item == "*");
    let missing = |name: &&String| !allowed.contains(name) && (!any || *name == "authorization");
    headers.iter().filter(missing).cloned().collect()
}

/// Whether a page on another origin may read a header of an answer.
pub(super) fn exposes(answer: &Answer, name: &str, cookies: bool) -> bool {
    let exposed = listed(answer, "access-control-expose-headers");
    SAFE_ANSWER.contains(&name)
        || exposed.iter().any(|item| item == name)
        || (!cookies && exposed.iter().any(|item| item == "*"))
}
