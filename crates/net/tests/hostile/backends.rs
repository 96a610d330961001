//! Every backend that there is a descriptor of, and one that answers whatever it is told to.
//!
//! Shared by the fuzz targets in `fuzz/`: so no test framework here.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use contract::account::{Me, Session};
use contract::{Timestamp, api};
use net::descriptor::Descriptor;
use net::{
    Answer, Call, Client, Config, Error, Fault, LocalFuture, Reply, Request, Stream, StreamEvent, Transport,
};
use serde::de::{DeserializeOwned, IgnoredAny};

pub const BASE: &str = "https://api.example/base";
const KEY: &str = "0123456789abcdef0123456789abcdef";
/// 2026-03-12T13:30:00Z.
const NOW: Timestamp = Timestamp(1_773_322_200_000);
/// A command that has a field of nearly every operation's.
const COMMAND: &str = r#"{"body":"周四谁来？","kind":"note","title":"t","name":"n","nickname":"n","avatar":"a",
    "persona":{"nickname":"n","avatar":"a"},"policy":{},"invite":{"token":"t","code":"c"},"seat_id":"1","quantity":2,
    "asking":{"amount":9900,"currency":"CNY"},"starts_at":"2026-03-12T11:30:00Z","ends_at":"2026-03-12T11:30:00Z",
    "tiers":[{"from":1,"price":{"amount":1,"currency":"CNY"}}],"identity":"i","password":"p","phone":"1","code":"2"}"#;

/// The name and text of every descriptor of the project.
pub fn descriptors() -> Vec<(String, String)> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|dir| dir.join("public/backends").is_dir());
    let root = root.expect("the project's root");
    let entries = |folder: PathBuf| {
        let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
        entries.map(|entry| entry.expect("an entry").path()).collect::<Vec<_>>()
    };
    let mut files = entries(root.join("public/backends"));
    files.retain(|file| {
        file.to_string_lossy().ends_with(".json") && !file.to_string_lossy().contains(".schema.")
    });
    files.extend(
        entries(root.join("crates/net/tests/fixtures")).iter().map(|dir| dir.join("descriptor.json")),
    );
    files.sort();
    let shown = |file: &Path| file.strip_prefix(root).unwrap_or(file).display().to_string();
    files.iter().filter_map(|file| Some((shown(file), std::fs::read_to_string(file).ok()?))).collect()
}

/// Answers everything with one answer, and remembers what was asked.
pub struct Wire {
    pub answer: Answer,
    pub asked: RefCell<Vec<Request>>,
}

struct NoStream;
impl Stream for NoStream {}

struct Line(Rc<Wire>);
impl Transport for Line {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        self.0.asked.borrow_mut().push(request);
        let answer = self.0.answer.clone();
        Box::pin(async move { Ok(answer) })
    }
    fn cookie(&self, name: &str) -> Option<String> {
        Some(format!("the-{name}"))
    }
    fn stream(&self, request: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        self.0.asked.borrow_mut().push(request);
        Box::new(NoStream)
    }
}

/// A signed-in client of a backend that gives one answer to everything.
pub fn client(descriptor: Option<Descriptor>, answer: Answer) -> (Client, Rc<Wire>) {
    let config = format!(r#"{{"version":1,"api":{{"base":"{BASE}"}}}}"#);
    let config = Config::parse(&config, "https://app.example/").expect("a good configuration");
    let wire = Rc::new(Wire { answer, asked: RefCell::default() });
    let client = Client::new(config, descriptor, Rc::new(Line(wire.clone())));
    let me = Me { id: "1".into(), phone: None, phone_verified: true, wechat: false, created_at: NOW };
    client.set_session(Some(Session { token: "t".into(), me, refresh: Some("r".into()) }));
    (client, wire)
}

/// The same for a descriptor's text.
pub fn through(descriptor: Option<&str>, answer: Answer) -> (Client, Rc<Wire>) {
    let descriptor = descriptor.map(|text| Descriptor::parse(text, BASE).unwrap_or_else(|e| panic!("{e}")));
    client(descriptor, answer)
}

pub fn ok(body: impl Into<String>) -> Answer {
    Answer { status: 200, headers: Vec::new(), body: body.into() }
}

/// An operation of the contract as a call: any arguments, and a command that fits most.
pub fn call(row: &api::Row) -> Call {
    let args = row.path.matches('{').map(|_| "1".to_owned()).collect();
    let mut call = Call::of(row.name, row.method, row.path, args, NOW);
    if call.method != "GET" {
        call.key = Some(KEY.to_owned());
        call.body = Some(COMMAND.to_owned());
    }
    call
}

pub fn named(operation: &str) -> Call {
    call(api::TABLE.iter().find(|row| row.name == operation).expect("an operation"))
}

pub fn send(client: &Client, call: Call) -> Result<Reply, Error> {
    match pin!(client.send(call)).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(reply) => reply,
        Poll::Pending => panic!("the wire answers at once"),
    }
}

fn page<T: DeserializeOwned>(reply: &Reply) -> bool {
    reply.page(|_: T| ()).is_ok()
}

fn one<T: DeserializeOwned>(reply: &Reply) -> bool {
    reply.read::<T>().is_ok()
}

macro_rules! read {
    ($reply:expr, $answer:expr, $($name:literal: $type:ty),*) => {
        match $answer {
            $($name => one::<$type>($reply), concat!("Page<", $name, ">") => page::<$type>($reply),)*
            _ => one::<IgnoredAny>($reply) | page::<IgnoredAny>($reply),
        }
    };
}

/// Does an operation and reads what comes as what it should be: whether that worked. Most of the time it must not;
/// what matters is that it comes back.
pub fn exercise(client: &Client, row: &api::Row) -> bool {
    let _ = client.draft(&call(row));
    let Ok(reply) = send(client, call(row)) else { return false };
    use contract::{account, change, feed, group, groupbuy, info, invite, market};
    read!(&reply, row.answer,
        "Info": info::Info, "Session": account::Session, "Me": account::Me, "Group": group::Group,
        "Member": group::Member, "Invite": invite::Invite, "InvitePreview": invite::InvitePreview,
        "Joined": invite::Joined, "Post": feed::Post, "Comment": feed::Comment, "Class": market::Class,
        "Listing": market::Listing, "Deal": groupbuy::Deal, "Pledge": groupbuy::Pledge, "Changes": change::Changes
    )
}

/// Whether a URL is below the backend's own origin.
pub fn stays(url: &str) -> bool {
    url == "https://api.example" || url.starts_with("https://api.example/")
}
