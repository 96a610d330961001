//! A crowd that opens, joins, pays, leaves and looks at once, while the server is killed as by a power cut and started
//! again at moments that chance chooses. What the file says after each cut is sound: nothing oversold, no money lost or
//! doubled; and whatever a client was answered before it is still so.
//!
//! 200 clients and three cuts; with `QUNLI_LONG` eight. `QUNLI_SEED` repeats the moments.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use contract::api::{self, Done};
use contract::group::Policy;
use contract::groupbuy::{
    Deal, DealState, NewDeal, NewPledge, PaymentState, PlayOutcome, PlayPayment, RefundState, TeamState,
};
use contract::invite::InviteKind;
use contract::{Code, Endpoint, Money};
use serde::Serialize;
use sqlx::{Connection, SqliteConnection};

use crate::histories::Chance;
use crate::people::{Person, held, key};
use crate::server::Server;
use crate::teams::in_three;

/// What the clients share.
#[derive(Default)]
struct Crowd {
    /// Where the server is now; it moves at every start.
    base: Mutex<String>,
    stop: AtomicBool,
    done: AtomicUsize,
    heard: Mutex<Heard>,
}

/// What was answered and never changes back: no cut may take it away.
#[derive(Default)]
struct Heard {
    pledges: BTreeSet<String>,
    /// Whether they were paid by the last answer.
    payments: BTreeMap<String, bool>,
    /// Whether they were confirmed by the last answer.
    refunds: BTreeMap<String, bool>,
    /// Teams that were full.
    full: BTreeSet<String>,
}

impl Heard {
    /// What was heard before, beside what was heard meanwhile.
    fn add(&mut self, before: Self) {
        self.pledges.extend(before.pledges);
        self.full.extend(before.full);
        for (mine, theirs) in [(&mut self.payments, before.payments), (&mut self.refunds, before.refunds)] {
            for (id, last) in theirs {
                *mine.entry(id).or_default() |= last;
            }
        }
    }

    fn hear(&mut self, deal: &Deal) {
        let full = deal.teams.iter().filter(|team| team.state == TeamState::Succeeded);
        self.full.extend(full.map(|team| team.id.to_string()));
        let Some(mine) = &deal.your_pledge else { return };
        self.pledges.insert(mine.id.to_string());
        if let Some(payment) = &mine.payment {
            self.payments.insert(payment.id.to_string(), payment.state == PaymentState::Paid);
        }
        for refund in &mine.refunds {
            self.refunds.insert(refund.id.to_string(), refund.state == RefundState::Confirmed);
        }
    }

    /// The file knows all of it.
    async fn is_kept(&self, folder: &Path) {
        let file = folder.join("qunli.sqlite3");
        let mut db = SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
        let mut known = BTreeMap::new();
        for table in ["pledges", "payments", "refunds", "teams"] {
            let rows: Vec<(String, String)> =
                sqlx::query_as(sqlx::AssertSqlSafe(format!("SELECT id, state FROM {table}")))
                    .fetch_all(&mut db)
                    .await
                    .unwrap();
            known.insert(table, rows.into_iter().collect::<BTreeMap<_, _>>());
        }
        db.close().await.unwrap();
        for id in &self.pledges {
            assert!(known["pledges"].contains_key(id), "pledge {id} was answered and is lost");
        }
        for (table, heard, at_last) in
            [("payments", &self.payments, "paid"), ("refunds", &self.refunds, "confirmed")]
        {
            for (id, was_last) in heard {
                let state = known[table]
                    .get(id)
                    .unwrap_or_else(|| panic!("{id} of {table} was answered and is lost"));
                assert!(!was_last || state == at_last, "{id} of {table} was {at_last}, and is {state}");
            }
        }
        for id in &self.full {
            assert_eq!(known["teams"][id], "succeeded", "team {id} was full");
        }
        assert!(
            self.payments.values().any(|paid| *paid),
            "nobody was told that they paid: this tried nothing"
        );
    }
}

