//! Addresses that members post: which are taken, what their host is called, and when two are the same.
//!
//! An address is shown as text with its host spelled out, so the host must be what it looks like: a name, in letters that
//! no other letters look like. What hides its name (user names before it, `xn--`, numbers) is refused.

/// Longest address, in characters.
pub const ADDRESS: usize = 500;

/// An address in parts, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'a> {
    /// The whole, as it was posted.
    pub whole: &'a str,
    /// Its host in small letters, without the port.
    pub host: String,
    /// Whether what is sent and fetched is encrypted.
    pub is_private: bool,
}

/// Reads an address that may be shown and opened.
///
/// # Errors
/// A code for the field: `required`, `too_long`, `scheme` for whatever is not `http` or `https`, `host` for a host that
/// is no name or not what it looks like, `invalid` for anything else.
pub fn read(typed: &str) -> Result<Address<'_>, &'static str> {
    let whole = typed.trim();
    if whole.is_empty() {
        return Err("required");
    }
    if whole.chars().count() > ADDRESS {
        return Err("too_long");
    }
    if whole.chars().any(is_unseen) {
        return Err("invalid");
    }
    let (scheme, rest) = whole.split_once("://").ok_or("scheme")?;
    let is_private = scheme.eq_ignore_ascii_case("https");
    if !is_private && !scheme.eq_ignore_ascii_case("http") {
        return Err("scheme");
    }
    // A backslash is a slash to browsers, and none to people.
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains(['@', '\\', '%']) {
        return Err("host");
    }
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if port.parse::<u16>().is_ok_and(|port| port > 0) => host,
        Some(_) => return Err("host"),
        None => authority,
    };
    let host = host.to_lowercase();
    if is_plain_name(&host) { Ok(Address { whole, host, is_private }) } else { Err("host") }
}

/// What nobody sees, or what turns the order of reading round.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(
            c,
            '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        )
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a host is two names or more, each wholly of plain letters and figures or wholly of Chinese characters, and
/// the last of letters: numbers and `xn--` do not say where they lead.
fn is_plain_name(host: &str) -> bool {
    let labels: Vec<&str> = host.split('.').collect();
    let plain = |label: &&str| {
        let is_ascii = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let is_han = label.chars().all(is_han);
        let dashes = label.starts_with('-') || label.ends_with('-') || label.starts_with("xn--");
        !label.is_empty() && label.len() <= 63 && !dashes && (is_ascii || is_han)
    };
    let has_letters = |label: &&str| label.chars().all(|c| !c.is_ascii_digit()) && label.chars().count() > 1;
    labels.len() > 1
        && host.len() <= 253
        && labels.iter().all(plain)
        && labels.last().is_some_and(has_letters)
}

/// Chinese characters, but for strokes that pass for a slash, a dash or a dot.
fn is_han(c: char) -> bool {
    let is_stroke =
        matches!(c, '一' | '丨' | '丶' | '丿' | '乙' | '亅' | '〇' | '口' | '工' | '卜' | '丄' | '丅');
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}') && !is_stroke
}

