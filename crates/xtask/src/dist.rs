//! `cargo xtask dist`: the static files for any web server, with compressed copies beside them.

mod check;
mod headers;
mod sdk;

use crate::args::{Args, Spec};
use crate::{Result, client, compress, page, paths, report};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const SPEC: Spec = Spec {
    flags: &[],
    values: &["base-url", "backend", "descriptor", "connect-src", "wechat-sdk", "from", "out", "check"],
};

/// The command.
pub fn run(raw: &[String]) -> Result<()> {
    let args = Args::parse(raw, &SPEC)?;
    if let Some(url) = args.value("check") {
        return check::run(url);
    }
    let backend = args.value("backend").map(absolute_url).transpose()?;
    let base = args.value("base-url").map(base_path).transpose()?;
    let descriptor = args.value("descriptor").map(|file| read_descriptor(Path::new(file))).transpose()?;
    let built = match args.value("from") {
        Some(dir) => built_in(Path::new(dir))?,
        None => client::ensure()?,
    };
    let out = match args.value("out") {
        Some(dir) => std::path::absolute(dir).map_err(|e| format!("--out {dir}: {e}."))?,
        None => paths::root().join("dist"),
    };
    if built == out {
        return Err("--out is emptied first, so it cannot be the folder of --from.".to_owned());
    }
    copy(&built, &out)?;
    // What an earlier `dist` has made of those files is made again.
    for made in paths::files(&out)?.iter().filter(|file| is_made(file)) {
        std::fs::remove_file(made).map_err(|e| format!("Cannot remove {}: {e}.", paths::shown(made)))?;
    }
    if let Some(url) = &backend {
        edit(&out.join("config.json"), |text| with_api(&text, "base", url))?;
    }
    if let Some((name, text)) = &descriptor {
        let relative = format!("./backends/{name}");
        paths::write(&out.join("backends").join(name), text)?;
        edit(&out.join("config.json"), |config| with_api(&config, "descriptor", &relative))?;
    }
    let sources = connect_src(backend.as_deref(), args.all("connect-src"))?;
    if let Some(sources) = &sources {
        let missing = "index.html has no connect-src to replace.";
        edit(&out.join("index.html"), |html| {
            page::with_connect_src(&html, sources).ok_or(missing.to_owned())
        })?;
    }
    if let Some(base) = &base {
        edit(&out.join("index.html"), |html| Ok(page::with_base(&html, base)))?;
    }
    rules(&out, base.as_deref(), sources, args.value("wechat-sdk"))?;
    let files = paths::files(&out)?;
    report::step("Compressing", "web servers send the small copies", "about 10 seconds");
    for file in files.iter().filter(|file| has_copies(file)) {
        let bytes = std::fs::read(file).map_err(|e| format!("Cannot read {}: {e}.", paths::shown(file)))?;
        paths::write(&beside(file, "gz"), compress::gzip(&bytes)?)?;
        paths::write(&beside(file, "br"), compress::brotli(&bytes)?)?;
    }
    println!(
        "✓ {} files in {}, each compressible one with .gz and .br. Any static server will do.",
        files.len(),
        paths::shown(&out)
    );
    if backend.is_none()
        && let Some(base) = base_of(&paths::read(&out.join("config.json"))?)
    {
        println!("  The page looks for its backend at {base}; --backend URL names another one.");
    }
    Ok(())
}

/// The rules for hosts that read them from a file. What is not said again is as the page and its settings have it: with
/// `--from` they are of an earlier `dist`, and a header that knew less would forbid what they use.
fn rules(out: &Path, base: Option<&str>, sources: Option<String>, sdk: Option<&str>) -> Result<()> {
    let kept = headers::connect_src_of(&paths::read(&out.join("index.html"))?);
    headers::write(out, base, sources.or(kept).as_deref())?;
    match sdk {
        Some(sdk) => sdk::write(out, sdk),
        None => sdk::keep(out),
    }
}

/// A folder that holds a client: one built elsewhere, or an older one to go back to.
fn built_in(dir: &Path) -> Result<PathBuf> {
    let dir = std::path::absolute(dir).map_err(|e| format!("--from {}: {e}.", dir.display()))?;
    match dir.join("index.html").is_file() && dir.join("config.json").is_file() {
        true => Ok(dir),
        false => Err(format!("--from {}: there is no built client in it.", paths::shown(&dir))),
    }
}

