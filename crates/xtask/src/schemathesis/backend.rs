//! The backend that schemathesis asks: a fresh one, with a session and the ids that the session can see.
//!
//! Knows which lists lead to which ids; nothing of the tool but how its configuration names values.

use crate::{Result, exec, http, paths};
use serde_json::{Value, json};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where a post names what it carries.
const CARRIED: &str = "/attachment/id";

/// A server of the tests' build, on a free port, with the demo community in a folder of its own.
pub struct Backend {
    pub child: Child,
    pub port: u16,
}

impl Drop for Backend {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Backend {
    /// Starts it in this folder and waits until it answers.
    pub fn start(work: &Path) -> Result<Self> {
        let program = paths::target().join("debug").join(format!("server{}", std::env::consts::EXE_SUFFIX));
        if !program.is_file() {
            exec::run(&mut exec::cargo(&["build", "--package", "server"]))?;
        }
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|socket| socket.local_addr());
        let port = free.map_err(|e| format!("No free port for the backend: {e}."))?.port();
        let log = work.join("server.log");
        paths::write(&log, "")?;
        let log =
            std::fs::File::create(&log).map_err(|e| format!("Cannot write {}: {e}.", paths::shown(&log)))?;
        let mut command = Command::new(program);
        command.args(["--listen", &format!("127.0.0.1:{port}"), "--demo", "--rate-limits", "off", "--data"]);
        command.arg(work.join("data")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let child = command.spawn().map_err(|e| format!("The server could not be started: {e}."))?;
        let mut backend = Self { child, port };
        let begun = Instant::now();
        while http::get(port, "/healthz").is_none() {
            if begun.elapsed() > Duration::from_secs(60) || !matches!(backend.child.try_wait(), Ok(None)) {
                return Err("The server did not start.".to_owned());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(backend)
    }

    /// The token of a session of the demo's first account; each `number` gets one of its own.
    pub fn sign_in(&self, number: u8) -> Result<String> {
        let info = self.ask("GET", "/info", &[], "")?;
        let who = info.pointer("/demo/sign_ins/0").ok_or("The backend lists no demo account.")?;
        let body = json!({ "phone": who.get("phone"), "code": who.get("code") }).to_string();
        let key = format!("Idempotency-Key: {number:032x}");
        let session = self.ask("POST", "/sessions", &[&key], &body)?;
        session
            .get("token")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| "Signing in gave no token.".to_owned())
    }

    /// What the account can see, as values for the variables of paths: chance alone never finds an id.
    pub fn ids(&self, token: &str) -> Result<String> {
        let authorization = format!("Authorization: Bearer {token}");
        let mut found: Vec<(&str, Vec<String>)> = Vec::new();
        let mut list = |name: &'static str, path: String, pointer: &str| -> Result<Vec<String>> {
            let page = self.ask("GET", &path, &[&authorization], "")?;
            let mut items = page.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
            // What has no list of its own is found in the posts that carry it.
            if pointer == CARRIED {
                items.retain(|item| item.pointer("/attachment/kind").and_then(Value::as_str) == Some(name));
            }
            let ids: Vec<String> =
                items.iter().filter_map(|item| item.pointer(pointer)?.as_str().map(str::to_owned)).collect();
            match found.iter_mut().find(|(n, _)| *n == name) {
                Some((_, known)) => known.extend(ids.iter().cloned()),
                None => found.push((name, ids.clone())),
            }
            Ok(ids)
        };
        for group in list("group", "/groups".to_owned(), "/id")? {
            list("member", format!("/groups/{group}/members?limit=10"), "/id")?;
            list("invite", format!("/groups/{group}/invites"), "/id")?;
            list("class", format!("/groups/{group}/classes"), "/brief/id")?;
            list("listing", format!("/groups/{group}/listings"), "/id")?;
            for post in list("post", format!("/groups/{group}/posts?limit=10"), "/id")? {
                list("comment", format!("/posts/{post}/comments?limit=3"), "/id")?;
            }
            for chain in list("chain", format!("/groups/{group}/posts?limit=100"), CARRIED)? {
                list("entry", format!("/chains/{chain}/entries"), "/id")?;
            }
            for deal in list("deal", format!("/groups/{group}/deals"), "/id")? {
                list("pledge", format!("/deals/{deal}/pledges"), "/id")?;
            }
        }
        Ok(pools(&found))
    }

    /// One request below `/api`; anything but a success is an error.
    fn ask(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Result<Value> {
        let failed = |why: String| format!("{method} /api{path} failed: {why}.");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))
            .map_err(|e| failed(e.to_string()))?;
        let lines: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
        let length = body.len();
        let head = format!(
            "{method} /api{path} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n{lines}\r\n"
        );
        let mut answer = String::new();
        stream
            .write_all((head + body).as_bytes())
            .and_then(|()| stream.read_to_string(&mut answer))
            .map_err(|e| failed(e.to_string()))?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        if head.split(' ').nth(1) != Some("200") {
            return Err(failed(head.lines().next().unwrap_or("no answer").to_owned()));
        }
        serde_json::from_str(body).map_err(|e| failed(e.to_string()))
    }
}

/// Pools of ids as the tool's configuration: mostly one of them, now and then something else.
fn pools(found: &[(&str, Vec<String>)]) -> String {
    let known = || found.iter().filter(|(_, ids)| !ids.is_empty());
    let pools = known().map(|(name, ids)| format!("[dictionaries.{name}]\nvalues = {ids:?}\n"));
    let bound = known()
        .map(|(name, _)| format!("\"path.{name}\" = {{ dictionary = \"{name}\", probability = 0.8 }}\n"));
    pools.collect::<String>() + "[parameters]\n" + &bound.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pools_are_toml() {
        let found = [("post", vec!["a1".to_owned(), "b2".to_owned()]), ("deal", Vec::new())];
        let config: toml::Table = pools(&found).parse().unwrap();
        assert_eq!(config["dictionaries"]["post"]["values"][1].as_str(), Some("b2"));
        assert_eq!(config["parameters"]["path.post"]["dictionary"].as_str(), Some("post"));
        assert!(config["parameters"].get("path.deal").is_none(), "an empty pool is an error of the tool");
    }
}
