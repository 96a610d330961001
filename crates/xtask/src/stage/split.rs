//! Cuts a release at its split points (`src/app/later.rs`, `src/app/boot.rs`, one for each language but the first): what
//! a first visit needs, and the rest.
//!
//! Trunk knows no splitting, so its app is made again here from what the compiler wrote: cut, bound to JavaScript,
//! optimised, named by content. The code that fetches the other parts goes into the app's own script, which then is
//! one file and one request less. Knows the tools and what their output looks like; nothing of the app.

use super::beside;
use crate::tools::Toolbox;
use crate::{Result, exec, fingerprint, page, paths};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use wasm_split_cli_support::{Options, transform};

const APP: &str = "qunli";
const LINK: &str = "./__wasm_split.js";
/// How a part that holds a language's words begins.
const WORDS: &str = "split_words_";
/// What browsers since Safari 16 have; more than that and old phones refuse the file.
const FEATURES: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Replaces the staged app by its parts, in the folder and in the page.
pub fn run(dir: &Path) -> Result<()> {
    let path = Toolbox::for_client()?.path()?;
    let work = paths::target().join("split");
    let _ = std::fs::remove_dir_all(&work);
    let (app, parts) = cut(&work)?;
    let bound = bind(&work, &app, &path)?;
    let (mut link, mut words) = (paths::read(&work.join(LINK))?, String::new());
    for part in parts {
        optimise(&part, &path)?;
        let old = file_name(&part);
        let new = named(
            dir,
            part.file_stem().map(|s| s.to_string_lossy()).as_deref().unwrap_or(APP),
            "wasm",
            &read(&part)?,
        )?;
        link = link.replace(&format!("./{old}"), &format!("./{new}"));
        if let Some(tag) = old.strip_prefix(WORDS).and_then(|rest| rest.strip_suffix(".wasm")) {
            words += &format!(" data-words-{}=\"{new}\"", tag.replace('_', "-"));
        }
    }
    let wasm = bound.join(format!("{APP}_bg.wasm"));
    optimise(&wasm, &path)?;
    let glue = joined(&paths::read(&bound.join(format!("{APP}.js")))?, &link)?;
    let index = dir.join("index.html");
    let mut html = paths::read(&index)?;
    for (attribute, ending, content) in
        [("data-js", "js", glue.into_bytes()), ("data-wasm", "wasm", read(&wasm)?)]
    {
        let old = page::attribute(&html, attribute).map(|url| beside(dir, url));
        let old = old.ok_or_else(|| format!("index.html names no file of the app ({attribute})."))?;
        std::fs::remove_file(&old).map_err(|e| format!("Cannot remove {}: {e}.", old.display()))?;
        let new = named(dir, APP, ending, &content)?;
        html = html.replace(&file_name(&old), &new);
    }
    // The shell knows the language before the app runs: it asks for the words beside the app.
    paths::write(&index, html.replace(" data-base=", &format!("{words} data-base=")))
}

/// The compiler's file, cut: the part to begin with, and the others.
fn cut(work: &Path) -> Result<(PathBuf, Vec<PathBuf>)> {
    let whole = paths::target().join("wasm32-unknown-unknown/release").join(format!("{APP}.wasm"));
    let (bytes, app) = (read(&whole)?, work.join(format!("{APP}.wasm")));
    let mut options = Options::new(&bytes);
    (options.output_dir, options.main_out_path) = (work, &app);
    (options.link_name, options.main_module) = (LINK, "./unused.js");
    let parts = transform(options).map_err(|e| format!("{} cannot be split: {e:#}.", whole.display()))?;
    Ok((app, parts.split_modules))
}

/// Writes the JavaScript around the first part; the others reach the browser through it.
fn bind(work: &Path, app: &Path, path: &OsString) -> Result<PathBuf> {
    let out = work.join("bound");
    let (out_dir, input) = (out.display().to_string(), app.display().to_string());
    let args = [
        "--target",
        "web",
        "--no-typescript",
        "--keep-lld-exports",
        "--out-dir",
        &out_dir,
        "--out-name",
        APP,
        &input,
    ];
    exec::run(exec::command(found("wasm-bindgen", path), &args).env("PATH", path))?;
    Ok(out)
}

