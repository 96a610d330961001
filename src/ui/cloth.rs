//! The group's cloth: the door curtain, its patch in lists, the door of the join preview, and the poster.

use leptos::prelude::*;

/// The four cloths.
const CLOTHS: [&str; 4] = ["blossom", "sprig", "water", "lattice"];

/// The cloth of a group, chosen once from its id: the same on every phone.
pub fn cloth_of(id: &str) -> &'static str {
    // FNV-1a: small, stable, and good enough to spread ids over four cloths.
    let hash =
        id.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    CLOTHS.get((hash >> 16) as usize % CLOTHS.len()).copied().unwrap_or("blossom")
}

/// Panels of cloth. Decoration, hidden from assistive technology.
#[component]
pub fn Curtain(
    /// The cloth's name, from [`cloth_of`].
    #[prop(into)]
    cloth: Signal<String>,
    /// Tall and in four panels, as seen from outside.
    #[prop(optional)]
    tall: bool,
) -> impl IntoView {
    let panels = if tall { 4 } else { 5 };
    view! {
        <div class="curtain" data-c=move || cloth.get() data-tall=tall.then_some("") aria-hidden="true">
            {(0..panels).map(|_| view! { <i></i> }).collect_view()}
        </div>
    }
    .into_any()
}

/// A square of cloth for lists.
#[component]
pub fn Patch(
    /// The cloth's name, from [`cloth_of`].
    #[prop(into)]
    cloth: Signal<String>,
    /// What sits on its corner: a small avatar.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <span class="patch-box" aria-hidden="true">
            <span class="patch" data-c=move || cloth.get()></span>
            {children.map(|children| view! { <span class="patch-corner">{children()}</span> })}
        </span>
    }
    .into_any()
}

/// The tall curtain with a plate on it: a group seen from outside.
#[component]
pub fn Door(
    /// The cloth's name, from [`cloth_of`].
    #[prop(into)]
    cloth: Signal<String>,
    /// The line above the name: who invites.
    #[prop(into)]
    lead: Signal<String>,
    /// The group's name.
    #[prop(into)]
    name: Signal<String>,
    /// The line below: members and host.
    #[prop(into)]
    note: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="door">
            <Curtain cloth tall=true />
            <div class="plate">
                <p class="cap">{lead}</p>
                <h1>{name}</h1>
                <p class="sub num">{note}</p>
            </div>
        </div>
    }
    .into_any()
}

/// The invite as print: always light, because it leaves the app.
#[component]
pub fn Poster(
    /// The cloth's name, from [`cloth_of`].
    #[prop(into)]
    cloth: Signal<String>,
    /// The group's name.
    #[prop(into)]
    name: Signal<String>,
    /// Who invites.
    #[prop(into)]
    lead: Signal<String>,
    /// Title and note in the left corner: places left.
    #[prop(into)]
    left: Signal<(String, String)>,
    /// Title and note in the right corner: expiry.
    #[prop(into)]
    right: Signal<(String, String)>,
    /// Between: the QR, the code, how to use it.
    children: Children,
) -> impl IntoView {
    let corner = |of: Signal<(String, String)>| {
        view! { <span><b class="num">{move || of.with(|w| w.0.clone())}</b>{move || of.with(|w| w.1.clone())}</span> }
    };
    view! {
        <figure class="poster">
            <Curtain cloth />
            <div class="poster-body">
                <h2>{name}</h2>
                <p class="sub">{lead}</p>
                {children()}
                <div class="poster-corners">{corner(left)}{corner(right)}</div>
            </div>
        </figure>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::{CLOTHS, cloth_of};

    #[test]
    fn a_group_keeps_its_cloth_and_all_cloths_are_worn() {
        assert_eq!(cloth_of("g-1"), cloth_of("g-1"));
        let worn = |cloth| (0..400).filter(|n| cloth_of(&format!("group-{n}")) == cloth).count();
        for cloth in CLOTHS {
            assert!((60..=140).contains(&worn(cloth)), "{cloth}: {}", worn(cloth));
        }
    }
}
