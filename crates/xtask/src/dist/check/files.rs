//! The deployment's files: there, whole, typed, cached and compressed as they should be.

use super::findings::Findings;
use super::wire::{self, Answer};
use super::{copies, headers};
use crate::dist::headers::is_hashed;
use crate::page;

/// The page that was found, and where.
pub struct Site {
    pub url: String,
    pub origin: String,
    pub html: String,
    pub answer: Answer,
}

/// What is loaded later, or only where something is missing, by names that stand in the code of app and boot shell.
pub const LATER: &[&str] = &[
    "qr_worker.js",
    "qr_maker.js",
    "qr_maker_bg.wasm",
    "qr_reader.js",
    "qr_reader_bg.wasm",
    "doctor.js",
    "doctor_bg.wasm",
    "wechat.js",
    "card.png",
    "boot.css",
    "plain.js",
];
const MISSING: &str =
    "Upload all files of one `cargo xtask dist`, index.html last, and keep the files of the last versions.";

impl Site {
    /// The site of a page.
    pub fn new(answer: Answer, html: String) -> Self {
        let url = answer.url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let host_at = url.find("://").map_or(0, |at| at + 3);
        let end = url.get(host_at..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host_at + at);
        let origin = url.get(..end).unwrap_or(&url).to_owned();
        Self { url, origin, html, answer }
    }

    /// The address of a file that the page names.
    pub fn at(&self, file: &str) -> String {
        if file.starts_with('/') {
            return format!("{}{file}", self.origin);
        }
        let folder = self.url.rfind('/').filter(|at| *at >= self.origin.len());
        let folder = folder.and_then(|at| self.url.get(..at)).unwrap_or(&self.origin);
        format!("{folder}/{}", file.trim_start_matches("./"))
    }
}

/// A file's name as people say it.
fn name_of(file: &str) -> &str {
    file.split(['?', '#']).next().unwrap_or(file).trim_start_matches("./")
}

/// All files that the page names, those that its scripts name, and those loaded later.
pub fn assets(site: &Site, found: &mut Findings) {
    let mut files: Vec<String> = page::addresses(&site.html).into_iter().map(str::to_owned).collect();
    let of_app =
        ["data-js", "data-css", "data-wasm"].map(|name| page::attribute(&site.html, name).map(str::to_owned));
    files.extend(of_app.into_iter().flatten());
    files.extend(LATER.iter().map(|name| format!("./{name}")));
    let mut at = 0;
    while let Some(file) = files.get(at).cloned() {
        at += 1;
        if files.iter().take(at - 1).any(|other| name_of(other) == name_of(&file)) {
            continue;
        }
        let Some(answer) = fetch(site, &file, found) else { continue };
        if name_of(&file).ends_with(".js") {
            files.extend(named_files(&answer.text()).into_iter().map(|name| format!("./{name}")));
        }
        if name_of(&file).ends_with(".webmanifest") {
            files.extend(icons(&answer.text()));
        }
        let name = name_of(&file);
        headers::is_typed(name, &answer, found);
        if is_hashed(name) {
            headers::is_kept(name, &answer, found)
        } else {
            headers::is_asked_again(name, &answer, found)
        }
        copies::is_packed(site, &file, name, &answer, found);
        is_whole(site, name, &answer, found);
    }
}

/// A file's answer when it is the file.
pub fn fetch(site: &Site, file: &str, found: &mut Findings) -> Option<Answer> {
    let name = name_of(file);
    let answer = match wire::get(&site.at(file), "identity") {
        Ok(answer) => answer,
        Err(why) => {
            found.error("no-answer", name, &why, "Ask again; if it stays, the server's log says why.");
            return None;
        }
    };
    if answer.status != 200 {
        let what = format!(
            "The page needs this file, and the server answers HTTP {}: two versions are mixed, or the upload is incomplete.",
            answer.status
        );
        found.error("missing-file", name, &what, MISSING);
        return None;
    }
    if answer.is_page() {
        let what = "The server answers with a page of HTML in place of this file.";
        found.error(
            "page-for-file",
            name,
            what,
            "Switch off the fallback to index.html (\"single-page app\"), and upload the file.",
        );
        return None;
    }
    Some(answer)
}

/// The pictures that a manifest names.
fn icons(manifest: &str) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    let icons = manifest.get("icons").and_then(|icons| icons.as_array()).into_iter().flatten();
    let sources = icons.filter_map(|icon| icon.get("src")?.as_str());
    sources.filter(|src| !src.contains("://")).map(str::to_owned).collect()
}

