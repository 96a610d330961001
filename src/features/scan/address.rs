//! A web address as a browser would read it, and its site as it can be shown. Pure.
//!
//! Browsers forgive much: slashes that lean the other way, dots of other scripts, letters of full width, names
//! before an `@`. Whoever says where a link leads must forgive the same, and say that it was in disguise.

use super::puny;

/// A web address, reduced to what matters here: a query that a host app added does not.
#[derive(Debug, PartialEq, Eq)]
pub struct Address {
    /// `https` or `http`.
    scheme: String,
    /// The site, in small letters; other scripts in punycode.
    pub host: String,
    /// Its port, if it is not the usual one.
    pub port: Option<u16>,
    /// The path of the page, without `index.html`.
    page: String,
    /// What follows the `#`.
    pub hash: String,
    /// It is written so that it reads like another one.
    pub disguised: bool,
}

impl Address {
    /// Reads a text as a web address, if a browser could.
    pub fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let scheme = scheme.to_ascii_lowercase();
        if !matches!(scheme.as_str(), "http" | "https") {
            return None;
        }
        // Any number of slashes of either kind will do.
        let after = rest.trim_start_matches(['/', '\\']);
        let straight = rest.strip_prefix("//").is_some_and(|plain| plain == after);
        let end = after.find(['/', '\\', '?', '#']).unwrap_or(after.len());
        let (authority, rest) = after.split_at_checked(end)?;
        let (user, site) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (host, port) = match site.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (host, port),
            _ => (site, ""),
        };
        let port = if port.is_empty() { None } else { Some(port.parse().ok()?) };
        let usual = if scheme == "https" { 443 } else { 80 };
        let plain = mapped(host);
        if plain.is_empty() || plain.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return None;
        }
        let (page, hash) = rest.split_once('#').unwrap_or((rest, ""));
        let page = page.split_once('?').map_or(page, |(page, _)| page);
        let page = page.strip_suffix("index.html").unwrap_or(page);
        let hash = hash.split_once('?').map_or(hash, |(hash, _)| hash);
        Some(Self {
            disguised: !straight
                || authority.contains('@')
                || !user.is_empty()
                || plain != host.to_ascii_lowercase(),
            host: plain.split('.').map(puny::encode).collect::<Vec<_>>().join("."),
            scheme,
            port: port.filter(|port| *port != usual),
            page: if page.is_empty() { "/" } else { page }.to_owned(),
            hash: hash.to_owned(),
        })
    }

    /// Whether both are the same page of the same origin, to the letter.
    pub fn same_page(&self, other: &Self) -> bool {
        let of = |one: &Self| (one.scheme.clone(), one.host.clone(), one.port, one.page.clone());
        of(self) == of(other)
    }

    /// The same page where a plain `http` was written for an encrypted one: only what it ends in is used.
    pub fn same_page_unencrypted(&self, other: &Self) -> bool {
        self.scheme == "http"
            && other.scheme == "https"
            && (&self.host, self.port, &self.page) == (&other.host, other.port, &other.page)
    }

    /// The site as it is shown: its end, which says whose it is, is never cut off.
    pub fn shown(&self) -> String {
        let site = match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        };
        match site.char_indices().rev().nth(SHOWN - 1) {
            Some((from, _)) if from > 0 => format!("…{}", site.get(from..).unwrap_or_default()),
            _ => site,
        }
    }
}

/// Characters of a site that are shown.
const SHOWN: usize = 60;

/// A site as a browser understands it: escapes read, dots and letters of full width made plain, what cannot be
/// seen left out.
fn mapped(host: &str) -> String {
    let mut out = String::new();
    let mut rest = host.chars();
    while let Some(c) = rest.next() {
        let c = match c {
            '%' => {
                let code: String = rest.clone().take(2).collect();
                match u8::from_str_radix(&code, 16) {
                    Ok(byte) if byte.is_ascii() => {
                        rest.by_ref().take(2).for_each(drop);
                        char::from(byte)
                    }
                    _ => '%',
                }
            }
            '\u{3002}' | '\u{ff0e}' | '\u{ff61}' => '.',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            '\u{212a}' => 'k',
            '\u{17f}' => 's',
            c => c,
        };
        if !is_unseen(c) {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Characters that take no place, or turn the direction of what follows.
pub fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
