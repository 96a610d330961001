//! Groups whose members do anything in any order while time jumps: they buy together, pass on seats, leave, are taken out,
//! come again, and now and then the group ends. Nothing is oversold, no money is lost or doubled, the price never rises
//! with the head count, a seat is neither lost nor given twice, and in the end every refund has come back, once. Whoever
//! is not in reads and does nothing; whoever comes again sees what a newcomer sees.
//!
//! 300 histories; 10,000 with `QUNLI_LONG`. `QUNLI_SEED` repeats them, and `QUNLI_FIRST` begins with the one that failed
//! (each is told by its number). The long run is for a build that is fast:
//! `QUNLI_LONG=1 cargo test --profile serve -p server --test it histories`, twenty a second on two busy cores.

mod again;
mod deals;
mod people;
mod seats;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use contract::groupbuy::{DealState, PledgeState, Settling};
use server::rules::groupbuy::deal;
use server::rules::member;

use self::deals::{WHOLE, by_bargains, by_tiers, in_teams, pledges};
use self::world::{Scene, World};

/// Chance that can be repeated.
pub struct Chance(pub u64);

impl Chance {
    /// The chance of one history of a run.
    fn nth(seed: u64, salt: u64, history: u64) -> Self {
        let mixed =
            (seed ^ history.rotate_left(32) ^ salt.rotate_left(56)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        Self((mixed ^ mixed >> 29) | 1)
    }

    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % n
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// Writes down what there is now, as who runs the deal sees it; its bars say what its rows say.
async fn meet(world: &World, scene: &Scene, met: &mut BTreeSet<String>) {
    let all = pledges(world, scene).await;
    for (who, one) in &all {
        met.insert(format!("pledge {:?}", one.state));
        met.extend(one.payment.iter().map(|p| format!("payment {:?}", p.state)));
        met.extend(one.refunds.iter().map(|r| format!("refund {:?}", r.state)));
        if who.is_none() {
            met.insert(format!("a pledge of who left: {:?}", one.state));
        }
    }
    let members =
        world.reads(scene.host(), async |r| member::list(r, scene.group.clone(), WHOLE).await).await;
    assert_eq!(members.unwrap().items.len(), scene.who.iter().filter(|one| one.here).count());
    let Some(now) = world.sees(scene.host(), &scene.deal).await else { return };
    if now.state == DealState::Open {
        let is_in = |state| matches!(state, PledgeState::Committed | PledgeState::Due | PledgeState::Settled);
        let people = all.iter().filter(|(_, one)| is_in(one.state)).count();
        assert_eq!(now.people as usize, people, "the bar counts others than are in it: {now:?}");
    }
}

async fn history(world: &mut World, chance: &mut Chance, settling: Settling, met: &mut BTreeSet<String>) {
    let mut scene = Scene::gather(world, chance).await;
    people::writes(world, &mut scene).await;
    let now = world.clock_now();
    let wanted = match chance.below(8) {
        0..=1 => by_tiers(now, chance),
        2 if settling == Settling::WithHost => by_bargains(now, chance),
        which => in_teams(which > 4, now, chance),
    };
    // A member's deal ends with their leaving, so most are the host's.
    let opener = chance.of(&[0, 0, 0, 2]);
    let opened = world.tries(opener, async |w| deal::create(w, scene.group.clone(), wanted).await).await;
    scene.deal = opened.unwrap().id;
    scene.class = seats::full_class(world, &scene, chance).await;
    let mut prices: BTreeMap<u32, i64> = BTreeMap::new();
    let mut tiers = Vec::new();
    for step in 0..36 {
        match chance.below(13) {
            0 | 1 => people::event(world, &mut scene, chance, met).await,
            2 | 3 => seats::event(world, &scene, chance).await,
            _ => deals::event(world, &scene, chance).await,
        }
        if scene.dissolved {
            break;
        }
        if step % 5 == 4 || step == 35 {
            meet(world, &scene, met).await;
        }
        let Some(now) = world.sees(scene.host(), &scene.deal).await else { continue };
        met.extend(now.teams.iter().map(|team| format!("team {:?}", team.state)));
        met.extend(now.bargains.iter().map(|one| format!("bargain {:?}", one.state)));
        assert!(now.stock.is_none_or(|stock| now.units <= stock), "oversold: {now:?}");
        // Another price is another rule.
        if tiers != now.tiers {
            (tiers, prices) = (now.tiers.clone(), BTreeMap::new());
        }
        prices.insert(now.people, now.unit_price.amount);
        let fell: Vec<i64> = prices.values().copied().collect();
        assert!(fell.windows(2).all(|w| w[0] >= w[1]), "the price rose with the head count: {prices:?}");
    }
    over(world, &scene, met).await;
}

/// What still waits when all time has passed: nothing but what waits for a person's word.
const WAITS: &[(&str, &str)] = &[
    ("a deal", "SELECT COUNT(*) FROM deals WHERE group_id = ? AND state = 'open'"),
    (
        "a team",
        "SELECT COUNT(*) FROM teams t JOIN deals d ON d.id = t.deal_id WHERE d.group_id = ? AND t.state = 'running'",
    ),
    (
        "a bargain",
        "SELECT COUNT(*) FROM bargains b JOIN deals d ON d.id = b.deal_id WHERE d.group_id = ? AND b.state = 'running'",
    ),
    (
        "a pledge",
        "SELECT COUNT(*) FROM pledges p JOIN deals d ON d.id = p.deal_id WHERE d.group_id = ? \
         AND p.state NOT IN ('due', 'settled', 'released')",
    ),
    (
        "a payment",
        "SELECT COUNT(*) FROM payments p JOIN deals d ON d.id = p.deal_id WHERE d.group_id = ? \
         AND (p.state IN ('asked', 'pending', 'declined') OR p.next_at IS NOT NULL)",
    ),
    (
        "a refund",
        "SELECT COUNT(*) FROM refunds r JOIN deals d ON d.id = r.deal_id WHERE d.group_id = ? \
         AND (r.state NOT IN ('confirmed', 'said') OR r.next_at IS NOT NULL)",
    ),
    ("a listing", "SELECT COUNT(*) FROM listings WHERE group_id = ? AND closed_at IS NULL"),
    (
        "money",
        "SELECT COUNT(*) FROM (SELECT 1 FROM postings p JOIN deals d ON d.id = p.deal_id WHERE d.group_id = ? \
         AND p.account = 'held' GROUP BY p.pledge_id HAVING SUM(p.amount) <> 0)",
    ),
    (
        "something that could not be done",
        "SELECT COUNT(*) FROM put_off WHERE (SELECT 1 FROM groups WHERE id = ?)",
    ),
];

/// What is to be met, as the file says it.
const HAPPENED: &[(&str, &str)] = &[
    ("a seat changed hands", "SELECT COUNT(*) FROM listings WHERE group_id = ? AND state = 'transferred'"),
    (
        "a seat of who left went to the line",
        "SELECT COUNT(*) FROM listings WHERE group_id = ? AND vacated AND state = 'transferred'",
    ),
    (
        "who left has bought something",
        "SELECT COUNT(*) FROM pledges p JOIN members m ON m.id = p.member_id WHERE m.group_id = ? \
         AND m.left_at IS NOT NULL AND p.state IN ('due', 'settled')",
    ),
    (
        "money of who left came back",
        "SELECT COUNT(*) FROM refunds r JOIN pledges p ON p.id = r.pledge_id JOIN members m ON m.id = p.member_id \
         WHERE m.group_id = ? AND m.left_at <= r.changed_at",
    ),
];

/// All time passes: whatever was asked for has come back, nothing waits any more, and the file is sound.
async fn over(world: &mut World, scene: &Scene, met: &mut BTreeSet<String>) {
    for (what, question) in HAPPENED {
        if world.count(question, &scene.group).await > 0 {
            met.insert((*what).to_owned());
        }
    }
    crate::balance::check_on(&mut world.db).await;
    for _ in 0..14 {
        world.passes(90_000);
        world.app.settle_due().await.unwrap();
        world.app.settle_due().await.unwrap();
    }
    for (what, question) in WAITS {
        assert_eq!(world.count(question, &scene.group).await, 0, "{what} still waits");
    }
    crate::balance::check_on(&mut world.db).await;
    for who in 0..scene.who.len() {
        if !scene.who[who].here {
            people::is_outside(world, scene, who).await;
        }
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|value| value.parse().ok())
}

/// What was met on the way.
async fn histories(settling: Settling, salt: u64) -> BTreeSet<String> {
    let long = std::env::var_os("QUNLI_LONG").is_some();
    let seed = number("QUNLI_SEED").unwrap_or_else(|| if long { u64::from(std::process::id()) } else { 7 });
    println!("QUNLI_SEED={seed}");
    // Half of them with each provider, in memory where there is some: what is tried here is the rules, not the disk.
    let count = if long { 5000 } else { 150 };
    let first = number("QUNLI_FIRST").unwrap_or(0);
    let memory = Path::new("/dev/shm");
    let mut met = BTreeSet::new();
    let began = std::time::Instant::now();
    for begun in (first..count).step_by(10) {
        let folder = match memory.is_dir() {
            true => tempfile::tempdir_in(memory).unwrap(),
            false => tempfile::tempdir().unwrap(),
        };
        let mut world = World::open(folder.path(), settling).await;
        for nth in begun..(begun + 10).min(count) {
            println!("QUNLI_FIRST={nth}");
            history(&mut world, &mut Chance::nth(seed, salt, nth), settling, &mut met).await;
        }
        world.close().await;
    }
    println!("{} histories in {:?}", count - first, began.elapsed());
    met
}

/// Histories in which nothing happens would prove nothing. A run that is repeated is looked at for something else.
fn all_met(met: &BTreeSet<String>, states: &[&str]) {
    if number("QUNLI_SEED").is_some() || number("QUNLI_FIRST").is_some() {
        return;
    }
    let of_people = [
        "a member left",
        "a host left",
        "a member was removed",
        "came again",
        "came again by the door",
        "came again after a removal",
        "a group was dissolved",
        "a seat changed hands",
        "a seat of who left went to the line",
        "a pledge of who left: Released",
        "who left has bought something",
    ];
    for state in states.iter().chain(&of_people) {
        assert!(met.contains(*state), "never met {state}: {met:?}");
    }
}

#[tokio::test]
async fn whatever_happens_with_play_money_the_file_is_sound() {
    let met = histories(Settling::PlayMoney, 1).await;
    all_met(
        &met,
        &[
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
            "money of who left came back",
        ],
    );
}

#[tokio::test]
async fn whatever_happens_with_the_host_the_file_is_sound() {
    let met = histories(Settling::WithHost, 2).await;
    all_met(
        &met,
        &[
            "pledge Due",
            "pledge Settled",
            "refund Said",
            "refund Confirmed",
            "team Succeeded",
            "team Failed",
            "bargain Running",
            "bargain Reached",
        ],
    );
}

/// The list of who is in a deal has the same money as its members see.
#[tokio::test]
async fn who_runs_a_deal_reads_the_same_money() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::open(folder.path(), Settling::PlayMoney).await;
    let mut chance = Chance(11);
    let mut scene = Scene::gather(&world, &mut chance).await;
    let wanted = in_teams(true, world.clock_now(), &mut chance);
    scene.deal =
        world.does(0, async |w| deal::create(w, scene.group.clone(), wanted).await).await.unwrap().id;
    for _ in 0..60 {
        deals::event(&world, &scene, &mut chance).await;
    }
    let all = pledges(&world, &scene).await;
    let went_back = all.iter().filter(|(_, one)| !one.refunds.is_empty()).count();
    assert!(went_back > 1, "less than two got something back: this tried nothing");
    for (_, one) in &all {
        // Asked of the file one by one: of each all its refunds, the latest first, and its last payment.
        let told: Vec<String> = one.refunds.iter().map(|r| r.id.to_string()).collect();
        let kept: Vec<String> =
            sqlx::query_scalar("SELECT id FROM refunds WHERE pledge_id = ? ORDER BY n DESC LIMIT 20")
                .bind(one.id.as_str())
                .fetch_all(&mut world.db)
                .await
                .unwrap();
        assert_eq!(told, kept);
        let last: Option<String> =
            sqlx::query_scalar("SELECT id FROM payments WHERE pledge_id = ? ORDER BY n DESC LIMIT 1")
                .bind(one.id.as_str())
                .fetch_optional(&mut world.db)
                .await
                .unwrap();
        assert_eq!(one.payment.as_ref().map(|p| p.id.to_string()), last);
    }
    for who in 0..scene.who.len() {
        let mine = world.sees(who, &scene.deal).await.unwrap().your_pledge;
        let listed = all.iter().find(|(of, _)| *of == Some(who)).map(|(_, one)| one);
        assert_eq!(
            listed.map(|p| (&p.refunds, &p.payment, p.state, p.may_open_team)),
            mine.as_ref().map(|p| (&p.refunds, &p.payment, p.state, p.may_open_team))
        );
    }
}
