//! Taking back: whatever happens on the way, what was typed lies in the outbox or in its draft.

use contract::api;
use contract::feed::NewPost;
use net::Fault;
use reactive_graph::traits::{GetUntracked, Set};

use super::super::note;
use super::phone::{Phone, Sim, Tab};
use super::shown;
use crate::{Place, TakenBack};

const DRAFT: &str = "draft/a/group/g/post";

/// Writes a post with these fields, which the phone keeps, and gives its key.
fn write(tab: &mut Tab, fields: &[(&str, &str)]) -> String {
    let draft = tab.data.draft("group/g/post");
    for (field, text) in fields {
        draft.field(field, "").set((*text).into());
    }
    let body = fields.first().map_or("", |(_, text)| *text);
    let post: NewPost = note(body);
    draft.mutation(tab.data).queue(&api::NEW_POST, &["g"], &post, Place { group: "g", thing: "g" }, || {});
    tab.run_for(50);
    shown(tab).last().unwrap().key.clone()
}

/// Types into the draft of the next post.
fn types(tab: &Tab, fields: &[(&str, &str)]) {
    let draft = tab.data.draft("group/g/post");
    for (field, text) in fields {
        draft.field(field, "").set((*text).into());
    }
    assert!(draft.keep());
}

fn kept(tab: &Tab, field: &str) -> String {
    tab.data.draft("group/g/post").field(field, "").get_untracked()
}

#[test]
fn a_phone_without_room_keeps_in_the_outbox_what_it_cannot_give_back() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    let key = write(&mut tab, &[("body", "words")]);
    phone.disk.full.set(true);
    assert_eq!(tab.take_back(&key), Some(TakenBack::NotNow));
    assert_eq!(shown(&tab)[0].words().as_deref(), Some("words"));
    assert!(phone.disk.get(&format!("Outbox/a/{key}")).is_some(), "it is there after a reload");
    phone.disk.full.set(false);
    assert_eq!(tab.take_back(&key), Some(TakenBack::Done));
    assert_eq!(kept(&tab, "body"), "words");
}

#[test]
fn a_shelf_that_cannot_be_read_is_no_empty_outbox() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    let key = write(&mut tab, &[("body", "words")]);
    phone.disk.shut.set(true);
    tab.data.outbox_wake();
    tab.run_for(20_000);
    assert_eq!(shown(&tab)[0].key, key, "what is known to wait is shown");
    assert_eq!(tab.take_back(&key), Some(TakenBack::NotNow), "another tab may have sent it");
    sim.network(|_| Ok(()));
    tab.run_for(20_000);
    assert_eq!(sim.done(), [""; 0], "another tab may have taken it back");
    // The same for a page that was just opened; it goes on by itself.
    let mut tab = tab.reload();
    tab.data.outbox_start();
    tab.run_for(100);
    phone.disk.shut.set(false);
    tab.run_for(10_000);
    assert_eq!((sim.done(), shown(&tab)), (vec!["words".to_owned()], vec![]));
}

