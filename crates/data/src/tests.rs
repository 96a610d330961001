//! The kernel against a scripted backend: no browser, no clock, no network.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use contract::account::{Me, Session};
use contract::feed::{NewPost, Post, PostKind};
use contract::{AccountId, GroupId, PostId, Timestamp, api};
use futures::executor::LocalPool;
use futures::task::LocalSpawnExt;
use loadable::Loadable;
use net::{Answer, Client, Config, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};
use reactive_graph::owner::Owner;
use reactive_graph::traits::{GetUntracked, Set};

use crate::{Arrival, Data, Disk, Host, Progress};

mod circle;
mod live;
mod outbox;
mod place;
mod seen;
mod upload;
mod wechat;

type Script = Rc<RefCell<dyn FnMut(&Request) -> Result<Answer, Fault>>>;
type OnEvent = Box<dyn FnMut(StreamEvent)>;

#[derive(Default)]
struct Wire {
    asked: RefCell<Vec<Request>>,
    script: RefCell<Option<Script>>,
    stream: RefCell<Option<OnEvent>>,
}

struct Handle;
impl Stream for Handle {}

struct Net(Rc<Wire>);
impl Transport for Net {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        self.0.asked.borrow_mut().push(request.clone());
        let script = self.0.script.borrow().clone();
        Box::pin(async move {
            match script {
                Some(script) => (script.borrow_mut())(&request),
                None => Err(Fault::Offline),
            }
        })
    }
    fn stream(&self, _: Request, on_event: OnEvent) -> Box<dyn Stream> {
        *self.0.stream.borrow_mut() = Some(on_event);
        Box::new(Handle)
    }
}

struct Machine(RefCell<u8>, futures::executor::LocalSpawner, Rc<Cell<i64>>);
impl Host for Machine {
    fn now(&self) -> Timestamp {
        Timestamp(self.2.get())
    }
    fn random(&self) -> [u8; 16] {
        *self.0.borrow_mut() += 1;
        [*self.0.borrow(); 16]
    }
    fn spawn(&self, task: LocalFuture<()>) {
        self.1.spawn_local(task).unwrap();
    }
    fn sleep(&self, ms: u32) -> LocalFuture<()> {
        SLEPT.with(|slept| slept.borrow_mut().push(ms));
        // Whoever sleeps for ever is woken by nobody: a test bounds how often time passes.
        if SLEPT.with(|slept| slept.borrow().len()) > LIMIT.with(Cell::get) {
            return Box::pin(core::future::pending());
        }
        Box::pin(async {})
    }
}

thread_local! {
    /// How long was slept, in milliseconds.
    static SLEPT: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
    /// How often time passes before it stands still.
    static LIMIT: Cell<usize> = const { Cell::new(usize::MAX) };
}

#[derive(Default)]
struct Memory(RefCell<BTreeMap<String, String>>);
impl Disk for Memory {
    fn get(&self, name: &str) -> Option<String> {
        self.0.borrow().get(name).cloned()
    }
    fn set(&self, name: &str, text: &str) -> bool {
        self.0.borrow_mut().insert(name.into(), text.into());
        true
    }
    fn remove(&self, name: &str) {
        self.0.borrow_mut().remove(name);
    }
    fn names(&self, prefix: &str) -> Vec<String> {
        self.0.borrow().keys().filter(|k| k.starts_with(prefix)).cloned().collect()
    }
}

struct World {
    pool: LocalPool,
    wire: Rc<Wire>,
    disk: Rc<Memory>,
    data: Data,
    clock: Rc<Cell<i64>>,
    _owner: Owner,
}

impl World {
    fn new() -> Self {
        Self::on(Rc::default())
    }

