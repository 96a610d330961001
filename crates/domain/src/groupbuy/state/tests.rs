//! Every state, every event, all facts: exactly one row holds.

use core::fmt::Debug;
use std::collections::BTreeSet;

use contract::Timestamp;
use contract::groupbuy::{BargainState, DealState, PledgeState, RefundState, TeamState};
use proptest::prelude::*;

use super::refund::RefundGuard;
use super::*;

const DEALS: [DealState; 4] =
    [DealState::Open, DealState::Succeeded, DealState::Failed, DealState::Cancelled];
const TEAMS: [TeamState; 4] =
    [TeamState::Running, TeamState::Succeeded, TeamState::Failed, TeamState::Cancelled];
const PLEDGES: [PledgeState; 6] = [
    PledgeState::Reserved,
    PledgeState::Committed,
    PledgeState::Due,
    PledgeState::Settled,
    PledgeState::Released,
    PledgeState::Late,
];
const REFUNDS: [RefundState; 5] =
    [RefundState::Asked, RefundState::Sent, RefundState::Failed, RefundState::Said, RefundState::Confirmed];

/// All facts that a guard can tell apart.
fn fates() -> Vec<DealFate> {
    let mut all = Vec::new();
    for bits in 0..32_u32 {
        for people in 0..4 {
            all.push(DealFate {
                is_over: bits & 1 != 0,
                in_teams: bits & 2 != 0,
                people,
                minimum: (bits >> 2) & 1,
                teams_running: (bits >> 3) & 1,
                teams_full: (bits >> 4) & 1,
            });
        }
    }
    all
}

fn team_facts() -> Vec<TeamFacts> {
    let mut all = Vec::new();
    for size in 2..6 {
        for taken in 0..=size {
            for people in 0..=taken {
                for now in [0, 9, 10] {
                    all.push(TeamFacts { size, people, taken, ends_at: Timestamp(10), now: Timestamp(now) });
                }
            }
        }
    }
    all
}

fn bargain_facts() -> Vec<BargainFacts> {
    let mut all = Vec::new();
    for missing in 0..4 {
        for any_price in [false, true] {
            for now in [0, 9, 10] {
                all.push(BargainFacts { missing, any_price, ends_at: Timestamp(10), now: Timestamp(now) });
            }
        }
    }
    all
}

fn pledge_facts() -> Vec<PledgeFacts> {
    let mut all = Vec::new();
    for bits in 0..8 {
        for way in [Way::Place, Way::NewTeam, Way::None] {
            all.push(PledgeFacts {
                paid_first: bits & 1 != 0,
                expected: bits & 2 != 0,
                way,
                given_back: bits & 4 != 0,
            });
        }
    }
    all
}

/// Walks a table: for each state and event and all facts exactly one row holds, and each row can.
fn walk<S, E, G, F, X>(
    table: &'static [Row<S, E, G, F>],
    states: &[S],
    events: &[E],
    facts: &[X],
    guards: usize,
) where
    S: Copy + PartialEq + Debug,
    E: Copy + PartialEq + Debug,
    G: Copy + Guard<X> + Debug,
    F: Copy + PartialEq + Debug,
    X: Debug,
{
    let mut used = BTreeSet::new();
    for state in states {
        for event in events {
            for fact in facts {
                let held: Vec<usize> = (0..table.len())
                    .filter(|i| {
                        table[*i].state == *state && table[*i].event == *event && table[*i].guard.holds(fact)
                    })
                    .collect();
                assert_eq!(held.len(), 1, "{state:?} {event:?} {fact:?}: rows {held:?}");
                let row = &table[held[0]];
                let expected = match row.then {
                    Then::Go(next, effects) => Ok((next, effects)),
                    Then::Refuse(code) => Err(code),
                };
                assert_eq!(step(table, *state, *event, fact), expected);
                used.insert(held[0]);
            }
        }
    }
    assert_eq!(used.len(), table.len(), "rows that no facts reach");
    let guards_used: BTreeSet<String> = table.iter().map(|r| format!("{:?}", r.guard)).collect();
    assert_eq!(guards_used.len(), guards, "guards that no row has");
}

#[test]
fn the_table_of_deals_answers_everything_once() {
    walk(DEAL, &DEALS, DealEvent::ALL, &fates(), DealGuard::ALL.len());
}

#[test]
fn the_table_of_teams_answers_everything_once() {
    walk(TEAM, &TEAMS, TeamEvent::ALL, &team_facts(), TeamGuard::ALL.len());
}

#[test]
fn the_table_of_bargains_answers_everything_once() {
    let states = [
        BargainState::Running,
        BargainState::Reached,
        BargainState::Bought,
        BargainState::Over,
        BargainState::Left,
        BargainState::Cancelled,
    ];
    walk(BARGAIN, &states, BargainEvent::ALL, &bargain_facts(), BargainGuard::ALL.len());
    let ends = BARGAIN.iter().filter(|r| r.state != BargainState::Running);
    assert!(ends.into_iter().all(|r| matches!(r.then, Then::Refuse(_))), "what is over stays over");
    // It is bought, or nothing is owed: never both, never neither.
    for row in BARGAIN {
        let Then::Go(next, effects) = row.then else { continue };
        let bought = matches!(next, BargainState::Reached | BargainState::Bought);
        assert_eq!(effects.contains(&BargainEffect::PledgeSucceeds), bought, "{row:?}");
        let ended = next != BargainState::Running;
        assert_eq!(effects.contains(&BargainEffect::ReleasePledge), ended && !bought, "{row:?}");
    }
}

