//! Content-Security-Policy: whether a policy lets something in. As much of CSP 3 as the app's page needs.

use std::collections::BTreeMap;

/// One policy. Where there are several, each of them must allow.
#[derive(Debug)]
pub struct Policy {
    /// Where it was found: "the header", "the page".
    pub from: &'static str,
    directives: BTreeMap<String, Vec<String>>,
}

impl Policy {
    /// Reads the policies of a header's value or of the page's tag: several are parted by commas.
    pub fn read(text: &str, from: &'static str) -> Vec<Self> {
        let one = |text: &str| {
            let mut directives = BTreeMap::new();
            for directive in text.split(';') {
                let mut words = directive.split_whitespace().map(str::to_owned);
                let Some(name) = words.next() else { continue };
                // The first of a name counts.
                directives.entry(name.to_ascii_lowercase()).or_insert_with(|| words.collect());
            }
            Self { from, directives }
        };
        text.split(',').filter(|text| !text.trim().is_empty()).map(one).collect()
    }

    /// The sources that count for a directive; none when nothing limits it.
    fn sources(&self, directive: &str) -> Option<&[String]> {
        let chain: &[&str] = match directive {
            "worker-src" => &["worker-src", "child-src", "script-src", "default-src"],
            other => &[other, "default-src"],
        };
        chain.iter().find_map(|name| self.directives.get(*name)).map(Vec::as_slice)
    }

    /// May WebAssembly be compiled?
    pub fn allows_wasm(&self) -> bool {
        let may = |s: &String| s == "'wasm-unsafe-eval'" || s == "'unsafe-eval'";
        self.sources("script-src").is_none_or(|sources| sources.iter().any(may))
    }

    /// May a page on `origin` ask for `url` under this directive?
    pub fn allows(&self, directive: &str, url: &str, origin: &str) -> bool {
        self.sources(directive).is_none_or(|sources| sources.iter().any(|s| fits(s, url, origin)))
    }

    /// Does it let the page talk to any place at all?
    pub fn is_open(&self) -> bool {
        self.allows("connect-src", "https://anywhere.invalid/", "https://page.invalid")
    }
}

/// Scheme, host and port, and the path.
fn parts(url: &str) -> Option<(&str, &str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (place, path) = (rest.get(..at)?, rest.get(at..)?);
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if port == "*" || port.bytes().all(|b| b.is_ascii_digit()) => (host, port),
        _ => (place, ""),
    };
    Some((scheme, host, port, path))
}

fn port_or_usual<'a>(scheme: &str, port: &'a str) -> &'a str {
    match (scheme, port) {
        ("https" | "wss", "") => "443",
        ("http" | "ws", "") => "80",
        (_, port) => port,
    }
}

fn fits(source: &str, url: &str, origin: &str) -> bool {
    let Some((scheme, host, port, path)) = parts(url) else { return false };
    let source = source.to_ascii_lowercase();
    match source.as_str() {
        "*" => return matches!(scheme, "http" | "https" | "ws" | "wss"),
        "'self'" => {
            return parts(origin).is_some_and(|(s, h, p, _)| {
                s == scheme
                    && h.eq_ignore_ascii_case(host)
                    && port_or_usual(s, p) == port_or_usual(scheme, port)
            });
        }
        s if s.starts_with('\'') => return false,
        _ => {}
    }
    if let Some(allowed) = source.strip_suffix(':').filter(|s| !s.contains(['.', '/'])) {
        return allowed == scheme || (allowed == "http" && scheme == "https");
    }
    // A source without a scheme takes the page's, or the secure one of it.
    let own = origin.split("://").next().unwrap_or("https");
    let full = if source.contains("://") { source.clone() } else { format!("{own}://{source}") };
    let Some((s, h, p, at)) = parts(&full) else { return false };
    let scheme_fits = s == scheme || (s == "http" && scheme == "https");
    let host_fits = match h.strip_prefix('*') {
        Some(end) => end.starts_with('.') && host.to_ascii_lowercase().ends_with(end),
        None => h.eq_ignore_ascii_case(host),
    };
    let port_fits = p == "*" || port_or_usual(scheme, p) == port_or_usual(scheme, port);
    let path_fits = at.is_empty() || if at.ends_with('/') { path.starts_with(at) } else { path == at };
    scheme_fits && host_fits && port_fits && path_fits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn connects(sources: &str, url: &str) -> bool {
        let policies = Policy::read(&format!("default-src 'none'; connect-src {sources}"), "the page");
        policies[0].allows("connect-src", url, "https://app.example")
    }

    #[test]
    fn sources_are_matched_as_browsers_do() {
        for (sources, url) in [
            ("'self'", "https://app.example/api"),
            ("https:", "https://api.example/api"),
            ("https://api.example", "https://api.example:443/api"),
            ("api.example", "https://api.example/api"),
            ("http://127.0.0.1:*", "http://127.0.0.1:8080/api"),
            ("https://*.example", "https://api.example/api"),
            ("https://api.example/api/", "https://api.example/api/info"),
            ("*", "https://x/"),
        ] {
            assert!(connects(sources, url), "{sources} {url}");
        }
        for (sources, url) in [
            ("'self'", "https://api.example/api"),
            ("'self'", "http://app.example/api"),
            ("https:", "http://api.example/api"),
            ("https://api.example", "https://api.example:8443/api"),
            ("https://*.example", "https://example/api"),
            ("https://api.example/v1/", "https://api.example/api"),
            ("'none'", "https://app.example/api"),
            ("", "https://app.example/api"),
        ] {
            assert!(!connects(sources, url), "{sources} {url}");
        }
    }

    #[test]
    fn wasm_needs_its_word_and_absent_directives_fall_back() {
        let wasm = |text: &str| Policy::read(text, "the header")[0].allows_wasm();
        assert!(
            wasm("script-src 'self' 'wasm-unsafe-eval'")
                && wasm("img-src 'self'")
                && wasm("default-src 'unsafe-eval'")
        );
        assert!(!wasm("default-src 'self'") && !wasm("script-src 'self'; script-src 'wasm-unsafe-eval'"));
        let policies = Policy::read("default-src 'self', script-src 'none'", "the header");
        assert_eq!(policies.len(), 2);
        assert!(!policies[1].allows("worker-src", "https://a/w.js", "https://a"));
        assert!(!policies[0].is_open() && policies[1].is_open());
    }
}
