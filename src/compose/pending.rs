//! The line that says what waits for the network in one place, or was refused once there was one: there is more to read
//! where all of it waits. Knows the outbox; not what waits in it.

use contract::Link;
use data::Data;
use leptos::prelude::*;

use crate::ui::{Go, Icon, glyph};

/// The line of a place; nothing while nothing waits there. The words are told how many.
pub fn pending(data: Data, place: &str, waiting: fn(i64) -> String, refused: fn(i64) -> String) -> AnyView {
    let (outbox, place) = (data.outbox(), place.to_owned());
    let count = Memo::new(move |_| {
        outbox.with(|all| {
            let here = || all.iter().filter(|one| one.place == place);
            (here().filter(|one| one.is_waiting()).count(), here().filter(|one| !one.is_waiting()).count())
        })
    });
    let line = move || {
        let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let words = match count.get() {
            (0, 0) => return None,
            (n, 0) => waiting(number(n)),
            (_, n) => refused(number(n)),
        };
        Some(
            view! { <Go to=Link::Outbox class="pending-line"><Icon of=glyph::CLOCK /><span>{words}</span></Go> },
        )
    };
    view! { <div class="pending" role="status">{line}</div> }.into_any()
}
