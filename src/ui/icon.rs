//! Icons and prints: one sprite in the page, `<use>` everywhere else.
//!
//! An icon is one line and one solid knot on a grid of 24. It is decoration: a button that shows an icon alone
//! carries its own label.

use super::template::{Drawn, Made};
use leptos::prelude::*;

/// The name of an icon in the sprite; see the constants in [`glyph`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyph(&'static str);

impl Glyph {
    /// Its name.
    pub(super) fn name(self) -> &'static str {
        self.0
    }
}

/// Every icon of the set.
#[rustfmt::skip]
pub mod glyph {
    use super::Glyph;
    #[doc = "`home`"] pub const HOME: Glyph = Glyph("#i-home");
    #[doc = "`together`"] pub const TOGETHER: Glyph = Glyph("#i-together");
    #[doc = "`service`"] pub const SERVICE: Glyph = Glyph("#i-service");
    #[doc = "`me`"] pub const ME: Glyph = Glyph("#i-me");
    #[doc = "`chain`"] pub const CHAIN: Glyph = Glyph("#i-chain");
    #[doc = "`poll`"] pub const POLL: Glyph = Glyph("#i-poll");
    #[doc = "`star`"] pub const STAR: Glyph = Glyph("#i-star");
    #[doc = "`book`"] pub const BOOK: Glyph = Glyph("#i-book");
    #[doc = "`list`"] pub const LIST: Glyph = Glyph("#i-list");
    #[doc = "`check`"] pub const CHECK: Glyph = Glyph("#i-check");
    #[doc = "`checkin`"] pub const CHECKIN: Glyph = Glyph("#i-checkin");
    #[doc = "`seat`"] pub const SEAT: Glyph = Glyph("#i-seat");
    #[doc = "`qr`"] pub const QR: Glyph = Glyph("#i-qr");
    #[doc = "`scan`"] pub const SCAN: Glyph = Glyph("#i-scan");
    #[doc = "`say`"] pub const SAY: Glyph = Glyph("#i-say");
    #[doc = "`plus`"] pub const PLUS: Glyph = Glyph("#i-plus");
    #[doc = "`back`"] pub const BACK: Glyph = Glyph("#i-back");
    #[doc = "`next`"] pub const NEXT: Glyph = Glyph("#i-next");
    #[doc = "`down`"] pub const DOWN: Glyph = Glyph("#i-down");
    #[doc = "`up`"] pub const UP: Glyph = Glyph("#i-up");
    #[doc = "`close`"] pub const CLOSE: Glyph = Glyph("#i-close");
    #[doc = "`more`"] pub const MORE: Glyph = Glyph("#i-more");
    #[doc = "`clock`"] pub const CLOCK: Glyph = Glyph("#i-clock");
    #[doc = "`place`"] pub const PLACE: Glyph = Glyph("#i-place");
    #[doc = "`people`"] pub const PEOPLE: Glyph = Glyph("#i-people");
    #[doc = "`coach`"] pub const COACH: Glyph = Glyph("#i-coach");
    #[doc = "`heart`"] pub const HEART: Glyph = Glyph("#i-heart");
    #[doc = "`talk`"] pub const TALK: Glyph = Glyph("#i-talk");
    #[doc = "`photo`"] pub const PHOTO: Glyph = Glyph("#i-photo");
    #[doc = "`globe`"] pub const GLOBE: Glyph = Glyph("#i-globe");
    #[doc = "`text`"] pub const TEXT: Glyph = Glyph("#i-text");
    #[doc = "`theme`"] pub const THEME: Glyph = Glyph("#i-theme");
    #[doc = "`hidden`"] pub const HIDDEN: Glyph = Glyph("#i-hidden");
    #[doc = "`cloud`"] pub const CLOUD: Glyph = Glyph("#i-cloud");
    #[doc = "`cloudoff`"] pub const CLOUDOFF: Glyph = Glyph("#i-cloudoff");
    #[doc = "`out`"] pub const OUT: Glyph = Glyph("#i-out");
    #[doc = "`retry`"] pub const RETRY: Glyph = Glyph("#i-retry");
    #[doc = "`undo`"] pub const UNDO: Glyph = Glyph("#i-undo");
    #[doc = "`torch`"] pub const TORCH: Glyph = Glyph("#i-torch");
    #[doc = "`keys`"] pub const KEYS: Glyph = Glyph("#i-keys");
    #[doc = "`car`"] pub const CAR: Glyph = Glyph("#i-car");
    #[doc = "`plane`"] pub const PLANE: Glyph = Glyph("#i-plane");
    #[doc = "`fork`"] pub const FORK: Glyph = Glyph("#i-fork");
    #[doc = "`spa`"] pub const SPA: Glyph = Glyph("#i-spa");
    #[doc = "`shield`"] pub const SHIELD: Glyph = Glyph("#i-shield");
    #[doc = "`lock`"] pub const LOCK: Glyph = Glyph("#i-lock");
    #[doc = "`share`"] pub const SHARE: Glyph = Glyph("#i-share");
    #[doc = "`save`"] pub const SAVE: Glyph = Glyph("#i-save");
    #[doc = "`info`"] pub const INFO: Glyph = Glyph("#i-info");
    #[doc = "`camoff`"] pub const CAMOFF: Glyph = Glyph("#i-camoff");
    #[doc = "`refund`"] pub const REFUND: Glyph = Glyph("#i-refund");
    #[doc = "`cal`"] pub const CAL: Glyph = Glyph("#i-cal");
    #[doc = "`edit`"] pub const EDIT: Glyph = Glyph("#i-edit");
    #[doc = "`hold`"] pub const HOLD: Glyph = Glyph("#i-hold");
    #[doc = "`swap`"] pub const SWAP: Glyph = Glyph("#i-swap");
    #[doc = "`ask`"] pub const ASK: Glyph = Glyph("#i-ask");
    #[doc = "`thanks`"] pub const THANKS: Glyph = Glyph("#i-thanks");
    #[doc = "`same`"] pub const SAME: Glyph = Glyph("#i-same");
    #[doc = "`hug`"] pub const HUG: Glyph = Glyph("#i-hug");
    #[doc = "`store`"] pub const STORE: Glyph = Glyph("#i-store");
}

/// One icon, hidden from assistive technology.
#[component]
pub fn Icon(
    /// Which icon, such as `glyph::QR`.
    of: Glyph,
) -> impl IntoView {
    let draw = move || view! { <svg class="i" aria-hidden="true"><use href=of.0></use></svg> }.into_any();
    Drawn::new(move || Made::clone_of(("i", of.0), draw))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_glyph_and_print_is_in_the_sprite() {
        let sprite = include_str!("sprite.svg");
        let names =
            include_str!("icon.rs").split("Glyph(\"#").skip(1).filter_map(|rest| rest.split('"').next());
        let prints = crate::ui::PRINTS.iter().map(|print| format!("m-{print}"));
        let wanted: Vec<String> =
            names.map(str::to_owned).filter(|n| n.starts_with("i-")).chain(prints).collect();
        assert!(wanted.len() > 50);
        for name in wanted {
            assert!(sprite.contains(&format!("<symbol id=\"{name}\"")), "{name} is not in sprite.svg");
        }
    }
}
