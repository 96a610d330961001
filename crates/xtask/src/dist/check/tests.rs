//! A small server with a sound deployment on it; each test spoils one thing, and the audit must name it.

use super::*;
use crate::dist::headers::is_hashed;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};

const HASH: &str = "0123456789abcdef";
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'";
/// A backend without accounts, on the page's own origin.
const DESCRIPTOR: &str = r#"{"descriptor": 1, "name": "T",
    "paging": {"kind": "page", "page": "page", "size": "size", "total": "$headers/x-total-count"},
    "server_time": "$headers/x-now", "live": {"kind": "none"}, "operations": {"groups.list": {"get": "/groups"}}}"#;
const ROWS: &str = r#"[{"id":"g1","name":"周四","cover":"indigo","member_count":1,"created_at":"2026-03-01T08:00:00Z",
    "me":{"id":"m1","persona":{"nickname":"小满","avatar":"cat-moss"},"joined_at":"2026-03-01T08:00:00Z"}}]"#;

/// What the server gives under a path; tests change it before it starts.
#[derive(Clone)]
struct File {
    status: u16,
    headers: BTreeMap<&'static str, String>,
    body: Vec<u8>,
    /// Sent instead of the body to who takes compressed answers.
    packed: Option<Vec<u8>>,
}

impl File {
    fn new(path: &str, body: &[u8]) -> Self {
        let kind = match path.rsplit('.').next().unwrap() {
            "js" => "text/javascript",
            "css" => "text/css",
            "wasm" => "application/wasm",
            "json" => "application/json",
            "webmanifest" => "application/manifest+json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            _ => "text/html; charset=utf-8",
        };
        let rule = if is_hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
        let headers = [("content-type", kind), ("cache-control", rule), ("vary", "Accept-Encoding")];
        let headers = headers.map(|(name, value)| (name, value.to_owned()));
        let packed = (body.len() > 1000).then(|| crate::compress::brotli(body).unwrap());
        Self { status: 200, headers: headers.into(), body: body.to_vec(), packed }
    }

    fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    fn is(&mut self, body: &str) {
        *self = Self { headers: self.headers.clone(), ..Self::new("a.html", body.as_bytes()) };
    }
}

/// The files of a sound deployment below /club/, the page at the folder's address.
fn site() -> BTreeMap<String, File> {
    // Brotli at its best takes its time in a build for tests.
    static SITE: std::sync::OnceLock<BTreeMap<String, File>> = std::sync::OnceLock::new();
    SITE.get_or_init(sound).clone()
}

fn sound() -> BTreeMap<String, File> {
    let (js, wasm, css) =
        (format!("qunli-{HASH}.js"), format!("qunli-{HASH}_bg.wasm"), format!("app-{HASH}.css"));
    let module = [b"\0asm\x01\0\0\0".to_vec(), vec![7; 5000]].concat();
    let html = format!(
        r#"<!doctype html><meta http-equiv="Content-Security-Policy" content="{POLICY}">
        <link rel="icon" href="./icon.svg"><link rel="manifest" href="./manifest.webmanifest">
        <link rel="preload" href="./{wasm}"><link rel="stylesheet" href="./{css}">
        <script src="./boot.js?v=1" data-js="./{js}" data-wasm="./{wasm}" data-wasm-bytes="{}"></script>"#,
        module.len()
    );
    let config = r#"{"version":1,"api":{"base":"./api","descriptor":"./backends/t.json"}}"#;
    let chunk = format!("part-{HASH}.js");
    let part = format!("split_rooms-{HASH}.wasm");
    let load = format!("fetch(new URL(\"./{part}\", import.meta.url));");
    let glue = format!("import('./{chunk}');{load}{}", "x();".repeat(500));
    let mut files = BTreeMap::new();
    let mut put = |name: &str, body: &[u8]| {
        files.insert(format!("/club/{name}"), File::new(name, body));
    };
    put("", html.as_bytes());
    put(&js, glue.as_bytes());
    put(&chunk, b"y()");
    put(&part, b"\0asm");
    put(&wasm, &module);
    put(&css, "p { color: red }\n".repeat(200).as_bytes());
    put("boot.js", b"go()");
    put("sw.js", b"self");
    put("icon.svg", b"<svg/>");
    put(
        "manifest.webmanifest",
        br#"{"icons": [{"src": "./icon-192.png"}, {"src": "https://a.example/b.png"}]}"#,
    );
    put("icon-192.png", b"\x89PNG");
    put("config.json", config.as_bytes());
    put("backends/t.json", DESCRIPTOR.as_bytes());
    for name in files::LATER {
        put(name, if name.ends_with("wasm") { b"\0asm" } else { b"z()" });
    }
    files
}