    fn on(disk: Rc<Memory>) -> Self {
        // Effects run only where somebody polls them: here, nobody; a second start of the executor is no news.
        let _ = any_spawner::Executor::init_futures_executor();
        let owner = Owner::new();
        owner.set();
        let pool = LocalPool::new();
        let wire = Rc::new(Wire::default());
        let config = Config::parse(r#"{"version":1,"api":{"base":"./api"}}"#, "https://x.example/").unwrap();
        let client = Client::new(config, None, Rc::new(Net(wire.clone())));
        let clock = Rc::new(Cell::new(1_000_000));
        let machine = Machine(RefCell::default(), pool.spawner(), clock.clone());
        let data = Data::new(client, Rc::new(machine), disk.clone());
        Self { pool, wire, disk, data, clock, _owner: owner }
    }

    fn signed_in() -> Self {
        let world = Self::new();
        world.data.sign_in(session("a"), None);
        world
    }

    fn answers(&self, f: impl FnMut(&Request) -> Result<Answer, Fault> + 'static) {
        *self.wire.script.borrow_mut() = Some(Rc::new(RefCell::new(f)));
    }

    fn settle(&mut self) {
        self.pool.run_until_stalled();
    }

    fn streams(&mut self, event: StreamEvent) {
        let mut on_event = self.wire.stream.borrow_mut().take().unwrap();
        on_event(event);
        self.wire.stream.borrow_mut().get_or_insert(on_event);
        self.settle();
    }

    fn asked(&self) -> Vec<String> {
        let asked = self.wire.asked.take();
        asked.iter().map(|r| r.url.trim_start_matches("https://x.example/api").to_owned()).collect()
    }
}

fn session(id: &str) -> Session {
    let me = Me {
        id: AccountId::from(id),
        phone: None,
        phone_verified: true,
        wechat: false,
        created_at: Timestamp::default(),
    };
    Session { token: format!("token-{id}"), me, refresh: None }
}

fn post(id: usize) -> Post {
    Post {
        moment: None,
        id: PostId(id.to_string()),
        group_id: GroupId::from("g"),
        author: None,
        kind: PostKind::Note,
        body: format!("post {id}"),
        attachment: None,
        pinned: false,
        comment_count: 0,
        created_at: Timestamp(0),
        yours: false,
        photos: vec![],
        edited_at: None,
        reactions: vec![],
        roll_call: None,
        answer: None,
        mentions: vec![],
        circle_id: None,
    }
}

fn ok(value: &impl serde::Serialize) -> Result<Answer, Fault> {
    Ok(Answer { status: 200, headers: vec![], body: serde_json::to_string(value).unwrap() })
}

/// A feed of the posts `newest..=1`, newest first, in pages.
fn feed(request: &Request, newest: usize) -> Result<Answer, Fault> {
    let number = |name: &str| {
        let (_, rest) = request.url.split_once(name)?;
        rest.split('&').next()?.parse::<usize>().ok()
    };
    let from = number("after=").unwrap_or(newest + 1);
    let limit = number("limit=").unwrap_or(20);
    let items: Vec<Post> = (1..from).rev().take(limit).map(post).collect();
    let last = from.saturating_sub(limit);
    let next = (last > 1).then(|| last.to_string());
    ok(&contract::Page { items, next, cursor: Some(newest.to_string()), server_time: Timestamp(1_000_000) })
}

fn changes(cursor: &str, items: serde_json::Value) -> Result<Answer, Fault> {
    ok(&serde_json::json!({
        "items": items, "cursor": cursor, "more": false, "reset": false,
        "server_time": "1970-01-01T00:16:40.000Z",
    }))
}

fn change(kind: &str, op: &str, id: &str) -> serde_json::Value {
    serde_json::json!({"cursor": "9", "kind": kind, "op": op, "id": id, "group_id": "g"})
}

fn ids(list: crate::List<Post>) -> Vec<usize> {
    let view = list.view().get_untracked();
    view.value().unwrap().ids.iter().map(|id| id.parse().unwrap()).collect()
}

#[test]
fn a_feed_comes_page_by_page_and_ends() {
    let mut world = World::signed_in();
    world.answers(|r| feed(r, 45));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(ids(list), (26..=45).rev().collect::<Vec<_>>());
    for _ in 0..5 {
        list.more();
        list.more();
        world.settle();
    }
    assert_eq!(ids(list), (1..=45).rev().collect::<Vec<_>>());
    assert_eq!(world.asked().len(), 3, "no page is asked for twice, none past the end");
}

#[test]
fn new_posts_wait_and_nothing_moves() {
    let mut world = World::signed_in();
    let newest = Rc::new(RefCell::new(30));
    let n = newest.clone();
    world.answers(move |r| match r.url.contains("/changes") {
        true => changes(
            "9",
            serde_json::json!([change("post", "created", "31"), change("post", "created", "32")]),
        ),
        false => feed(r, *n.borrow()),
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    let before = ids(list);
    world.asked();
    *newest.borrow_mut() = 32;
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(
        world.asked(),
        ["/changes?since=30", "/groups/g/posts?limit=20"],
        "one question for two posts"
    );
    assert_eq!(ids(list), before);
    assert_eq!(list.view().get_untracked().value().unwrap().fresh, 2);
    list.show_fresh();
    assert_eq!(ids(list)[..3], [32, 31, 30]);
    assert_eq!(ids(list).len(), before.len() + 2);
}

#[test]
fn what_i_made_elsewhere_does_not_wait() {
    let mut world = World::signed_in();
    let newest = Rc::new(RefCell::new(3));
    let n = newest.clone();
    world.answers(move |r| match r.url.contains("/changes") {
        true => changes("9", serde_json::json!([change("post", "created", "4")])),
        false => {
            let items: Vec<Post> =
                (1..=*n.borrow()).rev().map(|i| Post { yours: i == 4, ..post(i) }).collect();
            ok(&contract::Page { items, next: None, cursor: None, server_time: Timestamp(1_000_000) })
        }
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    *newest.borrow_mut() = 4;
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(ids(list), [4, 3, 2, 1]);
    assert_eq!(list.view().get_untracked().value().unwrap().fresh, 0);
}

#[test]
fn more_news_than_a_page_leaves_no_silent_gap() {
    let mut world = World::signed_in();
    let newest = Rc::new(RefCell::new(30));
    let n = newest.clone();
    world.answers(move |r| match r.url.contains("/changes") {
        true => changes("9", serde_json::json!([change("post", "created", "90")])),
        false => feed(r, *n.borrow()),
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    *newest.borrow_mut() = 90;
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    list.show_fresh();
    for _ in 0..9 {
        list.more();
        world.settle();
    }
    assert_eq!(ids(list), (1..=90).rev().collect::<Vec<_>>());
}

#[test]
fn a_deleted_post_leaves_the_list_and_the_cache() {
    let mut world = World::signed_in();
    world.answers(|r| match r.url.contains("/changes") {
        true => changes("9", serde_json::json!([change("post", "deleted", "2")])),
        false => feed(r, 3),
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    let shown = list.item("2");
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(ids(list), [3, 1]);
    assert!(matches!(shown.get_untracked(), Loadable::Failed(n, None) if n.code == "gone"));
}

#[test]
fn a_deals_pledges_follow_the_deal() {
    let mut world = World::signed_in();
    world.answers(|r| match r.url.contains("/changes") {
        true => changes("9", serde_json::json!([change("deal", "updated", "d")])),
        false => ok(&contract::Page::<contract::groupbuy::Pledge> {
            items: vec![],
            next: None,
            cursor: Some("1".into()),
            server_time: Timestamp(1_000_000),
        }),
    });
    for deal in ["d", "other"] {
        let _ = world.data.list::<contract::groupbuy::Pledge>(api::PLEDGES, &[deal], Arrival::AtOnce);
    }
    world.settle();
    world.asked();
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(world.asked(), ["/changes?since=1", "/deals/d/pledges?limit=20"]);
}

#[test]
fn a_thing_that_changes_often_is_asked_for_once_at_a_time() {
    let mut world = World::signed_in();
    world.answers(|r| match r.url.contains("/changes") {
        true => {
            let many: Vec<_> = (0..50).map(|_| change("post", "updated", "2")).collect();
            changes("9", serde_json::json!(many))
        }
        false => ok(&post(2)),
    });
    let one = world.data.one::<Post>("2");
    world.settle();
    world.asked();
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(world.asked(), ["/changes", "/posts/2"]);
    assert!(matches!(one.get_untracked(), Loadable::Ready(_)));
}

#[test]
fn a_lost_stream_comes_back_and_catches_up() {
    let mut world = World::signed_in();
    world.answers(|r| match r.url.contains("/changes") {
        true => changes("77", serde_json::json!([])),
        false => feed(r, 3),
    });
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    world.asked();
    world.streams(StreamEvent::Ended(Some(Fault::Network)));
    world.streams(StreamEvent::Opened(200));
    assert_eq!(world.asked(), ["/changes?since=77"]);
    world.data.live_stop();
    world.streams(StreamEvent::Chunk("event: change\ndata: {}\n\n".into()));
    assert_eq!(world.asked(), Vec::<String>::new(), "a hidden page asks for nothing");
}

fn key(request: &Request) -> String {
    request.headers.iter().find(|(n, _)| n == contract::IDEMPOTENCY_KEY).unwrap().1.clone()
}

fn note(body: &str) -> NewPost {
    NewPost { body: body.into(), kind: PostKind::Note, ..NewPost::default() }
}

#[test]
fn a_double_tap_sends_once_and_a_retry_is_the_same_intent() {
    let mut world = World::signed_in();
    world.answers(|_| Err(Fault::Timeout));
    let mutation = world.data.mutation();
    let send = |body: &str| mutation.run(api::NEW_POST, &["g"], &note(body), |_| {});
    send("hello");
    send("hello");
    assert_eq!(mutation.progress().get_untracked(), Progress::Sending);
    world.settle();
    assert!(matches!(mutation.progress().get_untracked(), Progress::Failed(n) if n.code == "timeout"));
    send("hello");
    world.settle();
    send("hello, all");
    world.settle();
    let keys: Vec<String> = world.wire.asked.borrow().iter().map(key).collect();
    assert_eq!(keys.len(), 3);
    assert_eq!(keys[0], keys[1]);
    assert_ne!(keys[1], keys[2], "another text is another intent");
}

#[test]
fn a_draft_survives_a_reload_with_its_key_and_goes_when_confirmed() {
    let mut world = World::signed_in();
    world.answers(|_| Err(Fault::Timeout));
    let draft = world.data.draft("g/post");
    let body = draft.field("body", "");
    body.set("周四谁来？".into());
    assert!(draft.keep());
    draft.mutation(world.data).run(api::NEW_POST, &["g"], &note(&body.get_untracked()), |_| {});
    world.settle();
    let first = key(&world.wire.asked.borrow()[0]);

    let mut reloaded = World::on(world.disk.clone());
    reloaded.answers(|_| ok(&post(1)));
    let draft = reloaded.data.draft("g/post");
    assert!(draft.was_kept());
    let body = draft.field("body", "");
    assert_eq!(body.get_untracked(), "周四谁来？");
    draft.mutation(reloaded.data).run(api::NEW_POST, &["g"], &note(&body.get_untracked()), |_| {});
    reloaded.settle();
    assert_eq!(key(&reloaded.wire.asked.borrow()[0]), first);
    assert_eq!(body.get_untracked(), "");
    assert!(!reloaded.data.draft("g/post").was_kept());
}

#[test]
fn a_refused_send_keeps_the_draft() {
    let mut world = World::signed_in();
    world.answers(|_| {
        Ok(Answer {
            status: 422,
            headers: vec![],
            body: r#"{"code":"validation_failed",
        "errors":[{"pointer":"/persona/nickname","code":"too_long"}]}"#
                .into(),
        })
    });
    let draft = world.data.draft("g/post");
    let body = draft.field("body", "");
    body.set("kept".into());
    draft.keep();
    let mutation = draft.mutation(world.data);
    mutation.run(api::NEW_POST, &["g"], &note("kept"), |_| {});
    world.settle();
    let notice = mutation.notice().get_untracked().unwrap();
    assert_eq!(notice.field("nickname"), Some("too_long"));
    assert_eq!(body.get_untracked(), "kept");
    assert!(world.data.draft("g/post").was_kept());
}

#[test]
fn an_ended_session_wipes_the_cache_and_keeps_the_drafts() {
    let mut world = World::signed_in();
    world.answers(|_| ok(&post(2)));
    let shown = world.data.one::<Post>("2");
    world.settle();
    let draft = world.data.draft("g/post");
    draft.field("body", "").set("kept".into());
    draft.keep();
    world.answers(|_| Ok(Answer { status: 401, ..Answer::default() }));
    world.data.fetch::<Post>("2");
    world.settle();
    assert!(!world.data.signed_in().get_untracked());
    assert!(shown.get_untracked().value().is_none());
    world.data.sign_in(session("a"), None);
    assert!(world.data.draft("g/post").was_kept());
    world.data.sign_out();
    assert!(world.disk.0.borrow().is_empty(), "signing out leaves nothing: {:?}", world.disk.0);
}

#[test]
fn what_was_typed_before_signing_in_goes_along() {
    let world = World::new();
    let draft = world.data.draft("join/g");
    let nickname = draft.field("nickname", "");
    nickname.set("小河".into());
    draft.keep();
    world.data.sign_in(session("a"), None);
    assert_eq!(world.data.draft("join/g").field("nickname", "").get_untracked(), "小河");
    world.data.sign_out();
    assert!(world.disk.0.borrow().is_empty());
}

#[test]
fn an_answer_to_the_account_before_is_not_written_down() {
    let mut world = World::signed_in();
    world.answers(|_| ok(&post(2)));
    let shown = world.data.one::<Post>("2");
    world.data.sign_in(session("b"), None);
    world.settle();
    assert!(shown.get_untracked().value().is_none());
}

#[test]
fn the_servers_clock_is_followed() {
    let mut world = World::signed_in();
    world.answers(|_| {
        ok(&contract::Page::<Post> {
            items: vec![],
            next: None,
            cursor: None,
            server_time: Timestamp(87_400_000),
        })
    });
    let _ = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(world.data.now(), Timestamp(87_400_000));
    assert_eq!(world.data.clock_skew_ms(), 86_400_000);
}

#[test]
fn an_answer_that_comes_after_its_page_was_left_harms_nobody() {
    let mut world = World::signed_in();
    world.answers(|_| ok(&post(1)));
    let page = Owner::new();
    let heard = Rc::new(RefCell::new(Vec::new()));
    page.with(|| {
        let draft = world.data.draft("g/post");
        let body = draft.field("body", "");
        body.set("sent".into());
        draft.keep();
        let (usual, certain) = (heard.clone(), heard.clone());
        let (one, two) = (draft.mutation(world.data), world.data.mutation());
        one.run(api::NEW_POST, &["g"], &note("sent"), move |_| usual.borrow_mut().push("usual"));
        two.run_whatever_comes(api::NEW_POST, &["g"], &note("x"), move |_, page_is_here| {
            certain.borrow_mut().push(if page_is_here { "here" } else { "left" });
        });
    });
    page.cleanup();
    drop(page);
    world.settle();
    assert_eq!(*heard.borrow(), ["left"], "nobody is pulled off another page, and what matters is heard");
    assert!(!world.data.draft("g/post").was_kept(), "what the backend has is no draft any more");
}

#[test]
fn what_is_typed_while_sending_stays() {
    let mut world = World::signed_in();
    world.answers(|_| ok(&post(1)));
    let draft = world.data.draft("g/comment");
    let body = draft.field("body", "");
    body.set("first".into());
    draft.keep();
    draft.mutation(world.data).run(api::NEW_POST, &["g"], &note("first"), |_| {});
    body.set("first, and second".into());
    draft.keep();
    world.settle();
    assert_eq!(body.get_untracked(), "first, and second");
    assert_eq!(world.data.draft("g/comment").field("body", "").get_untracked(), "first, and second");
}

#[test]
fn a_stale_tab_does_not_end_the_session_of_another() {
    let mut world = World::signed_in();
    let other = World::on(world.disk.clone());
    other.data.sign_out();
    other.data.sign_in(session("b"), None);
    world.answers(|_| Ok(Answer { status: 401, ..Answer::default() }));
    world.data.fetch::<Post>("2");
    world.settle();
    assert!(world.disk.get("session").is_some_and(|s| s.contains("token-b")));
    // It takes the other's session up at once, and shows nothing of before.
    assert_eq!(world.data.account(), Some(AccountId::from("b")));
}

#[test]
fn what_a_visitor_typed_goes_along_when_they_sign_in() {
    let world = foreign_with(
        r#"{"kind": "none"}"#,
        r#"{"kind": "bearer", "anonymous": true, "me": {"id": "v", "phone_verified": false, "created_at": "2026-01-01T00:00:00Z"}}"#,
    );
    world.data.draft("g/comment").field("body", "").set("typed as a visitor".into());
    let draft = world.data.draft("g/post");
    draft.field("body", "").set("a post".into());
    draft.keep();
    world.data.sign_in(session("a"), None);
    assert_eq!(world.data.draft("g/post").field("body", "").get_untracked(), "a post");
}

#[test]
fn a_bad_network_while_renewing_ends_no_session() {
    let mut world = foreign_with(r#"{"kind": "none"}"#, r#"{"kind": "bearer"}"#);
    let mut mine = session("a");
    mine.refresh = Some("r".into());
    world.data.sign_in(mine, None);
    world.answers(|r| match r.url.contains("/renew") {
        true => Err(Fault::Timeout),
        false => Ok(Answer { status: 401, ..Answer::default() }),
    });
    let _list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.data.fetch::<Post>("2");
    world.settle();
    assert_eq!(world.data.account(), Some(AccountId::from("a")), "nobody is signed out by a bad network");
    world.answers(|_| Ok(Answer { status: 401, ..Answer::default() }));
    world.data.fetch::<Post>("2");
    world.settle();
    assert_eq!(world.data.account(), None, "a refusal is a refusal");
}

#[test]
fn a_refresh_that_brings_less_keeps_what_is_below() {
    let mut world = foreign_with(r#"{"kind": "none"}"#, r#"{"kind": "bearer"}"#);
    world.data.sign_in(session("a"), None);
    let page = |r: &Request| {
        let number =
            r.url.split("page=").nth(1).and_then(|rest| rest.split('&').next()?.parse::<usize>().ok());
        let from = (number.unwrap_or(1) - 1) * 10;
        rows(&(from + 1..=from + 10).collect::<Vec<_>>())
    };
    world.answers(page);
    let list = world.data.list::<Post>(api::PINNED, &["g"], Arrival::AtOnce);
    world.settle();
    list.more();
    world.settle();
    assert_eq!(ids(list).len(), 20);
    world.data.refresh_for_tests(list);
    world.settle();
    assert_eq!(ids(list).len(), 20, "nothing collapses under the finger");
}

#[test]
fn leaving_a_group_forgets_what_was_seen_of_it() {
    let mut world = World::signed_in();
    world.answers(|r| match r.url.contains("/comments") {
        true => ok(&contract::Page::<contract::feed::Comment> {
            items: vec![],
            next: None,
            cursor: None,
            server_time: Timestamp(1_000_000),
        }),
        false => ok(&post(2)),
    });
    let shown = world.data.one::<Post>("2");
    let talk = world.data.list::<contract::feed::Comment>(api::COMMENTS, &["2"], Arrival::AtOnce);
    world.settle();
    assert!(talk.view().get_untracked().value().is_some());
    world.data.forget_group(&GroupId::from("g"));
    assert!(shown.get_untracked().value().is_none());
    assert!(talk.view().get_untracked().value().is_none());
}

#[test]
fn a_group_that_is_dissolved_says_so_to_whoever_looks_at_it() {
    let mut world = World::signed_in();
    let group = || {
        serde_json::from_value::<contract::group::Group>(serde_json::json!({
            "id": "g", "name": "试试", "about": "", "policy": contract::group::Policy::default(),
            "member_count": 3, "created_at": "1970-01-01T00:00:00.000Z",
            "me": {"id": "m", "persona": {"nickname": "我", "avatar": "bloom-indigo"}, "role": "member",
                "joined_at": "1970-01-01T00:00:00.000Z"},
        }))
        .unwrap()
    };
    world.answers(move |r| match (r.url.contains("/changes"), r.url.ends_with("/groups/g")) {
        (true, _) => {
            let told = [change("group", "deleted", "g"), change("membership", "deleted", "m")];
            changes("9", serde_json::json!(told))
        }
        (_, true) => ok(&group()),
        _ => feed(r, 3),
    });
    let shown = world.data.one::<contract::group::Group>("g");
    let talk = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert!(shown.get_untracked().value().is_some() && talk.view().get_untracked().value().is_some());
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert!(matches!(shown.get_untracked(), Loadable::Failed(n, None) if n.code == "group_dissolved"));
    assert!(talk.view().get_untracked().value().is_none());
}

#[test]
fn what_i_may_not_see_any_more_leaves_the_screen() {
    let mut world = World::signed_in();
    world.answers(|_| ok(&post(2)));
    let shown = world.data.one::<Post>("2");
    world.settle();
    world.answers(|_| Ok(Answer { status: 404, headers: vec![], body: r#"{"code":"not_found"}"#.into() }));
    world.data.fetch::<Post>("2");
    world.settle();
    assert!(matches!(shown.get_untracked(), Loadable::Failed(n, None) if n.code == "not_found"));
    world.answers(|_| ok(&post(2)));
    let again = world.data.one::<Post>("2");
    world.settle();
    assert!(matches!(again.get_untracked(), Loadable::Ready(_)), "asked again when somebody comes back");
}

#[test]
fn a_stream_that_falls_silent_is_opened_anew() {
    let mut world = World::signed_in();
    world.answers(|_| changes("7", serde_json::json!([])));
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    world.clock.set(world.clock.get() + 30_000);
    world.data.tick();
    assert_eq!(world.data.live_state().get_untracked(), crate::LiveState::Connected);
    world.streams(StreamEvent::Chunk(":here\n\n".into()));
    world.clock.set(world.clock.get() + 41_000);
    world.data.tick();
    assert_eq!(world.data.live_state().get_untracked(), crate::LiveState::Connecting);
}

#[test]
fn a_refresh_that_did_not_come_is_asked_for_again() {
    let mut world = World::signed_in();
    let newest = Rc::new(RefCell::new(3));
    let n = newest.clone();
    world.answers(move |r| feed(r, *n.borrow()));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    *newest.borrow_mut() = 4;
    world.answers(|r| match r.url.contains("/changes") {
        true => changes("9", serde_json::json!([change("post", "created", "4")])),
        false => Err(Fault::Timeout),
    });
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(list.view().get_untracked().value().unwrap().fresh, 0);
    let n = newest.clone();
    world.answers(move |r| feed(r, *n.borrow()));
    world.data.tick();
    world.settle();
    assert_eq!(list.view().get_untracked().value().unwrap().fresh, 1);
}

#[test]
fn a_list_that_never_came_is_asked_for_as_soon_as_the_network_is_back() {
    let mut world = World::signed_in();
    world.answers(|_| Err(Fault::Timeout));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.data.live_start();
    world.settle();
    assert!(list.view().get_untracked().value().is_none());
    world.answers(|r| feed(r, 3));
    world.data.live_wake();
    world.settle();
    assert!(list.view().get_untracked().value().is_some());
}

/// A backend without the contract's stream: a world whose client speaks through a descriptor.
fn foreign(live: &str) -> World {
    let world = foreign_with(live, r#"{"kind": "bearer"}"#);
    world.data.sign_in(session("a"), None);
    world
}

fn foreign_with(live: &str, auth: &str) -> World {
    foreign_that_does(live, auth, "")
}

/// The same with more operations, each after a comma.
fn foreign_that_does(live: &str, auth: &str, more: &str) -> World {
    let descriptor = format!(
        r#"{{"descriptor": 1, "name": "x", "live": {live}, "envelope": {{"rows": "/rows"}},
        "auth": {auth}, "paging": {{"kind": "page", "size": "size"}},
        "types": {{"Post": {{"group_id": {{"value": "g"}}}}}},
        "operations": {{"posts.list": {{"get": "/posts"}}, "posts.pinned": {{"get": "/pinned", "paging": {{"kind": "page", "fixed": 10}}}},
        "sessions.refresh": {{"post": "/renew"}}, "posts.get": {{"get": "/posts/{{post}}"}}{more}}}}}"#
    );
    let _ = any_spawner::Executor::init_futures_executor();
    let owner = Owner::new();
    owner.set();
    let pool = LocalPool::new();
    let (wire, disk) = (Rc::new(Wire::default()), Rc::new(Memory::default()));
    let config = Config::parse(r#"{"version":1,"api":{"base":"./api"}}"#, "https://x.example/").unwrap();
    let descriptor = net::descriptor::Descriptor::parse(&descriptor, &config.api_base).unwrap();
    let client = Client::new(config, Some(descriptor), Rc::new(Net(wire.clone())));
    let clock = Rc::new(Cell::new(1_000_000));
    let machine = Machine(RefCell::default(), pool.spawner(), clock.clone());
    let data = Data::new(client, Rc::new(machine), disk.clone());
    World { pool, wire, disk, data, clock, _owner: owner }
}

fn rows(ids: &[usize]) -> Result<Answer, Fault> {
    let one = |id: &usize| serde_json::json!({"id": id, "body": "x", "created_at": 1_000_000});
    ok(&serde_json::json!({"rows": ids.iter().map(one).collect::<Vec<_>>()}))
}

#[test]
fn pocketbase_tells_its_client_id_and_is_asked_for_the_topics() {
    let mut world =
        foreign(r#"{"kind": "pocketbase", "path": "/realtime", "topics": {"posts/*": {"change": "post"}}}"#);
    world.answers(|r| if r.method == "POST" { ok(&serde_json::json!({})) } else { rows(&[1]) });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(
        world.data.live_state().get_untracked(),
        crate::LiveState::Connecting,
        "not before the topics"
    );
    world.asked();
    let connected = "id:c1\nevent:PB_CONNECT\ndata:{\"clientId\":\"c1\"}\n\n";
    world.streams(StreamEvent::Chunk(connected.into()));
    assert_eq!(world.data.live_state().get_untracked(), crate::LiveState::Connected);
    assert_eq!(
        world.asked(),
        ["/realtime", "/posts?page=1&size=20"],
        "what changed before is asked for once"
    );

    world.answers(|_| rows(&[2, 1]));
    let event = |id: u32| {
        format!(
            "event:posts/*\ndata:{{\"action\":\"create\",\"record\":{{\"id\":\"{id}\",\"group\":\"g\"}}}}\n\n"
        )
    };
    world.streams(StreamEvent::Chunk(event(2)));
    assert_eq!(world.asked().len(), 1);
    assert_eq!(list.view().get_untracked().value().unwrap().fresh, 1);
    // Told again, it is known: nothing is asked for and nothing doubles.
    world.streams(StreamEvent::Chunk(event(2)));
    assert!(world.asked().is_empty());
    list.show_fresh();
    assert_eq!(ids(list), [2, 1]);

    // Hidden, it is silent; shown again, the gap is asked for.
    world.data.live_stop();
    assert_eq!(world.data.live_state().get_untracked(), crate::LiveState::Paused);
    world.answers(|r| if r.method == "POST" { ok(&serde_json::json!({})) } else { rows(&[3, 2, 1]) });
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    world.streams(StreamEvent::Chunk(connected.into()));
    list.show_fresh();
    assert_eq!(ids(list), [3, 2, 1], "no gap and no double");
}

#[test]
fn without_a_stream_what_is_on_screen_is_asked_for_again_and_seldom_when_nothing_answers() {
    let mut world = foreign(r#"{"kind": "poll", "every_s": 10, "most_s": 60}"#);
    let waits = Rc::new(RefCell::new(Vec::new()));
    let rounds = Rc::new(Cell::new(0));
    let (seen, count) = (waits.clone(), rounds.clone());
    SLEPT.with(|slept| slept.borrow_mut().clear());
    world.answers(move |_| {
        count.set(count.get() + 1);
        seen.borrow_mut().push(SLEPT.with(|slept| slept.borrow().len()));
        match count.get() {
            1 | 2 => rows(&[1]),
            3..=5 => Err(Fault::Network),
            6 => rows(&[2, 1]),
            // The script is over: whoever polls finds the page hidden.
            _ => Err(Fault::Offline),
        }
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    LIMIT.with(|limit| limit.set(5));
    world.data.live_start();
    world.settle();
    LIMIT.with(|limit| limit.set(usize::MAX));
    let slept = SLEPT.with(|slept| slept.borrow().clone());
    let seconds: Vec<u32> = slept.iter().map(|ms| ms / 1000).collect();
    assert!((10..=11).contains(&seconds[0]), "{seconds:?}");
    assert!(seconds[2] >= 20 && seconds[3] >= 40 && seconds[4] >= 60, "backoff: {seconds:?}");
    assert!(seconds.iter().all(|s| *s <= 66), "at most most_s and a tenth: {seconds:?}");
    list.show_fresh();
    assert_eq!(ids(list), [2, 1]);
    // Hidden: nothing is asked for.
    world.data.live_stop();
    world.asked();
    world.settle();
    assert!(world.asked().is_empty());
}

#[test]
fn another_page_is_not_polled_for_the_one_before() {
    let mut world = foreign(r#"{"kind": "poll", "every_s": 10}"#);
    world.answers(|_| rows(&[1]));
    LIMIT.with(|limit| limit.set(0));
    let _list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    world.data.turn_page();
    world.asked();
    world.data.live_start();
    world.settle();
    assert!(world.asked().is_empty(), "nothing of the page before");
    let _again = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(world.asked().len(), 1, "opened again, it is asked for again");
    LIMIT.with(|limit| limit.set(usize::MAX));
}

#[test]
fn an_unreadable_item_is_counted_and_the_rest_is_shown() {
    let mut world = foreign(r#"{"kind": "none"}"#);
    world.answers(|_| {
        ok(&serde_json::json!({"rows": [{"id": 1, "created_at": 5}, {"id": 2}, {"id": 1, "created_at": 5}]}))
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    let view = list.view().get_untracked();
    assert_eq!((ids(list), view.value().unwrap().unreadable), (vec![1], 1), "a repeated row is one row");
    let unread = world.data.unreadable().get_untracked();
    assert_eq!((unread.len(), unread[0].field.as_str()), (1, "/created_at"));
}

#[test]
fn a_visitor_reads_signs_in_and_is_a_visitor_again() {
    let mut world = foreign_with(
        r#"{"kind": "none"}"#,
        r#"{"kind": "bearer", "form": "password", "anonymous": true, "me": {"id": "v", "phone_verified": false, "created_at": "2026-01-01T00:00:00Z"}}"#,
    );
    world.answers(|r| {
        let signed = r.headers.iter().any(|(name, _)| name == "authorization");
        rows(if signed { &[2, 1] } else { &[1] })
    });
    assert!(world.data.is_standing() && world.data.account() == Some(AccountId::from("v")));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::AtOnce);
    world.settle();
    assert_eq!(ids(list), [1]);
    world.data.sign_in(session("a"), None);
    assert!(!world.data.is_standing());
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::AtOnce);
    world.settle();
    assert_eq!(ids(list), [2, 1]);
    world.data.sign_out();
    world.settle();
    assert!(world.data.is_standing(), "signed out, the visitor is back");
    assert!(world.disk.0.borrow().get("session").is_none(), "a visitor is kept nowhere");
}

use net::doctor::Row;

fn examined(world: &mut World, page: &str, may_write: bool) -> Vec<Row> {
    let rows = begun(world, page, may_write);
    world.settle();
    rows.take()
}

/// A doctor over the kernel's probe, at work.
fn begun(world: &World, page: &str, may_write: bool) -> Rc<RefCell<Vec<Row>>> {
    let rows = Rc::new(RefCell::new(Vec::new()));
    let into = rows.clone();
    let origin = page.split('/').take(3).collect::<Vec<_>>().join("/");
    let command = world.data.doctor_command(&origin);
    let options = net::doctor::Options { origin: Some(origin), may_write, command, ..Default::default() };
    let tell = move |row| into.borrow_mut().push(row);
    let doctor = net::doctor::Doctor::new(world.data.client(), world.data.probe(), options, tell);
    world.pool.spawner().spawn_local(doctor.run()).unwrap();
    rows
}

#[test]
fn the_doctor_tells_row_by_row_and_ends() {
    let mut world = foreign(r#"{"kind": "poll"}"#);
    world.answers(|r| match r.url.contains("/posts/0") {
        true => Ok(Answer { status: 404, headers: Vec::new(), body: "{}".into() }),
        false => rows(&[1, 2, 3]),
    });
    let told = examined(&mut world, "https://x.example/#/me", true);
    let connection = told.iter().find(|row| row.check == net::doctor::Check::Connection).unwrap();
    assert_eq!((connection.state, connection.finding), (net::doctor::State::Ok, None));
    let create = told.iter().find(|row| row.check == net::doctor::Check::Create).unwrap();
    assert_eq!(create.finding, Some(net::doctor::Finding::NotOffered));
}

#[test]
fn the_doctor_ends_no_session_and_names_the_command_that_sees_more() {
    let mut world = foreign(r#"{"kind": "poll"}"#);
    world.answers(|_| Ok(Answer { status: 401, headers: Vec::new(), body: "{}".into() }));
    examined(&mut world, "https://x.example/", false);
    assert!(world.data.account().is_some());
    world.answers(|_| Err(Fault::Network));
    let told = examined(&mut world, "https://other.example/app/index.html", false);
    let first = told.first().unwrap();
    assert_eq!(first.finding, Some(net::doctor::Finding::OpaqueNetworkError));
    assert_eq!(first.exact, "cargo xtask doctor https://x.example/api --origin https://other.example");
}

#[test]
fn the_doctor_hears_a_stream_that_speaks_and_one_that_does_not() {
    let realtime = |speaks: bool| {
        let mut world = World::signed_in();
        world.answers(|_| {
            ok(&serde_json::json!({"items": [], "next": null, "server_time": "2026-03-12T11:30:00Z"}))
        });
        // Time stands still where the stream is to speak, and is over at once where it is not.
        LIMIT.with(|limit| limit.set(if speaks { 0 } else { usize::MAX }));
        let rows = begun(&world, "https://x.example/", false);
        world.settle();
        if speaks {
            world.streams(StreamEvent::Opened(200));
            world.streams(StreamEvent::Chunk(": here\n\n".into()));
        }
        LIMIT.with(|limit| limit.set(usize::MAX));
        let told: Vec<Row> = rows.take();
        let row = told.into_iter().find(|row| row.check == net::doctor::Check::Realtime).unwrap();
        (row.state, row.finding)
    };
    assert_eq!(realtime(true), (net::doctor::State::Ok, None));
    assert_eq!(realtime(false), (net::doctor::State::Failed, Some(net::doctor::Finding::RealtimeBlocked)));
}
