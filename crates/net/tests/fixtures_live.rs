//! Descriptors against backends that really run: RuoYi's manner and both dialects of json-server, over HTTP.
//!
//! What is not there (Node, json-server's packages, the reference server that its data file is made with) is
//! skipped with a sentence. Every child ends with its test.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail by panicking"
)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, SystemTime};

use contract::account::{PasswordSignIn, Session};
use contract::feed::{Comment, NewComment, NewPost, Post, PostKind};
use contract::group::Group;
use contract::groupbuy::{Deal, DealState, NewDeal, NewPledge, Tier};
use contract::market::{Class, Listing, ListingRole, ListingState, NewListing};
use contract::{Code, Endpoint, Money, Timestamp, api};
use net::descriptor::{Descriptor, Rule};
use net::{Answer, Call, Client, Config, Error, Fault, LocalFuture, Request, Stream, StreamEvent, Transport};
use serde::Serialize;
use serde::de::DeserializeOwned;

// ── the wire ────────────────────────────────────────────────────────────────────────────────────────────────────

/// HTTP/1.0 over a socket: no chunks, and the answer ends with the connection.
struct Wire;

impl Wire {
    fn carry(request: &Request) -> std::io::Result<Answer> {
        let rest = request.url.strip_prefix("http://").unwrap();
        let (host, path) = rest.split_once('/').unwrap();
        let mut socket = TcpStream::connect(host)?;
        socket.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(socket, "{} /{path} HTTP/1.0\r\nhost: {host}\r\n", request.method)?;
        for (name, value) in &request.headers {
            write!(socket, "{name}: {value}\r\n")?;
        }
        let body = request.body.as_deref().unwrap_or_default();
        write!(socket, "content-length: {}\r\n\r\n{body}", body.len())?;
        let mut text = String::new();
        socket.read_to_string(&mut text)?;
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(':').unwrap();
            (name.to_ascii_lowercase(), value.trim().to_owned())
        };
        Ok(Answer { status, headers: lines.map(header).collect(), body: body.to_owned() })
    }
}

impl Transport for Wire {
    fn send(&self, request: Request) -> LocalFuture<Result<Answer, Fault>> {
        let answer = Self::carry(&request).map_err(|_| Fault::Network);
        Box::pin(async move { answer })
    }

    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        panic!("these backends are polled")
    }
}

// ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────

/// Somebody with the app open.
struct Person {
    client: Client,
    keys: std::cell::Cell<u32>,
}

fn clock() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    Timestamp(i64::try_from(since.as_millis()).unwrap())
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    match core::pin::pin!(future).as_mut().poll(&mut context) {
        core::task::Poll::Ready(value) => value,
        core::task::Poll::Pending => panic!("the wire blocks"),
    }
}

impl Person {
    fn at(base: &str, descriptor: &str) -> Self {
        let path = root().join("public/backends").join(descriptor);
        let descriptor = Descriptor::parse(&std::fs::read_to_string(path).unwrap(), base).unwrap();
        let config = format!(r#"{{"version":1,"api":{{"base":"{base}"}}}}"#);
        let config = Config::parse(&config, "http://127.0.0.1/").unwrap();
        Self { client: Client::new(config, Some(descriptor), Rc::new(Wire)), keys: 0.into() }
    }

    fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        let unique = (std::ptr::from_ref(self) as usize, std::process::id());
        format!("{:016x}{:08x}{:08x}", unique.0, unique.1, self.keys.get())
    }

    fn signed_in(base: &str, descriptor: &str, identity: &str) -> Self {
        let person = Self::at(base, descriptor);
        let command = PasswordSignIn { identity: identity.into(), password: "qunli123".into() };
        let call = Call::sign_in_by_password(&command, &person.key(), clock());
        let session: Session = wait(person.client.send(call)).unwrap().read().unwrap();
        person.client.set_session(Some(session));
        person
    }

    fn get<R: DeserializeOwned>(&self, e: &Endpoint<(), R>, args: &[&str]) -> Result<R, Error> {
        wait(self.client.send(Call::read(e, args, clock())))?.read()
    }

    fn write<Q: Serialize, R: DeserializeOwned>(
        &self,
        e: &Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
    ) -> Result<R, Error> {
        self.write_as(e, args, body, &self.key())
    }

