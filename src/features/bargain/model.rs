//! What bargains say: prices, helps, deadlines, the text for the chat. Total functions over the contract; the time is a
//! parameter, no figure is computed that the backend does not tell.

use contract::groupbuy::{Bargain, BargainState, BargainTerms, Deal, DealState, PledgeState};
use contract::{Money, Timestamp};

use crate::i18n::k::bargain as t;
use crate::i18n::k::groupbuy as g;
use crate::i18n::{self, deadline, zone_name};

/// A sum in the reader's language.
pub fn money(sum: Money) -> String {
    i18n::money(sum.amount, sum.currency.as_str())
}

/// The price at the beginning.
pub fn first(deal: &Deal) -> Money {
    deal.tiers.first().map_or(deal.unit_price, |tier| tier.price)
}

/// Its terms; a deal without them is none of this feature's, and says nothing exact.
pub fn terms(deal: &Deal) -> BargainTerms {
    let none = BargainTerms { floor: first(deal), helps: 0, hours: 0, any_price: false, helps_left: 0 };
    deal.bargain.unwrap_or(none)
}

/// My bargain in it.
pub fn mine(deal: &Deal) -> Option<&Bargain> {
    deal.bargains.iter().find(|bargain| bargain.yours)
}

/// Whether one can still be begun at `now`.
pub fn begins(deal: &Deal, now: Timestamp) -> bool {
    deal.state == DealState::Open && now < deal.ends_at
}

/// Units that nobody keeps.
pub fn left(deal: &Deal) -> u32 {
    deal.stock.unwrap_or(u32::MAX).saturating_sub(deal.units)
}

/// The word for where the deal stands.
pub fn pill(deal: &Deal, now: Timestamp) -> String {
    let running = deal.bargains.iter().filter(|b| b.state == BargainState::Running).count();
    match deal.state {
        DealState::Open if running > 0 => t::running(i64::try_from(running).unwrap_or(i64::MAX)),
        DealState::Open if now < deal.ends_at => t::open().to_owned(),
        DealState::Open | DealState::Succeeded | DealState::Failed => t::closed().to_owned(),
        DealState::Cancelled => t::cancelled().to_owned(),
    }
}

/// From where to where, and by how many.
pub fn rule(deal: &Deal) -> String {
    let terms = terms(deal);
    t::rule(i64::from(terms.helps), &money(first(deal)), &money(terms.floor))
}

/// Until when one can be begun.
pub fn until(deal: &Deal, now: Timestamp) -> String {
    let when = deadline(deal.ends_at.0, now.0);
    if begins(deal, now) { t::begin_until(&when) } else { t::begun_until(&when) }
}

/// What I can do about a bargain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Can {
    /// Help it.
    Help,
    /// I helped it already.
    Helped,
    /// I helped as often today as one may.
    NoneLeft,
    /// It is mine, and runs.
    Run,
    /// It is over.
    Nothing,
}

/// What I can do about a bargain of a deal at `now`.
pub fn can(deal: &Deal, bargain: &Bargain, now: Timestamp) -> Can {
    if bargain.state != BargainState::Running || now >= bargain.ends_at {
        Can::Nothing
    } else if bargain.yours {
        Can::Run
    } else if bargain.helped {
        Can::Helped
    } else if terms(deal).helps_left == 0 {
        Can::NoneLeft
    } else {
        Can::Help
    }
}

/// The words of one bargain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Whose it is.
    pub title: String,
    /// Where it stands.
    pub state: BargainState,
    /// The word for that.
    pub pill: String,
    /// The price now, or at its end.
    pub price: String,
    /// The first price.
    pub was: String,
    /// What is missing, or what came of it.
    pub line: String,
    /// Until when, by whose clock.
    pub when: Option<String>,
    /// What the next help takes off.
    pub next: Option<String>,
    /// Who helped, and what each took off.
    pub helps: Vec<(String, String)>,
    /// What I can do about it.
    pub can: Can,
}

/// The words of a bargain of a deal at `now`.
pub fn words(deal: &Deal, bargain: &Bargain, now: Timestamp) -> Words {
    let terms = terms(deal);
    let floor = money(terms.floor);
    let price = money(bargain.price);
    let host = deal.opener.as_ref().map_or_else(|| g::host().to_owned(), |o| o.persona.nickname.clone());
    let settled = deal.your_pledge.as_ref().is_some_and(|mine| mine.state == PledgeState::Settled);
    let bought = match (bargain.yours, deal.yours) {
        (false, _) => t::bought_yours(&price),
        (true, true) if settled => g::settled_yours(&price),
        (true, false) if settled => g::settled_words(&host, &price),
        (true, true) => t::bought_yours(&price),
        (true, false) => t::bought(&host, &price),
    };
    let (pill, line) = match bargain.state {
        BargainState::Running => (t::state_running(), t::missing(i64::from(bargain.missing), &floor)),
        BargainState::Reached => (t::state_reached(), bought),
        BargainState::Bought => (t::state_bought(), bought),
        BargainState::Over => (t::state_over(), t::over(i64::from(bargain.missing))),
        BargainState::Left => (t::state_left(), t::nothing_bought().to_owned()),
        BargainState::Cancelled => (t::cancelled(), t::nothing_bought().to_owned()),
    };
    let runs = bargain.state == BargainState::Running;
    let name = |member: Option<&contract::group::Member>| {
        member.map_or_else(|| t::gone().to_owned(), |m| m.persona.nickname.clone())
    };
    Words {
        title: if bargain.yours { t::mine().to_owned() } else { t::of(&name(bargain.member.as_ref())) },
        state: bargain.state,
        pill: pill.to_owned(),
        was: money(first(deal)),
        line,
        when: runs.then(|| t::until(&deadline(bargain.ends_at.0, now.0), &zone_name())),
        next: bargain.next.map(|next| t::next(&money(next))),
        helps: bargain.helps.iter().map(|h| (name(h.member.as_ref()), t::cut(&money(h.cut)))).collect(),
        can: can(deal, bargain, now),
        price,
    }
}

/// The deal as text with its link, short enough for a chat and complete.
pub fn as_text(deal: &Deal, link: &str, now: Timestamp) -> String {
    let mut lines = vec![t::text_head(&deal.title), rule(deal)];
    match mine(deal).filter(|mine| mine.state == BargainState::Running) {
        Some(mine) => {
            let until = deadline(mine.ends_at.0, now.0);
            let floor = money(terms(deal).floor);
            lines.push(t::text_mine(&t::missing(i64::from(mine.missing), &floor), &money(mine.price)));
            lines.push(t::until(&until, &zone_name()));
        }
        None => lines.push(g::dot(&until(deal, now), &zone_name())),
    }
    lines.push(t::text_honest().to_owned());
    lines.push(g::text_link(link));
    lines.join("\n")
}

/// What is said politely when a price moved: mine, or how many run.
pub fn announce(deal: &Deal, now: Timestamp) -> String {
    match mine(deal) {
        Some(mine) => {
            let words = words(deal, mine, now);
            g::both(&words.price, &words.line)
        }
        None => pill(deal, now),
    }
}
