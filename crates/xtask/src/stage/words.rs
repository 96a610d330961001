//! What the first look says, out of the app's own texts: one source, so that both say the same.
//!
//! Knows which texts the look wants and how it names the languages; nothing of what it draws.

use crate::{Result, paths};
use serde_json::{Map, Value};
use std::path::Path;

/// The languages as the boot shell names them, and their folders.
const LANGUAGES: [(&str, &str); 3] = [("zh", "zh-CN"), ("tw", "zh-TW"), ("en", "en")];

/// The look's name of a text, and the file and key that it stands at.
const TEXTS: &[(&str, &str, &str)] = &[
    ("own_intl", "lang", "intl"),
    ("today", "time", "today"),
    ("yesterday", "time", "yesterday"),
    ("day_time", "time", "day_time"),
    ("date_time", "time", "date_time"),
    ("day_year", "time", "day_year"),
    ("tabs", "ui", "tabs"),
    ("pin", "ui", "pin"),
    ("group_tab", "common", "group_tab"),
    ("together_tab", "common", "together_tab"),
    ("me_tab", "common", "me_tab"),
    ("members", "common", "members"),
    ("expand", "common", "expand"),
    ("title", "group", "title"),
    ("sub", "group", "sub"),
    ("bring", "invite", "action"),
    ("chain", "chain", "start"),
    ("poll", "poll", "start"),
    ("buy", "groupbuy", "start"),
    ("pass_on", "market", "action"),
    ("start_more", "feed", "start_more"),
    ("someone", "feed", "someone"),
    ("host", "feed", "host"),
    ("steward", "feed", "steward"),
    ("announcement", "feed", "announcement"),
    ("pinned", "feed", "pinned"),
    ("urgent", "feed", "urgent"),
    ("question", "feed", "question"),
    ("answered", "feed", "answered"),
    ("edited_at", "feed", "edited_at"),
    ("mentions_you", "feed", "mentions_you"),
    ("unread", "feed", "to_unread"),
    ("unread_many", "feed", "to_unread_many"),
    ("invite", "feed", "invite"),
    ("lead", "feed", "lead"),
    ("about", "feed", "about"),
    ("say", "feed", "say"),
    ("reply", "feed", "reply"),
    ("door_lead", "invite", "door_lead"),
    ("door_lead_none", "invite", "door_lead_none"),
    ("door_note", "invite", "door_note"),
    ("about_title", "invite", "about_title"),
    ("face_title", "invite", "face_title"),
    ("face_none", "invite", "face_unnamed"),
    ("face_preview", "invite", "face_preview"),
    ("face_preview_by", "invite", "face_preview_by"),
    ("face_choose", "ui", "faces"),
    ("name_label", "invite", "nickname"),
    ("name_hint", "invite", "nickname_hint"),
    ("hidden", "invite", "face_hidden"),
    ("qr_open", "feed", "qr_open"),
    ("qr_limit_note", "feed", "qr_limit_note"),
    ("by_members", "feed", "by_members"),
    ("capacity_note", "feed", "capacity_note"),
];

/// The texts of each language, as the first look reads them.
pub fn of_the_look(locales: &Path) -> Result<Value> {
    let mut all = Map::new();
    for (language, folder) in LANGUAGES {
        let mut words = Map::new();
        for (name, file, key) in TEXTS {
            let path = locales.join(folder).join(format!("{file}.toml"));
            let table: toml::Table =
                paths::read(&path)?.parse().map_err(|e| format!("{}: {e}.", path.display()))?;
            let text = table.get(*key).ok_or_else(|| format!("{} has no `{key}`.", path.display()))?;
            let text = serde_json::to_value(text).map_err(|e| format!("{}: {e}.", path.display()))?;
            words.insert((*name).to_owned(), text);
        }
        all.insert(language.to_owned(), Value::Object(words));
    }
    Ok(Value::Object(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_of_the_look_is_there_in_every_language() {
        let words = of_the_look(&paths::root().join("locales")).unwrap();
        assert_eq!(words["zh"]["today"], "今天");
        assert_eq!(words["en"]["members"]["one"], "{n} member");
        assert_eq!(words["tw"].as_object().unwrap().len(), TEXTS.len());
    }
}