#[test]
fn the_table_of_pledges_answers_everything_once() {
    walk(PLEDGE, &PLEDGES, PledgeEvent::ALL, &pledge_facts(), PledgeGuard::ALL.len());
}

#[test]
fn the_table_of_refunds_answers_everything_once() {
    walk(REFUND, &REFUNDS, RefundEvent::ALL, &[()], RefundGuard::ALL.len());
}

#[test]
fn what_is_over_stays_over() {
    let ends = DEAL.iter().filter(|r| r.state != DealState::Open);
    assert!(ends.clone().count() == 12 && ends.into_iter().all(|r| matches!(r.then, Then::Refuse(_))));
    let ends = TEAM.iter().filter(|r| r.state != TeamState::Running);
    assert!(ends.into_iter().all(|r| matches!(r.then, Then::Refuse(_))));
    let back = REFUND.iter().filter(|r| r.state == RefundState::Confirmed);
    assert!(back.into_iter().all(|r| matches!(r.then, Then::Refuse(_))));
}

#[test]
fn money_that_comes_is_always_written_down_and_never_refused() {
    for row in PLEDGE.iter().filter(|r| r.event == PledgeEvent::Pay) {
        let Then::Go(next, effects) = row.then else { panic!("{row:?}") };
        assert!(effects.contains(&PledgeEffect::BookPaid), "{row:?}");
        // It has a place, goes back, or waits for a choice.
        let goes_back = effects.contains(&PledgeEffect::RefundThis);
        let has_place = effects.contains(&PledgeEffect::CountIn);
        assert!(has_place || goes_back || next == PledgeState::Late, "{row:?}");
    }
    // Whoever is released and paid first gets all of it back.
    for row in PLEDGE.iter().filter(|r| r.guard == PledgeGuard::PaidFirst) {
        if let Then::Go(PledgeState::Released, effects) = row.then {
            assert!(effects.contains(&PledgeEffect::RefundAll), "{row:?}");
        }
    }
}

/// A pledge with its place and its money, played by the table alone.
#[derive(Default, Debug, Clone, Copy)]
struct Played {
    places: i64,
    people: i64,
    paid: i64,
    kept: i64,
    back: i64,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("QUNLI_LONG").is_some() { 10_000 } else { 300 }))]

    #[test]
    fn whatever_happens_to_a_pledge_its_place_and_its_money_are_counted(
        events in prop::collection::vec((0..PledgeEvent::ALL.len(), any::<bool>(), 0..3_u8), 0..40),
        paid_first: bool,
    ) {
        let mut state = PledgeState::Reserved;
        let mut now = Played { places: 1, ..Played::default() };
        for (event, expected, way) in events {
            let event = PledgeEvent::ALL[event];
            // Money comes in only where it is paid first.
            if event == PledgeEvent::Pay && !paid_first {
                continue;
            }
            let way = [Way::Place, Way::NewTeam, Way::None][usize::from(way)];
            let facts = PledgeFacts { paid_first, expected, way, given_back: now.back > 0 };
            let Ok((next, effects)) = step(PLEDGE, state, event, &facts) else { continue };
            for effect in effects {
                match effect {
                    PledgeEffect::TakePlace | PledgeEffect::OpenTeam => now.places += 1,
                    PledgeEffect::FreePlace => now.places -= 1,
                    PledgeEffect::CountIn => now.people += 1,
                    PledgeEffect::CountOut => now.people -= 1,
                    PledgeEffect::BookPaid => now.paid += 1,
                    PledgeEffect::BookKept => now.kept += 1,
                    PledgeEffect::RefundThis => now.back += 1,
                    PledgeEffect::RefundAll => now.back = now.paid - now.kept,
                    PledgeEffect::SayRefunded => { now.kept -= 1; now.back += 1; }
                    PledgeEffect::BookDue => {}
                }
            }
            state = next;
            let held = now.paid - now.kept - now.back;
            let ended = matches!(event, PledgeEvent::Fail);
            let placed = matches!(state, PledgeState::Committed | PledgeState::Due | PledgeState::Settled);
            let expected_places = i64::from(placed || state == PledgeState::Reserved);
            // A deal that failed keeps its counts: so many it had at its end.
            if ended {
                return Ok(());
            }
            prop_assert_eq!((now.places, now.people), (expected_places, i64::from(placed)), "{:?} {:?}", event, state);
            let holds = (paid_first && state == PledgeState::Committed) || state == PledgeState::Late;
            prop_assert_eq!(held, i64::from(holds), "{:?} {:?} {:?}", event, state, now);
        }
    }
}
