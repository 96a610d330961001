//! Money that is paid first, by the sandbox: kept places, failures to order, refunds with their own progress.

use std::time::Duration;

use contract::api::{self, Done};
use contract::groupbuy::{
    ChooseLate, Deal, DealState, LateChoice, NewDeal, NewPledge, PaymentState, PlayOutcome, PlayPayment,
    Pledge, PledgeState, RefundState, Settling, TeamState, Tier,
};
use contract::{Code, Money};

use crate::people::{Person, refused};
use crate::server::Server;
use crate::teams::{in_three, open, people, see};

pub const SANDBOX: [&str; 4] = ["--rate-limits", "off", "--payments", "sandbox"];

pub fn later(seconds: &str) -> Vec<&str> {
    [&SANDBOX[..], &["--clock-offset-s", seconds]].concat()
}

fn mats(ends_at: contract::Timestamp) -> NewDeal {
    let tier = |from, fen| Tier { from, price: Money::fen(fen) };
    NewDeal {
        title: "瑜伽垫".into(),
        tiers: vec![tier(1, 12_800), tier(2, 9_900)],
        minimum: 2,
        stock: Some(2),
        per_member: 2,
        ends_at,
        ..NewDeal::default()
    }
}

fn one() -> NewPledge {
    NewPledge { quantity: 1, ..NewPledge::default() }
}

pub fn pledge(deal: &Deal) -> &Pledge {
    deal.your_pledge.as_ref().expect("no pledge of mine")
}

pub async fn pay(who: &Person, deal: &Deal, orders: PlayPayment) -> Deal {
    let payment = pledge(deal).payment.as_ref().unwrap().id.to_string();
    who.send(api::PAY, &[payment.as_str()], &orders).await.unwrap()
}

/// Asks until it holds: refunds are sent by the server's own clock.
pub async fn until(who: &Person, deal: &Deal, holds: impl Fn(&Pledge) -> bool) -> Deal {
    for _ in 0..200 {
        let now = see(who, deal).await;
        if holds(pledge(&now)) {
            return now;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never: {:?}", see(who, deal).await.your_pledge);
}

pub fn states(pledge: &Pledge) -> Vec<(i64, RefundState)> {
    pledge.refunds.iter().map(|r| (r.amount.amount, r.state)).collect()
}

#[tokio::test]
async fn the_first_price_is_paid_and_the_difference_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &SANDBOX);
    let (host, group, friends) = people(&server, 3).await;
    let deal = open(&host, &group, |now| mats(now.plus_s(3600))).await;
    let d = deal.id.as_str();
    assert_eq!(deal.settling, Settling::PlayMoney);
    let kept = friends[0].send(api::NEW_PLEDGE, &[d], &one()).await.unwrap();
    assert_eq!((pledge(&kept).state, kept.people, kept.units), (PledgeState::Reserved, 0, 1));
    let payment = pledge(&kept).payment.clone().unwrap();
    assert_eq!((payment.amount, payment.state), (Money::fen(12_800), PaymentState::Asked));
    assert_eq!(payment.held_until, kept.server_time.plus_s(900), "by the server's clock");
    // Somebody else's payment is not mine to make.
    let other = friends[1].send(api::PAY, &[payment.id.as_str()], &PlayPayment::default()).await;
    assert_eq!(refused(other), Code::NotYours);
    let declined =
        pay(&friends[0], &kept, PlayPayment { outcome: PlayOutcome::Declined, ..PlayPayment::default() })
            .await;
    assert_eq!(pledge(&declined).payment.as_ref().unwrap().state, PaymentState::Declined);
    assert_eq!(pledge(&declined).state, PledgeState::Reserved, "the place is kept for another try");
    let paid = pay(&friends[0], &kept, PlayPayment::default()).await;
    assert_eq!((pledge(&paid).state, paid.people), (PledgeState::Committed, 1));
    let again = friends[0].send(api::PAY, &[payment.id.as_str()], &PlayPayment::default()).await;
    assert_eq!(refused(again), Code::Conflict);
    assert_eq!(refused(friends[0].send(api::EDIT_PLEDGE, &[d], &one()).await), Code::Conflict);

    // Paid twice: the second goes back by itself, the first stays.
    let kept = friends[1].send(api::NEW_PLEDGE, &[d], &one()).await.unwrap();
    assert_eq!(refused(friends[2].send(api::NEW_PLEDGE, &[d], &one()).await), Code::DealFull);
    pay(&friends[1], &kept, PlayPayment { outcome: PlayOutcome::PaidTwice, ..PlayPayment::default() }).await;
    let back = until(&friends[1], &deal, |p| states(p) == [(12_800, RefundState::Confirmed)]).await;
    assert_eq!((pledge(&back).state, back.people), (PledgeState::Committed, 2));
    assert_eq!(pledge(&back).payment.as_ref().unwrap().times, 2, "and its owner can read that");

    // Leaving gives all of it back; the provider fails twice first.
    friends[1].send(api::LEAVE_DEAL, &[d], &()).await.unwrap();
    let kept = friends[1].send(api::NEW_PLEDGE, &[d], &one()).await.unwrap();
    pay(&friends[1], &kept, PlayPayment { refund_fails: 2, ..PlayPayment::default() }).await;
    server.kill_9();

    let server = Server::start_in(folder.path(), &later("3601"));
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let ended = see(&friends[1], &deal).await;
    assert_eq!((ended.state, ended.unit_price), (DealState::Succeeded, Money::fen(9_900)));
    assert_eq!((pledge(&ended).state, pledge(&ended).total), (PledgeState::Settled, Money::fen(9_900)));
    let failing = until(&friends[1], &deal, |p| p.refunds[0].state == RefundState::Failed).await;
    assert_eq!(pledge(&failing).refunds[0].amount, Money::fen(2_900));
    let back = until(&friends[1], &deal, |p| p.refunds[0].state == RefundState::Confirmed).await;
    assert_eq!(pledge(&back).refunds[0].tries, 3);
    until(&friends[0], &deal, |p| states(p) == [(2_900, RefundState::Confirmed)]).await;
}

