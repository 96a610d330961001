//! Daily activities: planning, the day that comes by itself, answers, and what a newcomer sees.

use std::time::Duration;

use contract::api;
use contract::change::ChangeKind;
use contract::daily::{Daily, DailyState, EditDaily, NewDaily, NewDailyAnswer};
use contract::group::{Policy, Role, SetRole};
use contract::{Code, DailyAnswerId, DailyId, GroupId, Problem, Timestamp};

use crate::people::{Person, refused};
use crate::races::{at_once, crowd};
use crate::server::Server;

const DAY_MS: i64 = 86_400_000;

/// A day that begins at this moment, as somebody has it whose midnight that is.
pub fn day_from(starts_at: Timestamp, words: &str) -> NewDaily {
    // The date that is nearest: whoever has midnight then is less than half a day off.
    let day = Timestamp(starts_at.0 + DAY_MS / 2).to_string().get(..10).unwrap().to_owned();
    NewDaily { day, starts_at, ends_at: Timestamp(starts_at.0 + DAY_MS), words: words.into() }
}

/// Sets today's activity, which began an hour ago.
pub async fn today(who: &Person, group: &GroupId) -> DailyId {
    let now = who.get(api::CHANGES, &[]).await.unwrap().server_time;
    let daily = day_from(now.plus_s(-3600), "用一分钟介绍自己");
    who.send(api::NEW_DAILY, &[group.as_str()], &daily).await.unwrap().id
}

/// Today's activity, and somebody's answer.
pub async fn answered(who: &Person, group: &GroupId) -> (DailyId, DailyAnswerId) {
    let daily = today(who, group).await;
    let answer = answers(who, &daily, "我先来").await.unwrap().your_answer.unwrap();
    (daily, answer.id)
}

async fn answers(who: &Person, daily: &DailyId, words: &str) -> Result<Daily, Problem> {
    who.send(api::ANSWER_DAILY, &[daily.as_str()], &NewDailyAnswer { words: words.into() }).await
}

async fn carried(who: &Person, group: &GroupId) -> Vec<String> {
    let posts = who.get(api::POSTS, &[group.as_str()]).await.unwrap().items;
    posts
        .into_iter()
        .filter_map(|post| post.attachment)
        .filter(|a| a.kind == "daily")
        .map(|a| a.title)
        .collect()
}

