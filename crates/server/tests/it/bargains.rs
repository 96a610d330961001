//! Bargains: off by default, exact to the fen, each helps once and three times a day, ended once; and a crowd at once.

use std::time::Duration;

use contract::api::{self, Done};
use contract::feed::Attachment;
use contract::group::{Bargaining, Policy, SetPolicy};
use contract::groupbuy::{
    Bargain, BargainState, Deal, DealState, NewBargains, NewDeal, NewPledge, PledgeState, Tier,
};
use contract::referral::Arrive;
use contract::{Code, GroupId, Money, Timestamp};

use crate::doors::{point_at, preview};
use crate::people::{Person, refused};
use crate::races::at_once;
use crate::server::Server;
use crate::teams::{open, see};

fn on() -> Policy {
    Policy { bargains: Bargaining::ToFloor, ..Policy::default() }
}

async fn people(server: &Server, policy: Policy, count: usize) -> (Person, GroupId, Vec<Person>) {
    let host = Person::verified(server).await;
    let group = host.new_group(policy).await.id;
    let mut friends = Vec::new();
    for i in 0..count {
        friends.push(host.let_in_verified(server, &group, &format!("群友{i}")).await);
    }
    (host, group, friends)
}

/// A mat of 128 yuan that may come down to 99.
fn mat(ends_at: Timestamp, helps: u32, stock: u32) -> NewDeal {
    NewDeal {
        title: "瑜伽垫".into(),
        tiers: vec![Tier { from: 1, price: Money::fen(12_800) }],
        minimum: 1,
        per_member: 1,
        stock: Some(stock),
        ends_at,
        bargain: Some(NewBargains { floor: Money::fen(9_900), helps }),
        ..NewDeal::default()
    }
}

fn mine(deal: &Deal) -> &Bargain {
    deal.bargains.iter().find(|b| b.yours).expect("no bargain of mine")
}

async fn begin(who: &Person, deal: &Deal) -> Bargain {
    mine(&who.send(api::NEW_BARGAIN, &[deal.id.as_str()], &Done {}).await.unwrap()).clone()
}

/// One that the host begins on a mat of their own, in a group that allows it from now on.
pub async fn begun(host: &Person, group: &GroupId) -> contract::BargainId {
    let command = SetPolicy { policy: on(), was: None };
    host.send(api::SET_POLICY, &[group.as_str()], &command).await.unwrap();
    let deal = open(host, group.as_str(), |now| mat(now.plus_s(3600), 3, 2)).await;
    begin(host, &deal).await.id
}

#[tokio::test]
async fn the_door_of_an_invite_tells_of_no_bargain() {
    let server = Server::start();
    let (host, group, _) = people(&server, on(), 0).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3600), 3, 2)).await;
    let made = point_at(&host, group.as_str(), "deal", deal.id.as_str()).await.unwrap();
    let seen = preview(&Person::stranger(&server), &made).await.unwrap();
    assert_eq!(seen.target, None, "the app around the door may be one that bans it");
}

