//! What happens to a deal: who comes in, who pays, who leaves it, what its host does.

use contract::api::Done;
use contract::groupbuy::{
    BargainState, ChooseLate, Deal, LateChoice, NewBargains, NewDeal, NewOption, NewPledge, PaymentState,
    Pick, PlayOutcome, PlayPayment, Pledge, PledgeState, RefundState, TeamState, TeamTerms, Tier,
};
use contract::{Money, Timestamp};
use server::rules::Paging;
use server::rules::groupbuy::{bargain, deal, money, pledge, refund, team, terms};

use super::Chance;
use super::world::{Scene, World};

pub const WHOLE: Paging = Paging { after: None, limit: 100 };

pub fn in_teams(lot: bool, now: Timestamp, chance: &mut Chance) -> NewDeal {
    let price = Money::fen(3_334);
    let size = if lot { 3 } else { chance.of(&[2, 3]) };
    NewDeal {
        title: "队".into(),
        tiers: vec![Tier { from: 1, price }],
        minimum: size,
        per_member: 1,
        stock: chance.of(&[None, Some(3), Some(6)]),
        ends_at: now.plus_s(chance.of(&[3600, 86_400])),
        team: Some(TeamTerms { size, hours: chance.of(&[1, 24]), lot: lot.then_some(Money::fen(10_000)) }),
        ..NewDeal::default()
    }
}

pub fn by_tiers(now: Timestamp, chance: &mut Chance) -> NewDeal {
    let tier = |from, fen| Tier { from, price: Money::fen(fen) };
    NewDeal {
        title: "档".into(),
        tiers: vec![tier(1, 12_800), tier(2, 9_900), tier(4, 7_900)],
        minimum: chance.of(&[1, 2, 3]),
        stock: chance.of(&[None, Some(4), Some(7)]),
        per_member: 2,
        ends_at: now.plus_s(chance.of(&[3600, 86_400])),
        options: if chance.below(2) == 0 { colours() } else { Vec::new() },
        ..NewDeal::default()
    }
}

fn colours() -> Vec<NewOption> {
    [("墨绿", Some(2)), ("靛蓝", None)].map(|(label, stock)| NewOption { label: label.into(), stock }).into()
}

/// An order by chance, of what there is to choose.
fn order(seen: &Deal, chance: &mut Chance) -> NewPledge {
    let quantity = 1 + u32::try_from(chance.below(2)).unwrap();
    let option = u32::try_from(chance.below(2)).unwrap();
    let picks = if seen.options.is_empty() { vec![] } else { vec![Pick { option, quantity }] };
    NewPledge { quantity, picks }
}

/// A price that falls for one person with each help.
pub fn by_bargains(now: Timestamp, chance: &mut Chance) -> NewDeal {
    NewDeal {
        title: "砍".into(),
        tiers: vec![Tier { from: 1, price: Money::fen(12_800) }],
        minimum: 1,
        per_member: 1,
        stock: Some(chance.of(&[1, 4])),
        ends_at: now.plus_s(chance.of(&[3600, 86_400])),
        bargain: Some(NewBargains { floor: Money::fen(9_900), helps: chance.of(&[2, 3]) }),
        ..NewDeal::default()
    }
}

/// Who runs the deal changes it: to what is better, or, with nobody in it, to anything.
async fn edits(world: &World, scene: &Scene, chance: &mut Chance) {
    let Some(seen) = world.sees(scene.host(), &scene.deal).await else { return };
    let by = chance.of(&[-300, -300, 500]);
    let dearer = |tier: &Tier| Tier { price: Money::fen(tier.price.amount + by), ..*tier };
    let is_lot = seen.team.is_some_and(|team| team.lot.is_some());
    let command = NewDeal {
        title: seen.title.clone(),
        tiers: if is_lot { seen.tiers.clone() } else { seen.tiers.iter().map(dearer).collect() },
        minimum: seen.minimum,
        stock: seen.stock.map(|stock| stock + 1),
        per_member: seen.per_member,
        ends_at: seen.ends_at,
        team: seen.team,
        options: if seen.options.is_empty() { vec![] } else { colours() },
        ..NewDeal::default()
    };
    world.does(scene.host(), async |w| terms::edit(w, scene.deal.clone(), command).await).await;
}

/// Whose pledges there are, as who runs the deal sees them; nobody's are those of members who left.
pub async fn pledges(world: &World, scene: &Scene) -> Vec<(Option<usize>, Pledge)> {
    let listed = world.reads(scene.host(), async |r| pledge::list(r, scene.deal.clone(), WHOLE).await).await;
    // A host who came after it ended does not see it any more.
    let all = listed.map(|page| page.items).unwrap_or_default();
    all.into_iter().map(|one| (one.member.as_ref().map(|m| scene.ids[&m.id]), one)).collect()
}

