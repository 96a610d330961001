//! Finishes a Trunk build before it is moved to its folder. Trunk calls this after each build.
//!
//! Trunk cannot know three things that the page wants to say: a version mark for the files whose names carry no hash
//! (the boot shell), the size of the WebAssembly file for an honest progress bar, and, under `trunk serve` only, that
//! Trunk's own reload script must be a file to be let in by the page's policy. A release also loses its comments here.
//! What the boot shell and its service worker need to know of the build is written in [`shell`].

mod shell;
mod split;
mod words;

use crate::{Result, fingerprint, page, paths, squeeze};
use std::path::{Path, PathBuf};

const BUILD: &str = "__BUILD__";
const WASM_BYTES: &str = "__WASM_BYTES__";
const RELOAD: &str = "trunk-reload.js";

/// The command: rewrites what Trunk has staged.
pub fn run(_: &[String]) -> Result<()> {
    let dir = std::env::var_os("TRUNK_STAGING_DIR")
        .ok_or("`cargo xtask stage` is called by Trunk after a build; it has nothing to do otherwise.")?;
    let dir = Path::new(&dir);
    let is_release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let index = dir.join("index.html");
    if is_release {
        split::run(dir)?;
    }
    if is_release {
        paths::files(dir)?.iter().try_for_each(|file| squeeze_file(file))?;
    }
    let html = paths::read(&index)?;
    shell::join(dir, &html)?;
    paths::write(&index, shell::complete(dir, &html)?)?;
    let mut contents = Vec::new();
    for file in paths::files(dir)? {
        contents.push(std::fs::read(&file).map_err(|e| format!("Cannot read {}: {e}.", file.display()))?);
    }
    let build = fingerprint::of_bytes(contents.iter().map(Vec::as_slice));
    let html = paths::read(&index)?;
    let wasm =
        page::attribute(&html, "data-wasm").ok_or("index.html names no WebAssembly file (data-wasm).")?;
    let wasm = beside(dir, wasm);
    let bytes = std::fs::metadata(&wasm).map_err(|e| format!("Cannot read {}: {e}.", wasm.display()))?.len();
    let html = html.replace(BUILD, &build).replace(WASM_BYTES, &bytes.to_string());
    match without_inline_reload(&html) {
        None => {
            paths::write(&index, html)?;
            shell::seal_worker(dir, &build)
        }
        Some((html, script)) => {
            paths::write(&dir.join(RELOAD), script)?;
            paths::write(&index, html)?;
            shell::no_worker(dir)
        }
    }
}

/// The staged file that an address of the page names.
fn beside(dir: &Path, url: &str) -> PathBuf {
    dir.join(url.rsplit('/').next().unwrap_or(url))
}

fn squeeze_file(file: &Path) -> Result<()> {
    let squeeze = match file.extension().and_then(|e| e.to_str()) {
        Some("js") => squeeze::script,
        Some("css") => squeeze::style,
        Some("html") => squeeze::page,
        _ => return Ok(()),
    };
    paths::write(file, squeeze(&paths::read(file)?))
}

/// Under `trunk serve`: the page without the inline reload script, and that script. Trunk fills in the address while
/// it serves the page; a file asks the page for it.
fn without_inline_reload(html: &str) -> Option<(String, String)> {
    let mark = html.find("{{__TRUNK_ADDRESS__}}")?;
    let (open, close) = ("<script>", "</script>");
    let start = html.get(..mark)?.rfind(open)?;
    let end = mark + html.get(mark..)?.find(close)?;
    let script = html.get(start + open.len()..end)?;
    let script =
        script.replace("'{{__TRUNK_ADDRESS__}}'", "location.host").replace("{{__TRUNK_WS_BASE__}}", "/");
    let before = html.get(..start)?;
    Some((format!("{before}<script src=\"./{RELOAD}\">{}", html.get(end..)?), script))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reload_script_of_trunk_becomes_a_file() {
        let html = "<script src=a></script><script>const address = '{{__TRUNK_ADDRESS__}}';\n\
                    const base = '{{__TRUNK_WS_BASE__}}';</script></body>";
        let (html, script) = without_inline_reload(html).unwrap();
        assert_eq!(html, "<script src=a></script><script src=\"./trunk-reload.js\"></script></body>");
        assert_eq!(script, "const address = location.host;\nconst base = '/';");
        assert_eq!(without_inline_reload(&html), None);
    }
}
