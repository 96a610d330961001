//! Deals of the demo, open ones and ended ones, with pledges and their ledger.

use contract::feed::Attachment;
use contract::groupbuy::{
    DealOption, DealState, PaymentState, Pick, PledgeState, Settling, TeamState, TeamTerms, Tier,
};
use contract::{DealId, PaymentId, PledgeId, TeamId, Timestamp};
use domain::groupbuy::money::Booking;
use domain::groupbuy::team::{price_of, team_ends};

use super::stage::{Draft, Reply, Room, Stage};
use crate::rules::groupbuy::terms::terms;
use crate::secret::new_id;
use crate::store::{DealRow, PaymentRow, PledgeRow, Stored, TeamRow};

/// A deal before it is played.
pub struct NewDemoDeal {
    /// Who opened it.
    pub opener: &'static str,
    /// What is bought.
    pub title: &'static str,
    /// About it.
    pub about: &'static str,
    /// Where to collect.
    pub pick_up: &'static str,
    /// The steps of the price.
    pub tiers: Vec<Tier>,
    /// The people it needs.
    pub minimum: u32,
    /// Units there are.
    pub stock: Option<u32>,
    /// Units for one member.
    pub per_member: u32,
    /// Options and their stock; who is in it takes them in turn.
    pub options: &'static [(&'static str, Option<u32>)],
    /// When it can be collected.
    pub pick_up_at: Vec<Timestamp>,
    /// How many of them, from the first, have collected it.
    pub collected: usize,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends, or ended.
    pub ends_at: Timestamp,
    /// Where it stands.
    pub state: DealState,
    /// Who is in it, with how many units, in the order of joining.
    pub pledges: &'static [(&'static str, u32)],
    /// Where the pledges stand.
    pub pledge_state: PledgeState,
    /// How many of them, from the first, are settled.
    pub settled: usize,
    /// How its teams are made: then those who are in it are one team that waits for more.
    pub team: Option<TeamTerms>,
    /// The talk under its post.
    pub replies: &'static [Reply],
}

impl NewDemoDeal {
    /// Plays it; answers the post that carries it.
    pub async fn play(self, stage: &mut Stage<'_>, room: &Room) -> Stored<Draft> {
        let deal = DealRow {
            n: 0,
            id: new_id::<DealId>(),
            group_id: room.id.clone(),
            opener_id: room.id_of(self.opener)?,
            title: self.title.to_owned(),
            about: self.about.to_owned(),
            pick_up: self.pick_up.to_owned(),
            tiers: self.tiers,
            minimum: self.minimum,
            stock: self.stock,
            per_member: self.per_member,
            per_order: None,
            options: self
                .options
                .iter()
                .map(|(label, stock)| DealOption { label: (*label).to_owned(), stock: *stock, taken: 0 })
                .collect(),
            pick_up_at: self.pick_up_at,
            edited_at: None,
            post_id: None,
            state: DealState::Open,
            opened_at: self.opened_at,
            ends_at: self.ends_at,
            closed_at: None,
            people: 0,
            units: 0,
            bargain: None,
            team: self.team,
            settling: Settling::WithHost,
        };
        stage.tx.add_deal(&deal).await?;
        let open = self.state == DealState::Open;
        if !open {
            stage.tx.close_deal(&deal.id, self.state, self.ends_at).await?;
        }
        let people = u32::try_from(self.pledges.len()).unwrap_or(u32::MAX);
        let price = domain::groupbuy::price_at(&deal.tiers, people);
        // Those who joined did so one after another, between the opening and now or the end.
        let last = if open { stage.now } else { self.ends_at };
        let apart_ms = last.since_ms(self.opened_at) / (i64::from(people) + 1);
        let first = Timestamp(self.opened_at.0 + apart_ms);
        let team = match (self.team, self.pledges.first()) {
            (Some(terms), Some((head, _))) => {
                let row = TeamRow {
                    id: new_id::<TeamId>(),
                    deal_id: deal.id.clone(),
                    head: Some(room.id_of(head)?),
                    size: terms.size,
                    people,
                    taken: people,
                    state: TeamState::Running,
                    opened_at: first,
                    ends_at: team_ends(&terms, first),
                };
                stage.tx.add_team(&row).await?;
                stage.tx.count_deal(&deal.id, 0, i64::from(terms.size)).await?;
                Some((row, terms))
            }
            _ => None,
        };
        for (i, (nickname, quantity)) in self.pledges.iter().enumerate() {
            let nth = i64::try_from(i).unwrap_or(0) + 1;
            let joined_at = Timestamp(self.opened_at.0 + apart_ms * nth);
            let option = i.checked_rem(self.options.len()).and_then(|at| u32::try_from(at).ok());
            let settled = self.pledge_state == PledgeState::Due && i < self.settled;
            let pledge = PledgeRow {
                n: 0,
                id: new_id::<PledgeId>(),
                deal_id: deal.id.clone(),
                member_id: room.id_of(nickname)?,
                member: None,
                quantity: *quantity,
                picks: option.map(|option| Pick { option, quantity: *quantity }).into_iter().collect(),
                terms: Some(terms(&deal, joined_at)),
                collected_at: (i < self.collected).then(|| self.ends_at.plus_s(43_200 + 600 * nth)),
                state: if settled { PledgeState::Settled } else { self.pledge_state },
                pledged_at: joined_at,
                team_id: team.as_ref().map(|(row, _)| row.id.clone()),
                place: team.as_ref().and_then(|_| u32::try_from(nth).ok()),
                price: team
                    .as_ref()
                    .and_then(|(_, terms)| Some(price_of(terms, price, u32::try_from(nth).ok()?).amount)),
                counted: true,
            };
            stage.tx.add_pledge(&pledge).await?;
            // A team's units are taken with it.
            let units = if team.is_some() { 0 } else { i64::from(*quantity) };
            stage.tx.count_deal(&deal.id, 1, units).await?;
            stage.tx.take_picks(&pledge, false).await?;
            let owed = price.times(*quantity);
            if self.pledge_state == PledgeState::Due {
                stage.tx.book(&pledge, Booking::Due, owed, self.ends_at).await?;
            }
            if settled {
                let payment = PaymentRow {
                    id: new_id::<PaymentId>(),
                    deal_id: deal.id.clone(),
                    pledge_id: pledge.id.clone(),
                    amount: owed,
                    state: PaymentState::Paid,
                    times: 1,
                    orders: None,
                    held_until: self.ends_at,
                    answers_at: None,
                };
                stage.tx.add_payment(&payment).await?;
                stage.tx.book(&pledge, Booking::PaidDue, owed, self.ends_at).await?;
                stage.tx.book(&pledge, Booking::Kept, owed, self.ends_at).await?;
            }
        }
        let attachment =
            Attachment { kind: "deal".to_owned(), id: deal.id.to_string(), title: self.title.to_owned() };
        Ok(Draft::offer(self.opened_at, self.opener, attachment, open, self.replies))
    }
}