#[tokio::test]
async fn a_place_that_is_not_paid_is_free_again_and_late_money_is_not_lost() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &SANDBOX);
    let (host, group, friends) = people(&server, 4).await;
    let deal = open(&host, &group, |now| mats(now.plus_s(86_400))).await;
    let d = deal.id.as_str();
    let silent = PlayPayment { outcome: PlayOutcome::TimedOut, ..PlayPayment::default() };
    let late = PlayPayment { after_s: 1000, ..PlayPayment::default() };
    let kept = friends[0].send(api::NEW_PLEDGE, &[d], &one()).await.unwrap();
    pay(&friends[0], &kept, silent).await;
    let kept = friends[1].send(api::NEW_PLEDGE, &[d], &one()).await.unwrap();
    let pending = pay(&friends[1], &kept, late).await;
    assert_eq!(pledge(&pending).payment.as_ref().unwrap().state, PaymentState::Pending);
    server.kill_9();

    // Their places are free again; two others take them, and one of the two pays late.
    let server = Server::start_in(folder.path(), &later("901"));
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let lapsed = see(&friends[0], &deal).await;
    assert_eq!((pledge(&lapsed).state, lapsed.units), (PledgeState::Released, 0));
    assert_eq!(pledge(&lapsed).payment.as_ref().unwrap().state, PaymentState::Lapsed);
    for friend in &friends[2..4] {
        let kept = friend.send(api::NEW_PLEDGE, &[d], &one()).await.unwrap();
        pay(friend, &kept, PlayPayment::default()).await;
    }
    server.kill_9();

    // The late money finds no place: it goes back.
    let server = Server::start_in(folder.path(), &later("1100"));
    let friend = friends[1].at(&server);
    let back = until(&friend, &deal, |p| states(p) == [(12_800, RefundState::Confirmed)]).await;
    assert_eq!((pledge(&back).state, back.people, back.units), (PledgeState::Released, 2, 2));
    // Whoever never paid may try again, and there is no place.
    let again = friends[0].at(&server).send(api::NEW_PLEDGE, &[d], &one()).await;
    assert_eq!(refused(again), Code::DealFull);
}

