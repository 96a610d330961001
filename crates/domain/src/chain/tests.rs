use contract::chain::{EditChain, NewChain, NewChoice, NewEntry};
use proptest::prelude::*;

use super::*;

fn want(choice: Option<u32>, count: u32) -> Want {
    Want { choice, count }
}

fn row(choice: Option<u32>, count: u32, waiting: bool) -> Row {
    Row { want: want(choice, count), waiting }
}

fn facts(places: Places) -> ChainFacts {
    ChainFacts {
        places,
        most: 3,
        proxies: 2,
        asks_name: false,
        asks_note: true,
        closes_at: Timestamp(1000),
        closed: false,
    }
}

fn all(capacity: u32) -> Places {
    Places { all: Some(capacity), choices: Vec::new() }
}

#[test]
fn the_first_in_line_comes_first_and_nobody_overtakes_who_waits_for_the_same() {
    // One place is left: who waits for two is first, and holds it.
    let rows = [row(None, 1, false), row(None, 2, true), row(None, 1, true)];
    assert_eq!(promoted(&all(2), &rows), Vec::<usize>::new());
    assert_eq!(promoted(&all(3), &rows), [1]);
    assert_eq!(promoted(&all(4), &rows), [1, 2]);
    assert!(!has_room(&all(2), &rows, want(None, 1)));
    // Who waits for a full choice does not hold up those of another.
    let places = Places { all: None, choices: vec![Some(1), Some(2)] };
    let rows = [row(Some(0), 1, false), row(Some(0), 1, true), row(Some(1), 1, true)];
    assert_eq!(promoted(&places, &rows), [2]);
    assert!(has_room(&places, &rows, want(Some(1), 1)));
    assert!(!has_room(&places, &rows, want(Some(0), 1)));
}

#[test]
fn a_change_keeps_what_one_has() {
    // Full, and somebody waits: I may still go from one choice to another, and take less; not more.
    let places = Places { all: Some(2), choices: vec![Some(2), Some(2)] };
    let others = [row(Some(0), 1, false), row(Some(0), 1, true)];
    let had = want(Some(0), 1);
    assert!(may_swap(&places, &others, had, want(Some(1), 1)));
    assert!(!may_swap(&places, &others, had, want(Some(1), 2)));
    assert!(!may_swap(&places, &others, had, want(Some(0), 2)));
    assert!(may_swap(&all(4), &[row(None, 2, false)], want(None, 2), want(None, 1)));
    // Somebody waits for the choice: it is theirs first.
    let places = Places { all: None, choices: vec![None, Some(1)] };
    let others = [row(Some(1), 1, false), row(Some(1), 1, true)];
    assert!(!may_swap(&places, &others, want(Some(0), 1), want(Some(1), 1)));
    assert!(keeps_its_place(want(None, 2), want(None, 1)));
    assert!(!keeps_its_place(want(None, 1), want(None, 2)));
    assert!(!keeps_its_place(want(Some(0), 1), want(Some(1), 1)));
}

#[test]
fn who_may_enter() {
    let chain = facts(all(5));
    let now = Timestamp(0);
    assert_eq!(may_enter(&chain, false, false, 0, now), Ok(()));
    assert_eq!(may_enter(&chain, false, true, 0, now), Err(Code::AlreadyInChain));
    assert_eq!(may_enter(&chain, true, true, 1, now), Ok(()));
    assert_eq!(may_enter(&chain, true, false, 2, now), Err(Code::ProxyLimit));
    assert_eq!(may_enter(&chain, false, false, 0, Timestamp(1000)), Err(Code::ChainClosed));
    assert_eq!(
        may_enter(&ChainFacts { closed: true, ..chain }, false, false, 0, now),
        Err(Code::ChainClosed)
    );
}

fn entry() -> NewEntry {
    NewEntry { proxy: false, name: String::new(), choice: None, count: 1, note: String::new(), wait: false }
}

