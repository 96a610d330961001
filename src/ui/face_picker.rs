//! The persona chooser: real radio buttons, drawn as prints on dye.

use super::avatar::avatar_name;
use super::{Avatar, DYES, PRINTS, avatar_parts};
use crate::i18n::k;
use leptos::prelude::*;

/// The print that goes with a dye when the group of prints is first shown.
const START: [(&str, &str); 9] = [
    ("bloom", "indigo"),
    ("sprig", "moss"),
    ("plum", "plum"),
    ("seed", "turmeric"),
    ("moon", "celadon"),
    ("fish", "indigo"),
    ("hill", "ash"),
    ("star", "madder"),
    ("water", "celadon"),
];

/// Nine prints and seven dyes. The chosen dye colours the chosen print.
#[component]
pub fn FacePicker(
    /// The choice as `print-dye`.
    value: RwSignal<String>,
    /// The label; `选一枚印花` unless given.
    #[prop(into, default = Signal::derive(|| k::ui::faces().to_owned()))]
    label: Signal<String>,
) -> impl IntoView {
    let group = super::field::next_id("face");
    let chosen = move || value.with(|v| avatar_parts(v));
    let prints = PRINTS.map(|print| {
        let start = START.iter().find(|(p, _)| *p == print).map_or("indigo", |(_, dye)| *dye);
        let dye = move || if chosen().0 == print { chosen().1 } else { start };
        view! {
            <label class="face">
                <input
                    type="radio"
                    name=group.clone()
                    aria-label=move || avatar_name(print, dye())
                    prop:checked=move || chosen().0 == print
                    on:change=move |_| value.set(format!("{print}-{}", dye()))
                />
                <Avatar of=Signal::derive(move || format!("{print}-{}", dye())) />
            </label>
        }
    });
    let dye_group = super::field::next_id("dye");
    let dyes = DYES.map(|dye| {
        view! {
            <label class="dye">
                <input
                    type="radio"
                    name=dye_group.clone()
                    aria-label=move || avatar_name(chosen().0, dye)
                    prop:checked=move || chosen().1 == dye
                    on:change=move |_| value.set(format!("{}-{dye}", chosen().0))
                />
                <span class="av dye-dot" data-dye=dye></span>
            </label>
        }
    });
    view! {
        <div class="field">
            <span class="field-label">{label}</span>
            <div class="faces" role="radiogroup" aria-label=label>{prints.collect_view()}</div>
            <div class="dyes" role="radiogroup" aria-label=label>{dyes.collect_view()}</div>
        </div>
    }
}
