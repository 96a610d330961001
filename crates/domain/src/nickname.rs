//! Which nicknames are one visible line that cannot pass for another's, and which two are the same.
//!
//! Knows characters, not members: whether a nickname is in use is the server's question.

/// Joins emoji into one picture; between letters it is nothing to the eye.
const JOINER: char = '\u{200d}';

/// What is wrong with the characters of a nickname, as a field code. Its length is not looked at.
///
/// Format and direction controls could turn the text around it; a break could forge a second author.
pub fn wrong(nickname: &str) -> Option<&'static str> {
    let mut before = None;
    let mut rest = nickname.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let allowed = match c {
            JOINER => before.is_some_and(joins) && rest.peek().copied().is_some_and(joins),
            c if is_selector(c) => before.is_some_and(|b| is_visible(b) && !is_selector(b)),
            c => is_visible(c) || (c.is_whitespace() && !is_break(c)),
        };
        if !allowed {
            return Some("invalid");
        }
        before = Some(c);
    }
    None
}

/// What two nicknames share that a reader takes for the same: case, width, spaces and selectors differ.
pub fn key(nickname: &str) -> String {
    let seen: String = nickname.chars().filter(|c| *c != JOINER && !is_selector(*c)).map(narrow).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Full-width ASCII as its narrow form.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - u32::from('！') + u32::from('!')).unwrap_or(c),
        other => other,
    }
}

/// Whether a joiner may stand beside it: a part of an emoji, never a Latin letter or a digit.
fn joins(c: char) -> bool {
    !c.is_ascii() && (is_visible(c) || is_selector(c))
}

/// Whether a reader sees it.
fn is_visible(c: char) -> bool {
    !(c.is_whitespace() || c.is_control() || is_format(c) || is_blank(c))
}

fn is_break(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Chooses how the character before it looks.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Letters and marks that have no ink.
fn is_blank(c: char) -> bool {
    matches!(
        c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}'
    ) || is_selector(c)
}

/// Unicode's format controls (Cf), with the unassigned ones between them.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{600}'..='\u{605}'
            | '\u{61c}'
            | '\u{6dd}'
            | '\u{70f}'
            | '\u{890}'..='\u{891}'
            | '\u{8e2}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{110bd}'
            | '\u{110cd}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_people_and_emoji() {
        for name in
            ["小满", "Ann Lee", "山竹 🥝", "👩‍👧", "❤️‍🔥", "☀️", "1️⃣", "김하나", "葛\u{e0100}", "é́", "　小满　"]
        {
            assert_eq!(wrong(name), None, "{name}");
        }
    }

    #[test]
    fn names_that_deceive() {
        for name in [
            "小\u{202e}满",
            "\u{2066}小满\u{2069}",
            "小满\u{200b}",
            "\u{feff}小满",
            "小\u{ad}满",
            "小\u{2028}满",
            "小\u{2029}满",
            "小\n满",
            "小\t满",
            "小\u{200d}",
            "\u{200d}小",
            "a\u{200d}b",
            "满\u{200d}\u{200d}满",
            "满\u{200d} 满",
            "\u{3164}",
            "\u{2800}",
            "\u{fe0f}",
            "\u{115f}\u{1160}",
            "小满\u{fe0f}\u{fe0f}",
            "🏴\u{e0067}\u{e007f}",
        ] {
            assert_eq!(wrong(name), Some("invalid"), "{}", name.escape_unicode());
        }
    }

    #[test]
    fn the_same_to_the_eye_is_the_same() {
        for same in ["lynn 2", " Lynn 2 ", "ＬＹＮＮ　２", "Lynn   2", "lynn\u{a0}2", "lynn 2\u{fe0e}"]
        {
            assert_eq!(key(same), "lynn 2", "{same}");
        }
        assert_eq!(key("小\u{200d}满"), key("小满"));
        assert_ne!(key("Lynn2"), key("Lynn 2"));
        assert_ne!(key("小满"), key("小蔓"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        // The class comes from the generator's own Unicode tables, not from the list above.
        #[test]
        fn no_format_control_but_the_joiner_is_accepted(
            head in "[a满👩]{0,3}",
            control in "\\p{Cf}",
            tail in "[a满👩]{0,3}",
        ) {
            let name = format!("{head}{control}{tail}");
            prop_assert!(control == "\u{200d}" || wrong(&name).is_some(), "{}", name.escape_unicode());
        }

        #[test]
        fn what_is_accepted_has_ink(name in "[\\p{Cf}\\p{Zs}\\p{Zl}\\p{Zp}\\p{Cc}\u{fe00}-\u{fe0f}]{1,8}") {
            prop_assert!(name.trim().is_empty() || wrong(&name).is_some(), "{}", name.escape_unicode());
        }

        #[test]
        fn a_key_is_its_own_key(name in "\\PC{0,12}") {
            prop_assert_eq!(key(&key(&name)), key(&name));
        }
    }
}