fn codes(wrong: &[(String, String)]) -> Vec<(&str, &str)> {
    wrong.iter().map(|(pointer, code)| (pointer.as_str(), code.as_str())).collect()
}

#[test]
fn what_a_chain_asks_is_what_an_entry_says() {
    let plain = facts(all(2));
    assert_eq!(codes(&check_entry(&plain, &entry())), []);
    let named = NewEntry { name: "小满".into(), ..entry() };
    assert_eq!(codes(&check_entry(&plain, &named)), [("/name", "invalid")]);
    assert_eq!(codes(&check_entry(&plain, &NewEntry { proxy: true, ..entry() })), [("/name", "required")]);
    assert_eq!(codes(&check_entry(&plain, &NewEntry { proxy: true, ..named.clone() })), []);
    let asks = ChainFacts { asks_name: true, asks_note: false, ..facts(all(9)) };
    assert_eq!(codes(&check_entry(&asks, &entry())), [("/name", "required")]);
    assert_eq!(codes(&check_entry(&asks, &named)), []);
    let noted = NewEntry { note: "晚到".into(), ..named };
    assert_eq!(codes(&check_entry(&asks, &noted)), [("/note", "invalid")]);
    // More places than there are would wait for ever.
    assert_eq!(codes(&check_entry(&plain, &NewEntry { count: 3, ..entry() })), [("/count", "out_of_range")]);
    assert_eq!(codes(&check_entry(&plain, &NewEntry { count: 0, ..entry() })), [("/count", "out_of_range")]);
    let two = facts(Places { all: None, choices: vec![Some(1), None] });
    assert_eq!(codes(&check_entry(&two, &entry())), [("/choice", "required")]);
    assert_eq!(codes(&check_entry(&two, &NewEntry { choice: Some(2), ..entry() })), [("/choice", "invalid")]);
    let wide = NewEntry { choice: Some(0), count: 2, ..entry() };
    assert_eq!(codes(&check_entry(&two, &wide)), [("/count", "out_of_range")]);
}

fn choice(label: &str, capacity: Option<u32>) -> NewChoice {
    NewChoice { label: label.into(), capacity }
}

#[test]
fn a_chain_that_could_not_work_is_refused() {
    let chain = NewChain {
        title: "周日爬山".into(),
        about: String::new(),
        asks_name: false,
        asks_note: true,
        most: 2,
        proxies: 2,
        choices: Vec::new(),
        capacity: Some(2),
        closes_at: Timestamp(1000),
    };
    let now = Timestamp(0);
    assert_eq!(codes(&check_new(&chain, now)), []);
    let with = |change: fn(&mut NewChain)| {
        let mut other = chain.clone();
        change(&mut other);
        codes(&check_new(&other, now)).into_iter().map(|(p, c)| format!("{p} {c}")).collect::<Vec<_>>()
    };
    assert_eq!(with(|c| c.title = " ".into()), ["/title required"]);
    assert_eq!(with(|c| c.capacity = Some(1)), ["/capacity out_of_range"]);
    assert_eq!(with(|c| c.choices = vec![choice("A", None)]), ["/choices out_of_range"]);
    let twice = with(|c| c.choices = vec![choice("A", None), choice(" A ", Some(0))]);
    assert_eq!(twice, ["/choices/1/label taken", "/choices/1/capacity out_of_range"]);
    assert_eq!(with(|c| c.closes_at = Timestamp(0)), ["/closes_at past"]);
    assert_eq!(with(|c| c.closes_at = Timestamp(91 * 86_400_000)), ["/closes_at out_of_range"]);
    assert_eq!(with(|c| c.proxies = 5), ["/proxies out_of_range"]);
    assert_eq!(one_line(" 早上\n八点\t见 "), "早上 八点 见");
}

