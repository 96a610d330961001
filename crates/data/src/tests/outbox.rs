//! The outbox against a backend that may be asked from several tabs, over a network that fails in every way.

mod back;
mod faults;
mod phone;
mod writes;

use contract::feed::{NewComment, Post, React, ReactionKind};
use contract::{Code, api};
use net::Fault;
use reactive_graph::traits::{GetUntracked, Set};

use super::{note, ok, post};
use crate::{Arrival, Place, Progress, TakenBack, Waiting};
use phone::{Phone, Sim, Tab, problem};

const DAY_MS: i64 = 86_400_000;

fn shown(tab: &Tab) -> Vec<Waiting> {
    tab.data.outbox().get_untracked()
}

fn words(tab: &Tab) -> Vec<String> {
    shown(tab).iter().filter_map(Waiting::words).collect()
}

#[test]
fn what_is_written_without_a_network_is_sent_in_order_after_a_reload() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    tab.write("g", "one");
    tab.write("g", "two");
    tab.run_for(3000);
    assert_eq!(words(&tab), ["one", "two"]);
    assert!(shown(&tab).iter().all(|one| one.tried_at.is_none()), "it cannot have arrived");
    assert_eq!(sim.done(), [""; 0]);
    let mut tab = tab.reload();
    assert_eq!(words(&tab), [""; 0], "nothing runs before it is started");
    sim.network(|_| Ok(()));
    tab.data.outbox_start();
    tab.run_for(100);
    assert_eq!(sim.done(), ["one", "two"]);
    assert_eq!(shown(&tab), []);
    assert_eq!(tab.data.outbox_sent().get_untracked(), (2, "posts.create"));
}

#[test]
fn an_answer_that_was_lost_is_no_second_post() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    let mut lost = 0;
    sim.after(move |answer| {
        lost += 1;
        if lost < 4 { Err(Fault::Timeout) } else { answer }
    });
    tab.write("g", "once");
    tab.run_for(60_000);
    assert_eq!(sim.done(), ["once"]);
    assert_eq!(sim.asked(), 4);
    assert_eq!(shown(&tab), []);
}

#[test]
fn an_answer_of_another_shape_is_an_answer_and_what_comes_after_it_is_sent() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.after(|answer| {
        answer.map(|mut answer| {
            answer.body = r#"{"saved":true}"#.into();
            answer
        })
    });
    tab.write("g", "one");
    tab.write("g", "two");
    tab.run_for(1000);
    assert_eq!(sim.done(), ["one", "two"]);
    assert_eq!(sim.asked(), 2, "asked again, it would say the same");
    assert_eq!(shown(&tab), []);
}

#[test]
fn a_draft_is_cleared_when_it_is_kept_and_comes_back_when_it_is_taken_back() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    let draft = tab.data.draft("group/g/post");
    let body = draft.field("body", "");
    body.set("hello".into());
    draft.keep();
    let sending = draft.mutation(tab.data);
    sending.queue(&api::NEW_POST, &["g"], &note("hello"), Place { group: "g", thing: "g" }, || {});
    tab.run_for(10);
    assert_eq!(sending.progress().get_untracked(), Progress::Done);
    assert_eq!(body.get_untracked(), "");
    assert!(!tab.data.draft("group/g/post").was_kept());

    let key = shown(&tab)[0].key.clone();
    assert_eq!(tab.take_back(&key), Some(TakenBack::Done));
    assert_eq!(shown(&tab), []);
    assert_eq!(tab.data.given_back().get_untracked(), (1, "group/g/post".into()));
    let draft = tab.data.draft("group/g/post");
    assert_eq!(draft.field("body", "").get_untracked(), "hello");
    sim.network(|_| Ok(()));
    tab.data.outbox_wake();
    tab.run_for(100);
    assert_eq!(sim.done(), [""; 0]);
}

#[test]
fn what_was_typed_since_stays_below_what_is_given_back() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    let draft = tab.data.draft("post/1/comment");
    let body = draft.field("body", "");
    body.set("first".into());
    draft.keep();
    let comment = NewComment { body: "first".into(), ..NewComment::default() };
    draft.mutation(tab.data).queue(
        &api::NEW_COMMENT,
        &["1"],
        &comment,
        Place { group: "g", thing: "1" },
        || {},
    );
    tab.run_for(10);
    body.set("second".into());
    draft.keep();
    let key = shown(&tab)[0].key.clone();
    tab.take_back(&key);
    assert_eq!(tab.data.draft("post/1/comment").field("body", "").get_untracked(), "first\nsecond");
}

