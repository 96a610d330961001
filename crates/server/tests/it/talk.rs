//! Other words, replies, reactions, roll calls, accepted answers.

use contract::api::{self, Done};
use contract::feed::{
    Accept, EditComment, EditPost, NewComment, NewPost, PostKind, React, ReactionKind, RollCallKind,
};
use contract::group::{HistoryRule, Policy};
use contract::{Code, CommentId, GroupId, PostId};

use crate::people::{Person, refused};
use crate::server::Server;

async fn written(who: &Person, group: &GroupId, body: &str, kind: PostKind) -> PostId {
    let post = NewPost { body: body.into(), kind, ..NewPost::default() };
    who.send(api::NEW_POST, &[group.as_str()], &post).await.unwrap().id
}

async fn said(who: &Person, post: &PostId, body: &str, reply_to: Option<&CommentId>) -> CommentId {
    let comment = NewComment { body: body.into(), reply_to: reply_to.cloned(), ..NewComment::default() };
    who.send(api::NEW_COMMENT, &[post.as_str()], &comment).await.unwrap().id
}

fn words(body: &str) -> EditPost {
    EditPost { body: body.into(), ..EditPost::default() }
}

#[tokio::test]
async fn ones_own_words_are_changed_and_marked() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b) = (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await);
    let post = written(&a, &group, "周四 A 教室", PostKind::Note).await;
    let before = b.get(api::CHANGES, &[]).await.unwrap().cursor;
    let edit = |who: &Person, body: &str| {
        let (who, post, body) = (who.clone(), post.clone(), words(body));
        async move { who.send(api::EDIT_POST, &[post.as_str()], &body).await }
    };
    // The same words are no change.
    assert_eq!(edit(&a, " 周四 A 教室 ").await.unwrap().edited_at, None);
    let edited = edit(&a, "周四 B 教室").await.unwrap();
    assert_eq!((edited.body.as_str(), edited.edited_at.is_some()), ("周四 B 教室", true));
    assert_eq!(b.get(api::POST, &[post.as_str()]).await.unwrap().body, "周四 B 教室");
    let changes = b.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert_eq!(changes.iter().filter(|c| c.id == post.as_str()).count(), 1);
    // Nobody puts words into another's mouth, hosts included; and words have their limits.
    for other in [&b, &host] {
        assert_eq!(refused(edit(other, "我没说过").await), Code::NotYours);
    }
    assert_eq!(refused(edit(&a, "  ").await), Code::ValidationFailed);
    a.send(api::DELETE_POST, &[post.as_str()], &()).await.unwrap();
    assert_eq!(refused(edit(&a, "晚了").await), Code::PostDeleted);

    let post = written(&a, &group, "谁来", PostKind::Note).await;
    let comment = said(&b, &post, "我来", None).await;
    let body = EditComment { body: "我来，带两位".into(), ..EditComment::default() };
    let edited = b.send(api::EDIT_COMMENT, &[comment.as_str()], &body).await.unwrap();
    assert!(edited.edited_at.is_some() && edited.body == "我来，带两位");
    assert_eq!(refused(a.send(api::EDIT_COMMENT, &[comment.as_str()], &body).await), Code::NotYours);
}

#[tokio::test]
async fn words_are_closed_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start_in(folder.path(), &["--rate-limits", "off"]);
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy { history: HistoryRule::All, ..Policy::default() }).await.id;
    let post = written(&host, &group, "昨天的话", PostKind::Note).await;
    let comment = said(&host, &post, "昨天的回应", None).await;
    crate::people::in_the_file(folder.path(), "UPDATE posts SET created_at = created_at - 86400001").await;
    crate::people::in_the_file(folder.path(), "UPDATE comments SET created_at = created_at - 86400001").await;
    let edit = host.send(api::EDIT_POST, &[post.as_str()], &words("今天的话")).await;
    assert_eq!(refused(edit), Code::EditClosed);
    let edit = host
        .send(
            api::EDIT_COMMENT,
            &[comment.as_str()],
            &EditComment { body: "今天".into(), ..EditComment::default() },
        )
        .await;
    assert_eq!(refused(edit), Code::EditClosed);
}

