//! What an answer's headers promise: its type, and how long it may be used without asking.

use super::findings::Findings;
use super::wire::Answer;

const RULES: &str =
    "deploy/ has the rules for nginx, Caddy and hosts with _headers; docs/deploy.md says the rest.";

/// Has it the type that browsers ask for?
pub fn is_typed(name: &str, answer: &Answer, found: &mut Findings) {
    let (kind, extension) = (answer.kind(), name.rsplit('.').next().unwrap_or_default());
    let shown = if kind.is_empty() { "no type".to_owned() } else { format!("`{kind}`") };
    let types = "Let the server send the type by the file's ending; deploy/nginx.conf has the list.";
    match extension {
        "js" if !kind.ends_with("javascript") => {
            found.error(
                "script-type",
                name,
                &format!("A script is sent with {shown}: browsers refuse it."),
                types,
            );
        }
        "css" if kind != "text/css" => {
            found.error(
                "style-type",
                name,
                &format!("A stylesheet is sent with {shown}: browsers refuse it."),
                types,
            );
        }
        "wasm" if answer.header("content-type").as_deref() != Some("application/wasm") => {
            let what = format!(
                "WebAssembly is sent with {shown}, not application/wasm: it is compiled only once all of it is there."
            );
            found.warning("wasm-type", name, &what, types);
        }
        "json" if !kind.ends_with("json") => {
            found.warning(
                "json-type",
                name,
                &format!("JSON is sent with {shown}, not application/json."),
                types,
            );
        }
        "webmanifest" if !kind.ends_with("json") => {
            found.warning(
                "manifest-type",
                name,
                &format!("The manifest is sent with {shown}, not application/manifest+json."),
                types,
            );
        }
        "svg" | "png" if kind != format!("image/{}", extension.replace("svg", "svg+xml")) => {
            found.warning(
                "picture-type",
                name,
                &format!("A picture is sent with {shown}: browsers do not draw it."),
                types,
            );
        }
        _ => {}
    }
}

/// How long an answer may be used without asking.
#[derive(Debug, PartialEq, Eq)]
enum Kept {
    Unsaid,
    Asked,
    Seconds(u64),
}

fn kept(answer: &Answer) -> Kept {
    let Some(rule) = answer.header("cache-control") else { return Kept::Unsaid };
    let rule = rule.to_ascii_lowercase();
    let words: Vec<&str> = rule.split(',').map(str::trim).collect();
    if words.contains(&"no-cache") || words.contains(&"no-store") {
        return Kept::Asked;
    }
    let age = words.iter().find_map(|word| word.strip_prefix("max-age=")?.trim_matches('"').parse().ok());
    match age {
        Some(0) => Kept::Asked,
        Some(seconds) => Kept::Seconds(seconds),
        None if words.contains(&"immutable") => Kept::Seconds(u64::MAX),
        None => Kept::Unsaid,
    }
}

const UNSAID: &str = "The server sends no Cache-Control: browsers and proxies guess how long a file is good.";

/// A file that changes under its name must be asked for again.
pub fn is_asked_again(name: &str, answer: &Answer, found: &mut Findings) {
    match kept(answer) {
        Kept::Asked => {}
        Kept::Unsaid => found.warning("no-cache-rule", name, UNSAID, RULES),
        Kept::Seconds(seconds) => {
            let what = format!(
                "This file changes under its name, and may be kept for {seconds} s without asking: after an update people get parts of two versions."
            );
            let what = if seconds == u64::MAX {
                "This file changes under its name, and is marked immutable: an update never reaches who has it.".to_owned()
            } else {
                what
            };
            if seconds > 60 {
                found.error(
                    "stale",
                    name,
                    &what,
                    "Send Cache-Control: no-cache for every file without a hash in its name.",
                );
            } else {
                found.warning(
                    "stale",
                    name,
                    &what,
                    "Send Cache-Control: no-cache for every file without a hash in its name.",
                );
            }
        }
    }
}

/// A file with a hash in its name never changes.
pub fn is_kept(name: &str, answer: &Answer, found: &mut Findings) {
    const MONTH: u64 = 30 * 24 * 3600;
    match kept(answer) {
        Kept::Seconds(seconds) if seconds >= MONTH => {}
        Kept::Unsaid => found.warning("no-cache-rule", name, UNSAID, RULES),
        Kept::Asked | Kept::Seconds(_) => {
            let what = "This file never changes under its name, and is asked for again all the same.";
            found.warning(
                "not-kept",
                name,
                what,
                "Send Cache-Control: public, max-age=31536000, immutable for names with a hash.",
            );
        }
    }
}

/// May an answer that something is missing be used for long?
pub fn is_kept_long(answer: &Answer) -> bool {
    matches!(kept(answer), Kept::Seconds(seconds) if seconds > 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_as_caches_do() {
        for (rule, want) in [
            ("no-cache", Kept::Asked),
            ("public, max-age=0, must-revalidate", Kept::Asked),
            ("Max-Age=600", Kept::Seconds(600)),
            ("immutable", Kept::Seconds(u64::MAX)),
            ("public", Kept::Unsaid),
        ] {
            assert_eq!(kept(&Answer::of(&[("cache-control", rule)], b"")), want, "{rule}");
        }
        assert_eq!(kept(&Answer::of(&[], b"")), Kept::Unsaid);
    }
}