#[test]
fn a_refusal_waits_for_a_person_and_holds_nobody_up() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.refuses(|body| (body == "no").then(|| problem(Code::NotMember)));
    tab.write("g", "no");
    tab.write("g", "yes");
    tab.run_for(60_000);
    assert_eq!(sim.done(), ["yes"]);
    assert_eq!(sim.asked(), 2, "it is not asked again and again");
    let refused = shown(&tab);
    assert_eq!(refused[0].refused.as_ref().unwrap().notice().code, "not_member");
    // Also after a reload; and a person may try once more.
    let mut tab = tab.reload();
    tab.data.outbox_start();
    tab.run_for(1000);
    assert_eq!(words(&tab), ["no"]);
    assert_eq!(sim.asked(), 2);
    sim.refuses(|_| None);
    tab.data.send_again(&refused[0].key);
    tab.run_for(1000);
    assert_eq!(sim.done(), ["yes", "no"]);
}

#[test]
fn one_that_is_let_go_is_gone_with_its_words() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    tab.write("g", "never mind");
    tab.run_for(100);
    let key = shown(&tab)[0].key.clone();
    tab.data.let_go(&key);
    tab.run_for(10);
    let mut tab = tab.reload();
    sim.network(|_| Ok(()));
    tab.data.outbox_start();
    tab.run_for(1000);
    assert_eq!((shown(&tab), sim.asked()), (vec![], 0));
}

#[test]
fn a_place_that_is_told_to_wait_waits_alone_and_as_long_as_it_was_told() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    let mut first = true;
    sim.refuses(move |body| {
        let busy = body == "busy" && core::mem::take(&mut first);
        busy.then(|| {
            let mut answer = problem(Code::RateLimited);
            answer.body =
                r#"{"type":"about:blank","title":"","status":429,"code":"rate_limited","retry_after_s":90}"#
                    .into();
            answer
        })
    });
    tab.write("g", "busy");
    tab.write("h", "free");
    tab.run_for(80_000);
    assert_eq!(sim.done(), ["free"]);
    tab.run_for(20_000);
    assert_eq!(sim.done(), ["free", "busy"]);
}

#[test]
fn a_phone_without_room_says_so_and_sends_at_once() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    phone.disk.full.set(true);
    let draft = tab.data.draft("group/g/post");
    let body = draft.field("body", "");
    body.set("hello".into());
    let sending = draft.mutation(tab.data);
    let send =
        || sending.queue(&api::NEW_POST, &["g"], &note("hello"), Place { group: "g", thing: "g" }, || {});
    sim.network(|_| Err(Fault::Offline));
    send();
    tab.run_for(10);
    assert!(matches!(sending.progress().get_untracked(), Progress::Failed(n) if n.code == "offline"));
    assert_eq!(body.get_untracked(), "hello", "it is still in the form");
    assert_eq!(shown(&tab), [], "nothing pretends to wait");
    sim.network(|_| Ok(()));
    send();
    tab.run_for(10);
    assert_eq!(sending.progress().get_untracked(), Progress::Done);
    assert_eq!((sim.done(), body.get_untracked()), (vec!["hello".to_owned()], String::new()));
    assert!(tab.data.outbox_unkept().get_untracked());
}

#[test]
fn of_two_tabs_one_sends_and_both_see_it_go() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let (mut here, mut there) = (phone.tab(), phone.tab());
    sim.network(|_| Err(Fault::Offline));
    here.write("g", "one");
    there.data.outbox_start();
    there.data.outbox_heard();
    there.run_for(10);
    assert_eq!(words(&there), ["one"]);
    there.write("g", "two");
    here.data.outbox_heard();
    here.run_for(10);
    assert_eq!(words(&here), ["one", "two"]);
    sim.network(|_| Ok(()));
    sim.slow(500);
    here.data.outbox_wake();
    there.data.outbox_wake();
    phone::run_both(&mut here, &mut there, 5000);
    assert_eq!(sim.done(), ["one", "two"]);
    assert_eq!(sim.asked(), 2, "each once, by one of them");
    here.data.outbox_heard();
    there.data.outbox_heard();
    phone::run_both(&mut here, &mut there, 10);
    assert_eq!((shown(&here), shown(&there)), (vec![], vec![]));
}

