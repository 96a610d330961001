//! Takes comments and indentation out of files that phones download. Line by line, nothing clever.
//!
//! Trunk's own minifiers fail on the glue of wasm-bindgen, and would bring syntax into the boot shell that old
//! engines cannot read. After Brotli, what they would save on top is a few hundred bytes.

/// A script without comment lines, comment blocks that begin a line, and indentation.
pub fn script(text: &str) -> String {
    // Inside a template literal that spans lines, white space counts: then the script stays as it is.
    if text.lines().any(|line| line.matches('`').count() % 2 == 1) {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut in_block = false;
    for line in text.lines().map(str::trim) {
        if in_block || line.starts_with("/*") {
            in_block = !line.ends_with("*/");
        } else if !line.is_empty() && !line.starts_with("//") {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A stylesheet without comments and indentation.
pub fn style(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    // A quote opens a string that hides a comment's beginning until the same quote closes it.
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let quote = from.chars().next().unwrap_or('/');
        let end = match quote {
            '/' if from.starts_with("/*") => from.find("*/").map_or(from.len(), |end| end + 2),
            '/' => 1,
            _ => string_end(from, quote),
        };
        let (token, after) = from.split_at(end);
        if !token.starts_with("/*") {
            out.push_str(token);
        }
        rest = after;
    }
    out.push_str(rest);
    lines(&out)
}

/// A page without indentation and blank lines.
pub fn page(text: &str) -> String {
    lines(text)
}

fn string_end(from: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in from.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    from.len()
}

fn lines(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_whole_comment_lines_only() {
        let text = "/**\n * @param x\n */\n// a\n  var u = 'http://b'; // c\n\n  /* one line */\n    go();\n";
        assert_eq!(script(text), "var u = 'http://b'; // c\ngo();\n");
    }

    #[test]
    fn a_script_with_a_long_template_stays() {
        let text = "  var t = `a\n  // not a comment\n  b`;\n";
        assert_eq!(script(text), text);
        assert_eq!(script("  f(`${a}`)\n"), "f(`${a}`)\n");
    }

    #[test]
    fn a_sheet_keeps_its_strings_and_addresses() {
        let text = "/* a */\n.b { content: \"/* no */ \\\" '\"; /* c\n d */ width: calc(1px / 2) }\n\n  @import url(a/b.css);\n";
        let want = ".b { content: \"/* no */ \\\" '\";  width: calc(1px / 2) }\n@import url(a/b.css);\n";
        assert_eq!(style(text), want);
    }
}
