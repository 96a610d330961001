//! Tiered deals from the opening to the last settled pledge.

use std::time::Duration;

use contract::api::{self, Done};
use contract::change::ChangeKind;
use contract::group::Policy;
use contract::groupbuy::{Deal, DealState, NewDeal, NewPledge, PledgeState, Tier};
use contract::{Code, Money, Timestamp};

use crate::people::{Person, refused};
use crate::server::Server;

pub fn new_deal(ends_at: Timestamp) -> NewDeal {
    NewDeal {
        title: "天然橡胶瑜伽垫 5 mm".into(),
        about: String::new(),
        pick_up: "前台".into(),
        tiers: vec![tier(1, 12_800), tier(3, 9_900), tier(10, 7_900)],
        minimum: 2,
        stock: Some(5),
        per_member: 2,
        ends_at,
        ..NewDeal::default()
    }
}

fn tier(from: u32, fen: i64) -> Tier {
    Tier { from, price: Money::fen(fen) }
}

pub fn units(quantity: u32) -> NewPledge {
    NewPledge { quantity, ..NewPledge::default() }
}

async fn open(who: &Person, group: &str, seconds: i64) -> Deal {
    let now = who.get(api::CHANGES, &[]).await.unwrap().server_time;
    who.send(api::NEW_DEAL, &[group], &new_deal(now.plus_s(seconds))).await.unwrap()
}

#[tokio::test]
async fn a_deal_runs_and_is_settled() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let opener = host.let_in_verified(&server, &group.id, "山竹").await;
    let friends = [
        host.let_in_verified(&server, &group.id, "阿禾").await,
        host.let_in_verified(&server, &group.id, "老周").await,
        host.let_in_verified(&server, &group.id, "小满").await,
    ];
    let deal = open(&opener, id, 3600).await;
    let d = deal.id.as_str();
    assert_eq!((deal.people, deal.unit_price, deal.yours), (0, Money::fen(12_800), true));

    let one = friends[0].send(api::NEW_PLEDGE, &[d], &units(1)).await.unwrap();
    assert_eq!((one.people, one.unit_price), (1, Money::fen(12_800)));
    assert_eq!(one.your_pledge.unwrap().total, Money::fen(12_800));
    assert_eq!(refused(friends[0].send(api::NEW_PLEDGE, &[d], &units(1)).await), Code::AlreadyPledged);
    assert_eq!(refused(friends[1].send(api::NEW_PLEDGE, &[d], &units(3)).await), Code::DealLimit);
    friends[1].send(api::NEW_PLEDGE, &[d], &units(2)).await.unwrap();
    let three = friends[2].send(api::NEW_PLEDGE, &[d], &units(2)).await.unwrap();
    assert_eq!((three.people, three.units, three.unit_price), (3, 5, Money::fen(9_900)));
    assert_eq!(refused(opener.send(api::NEW_PLEDGE, &[d], &units(1)).await), Code::DealFull);
    // One leaves: the price rises again for all, and the place is free.
    let two = friends[2].send(api::LEAVE_DEAL, &[d], &()).await.unwrap();
    assert_eq!((two.people, two.unit_price, two.your_pledge), (2, Money::fen(12_800), None));
    assert_eq!(refused(friends[2].send(api::LEAVE_DEAL, &[d], &()).await), Code::NotPledged);
    opener.send(api::NEW_PLEDGE, &[d], &units(1)).await.unwrap();
    assert_eq!(refused(friends[0].get(api::PLEDGES, &[d]).await), Code::NotYours);
    let pledge = opener.get(api::PLEDGES, &[d]).await.unwrap().items[0].id.clone();
    assert_eq!(refused(opener.send(api::SETTLE_PLEDGE, &[pledge.as_str()], &Done {}).await), Code::Conflict);
    server.kill_9();

    // It ended while the server was down.
    let server = Server::start_in(folder.path(), &["--rate-limits", "off", "--clock-offset-s", "3601"]);
    let (opener, host, friend) = (opener.at(&server), host.at(&server), friends[0].at(&server));
    let ended = friend.get(api::DEAL, &[d]).await.unwrap();
    assert_eq!((ended.state, ended.unit_price), (DealState::Succeeded, Money::fen(9_900)));
    assert_eq!(ended.your_pledge.unwrap().state, PledgeState::Due);
    assert_eq!(refused(friend.send(api::LEAVE_DEAL, &[d], &()).await), Code::DealClosed);
    assert_eq!(
        refused(friends[2].at(&server).send(api::NEW_PLEDGE, &[d], &units(1)).await),
        Code::DealClosed
    );
    assert_eq!(refused(host.send(api::CANCEL_DEAL, &[d], &Done {}).await), Code::DealClosed);
    let pledges = opener.all(api::PLEDGES, &[d], 2).await;
    assert_eq!(pledges.iter().map(|p| p.total.amount).collect::<Vec<_>>(), [9_900, 19_800, 9_900]);
    assert_eq!(
        refused(friend.send(api::SETTLE_PLEDGE, &[pledges[0].id.as_str()], &Done {}).await),
        Code::NotYours
    );
    let settled = host.send(api::SETTLE_PLEDGE, &[pledges[0].id.as_str()], &Done {}).await.unwrap();
    assert_eq!(settled.state, PledgeState::Settled);
    opener.send(api::SETTLE_PLEDGE, &[pledges[1].id.as_str()], &Done {}).await.unwrap();
    assert_eq!(
        refused(opener.send(api::SETTLE_PLEDGE, &[pledges[1].id.as_str()], &Done {}).await),
        Code::Conflict
    );
    // Who owes and leaves still owes; the name is gone.
    friend.send(api::LEAVE, &[id], &()).await.unwrap();
    assert!(opener.get(api::PLEDGES, &[d]).await.unwrap().items[0].member.is_none());
    server.terminate();
    let sums = ledger(folder.path()).await;
    assert_eq!(sums, [("due".into(), 39_600), ("kept".into(), 29_700), ("paid".into(), 29_700)]);
}

