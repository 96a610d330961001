//! Personas: a stencil print on a disc of dye. An avatar is written `print-dye`, such as `bloom-indigo`.

use super::{Icon, glyph};
use crate::i18n::k;
use leptos::prelude::*;

/// The prints one may wear.
pub const PRINTS: [&str; 9] = ["bloom", "sprig", "plum", "seed", "moon", "fish", "hill", "star", "water"];
/// The dyes a print may be on.
pub const DYES: [&str; 7] = ["indigo", "moss", "plum", "turmeric", "celadon", "ash", "madder"];

/// Print and dye of an avatar; what is not known becomes `bloom` on `indigo`.
pub fn avatar_parts(avatar: &str) -> (&'static str, &'static str) {
    let (print, dye) = avatar.split_once('-').unwrap_or((avatar, ""));
    let known = |names: &[&'static str], name: &str, other| {
        names.iter().find(|n| **n == name).copied().unwrap_or(other)
    };
    (known(&PRINTS, print, "bloom"), known(&DYES, dye, "indigo"))
}

/// What a screen reader says for an avatar in a chooser: print and dye.
pub(super) fn avatar_name(print: &str, dye: &str) -> String {
    use k::ui as t;
    let print = match print {
        "sprig" => t::print_sprig(),
        "plum" => t::print_plum(),
        "seed" => t::print_seed(),
        "moon" => t::print_moon(),
        "fish" => t::print_fish(),
        "hill" => t::print_hill(),
        "star" => t::print_star(),
        "water" => t::print_water(),
        _ => t::print_bloom(),
    };
    let dye = match dye {
        "moss" => t::dye_moss(),
        "plum" => t::dye_plum(),
        "turmeric" => t::dye_turmeric(),
        "celadon" => t::dye_celadon(),
        "ash" => t::dye_ash(),
        "madder" => t::dye_madder(),
        _ => t::dye_indigo(),
    };
    t::face(dye, print)
}

/// A persona's print. Decoration: the nickname stands beside it.
#[component]
pub fn Avatar(
    /// `print-dye`, such as `bloom-indigo`.
    #[prop(into)]
    of: Signal<String>,
    /// `"s"` 28 px, `"m"` 40 px (default), `"l"` 60 px.
    #[prop(default = "m")]
    size: &'static str,
) -> impl IntoView {
    let parts = move || of.with(|of| avatar_parts(of));
    view! {
        <span class="av" data-size=size data-dye=move || parts().1 aria-hidden="true">
            <svg><use href=move || format!("#m-{}", parts().0)></use></svg>
        </span>
    }
}

/// Several small avatars, overlapping, and how many more there are.
#[component]
pub fn AvatarStack(
    /// Avatars as `print-dye`; draw at most six.
    #[prop(into)]
    of: Signal<Vec<String>>,
    /// How many more people there are; 0 shows nothing.
    #[prop(into, default = Signal::stored(0))]
    more: Signal<usize>,
) -> impl IntoView {
    view! {
        <span class="avs" aria-hidden="true">
            {move || of.get().into_iter().map(|of| view! { <Avatar of size="s" /> }).collect_view()}
            {move || (more.get() > 0).then(|| view! { <span class="av avs-more num" data-size="s">"+"{more.get()}</span> })}
        </span>
    }
}

/// Who I am in this group: opens the persona sheet.
#[component]
pub fn PersonaChip(
    /// `print-dye`.
    #[prop(into)]
    avatar: Signal<String>,
    /// The words before the nickname, such as `在这里我叫`.
    #[prop(into)]
    lead: Signal<String>,
    /// The nickname.
    #[prop(into)]
    name: Signal<String>,
    /// Opens the persona sheet.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class="persona" on:click=move |_| on_press.run(())>
            <Avatar of=avatar size="s" />
            <span>{lead}" "<b>{name}</b></span>
            <Icon of=glyph::DOWN />
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::avatar_parts;

    #[test]
    fn what_is_unknown_falls_back() {
        assert_eq!(avatar_parts("moon-celadon"), ("moon", "celadon"));
        assert_eq!(avatar_parts("moon"), ("moon", "indigo"));
        assert_eq!(avatar_parts("\"><script-"), ("bloom", "indigo"));
    }
}