#[tokio::test]
async fn replies_stand_under_their_comment_in_pages() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let post = written(&host, &group, "谁来", PostKind::Note).await;
    let first = said(&host, &post, "一", None).await;
    let second = said(&host, &post, "二", None).await;
    let reply = said(&host, &post, "一的回应", Some(&first)).await;
    said(&host, &post, "二的回应", Some(&second)).await;
    // A reply to a reply stands beside it.
    said(&host, &post, "一的再回应", Some(&reply)).await;
    for limit in [1, 2, 100] {
        let list = host.all(api::COMMENTS, &[post.as_str()], limit).await;
        let seen: Vec<_> = list.iter().map(|c| (c.body.as_str(), c.reply_to.as_ref())).collect();
        let expected = [
            ("一", None),
            ("一的回应", Some(&first)),
            ("一的再回应", Some(&first)),
            ("二", None),
            ("二的回应", Some(&second)),
        ];
        assert_eq!(seen, expected);
    }
    // A deleted comment keeps its place for its replies' sake, without author and words.
    host.send(api::DELETE_COMMENT, &[first.as_str()], &()).await.unwrap();
    let list = host.all(api::COMMENTS, &[post.as_str()], 100).await;
    assert_eq!(list.len(), 5);
    let gone = &list[0];
    assert!(gone.deleted && gone.author.is_none() && gone.body.is_empty() && !gone.yours);
    assert_eq!(host.get(api::POST, &[post.as_str()]).await.unwrap().comment_count, 4);
    let more = NewComment { body: "晚了".into(), reply_to: Some(first.clone()), ..NewComment::default() };
    assert_eq!(refused(host.send(api::NEW_COMMENT, &[post.as_str()], &more).await), Code::Gone);
    // Its thread goes on, until its last reply is gone.
    let late = said(&host, &post, "还有", Some(&reply)).await;
    for id in [&reply, &list[2].id, &late] {
        host.send(api::DELETE_COMMENT, &[id.as_str()], &()).await.unwrap();
    }
    let list = host.all(api::COMMENTS, &[post.as_str()], 100).await;
    assert_eq!(list.iter().map(|c| c.body.as_str()).collect::<Vec<_>>(), ["二", "二的回应"]);
    // A comment of another post is no parent.
    let other = written(&host, &group, "别的", PostKind::Note).await;
    let stray = NewComment { body: "?".into(), reply_to: Some(second), ..NewComment::default() };
    assert_eq!(refused(host.send(api::NEW_COMMENT, &[other.as_str()], &stray).await), Code::NotFound);
}

#[tokio::test]
async fn a_newcomer_sees_no_older_talk_of_any_sort() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let post = written(&host, &group, "置顶的问题", PostKind::Question).await;
    host.send(api::PIN_POST, &[post.as_str()], &Done {}).await.unwrap();
    let old = said(&host, &post, "旧回应", None).await;
    let heart = React { kind: ReactionKind::Heart, on: true };
    host.send(api::REACT, &[post.as_str()], &heart).await.unwrap();
    let accept = Accept { comment_id: Some(old.clone()) };
    assert!(host.send(api::ACCEPT, &[post.as_str()], &accept).await.unwrap().answer.is_some());

    let newcomer = host.let_in(&group, "新来的").await;
    let seen = newcomer.get(api::POST, &[post.as_str()]).await.unwrap();
    assert_eq!((seen.reactions.len(), seen.answer, seen.comment_count), (0, None, 0));
    let reply = NewComment { body: "?".into(), reply_to: Some(old.clone()), ..NewComment::default() };
    assert_eq!(refused(newcomer.send(api::NEW_COMMENT, &[post.as_str()], &reply).await), Code::NotFound);
    // What is said and done now, they see; their own reaction is one, not two.
    said(&host, &post, "新回应", Some(&old)).await;
    let list = newcomer.all(api::COMMENTS, &[post.as_str()], 100).await;
    assert_eq!(list.iter().map(|c| c.body.as_str()).collect::<Vec<_>>(), ["新回应"]);
    let mine = newcomer.send(api::REACT, &[post.as_str()], &heart).await.unwrap().reactions;
    assert_eq!((mine[0].count, mine[0].yours), (1, true));
    assert_eq!(host.get(api::POST, &[post.as_str()]).await.unwrap().reactions[0].count, 2);
}

