//! The published document is kept in `docs/openapi.json`, so that a change of the contract is seen in its review.
#![cfg(feature = "openapi")]

use std::path::Path;

#[test]
fn what_docs_keeps_is_the_document() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let now = contract::openapi::json().unwrap();
    if std::env::var_os("QUNLI_UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = kept.lines().zip(now.lines()).position(|(a, b)| a != b);
    assert!(
        kept == now,
        "docs/openapi.json is not what the contract says, from line {} on. If the change is meant:\n  \
         QUNLI_UPDATE=1 cargo test -p contract --features openapi --test snapshot",
        differs.unwrap_or(kept.lines().count().min(now.lines().count())) + 1,
    );
}
