//! `cargo xtask shots`: pictures of every screen, in both languages and themes, of a fresh demo community.

use crate::args::{Args, Spec};
use crate::{Result, browser, client, exec, node, paths, report, server};

/// The command: the list of screens is tests/e2e/screens.json, the work is done by tests/e2e/shots.mjs.
pub fn run(raw: &[String]) -> Result<()> {
    let args = Args::parse(raw, &Spec { flags: &[], values: &["only"] })?;
    let browser = browser::ensure()?;
    node::packages()?;
    let client = client::ensure()?;
    let server = server::build()?;
    let out = paths::target().join("shots");
    report::step("Taking pictures", "of every screen at 390x844", "about 2 minutes");
    let mut shots = exec::command("node", &["tests/e2e/shots.mjs"]);
    shots.env("QUNLI_DIST", client).env("QUNLI_SERVER", server).env("QUNLI_CHROMIUM", browser.chromium);
    shots.env("QUNLI_SHOTS", &out).env("QUNLI_ONLY", args.value("only").unwrap_or_default());
    exec::run(&mut shots)?;
    println!("✓ Pictures are in {}.", paths::shown(&out));
    Ok(())
}
