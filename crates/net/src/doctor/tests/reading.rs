use super::*;

fn is_list(request: &Request) -> bool {
    request.url.contains("/groups/g1/posts")
}

#[test]
fn rows_that_are_elsewhere() {
    let rows = described(r#""rows": "/rows""#, r#""rows": "/data/list""#, as_it_is);
    let row = found(&rows, Check::List, State::Failed, Finding::WrongEnvelope);
    assert!(row.came.contains("rows: a list of 1"), "{row:?}");
}

#[test]
fn a_mark_of_success_that_is_another() {
    let rows = described(r#""in": [0]"#, r#""in": [200]"#, as_it_is);
    // Signing in already stumbles over it.
    found(&rows, Check::Auth, State::Failed, Finding::SignInRefused);
    let client = client(Some(&DESCRIPTOR.replace(r#""in": [0]"#, r#""in": [200]"#)), BASE);
    client.set_session(Some(session()));
    let rows = examine(&client, Rc::new(Backend::new(|_, heard| heard)), options());
    let row = found(&rows, Check::List, State::Failed, Finding::WrongEnvelope);
    assert!(row.came.contains("code"), "{row:?}");
}

#[test]
fn a_page_of_html_with_200() {
    let rows = changed(|request, answer| {
        if is_list(request) {
            "<!doctype html><p>hello".clone_into(&mut answer.body);
        }
    });
    let row = found(&rows, Check::List, State::Failed, Finding::WrongEnvelope);
    assert_eq!(row.subject, "posts.list");
    assert!(row.came.contains("no JSON"), "{row:?}");
}

#[test]
fn a_single_thing_that_is_elsewhere() {
    let rows = changed(|request, answer| {
        if request.url.ends_with("/posts/p0") {
            answer.body = answer.body.replace(r#""data""#, r#""result""#);
        }
    });
    let row = found(&rows, Check::List, State::Failed, Finding::WrongEnvelope);
    assert_eq!(row.subject, "posts.get");
}

#[test]
fn a_list_that_is_refused() {
    let rows = changed(|request, answer| {
        if is_list(request) {
            (answer.status, answer.body) = (403, r#"{"code":403,"msg":"no"}"#.to_owned());
        }
    });
    found(&rows, Check::List, State::Failed, Finding::ListRefused);
}

#[test]
fn items_that_cannot_be_read_name_their_field() {
    let rows = changed(|request, answer| {
        if is_list(request) {
            answer.body = answer.body.replacen(r#""at":"2026-03-02T08:00:00Z""#, r#""at":"soon""#, 2);
        }
    });
    let row = found(&rows, Check::Items, State::Warning, Finding::UnreadableItems);
    assert!(row.came.starts_with("2 of 5 cannot be read: /created_at: "), "{row:?}");
}

#[test]
fn a_page_number_that_is_ignored() {
    let all = Backend::new(|_, heard| heard);
    let rows = changed(move |request, answer| {
        if is_list(request) {
            let mut first = request.clone();
            first.url = first.url.replace("page=2", "page=1").replace("page=3", "page=1");
            let mut heard = all.send(first);
            let mut context = core::task::Context::from_waker(core::task::Waker::noop());
            if let core::task::Poll::Ready(Ok(same)) = heard.as_mut().poll(&mut context) {
                *answer = same;
            }
        }
    });
    let row = found(&rows, Check::Paging, State::Failed, Finding::WrongPaging);
    assert!(row.came.contains("those of page 1"), "{row:?}");
}

#[test]
fn a_size_that_is_ignored() {
    let rows = described(r#""size": "size""#, r#""size": "limit""#, as_it_is);
    let row = found(&rows, Check::Paging, State::Failed, Finding::WrongPaging);
    assert!(row.came.contains("2 rows were asked for, 5 came"), "{row:?}");
}

#[test]
fn pages_that_are_counted_from_another_number() {
    let rows = described(r#""page": "page""#, r#""page": "page", "first": 2"#, as_it_is);
    let row = found(&rows, Check::List, State::Failed, Finding::WrongPaging);
    assert!(row.came.contains("0 rows of 5"), "{row:?}");
}

#[test]
fn a_list_that_is_said_to_come_whole() {
    let paging =
        r#""paging": {"kind": "page", "page": "page", "size": "size", "total": "$headers/x-total-count"}"#;
    let rows = described(paging, r#""paging": {"kind": "none"}"#, |request, answer| {
        if is_list(request) {
            set(answer, "x-total-count", Some("57"));
        }
    });
    let row = found(&rows, Check::Paging, State::Failed, Finding::WrongPaging);
    assert!(row.came.contains("x-total-count: 57"), "{row:?}");
}

#[test]
fn a_cursor_that_is_not_where_it_is_looked_for() {
    let paging = r#""kind": "page", "page": "page", "size": "size", "total": "$headers/x-total-count""#;
    let cursor = r#""kind": "cursor", "cursor": "after", "size": "size", "next": "/next""#;
    let rows = described(paging, cursor, as_it_is);
    let row = found(&rows, Check::Paging, State::Failed, Finding::WrongPaging);
    assert!(row.came.contains("2 rows and no way on"), "{row:?}");
    found(&rows, Check::PastEnd, State::Skipped, Finding::NoPastEnd);
}

/// Past the end comes the last page again.
fn repeats(request: &Request, answer: &mut Answer) {
    if is_list(request) && answer.body.contains(r#""rows":[]"#) {
        let again = Backend::new(|_, heard| heard);
        let mut first = request.clone();
        let page =
            first.url.split("page=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or("1").to_owned();
        first.url = first.url.replace(&format!("page={page}"), "page=1");
        let mut heard = again.send(first);
        let mut context = core::task::Context::from_waker(core::task::Waker::noop());
        if let core::task::Poll::Ready(Ok(same)) = heard.as_mut().poll(&mut context) {
            *answer = same;
        }
    }
}

#[test]
fn past_the_end_comes_the_last_page_again() {
    let rows = changed(repeats);
    let row = found(&rows, Check::PastEnd, State::Warning, Finding::PastEndRepeats);
    assert_eq!(row.exact, r#""past_end": "repeats""#);
    // Without a total nothing else says where the list ends.
    let rows = described(r#", "total": "$headers/x-total-count""#, "", repeats);
    found(&rows, Check::PastEnd, State::Failed, Finding::PastEndRepeats);
    // Who says so beforehand has nothing to mend.
    let said = r#""size": "size", "past_end": "repeats""#;
    let rows = described(r#""size": "size""#, said, repeats);
    assert_eq!(troubled(&rows), [], "{}", shown(&rows));
    let rows = described(r#""size": "size""#, said, as_it_is);
    found(&rows, Check::PastEnd, State::Warning, Finding::PastEndDiffers);
}

#[test]
fn past_the_end_comes_an_error() {
    let rows = changed(|request, answer| {
        if is_list(request) && answer.body.contains(r#""rows":[]"#) {
            (answer.status, answer.body) = (404, r#"{"code":404,"msg":"invalid page"}"#.to_owned());
        }
    });
    let row = found(&rows, Check::PastEnd, State::Warning, Finding::PastEndDiffers);
    assert_eq!(row.exact, r#""past_end": "error""#);
}

fn refused(status: u16, body: &'static str) -> Vec<Row> {
    changed(move |request, answer| {
        if request.url.contains("/posts/0000") {
            (answer.status, answer.body) = (status, body.to_owned());
        }
    })
}

#[test]
fn a_refusal_that_is_not_understood() {
    for (status, body, state) in [
        (404, "<h1>Not Found</h1>", State::Failed),
        (200, r#"{"code":0,"data":{"error":"nothing"}}"#, State::Failed),
        (200, r#"{"code":9000,"msg":"nothing"}"#, State::Warning),
        (500, r#"{"code":9,"msg":"no row"}"#, State::Warning),
    ] {
        let rows = refused(status, body);
        let row = found(&rows, Check::Errors, state, Finding::ErrorShapeUnknown);
        assert_eq!(row.subject, "posts.get", "{body}");
    }
    for (status, body) in [(404, "{}"), (403, r#"{"msg":"no"}"#), (200, r#"{"code":0,"data":null}"#)] {
        assert_eq!(troubled(&refused(status, body)), [], "{body}");
    }
}

#[test]
fn a_refusal_that_the_page_may_not_read() {
    let rows = changed(|request, answer| {
        if request.url.contains("/posts/0000") {
            set(answer, "access-control-allow-origin", None);
        }
    });
    found(&rows, Check::Errors, State::Failed, Finding::ErrorWithoutCors);
}

fn at(time: Timestamp) -> Vec<Row> {
    changed(move |_, answer| answer.body = answer.body.replace(&NOW.to_string(), &time.to_string()))
}

#[test]
fn clocks_that_are_apart() {
    let row = at(NOW.plus_s(31));
    let row = found(&row, Check::Clock, State::Warning, Finding::ClockSkew);
    assert!(row.came.contains("31 s ahead of this device"), "{row:?}");
    found(&at(NOW.plus_s(-3600)), Check::Clock, State::Warning, Finding::ClockSkew);
    assert_eq!(troubled(&at(NOW.plus_s(-29))), []);
    let rows = changed(|_, answer| answer.body = answer.body.replace(r#""now""#, r#""then""#));
    found(&rows, Check::Clock, State::Warning, Finding::NoServerTime);
}

fn stream(change: impl Fn(&mut Answer) + 'static) -> Vec<Row> {
    changed(move |request, answer| {
        if request.url.ends_with("/changes/stream") {
            change(answer);
        }
    })
}

#[test]
fn a_stream_that_does_not_come_through() {
    let blocked =
        |rows: &[Row]| found(rows, Check::Realtime, State::Failed, Finding::RealtimeBlocked).came.clone();
    assert!(blocked(&stream(|answer| answer.status = 404)).contains("404"));
    assert!(blocked(&stream(|answer| answer.body.clear())).contains("0 bytes"));
    assert!(blocked(&stream(|answer| set(answer, "content-type", Some("text/html")))).contains("text/html"));
    assert!(
        blocked(&stream(|answer| set(answer, "access-control-allow-origin", None))).contains("no Access")
    );
    let gone = rows_of(|request, heard| match request.url.ends_with("/changes/stream") {
        true => Err(Trouble::Timeout),
        false => heard,
    });
    blocked(&gone);
}

#[test]
fn news_that_are_asked_for_need_no_stream() {
    let rows =
        described(r#"{"kind": "contract"}"#, r#"{"kind": "poll", "every_s": 15}"#, |request, answer| {
            assert!(!request.url.ends_with("/changes/stream"));
            as_it_is(request, answer);
        });
    found(&rows, Check::Realtime, State::Ok, Finding::Polled);
}
