//! Money of mine in a deal: paying for a place that is kept, choosing what becomes of money that came too late, and
//! what is on its way back. Play money is said to be play money wherever it stands.

use contract::groupbuy::{Deal, LateChoice, PlayOutcome, PlayPayment, RefundState, Settling};
use data::Mutation;
use leptos::prelude::*;

use super::words;
use crate::features::groupbuy::model::{self, money};
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k;
use crate::i18n::k::{groupbuy as g, team as t};
use crate::ui::{
    Ask, Banner, Button, Card, Fact, Facts, Fault, Look, Pill, PillState, Row, Select, Sheet, Stack, Toasts,
    glyph,
};

/// What is said when I entered: that I am in, or that a place is kept until I have paid.
pub fn entered(deal: Signal<Deal>, done: &'static str) -> &'static str {
    if deal.with_untracked(model::is_paying) { t::asked() } else { done }
}

/// My money, as a card; nothing where none moved. With play money it says so.
pub fn card(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let plays = deal.with_untracked(|d| d.settling == Settling::PlayMoney);
    let payment = words(deal, minute, model::payment);
    let has_refunds =
        Memo::new(move |_| deal.with(|d| d.your_pledge.as_ref().is_some_and(|p| !p.refunds.is_empty())));
    // What is left of the time changes each minute; the card and its button stay.
    let any = Memo::new(move |_| has_refunds.get() || payment.with(Option::is_some));
    let confirming = store.mutation();
    let paid = move || {
        payment.get().map(|(title, note)| view! { <Fact icon=glyph::SHIELD title note=Some(note) /> })
    };
    let draw = move || {
        any.get().then(|| {
            view! {
                <Card label=t::my_money()>
                    <h2>{t::my_money()}</h2>
                    <Facts>{paid} {refunds(store, deal)}</Facts>
                    {returned(store, deal, confirming)}
                </Card>
            }
        })
    };
    view! {
        {plays.then(|| view! { <Banner icon=glyph::INFO title=t::play() body=t::play_note() /> })}
        {draw}
    }
    .into_any()
}

fn refunds(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let lines = words(deal, store.minute(), |d, now| {
        let all = d.your_pledge.as_ref().map(|p| p.refunds.as_slice()).unwrap_or_default();
        all.iter().map(|refund| model::refund(refund, now)).collect::<Vec<_>>()
    });
    (move || {
        let fact =
            |(title, note): (String, String)| view! { <Fact icon=glyph::REFUND title note=Some(note) /> };
        lines.get().into_iter().map(fact).collect_view()
    })
    .into_any()
}

/// The host says that they gave it back: only I can say that it is here.
fn returned(store: DealStore, deal: Signal<Deal>, confirming: Mutation) -> AnyView {
    let toasts = Toasts::from_context();
    let said = Memo::new(move |_| {
        deal.with(|d| {
            let mine = d.your_pledge.as_ref()?;
            mine.refunds.iter().find(|r| r.state == RefundState::Said).map(|r| r.id.to_string())
        })
    });
    let draw = move || {
        let refund = said.get()?;
        let press = move || {
            store.confirm_refund(confirming, &refund, move || toasts.push(t::toast_back()));
        };
        Some(view! {
            <p class="sub">{t::refund_said_note()}</p>
            <Fault notice=confirming.notice() />
            <Button label=t::refund_here() wide=true busy=confirming.is_sending() on_press=press />
        })
    };
    draw.into_any()
}

/// The bar while a place is kept for me, or my money has none.
pub fn bar(store: DealStore, deal: Signal<Deal>, leaving: RwSignal<bool>) -> AnyView {
    let minute = store.minute();
    let said = words(deal, minute, model::payment);
    let late = Memo::new(move |_| {
        deal.with(|d| {
            d.your_pledge.as_ref().is_some_and(|p| p.state == contract::groupbuy::PledgeState::Late)
        })
    });
    let payable = Memo::new(move |_| {
        deal.with(|d| {
            let payment = d.your_pledge.as_ref()?.payment.as_ref()?;
            model::can_pay(payment).then(|| (payment.id.to_string(), money(payment.amount)))
        })
    });
    let paying = RwSignal::new(false);
    let sum = Memo::new(move |_| payable.with(|p| p.as_ref().map(|p| p.1.clone())).unwrap_or_default());
    let kept = move || {
        view! {
            <Row ends=true>
                <Pill
                    label=move || said.with(|s| s.as_ref().map(|s| s.0.clone()).unwrap_or_default())
                    state=Signal::stored(PillState::Held)
                    icon=Signal::stored(glyph::HOLD)
                />
                <Button label=t::give_up() look=Look::Warn small=true on_press=move || leaving.set(true) />
            </Row>
            <p class="sub">{move || said.with(|s| s.as_ref().map(|s| s.1.clone()).unwrap_or_default())}</p>
            {move || {
                payable.with(Option::is_some).then(|| {
                    view! { <Button label=move || t::pay(&sum.get()) wide=true on_press=move || paying.set(true) /> }
                })
            }}
        }
    };
    view! {
        {move || match late.get() {
            true => choose(store, deal),
            false => kept().into_any(),
        }}
        {pay_sheet(store, paying, payable)}
    }
    .into_any()
}

/// My money came when the team was full: it goes back, or opens a team. My choice.
fn choose(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let said = words(deal, minute, model::payment);
    let may_open = words(deal, minute, model::may_open);
    let choose = move |choice: LateChoice| {
        let Some(id) = deal.with_untracked(|d| d.your_pledge.as_ref().map(|p| p.id.to_string())) else {
            return;
        };
        store.choose_late(&id, choice);
    };
    view! {
        <b role="status">{move || said.with(|s| s.as_ref().map(|s| s.0.clone()).unwrap_or_default())}</b>
        <p class="sub">{move || said.with(|s| s.as_ref().map(|s| s.1.clone()).unwrap_or_default())}</p>
        {move || {
            may_open.get().then(|| {
                view! {
                    <Button
                        label=t::late_open()
                        wide=true
                        busy=store.is_joining()
                        on_press=move || choose(LateChoice::NewTeam)
                    />
                }
            })
        }}
        <Button
            label=t::late_refund()
            look=Look::Soft
            wide=true
            busy=store.is_joining()
            on_press=move || choose(LateChoice::Refund)
        />
    }
    .into_any()
}

/// Paying with play money: what the sandbox answers is to be chosen.
fn pay_sheet(store: DealStore, open: RwSignal<bool>, payable: Memo<Option<(String, String)>>) -> AnyView {
    let toasts = Toasts::from_context();
    let paying = store.mutation();
    let [outcome, after, fails] = ["paid", "0", "0"].map(|first| RwSignal::new(first.to_owned()));
    // It was paid elsewhere, or may not be paid any more: there is nothing left to press here.
    Effect::new(move |_| {
        if payable.with(Option::is_none) {
            open.set(false);
        }
    });
    let title = Memo::new(move |last: Option<&String>| {
        payable.with(|p| p.as_ref().map(|p| t::pay(&p.1))).or_else(|| last.cloned()).unwrap_or_default()
    });
    let pay = move || {
        let Some((id, _)) = payable.get_untracked() else { return };
        let orders = PlayPayment {
            outcome: match outcome.get_untracked().as_str() {
                "declined" => PlayOutcome::Declined,
                "timed_out" => PlayOutcome::TimedOut,
                "paid_twice" => PlayOutcome::PaidTwice,
                _ => PlayOutcome::Paid,
            },
            after_s: after.get_untracked().parse().unwrap_or_default(),
            refund_fails: fails.get_untracked().parse().unwrap_or_default(),
        };
        store.pay(paying, &id, &orders, move || {
            open.try_set(false);
            toasts.push(t::toast_play());
        });
    };
    let pairs = |of: &[(&str, &'static str)]| -> Vec<(String, String)> {
        of.iter().map(|(value, text)| ((*value).to_owned(), (*text).to_owned())).collect()
    };
    let outcomes = move || {
        pairs(&[
            ("paid", t::plays_paid()),
            ("declined", t::plays_declined()),
            ("timed_out", t::plays_silent()),
            ("paid_twice", t::plays_twice()),
        ])
    };
    let times = move || pairs(&[("0", t::plays_now()), ("60", t::plays_minute()), ("1200", t::plays_late())]);
    let refunds = move || pairs(&[("0", t::plays_back()), ("2", t::plays_back_third())]);
    view! {
        <Sheet open title sub=t::play_note()>
            <Stack>
                <Select label=t::plays() value=outcome options=Signal::derive(outcomes) />
                <Select label=t::plays_when() value=after options=Signal::derive(times) />
                <Select label=t::plays_refund() value=fails options=Signal::derive(refunds) />
                <Fault notice=paying.notice() />
                <Button label=t::play_pay() wide=true busy=paying.is_sending() on_press=pay />
                <Button label=k::common::not_now() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}

/// For who runs the deal: says that what was paid to them was given back.
pub fn given_back(store: DealStore, pledge: contract::groupbuy::Pledge) -> AnyView {
    let toasts = Toasts::from_context();
    let (open, giving) = (RwSignal::new(false), store.mutation());
    let who = pledge.member.as_ref().map_or(g::gone(), |m| m.persona.nickname.as_str()).to_owned();
    let title = Signal::stored(t::give_back_title(&who, &money(pledge.total)));
    let id = pledge.id.to_string();
    let give = Callback::new(move |()| {
        store.give_back(giving, &id, move || {
            open.try_set(false);
            toasts.push(g::toast_received());
        });
    });
    view! {
        <Button label=t::give_back() look=Look::Text small=true on_press=move || open.set(true) />
        <Ask
            open
            title
            sub=t::give_back_sub()
            notice=giving.notice()
            busy=giving.is_sending()
            yes=t::give_back_yes()
            no=k::common::not_now()
            on_yes=give
        />
    }
    .into_any()
}
