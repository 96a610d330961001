//! The sentences of a deal's cards: figure, meter, people, facts, and the text for the chat.

use contract::groupbuy::{Deal, DealState, Settling, Tier};
use contract::{Money, Timestamp};
use domain::groupbuy::{left as units_left, next_tier, outcome, payable, price_at};

use super::facts::when;
use super::sums::{owes_nothing, short};
use super::{Phase, money, people, phase, rules, team, units};
use crate::i18n::k::{self, groupbuy as t};
use crate::i18n::{deadline, list, zone_name};
use crate::ui::MeterTier;

/// The steps for the meter: those that somebody may come to pay.
pub fn tiers(tiers: &[Tier], minimum: u32) -> Vec<MeterTier> {
    let step = |tier: &Tier| MeterTier {
        from: i64::from(tier.from),
        price: tier.price.amount,
        label: money(tier.price),
    };
    payable(tiers, minimum).iter().map(step).collect()
}

/// How many people the meter has room for: the last step gets a third of the width, so that its price fits.
pub fn room(tiers: &[Tier], minimum: u32) -> i64 {
    let last = i64::from(tiers.last().map_or(1, |t| t.from).max(minimum));
    (last * 3 + 1) / 2
}

/// Who opened it, and who can see it.
pub fn opened_by(deal: &Deal) -> String {
    match &deal.opener {
        _ if deal.yours => t::opened_by_you().to_owned(),
        Some(opener) => t::opened_by(&opener.persona.nickname),
        None => t::opened_by_gone().to_owned(),
    }
}

/// The one figure of the screen and its condition; none when nobody owes anything.
pub fn figure(deal: &Deal, now: Timestamp) -> Option<(String, String)> {
    if let Some(terms) =
        deal.team.as_ref().filter(|_| !matches!(phase(deal, now), Phase::Failed | Phase::Cancelled))
    {
        return team::figure(deal, terms);
    }
    // Below the minimum nobody would pay anything if it ended now: the figure is what it takes to succeed.
    if is_short(deal, now) {
        let minimum = i64::from(deal.minimum);
        let note = short(deal, t::figure_short(minimum), k::team::short_back(minimum));
        return Some((money(price_with(deal, deal.people)), note));
    }
    let note = match phase(deal, now) {
        Phase::Failed | Phase::Cancelled => return None,
        Phase::Succeeded => t::figure_final().to_owned(),
        Phase::Open | Phase::Closing => match super::bound(deal) {
            Some(mine) if mine.quantity > 1 => t::figure_mine(&money(mine.total), &units(mine.quantity)),
            _ if deal.per_member > 1 => t::figure_each().to_owned(),
            _ => t::figure_you().to_owned(),
        },
    };
    Some((money(deal.unit_price), note))
}

/// It is open, and if it ended now it would fail.
pub(super) fn is_short(deal: &Deal, now: Timestamp) -> bool {
    phase(deal, now) == Phase::Open && outcome(deal.people, deal.minimum) == DealState::Failed
}

/// What a unit costs with so many people, or once there are enough of them.
pub(super) fn price_with(deal: &Deal, people: u32) -> Money {
    price_at(&deal.tiers, deal.minimum.max(people))
}

/// What so many units come to with so many people: now, or if it goes ahead.
pub(super) fn sum_with(deal: &Deal, people: u32, quantity: u32) -> String {
    let total = money(price_with(deal, people).times(quantity));
    if people < deal.minimum { t::sum_if(&total) } else { t::sum_at(&total) }
}

/// What happens next with the price, or how it was at the end.
pub fn next(deal: &Deal, now: Timestamp) -> String {
    if phase(deal, now) != Phase::Open {
        return t::at_end(i64::from(deal.people));
    }
    // The first to join pays the first price, and below the minimum nobody does: that is no step down.
    let price = match next_tier(&deal.tiers, deal.people.max(deal.minimum).max(1)) {
        None => t::lowest().to_owned(),
        Some(tier) if is_within(deal.people, units_left(&rules(deal)), tier) => {
            let more = tier.from.saturating_sub(deal.people);
            t::next_tier(i64::from(more), &money(tier.price))
        }
        Some(_) => t::no_lower().to_owned(),
    };
    let missing = deal.minimum.saturating_sub(deal.people);
    if missing == 0 { price } else { t::pair(&t::needed(i64::from(missing)), &price) }
}

/// Whether a tier can be reached: each further person takes one unit at least, and no promise is made
/// that the stock cannot keep.
pub(super) fn is_within(people: u32, left: Option<u32>, tier: Tier) -> bool {
    left.is_none_or(|left| left >= tier.from.saturating_sub(people))
}

/// Who is in it, by name as far as that reads well.
pub fn who(deal: &Deal, now: Timestamp) -> String {
    let names: Vec<&str> = deal.joined.iter().take(2).map(|m| m.persona.nickname.as_str()).collect();
    let others = i64::from(deal.people) - i64::try_from(names.len()).unwrap_or(0);
    if names.is_empty() && others <= 0 {
        let open = phase(deal, now) == Phase::Open;
        if open { t::nobody_yet().to_owned() } else { t::nobody_came().to_owned() }
    } else if names.is_empty() {
        people(deal.people)
    } else if others <= 0 {
        list(&names)
    } else {
        t::who_more(others, &names.join(crate::i18n::k::time::list_comma()))
    }
}