/// Serves the files; what is not there is `absent`. The address of the page.
fn serve(files: BTreeMap<String, File>, absent: Option<File>) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            drop(one(stream, &files, absent.as_ref()));
        }
    });
    format!("http://127.0.0.1:{port}/club/")
}

fn one(mut stream: TcpStream, files: &BTreeMap<String, File>, absent: Option<&File>) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let line = lines.next().unwrap()?;
    let path = line.split_whitespace().nth(1).unwrap().to_owned();
    let head: Vec<String> = lines.map_while(|l| l.ok().filter(|l| !l.is_empty())).collect();
    let takes = head.iter().any(|l| l.to_ascii_lowercase().contains("gzip"));
    let bare = path.split('?').next().unwrap();
    let none = File { status: 404, ..File::new("no.html", b"nothing here") };
    let file = match bare {
        "/club/api/groups" if path.contains("page=1") => &File::new("a.json", ROWS.as_bytes()),
        "/club/api/groups" => &File::new("a.json", b"[]"),
        _ => files.get(bare).or(absent).unwrap_or(&none),
    };
    let packed = file.packed.as_ref().filter(|_| takes && file.body.len() > 1000);
    let body = packed.unwrap_or(&file.body);
    let mut answer =
        format!("HTTP/1.1 {} X\r\nconnection: close\r\ncontent-length: {}\r\n", file.status, body.len());
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let now = contract::Timestamp(i64::try_from(now).unwrap());
    answer += &format!("x-total-count: 1\r\nx-now: {now}\r\n");
    for (name, value) in &file.headers {
        answer += &format!("{name}: {value}\r\n");
    }
    if packed.is_some() && !file.headers.contains_key("content-encoding") {
        answer += "content-encoding: br\r\n";
    }
    stream.write_all(answer.as_bytes())?;
    stream.write_all(b"\r\n")?;
    stream.write_all(body)
}

/// The findings of a deployment, as codes with `!` before warnings.
fn codes(files: BTreeMap<String, File>, absent: Option<File>) -> (Vec<String>, String) {
    let found = audit(&serve(files, absent)).unwrap();
    let sign = |level| if level == Level::Error { "" } else { "!" };
    let codes = found.list.iter().map(|f| format!("{}{}", sign(f.level), f.code)).collect();
    (codes, found.list.iter().map(|f| format!("{f}\n")).collect())
}

/// The one finding of a deployment with one fault, in words.
fn fault(code: &str, spoil: impl FnOnce(&mut BTreeMap<String, File>)) -> String {
    let mut files = site();
    spoil(&mut files);
    let (codes, words) = codes(files, None);
    assert_eq!(codes, [code], "{words}");
    words
}

fn at<'a>(files: &'a mut BTreeMap<String, File>, name: &str) -> &'a mut File {
    files.get_mut(&format!("/club/{name}")).unwrap()
}

fn edit(files: &mut BTreeMap<String, File>, name: &str, from: &str, to: &str) {
    let text = at(files, name).text();
    assert!(text.contains(from), "{name}: {from}");
    at(files, name).is(&text.replace(from, to));
}

#[test]
fn a_sound_deployment_has_nothing_to_mend() {
    let (codes, words) = codes(site(), None);
    assert!(codes.is_empty(), "{words}");
}

#[test]
fn what_is_no_deployment_is_said() {
    assert!(audit("app.example").is_err());
    let found = audit("http://127.0.0.1:9/").unwrap();
    assert_eq!(found.list[0].code, "no-answer");
    assert!(fault("no-page", |files| drop(files.remove("/club/"))).contains("HTTP 404"));
    fault("not-the-app", |files| at(files, "").is("<!doctype html>Welcome to nginx!"));
}