/// What came to be owed, is the host's, and was paid, straight from the file.
pub async fn ledger(folder: &std::path::Path) -> Vec<(String, i64)> {
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query_as(
        "SELECT 'due', SUM(amount) AS sum FROM postings WHERE account = 'owed' AND amount > 0 HAVING sum > 0 \
         UNION ALL SELECT 'kept', SUM(amount) AS sum FROM postings WHERE account = 'host' HAVING sum > 0 \
         UNION ALL SELECT 'paid', SUM(amount * times) AS sum FROM payments HAVING sum > 0",
    )
    .fetch_all(&mut db)
    .await
    .unwrap()
}

#[tokio::test]
async fn a_deal_ends_by_itself_while_people_watch() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let friend = host.let_in_verified(&server, &group.id, "阿禾").await;
    let deal = open(&host, id, 2).await;
    friend.send(api::NEW_PLEDGE, &[deal.id.as_str()], &units(1)).await.unwrap();
    let cursor = friend.get(api::CHANGES, &[]).await.unwrap().cursor;
    let mut stream = crate::changes::Stream::open(&friend).await;
    assert_eq!(stream.next().await.unwrap().to_string(), cursor, "it has not ended yet");
    // Nobody asks for anything: the scheduler must end it, and the stream must say so.
    let told = tokio::time::timeout(Duration::from_secs(3), stream.next()).await.expect("it never ended");
    assert!(told.unwrap() > cursor.parse().unwrap());
    let changes = friend.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert_eq!(changes.iter().filter(|c| c.kind == ChangeKind::Deal).count(), 1, "{changes:?}");
    let ended = friend.get(api::DEAL, &[deal.id.as_str()]).await.unwrap();
    assert_eq!(ended.state, DealState::Failed, "one person is not two");
    let pledge = ended.your_pledge.unwrap();
    assert_eq!((pledge.state, pledge.total), (PledgeState::Released, Money::fen(0)));
}

