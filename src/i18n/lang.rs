//! Which language is in use. A plain global of the app's one thread: a change of language remounts the app.
//! Tests run in threads, and each has a language of its own.

use super::k::{self, Lang};
use std::cell::Cell;

thread_local! {
    static CURRENT: Cell<u8> = const { Cell::new(0) };
}

/// The language in use; the first of [`Lang::ALL`] until [`set_lang`] was called.
pub fn lang() -> Lang {
    let at = CURRENT.get();
    Lang::ALL.get(usize::from(at)).copied().unwrap_or(Lang::ALL[0])
}

/// Use another language from now on; the caller remounts what is on screen.
pub fn set_lang(lang: Lang) {
    CURRENT.set(lang as u8);
}

impl Lang {
    /// The language that fits a tag best: by the whole tag, by the script of Chinese, then by its first part.
    ///
    /// `zh-Hans-CN` gives `zh-CN`, `zh-Hant` and `zh-HK` give `zh-TW`, `en-US` gives `en`, `fr` gives nothing.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase();
        let mut parts = tag.split(['-', '_']);
        let first = parts.next().unwrap_or_default();
        // A script that is named counts before the place: zh-Hans-HK is read in simplified characters.
        let rest: Vec<&str> = parts.collect();
        let named = |wanted: &[&str]| rest.iter().any(|part| wanted.contains(part));
        let traditional = named(&["hant"]) || !named(&["hans"]) && named(&["tw", "hk", "mo"]);
        match first {
            "zh" if traditional => Some(Self::ZhTw),
            _ => Self::ALL.into_iter().find(|lang| lang.tag().split('-').next() == Some(first)),
        }
    }

    /// The language's name in that language, such as `简体中文`.
    pub fn own_name(self) -> &'static str {
        k::own_name(self)
    }

    #[cfg(target_arch = "wasm32")]
    /// The tag that the browser's `Intl` gets: it decides the order of day and month.
    pub(super) fn intl_tag(self) -> &'static str {
        k::own_intl(self)
    }
}