#[tokio::test]
async fn reactions_are_set_and_taken_back_once() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let friend = host.let_in(&group, "朋友").await;
    let post = written(&host, &group, "好消息", PostKind::Note).await;
    let react = |who: &Person, kind, on| {
        let (who, post) = (who.clone(), post.clone());
        async move { who.send(api::REACT, &[post.as_str()], &React { kind, on }).await }
    };
    let before = host.get(api::CHANGES, &[]).await.unwrap().cursor;
    for _ in 0..3 {
        let seen = react(&friend, ReactionKind::Thanks, true).await.unwrap().reactions;
        assert_eq!((seen.len(), seen[0].count, seen[0].yours), (1, 1, true));
    }
    let changes = host.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert_eq!(changes.len(), 1, "saying it again is no news");
    react(&host, ReactionKind::Thanks, true).await.unwrap();
    let seen = react(&host, ReactionKind::Heart, true).await.unwrap().reactions;
    let seen: Vec<_> = seen.iter().map(|r| (r.kind, r.count, r.yours)).collect();
    assert_eq!(seen, [(ReactionKind::Heart, 1, true), (ReactionKind::Thanks, 2, true)]);
    react(&host, ReactionKind::Heart, false).await.unwrap();
    let seen = react(&host, ReactionKind::Heart, false).await.unwrap().reactions;
    assert_eq!(seen.len(), 1);
    assert_eq!(refused(react(&host, ReactionKind::Other, true).await), Code::ValidationFailed);
    // Who leaves takes theirs along.
    friend.send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    assert_eq!(host.get(api::POST, &[post.as_str()]).await.unwrap().reactions[0].count, 1);
}

