//! Where a reader was in a long feed, before and after a reload.

use contract::chain::Chain;
use contract::feed::Attachment;

use super::*;
use crate::Anchor;
use crate::entity::AnyTable;
use crate::list::places;

fn anchor(list: crate::List<Post>, id: usize) -> Anchor {
    let id = id.to_string();
    let part = list.view().get_untracked().value().unwrap().part_of(&id).unwrap();
    Anchor { id, top: 12.5, part, part_top: -700.0 }
}

/// A world that read a feed of 300 down to post 40, and the same phone after a reload.
fn reloaded(newest_now: usize) -> World {
    let mut before = World::signed_in();
    before.answers(|r| feed(r, 300));
    let list = before.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    before.settle();
    for _ in 0..13 {
        list.more();
        before.settle();
    }
    for part in list.view().get_untracked().value().unwrap().parts.clone() {
        list.set_height(part.key, 4000 + part.key);
    }
    list.keep_place(Some(anchor(list, 40)), &[]);
    // Without what was seen: how a place is found again by asking.
    before.disk.0.borrow_mut().retain(|name, _| !name.starts_with("seen/"));
    let after = World::on(before.disk);
    after.answers(move |r| feed(r, newest_now));
    after
}

fn shown(list: crate::List<Post>) -> crate::ListView {
    list.view().get_untracked().value().unwrap().clone()
}

#[test]
fn after_a_reload_the_page_around_the_place_is_asked_for_first() {
    let mut world = reloaded(300);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(
        world.asked(),
        ["/groups/g/posts?limit=20&after=41", "/groups/g/posts?limit=20"],
        "the page itself, then what may be new above it"
    );
    assert_eq!(ids(list), (21..=40).rev().collect::<Vec<_>>());
    let view = shown(list);
    assert_eq!(view.parts.len(), 14);
    assert_eq!(view.known(), 280);
    assert_eq!(view.fresh, 0);
    let anchor = list.anchor().unwrap();
    assert_eq!((anchor.id.as_str(), anchor.top), ("40", 12.5));
    assert_eq!(view.part_of("40"), Some(anchor.part));
    assert_eq!(view.part(anchor.part).1, 260, "how many stand above");
    assert_eq!(list.height(anchor.part), Some(4014));

    // Near parts are asked for by their cursors, in whatever order the reader comes to them.
    for key in view.parts.iter().rev().map(|part| part.key) {
        list.want(key);
    }
    world.settle();
    list.more();
    world.settle();
    assert_eq!(ids(list), (1..=300).rev().collect::<Vec<_>>());
    assert!(!shown(list).has_more);
}

#[test]
fn what_came_meanwhile_waits_above_the_place() {
    let mut world = reloaded(307);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(shown(list).fresh, 7);
    let top = shown(list).parts[0].key;
    list.want(top);
    world.settle();
    assert_eq!(ids(list)[..20], (281..=300).rev().collect::<Vec<_>>(), "without those that wait");
    list.show_fresh();
    assert_eq!(ids(list)[..9], (299..=307).rev().collect::<Vec<_>>());
    assert_eq!(shown(list).known(), 287);
}

#[test]
fn news_that_are_shown_before_the_outline_above_came_are_whole() {
    let mut world = reloaded(307);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    list.show_fresh();
    for part in shown(list).parts {
        list.want(part.key);
        world.settle();
    }
    assert_eq!(ids(list), (21..=307).rev().collect::<Vec<_>>());
}

#[test]
fn more_news_than_a_page_begin_the_list_anew_when_they_are_asked_for() {
    let mut world = reloaded(400);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(ids(list), (21..=40).rev().collect::<Vec<_>>(), "the place stays");
    assert_eq!(shown(list).fresh, 20);
    list.show_fresh();
    for _ in 0..25 {
        list.more();
        world.settle();
    }
    assert_eq!(ids(list), (1..=400).rev().collect::<Vec<_>>());
}