/// What two addresses of the same page have in common: case of the host, `http` or `https`, `www.`, a slash or a fragment
/// at the end do not make another page.
pub fn sameness(typed: &str) -> String {
    let Ok(address) = read(typed) else { return typed.trim().to_lowercase() };
    let rest = address.whole.split_once("://").map_or("", |(_, rest)| rest);
    let path_at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(path_at);
    let path = path.split('#').next().unwrap_or_default().trim_end_matches('/');
    let authority = authority.to_lowercase();
    let plain = if address.is_private { ":443" } else { ":80" };
    let authority = authority.strip_suffix(plain).unwrap_or(&authority);
    format!("{}{path}", authority.strip_prefix("www.").unwrap_or(authority))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_may_be_opened() {
        for (typed, host) in [
            ("https://Example.org/a?b#c", "example.org"),
            (" http://a-b.example.co.uk:8080 ", "a-b.example.co.uk"),
            ("https://例子.中国/歌", "例子.中国"),
            ("HTTPS://music.example.org", "music.example.org"),
            ("https://PAYPAI.example.com/", "paypai.example.com"),
        ] {
            assert_eq!(read(typed).map(|a| a.host), Ok(host.to_owned()), "{typed}");
        }
    }

    #[test]
    fn what_may_not_and_why() {
        for (typed, code) in [
            ("", "required"),
            ("javascript:alert(1)", "scheme"),
            ("javascript://example.org/%0aalert(1)", "scheme"),
            ("data:text/html,x", "scheme"),
            ("ftp://example.org", "scheme"),
            ("example.org", "scheme"),
            ("//example.org", "scheme"),
            ("https://аррӏе.com", "host"),
            ("https://gооgle.com", "host"),
            ("https://xn--80ak6aa92e.com", "host"),
            ("https://www.xn--80ak6aa92e.com", "host"),
            ("https://ｅxample.com", "host"),
            ("https://bank.com@evil.example", "host"),
            ("https://bank.com\\.evil.example", "host"),
            ("https://bank%2ecom.example", "host"),
            ("https://bank.com丿login.example.org", "host"),
            ("https://例子。中国", "host"),
            ("https://127.0.0.1/a", "host"),
            ("https://3232235521", "host"),
            ("https://0x7f.1", "host"),
            ("https://[::1]/", "host"),
            ("https://localhost/", "host"),
            ("https://example.org:0/", "host"),
            ("https://example.org:99999/", "host"),
            ("https://-a.example.org", "host"),
            ("https://a..org", "host"),
            ("https://example.org./", "host"),
            ("https://exa\u{200b}mple.org", "invalid"),
            ("https://example.org/\u{202e}gpj.exe", "invalid"),
            ("https://example.org/a b", "invalid"),
            ("https:// example.org", "invalid"),
        ] {
            assert_eq!(read(typed).map(|a| a.host), Err(code), "{typed}");
        }
        assert_eq!(read(&format!("https://example.org/{}", "a".repeat(500))), Err("too_long"));
    }

    #[test]
    fn the_same_page_is_the_same() {
        let one = sameness("https://www.Example.org/Song/42/");
        for same in [
            "http://example.org/Song/42",
            "https://EXAMPLE.org:443/Song/42#t=3",
            " http://www.example.org:80/Song/42",
        ] {
            assert_eq!(sameness(same), one, "{same}");
        }
        for other in [
            "https://example.org/song/42",
            "https://example.org/Song/42?x",
            "https://example.org:8080/Song/42",
        ] {
            assert_ne!(sameness(other), one, "{other}");
        }
    }

    proptest! {
        /// Whatever is taken is http or https, and its host is what a browser will go to: it stands right behind the
        /// slashes, in letters that are what they look like.
        #[test]
        fn whatever_is_taken_says_where_it_leads(typed in "(https?|HTTP|ftp|javascript):(//)?\\PC{0,30}") {
            if let Ok(address) = read(&typed) {
                let lower = address.whole.to_lowercase();
                let rest = lower.strip_prefix(if address.is_private { "https://" } else { "http://" });
                prop_assert!(rest.is_some_and(|rest| rest.starts_with(&address.host)));
                prop_assert!(address.host.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c) || is_han(c)));
                prop_assert!(!address.host.split('.').any(|label| label.starts_with("xn--")));
                let after = rest.and_then(|rest| rest.strip_prefix(&address.host)).unwrap_or_default();
                prop_assert!(after.is_empty() || after.starts_with(['/', '?', '#', ':']));
            }
        }

        #[test]
        fn sameness_is_stable(typed in "https?://(www\\.)?[a-z]{1,8}\\.[a-z]{2,4}(:[1-9][0-9]{0,3})?(/[a-zA-Z0-9]{0,4}){0,3}") {
            prop_assert!(read(&typed).is_ok());
            prop_assert_eq!(sameness(&typed), sameness(&format!("{typed}#part")));
            let secure = typed.replacen("http://", "https://", 1);
            prop_assert_eq!(sameness(&typed).replace(":80", "").replace(":443", ""), sameness(&secure).replace(":80", "").replace(":443", ""));
        }
    }
}
