//! Any answer to any operation through any descriptor.
//!
//! The first bytes choose: a descriptor (or none), an operation, a status; then the headers' lines up to an empty one;
//! the rest is the body.
#![no_main]

#[path = "../../crates/net/tests/hostile/backends.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod backends;

use std::sync::LazyLock;

use contract::api;
use net::Answer;

static DESCRIPTORS: LazyLock<Vec<(String, String)>> = LazyLock::new(backends::descriptors);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let [backend, operation, high, low, rest @ ..] = bytes else { return };
    let rest = String::from_utf8_lossy(rest);
    let (head, body) = rest.split_once("\n\n").unwrap_or(("", &rest));
    let header = |line: &str| line.split_once(':').map(|(n, v)| (n.to_lowercase(), v.trim().to_owned()));
    let status = match u16::from_be_bytes([*high, *low]) {
        0 => 200,
        status => status,
    };
    let answer = Answer { status, headers: head.lines().filter_map(header).collect(), body: body.to_owned() };
    let descriptor = DESCRIPTORS.get(usize::from(*backend)).map(|(_, text)| text.as_str());
    let (client, wire) = backends::through(descriptor, answer);
    backends::exercise(&client, &api::TABLE[usize::from(*operation) % api::TABLE.len()]);
    assert!(wire.asked.borrow().iter().all(|request| backends::stays(&request.url)));
});
