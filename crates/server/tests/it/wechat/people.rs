//! Coming back from WeChat: signed in, linked, or told why not.

use contract::account::{Me, Session};
use contract::wechat::{BeginWechat, WechatBegun, WechatReturn, WechatScope};
use contract::{Code, Problem, api};
use serde_json::json;
use tempfile::TempDir;

use super::fake::{Fake, PAGE, SECRET};
use crate::people::{Person, key, refused};
use crate::server::Server;

struct Stage {
    fake: Fake,
    folder: TempDir,
    server: Server,
    stranger: Person,
}

async fn stage() -> Stage {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let server = fake.server(folder.path(), &["--rate-limits", "off"]);
    let stranger = Person::stranger(&server);
    Stage { fake, folder, server, stranger }
}

async fn begin(person: &Person) -> WechatBegun {
    let command = BeginWechat { scope: WechatScope::Base, return_to: format!("{PAGE}#/invite/secret") };
    person.send(api::BEGIN_WECHAT, &[], &command).await.unwrap()
}

fn back(begun: &WechatBegun, code: &str) -> WechatReturn {
    WechatReturn { code: Some(code.into()), state: begun.state.clone(), key: begun.key.clone() }
}

async fn sign_in(person: &Person, command: &WechatReturn) -> Result<Session, Problem> {
    person.send(api::SIGN_IN_BY_WECHAT, &[], command).await
}

async fn link(person: &Person, command: &WechatReturn) -> Result<Me, Problem> {
    person.send(api::LINK_WECHAT, &[], command).await
}

/// Begins and comes back with a new code of this person of WeChat.
async fn come_as(s: &Stage, openid: &str, more: serde_json::Value) -> Result<Session, Problem> {
    let code = s.fake.code(&key(), openid, more);
    sign_in(&s.stranger, &back(&begin(&s.stranger).await, &code)).await
}

async fn accounts(folder: &TempDir) -> i64 {
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.path().join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query_scalar("SELECT COUNT(*) FROM accounts").fetch_one(&mut db).await.unwrap()
}

#[tokio::test]
async fn somebody_new_gets_an_account_and_no_persona_and_is_known_again() {
    let s = stage().await;
    let begun = begin(&s.stranger).await;
    assert!(begun.state.len() >= 32 && begun.state.len() <= 128 && begun.key != begun.state);
    assert!(begun.url.starts_with("https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx0"));
    assert!(begun.url.contains("&redirect_uri=https%3A%2F%2Fqunli.example%2F&response_type=code"));
    assert!(begun.url.ends_with(&format!("&scope=snsapi_base&state={}#wechat_redirect", begun.state)));
    assert!(!begun.url.contains(&begun.key), "the key stays on the phone");

    let code = s.fake.code("the-code-of-li", "openid-of-li", json!({}));
    let intent = key();
    let command = back(&begun, &code);
    let session = s.stranger.send_as(&intent, api::SIGN_IN_BY_WECHAT, &[], &command).await.unwrap();
    assert!(session.me.wechat && !session.me.phone_verified);
    let me = Person { token: Some(session.token.clone()), ..s.stranger.clone() };
    assert_eq!(me.get(api::GROUPS, &[]).await.unwrap().items, [], "no group, so no persona");
    // The answer may be lost: the same intent gets it again, and WeChat is not asked.
    let again = s.stranger.send_as(&intent, api::SIGN_IN_BY_WECHAT, &[], &command).await.unwrap();
    assert_eq!(again, session);
    assert_eq!(s.fake.at().exchanges, 1);
    // Another one does not.
    assert_eq!(refused(sign_in(&s.stranger, &command).await), Code::WechatState);
    assert_eq!(s.fake.at().exchanges, 1);
    let later = come_as(&s, "openid-of-li", json!({})).await.unwrap();
    assert_eq!(later.me.id, session.me.id);
    assert_ne!(come_as(&s, "openid-of-wang", json!({})).await.unwrap().me.id, session.me.id);

    // Nothing of WeChat's is answered, logged or kept in words.
    let answers = serde_json::to_string(&(&session, &me.get(api::ME, &[]).await.unwrap())).unwrap();
    let log = s.server.log();
    let mut kept = Vec::new();
    for file in ["qunli.sqlite3", "qunli.sqlite3-wal"] {
        kept.extend(std::fs::read(s.folder.path().join(file)).unwrap_or_default());
    }
    let kept = String::from_utf8_lossy(&kept);
    assert!(kept.contains("wechat_people"));
    for secret in ["openid-of-li", "user-access", "user-refresh", "微信里的名字", "qlogo", SECRET, &code]
    {
        assert!(!answers.contains(secret) && !log.contains(secret), "{secret} is told");
        assert!(secret == code || !kept.contains(secret), "{secret} is kept");
    }
    for secret in [&begun.state, &begun.key, &session.token] {
        assert!(!log.contains(secret.as_str()) && !kept.contains(secret.as_str()));
    }
}

