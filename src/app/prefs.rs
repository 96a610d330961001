//! Preferences: read from the phone, applied to the document, kept when they change.

use leptos::prelude::*;

use crate::i18n::{Lang, set_lang};
use crate::platform::{page, storage};
use crate::ui::prefs::{Prefs, Theme};

const LANG: &str = "qunli.lang";
const THEME: &str = "qunli.theme";
const TEXT: &str = "qunli.text";
const COUNTS: &str = "qunli.counts";

/// The language that is wanted here: the one that was chosen, or the first of the phone's that is ours. Who reads none
/// of ours gets English; a phone that names none, the first of ours. The boot shell looks for it in the same way.
pub fn language() -> Lang {
    let phone = page::languages();
    let other = if phone.is_empty() { Lang::ZhCn } else { Lang::En };
    storage::get(LANG).into_iter().chain(phone).find_map(|tag| Lang::from_tag(&tag)).unwrap_or(other)
}

/// The preferences of this phone, followed from now on.
pub fn provide() -> Prefs {
    let lang = language();
    let theme = match storage::get(THEME).as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        _ => Theme::System,
    };
    let text = storage::get(TEXT).and_then(|t| t.parse().ok()).filter(|t| [100, 120, 140].contains(t));
    set_lang(lang);
    let prefs = Prefs {
        lang: RwSignal::new(lang),
        theme: RwSignal::new(theme),
        text: RwSignal::new(text.unwrap_or(100)),
        quiet: RwSignal::new(storage::get(COUNTS).as_deref() == Some("hidden")),
    };
    provide_context(prefs);
    Effect::new(move |before: Option<()>| {
        let lang = prefs.lang.get();
        page::set_lang_attr(lang.tag());
        keep(before, LANG, Some(lang.tag()));
    });
    Effect::new(move |before: Option<()>| {
        let theme = prefs.theme.get().name();
        page::set_theme_attr(theme);
        keep(before, THEME, theme);
    });
    Effect::new(move |before: Option<()>| {
        let text = prefs.text.get().to_string();
        page::set_text_attr((text != "100").then_some(text.as_str()));
        keep(before, TEXT, Some(&text));
    });
    Effect::new(move |before: Option<()>| keep(before, COUNTS, prefs.quiet.get().then_some("hidden")));
    prefs
}

/// Only a choice is kept: who chose nothing follows the phone.
fn keep(before: Option<()>, name: &str, value: Option<&str>) {
    if before.is_some() {
        match value {
            // When the phone will not keep it, it holds until the page is left.
            Some(value) => {
                let _ = storage::set(name, value);
            }
            None => storage::remove(name),
        }
    }
}