    fn write_as<Q: Serialize, R: DeserializeOwned>(
        &self,
        e: &Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
        key: &str,
    ) -> Result<R, Error> {
        wait(self.client.send(Call::write(e, args, body, key, clock())))?.read()
    }

    /// A page, and the cursor of the next.
    fn page<T: DeserializeOwned>(
        &self,
        e: &Endpoint<(), contract::Page<T>>,
        args: &[&str],
        after: Option<&str>,
        limit: u32,
    ) -> (Vec<T>, Option<String>) {
        let mut call = Call::read(e, args, clock()).with("limit", limit.to_string());
        if let Some(after) = after {
            call = call.with("after", after);
        }
        let mut items = Vec::new();
        let end = wait(self.client.send(call)).unwrap().page(|item| items.push(item)).unwrap();
        assert_eq!(end.unreadable, [], "{}", e.name);
        (items, end.next)
    }

    /// A whole list, page by page.
    fn all<T: DeserializeOwned>(
        &self,
        e: &Endpoint<(), contract::Page<T>>,
        args: &[&str],
        limit: u32,
    ) -> Vec<T> {
        let (mut items, mut next) = self.page(e, args, None, limit);
        for _ in 0..50 {
            let Some(after) = next else { return items };
            let (more, end) = self.page(e, args, Some(&after), limit);
            items.extend(more);
            next = end;
        }
        panic!("{} does not end", e.name)
    }
}

fn refused<T: core::fmt::Debug>(result: Result<T, Error>) -> Code {
    match result {
        Err(Error::Rejected(problem)) => problem.code,
        other => panic!("not refused: {other:?}"),
    }
}

