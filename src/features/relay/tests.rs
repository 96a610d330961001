use super::{form, model};
use contract::relay::{Relay, RelayEntry, RelayRule, RelayState};
use contract::{GroupId, RelayEntryId, RelayId, Timestamp};

fn entry(place: u32, words: &str, yours: bool) -> RelayEntry {
    RelayEntry {
        id: RelayEntryId(place.to_string()),
        member: None,
        yours,
        place,
        words: words.into(),
        taken_back: words.is_empty(),
        entered_at: Timestamp(0),
    }
}

fn relay(recent: Vec<RelayEntry>) -> Relay {
    Relay {
        id: RelayId::from("r"),
        group_id: GroupId::from("g"),
        maker: None,
        yours: true,
        title: "成语".into(),
        rule: RelayRule::LastToFirst,
        in_turn: true,
        no_repeats: true,
        most: None,
        entries: recent.last().map_or(0, |entry| entry.place),
        recent,
        state: RelayState::Open,
        opened_at: Timestamp(0),
        closes_at: Timestamp(1_773_400_000_000),
        closed_at: None,
        server_time: Timestamp(0),
    }
}

#[test]
fn what_comes_next_is_said() {
    let open = relay(vec![entry(1, "一心一意", false)]);
    assert!(model::begins_with(&open).unwrap().contains('意'));
    assert!(!model::is_others_turn(&open));
    assert!(model::is_others_turn(&relay(vec![entry(1, "一心一意", true)])));
    assert_eq!(model::begins_with(&relay(Vec::new())), None);
    assert_eq!(model::begins_with(&Relay { rule: RelayRule::Free, ..open.clone() }), None);
    assert!(model::is_open(&open, Timestamp(0)) && !model::is_open(&open, open.closes_at));
}

#[test]
fn an_entry_that_cannot_be_right_is_not_sent() {
    let open = relay(vec![entry(1, "一心一意", false)]);
    let id = model::last_id(&open);
    let read = form::read_entry(&open, " 意气风发 ", id.clone()).unwrap();
    assert_eq!((read.words.as_str(), read.continues), ("意气风发", id.clone()));
    assert_eq!(form::read_entry(&open, "风雨同舟", id.clone()).unwrap_err().code, "relay_mismatch");
    assert_eq!(form::read_entry(&open, " ", id).unwrap_err().field("words"), Some("required"));
}

#[test]
fn a_relay_as_text_says_what_it_leaves_out() {
    let now = Timestamp(0);
    let whole = relay(vec![entry(1, "一心一意", true), entry(2, "", false), entry(3, "发愤图强", false)]);
    let text = model::as_text(&whole, &whole.recent, "https://x.example/#/g/g/r/r", now);
    for part in ["成语", "一心一意", "发愤图强", "强", "https://x.example/#/g/g/r/r"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    let part = model::as_text(&whole, &whole.recent[2..], "x", now);
    assert!(part.contains('2') && !part.contains("一心一意"), "{part}");
}

#[test]
fn a_form_is_read_and_its_errors_stand_beside_their_fields() {
    let now = Timestamp(1_773_300_000_000);
    let raw = form::Raw {
        title: " 成语 ".into(),
        words: "一心一意".into(),
        rule: form::LETTERS.into(),
        in_turn: true,
        no_repeats: false,
        most: "９９".into(),
        closes_at: crate::i18n::local_input(now.plus_s(7200).0),
    };
    let read = form::read(&raw, now).unwrap();
    assert_eq!((read.title.as_str(), read.rule, read.most), ("成语", RelayRule::LastToFirst, Some(99)));
    let codes = |raw: form::Raw| {
        form::read(&raw, now).unwrap_err().fields.into_iter().map(|f| (f.field, f.code)).collect::<Vec<_>>()
    };
    let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(codes(form::Raw { words: "🌸".into(), ..raw.clone() }), one("words", "invalid"));
    assert_eq!(codes(form::Raw { most: "很多".into(), ..raw.clone() }), one("most", "not_a_number"));
    assert_eq!(codes(form::Raw { closes_at: String::new(), ..raw }), one("closes_at", "required"));
}
