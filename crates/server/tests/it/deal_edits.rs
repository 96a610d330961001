//! A deal that changes while people are in it, or their money is on its way: what holds for whom.

use contract::api::{self, Done};
use contract::groupbuy::{
    ChooseLate, Deal, LateChoice, NewDeal, PlayPayment, PledgeState, RefundState, TeamState, TeamTerms, Tier,
};
use contract::{Code, Money, Timestamp};

use crate::money::{SANDBOX, later, pay, pledge, states, until};
use crate::people::{Person, refused};
use crate::server::Server;
use crate::teams::{open, people, see};

/// Three together, each at this price.
fn together(ends_at: Timestamp, fen: i64) -> NewDeal {
    NewDeal {
        title: "陶艺体验".into(),
        tiers: vec![Tier { from: 1, price: Money::fen(fen) }],
        minimum: 3,
        per_member: 1,
        stock: Some(3),
        ends_at,
        team: Some(TeamTerms { size: 3, hours: 24, lot: None }),
        ..NewDeal::default()
    }
}

async fn now_costs(host: &Person, deal: &Deal, fen: i64) -> Deal {
    host.send(api::EDIT_DEAL, &[deal.id.as_str()], &together(deal.ends_at, fen)).await.unwrap()
}

#[tokio::test]
async fn a_price_that_falls_falls_for_everybody_in_a_team() {
    let server = Server::start();
    let (host, group, friends) = people(&server, 3).await;
    let deal = open(&host, &group, |now| together(now.plus_s(3600), 5_000)).await;
    let opened = friends[0].send(api::NEW_TEAM, &[deal.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(pledge(&opened).total, Money::fen(5_000));
    let t = opened.teams[0].id.to_string();
    now_costs(&host, &deal, 4_000).await;
    for friend in &friends[1..] {
        friend.send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await.unwrap();
    }
    for friend in &friends {
        let mine = see(friend, &deal).await;
        assert_eq!((pledge(&mine).state, pledge(&mine).total), (PledgeState::Due, Money::fen(4_000)));
    }
    // What is owed is owed: nothing of it changes any more.
    now_costs(&host, &deal, 3_000).await;
    assert_eq!(pledge(&see(&friends[0], &deal).await).total, Money::fen(4_000));
}

#[tokio::test]
async fn what_was_paid_beyond_a_lowered_price_comes_back_and_the_time_to_leave_is_the_teams() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &SANDBOX);
    let (host, group, friends) = people(&server, 3).await;
    let deal = open(&host, &group, |now| together(now.plus_s(3600), 5_000)).await;
    let opened = friends[0].send(api::NEW_TEAM, &[deal.id.as_str()], &Done {}).await.unwrap();
    let promised = pledge(&opened).terms.as_ref().unwrap().leave_until.unwrap();
    server.kill_9();

    // Its head pays later: its time begins then.
    let server = Server::start_in(folder.path(), &later("500"));
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let paid = pay(&friends[0], &opened, PlayPayment::default()).await;
    assert!(paid.teams[0].ends_at > promised.plus_s(400));
    assert_eq!(pledge(&paid).terms.as_ref().unwrap().leave_until, Some(paid.teams[0].ends_at));
    let t = opened.teams[0].id.to_string();
    let kept = friends[1].send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await.unwrap();
    now_costs(&host.at(&server), &deal, 4_000).await;
    // Asked for before, paid after.
    pay(&friends[1], &kept, PlayPayment::default()).await;
    let kept = friends[2].send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await.unwrap();
    assert_eq!(pledge(&kept).payment.as_ref().unwrap().amount, Money::fen(4_000));
    let full = pay(&friends[2], &kept, PlayPayment::default()).await;
    assert_eq!(full.teams[0].state, TeamState::Succeeded);
    for friend in &friends[..2] {
        let back = until(friend, &deal, |p| states(p) == [(1_000, RefundState::Confirmed)]).await;
        assert_eq!((pledge(&back).state, pledge(&back).total), (PledgeState::Settled, Money::fen(4_000)));
    }
    assert!(pledge(&see(&friends[2], &deal).await).refunds.is_empty());
}

#[tokio::test]
async fn late_money_opens_a_team_only_where_it_is_enough_and_there_is_stock() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &SANDBOX);
    let (host, group, friends) = people(&server, 2).await;
    let deal = open(&host, &group, |now| together(now.plus_s(3600), 5_000)).await;
    let d = deal.id.as_str();
    let opened = friends[0].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    pay(&friends[0], &opened, PlayPayment { after_s: 1000, ..PlayPayment::default() }).await;
    server.kill_9();

    let server = Server::start_in(folder.path(), &later("1100"));
    let (host, friends) = (host.at(&server), friends.iter().map(|f| f.at(&server)).collect::<Vec<_>>());
    let late = see(&friends[0], &deal).await;
    assert_eq!((pledge(&late).state, pledge(&late).may_open_team), (PledgeState::Late, true));
    // Another's team takes the stock, and gives it back.
    friends[1].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    assert!(!pledge(&see(&friends[0], &deal).await).may_open_team);
    friends[1].send(api::LEAVE_DEAL, &[d], &()).await.unwrap();
    assert!(pledge(&see(&friends[0], &deal).await).may_open_team);
    // With nobody in it the deal becomes dearer than what was paid.
    now_costs(&host, &deal, 6_000).await;
    assert!(!pledge(&see(&friends[0], &deal).await).may_open_team);
    let id = pledge(&late).id.to_string();
    let choose =
        async |choice| friends[0].send(api::CHOOSE_LATE, &[id.as_str()], &ChooseLate { choice }).await;
    assert_eq!(refused(choose(LateChoice::NewTeam).await), Code::DealClosed);
    now_costs(&host, &deal, 4_500).await;
    let chosen = choose(LateChoice::NewTeam).await.unwrap();
    assert_eq!((pledge(&chosen).state, pledge(&chosen).total), (PledgeState::Committed, Money::fen(4_500)));
    let terms = pledge(&chosen).terms.as_ref().unwrap();
    let team = chosen.teams.iter().find(|t| t.yours).unwrap();
    assert_eq!((terms.leave_until, terms.tiers[0].price), (Some(team.ends_at), Money::fen(4_500)));
}

#[tokio::test]
async fn who_saw_other_terms_than_hold_looks_again() {
    let server = Server::start();
    let (host, group, friends) = people(&server, 1).await;
    let deal = open(&friends[0], &group, |now| together(now.plus_s(3600), 5_000)).await;
    let d = deal.id.as_str();
    let from = |seen| NewDeal { was: Some(seen), ..together(deal.ends_at, 6_000) };
    // Both saw it as it was opened; the opener is first.
    let edited = friends[0].send(api::EDIT_DEAL, &[d], &from(deal.opened_at)).await.unwrap();
    let lost = NewDeal { tiers: together(deal.ends_at, 4_000).tiers, ..from(deal.opened_at) };
    assert_eq!(refused(host.send(api::EDIT_DEAL, &[d], &lost).await), Code::Conflict);
    assert_eq!(see(&host, &deal).await.unit_price, Money::fen(6_000));
    host.send(api::EDIT_DEAL, &[d], &from(edited.edited_at.unwrap())).await.unwrap();
}