#[test]
fn what_is_on_its_way_is_not_taken_back() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.slow(2000);
    tab.write("g", "gone");
    tab.run_for(500);
    let key = shown(&tab)[0].key.clone();
    assert_eq!(tab.take_back(&key), Some(TakenBack::TooLate));
    tab.run_for(5000);
    assert_eq!(sim.done(), ["gone"]);
    // Nor what another tab has on its way, and what may have arrived is called so.
    sim.after(|_| Err(Fault::Timeout));
    tab.write("g", "perhaps");
    tab.run_for(2500);
    tab.data.outbox_rest();
    tab.run_for(2500);
    let key = shown(&tab)[0].key.clone();
    assert_eq!(tab.take_back(&key), Some(TakenBack::MayHaveArrived));
}

#[test]
fn another_account_neither_sees_nor_sends_it_and_its_own_takes_it_up_again() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    tab.write("g", "mine");
    sim.network(|_| Ok(()));
    tab.data.sign_in(super::session("b"), None);
    assert_eq!(shown(&tab), []);
    tab.data.outbox_start();
    tab.run_for(60_000);
    assert_eq!(sim.asked(), 0);
    tab.data.sign_in(super::session("a"), None);
    tab.data.outbox_start();
    tab.run_for(1000);
    assert_eq!(sim.done(), ["mine"]);
    // Signing out on purpose wipes what was not sent, as it wipes drafts.
    sim.network(|_| Err(Fault::Offline));
    tab.write("g", "late");
    tab.data.sign_out();
    tab.run_for(10);
    sim.network(|_| Ok(()));
    tab.data.sign_in(super::session("a"), None);
    tab.data.outbox_start();
    tab.run_for(60_000);
    assert_eq!(sim.done(), ["mine"]);
}

#[test]
fn a_session_that_ended_keeps_it() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.refuses(|_| Some(problem(Code::Unauthenticated)));
    tab.write("g", "kept");
    tab.run_for(1000);
    assert!(tab.data.account().is_none());
    assert_eq!(shown(&tab), []);
    sim.refuses(|_| None);
    tab.data.sign_in(super::session("a"), None);
    tab.data.outbox_start();
    tab.run_for(1000);
    assert_eq!(sim.done(), ["kept"]);
}

#[test]
fn after_days_what_may_have_arrived_is_a_persons_to_decide_whatever_the_clock_says() {
    for days in [6, 400, -30] {
        let sim = Sim::new();
        let phone = Phone::new(&sim);
        let mut tab = phone.tab();
        sim.after(|_| Err(Fault::Timeout));
        tab.write("g", "tried");
        tab.write("g", "new");
        tab.run_for(10);
        tab.data.outbox_rest();
        let mut tab = tab.reload();
        sim.after(|answer| answer);
        phone.clock_off_by(days * DAY_MS);
        tab.data.outbox_start();
        tab.run_for(1000);
        assert_eq!(sim.done(), ["tried", "new"], "{days} days: the one that was never sent is sent");
        assert_eq!(shown(&tab)[0].refused.as_ref().unwrap().code, "unsure");
        let key = shown(&tab)[0].key.clone();
        tab.data.send_again(&key);
        tab.run_for(1000);
        assert_eq!(sim.done(), ["tried", "new"], "under its own key");
    }
    // A clock that is off by a day is no reason to ask anybody.
    for days in [1, -1] {
        let sim = Sim::new();
        let phone = Phone::new(&sim);
        let mut tab = phone.tab();
        sim.after(|_| Err(Fault::Timeout));
        tab.write("g", "tried");
        tab.run_for(10);
        phone.clock_off_by(days * DAY_MS);
        sim.after(|answer| answer);
        tab.run_for(700_000);
        assert_eq!((sim.done(), shown(&tab)), (vec!["tried".to_owned()], vec![]));
    }
}

