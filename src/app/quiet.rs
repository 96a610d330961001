//! The moment when what was asked for first is on screen: what is not needed for it waits until then.
//!
//! Must not know what waits.

use crate::platform::{clock, page};

/// Between two looks, and the most looks: on a line that never gets anywhere, things go their way after 5 seconds, as does a
/// page that is busy with something else, such as drawing a picture.
const LOOK_MS: u32 = 400;
const LOOKS: u32 = 12;

/// Calls `then` after so many milliseconds, or later: when nothing on screen is waited for any more.
pub fn after(ms: u32, then: impl FnOnce() + 'static) {
    look(ms, LOOKS, then);
}

fn look(ms: u32, looks: u32, then: impl FnOnce() + 'static) {
    clock::after(ms, move || {
        if looks == 0 || !page::is_waiting() {
            then();
        } else {
            look(LOOK_MS, looks - 1, then);
        }
    })
    .detach();
}
