//! The boot shell of one build: styles inside scripts, the app's start within the shell's reach, and the service
//! worker's list of the files that belong together.
//!
//! Knows the names of the shell's files and how Trunk marks hashed names; nothing of what the app does.

use super::beside;
use crate::{Result, fingerprint, page, paths};
use base64::Engine;
use serde_json::{Map, Value, from_str as json};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The shell's script, without a hash in its name: its address carries the build.
const SCRIPT: &str = "boot.js";
/// Its parts, and where each goes.
const PARTS: &[(&str, &str)] = &[
    ("boot.load.js", "\"__BOOT_LOAD__\";"),
    ("boot.look.js", "\"__BOOT_LOOK__\";"),
    ("boot.after.js", "\"__BOOT_AFTER__\";"),
    ("boot.css", "\"__BOOT_CSS__\""),
    ("boot.words.json", "\"__BOOT_WORDS__\""),
];
/// The symbols of icons and prints, which the page has from the start.
const SPRITE: &str = "src/ui/sprite.svg";
const WORKER: &str = "sw.js";
/// The worker that takes the service worker away again.
const WORKER_OFF: &str = "sw-off.js";
/// Loaded only where the app cannot run: no service worker keeps it.
const NEVER_KEPT: &[&str] = &[WORKER, WORKER_OFF, "boot.css", "plain.js", "trunk-reload.js"];

/// Puts the shell's styles, words and parts into its script, so that the page asks for one file, and has it all when
/// nothing else arrives; the app's styles too, and what the first look says. The policy lets a script make a sheet of
/// its own, and needs no hash of it.
pub fn join(dir: &Path, html: &str) -> Result<()> {
    let (_, sheet) = stylesheet(html).ok_or("index.html has no stylesheet of the app.")?;
    let css = Value::String(paths::read(&beside(dir, sheet))?).to_string();
    let words = super::words::of_the_look(&paths::root().join("locales"))?.to_string();
    let sprite = Value::String(paths::read(&paths::root().join(SPRITE))?.replace('\n', "")).to_string();
    let mut text = paths::read(&dir.join(SCRIPT))?;
    for (mark, content) in [("__APP_CSS__", css), ("__LOOK_WORDS__", words), ("__SPRITE__", sprite)] {
        let mark = &format!("\"{mark}\"");
        if !text.contains(mark) {
            return Err(format!("{SCRIPT} has no {mark}."));
        }
        text = text.replace(mark, &content);
    }
    for (part, mark) in PARTS {
        let file = dir.join(part);
        let content = paths::read(&file)?;
        let content = match file.extension().and_then(|end| end.to_str()) {
            Some("css") => Value::String(content).to_string(),
            Some("json") => json::<Value>(&content).map_err(|e| format!("{part}: {e}."))?.to_string(),
            _ => content,
        };
        if !text.contains(mark) {
            return Err(format!("{SCRIPT} has no {mark} for {part}."));
        }
        text = text.replace(mark, &content);
        // Engines that cannot make a sheet from text ask for the file.
        if part.ends_with(".css") {
            continue;
        }
        std::fs::remove_file(&file).map_err(|e| format!("Cannot remove {}: {e}.", file.display()))?;
    }
    paths::write(&dir.join(SCRIPT), text)
}

/// Completes the app's script: its start is on `window`, where the shell finds it without `import()`, which old engines
/// cannot read. It is named by what it is now; the page too, which loses the tag of the styles that are in the shell.
pub fn complete(dir: &Path, html: &str) -> Result<String> {
    let url = page::attribute(html, "data-js").ok_or("index.html names no script of the app (data-js).")?;
    let old = beside(dir, url);
    let glue = paths::read(&old)?;
    if !glue.contains("__wbg_init as default") {
        return Err(format!("{} does not export __wbg_init as its default.", old.display()));
    }
    let (link, sheet) = stylesheet(html).ok_or("index.html has no stylesheet of the app.")?;
    let glue = format!("{glue}\nwindow.__qunliStart = __wbg_init;\n");
    std::fs::remove_file(&old).map_err(|e| format!("Cannot remove {}: {e}.", old.display()))?;
    let new = format!("qunli-{}.js", fingerprint::of_bytes([glue.as_bytes()]));
    paths::write(&dir.join(&new), glue)?;
    let attribute = format!(" data-css=\"{sheet}\" data-base=");
    let html = html.replace(link, "").replace(" data-base=", &attribute);
    Ok(html.replace(&name_in(dir, &old), &new))
}

/// The tag of the page's stylesheet, and its address.
fn stylesheet(html: &str) -> Option<(&str, &str)> {
    let tags =
        html.match_indices("<link").filter_map(|(at, _)| html.get(at..at + html.get(at..)?.find('>')? + 1));
    tags.filter(|tag| page::attribute(tag, "rel") == Some("stylesheet"))
        .find_map(|tag| Some((tag, page::attribute(tag, "href")?)))
}

