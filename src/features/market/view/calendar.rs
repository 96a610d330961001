//! A class for the calendar of who has a seat in it, and what the host said when it was moved or cancelled.

use contract::Link;
use contract::market::ClassBrief;
use domain::file;
use leptos::prelude::*;

use super::super::store::Market;
use super::super::words;
use crate::i18n::{deadline, k};
use crate::ui::nav::use_nav;
use crate::ui::{Banner, SaveFile, glyph};

/// The calendar file, and its text; `to` is the place that it names.
pub fn save(market: Market, class: Memo<ClassBrief>, to: Link) -> AnyView {
    let link = use_nav::<Link>().absolute(&to);
    let text = Signal::derive(move || class.with(|c| words::calendar(c, &link, market.now())));
    let address = Signal::derive(move || text.with(|text| file::address("text/calendar", text)));
    let name = Signal::derive(move || class.with(words::calendar_name));
    let label = move || {
        let off = class.with(|c| c.cancelled_at.is_some());
        if off { k::market::calendar_off() } else { k::market::calendar() }.to_owned()
    };
    view! { <SaveFile label=Signal::derive(label) copy_label=k::market::calendar_copy() name address text /> }
        .into_any()
}

/// That a class was moved or cancelled, and why; nothing for one that is as it was.
pub fn news(market: Market, class: Memo<ClassBrief>) -> AnyView {
    let clock = market.clock();
    let said = Memo::new(move |_| {
        let now = clock.get().0;
        class.with(|c| {
            let title = match (c.cancelled_at, c.moved_from) {
                (Some(_), _) => k::market::class_cancelled().to_owned(),
                (None, None) if c.sequence == 0 => return None,
                (None, None) => k::market::class_moved(&c.place),
                (None, Some(_)) => k::market::class_moved(&deadline(c.starts_at.0, now)),
            };
            let was = c.moved_from.filter(|_| c.cancelled_at.is_none());
            let was = was.map(|t| k::market::class_moved_from(&deadline(t.0, now)));
            let said = Some(c.notice.clone()).filter(|n| !n.is_empty());
            Some((
                title,
                match (was, said) {
                    (Some(was), Some(said)) => Some(k::time::two_sentences(&was, &said)),
                    (was, said) => was.or(said),
                },
            ))
        })
    });
    let shown = move || {
        let (title, body) = said.get()?;
        Some(view! { <Banner icon=glyph::CAL title body /> })
    };
    view! { {shown} }.into_any()
}
