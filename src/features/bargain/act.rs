//! What I do about my own bargain: begin it, buy at the price that is reached, let it be.

use contract::api;
use contract::groupbuy::Deal;
use leptos::prelude::*;

use super::model;
use super::store::BargainStore;
use crate::i18n::k;
use crate::i18n::k::bargain as t;
use crate::ui::{ActionBar, Ask, Button, Fault, Look, Toasts, glyph};

/// The bar at the foot: what went wrong, and the way to begin while I have none.
pub fn bar(store: BargainStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let begins = Memo::new(move |_| {
        let now = minute.get();
        store.is_on() && deal.with(|d| model::mine(d).is_none() && model::begins(d, now))
    });
    let went_wrong = Memo::new(move |_| store.notice().with(Option::is_some));
    let shown = Memo::new(move |_| begins.get() || went_wrong.get());
    let draw = move || {
        shown.get().then(|| {
            view! {
                <ActionBar>
                    <Fault notice=store.notice() />
                    {move || begins.get().then(|| begin(store, deal))}
                </ActionBar>
            }
        })
    };
    draw.into_any()
}

fn begin(store: BargainStore, deal: Signal<Deal>) -> AnyView {
    let toasts = Toasts::from_context();
    let press = move || store.begin(move || toasts.push(t::toast_begun()));
    let rule = move || Some(deal.with(|d| t::begin_rule(&model::money(model::terms(d).floor))));
    let blocked = move || deal.with(|d| (model::left(d) == 0).then(|| t::none_free().to_owned()));
    view! {
        <Button label=t::begin() rule blocked icon=glyph::PLUS wide=true busy=store.is_busy() on_press=press />
    }
    .into_any()
}

/// Buying at the price that is reached, where that is allowed, and letting it be; each asks first.
pub fn mine(store: BargainStore, deal: Signal<Deal>, id: String) -> AnyView {
    let toasts = Toasts::from_context();
    let (buying, leaving) = (RwSignal::new(false), RwSignal::new(false));
    let data = store.kernel();
    let buys = Memo::new(move |_| data.offers(&api::BUY_BARGAIN) && deal.with(|d| model::terms(d).any_price));
    let price =
        Memo::new(move |_| deal.with(|d| model::mine(d).map(|b| model::money(b.price))).unwrap_or_default());
    let buy = Callback::new(move |()| {
        store.buy(&id, move || {
            buying.try_set(false);
            toasts.push(t::toast_bought());
        });
    });
    let leave = move || {
        store.leave(move || {
            leaving.try_set(false);
            toasts.push(t::toast_left());
        });
    };
    let open = move |sheet: RwSignal<bool>| {
        store.forgive();
        sheet.set(true);
    };
    view! {
        {move || {
            buys.get().then(|| {
                let label = Signal::derive(move || t::buy(&price.get()));
                view! { <Button label look=Look::Soft wide=true on_press=move || open(buying) /> }
            })
        }}
        <Button label=t::leave() look=Look::Warn small=true on_press=move || open(leaving) />
        <Ask
            open=buying
            title=Signal::derive(move || t::buy(&price.get()))
            sub=t::buy_sub()
            notice=store.notice()
            busy=store.is_busy()
            yes=t::buy_yes()
            no=k::common::not_now()
            on_yes=buy
        />
        <Ask
            open=leaving
            title=t::leave_title()
            sub=t::leave_sub()
            notice=store.notice()
            busy=store.is_busy()
            yes=t::leave()
            look=Look::Warn
            no=k::common::not_now()
            on_yes=leave
        />
    }
    .into_any()
}
