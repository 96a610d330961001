//! `cargo xtask start --backend json-server`: json-server from npm over a copy of the demo community.
//!
//! Knows how to start it and where its data file comes from; what its rows mean stands in the descriptor.

use crate::report::Done;
use crate::stop::Stop;
use crate::{Result, exec, foreign, http, paths, server};
use std::path::{Path, PathBuf};
use std::process::Command;

/// One of the two dialects of json-server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// 0.17.4: `_page` and `_limit`, the total in a header.
    Zero,
    /// 1.0.0-beta.3: `_page` and `_per_page`, the rows below `data`.
    One,
}

impl Dialect {
    /// The dialect that `--backend` names.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "json-server" | "json-server@0" => Some(Self::Zero),
            "json-server@1" => Some(Self::One),
            _ => None,
        }
    }

    const fn version(self) -> &'static str {
        match self {
            Self::Zero => "0.17.4",
            Self::One => "1.0.0-beta.3",
        }
    }

    /// The name of its descriptor in `public/backends`, and of its folder below `target`.
    const fn descriptor(self) -> &'static str {
        match self {
            Self::Zero => "json-server",
            Self::One => "json-server-1",
        }
    }

    const fn number(self) -> &'static str {
        match self {
            Self::Zero => "0",
            Self::One => "1",
        }
    }
}

/// Runs it until somebody stops us. A data file in `data` is kept; without a folder it is made anew each time.
pub fn run(dialect: Dialect, port: u16, data: Option<&Path>) -> Result<()> {
    server::check_port(std::net::Ipv4Addr::LOCALHOST.into(), port)?;
    let folder = folder();
    packages()?;
    let page = foreign::page(dialect.descriptor(), "./", dialect.descriptor(), "群里 · json-server")?;
    let db = data_file(dialect, data)?;
    let stop = Stop::listen()?;
    let mut command = Command::new("node");
    command.arg(folder.join("serve.mjs")).args(["--dialect", dialect.number(), "--port", &port.to_string()]);
    command.arg("--db").arg(&db).arg("--static").arg(&page).stdout(std::process::Stdio::null());
    let mut child = foreign::start("json-server", &mut command, || http::get(port, "/groups").is_some())?;
    println!("{}", welcome(dialect, port, &db));
    stop.wait(&mut child)?;
    println!("\nStopped. What was written is in {}.", paths::shown(&db));
    Ok(())
}

/// Both dialects from npm, by their lock file.
pub fn packages() -> Result<()> {
    foreign::npm(&folder(), "json-server", "a REST API over one JSON file")
}

/// The packages for the tests: those of the crate `net` look for them, and say so when they are not there.
pub fn packages_or_skip() -> Result<Done> {
    Ok(packages().map_or_else(Done::Skipped, |()| Done::Passed))
}

/// The data file, the habits of both dialects, and the server in RuoYi's manner: Node's own tests of them.
pub fn tests(server: &Path) -> Result<()> {
    crate::node::check()?;
    let mut test = exec::command("node", &["--test", "--test-reporter=spec"]);
    test.args(["tests/backends/ruoyi.test.mjs", "tests/backends/json-server.test.mjs"]);
    exec::run(test.env("QUNLI_SERVER", server))
}

fn folder() -> PathBuf {
    paths::root().join("backends/json-server")
}

/// The data file: that of the folder when it has one, otherwise the demo community of this minute.
fn data_file(dialect: Dialect, data: Option<&Path>) -> Result<PathBuf> {
    if let Some(kept) = data.map(|dir| dir.join("db.json")).filter(|file| file.is_file()) {
        return Ok(kept);
    }
    let usual = paths::target().join("foreign").join(dialect.descriptor());
    let db = data.unwrap_or(&usual).join("db.json");
    let program = server::build()?;
    let mut make = Command::new("node");
    make.arg(folder().join("make.mjs")).arg("--server").arg(program).arg("--out").arg(&db);
    exec::run(&mut make)?;
    Ok(db)
}

fn welcome(dialect: Dialect, port: u16, db: &Path) -> String {
    format!(
        "\nQunli over json-server {}: http://127.0.0.1:{port}/\n\
         Its data file: {}\n\
         json-server knows no accounts: everybody is 小满, and the rules are only advice.\n\nCtrl-C stops it.\n",
        dialect.version(),
        paths::shown(db)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_dialects_have_a_name_and_the_versions_that_are_locked() {
        let lock: serde_json::Value =
            serde_json::from_str(&paths::read(&folder().join("package-lock.json")).unwrap()).unwrap();
        for (name, package) in [("json-server", "json-server-0"), ("json-server@1", "json-server-1")] {
            let dialect = Dialect::named(name).unwrap();
            let locked = &lock["packages"][format!("node_modules/{package}")]["version"];
            assert_eq!(locked, dialect.version());
        }
        assert_eq!(Dialect::named("json-server@2"), None);
    }

    #[test]
    fn a_data_file_that_is_there_is_kept() {
        let dir = std::env::temp_dir().join(format!("qunli-json-server-{}", std::process::id()));
        paths::write(&dir.join("db.json"), "{}").unwrap();
        assert_eq!(data_file(Dialect::Zero, Some(&dir)).unwrap(), dir.join("db.json"));
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
