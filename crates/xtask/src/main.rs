//! The project's own commands, run as `cargo xtask <command>`.
//!
//! This file only chooses the command; each command has a file of its own. Nothing here is part of the app:
//! xtask knows the server as a program with options and the client as a folder of files.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool talks to its terminal")]

mod args;
mod bench;
mod browser;
mod client;
mod compress;
mod css;
mod dist;
mod doctor;
mod exec;
mod fingerprint;
mod foreign;
mod http;
mod json_server;
mod lan;
mod node;
mod page;
mod paths;
mod pocketbase;
mod report;
mod schemathesis;
mod server;
mod shots;
mod size;
mod squeeze;
mod stage;
mod start;
mod stop;
mod test;
mod tools;
mod web_servers;

/// Every failure is a sentence that says what happened and what to do.
type Result<T> = std::result::Result<T, String>;

const HELP: &str = "\
Qunli: the project's own commands

  cargo xtask start   set everything up, build, run client and backend on one port
      --port N          port to listen on (8080)
      --data DIR        where the database lives (data/)
      --lan             let phones on the local network in, and show the QR for them
      --no-demo         do not fill an empty database with the demo community
      --base-url URL    the address people use, when a proxy stands in front
      --backend NAME    another backend than ours: json-server, json-server@1, pocketbase

  cargo xtask test    everything that must pass before a change goes in
      --fast            leave out the browser tests
      --long            more random cases, and the tests that take minutes

  cargo xtask contract  of these only: a fresh backend against its OpenAPI document,
                      by schemathesis (--long: more cases)

  cargo xtask dist    the static client in dist/, with .br and .gz beside each file
      --backend URL     address of the API on another origin, written to config.json
      --descriptor F    how that backend speaks, when not as ours (docs/backends.md)
      --connect-src O   one more origin the page may talk to (repeatable)
      --wechat-sdk U    WeChat's script: https://res.wx.qq.com/open/js/jweixin-1.6.0.js, or a copy beside the page
      --base-url PATH   absolute path of the files (./ works in any folder)
      --from DIR        the files of a client built before, instead of building one
      --out DIR         another folder than dist/; it is emptied first
      --check URL       instead: what is wrong with the deployment there; fails when something is

  cargo xtask doctor URL   what is wrong with a backend, row by row; fails when a row does
      --descriptor F    how the backend is spoken to; without it, it speaks the contract
      --origin O        the origin of the page that will ask, for CORS
      --token T         a session's token; or sign in: --identity I --password P
      --write           also write one post, and delete it

  cargo xtask size    bytes per file, and of a first visit, against the budget
  cargo xtask bench   measurements: code in WebAssembly, the first visit; without a name it lists them
  cargo xtask shots   pictures of every screen in target/shots/ (--only NAME: some of them)
  cargo xtask help    this page

Plain `trunk build` and `trunk serve` work as well; Trunk calls `cargo xtask css`
before a build and `cargo xtask stage` after it.";

fn main() -> std::process::ExitCode {
    let raw: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match raw.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let wants_help = rest.iter().any(|a| a == "--help" || a == "-h");
    let outcome = match command {
        _ if wants_help => help(),
        "start" => start::run(rest),
        "test" => test::run(rest),
        "contract" => schemathesis::command(rest),
        "dist" => dist::run(rest),
        "doctor" => doctor::run(rest),
        "size" => size::run(rest),
        "bench" => bench::run(rest),
        "shots" => shots::run(rest),
        "css" => css::run(rest),
        "stage" => stage::run(rest),
        "help" | "--help" | "-h" => help(),
        other => Err(format!("There is no command `{other}`. `cargo xtask help` lists them.")),
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\n✗ {sentence}");
            std::process::ExitCode::FAILURE
        }
    }
}

fn help() -> Result<()> {
    println!("{HELP}");
    Ok(())
}
