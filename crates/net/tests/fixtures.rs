//! Dialects that are not run: what their backends answer, through a descriptor, as the contract; and what is sent.
//!
//! A folder in `fixtures/` is a dialect: `descriptor.json`; answers as they come over the wire, `*.http`;
//! `cases.json`, a list of operations and the answers that they get. `snapshot.txt` is what comes of it: for each
//! case every request, then what the app reads. `UPDATE_EXPECT=1 cargo test -p net --test fixtures` writes it anew.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking"
)]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::rc::Rc;

use contract::account::{Me, Session};
use contract::feed::{Comment, Post};
use contract::group::Group;
use contract::groupbuy::Deal;
use contract::market::Listing;
use contract::{Timestamp, api};
use expect_test::expect_file;
use net::descriptor::{Credentials, Descriptor};
use net::{
    Answer, Call, Client, Config, Error, Fault, LocalFuture, Reply, Request, Stream, StreamEvent, Transport,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const BASE: &str = "https://api.example";
const KEY: &str = "0123456789abcdef0123456789abcdef";
/// 2026-03-12T13:30:00Z.
const NOW: Timestamp = Timestamp(1_773_322_200_000);

/// Plays the answers of one case, and remembers what was asked.
#[derive(Default)]
struct Play {
    answers: RefCell<VecDeque<Answer>>,
    asked: RefCell<Vec<Request>>,
}

impl Transport for Play {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        self.asked.borrow_mut().push(request);
        let answer = self.answers.borrow_mut().pop_front().ok_or(Fault::Network);
        Box::pin(async move { answer })
    }

    fn cookie(&self, name: &str) -> Option<String> {
        Some(format!("the-{name}"))
    }

    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        panic!("no fixture streams")
    }
}

fn folder(dialect: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(dialect)
}

fn file(dialect: &str, name: &str) -> String {
    let path = folder(dialect).join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// An answer as it came over the wire.
fn answer(dialect: &str, name: &str) -> Answer {
    let text = file(dialect, &format!("{name}.http"));
    let (head, body) = text.split_once("\n\n").unwrap_or((&text, ""));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let header =
        |line: &str| line.split_once(": ").map(|(n, v)| (n.to_ascii_lowercase(), v.to_owned())).unwrap();
    Answer { status, headers: lines.map(header).collect(), body: body.trim_end().to_owned() }
}

fn client(dialect: &str, case: &Value, play: Rc<Play>) -> Client {
    let text = file(dialect, "descriptor.json");
    let descriptor =
        Descriptor::parse(&text, BASE).unwrap_or_else(|e| panic!("{dialect}/descriptor.json: {e}"));
    let config = json!({"version": 1, "api": {"base": BASE}}).to_string();
    let config = Config::parse(&config, "https://app.example/").unwrap();
    let client = Client::new(config, Some(descriptor), play);
    let text = |name: &str| case[name].as_str().map(str::to_owned);
    if text("token").is_some() || text("me").is_some() {
        let id = text("me").unwrap_or_else(|| "1".to_owned()).as_str().into();
        let me = Me { id, phone: None, phone_verified: false, wechat: false, created_at: NOW };
        client.set_session(Some(Session {
            token: text("token").unwrap_or_default(),
            me,
            refresh: text("refresh"),
        }));
    }
    client
}

fn call(case: &Value) -> Call {
    let name = case["do"].as_str().unwrap();
    let body = case.get("command").map(Value::to_string);
    let mut call = match name {
        "sessions.password" => {
            Call::sign_in_by_password(&serde_json::from_value(case["command"].clone()).unwrap(), KEY, NOW)
        }
        "sessions.refresh" => Call::of("sessions.refresh", contract::Method::Post, "", Vec::new(), NOW),
        _ => {
            let row = api::TABLE
                .iter()
                .find(|row| row.name == name)
                .unwrap_or_else(|| panic!("no operation {name}"));
            let variables = row.path.split('{').skip(1).map(|rest| rest.split('}').next().unwrap());
            let args = variables
                .map(|v| case["args"][v].as_str().unwrap_or_else(|| panic!("{name}: {v}")).to_owned());
            Call::of(row.name, row.method, row.path, args.collect(), NOW)
        }
    };
    if call.method != "GET" {
        call.key = Some(KEY.to_owned());
        call.body = body.or(call.body);
    }
    if let Some(after) = case["after"].as_str() {
        call = call.with("after", after);
    }
    match case["limit"].as_u64() {
        Some(limit) => call.with("limit", limit.to_string()),
        None => call,
    }
}

fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    match core::pin::pin!(future).as_mut().poll(&mut context) {
        core::task::Poll::Ready(value) => value,
        core::task::Poll::Pending => panic!("the play answers at once"),
    }
}

