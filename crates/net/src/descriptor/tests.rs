//! The engine against two dialects that could not be further apart, and every fault of a descriptor by its place.

use std::rc::Rc;

use contract::account::{Me, PasswordSignIn, Session};
use contract::feed::{NewPost, Post, PostKind};
use contract::{Code, Timestamp, api};
use expect_test::expect;

use super::*;
use crate::{Answer, Call, Client, Config, Error, Fault, Request, Stream, StreamEvent, Transport};

const NOW: Timestamp = Timestamp(1_773_315_000_000);

/// A backend that answers by a script and writes down what it was asked.
struct Wire {
    asked: std::cell::RefCell<Vec<Request>>,
    script: Box<dyn Fn(&Request) -> Answer>,
}

struct NoStream;
impl Stream for NoStream {}

struct Net(Rc<Wire>);
impl Transport for Net {
    fn send(&self, request: Request) -> crate::LocalFuture<Result<Answer, Fault>> {
        let answer = (self.0.script)(&request);
        self.0.asked.borrow_mut().push(request);
        Box::pin(async move { Ok(answer) })
    }
    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        Box::new(NoStream)
    }
}

fn ok(body: &str) -> Answer {
    Answer { status: 200, headers: vec![], body: body.to_owned() }
}

fn backend(descriptor: &str, script: impl Fn(&Request) -> Answer + 'static) -> (Client, Rc<Wire>) {
    let config =
        Config::parse(r#"{"version":1,"api":{"base":"https://a.example/x"}}"#, "https://b.example/").unwrap();
    let descriptor = Descriptor::parse(descriptor, &config.api_base).unwrap_or_else(|e| panic!("{e}"));
    let wire = Rc::new(Wire { asked: Default::default(), script: Box::new(script) });
    let client = Client::new(config, Some(descriptor), Rc::new(Net(wire.clone())));
    let me = Me { id: "u1".into(), phone: None, phone_verified: true, wechat: false, created_at: NOW };
    client.set_session(Some(Session { token: "t0".into(), me, refresh: Some("r0".into()) }));
    (client, wire)
}

fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = Box::pin(future);
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        core::task::Poll::Ready(value) => value,
        core::task::Poll::Pending => panic!("the script answers at once"),
    }
}

fn shown(wire: &Wire) -> String {
    let asked = wire.asked.borrow();
    let one = |r: &Request| {
        let headers: Vec<_> =
            r.headers.iter().filter(|(n, _)| n != "accept").map(|(n, v)| format!("  {n}: {v}\n")).collect();
        let body = r.body.as_ref().map(|b| format!("  {b}\n")).unwrap_or_default();
        format!("{} {}\n{}{body}", r.method, r.url, headers.concat())
    };
    asked.iter().map(one).collect()
}

const RUOYI: &str = r#"{
  "descriptor": 1, "name": "RuoYi",
  "base": {"headers": {"tenant-id": "1"}},
  "defaults": {"zone": "+08:00", "money": "major"},
  "envelope": {"success": {"at": "/code", "in": [200]}, "row": "/data", "rows": "/rows"},
  "paging": {"kind": "page", "page": "pageNum", "size": "pageSize", "first": 1, "total": "/total", "past_end": "repeats"},
  "sort": {"param": "orderByColumn", "direction": {"param": "isAsc", "asc": "asc", "desc": "desc"}},
  "errors": {"message": ["/msg"], "code": ["/errCode", "/code"], "codes": {"601": "deal_full"}, "unauthenticated": {"codes": [401]}},
  "auth": {"kind": "bearer", "form": "password"},
  "live": {"kind": "poll", "every_s": 15},
  "enforces": ["stock"],
  "types": {
    "Post": {
      "id": "/postId", "group_id": "/groupId", "body": "/content", "created_at": "/createTime", "comment_count": "/replies",
      "kind": {"from": "/type", "map": {"0": "note", "1": "announcement"}},
      "pinned": {"from": "/top", "map": {"0": true, "1": false}},
      "yours": {"equal": ["/userId", "$me/id"]},
      "author": {"fields": {"id": "/userId", "persona": {"fields": {"nickname": "/nickName"}}}}
    },
    "Me": {"id": "/user/userId", "phone_verified": {"value": true}, "created_at": {"value": "2026-01-01T00:00:00Z"}},
    "Session": {"token": "$wrote/body/token", "me": ""}
  },
  "operations": {
    "posts.list": {"get": "/qunli/post/list", "query": {"groupId": "{group}"}, "order": ["-createTime"]},
    "posts.create": {
      "post": "/qunli/post",
      "body": {"content": "/body", "groupId": {"from": "$args/group", "as": "number"}, "type": {"from": "/kind", "map": {"note": "0"}}, "clientId": "$key"},
      "answer": "nothing",
      "then": {"get": "/qunli/post/list", "query": {"clientId": "{key}"}, "answer": {"row": "/rows/0"}}
    },
    "posts.delete": {"delete": "/qunli/post/{post}"},
    "sessions.password": {
      "post": "/login", "body": {"username": "/identity", "password": "/password"},
      "then": {"get": "/getInfo", "let": {"t": "$wrote/body/token"}, "headers": {"Authorization": "Bearer {t}"}, "answer": {"row": ""}}
    }
  }
}"#;

