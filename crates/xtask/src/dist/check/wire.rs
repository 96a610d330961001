//! Asking a web server for files as a browser does, and undoing its compression. Knows nothing of the app.

use crate::Result;
use std::io::Read;
use std::time::Duration;
use ureq::ResponseExt;

/// More than any file of the app.
const MOST_BYTES: u64 = 32 * 1024 * 1024;
const PATIENCE: Duration = Duration::from_secs(30);

/// What came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Where it came from in the end.
    pub url: String,
    pub body: Vec<u8>,
    headers: Vec<(String, String)>,
}

impl Answer {
    /// A header's values, joined as HTTP joins them.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<&str> =
            self.headers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The media type, without parameters.
    pub fn kind(&self) -> String {
        let kind = self.header("content-type").unwrap_or_default();
        kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// Is it a page of HTML, whatever it calls itself?
    pub fn is_page(&self) -> bool {
        let start: String = String::from_utf8_lossy(&self.body).trim_start().chars().take(15).collect();
        let start = start.to_ascii_lowercase();
        start.starts_with("<!doctype html") || start.starts_with("<html")
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).trim_start_matches('\u{feff}').to_owned()
    }

    /// The body without its compression; none when that is broken or not one of the two that were offered.
    pub fn unpacked(&self) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        match self.header("content-encoding").as_deref() {
            None | Some("" | "identity") => return Some(self.body.clone()),
            Some("gzip" | "x-gzip") => {
                flate2::read::GzDecoder::new(self.body.as_slice()).read_to_end(&mut out).ok()?;
            }
            Some("br") => brotli::BrotliDecompress(&mut self.body.as_slice(), &mut out).ok()?,
            Some(_) => return None,
        }
        Some(out)
    }
}

/// One request; `encoding` is what the asker can unpack.
pub fn get(url: &str, encoding: &str) -> Result<Answer> {
    let mut config = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .user_agent("Mozilla/5.0 (qunli-check)")
        .timeout_global(Some(PATIENCE));
    if is_here(url) {
        config = config.proxy(None);
    }
    let agent: ureq::Agent = config.build().into();
    let failed = |e: ureq::Error| format!("{url} does not answer: {e}.");
    let mut answer = agent.get(url).header("accept-encoding", encoding).call().map_err(failed)?;
    let headers = answer.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
    });
    let headers = headers.collect();
    let mut body = Vec::new();
    let mut reader = answer.body_mut().as_reader().take(MOST_BYTES);
    reader.read_to_end(&mut body).map_err(|e| format!("{url} broke off: {e}."))?;
    Ok(Answer { status: answer.status().as_u16(), url: answer.get_uri().to_string(), body, headers })
}

/// Whether an address is of this machine: browsers trust it without TLS, and no proxy is asked for it.
pub fn is_here(url: &str) -> bool {
    let host = url.split("://").nth(1).unwrap_or(url).split('/').next().unwrap_or_default();
    host.starts_with("127.")
        || host == "localhost"
        || host.starts_with("localhost:")
        || host.starts_with("[::1]")
}

#[cfg(test)]
impl Answer {
    /// An answer that nobody sent.
    pub fn of(headers: &[(&str, &str)], body: &[u8]) -> Self {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        Self { status: 200, url: String::new(), body: body.to_vec(), headers }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_pages_and_headers_are_read() {
        let page = Answer::of(
            &[("content-type", "Text/HTML; charset=utf-8"), ("a", "1"), ("a", "2")],
            b"\n <!DOCTYPE HTML><p>",
        );
        assert_eq!(page.kind(), "text/html");
        assert_eq!(page.header("a").as_deref(), Some("1, 2"));
        assert!(page.is_page() && !Answer::of(&[], b"{}").is_page());
    }

    #[test]
    fn both_compressions_are_undone() {
        let text = "群里".repeat(300);
        let packed = crate::compress::gzip(text.as_bytes()).unwrap();
        assert_eq!(Answer::of(&[("content-encoding", "gzip")], &packed).unpacked().unwrap(), text.as_bytes());
        let packed = crate::compress::brotli(text.as_bytes()).unwrap();
        assert_eq!(Answer::of(&[("content-encoding", "br")], &packed).unpacked().unwrap(), text.as_bytes());
        assert_eq!(Answer::of(&[("content-encoding", "br")], b"no").unpacked(), None);
        assert_eq!(Answer::of(&[("content-encoding", "zstd")], b"no").unpacked(), None);
    }

    #[test]
    fn this_machine_is_known() {
        assert!(
            is_here("http://127.0.0.1:80/") && is_here("http://localhost/a") && is_here("http://[::1]:80/")
        );
        assert!(!is_here("http://localhost.example/") && !is_here("https://example.org/"));
    }
}
