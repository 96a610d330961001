//! One bargain as a card: whose, the price now, what is missing, who helped, and what I can do about it.

use contract::groupbuy::{BargainState, Deal};
use leptos::prelude::*;

use super::act;
use super::model::{self, Can, Words};
use super::store::BargainStore;
use crate::i18n::k::bargain as t;
use crate::ui::{Button, Card, Glyph, Look, Pill, PillState, Price, Row, Toasts, glyph};

/// The card of the bargain with this id.
pub fn card(store: BargainStore, deal: Signal<Deal>, id: String) -> AnyView {
    let minute = store.minute();
    let key = id.clone();
    // The last one stays for the moment in which its card is taken down.
    let words = Memo::new(move |last: Option<&Option<Words>>| {
        let now = minute.get();
        let of = |d: &Deal| d.bargains.iter().find(|b| b.id.as_str() == key).map(|b| model::words(d, b, now));
        deal.with(of).or_else(|| last.cloned().flatten())
    });
    let text = move |of: fn(&Words) -> &String| {
        words.with(|w| w.as_ref().map(|w| of(w).clone())).unwrap_or_default()
    };
    let look = Memo::new(move |_| words.with(|w| look_of(w.as_ref().map(|w| w.state))));
    let can = Memo::new(move |_| words.with(|w| w.as_ref().map_or(Can::Nothing, |w| w.can)));
    let next = Memo::new(move |_| words.with(|w| w.as_ref().and_then(|w| w.next.clone())));
    let when = Memo::new(move |_| words.with(|w| w.as_ref().and_then(|w| w.when.clone())));
    let helps = Memo::new(move |_| words.with(|w| w.as_ref().map(|w| w.helps.clone())).unwrap_or_default());
    let chip = |(name, cut): (String, String)| {
        view! { <li><span>{name}</span>" "<b class="num">{cut}</b></li> }
    };
    let helpers = move || {
        let helps = helps.get();
        (!helps.is_empty()).then(|| {
            let chips = helps.into_iter().map(chip).collect_view();
            view! { <ul class="bargain-helps" role="list" aria-label=t::helpers()>{chips}</ul> }
        })
    };
    let under = move || match can.get() {
        Can::Help => help(store, id.clone(), next),
        Can::Helped => view! { <p class="sub">{t::helped()}</p> }.into_any(),
        Can::NoneLeft => view! { <p class="sub">{t::none_left()}</p> }.into_any(),
        Can::Run => view! {
            {move || next.get().map(|next| view! { <p class="sub">{next}</p> })}
            {act::mine(store, deal, id.clone())}
        }
        .into_any(),
        Can::Nothing => ().into_any(),
    };
    view! {
        <Card article=true>
            <Row ends=true>
                <h2 class="bargain-whose">{move || text(|w| &w.title)}</h2>
                <Pill
                    label=move || text(|w| &w.pill)
                    state=Signal::derive(move || look.get().0)
                    icon=Signal::derive(move || look.get().1)
                />
            </Row>
            <Price now=move || text(|w| &w.price) was=move || text(|w| &w.was) />
            <p class="bargain-line">{move || text(|w| &w.line)}</p>
            {move || when.get().map(|when| view! { <p class="cap">{when}</p> })}
            {helpers}
            {under}
        </Card>
    }
    .into_any()
}

fn look_of(state: Option<BargainState>) -> (PillState, Glyph) {
    match state {
        Some(BargainState::Running) => (PillState::Open, glyph::CLOCK),
        Some(BargainState::Reached | BargainState::Bought) => (PillState::Done, glyph::CHECK),
        _ => (PillState::Off, glyph::INFO),
    }
}

fn help(store: BargainStore, id: String, next: Memo<Option<String>>) -> AnyView {
    let toasts = Toasts::from_context();
    let press = move || store.help(&id, move || toasts.push(t::toast_helped()));
    let rule = move || next.get();
    view! {
        <Button label=t::help() rule look=Look::Soft icon=glyph::HUG wide=true busy=store.is_busy() on_press=press />
    }
    .into_any()
}