fn page(client: &Client, after: Option<&str>, limit: u32) -> Result<(Vec<Post>, crate::PageEnd), Error> {
    let mut call = Call::read(&api::POSTS, &["7"], NOW).with("limit", limit.to_string());
    if let Some(after) = after {
        call = call.with("after", after);
    }
    let mut posts = Vec::new();
    let end = now(client.send(call))?.page(|post| posts.push(post))?;
    Ok((posts, end))
}

fn ruoyi_rows(from: u64, to: u64, total: u64) -> Answer {
    let rows: Vec<String> = (from..to)
        .map(|i| {
            format!(
                r#"{{"postId":{},"groupId":7,"content":"第{i}条","createTime":"2026-03-12 19:30:00","replies":"3","type":"0","top":"1","userId":{},"nickName":"小满"}}"#,
                9_007_199_254_740_993 + i,
                if i == 0 { "\"u1\"".to_owned() } else { i.to_string() }
            )
        })
        .collect();
    ok(&format!(r#"{{"code":200,"msg":"ok","rows":[{}],"total":{total}}}"#, rows.join(",")))
}

#[test]
fn a_foreign_page_becomes_posts() {
    let (client, wire) = backend(RUOYI, |_| ruoyi_rows(0, 20, 45));
    let (posts, end) = page(&client, None, 20).unwrap();
    assert_eq!(posts.len(), 20);
    assert_eq!(posts[1].id.as_str(), "9007199254740994", "64 bits stay exact");
    assert_eq!(posts[0].created_at.to_string(), "2026-03-12T11:30:00.000Z");
    assert_eq!((posts[0].kind, posts[0].pinned, posts[0].comment_count), (PostKind::Note, false, 3));
    assert_eq!((posts[0].yours, posts[1].yours), (true, false));
    assert_eq!(posts[1].author.as_ref().unwrap().persona.nickname, "小满");
    assert_eq!(end.next.as_deref(), Some("@20"));
    expect![[r#"
        GET https://a.example/x/qunli/post/list?groupId=7&orderByColumn=createTime&isAsc=desc&pageNum=1&pageSize=20
          tenant-id: 1
          authorization: Bearer t0
    "#]]
    .assert_eq(&shown(&wire));
}

#[test]
fn paging_goes_on_where_it_was_and_ends_at_the_total() {
    let (client, wire) = backend(RUOYI, |_| ruoyi_rows(0, 20, 45));
    assert_eq!(page(&client, Some("@20"), 20).unwrap().1.next.as_deref(), Some("@40"));
    // A refresh asked for 30 at once; the next page of 20 begins in the middle of a page.
    let (posts, end) = page(&client, Some("@30"), 20).unwrap();
    assert_eq!((posts.len(), end.next.as_deref()), (10, Some("@40")));
    let asked: Vec<_> =
        wire.asked.borrow().iter().map(|r| r.url.rsplit_once("desc&").unwrap().1.to_owned()).collect();
    assert_eq!(asked, ["pageNum=2&pageSize=20", "pageNum=2&pageSize=20"]);
    let (client, _) = backend(RUOYI, |_| ruoyi_rows(0, 5, 45));
    assert_eq!(page(&client, Some("@40"), 20).unwrap().1.next, None, "a short page is the last");
}

#[test]
fn an_unreadable_item_costs_itself() {
    let (client, _) = backend(RUOYI, |_| {
        ok(
            r#"{"code":200,"rows":[{"postId":1,"groupId":7,"createTime":"soon","userId":2},{"postId":2,"groupId":7,"createTime":1773315000,"userId":2,"nickName":7}],"total":2}"#,
        )
    });
    let (posts, end) = page(&client, None, 20).unwrap();
    assert_eq!(posts.len(), 1);
    assert_eq!(posts[0].author.as_ref().unwrap().persona.nickname, "7");
    assert_eq!(end.unreadable.len(), 1);
    assert_eq!(end.unreadable[0].field, "/created_at");
}

#[test]
fn an_error_inside_a_200_is_an_error() {
    let fails = |body: &'static str| page(&backend(RUOYI, move |_| ok(body)).0, None, 20).unwrap_err();
    match fails(r#"{"code":500,"errCode":601,"msg":"名额已满"}"#) {
        Error::Rejected(problem) => {
            assert_eq!((problem.code, problem.detail.as_deref()), (Code::DealFull, Some("名额已满")))
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(fails(r#"{"code":401,"msg":"认证失败"}"#), Error::Unauthorized);
    assert_eq!(fails("<html>").code(), "malformed");
    assert_eq!(fails(r#"{"rows":[]}"#).code(), "malformed");
    assert_eq!(fails(r#"{"code":200,"list":[]}"#).code(), "malformed");
}

#[test]
fn a_write_that_answers_nothing_is_read_again() {
    let (client, wire) = backend(RUOYI, |r| {
        if r.method == "POST" { ok(r#"{"code":200,"msg":"操作成功"}"#) } else { ruoyi_rows(0, 1, 1) }
    });
    let command = NewPost { body: "\"谁\"来？".into(), kind: PostKind::Note, ..NewPost::default() };
    let post: Post =
        now(client.send(Call::write(&api::NEW_POST, &["7"], &command, "k1", NOW))).unwrap().read().unwrap();
    assert_eq!(post.body, "第0条");
    expect![[r#"
        POST https://a.example/x/qunli/post
          tenant-id: 1
          authorization: Bearer t0
          content-type: application/json
          {"content":"\"谁\"来？","groupId":7,"type":"0","clientId":"k1"}
        GET https://a.example/x/qunli/post/list?clientId=k1
          tenant-id: 1
          authorization: Bearer t0
    "#]]
    .assert_eq(&shown(&wire));
}

#[test]
fn signing_in_reads_who_one_is_with_the_new_token() {
    let (client, wire) = backend(RUOYI, |r| {
        if r.method == "POST" {
            ok(r#"{"code":200,"token":"t1"}"#)
        } else {
            ok(r#"{"code":200,"user":{"userId":99}}"#)
        }
    });
    client.set_session(None);
    let command = PasswordSignIn { identity: "lizi".into(), password: "p".into() };
    let session: Session =
        now(client.send(Call::sign_in_by_password(&command, "k", NOW))).unwrap().read().unwrap();
    assert_eq!((session.token.as_str(), session.me.id.as_str()), ("t1", "99"));
    assert!(
        shown(&wire).contains("getInfo\n  tenant-id: 1\n  authorization: Bearer t1\n"),
        "{}",
        shown(&wire)
    );
}

#[test]
fn a_wrong_password_is_no_ended_session() {
    let (client, _) = backend(RUOYI, |_| ok(r#"{"code":500,"msg":"用户不存在/密码错误"}"#));
    let command = PasswordSignIn { identity: "lizi".into(), password: "p".into() };
    match now(client.send(Call::sign_in_by_password(&command, "k", NOW))).err() {
        Some(Error::Rejected(problem)) => assert_eq!(problem.code, Code::CodeWrong),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_not_mapped_is_absent() {
    let (client, wire) = backend(RUOYI, |_| ok("{}"));
    assert!(client.offers(&api::POSTS) && !client.offers(&api::DEALS) && client.offers_named(PASSWORD));
    assert!(client.enforces(Rule::Stock) && !client.enforces(Rule::History));
    assert_eq!(
        now(client.send(Call::read(&api::DEALS, &["7"], NOW))).err(),
        Some(Error::Absent { operation: "deals.list" })
    );
    assert!(wire.asked.borrow().is_empty());
}

#[test]
fn an_ended_session_is_renewed_and_the_request_sent_again() {
    let descriptor = RUOYI.replacen(
        r#""operations": {"#,
        r#""operations": {"sessions.refresh": {"post": "/refresh", "body": {"r": "/refresh"}, "fields": {"token": "/token", "me": {"fields": {"id": {"value": "u1"}}}}, "answer": {"row": ""}},"#,
        1,
    );
    let (client, wire) = backend(&descriptor, |r| {
        let old = r.headers.iter().any(|(n, v)| n == "authorization" && v == "Bearer t0");
        match (r.url.ends_with("/refresh"), old) {
            (true, _) => ok(r#"{"code":200,"token":"t1"}"#),
            (false, true) => ok(r#"{"code":401,"msg":"认证失败"}"#),
            (false, false) => ruoyi_rows(0, 2, 2),
        }
    });
    let told = Rc::new(std::cell::RefCell::new(String::new()));
    let tell = told.clone();
    client.on_renewed(move |session| *tell.borrow_mut() = session.token.clone());
    assert_eq!(page(&client, None, 20).unwrap().0.len(), 2);
    assert_eq!(*told.borrow(), "t1");
    assert_eq!(client.session().unwrap().refresh.as_deref(), Some("r0"), "what renews is kept");
    assert_eq!(wire.asked.borrow().len(), 3);
    assert!(page(&client, None, 20).is_ok());
    assert_eq!(wire.asked.borrow().len(), 4, "the next request has the new token at once");
}

const BLOG: &str = r#"{
  "descriptor": 1, "name": "a blog", "auth": {"kind": "none", "me": {"id": "v", "phone_verified": false, "created_at": "2026-01-01T00:00:00Z"}},
  "paging": {"kind": "page", "page": "page", "fixed": 10},
  "types": {"Post": {
    "id": {"last": {"split": "/links/self", "by": "/"}}, "group_id": {"value": "all"},
    "body": {"from": "/content/rendered", "as": "plain"}, "created_at": "/date"
  }},
  "operations": {
    "groups.list": {"always": [{"id": "all", "name": "大家", "me": {"id": "v", "persona": {"nickname": "访客"}}}], "paging": "none"},
    "posts.list": {"get": "/posts"}
  }
}"#;

#[test]
fn a_blog_without_groups_pages_or_plain_words_is_a_feed() {
    let (client, wire) = backend(BLOG, |_| {
        let one = |i: u32| {
            format!(
                r#"{{"links":{{"self":"https://a.example/x/posts/{i}"}},"content":{{"rendered":"<p>第{i}条 &amp; <b>更多</b></p>"}},"date":"2026-03-12"}}"#
            )
        };
        ok(&format!("[{}]", (0..10).map(one).collect::<Vec<_>>().join(",")))
    });
    let mut groups: Vec<contract::group::Group> = Vec::new();
    let end = now(client.send(Call::read(&api::GROUPS, &[], NOW))).unwrap().page(|g| groups.push(g)).unwrap();
    assert_eq!((groups[0].name.as_str(), groups[0].policy.capacity, end.next), ("大家", 500, None));
    assert!(wire.asked.borrow().is_empty(), "what is always so is not asked for");
    let (posts, end) = page(&client, Some("@10"), 20).unwrap();
    assert_eq!((posts[9].id.as_str(), posts[9].body.as_str()), ("9", "第9条 & 更多"));
    assert_eq!(end.next.as_deref(), Some("@20"));
    assert!(wire.asked.borrow()[0].url.ends_with("/posts?page=2"), "{}", shown(&wire));
}

#[test]
fn every_fault_has_a_place_and_a_sentence() {
    let fault = |text: &str| Descriptor::parse(text, "https://a.example").map(drop).unwrap_err().to_string();
    let with = |more: &str| fault(&format!("{{\"descriptor\": 1, \"name\": \"x\",\n  {more}}}"));
    let ops = |op: &str| with(&format!(r#""operations": {{{op}}}"#));
    let all = [
        fault("{\n\"a\":}"),
        fault(r#"{"descriptor": 2}"#),
        with(r#""operatoins": {}"#),
        with(r#""types": {"Post": {"boody": "/x"}}, "operations": {}"#),
        with(r#""types": {"Post": {"body": "x"}}, "operations": {}"#),
        with(r#""types": {"Post": {"body": "/a~2"}}, "operations": {}"#),
        with(r#""types": {"Post": {"body": "$mee/id"}}, "operations": {}"#),
        with(r#""types": {"Psot": {}}, "operations": {}"#),
        with(r#""paging": {"kind": "pages"}, "operations": {}"#),
        with(r#""auth": {"kind": "oauth"}, "operations": {}"#),
        with(r#""live": {"kind": "websocket"}, "operations": {}"#),
        with(r#""upload": {}, "operations": {}"#),
        with(r#""errors": {"codes": {"1": "no_such"}}, "operations": {}"#),
        with(r#""enforces": ["peace"], "operations": {}"#),
        ops(r#""posts.lists": {"get": "/x"}"#),
        ops(r#""posts.list": {"get": "/x/{grup}"}"#),
        ops(r#""posts.list": {"get": "/x", "post": "/y"}"#),
        ops(r#""posts.list": {"get": "/x", "where": [["a", ">=", "$now"]]}"#),
        ops(r#""posts.create": {"post": "/x", "body": {"a": "/boody"}}"#),
        ops(r#""posts.create": {"post": "/x", "answer": "nothing"}"#),
        ops(r#""posts.list": {"get": "/x", "order": ["-a"]}"#),
        ops(r#""posts.list": {"get": "/x", "fields": {"author": {"joined": "who", "by": "/a"}}}"#),
        ops(r#""posts.list": {"get": "/x", "query": {"g": {"from": "$args/grop"}}}"#),
        ops(r#""posts.create": {"post": "/x", "body": {"data": {"fields": {"a": "/boody"}}}}"#),
        ops(
            r#""deals.create": {"post": "/x", "body": {"t": {"each": "/tiers", "item": {"fields": {"n": "/people"}}}}}"#,
        ),
        with(r#""paging": {"kind": "page", "fixed": 0}, "operations": {}"#),
    ];
    expect![[r#"
        line 2, column 5: the file: not JSON: expected value at line 2 column 5
        line 1, column 2: /descriptor: this app reads version 1
        line 2, column 3: /operatoins: is not a key here; known are: $schema, descriptor, name, base, vars, defaults, envelope, paging, filter, sort, errors, auth, live, server_time, idempotency, enforces, upload, types, joins, operations, probe
        line 2, column 22: /types/Post/boody: the contract's Post has no field `boody`; it has: id, group_id, author, kind, body, attachment, photos, pinned, comment_count, created_at, yours, edited_at, reactions, roll_call, answer, moment, mentions, circle_id
        line 2, column 22: /types/Post/body: `x` is no source: a pointer begins with /, a place with $, a literal is {"value": …}
        line 2, column 22: /types/Post/body: `/a~2` is no source: a pointer begins with /, a place with $, a literal is {"value": …}
        line 2, column 22: /types/Post/body: `$mee` is no place; known are: $row $answer $headers $command $args $me $token $refresh $key $now $vars $page $read $wrote
        line 2, column 13: /types/Psot: the contract has no type `Psot`
        line 2, column 14: /paging/kind: `pages` is none of: page, offset, range, cursor, next_url, link, none
        line 2, column 12: /auth/kind: is reserved: not in this version
        line 2, column 12: /live/kind: is reserved: not in this version
        line 2, column 3: /upload: is reserved: not in this version
        line 2, column 24: /errors/codes/1: the contract has no problem code `no_such`
        line 2, column 16: /enforces/0: `peace` is none of: capacity, qr_limit, expiry, history, verified_phone, stock, one_holder, face_value, nickname, circles
        line 2, column 18: /operations/posts.lists: the contract has no operation `posts.lists`
        line 2, column 33: /operations/posts.list/get: the variable `grup` is not bound: name it in `let`
        line 2, column 18: /operations/posts.list: needs exactly one of: get, post, put, patch, delete, always
        line 2, column 62: /operations/posts.list/where/0/1: this backend's filter has no `>=`: name it in `filter`
        line 2, column 58: /operations/posts.create/body/a: the contract's NewPost has no field `boody`; it has: body, kind, photos, roll_call, mentions, circle_id
        line 2, column 18: /operations/posts.create: an answer that says nothing needs a `then` that reads the thing
        line 2, column 46: /operations/posts.list/order: this descriptor has no `sort` grammar
        line 2, column 68: /operations/posts.list/fields/author/joined: `who` is no batch in `joins`, the operation's or the descriptor's
        line 2, column 62: /operations/posts.list/query/g/from: there is no variable `grop`; known are: group
        line 2, column 78: /operations/posts.create/body/data/fields/a: the contract's NewPost has no field `boody`; it has: body, kind, photos, roll_call, mentions, circle_id
        line 2, column 102: /operations/deals.create/body/t/item/fields/n: the contract's Tier has no field `people`; it has: from, price
        line 2, column 30: /paging/fixed: is a page size from 1 that nobody can choose: it stands without `size`"#]].assert_eq(&all.join("\n"));
}

#[test]
fn a_write_that_is_done_is_not_called_failed() {
    let (client, wire) = backend(RUOYI, |r| match r.method {
        "POST" => ok(r#"{"code":200,"msg":"操作成功"}"#),
        _ => Answer { status: 502, ..ok("<h1>Bad gateway</h1>") },
    });
    let command = NewPost { body: "周四谁来？".into(), kind: PostKind::Note, ..NewPost::default() };
    let error = now(client.send(Call::write(&api::NEW_POST, &["7"], &command, "k1", NOW))).err();
    assert_eq!(error, Some(Error::DoneUnread { operation: "posts.create" }));
    let asked: Vec<_> = wire.asked.borrow().iter().map(|r| r.method).collect();
    assert_eq!(asked, ["POST", "GET", "GET"], "written once, read twice");
}

#[test]
fn a_quote_in_an_id_stays_inside_its_quotes() {
    let filters = [
        (r#"{"param": "f", "=": {"value": "{field} = \"{value}\""}}"#, r#"group = "x\" || 1=1""#),
        (
            r#"{"param": "f", "escape": "double", "=": {"value": "{field} eq '{value}'"}}"#,
            r#"group eq 'x" || 1=1'"#,
        ),
        (r#"{"param": "f", "=": {"value": "{field} eq {value}"}}"#, "group eq "),
    ];
    for (filter, wanted) in filters {
        let descriptor = format!(
            r#"{{"descriptor": 1, "name": "x", "filter": {filter},
            "operations": {{"posts.list": {{"get": "/posts", "where": [["group", "=", "$args/group"]]}}}}}}"#
        );
        let (client, _) = backend(&descriptor, |_| ok("[]"));
        let url = client.draft(&Call::read(&api::POSTS, &["x\" || 1=1"], NOW)).unwrap().url;
        let mut encoded = String::new();
        contract::endpoint::push_encoded(&mut encoded, wanted);
        assert!(url.ends_with(&format!("?f={encoded}")), "{url}");
    }
}
