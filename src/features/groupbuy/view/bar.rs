//! The bar at the foot of a deal: join, leave, wait, or read how it ended.

use contract::api;
use contract::groupbuy::{Deal, NewPledge, PledgeState, Settling};
use leptos::prelude::*;

use super::{order, pay, pill_of, words};
use crate::features::groupbuy::model::{self, Stance};
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k::groupbuy as t;
use crate::ui::{ActionBar, Ask, Button, Count, Fault, Icon, Look, Pill, PillState, Row, Toasts, glyph};

/// The bar of a deal.
pub fn bar(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let stance = words(deal, store.minute(), model::stance);
    let quantity = store.quantity();
    let (leaving, ordering) = (RwSignal::new(false), RwSignal::new(false));
    let data = store.kernel();
    let (joins, leaves) = (data.offers(&api::NEW_PLEDGE), data.offers(&api::LEAVE_DEAL));
    // What was paid first is another order: one leaves and comes anew.
    let changes = data.offers(&api::EDIT_PLEDGE) && deal.with_untracked(|d| d.settling == Settling::WithHost);
    let has_options = Memo::new(move |_| deal.with(|d| !d.options.is_empty()));
    view! {
        <ActionBar>
            {refused(store, deal)}
            {move || match stance.get() {
                Stance::Join if !joins => not_here(),
                Stance::Join if has_options.get() => choose(deal, ordering),
                Stance::Join => join(store, deal, quantity),
                Stance::Paying => pay::bar(store, deal, leaving),
                Stance::InIt => in_it(deal, leaves.then_some(leaving), changes.then_some(ordering)),
                Stance::Closing => closing(),
                Stance::Over => over(store, deal),
            }}
        </ActionBar>
        {leave_sheet(store, deal, leaving)}
        {order::sheet(store, deal, ordering)}
    }
    .into_any()
}

/// Why joining did not work. Too few left for my number, but some, is said as what it is.
fn refused(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let notice = store.joining_notice();
    let few = Memo::new(move |_| {
        let is_full = notice.with(|n| n.as_ref().is_some_and(|n| n.code == "deal_full"));
        is_full.then(|| deal.with(model::most)).filter(|most| *most > 0)
    });
    let rest = move || notice.get().filter(|_| few.get().is_none());
    view! {
        <Fault notice=Signal::derive(rest) />
        <div class="fault" role="alert" data-on=move || few.get().map(|_| "")>
            {move || {
                few.get().map(|most| view! { <Icon of=glyph::INFO /><b class="grow">{t::only_left(i64::from(most))}</b> })
            }}
        </div>
    }
    .into_any()
}

fn join(store: DealStore, deal: Signal<Deal>, quantity: RwSignal<u32>) -> AnyView {
    let toasts = Toasts::from_context();
    let most = Memo::new(move |_| deal.with(model::most));
    let chosen = Memo::new(move |_| quantity.get().clamp(1, most.get().max(1)));
    let words = Memo::new(move |_| deal.with(|d| model::join_words(d, chosen.get())));
    let has_choice = Memo::new(move |_| deal.with(|d| d.per_member > 1) && most.get() > 0);
    let notice = store.joining_notice();
    let explains = Memo::new(move |_| words.with(|w| w.blocked.is_some()) && notice.with(Option::is_none));
    let press = move || {
        let order = NewPledge { quantity: chosen.get_untracked(), ..NewPledge::default() };
        store.order(&order, false, move || toasts.push(pay::entered(deal, t::toast_joined())));
    };
    view! {
        {move || {
            has_choice.get().then(|| {
                view! {
                    <Row ends=true>
                        <span class="sub">{t::quantity()}</span>
                        <Count
                            label=t::quantity()
                            value=quantity
                            most
                            text=move || t::units(i64::from(chosen.get()))
                            steps=[t::fewer(), t::more()]
                        />
                    </Row>
                }
            })
        }}
        <Button
            label=move || words.with(|w| w.label.clone())
            rule=move || words.with(|w| w.rule.clone())
            blocked=move || words.with(|w| w.blocked.clone())
            wide=true
            busy=store.is_joining()
            on_press=press
        />
        {move || explains.get().then(|| view! { <p class="cap groupbuy-centre">{t::full_note()}</p> })}
    }
    .into_any()
}

/// Which options, is chosen in a sheet.
fn choose(deal: Signal<Deal>, ordering: RwSignal<bool>) -> AnyView {
    let words = Memo::new(move |_| deal.with(|d| model::join_words(d, 1)));
    view! {
        <Button
            label=t::choose()
            rule=move || words.with(|w| w.rule.clone())
            blocked=move || words.with(|w| w.blocked.clone())
            wide=true
            on_press=move || ordering.set(true)
        />
    }
    .into_any()
}

/// One can look, and not join.
fn not_here() -> AnyView {
    view! {
        <Row top=true>
            <Pill label=t::open() state=Signal::stored(PillState::Off) icon=Signal::stored(glyph::INFO) />
            <span class="sub grow">{t::cannot_join()}</span>
        </Row>
    }
    .into_any()
}

/// `leaving` opens the question; none where the backend lets nobody out. `ordering`, where an order can be changed.
fn in_it(deal: Signal<Deal>, leaving: Option<RwSignal<bool>>, ordering: Option<RwSignal<bool>>) -> AnyView {
    let label = Memo::new(move |_| deal.with(model::in_it));
    view! {
        <Row ends=true>
            <Pill label state=Signal::stored(PillState::Done) icon=Signal::stored(glyph::CHECK) />
            {ordering
                .map(|open| {
                    view! { <Button label=t::change() look=Look::Soft small=true on_press=move || open.set(true) /> }
                })}
            {leaving
                .map(|open| {
                    view! { <Button label=t::leave() look=Look::Warn small=true on_press=move || open.set(true) /> }
                })}
        </Row>
    }
    .into_any()
}

fn closing() -> AnyView {
    view! {
        <Row top=true>
            <Pill label=t::closing() state=Signal::stored(PillState::Off) icon=Signal::stored(glyph::CLOCK) />
            <span class="sub grow">{t::waiting()}</span>
        </Row>
    }
    .into_any()
}

fn over(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let over = words(deal, store.minute(), model::over);
    let look = Memo::new(move |_| {
        over.with(|o| match o.mine {
            Some(PledgeState::Due) => (PillState::Held, glyph::HOLD),
            _ => pill_of(o.phase),
        })
    });
    view! {
        <Row top=true>
            <Pill
                label=move || over.with(|o| o.pill.clone())
                state=Signal::derive(move || look.get().0)
                icon=Signal::derive(move || look.get().1)
            />
            <span class="sub grow">{move || over.with(|o| o.words.clone())}</span>
        </Row>
    }
    .into_any()
}

/// Asks before one leaves.
pub fn leave_sheet(store: DealStore, deal: Signal<Deal>, open: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let sub = Memo::new(move |_| deal.with(model::leave_words));
    let leave = move || {
        store.leave(move || {
            open.try_set(false);
            toasts.push(t::toast_left());
        });
    };
    view! {
        <Ask
            open
            title=t::leave_title()
            sub
            notice=store.leaving_notice()
            busy=store.is_leaving()
            yes=t::leave_yes()
            look=Look::Warn
            no=t::stay()
            on_yes=leave
        />
    }
    .into_any()
}