/// Writes the lists of this build into the service worker: what is kept at once, and what at its first use, each
/// with its digest. A server that has half of another build cannot mix with it.
pub fn seal_worker(dir: &Path, build: &str) -> Result<()> {
    let (mut shell, mut later) = (Map::new(), Map::new());
    for file in paths::files(dir)? {
        let name = name_in(dir, &file);
        let is_code = [".js", ".css", ".wasm"].iter().any(|end| name.ends_with(end));
        if !is_code || NEVER_KEPT.contains(&name.as_str()) {
            continue;
        }
        let bytes = std::fs::read(&file).map_err(|e| format!("Cannot read {}: {e}.", file.display()))?;
        let digest = Value::String(integrity(&bytes));
        if name == SCRIPT {
            shell.insert(format!("{name}?v={build}"), digest);
        } else if is_hashed(&name) {
            shell.insert(name, digest);
        } else {
            later.insert(name, digest);
        }
    }
    let worker = dir.join(WORKER);
    let text = paths::read(&worker)?
        .replace("__BUILD__", build)
        .replace("\"__SHELL__\"", &Value::Object(shell).to_string())
        .replace("\"__LATER__\"", &Value::Object(later).to_string());
    paths::write(&worker, text)
}

/// While developing, the files of a moment ago are in the way: the worker that takes itself away stands in.
pub fn no_worker(dir: &Path) -> Result<()> {
    paths::write(&dir.join(WORKER), paths::read(&dir.join(WORKER_OFF))?)
}

fn name_in(dir: &Path, file: &Path) -> String {
    let below = file.strip_prefix(dir).unwrap_or(file);
    below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

/// Is there a hash of 16 digits in the path, or of some fewer, since Trunk writes no zeros in front?
fn is_hashed(name: &str) -> bool {
    let is_hash = |part: &str| (10..=16).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit());
    name.split(['-', '_', '.', '/']).any(is_hash)
}

fn integrity(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    format!("sha256-{}", base64::engine::general_purpose::STANDARD.encode(digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_has_its_start_on_window_and_a_name_of_its_own() {
        let dir = std::env::temp_dir().join(format!("qunli-complete-{}", std::process::id()));
        paths::write(&dir.join("qunli-1.js"), "export { initSync, __wbg_init as default };").unwrap();
        paths::write(&dir.join("app-1.css"), "a{content:\"x\"}").unwrap();
        let html = "<link rel=\"modulepreload\" href=\"./qunli-1.js\"><script data-js=\"./qunli-1.js\" data-base=\"./\">\
                    </script><link rel=\"stylesheet\" href=\"./app-1.css\" id=\"app\"/>";
        let page = complete(&dir, html).unwrap();
        let script = page::attribute(&page, "data-js").unwrap();
        let want = format!(
            "<link rel=\"modulepreload\" href=\"{script}\"><script data-js=\"{script}\" data-css=\"./app-1.css\" data-base=\"./\">\
             </script>"
        );
        assert_eq!(page, want);
        let text = paths::read(&dir.join(script)).unwrap();
        assert!(text.ends_with("\nwindow.__qunliStart = __wbg_init;\n"), "{text}");
        assert!(!dir.join("qunli-1.js").exists());
        assert!(complete(&dir, "<script data-js=\"./app-1.css\">").is_err());
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn the_worker_knows_one_build_and_its_digests() {
        let dir = std::env::temp_dir().join(format!("qunli-seal-{}", std::process::id()));
        let worker = "var BUILD = \"__BUILD__\", A = \"__SHELL__\", B = \"__LATER__\";";
        for (name, text) in [
            ("sw.js", worker),
            ("sw-off.js", "off"),
            ("plain.js", "p"),
            (
                "boot.js",
                "[\"__BOOT_CSS__\", \"__BOOT_WORDS__\", \"__APP_CSS__\"]\n\"__BOOT_LOAD__\";\"__BOOT_LOOK__\";\"__BOOT_AFTER__\";\
                 \"__LOOK_WORDS__\"\"__SPRITE__\"",
            ),
            ("app-0123456789abcdef.css", "b{}"),
            ("boot.css", "a{content:\"x\"}"),
            ("boot.words.json", "{ \"zh\": 1 }"),
            ("boot.load.js", "load();"),
            ("boot.look.js", "look();"),
            ("boot.after.js", "after();"),
            ("qunli-0123456789abcdef_bg.wasm", ""),
            ("qr_reader.js", ""),
            ("index.html", ""),
            ("config.json", "{}"),
        ] {
            paths::write(&dir.join(name), text).unwrap();
        }
        join(&dir, "<link rel=\"stylesheet\" href=\"./app-0123456789abcdef.css\">").unwrap();
        let joined = paths::read(&dir.join("boot.js")).unwrap();
        let begins = "[\"a{content:\\\"x\\\"}\", {\"zh\":1}, \"b{}\"]\nload();look();after();{\"en\":{";
        assert!(joined.starts_with(begins), "{joined}");
        assert!(joined.ends_with("</symbol>\""), "{joined}");
        seal_worker(&dir, "9").unwrap();
        let empty = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        let (boot, style) = (integrity(joined.as_bytes()), integrity(b"b{}"));
        assert_eq!(
            paths::read(&dir.join("sw.js")).unwrap(),
            format!(
                "var BUILD = \"9\", A = {{\"app-0123456789abcdef.css\":\"{style}\",\"boot.js?v=9\":\"{boot}\",\"qunli-0123456789abcdef_bg.wasm\":\"{empty}\"}}, \
                 B = {{\"qr_reader.js\":\"{empty}\"}};"
            )
        );
        no_worker(&dir).unwrap();
        assert_eq!(paths::read(&dir.join("sw.js")).unwrap(), "off");
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
