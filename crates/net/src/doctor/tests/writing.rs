use super::*;

fn without_sign_in() -> Options {
    Options { sign_in: None, ..options() }
}

#[test]
fn without_a_session_nothing_of_it_is_a_fault() {
    let backend = Rc::new(Backend::new(|_, heard| heard));
    let rows = examine(&client(Some(DESCRIPTOR), BASE), backend, without_sign_in());
    found(&rows, Check::Auth, State::Skipped, Finding::NotSignedIn);
    found(&rows, Check::List, State::Skipped, Finding::NotSignedIn);
    assert_eq!(troubled(&rows), [], "{}", shown(&rows));
}

#[test]
fn a_session_that_is_not_accepted() {
    let client = client(Some(DESCRIPTOR), BASE);
    client.set_session(Some(contract::account::Session { token: "old".into(), ..session() }));
    let rows = examine(&client, Rc::new(Backend::new(|_, heard| heard)), without_sign_in());
    found(&rows, Check::Auth, State::Failed, Finding::SessionRefused);
}

#[test]
fn a_sign_in_that_is_refused() {
    let rows = changed(|request, answer| {
        if request.url.ends_with("/login") {
            answer.body = r#"{"code":500,"msg":"wrong password"}"#.to_owned();
        }
    });
    let row = found(&rows, Check::Auth, State::Failed, Finding::SignInRefused);
    assert!(row.came.contains("wrong password"), "{row:?}");
}

#[test]
fn a_renewal_that_is_refused_is_told_once_and_hides_nothing() {
    let renewed = DESCRIPTOR
        .replace(r#""form": "password""#, r#""form": "password", "renew_every_s": 60"#)
        .replace(r#""groups.list""#, r#""sessions.refresh": {"post": "/renew"}, "groups.list""#);
    let rows = examine(&client(Some(&renewed), BASE), Rc::new(Backend::new(|_, heard| heard)), options());
    let told: Vec<&Row> = rows.iter().filter(|row| row.finding == Some(Finding::RenewalRefused)).collect();
    assert!(told.len() == 1 && told[0].state == State::Warning, "{}", shown(&rows));
    let list = rows.iter().find(|row| row.subject == "posts.list").unwrap();
    assert!(list.asked.starts_with("GET ") && list.state == State::Ok, "{list:?}");
}

/// What was written, and what was found, with leave to write.
fn writing(spoil: impl Fn(&Request, Heard) -> Heard + 'static) -> (Rc<Backend>, Vec<Row>) {
    let backend = Rc::new(Backend::new(spoil));
    let leave = Options { may_write: true, ..options() };
    let rows = examine(&client(Some(DESCRIPTOR), BASE), backend.clone(), leave);
    (backend, rows)
}

fn writes(backend: &Backend) -> Vec<String> {
    let log = backend.log.borrow();
    let own = log.iter().filter(|line| !line.starts_with("GET") && !line.starts_with("OPTIONS"));
    own.filter(|line| !line.ends_with("/login")).cloned().collect()
}

#[test]
fn nothing_is_written_without_leave() {
    let backend = Rc::new(Backend::new(|_, heard| heard));
    let rows = examine(&client(Some(DESCRIPTOR), BASE), backend.clone(), options());
    found(&rows, Check::Create, State::Skipped, Finding::NoPermission);
    assert_eq!(writes(&backend), [""; 0]);
}

#[test]
fn what_is_written_is_taken_back() {
    let (backend, rows) = writing(|_, heard| heard);
    assert_eq!(troubled(&rows), [], "{}", shown(&rows));
    assert_eq!(writes(&backend), ["POST /groups/g1/posts", "DELETE /posts/new"]);
    assert!(backend.posts.borrow().iter().all(|(id, _)| id != "new"));
    let row = rows.iter().find(|row| row.check == Check::Create).unwrap();
    assert!(row.state == State::Ok && row.came.ends_with("taken back"), "{row:?}");
}

#[test]
fn a_write_that_is_refused() {
    let (_, rows) = writing(|request, heard| {
        heard.map(|answer| match request.method == "POST" && request.url.ends_with("/posts") {
            true => Answer { status: 403, body: r#"{"code":403,"msg":"read only"}"#.to_owned(), ..answer },
            false => answer,
        })
    });
    found(&rows, Check::Create, State::Failed, Finding::CreateRefused);
}

#[test]
fn a_write_that_changed_nothing() {
    // As where the body was not read: the answer is good, and the words are not there.
    let (_, rows) = writing(|request, heard| {
        heard.map(|mut answer| {
            if request.method == "POST" && request.url.ends_with("/posts") {
                answer.body = answer.body.replace("Qunli doctor", "");
            }
            answer
        })
    });
    found(&rows, Check::Create, State::Failed, Finding::WriteChangedNothing);
}

#[test]
fn what_cannot_be_taken_back_is_named() {
    let (_, rows) = writing(|request, heard| {
        heard.map(|answer| match request.method {
            "DELETE" => Answer { status: 405, body: "{}".to_owned(), ..answer },
            _ => answer,
        })
    });
    let row = found(&rows, Check::Create, State::Warning, Finding::LeftBehind);
    assert!(row.came.contains("new could not be taken back"), "{row:?}");
    // The answer is good and is no post: whatever was written has no name.
    let (_, rows) = writing(|request, heard| {
        heard.map(|answer| match request.method == "POST" && request.url.ends_with("/posts") {
            true => Answer { body: r#"{"code":0,"data":{"ok":true}}"#.to_owned(), ..answer },
            false => answer,
        })
    });
    found(&rows, Check::Create, State::Failed, Finding::LeftBehind);
}

#[test]
fn a_browser_that_may_read_and_not_write() {
    let backend = Backend {
        sees_all: false,
        ..Backend::new(|request, heard| match request.method == "POST" && request.url.ends_with("/posts") {
            true => Err(Trouble::Opaque),
            false => heard,
        })
    };
    let leave = Options { may_write: true, ..options() };
    let rows = examine(&client(Some(DESCRIPTOR), BASE), Rc::new(backend), leave);
    let row = found(&rows, Check::Create, State::Failed, Finding::OpaqueNetworkError);
    assert!(row.possible.contains(&Finding::HeaderNotAllowed) && row.exact == COMMAND, "{row:?}");
}