#[test]
fn the_page_and_its_settings_are_asked_for_again() {
    for name in ["", "config.json", "backends/t.json", "boot.js", "sw.js", "qr_maker.js"] {
        let words = fault("stale", |files| {
            at(files, name).headers.insert("cache-control", "public, max-age=31536000, immutable".to_owned());
        });
        assert!(
            words.contains("no-cache") && words.contains(if name.is_empty() { "index.html" } else { name }),
            "{words}"
        );
    }
    fault("!stale", |files| drop(at(files, "").headers.insert("cache-control", "max-age=30".to_owned())));
    fault("!no-cache-rule", |files| drop(at(files, "config.json").headers.remove("cache-control")));
    let css = format!("app-{HASH}.css");
    fault("!not-kept", |files| drop(at(files, &css).headers.insert("cache-control", "no-cache".to_owned())));
}

#[test]
fn types_are_named() {
    let (js, wasm, css) =
        (format!("qunli-{HASH}.js"), format!("qunli-{HASH}_bg.wasm"), format!("app-{HASH}.css"));
    for (code, name) in [
        ("script-type", js.as_str()),
        ("script-type", "sw.js"),
        ("style-type", &css),
        ("!wasm-type", &wasm),
        ("!json-type", "config.json"),
        ("!manifest-type", "manifest.webmanifest"),
        ("!picture-type", "icon.svg"),
        ("!picture-type", "icon-192.png"),
        ("page-type", ""),
    ] {
        let words = fault(code, |files| {
            at(files, name).headers.insert("content-type", "application/octet-stream".to_owned());
        });
        assert!(words.contains("application/octet-stream"), "{words}");
        fault(code, |files| drop(at(files, name).headers.remove("content-type")));
    }
}

#[test]
fn mixed_and_broken_versions_are_found() {
    let (js, chunk, wasm) =
        (format!("qunli-{HASH}.js"), format!("part-{HASH}.js"), format!("qunli-{HASH}_bg.wasm"));
    let part = format!("split_rooms-{HASH}.wasm");
    let later =
        ["boot.js", "qr_reader_bg.wasm", "icon-192.png", "wechat.js", "plain.js", "boot.css", "card.png"];
    for name in [js.as_str(), &chunk, &part].into_iter().chain(later) {
        let words = fault("missing-file", |files| drop(files.remove(&format!("/club/{name}"))));
        assert!(words.contains(name) && words.contains("versions"), "{words}");
    }
    let words = fault("broken-wasm", |files| {
        let file = at(files, &wasm);
        *file = File::new(&wasm, &file.body[..4000]);
    });
    assert!(words.contains("5008 bytes and 4000"), "{words}");
    fault("broken-wasm", |files| *at(files, &wasm) = File::new(&wasm, &vec![1; 5008]));
    assert!(fault("!no-worker", |files| drop(files.remove("/club/sw.js"))).contains("sw-off.js"));
    let gone = format!("self.files = ['./gone-{HASH}.css']");
    fault("missing-file", |files| at(files, "sw.js").body = gone.into_bytes());
}

#[test]
fn a_page_in_place_of_what_is_missing_is_an_error() {
    let page = File::new("index.html", b"<!doctype html><title>app</title>");
    let mut files = site();
    let (found, words) = codes(files.clone(), Some(page.clone()));
    assert_eq!(found, ["fallback"], "{words}");
    files.remove(&format!("/club/qunli-{HASH}.js"));
    files.remove("/club/sw.js");
    let (found, words) = codes(files, Some(page));
    assert_eq!(found, ["page-for-file", "fallback", "!no-worker"], "{words}");
    let mut none = File { status: 404, ..File::new("a.html", b"no") };
    none.headers.insert("cache-control", "public, max-age=31536000".to_owned());
    assert_eq!(codes(site(), Some(none)).0, ["kept-404"]);
}

#[test]
fn compression_is_looked_at() {
    let wasm = format!("qunli-{HASH}_bg.wasm");
    let words = fault("!not-compressed", |files| at(files, &wasm).packed = None);
    assert!(words.contains("5.1 kB, 0.1 with gzip"), "{words}");
    fault("!no-vary", |files| drop(at(files, &wasm).headers.remove("vary")));
    let old = crate::compress::brotli(&vec![3; 5000]).unwrap();
    fault("stale-copy", |files| at(files, &wasm).packed = Some(old));
    fault("!no-brotli", |files| {
        let file = at(files, &wasm);
        file.packed = Some(crate::compress::gzip(&file.body).unwrap());
        // Without who asks for it, such a server sends it too: the size must be that of the file inside.
        file.headers.insert("content-encoding", "gzip".to_owned());
        file.body = file.packed.clone().unwrap();
        file.body.resize(1500, 0);
        file.packed = Some(file.body.clone());
    });
}

