//! A class with all its seats, listings and line, over random histories: one holder at most, the order of the line
//! kept, nobody with two seats, nothing past the cut-off.

mod tests;

use proptest::prelude::*;

use super::line::{Waiting, may_join, next};
use super::seat::{self, SeatState, SeatStep};
use super::tests::STEPS;
use super::*;
use contract::Money;

const SEATS: usize = 3;
const MEMBERS: u8 = 9;
const HOST: u8 = 200;
const CUT_OFF: Timestamp = Timestamp(100_000);

struct Offer {
    seat: usize,
    terms: Terms<u8>,
    status: Status<u8>,
    /// The seat of somebody who left.
    vacated: bool,
    /// Who had their turn, and when.
    turns: Vec<(u8, Timestamp)>,
    /// Whoever is asked about it was asked by the line, and did not claim it of their own.
    by_line: bool,
}

#[derive(Default)]
struct World {
    now: Timestamp,
    consent: bool,
    cut_off: Timestamp,
    cancelled: bool,
    /// Nobody has what was left.
    holders: Vec<Option<u8>>,
    offers: Vec<Offer>,
    line: Vec<(u8, Timestamp)>,
    transfers: usize,
}

impl World {
    fn new(consent: bool) -> Self {
        let holders = (0..SEATS as u8).map(Some).collect();
        Self { consent, cut_off: CUT_OFF, holders, ..Self::default() }
    }

    /// What the server does in one transaction after a step.
    fn write_down(&mut self, at: usize, taken: Taken<u8>) {
        self.offers[at].status = taken.status;
        if taken.effects.contains(&Effect::MoveSeat) {
            let (seat, to) = (self.offers[at].seat, *self.offers[at].status.claimant().unwrap());
            assert!(!self.holders.contains(&Some(to)), "one seat each");
            let was = if self.offers[at].vacated { SeatState::Vacated } else { SeatState::OnOffer };
            assert_eq!(seat::step(was, SeatStep::Pass), Ok(SeatState::Taken));
            self.holders[seat] = Some(to);
            self.transfers += 1;
            self.line.retain(|(who, _)| *who != to);
            for other in &mut self.offers {
                if other.status.is_open() && other.status.claimant() == Some(&to) {
                    let by = By::Member(&to, false);
                    other.status = apply(&other.status, &other.terms, ListingStep::Release, by, self.now)
                        .unwrap()
                        .status;
                }
            }
        }
    }

    fn ask_line(&mut self) {
        for at in 0..self.offers.len() {
            if self.offers[at].status != Status::Available {
                continue;
            }
            let line: Vec<Waiting<u8>> = self
                .line
                .iter()
                .map(|(who, since)| Waiting {
                    who: *who,
                    had_turn: self.offers[at].turns.iter().any(|(had, when)| had == who && when >= since),
                    busy: self.offers.iter().any(|o| o.status.is_open() && o.status.claimant() == Some(who)),
                })
                .collect();
            let Some(first) = next(&line).copied() else { continue };
            let offer = &mut self.offers[at];
            let Ok(taken) =
                apply(&offer.status, &offer.terms, ListingStep::Promote, By::Line(&first), self.now)
            else {
                continue;
            };
            offer.turns.push((first, self.now));
            offer.by_line = true;
            self.write_down(at, taken);
        }
    }

    fn settle(&mut self) {
        for offer in &mut self.offers {
            offer.status = settle(&offer.status, &offer.terms, self.now);
        }
        self.ask_line();
    }

    fn step(&mut self, at: usize, step: ListingStep, by: By<'_, u8>) {
        let Some(offer) = self.offers.get(at) else { return };
        let takes = matches!(step, ListingStep::Claim);
        if let (true, By::Member(who, _)) = (takes, by)
            && self.holders.contains(&Some(*who))
        {
            return;
        }
        let before = offer.status.clone();
        if let Ok(taken) = apply(&offer.status, &offer.terms, step, by, self.now) {
            assert!(before.is_open() || before == taken.status, "an end is an end");
            self.offers[at].by_line &= !takes;
            self.write_down(at, taken);
            self.ask_line();
        }
    }

