//! The parser: what it reads it prints so that it reads the same again; pointers into any text end.
#![no_main]

use net::json::{locate, parse};

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Ok(node) = parse(text) {
        let printed = node.to_string();
        let again = parse(&printed).expect("what was printed is JSON");
        assert_eq!(again.to_string(), printed);
    }
    let _ = locate(text, "/a/0/b");
});
