//! The invite code: eight characters in two groups of four, over one real input, so that pasting works.

use super::field::{Around, next_id};
use super::maybe_text::MaybeText;
use crate::i18n::k;
use leptos::prelude::*;

/// Characters of a code, without the dash.
const LENGTH: usize = 8;

/// Letters and figures of a typed or pasted text, in capitals, at most eight.
fn clean(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // Chinese keyboards write full-width letters and figures.
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .filter(char::is_ascii_alphanumeric)
        .take(LENGTH)
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// A field for an invite code. The value holds up to eight capitals and figures, without the dash.
#[component]
pub fn CodeField(
    /// The code so far.
    value: RwSignal<String>,
    /// The label; `邀请码` unless given.
    #[prop(into, default = Signal::derive(|| k::ui::code_label().to_owned()))]
    label: Signal<String>,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
    /// Runs when the eighth character is there.
    #[prop(optional, into)]
    on_full: Option<Callback<String>>,
) -> impl IntoView {
    let hint = MaybeText::from(k::ui::code_hint().to_owned());
    let around = Around { id: next_id("code"), label, hint, error, optional: false };
    let (described, invalid) = (around.described_by(), around.invalid());
    let focused = RwSignal::new(false);
    let typed = move |event| {
        let code = clean(&event_target_value(&event));
        let full = code.len() == LENGTH && value.with_untracked(|old| *old != code);
        value.set(code.clone());
        // The field may hold a dash or a small letter that the value does not: show the value again.
        value.notify();
        if let (true, Some(on_full)) = (full, on_full) {
            on_full.run(code);
        }
    };
    let cell = move |at: usize| {
        let here = move || focused.get() && value.with(String::len).min(LENGTH - 1) == at;
        view! {
            <span class="code-cell" data-at=move || here().then_some("") data-filled=move || (value.with(String::len) > at).then_some("")>
                {move || value.with(|v| v.chars().nth(at)).map(String::from)}
            </span>
        }
    };
    let field = view! {
        <div class="code">
            <input
                id=around.id.clone()
                type="text"
                inputmode="text"
                autocomplete="one-time-code"
                autocapitalize="characters"
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
                on:input=typed
                on:focus=move |_| focused.set(true)
                on:blur=move |_| focused.set(false)
            />
            <div class="code-cells" aria-hidden="true">
                {(0..4).map(cell).collect_view()}
                <span class="code-dash"></span>
                {(4..LENGTH).map(cell).collect_view()}
            </div>
        </div>
    };
    around.wrap(field.into_any())
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn a_pasted_code_is_cleaned() {
        assert_eq!(clean(" 7kq4-m2xd\n"), "7KQ4M2XD");
        assert_eq!(clean("https://q/#/i/"), "HTTPSQI");
        assert_eq!(clean("7KQ4M2XD9"), "7KQ4M2XD");
        assert_eq!(clean("７ｋｑ４－ｍ２ｘｄ"), "7KQ4M2XD");
        assert_eq!(clean("码"), "");
    }
}
