//! Pages signed for the JS-SDK: one ticket for everybody, kept while it works, for known origins only.

use std::time::Duration;

use contract::wechat::{PageSignature, PageToSign};
use contract::{Code, Problem, api};
use server::secret::hex;
use sha1::{Digest, Sha1};

use super::fake::{APP, Fake, PAGE, SECRET, ticket_of};
use crate::people::{Person, refused};
use crate::server::Server;

async fn sign(person: &Person, url: &str) -> Result<PageSignature, Problem> {
    person.send(api::SIGN_PAGE, &[], &PageToSign { url: url.into() }).await
}

/// Whether this is the signature of a page with the ticket of a token.
fn is_signed(signed: &PageSignature, page: &str, token: usize) -> bool {
    let PageSignature { timestamp, nonce, .. } = signed;
    let text = format!("jsapi_ticket={}&noncestr={nonce}&timestamp={timestamp}&url={page}", ticket_of(token));
    signed.signature == hex(&Sha1::digest(text.as_bytes()))
}

#[tokio::test]
async fn fifty_at_once_ask_wechat_once() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let server = fake.server(folder.path(), &["--rate-limits", "off"]);
    let person = Person::stranger(&server);
    let all = (0..50).map(|i| {
        let person = person.clone();
        tokio::spawn(async move { sign(&person, &format!("{PAGE}?n={i}#/invite/secret")).await.unwrap() })
    });
    let mut nonces = Vec::new();
    for (i, signing) in all.collect::<Vec<_>>().into_iter().enumerate() {
        let signed = signing.await.unwrap();
        assert_eq!(signed.app_id, APP);
        assert!(is_signed(&signed, &format!("{PAGE}?n={i}"), 0), "without what follows the hash");
        assert!(!nonces.contains(&signed.nonce));
        nonces.push(signed.nonce);
    }
    assert_eq!(fake.asked(), (1, 1));
    let info = person.get(api::INFO, &[]).await.unwrap();
    assert_eq!(info.wechat.unwrap().app_id, APP);
    let log = server.log();
    for secret in [SECRET, "access-0-", "ticket-of-0", "/invite/secret"] {
        assert!(!log.contains(secret), "the log has {secret}");
    }
    assert!(log.contains("wechat/signatures"), "the log is on");
}

#[tokio::test]
async fn a_ticket_is_asked_for_again_when_its_time_is_over_and_a_token_when_it_is_refused() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    fake.at().ticket_s = 1;
    let server = fake.server(folder.path(), &["--rate-limits", "off"]);
    let person = Person::stranger(&server);
    sign(&person, PAGE).await.unwrap();
    let over = async || tokio::time::sleep(Duration::from_millis(1050)).await;
    over().await;
    assert!(is_signed(&sign(&person, PAGE).await.unwrap(), PAGE, 0));
    assert_eq!(fake.asked(), (1, 2), "the token still works");
    for (i, refusal) in [40001, 42001, 40014].into_iter().enumerate() {
        fake.revoke(refusal);
        over().await;
        assert!(is_signed(&sign(&person, PAGE).await.unwrap(), PAGE, i + 1), "{refusal}");
        assert_eq!(fake.at().forced, i + 1);
    }
    assert_eq!(fake.asked(), (4, 8));
}

#[tokio::test]
async fn only_known_origins_are_signed_and_never_a_code() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let server = fake.server(folder.path(), &["--rate-limits", "off"]);
    let person = Person::stranger(&server);
    for foreign in [
        "https://evil.example/",
        "https://qunli.example.evil/",
        "http://qunli.example/",
        "https://evil.example/?u=https://qunli.example/",
    ] {
        assert_eq!(refused(sign(&person, foreign).await), Code::WechatOrigin, "{foreign}");
    }
    for odd in ["https://qunli.example/?code=021tGZ&state=x", "/", "", "https://qunli.example/ x"] {
        let problem = sign(&person, odd).await.unwrap_err();
        assert_eq!(problem.code, Code::ValidationFailed, "{odd}");
        assert_eq!(problem.errors[0].pointer, "/url");
    }
    assert_eq!(fake.at().tokens, 0, "WeChat is not asked for what is refused");
    sign(&person, "http://127.0.0.1:8123/app/").await.unwrap();
}

#[tokio::test]
async fn a_broken_wechat_is_a_problem_and_not_asked_by_everybody() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let server = fake.server(folder.path(), &["--rate-limits", "off"]);
    let person = Person::stranger(&server);
    for (broken, code) in [
        (r#"{"errcode": -1, "errmsg": "system error"}"#, Code::WechatBusy),
        (r#"{"errcode": 45009, "errmsg": "reach max api daily quota limit"}"#, Code::WechatBusy),
        ("<html>502</html>", Code::WechatUnreachable),
        ("{}", Code::WechatUnreachable),
    ] {
        fake.at().broken = Some(broken.into());
        let asked = fake.at().tokens;
        for _ in 0..5 {
            let problem = sign(&person, PAGE).await.unwrap_err();
            assert_eq!((problem.code, problem.retry_after_s), (code, Some(3)), "{broken}");
        }
        assert_eq!(fake.at().tokens, asked + 1, "a pause after a failure");
        tokio::time::sleep(Duration::from_millis(2050)).await;
    }
    fake.at().broken = None;
    assert!(is_signed(&sign(&person, PAGE).await.unwrap(), PAGE, 0));
}

#[tokio::test]
async fn an_app_that_wechat_refuses_is_the_operators_to_mend() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    fake.at().broken = Some(format!(r#"{{"errcode": 40125, "errmsg": "invalid appsecret {SECRET}"}}"#));
    let server = fake.server(folder.path(), &["--rate-limits", "off"]);
    let answer = sign(&Person::stranger(&server), PAGE).await;
    let problem = answer.unwrap_err();
    assert_eq!(problem.code, Code::WechatFailed);
    assert!(!serde_json::to_string(&problem).unwrap().contains(SECRET));
    server.wait_for_log("errcode=40125");
    assert!(!server.log().contains(SECRET));
}

#[tokio::test]
async fn without_wechat_nothing_of_it_is_there() {
    let server = Server::start();
    let person = Person::stranger(&server);
    assert_eq!(refused(sign(&person, PAGE).await), Code::WechatOff);
    assert_eq!(person.get(api::INFO, &[]).await.unwrap().wechat, None);
}

#[tokio::test]
async fn signing_is_limited_by_address() {
    let (fake, folder) = (Fake::start().await, tempfile::tempdir().unwrap());
    let server = fake.server(folder.path(), &[]);
    let person = Person::stranger(&server);
    let mut allowed = 0;
    let code = loop {
        match sign(&person, PAGE).await {
            Ok(_) => allowed += 1,
            Err(problem) => break problem.code,
        }
        assert!(allowed < 2000);
    };
    assert_eq!(code, Code::RateLimited);
    assert!(allowed >= 240);
}
