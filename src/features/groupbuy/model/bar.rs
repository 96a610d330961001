//! The words of the bar at the foot of a deal, and of the list for who collects the money.

use contract::Money;
use contract::Timestamp;
use contract::groupbuy::PledgeState::{Late, Released, Reserved};
use contract::groupbuy::{Deal, Pledge, PledgeState, Refund, RefundState, Settling as Pays, Tier};
use domain::groupbuy::{left, next_tier, price_at};

use super::order::{most, ordered};
use super::sums::{goes_back, is_paying, owes_nothing, refund, short};
use super::words::{is_short, is_within, nothing, phase_word, price_with, sum_with};
use super::{Phase, money, phase, rules, units};
use crate::i18n::k::{groupbuy as t, team};
use crate::i18n::moment;

/// The words of the button that joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JoinWords {
    /// What it does, with the sum as it is once I am in.
    pub label: String,
    /// The rule under it.
    pub rule: String,
    /// Why it cannot be pressed.
    pub blocked: Option<String>,
}

/// The button that joins with `quantity` units.
pub fn join_words(deal: &Deal, quantity: u32) -> JoinWords {
    let with_me = deal.people.saturating_add(1);
    let price = price_with(deal, with_me);
    let sum = sum_with(deal, with_me, quantity.max(1));
    let label = if quantity > 1 { t::join_many(&sum, &units(quantity)) } else { t::join(&sum) };
    let blocked = (most(deal) == 0).then(|| t::full(i64::from(deal.stock.unwrap_or(deal.units))));
    let falls = with_me >= deal.minimum && price.amount < deal.unit_price.amount;
    let left = left(&rules(deal)).map(|left| left.saturating_sub(quantity.max(1)));
    let next =
        next_tier(&deal.tiers, with_me.max(deal.minimum)).filter(|tier| is_within(with_me, left, *tier));
    let rule = match (falls, next) {
        (true, _) => Some(t::rule_reached(i64::from(with_me), &money(price))),
        (false, Some(Tier { from, price })) => Some(t::rule_next(i64::from(from), &money(price))),
        (false, None) => None,
    };
    let minimum = match deal.settling {
        // What is paid first is more than what it comes to, and is paid whatever comes of it.
        Pays::PlayMoney => Some(team::pay_first(&money(price_at(&deal.tiers, 1).times(quantity.max(1))))),
        Pays::WithHost => (deal.minimum > 1).then(|| t::rule_minimum(i64::from(deal.minimum))),
    };
    let rule = match (rule, minimum) {
        (Some(rule), Some(minimum)) => t::both(&rule, &minimum),
        (Some(rule), None) | (None, Some(rule)) => rule,
        (None, None) => t::rule_leave().to_owned(),
    };
    JoinWords { label, rule, blocked }
}

/// The pill of somebody who is in it.
pub fn in_it(deal: &Deal) -> String {
    match &deal.your_pledge {
        Some(mine) if mine.quantity > 1 => {
            t::in_it_many(&sum_with(deal, deal.people, mine.quantity), &units(mine.quantity))
        }
        Some(mine) => t::in_it(&sum_with(deal, deal.people, mine.quantity)),
        None => String::new(),
    }
}

/// What leaving would do to the others.
pub fn leave_words(deal: &Deal) -> String {
    // Whoever has not paid is not counted yet.
    if is_paying(deal) {
        return team::money_late().to_owned();
    }
    let words = match deal.people.saturating_sub(1) {
        _ if deal.team.is_some() => team::leave_team().to_owned(),
        0 => t::leave_last().to_owned(),
        rest if rest < deal.minimum => {
            let (rest, minimum) = (i64::from(rest), deal.minimum.to_string());
            short(deal, t::leave_short(rest, &minimum), team::short_leave_back(rest, &minimum))
        }
        rest => t::leave_sub(i64::from(rest), &money(price_at(&deal.tiers, rest))),
    };
    match deal.your_pledge.as_ref().and_then(|mine| mine.payment.as_ref()) {
        Some(_) => t::pair(&words, owes_nothing(deal)),
        None => words,
    }
}

/// What calling it off would do.
pub fn cancel_words(deal: &Deal) -> String {
    match deal.people {
        0 => t::cancel_none().to_owned(),
        // What is sold already stays sold.
        _ if deal.bargain.is_some() => team::cancel_bargains().to_owned(),
        _ if deal.team.is_some() => short(deal, team::cancel_rest(), team::cancel_rest_back()).to_owned(),
        people => t::pair(&t::cancel_sub(i64::from(people)), owes_nothing(deal)),
    }
}

/// How it ended, for me.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Over {
    /// How it ended.
    pub phase: Phase,
    /// Where my part stands, when I owe something.
    pub mine: Option<PledgeState>,
    /// The pill.
    pub pill: String,
    /// The sentence.
    pub words: String,
}

