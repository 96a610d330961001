//! Which addresses a backend vouches for to WeChat. Knows no signature and no network.

/// The longest address.
const MOST_BYTES: usize = 2048;

/// An address without a `#` and what follows it: the part that WeChat signs and sends people back to.
///
/// # Errors
/// `too_long`, or `invalid`: not a plain http(s) address, or one that carries a `code` of OAuth, which works
/// once and must not be signed, shared or sent along.
pub fn page(url: &str) -> Result<&str, &'static str> {
    let page = url.split('#').next().unwrap_or_default();
    if page.len() > MOST_BYTES {
        return Err("too_long");
    }
    // Browsers print addresses in visible ASCII; anything else would be read in two ways.
    let plain = page.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b'\\' | b'"' | b'<' | b'>'));
    if !plain || origin(page).is_none() || carries_code(page) {
        return Err("invalid");
    }
    Ok(page)
}

/// Scheme, host and port of an address, in small letters.
pub fn origin(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let usual = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return None,
    };
    let host = host.strip_suffix(usual).unwrap_or(&host);
    // A name and a password before the host would make it look like another.
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    (!host.is_empty() && host.bytes().all(plain)).then(|| format!("{scheme}://{host}"))
}

/// Whether a page is on one of these origins.
pub fn is_known(page: &str, origins: &[String]) -> bool {
    origin(page).is_some_and(|origin| origins.contains(&origin))
}

fn carries_code(page: &str) -> bool {
    let query = page.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|pair| pair.split('=').next().is_some_and(|name| name.eq_ignore_ascii_case("code")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_hash_is_left_out() {
        assert_eq!(page("https://a.example/x?y=1#/invite/secret"), Ok("https://a.example/x?y=1"));
        assert_eq!(page("http://mp.weixin.qq.com?params=value"), Ok("http://mp.weixin.qq.com?params=value"));
    }

    #[test]
    fn a_code_and_anything_odd_is_refused() {
        for wrong in [
            "",
            "/relative",
            "javascript:alert(1)",
            "https://",
            "https://a.example/?code=1",
            "https://a.example/?x=1&code=1&state=2",
            "https://a.example/?CODE=1",
            "https://a.example\\@b.example/",
            "https://a.example/ x",
            "https://a.example/\u{7fa4}",
            "https://me:secret@a.example/",
        ] {
            assert_eq!(page(wrong), Err("invalid"), "{wrong}");
        }
        assert_eq!(page(&format!("https://a.example/{}", "x".repeat(2048))), Err("too_long"));
    }

    #[test]
    fn an_origin_is_known_as_a_whole() {
        let known = [origin("https://A.example/").unwrap(), origin("http://127.0.0.1:8080").unwrap()];
        for page in ["https://a.example/x", "HTTPS://a.EXAMPLE:443/", "http://127.0.0.1:8080/?y"] {
            assert!(is_known(page, &known), "{page}");
        }
        for page in [
            "http://a.example/",
            "https://a.example.evil/",
            "https://a.example@evil/",
            "https://evil/?https://a.example/",
            "https://a.example:8443/",
            "http://127.0.0.1:80801/",
        ] {
            assert!(!is_known(page, &known), "{page}");
        }
    }
}