#[tokio::test]
async fn hosts_and_stewards_set_one_a_day_and_members_answer_once() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let id = group.as_str();
    let (a, b) = (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await);
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let today = day_from(now.plus_s(-3600), "用一分钟介绍自己");
    assert_eq!(refused(a.send(api::NEW_DAILY, &[id], &today).await), Code::NotYours);
    let members = host.get(api::MEMBERS, &[id]).await.unwrap().items;
    let steward = members.iter().find(|m| m.persona.nickname == "甲").unwrap().id.clone();
    host.send(api::SET_ROLE, &[id, steward.as_str()], &SetRole { role: Role::Steward }).await.unwrap();
    let daily = a.send(api::NEW_DAILY, &[id], &today).await.unwrap();
    assert_eq!(daily.state, DailyState::Open);
    assert_eq!(carried(&b, &group).await, ["用一分钟介绍自己"]);
    // From another zone too: two days have no moment in common.
    let other_zone = NewDaily { ..day_from(now.plus_s(-7200), "唱一句") };
    assert_eq!(refused(host.send(api::NEW_DAILY, &[id], &other_zone).await), Code::DailyTaken);
    for (wrong, code) in [
        (NewDaily { day: "2020-01-01".into(), ..today.clone() }, "invalid"),
        (NewDaily { ends_at: now, ..today.clone() }, "invalid"),
        (day_from(now.plus_s(-90_000), "昨天"), "past"),
        (day_from(now.plus_s(61 * 86_400), "太远"), "out_of_range"),
    ] {
        let problem = host.send(api::NEW_DAILY, &[id], &wrong).await.unwrap_err();
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/day", code));
    }

    // Its words may be changed until somebody answers, the post's with them.
    let other = EditDaily { words: "唱一句歌词".into() };
    host.send(api::EDIT_DAILY, &[daily.id.as_str()], &other).await.unwrap();
    assert_eq!(carried(&b, &group).await, ["唱一句歌词"]);
    let seen = answers(&b, &daily.id, " 让我们荡起双桨 ").await.unwrap();
    assert_eq!((seen.answers, seen.your_answer.as_ref().unwrap().words.as_str()), (1, "让我们荡起双桨"));
    assert_eq!(refused(host.send(api::EDIT_DAILY, &[daily.id.as_str()], &other).await), Code::EditClosed);

    // One answer a member: a second one is the first one changed.
    let seen = answers(&b, &daily.id, "小船儿推开波浪").await.unwrap();
    assert!(seen.answers == 1 && seen.your_answer.unwrap().edited_at.is_some());
    answers(&host, &daily.id, "海面倒映着美丽的白塔").await.unwrap();
    let list = a.all(api::DAILY_ANSWERS, &[daily.id.as_str()], 1).await;
    let words: Vec<_> = list.iter().map(|answer| (answer.words.as_str(), answer.yours)).collect();
    assert_eq!(words, [("小船儿推开波浪", false), ("海面倒映着美丽的白塔", false)]);
    assert_eq!(refused(answers(&b, &daily.id, " ").await), Code::ValidationFailed);
    // Deleted by who gave it, or a host.
    let of_host = list[1].id.as_str();
    assert_eq!(refused(b.send(api::DELETE_DAILY_ANSWER, &[of_host], &()).await), Code::NotYours);
    let left = b.send(api::DELETE_DAILY_ANSWER, &[list[0].id.as_str()], &()).await.unwrap();
    assert!(left.answers == 1 && left.your_answer.is_none());
    a.send(api::DELETE_DAILY_ANSWER, &[of_host], &()).await.unwrap();

    assert_eq!(refused(b.send(api::DELETE_DAILY, &[daily.id.as_str()], &()).await), Code::NotYours);
    host.send(api::DELETE_DAILY, &[daily.id.as_str()], &()).await.unwrap();
    assert!(carried(&b, &group).await.is_empty());
    assert_eq!(refused(b.get(api::DAILY, &[daily.id.as_str()]).await), Code::NotFound);
    // The day is free again.
    let again = host.send(api::NEW_DAILY, &[id], &today).await.unwrap();
    let post = host.get(api::POSTS, &[id]).await.unwrap().items.remove(0);
    host.send(api::DELETE_POST, &[post.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(host.get(api::DAILY, &[again.id.as_str()]).await), Code::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_who_answers_from_many_phones_has_one_answer() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let daily = today(&host, &group).await;
    let mut people = crowd(&server, &host, &group).await;
    people.truncate(10);
    let twice = [people.clone(), people.clone(), people].concat();
    let counts = at_once(twice, |i, person| {
        let daily = daily.clone();
        async move { answers(&person, &daily, &format!("第 {i} 次")).await }
    })
    .await;
    assert_eq!(counts.get(&None), Some(&30));
    assert_eq!(host.all(api::DAILY_ANSWERS, &[daily.as_str()], 100).await.len(), 10);
}

#[tokio::test]
async fn a_planned_day_comes_once_by_itself_and_goes() {
    let folder = tempfile::tempdir().unwrap();
    let off = ["--rate-limits", "off"];
    let server = Server::start_in(folder.path(), &off);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let member = host.let_in(&group, "组员").await;
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let soon = day_from(Timestamp(now.0 + 1500), "明天的");
    let daily = host.send(api::NEW_DAILY, &[group.as_str()], &soon).await.unwrap();
    let later = day_from(soon.ends_at, "后天的");
    host.send(api::NEW_DAILY, &[group.as_str()], &later).await.unwrap();
    let missed = day_from(later.ends_at, "没人开机的那天");
    host.send(api::NEW_DAILY, &[group.as_str()], &missed).await.unwrap();
    assert_eq!(daily.state, DailyState::Planned);
    // Before its day it is the hosts' alone, from every side.
    assert!(carried(&host, &group).await.is_empty());
    assert!(member.get(api::DAILIES, &[group.as_str()]).await.unwrap().items.is_empty());
    assert_eq!(host.get(api::DAILIES, &[group.as_str()]).await.unwrap().items.len(), 3);
    assert_eq!(refused(member.get(api::DAILY, &[daily.id.as_str()]).await), Code::NotFound);
    assert_eq!(refused(answers(&host, &daily.id, "早了").await), Code::NotFound);
    let heard = member.get_query(api::CHANGES, &[], "?since=0").await.unwrap().items;
    assert!(heard.iter().all(|change| change.kind != ChangeKind::Daily), "{heard:?}");

    // The power goes while it is due, and again right after.
    server.kill_9();
    tokio::time::sleep(Duration::from_millis(1600)).await;
    for _ in 0..2 {
        let server = Server::start_in(folder.path(), &off);
        server.wait_for_log("ready address=");
        assert_eq!(carried(&member.at(&server), &group).await, ["明天的"]);
        server.kill_9();
    }
    let server = Server::start_in(folder.path(), &off);
    let (host, member) = (host.at(&server), member.at(&server));
    assert_eq!(carried(&member, &group).await, ["明天的"]);
    answers(&member, &daily.id, "来了").await.unwrap();
    server.terminate();

    // The next day: the new one is there once; the last one is read by who was there, and answered by nobody.
    let tomorrow = ["--rate-limits", "off", "--clock-offset-s", "86460"];
    let server = Server::start_in(folder.path(), &tomorrow);
    let (host, member) = (host.at(&server), member.at(&server));
    assert_eq!(carried(&member, &group).await, ["后天的", "明天的"]);
    let past = member.get(api::DAILY, &[daily.id.as_str()]).await.unwrap();
    assert_eq!((past.state, past.answers), (DailyState::Closed, 1));
    assert_eq!(refused(answers(&member, &daily.id, "补一条").await), Code::DailyClosed);
    let days: Vec<_> = member.get(api::DAILIES, &[group.as_str()]).await.unwrap().items;
    assert_eq!(days.iter().map(|d| d.words.as_str()).collect::<Vec<_>>(), ["后天的", "明天的"]);
    let newcomer = host.let_in(&group, "新来的").await;
    assert_eq!(refused(newcomer.get(api::DAILY, &[daily.id.as_str()]).await), Code::NotFound);
    assert_eq!(carried(&newcomer, &group).await, ["后天的"]);
    let days = newcomer.get(api::DAILIES, &[group.as_str()]).await.unwrap().items;
    assert_eq!(days.iter().map(|d| d.words.as_str()).collect::<Vec<_>>(), ["后天的"]);
    server.terminate();

    // Nobody ran the server for a whole day: that day is over without a post, and nothing is lost of the plan.
    let long_after = ["--rate-limits", "off", "--clock-offset-s", "400000"];
    let server = Server::start_in(folder.path(), &long_after);
    let host = host.at(&server);
    assert_eq!(carried(&host, &group).await, ["后天的", "明天的"]);
    let days = host.get(api::DAILIES, &[group.as_str()]).await.unwrap().items;
    assert!(days.iter().all(|day| day.state == DailyState::Closed), "{days:?}");
    assert_eq!(days[0].words, "没人开机的那天");
}

#[tokio::test]
async fn answers_from_before_ones_joining_are_not_there() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let daily = today(&host, &group).await;
    answers(&host, &daily, "第一个").await.unwrap();
    let newcomer = host.let_in(&group, "新来的").await;
    let seen = newcomer.get(api::DAILY, &[daily.as_str()]).await.unwrap();
    assert_eq!((seen.answers, seen.recent.len()), (0, 0));
    let seen = answers(&newcomer, &daily, "第二个").await.unwrap();
    assert_eq!((seen.answers, seen.recent.len()), (1, 1));
    assert_eq!(newcomer.all(api::DAILY_ANSWERS, &[daily.as_str()], 10).await.len(), 1);
    assert_eq!(host.all(api::DAILY_ANSWERS, &[daily.as_str()], 10).await.len(), 2);
}
