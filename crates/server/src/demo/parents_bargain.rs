//! A bargain in the parents' circle, whose host switched them on: two that run, with who helped.

use contract::feed::Attachment;
use contract::group::{Bargaining, Policy};
use contract::groupbuy::{BargainState, BargainTerms, DealState, PledgeState, Settling, Tier};
use contract::{BargainId, DealId, Money, PledgeId};
use domain::groupbuy::bargain::{HOURS, day_of, ends_at, price_after, split};

use super::stage::{Draft, Room, Stage};
use crate::secret::new_id;
use crate::store::{BargainRow, DealRow, PledgeRow, Stored};

const OPENER: &str = "安安顾问";
/// Whose they are, and who helped them.
const RUNNING: [(&str, &[&str]); 2] =
    [("团团妈妈", &["圆圆妈", "芽芽爸"]), ("阿布妈妈", &["核桃外婆", "圆圆妈", "阿诺爸爸"])];

/// Plays it; answers the post that carries it.
pub async fn play(stage: &mut Stage<'_>, room: &Room) -> Stored<Draft> {
    let policy = Policy { bargains: Bargaining::ToFloor, ..Policy::default() };
    stage.tx.set_policy(&room.id, &policy).await?;
    let (opened_at, floor, helps) = (stage.now.plus_s(-9 * 3600), Money::fen(69_900), 6);
    let first = Money::fen(89_900);
    let deal = DealRow {
        n: 0,
        id: new_id::<DealId>(),
        group_id: room.id.clone(),
        opener_id: room.id_of(OPENER)?,
        title: "轻便推车 展示机".to_owned(),
        about: "店里摆过的两台，功能都好，车架有一点划痕。".to_owned(),
        pick_up: "到店自取".to_owned(),
        tiers: vec![Tier { from: 1, price: first }],
        minimum: 1,
        stock: Some(3),
        per_member: 1,
        per_order: None,
        options: Vec::new(),
        pick_up_at: Vec::new(),
        edited_at: None,
        post_id: None,
        state: DealState::Open,
        opened_at,
        ends_at: stage.now.plus_s(2 * 86_400),
        closed_at: None,
        people: 0,
        units: 0,
        team: None,
        bargain: Some(BargainTerms { floor, helps, hours: HOURS, any_price: false, helps_left: 0 }),
        settling: Settling::WithHost,
    };
    stage.tx.add_deal(&deal).await?;
    for (seed, (whose, helpers)) in (1_u64..).zip(RUNNING) {
        let begun = opened_at.plus_s(3600);
        let mut bargain = BargainRow {
            id: new_id::<BargainId>(),
            deal_id: deal.id.clone(),
            member_id: room.id_of(whose)?,
            member: None,
            cuts: split(first.amount - floor.amount, helps, seed),
            helps: 0,
            state: BargainState::Running,
            opened_at: begun,
            ends_at: ends_at(begun),
        };
        stage.tx.add_bargain(&bargain).await?;
        for helper in helpers {
            bargain.helps = bargain.helps.saturating_add(1);
            let at = begun.plus_s(i64::from(bargain.helps) * 1800);
            let (member, day) = (room.id_of(helper)?, day_of(at));
            let nth = stage.tx.helps_on(&member, day).await?.saturating_add(1);
            stage.tx.add_help(&bargain, &member, day, nth, at).await?;
        }
        stage.tx.set_bargain(&bargain).await?;
        let pledge = PledgeRow {
            n: 0,
            id: new_id::<PledgeId>(),
            deal_id: deal.id.clone(),
            member_id: bargain.member_id.clone(),
            member: None,
            quantity: 1,
            picks: Vec::new(),
            terms: None,
            collected_at: None,
            state: PledgeState::Committed,
            pledged_at: begun,
            team_id: None,
            place: None,
            price: Some(price_after(first, &bargain.cuts, bargain.helps).amount),
            counted: true,
        };
        stage.tx.add_pledge(&pledge).await?;
        stage.tx.count_deal(&deal.id, 1, 1).await?;
    }
    let attachment =
        Attachment { kind: "bargain".to_owned(), id: deal.id.to_string(), title: deal.title.clone() };
    Ok(Draft::offer(opened_at, OPENER, attachment, true, &[]))
}
