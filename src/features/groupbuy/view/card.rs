//! A deal as the content of a card: in the feed, and in the list of all deals.

use contract::groupbuy::Deal;
use contract::{DealId, GroupId, Link, Timestamp};
use data::Data;
use leptos::prelude::*;

use super::{held, pill_of, words};
use crate::features::groupbuy::model::{self, Phase};
use crate::i18n::k::groupbuy as t;
use crate::i18n::{k, sentence};
use crate::ui::{CompactMeter, Go, Kind, Pill, Price, glyph};

/// The content of a card: what, the price now, the thread, the deadline. `kind` stands in its first line.
pub fn content(deal: Signal<Deal>, minute: Signal<Timestamp>, kind: Signal<String>) -> AnyView {
    let card = words(deal, minute, model::card);
    let look = Memo::new(move |_| card.with(|c| pill_of(c.phase)));
    let tiers = Memo::new(move |_| deal.with(|d| model::tiers(&d.tiers, d.minimum)));
    let people = Memo::new(move |_| deal.with(|d| i64::from(d.people)));
    let owes = Memo::new(move |_| card.with(|c| !matches!(c.phase, Phase::Failed | Phase::Cancelled)));
    let to = deal.with_untracked(|d| Link::Deal(d.group_id.clone(), d.id.clone()));
    view! {
        <Kind icon=glyph::TOGETHER label=kind>
            <Pill
                label=move || card.with(|c| c.pill.clone())
                state=Signal::derive(move || look.get().0)
                icon=Signal::derive(move || look.get().1)
            />
        </Kind>
        <Go to class="groupbuy-offer">
            <b>{move || card.with(|c| c.title.clone())}</b>
            {move || {
                owes.get().then(|| {
                    view! { <Price now=move || card.with(|c| c.price.clone()) was=move || card.with(|c| c.was.clone()) /> }
                })
            }}
            <span class="sub">{move || card.with(|c| c.line.clone())}</span>
        </Go>
        <CompactMeter tiers count=people />
        <span class="cap">{move || card.with(|c| c.when.clone())}</span>
    }
    .into_any()
}

/// What a post shows of the deal that it carries; its title alone while the deal is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let deal = data.one::<Deal>(id);
    let minute = data.minute();
    let is_here = Memo::new(move |_| deal.with(|d| d.value().is_some()));
    let to = Link::Deal(GroupId::from(group), DealId::from(id));
    let title = title.to_owned();
    let waits = move || match deal.with(|d| d.notice().map(|n| sentence(n).title)) {
        Some(fault) => fault,
        None => k::common::loading().to_owned(),
    };
    let stand_in = move || {
        let (to, title) = (to.clone(), title.clone());
        view! {
            <Kind icon=glyph::TOGETHER label=t::title() />
            <Go to class="groupbuy-offer">
                <b>{title}</b>
                <span class="sub">{waits}</span>
            </Go>
        }
        .into_any()
    };
    let draw = move || {
        let here = is_here.get().then(|| held(deal)).flatten();
        here.map(|deal| content(deal, minute, Signal::stored(t::title().to_owned())))
            .unwrap_or_else(&stand_in)
    };
    view! { <div class="groupbuy-card">{draw}</div> }.into_any()
}