#[tokio::test]
async fn a_state_works_once_for_who_began_it() {
    let s = stage().await;
    let begun = begin(&s.stranger).await;
    let code = s.fake.code("c1", "openid-of-li", json!({}));
    let wrong_key = WechatReturn { key: begin(&s.stranger).await.key, ..back(&begun, &code) };
    let wrong_state = WechatReturn { state: "0".repeat(64), ..back(&begun, &code) };
    for wrong in [&wrong_key, &wrong_state] {
        assert_eq!(refused(sign_in(&s.stranger, wrong).await), Code::WechatState);
    }
    assert_eq!(s.fake.at().exchanges, 0, "nobody's link signs anybody in");
    // Two at once: one of them.
    let command = back(&begun, &code);
    let (a, b) = tokio::join!(sign_in(&s.stranger, &command), sign_in(&s.stranger, &command));
    let refusals: Vec<_> = [a, b].into_iter().filter_map(Result::err).map(|problem| problem.code).collect();
    assert_eq!(refusals, [Code::WechatState]);
    assert_eq!(s.fake.at().exchanges, 1);
    assert_eq!(accounts(&s.folder).await, 1);
    // The same beginning, repeated, is the same way.
    let (intent, command) = (key(), BeginWechat { scope: WechatScope::Userinfo, return_to: PAGE.into() });
    let one = s.stranger.send_as(&intent, api::BEGIN_WECHAT, &[], &command).await.unwrap();
    let two = s.stranger.send_as(&intent, api::BEGIN_WECHAT, &[], &command).await.unwrap();
    assert_eq!(one, two);
    assert!(one.url.contains("scope=snsapi_userinfo"));
}

#[tokio::test]
async fn a_way_ends_after_ten_minutes() {
    let s = stage().await;
    let begun = begin(&s.stranger).await;
    let code = s.fake.code("c1", "openid-of-li", json!({}));
    s.server.terminate();
    let server = s.fake.server(s.folder.path(), &["--clock-offset-s", "601"]);
    let late = sign_in(&s.stranger.at(&server), &back(&begun, &code)).await;
    assert_eq!(refused(late), Code::WechatState);
    assert_eq!(s.fake.at().exchanges, 0);
}

