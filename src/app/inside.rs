//! Inside another app's webview: the page is shifted, killed and reloaded, and is where it was all the same.

use std::hash::{DefaultHasher, Hash as _, Hasher};

use data::Data;

use crate::platform::{clock, location, page, storage, webview};

/// Where the page was when it was last seen: a fingerprint of its address, and how far down.
const AT: &str = "qunli.at";
/// How often, and how many times, it is looked whether the content is there yet.
const LOOK_MS: u32 = 100;
const LOOKS: u32 = 50;

/// From now on.
pub fn follow(data: Data) {
    webview::mend_after_keyboard().forget();
    // Somebody may have signed in on another page since.
    webview::on_restored(move || data.session_changed_elsewhere()).forget();
    if let Some(y) = kept() {
        go_back_to(y, LOOKS);
    }
    webview::on_leave(keep).forget();
    // A webview that is killed in the background says nothing more.
    page::on_visibility(|visible| {
        if !visible {
            keep();
        }
    })
    .forget();
}

/// An address may hold an invite's secret: only a fingerprint of it is written down.
fn here() -> String {
    let mut fingerprint = DefaultHasher::new();
    location::hash().hash(&mut fingerprint);
    format!("{:x}", fingerprint.finish())
}

fn keep() {
    // Losing a scroll position is no loss worth a word.
    let _ = storage::session_set(AT, &format!("{} {}", here(), page::scroll_y().round() as i64));
}

fn kept() -> Option<f64> {
    let kept = storage::session_get(AT)?;
    let (at, y) = kept.split_once(' ')?;
    y.parse::<i64>().ok().filter(|y| at == here() && *y > 0).map(|y| y as f64)
}

/// As soon as the page is long enough, unless somebody has scrolled it meanwhile.
fn go_back_to(y: f64, looks: u32) {
    let at = here();
    clock::after(LOOK_MS, move || {
        if page::scroll_y() > 0.0 || at != here() {
            return;
        }
        if page::room_below() >= y {
            page::set_scroll_y(y);
        } else if looks > 0 {
            go_back_to(y, looks - 1);
        } else {
            // What was loaded piece by piece is not all there again: its end is the nearest place.
            page::set_scroll_y(page::room_below());
        }
    })
    .detach();
}