#[test]
fn an_edit_leaves_true_what_entries_say() {
    let chain = facts(Places { all: Some(6), choices: vec![Some(3), Some(3)] });
    let now_called = ["上午".to_owned(), "下午".to_owned()];
    let rows = [row(Some(0), 2, false), row(Some(0), 2, true)];
    let edit = |labels: &[(&str, Option<u32>)], capacity| EditChain {
        title: "爬山".into(),
        about: String::new(),
        choices: labels.iter().map(|(label, capacity)| choice(label, *capacity)).collect(),
        capacity,
        closes_at: Timestamp(2000),
    };
    let wrong = |e: &EditChain| {
        let wrong = check_edit(&chain, &now_called, &rows, e, Timestamp(0), Timestamp(500));
        codes(&wrong).into_iter().map(|(p, c)| format!("{p} {c}")).collect::<Vec<_>>()
    };
    assert_eq!(
        wrong(&edit(&[("上午", Some(4)), ("晚上", None), ("夜里", Some(1))], None)),
        Vec::<String>::new()
    );
    assert_eq!(wrong(&edit(&[("早上", Some(4)), ("下午", Some(3))], Some(6))), ["/choices/0/label invalid"]);
    assert_eq!(
        wrong(&edit(&[("上午", Some(1)), ("下午", Some(3))], Some(6))),
        ["/choices/0/capacity out_of_range"]
    );
    assert_eq!(wrong(&edit(&[("上午", Some(4)), ("下午", Some(3))], Some(2))), ["/capacity out_of_range"]);
    assert_eq!(wrong(&edit(&[], Some(6))), ["/choices invalid"]);
}

/// What happens to a chain in a property: by the numbers of its entries.
#[derive(Debug, Clone)]
enum Act {
    Enter(Want, bool),
    Withdraw(usize),
    Change(usize, Want),
    Raise(u32),
}

fn any_want(choices: u32) -> impl Strategy<Value = Want> {
    (0..choices.max(1), 1u32..4).prop_map(move |(c, count)| want((choices > 0).then_some(c), count))
}

fn acts(choices: u32) -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        5 => (any_want(choices), any::<bool>()).prop_map(|(w, wait)| Act::Enter(w, wait)),
        3 => (0usize..12).prop_map(Act::Withdraw),
        3 => (0usize..12, any_want(choices)).prop_map(|(at, w)| Act::Change(at, w)),
        1 => (1u32..3).prop_map(Act::Raise),
    ];
    prop::collection::vec(act, 0..60)
}

/// A chain as the server keeps it: entries with a number each, in line.
struct Model {
    places: Places,
    line: Vec<(usize, Row)>,
    next: usize,
}

impl Model {
    fn rows(&self) -> Vec<Row> {
        self.line.iter().map(|(_, row)| *row).collect()
    }

    fn settle(&mut self) -> Vec<usize> {
        let promoted = promoted(&self.places, &self.rows());
        for at in &promoted {
            self.line[*at].1.waiting = false;
        }
        promoted
    }

    /// Does what the server would; answers the entry that was withdrawn or changed.
    fn act(&mut self, act: Act) -> Option<usize> {
        match act {
            Act::Enter(want, wait) => {
                let room = has_room(&self.places, &self.rows(), want);
                if room || wait {
                    self.line.push((self.next, Row { want, waiting: !room }));
                    self.next += 1;
                }
                None
            }
            Act::Withdraw(at) => (at < self.line.len()).then(|| self.line.remove(at).0),
            Act::Change(at, want) => {
                let (id, row) = *self.line.get(at)?;
                if row.waiting {
                    let keeps = keeps_its_place(row.want, want);
                    self.line[at].1.want = want;
                    if !keeps {
                        let last = self.line.remove(at);
                        self.line.push(last);
                    }
                } else {
                    let mut others = self.rows();
                    others.remove(at);
                    if may_swap(&self.places, &others, row.want, want) {
                        self.line[at].1.want = want;
                    }
                }
                Some(id)
            }
            Act::Raise(by) => {
                self.places.all = self.places.all.map(|all| all + by);
                None
            }
        }
    }
}

