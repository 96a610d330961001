//! The way to WeChat and back against a scripted backend.

use std::cell::RefCell;
use std::rc::Rc;

use contract::wechat::{PageSignature, WechatScope};
use contract::{AccountId, Code, Problem};
use net::Answer;
use reactive_graph::traits::GetUntracked;
use serde_json::json;

use super::*;
use crate::WechatDone;

const BEGUN: &str = "/wechat/authorizations";

/// Answers everything as the reference does.
fn reference(world: &World) {
    world.answers(|request| match request.url.rsplit("/api").next().unwrap_or_default() {
        BEGUN => ok(&json!({
            "url": "https://open.example/go", "state": "s1", "key": "k1", "expires_at": "1970-01-01T00:20:00Z",
        })),
        "/sessions/wechat" => ok(&session("w")),
        "/me/wechat" => ok(&Me { wechat: true, ..session("a").me }),
        _ => Err(Fault::Offline),
    });
}

fn begin(world: &mut World) -> String {
    let gone = Rc::new(RefCell::new(String::new()));
    let told = gone.clone();
    let intent = world.data.mutation();
    world
        .data
        .begin_wechat(intent, WechatScope::Base, "https://x.example/", move |url| *told.borrow_mut() = url);
    world.settle();
    gone.take()
}

fn finish(world: &mut World, code: Option<&str>, state: &str) -> (crate::Mutation, Option<WechatDone>) {
    let done = Rc::new(RefCell::new(None));
    let told = done.clone();
    let intent = world.data.mutation();
    let code = code.map(str::to_owned);
    world.data.finish_wechat(intent, code, state, move |what| *told.borrow_mut() = Some(what));
    world.settle();
    (intent, done.take())
}

fn bodies(world: &World) -> Vec<String> {
    world.wire.asked.take().into_iter().filter_map(|request| request.body).collect()
}

#[test]
fn who_comes_back_is_signed_in_once() {
    let mut world = World::new();
    reference(&world);
    assert_eq!(begin(&mut world), "https://open.example/go");
    assert!(world.data.wechat_is_under_way("s1") && !world.data.wechat_is_under_way("s2"));
    // A reload: all that is left is the disk.
    let mut world = World::on(world.disk.clone());
    reference(&world);
    let (_, done) = finish(&mut world, Some("c1"), "s1");
    assert_eq!(done, Some(WechatDone::SignedIn));
    assert_eq!(world.data.account(), Some(AccountId::from("w")));
    assert_eq!(bodies(&world), [r#"{"code":"c1","state":"s1","key":"k1"}"#]);
    // The back button: nothing is under way any more.
    assert!(!world.data.wechat_is_under_way("s1"));
    let (intent, done) = finish(&mut world, Some("c1"), "s1");
    assert_eq!((done, intent.notice().get_untracked().unwrap().code), (None, "wechat_state".to_owned()));
    assert_eq!(bodies(&world), Vec::<String>::new(), "somebody else's link asks nobody");
}

#[test]
fn whoever_is_signed_in_links_their_own_account_and_no_other() {
    let mut world = World::signed_in();
    reference(&world);
    begin(&mut world);
    world.data.sign_in(session("b"), None);
    assert!(!world.data.wechat_is_under_way("s1"), "another account's way");
    world.data.sign_in(session("a"), None);
    let (_, done) = finish(&mut world, Some("c1"), "s1");
    assert_eq!(done, Some(WechatDone::Linked));
    assert!(world.data.me().get_untracked().unwrap().wechat);
    assert_eq!(world.data.account(), Some(AccountId::from("a")));
}

#[test]
fn a_refused_consent_is_told_and_a_lost_answer_can_be_tried_again() {
    let mut world = World::new();
    reference(&world);
    begin(&mut world);
    world.wire.asked.take();
    world.answers(|_| {
        let problem = serde_json::to_string(&Problem::new(Code::WechatRefused)).unwrap();
        Ok(Answer { status: 403, headers: vec![], body: problem })
    });
    let (intent, done) = finish(&mut world, None, "s1");
    assert_eq!((done, intent.notice().get_untracked().unwrap().code), (None, "wechat_refused".to_owned()));
    assert_eq!(bodies(&world), [r#"{"state":"s1","key":"k1"}"#]);
    assert_eq!(world.data.account(), None);

    world.answers(|_| Err(Fault::Timeout));
    let (intent, _) = finish(&mut world, Some("c1"), "s1");
    reference(&world);
    world.data.finish_wechat(intent, Some("c1".into()), "s1", |_| {});
    world.settle();
    let keys: Vec<_> = world.wire.asked.take().into_iter().map(|r| r.headers).collect();
    assert_eq!(keys[0], keys[1], "the same intent");
    assert_eq!(world.data.account(), Some(AccountId::from("w")));
}

#[test]
fn a_page_is_signed_or_the_reason_is_told() {
    let mut world = World::new();
    let heard: Rc<RefCell<Vec<Result<PageSignature, String>>>> = Rc::default();
    let ask = |world: &World| {
        let heard = heard.clone();
        let told = move |signed: Result<PageSignature, _>| {
            heard.borrow_mut().push(signed.map_err(|notice: loadable::Notice| notice.code));
        };
        world.data.sign_page("https://x.example/", told);
    };
    let signature = PageSignature {
        app_id: "wx0".into(),
        timestamp: "1414587457".into(),
        nonce: "n".into(),
        signature: "s".into(),
    };
    let answer = signature.clone();
    world.answers(move |_| ok(&answer));
    ask(&world);
    // Who signs in meanwhile does not lose it.
    world.data.sign_in(session("a"), None);
    world.settle();
    world.answers(|_| {
        let problem = serde_json::to_string(&Problem::new(Code::WechatOff)).unwrap();
        Ok(Answer { status: 404, headers: vec![], body: problem })
    });
    ask(&world);
    world.settle();
    assert_eq!(*heard.borrow(), [Ok(signature), Err("wechat_off".to_owned())]);
}

#[test]
fn a_backend_that_one_enters_with_wechat_alone_can_be_entered() {
    let can = |more: &str| {
        let world = foreign_that_does(r#"{"kind": "none"}"#, r#"{"kind": "bearer"}"#, more);
        let (data, can) = (world.data, world.data.can_sign_in());
        assert_eq!((data.must_sign_in(), data.must_sign_in_to_write()), (can, can), "{more}");
        can
    };
    let (begin, come_back) =
        (r#", "wechat.begin": {"post": "/begin"}"#, r#", "sessions.wechat": {"post": "/finish"}"#);
    assert!(!can(""));
    assert!(!can(begin) && !can(come_back), "there and back, or not at all");
    assert!(can(&format!("{begin}{come_back}")));
}
