use super::model;
use contract::feed::{Attachment, Post, PostKind};
use contract::group::{Group, HistoryRule, Member, Persona, Policy, Role};
use contract::{GroupId, MemberId, PostId, Timestamp};

fn member(role: Role) -> Member {
    Member {
        id: MemberId::from("m"),
        persona: Persona { nickname: "小满".into(), avatar: "bloom-indigo".into() },
        role,
        joined_at: Timestamp(1_772_400_000_000),
    }
}

fn group(count: u32) -> Group {
    Group {
        id: GroupId::from("g"),
        name: "晨间普拉提".into(),
        about: String::new(),
        policy: Policy::default(),
        member_count: count,
        qr_closed_at: None,
        sibling_of: None,
        me: member(Role::Member),
        created_at: Timestamp(0),
    }
}

fn post() -> Post {
    Post {
        id: PostId::from("p"),
        group_id: GroupId::from("g"),
        author: Some(member(Role::Host)),
        kind: PostKind::Note,
        body: " 周四谁来？ ".into(),
        attachment: None,
        pinned: false,
        comment_count: 0,
        created_at: Timestamp(0),
        yours: false,
        photos: vec![],
        edited_at: None,
        reactions: vec![],
        roll_call: None,
        answer: None,
    }
}

#[test]
fn the_thread_runs_to_the_qr_limit_and_then_to_the_capacity() {
    let open = model::head_line(&group(87));
    assert!((open.passed - 0.87).abs() < 1e-9);
    assert_eq!(open.right.0, "100");
    let full = model::head_line(&group(100));
    assert!((full.passed - 0.2).abs() < 1e-9);
    assert_eq!(full.right.0, "500");
    let latched = model::head_line(&Group { qr_closed_at: Some(Timestamp(1)), ..group(80) });
    assert_eq!(latched.right.0, "500", "a dead code stays dead below the limit too");
}

#[test]
fn the_feed_ends_at_the_joining_or_at_the_beginning() {
    assert!(model::ending(&group(3), true, 0).1.is_some());
    let founder = Group { created_at: Timestamp(1_772_400_000_000), ..group(3) };
    // A boundary that hides nothing is not said to hide something.
    assert_ne!(model::ending(&group(3), false, 0).1, model::ending(&group(3), true, 0).1);
    assert!(model::ending(&founder, true, 0).1.is_none());
    let open = Group { policy: Policy { history: HistoryRule::All, ..Policy::default() }, ..group(3) };
    assert!(model::ending(&open, true, 0).1.is_none());
}

#[test]
fn a_card_as_text_is_complete() {
    let text = model::as_text(&post(), "晨间普拉提", "https://x.example/#/g/g/p/p");
    assert!(text.starts_with("小满: 周四谁来？\n"), "{text}");
    assert!(text.contains("晨间普拉提") && text.ends_with("https://x.example/#/g/g/p/p"));
    let attachment = Some(Attachment { kind: "deal".into(), id: "d".into(), title: "瑜伽垫".into() });
    assert!(model::as_text(&Post { body: String::new(), attachment, ..post() }, "g", "l").contains("瑜伽垫"));
    assert!(model::as_text(&Post { author: None, ..post() }, "g", "l").contains("周四"));
}

#[test]
fn who_may_delete() {
    assert!(!model::may_delete(&post(), Role::Member));
    assert!(model::may_delete(&post(), Role::Host));
    assert!(model::may_delete(&Post { yours: true, ..post() }, Role::Member));
}

#[test]
fn a_kept_draft_is_named_by_its_beginning() {
    assert_eq!(model::draft_line("  "), None);
    assert!(model::draft_line(&"长".repeat(50)).is_some_and(|l| l.chars().count() < 40));
}
