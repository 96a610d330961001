use super::*;
use proptest::prelude::*;

const DAY: i64 = 86_400_000;

fn facts(capacity: Option<u32>, guests: u32) -> EventFacts {
    EventFacts {
        starts_at: Timestamp(DAY),
        ends_at: Timestamp(2 * DAY),
        capacity,
        guests,
        cancelled_at: None,
    }
}

fn announced() -> NewEvent {
    NewEvent {
        title: "爬香山".into(),
        about: String::new(),
        place: "东门".into(),
        starts_at: Timestamp(DAY),
        ends_at: Timestamp(2 * DAY),
        capacity: Some(4),
        guests: 1,
    }
}

fn codes(wrong: Wrong) -> Vec<String> {
    wrong.into_iter().map(|(pointer, code)| format!("{pointer} {code}")).collect()
}

#[test]
fn what_may_be_announced() {
    let with = |change: fn(&mut NewEvent)| {
        let mut event = announced();
        change(&mut event);
        codes(check_new(&event, Timestamp(0)))
    };
    assert_eq!(with(|_| {}), Vec::<String>::new());
    assert_eq!(with(|e| e.title = " ".into()), ["/title required"]);
    assert_eq!(with(|e| e.place = "东\n门".into()), ["/place invalid"]);
    assert_eq!(with(|e| e.starts_at = Timestamp(0)), ["/starts_at past"]);
    assert_eq!(with(|e| e.ends_at = e.starts_at), ["/ends_at out_of_range"]);
    assert_eq!(with(|e| e.ends_at = e.starts_at.plus_s(LONGEST_S + 1)), ["/ends_at out_of_range"]);
    assert_eq!(with(|e| e.capacity = Some(0)), ["/capacity out_of_range"]);
    assert_eq!(with(|e| e.guests = 10), ["/guests out_of_range"]);
}

#[test]
fn a_change_takes_nobodys_place() {
    let line = [Comer { people: 2, waiting: false }, Comer { people: 1, waiting: false }];
    let with = |capacity, guests| {
        codes(check_edit(&line, &NewEvent { capacity, guests, ..announced() }, Timestamp(0)))
    };
    assert_eq!(with(Some(3), 1), Vec::<String>::new());
    assert_eq!(with(None, 3), Vec::<String>::new());
    assert_eq!(with(Some(2), 1), ["/capacity taken"]);
    assert_eq!(with(Some(3), 0), ["/guests taken"]);
    assert_eq!(with(Some(0), 0), ["/capacity out_of_range", "/guests taken"]);
}

#[test]
fn the_clock_says_where_it_stands_to_the_millisecond() {
    let event = facts(None, 0);
    let at = |now: i64| state_at(&event, Timestamp(now));
    assert_eq!((at(DAY - 1), at(DAY)), (EventState::Open, EventState::Running));
    assert_eq!((at(2 * DAY - 1), at(2 * DAY)), (EventState::Running, EventState::Over));
    let off = EventFacts { cancelled_at: Some(Timestamp(3)), ..event };
    for now in [0, DAY, 3 * DAY] {
        assert_eq!(state_at(&off, Timestamp(now)), EventState::Cancelled);
    }
    for (event, now) in [(event, DAY), (event, 2 * DAY), (off, 0)] {
        let said = answer(&event, &[], None, &SetRsvp { people: 1, wait: true }, Timestamp(now));
        assert_eq!(said, Err(Code::EventClosed));
    }
}

#[test]
fn who_comes_keeps_their_place_when_there_is_no_room_for_more() {
    let event = facts(Some(3), 3);
    let others = [Comer { people: 2, waiting: false }];
    let mine = Some(Comer { people: 1, waiting: false });
    let ask = |people, mine| answer(&event, &others, mine, &SetRsvp { people, wait: true }, Timestamp(0));
    assert_eq!(ask(2, mine), Err(Code::EventFull));
    assert_eq!((ask(1, mine), ask(0, mine)), (Ok(Answer::In), Ok(Answer::Out)));
    let waits = Some(Comer { people: 2, waiting: true });
    assert_eq!((ask(2, waits), ask(3, waits)), (Ok(Answer::WaitOn), Ok(Answer::WaitLast)));
    let asked = SetRsvp { people: 2, wait: false };
    assert_eq!(answer(&event, &others, None, &asked, Timestamp(0)), Err(Code::EventFull));
    assert_eq!(codes(check_answer(&event, &SetRsvp { people: 5, wait: false })), ["/people out_of_range"]);
}

/// What a server does with an answer: the line of who comes and who waits, by member.
fn told(event: &EventFacts, line: &mut Vec<(u8, Comer)>, who: u8, asked: &SetRsvp) {
    let others: Vec<Comer> = line.iter().filter(|(id, _)| *id != who).map(|(_, one)| *one).collect();
    let at = line.iter().position(|(id, _)| *id == who);
    let mine = at.and_then(|at| line.get(at)).map(|(_, one)| *one);
    let Ok(becomes) = answer(event, &others, mine, asked, Timestamp(0)) else { return };
    let now = |waiting| (who, Comer { people: asked.people, waiting });
    match (becomes, at) {
        (Answer::Out, _) => line.retain(|(id, _)| *id != who),
        (Answer::In, Some(at)) => line[at] = now(false),
        (Answer::WaitOn, Some(at)) => line[at] = now(true),
        (Answer::In, None) => line.push(now(false)),
        (Answer::WaitOn | Answer::WaitLast, _) => {
            line.retain(|(id, _)| *id != who);
            line.push(now(true));
        }
    }
    let comers: Vec<Comer> = line.iter().map(|(_, one)| *one).collect();
    for at in moving_up(event, &comers) {
        line[at].1.waiting = false;
    }
}

proptest! {
    /// Whatever members say in whatever order: there is room for who comes, nobody waits who could come, nobody is
    /// thrown out by others, and nobody overtakes.
    #[test]
    fn the_room_is_given_in_the_order_of_the_line(
        capacity in 1_u32..8,
        said in proptest::collection::vec((0_u8..8, 0_u32..4, any::<bool>()), 0..60),
    ) {
        let event = facts(Some(capacity), 2);
        let mut line = Vec::new();
        for (who, people, wait) in said {
            let before = line.clone();
            let asked = SetRsvp { people: people.min(3), wait };
            told(&event, &mut line, who, &asked);
            let comers: Vec<Comer> = line.iter().map(|(_, one)| *one).collect();
            let (going, _) = sums(&comers);
            prop_assert!(going <= capacity);
            prop_assert!(moving_up(&event, &comers).is_empty(), "nobody waits who could come");
            for (id, one) in before.iter().filter(|(id, one)| *id != who && !one.waiting) {
                prop_assert!(line.contains(&(*id, *one)), "nobody loses their place by what others say");
            }
            let waiting = |line: &[(u8, Comer)]| {
                line.iter().filter(|(id, one)| *id != who && one.waiting).map(|(id, _)| *id).collect::<Vec<_>>()
            };
            let (was, is) = (waiting(&before), waiting(&line));
            prop_assert!(was.ends_with(&is), "who waits moves up from the front: {was:?} {is:?}");
        }
    }
}
