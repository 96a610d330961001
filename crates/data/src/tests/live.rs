//! Much happens at once: it is asked calmly, and nothing is missed.

use super::*;

fn slept() -> Vec<u32> {
    SLEPT.with(RefCell::take)
}

#[test]
fn a_thousand_events_are_a_few_questions() {
    let mut world = World::signed_in();
    let asked = Rc::new(Cell::new(0));
    let count = asked.clone();
    world.answers(move |r| {
        if r.url.contains("/changes") {
            count.set(count.get() + 1);
            return changes(&count.get().to_string(), serde_json::json!([]));
        }
        feed(r, 3)
    });
    let _ = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    slept();
    world.streams(StreamEvent::Chunk("event: change\ndata: {}\n\n".repeat(1000)));
    assert!((2..=3).contains(&asked.get()), "{} questions", asked.get());
    assert_eq!(slept(), [400], "the second one after a moment");
    // One that comes later is heard, and from where the last answer left off.
    world.clock.set(world.clock.get() + 1000);
    world.asked();
    world.streams(StreamEvent::Chunk("event: change\ndata: {}\n\n".into()));
    assert_eq!(world.asked(), [format!("/changes?since={}", asked.get() - 1)]);
}

#[test]
fn a_hundred_things_are_asked_for_a_few_at_a_time_what_is_looked_at_first() {
    let mut world = World::signed_in();
    world.answers(|r| {
        if r.url.contains("/changes") {
            let all: Vec<_> = (1..=100).map(|id| change("post", "updated", &id.to_string())).collect();
            return changes("9", serde_json::json!(all));
        }
        match r.url.rsplit('/').next().and_then(|id| id.parse().ok()) {
            Some(id) => ok(&post(id)),
            None => feed(r, 90),
        }
    });
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    for _ in 0..4 {
        list.more();
        world.settle();
    }
    let _ = world.data.one::<Post>("3");
    world.data.live_start();
    world.asked();
    slept();
    world.streams(StreamEvent::Opened(200));
    let asked = world.asked();
    assert_eq!(asked[1], "/posts/3", "the one on screen");
    let mut posts = asked[1..].to_vec();
    posts.sort();
    posts.dedup();
    assert_eq!((posts.len(), asked.len()), (90, 91), "each once, and none that nobody has");
    assert_eq!(slept(), [150; 11], "eight at a time");
}

/// The page that a backend gives of these posts.
fn page(ids: &[usize], next: Option<&str>) -> Result<Answer, Fault> {
    let items: Vec<Post> = ids.iter().map(|id| Post { yours: *id == 50, ..post(*id) }).collect();
    let next = next.map(str::to_owned);
    ok(&contract::Page { items, next, cursor: None, server_time: Timestamp(1_000_000) })
}

#[test]
fn what_i_put_on_top_goes_where_the_backend_has_it() {
    let mut world = World::signed_in();
    world.answers(|_| page(&[3, 2, 1], None));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    list.put_first(Post { yours: true, ..post(50) });
    world.answers(|_| page(&[3, 50, 2, 1], None));
    world.data.refresh_for_tests(list);
    world.settle();
    assert_eq!((ids(list), list.view().get_untracked().value().unwrap().fresh), (vec![3, 50, 2, 1], 0));
}

#[test]
fn what_i_put_on_top_hides_no_gap_below_it() {
    let mut world = World::signed_in();
    world.answers(|_| page(&[3, 2, 1], None));
    let list = world.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    world.settle();
    list.put_first(Post { yours: true, ..post(50) });
    // Far more was written than a page holds.
    world.answers(|r| match r.url.contains("after") {
        true => page(&[5, 4, 3, 2, 1], None),
        false => page(&[52, 51, 50, 9, 8, 7, 6], Some("6")),
    });
    world.data.refresh_for_tests(list);
    world.settle();
    assert_eq!((ids(list), list.view().get_untracked().value().unwrap().fresh), (vec![50, 3, 2, 1], 6));
    list.show_fresh();
    list.more();
    world.settle();
    assert_eq!(ids(list), [52, 51, 50, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
}

#[test]
fn what_is_on_screen_is_as_new_as_the_stream_that_was_last_heard() {
    let mut world = World::signed_in();
    world.answers(|_| changes("1", serde_json::json!([])));
    world.data.live_start();
    world.streams(StreamEvent::Opened(200));
    world.clock.set(world.clock.get() + 120_000);
    world.streams(StreamEvent::Chunk(": still here\n\n".into()));
    let heard = world.data.last_heard();
    assert_eq!(heard.get_untracked(), Some(Timestamp(world.clock.get())));
    world.clock.set(world.clock.get() + 120_000);
    world.streams(StreamEvent::Ended(Some(Fault::Offline)));
    assert_eq!(heard.get_untracked(), Some(Timestamp(world.clock.get() - 120_000)), "an end says nothing");
}
