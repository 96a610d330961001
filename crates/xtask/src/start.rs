//! `cargo xtask start`: everything from a fresh checkout to a running community, in one command.

use crate::args::{Args, Spec};
use crate::stop::Stop;
use crate::{Result, client, http, json_server, lan, paths, pocketbase, server};
use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

const SPEC: Spec =
    Spec { flags: &["lan", "demo", "no-demo"], values: &["port", "data", "base-url", "backend"] };
const PORT: u16 = 8080;

struct Options {
    ip: IpAddr,
    port: u16,
    data: PathBuf,
    demo: bool,
    base_url: Option<String>,
    backend: Option<String>,
    has_data: bool,
}

impl Options {
    fn read(raw: &[String]) -> Result<Self> {
        let args = Args::parse(raw, &SPEC)?;
        if args.has("demo") && args.has("no-demo") {
            return Err("--demo and --no-demo together: choose one.".to_owned());
        }
        let port =
            match args.value("port") {
                None => PORT,
                Some(text) => text.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
                    format!("--port takes a number from 1 to 65535, and `{text}` is not one.")
                })?,
            };
        let ip = if args.has("lan") { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST };
        let data = match args.value("data") {
            // Relative to where the command was typed, as people expect.
            Some(dir) => std::path::absolute(dir).map_err(|e| format!("--data {dir}: {e}."))?,
            None => paths::root().join("data"),
        };
        let base_url = args.value("base-url").map(str::to_owned);
        let backend = args.value("backend").map(str::to_owned);
        // PocketBase plays a demo of its own and may be shown to a phone.
        let ours: &[&str] = match backend.as_deref() {
            Some("pocketbase") => &["base-url"],
            _ => &["lan", "demo", "no-demo", "base-url"],
        };
        let only_ours = ours.iter().find(|name| args.has(name));
        if let (Some(backend), Some(option)) = (&backend, only_ours) {
            return Err(format!("--{option} is for our own backend, not for `{backend}`."));
        }
        let (demo, has_data) = (!args.has("no-demo"), args.has("data"));
        Ok(Self { ip: ip.into(), port, data, demo, base_url, backend, has_data })
    }

    fn is_lan(&self) -> bool {
        self.ip.is_unspecified()
    }

    fn lan_url(&self) -> Option<String> {
        lan::address().filter(|_| self.is_lan()).map(|ip| format!("http://{ip}:{}/", self.port))
    }

    fn server_args(&self, client: &std::path::Path) -> Vec<String> {
        let mut args = vec!["--listen".to_owned(), format!("{}:{}", self.ip, self.port)];
        args.extend(["--data".to_owned(), self.data.display().to_string()]);
        args.extend(["--static".to_owned(), client.display().to_string()]);
        if self.demo {
            args.push("--demo".to_owned());
        }
        if let Some(url) = self.base_url.clone().or_else(|| self.lan_url()) {
            args.extend(["--base-url".to_owned(), url]);
        }
        args
    }
}

/// The command.
pub fn run(raw: &[String]) -> Result<()> {
    let options = Options::read(raw)?;
    if let Some(name) = &options.backend {
        return foreign_backend(name, &options);
    }
    server::check_port(options.ip, options.port)?;
    server::check_data(&options.data)?;
    let client = client::ensure()?;
    let program = server::build()?;
    let stop = Stop::listen()?;
    let mut child = server::start(&program, &options.server_args(&client), options.port)?;
    println!("{}", welcome(&options));
    stop.wait(&mut child)?;
    println!("\nStopped. Everything is in {}; start again whenever you like.", paths::shown(&options.data));
    Ok(())
}

/// A backend that is not ours. What it needs is known to its own file.
fn foreign_backend(name: &str, options: &Options) -> Result<()> {
    let data = options.has_data.then_some(options.data.as_path());
    if let Some(dialect) = json_server::Dialect::named(name) {
        return json_server::run(dialect, options.port, data);
    }
    if name == "pocketbase" {
        let (ip, port, demo) = (options.ip, options.port, options.demo);
        return pocketbase::run(&pocketbase::Options { ip, port, data, demo });
    }
    Err(format!("I know no backend `{name}`; there are json-server, json-server@1 and pocketbase."))
}

