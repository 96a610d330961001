//! A crowd that opens, joins, pays, leaves and looks at once, while the server is killed as by a power cut and started
//! again. What the file says afterwards is sound: nothing oversold, no money lost or doubled.
//!
//! 24 clients and two cuts; with `QUNLI_LONG` 200 clients and eight.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use contract::api::{self, Done};
use contract::group::Policy;
use contract::groupbuy::{Deal, DealState, NewDeal, NewPledge, PlayOutcome, PlayPayment, TeamState};
use contract::invite::InviteKind;
use contract::{Code, Endpoint, Money};
use serde::Serialize;

use crate::people::{Person, held, key};
use crate::server::Server;
use crate::teams::in_three;

/// Where the server is now; it moves at every start.
type Base = Arc<Mutex<String>>;

/// Acts as often as it takes to hear an answer, by one intent.
async fn insist<Q: Serialize>(
    who: &Person,
    base: &Base,
    stop: &AtomicBool,
    e: Endpoint<Q, Deal>,
    args: &[&str],
    command: &Q,
) -> Option<Result<Deal, Code>> {
    let intent = key();
    while !stop.load(Ordering::Relaxed) {
        let who = Person { base: base.lock().unwrap().clone(), ..who.clone() };
        let request =
            who.request(e.method.as_str(), &e.path_with(args)).header(contract::IDEMPOTENCY_KEY, &intent);
        let body = serde_json::to_string(command).unwrap();
        let request = if body == "null" { request } else { request.body(body) };
        match request.timeout(Duration::from_secs(5)).send().await {
            Ok(answer) => match answer.text().await {
                Ok(text) => {
                    let deal = serde_json::from_str::<Deal>(&text);
                    return Some(
                        deal.map_err(|_| serde_json::from_str::<contract::Problem>(&text).unwrap().code),
                    );
                }
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    }
    None
}

/// One client: over and over into a team or a deal, paying as chance has it, and sometimes out again.
async fn client(
    who: Person,
    nth: usize,
    base: Base,
    deals: [String; 2],
    stop: Arc<AtomicBool>,
    done: Arc<AtomicUsize>,
) {
    let [teams, tiers] = deals;
    let outcomes = [PlayOutcome::Paid, PlayOutcome::Paid, PlayOutcome::PaidTwice, PlayOutcome::Declined];
    for round in nth.. {
        if stop.load(Ordering::Relaxed) {
            return;
        }
        let deal = if round % 3 == 0 { &tiers } else { &teams };
        let entered = if round % 3 == 0 {
            let order = NewPledge { quantity: 1, ..NewPledge::default() };
            insist(&who, &base, &stop, api::NEW_PLEDGE, &[deal], &order).await
        } else {
            let asker = Person { base: base.lock().unwrap().clone(), ..who.clone() };
            let request =
                asker.request("GET", &api::DEAL.path_with(&[deal])).timeout(Duration::from_secs(5)).send();
            let seen = match request.await {
                Ok(answer) => {
                    answer.text().await.ok().and_then(|text| serde_json::from_str::<Deal>(&text).ok())
                }
                Err(_) => None,
            };
            let Some(seen) = seen else { continue };
            let open =
                seen.teams.iter().find(|t| t.state == TeamState::Running && t.people + t.held < t.size);
            match open {
                Some(team) => insist(&who, &base, &stop, api::JOIN_TEAM, &[team.id.as_str()], &Done {}).await,
                None => insist(&who, &base, &stop, api::NEW_TEAM, &[deal], &Done {}).await,
            }
        };
        let Some(entered) = entered else { return };
        done.fetch_add(1, Ordering::Relaxed);
        if let Ok(Deal { your_pledge: Some(mine), .. }) = entered {
            let orders = PlayPayment {
                outcome: outcomes[round % 4],
                after_s: u32::try_from(round % 2).unwrap(),
                refund_fails: u32::try_from(round % 3).unwrap(),
            };
            if let Some(payment) = mine.payment {
                insist(&who, &base, &stop, api::PAY, &[payment.id.as_str()], &orders).await;
            }
        }
        if round % 2 == 0 {
            insist(&who, &base, &stop, api::LEAVE_DEAL, &[deal], &()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_and_power_cuts_leave_the_file_sound() {
    let long = std::env::var_os("QUNLI_LONG").is_some();
    let (clients, cuts) = if long { (200, 8) } else { (24, 2) };
    let sandbox = ["--rate-limits", "off", "--payments", "sandbox"];
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start_in(folder.path(), &sandbox);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let mut people = Vec::new();
    for i in 0..clients {
        // A QR stops at a hundred; an invite of one's own does not.
        let invite = host.new_invite(&group.id, InviteKind::Personal).await.unwrap();
        let person = Person::verified(&server).await;
        person.join(held(&invite), &format!("群友{i}")).await.unwrap();
        people.push(person);
    }
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let tiered = NewDeal {
        title: "垫子".into(),
        tiers: vec![contract::groupbuy::Tier { from: 1, price: Money::fen(12_800) }],
        minimum: 1,
        per_member: 1,
        stock: Some(5),
        ends_at: now.plus_s(86_400),
        ..NewDeal::default()
    };
    let mut deals = Vec::new();
    for new in [in_three(now.plus_s(86_400), Some(30)), tiered] {
        deals.push(host.send(api::NEW_DEAL, &[group.id.as_str()], &new).await.unwrap().id.to_string());
    }
    let base: Base = Arc::new(Mutex::new(server.base.clone()));
    let (stop, done) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let tasks: Vec<_> = people
        .into_iter()
        .enumerate()
        .map(|(nth, who)| {
            let deals = [deals[0].clone(), deals[1].clone()];
            tokio::spawn(client(who, nth, base.clone(), deals, stop.clone(), done.clone()))
        })
        .collect();
    for cut in 1..=cuts {
        // In the middle of whatever they do; the file is looked at after each cut.
        while done.load(Ordering::Relaxed) < cut * clients {
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        server.kill_9();
        server = Server::start_in(folder.path(), &sandbox);
        *base.lock().unwrap() = server.base.clone();
    }
    while done.load(Ordering::Relaxed) < (cuts + 1) * clients {
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    stop.store(true, Ordering::Relaxed);
    for task in tasks {
        task.await.unwrap();
    }
    server.kill_9();

    // Two days later everything is over, and what was to come back has come.
    let server = Server::start_in(folder.path(), &[&sandbox[..], &["--clock-offset-s", "200000"]].concat());
    let host = host.at(&server);
    for deal in &deals {
        let ended = host.get(api::DEAL, &[deal.as_str()]).await.unwrap();
        assert_ne!(ended.state, DealState::Open);
        assert!(ended.stock.is_none_or(|stock| ended.units <= stock));
    }
}
