//! Files made of text: tables for spreadsheets (CSV), their names, and the address that carries them.
//! Knows no file system and no browser.
//!
//! What members typed is opened in spreadsheets, where a cell that begins like a formula is one: such cells get an
//! apostrophe, which spreadsheets take for "this is text".

use contract::endpoint::push_encoded;

/// A byte order mark: without it spreadsheets take the file for another character set.
const MARK: char = '\u{feff}';

fn cell(text: &str) -> String {
    // Also behind spaces, quotes and full-width signs: programs differ in what they skip.
    let bare = text.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == MARK);
    let formula = bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%'])
        || text.starts_with(['\t', '\r', '\n']);
    let guard = if formula { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

/// A table as comma-separated values, RFC 4180: its head, then its lines.
pub fn csv<const N: usize>(head: [&str; N], lines: impl IntoIterator<Item = [String; N]>) -> String {
    let mut all = vec![head.map(cell).join(",")];
    all.extend(lines.into_iter().map(|line| line.each_ref().map(|text| cell(text)).join(",")));
    format!("{MARK}{}\r\n", all.join("\r\n"))
}

/// A file's name: the title without what file systems do not take, or `else_name`, and its ending.
pub fn name(title: &str, else_name: &str, ending: &str) -> String {
    let plain = |c: char| if c.is_control() || "\\/:*?\"<>|.".contains(c) { ' ' } else { c };
    let name: String = title.chars().map(plain).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{}.{ending}", if name.is_empty() { else_name } else { &name })
}

/// The `data:` address of a text of this type, such as `text/csv`.
pub fn address(kind: &str, text: &str) -> String {
    let mut address = format!("data:{kind};charset=utf-8,");
    push_encoded(&mut address, text);
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_text_and_never_formulas() {
        let line = |text: &str| [text.to_owned(), "b".to_owned()];
        let table = csv(["甲", "b"], [line("=1+1"), line("say \"hi\", you"), line(" ＠x")]);
        assert_eq!(
            table,
            "\u{feff}\"甲\",\"b\"\r\n\"'=1+1\",\"b\"\r\n\"say \"\"hi\"\", you\",\"b\"\r\n\"' ＠x\",\"b\"\r\n"
        );
    }

    #[test]
    fn names_are_taken_by_file_systems() {
        assert_eq!(name("周四 19:30/器械", "x", "ics"), "周四 19 30 器械.ics");
        assert_eq!(name("..", "名单", "csv"), "名单.csv");
        assert_eq!(address("text/csv", "a b"), "data:text/csv;charset=utf-8,a%20b");
    }
}
