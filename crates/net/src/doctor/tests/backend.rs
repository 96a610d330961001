//! A backend of a few lines for the doctor's tests: healthy, until a test spoils one habit of it.

use super::*;
use crate::json::parse;
use crate::{Fault, LocalFuture, Request};

pub(super) const NOW: Timestamp = Timestamp(1_773_315_000_000);
pub(super) const PAGE: &str = "https://app.example";
pub(super) const COMMAND: &str = "cargo xtask doctor https://api.example/v1";

pub(super) const DESCRIPTOR: &str = r#"{
    "descriptor": 1, "name": "T",
    "base": {"headers": {"tenant-id": "1"}},
    "envelope": {"success": {"at": "/code", "in": [0]}, "rows": "/rows", "row": "/data"},
    "paging": {"kind": "page", "page": "page", "size": "size", "total": "$headers/x-total-count"},
    "errors": {"message": ["/msg"], "code": ["/code"], "codes": {"404": "not_found"},
        "unauthenticated": {"status": [401], "codes": [401]}},
    "auth": {"kind": "bearer", "form": "password"},
    "live": {"kind": "contract"},
    "server_time": ["/now"],
    "idempotency": {"header": "idempotency-key"},
    "types": {"Post": {"group_id": "/group", "created_at": "/at"},
        "Session": {"me": ""}, "Me": {"created_at": "/at"}},
    "operations": {
        "sessions.password": {"post": "/login", "body": {"name": "/identity", "pass": "/password"}},
        "groups.list": {"get": "/groups"},
        "posts.list": {"get": "/groups/{group}/posts"},
        "posts.get": {"get": "/posts/{post}"},
        "posts.create": {"post": "/groups/{group}/posts", "body": ""},
        "posts.delete": {"delete": "/posts/{post}"},
        "changes.stream": "contract"
    }
}"#;

/// What a test changes: an answer, before it goes out.
pub(super) type Spoil = Box<dyn Fn(&Request, Heard) -> Heard>;

pub(super) struct Backend {
    pub(super) sees_all: bool,
    pub(super) spoil: Spoil,
    /// What it was asked: method and URL below the base, and the origin.
    pub(super) log: RefCell<Vec<String>>,
    pub(super) posts: RefCell<Vec<(String, String)>>,
}

impl Backend {
    pub(super) fn new(spoil: impl Fn(&Request, Heard) -> Heard + 'static) -> Self {
        let posts = (0..5).map(|n| (format!("p{n}"), format!("words {n}"))).collect();
        Self { sees_all: true, spoil: Box::new(spoil), log: RefCell::default(), posts: RefCell::new(posts) }
    }

    fn post(&self, id: &str, words: &str) -> String {
        let member = r#"{"id":"m1","persona":{"nickname":"小满","avatar":"cat-moss"},"role":"member","joined_at":"2026-03-01T08:00:00Z"}"#;
        format!(
            r#"{{"id":"{id}","group":"g1","author":{member},"kind":"note","body":"{words}","at":"2026-03-02T08:00:00Z"}}"#
        )
    }

