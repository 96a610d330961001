//! Relays: beginning, continuing, taking back, ending, and what a newcomer sees.

use std::collections::HashMap;
use std::time::Duration;

use contract::api::{self, Done};
use contract::change::{ChangeKind, ChangeOp};
use contract::group::Policy;
use contract::relay::{NewRelay, NewRelayEntry, Relay, RelayRule, RelayState};
use contract::{Code, GroupId, Problem, RelayEntryId, Timestamp};

use crate::people::{Person, refused};
use crate::races::{CROWD, at_once, crowd};
use crate::server::Server;

/// A relay by letters that begins with 一心一意.
pub fn new_relay(closes_at: Timestamp) -> NewRelay {
    NewRelay {
        title: "成语接龙".into(),
        words: " 一心一意 ".into(),
        rule: RelayRule::LastToFirst,
        in_turn: false,
        no_repeats: true,
        most: None,
        closes_at,
    }
}

/// A relay that is open for a day.
pub async fn begun(who: &Person, group: &GroupId) -> Relay {
    let now = who.get(api::CHANGES, &[]).await.unwrap().server_time;
    who.send(api::NEW_RELAY, &[group.as_str()], &new_relay(now.plus_s(86_400))).await.unwrap()
}

fn last(relay: &Relay) -> Option<RelayEntryId> {
    relay.recent.last().map(|entry| entry.id.clone())
}

async fn says(who: &Person, relay: &Relay, words: &str) -> Result<Relay, Problem> {
    let entry = NewRelayEntry { continues: last(relay), words: words.into() };
    who.send(api::NEW_RELAY_ENTRY, &[relay.id.as_str()], &entry).await
}

async fn all(who: &Person, relay: &Relay) -> Vec<(u32, String)> {
    let list = who.all(api::RELAY_ENTRIES, &[relay.id.as_str()], 2).await;
    list.into_iter().map(|entry| (entry.place, entry.words)).collect()
}

#[tokio::test]
async fn each_entry_continues_the_last_by_the_rule() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b) = (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await);
    let first = begun(&a, &group).await;
    assert_eq!((first.entries, first.recent[0].words.as_str(), first.recent[0].yours), (1, "一心一意", true));
    let before = a.get(api::CHANGES, &[]).await.unwrap().cursor;
    let second = says(&b, &first, "意气风发").await.unwrap();
    assert_eq!((second.entries, second.recent.len()), (2, 2));
    let changes = a.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Relay && c.op == ChangeOp::Updated), "{changes:?}");
    // An end that is not the end any more, another letter, what was said, and nothing at all.
    assert_eq!(refused(says(&a, &first, "意外").await), Code::RelayMoved);
    assert_eq!(refused(says(&a, &second, "风雨同舟").await), Code::RelayMismatch);
    assert_eq!(refused(says(&a, &second, "🌸").await), Code::ValidationFailed);
    assert_eq!(refused(says(&a, &second, " ").await), Code::ValidationFailed);
    let third = says(&a, &second, "发愤图强").await.unwrap();
    let fourth = says(&b, &third, "强人所难，一心一意").await.unwrap();
    assert_eq!(refused(says(&a, &fourth, "意 气 风 发！").await), Code::RelayRepeated);
    assert_eq!(all(&host, &first).await.first().map(|e| e.0), Some(4));

    // Taken back: the last as if it had not been; one that was continued keeps its place without words.
    let two = second.recent[1].id.clone();
    assert_eq!(refused(a.send(api::TAKE_BACK, &[two.as_str()], &()).await), Code::NotYours);
    host.send(api::TAKE_BACK, &[two.as_str()], &()).await.unwrap();
    b.send(api::TAKE_BACK, &[two.as_str()], &()).await.unwrap();
    let texts = all(&a, &first).await;
    assert_eq!(texts[2], (2, String::new()), "{texts:?}");
    let hidden = a.get(api::RELAY_ENTRIES, &[first.id.as_str()]).await.unwrap().items.remove(2);
    assert!(hidden.taken_back && hidden.member.is_none());
    // What nobody says any more may be said again.
    b.send(api::TAKE_BACK, &[last(&fourth).unwrap().as_str()], &()).await.unwrap();
    let now = b.get(api::RELAY, &[first.id.as_str()]).await.unwrap();
    assert_eq!(now.entries, 3);
    // With the last go those before it that were taken back: what is last can be continued.
    let three = last(&third).unwrap();
    let one = a.send(api::TAKE_BACK, &[three.as_str()], &()).await.unwrap();
    assert_eq!((one.entries, one.recent.len()), (1, 1));
    assert!(says(&b, &one, "意气风发").await.is_ok());

    // Ended by who began it, or a host; what stands in it can still be taken back, and keeps its place.
    assert_eq!(refused(b.send(api::END_RELAY, &[first.id.as_str()], &Done {}).await), Code::NotYours);
    let ended = a.send(api::END_RELAY, &[first.id.as_str()], &Done {}).await.unwrap();
    assert_eq!(ended.state, RelayState::Closed);
    assert_eq!(refused(says(&a, &ended, "发愤图强").await), Code::RelayClosed);
    b.send(api::TAKE_BACK, &[last(&ended).unwrap().as_str()], &()).await.unwrap();
    assert_eq!(all(&a, &first).await, [(2, String::new()), (1, "一心一意".to_owned())]);
}