#[tokio::test]
async fn an_announcement_calls_the_roll() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b) = (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await);
    let call = |kind, roll_call| NewPost { body: "台风".into(), kind, roll_call, ..NewPost::default() };
    let id = group.as_str();
    let wrong = host.send(api::NEW_POST, &[id], &call(PostKind::Note, Some(RollCallKind::Read))).await;
    assert_eq!(wrong.unwrap_err().errors[0].pointer, "/roll_call");
    let safe = call(PostKind::Announcement, Some(RollCallKind::Safe));
    assert_eq!(refused(a.send(api::NEW_POST, &[id], &safe).await), Code::NotYours);
    let post = host.send(api::NEW_POST, &[id], &safe).await.unwrap();
    let post_id = post.id.as_str();
    assert!(post.pinned);
    let asked = |post: contract::feed::Post| post.roll_call.map(|c| (c.asked, c.confirmed)).unwrap();
    assert_eq!(asked(post.clone()), (Some(2), Some(0)));

    // Who was asked sees their own answer and no more; who runs the group sees who is missing.
    let mine = a.get(api::POST, &[post_id]).await.unwrap().roll_call.unwrap();
    assert_eq!((mine.confirmed_at, mine.asked, mine.confirmed), (None, None, None));
    let before = b.get(api::CHANGES, &[]).await.unwrap().cursor;
    let first = a.send(api::CONFIRM_ROLL_CALL, &[post_id], &Done {}).await.unwrap().roll_call.unwrap();
    let again = a.send(api::CONFIRM_ROLL_CALL, &[post_id], &Done {}).await.unwrap().roll_call.unwrap();
    assert!(first.confirmed_at.is_some() && first == again);
    let changes = b.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert!(changes.is_empty(), "for others nothing changed: {changes:?}");
    assert_eq!(asked(host.get(api::POST, &[post_id]).await.unwrap()), (Some(2), Some(1)));
    let missing = host.all(api::ROLL_CALL, &[post_id], 1).await;
    assert_eq!(missing.iter().map(|m| m.persona.nickname.as_str()).collect::<Vec<_>>(), ["乙"]);
    assert_eq!(refused(a.get(api::ROLL_CALL, &[post_id]).await), Code::NotYours);
    assert_eq!(refused(host.send(api::CONFIRM_ROLL_CALL, &[post_id], &Done {}).await), Code::Conflict);
    // What somebody confirmed stays as they read it.
    assert_eq!(refused(host.send(api::EDIT_POST, &[post_id], &words("别的")).await), Code::EditClosed);
    // A newcomer sees what is pinned, and is asked too; who left is not.
    let late = host.let_in(&group, "新来的").await;
    assert_eq!(asked(host.get(api::POST, &[post_id]).await.unwrap()), (Some(3), Some(1)));
    late.send(api::CONFIRM_ROLL_CALL, &[post_id], &Done {}).await.unwrap();
    b.send(api::LEAVE, &[id], &()).await.unwrap();
    assert_eq!(asked(host.get(api::POST, &[post_id]).await.unwrap()), (Some(2), Some(2)));

    // A plain announcement asks nothing; urgent ones are few, and deleting one makes no room for another.
    let plain = host.send(api::NEW_POST, &[id], &call(PostKind::Announcement, None)).await.unwrap();
    assert_eq!(refused(a.send(api::CONFIRM_ROLL_CALL, &[plain.id.as_str()], &Done {}).await), Code::Conflict);
    assert_eq!(refused(host.get(api::ROLL_CALL, &[plain.id.as_str()]).await), Code::Conflict);
    let second = host.send(api::NEW_POST, &[id], &safe).await.unwrap();
    host.send(api::DELETE_POST, &[second.id.as_str()], &()).await.unwrap();
    assert_eq!(refused(host.send(api::NEW_POST, &[id], &safe).await), Code::UrgentLimit);
    let read = call(PostKind::Announcement, Some(RollCallKind::Read));
    host.send(api::NEW_POST, &[id], &read).await.unwrap();

    // What was confirmed stays, however few of those who did are still asked.
    host.send(api::UNPIN_POST, &[post_id], &()).await.unwrap();
    a.send(api::LEAVE, &[id], &()).await.unwrap();
    assert_eq!(asked(host.get(api::POST, &[post_id]).await.unwrap()), (Some(0), Some(0)));
    assert_eq!(refused(host.send(api::EDIT_POST, &[post_id], &words("别的")).await), Code::EditClosed);
}

#[tokio::test]
async fn the_asker_accepts_an_answer_and_may_choose_another() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (asker, other) = (host.let_in(&group, "问的人").await, host.let_in(&group, "答的人").await);
    let post = written(&asker, &group, "膝盖疼练什么？", PostKind::Question).await;
    let (one, two) = (said(&other, &post, "少跳", None).await, said(&host, &post, "练臀", None).await);
    let accept = |who: &Person, post: &PostId, comment: Option<&CommentId>| {
        let (who, post) = (who.clone(), post.clone());
        let body = Accept { comment_id: comment.cloned() };
        async move { who.send(api::ACCEPT, &[post.as_str()], &body).await }
    };
    for not_asker in [&other, &host] {
        assert_eq!(refused(accept(not_asker, &post, Some(&one)).await), Code::NotYours);
    }
    accept(&asker, &post, Some(&one)).await.unwrap();
    let changed = accept(&asker, &post, Some(&two)).await.unwrap();
    assert_eq!(changed.answer.unwrap().body, "练臀");
    let seen = other.get(api::POSTS, &[group.as_str()]).await.unwrap().items.remove(0);
    assert_eq!(seen.answer.unwrap().id, two);
    assert_eq!(accept(&asker, &post, None).await.unwrap().answer, None);
    // A deleted answer is none any more.
    accept(&asker, &post, Some(&one)).await.unwrap();
    other.send(api::DELETE_COMMENT, &[one.as_str()], &()).await.unwrap();
    assert_eq!(asker.get(api::POST, &[post.as_str()]).await.unwrap().answer, None);
    assert_eq!(refused(accept(&asker, &post, Some(&one)).await), Code::Gone);
    let note = written(&asker, &group, "随便说说", PostKind::Note).await;
    assert_eq!(refused(accept(&asker, &note, None).await), Code::Conflict);
    assert_eq!(
        refused(accept(&asker, &post, Some(&said(&other, &note, "别处", None).await)).await),
        Code::NotFound
    );
}

