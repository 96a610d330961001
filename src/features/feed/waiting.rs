//! What waits to be sent at a place, drawn by whoever knows the outbox. Nothing waits before those are here.

use data::Data;
use leptos::prelude::*;

use crate::ui::slot;

/// What waits at a place: a group's posts, or what was said under a post.
pub fn waiting(data: Data, place: String) -> AnyView {
    let here = {
        let place = place.clone();
        Memo::new(move |_| data.outbox().with(|all| all.iter().any(|one| one.place == place)))
    };
    (move || here.get().then(|| slot::attachment_of("outbox").flatten().map(|draw| draw(&place, "", ""))))
        .into_any()
}