#[test]
fn an_operation_that_nobody_knows_any_more_is_refused_and_not_lost() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let tab = phone.tab();
    let old = r#"{"key":"k1","turn":1,"place":"g","operation":"posts.shout","args":["g"],"at":"2026-01-01T00:00:00.000Z",
        "body":"{\"body\":\"old\"}","since":"another version"}"#;
    phone.disk.put("Outbox/a/k1", old);
    phone.disk.put("Outbox/a/k2", "half a re");
    let mut tab = tab.reload();
    tab.data.outbox_start();
    tab.run_for(1000);
    assert_eq!(words(&tab), ["old"]);
    assert_eq!(shown(&tab)[0].refused.as_ref().unwrap().code, "absent");
}

#[test]
fn a_post_that_was_sent_stands_in_the_feed_once_and_one_that_was_deleted_twice_is_gone() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.reads(|r| {
        r.url.contains("/groups/g/posts").then(|| {
            let page = contract::Page {
                items: vec![post(2), post(1)],
                next: None,
                cursor: None,
                server_time: contract::Timestamp(0),
            };
            ok(&page)
        })
    });
    let list = tab.data.list::<Post>(api::POSTS, &["g"], Arrival::Wait);
    tab.run_for(10);
    tab.write("g", "new");
    tab.run_for(100);
    let ids = list.view().get_untracked().value().unwrap().ids.clone();
    assert_eq!(ids, ["new", "2", "1"]);
    sim.refuses(|_| Some(problem(Code::PostDeleted)));
    let delete = tab.data.mutation();
    delete.queue(&api::DELETE_POST, &["1"], &(), Place { group: "g", thing: "1" }, || {});
    tab.run_for(100);
    let ids = list.view().get_untracked().value().unwrap().ids.clone();
    assert_eq!((ids, shown(&tab)), (vec!["new".to_owned(), "2".to_owned()], vec![]));
}

#[test]
fn a_hidden_page_tries_nothing_by_itself_and_goes_on_when_it_is_seen() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Network));
    tab.write("g", "later");
    tab.run_for(10);
    tab.data.outbox_rest();
    let asked = sim.tries();
    tab.run_for(DAY_MS / 24);
    assert_eq!(sim.tries(), asked);
    sim.network(|_| Ok(()));
    tab.data.outbox_wake();
    tab.run_for(10);
    assert_eq!(sim.done(), ["later"]);
}

#[test]
fn the_waits_grow_and_end() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Network));
    tab.write("g", "patient");
    tab.run_for(2_000_000);
    // 1, 2, 5, 15, 60, 120 seconds and then every five minutes, less a half at most.
    assert!((9..=20).contains(&sim.tries()), "{}", sim.tries());
    sim.network(|_| Ok(()));
    tab.run_for(300_000);
    assert_eq!(sim.done(), ["patient"]);
}

/// A reaction, as a card makes it.
fn react(tab: &Tab, on: bool) {
    let body = React { kind: ReactionKind::Heart, on };
    tab.data.mutation().queue_or_run(&api::REACT, &["1"], &body, Place { group: "g", thing: "1/reaction" });
}

#[test]
fn a_reaction_is_sent_at_once_before_the_outbox_is_here_and_waits_for_the_network_after() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    react(&tab, true);
    tab.run_for(100);
    assert_eq!((sim.asked(), shown(&tab).len()), (1, 0));

    tab.data.outbox_start();
    sim.network(|_| Err(Fault::Offline));
    react(&tab, false);
    tab.run_for(3000);
    assert_eq!(shown(&tab)[0].command::<React>().map(|react| react.on), Some(false));
    let mut tab = tab.reload();
    sim.network(|_| Ok(()));
    tab.data.outbox_start();
    tab.run_for(1000);
    assert_eq!((sim.asked(), shown(&tab).len()), (2, 0));

    // What it was about is gone: nothing is left to do, and nobody is asked what to do about it.
    sim.refuses(|_| Some(problem(Code::PostDeleted)));
    react(&tab, true);
    tab.run_for(1000);
    assert_eq!((sim.asked(), shown(&tab).len()), (3, 0));
}
