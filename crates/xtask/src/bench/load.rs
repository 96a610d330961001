//! `cargo xtask bench load` and `bench lighthouse`: the built client as a weak phone loads it, in Chromium.
//!
//! Knows which programs and folders the scripts of `crates/bench/load` need; the measuring is theirs.

use crate::args::{Args, Spec};
use crate::{Result, browser, client, exec, foreign, paths, server};
use std::path::PathBuf;

const SPEC: Spec = Spec { flags: &["long"], values: &["runs", "client", "posts"] };

/// A measurement of the built client: its name, what it says, its script.
pub const LOADS: &[(&str, &str, &str)] = &[
    (
        "load",
        "the first visit at CPU 4x, 1.6 Mbit/s, 150 ms: feed and join page beside React 19 (--runs N, --client DIR)",
        "load.mjs",
    ),
    (
        "feed",
        "a long feed at CPU 4x beside plain DOM JavaScript: scroll, memory, input (--long: 5,000 posts; --posts N, --client DIR)",
        "feed.mjs",
    ),
    ("lighthouse", "Lighthouse 12 on the feed and the join page (--runs N, --client DIR)", "lighthouse.mjs"),
];

/// Runs one; `--client` names a folder of files in place of the release client.
pub fn run(script: &str, raw: &[String]) -> Result<()> {
    let args = Args::parse(raw, &SPEC)?;
    let folder = paths::root().join("crates/bench/load");
    foreign::npm(
        &folder,
        "Packages of the load benchmarks",
        "React to measure beside, Lighthouse to measure with",
    )?;
    let chromium = browser::ensure()?.chromium;
    let program = server::build()?;
    let files = match args.value("client") {
        Some(dir) => PathBuf::from(dir),
        None => client::ensure()?,
    };
    if !files.join("index.html").is_file() {
        return Err(format!("--client {}: there is no built client in it.", paths::shown(&files)));
    }
    let mut measure = exec::command("node", &[]);
    measure.arg(folder.join(script)).arg(files);
    for name in ["runs", "posts"] {
        if let Some(value) = args.value(name) {
            measure.args([format!("--{name}"), value.to_owned()]);
        }
    }
    if args.has("long") {
        measure.arg("--long");
    }
    exec::run(measure.env("QUNLI_SERVER", program).env("QUNLI_CHROMIUM", chromium))
}