/// A team of three with two paid, and one whose money comes when a third has taken the place.
async fn paid_after_full(choices: &[LateChoice]) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &SANDBOX);
    let (host, group, friends) = people(&server, 4).await;
    let deal = open(&host, &group, |now| in_three(now.plus_s(86_400), Some(6))).await;
    let d = deal.id.as_str();
    let opened = friends[0].send(api::NEW_TEAM, &[d], &Done {}).await.unwrap();
    assert!(see(&friends[1], &deal).await.teams.is_empty(), "nobody is in it before its head has paid");
    let t = opened.teams[0].id.to_string();
    assert_eq!(refused(friends[1].send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await), Code::NotFound);
    pay(&friends[0], &opened, PlayPayment::default()).await;
    let join = async |who: &Person| who.send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await;
    let kept = join(&friends[1]).await.unwrap();
    pay(&friends[1], &kept, PlayPayment::default()).await;
    let kept = join(&friends[2]).await.unwrap();
    assert_eq!(kept.teams[0].held, 1);
    pay(&friends[2], &kept, PlayPayment { after_s: 1000, refund_fails: 1, ..PlayPayment::default() }).await;
    assert_eq!(refused(join(&friends[3]).await), Code::TeamFull, "the place is kept while they pay");
    server.kill_9();

    let server = Server::start_in(folder.path(), &later("901"));
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let kept = friends[3].send(api::JOIN_TEAM, &[t.as_str()], &Done {}).await.unwrap();
    let full = pay(&friends[3], &kept, PlayPayment::default()).await;
    assert_eq!(full.teams[0].state, TeamState::Succeeded);
    assert_eq!(pledge(&full).state, PledgeState::Settled);
    server.kill_9();

    let server = Server::start_in(folder.path(), &later("1100"));
    let friend = friends[2].at(&server);
    let late = see(&friend, &deal).await;
    let id = pledge(&late).id.to_string();
    assert_eq!((pledge(&late).state, pledge(&late).refunds.len()), (PledgeState::Late, 0));
    let nobody_elses = friends[3].at(&server);
    let refund = ChooseLate { choice: LateChoice::Refund };
    assert_eq!(refused(nobody_elses.send(api::CHOOSE_LATE, &[id.as_str()], &refund).await), Code::NotYours);
    for choice in choices {
        let chosen = friend.send(api::CHOOSE_LATE, &[id.as_str()], &ChooseLate { choice: *choice }).await;
        match choice {
            LateChoice::Refund => {
                assert_eq!(pledge(&chosen.unwrap()).state, PledgeState::Released);
                until(&friend, &deal, |p| states(p) == [(3_333, RefundState::Confirmed)]).await;
            }
            LateChoice::NewTeam => {
                let mine = chosen.unwrap();
                assert_eq!(pledge(&mine).state, PledgeState::Committed);
                let team = mine.teams.iter().find(|t| t.yours).unwrap();
                assert_eq!((team.people, team.state), (1, TeamState::Running));
                assert_eq!(team.head.as_ref().unwrap().persona.nickname, "群友2");
                assert_eq!(pledge(&mine).total, Money::fen(3_333), "what was paid is what it costs");
            }
        }
        let twice = friend.send(api::CHOOSE_LATE, &[id.as_str()], &ChooseLate { choice: *choice }).await;
        assert_eq!(refused(twice), Code::Conflict);
    }
}

#[tokio::test]
async fn paid_after_full_goes_back_if_i_want() {
    paid_after_full(&[LateChoice::Refund]).await;
}

#[tokio::test]
async fn paid_after_full_opens_a_team_if_i_want() {
    paid_after_full(&[LateChoice::NewTeam]).await;
}

/// A team of two within an hour: its head has paid, a friend is about to.
#[tokio::test]
async fn what_happened_while_the_server_was_down_happened_in_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &SANDBOX);
    let (host, group, friends) = people(&server, 4).await;
    let two = |now: contract::Timestamp| {
        let all = in_three(now.plus_s(86_400), None);
        let tiers = vec![Tier { from: 1, price: Money::fen(5_000) }];
        let team = Some(contract::groupbuy::TeamTerms { size: 2, hours: 1, lot: None });
        NewDeal { minimum: 2, tiers, team, ..all }
    };
    let deals = [open(&host, &group, two).await, open(&host, &group, two).await];
    let mut teams = Vec::new();
    for deal in &deals {
        let opened = friends[0].send(api::NEW_TEAM, &[deal.id.as_str()], &Done {}).await.unwrap();
        teams.push(opened.teams[0].id.to_string());
        pay(&friends[0], &opened, PlayPayment::default()).await;
    }
    // In the first the money comes before the hour is over, in the second after it, though the place is kept.
    let kept = friends[1].send(api::JOIN_TEAM, &[teams[0].as_str()], &Done {}).await.unwrap();
    pay(&friends[1], &kept, PlayPayment { after_s: 800, ..PlayPayment::default() }).await;
    server.kill_9();
    let server = Server::start_in(folder.path(), &later("3400"));
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let kept = friends[2].send(api::JOIN_TEAM, &[teams[1].as_str()], &Done {}).await.unwrap();
    pay(&friends[2], &kept, PlayPayment { after_s: 300, ..PlayPayment::default() }).await;
    server.kill_9();
    let server = Server::start_in(folder.path(), &later("7000"));
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let full = see(&friends[1], &deals[0]).await;
    assert_eq!((full.teams[0].state, pledge(&full).state), (TeamState::Succeeded, PledgeState::Settled));
    let late = see(&friends[2], &deals[1]).await;
    assert_eq!((late.teams[0].state, pledge(&late).state), (TeamState::Failed, PledgeState::Late));
    until(&friends[0], &deals[1], |p| states(p) == [(5_000, RefundState::Confirmed)]).await;
}

