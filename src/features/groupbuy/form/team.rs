//! The part of the form that sells a deal to teams: what was typed there, as the rest of the form understands it.

use contract::groupbuy::{Deal, NewDeal, TeamTerms};
use contract::{Money, groupbuy::Tier};
use domain::groupbuy::team::share_of;
use domain::typed::{count_of, fen_of, typed_of};

use super::{Raw, Row};

/// How a team deal is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawTeam {
    /// `team` when it is sold to teams; anything else is by tiers.
    pub mode: String,
    /// People in a team.
    pub size: String,
    /// Hours that a team has.
    pub hours: String,
    /// `lot` when a team splits one lot; anything else is a unit each.
    pub split: String,
    /// The price of a unit, or of the lot.
    pub price: String,
}

impl RawTeam {
    /// Whether the deal is sold to teams.
    pub fn is_on(&self) -> bool {
        self.mode == "team"
    }

    /// Whether a team splits a lot.
    pub fn is_split(&self) -> bool {
        self.split == "lot"
    }

    /// What a deal says in these fields.
    pub fn of(deal: &Deal) -> Self {
        let Some(terms) = &deal.team else { return Self::default() };
        let price = terms.lot.or_else(|| deal.tiers.first().map(|t: &Tier| t.price));
        Self {
            mode: "team".into(),
            size: terms.size.to_string(),
            hours: terms.hours.to_string(),
            split: if terms.lot.is_some() { "lot".into() } else { String::new() },
            price: price.map(|p| typed_of(p.amount)).unwrap_or_default(),
        }
    }

    /// The lot's price, when it is one and can be read.
    fn lot(&self) -> Option<Money> {
        fen_of(&self.price).ok().filter(|_| self.is_split()).map(Money::fen)
    }

    /// What each share of the lot costs, as far as it can be read.
    pub fn shares(&self) -> Option<(Money, u32)> {
        Some((self.lot()?, count_of(&self.size).ok().filter(|size| *size > 1)?))
    }
}

/// The form as one by tiers: one step, a team as the minimum, one unit each, nothing to choose.
pub fn as_tiers(raw: &Raw) -> Raw {
    let team = &raw.team;
    // The price on the card is that of the dearest share.
    let price = match team.shares() {
        Some((lot, size)) => typed_of(share_of(lot, size, 1).amount),
        None => team.price.clone(),
    };
    Raw {
        rows: vec![Row { from: "1".into(), price }],
        minimum: team.size.clone(),
        per_member: "1".into(),
        per_order: String::new(),
        options: Vec::new(),
        ..raw.clone()
    }
}

/// Puts the terms into the command, and what cannot be read of them into `wrong`.
pub fn put(team: &RawTeam, deal: &mut NewDeal, wrong: &mut Vec<(String, String)>) {
    let mut say = |field: &str, code: &str| wrong.push((field.to_owned(), code.to_owned()));
    let (size, hours) = (count_of(&team.size), count_of(&team.hours));
    if let Err(code) = hours {
        say("team/hours", code);
    }
    deal.team =
        Some(TeamTerms { size: size.unwrap_or_default(), hours: hours.unwrap_or_default(), lot: team.lot() });
}