#[tokio::test]
async fn mentions_follow_whom_they_name() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b) = (host.let_in(&group, "小满").await, host.let_in(&group, "小满妈妈").await);
    let id_of = |who: &Person| {
        let (who, group) = (who.clone(), group.clone());
        async move { crate::market::member_id(&who, group.as_str()).await }
    };
    let (ida, idb) = (id_of(&a).await, id_of(&b).await);
    let elsewhere = Person::verified(&server).await;
    let foreign = elsewhere.new_group(Policy::default()).await.me.id;
    let post = NewPost {
        body: "@小满妈妈 带上 @小满 和 @群主，谁也别忘".into(),
        mentions: vec![ida.clone(), idb.clone(), foreign.clone()],
        ..NewPost::default()
    };
    let written = host.send(api::NEW_POST, &[group.as_str()], &post).await.unwrap();
    assert_eq!(written.body, post.body);
    let seen: Vec<_> = written.mentions.iter().map(|m| m.id.clone()).collect();
    assert_eq!(seen, [idb.clone(), ida.clone()], "those that were chosen, and are here");
    let comment =
        NewComment { body: "@小满 收到".into(), mentions: vec![ida.clone()], ..NewComment::default() };
    let said = b.send(api::NEW_COMMENT, &[written.id.as_str()], &comment).await.unwrap();
    assert_eq!(said.mentions[0].id, ida);

    // Another name is what they are called everywhere; other words may mention others.
    a.send(api::SET_PERSONA, &[group.as_str()], &crate::people::persona("大满")).await.unwrap();
    let now = b.get(api::POST, &[written.id.as_str()]).await.unwrap();
    assert_eq!(now.body, "@小满妈妈 带上 @大满 和 @群主，谁也别忘");
    let talk = b.get(api::COMMENTS, &[written.id.as_str()]).await.unwrap().items;
    assert_eq!(talk[0].body, "@大满 收到");
    let edit = EditPost { body: "@大满 一个人来".into(), mentions: vec![ida.clone(), idb] };
    let edited = host.send(api::EDIT_POST, &[written.id.as_str()], &edit).await.unwrap();
    assert_eq!((edited.mentions.len(), edited.mentions[0].id.clone()), (1, ida));
    // The same words with the same mention are no change.
    let again = host.send(api::EDIT_POST, &[written.id.as_str()], &edit).await.unwrap();
    assert_eq!(again.edited_at, edited.edited_at);
    // Who left is named by nothing.
    a.send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    let now = b.get(api::POST, &[written.id.as_str()]).await.unwrap();
    assert_eq!((now.body.as_str(), now.mentions.len()), ("@… 一个人来", 0));
    assert_eq!(b.get(api::COMMENTS, &[written.id.as_str()]).await.unwrap().items[0].body, "@… 收到");
    let many = NewPost { body: "大家".into(), mentions: vec![foreign; 21], ..NewPost::default() };
    let wrong = host.send(api::NEW_POST, &[group.as_str()], &many).await.unwrap_err();
    assert_eq!(wrong.errors[0].pointer, "/mentions");
}