fn welcome(options: &Options) -> String {
    let info = http::get(options.port, "/api/info").unwrap_or_default();
    let sign_ins = sign_ins(&info);
    let mut text = format!("\nQunli is running: http://127.0.0.1:{}/\n", options.port);
    if let Some(url) = options.lan_url() {
        let qr = lan::qr(&url).unwrap_or_else(|sentence| sentence);
        text += &format!("For a phone on this network: {url}\n\n{qr}\n");
        if !sign_ins.is_empty() {
            text += "Anybody on this network can sign in with the demo accounts below. Use --no-demo for real people.\n";
        }
    } else if options.is_lan() {
        text += "No network address was found on this machine, so there is no QR for a phone.\n";
    }
    if !sign_ins.is_empty() {
        text += &format!("\nDemo sign-ins (phone, code, who):\n{sign_ins}");
    }
    text + "\nCtrl-C stops it.\n"
}

/// The demo accounts in the answer of `/api/info`, a line each; empty without a demo.
fn sign_ins(info: &str) -> String {
    let info: serde_json::Value = serde_json::from_str(info).unwrap_or_default();
    let list = info.pointer("/demo/sign_ins").and_then(|list| list.as_array()).cloned().unwrap_or_default();
    let line = |one: &serde_json::Value| {
        let field = |name: &str| one.get(name).and_then(|v| v.as_str()).unwrap_or("").to_owned();
        let who =
            [field("nickname"), field("note")].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>();
        format!("  {:<16} {:<8} {}\n", field("phone"), field("code"), who.join(", "))
    };
    list.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(line: &str) -> Result<Options> {
        Options::read(&line.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn the_default_is_this_machine_with_the_demo() {
        let args = options("").unwrap().server_args(std::path::Path::new("c")).join(" ");
        assert!(args.starts_with("--listen 127.0.0.1:8080 --data "), "{args}");
        assert!(
            args.contains("--static c") && args.contains("--demo") && !args.contains("--base-url"),
            "{args}"
        );
    }

    #[test]
    fn options_reach_the_server() {
        let given = options("--port 9 --no-demo --data /tmp/q --base-url https://q.example").unwrap();
        let args = given.server_args(std::path::Path::new("c")).join(" ");
        assert!(
            args.contains(":9 --data /tmp/q ") && args.ends_with("--base-url https://q.example"),
            "{args}"
        );
        assert!(!args.contains("--demo"), "{args}");
        assert!(
            options("--lan")
                .unwrap()
                .server_args(std::path::Path::new("c"))
                .join(" ")
                .contains("0.0.0.0:8080")
        );
    }

    #[test]
    fn a_wrong_port_is_a_sentence() {
        for wrong in ["--port 0", "--port 70000", "--port x"] {
            assert!(options(wrong).is_err_and(|e| e.contains("1 to 65535")), "{wrong}");
        }
        assert!(options("--demo --no-demo").is_err());
    }

    #[test]
    fn another_backend_takes_a_port_and_a_folder_and_nothing_of_ours() {
        let given = options("--backend json-server --port 9 --data d").unwrap();
        assert!(given.backend.as_deref() == Some("json-server") && given.has_data);
        assert!(options("--backend json-server --lan").is_err_and(|e| e.contains("--lan")));
        assert!(run(&["--backend".to_owned(), "abacus".to_owned()]).is_err_and(|e| e.contains("abacus")));
    }

    #[test]
    fn sign_ins_are_listed_when_there_are_some() {
        let info = r#"{"demo":{"sign_ins":[{"phone":"+8613800000001","nickname":"林老师","note":"host","code":"246810"}]}}"#;
        assert_eq!(sign_ins(info), "  +8613800000001   246810   林老师, host\n");
        assert_eq!(sign_ins(r#"{"demo":null}"#), "");
        assert_eq!(sign_ins("no json"), "");
    }
}
