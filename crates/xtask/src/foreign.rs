//! What every backend that is not ours needs around it: the static client, told where it is and how it speaks.
//!
//! Knows no backend. One port serves both the files and the API, so the page needs no CORS and works by any name.

use crate::{Result, client, dist, exec, node, paths, report};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

/// How long a backend may take to answer for the first time.
const PATIENCE: Duration = Duration::from_secs(30);

/// A copy of the built client whose `config.json` names this API and this descriptor of `public/backends`.
///
/// `base` is the address of the API as the page sees it, relative or absolute.
pub fn page(name: &str, base: &str, descriptor: &str, brand: &str) -> Result<PathBuf> {
    let built = client::ensure()?;
    let out = paths::target().join("foreign").join(name).join("client");
    dist::copy(&built, &out)?;
    // Descriptors are data: those of now, not those of the last build.
    for file in paths::files(&paths::root().join("public/backends"))? {
        let name = file.file_name().unwrap_or_default();
        paths::write(&out.join("backends").join(name), paths::read(&file)?)?;
    }
    paths::write(&out.join("config.json"), config(base, descriptor, brand))?;
    Ok(out)
}

fn config(base: &str, descriptor: &str, brand: &str) -> String {
    let descriptor = format!("./backends/{descriptor}.json");
    let config =
        json!({"version": 1, "api": {"base": base, "descriptor": descriptor}, "brand": {"name": brand}});
    format!("{config:#}\n")
}

/// Installs the npm packages of a folder by its lock file; nothing to do when that has not changed.
pub fn npm(dir: &Path, what: &str, why: &str) -> Result<()> {
    node::check()?;
    let lock = paths::read(&dir.join("package-lock.json"))?;
    let stamp = dir.join("node_modules/.qunli-lock");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    report::step(what, why, "once, about 10 seconds");
    let mut install = exec::command("npm", &["ci", "--no-audit", "--no-fund"]);
    exec::run(install.current_dir(dir)).map_err(|e| {
        format!(
            "The packages in {} could not be installed. Go online once and run again.\n  {e}",
            paths::shown(dir)
        )
    })?;
    paths::write(&stamp, lock)
}

/// Starts a backend and waits until `ready` says that it answers.
pub fn start(name: &str, command: &mut Command, ready: impl Fn() -> bool) -> Result<Child> {
    let line = exec::line(command);
    let mut child = command.spawn().map_err(|e| format!("Cannot run `{line}`: {e}."))?;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Ok(Some(status)) = child.try_wait() {
            return Err(format!("{name} stopped while starting ({status}); its last lines above say why."));
        }
        if ready() {
            return Ok(child);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(format!("{name} did not answer within {} s; see its lines above.", PATIENCE.as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_names_the_descriptor() {
        let config: serde_json::Value = serde_json::from_str(&config("./", "x", "群里")).unwrap();
        assert_eq!(config["api"], json!({"base": "./", "descriptor": "./backends/x.json"}));
        assert_eq!(config["version"], 1);
    }

    #[test]
    fn a_backend_that_stops_at_once_is_a_sentence() {
        let error = start("That", &mut exec::command("false", &[]), || false).unwrap_err();
        assert!(error.contains("That stopped while starting"), "{error}");
    }
}
