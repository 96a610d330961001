//! What `dist` writes for hosts that take their rules from files among the files: `_headers` and `404.html`.
//!
//! Knows the host's formats and which names carry a hash; nothing of how the files came about.

use crate::{Result, page, paths};
use std::path::Path;

/// A file of this name is read by Cloudflare Pages, Netlify and others like them.
const HEADERS: &str = "_headers";
/// With it such hosts answer 404 for what is missing; without it some of them answer with the page.
const NOT_FOUND: &str = "404.html";
/// A name with a hash never changes its content.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Writes both into `out`; `base` is the path at which the files will be, when it is known.
pub fn write(out: &Path, base: Option<&str>, connect_src: Option<&str>) -> Result<()> {
    let from = paths::root().join("deploy");
    let rules = paths::read(&from.join(HEADERS))?;
    let names = paths::files(out)?.into_iter().map(|file| {
        let below = file.strip_prefix(out).unwrap_or(&file);
        below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    });
    let names: Vec<String> = names.collect();
    paths::write(&out.join(HEADERS), rules_for(&rules, &names, base.unwrap_or("/"), connect_src)?)?;
    paths::write(&out.join(NOT_FOUND), paths::read(&from.join(NOT_FOUND))?)
}

/// The list of origins that a page's policy lets it talk to.
pub fn connect_src_of(html: &str) -> Option<String> {
    let list = html.split_once("connect-src ")?.1;
    list.split([';', '"']).next().map(str::to_owned)
}

fn rules_for(rules: &str, names: &[String], base: &str, connect_src: Option<&str>) -> Result<String> {
    let mut rules = match connect_src {
        Some(sources) => page::with_connect_src(rules, sources)
            .ok_or(format!("deploy/{HEADERS} has no connect-src to replace."))?,
        None => rules.to_owned(),
    };
    // Where two rules fit, such hosts join the values with a comma; so each file has one rule for its cache.
    for name in names.iter().filter(|name| ![HEADERS, NOT_FOUND].contains(&name.as_str())) {
        let value = if is_hashed(name) { FOREVER } else { "no-cache" };
        // At the address of the folder is the page too.
        let also = (name == "index.html").then_some("");
        for path in also.into_iter().chain([name.as_str()]) {
            rules += &format!("{base}{path}\n  Cache-Control: {value}\n");
        }
    }
    Ok(rules)
}

/// Does the file's name carry a hash of its content: `-`, and 16 hexadecimal digits, or some fewer, since Trunk writes
/// no zeros in front?
pub fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_digit = |c: char| matches!(c, '0'..='9' | 'a'..='f');
    let mut after_dashes = name.split('-').skip(1);
    after_dashes.any(|rest| (10..=16).contains(&rest.find(|c| !is_digit(c)).unwrap_or(rest.len())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_digits_after_a_dash() {
        assert!(is_hashed("qunli-f4ac07d882324363_bg.wasm") && is_hashed("a/app-c5508085ed635fa9.css"));
        assert!(is_hashed("qunli-a2774232c92c11f.js"));
        for plain in
            ["boot.js", "json-server-1.json", "app-c5508085ed635fa9/boot.css", "a-0123456789abcdef0.js"]
        {
            assert!(!is_hashed(plain), "{plain}");
        }
    }

    #[test]
    fn each_file_has_one_rule_and_the_policy_is_exact() {
        let rules = "/*\n  Content-Security-Policy: connect-src 'self' https:; img-src 'self'\n";
        let names = ["app-c5508085ed635fa9.css", "index.html"].map(str::to_owned);
        let text = rules_for(rules, &names, "/club/", Some("'self' https://a.example")).unwrap();
        assert_eq!(
            text,
            "/*\n  Content-Security-Policy: connect-src 'self' https://a.example; img-src 'self' data: blob: https://a.example\n\
             /club/app-c5508085ed635fa9.css\n  Cache-Control: public, max-age=31536000, immutable\n\
             /club/\n  Cache-Control: no-cache\n/club/index.html\n  Cache-Control: no-cache\n"
        );
        assert!(rules_for("/*\n", &names, "/", Some("x")).is_err());
    }

    #[test]
    fn the_recipes_have_the_policy_of_the_page() {
        let root = paths::root();
        let html = paths::read(&root.join("index.html")).unwrap();
        let of_page = html.split_once("Content-Security-Policy\" content=\"").unwrap().1;
        let of_page = page::with_connect_src(of_page.split('"').next().unwrap(), "HERE").unwrap();
        for file in ["nginx.conf", "Caddyfile", HEADERS] {
            let text = paths::read(&root.join("deploy").join(file)).unwrap();
            let at = text.find("default-src").unwrap();
            let policy = text[at..].split(['"', '\n']).next().unwrap();
            // The operator's own variable for WeChat's script is empty unless it is used.
            let policy = policy.replace(" $qunli_sdk", "").replace(" {$QUNLI_SDK}", "");
            let policy = page::with_connect_src(&policy, "HERE").unwrap();
            // Who may frame the page cannot be said in the page.
            assert_eq!(policy, format!("{of_page}; frame-ancestors 'none'"), "deploy/{file}");
        }
    }
}
