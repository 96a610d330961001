//! Words out of HTML. Many backends keep their texts as HTML; the app shows plain words and nothing else.

/// The words of a piece of HTML: tags go, blocks end lines, entities are read, scripts and styles are no words.
pub(crate) fn words_of(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    // Behind the last `>` nothing is a tag: without this, a text of `<` alone would be looked through for each.
    let last = html.rfind('>').unwrap_or(0);
    while let Some(at) = rest.find(['<', '&']) {
        let (before, after) = rest.split_at(at);
        push(&mut words, before);
        rest = match after.as_bytes().first() {
            Some(b'<') if html.len() - after.len() < last => tag(&mut words, after),
            Some(b'<') => {
                words.push('<');
                after.get(1..).unwrap_or("")
            }
            _ => entity(&mut words, after),
        };
    }
    push(&mut words, rest);
    let lines: Vec<&str> = words.lines().map(str::trim).collect();
    let mut text = lines.join("\n");
    while text.contains("\n\n\n") {
        text = text.replace("\n\n\n", "\n\n");
    }
    text.trim().to_owned()
}

/// HTML reads any run of white space as one space.
fn push(words: &mut String, text: &str) {
    for c in text.chars() {
        if !c.is_whitespace() {
            words.push(c);
        } else if !words.ends_with([' ', '\n']) {
            words.push(' ');
        }
    }
}

/// Steps over a tag; `<` that opens none stays.
fn tag<'t>(words: &mut String, at: &'t str) -> &'t str {
    let inside = at.get(1..).unwrap_or("");
    let opens = inside.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    let Some(end) = inside.find('>').filter(|_| opens) else {
        words.push('<');
        return inside;
    };
    let (said, rest) = (inside.get(..end).unwrap_or(""), inside.get(end + 1..).unwrap_or(""));
    let name = said.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "br" => words.push('\n'),
        "p" | "div" | "li" | "tr" | "blockquote" | "h1" | "h2" | "h3" | "h4" if said.starts_with('/') => {
            words.push_str(if name == "p" { "\n\n" } else { "\n" });
        }
        "script" | "style" if !said.starts_with('/') => {
            return end_of(&name, rest);
        }
        _ => {}
    }
    rest
}

/// From the tag that ends a script or a style on; nothing when it is never ended.
fn end_of<'t>(name: &str, rest: &'t str) -> &'t str {
    let ends = rest.match_indices("</").find(|(at, _)| {
        let said = rest.get(at + 2..at + 2 + name.len());
        said.is_some_and(|said| said.eq_ignore_ascii_case(name))
    });
    ends.and_then(|(at, _)| rest.get(at..)).unwrap_or("")
}

/// Reads an entity; `&` that begins none stays.
fn entity<'t>(words: &mut String, at: &'t str) -> &'t str {
    let inside = at.get(1..).unwrap_or("");
    let end = inside.bytes().take(11).position(|byte| byte == b';');
    let said = end.and_then(|end| inside.get(..end)).unwrap_or("");
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    let c = match said {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some(' '),
        "hellip" => Some('…'),
        "mdash" => Some('—'),
        "ndash" => Some('–'),
        "lsquo" => Some('‘'),
        "rsquo" => Some('’'),
        "ldquo" => Some('“'),
        "rdquo" => Some('”'),
        _ => match said.strip_prefix('#') {
            Some(digits) => match digits.strip_prefix(['x', 'X']) {
                Some(digits) => number(digits, 16),
                None => number(digits, 10),
            },
            None => None,
        },
    };
    match (c, end) {
        (Some(c), Some(end)) => {
            words.push(c);
            inside.get(end + 1..).unwrap_or("")
        }
        _ => {
            words.push('&');
            inside
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn html_becomes_words() {
        for (html, words) in [
            ("<p>周四&nbsp;谁来？</p>\n<p>A &amp; B &#8212; &#x4e00;</p>", "周四 谁来？\n\nA & B — 一"),
            ("a<br>b<script>alert(1)</script>c", "a\nbc"),
            ("1 < 2 && x &unknown; y", "1 < 2 && x &unknown; y"),
            ("<img src=x onerror='a>b'>words", "b'>words"),
            ("plain", "plain"),
        ] {
            assert_eq!(words_of(html), words, "{html}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(html in "[<>&;#a-z/ 群\\n]{0,60}") {
            let _ = words_of(&html);
        }
    }
}
