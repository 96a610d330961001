//! The life of the outbox: started once the later pages are here, for each account; woken when the network is back or
//! somebody looks again; other tabs are heard. What was seen is tidied up at the same time.
//!
//! Must not know what waits, nor how it looks.

use contract::api;
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::platform::{page, storage};
use crate::ui::Toasts;

/// Begins it. Reached from the later part alone: a first visit has nothing that waits.
pub fn begin(data: Data, toasts: Toasts) {
    let (on, off) = page::on_online_change(move |online| {
        if online {
            data.outbox_wake();
        }
    });
    on.forget();
    off.forget();
    page::on_visibility(move |seen| if seen { data.outbox_wake() } else { data.outbox_rest() }).forget();
    storage::on_change(move || data.outbox_heard()).forget();
    let account = Memo::new(move |_| data.me().get().map(|me| me.id));
    Effect::new(move |_| {
        if account.get().is_some() {
            data.outbox_start();
            data.seen_tidy();
        }
    });
    Effect::new(move |before: Option<u64>| {
        let (count, last) = data.outbox_sent().get();
        // A reaction says itself that it was heard.
        if last != api::REACT.name && before.is_some_and(|before| before < count) {
            // It may be told beside its own undo, which is worth more.
            toasts.mention(k::outbox::sent());
        }
        count
    });
    Effect::new(move |_| {
        if data.outbox_unkept().get() {
            toasts.push(k::outbox::no_room());
        }
    });
}
