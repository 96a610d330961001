//! One HTTP exchange through fetch. Must not know endpoints, tokens or JSON.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, DomException, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials,
    RequestInit, Response,
};

use super::{boot, clock, page};

/// The largest answer that is read (bytes); a longer one is `Unreadable`.
pub const MAX_BODY: usize = 10 * 1024 * 1024;

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// `GET`, `POST`, ... in upper case.
    pub method: String,
    /// Absolute, or relative to the document.
    pub url: String,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// Sent as UTF-8; name the content type in `headers`.
    pub body: Option<String>,
    /// Sent as they are, in place of `body`.
    pub bytes: Option<Rc<[u8]>>,
    /// For the whole exchange, in milliseconds; 0 waits as long as it takes.
    pub timeout_ms: u32,
    /// Whether cookies go along.
    pub cookies: Cookies,
}

/// The largest body that outlives its page (bytes): all such requests together may have 64 KiB.
const MAX_KEPT: usize = 4 * 1024;

impl Call {
    /// Whether the browser finishes it when the page goes while it is under way: small writes.
    fn outlives_its_page(&self) -> bool {
        self.method != "GET"
            && self.bytes.is_none()
            && self.body.as_ref().is_none_or(|body| body.len() <= MAX_KEPT)
    }
}

/// Which requests carry cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Cookies {
    /// None: a bearer token is no cookie.
    #[default]
    Omit,
    /// Those to the page's own origin.
    SameOrigin,
    /// All; the server must allow it by name.
    Include,
}

/// What a server said, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 200, 404, ...
    pub status: u16,
    /// Names in lower case; only those the server exposes across origins.
    pub headers: Vec<(String, String)>,
    /// Text without a byte order mark; empty where there is no body.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The time given was over.
    Timeout,
    /// No name, no connection, refused, or CORS: a browser does not tell which.
    Network,
    /// The same, while the browser says that the device is offline.
    Offline,
    /// Given up on purpose: the page is leaving.
    Aborted,
    /// The request cannot be formed, or the answer is too long or not UTF-8.
    Unreadable,
}

/// Sends `call` and reads the whole answer. Dropping the future aborts it.
pub async fn fetch(call: Call) -> Result<Answer, Fault> {
    let abort = Abort::new()?;
    let late = Rc::new(Cell::new(false));
    let _timer = (call.timeout_ms > 0).then(|| {
        let (late, abort) = (late.clone(), abort.controller.clone());
        clock::after(call.timeout_ms, move || {
            late.set(true);
            abort.abort();
        })
    });
    let exchange = async {
        let response = send(&call, &abort.controller).await?;
        let (status, headers) = (response.status(), read_headers(&response));
        Ok(Answer { status, headers, body: read_body(&response).await? })
    };
    exchange.await.map_err(|fault| if late.get() { Fault::Timeout } else { fault })
}

/// An abort controller that aborts when the exchange is dropped half way.
pub(super) struct Abort {
    pub(super) controller: AbortController,
}

impl Abort {
    pub(super) fn new() -> Result<Self, Fault> {
        AbortController::new().map(|controller| Self { controller }).map_err(|_| Fault::Unreadable)
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        // Without effect on an exchange that has ended.
        self.controller.abort();
    }
}

/// Sends the request and waits for the head of the answer.
pub(super) async fn send(call: &Call, abort: &AbortController) -> Result<Response, Fault> {
    // What failed there is asked for again, with a fault of its own.
    if let Some(promise) = boot::take_answer(&asked(call))
        && let Ok(response) = JsFuture::from(promise).await
    {
        // What is drawn of it is a task of its own, as of one that comes by the network.
        clock::next_task().await;
        return response.dyn_into().map_err(|_| Fault::Unreadable);
    }
    let headers = Headers::new().map_err(|_| Fault::Unreadable)?;
    for (name, value) in &call.headers {
        headers.append(name, value).map_err(|_| Fault::Unreadable)?;
    }
    let init = RequestInit::new();
    init.set_method(&call.method);
    init.set_headers_headers(&headers);
    // Freshness is decided by our cache.
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(match call.cookies {
        Cookies::Omit => RequestCredentials::Omit,
        Cookies::SameOrigin => RequestCredentials::SameOrigin,
        Cookies::Include => RequestCredentials::Include,
    });
    init.set_signal(Some(&abort.signal()));
    if let Some(body) = &call.body {
        init.set_body_opt_str(Some(body));
    }
    if let Some(bytes) = &call.bytes {
        init.set_body_opt_u8_array(Some(&Uint8Array::from(bytes.as_ref())));
    }
    if call.outlives_its_page() {
        // A browser that does not know it sends the request as ever.
        let _ = js_sys::Reflect::set(&init, &JsValue::from_str("keepalive"), &JsValue::TRUE);
    }
    let window = web_sys::window().ok_or(Fault::Unreadable)?;
    let promise = window.fetch_with_str_and_init(&call.url, &init);
    let response = JsFuture::from(promise).await.map_err(|error| fault(&error))?;
    response.dyn_into().map_err(|_| Fault::Unreadable)
}

/// What a request is, for the boot shell: one that would get the same answer has the same name.
fn asked(call: &Call) -> String {
    let authorization = call.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    let authorization = authorization.map_or("", |(_, value)| value);
    [&call.method, &call.url, authorization, call.body.as_deref().unwrap_or("")].join("\n")
}

/// Names a rejection of fetch or of a body reader.
pub(super) fn fault(error: &JsValue) -> Fault {
    let name = error.dyn_ref::<DomException>().map(DomException::name).unwrap_or_default();
    match name.as_str() {
        "AbortError" => Fault::Aborted,
        _ if !page::is_online() => Fault::Offline,
        _ => Fault::Network,
    }
}

/// The reader of an answer's body; none for an answer without one.
pub(super) fn reader(response: &Response) -> Option<ReadableStreamDefaultReader> {
    ReadableStreamDefaultReader::new(&response.body()?).ok()
}

/// The next bytes of a body; none at its end.
pub(super) async fn next_chunk(reader: &ReadableStreamDefaultReader) -> Result<Option<Uint8Array>, Fault> {
    let step = JsFuture::from(reader.read()).await.map_err(|error| fault(&error))?;
    let field = |name: &str| js_sys::Reflect::get(&step, &JsValue::from_str(name));
    if field("done").is_ok_and(|done| done.is_truthy()) {
        return Ok(None);
    }
    let value = field("value").map_err(|_| Fault::Unreadable)?;
    value.dyn_into().map(Some).map_err(|_| Fault::Unreadable)
}

fn read_headers(response: &Response) -> Vec<(String, String)> {
    let mut list = Vec::new();
    for entry in response.headers().entries() {
        let Ok(pair) = entry.map(|entry| Array::from(&entry)) else { break };
        if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            list.push((name.to_ascii_lowercase(), value));
        }
    }
    list
}

async fn read_body(response: &Response) -> Result<String, Fault> {
    let Some(reader) = reader(response) else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    while let Some(chunk) = next_chunk(&reader).await? {
        if bytes.len() + chunk.length() as usize > MAX_BODY {
            return Err(Fault::Unreadable);
        }
        bytes.extend(chunk.to_vec());
    }
    let text = String::from_utf8(bytes).map_err(|_| Fault::Unreadable)?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    })
}
