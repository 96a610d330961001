use super::model;
use contract::feed::{
    Attachment, Comment, Post, PostKind, React, Reaction, ReactionKind, RollCall, RollCallKind,
};
use contract::group::{Group, HistoryRule, Member, Persona, Policy, Role};
use contract::{GroupId, MemberId, PostId, Timestamp};
use data::Waiting;

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
        read_to: None,
        unread: None,
    }
}

fn post() -> Post {
    Post {
        moment: None,
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
        mentions: vec![],
        circle_id: None,
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
    assert!(
        model::as_text(&Post { attachment: attachment.clone(), ..post() }, "g", "l")
            .contains("瑜伽垫 周四谁来")
    );
    assert!(model::as_text(&Post { body: String::new(), attachment, ..post() }, "g", "l").contains("瑜伽垫"));
    let ours = Post { circle_id: Some("c".into()), ..post() };
    let text = model::as_text(&ours, "晨间普拉提", "https://x.example/#/g/g/p/p");
    assert!(
        !text.contains("周四") && text.ends_with("\nhttps://x.example/#/g/g/p/p"),
        "a circle's words stay in it"
    );
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

fn comment(id: &str, reply_to: Option<&str>) -> Comment {
    Comment {
        id: id.into(),
        post_id: PostId::from("p"),
        author: Some(member(Role::Member)),
        body: id.into(),
        created_at: Timestamp(0),
        yours: false,
        reply_to: reply_to.map(Into::into),
        deleted: false,
        edited_at: None,
        mentions: vec![],
    }
}

#[test]
fn replies_are_read_under_their_comment_whatever_order_they_came_in() {
    let all = [
        comment("a", None),
        comment("b", None),
        comment("a1", Some("a")),
        comment("x", Some("older")),
        comment("a2", Some("a")),
    ];
    let rows = model::threads(&all);
    let seen: Vec<_> = rows.iter().map(|r| (r.id.as_str(), r.under.clone())).collect();
    let under = Some(Some("小满".to_owned()));
    // What a newcomer may not see is named by nobody's name.
    assert_eq!(seen, [("a", None), ("a1", under.clone()), ("a2", under), ("b", None), ("x", Some(None))]);
    let gone = [Comment { deleted: true, author: None, ..comment("a", None) }, comment("a1", Some("a"))];
    assert_eq!(model::threads(&gone).len(), 2);
}

#[test]
fn a_wish_is_shown_before_it_arrives_and_never_counts_twice() {
    let hearts = |count, yours| Post {
        reactions: vec![Reaction { kind: ReactionKind::Heart, count, yours }],
        ..post()
    };
    let shown = |post: &Post, wish| model::reaction(post, wish, ReactionKind::Heart);
    assert_eq!(shown(&post(), Some(true)), (1, true));
    assert_eq!(shown(&hearts(3, false), Some(true)), (4, true));
    assert_eq!(shown(&hearts(4, true), Some(true)), (4, true), "the answer came before the wish went");
    assert_eq!(shown(&hearts(4, true), Some(false)), (3, false));
}

#[test]
fn of_what_waits_the_last_word_on_each_kind_counts() {
    let waits = |place: &str, kind, on| Waiting {
        key: "k".into(),
        turn: 1,
        place: place.into(),
        group: "g".into(),
        operation: "posts.react".into(),
        args: vec!["p".into()],
        body: serde_json::to_string(&React { kind, on }).ok(),
        at: Timestamp(0),
        tried_at: None,
        refused: None,
        typed: None,
    };
    let mine = model::react_place("p");
    let mut all = vec![
        waits(&mine, ReactionKind::Heart, true),
        waits(&mine, ReactionKind::Hug, true),
        waits(&mine, ReactionKind::Heart, false),
        waits(&model::react_place("q"), ReactionKind::Thanks, true),
    ];
    let wish = |all: &[Waiting], kind| model::wish(all, "p", kind);
    assert_eq!(wish(&all, ReactionKind::Heart), Some(false));
    assert_eq!(wish(&all, ReactionKind::Hug), Some(true));
    assert_eq!(wish(&all, ReactionKind::Thanks), None);
    all[1].refused = Some(data::Refused { code: "not_member".into(), fields: vec![] });
    assert_eq!(wish(&all, ReactionKind::Hug), None, "what was refused is not so");
}

#[test]
fn the_bar_of_a_card_is_short_and_the_page_has_the_whole_set() {
    let hugged =
        Post { reactions: vec![Reaction { kind: ReactionKind::Hug, count: 1, yours: false }], ..post() };
    assert_eq!(model::reactions_shown(&post(), true), [ReactionKind::Heart]);
    assert_eq!(model::reactions_shown(&hugged, true), [ReactionKind::Heart, ReactionKind::Hug]);
    assert_eq!(model::reactions_shown(&post(), false), ReactionKind::ALL);
}

#[test]
fn what_somebody_confirmed_is_not_offered_for_change() {
    let mine = Post { yours: true, ..post() };
    assert!(model::may_edit(&mine, Timestamp(0)));
    assert!(!model::may_edit(&post(), Timestamp(0)));
    let call =
        |confirmed| RollCall { kind: RollCallKind::Read, confirmed_at: None, asked: Some(2), confirmed };
    assert!(model::may_edit(&Post { roll_call: Some(call(Some(0))), ..mine.clone() }, Timestamp(0)));
    assert!(!model::may_edit(&Post { roll_call: Some(call(Some(1))), ..mine }, Timestamp(0)));
}

#[test]
fn a_question_as_text_has_its_answer() {
    let asked = Post { kind: PostKind::Question, answer: Some(comment("少跳", None)), ..post() };
    let text = model::as_text(&asked, "g", "l");
    assert!(text.contains("周四谁来？") && text.contains("少跳"), "{text}");
}
