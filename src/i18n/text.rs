//! The concrete functions behind every generated text: find by index, fill in arguments, choose a plural form.
//!
//! One copy of each for the whole app; the generated bodies only pass an index.

use super::k::{FORMS, Lang, blob, blob_at_hand, index_of};
use super::{format::number, intl, lang::lang};
use std::cell::OnceCell;

thread_local! {
    /// The texts of each language by their index, taken apart when the language is first read or has been fetched.
    static TEXTS: [OnceCell<Vec<&'static str>>; Lang::ALL.len()] =
        const { [const { OnceCell::new() }; Lang::ALL.len()] };
}

/// Whether the texts of a language are here; until then the first language's are read instead.
pub fn is_here(lang: Lang) -> bool {
    blob_at_hand(lang).is_some()
        || TEXTS.with(|all| all.get(lang as usize).is_some_and(|t| t.get().is_some()))
}

/// Fetches the texts of a language, and tells whether they are here now.
pub async fn fetch(lang: Lang) -> bool {
    if is_here(lang) {
        return true;
    }
    let came = blob(lang).await;
    came.inspect(|blob| _ = take_apart(lang, blob)).is_some()
}

fn take_apart(lang: Lang, blob: &'static str) -> Option<()> {
    TEXTS.with(|all| all.get(lang as usize)?.set(blob.split('\u{1f}').collect()).ok())
}

/// The text at an index in the language in use.
pub(crate) fn text(index: u16) -> &'static str {
    of(lang(), usize::from(index))
}

/// The same with its placeholders replaced; a placeholder is one control character, 1 for the first argument.
pub(crate) fn fill(index: u16, args: &[&str]) -> String {
    filled(text(index), args)
}

/// The form for `n`, with `n` in the reader's digits as the first argument.
pub(crate) fn plural(index: u16, n: i64, args: &[&str]) -> String {
    let at = |form: usize| of(lang(), usize::from(index) + form);
    let other = FORMS.len() - 1;
    // A language of one form, as Chinese, needs no rules: making them takes a weak phone long.
    let form = if (0..other).all(|form| at(form).is_empty()) {
        other
    } else {
        let category = intl::plural_category(n);
        FORMS.iter().position(|form| *form == category).unwrap_or(other)
    };
    let chosen = match at(form) {
        "" => at(other),
        text => text,
    };
    let count = number(n);
    let mut all = vec![count.as_str()];
    all.extend_from_slice(args);
    filled(chosen, &all)
}

/// The text for a code that arrived at run time, from one of the files `problem` and `field`.
pub fn lookup(module: &str, key: &str) -> Option<&'static str> {
    index_of(module, key).map(text)
}

fn of(lang: Lang, index: usize) -> &'static str {
    let known = |lang: Lang| TEXTS.with(|all| all.get(lang as usize)?.get()?.get(index).copied());
    let first =
        |lang: Lang| blob_at_hand(lang).and_then(|blob| take_apart(lang, blob)).and_then(|()| known(lang));
    let read = |lang: Lang| known(lang).or_else(|| first(lang));
    read(lang).or_else(|| read(Lang::ALL[0])).unwrap_or_default()
}

fn filled(text: &str, args: &[&str]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match args.get((c as usize).wrapping_sub(1)) {
            Some(arg) if c.is_control() => out.push_str(arg),
            _ => out.push(c),
        }
    }
    out
}
