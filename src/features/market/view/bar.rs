//! The action bar of a listing: the steps that the rules offer me, and what went wrong with the last one.

use contract::Link;
use contract::group::Group;
use contract::market::{Listing, ListingState, ListingStep};
use data::Mutation;
use leptos::prelude::*;
use loadable::{Loadable, Notice};

use super::super::model::{Standing, Trouble, hold_until, offers, trouble};
use super::super::store::Market;
use super::super::{has_listings, words};
use super::{group_runs, refuse};
use crate::i18n::k;
use crate::ui::{ActionBar, Banner, Button, Fault, LinkButton, Look, Row, Sheet, Stack};

/// A step as a button.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offered {
    step: ListingStep,
    label: String,
    rule: Option<String>,
}

/// The bar; nothing while there is nothing to do and nothing to say.
pub fn bar(
    market: Market,
    listing: Memo<Listing>,
    at: Memo<Standing>,
    group: Signal<Loadable<Group>>,
) -> AnyView {
    let intent = market.intent();
    let notice = intent.notice();
    let asked = RwSignal::new(ListingStep::Cancel);
    let open = RwSignal::new(false);
    let refusing = RwSignal::new(false);
    let runs = group_runs(group);
    follow(market, listing, at, intent);
    let clock = market.clock();
    let steps = Memo::new(move |_| {
        let hold_s = group.with(|g| g.value().map_or(0, |g| g.policy.hold_s));
        listing.with(|l| {
            let of = offers(l, at.get(), runs.get());
            let offered = |step| {
                let until = hold_until(l, hold_s, clock.get()).map(|t| words::until(t, clock.get()));
                let rule = match step {
                    ListingStep::Claim if l.auto_confirm && !l.consent => {
                        Some(k::market::claim_rule_auto().to_owned())
                    }
                    ListingStep::Claim => until.filter(|_| hold_s > 0).map(|t| k::market::claim_rule(&t)),
                    ListingStep::Confirm if l.consent => None,
                    ListingStep::Confirm | ListingStep::Consent => Some(k::market::confirm_rule().to_owned()),
                    _ => None,
                };
                Offered { step, label: words::step_label(step, l), rule }
            };
            let can = |step: &ListingStep| market.can_take(*step);
            let others = of.others.into_iter().filter(can).map(offered).collect::<Vec<_>>();
            (of.primary.filter(can).map(offered), others)
        })
    });
    let take = move |step| {
        let id = listing.with_untracked(|l| l.id.clone());
        market.take(intent, &id, step);
    };
    let ask = move |step| {
        intent.forgive();
        if step == ListingStep::Refuse {
            return refusing.set(true);
        }
        asked.set(step);
        open.set(true);
    };
    let buttons = move || {
        let (primary, others) = steps.get();
        let alone = others.len() == 1;
        let busy = intent.is_sending();
        let filled = primary.map(|o| {
            view! { <Button label=o.label rule=o.rule wide=true busy on_press=move || take(o.step) /> }
        });
        let line = move |o: Offered| {
            let look = if o.step == ListingStep::Cancel && !alone { Look::Text } else { Look::Line };
            view! { <Button label=o.label look wide=true on_press=move || ask(o.step) /> }
        };
        let others = (!others.is_empty())
            .then(|| view! { <Row fill=true>{others.into_iter().map(line).collect_view()}</Row> });
        view! {
            {filled}
            {others}
        }
    };
    let shown = Memo::new(move |_| {
        notice.with(Option::is_some)
            || steps.with(|(primary, others)| primary.is_some() || !others.is_empty())
    });
    view! {
        {move || shown.get().then(|| view! { <ActionBar>{faults(market, notice, at)} {buttons}</ActionBar> })}
        {refuse::sheet(market, listing, refusing)}
        {sheet(listing, asked, open, intent, Callback::new(take))}
    }
    .into_any()
}

/// What a fault says, in this feature's words where they are better, and the way on.
fn faults(market: Market, notice: Signal<Option<Notice>>, at: Memo<Standing>) -> AnyView {
    let ours =
        move |n: &Notice| words::own_words(&n.code, at.get().you != contract::market::ListingRole::Seller);
    let general = Signal::derive(move || notice.get().filter(|n| ours(n).is_none()));
    let own = move || {
        notice.get().and_then(|n| ours(&n)).map(|(title, body)| {
            view! { <div role="alert"><Banner title body /></div> }
        })
    };
    let elsewhere = move || {
        let moved = notice.with(|n| n.as_ref().is_some_and(|n| trouble(&n.code) != Trouble::Plain));
        (moved && has_listings(market.kernel())).then(|| {
            view! { <LinkButton to=Link::Seats label=k::market::other_seats() look=Look::Soft wide=true /> }
        })
    };
    view! {
        <Fault notice=general />
        {own}
        {elsewhere}
    }
    .into_any()
}

/// Reads the listing again when it was not as it was on screen, and drops a fault that no longer holds.
fn follow(market: Market, listing: Memo<Listing>, at: Memo<Standing>, intent: Mutation) {
    let notice = intent.notice();
    Effect::new(move |_| {
        if notice.with(|n| n.as_ref().is_some_and(|n| trouble(&n.code) == Trouble::Moved)) {
            market.read_listing(&listing.with_untracked(|l| l.id.clone()));
        }
    });
    Effect::new(move |before: Option<ListingState>| {
        let now = at.get().state;
        if before.is_some_and(|before| before != now) && now == ListingState::Available {
            intent.forgive();
        }
        now
    });
}

/// Asks before a step that takes something from somebody.
fn sheet(
    listing: Memo<Listing>,
    asked: RwSignal<ListingStep>,
    open: RwSignal<bool>,
    intent: Mutation,
    take: Callback<ListingStep>,
) -> AnyView {
    let words = Memo::new(move |_| listing.with(|l| words::question(asked.get(), l)));
    let yes = move || {
        take.run(asked.get_untracked());
        open.set(false);
    };
    view! {
        <Sheet open title=move || words.with(|w| w.0.clone()) sub=move || Some(words.with(|w| w.1.clone()))>
            <Stack>
                <Button
                    label=move || words.with(|w| w.2.to_owned())
                    look=Look::Warn
                    wide=true
                    busy=intent.is_sending()
                    on_press=yes
                />
                <Button
                    label=move || words.with(|w| w.3.to_owned())
                    look=Look::Soft
                    wide=true
                    on_press=move || open.set(false)
                />
            </Stack>
        </Sheet>
    }
    .into_any()
}