#[tokio::test]
async fn what_wechat_refuses_is_told_apart_and_signs_nobody_in() {
    let s = stage().await;
    let fresh = async |code: Option<&str>| {
        let begun = begin(&s.stranger).await;
        let command = WechatReturn { code: code.map(str::to_owned), ..back(&begun, "") };
        refused(sign_in(&s.stranger, &command).await)
    };
    assert_eq!(fresh(Some("nobodys")).await, Code::WechatCode, "40029");
    assert_eq!(fresh(None).await, Code::WechatRefused);
    assert_eq!(fresh(Some("")).await, Code::WechatRefused);
    assert_eq!(fresh(Some(&"x".repeat(600))).await, Code::ValidationFailed);
    let snapshot = s.fake.code("c1", "openid-of-a-ghost", json!({"is_snapshotuser": 1}));
    assert_eq!(fresh(Some(&snapshot)).await, Code::WechatSnapshot);
    assert_eq!(accounts(&s.folder).await, 0);
    let code = s.fake.code("c2", "openid-of-li", json!({}));
    sign_in(&s.stranger, &back(&begin(&s.stranger).await, &code)).await.unwrap();
    assert_eq!(fresh(Some(&code)).await, Code::WechatCode, "40163");
    for (broken, code) in [
        (r#"{"errcode": -1}"#, Code::WechatBusy),
        (r#"{"errcode": 40125}"#, Code::WechatFailed),
        ("no json", Code::WechatUnreachable),
        ("{}", Code::WechatUnreachable),
    ] {
        s.fake.at().broken = Some(broken.into());
        assert_eq!(fresh(Some("c3")).await, code, "{broken}");
    }
    let elsewhere = BeginWechat { scope: WechatScope::Base, return_to: "https://evil.example/".into() };
    assert_eq!(refused(s.stranger.send(api::BEGIN_WECHAT, &[], &elsewhere).await), Code::WechatOrigin);
    let coded = BeginWechat { return_to: format!("{PAGE}?code=1"), ..elsewhere };
    assert_eq!(refused(s.stranger.send(api::BEGIN_WECHAT, &[], &coded).await), Code::ValidationFailed);
}

#[tokio::test]
async fn a_try_that_never_reached_wechat_can_be_tried_again() {
    let s = stage().await;
    let begun = begin(&s.stranger).await;
    let (intent, command) = (key(), back(&begun, &s.fake.code("c1", "openid-of-li", json!({}))));
    s.server.terminate();
    // Nobody listens there.
    let dead = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let cut_off = s.fake.server_at(s.folder.path(), &["--rate-limits", "off"], &format!("http://{dead}"));
    let person = s.stranger.at(&cut_off);
    let tried = person.send_as(&intent, api::SIGN_IN_BY_WECHAT, &[], &command).await;
    let problem = tried.unwrap_err();
    assert_eq!((problem.code, problem.retry_after_s), (Code::WechatUnreachable, Some(3)));
    assert!(!cut_off.log().contains(SECRET));
    cut_off.terminate();
    let server = s.fake.server(s.folder.path(), &["--rate-limits", "off"]);
    let person = s.stranger.at(&server);
    assert_eq!(refused(sign_in(&person, &command).await), Code::WechatState, "another intent may not");
    assert!(person.send_as(&intent, api::SIGN_IN_BY_WECHAT, &[], &command).await.unwrap().me.wechat);
}

#[tokio::test]
async fn an_account_is_linked_by_its_owner_to_one_wechat() {
    let s = stage().await;
    let [li, wang] = [Person::verified(&s.server).await, Person::verified(&s.server).await];
    let mine = li.get(api::ME, &[]).await.unwrap();
    assert!(!mine.wechat);
    // A way that was begun to sign in links nobody, and the other way round; nor may somebody else finish it.
    let code = s.fake.code("c1", "openid-of-li", json!({}));
    let signing = back(&begin(&s.stranger).await, &code);
    assert_eq!(refused(link(&li, &signing).await), Code::WechatState);
    let linking = back(&begin(&li).await, &code);
    assert_eq!(refused(sign_in(&s.stranger, &linking).await), Code::WechatState);
    assert_eq!(refused(link(&wang, &linking).await), Code::WechatState);
    assert_eq!(refused(link(&s.stranger, &linking).await), Code::Unauthenticated);
    assert_eq!(s.fake.at().exchanges, 0);

    let linked = link(&li, &linking).await.unwrap();
    assert_eq!((linked.id.clone(), linked.wechat, linked.phone_verified), (mine.id.clone(), true, true));
    assert_eq!(li.get(api::ME, &[]).await.unwrap(), linked);
    assert_eq!(come_as(&s, "openid-of-li", json!({})).await.unwrap().me, linked);
    // Linking the same again changes nothing; another one, or somebody else's, is a problem.
    let again = async |person: &Person, openid: &str| {
        let code = s.fake.code(&key(), openid, json!({}));
        link(person, &back(&begin(person).await, &code)).await
    };
    assert_eq!(again(&li, "openid-of-li").await.unwrap(), linked);
    assert_eq!(refused(again(&li, "openid-of-another").await), Code::WechatLinked);
    assert_eq!(refused(again(&wang, "openid-of-li").await), Code::WechatTaken);
    assert!(!wang.get(api::ME, &[]).await.unwrap().wechat);
}

#[tokio::test]
async fn a_unionid_says_that_two_openids_are_one_person() {
    let s = stage().await;
    let first = come_as(&s, "openid-a", json!({"unionid": "union-of-li"})).await.unwrap().me.id;
    let other_app = come_as(&s, "openid-b", json!({"unionid": "union-of-li"})).await.unwrap().me.id;
    let without = come_as(&s, "openid-b", json!({})).await.unwrap().me.id;
    assert_eq!((&first, &first), (&other_app, &without));
    // Whose openid it is counts more than what is said later.
    let wang = come_as(&s, "openid-c", json!({})).await.unwrap().me.id;
    assert_eq!(come_as(&s, "openid-c", json!({"unionid": "union-of-li"})).await.unwrap().me.id, wang);
    assert_eq!(come_as(&s, "openid-a", json!({})).await.unwrap().me.id, first);
}
