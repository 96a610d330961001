//! What several tabs typed at one place: each has a text of its own beside the draft, and whoever opens it sees all.
//!
//! Nothing is dropped: what does not fit into one draft stays beside it until the draft is gone. Knows no signals.

use std::collections::BTreeMap;

use crate::host::Disk;

/// A draft's fields.
pub(crate) type Fields = BTreeMap<String, String>;

/// Fields of some words, and what stands between two of them.
const WORDS: [(&str, &str); 14] = [
    ("body", "\n"),
    ("about", "\n"),
    ("words", "\n"),
    ("note", "\n"),
    ("address", "\n"),
    ("good", "\n"),
    ("not_good", "\n"),
    ("reason", "\n"),
    // A line each.
    ("mentions", ""),
    ("title", " / "),
    ("name", " / "),
    ("question", " / "),
    ("place", " / "),
    ("pick_up", " / "),
];

/// Two texts of a field as one, where the field is a list of things.
pub(crate) fn joined(field: &str, first: &str, second: &str) -> Option<String> {
    if field == "photos" {
        return Some(format!("{},{}", first.strip_suffix(']')?, second.strip_prefix('[')?));
    }
    let (_, between) = WORDS.iter().find(|(name, _)| *name == field)?;
    Some(format!("{first}{between}{second}"))
}

/// A draft's fields on disk.
pub(crate) fn read(text: Option<&str>) -> Fields {
    text.and_then(net::json::from_text).unwrap_or_default()
}

/// The name of what one more tab has beside a draft.
pub(crate) fn beside(name: &str, tab: &str) -> String {
    format!("{name}#{tab}")
}

/// A draft with what other tabs have beside it, and what of that is in it: the names and their texts.
pub(crate) fn together(disk: &dyn Disk, name: &str) -> (Fields, Vec<(String, String)>) {
    let mut all = read(disk.get(name).as_deref());
    let mut others = Vec::new();
    for other in disk.names(&beside(name, "")) {
        let Some(text) = disk.get(&other) else { continue };
        if let Some(both) = both(&all, &read(Some(&text))) {
            all = both;
            others.push((other, text));
        }
    }
    (all, others)
}

/// One draft of two; none where they say different things that do not fit into one.
fn both(first: &Fields, second: &Fields) -> Option<Fields> {
    let is_new = first.keys().all(|field| field.starts_with('#'));
    let mut all = first.clone();
    for (field, text) in second.iter().filter(|(field, _)| is_new || !field.starts_with('#')) {
        let here = all.entry(field.clone()).or_default();
        if text.contains(here.as_str()) {
            here.clone_from(text);
        } else if !here.contains(text.as_str()) {
            *here = joined(field, here, text)?;
        }
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(of: &[(&str, &str)]) -> Fields {
        of.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn words_are_joined_and_what_is_no_words_is_left_apart() {
        let one = fields(&[("body", "one"), ("#to", "x")]);
        assert_eq!(
            both(&one, &fields(&[("body", "two"), ("#to", "y")])),
            Some(fields(&[("body", "one\ntwo"), ("#to", "x")]))
        );
        assert_eq!(both(&one, &fields(&[("body", "one more")])).unwrap()["body"], "one more", "not twice");
        assert_eq!(both(&fields(&[("price", "10")]), &fields(&[("price", "20")])), None);
        assert_eq!(both(&Fields::new(), &one), Some(one), "alone it is what it was");
        let photos = both(&fields(&[("photos", "[1]")]), &fields(&[("photos", "[2]")]));
        assert_eq!(photos.unwrap()["photos"], "[1,2]");
    }
}
