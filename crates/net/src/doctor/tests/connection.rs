use super::*;

fn preflight(change: impl Fn(&mut Answer) + 'static) -> Vec<Row> {
    changed(move |request, answer| {
        if request.method == "OPTIONS" {
            change(answer);
        }
    })
}

#[test]
fn a_host_that_nobody_reaches() {
    let rows = rows_of(|_, _| Err(Trouble::Connect("connection refused".to_owned())));
    found(&rows, Check::Reachable, State::Failed, Finding::HostUnreachable);
    found(&rows, Check::List, State::Skipped, Finding::NotAsked);
    let rows = rows_of(|_, _| Err(Trouble::Timeout));
    found(&rows, Check::Reachable, State::Failed, Finding::HostUnreachable);
    let rows = changed(|_, answer| answer.status = 502);
    found(&rows, Check::Reachable, State::Failed, Finding::HostUnreachable);
}

#[test]
fn tls_that_does_not_come_about() {
    let rows = rows_of(|_, _| Err(Trouble::Tls("certificate expired".to_owned())));
    let row = found(&rows, Check::Secure, State::Failed, Finding::TlsOrMixedContent);
    assert!(row.came.contains("certificate expired"), "{row:?}");
    assert!(rows.iter().any(|row| row.check == Check::Reachable && row.state == State::Ok));
}

#[test]
fn a_secure_page_before_a_plain_backend() {
    let at = |base: &str| {
        let base = base.to_owned();
        let client = client(Some(DESCRIPTOR), &base);
        examine(&client, Rc::new(Backend::new(|_, heard| heard)), options())
    };
    found(&at("http://api.example/v1"), Check::Secure, State::Failed, Finding::TlsOrMixedContent);
    for local in ["http://127.0.0.1:8080/api", "http://localhost:1", "http://[::1]:1"] {
        let rows = at(local);
        assert!(rows.iter().any(|row| row.check == Check::Secure && row.state == State::Ok), "{local}");
    }
}

#[test]
fn a_preflight_that_is_refused() {
    let rows = preflight(|answer| *answer = Answer { status: 405, ..Answer::default() });
    let row = found(&rows, Check::Preflight, State::Failed, Finding::PreflightRefused);
    assert!(row.exact.contains("Access-Control-Allow-Origin: https://app.example"), "{row:?}");
    let rows = preflight(|answer| set(answer, "access-control-allow-origin", Some("https://other.example")));
    let row = found(&rows, Check::Preflight, State::Failed, Finding::PreflightRefused);
    assert!(row.came.contains("https://other.example"), "{row:?}");
    let rows = preflight(|answer| set(answer, "access-control-allow-methods", Some("GET, POST")));
    let row = found(&rows, Check::Preflight, State::Failed, Finding::PreflightRefused);
    assert!(row.asked.contains("for DELETE") && row.exact.contains("DELETE"), "{row:?}");
}

#[test]
fn an_origin_that_nobody_named_is_only_a_warning() {
    let backend = Backend::new(|request, heard| {
        heard.map(|mut answer| {
            set(&mut answer, "access-control-allow-origin", None);
            if request.method == "OPTIONS" {
                answer.status = 405;
            }
            answer
        })
    });
    let told = Options { assumed: true, ..options() };
    let rows = examine(&client(Some(DESCRIPTOR), BASE), Rc::new(backend), told);
    found(&rows, Check::Preflight, State::Warning, Finding::PreflightRefused);
    found(&rows, Check::Exposed, State::Warning, Finding::OriginNotAllowed);
    assert!(rows.iter().all(|row| row.state != State::Failed), "{}", shown(&rows));
}

#[test]
fn a_preflight_that_must_sign_in() {
    let rows = preflight(|answer| answer.status = 401);
    found(&rows, Check::Preflight, State::Failed, Finding::PreflightUnauthorized);
}

#[test]
fn a_header_that_is_not_allowed() {
    let rows = preflight(|answer| {
        set(answer, "access-control-allow-headers", Some("authorization, content-type, tenant-id"));
    });
    let row = found(&rows, Check::HeadersAllowed, State::Failed, Finding::HeaderNotAllowed);
    assert_eq!(row.came, "not allowed: idempotency-key");
    assert_eq!(
        row.exact,
        "Access-Control-Allow-Headers: authorization, content-type, idempotency-key, tenant-id"
    );
    // A star stands for every header but this one.
    let rows = preflight(|answer| set(answer, "access-control-allow-headers", Some("*")));
    let row = found(&rows, Check::HeadersAllowed, State::Failed, Finding::HeaderNotAllowed);
    assert_eq!(row.came, "not allowed: authorization");
}

