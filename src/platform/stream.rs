//! A long answer read as it arrives. Must not know server-sent events.
//!
//! EventSource cannot carry a bearer token, so the change stream is fetched
//! and its body read piece by piece.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::http::{Abort, Call, Cookies, Fault, next_chunk, reader, send};
use super::utf8::Utf8Joiner;

/// An open stream; dropping it aborts, and no callback comes afterwards.
#[must_use = "dropping the handle closes the stream at once"]
pub struct StreamHandle {
    abort: Option<Abort>,
    open: Rc<Cell<bool>>,
}

impl StreamHandle {
    /// Whether the stream has not ended yet.
    pub fn is_open(&self) -> bool {
        self.open.get()
    }
}

impl Drop for StreamHandle {
    fn drop(&mut self) {
        // First the flag: aborting rejects the pending read.
        self.open.set(false);
        self.abort = None;
    }
}

/// Opens `url` with GET and hands over its text as it arrives.
///
/// `on_open` gets the status once the head is there (pieces of an error body
/// follow like any other). `on_end` is called once: with nothing when the
/// server closed the stream, else with the reason. Callbacks never run inside
/// this call.
pub fn stream(
    url: &str,
    headers: Vec<(String, String)>,
    cookies: Cookies,
    on_open: impl FnOnce(u16) + 'static,
    mut on_chunk: impl FnMut(String) + 'static,
    on_end: impl FnOnce(Option<Fault>) + 'static,
) -> StreamHandle {
    let open = Rc::new(Cell::new(true));
    let abort = Abort::new().ok();
    let controller = abort.as_ref().map(|abort| abort.controller.clone());
    let (method, url) = ("GET".to_owned(), url.to_owned());
    let call = Call { method, url, headers, body: None, bytes: None, timeout_ms: 0, cookies };
    let alive = open.clone();
    spawn_local(async move {
        let reading = async {
            let response = send(&call, &controller.ok_or(Fault::Unreadable)?).await?;
            if alive.get() {
                on_open(response.status());
            }
            let Some(reader) = reader(&response) else { return Ok(()) };
            let mut joiner = Utf8Joiner::default();
            while let Some(chunk) = next_chunk(&reader).await? {
                let text = joiner.push(&chunk.to_vec());
                if alive.get() && !text.is_empty() {
                    on_chunk(text);
                }
            }
            let rest = joiner.finish();
            if alive.get() && !rest.is_empty() {
                on_chunk(rest);
            }
            Ok(())
        };
        let result: Result<(), Fault> = reading.await;
        // A callback may have dropped the handle: then nobody is listening.
        if alive.replace(false) {
            on_end(result.err());
        }
    });
    StreamHandle { abort, open }
}
