//! The order of changes, asked for and streamed.

use std::time::{Duration, Instant};

use contract::api;
use contract::change::{ChangeKind, ChangeOp, Changed};
use contract::feed::{NewPost, PostKind};
use contract::group::Policy;
use contract::invite::InviteKind;
use contract::{Code, Page};
use futures_util::StreamExt;

use crate::people::{Person, held, refused};
use crate::server::Server;

/// An open stream.
pub struct Stream {
    bytes: std::pin::Pin<Box<dyn futures_util::Stream<Item = reqwest::Result<axum::body::Bytes>> + Send>>,
    text: String,
}

impl Stream {
    pub async fn open(who: &Person) -> Self {
        let response = who.request("GET", "/changes/stream").send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Self { bytes: Box::pin(response.bytes_stream()), text: String::new() }
    }

    /// The cursor of the next event; none when the stream ended.
    pub async fn next(&mut self) -> Option<i64> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let (event, rest) = (event.to_owned(), rest.to_owned());
                self.text = rest;
                if event.starts_with(':') {
                    continue;
                }
                let data = event.strip_prefix("event: change\ndata: ").unwrap();
                let changed: Changed = serde_json::from_str(data).unwrap();
                return Some(changed.cursor.parse().unwrap());
            }
            match self.bytes.next().await {
                Some(Ok(chunk)) => self.text.push_str(std::str::from_utf8(&chunk).unwrap()),
                Some(Err(_)) | None => return None,
            }
        }
    }
}

async fn write(who: &Person, group: &str, body: &str) {
    let post = NewPost { body: body.into(), kind: PostKind::Note, ..NewPost::default() };
    who.send(api::NEW_POST, &[group], &post).await.unwrap();
}

#[tokio::test]
async fn the_stream_tells_within_a_second_and_survives_a_reconnect() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let friend = host.let_in(&group.id, "朋友").await;
    let mut stream = Stream::open(&friend).await;
    let first = stream.next().await.unwrap();
    assert_eq!(first.to_string(), friend.get(api::CHANGES, &[]).await.unwrap().cursor);
    let began = Instant::now();
    write(&host, id, "听得到吗").await;
    let told = tokio::time::timeout(Duration::from_secs(1), stream.next()).await.unwrap().unwrap();
    assert!(told > first && began.elapsed() < Duration::from_secs(1));
    drop(stream);

    write(&host, id, "断线时").await;
    write(&host, id, "又一条").await;
    let mut stream = Stream::open(&friend).await;
    let latest = stream.next().await.unwrap();
    assert!(latest > told);
    let missed = friend.get_query(api::CHANGES, &[], &format!("?since={told}")).await.unwrap();
    assert_eq!(missed.items.len(), 2);
    assert_eq!(missed.cursor, latest.to_string());

    // A group joined while the stream is open is heard of.
    let other = host.new_group(Policy::default()).await;
    let invite = host.new_invite(&other.id, InviteKind::Qr).await.unwrap();
    friend.join(held(&invite), "朋友").await.unwrap();
    let mut last = stream.next().await.unwrap();
    write(&host, other.id.as_str(), "新群里").await;
    let now: i64 = friend.get(api::CHANGES, &[]).await.unwrap().cursor.parse().unwrap();
    while last < now {
        last = tokio::time::timeout(Duration::from_secs(1), stream.next()).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn a_stream_is_silent_about_other_groups_and_ends_with_its_session() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let outsider = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let mut stream = Stream::open(&outsider).await;
    stream.next().await.unwrap();
    write(&host, group.id.as_str(), "与你无关").await;
    let heard = tokio::time::timeout(Duration::from_millis(300), stream.next()).await;
    assert!(heard.is_err(), "{heard:?}");
    outsider.send(api::SIGN_OUT, &[], &()).await.unwrap();
    let end = tokio::time::timeout(Duration::from_secs(1), stream.next()).await.unwrap();
    assert_eq!(end, None);
    let refusal = Person::stranger(&server).request("GET", "/changes/stream").send().await.unwrap();
    let refusal = crate::people::read::<serde_json::Value>(refusal).await;
    assert_eq!(refused(refusal), Code::Unauthenticated);
}

#[tokio::test]
async fn changes_come_in_pages_and_unknown_cursors_reset() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let start = host.get(api::CHANGES, &[]).await.unwrap();
    assert!(start.items.is_empty() && !start.reset && !start.more);
    for i in 0..205 {
        write(&host, id, &format!("{i}")).await;
    }
    let first = host.get_query(api::CHANGES, &[], &format!("?since={}", start.cursor)).await.unwrap();
    assert_eq!((first.items.len(), first.more), (200, true));
    assert_eq!(first.items[199].cursor, first.cursor);
    let second = host.get_query(api::CHANGES, &[], &format!("?since={}", first.cursor)).await.unwrap();
    assert_eq!((second.items.len(), second.more), (5, false));
    let page: Page<contract::feed::Post> = host.get(api::POSTS, &[id]).await.unwrap();
    assert_eq!(page.cursor.as_ref(), Some(&second.cursor), "a page says at which change it was read");
    for unknown in ["999999", "-1", "abc", ""] {
        let answer = host.get_query(api::CHANGES, &[], &format!("?since={unknown}")).await.unwrap();
        assert!(answer.reset && answer.items.is_empty(), "{unknown}");
        assert_eq!(answer.cursor, second.cursor);
    }
}

#[tokio::test]
async fn each_hears_what_is_theirs() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let maker = host.let_in(&group.id, "发邀请的").await;
    let other = host.let_in(&group.id, "旁人").await;
    let since = host.get(api::CHANGES, &[]).await.unwrap().cursor;
    let since = format!("?since={since}");
    maker.new_invite(&group.id, InviteKind::Personal).await.unwrap();
    let kinds = |who: &Person| {
        let (who, since) = (who.clone(), since.clone());
        async move {
            let changes = who.get_query(api::CHANGES, &[], &since).await.unwrap();
            changes.items.iter().map(|c| (c.kind, c.op)).collect::<Vec<_>>()
        }
    };
    assert_eq!(kinds(&maker).await, [(ChangeKind::Invite, ChangeOp::Created)]);
    assert_eq!(kinds(&host).await, [(ChangeKind::Invite, ChangeOp::Created)]);
    assert_eq!(kinds(&other).await, []);
    // Who leaves hears of that, and then no more.
    other.send(api::LEAVE, &[id], &()).await.unwrap();
    write(&host, id, "之后").await;
    assert_eq!(kinds(&other).await, [(ChangeKind::Membership, ChangeOp::Deleted)]);
}