/// Somebody here whose pledge is like this.
pub async fn whose(
    world: &World,
    scene: &Scene,
    chance: &mut Chance,
    is: impl Fn(&Pledge) -> bool,
) -> Option<(usize, Pledge)> {
    let all = pledges(world, scene).await;
    let mut fit: Vec<_> =
        all.into_iter().filter_map(|(who, one)| Some((who?, one))).filter(|p| is(&p.1)).collect();
    if fit.is_empty() {
        return None;
    }
    let at = usize::try_from(chance.below(fit.len() as u64)).unwrap();
    Some(fit.swap_remove(at))
}

/// Somebody wants in: into a team that runs, into one of their own, into a bargain of somebody's, or into the deal.
async fn enter(world: &World, scene: &Scene, chance: &mut Chance) {
    let (who, id) = (Scene::anybody(chance), &scene.deal);
    let Some(seen) = world.sees(who, id).await else { return };
    if seen.bargain.is_some() {
        let running: Vec<_> = seen.bargains.iter().filter(|b| b.state == BargainState::Running).collect();
        match (running.first(), chance.below(6)) {
            (Some(first), 0) => {
                drop(world.does(who, async |w| bargain::buy(w, first.id.clone()).await).await)
            }
            (Some(first), 1..=4) => {
                drop(world.does(who, async |w| bargain::help(w, first.id.clone()).await).await)
            }
            _ => drop(world.does(who, async |w| bargain::create(w, id.clone()).await).await),
        }
        return;
    }
    if seen.team.is_none() {
        let order = order(&seen, chance);
        world.does(who, async |w| pledge::create(w, id.clone(), order).await).await;
        return;
    }
    let running: Vec<_> = seen.teams.iter().filter(|t| t.state == TeamState::Running).collect();
    match running.first().filter(|_| chance.below(5) > 0) {
        Some(team) => drop(world.does(who, async |w| team::join(w, team.id.clone()).await).await),
        None => drop(world.does(who, async |w| team::create(w, id.clone()).await).await),
    }
}

/// Whoever is asked for a payment makes one, as chance orders it.
async fn pays(world: &World, scene: &Scene, chance: &mut Chance) {
    let asked = |mine: &Pledge| {
        mine.payment.as_ref().is_some_and(|p| matches!(p.state, PaymentState::Asked | PaymentState::Declined))
    };
    let Some((who, mine)) = whose(world, scene, chance, asked).await else { return };
    let Some(payment) = mine.payment else { return };
    let outcomes = [
        PlayOutcome::Paid,
        PlayOutcome::Paid,
        PlayOutcome::Paid,
        PlayOutcome::PaidTwice,
        PlayOutcome::Declined,
        PlayOutcome::TimedOut,
    ];
    let orders = PlayPayment {
        outcome: chance.of(&outcomes),
        after_s: chance.of(&[0, 0, 0, 60, 1000, 5000]),
        refund_fails: chance.of(&[0, 0, 1, 3]),
    };
    world.does(who, async |w| money::play(w, payment.id, orders).await).await;
}

/// One thing that happens to the deal.
pub async fn event(world: &World, scene: &Scene, chance: &mut Chance) {
    let id = &scene.deal;
    match chance.below(27) {
        0..=8 => enter(world, scene, chance).await,
        9..=15 => pays(world, scene, chance).await,
        16 => {
            world.does(Scene::anybody(chance), async |w| pledge::leave(w, id.clone()).await).await;
        }
        17 | 18 => {
            let choice = chance.of(&[LateChoice::Refund, LateChoice::NewTeam]);
            if let Some((who, late)) = whose(world, scene, chance, |m| m.state == PledgeState::Late).await {
                world.does(who, async |w| money::choose(w, late.id, ChooseLate { choice }).await).await;
            }
        }
        19 => {
            // Whoever owes it may have left: it is owed all the same.
            let all = pledges(world, scene).await;
            if let Some((_, due)) = all.into_iter().find(|(_, one)| one.state == PledgeState::Due) {
                world.does(scene.host(), async |w| pledge::settle(w, due.id).await).await;
            }
        }
        20 => {
            if let Some((_, paid)) = whose(world, scene, chance, |m| m.state == PledgeState::Settled).await {
                world.does(scene.host(), async |w| refund::give_back(w, paid.id).await).await;
            }
        }
        21 => {
            let is_said = |m: &Pledge| m.refunds.iter().any(|r| r.state == RefundState::Said);
            if let Some((who, mine)) = whose(world, scene, chance, is_said).await {
                let said = mine.refunds.into_iter().find(|r| r.state == RefundState::Said).unwrap();
                world.does(who, async |w| refund::confirm(w, said.id, Done {}).await).await;
            }
        }
        22 if chance.below(12) == 0 => {
            world.does(scene.host(), async |w| deal::cancel(w, id.clone()).await).await;
        }
        24 => edits(world, scene, chance).await,
        25 => {
            let who = Scene::anybody(chance);
            if let Some(seen) = world.sees(who, id).await {
                let order = order(&seen, chance);
                world.does(who, async |w| pledge::edit(w, id.clone(), order).await).await;
            }
        }
        _ => world.passes(chance.of(&[1, 20, 300, 901, 901, 1800, 7200])),
    }
}