    fn act(&mut self, what: u8, who: u8, at: usize, step: ListingStep, auto_confirm: bool) {
        match what {
            0 | 1 if !self.cancelled => {
                let Some(seat) = self.holders.iter().position(|h| *h == Some(who)) else { return };
                let open = self.offers.iter().any(|o| o.seat == seat && o.status.is_open());
                let state = if open { SeatState::OnOffer } else { SeatState::Taken };
                let price = may_list(Money::fen(i64::from(who)), Money::fen(4), self.cut_off, self.now);
                if seat::step(state, SeatStep::Offer).is_ok() && price.is_ok() {
                    let terms = Terms {
                        seller: who,
                        expires_at: self.cut_off,
                        hold_s: 8,
                        auto_confirm,
                        consent: self.consent,
                    };
                    self.put_up(seat, terms, false);
                }
            }
            2 | 3 => {
                let in_line = self.line.iter().any(|(waiting, _)| *waiting == who);
                let seated = self.holders.contains(&Some(who));
                if !in_line && may_join(self.cancelled, seated, self.cut_off, self.now).is_ok() {
                    self.line.push((who, self.now));
                    self.ask_line();
                }
            }
            4 => self.line.retain(|(waiting, _)| *waiting != who),
            5 if step == ListingStep::Move && !self.cancelled => {
                self.cut_off = self.cut_off.plus_s(if auto_confirm { 20 } else { -20 });
                for i in 0..self.offers.len() {
                    self.offers[i].terms.expires_at = self.cut_off;
                    self.step(i, ListingStep::Move, By::Member(&HOST, true));
                }
                self.settle();
            }
            5 if step == ListingStep::CallOff => {
                self.cancelled = true;
                self.line.clear();
                for i in 0..self.offers.len() {
                    self.step(i, ListingStep::CallOff, By::Member(&HOST, true));
                }
            }
            6 => self.step(at, step, By::Member(&HOST, true)),
            7 => self.leave(who),
            _ if matches!(step, ListingStep::Move | ListingStep::CallOff) => {}
            _ => self.step(at, step, By::Member(&who, false)),
        }
    }

    fn put_up(&mut self, seat: usize, terms: Terms<u8>, vacated: bool) {
        self.offers.push(Offer {
            seat,
            terms,
            status: Status::Available,
            vacated,
            turns: Vec::new(),
            by_line: false,
        });
        self.ask_line();
    }

    /// A member leaves the group.
    fn leave(&mut self, who: u8) {
        self.line.retain(|(waiting, _)| *waiting != who);
        for at in 0..self.offers.len() {
            let offer = &self.offers[at];
            if offer.status.is_open() && offer.terms.seller == who {
                self.step(at, ListingStep::Cancel, By::Member(&who, false));
            } else if offer.status.is_open() && offer.status.claimant() == Some(&who) {
                self.step(at, ListingStep::Release, By::Member(&who, false));
            }
        }
        let Some(seat) = self.holders.iter().position(|h| *h == Some(who)) else { return };
        let on_offer = |seat| self.offers.iter().any(|o| o.seat == seat && o.status.is_open());
        let is_full = (0..SEATS).all(|seat| self.holders[seat].is_some() || on_offer(seat));
        let waiting = self.line.len() as u32;
        let step = seat::on_leaving(is_full, waiting, self.cancelled, self.now < self.cut_off);
        self.holders[seat] = None;
        if seat::step(SeatState::Taken, step) == Ok(SeatState::Vacated) {
            let terms = Terms {
                seller: HOST,
                expires_at: self.cut_off,
                hold_s: 8,
                auto_confirm: true,
                consent: self.consent,
            };
            self.put_up(seat, terms, true);
        } else {
            assert!(!is_full || self.line.is_empty() || self.cancelled || self.now >= self.cut_off);
        }
    }

    fn holds(&self) -> Result<(), TestCaseError> {
        for (i, holder) in self.holders.iter().enumerate() {
            prop_assert!(
                holder.is_none() || !self.holders[i + 1..].contains(holder),
                "two seats of one member"
            );
            let open = self.offers.iter().filter(|o| o.seat == i && o.status.is_open()).count();
            prop_assert!(open <= 1, "a seat that is listed twice");
        }
        for offer in &self.offers {
            if let Some(until) = offer.status.until() {
                prop_assert!(until <= offer.terms.expires_at, "a hold past the cut-off");
                prop_assert!(offer.status.claimant() != Some(&offer.terms.seller), "one's own seat");
            }
            if offer.status.is_open() {
                prop_assert!(!self.cancelled && self.now < offer.terms.expires_at);
                let holder = (!offer.vacated).then_some(offer.terms.seller);
                prop_assert_eq!(self.holders[offer.seat], holder, "who offers it has it, or nobody");
            }
            // Whoever waits and had no turn for a free seat is busy with another: nobody is passed over.
            if offer.status == Status::Available {
                for (who, since) in &self.line {
                    let had = offer.turns.iter().any(|(had, when)| had == who && when >= since);
                    let busy =
                        self.offers.iter().any(|o| o.status.is_open() && o.status.claimant() == Some(who));
                    prop_assert!(had || busy, "a free seat and {} waits", who);
                }
            }
        }
        // Who claimed one while it is their turn for another is asked about both again when the class moves.
        let mut turns: Vec<u8> = self
            .offers
            .iter()
            .filter(|offer| offer.by_line)
            .filter_map(|o| if let Status::Offered { to, .. } = o.status { Some(to) } else { None })
            .collect();
        let all = turns.len();
        turns.sort_unstable();
        turns.dedup();
        prop_assert_eq!(turns.len(), all, "two turns of the line at once");
        let done = self.offers.iter().filter(|o| matches!(o.status, Status::Transferred { .. })).count();
        prop_assert_eq!(self.transfers, done, "one transfer a listing");
        prop_assert!(
            self.line.iter().all(|(who, _)| !self.holders.contains(&Some(*who))),
            "who has a seat waits no more"
        );
        Ok(())
    }
}
