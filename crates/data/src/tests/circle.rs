//! What was written for a circle goes from the phone when I am in it no more.

use contract::circle::Circle;

use super::*;

/// Three posts, of which the second is for a circle.
fn three() -> Result<Answer, Fault> {
    let of = |id: usize| Post { circle_id: (id == 2).then(|| "c".into()), ..post(id) };
    let items: Vec<Post> = (1..=3).rev().map(of).collect();
    ok(&contract::Page { items, next: None, cursor: Some("3".into()), server_time: Timestamp(1_000_000) })
}

fn circles(ids: &[&str]) -> Result<Answer, Fault> {
    let one = |id: &&str| {
        serde_json::json!({"id": id, "group_id": "g", "name": "n", "state": "joined", "people": 2,
            "made_at": "2026-01-01T00:00:00.000Z"})
    };
    let items: Vec<_> = ids.iter().map(one).collect();
    ok(&serde_json::json!({"items": items, "server_time": "1970-01-01T00:16:40.000Z", "cursor": "5"}))
}

fn comments() -> Result<Answer, Fault> {
    ok(&serde_json::json!({"items": [], "server_time": "1970-01-01T00:16:40.000Z", "cursor": "5"}))
}

#[test]
fn who_leaves_keeps_neither_its_posts_nor_the_talk_nor_what_was_seen() {
    let mut world = World::signed_in();
    world.answers(|r| match r.url.as_str() {
        url if url.contains("/changes") => {
            changes("9", serde_json::json!([change("circle", "deleted", "c")]))
        }
        url if url.contains("/circles") => circles(&["c"]),
        url if url.contains("/comments") => comments(),
        _ => three(),
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    let talk = world.data.list::<contract::feed::Comment>(api::COMMENTS, &["2"], Arrival::AtOnce);
    let other = world.data.list::<contract::feed::Comment>(api::COMMENTS, &["3"], Arrival::AtOnce);
    let mine = world.data.list::<Circle>(api::CIRCLES, &["g"], Arrival::AtOnce);
    world.settle();
    assert_eq!(ids(list), [3, 2, 1]);
    let two = list.item("2");
    assert!(!world.disk.names("seen/").is_empty());
    world.answers(|r| match r.url.as_str() {
        url if url.contains("/changes") => {
            changes("9", serde_json::json!([change("circle", "deleted", "c")]))
        }
        _ => Err(Fault::Offline),
    });
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    assert_eq!(ids(list), [3, 1]);
    assert!(matches!(two.get_untracked(), Loadable::Failed(n, None) if n.code == "gone"));
    assert!(talk.view().get_untracked().value().is_none(), "the talk under it is gone");
    assert!(other.view().get_untracked().value().is_some(), "and no other");
    assert!(mine.view().get_untracked().value().unwrap().ids.is_empty());
    assert!(world.disk.names("seen/").is_empty());
}

#[test]
fn who_was_taken_out_meanwhile_keeps_nothing_once_the_circles_are_known() {
    let mut before = World::signed_in();
    before.answers(|r| if r.url.contains("/circles") { circles(&["c", "d"]) } else { three() });
    let _ = before.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    let _ = before.data.list::<Circle>(api::CIRCLES, &["g"], Arrival::AtOnce);
    before.settle();
    // Opened again: the feed does not answer, what is mine does.
    let mut world = World::on(before.disk);
    world.answers(|r| if r.url.contains("/circles") { circles(&["d"]) } else { Err(Fault::Offline) });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    let mine = world.data.list::<Circle>(api::CIRCLES, &["g"], Arrival::AtOnce);
    world.settle();
    assert_eq!(mine.view().get_untracked().value().unwrap().ids, ["d"]);
    assert_eq!(ids(list), [3, 1]);
    assert!(world.disk.names("seen/").iter().all(|name| name.contains("circles")));
}

#[test]
fn what_was_seen_goes_once_and_only_while_some_of_it_is_the_circles() {
    let mut before = World::signed_in();
    before.answers(|_| three());
    let _ = before.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    before.settle();
    // Opened again: nothing of it is on screen, and the phone has some.
    let mut world = World::on(before.disk);
    world.data.forget_posts_of("another");
    world.settle();
    assert!(!world.disk.names("seen/").is_empty(), "nothing is for that one");
    world.data.forget_posts_of("c");
    world.settle();
    assert!(world.disk.names("seen/").is_empty());
}

#[test]
fn a_command_that_waits_says_which_circle_it_is_for() {
    let mut one = crate::Waiting {
        key: "k".into(),
        turn: 1,
        place: "g".into(),
        group: "g".into(),
        operation: "posts.create".into(),
        args: vec!["g".into()],
        body: Some(r#"{"body":"x","kind":"note","circle_id":"c"}"#.into()),
        at: Timestamp(0),
        tried_at: None,
        refused: None,
        typed: None,
    };
    assert_eq!(one.circle(), Some("c".into()));
    one.body = Some(r#"{"post":{"body":"x","kind":"note","circle_id":"d"},"moment":{}}"#.into());
    assert_eq!(one.circle(), Some("d".into()));
    one.body = Some(r#"{"body":"x","kind":"note"}"#.into());
    assert_eq!(one.circle(), None);
}
