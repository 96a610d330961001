//! Deals whose members do anything in any order while time jumps: nothing is oversold, no money is lost or doubled, the
//! price never rises with the head count, and in the end every refund has come back, once.
//!
//! 300 histories; 10,000 with `QUNLI_LONG`. `QUNLI_SEED` repeats one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use contract::api::Done;
use contract::group::Policy;
use contract::groupbuy::{
    ChooseLate, Deal, LateChoice, NewDeal, NewPledge, PaymentState, PlayOutcome, PlayPayment, Pledge,
    PledgeState, RefundState, Settling, TeamState, TeamTerms, Tier,
};
use contract::{Code, DealId, Money, Timestamp};
use server::app::{App, Parts};
use server::clock::Clock;
use server::courier::LogCourier;
use server::limit::Limits;
use server::rules::groupbuy::{deal, money, pledge, refund, team};
use server::rules::{Fail, Paging};
use server::secret::{Keys, token_hash};
use server::store::sqlite::SqliteStore;

use crate::people::unique;

const START: i64 = 1_800_000_000_000;
const PEOPLE: usize = 6;

/// A clock that only the test moves.
#[derive(Debug, Clone)]
struct Hands(Arc<AtomicI64>);

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Chance that can be repeated.
struct Chance(u64);

impl Chance {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

struct World {
    app: Arc<App>,
    clock: Hands,
    folder: PathBuf,
}

fn token(who: usize) -> String {
    format!("q1_{who}")
}

impl World {
    /// A group with its host, who is nobody's buyer, and a few members with a phone.
    async fn open(folder: &Path, settling: Settling) -> Self {
        let clock = Hands(Arc::new(AtomicI64::new(START)));
        let app = App::new(Parts {
            store: Box::new(SqliteStore::open(folder).await.unwrap()),
            blobs: Box::new(server::blob::Folder::open(folder).unwrap()),
            clock: Box::new(clock.clone()),
            keys: Keys::in_folder(folder).unwrap(),
            limits: Limits::new(None),
            courier: Box::new(LogCourier),
            settling,
            wechat: None,
            demo: false,
        });
        use sqlx::Connection;
        let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
        let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
        let policy = serde_json::to_string(&Policy::default()).unwrap();
        sqlx::query("INSERT INTO groups (id, name, about, policy, history_all, created_at) VALUES ('g', '群', '', ?, 0, 0)")
            .bind(policy)
            .execute(&mut db)
            .await
            .unwrap();
        for who in 0..=PEOPLE {
            let role = if who == 0 { "host" } else { "member" };
            sqlx::query("INSERT INTO accounts (id, phone, created_at) VALUES (?1, ?1, 0)")
                .bind(format!("a{who}"))
                .execute(&mut db)
                .await
                .unwrap();
            sqlx::query(
                "INSERT INTO sessions (hash, account_id, created_at, last_used_at) VALUES (?, ?, ?3, ?3)",
            )
            .bind(token_hash(&token(who)))
            .bind(format!("a{who}"))
            .bind(START)
            .execute(&mut db)
            .await
            .unwrap();
            sqlx::query(
                "INSERT INTO members (id, group_id, account_id, nickname, nickname_key, avatar, role, joined_at, joined_seq) \
                 VALUES (?1, 'g', ?2, ?1, ?1, 'moon-ash', ?3, 0, 0)",
            )
            .bind(format!("m{who}"))
            .bind(format!("a{who}"))
            .bind(role)
            .execute(&mut db)
            .await
            .unwrap();
        }
        db.close().await.unwrap();
        Self { app, clock, folder: folder.to_owned() }
    }

    /// Somebody does something, in a write of its own; refusals are answers.
    async fn does<R>(
        &self,
        who: usize,
        run: impl AsyncFnOnce(&mut server::rules::Writing) -> Result<R, Fail>,
    ) -> Option<R> {
        let intent = format!("{:032x}", unique());
        let mut w = self.app.writing(Some(&token(who)), &intent, "").await.unwrap();
        let done = run(&mut w).await;
        match done {
            Ok(done) => {
                w.commit().await.unwrap();
                Some(done)
            }
            Err(fail) => {
                let Fail::Problem(problem) = fail else { panic!("{fail:?}") };
                assert_ne!(problem.code, Code::Internal);
                None
            }
        }
    }

    async fn sees(&self, who: usize, id: &DealId) -> Deal {
        let mut r = self.app.reading(Some(&token(who))).await.unwrap();
        deal::get(&mut r, id.clone()).await.unwrap()
    }

