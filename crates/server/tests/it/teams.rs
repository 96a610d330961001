//! Deals that are sold to teams: opening, joining, leaving, full, failed, shares of a lot, races.

use std::collections::HashMap;
use std::time::Duration;

use contract::api::{self, Done};
use contract::group::Policy;
use contract::groupbuy::{
    Deal, DealState, NewDeal, NewPledge, PledgeState, Team, TeamState, TeamTerms, Tier,
};
use contract::{Code, Money, Timestamp};

use crate::people::{Person, refused};
use crate::races::at_once;
use crate::server::Server;

/// A host with a group, and so many members with a phone.
pub async fn people(server: &Server, count: usize) -> (Person, String, Vec<Person>) {
    let host = Person::verified(server).await;
    let group = host.new_group(Policy::default()).await;
    let mut friends = Vec::new();
    for i in 0..count {
        friends.push(host.let_in_verified(server, &group.id, &format!("群友{i}")).await);
    }
    (host, group.id.to_string(), friends)
}

/// A box of a hundred yuan, in three.
pub fn in_three(ends_at: Timestamp, stock: Option<u32>) -> NewDeal {
    NewDeal {
        title: "一箱橙子，三家分".into(),
        tiers: vec![Tier { from: 1, price: Money::fen(3_334) }],
        minimum: 3,
        per_member: 1,
        stock,
        ends_at,
        team: Some(TeamTerms { size: 3, hours: 24, lot: Some(Money::fen(10_000)) }),
        ..NewDeal::default()
    }
}

pub async fn open(host: &Person, group: &str, deal: impl Fn(Timestamp) -> NewDeal) -> Deal {
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    host.send(api::NEW_DEAL, &[group], &deal(now)).await.unwrap()
}

pub async fn see(who: &Person, deal: &Deal) -> Deal {
    who.get(api::DEAL, &[deal.id.as_str()]).await.unwrap()
}

fn mine(deal: &Deal) -> &Team {
    deal.teams.iter().find(|t| t.yours).expect("no team of mine")
}

fn names(team: &Team) -> Vec<&str> {
    team.members.iter().map(|m| m.persona.nickname.as_str()).collect()
}