#[test]
fn a_cursor_that_means_nothing_any_more_begins_at_the_top() {
    let mut world = reloaded(300);
    world.answers(|r| match r.url.contains("after=41") {
        true => {
            Ok(Answer { status: 422, headers: vec![], body: r#"{"code":"validation","errors":[]}"#.into() })
        }
        false => feed(r, 300),
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(ids(list), (281..=300).rev().collect::<Vec<_>>());
    assert_eq!(shown(list).parts.len(), 1);
}

#[test]
fn a_network_that_is_away_keeps_the_place_for_the_next_try() {
    let mut world = reloaded(300);
    world.answers(|_| Err(Fault::Offline));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert!(matches!(list.view().get_untracked(), Loadable::Failed(_, None)));
    world.answers(|r| feed(r, 300));
    list.reload();
    world.settle();
    assert_eq!(ids(list), (21..=40).rev().collect::<Vec<_>>());
}

#[test]
fn an_outline_that_did_not_come_is_asked_for_again() {
    let mut world = reloaded(300);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    let above = shown(list).parts[12].key;
    world.answers(|_| Err(Fault::Timeout));
    list.want(above);
    world.settle();
    assert_eq!(shown(list).part(above).0, [] as [String; 0]);
    world.answers(|r| feed(r, 300));
    world.data.tick();
    world.settle();
    assert_eq!(ids(list), (21..=60).rev().collect::<Vec<_>>());
}

#[test]
fn an_old_place_a_left_one_and_anothers_are_not_given_back() {
    let mut world = reloaded(300);
    world.clock.set(1_000_000 + 4 * 86_400_000);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(ids(list)[0], 300, "an old one");
    assert!(world.disk.names(&places(world.data)).is_empty(), "and nothing waits for it again");

    let mut world = reloaded(300);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    list.keep_place(None, &[]);
    assert!(world.disk.names(&places(world.data)).is_empty(), "the top is no place to come back to");

    let mut world = reloaded(300);
    world.data.sign_in(session("b"), None);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    assert_eq!(ids(list)[0], 300, "another's");

    let mut world = reloaded(300);
    world.data.sign_out();
    world.settle();
    assert!(world.disk.names("place/").is_empty(), "signing out forgets");
}

#[test]
fn the_first_part_grows_to_a_bound() {
    let mut world = World::signed_in();
    world.answers(|r| feed(r, 45));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    for id in 46..=140 {
        list.put_first(post(id));
    }
    let view = shown(list);
    assert!(view.parts.iter().all(|part| part.count <= 40), "{:?}", view.parts);
    assert_eq!(ids(list), (26..=140).rev().collect::<Vec<_>>());
    let parts: Vec<String> = view.parts.iter().flat_map(|part| view.part(part.key).0.to_vec()).collect();
    assert_eq!(parts, view.ids, "the parts are the list");
}

#[test]
fn a_place_survives_its_text_and_a_broken_text_is_none() {
    let world = reloaded(300);
    let (_, text) = world
        .disk
        .0
        .borrow()
        .iter()
        .find(|(name, _)| name.starts_with("place/"))
        .map(|(n, t)| (n.clone(), t.clone()))
        .unwrap();
    for cut in 0..text.len() {
        // Whatever it reads, it reads without a fault.
        let _ = crate::list::read_place(&text[..cut], Timestamp(1_000_000));
    }
    assert!(crate::list::read_place(&text, Timestamp(1_000_000)));
    assert!(!crate::list::read_place(&text.replacen('2', "1", 1), Timestamp(1_000_000)));
}

/// How many posts, and things that posts carry, are kept.
fn kept(world: &World) -> (usize, usize) {
    let tables = &world.data.core().tables;
    (tables.of::<Post>().ids().len(), tables.of::<Chain>().ids().len())
}

/// A feed in which every tenth post carries a list of its own, which its card asks for.
fn carrying(request: &Request, newest: usize) -> Result<Answer, Fault> {
    if let Some((_, id)) = request.url.split_once("/chains/") {
        let chain = serde_json::json!({
            "id": id, "group_id": "g", "title": "list", "most": 1, "state": "open",
            "opened_at": "2026-03-12T13:20:00.000Z", "closes_at": "2026-03-13T13:20:00.000Z",
        });
        return ok(&chain);
    }
    let mut answer = feed(request, newest)?;
    let mut page: contract::Page<Post> = serde_json::from_str(&answer.body).unwrap();
    for post in page.items.iter_mut().filter(|post| post.id.as_str().ends_with('0')) {
        let id = format!("c{}", post.id);
        post.attachment = Some(Attachment { kind: "chain".into(), id, title: String::new() });
    }
    answer.body = serde_json::to_string(&page).unwrap();
    Ok(answer)
}

/// Reads on as a window does: the next page, and the reader stands in it.
fn read_on(world: &mut World, list: crate::List<Post>) {
    read_on_with(world, list, &[]);
}

/// The same with parts that are drawn however far.
fn read_on_with(world: &mut World, list: crate::List<Post>, drawn: &[u32]) {
    list.more();
    world.settle();
    let shown = shown(list);
    let last = shown.ids.last().unwrap().clone();
    for id in shown.ids.iter().rev().take(20).filter(|id| id.ends_with('0')) {
        world.data.one::<Chain>(&format!("c{id}"));
    }
    let part = shown.part_of(&last).unwrap();
    list.keep_place(Some(Anchor { id: last, top: 10.0, part, part_top: -500.0 }), drawn);
    world.settle();
}

#[test]
fn of_five_thousand_posts_some_hundreds_are_kept_and_what_comes_near_is_whole_again() {
    let mut world = World::signed_in();
    world.answers(|r| carrying(r, 5000));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    let mut most = (0, 0);
    while shown(list).has_more {
        read_on(&mut world, list);
        let now = kept(&world);
        most = (most.0.max(now.0), most.1.max(now.1));
    }
    assert!(most.0 <= 400 && most.1 <= 60, "{most:?} were kept at once");
    let view = shown(list);
    assert_eq!((view.known(), view.parts.len()), (5000, 250), "the length stays");
    assert!(view.ids.len() <= 400);
    world.asked();

    // Up again: what is near is asked for before it is on screen, by its cursor, and stands where it stood.
    let at = view.parts.iter().position(|part| part.held && part.after.is_some()).unwrap();
    let (above, near) = (view.parts[at - 1].clone(), view.parts[at].clone());
    let id = view.part(near.key).0[0].clone();
    list.keep_place(Some(Anchor { id: id.clone(), top: 0.0, part: near.key, part_top: 0.0 }), &[]);
    world.settle();
    let asked = world.asked();
    let cursor = format!("after={}", above.after.as_deref().unwrap());
    assert!(asked.iter().any(|url| url.ends_with(&cursor)), "{asked:?}");
    let now = shown(list);
    let first: usize = id.parse().unwrap();
    let above = now.part(above.key).0.to_vec();
    assert_eq!(above, (first + 1..=first + 20).rev().map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(list.item(&above[0]).get_untracked().value().unwrap().body, format!("post {}", above[0]));
    assert!(kept(&world).0 <= 400);
    // And once more at the top.
    list.keep_place(None, &[]);
    world.settle();
    assert!(kept(&world).0 <= 400);
    assert_eq!(shown(list).part(shown(list).parts[0].key).0[0], "5000");
}

#[test]
fn without_a_network_what_comes_near_is_as_it_was_seen() {
    let mut world = World::signed_in();
    world.answers(|r| carrying(r, 600));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    for _ in 0..20 {
        read_on(&mut world, list);
    }
    let part = shown(list).parts[2].clone();
    assert!(!part.held);
    world.answers(|_| Err(Fault::Offline));
    list.want(part.key);
    world.settle();
    let view = shown(list);
    assert_eq!(view.part(part.key).0, (541..=560).rev().map(|n| n.to_string()).collect::<Vec<_>>());
    assert_eq!(list.item("560").get_untracked().value().unwrap().body, "post 560");
}

#[test]
fn what_is_pinned_or_waits_to_be_sent_is_kept_however_far() {
    let mut world = World::signed_in();
    world.answers(|r| match r.url.contains("/pinned") {
        true => feed(r, 1000).map(|mut answer| {
            let mut page: contract::Page<Post> = serde_json::from_str(&answer.body).unwrap();
            page.items.retain(|post| post.id.as_str() == "990");
            page.next = None;
            answer.body = serde_json::to_string(&page).unwrap();
            answer
        }),
        false if r.method != "GET" => Err(Fault::Offline),
        false => carrying(r, 1000),
    });
    let pins = world.data.list::<Post>(api::PINNED, &["g"], Arrival::AtOnce);
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    LIMIT.with(|limit| limit.set(SLEPT.with(|slept| slept.borrow().len())));
    list.more();
    world.settle();
    let edit = contract::feed::EditPost { body: "better".into(), ..Default::default() };
    let at = crate::Place { group: "g", thing: "970" };
    world.data.mutation().queue(&api::EDIT_POST, &["970"], &edit, at, || {});
    world.settle();
    for _ in 0..20 {
        read_on(&mut world, list);
    }
    let here = |id: &str| world.data.core().tables.of::<Post>().slot(id).get_untracked().value().is_some();
    assert_eq!(pins.view().get_untracked().value().unwrap().ids, ["990"]);
    assert_eq!([here("990"), here("970"), here("971")], [true, true, false]);
}

#[test]
fn what_is_drawn_stays_however_far_and_goes_once_it_is_not() {
    let mut world = World::signed_in();
    world.answers(|r| carrying(r, 1000));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    read_on(&mut world, list);
    let focused = shown(list).parts[1].clone();
    world.asked();
    for _ in 0..20 {
        read_on_with(&mut world, list, &[focused.key]);
        // A window asks for what it draws and has not.
        list.want(focused.key);
        world.settle();
    }
    let again = format!("after={}", focused.after.as_deref().unwrap());
    let asked = world.asked();
    assert!(!asked.iter().any(|url| url.ends_with(&again)), "{asked:?}");
    let view = shown(list);
    assert_eq!(view.part(focused.key).0, (961..=980).rev().map(|n| n.to_string()).collect::<Vec<_>>());
    assert!(!view.parts[2].held, "what only was beside it is let go");

    read_on(&mut world, list);
    assert!(!shown(list).parts[1].held);
    assert!(kept(&world).0 <= 400);
}

/// A feed some posts of which were deleted.
fn without(request: &Request, newest: usize, gone: &[usize]) -> Result<Answer, Fault> {
    let longer = Request { url: request.url.replace("limit=20", "limit=40"), ..request.clone() };
    let mut answer = feed(&longer, newest)?;
    let mut page: contract::Page<Post> = serde_json::from_str(&answer.body).unwrap();
    page.items.retain(|post| !gone.iter().any(|id| id.to_string() == post.id.as_str()));
    page.items.truncate(20);
    page.next = page.items.last().map(|post| post.id.to_string());
    answer.body = serde_json::to_string(&page).unwrap();
    Ok(answer)
}

/// A reader of a feed of 1000, so deep that the second part was let go.
fn deep() -> (World, crate::List<Post>) {
    let mut world = World::signed_in();
    world.answers(|r| feed(r, 1000));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    for _ in 0..12 {
        read_on(&mut world, list);
    }
    let parts = shown(list).parts;
    assert_eq!((parts[0].held, parts[1].held, parts[12].held), (true, false, true));
    (world, list)
}

#[test]
fn what_moves_up_where_posts_were_deleted_is_not_new() {
    for gone in [[1000, 999, 998], [983, 982, 981], [1000, 990, 981]] {
        let (mut world, list) = deep();
        world.answers(move |r| without(r, 1000, &gone));
        world.data.refresh_for_tests(list);
        world.settle();
        let view = shown(list);
        assert_eq!((view.fresh, view.parts.len()), (0, 13), "{gone:?}");
        assert!(!view.parts[1].held);

        world.answers(move |r| without(r, 1001, &gone));
        world.data.refresh_for_tests(list);
        world.settle();
        assert_eq!(shown(list).fresh, 1, "{gone:?}");
        list.show_fresh();
        let view = shown(list);
        assert_eq!((view.ids[0].as_str(), view.fresh, view.parts.len()), ("1001", 0, 13), "{gone:?}");
        assert_eq!(view.ids.last().map(String::as_str), Some("741"), "where the reader is, it stands");
    }

    // Up again all of it is in its place.
    let (mut world, list) = deep();
    world.answers(|r| without(r, 1001, &[1000, 999, 998]));
    world.data.refresh_for_tests(list);
    world.settle();
    list.show_fresh();
    list.keep_place(None, &[]);
    world.settle();
    let now = ids(list);
    assert_eq!(now[..38], [1001].into_iter().chain((961..=997).rev()).collect::<Vec<_>>());
}

#[test]
fn more_news_than_a_page_still_cut_a_list_with_a_gap() {
    let (mut world, list) = deep();
    world.answers(|r| without(r, 1050, &[1000, 999, 998]));
    world.data.refresh_for_tests(list);
    world.settle();
    assert_eq!(shown(list).fresh, 20);
    list.show_fresh();
    assert_eq!(ids(list), (1031..=1050).rev().collect::<Vec<_>>());
    assert!(shown(list).has_more);
}