#[tokio::test]
async fn friends_help_to_the_floor_and_it_is_bought_and_settled_like_any_deal() {
    let server = Server::start();
    let (host, group, friends) = people(&server, on(), 5).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3600), 3, 2)).await;
    let d = deal.id.as_str();
    let terms = deal.bargain.unwrap();
    assert_eq!((terms.helps, terms.hours, terms.any_price, terms.helps_left), (3, 24, false, 3));
    let order = NewPledge { quantity: 1, ..NewPledge::default() };
    assert_eq!(refused(friends[0].send(api::NEW_PLEDGE, &[d], &order).await), Code::Conflict);

    let bargain = begin(&friends[0], &deal).await;
    let b = bargain.id.as_str();
    assert_eq!(
        (bargain.price, bargain.missing, bargain.state),
        (Money::fen(12_800), 3, BargainState::Running)
    );
    assert_eq!(bargain.ends_at, bargain.opened_at.plus_s(86_400), "24 hours, beyond the deal's end");
    assert_eq!(refused(friends[0].send(api::NEW_BARGAIN, &[d], &Done {}).await), Code::AlreadyPledged);
    assert_eq!(
        refused(friends[0].send(api::HELP_BARGAIN, &[b], &Done {}).await),
        Code::Conflict,
        "not oneself"
    );
    assert_eq!(
        refused(friends[0].send(api::BUY_BARGAIN, &[b], &Done {}).await),
        Code::Conflict,
        "not before the floor"
    );
    let stranger = Person::verified(&server).await;
    assert_eq!(refused(stranger.send(api::HELP_BARGAIN, &[b], &Done {}).await), Code::NotMember);

    // What the next help takes off is known, and is what it takes.
    let mut next = bargain.next.unwrap();
    let mut price = 12_800;
    for (nth, friend) in friends.iter().enumerate().take(3).skip(1) {
        let helped = friend.send(api::HELP_BARGAIN, &[b], &Done {}).await.unwrap();
        let now = &helped.bargains[0];
        price -= next.amount;
        assert_eq!((now.price.amount, now.missing, now.helped), (price, 3 - nth as u32, true));
        assert_eq!(now.helps[nth - 1].cut, next);
        assert_eq!(now.helps[nth - 1].member.as_ref().unwrap().persona.nickname, format!("群友{nth}"));
        assert_eq!(helped.bargain.unwrap().helps_left, 2);
        next = now.next.unwrap();
    }
    assert_eq!(refused(friends[1].send(api::HELP_BARGAIN, &[b], &Done {}).await), Code::AlreadyHelped);
    assert_eq!(see(&friends[0], &deal).await.your_pledge.unwrap().total, Money::fen(price));
    let last = friends[3].send(api::HELP_BARGAIN, &[b], &Done {}).await.unwrap();
    assert!(last.bargains.is_empty(), "it is over, and not theirs");
    assert_eq!(refused(friends[4].send(api::HELP_BARGAIN, &[b], &Done {}).await), Code::BargainClosed);
    let seen = see(&friends[0], &deal).await;
    let ended = mine(&seen);
    assert_eq!(
        (ended.state, ended.price, ended.missing, ended.next),
        (BargainState::Reached, Money::fen(9_900), 0, None)
    );
    assert_eq!(ended.helps.iter().map(|h| h.cut.amount).sum::<i64>(), 2_900);
    let pledge = seen.your_pledge.unwrap();
    assert_eq!((pledge.state, pledge.total), (PledgeState::Due, Money::fen(9_900)));
    assert_eq!(refused(friends[0].send(api::LEAVE_DEAL, &[d], &()).await), Code::DealClosed);

    // One more fits into the stock, and no third; called off, what was bought stays.
    begin(&friends[1], &deal).await;
    assert_eq!(refused(friends[2].send(api::NEW_BARGAIN, &[d], &Done {}).await), Code::DealFull);
    let settled = host.send(api::SETTLE_PLEDGE, &[pledge.id.as_str()], &Done {}).await.unwrap();
    assert_eq!((settled.state, settled.total), (PledgeState::Settled, Money::fen(9_900)));
    let off = host.send(api::CANCEL_DEAL, &[d], &Done {}).await.unwrap();
    assert_eq!((off.state, off.units), (DealState::Succeeded, 1));
    let released = see(&friends[1], &deal).await;
    assert_eq!(mine(&released).state, BargainState::Cancelled);
    assert_eq!(released.your_pledge.unwrap().state, PledgeState::Released);
}