    fn passes(&self, seconds: i64) {
        self.clock.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

fn in_teams(lot: bool, now: Timestamp, chance: &mut Chance) -> NewDeal {
    let price = Money::fen(3_334);
    NewDeal {
        title: "队".into(),
        tiers: vec![Tier { from: 1, price }],
        minimum: 3,
        per_member: 1,
        stock: chance.of(&[None, Some(3), Some(6)]),
        ends_at: now.plus_s(chance.of(&[3600, 86_400])),
        team: Some(TeamTerms { size: 3, hours: chance.of(&[1, 24]), lot: lot.then_some(Money::fen(10_000)) }),
        ..NewDeal::default()
    }
}

fn by_tiers(now: Timestamp, chance: &mut Chance) -> NewDeal {
    let tier = |from, fen| Tier { from, price: Money::fen(fen) };
    NewDeal {
        title: "档".into(),
        tiers: vec![tier(1, 12_800), tier(2, 9_900), tier(4, 7_900)],
        minimum: chance.of(&[1, 2, 3]),
        stock: chance.of(&[None, Some(4), Some(7)]),
        per_member: 2,
        ends_at: now.plus_s(chance.of(&[3600, 86_400])),
        ..NewDeal::default()
    }
}

/// Somebody whose pledge is like this.
async fn whose(
    world: &World,
    id: &DealId,
    chance: &mut Chance,
    is: impl Fn(&Pledge) -> bool,
) -> Option<(usize, Pledge)> {
    let first = usize::try_from(chance.below(PEOPLE as u64)).unwrap();
    for at in 0..PEOPLE {
        let who = 1 + (first + at) % PEOPLE;
        if let Some(mine) = world.sees(who, id).await.your_pledge.filter(|mine| is(mine)) {
            return Some((who, mine));
        }
    }
    None
}

/// Somebody wants in: into a team that runs, into one of their own, or into the deal.
async fn enter(world: &World, id: &DealId, chance: &mut Chance) {
    let who = 1 + usize::try_from(chance.below(PEOPLE as u64)).unwrap();
    let seen = world.sees(who, id).await;
    if seen.team.is_none() {
        let quantity = 1 + u32::try_from(chance.below(2)).unwrap();
        let order = NewPledge { quantity, ..NewPledge::default() };
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
async fn pays(world: &World, id: &DealId, chance: &mut Chance) {
    let asked = |mine: &Pledge| {
        mine.payment.as_ref().is_some_and(|p| matches!(p.state, PaymentState::Asked | PaymentState::Declined))
    };
    let Some((who, mine)) = whose(world, id, chance, asked).await else { return };
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

/// One thing that happens.
async fn event(world: &World, id: &DealId, chance: &mut Chance) {
    match chance.below(24) {
        0..=8 => enter(world, id, chance).await,
        9..=15 => pays(world, id, chance).await,
        16 => {
            let who = 1 + usize::try_from(chance.below(PEOPLE as u64)).unwrap();
            world.does(who, async |w| pledge::leave(w, id.clone()).await).await;
        }
        17 | 18 => {
            let choice = chance.of(&[LateChoice::Refund, LateChoice::NewTeam]);
            if let Some((who, late)) = whose(world, id, chance, |m| m.state == PledgeState::Late).await {
                world.does(who, async |w| money::choose(w, late.id, ChooseLate { choice }).await).await;
            }
        }
        19 => {
            if let Some((_, due)) = whose(world, id, chance, |m| m.state == PledgeState::Due).await {
                world.does(0, async |w| pledge::settle(w, due.id).await).await;
            }
        }
        20 => {
            if let Some((_, settled)) = whose(world, id, chance, |m| m.state == PledgeState::Settled).await {
                world.does(0, async |w| refund::give_back(w, settled.id).await).await;
            }
        }
        21 => {
            let is_said = |m: &Pledge| m.refunds.iter().any(|r| r.state == RefundState::Said);
            if let Some((who, mine)) = whose(world, id, chance, is_said).await {
                let said = mine.refunds.into_iter().find(|r| r.state == RefundState::Said).unwrap();
                world.does(who, async |w| refund::confirm(w, said.id, Done {}).await).await;
            }
        }
        22 if chance.below(12) == 0 => {
            world.does(0, async |w| deal::cancel(w, id.clone()).await).await;
        }
        _ => world.passes(chance.of(&[1, 20, 300, 901, 901, 1800, 7200])),
    }
}

/// Writes down what there is now, as who runs the deal sees it.
async fn meet(world: &World, id: &DealId, met: &mut BTreeSet<String>) {
    let mut r = world.app.reading(Some(&token(0))).await.unwrap();
    for mine in pledge::list(&mut r, id.clone(), Paging { after: None, limit: 100 }).await.unwrap().items {
        met.insert(format!("pledge {:?}", mine.state));
        met.extend(mine.payment.iter().map(|p| format!("payment {:?}", p.state)));
        met.extend(mine.refunds.iter().map(|r| format!("refund {:?}", r.state)));
    }
}

async fn history(world: &World, chance: &mut Chance, met: &mut BTreeSet<String>) {
    let now = world.clock.now();
    let wanted = match chance.below(3) {
        0 => by_tiers(now, chance),
        which => in_teams(which == 1, now, chance),
    };
    let id = world.does(0, async |w| deal::create(w, "g".into(), wanted).await).await.expect("no deal").id;
    let mut prices: BTreeMap<u32, i64> = BTreeMap::new();
    for step in 0..28 {
        event(world, &id, chance).await;
        let now = world.sees(1, &id).await;
        for team in &now.teams {
            met.insert(format!("team {:?}", team.state));
        }
        if step % 4 == 3 {
            meet(world, &id, met).await;
        }
        assert!(now.stock.is_none_or(|stock| now.units <= stock), "oversold: {now:?}");
        prices.insert(now.people, now.unit_price.amount);
        let fell: Vec<i64> = prices.values().copied().collect();
        assert!(fell.windows(2).all(|w| w[0] >= w[1]), "the price rose with the head count: {prices:?}");
    }
    // All time passes: whatever was asked for has come back, and nothing waits any more.
    for _ in 0..14 {
        world.passes(90_000);
        world.app.settle_due().await.unwrap();
        world.app.settle_due().await.unwrap();
    }
    for who in 1..=PEOPLE {
        let end = world.sees(who, &id).await;
        assert_ne!(end.state, contract::groupbuy::DealState::Open);
        for refund in end.your_pledge.iter().flat_map(|m| &m.refunds) {
            assert!(matches!(refund.state, RefundState::Confirmed | RefundState::Said), "{refund:?}");
        }
    }
    crate::balance::check(&world.folder).await;
}

/// What was met on the way, as the first member saw it.
async fn histories(settling: Settling, salt: u64) -> BTreeSet<String> {
    let long = std::env::var_os("QUNLI_LONG").is_some();
    let seed = std::env::var("QUNLI_SEED").ok().and_then(|s| s.parse::<u64>().ok());
    let seed = seed.unwrap_or_else(|| if long { u64::from(std::process::id()) } else { 7 });
    println!("QUNLI_SEED={seed}");
    // Half of them with each provider, in memory where there is some: what is tried here is the rules, not the disk.
    let count = if long { 5000 } else { 150 };
    let memory = Path::new("/dev/shm");
    let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ salt | 1);
    let mut met = BTreeSet::new();
    for begun in (0..count).step_by(25) {
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory).unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        let world = World::open(folder.path(), settling).await;
        for _ in begun..(begun + 25).min(count) {
            history(&world, &mut chance, &mut met).await;
        }
        world.app.store.close().await;
    }
    met
}

#[tokio::test]
async fn whatever_happens_with_play_money_the_file_is_sound() {
    let met = histories(Settling::PlayMoney, 1).await;
    // Histories in which nothing happens would prove nothing.
    for state in [
        "team Running",
        "team Succeeded",
        "team Failed",
        "team Cancelled",
        "pledge Reserved",
        "pledge Committed",
        "pledge Settled",
        "pledge Released",
        "pledge Late",
        "payment Asked",
        "payment Pending",
        "payment Declined",
        "payment Paid",
        "payment Lapsed",
        "payment Dropped",
        "refund Failed",
        "refund Confirmed",
    ] {
        assert!(met.contains(state), "never met {state}: {met:?}");
    }
}

#[tokio::test]
async fn whatever_happens_with_the_host_the_file_is_sound() {
    let met = histories(Settling::WithHost, 2).await;
    for state in
        ["pledge Due", "pledge Settled", "refund Said", "refund Confirmed", "team Succeeded", "team Failed"]
    {
        assert!(met.contains(state), "never met {state}: {met:?}");
    }
}

/// The list of who is in a deal has the same money as its members see.
#[tokio::test]
async fn who_runs_a_deal_reads_the_same_money() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::open(folder.path(), Settling::PlayMoney).await;
    let mut chance = Chance(11);
    let wanted = in_teams(true, world.clock.now(), &mut chance);
    let id = world.does(0, async |w| deal::create(w, "g".into(), wanted).await).await.unwrap().id;
    for _ in 0..40 {
        event(&world, &id, &mut chance).await;
    }
    let mut r = world.app.reading(Some(&token(0))).await.unwrap();
    let all = pledge::list(&mut r, id.clone(), Paging { after: None, limit: 100 }).await.unwrap().items;
    drop(r);
    for who in 1..=PEOPLE {
        let Some(mine) = world.sees(who, &id).await.your_pledge else { continue };
        let listed = all.iter().find(|p| p.id == mine.id).unwrap();
        assert_eq!(
            (&listed.refunds, &listed.payment, listed.state),
            (&mine.refunds, &mine.payment, mine.state)
        );
    }
}
