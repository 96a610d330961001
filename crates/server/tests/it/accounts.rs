//! Signing in, verifying a phone, recovering, signing out.

use contract::Code;
use contract::account::{PhoneAndCode, Recover, RequestCode};
use contract::api::{self, Done};
use contract::group::Policy;
use contract::invite::InviteKind;

use crate::people::{Person, held, refused};
use crate::server::Server;

fn phone_and(code: &str, phone: &str) -> PhoneAndCode {
    PhoneAndCode { phone: phone.into(), code: code.into() }
}

#[tokio::test]
async fn sign_in_makes_one_account_a_phone() {
    let server = Server::start();
    let person = Person::with_phone(&server, "13900001234").await;
    let me = person.get(api::ME, &[]).await.unwrap();
    assert_eq!(me.phone.as_deref(), Some("139****1234"));
    assert!(me.phone_verified);
    // Written otherwise, it is the same phone.
    let stranger = Person::stranger(&server);
    let sent =
        stranger.send(api::REQUEST_CODE, &[], &RequestCode { phone: "+86 139 0000 1234".into() }).await;
    assert_eq!(sent.unwrap().demo_code, None, "a real database never shows codes");
    let code = server.code_for("13900001234");
    let again = stranger.send(api::SIGN_IN, &[], &phone_and(&code, "139-0000-1234")).await.unwrap();
    assert_eq!(again.me.id, me.id);
    // A code works once.
    assert_eq!(
        refused(stranger.send(api::SIGN_IN, &[], &phone_and(&code, "13900001234")).await),
        Code::CodeExpired
    );
}

#[tokio::test]
async fn five_wrong_codes_use_a_code_up() {
    let server = Server::start();
    let person = Person::stranger(&server);
    let phone = "13900005555";
    person.send(api::REQUEST_CODE, &[], &RequestCode { phone: phone.into() }).await.unwrap();
    let right = server.code_for(phone);
    let wrong = if right == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        assert_eq!(refused(person.send(api::SIGN_IN, &[], &phone_and(wrong, phone)).await), Code::CodeWrong);
    }
    assert_eq!(refused(person.send(api::SIGN_IN, &[], &phone_and(&right, phone)).await), Code::CodeExpired);
    // The demo's code opens nothing here.
    let demo = phone_and("246810", "13800000001");
    assert_eq!(refused(person.send(api::SIGN_IN, &[], &demo).await), Code::CodeExpired);
}

#[tokio::test]
async fn a_code_dies_after_five_minutes() {
    let folder = tempfile::tempdir().unwrap();
    let phone = "13900007777";
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    Person::stranger(&server)
        .send(api::REQUEST_CODE, &[], &RequestCode { phone: phone.into() })
        .await
        .unwrap();
    let code = server.code_for(phone);
    server.terminate();
    let server = Server::start_in(folder.path(), &["--clock-offset-s", "301"]);
    let late = Person::stranger(&server).send(api::SIGN_IN, &[], &phone_and(&code, phone)).await;
    assert_eq!(refused(late), Code::CodeExpired);
}

#[tokio::test]
async fn a_phone_is_verified_later_and_belongs_to_one() {
    let server = Server::start();
    let host = Person::with_phone(&server, "13900008881").await;
    let group = host.new_group(Policy::default()).await;
    let newcomer = host.let_in(&group.id, "新来的").await;
    assert!(!newcomer.get(api::ME, &[]).await.unwrap().phone_verified);
    assert_eq!(refused(newcomer.send(api::NEW_GROUP, &[], &new_group()).await), Code::PhoneUnverified);
    for (phone, outcome) in [("13900008881", Some(Code::PhoneTaken)), ("13900008882", None)] {
        newcomer.send(api::REQUEST_CODE, &[], &RequestCode { phone: phone.into() }).await.unwrap();
        let code = server.code_for(phone);
        let verified = newcomer.send(api::VERIFY_PHONE, &[], &phone_and(&code, phone)).await;
        assert_eq!(verified.err().map(|p| p.code), outcome, "{phone}");
    }
    assert!(newcomer.get(api::ME, &[]).await.unwrap().phone_verified);
    newcomer.send(api::NEW_GROUP, &[], &new_group()).await.unwrap();
}

fn new_group() -> contract::group::NewGroup {
    contract::group::NewGroup {
        name: "又一个".into(),
        about: String::new(),
        persona: crate::people::persona("群主"),
        policy: None,
        sibling_of: None,
    }
}

