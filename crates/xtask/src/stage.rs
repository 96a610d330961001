//! Finishes a Trunk build before it is moved to its folder. Trunk calls this after each build.
//!
//! Trunk cannot know three things that the page wants to say: a version mark for the files whose names carry no hash
//! (the boot shell), the size of the WebAssembly file for an honest progress bar, and, under `trunk serve` only,
//! permission for Trunk's own reload script. A release also loses its comments here.

use crate::{Result, fingerprint, page, paths, squeeze};
use std::path::Path;

const BUILD: &str = "__BUILD__";
const WASM_BYTES: &str = "__WASM_BYTES__";
const NONCE: &str = "{{__TRUNK NONCE__}}";

/// The command: rewrites what Trunk has staged.
pub fn run(_: &[String]) -> Result<()> {
    let dir = std::env::var_os("TRUNK_STAGING_DIR")
        .ok_or("`cargo xtask stage` is called by Trunk after a build; it has nothing to do otherwise.")?;
    let dir = Path::new(&dir);
    let is_release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    let mut contents = Vec::new();
    for file in paths::files(dir)? {
        if is_release {
            squeeze_file(&file)?;
        }
        contents.push(std::fs::read(&file).map_err(|e| format!("Cannot read {}: {e}.", file.display()))?);
    }
    let build = fingerprint::of_bytes(contents.iter().map(Vec::as_slice));
    let index = dir.join("index.html");
    let html = paths::read(&index)?;
    let wasm =
        page::attribute(&html, "data-wasm").ok_or("index.html names no WebAssembly file (data-wasm).")?;
    let wasm = dir.join(wasm.rsplit('/').next().unwrap_or(wasm));
    let bytes = std::fs::metadata(&wasm).map_err(|e| format!("Cannot read {}: {e}.", wasm.display()))?.len();
    paths::write(&index, finish(&html, &build, bytes))
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

fn finish(html: &str, build: &str, wasm_bytes: u64) -> String {
    let html = html.replace(BUILD, build).replace(WASM_BYTES, &wasm_bytes.to_string());
    if html.contains(NONCE) {
        html.replace("script-src 'self'", &format!("script-src 'self' 'nonce-{NONCE}'"))
    } else {
        html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str =
        "script-src 'self' 'wasm-unsafe-eval' <script src=boot.js?v=__BUILD__ data-n=__WASM_BYTES__>";

    #[test]
    fn marks_are_filled_in() {
        let html = finish(PAGE, "abc", 12);
        assert_eq!(html, "script-src 'self' 'wasm-unsafe-eval' <script src=boot.js?v=abc data-n=12>");
    }

    #[test]
    fn only_a_page_with_the_reload_script_lets_it_run() {
        assert!(!finish(PAGE, "abc", 12).contains("nonce-"));
        let served = finish(&format!("{PAGE}<script nonce=\"{NONCE}\">"), "abc", 12);
        assert!(
            served.starts_with("script-src 'self' 'nonce-{{__TRUNK NONCE__}}' 'wasm-unsafe-eval'"),
            "{served}"
        );
    }
}
