//! What was seen is there without a network, with its age, and gone when it is not mine to see any more.

use contract::group::Group;

use super::*;
use crate::{List, Shelf};

const HOUR_MS: i64 = 3_600_000;

fn group(id: &str) -> serde_json::Value {
    serde_json::json!({
        "id": id, "name": format!("group {id}"), "about": "", "policy": contract::group::Policy::default(),
        "member_count": 2, "created_at": "2026-01-01T00:00:00.000Z",
        "me": {"id": "m", "role": "member", "joined_at": "2026-01-01T00:00:00.000Z",
            "persona": {"nickname": "n", "avatar": "seed-ash"}},
    })
}

fn groups(ids: &[&str]) -> Result<Answer, Fault> {
    let items: Vec<_> = ids.iter().map(|id| group(id)).collect();
    ok(&serde_json::json!({"items": items, "server_time": "1970-01-01T00:16:40.000Z", "cursor": "5"}))
}

/// A phone that saw a feed of 45 down to its second page, and is opened again an hour later.
fn later(answers: impl FnMut(&Request) -> Result<Answer, Fault> + 'static) -> World {
    let mut before = World::signed_in();
    before.answers(|r| match r.url.as_str() {
        url if url.ends_with("/groups/g") => ok(&group("g")),
        url if url.contains("/groups?") => groups(&["g", "h"]),
        url if url.ends_with("/posts/7") => ok(&post(7)),
        _ => feed(r, 45),
    });
    let list = posts(&before);
    before.settle();
    list.more();
    let _ = before.data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
    let _ = (before.data.one::<Group>("g"), before.data.one::<Post>("7"));
    before.settle();
    assert_eq!(before.data.as_of().get_untracked(), None, "all of it is fresh");
    let world = World::on(before.disk);
    world.clock.set(1_000_000 + HOUR_MS);
    world.answers(answers);
    world
}

fn posts(world: &World) -> List<Post> {
    world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait)
}

fn kept(world: &World) -> usize {
    world.disk.names("seen/").len()
}

#[test]
fn what_was_seen_is_read_without_a_network_and_says_how_old_it_is() {
    let mut world = later(|_| Err(Fault::Offline));
    let (list, one, me) = (posts(&world), world.data.one::<Post>("7"), world.data.one::<Group>("g"));
    world.settle();
    assert_eq!(ids(list).len(), 20);
    assert_eq!(world.data.as_of().get_untracked(), Some(Timestamp(1_000_000)));
    assert!(matches!(one.get_untracked(), Loadable::Ready(p) if p.body == "post 7"));
    assert_eq!(me.get_untracked().value().unwrap().name, "group g");
    // Older pages too, as far as they were seen.
    list.more();
    world.settle();
    list.more();
    world.settle();
    assert_eq!(ids(list), (6..=45).rev().collect::<Vec<_>>());
    assert!(
        list.view().get_untracked().value().unwrap().more_failed.is_some(),
        "what was never seen is not there"
    );
    world.data.turn_page();
    assert_eq!(world.data.as_of().get_untracked(), None, "another page shows nothing of it");
    let _ = posts(&world);
    assert!(world.data.as_of().get_untracked().is_some());
}

#[test]
fn it_is_on_screen_before_the_answer_and_the_answer_moves_nothing() {
    let asked = Rc::new(Cell::new(false));
    let let_through = asked.clone();
    let mut world = later(move |r| if let_through.get() { feed(r, 47) } else { Err(Fault::Timeout) });
    let list = posts(&world);
    world.settle();
    assert_eq!(ids(list)[0], 45);
    asked.set(true);
    world.data.tick();
    world.settle();
    let view = list.view().get_untracked();
    assert_eq!((ids(list)[0], view.value().unwrap().fresh), (45, 2), "what is new waits");
    assert_eq!(world.data.as_of().get_untracked(), None);
    assert!(matches!(view, Loadable::Ready(_)));
}

#[test]
fn a_place_of_before_is_found_without_a_network_and_its_room_filled_anew_with_one() {
    let mut before = World::signed_in();
    before.answers(|r| feed(r, 300));
    let list = posts(&before);
    before.settle();
    for _ in 0..3 {
        list.more();
        before.settle();
    }
    let part = list.view().get_untracked().value().unwrap().part_of("250").unwrap();
    list.keep_place(Some(crate::Anchor { id: "250".into(), part, ..crate::Anchor::default() }), &[]);
    let mut world = World::on(before.disk);
    world.answers(|_| Err(Fault::Offline));
    let list = posts(&world);
    world.settle();
    assert_eq!(ids(list), (241..=260).rev().collect::<Vec<_>>());
    // The reader goes up, to what was seen too; then the network is back, and 250 is gone.
    let above = list.view().get_untracked().value().unwrap().parts[1].key;
    list.want(above);
    world.settle();
    assert_eq!(ids(list), (241..=280).rev().collect::<Vec<_>>());
    world.answers(|r| {
        let mut answer = feed(r, 302)?;
        answer.body = answer.body.replace("\"post 270\"", "\"other words\"");
        Ok(answer)
    });
    world.data.tick();
    world.settle();
    assert_eq!(ids(list), (241..=280).rev().collect::<Vec<_>>(), "nothing moves");
    assert_eq!(list.view().get_untracked().value().unwrap().fresh, 2);
    assert_eq!(list.item("270").get_untracked().value().unwrap().body, "other words");
}