#[tokio::test]
async fn in_turn_to_a_limit_and_as_one_likes() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let friend = host.let_in(&group.id, "朋友").await;
    let relay = NewRelay {
        words: "从前有座山".into(),
        rule: RelayRule::Free,
        in_turn: true,
        no_repeats: false,
        most: Some(3),
        ..new_relay(group.created_at.plus_s(3600))
    };
    let first = host.send(api::NEW_RELAY, &[group.id.as_str()], &relay).await.unwrap();
    assert_eq!(refused(says(&host, &first, "山上有座庙").await), Code::RelayTurn);
    let second = says(&friend, &first, "山上有座庙").await.unwrap();
    let third = says(&host, &second, "山上有座庙").await.unwrap();
    assert_eq!((third.state, third.entries), (RelayState::Closed, 3), "as long as it may be");
    assert_eq!(refused(says(&friend, &third, "庙里有个和尚").await), Code::RelayClosed);
    for (wrong, pointer) in [
        (NewRelay { most: Some(1), ..relay.clone() }, "/most"),
        (NewRelay { words: String::new(), ..relay.clone() }, "/words"),
        (NewRelay { closes_at: group.created_at, ..relay }, "/closes_at"),
    ] {
        let problem = host.send(api::NEW_RELAY, &[group.id.as_str()], &wrong).await.unwrap_err();
        assert_eq!(problem.errors[0].pointer, pointer);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_who_continue_one_entry_one_does() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let people = crowd(&server, &host, &group).await;
    let mut relay = begun(&host, &group).await;
    for round in 0..3 {
        let all = people.clone();
        let counts = at_once(all, |i, person| {
            let relay = relay.clone();
            let first = relay.recent.last().unwrap().words.chars().next_back().unwrap();
            async move { says(&person, &relay, &format!("{first}的第 {round} 回，{i}，意")).await }
        })
        .await;
        assert_eq!(counts, HashMap::from([(None, 1), (Some(Code::RelayMoved), CROWD - 1)]));
        relay = host.get(api::RELAY, &[relay.id.as_str()]).await.unwrap();
        assert_eq!(relay.entries, round + 2);
    }
    assert_eq!(all(&host, &relay).await.iter().map(|e| e.0).collect::<Vec<_>>(), [4, 3, 2, 1]);
}

#[tokio::test]
async fn a_newcomer_sees_what_is_to_be_continued_and_what_came_since() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let first = host.send(api::NEW_RELAY, &[id], &new_relay(Timestamp(now.0 + 2500))).await.unwrap();
    let second = says(&host, &first, "意气风发").await.unwrap();
    let newcomer = host.let_in(&group.id, "新来的").await;
    let looker = host.let_in(&group.id, "只看的").await;
    let seen = newcomer.get(api::RELAY, &[first.id.as_str()]).await.unwrap();
    assert_eq!((seen.entries, seen.recent.len()), (2, 1), "the last alone");
    assert_eq!(all(&newcomer, &first).await, [(2, "意气风发".to_owned())]);
    let third = says(&newcomer, &seen, "发愤图强").await.unwrap();
    assert_eq!(all(&newcomer, &first).await, [(3, "发愤图强".to_owned())]);
    assert_eq!(third.recent.len(), 1);
    assert_eq!(newcomer.get(api::POSTS, &[id]).await.unwrap().items.len(), 1);
    tokio::time::sleep(Duration::from_millis(3000)).await;
    // Over, and older than they are: to who only looked it is not there.
    assert_eq!(refused(looker.get(api::RELAY, &[first.id.as_str()]).await), Code::NotFound);
    assert!(looker.get(api::POSTS, &[id]).await.unwrap().items.is_empty());
    assert_eq!(all(&newcomer, &first).await, [(3, "发愤图强".to_owned())]);
    let over = host.get(api::RELAY, &[first.id.as_str()]).await.unwrap();
    assert_eq!((over.state, over.closed_at), (RelayState::Closed, Some(over.closes_at)));
    assert_eq!(refused(says(&host, &second, "发").await), Code::RelayClosed);
}

#[tokio::test]
async fn a_deleted_post_takes_its_relay_along() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let friend = host.let_in(&group, "朋友").await;
    let relay = begun(&friend, &group).await;
    let post = host.get(api::POSTS, &[group.as_str()]).await.unwrap().items.remove(0);
    host.send(api::DELETE_POST, &[post.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(friend.get(api::RELAY, &[relay.id.as_str()]).await), Code::NotFound);
    assert_eq!(refused(says(&friend, &relay, "意外").await), Code::NotFound);
}