#[tokio::test]
async fn a_box_is_split_in_three_and_the_team_succeeds_once() {
    let server = Server::start();
    let (host, group, friends) = people(&server, 4).await;
    let deal = open(&host, &group, |now| in_three(now.plus_s(3600), Some(6))).await;
    let d = deal.id.as_str();
    assert_eq!((deal.team.unwrap().size, deal.teams.len(), deal.unit_price), (3, 0, Money::fen(3_334)));
    let units = NewPledge { quantity: 1, ..NewPledge::default() };
    assert_eq!(refused(friends[0].send(api::NEW_PLEDGE, &[d], &units).await), Code::Conflict);

    let one = friends[0].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    let team = mine(&one);
    let t = team.id.to_string();
    let t = t.as_str();
    assert_eq!((team.people, team.held, team.size, team.state), (1, 0, 3, TeamState::Running));
    assert_eq!(team.ends_at, team.opened_at.plus_s(24 * 3600), "its own clock, beyond the deal's end");
    assert_eq!((one.people, one.units), (1, 3), "its units are kept for it");
    assert_eq!(one.your_pledge.as_ref().unwrap().total, Money::fen(3_334));
    assert_eq!(refused(friends[0].send(api::NEW_TEAM, &[d], &Done {}).await), Code::AlreadyPledged);
    assert_eq!(refused(friends[0].send(api::JOIN_TEAM, &[t], &Done {}).await), Code::AlreadyPledged);

    // A stranger of the group sees it, with who is in it and what they would pay.
    let seen = see(&friends[1], &deal).await;
    assert_eq!((names(&seen.teams[0]), seen.teams[0].price), (vec!["群友0"], Money::fen(3_333)));
    let two = friends[1].send(api::JOIN_TEAM, &[t], &Done {}).await.unwrap();
    assert_eq!(two.your_pledge.unwrap().total, Money::fen(3_333));
    // The head leaves: the second takes over, and the place that is free keeps its price.
    let left = friends[0].send(api::LEAVE_DEAL, &[d], &()).await.unwrap();
    assert_eq!(left.your_pledge, None);
    let team = &left.teams[0];
    assert_eq!(team.head.as_ref().unwrap().persona.nickname, "群友1");
    assert_eq!((names(team), team.price, team.yours), (vec!["群友1"], Money::fen(3_334), false));
    friends[2].send(api::JOIN_TEAM, &[t], &Done {}).await.unwrap();
    let full = friends[3].send(api::JOIN_TEAM, &[t], &Done {}).await.unwrap();
    assert_eq!((mine(&full).state, mine(&full).people), (TeamState::Succeeded, 3));
    assert_eq!(full.your_pledge.as_ref().unwrap().state, PledgeState::Due);
    assert_eq!(full.state, DealState::Open, "other teams may be opened");
    assert_eq!(refused(friends[0].send(api::JOIN_TEAM, &[t], &Done {}).await), Code::TeamFull);
    assert_eq!(refused(friends[3].send(api::LEAVE_DEAL, &[d], &()).await), Code::DealClosed);
    // One more team fits into the stock, and no third.
    friends[0].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    assert_eq!(refused(host.send(api::NEW_TEAM, &[d], &Done {}).await), Code::DealFull);

    let pledges = host.get(api::PLEDGES, &[d]).await.unwrap().items;
    let due: Vec<_> = pledges.iter().filter(|p| p.state == PledgeState::Due).collect();
    assert_eq!(due.iter().map(|p| p.total.amount).sum::<i64>(), 10_000, "to the fen");
    let settled = host.send(api::SETTLE_PLEDGE, &[due[0].id.as_str()], &Done {}).await.unwrap();
    assert_eq!((settled.state, settled.total), (PledgeState::Settled, due[0].total));
    // Called off: the team that runs is released, the full one keeps what it was promised.
    let off = host.send(api::CANCEL_DEAL, &[d], &Done {}).await.unwrap();
    assert_eq!(off.state, DealState::Succeeded);
    let released = see(&friends[0], &deal).await;
    assert_eq!(mine(&released).state, TeamState::Cancelled);
    assert_eq!(released.your_pledge.unwrap().state, PledgeState::Released);
    assert_eq!(see(&friends[3], &deal).await.your_pledge.unwrap().state, PledgeState::Due);
}

#[tokio::test]
async fn time_over_fails_the_team_and_the_deal_waits_for_its_teams() {
    let folder = tempfile::tempdir().unwrap();
    let off = ["--rate-limits", "off"];
    let server = Server::start_in(folder.path(), &off);
    let (host, group, friends) = people(&server, 3).await;
    let deal = open(&host, &group, |now| in_three(now.plus_s(3600), None)).await;
    let d = deal.id.as_str();
    let opened = friends[0].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    let t = mine(&opened).id.to_string();
    server.kill_9();

    // The deal's time is over: no team is opened any more, the one that runs may be joined.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "3601"]);
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let seen = see(&friends[1], &deal).await;
    assert_eq!((seen.state, seen.teams.len()), (DealState::Open, 1));
    assert_eq!(refused(friends[1].send(api::NEW_TEAM, &[d], &Done {}).await), Code::DealClosed);
    let joined = friends[1].send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await.unwrap();
    assert_eq!((mine(&joined).people, joined.people), (2, 2));
    server.kill_9();

    // Its own time is over, while the server was down.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "90000"]);
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let over = see(&friends[0], &deal).await;
    assert_eq!((over.state, over.people, over.units), (DealState::Failed, 0, 0));
    assert_eq!((mine(&over).state, mine(&over).people), (TeamState::Failed, 2));
    let pledge = over.your_pledge.unwrap();
    assert_eq!((pledge.state, pledge.total), (PledgeState::Released, Money::fen(0)));
    assert_eq!(refused(friends[2].send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await), Code::TeamClosed);
    assert!(see(&friends[2], &deal).await.teams.is_empty(), "who failed is theirs to see");
}

