use super::{form, model};
use contract::poll::{Poll, PollChoice, PollState};
use contract::{GroupId, PollId, Timestamp};
use proptest::prelude::*;

fn poll(sums: &[(u32, bool)], voters: u32, several: bool) -> Poll {
    let choice = |(at, (votes, yours)): (usize, &(u32, bool))| PollChoice {
        label: format!("第 {at} 项"),
        votes: *votes,
        yours: *yours,
    };
    Poll {
        id: PollId::from("q"),
        group_id: GroupId::from("g"),
        maker: None,
        yours: false,
        question: "哪天？".into(),
        choices: sums.iter().enumerate().map(choice).collect(),
        several,
        voters,
        state: PollState::Open,
        opened_at: Timestamp(0),
        closes_at: Timestamp(1_773_400_000_000),
        closed_at: None,
        server_time: Timestamp(0),
    }
}

#[test]
fn a_press_chooses_one_or_switches_one_of_several() {
    let one = poll(&[(1, true), (2, false)], 3, false);
    assert_eq!(model::pressed(&one, 1), [1]);
    assert_eq!(model::pressed(&one, 0), [0], "pressing it again changes nothing");
    let several = poll(&[(1, true), (2, false), (0, false)], 3, true);
    assert_eq!(model::pressed(&several, 2), [0, 2]);
    assert_eq!(model::pressed(&several, 0), Vec::<u32>::new());
}

#[test]
fn it_is_closed_by_the_backends_word_or_its_clock() {
    let open = poll(&[], 0, false);
    assert!(model::is_open(&open, Timestamp(0)));
    assert!(!model::is_open(&open, open.closes_at));
    assert!(!model::is_open(&Poll { state: PollState::Closed, ..open }, Timestamp(0)));
}

#[test]
fn a_poll_as_text_is_complete() {
    let text =
        model::as_text(&poll(&[(2, false), (1, true)], 3, false), "https://x.example/#/g/g", Timestamp(0));
    for part in ["哪天？", "第 0 项", "67", "33", "3", "https://x.example/#/g/g"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn a_form_is_read_and_its_errors_stand_beside_their_fields() {
    let now = Timestamp(1_773_300_000_000);
    let raw = form::Raw {
        question: " 哪天？ ".into(),
        choices: vec!["周六".into(), String::new(), "周日".into(), String::new()],
        several: true,
        closes_at: crate::i18n::local_input(now.plus_s(7200).0),
    };
    let read = form::read(&raw, now).unwrap();
    assert_eq!(read.choices.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(), ["周六", "周日"]);
    assert!(read.several && read.question == "哪天？");
    let fields = |raw: &form::Raw| {
        form::read(raw, now).unwrap_err().fields.into_iter().map(|f| (f.field, f.code)).collect::<Vec<_>>()
    };
    let twice = form::Raw { choices: vec!["周六".into(), String::new(), "周六".into()], ..raw.clone() };
    assert_eq!(fields(&twice), [("choices/2/label".to_owned(), "taken".to_owned())]);
    let few = form::Raw { choices: vec!["周六".into()], closes_at: String::new(), ..raw };
    let expected = [("choices", "out_of_range"), ("closes_at", "required")];
    assert_eq!(fields(&few), expected.map(|(f, c)| (f.to_owned(), c.to_owned())));
}

proptest! {
    /// What is shown before a vote arrives is what the backend will say: nobody is counted twice, nobody is lost.
    #[test]
    fn a_wish_changes_my_vote_alone(
        others in proptest::collection::vec(0_u32..50, 2..6),
        mine in proptest::collection::btree_set(0_u32..6, 0..4),
        next in proptest::collection::btree_set(0_u32..6, 0..4),
    ) {
        let count = u32::try_from(others.len()).unwrap();
        let valid = |set: std::collections::BTreeSet<u32>| set.into_iter().filter(|c| *c < count).collect::<Vec<_>>();
        let (mine, next) = (valid(mine), valid(next));
        let all: u32 = others.iter().sum();
        let with = |votes: &[u32]| {
            let sums: Vec<(u32, bool)> = others.iter().zip(0..).map(|(n, at)| {
                let yours = votes.contains(&at);
                (n + u32::from(yours), yours)
            }).collect();
            poll(&sums, all + u32::from(!votes.is_empty()), true)
        };
        let wished = model::wished(&with(&mine), &next);
        prop_assert_eq!(&wished, &with(&next));
        prop_assert_eq!(model::mine(&wished), next);
    }
}
