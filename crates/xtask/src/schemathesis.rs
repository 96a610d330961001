//! `cargo xtask test`: schemathesis asks a running reference backend all sorts of things, by its own document.
//!
//! A fresh server with the demo community, one account's session, the same questions each time. Knows the document's
//! address; what is asked and what is right is the document's. The tool is Python's and lives in the user's tool cache;
//! where it cannot be had the step is skipped, with a sentence.

use crate::args::{Args, Spec};
use crate::report::Done;
use crate::{Result, exec, paths, report};
use backend::Backend;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

mod backend;

/// The version, here and in `crates/xtask/schemathesis.txt`.
const VERSION: &str = "4.32.5";

/// End what everything else needs, a group and a session: asked apart, each with a session of its own.
const LAST: [&str; 2] = ["groups.dissolve", "sessions.end"];

/// No document can say what is right at this hour: a class starts in the future, a code is the one that was sent.
const NOT_CHECKED: &str = "positive_data_acceptance";

/// The command: the step alone.
pub fn command(raw: &[String]) -> Result<()> {
    let args = Args::parse(raw, &Spec { flags: &["long"], values: &[] })?;
    match run(args.has("long"))? {
        Done::Passed => report::kept("The backend answers what its document says."),
        Done::Skipped(why) => report::kept(&format!("Skipped. {why}")),
    }
    Ok(())
}

/// Runs it; skipped where the tool cannot be had.
pub fn run(long: bool) -> Result<Done> {
    let tool = match ensure() {
        Ok(tool) => tool,
        Err(why) => return Ok(Done::Skipped(why)),
    };
    let work = paths::target().join("schemathesis");
    if work.exists() {
        std::fs::remove_dir_all(&work).map_err(|e| format!("Cannot empty {}: {e}.", paths::shown(&work)))?;
    }
    let mut server = Backend::start(&work)?;
    let outcome = ask_everything(&tool, &server, &work, long);
    let stopped = server.child.try_wait().ok().flatten();
    outcome.map_err(|e| format!("{e} The server's log: {}.", paths::shown(&work.join("server.log"))))?;
    match stopped {
        Some(status) => Err(format!("The server stopped while it was asked ({status}).")),
        None => Ok(Done::Passed),
    }
}

fn ask_everything(tool: &Path, server: &Backend, work: &Path, long: bool) -> Result<()> {
    let size = ["-n", if long { "200" } else { "10" }];
    let first = server.sign_in(1)?;
    let ids = server.ids(&first)?;
    let mut all = asking(tool, server, &first, &ids, work)?;
    all.args(LAST.iter().flat_map(|operation| ["--exclude-operation-id", operation]));
    exec::run(all.args(["--phases", "coverage,fuzzing,stateful"]).args(size))?;
    for (number, operation) in (2..).zip(LAST) {
        let token = server.sign_in(number)?;
        let last = ["--include-operation-id", operation, "--phases", "coverage,fuzzing", "-n", "10"];
        exec::run(asking(tool, server, &token, &ids, work)?.args(last))?;
    }
    Ok(())
}

fn asking(tool: &Path, server: &Backend, token: &str, ids: &str, work: &Path) -> Result<Command> {
    let config = work.join("schemathesis.toml");
    paths::write(&config, format!("{CONFIG}\n[headers]\nAuthorization = \"Bearer {token}\"\n{ids}"))?;
    let mut command = Command::new(tool);
    // What it asks must not depend on what it remembers of earlier runs.
    command.current_dir(work).arg("--config-file").arg(config);
    command.arg("run").arg(format!("http://127.0.0.1:{}/api/openapi.json", server.port));
    command.args(["--checks", "all", "--exclude-checks", NOT_CHECKED]);
    command.args(["--generation-deterministic", "--continue-on-failure"]);
    Ok(command)
}

/// One event of the stream is enough; a request that hangs is a failure. What is wrong may be refused for another
/// reason first: the thing is gone.
const CONFIG: &str = "\
max-stream-events = 1
request-timeout = 10
warnings = false
[cache]
enabled = false
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 410, 413, 422]
";

/// The tool, installed once per user; an error says why it cannot be had.
fn ensure() -> Result<PathBuf> {
    let home = paths::tools()?.join(format!("schemathesis-{VERSION}"));
    let bin = home.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let tool = bin.join("schemathesis");
    let works = || {
        let said = exec::output(&mut exec::command(&tool, &["--version"]));
        said.is_some_and(|said| said.contains(VERSION))
    };
    if works() {
        return Ok(tool);
    }
    let Some(python) = ["python3", "python"].iter().find_map(|name| exec::on_path(name)) else {
        return Err("It needs Python 3.10 or later, which is not on PATH.".to_owned());
    };
    report::step(
        &format!("Installing schemathesis {VERSION}"),
        "checks the contract",
        "once per user, about 20 s",
    );
    let home = home.display().to_string();
    quietly(&mut exec::command(python, &["-m", "venv", "--clear", &home])).map_err(|e| {
        format!("Python cannot make an environment (on Debian: apt-get install python3-venv): {e}")
    })?;
    let list = paths::root().join("crates/xtask/schemathesis.txt").display().to_string();
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", &list];
    quietly(&mut exec::command(bin.join("python"), &install))
        .map_err(|e| format!("schemathesis could not be installed; it needs the network once: {e}"))?;
    if works() { Ok(tool) } else { Err(format!("schemathesis {VERSION} was installed but does not run.")) }
}

/// Runs without a word; the last line that it had to say when it failed.
fn quietly(command: &mut Command) -> Result<()> {
    let line = exec::line(command);
    let output = command.stdin(Stdio::null()).output().map_err(|e| format!("`{line}` cannot run: {e}."))?;
    if output.status.success() {
        return Ok(());
    }
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("no reason given");
    Err(format!("`{line}` failed: {}", last.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_packages_pins_the_version_that_is_looked_for() {
        let list = paths::read(&paths::root().join("crates/xtask/schemathesis.txt")).unwrap();
        assert!(list.lines().any(|line| line == format!("schemathesis=={VERSION}")), "{list}");
        assert!(list.lines().all(|line| line.starts_with('#') || line.contains("==")), "{list}");
    }

    #[test]
    fn the_reason_for_a_failure_is_its_last_line() {
        let error = quietly(&mut exec::command("sh", &["-c", "echo one; echo two >&2; exit 3"])).unwrap_err();
        assert!(error.ends_with("failed: one"), "{error}");
        assert!(quietly(&mut exec::command("no-such-program-here", &[])).is_err());
    }
}
