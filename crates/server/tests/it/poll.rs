//! Polls: asking, voting, closing, and what a newcomer sees.

use std::time::Duration;

use contract::api::{self, Done};
use contract::change::{ChangeKind, ChangeOp};
use contract::group::Policy;
use contract::poll::{NewPoll, NewPollChoice, Poll, PollState, Vote};
use contract::{Code, GroupId, PollId, Problem, Timestamp};

use crate::people::{Person, refused};
use crate::server::Server;

/// A poll with these choices.
pub fn new_poll(labels: &[&str], several: bool, closes_at: Timestamp) -> NewPoll {
    let choices = labels.iter().map(|label| NewPollChoice { label: (*label).into() }).collect();
    NewPoll { question: "加课放在哪天？".into(), choices, several, closes_at }
}

/// A poll with three choices that is open for a day.
pub async fn asked(who: &Person, group: &GroupId, several: bool) -> PollId {
    let now = who.get(api::CHANGES, &[]).await.unwrap().server_time;
    let poll = new_poll(&["周五", "周六", "周日"], several, now.plus_s(86_400));
    who.send(api::NEW_POLL, &[group.as_str()], &poll).await.unwrap().id
}

async fn votes(who: &Person, poll: &PollId, choices: &[u32]) -> Result<Poll, Problem> {
    who.send(api::VOTE, &[poll.as_str()], &Vote { choices: choices.to_vec() }).await
}

fn sums(poll: &Poll) -> Vec<u32> {
    poll.choices.iter().map(|choice| choice.votes).collect()
}

#[tokio::test]
async fn votes_may_be_changed_and_taken_back_until_the_poll_closes() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b) = (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await);
    let poll = asked(&a, &group, false).await;
    let before = b.get(api::CHANGES, &[]).await.unwrap().cursor;
    let seen = votes(&a, &poll, &[1]).await.unwrap();
    assert_eq!((sums(&seen), seen.voters, seen.choices[1].yours), (vec![0, 1, 0], 1, true));
    votes(&a, &poll, &[1]).await.unwrap();
    let changes = b.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert_eq!(changes.iter().filter(|c| c.kind == ChangeKind::Poll).count(), 1, "the same vote is no news");
    votes(&b, &poll, &[1]).await.unwrap();
    let seen = votes(&a, &poll, &[2]).await.unwrap();
    assert_eq!((sums(&seen), seen.voters), (vec![0, 1, 1], 2));
    assert_eq!(sums(&votes(&a, &poll, &[]).await.unwrap()), [0, 1, 0]);
    for wrong in [&[3][..], &[0, 1], &[0, 0]] {
        assert_eq!(refused(votes(&a, &poll, wrong).await), Code::ValidationFailed);
    }
    // Nobody is told who voted for what.
    let text = serde_json::to_string(&host.get(api::POLL, &[poll.as_str()]).await.unwrap()).unwrap();
    assert!(text.contains("甲") && !text.contains("乙"), "{text}");
    // Who leaves takes their vote along.
    b.send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    assert_eq!(host.get(api::POLL, &[poll.as_str()]).await.unwrap().voters, 0);

    assert_eq!(
        refused(host.let_in(&group, "丙").await.send(api::CLOSE_POLL, &[poll.as_str()], &Done {}).await),
        Code::NotYours
    );
    votes(&host, &poll, &[0]).await.unwrap();
    let closed = a.send(api::CLOSE_POLL, &[poll.as_str()], &Done {}).await.unwrap();
    assert!(closed.state == PollState::Closed && closed.closed_at.is_some());
    assert_eq!(refused(votes(&a, &poll, &[0]).await), Code::PollClosed);
    assert_eq!(refused(host.send(api::CLOSE_POLL, &[poll.as_str()], &Done {}).await), Code::PollClosed);
    // With several votes each, members are counted once.
    let poll = asked(&host, &group, true).await;
    let seen = votes(&host, &poll, &[0, 2]).await.unwrap();
    assert_eq!((sums(&seen), seen.voters), (vec![1, 0, 1], 1));
}

#[tokio::test]
async fn what_may_be_asked() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let later = group.created_at.plus_s(3600);
    for (poll, pointer, code) in [
        (new_poll(&["一"], false, later), "/choices", "out_of_range"),
        (new_poll(&["一", "一"], false, later), "/choices/1/label", "taken"),
        (new_poll(&["一", "二"], false, group.created_at), "/closes_at", "past"),
    ] {
        let problem = host.send(api::NEW_POLL, &[group.id.as_str()], &poll).await.unwrap_err();
        assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), (pointer, code));
    }
}

#[tokio::test]
async fn a_poll_closes_by_itself_and_is_closed_for_newcomers_then() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let soon = new_poll(&["一", "二"], false, Timestamp(now.0 + 1500));
    let poll = host.send(api::NEW_POLL, &[id], &soon).await.unwrap().id;
    votes(&host, &poll, &[1]).await.unwrap();
    // Open, so seen whatever its age, with its sums; by the feed, too.
    let newcomer = host.let_in(&group.id, "新来的").await;
    assert_eq!(sums(&newcomer.get(api::POLL, &[poll.as_str()]).await.unwrap()), [0, 1]);
    let posts = newcomer.get(api::POSTS, &[id]).await.unwrap().items;
    assert_eq!(posts[0].attachment.as_ref().unwrap().id, poll.as_str());
    let cursor = host.get(api::CHANGES, &[]).await.unwrap().cursor;
    tokio::time::sleep(Duration::from_millis(2200)).await;
    assert_eq!(
        refused(votes(&newcomer, &poll, &[0]).await),
        Code::NotFound,
        "closed, and older than they are"
    );
    assert_eq!(refused(votes(&host, &poll, &[0]).await), Code::PollClosed);
    let closed = host.get(api::POLL, &[poll.as_str()]).await.unwrap();
    assert_eq!((closed.state, closed.closed_at), (PollState::Closed, Some(soon.closes_at)));
    let changes = host.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Poll && c.id == poll.as_str()));
    assert_eq!(refused(newcomer.get(api::POLL, &[poll.as_str()]).await), Code::NotFound);
    assert!(newcomer.get(api::POSTS, &[id]).await.unwrap().items.is_empty());
}

#[tokio::test]
async fn a_deleted_post_takes_its_poll_along() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let friend = host.let_in(&group, "朋友").await;
    let poll = asked(&friend, &group, false).await;
    let post = host.get(api::POSTS, &[group.as_str()]).await.unwrap().items.remove(0);
    let outsider = Person::verified(&server).await;
    assert_eq!(refused(outsider.get(api::POLL, &[poll.as_str()]).await), Code::NotMember);
    let before = friend.get(api::CHANGES, &[]).await.unwrap().cursor;
    host.send(api::DELETE_POST, &[post.id.as_str()], &()).await.unwrap();
    let changes = friend.get_query(api::CHANGES, &[], &format!("?since={before}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Poll && c.op == ChangeOp::Deleted), "{changes:?}");
    for who in [&host, &friend] {
        assert_eq!(refused(who.get(api::POLL, &[poll.as_str()]).await), Code::NotFound);
        assert_eq!(refused(votes(who, &poll, &[0]).await), Code::NotFound);
    }
}
