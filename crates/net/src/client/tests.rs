use super::*;
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

fn client(answer: Result<Answer, Fault>) -> Client {
    let config =
        Config::parse(r#"{"version":1,"api":{"base":"https://a.example/api"}}"#, "https://b.example/");
    Client::new(config.unwrap(), Rc::new(Fixed(answer)))
}

fn ask(answer: Result<Answer, Fault>) -> Result<Info, Error> {
    let client = client(answer);
    let request = client.get(&api::INFO, &[], &[], Some("t"));
    let mut future = Box::pin(client.send("info", request));
    let mut context = core::task::Context::from_waker(core::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        core::task::Poll::Ready(result) => result.and_then(|body| parse("info", &body)),
        core::task::Poll::Pending => panic!("the fake answers at once"),
    }
}

fn answer(status: u16, body: &str) -> Result<Answer, Fault> {
    Ok(Answer { status, headers: vec![("retry-after".into(), "30".into())], body: body.into() })
}

#[test]
fn a_write_carries_its_key_and_token() {
    let post = NewPost { body: "周四谁来？".into(), kind: PostKind::Note };
    let request = client(Err(Fault::Offline)).write(&api::NEW_POST, &["g/1"], &post, Some("t"), "k");
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
    let request =
        client(Err(Fault::Offline)).get(&api::POSTS, &["g"], &[("after", "a&b"), ("limit", "20")], None);
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
