use super::*;
use proptest::prelude::*;

fn facts(rule: RelayRule, in_turn: bool) -> RelayFacts {
    RelayFacts { rule, in_turn, most: None, closes_at: Timestamp(1000), closed_at: None }
}

#[test]
fn what_follows_what() {
    for (last, words, is) in [
        ("一心一意", "意气风发", true),
        ("一心一意。", "「意气风发」", true),
        ("一心一意", "一心一意", false),
        ("apple", "Elephant", true),
        ("Apple!", "  elephant", true),
        ("café", "elephant", true),
        ("cafe\u{301}", "Éclair", true),
        ("ＡＢＣ", "cat", true),
        ("apple", "orange", false),
        ("第 3", "3 个愿望", true),
        ("第 ３", "3 个愿望", true),
        ("我爱 you 🌸", "umbrella", true),
        ("后发", "發财", false),
        ("意", "🌸", false),
        // What has no letters asks for none.
        ("🌸", "随便", true),
    ] {
        assert_eq!(follows(RelayRule::LastToFirst, Some(last), words), is, "{last} -> {words}");
        assert!(follows(RelayRule::Free, Some(last), words));
    }
    assert_eq!(next_letter(RelayRule::LastToFirst, Some("Apple")), Some('e'));
    assert_eq!(next_letter(RelayRule::LastToFirst, None), None);
}

#[test]
fn what_is_the_same() {
    for (a, b, same) in [
        ("Apple!", "ａｐｐｌｅ", true),
        ("一心 一意", "一心一意。", true),
        ("🌸 🌸", "🌸🌸", true),
        ("🌸", "🌷", false),
    ] {
        assert_eq!(normal(a) == normal(b), same, "{a} {b}");
    }
}

#[test]
fn what_may_be_begun() {
    let relay = NewRelay {
        title: "成语接龙".into(),
        words: "一心一意".into(),
        rule: RelayRule::LastToFirst,
        in_turn: true,
        no_repeats: true,
        most: None,
        closes_at: Timestamp(1),
    };
    let codes = |relay: NewRelay| {
        check_new(&relay, Timestamp(0)).into_iter().map(|(p, c)| p + " " + &c).collect::<Vec<_>>()
    };
    assert_eq!(codes(relay.clone()), Vec::<String>::new());
    assert_eq!(codes(NewRelay { words: "🌸".into(), ..relay.clone() }), ["/words invalid"]);
    assert_eq!(
        codes(NewRelay { words: " ".into(), title: "x".repeat(61), ..relay.clone() }),
        ["/title too_long", "/words required"]
    );
    assert_eq!(
        codes(NewRelay { most: Some(1), closes_at: Timestamp(0), ..relay.clone() }),
        ["/most out_of_range", "/closes_at past"]
    );
    let late = NewRelay { closes_at: Timestamp(LONGEST_S * 1000 + 1), ..relay };
    assert_eq!(codes(late), ["/closes_at out_of_range"]);
}

/// What somebody tries: to continue an entry by words, or to take one back.
#[derive(Debug, Clone)]
enum Try {
    Continue { by: u8, after: usize, words: String },
    TakeBack(usize),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let words = proptest::string::string_regex("[ab甲乙]{1,3}").unwrap();
    let one = prop_oneof![
        4 => (0_u8..3, 0_usize..3, words).prop_map(|(by, after, words)| Try::Continue { by, after, words }),
        1 => (0_usize..6).prop_map(Try::TakeBack),
    ];
    proptest::collection::vec(one, 0..80)
}

#[derive(Debug, Clone)]
struct Entry {
    id: RelayEntryId,
    member: MemberId,
    words: String,
    hidden: bool,
}

proptest! {
    /// Whatever is tried in whatever order: each entry continues the one that was last when it came, by the rule, in turn;
    /// only what nothing follows goes; and the last can be continued.
    #[test]
    fn a_relay_holds_together(tries in tries(), in_turn: bool) {
        let facts = facts(RelayRule::LastToFirst, in_turn);
        let mut all: Vec<Entry> = Vec::new();
        for (n, step) in tries.into_iter().enumerate() {
            match step {
                Try::Continue { by, after, words } => {
                    // Somebody may have seen an older end.
                    let continues = all.len().checked_sub(after + 1).map(|at| all[at].id.clone());
                    let was_last = all.last().map(|e| e.id.clone()) == continues;
                    let member = MemberId(by.to_string());
                    let last = all.last().map(|e| LastEntry { id: &e.id, member: &e.member, words: &e.words });
                    let entry = NewRelayEntry { continues, words: words.clone() };
                    if may_continue(&facts, last, &member, &entry, Timestamp(0)).is_ok() {
                        prop_assert!(was_last);
                        if let Some(last) = all.last() {
                            prop_assert!(last_letter(&last.words) == first_letter(&words));
                            prop_assert!(!in_turn || last.member != member);
                        }
                        all.push(Entry { id: RelayEntryId(n.to_string()), member, words, hidden: false });
                    }
                }
                Try::TakeBack(at) if at < all.len() => {
                    let before = all.len();
                    let gone = goes_with(true, all.iter().rev().map(|e| e.hidden), at);
                    if gone == 0 {
                        let entry = &mut all[before - 1 - at];
                        entry.hidden = true;
                        entry.words.clear();
                    } else {
                        prop_assert!(at == 0);
                        prop_assert!(all[before - gone..before - 1].iter().all(|e| e.hidden));
                        all.truncate(before - gone);
                    }
                }
                Try::TakeBack(_) => {}
            }
            prop_assert!(all.last().is_none_or(|last| !last.hidden), "{:?}", all);
        }
    }

    /// Of two who continue the same entry exactly one is in, whoever comes first.
    #[test]
    fn of_two_one_is_in(a in "[a-z甲乙]{1,4}", b in "[a-z甲乙]{1,4}", a_first: bool) {
        let facts = facts(RelayRule::Free, false);
        let (first, second) = if a_first { (&a, &b) } else { (&b, &a) };
        let (root, me) = (RelayEntryId("0".into()), MemberId("m".into()));
        let last = LastEntry { id: &root, member: &me, words: "x" };
        let entry = |words: &String| NewRelayEntry { continues: Some(root.clone()), words: words.clone() };
        prop_assert_eq!(may_continue(&facts, Some(last), &me, &entry(first), Timestamp(0)), Ok(()));
        let new = RelayEntryId("1".into());
        let last = LastEntry { id: &new, member: &me, words: first };
        prop_assert_eq!(may_continue(&facts, Some(last), &me, &entry(second), Timestamp(0)), Err(Code::RelayMoved));
    }

    #[test]
    fn closed_stays_closed(at in 0_i64..2000, later in 0_i64..2000, closed in prop::option::of(0_i64..2000)) {
        let relay = RelayFacts { closed_at: closed.map(Timestamp), ..facts(RelayRule::Free, false) };
        if must_be_open(&relay, Timestamp(at)).is_err() {
            prop_assert!(must_be_open(&relay, Timestamp(at + later)).is_err());
        }
    }

    #[test]
    fn no_text_panics_and_folding_is_stable(words in ".{0,40}") {
        prop_assert_eq!(normal(&normal(&words)), normal(&words));
        prop_assert_eq!(first_letter(&words).is_some(), last_letter(&words).is_some());
    }
}