/// What the app reads, as the contract's own JSON: through the types, so that nothing else can be in it.
fn contract_json(reply: &Reply) -> Result<Value, Error> {
    fn one<T: Serialize + DeserializeOwned>(reply: &Reply) -> Result<Value, Error> {
        Ok(serde_json::to_value(reply.read::<T>()?).unwrap())
    }
    fn page<T: Serialize + DeserializeOwned>(reply: &Reply) -> Result<Value, Error> {
        let mut items = Vec::new();
        let end = reply.page(|item: T| items.push(serde_json::to_value(item).unwrap()))?;
        let unreadable: Vec<_> =
            end.unreadable.iter().map(|u| format!("{}: {}", u.field, u.message)).collect();
        Ok(
            json!({"items": items, "next": end.next, "server_time": end.server_time, "unreadable": unreadable}),
        )
    }
    match reply.operation() {
        "posts.list" => page::<Post>(reply),
        "comments.list" => page::<Comment>(reply),
        "deals.list" => page::<Deal>(reply),
        "groups.list" => page::<Group>(reply),
        "posts.get" | "posts.create" => one::<Post>(reply),
        "deals.get" | "deals.create" => one::<Deal>(reply),
        "posts.delete" => one::<api::Done>(reply),
        name if name.starts_with("listings.") => one::<Listing>(reply),
        name if name.starts_with("sessions.") => one::<Session>(reply),
        name => panic!("say what {name} answers"),
    }
}

fn print_request(out: &mut String, request: &Request) {
    let mut url = request.url.clone();
    // Readable, and still what is sent: only the brackets and the like of a query are shown as they are.
    for (code, plain) in
        [("%5B", "["), ("%5D", "]"), ("%28", "("), ("%29", ")"), ("%2C", ","), ("%2A", "*"), ("%3A", ":")]
    {
        url = url.replace(code, plain);
    }
    writeln!(out, "{} {}", request.method, url).unwrap();
    for (name, value) in &request.headers {
        writeln!(out, "{name}: {value}").unwrap();
    }
    if request.credentials != Credentials::Omit {
        writeln!(out, "(with cookies: {:?})", request.credentials).unwrap();
    }
    if let Some(body) = &request.body {
        writeln!(out, "\n{body}").unwrap();
    }
}

fn told(result: Result<Value, Error>) -> String {
    match result {
        Ok(value) => format!("{value:#}"),
        Err(Error::Rejected(problem)) => {
            let problem = *problem;
            format!(
                "rejected: {:#}",
                json!({"code": problem.code, "status": problem.status, "detail": problem.detail,
                "errors": problem.errors, "retry_after_s": problem.retry_after_s})
            )
        }
        Err(other) => format!("{}: {other:?}", other.code()),
    }
}

fn snapshot(dialect: &str) -> String {
    let cases: Vec<Value> = serde_json::from_str(&file(dialect, "cases.json")).unwrap();
    let mut out = String::new();
    for case in &cases {
        let play = Rc::new(Play::default());
        let names =
            ["csrf", "renew", "read", "answer", "then"].into_iter().filter_map(|key| case[key].as_str());
        let joins = [&case["again"], &case["joins"]]
            .into_iter()
            .filter_map(Value::as_array)
            .flatten()
            .filter_map(Value::as_str);
        play.answers.borrow_mut().extend(names.chain(joins).map(|name| answer(dialect, name)));
        let client = client(dialect, case, play.clone());
        let result = now(client.send(call(case))).and_then(|reply| contract_json(&reply));
        let left: Vec<u16> = play.answers.borrow().iter().map(|answer| answer.status).collect();
        writeln!(out, "━━ {} <- {}\n", case["do"].as_str().unwrap(), case["answer"].as_str().unwrap())
            .unwrap();
        for request in play.asked.borrow().iter() {
            print_request(&mut out, request);
            out.push('\n');
        }
        if !left.is_empty() {
            writeln!(out, "(answers that nobody asked for: {left:?})").unwrap();
        }
        writeln!(out, "{}\n", told(result)).unwrap();
    }
    out
}

macro_rules! dialects {
    ($($name:ident $folder:literal;)*) => {
        $(#[test]
        fn $name() {
            expect_file![concat!("fixtures/", $folder, "/snapshot.txt")].assert_eq(&snapshot($folder));
        })*

        #[test]
        fn every_folder_is_a_test() {
            let mut folders: Vec<String> = std::fs::read_dir(folder(""))
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .collect();
            folders.sort();
            assert_eq!(folders, [$($folder),*]);
        }
    };
}

dialects! {
    corkboard "corkboard";
    directus "directus";
    drf_cursor "drf-cursor";
    drf_limit_offset "drf-limit-offset";
    drf_page "drf-page";
    laravel_paginator "laravel-paginator";
    laravel_resource "laravel-resource";
    postgrest "postgrest";
    strapi "strapi";
    supabase "supabase";
    yudao "yudao";
}

/// The descriptors that are shipped compile, whatever else is tested of them.
#[test]
fn shipped_descriptors_compile() {
    let shipped = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../public/backends");
    let mut seen = 0;
    for entry in std::fs::read_dir(shipped).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".json") && !name.ends_with(".schema.json") {
            seen += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            Descriptor::parse(&text, BASE).unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
    assert!(seen >= 3);
}