#[test]
fn a_header_that_is_not_exposed() {
    let rows = changed(|_, answer| set(answer, "access-control-expose-headers", Some("date")));
    let row = found(&rows, Check::Exposed, State::Failed, Finding::HeaderNotExposed);
    assert!(row.came.contains("x-total-count") && row.exact.contains("x-total-count"), "{row:?}");
    let rows = changed(|_, answer| set(answer, "x-total-count", None));
    found(&rows, Check::Exposed, State::Failed, Finding::HeaderAbsent);
}

#[test]
fn an_answer_that_the_page_may_not_read() {
    let rows = changed(|request, answer| {
        if request.method == "GET" {
            set(answer, "access-control-allow-origin", None);
        }
    });
    found(&rows, Check::Exposed, State::Failed, Finding::OriginNotAllowed);
}

#[test]
fn any_origin_and_cookies() {
    let cookies = r#""credentials": "include", "headers""#;
    let star = |_: &Request, answer: &mut Answer| set(answer, "access-control-allow-origin", Some("*"));
    let rows = described(r#""headers""#, cookies, star);
    let row = found(&rows, Check::Credentials, State::Failed, Finding::WildcardWithCredentials);
    assert!(row.exact.contains("Access-Control-Allow-Credentials: true"), "{row:?}");
    // Without cookies a star is well.
    let rows = changed(star);
    assert_eq!(troubled(&rows), [], "{}", shown(&rows));
}

#[test]
fn a_page_on_the_backends_own_origin_asks_nothing_first() {
    let backend = Rc::new(Backend::new(|_, heard| heard));
    let own = Options { origin: Some("https://api.example".to_owned()), ..options() };
    let rows = examine(&client(Some(DESCRIPTOR), BASE), backend.clone(), own);
    found(&rows, Check::Preflight, State::Skipped, Finding::SameOrigin);
    assert!(backend.log.borrow().iter().all(|line| !line.starts_with("OPTIONS")), "{:?}", backend.log);
}

fn browser(heard: Heard, page: &str, base: &str) -> Vec<Row> {
    let backend = Backend { sees_all: false, ..Backend::new(move |_, _| heard.clone()) };
    let page = Options { origin: Some(page.to_owned()), ..options() };
    examine(&client(Some(DESCRIPTOR), base), Rc::new(backend), page)
}

#[test]
fn a_browser_says_what_it_may_be_and_which_command_knows() {
    let rows = browser(Err(Trouble::Opaque), PAGE, BASE);
    let row = found(&rows, Check::Connection, State::Failed, Finding::OpaqueNetworkError);
    let codes: Vec<&str> = row.possible.iter().map(|finding| finding.as_str()).collect();
    assert_eq!(
        codes,
        [
            "host_unreachable",
            "tls_or_mixed_content",
            "preflight_refused",
            "preflight_unauthorized",
            "header_not_allowed",
            "wildcard_with_credentials"
        ]
    );
    assert_eq!(row.exact, COMMAND);
    assert!(rows.iter().filter(|row| row.state == State::Failed).count() == 1, "{}", shown(&rows));
}

#[test]
fn a_browser_tells_what_it_can() {
    let found_by = |heard, page, base| {
        let rows = browser(heard, page, base);
        rows.iter().find(|row| row.check == Check::Connection).and_then(|row| row.finding)
    };
    assert_eq!(found_by(Err(Trouble::Offline), PAGE, BASE), Some(Finding::Offline));
    assert_eq!(found_by(Err(Trouble::Timeout), PAGE, BASE), Some(Finding::HostUnreachable));
    assert_eq!(found_by(Err(Trouble::Opaque), "https://api.example", BASE), Some(Finding::HostUnreachable));
    let plain = "http://api.example/v1";
    assert_eq!(found_by(Err(Trouble::Opaque), PAGE, plain), Some(Finding::TlsOrMixedContent));
}

#[test]
fn a_browser_asks_no_preflight_and_names_no_origin() {
    let backend = Rc::new(Backend {
        sees_all: false,
        ..Backend::new(|request, heard| {
            assert!(request.headers.iter().all(|(name, _)| name != "origin"), "{request:?}");
            heard
        })
    });
    let rows = examine(&client(Some(DESCRIPTOR), BASE), backend.clone(), options());
    assert_eq!(troubled(&rows), [], "{}", shown(&rows));
    assert!(backend.log.borrow().iter().all(|line| !line.starts_with("OPTIONS")));
}

#[test]
fn what_a_browser_does_not_show_is_not_exposed() {
    let backend = Backend {
        sees_all: false,
        ..Backend::new(|_, heard| {
            heard.map(|mut answer| {
                set(&mut answer, "x-total-count", None);
                answer
            })
        })
    };
    let rows = examine(&client(Some(DESCRIPTOR), BASE), Rc::new(backend), options());
    found(&rows, Check::Exposed, State::Failed, Finding::HeaderNotExposed);
}
