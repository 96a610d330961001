//! Any text as a descriptor; what compiles is used. A blank line parts it from the answer that its backend gives.
#![no_main]

#[path = "../../crates/net/tests/hostile/backends.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod backends;

use contract::api;
use net::descriptor::Descriptor;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (text, body) = text.split_once("\n\n").unwrap_or((text, "{\"items\":[{\"id\":1}],\"code\":200}"));
    match Descriptor::parse(text, backends::BASE) {
        Err(fault) => assert!(fault.line >= 1 && fault.column >= 1 && !fault.message.is_empty()),
        Ok(descriptor) => {
            let (client, wire) = backends::client(Some(descriptor), backends::ok(body));
            for row in api::TABLE {
                backends::exercise(&client, row);
            }
            assert!(wire.asked.borrow().iter().all(|request| backends::stays(&request.url)));
        }
    }
});
