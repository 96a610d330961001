//! What waits to be sent: a card where it will stand, a line above every page with the count, and a page with all of it.
//!
//! `data::outbox` -> rows with what can be done: take back, send again, edit, let go. All of it comes with the later
//! pages; before that nothing waits on screen. Must not know what an operation does: the kernel and its backend do.

mod model;
mod page;
mod row;

#[cfg(test)]
mod tests;

use contract::Link;
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::slot::DrawAttachment;
use crate::ui::{Banner, Go, glyph};

/// Draws what waits at a place; what waits anywhere, as a line, where there is none.
pub const PART: (&str, DrawAttachment) = ("outbox", |place, _, _| draw(place));

/// The page of this feature.
pub fn page(link: &Link) -> Option<AnyView> {
    let data = use_context::<Data>()?;
    (*link == Link::Outbox).then(|| page::page(data))
}

fn draw(place: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    if place.is_empty() {
        return line(data);
    }
    let place = place.to_owned();
    let here = Memo::new(move |_| {
        data.outbox().with(|all| {
            let mine = all.iter().filter(|one| one.place == place).map(|one| one.key.clone());
            mine.collect::<Vec<_>>()
        })
    });
    row::rows(data, here)
}

/// The line above every page: how many wait, and whether one needs a person.
fn line(data: Data) -> AnyView {
    let counts = Memo::new(move |_| {
        data.outbox().with(|all| {
            let refused = all.iter().filter(|one| !one.is_waiting()).count();
            (all.len() - refused, refused)
        })
    });
    let title = move || {
        let (waiting, refused) = counts.get();
        model::count_line(waiting, refused)
    };
    view! {
        <div class="outbox-line">
            <Banner edge=true icon=glyph::CLOUD title>
                <Go to=Link::Outbox class="outbox-open">{k::outbox::look()}</Go>
            </Banner>
        </div>
    }
    .into_any()
}