#[tokio::test]
async fn who_may_open_and_call_off() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let closed = host.new_group(Policy { members_open_deals: false, ..Policy::default() }).await;
    let friend = host.let_in_verified(&server, &closed.id, "阿禾").await;
    let unverified = host.let_in(&closed.id, "没电话").await;
    let now = friend.get(api::CHANGES, &[]).await.unwrap().server_time;
    let command = new_deal(now.plus_s(3600));
    assert_eq!(refused(friend.send(api::NEW_DEAL, &[closed.id.as_str()], &command).await), Code::NotYours);
    let deal = host.send(api::NEW_DEAL, &[closed.id.as_str()], &command).await.unwrap();
    let d = deal.id.as_str();
    assert_eq!(refused(unverified.send(api::NEW_PLEDGE, &[d], &units(1)).await), Code::PhoneUnverified);
    friend.send(api::NEW_PLEDGE, &[d], &units(1)).await.unwrap();
    assert_eq!(refused(friend.send(api::CANCEL_DEAL, &[d], &Done {}).await), Code::NotYours);
    let off = host.send(api::CANCEL_DEAL, &[d], &Done {}).await.unwrap();
    assert_eq!(off.state, DealState::Cancelled);
    assert_eq!(friend.get(api::DEAL, &[d]).await.unwrap().your_pledge.unwrap().state, PledgeState::Released);

    let rising = NewDeal { tiers: vec![tier(1, 100), tier(3, 200)], ..command.clone() };
    let problem = host.send(api::NEW_DEAL, &[closed.id.as_str()], &rising).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.errors[0].pointer.as_str()),
        (Code::DealTiersInvalid, "/tiers/1/price")
    );
    let late = NewDeal { ends_at: now.plus_s(31 * 86_400), ..command };
    let problem = host.send(api::NEW_DEAL, &[closed.id.as_str()], &late).await.unwrap_err();
    assert_eq!((problem.code, problem.errors[0].pointer.as_str()), (Code::ValidationFailed, "/ends_at"));
}

#[tokio::test]
async fn leaving_the_group_withdraws_from_open_deals() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let friend = host.let_in_verified(&server, &group.id, "阿禾").await;
    let deal = open(&host, group.id.as_str(), 3600).await;
    friend.send(api::NEW_PLEDGE, &[deal.id.as_str()], &units(2)).await.unwrap();
    friend.send(api::LEAVE, &[group.id.as_str()], &()).await.unwrap();
    let now = host.get(api::DEAL, &[deal.id.as_str()]).await.unwrap();
    assert_eq!((now.people, now.units), (0, 0));
}

#[tokio::test]
async fn who_opened_a_deal_and_goes_calls_it_off() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let friend = host.let_in_verified(&server, &group.id, "阿禾").await;
    for removed in [false, true] {
        let opener = host.let_in_verified(&server, &group.id, "山竹").await;
        let (deal, other) = (open(&opener, id, 3600).await, open(&host, id, 3600).await);
        let d = deal.id.as_str();
        for person in [&friend, &opener] {
            person.send(api::NEW_PLEDGE, &[d], &units(1)).await.unwrap();
        }
        opener.send(api::NEW_PLEDGE, &[other.id.as_str()], &units(1)).await.unwrap();
        let cursor = friend.get(api::CHANGES, &[]).await.unwrap().cursor;
        if removed {
            let me = opener.get(api::GROUP, &[id]).await.unwrap().me.id;
            host.send(api::REMOVE_MEMBER, &[id, me.as_str()], &()).await.unwrap();
        } else {
            opener.send(api::LEAVE, &[id], &()).await.unwrap();
        }
        let changes = friend.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
        let told = |kind, id: &str| changes.iter().any(|c| c.kind == kind && c.id == id);
        assert!(told(ChangeKind::Deal, d), "{changes:?}");
        let off = friend.get(api::DEAL, &[d]).await.unwrap();
        assert_eq!((off.state, off.opener, off.people), (DealState::Cancelled, None, 2));
        assert_eq!(off.your_pledge.unwrap().state, PledgeState::Released);
        let pledges = host.get(api::PLEDGES, &[d]).await.unwrap().items;
        assert!(pledges.iter().all(|p| p.state == PledgeState::Released), "{pledges:?}");
        assert_eq!(refused(friend.send(api::LEAVE_DEAL, &[d], &()).await), Code::DealClosed);
        // A deal of somebody else goes on without them.
        let other = host.get(api::DEAL, &[other.id.as_str()]).await.unwrap();
        assert_eq!((other.state, other.people), (DealState::Open, 0));
    }
}