#[test]
fn the_policy_must_let_the_app_in() {
    let page = |from: &'static str, to: &'static str| {
        move |files: &mut BTreeMap<String, File>| edit(files, "", from, to)
    };
    assert!(fault("csp-wasm", page(" 'wasm-unsafe-eval'", "")).contains("the page"));
    fault("csp-self", page("worker-src 'self' blob:", "worker-src 'none'"));
    fault("!csp-open", page("connect-src 'self'", "connect-src 'self' https:"));
    fault("!no-csp", page("http-equiv=\"Content-Security-Policy\"", "name=\"x\""));
    // A header counts as well, and the stricter of the two wins.
    let words = fault("csp-wasm", |files| {
        at(files, "").headers.insert("content-security-policy", POLICY.replace(" 'wasm-unsafe-eval'", ""));
    });
    assert!(words.contains("the header"), "{words}");
}

#[test]
fn settings_and_backend_are_tried() {
    let config = |to: &'static str| {
        move |files: &mut BTreeMap<String, File>| edit(files, "config.json", "\"./api\"", to)
    };
    assert!(fault("wrong-config", config("7")).contains("/api/base"));
    fault("missing-file", |files| drop(files.remove("/club/config.json")));
    fault("missing-file", |files| drop(files.remove("/club/backends/t.json")));
    fault("wrong-descriptor", |files| edit(files, "backends/t.json", "groups.list", "groups.lost"));
    assert!(fault("backend", config("\"./ipa\"")).contains("means"));
    // Another origin: the policy of the page does not know it, and nobody answers there.
    let mut files = site();
    config("\"http://127.0.0.1:9/api\"")(&mut files);
    let (found, words) = codes(files.clone(), None);
    assert_eq!(found, ["csp-backend", "backend"], "{words}");
    // It may be talked to, and shows no photos.
    edit(&mut files, "", "connect-src 'self'", "connect-src 'self' http://127.0.0.1:9");
    let (found, words) = codes(files, None);
    assert_eq!(found, ["csp-photos", "backend"], "{words}");
}

#[test]
fn a_backend_that_does_not_know_the_origin_is_found() {
    // The same server by its other name is another origin, and answers without a word on CORS.
    let other = serve(site(), None).replace("/club/", "/club/api");
    let mut files = site();
    edit(&mut files, "config.json", "\"./api\"", &format!("\"{other}\""));
    let origin = other.trim_end_matches("/club/api").to_owned();
    edit(&mut files, "", "connect-src 'self'", &format!("connect-src 'self' {origin}"));
    edit(&mut files, "", "img-src 'self'", &format!("img-src 'self' {origin}"));
    let (found, words) = codes(files, None);
    assert_eq!(found.first().map(String::as_str), Some("backend"), "{words}");
    assert!(words.contains("access-control-allow-origin"), "{words}");
}

#[test]
fn the_guide_has_every_code() {
    let root = crate::paths::root();
    let read = |file: &std::path::Path| crate::paths::read(file).unwrap();
    let mut sources = crate::paths::files(&root.join("crates/xtask/src/dist/check")).unwrap();
    sources.push(root.join("crates/xtask/src/dist/check.rs"));
    let mut said = std::collections::BTreeSet::new();
    for text in sources
        .iter()
        .filter(|file| !file.ends_with("tests.rs") && !file.ends_with("findings.rs"))
        .map(|f| read(f))
    {
        for call in text.split("found.error(").skip(1).chain(text.split("found.warning(").skip(1)) {
            said.insert(call.trim_start().trim_start_matches('"').split('"').next().unwrap().to_owned());
        }
    }
    let guide = read(&root.join("docs/deploy.md"));
    let table = guide.split_once("| code | what it is |").unwrap().1;
    let told = table
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .flat_map(|cell| cell.split('`').skip(1).step_by(2));
    assert_eq!(said, told.map(str::to_owned).collect());
}