/// Is it a compressed copy?
fn is_made(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "br" || extension == "gz")
}

/// Is a file worth compressed copies? config.json is edited by hand where it lies, and a copy would go on serving what
/// it said before.
fn has_copies(file: &Path) -> bool {
    compress::shrinks(file) && file.file_name().is_none_or(|name| name != "config.json")
}

fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

/// Copies a folder over another, which is emptied first.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        std::fs::remove_dir_all(to).map_err(|e| format!("Cannot empty {}: {e}.", paths::shown(to)))?;
    }
    for file in paths::files(from)? {
        let bytes = std::fs::read(&file).map_err(|e| format!("Cannot read {}: {e}.", paths::shown(&file)))?;
        paths::write(&to.join(file.strip_prefix(from).unwrap_or(&file)), bytes)?;
    }
    Ok(())
}

fn edit(file: &Path, change: impl FnOnce(String) -> Result<String>) -> Result<()> {
    paths::write(file, change(paths::read(file)?)?)
}

/// A backend's descriptor and its name. What is wrong inside it the app says, and `cargo xtask doctor`.
fn read_descriptor(file: &Path) -> Result<(String, String)> {
    let text = paths::read(file)?;
    let value: Value = serde_json::from_str(&text).map_err(|e| format!("{}: {e}.", paths::shown(file)))?;
    if value.get("descriptor").is_none() {
        return Err(format!("{} has no key `descriptor`: is it one?", paths::shown(file)));
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if !name.ends_with(".json") || name.ends_with(".schema.json") || !name.chars().all(is_plain) {
        return Err(format!("`{name}` needs a name such as my-backend.json: it becomes part of an address."));
    }
    Ok((name, text))
}

/// Where a client's settings look for the backend: with `--from`, where it was told to look when it was made.
fn base_of(config: &str) -> Option<String> {
    let config: Value = serde_json::from_str(config).ok()?;
    Some(config.get("api")?.get("base")?.as_str()?.to_owned())
}

/// `config.json` with another value below `api`.
fn with_api(config: &str, key: &str, to: &str) -> Result<String> {
    let mut config: Value = serde_json::from_str(config).map_err(|e| format!("public/config.json: {e}."))?;
    let root = config.as_object_mut().ok_or("public/config.json must be an object.")?;
    let api = root.entry("api").or_insert_with(|| json!({}));
    let api = api.as_object_mut().ok_or("public/config.json: `api` must be an object.")?;
    api.insert(key.to_owned(), json!(to));
    Ok(format!("{config:#}\n"))
}

/// The exact list of origins the page may talk to; none when nothing was said, and the open list stays.
fn connect_src(backend: Option<&str>, more: &[String]) -> Result<Option<String>> {
    if backend.is_none() && more.is_empty() {
        return Ok(None);
    }
    let mut sources = vec!["'self'".to_owned()];
    for url in backend.into_iter().chain(more.iter().map(String::as_str)) {
        let origin = origin(&absolute_url(url)?);
        if !sources.contains(&origin) {
            sources.push(origin);
        }
    }
    Ok(Some(sources.join(" ")))
}

/// An absolute http(s) URL that is safe inside the policy, without the slash at its end.
fn absolute_url(url: &str) -> Result<String> {
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let is_plain = |c: char| c.is_ascii_graphic() && !";,'\"<>\\".contains(c);
    match host {
        Some(host)
            if host.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
                && url.chars().all(is_plain) =>
        {
            Ok(url.trim_end_matches('/').to_owned())
        }
        _ => Err(format!("`{url}` is not an absolute address such as https://api.example.com/api.")),
    }
}

fn origin(url: &str) -> String {
    let host_at = url.find("://").map_or(0, |at| at + 3);
    let end =
        url.get(host_at..).and_then(|rest| rest.find(['/', '?', '#'])).map_or(url.len(), |at| host_at + at);
    url.get(..end).unwrap_or(url).to_owned()
}

/// A path for the files, with a slash at both ends. Another origin would be refused by the page's own policy.
fn base_path(base: &str) -> Result<String> {
    let is_plain = |c: char| c.is_ascii_graphic() && !"'\"<>?#".contains(c);
    if base.starts_with('/') && !base.starts_with("//") && base.chars().all(is_plain) {
        Ok(format!("{}/", base.trim_end_matches('/')))
    } else {
        Err(format!(
            "--base-url takes a path such as /qunli/, and `{base}` is not one. Leave it out for any folder."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backend_goes_into_the_config_and_the_rest_stays() {
        let plain = r#"{"version":1,"api":{"base":"./api","x":2}}"#;
        let config = with_api(plain, "base", "https://a.example/api").unwrap();
        let config = with_api(&config, "descriptor", "./backends/a.json").unwrap();
        let config: Value = serde_json::from_str(&config).unwrap();
        let api = json!({"base":"https://a.example/api","descriptor":"./backends/a.json","x":2});
        assert_eq!(base_of(&config.to_string()).as_deref(), Some("https://a.example/api"));
        assert_eq!(config, json!({"version":1,"api":api}));
        assert!(with_api("[]", "base", "x").is_err() && with_api("{", "base", "x").is_err());
    }

    #[test]
    fn a_descriptor_is_json_that_says_so_under_a_plain_name() {
        let folder = std::env::temp_dir().join(format!("qunli-dist-{}", std::process::id()));
        let put = |name: &str, text: &str| {
            let file = folder.join(name);
            paths::write(&file, text).unwrap();
            read_descriptor(&file)
        };
        let good = r#"{"descriptor":1}"#;
        assert_eq!(put("cork.json", good).unwrap(), ("cork.json".to_owned(), good.to_owned()));
        for (name, text) in
            [("cork.json", "{}"), ("cork.json", "{"), ("cork.txt", good), ("my cork.json", good)]
        {
            assert!(put(name, text).is_err(), "{name}: {text}");
        }
        assert!(read_descriptor(&folder.join("none.json")).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_policy_lists_origins_once() {
        let more = ["https://b.example:8443/x".to_owned(), "https://a.example".to_owned()];
        let sources = connect_src(Some("https://a.example/api"), &more).unwrap();
        assert_eq!(sources.as_deref(), Some("'self' https://a.example https://b.example:8443"));
        assert_eq!(connect_src(None, &[]).unwrap(), None);
    }

    #[test]
    fn addresses_that_could_bend_the_policy_are_refused() {
        for wrong in
            ["api.example", "ftp://a", "https://", "https://a; script-src *", "https://a\"", "https://*"]
        {
            assert!(absolute_url(wrong).is_err(), "{wrong}");
        }
        assert_eq!(absolute_url("http://[::1]:80/api/").unwrap(), "http://[::1]:80/api");
    }

    #[test]
    fn what_an_earlier_dist_let_in_stays_without_being_said_again() {
        let folder = std::env::temp_dir().join(format!("qunli-again-{}", std::process::id()));
        let from = paths::root().join("index.html");
        let page = page::with_connect_src(&paths::read(&from).unwrap(), "'self' https://a.example").unwrap();
        paths::write(&folder.join("index.html"), page).unwrap();
        paths::write(&folder.join("config.json"), r#"{"version":1}"#).unwrap();
        let has = |file: &str, text: &str| paths::read(&folder.join(file)).unwrap().matches(text).count();
        let script = "script-src 'self' 'wasm-unsafe-eval' https://res.wx.qq.com;";
        let sdk = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js";
        for said in [None, Some(sdk), None, None] {
            rules(&folder, None, None, said).unwrap();
        }
        for file in ["index.html", "_headers"] {
            assert_eq!((has(file, script), has(file, "https://res.wx.qq.com")), (1, 1), "{file}");
            assert_eq!(has(file, "connect-src 'self' https://a.example;"), 1, "{file}");
        }
        assert_eq!(has("config.json", sdk), 1);
        // What is said now counts in its place.
        rules(&folder, None, Some("'self' https://b.example".to_owned()), None).unwrap();
        assert_eq!(has("_headers", "connect-src 'self' https://b.example;"), 1);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_base_is_a_path() {
        assert_eq!(base_path("/qunli").unwrap(), "/qunli/");
        assert_eq!(base_path("/").unwrap(), "/");
        for wrong in ["qunli", "//cdn.example", "https://cdn.example/", "/a?b"] {
            assert!(base_path(wrong).is_err(), "{wrong}");
        }
    }
}
