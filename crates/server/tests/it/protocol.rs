//! HTTP itself: problems, cross-origin rules, limits, health, static files.

use contract::account::RequestCode;
use contract::api;
use contract::group::Policy;
use contract::invite::{InviteKind, InviteRef, PreviewInvite};
use contract::{Code, Problem};

use crate::people::{Person, held, key, refused};
use crate::server::Server;

#[tokio::test]
async fn a_problem_is_a_document_with_a_reference_in_the_log() {
    let server = Server::start();
    let response = Person::stranger(&server).request("GET", "/me").send().await.unwrap();
    assert_eq!(response.status(), 401);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let problem: Problem = serde_json::from_str(&response.text().await.unwrap()).unwrap();
    assert_eq!(problem.kind, "urn:qunli:problem:unauthenticated");
    assert_eq!((problem.status, problem.code), (401, Code::Unauthenticated));
    let reference = problem.instance.unwrap();
    assert!(reference.starts_with("Q-"));
    assert!(server.wait_for_log(&reference).contains("unauthenticated"));

    for path in ["/nope", "/groups/1/2/3/4"] {
        let answer = Person::stranger(&server).request("GET", path).send().await.unwrap();
        assert_eq!(refused(crate::people::read::<serde_json::Value>(answer).await), Code::NotFound);
    }
    let wrong = Person::stranger(&server).request("PUT", "/me").send().await.unwrap();
    assert_eq!((wrong.status().as_u16(), wrong.headers()["allow"].to_str().unwrap()), (405, "GET,HEAD"));
    assert_eq!(wrong.headers()["content-type"], "application/problem+json");
    let health = reqwest::get(format!("{}/healthz", server.base)).await.unwrap();
    assert_eq!((health.status().as_u16(), health.text().await.unwrap().as_str()), (200, "ok\n"));
    let info = Person::stranger(&server).get(api::INFO, &[]).await.unwrap();
    assert_eq!((info.name.as_str(), info.contract, info.demo), ("qunli-server", 1, None));
}

#[tokio::test]
async fn bodies_that_cannot_be_read() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let send = |body: String| {
        let request = host.request("POST", "/groups").header(contract::IDEMPOTENCY_KEY, key()).body(body);
        async move { crate::people::read::<serde_json::Value>(request.send().await.unwrap()).await.unwrap_err() }
    };
    let problem = send(r#"{"name":"a","persona":{"nickname":7,"avatar":"x"}}"#.into()).await;
    assert_eq!(
        (problem.code, problem.errors[0].pointer.as_str()),
        (Code::ValidationFailed, "/persona/nickname")
    );
    let problem = send(r#"{"persona":{"nickname":"a","avatar":"x"}}"#.into()).await;
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/name", "required"));
    assert_eq!(send("{".into()).await.code, Code::ValidationFailed);
    assert_eq!(send(format!("\"{}\"", "x".repeat(70_000))).await.code, Code::TooLarge);
    let page = host.get_query(api::GROUPS, &[], "?after=x").await.unwrap_err();
    assert_eq!(page.errors[0].pointer, "/query/after");
    for limit in ["0", "101", "-1", "1.5", ""] {
        let page = host.get_query(api::GROUPS, &[], &format!("?limit={limit}")).await.unwrap_err();
        assert_eq!(page.errors[0].pointer, "/query/limit", "{limit:?}");
    }
    assert!(host.get_query(api::GROUPS, &[], "?limit=100").await.is_ok());
}

#[tokio::test]
async fn cross_origin_rules() {
    let server = Server::start_with(&["--cors", "https://app.example", "--cors", "http://localhost:9999"]);
    let preflight = |origin: &str| {
        let request = reqwest::Client::new()
            .request(reqwest::Method::OPTIONS, format!("{}/api/groups", server.base))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "authorization,content-type,idempotency-key");
        async move { request.send().await.unwrap() }
    };
    let allowed = preflight("https://app.example").await;
    assert_eq!(allowed.status(), 200);
    assert_eq!(allowed.headers()["access-control-allow-origin"], "https://app.example");
    assert!(allowed.headers()["access-control-allow-headers"].to_str().unwrap().contains("idempotency-key"));
    assert!(allowed.headers()["access-control-allow-methods"].to_str().unwrap().contains("DELETE"));
    let other = preflight("https://evil.example").await;
    assert!(!other.headers().contains_key("access-control-allow-origin"));

    // Problems carry the headers too, or a browser could not read them.
    let request = reqwest::Client::new().get(format!("{}/api/me", server.base));
    let refused = request.header("origin", "https://app.example").send().await.unwrap();
    assert_eq!(refused.status(), 401);
    assert_eq!(refused.headers()["access-control-allow-origin"], "https://app.example");
    assert!(refused.headers()["access-control-expose-headers"].to_str().unwrap().contains("retry-after"));

    let closed = Server::start();
    let request = reqwest::Client::new().get(format!("{}/api/info", closed.base));
    let answer = request.header("origin", "https://app.example").send().await.unwrap();
    assert!(!answer.headers().contains_key("access-control-allow-origin"));
}