/// How it ended, and what I owe.
pub fn over(deal: &Deal, now: Timestamp) -> Over {
    let phase = phase(deal, now);
    let mine = deal.your_pledge.as_ref().filter(|_| phase == Phase::Succeeded);
    let price = money(deal.unit_price);
    let host = deal.opener.as_ref().map_or_else(|| t::host().to_owned(), |o| o.persona.nickname.clone());
    let (pill, words) = match (phase, mine.map(|p| (p.state, p))) {
        (_, Some((PledgeState::Settled, p))) if deal.settling == Pays::PlayMoney => {
            (team::done(), team::settled(&money(p.total)))
        }
        (_, Some((PledgeState::Settled, p))) if deal.yours => {
            (t::settled(), t::settled_yours(&money(p.total)))
        }
        (_, Some((PledgeState::Settled, p))) => (t::settled(), t::settled_words(&host, &money(p.total))),
        (_, Some((PledgeState::Due, p))) if deal.yours => {
            (t::due(), t::due_yours(&price, &money(p.total), &units(p.quantity)))
        }
        (_, Some((PledgeState::Due, p))) => {
            (t::due(), t::due_words(&host, &price, &money(p.total), &units(p.quantity)))
        }
        (Phase::Failed, _) => {
            let why = t::failed_words(i64::from(deal.people), &deal.minimum.to_string());
            (phase_word(phase), t::pair(&why, &goes_back(deal)))
        }
        (Phase::Cancelled, _) => (phase_word(phase), t::pair(t::cancelled_words(), &goes_back(deal))),
        _ => (phase_word(phase), t::success_words(i64::from(deal.people), &price)),
    };
    let mine = mine.map(|p| p.state);
    Over { phase, mine, pill: pill.to_owned(), words }
}

/// A row of the list for who collects the money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settling {
    /// The nickname.
    pub name: String,
    /// The avatar; none for who left.
    pub avatar: Option<String>,
    /// Units, sum and when they joined.
    pub note: String,
    /// What it comes to.
    pub total: String,
    /// Where it stands.
    pub state: PledgeState,
    /// Where its money stands, in words, where nothing is to be done about it.
    pub aside: Option<String>,
}

/// The row of a pledge.
pub fn pledge_words(deal: &Deal, pledge: &Pledge, now: Timestamp) -> Settling {
    let name = pledge.member.as_ref().map_or(t::gone(), |m| m.persona.nickname.as_str()).to_owned();
    // Below the minimum nobody pays what it would cost with so few: as their own page says, what it comes to if it goes ahead.
    let total = match pledge.state {
        PledgeState::Committed
            if is_short(deal, now) && deal.settling == Pays::WithHost && in_tiers(deal) =>
        {
            money(price_with(deal, deal.people).times(pledge.quantity))
        }
        _ => money(pledge.total),
    };
    let mut note = ordered(deal, pledge);
    if pledge.state != PledgeState::Released {
        note = t::dot(&note, &total);
    }
    let note = t::dot(&note, &moment(pledge.pledged_at.0, now.0));
    let avatar = pledge.member.as_ref().map(|m| m.persona.avatar.clone());
    Settling { name, avatar, note, total, state: pledge.state, aside: aside(deal, pledge, now) }
}

fn in_tiers(deal: &Deal) -> bool {
    deal.team.is_none() && deal.bargain.is_none()
}

fn aside(deal: &Deal, pledge: &Pledge, now: Timestamp) -> Option<String> {
    // Of an order that was left before, only what is still on its way.
    let on_its_way = |r: &&Refund| r.state != RefundState::Confirmed;
    let of_this = |r: &&Refund| r.changed_at >= pledge.pledged_at;
    let last = pledge.refunds.iter().find(on_its_way).or_else(|| pledge.refunds.iter().find(of_this));
    let back = last.map(|last| {
        let (sum, state) = refund(last, now);
        t::dot(&sum, &state)
    });
    match pledge.state {
        PledgeState::Reserved => Some(t::unpaid().to_owned()),
        PledgeState::Committed if deal.settling == Pays::PlayMoney => {
            let paid = t::paid();
            Some(back.map_or_else(|| paid.to_owned(), |back| t::dot(paid, &back)))
        }
        PledgeState::Released => back.or_else(|| Some(t::released().to_owned())),
        _ => back,
    }
}

/// The sums under the list, once all of it is here.
pub fn settling(deal: &Deal, pledges: &[Pledge], now: Timestamp) -> String {
    // A place that is not paid for, or was let go, is no order.
    let orders = || pledges.iter().filter(|p| !matches!(p.state, Reserved | Late | Released));
    let all = units(orders().fold(0, |sum, p| sum.saturating_add(p.quantity)));
    let now_sum = orders().fold(0_i64, |sum, p| sum.saturating_add(p.total.amount));
    let (due, settled) = due_sums(deal, pledges);
    let total = |sum: Money| money(sum);
    match phase(deal, now) {
        // What those come to that still fall is known at the end.
        Phase::Open | Phase::Closing if deal.bargain.is_some() => all,
        Phase::Open if is_short(deal, now) && deal.team.is_none() => {
            let minimum = i64::from(deal.minimum);
            t::dot(&all, &short(deal, t::preview_below(minimum), team::short_below_back(minimum)))
        }
        Phase::Open | Phase::Closing => {
            t::sum_now(&total(Money { amount: now_sum, ..nothing(deal.unit_price) }), &all)
        }
        Phase::Succeeded => {
            let sum = Money { amount: due.amount.saturating_add(settled.amount), ..due };
            t::sum_due(&total(due), &total(settled), &total(sum), &all)
        }
        Phase::Failed | Phase::Cancelled => t::sum_none().to_owned(),
    }
}

/// What is still to come, and what was received.
pub fn due_sums(deal: &Deal, pledges: &[Pledge]) -> (Money, Money) {
    let sum = |state: PledgeState| {
        let mine = pledges.iter().filter(|p| p.state == state);
        let amount = mine.fold(0_i64, |sum, p| sum.saturating_add(p.total.amount));
        Money { amount, ..nothing(deal.unit_price) }
    };
    (sum(PledgeState::Due), sum(PledgeState::Settled))
}