#[tokio::test]
async fn off_by_default_and_the_policy_of_its_opening_holds() {
    let server = Server::start();
    let (host, group, friends) = people(&server, Policy::default(), 2).await;
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let new = mat(now.plus_s(3600), 5, 2);
    assert_eq!(refused(host.send(api::NEW_DEAL, &[group.as_str()], &new).await), Code::ValidationFailed);
    let set = async |bargains| {
        let command = SetPolicy { policy: Policy { bargains, ..Policy::default() }, was: None };
        host.send(api::SET_POLICY, &[group.as_str()], &command).await.unwrap()
    };
    assert_eq!(set(Bargaining::AnyPrice).await.policy.bargains, Bargaining::AnyPrice);
    for (wrong, at) in [
        (NewDeal { stock: None, ..new.clone() }, "/stock"),
        (NewDeal { per_member: 2, ..new.clone() }, "/per_member"),
        (
            NewDeal { bargain: Some(NewBargains { floor: Money::fen(12_798), helps: 3 }), ..new.clone() },
            "/bargain/floor",
        ),
    ] {
        let problem = host.send(api::NEW_DEAL, &[group.as_str()], &wrong).await.unwrap_err();
        assert_eq!(problem.errors[0].pointer, at);
    }
    let deal = host.send(api::NEW_DEAL, &[group.as_str()], &new).await.unwrap();
    let bargain = begin(&friends[0], &deal).await;
    set(Bargaining::Off).await;
    assert_eq!(
        refused(friends[1].send(api::NEW_BARGAIN, &[deal.id.as_str()], &Done {}).await),
        Code::Conflict
    );
    // The one that runs keeps its promise: it may be helped, and bought at the price that is reached, once.
    let b = bargain.id.as_str();
    let helped = friends[1].send(api::HELP_BARGAIN, &[b], &Done {}).await.unwrap();
    let price = helped.bargains[0].price;
    assert_eq!(refused(friends[1].send(api::BUY_BARGAIN, &[b], &Done {}).await), Code::NotYours);
    let bought = friends[0].send(api::BUY_BARGAIN, &[b], &Done {}).await.unwrap();
    assert_eq!((mine(&bought).state, mine(&bought).price), (BargainState::Bought, price));
    let pledge = bought.your_pledge.unwrap();
    assert_eq!((pledge.state, pledge.total), (PledgeState::Due, price));
    assert_eq!(refused(friends[0].send(api::BUY_BARGAIN, &[b], &Done {}).await), Code::BargainClosed);
    assert_eq!(refused(host.send(api::EDIT_DEAL, &[deal.id.as_str()], &new).await), Code::Conflict);
}

#[tokio::test]
async fn three_helps_a_day_and_on_the_next_day_three_more() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let (host, group, friends) = people(&server, on(), 5).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3 * 86_400), 5, 10)).await;
    let other = open(&host, group.as_str(), |now| mat(now.plus_s(3 * 86_400), 5, 10)).await;
    let mut ids = Vec::new();
    for who in &friends[1..4] {
        ids.push(begin(who, &deal).await.id);
    }
    ids.push(begin(&friends[4], &other).await.id);
    for id in &ids[..3] {
        friends[0].send(api::HELP_BARGAIN, &[id.as_str()], &Done {}).await.unwrap();
    }
    // Over the whole group, not only in one deal.
    let fourth = friends[0].send(api::HELP_BARGAIN, &[ids[3].as_str()], &Done {}).await;
    assert_eq!(refused(fourth), Code::HelpLimit);
    assert_eq!(see(&friends[0], &other).await.bargain.unwrap().helps_left, 0);
    server.kill_9();
    // The next day, by the backend's calendar, before those bargains end.
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let to_midnight = 86_400 - (now + 8 * 3600) % 86_400;
    let offset = (to_midnight + 1).to_string();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", &offset]);
    let friend = friends[0].at(&server);
    let helped = friend.send(api::HELP_BARGAIN, &[ids[3].as_str()], &Done {}).await.unwrap();
    assert_eq!(helped.bargain.unwrap().helps_left, 2);
}

