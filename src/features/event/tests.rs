use super::{form, model};
use contract::event::{Event, EventState, Rsvp, RsvpState};
use contract::{EventId, GroupId, RsvpId, Timestamp};

const HOUR: i64 = 3_600_000;

fn event(capacity: Option<u32>, going: u32, mine: Option<(RsvpState, u32)>) -> Event {
    let said = |(state, people): (RsvpState, u32)| Rsvp {
        id: RsvpId::from("r"),
        member: None,
        yours: true,
        state,
        people,
        place: 2,
        answered_at: Timestamp(HOUR),
    };
    Event {
        id: EventId::from("e"),
        group_id: GroupId::from("g"),
        maker: None,
        yours: false,
        title: "爬香山".into(),
        about: "带水".into(),
        place: "东门".into(),
        starts_at: Timestamp(1_773_540_000_000),
        ends_at: Timestamp(1_773_540_000_000 + 2 * HOUR),
        capacity,
        guests: 2,
        going,
        waiting: 0,
        state: EventState::Open,
        revision: 1,
        moved_at: None,
        opened_at: Timestamp(0),
        cancelled_at: None,
        joined: vec![],
        your_rsvp: mine.map(said),
        server_time: Timestamp(0),
    }
}

#[test]
fn the_clock_and_the_backend_say_where_it_stands() {
    let full = event(Some(3), 3, None);
    let at = |now: i64| model::phase(&full, Timestamp(now));
    assert_eq!(at(0), model::Phase::Full);
    assert_eq!(at(full.starts_at.0), model::Phase::Running);
    assert_eq!(at(full.ends_at.0), model::Phase::Over);
    let open = event(Some(4), 3, None);
    assert_eq!(model::phase(&open, Timestamp(0)), model::Phase::Open);
    // A phone whose clock is behind believes the backend.
    let over = Event { state: EventState::Over, ..open.clone() };
    assert_eq!(model::phase(&over, Timestamp(0)), model::Phase::Over);
    let off = Event { cancelled_at: Some(Timestamp(1)), ..open };
    assert_eq!(model::phase(&off, Timestamp(0)), model::Phase::Cancelled);
}

#[test]
fn room_counts_those_whom_i_bring() {
    assert!(model::seems_free(&event(Some(3), 2, None), 1));
    assert!(!model::seems_free(&event(Some(3), 2, None), 2));
    let mine = event(Some(3), 3, Some((RsvpState::Going, 2)));
    assert!(model::seems_free(&mine, 1) && model::seems_free(&mine, 2) && !model::seems_free(&mine, 3));
    let queue = Event { waiting: 1, ..event(Some(9), 3, None) };
    assert!(!model::seems_free(&queue, 1), "somebody waits for it");
}

#[test]
fn a_change_of_time_is_told_to_who_said_yes_before() {
    let moved = |state| Event { moved_at: Some(Timestamp(2 * HOUR)), ..event(None, 1, Some((state, 1))) };
    assert!(model::moved_since(&moved(RsvpState::Going)) && model::moved_since(&moved(RsvpState::Waiting)));
    assert!(!model::moved_since(&moved(RsvpState::Declined)));
    let later = Event { moved_at: Some(Timestamp(HOUR / 2)), ..moved(RsvpState::Going) };
    assert!(!model::moved_since(&later));
}

#[test]
fn the_text_and_the_calendar_file_say_all_of_it() {
    let event = event(Some(12), 9, None);
    let text = model::as_text(&event, "中国标准时间", "https://x.example/#/g/g/e/e", Timestamp(0));
    for part in ["爬香山", "东门", "带水", "中国标准时间", "9", "3", "https://x.example/#/g/g/e/e"]
    {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let off = Event { cancelled_at: Some(Timestamp(HOUR)), ..event.clone() };
    let (address, cancelled) = (model::calendar_address(&event), model::calendar_address(&off));
    assert!(address.starts_with("data:text/calendar") && address.contains("SEQUENCE%3A1"), "{address}");
    assert!(cancelled.contains("SEQUENCE%3A2") && cancelled.contains("STATUS%3ACANCELLED"), "{cancelled}");
}

#[test]
fn a_form_is_read_and_its_errors_stand_beside_their_fields() {
    let now = Timestamp(1_773_300_000_000);
    let at = |hours: i64| crate::i18n::local_input(now.0 + hours * HOUR);
    let raw = form::Raw {
        title: " 爬香山 ".into(),
        place: "东门".into(),
        starts_at: at(24),
        ends_at: at(26),
        capacity: "12".into(),
        guests: "1".into(),
        about: String::new(),
    };
    let read = form::read(&raw, None, now).unwrap();
    assert_eq!((read.title.as_str(), read.capacity, read.guests), ("爬香山", Some(12), 1));
    assert_eq!(read.ends_at.since_ms(read.starts_at), 2 * HOUR);
    let fields = |raw: &form::Raw, changed: Option<&Event>| {
        let notice = form::read(raw, changed, now).unwrap_err();
        notice.fields.into_iter().map(|f| format!("{} {}", f.field, f.code)).collect::<Vec<_>>()
    };
    let wrong = form::Raw { ends_at: at(20), capacity: "viele".into(), ..raw.clone() };
    assert_eq!(fields(&wrong, None), ["ends_at out_of_range", "capacity not_a_number"]);
    let empty = form::Raw { starts_at: String::new(), ends_at: String::new(), ..raw.clone() };
    assert_eq!(fields(&empty, None), ["starts_at required", "ends_at required"]);
    // Nobody who said yes loses their place.
    let there = event(Some(20), 13, None);
    assert_eq!(fields(&raw, Some(&there)), ["capacity taken"]);
    assert_eq!(form::raw_of(&there).capacity, "20");
}
