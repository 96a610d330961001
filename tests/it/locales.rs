//! Every code that a backend or the client can give has a sentence in every language.

use contract::Code;
use qunli::i18n::{Lang, lookup, set_lang};

#[test]
fn every_problem_has_a_title_and_a_body_in_every_language() {
    let own = ["offline", "timeout", "cross_origin", "unreachable", "malformed", "storage", "absent"];
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