#[tokio::test]
async fn a_team_ends_by_itself_while_nobody_asks_and_only_once() {
    let folder = tempfile::tempdir().unwrap();
    let off = ["--rate-limits", "off"];
    let server = Server::start_in(folder.path(), &off);
    let (host, group, friends) = people(&server, 1).await;
    let deal = open(&host, &group, |now| in_three(now.plus_s(3600), None)).await;
    friends[0].send(api::NEW_TEAM, &[deal.id.as_str()], &Done {}).await.unwrap();
    server.kill_9();
    // Two seconds before its end.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "86396"]);
    let friend = friends[0].at(&server);
    let cursor = friend.get(api::CHANGES, &[]).await.unwrap().cursor;
    let mut stream = crate::changes::Stream::open(&friend).await;
    stream.next().await.unwrap();
    let told = tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("it never ended");
    assert!(told.unwrap() > cursor.parse().unwrap());
    assert_eq!(mine(&see(&friend, &deal).await).state, TeamState::Failed);
    let told = friend.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    let about = told.iter().filter(|c| c.id == deal.id.as_str()).count();
    assert_eq!(about, 2, "the team once, the deal once: {told:?}");
}

#[tokio::test]
async fn the_last_who_leaves_ends_the_team_and_whoever_leaves_the_group_leaves_it() {
    let server = Server::start();
    let (host, group, friends) = people(&server, 2).await;
    let deal = open(&host, &group, |now| in_three(now.plus_s(3600), Some(3))).await;
    let d = deal.id.as_str();
    friends[0].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    assert_eq!(refused(friends[1].send(api::NEW_TEAM, &[d], &Done {}).await), Code::DealFull);
    let left = friends[0].send(api::LEAVE_DEAL, &[d], &()).await.unwrap();
    assert_eq!((left.units, left.teams.len()), (0, 0));
    assert_eq!(refused(friends[0].send(api::LEAVE_DEAL, &[d], &()).await), Code::NotPledged);
    let opened = friends[1].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    let t = mine(&opened).id.to_string();
    friends[0].send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await.unwrap();
    friends[1].send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    let now = see(&friends[0], &deal).await;
    assert_eq!((names(mine(&now)), now.people), (vec!["群友0"], 1));
}

#[tokio::test]
async fn terms_that_promise_two_things_are_refused() {
    let server = Server::start();
    let (host, group, _) = people(&server, 0).await;
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let good = in_three(now.plus_s(3600), None);
    let terms = good.team.unwrap();
    for (wrong, pointer) in [
        (NewDeal { team: Some(TeamTerms { size: 1, ..terms }), ..good.clone() }, "/team/size"),
        (NewDeal { minimum: 2, ..good.clone() }, "/minimum"),
        (NewDeal { team: Some(TeamTerms { hours: 73, ..terms }), ..good.clone() }, "/team/hours"),
        (NewDeal { per_member: 2, ..good.clone() }, "/per_member"),
        (
            NewDeal { team: Some(TeamTerms { lot: Some(Money::fen(9_000)), ..terms }), ..good.clone() },
            "/team/lot",
        ),
    ] {
        let problem = host.send(api::NEW_DEAL, &[group.as_str()], &wrong).await.unwrap_err();
        assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (Code::ValidationFailed, pointer));
    }
    let deal = host.send(api::NEW_DEAL, &[group.as_str()], &good).await.unwrap();
    let other = NewDeal { team: Some(TeamTerms { hours: 12, ..terms }), ..good };
    let problem = host.send(api::EDIT_DEAL, &[deal.id.as_str()], &other).await.unwrap_err();
    assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (Code::ValidationFailed, "/team"));
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_join_a_team_with_two_places() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let crowd = crate::races::crowd(&server, &host, &group.id).await;
    let deal = open(&host, group.id.as_str(), |now| in_three(now.plus_s(3600), Some(3))).await;
    let opened = host.send(api::NEW_TEAM, &[deal.id.as_str()], &Done {}).await.unwrap();
    let t = mine(&opened).id.to_string();
    let many = crowd.len();
    let counts = at_once(crowd, |_, person| {
        let t = t.clone();
        async move { person.send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await }
    })
    .await;
    assert_eq!(counts, HashMap::from([(None, 2), (Some(Code::TeamFull), many - 2)]));
    let now = see(&host, &deal).await;
    assert_eq!((mine(&now).state, now.units), (TeamState::Succeeded, 3));
}