// ── backends ────────────────────────────────────────────────────────────────────────────────────────────────────

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Says so on the terminal itself: what a passing test prints is not shown.
fn skipped(why: &str) {
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

fn has_node() -> bool {
    let said = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    let has = said.is_ok_and(|status| status.success());
    if !has {
        skipped("Node is not installed, and this backend runs on it");
    }
    has
}

/// RuoYi's manner, on a port of its own; the address of its API.
fn ruoyi() -> Option<(Running, String)> {
    if !has_node() {
        return None;
    }
    let program = root().join("tests/backends/ruoyi.mjs");
    let mut child =
        Command::new("node").arg(program).args(["--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let api = line.split("API ").nth(1).and_then(|rest| rest.split(';').next()).unwrap().to_owned();
    Some((Running(child), api))
}

/// json-server over the demo community, and the folder of its data file.
fn json_server(dialect: &str) -> Option<(Running, String, tempdir::Dir)> {
    // This test is `target/debug/deps/…`; the server lies beside its folder.
    let built = std::env::current_exe().unwrap();
    let server = built.ancestors().nth(2).unwrap().join(format!("server{}", std::env::consts::EXE_SUFFIX));
    let folder = root().join("backends/json-server");
    if !has_node() {
        return None;
    }
    if !folder.join("node_modules").is_dir() {
        skipped("json-server is not installed; run `npm ci` in backends/json-server");
        return None;
    }
    if !server.is_file() {
        skipped("there is no reference server to make the data file with; run `cargo build -p server`");
        return None;
    }
    let dir = tempdir::Dir::new(dialect);
    let db = dir.0.join("db.json");
    let made = Command::new("node")
        .arg(folder.join("make.mjs"))
        .arg("--server")
        .arg(server)
        .arg("--out")
        .arg(&db)
        .stdout(Stdio::null())
        .status();
    assert!(made.unwrap().success());
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let child = Command::new("node")
        .arg(folder.join("serve.mjs"))
        .args(["--dialect", dialect, "--port", &port.to_string(), "--db"])
        .arg(&db)
        .arg("--static")
        .arg(&dir.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let running = Running(child.unwrap());
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return Some((running, format!("http://127.0.0.1:{port}"), dir));
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("json-server did not start in 10 s")
}

/// A folder that goes away.
mod tempdir {
    pub struct Dir(pub std::path::PathBuf);

    impl Dir {
        pub fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("qunli-live-{}-{name}", std::process::id()));
            std::fs::create_dir_all(&dir).unwrap();
            Self(dir)
        }
    }

    impl Drop for Dir {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

fn post(body: &str) -> NewPost {
    NewPost { body: body.into(), kind: PostKind::Note, ..NewPost::default() }
}

fn ids(posts: &[Post]) -> Vec<&str> {
    posts.iter().map(|post| post.id.as_str()).collect()
}

// ── journeys ────────────────────────────────────────────────────────────────────────────────────────────────────

#[test]
fn ruoyi_feed() {
    let Some((_running, api)) = ruoyi() else { return };
    let person = Person::at(&api, "ruoyi.json");
    let wrong = PasswordSignIn { identity: "lizi".into(), password: "no".into() };
    let tried = wait(person.client.send(Call::sign_in_by_password(&wrong, "k", clock())));
    assert_eq!(refused(tried.map(|_| ())), Code::CodeWrong);
    assert_eq!(person.get(&api::ME, &[]).unwrap_err(), Error::Unauthorized);

    let [xiaoman, shanzhu] = ["xiaoman", "shanzhu"].map(|name| Person::signed_in(&api, "ruoyi.json", name));
    let groups: Vec<Group> = xiaoman.all(&api::GROUPS, &[], 20);
    let names: Vec<_> = groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(names, ["晨间普拉提·周四班", "云杉路店·一岁宝宝群"]);
    let group = groups[0].id.as_str();
    assert_eq!((groups[0].member_count, groups[0].me.persona.nickname.as_str()), (12, "小满"));

    // Its paging repeats the last page for ever; a list ends all the same, at whatever size of page.
    let posts: Vec<Post> = xiaoman.all(&api::POSTS, &[group], 100);
    assert_eq!(posts.len(), 35);
    for limit in [1, 7, 10, 35] {
        assert_eq!(ids(&xiaoman.all(&api::POSTS, &[group], limit)), ids(&posts), "{limit} a page");
    }
    assert!(posts.windows(2).all(|pair| pair[0].created_at >= pair[1].created_at));
    let author = posts[0].author.as_ref().unwrap();
    assert!(!author.persona.nickname.is_empty() && posts[0].id.as_str().parse::<u64>().unwrap() > 1 << 53);
    let pinned: Vec<Post> = xiaoman.all(&api::PINNED, &[group], 20);
    assert!(pinned.len() == 1 && pinned[0].pinned && pinned[0].kind == PostKind::Announcement);
    assert!(posts.iter().any(|post| post.attachment.as_ref().is_some_and(|a| a.kind == "listing")));

    // A write that answers nothing, sent twice because the first answer was lost: one post, read again.
    let key = xiaoman.key();
    let mine = xiaoman.write_as(&api::NEW_POST, &[group], &post("周四谁来？"), &key).unwrap();
    let again = xiaoman.write_as(&api::NEW_POST, &[group], &post("周四谁来？"), &key).unwrap();
    assert!(mine.yours && mine.id == again.id && mine.body == "周四谁来？");
    assert!((clock().since_ms(mine.created_at)).abs() < 10_000);
    let theirs: Post = shanzhu.get(&api::POST, &[mine.id.as_str()]).unwrap();
    assert!(!theirs.yours && theirs.author.unwrap().persona.nickname == "小满");
    assert_eq!(shanzhu.all(&api::POSTS, &[group], 100).len(), 36);
    assert_eq!(refused(xiaoman.write(&api::NEW_POST, &[group], &post(" "))), Code::ValidationFailed);

    let said = shanzhu
        .write(
            &api::NEW_COMMENT,
            &[mine.id.as_str()],
            &NewComment { body: "我来".into(), ..NewComment::default() },
        )
        .unwrap();
    assert!(said.yours && said.author.unwrap().persona.nickname == "山竹");
    let comments: Vec<Comment> = xiaoman.all(&api::COMMENTS, &[mine.id.as_str()], 20);
    assert_eq!(comments.iter().map(|c| (c.body.as_str(), c.yours)).collect::<Vec<_>>(), [("我来", false)]);
    assert_eq!(xiaoman.get(&api::POST, &[mine.id.as_str()]).unwrap().comment_count, 1);

    assert_eq!(refused(shanzhu.write(&api::DELETE_POST, &[mine.id.as_str()], &())), Code::NotYours);
    xiaoman.write(&api::DELETE_POST, &[mine.id.as_str()], &()).unwrap();
    assert_eq!(refused(shanzhu.get(&api::POST, &[mine.id.as_str()])), Code::NotFound);

    shanzhu.write(&api::SIGN_OUT, &[], &()).unwrap();
    assert_eq!(shanzhu.get(&api::GROUPS, &[]).unwrap_err(), Error::Unauthorized);
}

#[test]
fn ruoyi_seats() {
    let Some((_running, api)) = ruoyi() else { return };
    let sign_in = |name: &str| Person::signed_in(&api, "ruoyi.json", name);
    let (lizi, xiaoman, shanzhu) = (sign_in("lizi"), sign_in("xiaoman"), sign_in("shanzhu"));
    let group = &xiaoman.all(&api::GROUPS, &[], 20)[0].id.clone();
    let listings: Vec<Listing> = shanzhu.all(&api::LISTINGS, &[group.as_str()], 20);
    let offer = listings.iter().find(|one| one.you == ListingRole::Seller).unwrap();
    assert_eq!((offer.asking, offer.class.face_value), (Money::fen(8_000), Money::fen(12_000)));
    assert!(offer.state == ListingState::Available && offer.expires_at.plus_s(3600) == offer.class.starts_at);
    let id = [offer.id.as_str()];
    let done = &api::Done {};

    assert_eq!(refused(shanzhu.write(&api::CLAIM, &id, done)), Code::ListingOwn);
    assert_eq!(refused(xiaoman.write(&api::CLAIM, &id, done)), Code::SeatTaken);
    let held = lizi.write(&api::CLAIM, &id, done).unwrap();
    assert!(
        held.state == ListingState::Held && held.you == ListingRole::Claimant && held.held_until.is_some()
    );
    let seen: Listing = xiaoman.get(&api::LISTING, &id).unwrap();
    assert!(seen.claimant.is_none() && seen.you == ListingRole::Onlooker);
    assert_eq!(lizi.write(&api::RELEASE, &id, done).unwrap().state, ListingState::Available);
    lizi.write(&api::CLAIM, &id, done).unwrap();
    assert_eq!(shanzhu.write(&api::DECLINE, &id, done).unwrap().state, ListingState::Available);
    lizi.write(&api::CLAIM, &id, done).unwrap();
    assert_eq!(refused(xiaoman.write(&api::CONFIRM, &id, done)), Code::NotYours);
    assert_eq!(shanzhu.write(&api::CONFIRM, &id, done).unwrap().state, ListingState::Transferred);

    let class: Class = lizi.get(&api::CLASS, &[offer.class.id.as_str()]).unwrap();
    let seat = class.seats.iter().find(|seat| seat.id == offer.seat_id).unwrap();
    assert!(
        seat.yours
            && seat.listing_id.is_none()
            && seat.holder.as_ref().unwrap().persona.nickname == "栗子教练"
    );
    let classes: Vec<Class> = lizi.all(&api::CLASSES, &[group.as_str()], 20);
    assert_eq!(classes.len(), 2);

    let mut new = NewListing {
        seat_id: seat.id.clone(),
        asking: Money::fen(12_001),
        note: "临时有事".into(),
        auto_confirm: true,
    };
    assert_eq!(refused(lizi.write(&api::NEW_LISTING, &[group.as_str()], &new)), Code::PriceAboveFaceValue);
    new.asking = Money::fen(9_950);
    let mine = lizi.write(&api::NEW_LISTING, &[group.as_str()], &new).unwrap();
    assert!(mine.asking == Money::fen(9_950) && mine.auto_confirm && mine.you == ListingRole::Seller);
    assert_eq!(refused(lizi.write(&api::NEW_LISTING, &[group.as_str()], &new)), Code::SeatListed);
    // A claim of an offer that confirms at once.
    let got = shanzhu.write(&api::CLAIM, &[mine.id.as_str()], done).unwrap();
    assert_eq!(got.state, ListingState::Transferred);
    assert_eq!(refused(lizi.write(&api::CANCEL_LISTING, &[mine.id.as_str()], done)), Code::ListingGone);
}

#[test]
fn ruoyi_deals() {
    let Some((_running, api)) = ruoyi() else { return };
    let sign_in = |name: &str| Person::signed_in(&api, "ruoyi.json", name);
    let (lizi, xiaoman) = (sign_in("lizi"), sign_in("xiaoman"));
    let group = &xiaoman.all(&api::GROUPS, &[], 20)[0].id.clone();
    let deals: Vec<Deal> = xiaoman.all(&api::DEALS, &[group.as_str()], 20);
    let [open, ended] = deals.as_slice() else { panic!("{} deals", deals.len()) };
    assert!(open.state == DealState::Open && ended.state == DealState::Succeeded);
    let joined: Vec<_> = open.joined.iter().map(|member| member.persona.nickname.as_str()).collect();
    assert_eq!(joined, ["山竹", "阿禾", "老周", "青柠"]);
    assert_eq!(open.opener.as_ref().unwrap().persona.nickname, "山竹");
    assert_eq!((open.people, open.units, open.unit_price, open.stock), (4, 5, Money::fen(9_900), Some(8)));
    assert_eq!(open.tiers.last().unwrap().price, Money::fen(7_950));
    assert_eq!(ended.your_pledge.as_ref().unwrap().total, Money::fen(5_900));

    let id = [open.id.as_str()];
    let take = |quantity| NewPledge { quantity, ..NewPledge::default() };
    assert_eq!(refused(xiaoman.write(&api::NEW_PLEDGE, &id, &take(3))), Code::DealLimit);
    let mine = xiaoman.write(&api::NEW_PLEDGE, &id, &take(2)).unwrap();
    assert_eq!((mine.people, mine.units, mine.your_pledge.unwrap().total), (5, 7, Money::fen(19_800)));
    assert_eq!(refused(lizi.write(&api::NEW_PLEDGE, &id, &take(2))), Code::DealFull);
    assert_eq!(refused(xiaoman.write(&api::NEW_PLEDGE, &id, &take(1))), Code::AlreadyPledged);
    assert_eq!(lizi.get(&api::DEAL, &id).unwrap().units, 7);
    let pledges = lizi.all(&api::PLEDGES, &id, 20);
    assert_eq!(pledges.last().unwrap().member.as_ref().unwrap().persona.nickname, "小满");
    let left = xiaoman.write(&api::LEAVE_DEAL, &id, &()).unwrap();
    assert!(left.your_pledge.is_none() && left.units == 5);

    let tier = |from, fen| Tier { from, price: Money::fen(fen) };
    let new = NewDeal {
        title: "泡沫轴".into(),
        about: String::new(),
        pick_up: "前台".into(),
        tiers: vec![tier(1, 4_900), tier(5, 3_950)],
        minimum: 2,
        stock: None,
        per_member: 1,
        ends_at: clock().plus_s(86_400),
        ..NewDeal::default()
    };
    let made = xiaoman.write(&api::NEW_DEAL, &[group.as_str()], &new).unwrap();
    assert!(made.yours && made.stock.is_none() && made.tiers == new.tiers);
    assert!(made.ends_at.since_ms(new.ends_at).abs() < 1000, "a local time loses less than a second");
    let mut wrong = new;
    wrong.tiers = vec![tier(1, 4_900), tier(5, 5_000)];
    assert_eq!(refused(xiaoman.write(&api::NEW_DEAL, &[group.as_str()], &wrong)), Code::DealTiersInvalid);
    assert_eq!(
        lizi.write(&api::CANCEL_DEAL, &[made.id.as_str()], &api::Done {}).unwrap().state,
        DealState::Cancelled
    );
    assert_eq!(refused(xiaoman.write(&api::NEW_PLEDGE, &[made.id.as_str()], &take(1))), Code::DealClosed);
}

fn json_server_journey(dialect: &str, descriptor: &str) {
    let Some((_running, base, _dir)) = json_server(dialect) else { return };
    let [one, other] = [(); 2].map(|()| Person::at(&base, descriptor));
    assert!(!one.client.enforces(Rule::Stock) && one.client.standing_account().is_some());
    let groups: Vec<Group> = one.all(&api::GROUPS, &[], 20);
    assert_eq!(groups.iter().map(|g| g.name.as_str()).collect::<Vec<_>>().len(), 3);
    let group = &groups[0];
    assert_eq!(
        (group.name.as_str(), group.member_count, group.me.persona.nickname.as_str()),
        ("晨间普拉提·周四班", 87, "小满")
    );
    let id = [group.id.as_str()];
    assert_eq!(one.get(&api::GROUP, &id).unwrap().policy.invite_qr_limit, 100);
    assert_eq!(one.all(&api::MEMBERS, &id, 40).len(), 87);

    let posts: Vec<Post> = one.all(&api::POSTS, &id, 100);
    assert_eq!(ids(&one.all(&api::POSTS, &id, 7)), ids(&posts));
    assert_eq!(ids(&one.all(&api::POSTS, &id, 11)), ids(&posts));
    assert!(posts.len() > 40 && posts.iter().any(|post| post.yours) && posts.iter().any(|post| !post.yours));
    assert!(posts.windows(2).all(|pair| pair[0].created_at >= pair[1].created_at));
    let pinned: Vec<Post> = one.all(&api::PINNED, &id, 20);
    assert!(!pinned.is_empty() && pinned.iter().all(|post| post.pinned));
    let talked = posts.iter().max_by_key(|post| post.comment_count).unwrap();
    let comments: Vec<Comment> = one.all(&api::COMMENTS, &[talked.id.as_str()], 100);
    assert_eq!(u32::try_from(comments.len()).unwrap(), talked.comment_count);
    assert!(comments.iter().all(|comment| comment.author.is_some()));

    let mine = one.write(&api::NEW_POST, &id, &post("周四谁来？")).unwrap();
    assert!(mine.yours && mine.author.unwrap().persona.nickname == "小满");
    let seen: Vec<Post> = other.all(&api::POSTS, &id, 20);
    assert_eq!((seen[0].body.as_str(), seen.len()), ("周四谁来？", posts.len() + 1));
    let body = NewComment { body: "我来".into(), ..NewComment::default() };
    let said = other.write(&api::NEW_COMMENT, &[mine.id.as_str()], &body).unwrap();
    assert!(said.yours && said.post_id == mine.id);
    assert_eq!(one.get(&api::POST, &[mine.id.as_str()]).unwrap().comment_count, 1);
    one.write(&api::DELETE_POST, &[mine.id.as_str()], &()).unwrap();
    assert_eq!(refused(other.get(&api::POST, &[mine.id.as_str()])), Code::NotFound);
    assert_eq!(other.all(&api::POSTS, &id, 20).len(), posts.len(), "deleting takes nothing else along");

    let classes: Vec<Class> = one.all(&api::CLASSES, &id, 20);
    assert!(
        classes.len() == 4
            && classes.iter().all(|class| class.seats.iter().all(|seat| seat.holder.is_some()))
    );
    assert!(classes.iter().any(|class| class.seats.iter().any(|seat| seat.yours)));
    assert_eq!(one.get(&api::CLASS, &[classes[0].brief.id.as_str()]).unwrap(), {
        let mut first = classes[0].clone();
        first.server_time = one.get(&api::CLASS, &[first.brief.id.as_str()]).unwrap().server_time;
        first
    });
    let listings: Vec<Listing> = one.all(&api::LISTINGS, &id, 20);
    assert_eq!(listings.iter().filter(|l| l.you == ListingRole::Claimant).count(), 1);
    assert!(listings[0].state != ListingState::Transferred && listings[3].state == ListingState::Transferred);
    let deals: Vec<Deal> = one.all(&api::DEALS, &id, 20);
    assert_eq!(
        deals.iter().map(|deal| deal.state).collect::<Vec<_>>(),
        [DealState::Open, DealState::Succeeded]
    );
    assert_eq!((deals[0].people, deals[0].unit_price, deals[0].joined.len()), (6, Money::fen(9_900), 6));
    assert!(
        deals[1].your_pledge.is_some() && !one.all(&api::PLEDGES, &[deals[1].id.as_str()], 20).is_empty()
    );
    assert_eq!(one.all(&api::INVITES, &id, 20).len(), 2);
    assert!(
        !one.client.offers(&api::CLAIM)
            && !one.client.offers(&api::NEW_PLEDGE)
            && !one.client.offers(&api::JOIN)
    );
}

#[test]
fn json_server_0() {
    json_server_journey("0", "json-server.json");
}

#[test]
fn json_server_1() {
    json_server_journey("1", "json-server-1.json");
}