    fn answer(&self, request: &Request) -> Answer {
        let path = request.url.strip_prefix("https://api.example/v1").unwrap_or(&request.url);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let number = |name: &str| {
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            pair.and_then(|value| value.parse::<usize>().ok())
        };
        let signed = request.headers.contains(&("authorization".to_owned(), "Bearer t".to_owned()));
        let one = |id: &str| self.posts.borrow().iter().find(|(known, _)| known == id).cloned();
        let (status, total, body) = match (request.method, path) {
            ("OPTIONS", _) => (204, None, String::new()),
            ("POST", "/login") => (
                200,
                None,
                r#"{"code":0,"data":{"token":"t","id":"a","at":"2026-03-01T08:00:00Z"}}"#.to_owned(),
            ),
            _ if !signed => (200, None, r#"{"code":401,"msg":"who are you?"}"#.to_owned()),
            ("GET", "/groups") => (200, Some(1), rows(&[GROUP.to_owned()])),
            ("GET", "/groups/g1/posts") => {
                let all: Vec<String> =
                    self.posts.borrow().iter().map(|(id, words)| self.post(id, words)).collect();
                let (page, size) = (number("page").unwrap_or(1), number("size").unwrap_or(20));
                let some: Vec<String> = all.iter().skip((page - 1) * size).take(size).cloned().collect();
                (200, Some(all.len()), rows(&some))
            }
            ("POST", "/groups/g1/posts") => {
                let sent = request.body.as_deref().unwrap_or("{}");
                let node = parse(sent).unwrap();
                let words = node.get("body").and_then(Node::as_text).unwrap_or("").to_owned();
                self.posts.borrow_mut().insert(0, ("new".to_owned(), words.clone()));
                (200, None, format!(r#"{{"code":0,"data":{}}}"#, self.post("new", &words)))
            }
            ("DELETE", path) => {
                let id = path.rsplit('/').next().unwrap_or("").to_owned();
                self.posts.borrow_mut().retain(|(known, _)| *known != id);
                (200, None, r#"{"code":0}"#.to_owned())
            }
            ("GET", path) if path.starts_with("/posts/") => match one(path.trim_start_matches("/posts/")) {
                Some((id, words)) => {
                    (200, None, format!(r#"{{"code":0,"data":{}}}"#, self.post(&id, &words)))
                }
                None => (200, None, r#"{"code":404,"msg":"nothing here"}"#.to_owned()),
            },
            _ => (404, None, r#"{"code":404,"msg":"no such place"}"#.to_owned()),
        };
        let mut headers = vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("access-control-allow-origin".to_owned(), PAGE.to_owned()),
            ("access-control-expose-headers".to_owned(), "X-Total-Count, Date".to_owned()),
        ];
        if let Some(total) = total {
            headers.push(("x-total-count".to_owned(), total.to_string()));
        }
        if request.method == "OPTIONS" {
            headers.push(("access-control-allow-methods".to_owned(), "GET, POST, DELETE".to_owned()));
            let allowed = "Authorization, Content-Type, Idempotency-Key, Tenant-Id";
            headers.push(("access-control-allow-headers".to_owned(), allowed.to_owned()));
        }
        Answer { status, headers, body }
    }
}

pub(super) const GROUP: &str = r#"{"id":"g1","name":"周四普拉提","cover":"indigo","member_count":3,
    "me":{"id":"m1","persona":{"nickname":"小满","avatar":"cat-moss"},"joined_at":"2026-03-01T08:00:00Z"},
    "created_at":"2026-03-01T08:00:00Z"}"#;

pub(super) fn rows(rows: &[String]) -> String {
    format!(r#"{{"code":0,"now":"{NOW}","rows":[{}]}}"#, rows.join(","))
}

impl Probe for Backend {
    fn sees_all(&self) -> bool {
        self.sees_all
    }
    fn now(&self) -> Timestamp {
        NOW
    }
    fn send(&self, request: Request) -> LocalFuture<Heard> {
        let path = request.url.replace("https://api.example/v1", "");
        self.log.borrow_mut().push(format!("{} {path}", request.method));
        let heard = (self.spoil)(&request, Ok(self.answer(&request)));
        Box::pin(async move { heard })
    }
    fn listen(&self, request: Request, _: u32) -> LocalFuture<Heard> {
        let headers = vec![
            ("content-type".to_owned(), "text/event-stream".to_owned()),
            ("access-control-allow-origin".to_owned(), PAGE.to_owned()),
        ];
        let first = Answer { status: 200, headers, body: "event: change\n\n".to_owned() };
        let heard = (self.spoil)(&request, Ok(first));
        Box::pin(async move { heard })
    }
}

/// A transport that nobody uses: the doctor brings its own.
struct Nowhere;

impl crate::Transport for Nowhere {
    fn send(&self, _: Request) -> LocalFuture<Result<Answer, Fault>> {
        Box::pin(async { Err(Fault::Network) })
    }
    fn stream(&self, _: Request, _: Box<dyn FnMut(crate::StreamEvent)>) -> Box<dyn crate::Stream> {
        unreachable!("the doctor opens streams by its probe")
    }
}

pub(super) fn client(descriptor: Option<&str>, base: &str) -> Client {
    let config = format!(r#"{{"version":1,"api":{{"base":"{base}"}}}}"#);
    let config = crate::Config::parse(&config, "https://app.example/index.html").unwrap();
    let descriptor = descriptor.map(|text| crate::descriptor::Descriptor::parse(text, base).unwrap());
    Client::new(config, descriptor, Rc::new(Nowhere))
}

pub(super) fn options() -> Options {
    Options {
        origin: Some(PAGE.to_owned()),
        sign_in: Some(PasswordSignIn { identity: "a".to_owned(), password: "b".to_owned() }),
        key: "0123456789abcdef0123456789abcdef".to_owned(),
        command: COMMAND.to_owned(),
        ..Options::default()
    }
}

/// Runs a doctor to its end: every probe here answers at once.
pub(super) fn examine(client: &Client, probe: Rc<dyn Probe>, options: Options) -> Vec<Row> {
    let rows = Rc::new(RefCell::new(Vec::new()));
    let into = rows.clone();
    let doctor = Doctor::new(client, probe, options, move |row| into.borrow_mut().push(row));
    let mut run = Box::pin(doctor.run());
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    assert!(run.as_mut().poll(&mut context).is_ready(), "every probe answers at once");
    drop(run);
    rows.take()
}