proptest! {
    #[test]
    fn no_place_is_given_twice_none_is_lost_and_none_lies_idle(
        all in prop::option::of(3u32..9), choices in prop::collection::vec(prop::option::of(3u32..6), 0..4),
        raw in acts(3),
    ) {
        let count = u32::try_from(choices.len()).unwrap();
        let fit = |w: Want| want((count > 0).then(|| w.choice.unwrap_or(0) % count.max(1)), w.count);
        let mut model = Model { places: Places { all, choices }, line: Vec::new(), next: 0 };
        let mut here: Vec<usize> = Vec::new();
        for act in raw {
            let act = match act {
                Act::Enter(w, wait) => Act::Enter(fit(w), wait),
                Act::Change(at, w) => Act::Change(at, fit(w)),
                other => other,
            };
            let was_in: Vec<usize> = model.line.iter().filter(|(_, r)| !r.waiting).map(|(id, _)| *id).collect();
            let before = model.next;
            let withdrawn = matches!(act, Act::Withdraw(_));
            let touched = model.act(act);
            model.settle();
            // Every entry that was made is there once, unless it was taken back.
            here.extend(before..model.next);
            if withdrawn {
                here.retain(|id| Some(*id) != touched);
            }
            let mut now: Vec<usize> = model.line.iter().map(|(id, _)| *id).collect();
            now.sort_unstable();
            prop_assert_eq!(&now, &here);
            // No more places than there are.
            let rows = model.rows();
            prop_assert!(model.places.all.is_none_or(|all| taken(&rows).taken <= all));
            for (at, capacity) in model.places.choices.iter().enumerate() {
                let of = taken_of(&rows, u32::try_from(at).unwrap()).taken;
                prop_assert!(capacity.is_none_or(|capacity| of <= capacity));
            }
            // Who was in is in, unless they left.
            for id in was_in.iter().filter(|id| here.contains(id)) {
                let row = model.line.iter().find(|(other, _)| other == id).unwrap().1;
                prop_assert!(!row.waiting, "{} lost its place", id);
            }
            // Nobody waits who could be in.
            prop_assert_eq!(promoted(&model.places, &rows), Vec::<usize>::new());
        }
    }

    #[test]
    fn with_one_place_each_the_line_moves_strictly_in_order(
        capacity in 1u32..6, waiting in 0usize..12, leave in prop::collection::vec(0usize..20, 0..20),
    ) {
        let mut model = Model { places: all(capacity), line: Vec::new(), next: 0 };
        for _ in 0..capacity as usize + waiting {
            model.act(Act::Enter(want(None, 1), true));
            model.settle();
        }
        for at in leave {
            model.act(Act::Withdraw(at));
            model.settle();
            let states: Vec<bool> = model.line.iter().map(|(_, row)| row.waiting).collect();
            prop_assert!(states.windows(2).all(|pair| pair[0] <= pair[1]), "somebody was overtaken: {:?}", states);
            let ids: Vec<usize> = model.line.iter().map(|(id, _)| *id).collect();
            prop_assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }

    #[test]
    fn anything_is_judged_without_a_panic(
        caps in prop::collection::vec(prop::option::of(any::<u32>()), 0..4), all in prop::option::of(any::<u32>()),
        rows in prop::collection::vec((prop::option::of(any::<u32>()), any::<u32>(), any::<bool>()), 0..12),
        c in prop::option::of(any::<u32>()), n: u32,
    ) {
        let places = Places { all, choices: caps };
        let rows: Vec<Row> = rows.into_iter().map(|(c, n, w)| row(c, n, w)).collect();
        let _ = (promoted(&places, &rows), has_room(&places, &rows, want(c, n)), taken_of(&rows, n));
        let _ = may_swap(&places, &rows, want(c, n), want(None, 1));
    }
}
