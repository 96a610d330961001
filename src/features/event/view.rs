//! The card and the pages of an event, and the few pieces that they share.

mod answer;
mod card;
mod edit;
mod page;

pub use card::attachment;
pub use edit::{edit_page as edit_event, new_page as new_event};
pub use page::page as event;

use contract::Timestamp;
use contract::event::Event;
use leptos::prelude::*;

/// Words of an event at the time on screen: drawn again only when they differ.
fn words<T>(event: Signal<Event>, minute: Signal<Timestamp>, of: fn(&Event, Timestamp) -> T) -> Memo<T>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| event.with(|event| of(event, minute.get())))
}