#[tokio::test]
async fn unreached_it_ends_by_itself_and_only_once_and_nothing_is_owed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let (host, group, friends) = people(&server, on(), 3).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3600), 5, 1)).await;
    let bargain = begin(&friends[0], &deal).await;
    friends[1].send(api::HELP_BARGAIN, &[bargain.id.as_str()], &Done {}).await.unwrap();
    server.kill_9();
    // Two seconds before its end; the deal's own is long over, and waited for it.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "86396"]);
    let friend = friends[0].at(&server);
    assert_eq!(see(&friend, &deal).await.state, DealState::Open);
    assert_eq!(
        refused(friends[2].at(&server).send(api::NEW_BARGAIN, &[deal.id.as_str()], &Done {}).await),
        Code::DealClosed
    );
    let cursor = friend.get(api::CHANGES, &[]).await.unwrap().cursor;
    let mut stream = crate::changes::Stream::open(&friend).await;
    stream.next().await.unwrap();
    tokio::time::timeout(Duration::from_secs(10), stream.next()).await.expect("it never ended").unwrap();
    let over = see(&friend, &deal).await;
    assert_eq!((mine(&over).state, over.state, over.units), (BargainState::Over, DealState::Failed, 0));
    assert_eq!(mine(&over).helps.len(), 1, "who helped stays");
    let pledge = over.your_pledge.unwrap();
    assert_eq!((pledge.state, pledge.total), (PledgeState::Released, Money::fen(0)));
    let told = friend.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    let about = told.iter().filter(|c| c.id == deal.id.as_str()).count();
    assert_eq!(about, 2, "the bargain once, the deal once: {told:?}");
}

#[tokio::test]
async fn a_deal_whose_time_is_over_ends_with_the_last_bargain_and_not_when_somebody_looks() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let (host, group, friends) = people(&server, on(), 4).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3600), 2, 3)).await;
    let ids = [begin(&friends[0], &deal).await.id, begin(&friends[1], &deal).await.id];
    host.send(api::HELP_BARGAIN, &[ids[0].as_str()], &Done {}).await.unwrap();
    server.kill_9();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "7200"]);
    let [first, second, third] = [&friends[0], &friends[1], &friends[2]].map(|who| who.at(&server));
    let reached = third.send(api::HELP_BARGAIN, &[ids[0].as_str()], &Done {}).await.unwrap();
    assert_eq!((reached.state, see(&first, &deal).await.state), (DealState::Open, DealState::Open));
    let left = second.send(api::LEAVE_DEAL, &[deal.id.as_str()], &()).await.unwrap();
    assert_eq!((left.state, left.units), (DealState::Succeeded, 1));
    assert_eq!(see(&first, &deal).await.your_pledge.unwrap().state, PledgeState::Due);
}

#[tokio::test]
async fn a_bargain_counts_for_who_shared_it_once_it_is_bought() {
    let server = Server::start();
    let (host, group, friends) = people(&server, on(), 2).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3600), 1, 2)).await;
    let counted = async || {
        let mine = host.get(api::REFERRAL, &[group.as_str()]).await.unwrap();
        mine.things.iter().map(|thing| thing.purchases).sum::<u32>()
    };
    let share = host.get(api::REFERRAL, &[group.as_str()]).await.unwrap().share.unwrap();
    let to = Attachment { kind: "deal".into(), id: deal.id.to_string(), title: String::new() };
    friends[0].send(api::ARRIVE, &[group.as_str()], &Arrive { share, to }).await.unwrap();
    let bargain = begin(&friends[0], &deal).await;
    assert_eq!(counted().await, 0, "it is no purchase yet");
    friends[1].send(api::HELP_BARGAIN, &[bargain.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(counted().await, 1);
}

#[tokio::test]
async fn whoever_leaves_the_group_lets_it_be_and_who_helped_stays_without_a_name() {
    let server = Server::start();
    let (host, group, friends) = people(&server, on(), 3).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3600), 5, 1)).await;
    let bargain = begin(&friends[0], &deal).await;
    friends[1].send(api::HELP_BARGAIN, &[bargain.id.as_str()], &Done {}).await.unwrap();
    friends[1].send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    let seen = see(&friends[0], &deal).await;
    assert_eq!((mine(&seen).helps.len(), mine(&seen).helps[0].member.clone()), (1, None));
    friends[0].send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    let seen = see(&host, &deal).await;
    assert_eq!((seen.bargains.len(), seen.units, seen.people), (0, 0, 0));
    assert_eq!(
        refused(friends[2].send(api::HELP_BARGAIN, &[bargain.id.as_str()], &Done {}).await),
        Code::BargainClosed
    );
    begin(&friends[2], &deal).await;
    // Left before it ends, it is nobody's and owed by nobody.
    let left = friends[2].send(api::LEAVE_DEAL, &[deal.id.as_str()], &()).await.unwrap();
    assert_eq!((mine(&left).state, left.units), (BargainState::Left, 0));
}