#[test]
fn what_is_seen_of_before_never_replaces_what_was_answered() {
    let mut world = later(|r| match r.url.ends_with("/posts/7") {
        true => ok(&Post { body: "new words".into(), ..post(7) }),
        false => Err(Fault::Offline),
    });
    let one = world.data.one::<Post>("7");
    world.settle();
    let list = posts(&world);
    world.settle();
    list.more();
    world.settle();
    list.more();
    world.settle();
    assert!(ids(list).contains(&7));
    assert_eq!(one.get_untracked().value().unwrap().body, "new words");
}

#[test]
fn who_was_removed_in_the_meantime_sees_nothing_of_it_any_more() {
    let refused = || {
        let body = r#"{"type":"about:blank","title":"","status":403,"code":"not_member"}"#;
        let headers = vec![("content-type".into(), "application/problem+json".into())];
        Ok(Answer { status: 403, headers, body: body.into() })
    };
    let mut world = later(move |_| refused());
    let (list, one) = (posts(&world), world.data.one::<Group>("g"));
    world.settle();
    assert!(matches!(list.view().get_untracked(), Loadable::Failed(n, None) if n.code == "not_member"));
    assert!(matches!(one.get_untracked(), Loadable::Failed(_, None)));
    assert_eq!(kept(&world), 0);
    // The list of groups says so as well.
    let mut world = later(|r| if r.url.contains("/groups?") { groups(&["h"]) } else { Err(Fault::Offline) });
    let list = posts(&world);
    let mine = world.data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
    world.settle();
    assert_eq!(mine.view().get_untracked().value().unwrap().ids, ["h"]);
    assert!(list.view().get_untracked().value().is_none());
    assert!(kept(&world) <= 1, "the list of groups alone");
}

#[test]
fn another_account_and_nobody_see_nothing_of_it() {
    let leave: [fn(&World); 4] = [
        |world| world.data.sign_out(),
        |world| world.data.sign_in(session("b"), None),
        |world| world.data.forget_group(&"g".into()),
        |world| world.data.session_ended(),
    ];
    for leave in leave {
        let mut world = later(|_| Err(Fault::Offline));
        assert_eq!(kept(&world), 5);
        leave(&world);
        world.settle();
        assert_eq!(kept(&world), 0);
        let list = posts(&world);
        world.settle();
        assert!(list.view().get_untracked().value().is_none());
    }
}

#[test]
fn an_answer_that_comes_after_signing_out_is_not_kept() {
    let mut world = World::signed_in();
    world.answers(|r| feed(r, 3));
    let _ = posts(&world);
    world.data.sign_out();
    world.settle();
    assert_eq!(kept(&world), 0);
}

#[test]
fn a_thing_that_was_seen_in_a_list_alone_is_found_there() {
    let mut world = later(|_| Err(Fault::Offline));
    let (one, mine) = (world.data.one::<Post>("30"), world.data.one::<Group>("h"));
    let never = world.data.one::<Post>("2");
    world.settle();
    assert_eq!(one.get_untracked().value().unwrap().body, "post 30");
    assert_eq!(mine.get_untracked().value().unwrap().name, "group h");
    assert!(matches!(never.get_untracked(), Loadable::Failed(_, None)));
    assert!(world.data.as_of().get_untracked().is_some());
}

#[test]
fn invites_are_not_kept() {
    let mut world = World::signed_in();
    world.answers(|_| ok(&serde_json::json!({"items": [], "server_time": "1970-01-01T00:16:40.000Z"})));
    let _ = world.data.list::<contract::invite::Invite>(api::INVITES, &["g"], Arrival::AtOnce);
    let _ = posts(&world);
    world.settle();
    assert_eq!(world.disk.names("seen/"), ["seen/a/groups/g/posts "]);
}

#[test]
fn the_oldest_go_when_there_is_too_much() {
    let mut world = World::signed_in();
    for i in 0..230 {
        let name = format!("a/posts/{i} ");
        let text = format!("{} {name}\n{{}}", 1000 + i);
        assert!(futures::executor::block_on(world.disk.keep(Shelf::Seen, &name, text)));
    }
    let large = format!("5000 a/posts/large \n{}", "x".repeat(5_990_000));
    assert!(futures::executor::block_on(world.disk.keep(Shelf::Seen, "a/posts/large ", large)));
    world.data.seen_tidy();
    world.settle();
    let left = world.disk.names("seen/");
    assert_eq!(left.len(), 200);
    assert!(left.contains(&"seen/a/posts/large ".to_owned()));
    assert!(left.contains(&"seen/a/posts/229 ".to_owned()) && !left.contains(&"seen/a/posts/30 ".to_owned()));
}
