//! Chromium and its driver for the tests: found, or installed from Debian when we are root.

use crate::{Result, exec, report};
use std::path::PathBuf;

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER: &[&str] = &["chromedriver"];

/// A browser that runs, and the driver that speaks to it.
#[derive(Debug)]
pub struct Browser {
    /// Path of Chromium or Chrome.
    pub chromium: PathBuf,
    /// Path of the chromedriver of the same major version.
    pub driver: PathBuf,
}

/// Finds the browser or installs it. `QUNLI_CHROMIUM` and `CHROMEDRIVER` name other ones.
pub fn ensure() -> Result<Browser> {
    let found = find("QUNLI_CHROMIUM", CHROMIUM).zip(find("CHROMEDRIVER", DRIVER));
    let (chromium, driver) = match found {
        Some(found) => found,
        None => {
            install()?;
            find("QUNLI_CHROMIUM", CHROMIUM).zip(find("CHROMEDRIVER", DRIVER)).ok_or_else(missing)?
        }
    };
    let (of_browser, of_driver) = (version(&chromium), version(&driver));
    if of_browser.is_some() && of_browser == of_driver {
        return Ok(Browser { chromium, driver });
    }
    let show = |v: Option<u32>| v.map_or("none".to_owned(), |v| v.to_string());
    Err(format!(
        "Chromium ({}) and chromedriver ({}) must have the same major version. Update both, or name a matching \
         pair in QUNLI_CHROMIUM and CHROMEDRIVER.",
        show(of_browser),
        show(of_driver)
    ))
}

/// A program named by a variable or found on PATH, if it runs at all: Ubuntu's snap stubs do not.
fn find(variable: &str, names: &[&str]) -> Option<PathBuf> {
    let named = std::env::var_os(variable).map(PathBuf::from);
    let on_path = names.iter().filter_map(|name| exec::on_path(name));
    named.into_iter().chain(on_path).find(|path| version(path).is_some())
}

fn version(program: &PathBuf) -> Option<u32> {
    major(&exec::output(&mut exec::command(program, &["--version"]))?)
}

/// The major version in `Chromium 156.0.8078.79 built on ...` or `ChromeDriver 156.0...`.
fn major(said: &str) -> Option<u32> {
    said.split_whitespace().find_map(|word| word.split_once('.')?.0.parse().ok())
}

fn install() -> Result<()> {
    if !is_debian_root() {
        return Err(missing());
    }
    report::step("Installing Chromium", "the tests drive a real browser", "once, about 2 minutes");
    let apt =
        |args: &[&str]| exec::run(exec::command("apt-get", args).env("DEBIAN_FRONTEND", "noninteractive"));
    apt(&["update", "-q"]).map_err(|e| format!("{}\n  {e}", missing()))?;
    let packages = ["chromium", "chromium-driver", "fonts-noto-cjk"];
    let install = ["install", "-y", "-q", "--no-install-recommends"];
    apt(&[&install[..], &packages[..]].concat()).map_err(|e| format!("{}\n  {e}", missing()))
}

/// Can packages of Debian be installed by us?
pub fn is_debian_root() -> bool {
    is_debian(&std::fs::read_to_string("/etc/os-release").unwrap_or_default()) && exec::is_root()
}

/// Debian or something made from it, by /etc/os-release.
fn is_debian(os_release: &str) -> bool {
    let values = os_release.lines().filter_map(|l| l.strip_prefix("ID=").or(l.strip_prefix("ID_LIKE=")));
    values.into_iter().any(|v| v.trim_matches('"').split(' ').any(|id| id == "debian" || id == "ubuntu"))
}

fn missing() -> String {
    "Chromium and chromedriver are needed for the browser tests. On Debian: \
     `sudo apt-get install chromium chromium-driver fonts-noto-cjk`. Elsewhere install Chrome with its driver and name \
     them in QUNLI_CHROMIUM and CHROMEDRIVER. `cargo xtask test --fast` leaves the browser out."
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn major_versions_are_read() {
        assert_eq!(major("Chromium 156.0.8078.79 built on Debian GNU/Linux 12"), Some(156));
        assert_eq!(major("ChromeDriver 156.0.8078.79 (a21ce95)"), Some(156));
        assert_eq!(major("Google Chrome 99.0.1 "), Some(99));
        assert_eq!(major("Command '/usr/bin/chromium-browser' requires the snap"), None);
    }

    #[test]
    fn debian_and_its_children_are_known() {
        assert!(is_debian("NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("ID=fedora\nID_LIKE=\"rhel\"\nNAME=debian-free\n"));
    }
}