#[tokio::test]
async fn limits_trip_and_say_how_long() {
    let server = Server::start_with(&[]);
    let stranger = Person::stranger(&server);
    let command = RequestCode { phone: "13912340000".into() };
    assert_eq!(stranger.send(api::REQUEST_CODE, &[], &command).await.unwrap().resend_after_s, 60);
    let soon = stranger.send(api::REQUEST_CODE, &[], &command).await.unwrap_err();
    assert_eq!(soon.code, Code::RateLimited);
    assert!((50..=60).contains(&soon.retry_after_s.unwrap()), "{soon:?}");

    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&group.id, InviteKind::Qr).await.unwrap();
    // Guessing: wrong codes with a right check character.
    let mut misses = 0;
    let stopped = loop {
        let code = domain::code::invite_code(&[u8::try_from(misses).unwrap(); 32]);
        let guess = PreviewInvite { invite: InviteRef::Code(code) };
        match stranger.send(api::PREVIEW_INVITE, &[], &guess).await.unwrap_err() {
            problem if problem.code == Code::InviteUnknown => misses += 1,
            problem => break problem,
        }
        assert!(misses < 20, "nobody stops the guessing");
    };
    assert_eq!(stopped.code, Code::RateLimited);
    assert!(misses >= 5, "people mistype");
    let typed = PreviewInvite { invite: InviteRef::Code(invite.code.clone().unwrap()) };
    assert_eq!(refused(stranger.send(api::PREVIEW_INVITE, &[], &typed).await), Code::RateLimited);
    let link = PreviewInvite { invite: InviteRef::Token(held(&invite).into()) };
    stranger.send(api::PREVIEW_INVITE, &[], &link).await.expect("a link is no guess");

    // Writing: sixty at once, then one a second.
    let path = format!("/groups/{}/posts", group.id);
    let mut written = 0;
    let stopped = loop {
        let request = host.request("POST", &path).header(contract::IDEMPOTENCY_KEY, key());
        let answer = request.body(r#"{"body":"刷屏","kind":"note"}"#).send().await.unwrap();
        if !answer.status().is_success() {
            break answer;
        }
        written += 1;
        assert!(written < 90, "nobody stops the flood");
    };
    assert!(written >= 55);
    assert_eq!((stopped.status().as_u16(), stopped.headers()["retry-after"].to_str().unwrap()), (429, "1"));
    let stopped = crate::people::read::<serde_json::Value>(stopped).await.unwrap_err();
    assert_eq!((stopped.code, stopped.retry_after_s), (Code::RateLimited, Some(1)));
}

#[tokio::test]
async fn static_files_and_their_caching() {
    let files = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| std::fs::write(files.path().join(name), text).unwrap();
    write("index.html", b"<!doctype html>");
    write("config.json", b"{}");
    write("qunli-0123456789abcdef_bg.wasm", b"\0asm");
    write("qunli-0123456789abcdef_bg.wasm.br", b"brotli");
    write("qunli-0123456789abcdef_bg.wasm.gz", b"gzip");
    let server = Server::start_with(&["--static", files.path().to_str().unwrap()]);
    let get = |path: &str, encoding: &str| {
        let request = reqwest::Client::new().get(format!("{}{path}", server.base));
        let request = request.header("accept-encoding", encoding);
        async move { request.send().await.unwrap() }
    };
    for path in ["/", "/index.html", "/config.json"] {
        let answer = get(path, "identity").await;
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["cache-control"].to_str().unwrap()),
            (200, "no-cache")
        );
        for (name, value) in [
            ("content-security-policy", "frame-ancestors 'none'"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
        ] {
            assert_eq!(answer.headers()[name], value, "{path}");
        }
    }
    let wasm = get("/qunli-0123456789abcdef_bg.wasm", "br, gzip").await;
    assert_eq!(wasm.headers()["content-type"], "application/wasm");
    assert_eq!(wasm.headers()["content-encoding"], "br");
    assert!(wasm.headers()["cache-control"].to_str().unwrap().contains("immutable"));
    assert_eq!(&wasm.bytes().await.unwrap()[..], b"brotli");
    assert_eq!(get("/qunli-0123456789abcdef_bg.wasm", "gzip").await.headers()["content-encoding"], "gzip");
    let plain = get("/qunli-0123456789abcdef_bg.wasm", "identity").await;
    assert_eq!(&plain.bytes().await.unwrap()[..], b"\0asm");
    let missing = get("/qunli-fedcba9876543210.js", "identity").await;
    assert_eq!(
        (missing.status().as_u16(), missing.headers()["cache-control"].to_str().unwrap()),
        (404, "no-cache")
    );
    assert_eq!(get("/api/nope", "identity").await.headers()["content-type"], "application/problem+json");
    assert_eq!(get("/..%2f..%2fetc/passwd", "identity").await.status(), 404);
}
