//! Node: the version check, and the locked packages of the browser tests.

use crate::{Result, exec, foreign, paths};

const OLDEST: u32 = 20;

/// Is Node there and new enough?
pub fn check() -> Result<()> {
    let said = exec::output(&mut exec::command("node", &["--version"]));
    match said.as_deref().and_then(major) {
        Some(major) if major >= OLDEST => Ok(()),
        Some(major) => Err(format!("Node {major} is too old. Install Node {OLDEST} or newer and run again.")),
        None => Err(format!(
            "Node is missing. Install Node {OLDEST} or newer (https://nodejs.org) and run again."
        )),
    }
}

fn major(said: &str) -> Option<u32> {
    said.trim().trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Installs the packages of tests/e2e by its lock file; nothing to do when that has not changed.
pub fn packages() -> Result<()> {
    let dir = paths::root().join("tests/e2e");
    foreign::npm(&dir, "Browser test packages", "playwright-core drives the browser")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("v9.1.0"), Some(9));
        assert_eq!(major("zsh: not found"), None);
    }
}