fn optimise(file: &Path, path: &OsString) -> Result<()> {
    let name = file.display().to_string();
    let args = ["-Oz", "-q", "--strip-debug", "--strip-producers", &name, "-o", &name];
    exec::run(exec::command(found("wasm-opt", path), &args).args(FEATURES).env("PATH", path))
}

/// A program on that PATH: `Command` looks in our own.
fn found(program: &str, path: &OsString) -> PathBuf {
    std::env::split_paths(path)
        .map(|dir| dir.join(program))
        .find(|file| file.is_file())
        .unwrap_or_else(|| program.into())
}

/// The app's script with the fetching of the other parts in it.
fn joined(glue: &str, link: &str) -> Result<String> {
    let loads: Vec<&str> =
        link.lines().filter_map(|line| line.strip_prefix("export const ")?.split(' ').next()).collect();
    // The glue imports the link once for every part.
    let glue = edited(glue, &format!("import * as import1 from \"{LINK}\""), "")?;
    let glue =
        edited(&glue, &format!("\"{LINK}\": import1,"), &format!("\"./link\": {{ {} }},", loads.join(", ")))?;
    let is_link = |line: &&str| line.contains(&format!("\"{LINK}\""));
    let glue = glue.lines().filter(|line| !is_link(line)).collect::<Vec<_>>().join("\n");
    let glue = edited(&glue, "\"./link\"", &format!("\"{LINK}\""))?;
    let link = edited(
        link,
        "import { initSync } from \"./unused.js\";",
        "// A part that came broken is asked for past the cache.\nlet cache = \"default\";",
    )?;
    let link = edited(&link, "console.error(e);", "console.error(e);\ncache = \"reload\";")?;
    // The glue's own way copes with servers that do not know the type of .wasm.
    let link =
        edited(&link, "(WebAssembly.instantiateStreaming(src, imports))", "__wbg_load(await src, imports)")?;
    let link = edited(
        &link,
        ", import.meta.url));",
        ", import.meta.url), { cache, credentials: \"same-origin\" });",
    )?;
    Ok(format!("{glue}\n{}", link.replace("export const ", "const ")))
}

fn edited(text: &str, from: &str, to: &str) -> Result<String> {
    if !text.contains(from) {
        return Err(format!("The split tools' output has changed: it has no `{}`.", from.trim()));
    }
    Ok(text.replace(from, to))
}

/// Writes a file under a name that says its content, and tells the name.
fn named(dir: &Path, stem: &str, ending: &str, content: &[u8]) -> Result<String> {
    let name = format!("{stem}-{}.{ending}", fingerprint::of_bytes([content]));
    paths::write(&dir.join(&name), content)?;
    Ok(name)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    std::fs::read(file).map_err(|e| format!("Cannot read {}: {e}.", paths::shown(file)))
}

fn file_name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINKED: &str = "import { initSync } from \"./unused.js\";\n\ncatch (e) { console.error(e); }\n\
        export const __wasm_split_load_rooms = wrapAsyncCb(makeLoad(() => {\n\
        const src = fetch(new URL(\"./split_rooms.wasm\", import.meta.url));\n\
        return async (imports) => (WebAssembly.instantiateStreaming(src, imports));\n}\n, []));\n";
    const GLUE: &str = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\n\
        return {\n\"./__wasm_split.js\": import1,\n\"./__wasm_split.js\": import2,\n};\n";

    #[test]
    fn the_script_fetches_the_other_parts_itself() {
        let script = joined(GLUE, LINKED).unwrap();
        assert!(!script.contains("import *") && !script.contains("export "), "{script}");
        assert!(
            script.contains("return {\n\"./__wasm_split.js\": { __wasm_split_load_rooms },\n};"),
            "{script}"
        );
        assert!(script.contains("__wbg_load(await src, imports)"), "{script}");
    }

    #[test]
    fn output_that_we_do_not_know_ends_the_build() {
        assert!(joined(GLUE, "export const other = 1;").unwrap_err().contains("initSync"));
        assert!(joined("", LINKED).unwrap_err().contains("import1"));
    }
}
