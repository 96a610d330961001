//! Punycode (RFC 3492): the letters of a site's name as the network writes them, and back. Pure.

const BASE: u32 = 36;

/// What the network puts before a name that is not plain ASCII.
pub const PREFIX: &str = "xn--";

fn adapt(delta: u32, points: u32, first: bool) -> u32 {
    let mut delta = delta / if first { 700 } else { 2 };
    delta += delta / points;
    let mut k = 0;
    while delta > 455 {
        delta /= BASE - 1;
        k += BASE;
    }
    k + BASE * delta / (delta + 38)
}

fn threshold(k: u32, bias: u32) -> u32 {
    k.saturating_sub(bias).clamp(1, 26)
}

/// One label in ASCII; as it is if it is already.
pub fn encode(label: &str) -> String {
    if label.is_ascii() {
        return label.to_owned();
    }
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let (mut n, mut delta, mut bias, basic) = (128, 0u32, 72, out.len() as u32);
    let (mut done, total) = (basic, label.chars().count() as u32);
    if basic > 0 {
        out.push('-');
    }
    while done < total {
        let Some(next) = label.chars().map(u32::from).filter(|c| *c >= n).min() else { break };
        delta = delta.saturating_add((next - n).saturating_mul(done + 1));
        n = next;
        for c in label.chars().map(u32::from) {
            delta = delta.saturating_add(u32::from(c < n));
            if c == n {
                let (mut q, mut k) = (delta, BASE);
                while q >= threshold(k, bias) {
                    let t = threshold(k, bias);
                    out.push(digit(t + (q - t) % (BASE - t)));
                    q = (q - t) / (BASE - t);
                    k += BASE;
                }
                out.push(digit(q));
                bias = adapt(delta, done + 1, done == basic);
                (delta, done) = (0, done + 1);
            }
        }
        (delta, n) = (delta.saturating_add(1), n + 1);
    }
    format!("{PREFIX}{out}")
}

fn digit(value: u32) -> char {
    let byte = if value < 26 { b'a' + value as u8 } else { b'0' + (value - 26) as u8 };
    char::from(byte)
}

/// The letters of one label; as it is if it is no punycode.
pub fn decode(label: &str) -> String {
    label.strip_prefix(PREFIX).and_then(letters).unwrap_or_else(|| label.to_owned())
}

fn letters(code: &str) -> Option<String> {
    let (basic, code) = code.rsplit_once('-').unwrap_or(("", code));
    let mut out: Vec<char> = basic.chars().collect();
    let (mut n, mut i, mut bias) = (128u32, 0u32, 72);
    let mut digits = code.bytes();
    while digits.len() > 0 {
        let (before, mut weight, mut k) = (i, 1u32, BASE);
        loop {
            let value = match digits.next()? {
                byte @ b'a'..=b'z' => byte - b'a',
                byte @ b'0'..=b'9' => byte - b'0' + 26,
                _ => return None,
            };
            let value = u32::from(value);
            i = i.checked_add(value.checked_mul(weight)?)?;
            let t = threshold(k, bias);
            if value < t {
                break;
            }
            weight = weight.checked_mul(BASE - t)?;
            k += BASE;
        }
        let points = out.len() as u32 + 1;
        bias = adapt(i - before, points, before == 0);
        n = n.checked_add(i / points)?;
        i %= points;
        out.insert(i as usize, char::from_u32(n)?);
        i += 1;
    }
    Some(out.into_iter().collect())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{decode, encode};
    use proptest::prelude::*;

    #[test]
    fn labels_are_written_as_the_network_does() {
        for (letters, written) in [
            ("qunli", "qunli"),
            ("bücher", "xn--bcher-kva"),
            ("中文", "xn--fiq228c"),
            ("аррӏе", "xn--80ak6aa92e"),
            ("qunlі", "xn--qunl-o9d"),
        ] {
            assert_eq!(encode(letters), written);
            assert_eq!(decode(written), letters);
        }
        assert_eq!(decode("xn--"), "");
        assert_eq!(decode("xn--?"), "xn--?");
        assert_eq!(decode("xn--99999999999"), "xn--99999999999");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(label in "[a-z0-9\u{e0}-\u{4ff}\u{4e00}-\u{4eff}]{1,12}") {
            prop_assert_eq!(decode(&encode(&label)), label);
        }

        #[test]
        fn any_text_is_taken(text in ".{0,40}") {
            let _ = (encode(&text), decode(&text), decode(&format!("xn--{text}")));
        }
    }
}