#[tokio::test]
async fn brought_down_to_nothing_it_is_settled_without_money() {
    let server = Server::start();
    let (host, group, friends) = people(&server, on(), 2).await;
    let free = |now: Timestamp| NewDeal {
        bargain: Some(NewBargains { floor: Money::fen(0), helps: 1 }),
        ..mat(now.plus_s(3600), 1, 1)
    };
    let deal = open(&host, group.as_str(), free).await;
    let bargain = begin(&friends[0], &deal).await;
    friends[1].send(api::HELP_BARGAIN, &[bargain.id.as_str()], &Done {}).await.unwrap();
    let pledge = see(&friends[0], &deal).await.your_pledge.unwrap();
    assert_eq!((pledge.state, pledge.total), (PledgeState::Due, Money::fen(0)));
    let settled = host.send(api::SETTLE_PLEDGE, &[pledge.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(settled.state, PledgeState::Settled);
}

#[tokio::test]
async fn fifty_friends_help_at_once_and_the_price_is_exactly_the_floor() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let (host, group, friends) = people(&server, on(), 54).await;
    let deal = open(&host, group.as_str(), |now| mat(now.plus_s(3600), 40, 4)).await;
    let mut ids = Vec::new();
    for who in &friends[50..] {
        ids.push(begin(who, &deal).await.id);
    }
    // All press twice at once, on the first; then all on the three others: nobody helps a fourth time.
    let crowd: Vec<Person> = friends[..50].iter().chain(&friends[..50]).cloned().collect();
    let first = ids[0].clone();
    let answers = at_once(crowd, move |_, who| {
        let id = first.clone();
        async move { who.send(api::HELP_BARGAIN, &[id.as_str()], &Done {}).await.map(drop) }
    })
    .await;
    assert_eq!(answers.get(&None), Some(&40), "{answers:?}");
    let seen = see(&friends[50], &deal).await;
    let ended = mine(&seen);
    assert_eq!((ended.price, ended.state, ended.helps.len()), (Money::fen(9_900), BargainState::Reached, 40));
    assert_eq!(ended.helps.iter().map(|h| h.cut.amount).sum::<i64>(), 2_900);
    let mut names: Vec<_> = ended.helps.iter().map(|h| h.member.as_ref().unwrap().id.clone()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 40, "each once");
    let rest: Vec<Person> = (1..4).flat_map(|_| friends[..50].to_vec()).collect();
    let answers = at_once(rest, move |nth, who| {
        let id = ids[1 + nth / 50].clone();
        async move { who.send(api::HELP_BARGAIN, &[id.as_str()], &Done {}).await.map(drop) }
    })
    .await;
    assert_eq!(answers.keys().filter(|k| matches!(k, Some(Code::AlreadyHelped))).count(), 0, "{answers:?}");
    drop(server);
    let file = format!("sqlite://{}", folder.path().join("qunli.sqlite3").display());
    let mut db = <sqlx::SqliteConnection as sqlx::Connection>::connect(&file).await.unwrap();
    let most: i64 = sqlx::query_scalar(
        "SELECT MAX(n) FROM (SELECT COUNT(*) AS n FROM bargain_helps GROUP BY member_id, day)",
    )
    .fetch_one(&mut db)
    .await
    .unwrap();
    assert!(most <= 3, "{most}");
}
