//! Words and ways for what waits.

use contract::{Link, Timestamp};
use data::{Refused, Typed, Waiting};

use super::model;
use crate::i18n::{Lang, set_lang};

fn waiting(operation: &str, place: &str) -> Waiting {
    Waiting {
        key: "k".into(),
        turn: 1,
        place: place.into(),
        group: "g".into(),
        operation: operation.into(),
        args: vec![place.into()],
        body: Some(r#"{"body":"你好"}"#.into()),
        at: Timestamp(0),
        tried_at: None,
        refused: None,
        typed: None,
    }
}

#[test]
fn it_is_taken_back_to_where_it_was_written() {
    assert_eq!(model::written_at(&waiting("posts.create", "g")), Link::Write("g".into()));
    assert_eq!(model::written_at(&waiting("comments.create", "p")), Link::Post("g".into(), "p".into()));
    assert_eq!(model::written_at(&waiting("entries.create", "n")), Link::Chain("g".into(), "n".into()));
    assert_eq!(model::written_at(&waiting("posts.pin", "p")), Link::Post("g".into(), "p".into()));
}

#[test]
fn every_operation_that_may_wait_has_a_name_of_its_own() {
    set_lang(Lang::ALL[0]);
    let general = model::name_of(&waiting("no.such", "g"));
    let known: Vec<_> = contract::api::TABLE.iter().filter(|row| data::may_wait(row.name)).collect();
    assert!(known.len() >= 8);
    for row in known {
        assert_ne!(model::name_of(&waiting(row.name, "g")), general, "{}", row.name);
    }
}

#[test]
fn the_same_is_sent_again_only_where_that_may_help() {
    let refused = |code: &str| {
        let refused = Some(Refused { code: code.into(), fields: vec![] });
        Waiting { refused, ..waiting("posts.create", "g") }
    };
    assert!(model::may_help(&refused("unsure")));
    assert!(model::may_help(&refused("not_member")));
    assert!(!model::may_help(&refused("validation_failed")));
    for over in ["absent", "poll_closed", "chain_closed", "event_closed", "post_deleted", "group_dissolved"] {
        assert!(!model::may_help(&refused(over)), "{over}");
    }
    // Somebody was faster: the same words name an entry that is not the last one any more.
    assert!(!model::may_help(&refused("relay_moved")) && model::may_help(&refused("relay_turn")));
    assert!(model::may_edit(&Waiting {
        typed: Some(Typed { place: "relay".into(), fields: [].into() }),
        ..refused("relay_moved")
    }));
    assert!(!model::may_help(&waiting("posts.create", "g")));
}

#[test]
fn the_line_says_what_needs_a_person_first() {
    set_lang(Lang::ALL[0]);
    let line = model::count_line(2, 1);
    let refused = model::count_line(0, 1);
    assert!(line.starts_with(refused.trim_end_matches('。')), "{line}");
    assert!(line.contains('2'));
    assert!(model::count_line(1, 0).contains('1'));
}
