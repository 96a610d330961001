//! Every code that a backend or the client can give has a sentence in every language, and no text is left over.

use std::collections::HashSet;

use contract::Code;
use qunli::i18n::{Lang, lookup, set_lang};
use toml::{Table, Value};

use crate::sources;

#[test]
fn every_problem_has_a_title_and_a_body_in_every_language() {
    let own =
        ["offline", "timeout", "cross_origin", "unreachable", "malformed", "storage", "absent", "unsure"];
    let codes = Code::ALL.iter().map(|c| c.as_str()).chain(own);
    let mut missing = Vec::new();
    for code in codes {
        for lang in Lang::ALL {
            set_lang(lang);
            for part in ["title", "body"] {
                if lookup("problem", &format!("{code}_{part}")).is_none() {
                    missing.push(format!("{} {code}.{part}", lang.tag()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no sentence for:\n  {}", missing.join("\n  "));
}

#[test]
fn every_field_code_has_a_sentence() {
    let codes = [
        "required",
        "too_short",
        "too_long",
        "invalid",
        "out_of_range",
        "past",
        "taken",
        "tiers_not_rising",
        "tiers_not_falling",
    ];
    for code in codes {
        assert!(lookup("field", code).is_some(), "no sentence for the field code {code}");
    }
}

/// The keys of a locale file, as functions are named after them: a section's name stands before its keys.
fn keys(table: &Table, before: &str, out: &mut Vec<String>) {
    for (key, value) in table {
        match value {
            // Plural forms are one text; every language has this one.
            Value::Table(section) if !section.contains_key("other") => {
                keys(section, &format!("{before}{key}_"), out);
            }
            _ => out.push(format!("{before}{key}")),
        }
    }
}

#[test]
fn every_text_is_shown_somewhere() {
    // These, and those of rooms that are loaded apart, are found by a code at run time.
    let looked_up = ["problem", "field"];
    let code: String = sources::files("src", "rs").iter().map(|(_, text)| sources::code(text)).collect();
    // `k::feed::title()`, or `t::title` where the module goes by a shorter name.
    let named: HashSet<&str> = code
        .split("::")
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default())
        .collect();
    let mut unused = Vec::new();
    for (path, text) in sources::files("locales/zh-CN", "toml") {
        let module = path.trim_start_matches("locales/zh-CN/").trim_end_matches(".toml");
        if looked_up.contains(&module) || module.starts_with("apart/") {
            continue;
        }
        let mut found = Vec::new();
        keys(&text.parse().unwrap(), "", &mut found);
        assert!(!found.is_empty(), "{path} has no text");
        found.retain(|key| !named.contains(key.as_str()));
        unused.extend(found.into_iter().map(|key| format!("{module}.{key}")));
    }
    assert!(unused.is_empty(), "texts that nothing shows:\n  {}", unused.join("\n  "));
}

#[test]
fn no_simplified_character_in_the_texts_of_taiwan() {
    let simplified = std::fs::read_to_string(sources::root().join("tests/simplified.txt")).unwrap();
    let simplified: HashSet<char> = simplified.trim().chars().collect();
    assert!(simplified.len() > 700 && simplified.contains(&'设'));
    let mut found = Vec::new();
    for (path, text) in sources::files("locales/zh-TW", "toml") {
        for line in text.lines().filter(|line| line.contains(|c| simplified.contains(&c))) {
            found.push(format!("{path}: {line}"));
        }
    }
    assert!(found.is_empty(), "simplified characters:\n  {}", found.join("\n  "));
}

#[test]
fn the_plain_invite_names_the_button_that_it_sends_people_to() {
    let plain = std::fs::read_to_string(sources::root().join("public/plain.js")).unwrap();
    for lang in Lang::ALL {
        let file = sources::root().join("locales").join(lang.tag()).join("group.toml");
        let texts: Table = std::fs::read_to_string(file).unwrap().parse().unwrap();
        let button = texts["enter"].as_str().unwrap();
        let quoted = [format!("「{button}」"), format!("“{button}”")];
        assert!(quoted.iter().any(|words| plain.contains(words)), "{}: {button}", lang.tag());
    }
}
