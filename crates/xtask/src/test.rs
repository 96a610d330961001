//! `cargo xtask test`: everything that must pass, cheapest first, stopping at the first failure.

use crate::args::{Args, Spec};
use crate::report::{Steps, time};
use crate::tools::Toolbox;
use crate::{
    Result, browser, client, dist, exec, json_server, node, paths, pocketbase, schemathesis, size,
    web_servers,
};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

const SPEC: Spec = Spec { flags: &["fast", "long"], values: &[] };
const WASM: &str = "wasm32-unknown-unknown";
/// What reaches the browser.
const CLIENT_CRATES: &[&str] = &["qunli", "json", "net", "data", "contract", "domain", "loadable"];

/// The command.
pub fn run(raw: &[String]) -> Result<()> {
    let args = Args::parse(raw, &SPEC)?;
    let (fast, long) = (args.has("fast"), args.has("long"));
    let begun = Instant::now();
    let mut steps = Steps::default();
    steps.run("Format", || exec::run(&mut exec::cargo(&["fmt", "--all", "--check"])))?;
    steps.run("Clippy, native", || {
        exec::run(&mut exec::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
    })?;
    steps.run("Clippy, wasm", || exec::run(&mut clippy_wasm()))?;
    steps.run_or_skip("Packages of json-server", json_server::packages_or_skip)?;
    steps.run("Unit, property and integration tests", || exec::run(&mut native_tests(long)))?;
    steps.run("Backends in Node", || json_server::tests(&debug_program("server")?))?;
    steps.run_or_skip("PocketBase with our rules", pocketbase::tests_or_skip)?;
    steps.run_or_skip("The contract, by schemathesis", || schemathesis::run(long))?;
    // The wasm tests need a browser too, so --fast leaves both out.
    if !fast {
        steps.run("Tests in WebAssembly", wasm_tests)?;
        steps.run("Release client", || client::ensure().map(drop))?;
        steps.run("Budgets of bytes", || size::run(&[]))?;
        steps.run_or_skip("nginx and Caddy for the deploy recipes", web_servers::ensure_or_skip)?;
        steps.run("Browser tests", || browser_tests(long))?;
    }
    println!("\n{}", steps.table());
    let left_out = if fast { " without the browser (--fast)" } else { "" };
    match steps.skipped() {
        0 => println!("✓ All passed{left_out} in {}.", time(begun.elapsed())),
        some => {
            println!("✓ All that could run passed{left_out} in {}; skipped: {some}.", time(begun.elapsed()))
        }
    }
    Ok(())
}

fn clippy_wasm() -> Command {
    let mut clippy = exec::cargo(&["clippy", "--target", WASM, "--lib", "--bins"]);
    CLIENT_CRATES.iter().for_each(|name| {
        clippy.args(["--package", name]);
    });
    clippy.args(["--", "-D", "warnings"]);
    clippy
}

fn native_tests(long: bool) -> Command {
    let mut test = exec::cargo(&["test", "--workspace"]);
    if long {
        test.env("PROPTEST_CASES", "4096").env("QUNLI_LONG", "1").args(["--", "--include-ignored"]);
    }
    test
}

fn wasm_tests() -> Result<()> {
    let browser = browser::ensure()?;
    let tools = Toolbox::for_wasm_tests()?;
    let mut test = exec::cargo(&["test", "--target", WASM, "--package", "qunli", "--lib"]);
    test.env("PATH", tools.path()?)
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", "wasm-bindgen-test-runner")
        .env("CHROMEDRIVER", browser.driver);
    exec::run(&mut test)
}

/// The journeys, against the server that cargo has just built for the integration tests of that crate. Asking for it
/// alone would choose other features of its dependencies and compile half of them again.
fn browser_tests(long: bool) -> Result<()> {
    let browser = browser::ensure()?;
    node::packages()?;
    let server = debug_program("server")?;
    let (shipped, port) = shipped()?;
    let mut test = exec::command("node", &["--test", "--test-concurrency=1", "--test-reporter=spec"]);
    test.current_dir(paths::root().join("tests/e2e"));
    test.env("QUNLI_DIST", paths::client())
        .env("QUNLI_SHIPPED", shipped)
        .env("QUNLI_SHIPPED_PORT", port.to_string())
        .env("QUNLI_SERVER", server)
        // Not where this program is: the native tests have put a newer file in its place.
        .env("QUNLI_XTASK", debug_program("xtask")?)
        .env("QUNLI_CHROMIUM", browser.chromium);
    // Without it the journey over PocketBase says that it is skipped; the table has said so already.
    if let Ok(binary) = pocketbase::binary() {
        test.env("QUNLI_POCKETBASE", binary);
    }
    if long {
        test.env("QUNLI_LONG", "1");
    }
    exec::run(&mut test)
}

/// A program of the workspace as the native tests left it.
fn debug_program(name: &str) -> Result<PathBuf> {
    let program = paths::target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if program.is_file() {
        return Ok(program);
    }
    Err(format!("The native tests built no {name}: crates/{name} must hold a test that needs the program."))
}

/// What an operator would put on a CDN, made by `dist` for a backend on a port that is free now: the journey from a
/// subfolder serves these very files, with their exact policy.
fn shipped() -> Result<(PathBuf, u16)> {
    let free = TcpListener::bind(("127.0.0.1", 0)).and_then(|socket| socket.local_addr());
    let port = free.map_err(|e| format!("No free port for the browser tests: {e}."))?.port();
    let out = paths::target().join("e2e-dist");
    let args = ["--out".to_owned(), out.display().to_string(), "--backend".to_owned()];
    dist::run(&[args.as_slice(), &[format!("http://127.0.0.1:{port}/api")]].concat())?;
    Ok((out, port))
}