/// Files that a script names: those with a hash, and what it imports.
fn named_files(script: &str) -> Vec<String> {
    let is_end = |c: char| !(c.is_ascii_alphanumeric() || "-_./".contains(c));
    let kinds = [".js", ".wasm", ".css"];
    let is_file = |word: &&str| kinds.iter().any(|kind| word.ends_with(kind));
    let hashed = script.split(is_end).filter(|word| is_hashed(word)).filter(is_file);
    let imports = ["from \"./", "from './", "import \"./", "import './", "import(\"./", "import('./"];
    let imported = imports.iter().flat_map(|mark| script.split(mark).skip(1));
    let imported = imported.filter_map(|rest| rest.split(['"', '\'']).next()).filter(is_file);
    hashed.chain(imported).map(|name| name.trim_start_matches("./").to_owned()).collect()
}

fn is_whole(site: &Site, name: &str, answer: &Answer, found: &mut Findings) {
    let is_app = page::attribute(&site.html, "data-wasm").map(name_of) == Some(name);
    let Some(bytes) = answer.unpacked().filter(|_| name.ends_with(".wasm")) else { return };
    if !bytes.starts_with(b"\0asm") {
        return found.error("broken-wasm", name, "What comes is not WebAssembly.", MISSING);
    }
    let said = page::attribute(&site.html, "data-wasm-bytes").and_then(|n| n.parse::<usize>().ok());
    if let Some(said) = said.filter(|said| is_app && *said != bytes.len()) {
        let what = format!(
            "The page expects {said} bytes and {} come: it is cut off, or of another version.",
            bytes.len()
        );
        found.error("broken-wasm", name, &what, MISSING);
    }
}

/// What is not there must be said to be not there.
pub fn absent(site: &Site, found: &mut Findings) {
    for file in ["qunli-0000000000000000_bg.wasm", "backends/not-there.json"] {
        let Ok(answer) = wire::get(&site.at(file), "identity") else { continue };
        if answer.status == 200 {
            let what = "A file that does not exist is answered with HTTP 200 and a page: during an update browsers would keep that page as a file of the app.";
            let mend = "Switch off the fallback to index.html (\"single-page app\", `try_files ... /index.html`): hash routes need none. Hosts like Pages need the 404.html of `dist`.";
            found.error("fallback", file, what, mend);
        } else if headers::is_kept_long(&answer) {
            let what = format!(
                "HTTP {} for a missing file may be kept for long: a file that arrives a moment later stays missing.",
                answer.status
            );
            found.error("kept-404", file, &what, "Send the long Cache-Control with good answers only.");
        }
    }
}

/// The service worker: its file is the one that replaces all others.
pub fn service_worker(site: &Site, found: &mut Findings) {
    let answer = wire::get(&site.at("sw.js"), "identity").ok();
    let Some(answer) = answer.filter(|answer| answer.status == 200 && !answer.is_page()) else {
        let what = "There is no service worker: the app does not open without a network, and phones that have one from an earlier version keep it.";
        let mend = "Upload sw.js of the same `dist`, last; to be rid of it, the content of sw-off.js under its name.";
        found.warning("no-worker", "sw.js", what, mend);
        return;
    };
    headers::is_typed("sw.js", &answer, found);
    headers::is_asked_again("sw.js", &answer, found);
    for name in named_files(&answer.text()) {
        fetch(site, &format!("./{name}"), found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_name_files() {
        let script = r#"import("./chunk-0123456789abcdef.js"); x=`a-0123456789abcdef_bg.wasm`; "plain.js";
            import * as b from "./b.js"; import c from 'node:fs'"#;
        let want =
            ["chunk-0123456789abcdef.js", "a-0123456789abcdef_bg.wasm", "b.js", "chunk-0123456789abcdef.js"];
        assert_eq!(named_files(script), want);
    }

    #[test]
    fn the_parts_of_a_split_app_are_found_in_its_script() {
        let glue = r#"const src = fetch(new URL("./split_rooms-8dae88e013f14f1b.wasm", import.meta.url), { cache });
            fetch(new URL("./chunk_5-2cae21841d47ee8.wasm", import.meta.url)); new URL('qunli_bg.wasm', import.meta.url)"#;
        assert_eq!(named_files(glue), ["split_rooms-8dae88e013f14f1b.wasm", "chunk_5-2cae21841d47ee8.wasm"]);
    }

    #[test]
    fn every_file_that_is_shipped_as_it_is_gets_checked() {
        let root = crate::paths::root();
        let read = |file: &str| crate::paths::read(&root.join(file)).unwrap();
        let named = read("index.html") + &read("public/manifest.webmanifest");
        // The service worker is looked at by itself; the others become part of boot.js.
        let others = ["sw.js", "sw-off.js", "boot.js", "boot.load.js", "boot.look.js", "boot.after.js"];
        for file in crate::paths::files(&root.join("public")).unwrap() {
            let name = file.file_name().unwrap().to_str().unwrap();
            if [".js", ".css", ".png"].iter().any(|end| name.ends_with(end)) && !others.contains(&name) {
                assert!(named.contains(&format!("./{name}")) || LATER.contains(&name), "{name}");
            }
        }
    }
}
