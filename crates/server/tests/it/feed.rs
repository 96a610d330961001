//! Posts, comments, pins.

use contract::feed::{NewComment, NewPost, PostKind};
use contract::group::Policy;
use contract::{Code, api};

use crate::people::{Person, refused};
use crate::server::Server;

pub fn note(body: &str) -> NewPost {
    NewPost { body: body.into(), kind: PostKind::Note, ..NewPost::default() }
}

fn comment(body: &str) -> NewComment {
    NewComment { body: body.into(), ..NewComment::default() }
}

#[tokio::test]
async fn posts_in_pages_newest_first() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    for i in 0..7 {
        host.send(api::NEW_POST, &[id], &note(&format!("第 {i} 条 "))).await.unwrap();
    }
    let bodies: Vec<_> = host.all(api::POSTS, &[id], 3).await.into_iter().map(|p| p.body).collect();
    assert_eq!(bodies, (0..7).rev().map(|i| format!("第 {i} 条")).collect::<Vec<_>>());
    // A post between two pages shifts nothing.
    let first = host.get_query(api::POSTS, &[id], "?limit=3").await.unwrap();
    host.send(api::NEW_POST, &[id], &note("插进来的")).await.unwrap();
    let query = format!("?limit=3&after={}", first.next.unwrap());
    let second = host.get_query(api::POSTS, &[id], &query).await.unwrap();
    assert_eq!(second.items[0].body, "第 3 条");
}

#[tokio::test]
async fn who_may_write_and_delete_what() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let (a, b) = (host.let_in(&group.id, "甲").await, host.let_in(&group.id, "乙").await);
    let news = NewPost { body: "通知".into(), kind: PostKind::Announcement, ..NewPost::default() };
    assert_eq!(refused(a.send(api::NEW_POST, &[id], &news).await), Code::NotYours);
    host.send(api::NEW_POST, &[id], &news).await.unwrap();

    let post = a.send(api::NEW_POST, &[id], &note("甲的话")).await.unwrap();
    let post_id = post.id.as_str();
    assert!(post.yours);
    let said = b.send(api::NEW_COMMENT, &[post_id], &comment("乙的话")).await.unwrap();
    let seen = b.get(api::POST, &[post_id]).await.unwrap();
    assert_eq!((seen.yours, seen.comment_count), (false, 1));
    assert_eq!(refused(a.send(api::DELETE_COMMENT, &[said.id.as_str()], &()).await), Code::NotYours);
    assert_eq!(refused(b.send(api::DELETE_POST, &[post_id], &()).await), Code::NotYours);
    b.send(api::DELETE_COMMENT, &[said.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(b.send(api::DELETE_COMMENT, &[said.id.as_str()], &()).await), Code::Gone);
    assert_eq!(a.get(api::POST, &[post_id]).await.unwrap().comment_count, 0);
    b.send(api::NEW_COMMENT, &[post_id], &comment("再说一次")).await.unwrap();
    host.send(api::DELETE_POST, &[post_id], &()).await.unwrap();
    assert_eq!(refused(a.get(api::POST, &[post_id]).await), Code::PostDeleted);
    assert_eq!(refused(a.get(api::COMMENTS, &[post_id]).await), Code::PostDeleted);
    assert_eq!(refused(a.send(api::NEW_COMMENT, &[post_id], &comment("晚了")).await), Code::PostDeleted);
    assert!(!a.get(api::POSTS, &[id]).await.unwrap().items.iter().any(|p| p.id == post.id));

    let outsider = Person::verified(&server).await;
    let kept = host.send(api::NEW_POST, &[id], &note("群里的话")).await.unwrap();
    assert_eq!(refused(outsider.get(api::POST, &[kept.id.as_str()]).await), Code::NotMember);
    assert_eq!(refused(outsider.get(api::POST, &["nope"]).await), Code::NotFound);
}

#[tokio::test]
async fn words_have_their_limits() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    for (body, code) in [("  ".to_owned(), "required"), ("长".repeat(2001), "too_long")] {
        let problem = host.send(api::NEW_POST, &[id], &note(&body)).await.unwrap_err();
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/body", code));
    }
    let post = host.send(api::NEW_POST, &[id], &note(&"长".repeat(2000))).await.unwrap();
    let problem = host.send(api::NEW_COMMENT, &[post.id.as_str()], &comment(&"长".repeat(501))).await;
    assert_eq!(refused(problem), Code::ValidationFailed);
}

#[tokio::test]
async fn pins_are_for_hosts() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let friend = host.let_in(&group.id, "朋友").await;
    let post = friend.send(api::NEW_POST, &[id], &note("置顶我")).await.unwrap();
    let done = api::Done {};
    assert_eq!(refused(friend.send(api::PIN_POST, &[post.id.as_str()], &done).await), Code::NotYours);
    assert!(host.send(api::PIN_POST, &[post.id.as_str()], &done).await.unwrap().pinned);
    assert_eq!(friend.get(api::PINNED, &[id]).await.unwrap().items[0].id, post.id);
    assert!(!host.send(api::UNPIN_POST, &[post.id.as_str()], &()).await.unwrap().pinned);
    assert!(friend.get(api::PINNED, &[id]).await.unwrap().items.is_empty());
}
