//! Mentions: words that name members of the group. What is kept is who, not what they were called: whoever changes their
//! nickname is called by the new one everywhere, and whoever left is called by none.

use contract::MemberId;

/// The most members that one post or comment may mention.
pub const MOST: usize = 20;

/// What stands around an id in kept words. No words of anybody have it: it is a control character.
const MARK: char = '\u{1}';

/// What stands for somebody who left.
const GONE: &str = "@…";

/// Words as they are kept: each `@nickname` of one of `members` is who that is. The longest nickname that fits is meant.
pub fn fold(words: &str, members: &[(MemberId, String)]) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('@') {
        let (before, from) = rest.split_at(at);
        let called = from.strip_prefix('@').unwrap_or(from);
        let fits = members.iter().filter(|(_, name)| !name.is_empty() && called.starts_with(name.as_str()));
        out.push_str(before);
        rest = match fits.max_by_key(|(_, name)| name.len()) {
            Some((id, name)) => {
                out.extend([MARK]);
                out.push_str(id.as_str());
                out.extend([MARK]);
                called.strip_prefix(name.as_str()).unwrap_or_default()
            }
            None => {
                out.push('@');
                called
            }
        };
    }
    out.push_str(rest);
    out
}

/// Who is mentioned in kept words, each once, in order.
pub fn mentioned(kept: &str) -> Vec<MemberId> {
    let mut out: Vec<MemberId> = Vec::new();
    for id in kept.split(MARK).skip(1).step_by(2).map(MemberId::from) {
        if !out.contains(&id) {
            out.push(id);
        }
    }
    out
}

/// Kept words as they are read now; `name` says what a member is called, none for who left.
pub fn unfold<'n>(kept: &str, name: impl Fn(&str) -> Option<&'n str>) -> String {
    let mut out = String::with_capacity(kept.len());
    for (at, piece) in kept.split(MARK).enumerate() {
        if at % 2 == 0 {
            out.push_str(piece);
        } else if let Some(name) = name(piece) {
            out.push('@');
            out.push_str(name);
        } else {
            out.push_str(GONE);
        }
    }
    out
}

/// Words in pieces, for a screen: each with whether it mentions somebody of these names.
pub fn pieces<'w>(words: &'w str, names: &[&str]) -> Vec<(&'w str, bool)> {
    let mut out = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(found) = words.get(at..).and_then(|rest| rest.find('@')) {
        let start = at + found;
        let called = words.get(start + 1..).unwrap_or_default();
        let fits = names.iter().filter(|name| !name.is_empty() && called.starts_with(**name));
        at = start + 1;
        if let Some(name) = fits.max_by_key(|name| name.len()) {
            at += name.len();
            out.extend(words.get(plain..start).filter(|text| !text.is_empty()).map(|text| (text, false)));
            out.extend(words.get(start..at).map(|text| (text, true)));
            plain = at;
        }
    }
    out.extend(words.get(plain..).filter(|text| !text.is_empty()).map(|text| (text, false)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn members(names: &[&str]) -> Vec<(MemberId, String)> {
        names.iter().enumerate().map(|(i, n)| (MemberId::from(format!("m{i}")), (*n).to_owned())).collect()
    }

    #[test]
    fn the_longest_name_is_meant_and_who_left_has_none() {
        let all = members(&["小满", "小满妈妈"]);
        let kept = fold("@小满妈妈 和 @小满，a@b.cn @谁", &all);
        assert_eq!(mentioned(&kept), [MemberId::from("m1"), MemberId::from("m0")]);
        let now = |id: &str| (id == "m1").then_some("满妈");
        assert_eq!(unfold(&kept, now), "@满妈 和 @…，a@b.cn @谁");
        assert_eq!(mentioned("没有提到谁"), vec![]);
    }

    #[test]
    fn pieces_are_the_words_again() {
        let words = "请 @小满妈妈 带 @小满。";
        let seen = pieces(words, &["小满", "小满妈妈"]);
        assert_eq!(
            seen,
            [("请 ", false), ("@小满妈妈", true), (" 带 ", false), ("@小满", true), ("。", false)]
        );
    }

    proptest! {
        #[test]
        fn folding_loses_nothing(
            words in "[@a-c小满 ]{0,40}",
            names in proptest::collection::vec("[a-c小满]{1,3}", 0..5),
        ) {
            // Nicknames in a group are unlike each other.
            let mut names = names;
            names.sort();
            names.dedup();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let all = members(&names);
            let kept = fold(&words, &all);
            let called = |id: &str| all.iter().find(|(one, _)| one.as_str() == id).map(|(_, name)| name.as_str());
            prop_assert_eq!(unfold(&kept, called), words.clone());
            let joined: String = pieces(&words, &names).into_iter().map(|(text, _)| text).collect();
            prop_assert_eq!(joined, words.clone());
            let marked = pieces(&words, &names).into_iter().filter(|(_, mention)| *mention).count();
            prop_assert_eq!(marked, kept.split(MARK).skip(1).step_by(2).count());
        }

        #[test]
        fn no_kept_words_are_too_odd_to_read(kept in ".{0,60}") {
            let _ = (mentioned(&kept), unfold(&kept, |_| None));
        }
    }
}
