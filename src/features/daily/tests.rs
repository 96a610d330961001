use super::{form, model};
use contract::daily::{Daily, DailyAnswer, DailyState};
use contract::{DailyAnswerId, DailyId, GroupId, Timestamp};

const NOON: i64 = 1_773_288_000_000;

fn daily() -> Daily {
    Daily {
        id: DailyId::from("d"),
        group_id: GroupId::from("g"),
        maker: None,
        day: "2026-03-12".into(),
        words: "用一分钟介绍自己".into(),
        state: DailyState::Open,
        starts_at: Timestamp(NOON - 12 * 3_600_000),
        ends_at: Timestamp(NOON + 12 * 3_600_000),
        answers: 1,
        recent: Vec::new(),
        your_answer: None,
        server_time: Timestamp(NOON),
    }
}

#[test]
fn a_day_is_the_groups_wherever_the_reader_is() {
    let now = Timestamp(NOON);
    assert!(model::day(&daily(), now).contains("12"), "{}", model::day(&daily(), now));
    assert_eq!(model::day(&Daily { day: "someday".into(), ..daily() }, now), "someday");
    assert_eq!(model::state(&daily(), Timestamp(NOON + 12 * 3_600_000)), DailyState::Closed);
}

#[test]
fn as_text_it_is_the_prompt_and_nobodys_answer() {
    let answer = DailyAnswer {
        id: DailyAnswerId::from("a"),
        member: None,
        yours: false,
        words: "秘密的\n回答".into(),
        answered_at: Timestamp(NOON),
        edited_at: None,
    };
    assert!(model::line(&answer).contains("秘密的 回答"));
    let text = model::as_text(
        &Daily { recent: vec![answer], ..daily() },
        "https://x.example/#/g/g/daily/d",
        Timestamp(NOON),
    );
    for part in ["用一分钟介绍自己", "12", "https://x.example/#/g/g/daily/d"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
    assert!(!text.contains("秘密"), "{text}");
}

#[test]
fn a_form_is_read_as_a_day_from_midnight_to_midnight() {
    let now = Timestamp(NOON);
    let day = crate::i18n::local_input(NOON).split_once('T').unwrap().0.to_owned();
    let raw = form::Raw { day, words: " 唱一句 ".into() };
    let read = form::read(&raw, now).unwrap();
    assert!(read.starts_at <= now && now < read.ends_at && read.words == "唱一句");
    assert!(crate::i18n::local_input(read.starts_at.0).ends_with("T00:00"));
    let codes = |raw: form::Raw| {
        form::read(&raw, now).unwrap_err().fields.into_iter().map(|f| (f.field, f.code)).collect::<Vec<_>>()
    };
    let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
    assert_eq!(codes(form::Raw { day: String::new(), ..raw.clone() }), one("day", "required"));
    assert_eq!(codes(form::Raw { day: "2026-01-01".into(), ..raw.clone() }), one("day", "past"));
    assert_eq!(codes(form::Raw { day: "2027-01-01".into(), ..raw.clone() }), one("day", "out_of_range"));
    assert_eq!(codes(form::Raw { words: " ".into(), ..raw }), one("words", "required"));
}
