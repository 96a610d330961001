use super::*;
use crate::{Answer, Fault, Request};
use contract::api;
use contract::feed::{NewPost, PostKind};
use contract::info::Info;
use proptest::prelude::*;

/// Answers every request with the same thing.
struct Fixed(Result<Answer, Fault>);

struct NoStream;
impl Stream for NoStream {}

impl Transport for Fixed {
    fn send(&self, _: Request) -> crate::LocalFuture<Result<Answer, Fault>> {
        let answer = self.0.clone();
        Box::pin(async move { answer })
    }
    fn stream(&self, _: Request, _: Box<dyn FnMut(StreamEvent)>) -> Box<dyn Stream> {
        Box::new(NoStream)
    }
}

const NOW: Timestamp = Timestamp(1_773_315_000_000);

fn session() -> Session {
    let me = Me { id: "a".into(), phone: None, phone_verified: true, wechat: false, created_at: NOW };
    Session { token: "t".into(), me, refresh: None }
}

fn client(answer: Result<Answer, Fault>) -> Client {
    let config =
        Config::parse(r#"{"version":1,"api":{"base":"https://a.example/api"}}"#, "https://b.example/");
    let client = Client::new(config.unwrap(), None, Rc::new(Fixed(answer)));
    client.set_session(Some(session()));
    client
}

fn ask(answer: Result<Answer, Fault>) -> Result<Info, Error> {
    let client = client(answer);
    let mut future = Box::pin(client.send(Call::read(&api::INFO, &[], NOW)));
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        core::task::Poll::Ready(result) => result.and_then(|reply| reply.read()),
        core::task::Poll::Pending => panic!("the fake answers at once"),
    }
}

fn answer(status: u16, body: &str) -> Result<Answer, Fault> {
    Ok(Answer { status, headers: vec![("retry-after".into(), "30".into())], body: body.into() })
}

#[test]
fn a_write_carries_its_key_and_token() {
    let post = NewPost { body: "周四谁来？".into(), kind: PostKind::Note, ..NewPost::default() };
    let call = Call::write(&api::NEW_POST, &["g/1"], &post, "k", NOW);
    let request = client(Err(Fault::Offline)).draft(&call).unwrap();
    assert_eq!(request.url, "https://a.example/api/groups/g%2F1/posts");
    assert_eq!(request.body.as_deref(), Some(r#"{"body":"周四谁来？","kind":"note"}"#));
    let headers: Vec<_> = request.headers.iter().map(|(n, v)| format!("{n}: {v}")).collect();
    expect_test::expect![[r#"
        accept: application/json
        authorization: Bearer t
        idempotency-key: k
        content-type: application/json"#]]
    .assert_eq(&headers.join("\n"));
}

#[test]
fn a_page_is_asked_for_with_encoded_parameters() {
    let call = Call::read(&api::POSTS, &["g"], NOW).with("after", "a&b").with("limit", "20");
    let request = client(Err(Fault::Offline)).draft(&call).unwrap();
    assert_eq!(request.url, "https://a.example/api/groups/g/posts?after=a%26b&limit=20");
}

#[test]
fn every_failure_has_its_type() {
    let code = |a| ask(a).unwrap_err().code().to_owned();
    assert_eq!(code(Err(Fault::Offline)), "offline");
    assert_eq!(code(Err(Fault::Timeout)), "timeout");
    assert_eq!(code(Err(Fault::Network)), "cross_origin");
    assert_eq!(code(answer(401, "")), "unauthenticated");
    assert_eq!(code(answer(200, "<!doctype html>")), "malformed");
    assert_eq!(code(answer(502, "<h1>Bad gateway</h1>")), "internal");
    assert_eq!(code(answer(404, "not here")), "malformed");
    assert_eq!(code(answer(409, r#"{"code":"deal_full"}"#)), "deal_full");
    assert_eq!(code(answer(409, r#"{"code":"from_the_future"}"#)), "unknown");
}

#[test]
fn a_retry_time_is_read_from_the_header() {
    match ask(answer(429, r#"{"code":"rate_limited"}"#)) {
        Err(Error::Rejected(problem)) => assert_eq!(problem.retry_after_s, Some(30)),
        other => panic!("{other:?}"),
    }
}

proptest! {
    #[test]
    fn no_answer_panics(status in 100u16..600, body in ".{0,200}") {
        let _ = ask(answer(status, &body));
    }
}
