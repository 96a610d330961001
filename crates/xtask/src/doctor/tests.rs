use super::*;
use net::doctor::{Check, Finding};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

/// What a small server is asked.
struct Asked {
    method: String,
    path: String,
    headers: String,
}

/// A server of one thread and a closure; it ends with the test.
fn serve(answer: impl Fn(&Asked) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Who leaves in the middle, as from a port that speaks no TLS, is let go.
            drop(one(stream, &answer));
        }
    });
    format!("http://127.0.0.1:{port}/api")
}

fn one(mut stream: TcpStream, answer: &dyn Fn(&Asked) -> String) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let (mut line, mut headers) = (String::new(), String::new());
    reader.read_line(&mut line)?;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        headers += &header.to_ascii_lowercase();
    }
    let length = headers.lines().find_map(|h| h.strip_prefix("content-length: ")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let mut words = line.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    stream.write_all(answer(&Asked { method, path, headers }).as_bytes())
}

const PAGE: &str = "https://app.example";

fn respond(status: &str, headers: &[&str], body: &str) -> String {
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

const ORIGIN: &str = "access-control-allow-origin: https://app.example";
const ROWS: &str = r#"[{"id":"g1","name":"周四","cover":"indigo","member_count":1,"created_at":"2026-03-01T08:00:00Z",
    "me":{"id":"m1","persona":{"nickname":"小满","avatar":"cat-moss"},"joined_at":"2026-03-01T08:00:00Z"}}]"#;

/// A backend without accounts: a list with its total in a header, and one write.
const DESCRIPTOR: &str = r#"{"descriptor": 1, "name": "T",
    "paging": {"kind": "page", "page": "page", "size": "size", "total": "$headers/x-total-count"},
    "idempotency": {"header": "idempotency-key"},
    "live": {"kind": "none"},
    "operations": {"groups.list": {"get": "/groups"}, "posts.create": {"post": "/posts", "body": ""}}}"#;

/// A server in order; `spoil` answers what it wants to be otherwise.
fn backend(spoil: impl Fn(&Asked) -> Option<String> + Send + 'static) -> String {
    serve(move |asked| spoil(asked).unwrap_or_else(|| sound(asked)))
}

fn sound(asked: &Asked) -> String {
    match asked.method.as_str() {
        "OPTIONS" => respond(
            "204 No Content",
            &[ORIGIN, "access-control-allow-headers: content-type, idempotency-key"],
            "",
        ),
        _ if asked.path.contains("page=1") => respond(
            "200 OK",
            &[
                ORIGIN,
                "access-control-expose-headers: date, x-total-count",
                "x-total-count: 1",
                "date: Thu, 12 Mar 2026 11:30:00 GMT",
            ],
            ROWS,
        ),
        _ => respond("200 OK", &[ORIGIN], "[]"),
    }
}

fn examine(url: &str, descriptor: &str) -> Vec<Row> {
    static NUMBER: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = NUMBER.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let file = std::env::temp_dir().join(format!("qunli-doctor-{}-{number}.json", std::process::id()));
    paths::write(&file, descriptor).unwrap();
    let raw = ["--origin", PAGE, "--descriptor", &file.display().to_string()].map(str::to_owned);
    let rows = Patient::new(url, &Args::parse(&raw, &SPEC).unwrap()).unwrap().examine(|_| {});
    std::fs::remove_file(&file).unwrap();
    rows
}

#[track_caller]
fn found(rows: &[Row], check: Check, state: State, finding: Finding) -> &Row {
    let row = rows.iter().find(|r| (r.check, r.state, r.finding) == (check, state, Some(finding)));
    row.unwrap_or_else(|| panic!("{}", rows.iter().map(shown).collect::<Vec<_>>().join("\n")))
}

#[test]
fn a_backend_in_order() {
    let rows = examine(&backend(|_| None), DESCRIPTOR);
    let failed: Vec<String> = rows.iter().filter(|row| row.state == State::Failed).map(shown).collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(rows.iter().any(|row| row.check == Check::Preflight && row.state == State::Ok));
    // The Date header is read, with all others.
    let clock = found(&rows, Check::Clock, State::Warning, Finding::ClockSkew);
    assert!(clock.came.starts_with("2026-03-12T11:30:00"), "{clock:?}");
}

#[test]
fn a_port_where_nobody_listens() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let rows = examine(&format!("http://127.0.0.1:{port}"), DESCRIPTOR);
    let row = found(&rows, Check::Reachable, State::Failed, Finding::HostUnreachable);
    assert!(row.came.to_lowercase().contains("refused"), "{row:?}");
}