/// Acts as often as it takes to hear an answer, by one intent.
async fn insist<Q: Serialize>(
    who: &Person,
    crowd: &Crowd,
    e: Endpoint<Q, Deal>,
    args: &[&str],
    command: &Q,
) -> Option<Result<Deal, Code>> {
    let intent = key();
    while !crowd.stop.load(Ordering::Relaxed) {
        let who = Person { base: crowd.base.lock().unwrap().clone(), ..who.clone() };
        let request =
            who.request(e.method.as_str(), &e.path_with(args)).header(contract::IDEMPOTENCY_KEY, &intent);
        let body = serde_json::to_string(command).unwrap();
        let request = if body == "null" { request } else { request.body(body) };
        match request.timeout(Duration::from_secs(5)).send().await {
            Ok(answer) => match answer.text().await {
                Ok(text) => {
                    let deal = serde_json::from_str::<Deal>(&text)
                        .inspect(|deal| crowd.heard.lock().unwrap().hear(deal));
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
async fn client(who: Person, nth: usize, deals: [String; 2], crowd: Arc<Crowd>) {
    let [teams, tiers] = deals;
    let outcomes = [PlayOutcome::Paid, PlayOutcome::Paid, PlayOutcome::PaidTwice, PlayOutcome::Declined];
    for round in nth.. {
        if crowd.stop.load(Ordering::Relaxed) {
            return;
        }
        let deal = if round % 3 == 0 { &tiers } else { &teams };
        let entered = if round % 3 == 0 {
            let order = NewPledge { quantity: 1, ..NewPledge::default() };
            insist(&who, &crowd, api::NEW_PLEDGE, &[deal], &order).await
        } else {
            let asker = Person { base: crowd.base.lock().unwrap().clone(), ..who.clone() };
            let request =
                asker.request("GET", &api::DEAL.path_with(&[deal])).timeout(Duration::from_secs(5)).send();
            let seen = match request.await {
                Ok(answer) => {
                    answer.text().await.ok().and_then(|text| serde_json::from_str::<Deal>(&text).ok())
                }
                Err(_) => None,
            };
            let Some(seen) = seen else { continue };
            crowd.heard.lock().unwrap().hear(&seen);
            let open =
                seen.teams.iter().find(|t| t.state == TeamState::Running && t.people + t.held < t.size);
            match open {
                Some(team) => insist(&who, &crowd, api::JOIN_TEAM, &[team.id.as_str()], &Done {}).await,
                None => insist(&who, &crowd, api::NEW_TEAM, &[deal], &Done {}).await,
            }
        };
        let Some(entered) = entered else { return };
        crowd.done.fetch_add(1, Ordering::Relaxed);
        if let Ok(Deal { your_pledge: Some(mine), .. }) = entered {
            let orders = PlayPayment {
                outcome: outcomes[round % 4],
                after_s: u32::try_from(round % 2).unwrap(),
                refund_fails: u32::try_from(round % 3).unwrap(),
            };
            if let Some(payment) = mine.payment {
                insist(&who, &crowd, api::PAY, &[payment.id.as_str()], &orders).await;
            }
        }
        if round % 2 == 0 {
            insist(&who, &crowd, api::LEAVE_DEAL, &[deal], &()).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_and_power_cuts_leave_the_file_sound() {
    let long = std::env::var_os("QUNLI_LONG").is_some();
    let (clients, cuts) = (200, if long { 8 } else { 3 });
    let seed = std::env::var("QUNLI_SEED").ok().and_then(|s| s.parse::<u64>().ok());
    let seed = seed.unwrap_or_else(|| if long { u64::from(std::process::id()) } else { 7 });
    println!("QUNLI_SEED={seed}");
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
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
    let crowd = Arc::new(Crowd { base: Mutex::new(server.base.clone()), ..Crowd::default() });
    let tasks: Vec<_> = people
        .into_iter()
        .enumerate()
        .map(|(nth, who)| {
            let deals = [deals[0].clone(), deals[1].clone()];
            tokio::spawn(client(who, nth, deals, Arc::clone(&crowd)))
        })
        .collect();
    for cut in 1..=cuts {
        // In the middle of whatever they do; the file is looked at after each cut.
        while crowd.done.load(Ordering::Relaxed) < cut * clients {
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        tokio::time::sleep(Duration::from_millis(chance.below(300))).await;
        server.kill_9();
        // Whatever is heard from now on comes from the server after the cut.
        let heard = std::mem::take(&mut *crowd.heard.lock().unwrap());
        heard.is_kept(folder.path()).await;
        crowd.heard.lock().unwrap().add(heard);
        server = Server::start_in(folder.path(), &sandbox);
        *crowd.base.lock().unwrap() = server.base.clone();
    }
    while crowd.done.load(Ordering::Relaxed) < (cuts + 1) * clients {
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    crowd.stop.store(true, Ordering::Relaxed);
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
