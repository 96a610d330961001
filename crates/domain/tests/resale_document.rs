//! `docs/resale.md` is written from the tables of `domain::market`.

use std::fmt::Write as _;

use domain::market::seat;
use domain::market::table::{Guard, REFUSALS, ROWS};

fn list<T: core::fmt::Debug>(of: &[T], any: &str) -> String {
    let words: Vec<String> = of.iter().map(|one| format!("{one:?}")).collect();
    if words.is_empty() { any.to_owned() } else { words.join(", ") }
}

/// `docs/resale.md` is these tables. `QUNLI_UPDATE=1` writes it.
#[test]
fn the_document_shows_the_tables() {
    let mut text = String::from(
        "# Seat resale: the machines\n\nWritten by a test of `crates/domain/src/market` from its tables; the server acts by them. \
         What no row allows is refused with the code of the first refusal that fits.\n\n## A listing\n\n\
         | from | step | by | when | to | then |\n|---|---|---|---|---|---|\n",
    );
    for row in ROWS {
        let guard = if row.guard == Guard::Always { String::new() } else { format!("{:?}", row.guard) };
        writeln!(
            text,
            "| {} | {:?} | {:?} | {guard} | {:?} | {} |",
            list(row.from, ""),
            row.on,
            row.by,
            row.to,
            list(row.effects, "")
        )
        .unwrap();
    }
    text.push_str("\n### Refusals\n\n| in | step | by | code |\n|---|---|---|---|\n");
    for no in REFUSALS {
        writeln!(
            text,
            "| {} | {} | {} | `{}` |",
            list(no.from, ""),
            list(no.on, "any"),
            list(no.by, "anybody"),
            no.code.as_str()
        )
        .unwrap();
    }
    text.push_str("\n## A seat\n\n| from | step | to |\n|---|---|---|\n");
    for (from, on, to) in seat::ROWS {
        writeln!(text, "| {from:?} | {on:?} | {to:?} |").unwrap();
    }
    for (from, on, code) in seat::REFUSALS {
        writeln!(text, "| {from:?} | {on:?} | refused: `{}` |", code.as_str()).unwrap();
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/resale.md");
    if std::env::var_os("QUNLI_UPDATE").is_some() {
        std::fs::write(path, &text).unwrap();
    }
    let there = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        there == text,
        "docs/resale.md is old: QUNLI_UPDATE=1 cargo test -p domain --test resale_document"
    );
}