#[tokio::test]
async fn a_recovery_code_brings_an_account_back() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let stranger = Person::stranger(&server);
    let account = stranger.join(held(&invite), "忘性大").await.unwrap().account.unwrap();
    let typed = account.recovery_code.to_lowercase().replace('-', " ");
    let session = stranger.send(api::RECOVER, &[], &Recover { recovery_code: typed }).await.unwrap();
    assert_eq!(session.me.id, account.session.me.id);
    assert_ne!(session.token, account.session.token);
    // The lost phone is signed out, and its stream ends.
    let lost = Person { token: Some(account.session.token), ..stranger.clone() };
    assert_eq!(refused(lost.get(api::ME, &[]).await), Code::Unauthenticated);
    host.get(api::ME, &[]).await.expect("another account's session goes on");
    // A new one replaces it.
    let back = Person { token: Some(session.token), ..stranger.clone() };
    let fresh = back.send(api::NEW_RECOVERY_CODE, &[], &Done {}).await.unwrap().recovery_code;
    let old = stranger.send(api::RECOVER, &[], &Recover { recovery_code: account.recovery_code }).await;
    assert_eq!(refused(old), Code::RecoveryUnknown);
    let mut stream = crate::changes::Stream::open(&back).await;
    stream.next().await.expect("it is open");
    stranger.send(api::RECOVER, &[], &Recover { recovery_code: fresh }).await.unwrap();
    let ended = tokio::time::timeout(core::time::Duration::from_secs(3), stream.next()).await;
    assert_eq!(ended.expect("the stream of an ended session goes on"), None);
}

#[tokio::test]
async fn a_session_ends_after_180_days_without_use() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let idle = host.let_in(&group.id, "不常来").await;
    server.terminate();
    let at = |day: i64, s: i64| {
        let offset = (day * 86_400 + s).to_string();
        Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", &offset])
    };
    let used = || session_uses(folder.path());
    let at_first = used().await;

    // Used once more in time, by reading alone. It is written down once a day.
    let server = at(179, 0);
    host.at(&server).get(api::ME, &[]).await.unwrap();
    server.terminate();
    let once = used().await;
    assert_eq!(once[1], at_first[1], "nobody used this one");
    assert!(once[0] - at_first[0] >= 179 * 86_400_000);
    let server = at(179, 3600);
    host.at(&server).get(api::ME, &[]).await.unwrap();
    server.terminate();
    assert_eq!(used().await, once);

    let server = at(181, 0);
    assert_eq!(refused(idle.at(&server).get(api::ME, &[]).await), Code::Unauthenticated);
    let post = contract::feed::NewPost {
        body: "在吗".into(),
        kind: contract::feed::PostKind::Note,
        ..contract::feed::NewPost::default()
    };
    let late = idle.at(&server).send(api::NEW_POST, &[group.id.as_str()], &post).await;
    assert_eq!(refused(late), Code::Unauthenticated);
    host.at(&server).send(api::NEW_POST, &[group.id.as_str()], &post).await.unwrap();
    server.terminate();
    let twice = used().await;
    assert_eq!(twice.len(), 1, "a session that ended is swept away");
    assert!(twice[0] - once[0] >= 86_400_000, "a write is a use too");

    let server = at(181 + 181, 0);
    assert_eq!(refused(host.at(&server).get(api::ME, &[]).await), Code::Unauthenticated);
}

/// When each session was used last, in the order of their making, straight from the file.
async fn session_uses(folder: &std::path::Path) -> Vec<i64> {
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query_scalar("SELECT last_used_at FROM sessions ORDER BY rowid").fetch_all(&mut db).await.unwrap()
}

#[tokio::test]
async fn signing_out_ends_this_session_only() {
    let server = Server::start();
    let phone = Person::with_phone(&server, "13900009991").await;
    let tablet = Person::with_phone(&server, "13900009991").await;
    phone.send(api::SIGN_OUT, &[], &()).await.unwrap();
    assert_eq!(refused(phone.get(api::ME, &[]).await), Code::Unauthenticated);
    tablet.get(api::ME, &[]).await.unwrap();
}

#[tokio::test]
async fn secrets_are_stored_as_hashes_alone() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::with_phone(&server, "13900006661").await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    let account = Person::stranger(&server).join(held(&invite), "谁").await.unwrap().account.unwrap();
    server.terminate();
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        // Photos are in a folder of their own, and nobody sent one.
        if path.is_file() {
            bytes.extend(std::fs::read(path).unwrap());
        }
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|w| w == text.as_bytes());
    assert!(holds("13900006661"), "the search itself must work");
    assert!(!holds(host.token.as_deref().unwrap()));
    assert!(!holds(&account.session.token));
    assert!(!holds(&account.recovery_code) && !holds(&account.recovery_code.replace('-', "")));
}