#[tokio::test]
async fn a_deal_that_fails_or_is_called_off_gives_everything_back() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &SANDBOX);
    let (host, group, friends) = people(&server, 2).await;
    let failing = open(&host, &group, |now| mats(now.plus_s(3600))).await;
    let called_off = open(&host, &group, |now| in_three(now.plus_s(3600), None)).await;
    let kept = friends[0].send(api::NEW_PLEDGE, &[failing.id.as_str()], &one()).await.unwrap();
    pay(&friends[0], &kept, PlayPayment::default()).await;
    let kept = friends[0].send(api::NEW_TEAM, &[called_off.id.as_str()], &Done {}).await.unwrap();
    pay(&friends[0], &kept, PlayPayment::default()).await;
    // One is only paying when it is called off: what comes later goes back as well.
    let kept = friends[1].send(api::NEW_TEAM, &[called_off.id.as_str()], &Done {}).await.unwrap();
    pay(&friends[1], &kept, PlayPayment { after_s: 100, ..PlayPayment::default() }).await;
    host.send(api::CANCEL_DEAL, &[called_off.id.as_str()], &Done {}).await.unwrap();
    let off = until(&friends[0], &called_off, |p| states(p) == [(3_334, RefundState::Confirmed)]).await;
    assert_eq!(off.state, DealState::Cancelled);
    server.kill_9();
    let server = Server::start_in(folder.path(), &later("3601"));
    let friends: Vec<Person> = friends.iter().map(|f| f.at(&server)).collect();
    let failed = until(&friends[0], &failing, |p| states(p) == [(12_800, RefundState::Confirmed)]).await;
    assert_eq!((failed.state, failed.people), (DealState::Failed, 1));
    until(&friends[1], &called_off, |p| states(p) == [(3_334, RefundState::Confirmed)]).await;
}

#[tokio::test]
async fn what_the_host_gave_back_counts_when_the_member_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let (host, group, friends) = people(&server, 2).await;
    let deal = open(&host, &group, |now| mats(now.plus_s(3600))).await;
    let d = deal.id.as_str();
    for friend in &friends {
        friend.send(api::NEW_PLEDGE, &[d], &one()).await.unwrap();
    }
    server.kill_9();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "3601"]);
    let (host, friend, other) = (host.at(&server), friends[0].at(&server), friends[1].at(&server));
    let id = pledge(&see(&friend, &deal).await).id.to_string();
    assert_eq!(refused(host.send(api::GIVE_BACK, &[id.as_str()], &Done {}).await), Code::Conflict);
    host.send(api::SETTLE_PLEDGE, &[id.as_str()], &Done {}).await.unwrap();
    assert_eq!(refused(friend.send(api::GIVE_BACK, &[id.as_str()], &Done {}).await), Code::NotYours);
    let said = host.send(api::GIVE_BACK, &[id.as_str()], &Done {}).await.unwrap();
    assert_eq!(states(&said), [(9_900, RefundState::Said)]);
    assert_eq!(refused(host.send(api::GIVE_BACK, &[id.as_str()], &Done {}).await), Code::Conflict);
    let refund = said.refunds[0].id.to_string();
    assert_eq!(refused(other.send(api::CONFIRM_REFUND, &[refund.as_str()], &Done {}).await), Code::NotYours);
    crate::balance::check(folder.path()).await;
    let back = friend.send(api::CONFIRM_REFUND, &[refund.as_str()], &Done {}).await.unwrap();
    assert_eq!(states(pledge(&back)), [(9_900, RefundState::Confirmed)]);
    assert_eq!(refused(friend.send(api::CONFIRM_REFUND, &[refund.as_str()], &Done {}).await), Code::Conflict);
}
