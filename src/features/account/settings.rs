//! How it looks: language, text size, colours, counts. Each takes hold at once.

use leptos::prelude::*;

use crate::i18n::{Lang, k};
use crate::ui::prefs::{Theme, use_prefs};
use crate::ui::{Card, Icon, Seg, Switch, glyph};

/// A setting with its name above a bar of choices.
fn setting(
    icon: crate::ui::Glyph,
    label: &'static str,
    value: RwSignal<String>,
    options: Vec<(String, String)>,
) -> AnyView {
    let options: Vec<_> = options.into_iter().map(|(value, text)| (value, text, None)).collect();
    view! {
        <div class="setting">
            <span class="setting-name">
                <Icon of=icon />
                {label}
            </span>
            <Seg label value options=options />
        </div>
    }
    .into_any()
}

/// The settings.
pub fn card() -> AnyView {
    let prefs = use_prefs();
    let lang = RwSignal::new(prefs.lang.get_untracked().tag().to_owned());
    // A language whose words do not come is taken back.
    Effect::new(move |_| lang.set(prefs.lang.get().tag().to_owned()));
    let theme = RwSignal::new(prefs.theme.get_untracked().name().unwrap_or_default().to_owned());
    let text = RwSignal::new(prefs.text.get_untracked().to_string());
    on_choice(lang, move |tag| {
        if let Some(lang) = Lang::from_tag(tag) {
            prefs.lang.set(lang);
        }
    });
    on_choice(theme, move |name| {
        prefs.theme.set(match name {
            "light" => Theme::Light,
            "dark" => Theme::Dark,
            _ => Theme::System,
        });
    });
    on_choice(text, move |size| prefs.text.set(size.parse().unwrap_or(100)));
    let langs = Lang::ALL.iter().map(|l| (l.tag().to_owned(), l.own_name().to_owned())).collect();
    let sizes = ["100", "120", "140"].map(|s| (s.to_owned(), format!("{s}%"))).to_vec();
    let themes = vec![
        (String::new(), k::account::theme_system().to_owned()),
        ("light".to_owned(), k::account::theme_light().to_owned()),
        ("dark".to_owned(), k::account::theme_dark().to_owned()),
    ];
    view! {
        <Card label=k::account::settings()>
            {setting(glyph::GLOBE, k::account::language(), lang, langs)}
            {setting(glyph::TEXT, k::account::text_size(), text, sizes)}
            {setting(glyph::THEME, k::account::theme(), theme, themes)}
            <Switch
                icon=glyph::HIDDEN
                label=k::account::hide_counts()
                hint=k::account::hide_counts_note()
                on=prefs.quiet
                on_change=move |quiet| prefs.quiet.set(quiet)
            />
        </Card>
    }
    .into_any()
}

fn on_choice(value: RwSignal<String>, choose: impl Fn(&str) + 'static) {
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            choose(&now);
        }
        now
    });
}