/// The avatars to draw, at most six, and how many more people there are.
pub fn faces(deal: &Deal) -> (Vec<String>, usize) {
    let faces: Vec<String> = deal.joined.iter().take(6).map(|m| m.persona.avatar.clone()).collect();
    let people = usize::try_from(deal.people).unwrap_or(usize::MAX);
    let more = people.saturating_sub(faces.len());
    (faces, more)
}

/// The sentence that is spoken when the meter moved.
pub fn announce(deal: &Deal) -> String {
    if deal.state != DealState::Open {
        return t::announce_end(&people(deal.people));
    }
    let missing = deal.minimum.saturating_sub(deal.people);
    if missing > 0 {
        return t::pair(&t::announce_end(&people(deal.people)), &t::needed(i64::from(missing)));
    }
    t::announce(&people(deal.people), &money(deal.unit_price))
}

/// The words of a deal's card in a feed or a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardWords {
    /// Its phase, for the pill.
    pub phase: Phase,
    /// The pill: people while it is open, that it is full, or how it ended.
    pub pill: String,
    /// What is bought.
    pub title: String,
    /// The price of a unit, now or finally.
    pub price: String,
    /// The first price, when it fell since.
    pub was: Option<String>,
    /// The condition of the price.
    pub line: String,
    /// When it ends or ended.
    pub when: String,
}

/// The card of a deal.
pub fn card(deal: &Deal, now: Timestamp) -> CardWords {
    if let Some(terms) = &deal.team {
        return team::card(deal, terms, now);
    }
    let phase = phase(deal, now);
    let unit = if is_short(deal, now) { price_with(deal, deal.people) } else { deal.unit_price };
    let price = money(unit);
    let first = deal.tiers.first().map_or(unit, |_| price_with(deal, 0));
    let line = match phase {
        Phase::Open if is_short(deal, now) => {
            let minimum = i64::from(deal.minimum);
            short(deal, t::card_short(minimum), k::team::short_card_back(minimum))
        }
        Phase::Open | Phase::Closing if deal.per_member > 1 => t::card_now_each(&price),
        Phase::Open | Phase::Closing => t::card_now(&price),
        Phase::Succeeded => t::card_final(&price),
        Phase::Failed | Phase::Cancelled => owes_nothing(deal).to_owned(),
    };
    CardWords {
        phase,
        pill: pill(deal, phase),
        title: deal.title.clone(),
        was: (first.amount > unit.amount).then(|| money(first)),
        price,
        line,
        when: when(deal, now),
    }
}

fn pill(deal: &Deal, phase: Phase) -> String {
    match phase {
        Phase::Open if units_left(&rules(deal)) == Some(0) => t::all_taken().to_owned(),
        Phase::Open if deal.people > 0 => t::joined(i64::from(deal.people)),
        _ => phase_word(phase).to_owned(),
    }
}

/// The word for a phase.
pub fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Open => t::open(),
        Phase::Closing => t::closing(),
        Phase::Succeeded => t::succeeded(),
        Phase::Failed => t::failed(),
        Phase::Cancelled => t::cancelled(),
    }
}

/// The deal as text with its link, short enough for a chat and complete.
pub fn as_text(deal: &Deal, link: &str, now: Timestamp) -> String {
    let price = money(deal.unit_price);
    let mut lines = vec![t::text_head(&deal.title)];
    match phase(deal, now) {
        _ if deal.team.is_some() => {
            lines.extend(deal.team.iter().flat_map(|terms| team::as_text(deal, terms, now)))
        }
        Phase::Open => {
            if is_short(deal, now) {
                lines.push(t::announce_end(&people(deal.people)));
            } else {
                lines.push(t::text_now(&people(deal.people), &price));
            }
            lines.push(steps_as_text(&deal.tiers, deal.minimum));
            if !deal.options.is_empty() {
                lines.push(t::text_options(&list(&super::order::labels(deal))));
            }
            let ends = t::text_ends(&deadline(deal.ends_at.0, now.0), &zone_name());
            lines.push(if deal.minimum > 1 {
                t::both(&ends, &t::text_minimum(i64::from(deal.minimum)))
            } else {
                ends
            });
            lines.push(match deal.settling {
                Settling::WithHost => t::text_settle().to_owned(),
                Settling::PlayMoney => t::dot(k::team::play(), k::team::play_note()),
            });
        }
        Phase::Succeeded => lines.push(t::success_words(i64::from(deal.people), &price)),
        over => lines.push(t::both(phase_word(over), owes_nothing(deal))),
    }
    lines.push(t::text_link(link));
    lines.join("\n")
}

/// The steps that somebody may come to pay, in a line.
pub(super) fn steps_as_text(tiers: &[Tier], minimum: u32) -> String {
    let step = |tier: Tier| t::text_tier(&people(tier.from.max(minimum)), &money(tier.price));
    t::text_tiers(&list(&payable(tiers, minimum).into_iter().map(step).collect::<Vec<_>>()))
}

/// A sum of nothing in the currency of `of`.
pub(super) fn nothing(of: Money) -> Money {
    Money { amount: 0, ..of }
}
