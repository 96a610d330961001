//! What the pages say, from made-up answers.

use super::*;
use contract::Timestamp;
use contract::feed::Attachment;
use contract::group::{Member, Persona, Policy, Role};
use contract::referral::{Came, Helper, Referral, Shared};

fn came(id: &str, who: &str, counted: bool) -> Came {
    let to = Attachment { kind: "deal".into(), id: id.into(), title: "垫子".into() };
    let by = Persona { nickname: who.into(), avatar: "bloom-indigo".into() };
    Came { to, by, at: Timestamp(0), counted }
}

fn mine(joins: (u32, u32), things: &[(u32, u32)], came: Vec<Came>) -> Referral {
    let thing = |(n, (purchases, further)): (usize, &(u32, u32))| Shared {
        thing: Attachment { kind: "deal".into(), id: format!("d{n}"), title: "垫子".into() },
        purchases: *purchases,
        further: *further,
    };
    Referral {
        group_id: "g".into(),
        share: None,
        joins: joins.0,
        joins_further: joins.1,
        things: things.iter().enumerate().map(thing).collect(),
        came,
        final_at: None,
        server_time: Timestamp(0),
    }
}

#[test]
fn figures_are_said_as_they_are_and_not_where_figures_are_hidden() {
    let all = mine((2, 1), &[(3, 0), (0, 2)], vec![]);
    assert_eq!(model::joined(&all, true).unwrap(), "2 人因为你的邀请进来，他们又请来 1 人");
    let said: Vec<_> = all.things.iter().map(|one| model::bought(one, true)).collect();
    assert_eq!(said, ["买成 3 次", "朋友的朋友买成 2 次"]);
    assert!(!model::joined(&all, false).unwrap().contains('2'));
    assert!(!model::bought(&all.things[0], false).contains('3'));
    let none = mine((0, 0), &[], vec![]);
    assert!(!model::has_any(&none) && model::joined(&none, true).is_none());
}

#[test]
fn the_friend_hears_of_the_one_that_counts_or_else_of_the_first() {
    // The latest first, as the backend tells them.
    let two = mine(
        (0, 0),
        &[],
        vec![came("d1", "晚来", false), came("d2", "别处", true), came("d1", "先来", false)],
    );
    assert_eq!(model::told(&two, "d1").unwrap().by.nickname, "先来");
    assert!(model::told(&two, "d3").is_none());
    let bought = mine((0, 0), &[], vec![came("d1", "晚来", true), came("d1", "走了的", false)]);
    let told = model::told(&bought, "d1").unwrap();
    assert_eq!(model::telling(told).0, "已算晚来推荐成一次");
    assert!(model::telling(&came("d1", "小满", false)).1.contains("没有奖励"));
}

#[test]
fn a_group_that_counts_one_step_does_not_speak_of_two() {
    let one = model::rules(&Policy { referral_depth: 1, referral_days: 7, ..Policy::default() }).join("。");
    let two = model::rules(&Policy::default()).join("。");
    assert!(one.contains("7 天") && !one.contains("朋友的朋友"), "{one}");
    assert!(two.contains("30 天") && two.contains("朋友的朋友"), "{two}");
}

#[test]
fn hosts_read_steps() {
    let persona = Persona { nickname: "小满".into(), avatar: "bloom-indigo".into() };
    let member = Member { id: "m".into(), persona, role: Role::Member, joined_at: Timestamp(0) };
    let helper = |joined, bought| model::helped(&Helper { member: member.clone(), joined, bought });
    assert_eq!(helper(Some(5), None), "请来至少 5 人");
    assert_eq!(helper(Some(3), Some(10)), "请来至少 3 人 · 至少 10 人跟着买成");
}

#[test]
fn a_share_that_is_kept_counts_as_long_as_the_group_says() {
    let kept = model::kept("7KQ4M2XD9H", Timestamp(1000));
    let day = 86_400_000;
    assert_eq!(model::share_of(&kept, Timestamp(1000 + 30 * day), 30), Some("7KQ4M2XD9H"));
    assert_eq!(model::share_of(&kept, Timestamp(1001 + 30 * day), 30), None);
    for junk in ["", "7KQ4M2XD9H", "7KQ4M2XD9H soon"] {
        assert_eq!(model::share_of(junk, Timestamp(0), 30), None, "{junk}");
    }
}
