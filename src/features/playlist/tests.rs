use contract::group::{Member, Persona, Role};
use contract::playlist::{Playlist, PlaylistRow};
use contract::{MemberId, Timestamp};
use loadable::FieldNotice;
use proptest::prelude::*;

use super::{form, model};

fn row(title: &str, address: &str, yours: bool) -> PlaylistRow {
    let persona = Persona { nickname: "阿禾".into(), avatar: "moon-plum".into() };
    let member = Member { id: MemberId::from("m"), persona, role: Role::Member, joined_at: Timestamp(0) };
    PlaylistRow {
        id: title.into(),
        member: Some(member),
        yours,
        title: title.into(),
        address: address.into(),
        added_at: Timestamp(0),
    }
}

fn list(rows: Vec<PlaylistRow>, shared: bool, yours: bool) -> Playlist {
    Playlist {
        id: "l".into(),
        group_id: "g".into(),
        post_id: "p".into(),
        maker: None,
        yours,
        title: "拉伸时放的歌".into(),
        shared,
        rows,
        made_at: Timestamp(0),
    }
}

#[test]
fn a_text_is_read_line_by_line() {
    let rows = form::rows_of(
        "River Flows in You\n\n  夜曲 https://music.example.org/2 \nhttps://x.example.org/a\n只是 a://b c",
    );
    let read: Vec<_> = rows.iter().map(|r| (r.title.as_str(), r.address.as_str())).collect();
    assert_eq!(
        read,
        [
            ("River Flows in You", ""),
            ("夜曲", "https://music.example.org/2"),
            ("x.example.org/a", "https://x.example.org/a"),
            ("只是 a://b c", ""),
        ]
    );
}

#[test]
fn what_is_wrong_with_a_line_names_it() {
    let wrong = |field: &str, code: &str| FieldNotice { field: field.into(), code: code.into() };
    let text = form::rows_error(&[wrong("title", "required"), wrong("rows/2/address", "host")]).unwrap();
    assert!(text.contains('3'), "{text}");
    assert!(form::rows_error(&[wrong("rows", "out_of_range")]).is_some());
    assert_eq!(form::rows_error(&[wrong("title", "required")]), None);
    let codes = |title: &str, address: &str| {
        let notice = form::read_row(title, address).unwrap_err();
        notice.fields.into_iter().map(|f| f.field + " " + &f.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(" ", "x"), ["title required", "address scheme"]);
    assert_ne!(form::error_text("taken"), form::error_text("required"));
}

#[test]
fn who_may_do_what() {
    let (mine, other) = (row("一", "", true), row("二", "", false));
    let theirs = list(vec![mine.clone(), other.clone()], false, false);
    assert!(!model::may_add(&theirs) && model::may_add(&Playlist { shared: true, ..theirs.clone() }));
    assert!(model::may_touch(&theirs, &mine, false) && !model::may_touch(&theirs, &other, false));
    assert!(model::may_touch(&theirs, &other, true), "hosts take out anything");
    assert!(model::may_touch(&Playlist { yours: true, ..theirs.clone() }, &other, false));
    let full = list((0..100).map(|n| row(&n.to_string(), "", true)).collect(), true, true);
    assert!(!model::may_add(&full));
    assert_ne!(model::by(&mine), model::by(&other));
    assert_ne!(model::by(&PlaylistRow { member: None, ..other.clone() }), model::by(&other));
}

proptest! {
    /// Every row is in the text, in order, and so is the way in.
    #[test]
    fn a_list_as_text_is_complete(titles in proptest::collection::vec("[a-z]{1,8}", 0..20)) {
        let rows = titles.iter().map(|title| row(title, "https://x.example.org/1", false)).collect();
        let text = model::as_text(&list(rows, true, false), "https://x.example/#/g/g/p/p");
        let lines: Vec<_> = text.lines().collect();
        prop_assert_eq!(lines.len(), titles.len() + 3);
        for (at, title) in titles.iter().enumerate() {
            prop_assert_eq!(lines[at + 1], format!("{}. {title} https://x.example.org/1", at + 1));
        }
        prop_assert!(text.ends_with("https://x.example/#/g/g/p/p"));
    }
}
