//! The doctor's probe on a computer: blocking HTTP that shows every header, and why a connection failed.

use crate::Result;
use contract::Timestamp;
use net::doctor::{Heard, Probe, Trouble};
use net::{Answer, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};
use std::future::Future;
use std::io::Read;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// As much of an answer as the app would read.
const MOST_BYTES: u64 = 10 * 1024 * 1024;

/// Sends requests from this machine.
pub struct Wire;

impl Probe for Wire {
    fn sees_all(&self) -> bool {
        true
    }

    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn send(&self, request: Request) -> LocalFuture<Heard> {
        let patience = Duration::from_millis(u64::from(request.timeout_ms.max(1)));
        let heard = exchange(&request, patience, |mut body| {
            let mut bytes = Vec::new();
            body.by_ref().take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(|e| broken(&e))?;
            if bytes.len() as u64 > MOST_BYTES {
                return Err(Trouble::Unreadable);
            }
            String::from_utf8(bytes).map_err(|_| Trouble::Unreadable)
        });
        Box::pin(core::future::ready(heard))
    }

    fn listen(&self, request: Request, ms: u32) -> LocalFuture<Heard> {
        let heard = exchange(&request, Duration::from_millis(u64::from(ms)), |mut body| {
            // The first piece is enough; a silent stream is a finding, not a fault.
            let mut piece = [0; 1024];
            let read = body.read(&mut piece).unwrap_or(0);
            Ok(String::from_utf8_lossy(piece.get(..read).unwrap_or_default()).into_owned())
        });
        Box::pin(core::future::ready(heard))
    }
}

/// One exchange; what `take` makes of the body.
fn exchange(
    request: &Request,
    patience: Duration,
    take: impl FnOnce(Box<dyn Read>) -> core::result::Result<String, Trouble>,
) -> Heard {
    let secure = request.url.starts_with("https://");
    let mut config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        // A browser follows no redirect of a preflight, and the doctor says what came first.
        .max_redirects(0)
        .max_redirects_will_error(false)
        .user_agent("qunli-doctor")
        .accept(ureq::config::AutoHeaderValue::None)
        .timeout_global(Some(patience));
    if is_here(&request.url) {
        config = config.proxy(None);
    }
    let agent: ureq::Agent = config.build().into();
    let mut built = ureq::http::Request::builder().method(request.method).uri(&request.url);
    for (name, value) in &request.headers {
        built = built.header(name, value);
    }
    let sent = match &request.body {
        Some(body) => built.body(body.clone()).map_err(ureq::Error::from).and_then(|r| agent.run(r)),
        // As fetch sends it: without a body there is a length all the same, and nothing is chunked.
        None if matches!(request.method, "POST" | "PUT" | "PATCH") => {
            built.body("").map_err(ureq::Error::from).and_then(|r| agent.run(r))
        }
        None => built.body(()).map_err(ureq::Error::from).and_then(|r| agent.run(r)),
    };
    let answer = sent.map_err(|error| trouble(error, secure))?;
    let (head, body) = answer.into_parts();
    let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
    Ok(Answer { status: head.status.as_u16(), headers, body: take(Box::new(body.into_reader()))? })
}

/// Whether a URL is of this machine: no proxy is asked for it.
fn is_here(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or("");
    host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]")
}

fn trouble(error: ureq::Error, secure: bool) -> Trouble {
    match error {
        ureq::Error::Timeout(_) => Trouble::Timeout,
        ureq::Error::Tls(why) => Trouble::Tls(why.to_owned()),
        ureq::Error::Rustls(why) => Trouble::Tls(why.to_string()),
        ureq::Error::Io(why) => {
            let handshake =
                matches!(why.kind(), std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof);
            if secure && handshake { Trouble::Tls(why.to_string()) } else { broken(&why) }
        }
        other => Trouble::Connect(other.to_string()),
    }
}

fn broken(why: &std::io::Error) -> Trouble {
    match why.kind() {
        std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => Trouble::Timeout,
        _ => Trouble::Connect(why.to_string()),
    }
}

/// Runs a future whose every step blocks by itself.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

/// 32 random hexadecimal digits.
pub fn key() -> Result<String> {
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(|e| format!("No random numbers: {e}."))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The client's transport, which the doctor replaces by its own.
pub struct NoTransport;

struct NoStream;

impl Stream for NoStream {}

impl Transport for NoTransport {
    fn send(&self, _: Request) -> LocalFuture<core::result::Result<Answer, Fault>> {
        Box::pin(core::future::ready(Err(Fault::Network)))
    }
    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        Box::new(NoStream)
    }
}