#[test]
fn a_name_that_nobody_has() {
    let rows = examine("http://nobody.invalid", DESCRIPTOR);
    found(&rows, Check::Reachable, State::Failed, Finding::HostUnreachable);
}

#[test]
fn a_port_that_speaks_no_tls() {
    let plain = backend(|_| None).replace("http://", "https://");
    let rows = examine(&plain, DESCRIPTOR);
    found(&rows, Check::Secure, State::Failed, Finding::TlsOrMixedContent);
}

#[test]
fn a_preflight_answered_401() {
    let url = backend(|asked| (asked.method == "OPTIONS").then(|| respond("401 Unauthorized", &[], "")));
    found(&examine(&url, DESCRIPTOR), Check::Preflight, State::Failed, Finding::PreflightUnauthorized);
}

#[test]
fn a_header_that_is_not_allowed() {
    let url = backend(|asked| {
        assert!(asked.headers.contains("origin: https://app.example"), "{}", asked.headers);
        let allowed = [ORIGIN, "access-control-allow-headers: content-type"];
        (asked.method == "OPTIONS").then(|| respond("204 No Content", &allowed, ""))
    });
    let rows = examine(&url, DESCRIPTOR);
    let row = found(&rows, Check::HeadersAllowed, State::Failed, Finding::HeaderNotAllowed);
    assert_eq!(row.came, "not allowed: idempotency-key");
}

#[test]
fn a_header_that_is_not_exposed() {
    let url = backend(|asked| {
        let list = asked.path.contains("page=1");
        list.then(|| respond("200 OK", &[ORIGIN, "x-total-count: 1"], ROWS))
    });
    let rows = examine(&url, DESCRIPTOR);
    let row = found(&rows, Check::Exposed, State::Failed, Finding::HeaderNotExposed);
    assert!(row.exact.contains("x-total-count"), "{row:?}");
}

#[test]
fn any_origin_and_cookies() {
    let url = backend(|asked| Some(sound(asked).replace(PAGE, "*")));
    let cookies = DESCRIPTOR.replace(r#""paging""#, r#""base": {"credentials": "include"}, "paging""#);
    found(&examine(&url, &cookies), Check::Credentials, State::Failed, Finding::WildcardWithCredentials);
    // Without cookies a star is well.
    let rows = examine(&url, DESCRIPTOR);
    assert!(
        rows.iter().all(|row| row.state != State::Failed),
        "{:?}",
        rows.iter().map(shown).collect::<Vec<_>>()
    );
}

#[test]
fn a_stream_is_heard_until_its_first_words() {
    use net::doctor::Probe;
    let url = serve(|_| {
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n5\r\n: hi\n\r\n".to_owned()
    });
    let request = net::Request {
        method: "GET",
        url,
        headers: Vec::new(),
        body: None,
        bytes: None,
        credentials: net::descriptor::Credentials::Omit,
        timeout_ms: 0,
    };
    let answer = wire::block_on(wire::Wire.listen(request, 2_000)).unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, ": hi\n"));
    assert_eq!(answer.header("content-type"), Some("text/event-stream"));
}

#[test]
fn every_finding_has_words() {
    for finding in Finding::ALL {
        let code = finding.as_str();
        assert!(!words(&format!("means_{code}")).is_empty(), "{code}");
    }
    for check in Check::ALL {
        assert!(!words(&format!("check_{}", check.as_str())).is_empty(), "{check:?}");
    }
    assert!(!words("means_ok").is_empty() && !words("state_unknown").is_empty());
}

#[test]
fn a_row_says_what_was_asked_and_how_to_mend_it() {
    let url = backend(|asked| (asked.method == "OPTIONS").then(|| respond("401 Unauthorized", &[], "")));
    let rows = examine(&url, DESCRIPTOR);
    let row = shown(found(&rows, Check::Preflight, State::Failed, Finding::PreflightUnauthorized));
    for part in ["✗ Preflight", "[preflight_unauthorized]", "asked", "came back  status 401", "means", "mend"]
    {
        assert!(row.contains(part), "{part} in\n{row}");
    }
}

#[test]
fn mistakes_are_sentences() {
    let said = |line: &str| {
        let raw: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        run(&raw).unwrap_err()
    };
    assert!(said("").contains("Which backend?"));
    assert!(said("--write").contains("Which backend?"));
    assert!(said("ftp://x").contains("`ftp://x`"));
    assert!(said("http://x --identity a").contains("belong together"));
    assert!(said("http://x --descriptor /nowhere.json").contains("/nowhere.json"));
}
