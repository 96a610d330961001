//! The small rules of the locale compiler: names, placeholders, plural forms. Pure.

/// Plural categories of CLDR, in the order in which forms are stored.
pub const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Replace each `{name}` by one control character that says which argument goes there.
pub fn coded(text: &str, params: &[String]) -> String {
    params.iter().enumerate().fold(text.to_owned(), |text, (at, name)| {
        let code = char::from_u32(at as u32 + 1).unwrap_or_default();
        text.replace(&format!("{{{name}}}"), &code.to_string())
    })
}

/// The placeholders of a text in their order, or what is wrong with its braces.
pub fn placeholders(text: &str) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, tail) = rest.split_at(at);
        let (Some(inner), Some(end)) = (tail.strip_prefix('{'), tail.find('}')) else {
            return Err("a brace stands alone; write {name} for a placeholder.".into());
        };
        let name = inner.get(..end.saturating_sub(1)).unwrap_or_default();
        if !is_name(name) {
            return Err(format!("`{{{name}}}` is no placeholder: use a-z, 0-9 and _ ."));
        }
        found.push(name.to_owned());
        rest = tail.get(end + 1..).unwrap_or_default();
    }
    Ok(found)
}

/// The plural forms a language has. A language that is not listed needs a line here.
pub fn required_forms(tag: &str) -> &'static [&'static str] {
    match tag.split('-').next().unwrap_or_default() {
        "zh" | "ja" | "ko" | "vi" | "th" | "id" => &["other"],
        _ => &["one", "other"],
    }
}

/// Whether a text may name a file, a key or a placeholder.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
