//! Marks of reading: how many posts are new to somebody, for themselves alone.

use contract::feed::{NewPost, Post, PostKind};
use contract::group::{Group, HistoryRule, MarkRead, Policy};
use contract::{Timestamp, api};

use crate::people::Person;
use crate::server::Server;

async fn write(who: &Person, group: &Group, body: &str) -> Post {
    let mut command: NewPost =
        serde_json::from_value(serde_json::json!({"body": "", "kind": "note"})).unwrap();
    command.body = body.to_owned();
    command.kind = PostKind::Note;
    // Two posts of one moment cannot be told apart by their time.
    tokio::time::sleep(std::time::Duration::from_millis(3)).await;
    who.send(api::NEW_POST, &[group.id.as_str()], &command).await.unwrap()
}

async fn seen(who: &Person, group: &Group) -> (u32, Timestamp) {
    let group = who.get(api::GROUP, &[group.id.as_str()]).await.unwrap();
    (group.unread.unwrap(), group.read_to.unwrap())
}

async fn mark(who: &Person, group: &Group, to: Timestamp) -> Group {
    who.send(api::MARK_READ, &[group.id.as_str()], &MarkRead { to }).await.unwrap()
}

#[tokio::test]
async fn what_others_wrote_is_new_until_it_is_read() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { history: HistoryRule::All, ..Policy::default() }).await;
    write(&host, &group, "before they came").await;
    let member = host.let_in(&group.id, "小满").await;
    assert_eq!(seen(&member, &group).await.0, 0, "what was before is not news, whatever the history rule");

    let first = write(&host, &group, "first").await;
    let second = write(&host, &group, "second").await;
    write(&member, &group, "my own").await;
    let gone = write(&host, &group, "taken back").await;
    host.send(api::DELETE_POST, &[gone.id.as_str()], &()).await.unwrap();
    assert_eq!(seen(&member, &group).await.0, 2, "neither mine nor what is gone");
    assert_eq!(seen(&host, &group).await.0, 1, "each has their own");
    let listed = member.all(api::GROUPS, &[], 20).await;
    assert_eq!(listed.iter().map(|g| g.unread).collect::<Vec<_>>(), [Some(2)]);

    assert_eq!(mark(&member, &group, first.created_at).await.unread, Some(1));
    assert_eq!(mark(&member, &group, second.created_at).await.unread, Some(0));
    assert_eq!(
        mark(&member, &group, first.created_at).await.read_to,
        Some(second.created_at),
        "forward only"
    );
    let far = mark(&member, &group, Timestamp(4_102_444_800_000)).await.read_to.unwrap();
    assert!(far < Timestamp(4_102_444_800_000), "never ahead of the clock");
    write(&host, &group, "third").await;
    assert_eq!(seen(&member, &group).await.0, 1);
}

#[tokio::test]
async fn only_my_own_phones_hear_of_my_mark() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let member = host.let_in(&group.id, "小满").await;
    let post = write(&host, &group, "news").await;
    let cursor = |who: Person| async move { who.get(api::CHANGES, &[]).await.unwrap().cursor };
    let (mine, hosts) = (cursor(member.clone()).await, cursor(host.clone()).await);
    mark(&member, &group, post.created_at).await;
    mark(&member, &group, post.created_at).await;
    let since = |c: &str| format!("?since={c}");
    let heard = member.get_query(api::CHANGES, &[], &since(&mine)).await.unwrap().items;
    assert_eq!(heard.len(), 1, "once, and nothing for what was read already: {heard:?}");
    assert_eq!(heard[0].group_id, group.id);
    let others = host.get_query(api::CHANGES, &[], &since(&hosts)).await.unwrap().items;
    assert!(others.is_empty(), "{others:?}");
}

#[tokio::test]
async fn many_are_a_hundred() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let member = host.let_in(&group.id, "小满").await;
    for i in 0..105 {
        let command: NewPost =
            serde_json::from_value(serde_json::json!({"body": format!("{i}"), "kind": "note"})).unwrap();
        host.send(api::NEW_POST, &[group.id.as_str()], &command).await.unwrap();
    }
    assert_eq!(seen(&member, &group).await.0, 100);
}
