//! The pinned build tools: found in the user's cache or on PATH, otherwise installed once.
//!
//! Versions are here and in Trunk.toml; a test keeps the two alike. Knows nothing of what is built with them.

use crate::{Result, exec, paths, report};
use std::ffi::OsString;
use std::path::PathBuf;

/// How a tool is installed.
enum Source {
    /// `cargo install`, with these extra options.
    Cargo { package: &'static str, options: &'static [&'static str] },
    /// `npm install` of this exact package version.
    Npm { package: &'static str },
}

/// One pinned tool.
struct Tool {
    binary: &'static str,
    version: &'static str,
    why: &'static str,
    takes: &'static str,
    source: Source,
}

const TRUNK: Tool = Tool {
    binary: "trunk",
    version: "0.21.14",
    why: "bundles the WebAssembly client",
    takes: "once per user, about 4 minutes on two cores",
    // Its own release profile takes three times as long to compile and bundles no faster.
    source: Source::Cargo {
        package: "trunk",
        options: &["--debug", "--no-default-features", "--features", "rustls"],
    },
};

const WASM_BINDGEN: Tool = Tool {
    binary: "wasm-bindgen",
    version: "0.2.129",
    why: "writes the JavaScript between browser and WebAssembly, and runs the wasm tests",
    takes: "once per user, about 3 minutes on two cores",
    source: Source::Cargo { package: "wasm-bindgen-cli", options: &[] },
};

const WASM_OPT: Tool = Tool {
    binary: "wasm-opt",
    version: "132",
    why: "makes the download smaller",
    takes: "once per user, about 15 seconds",
    source: Source::Npm { package: "binaryen@132.0.0" },
};

impl Tool {
    fn home(&self) -> Result<PathBuf> {
        Ok(paths::tools()?.join(format!("{}-{}", self.binary, self.version)))
    }

    fn bin_dir(&self) -> Result<PathBuf> {
        Ok(match self.source {
            Source::Cargo { .. } => self.home()?.join("bin"),
            Source::Npm { .. } => self.home()?.join("node_modules").join(".bin"),
        })
    }

    fn is_right(&self, binary: PathBuf) -> bool {
        let said = exec::output(&mut exec::command(binary, &["--version"]));
        said.as_deref().and_then(version_in) == Some(self.version)
    }

    /// The folder to put on PATH for this tool; none when PATH already has the right version.
    fn ensure(&self) -> Result<Option<PathBuf>> {
        let dir = self.bin_dir()?;
        if self.is_right(dir.join(self.binary)) {
            return Ok(Some(dir));
        }
        if exec::on_path(self.binary).is_some_and(|found| self.is_right(found)) {
            return Ok(None);
        }
        report::step(&format!("Installing {} {}", self.binary, self.version), self.why, self.takes);
        let home = self.home()?.display().to_string();
        let mut install = match &self.source {
            Source::Cargo { package, options } => {
                let mut install = exec::cargo(&["install", package, "--version", self.version, "--locked"]);
                install.args(*options).args(["--force", "--root", &home]);
                install
            }
            Source::Npm { package } => {
                crate::node::check()?;
                exec::command(
                    "npm",
                    &["install", "--no-save", "--no-audit", "--no-fund", "--prefix", &home, package],
                )
            }
        };
        let by_hand = exec::line(&install);
        let help =
            format!("It needs the network once. When you are online, run this command again, or: {by_hand}");
        exec::run(&mut install)
            .map_err(|e| format!("{} could not be installed. {help}\n  {e}", self.binary))?;
        if self.is_right(dir.join(self.binary)) {
            Ok(Some(dir))
        } else {
            Err(format!("{} was installed but does not run as version {}. {help}", self.binary, self.version))
        }
    }
}

/// The tools, ready to use.
pub struct Toolbox {
    dirs: Vec<PathBuf>,
}

impl Toolbox {
    /// Everything that building the client needs: the wasm target, Trunk, wasm-bindgen, wasm-opt.
    pub fn for_client() -> Result<Self> {
        ensure_wasm_target()?;
        let mut dirs = Vec::new();
        for tool in [TRUNK, WASM_BINDGEN, WASM_OPT] {
            dirs.extend(tool.ensure()?);
        }
        Ok(Self { dirs })
    }

    /// What the wasm tests need: the wasm target and the test runner of wasm-bindgen.
    pub fn for_wasm_tests() -> Result<Self> {
        ensure_wasm_target()?;
        Ok(Self { dirs: WASM_BINDGEN.ensure()?.into_iter().collect() })
    }

    /// PATH with the tools in front.
    pub fn path(&self) -> Result<OsString> {
        let old = std::env::var_os("PATH").unwrap_or_default();
        let dirs = self.dirs.iter().cloned().chain(std::env::split_paths(&old));
        std::env::join_paths(dirs).map_err(|e| format!("PATH cannot be extended: {e}."))
    }
}

fn ensure_wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = exec::output(&mut exec::command("rustc", &["--print", "sysroot"])).unwrap_or_default();
    if PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET).is_dir() {
        return Ok(());
    }
    report::step("Adding the wasm target", "the client compiles to WebAssembly", "once, under a minute");
    exec::run(&mut exec::command("rustup", &["target", "add", TARGET])).map_err(|e| {
        format!("The Rust target {TARGET} is missing. Install rustup (https://rustup.rs) and go online once.\n  {e}")
    })
}

/// The version in what `--version` printed: the first word that begins with a digit.
fn version_in(said: &str) -> Option<&str> {
    let word = said.split_whitespace().map(|w| w.trim_start_matches('v'));
    word.into_iter().find(|w| w.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_the_tools_print() {
        assert_eq!(version_in("trunk 0.21.14\n"), Some("0.21.14"));
        assert_eq!(version_in("wasm-bindgen 0.2.129 (abc 2026)"), Some("0.2.129"));
        assert_eq!(version_in("wasm-opt version 132 (version_132)"), Some("132"));
        assert_eq!(version_in("v20.20.2\n"), Some("20.20.2"));
        assert_eq!(version_in("no number here"), None);
    }

    #[test]
    fn trunk_and_the_manifest_are_told_the_same_versions() {
        let trunk: toml::Table = paths::read(&paths::root().join("Trunk.toml")).unwrap().parse().unwrap();
        assert_eq!(trunk["trunk-version"].as_str(), Some(format!("={}", TRUNK.version).as_str()));
        assert_eq!(trunk["tools"]["wasm_bindgen"].as_str(), Some(WASM_BINDGEN.version));
        assert_eq!(
            trunk["tools"]["wasm_opt"].as_str(),
            Some(format!("version_{}", WASM_OPT.version).as_str())
        );
        let manifest: toml::Table = paths::read(&paths::root().join("Cargo.toml")).unwrap().parse().unwrap();
        let pinned = manifest["dependencies"]["wasm-bindgen"].as_str();
        assert_eq!(pinned, Some(format!("={}", WASM_BINDGEN.version).as_str()));
    }
}