#[test]
fn a_copy_of_a_photo_is_wanted_while_its_draft_or_its_post_waits() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    let copy = "a/group/g/post/17-0";
    types(&tab, &[("photos", r#"[{"key":"17-0"}]"#)]);
    tab.data.outbox_start();
    tab.run_for(10);
    assert!(tab.data.photo_is_wanted(copy), "by the draft");
    assert!(!tab.data.photo_is_wanted("a/group/g/post/17-1"));
    let key = write(&mut tab, &[("body", "words"), ("photos", r#"[{"key":"17-0"}]"#)]);
    assert!(phone.disk.get(DRAFT).is_none(), "it is a post that waits");
    assert!(tab.data.photo_is_wanted(copy));
    // After a reload it is not known before the shelf was read.
    let mut tab = tab.reload();
    assert!(tab.data.photo_is_wanted(copy));
    tab.data.outbox_start();
    tab.run_for(10);
    assert!(tab.data.photo_is_wanted(copy));
    // The session ends, and another account has nothing that waits.
    tab.data.sign_in(super::super::session("b"), None);
    assert!(tab.data.photo_is_wanted(copy));
    tab.data.outbox_start();
    tab.run_for(10);
    assert!(tab.data.photo_is_wanted(copy), "that is nothing about the first one's");
    tab.data.sign_in(super::super::session("a"), None);
    assert!(tab.data.photo_is_wanted(copy), "it is back, and its shelf is not read yet");
    tab.data.outbox_start();
    tab.run_for(10);
    tab.take_back(&key);
    assert!(tab.data.photo_is_wanted(copy), "by the draft again");
    tab.data.draft("group/g/post").clear();
    assert!(!tab.data.photo_is_wanted(copy));
}

#[test]
fn killed_at_any_moment_of_it_the_words_are_somewhere() {
    for ms in 0..8 {
        let sim = Sim::new();
        let phone = Phone::new(&sim);
        let mut tab = phone.tab();
        sim.network(|_| Err(Fault::Offline));
        let key = write(&mut tab, &[("body", "words")]);
        tab.data.take_back(&key, |_| {});
        tab.run_for(ms);
        drop(tab);
        let waits = phone.disk.get(&format!("Outbox/a/{key}")).is_some();
        let is_draft = phone.disk.get(DRAFT).is_some_and(|text| text.contains("words"));
        assert!(waits || is_draft, "nowhere after {ms} ms");
    }
}

#[test]
fn photos_and_words_of_two_posts_are_in_one_draft() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    let three = r#"[{"key":"1"},{"key":"2"},{"key":"3"}]"#;
    let key = write(&mut tab, &[("body", "first"), ("photos", three), ("mentions", "m1 \u{6cb3}\n")]);
    types(&tab, &[("body", "second"), ("photos", r#"[{"key":"4"}]"#), ("mentions", "m2 \u{6c5f}\n")]);
    assert_eq!(tab.take_back(&key), Some(TakenBack::Done));
    assert_eq!(kept(&tab, "photos"), r#"[{"key":"1"},{"key":"2"},{"key":"3"},{"key":"4"}]"#);
    assert_eq!(kept(&tab, "body"), "first\nsecond");
    assert_eq!(kept(&tab, "mentions"), "m1 \u{6cb3}\nm2 \u{6c5f}\n");
}

#[test]
fn what_does_not_fit_into_its_draft_stays_in_the_outbox() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let mut tab = phone.tab();
    sim.network(|_| Err(Fault::Offline));
    let key = write(&mut tab, &[("body", "first"), ("reply_to", "c1")]);
    types(&tab, &[("body", "second"), ("reply_to", "c2")]);
    assert_eq!(tab.take_back(&key), Some(TakenBack::InTheWay));
    assert_eq!(shown(&tab)[0].key, key);
    assert_eq!((kept(&tab, "body"), kept(&tab, "reply_to")), ("second".into(), "c2".into()), "as it was");
    // Once that one is away there is room for it.
    tab.data.draft("group/g/post").clear();
    assert_eq!(tab.take_back(&key), Some(TakenBack::Done));
    assert_eq!((kept(&tab, "body"), kept(&tab, "reply_to")), ("first".into(), "c1".into()));
}

#[test]
fn two_tabs_at_one_draft_lose_nothing() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let (one, two) = (phone.tab(), phone.tab());
    let (first, second) = (one.data.draft("group/g/post"), two.data.draft("group/g/post"));
    let (of_first, of_second) = (first.field("body", ""), second.field("body", ""));
    of_first.set("tab one text".into());
    assert!(first.keep());
    of_second.set("tab two text".into());
    assert!(second.keep());
    of_first.set("tab one text, more".into());
    assert!(first.keep(), "each goes on typing where it is");
    let both = "tab one text, more\ntab two text";
    assert_eq!(kept(&one, "body"), both, "after a reload");
    assert!(two.data.draft_has("group/g/post", "tab two"), "a photo of either is wanted");
    // Whoever has both before them and goes on keeps both, once.
    types(&one, &[("body", both), ("photos", "[1]")]);
    assert_eq!(kept(&two, "body"), both);
    // What the other tab types on since is kept as well; what is sent takes only its own along.
    of_second.set("tab two goes on".into());
    assert!(second.keep());
    second.clear();
    assert_eq!(kept(&two, "body"), both);
    first.clear();
    assert_eq!(kept(&two, "body"), both, "a tab lets go what it has, not what it has not");
}

#[test]
fn what_two_tabs_chose_differently_is_kept_apart() {
    let sim = Sim::new();
    let phone = Phone::new(&sim);
    let (one, two) = (phone.tab(), phone.tab());
    let (first, second) = (one.data.draft("group/g/post"), two.data.draft("group/g/post"));
    for (draft, price) in [(first, "10"), (second, "20")] {
        draft.field("price", "").set(price.into());
        assert!(draft.keep());
    }
    assert_eq!(kept(&one, "price"), "10");
    first.clear();
    assert_eq!(kept(&one, "price"), "20", "it is there when the first is gone");
    assert!(one.data.has_drafts());
    one.data.sign_out();
    assert!(!two.data.has_drafts(), "signing out on purpose wipes both");
}
