//! Events: announcing, answering, waiting in line, changing, calling off, and what a newcomer sees.

use std::time::Duration;

use contract::api::{self, Done};
use contract::change::{ChangeKind, ChangeOp};
use contract::event::{Event, EventState, NewEvent, Rsvp, RsvpState, SetRsvp};
use contract::group::Policy;
use contract::{Code, EventId, GroupId, Problem, Timestamp};
use tokio::task::JoinSet;

use crate::people::{Person, refused};
use crate::server::Server;

/// An event of two hours.
pub fn new_event(starts_at: Timestamp, capacity: Option<u32>, guests: u32) -> NewEvent {
    NewEvent {
        title: "爬香山".into(),
        about: "带水".into(),
        place: "东门".into(),
        starts_at,
        ends_at: starts_at.plus_s(7200),
        capacity,
        guests,
    }
}

/// An event tomorrow.
pub async fn announced(who: &Person, group: &GroupId, capacity: Option<u32>) -> EventId {
    let now = who.get(api::CHANGES, &[]).await.unwrap().server_time;
    let event = new_event(now.plus_s(86_400), capacity, 2);
    who.send(api::NEW_EVENT, &[group.as_str()], &event).await.unwrap().id
}

async fn says(who: &Person, event: &EventId, people: u32) -> Result<Event, Problem> {
    who.send(api::SET_RSVP, &[event.as_str()], &SetRsvp { people, wait: true }).await
}

fn mine(event: &Event) -> Option<(RsvpState, u32, u32)> {
    event.your_rsvp.as_ref().map(|mine| (mine.state, mine.people, mine.place))
}

async fn rsvps(who: &Person, event: &EventId) -> Vec<Rsvp> {
    who.get(api::RSVPS, &[event.as_str()]).await.unwrap().items
}

fn names(rsvps: &[Rsvp]) -> Vec<String> {
    rsvps
        .iter()
        .map(|one| one.member.as_ref().map_or(String::new(), |m| m.persona.nickname.clone()))
        .collect()
}

#[tokio::test]
async fn who_waits_comes_in_order_and_nobody_overtakes() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b, c) =
        (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await, host.let_in(&group, "丙").await);
    let event = announced(&a, &group, Some(3)).await;
    assert_eq!(mine(&says(&a, &event, 2).await.unwrap()), Some((RsvpState::Going, 2, 1)));
    // Two do not fit into one place; whoever comes later with one does not overtake.
    assert_eq!(mine(&says(&b, &event, 2).await.unwrap()), Some((RsvpState::Waiting, 2, 1)));
    assert_eq!(mine(&says(&c, &event, 1).await.unwrap()), Some((RsvpState::Waiting, 1, 2)));
    let asked = SetRsvp { people: 1, wait: false };
    assert_eq!(refused(host.send(api::SET_RSVP, &[event.as_str()], &asked).await), Code::EventFull);
    assert_eq!(refused(says(&c, &event, 4).await), Code::ValidationFailed, "two may be brought along");
    let seen = a.get(api::EVENT, &[event.as_str()]).await.unwrap();
    assert_eq!((seen.going, seen.waiting, seen.joined.len()), (2, 3, 1));
    // One brings nobody along after all: now both fit.
    let cursor = b.get(api::CHANGES, &[]).await.unwrap().cursor;
    says(&a, &event, 1).await.unwrap();
    let changes = b.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Event && c.id == event.as_str()));
    assert_eq!(mine(&b.get(api::EVENT, &[event.as_str()]).await.unwrap()), Some((RsvpState::Going, 2, 2)));
    assert_eq!(names(&rsvps(&host, &event).await), ["甲", "乙", "丙"]);
    // Who does not come is nobody else's business, and makes room at once.
    assert_eq!(mine(&says(&b, &event, 0).await.unwrap()), Some((RsvpState::Declined, 0, 0)));
    let list = rsvps(&host, &event).await;
    assert_eq!(names(&list), ["甲", "丙"]);
    assert!(list.iter().all(|one| one.state == RsvpState::Going));
    // Who changes their mind comes back at the end.
    says(&b, &event, 1).await.unwrap();
    assert_eq!(names(&rsvps(&host, &event).await), ["甲", "丙", "乙"]);
    // Leaving the group gives the place away.
    says(&host, &event, 1).await.unwrap();
    a.send(api::LEAVE, &[group.as_str()], &()).await.unwrap();
    let seen = host.get(api::EVENT, &[event.as_str()]).await.unwrap();
    assert_eq!((mine(&seen), seen.maker.is_none()), (Some((RsvpState::Going, 1, 3)), true));
}

#[tokio::test]
async fn twenty_places_and_fifty_members_at_once() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let event = announced(&host, &group, Some(20)).await;
    let mut people = Vec::new();
    for i in 0..50 {
        people.push(host.let_in(&group, &format!("第{i}位")).await);
    }
    let mut set = JoinSet::new();
    for who in people {
        let event = event.clone();
        set.spawn(async move {
            let said = says(&who, &event, 1).await.unwrap();
            (who, said)
        });
    }
    let all = set.join_all().await;
    let going =
        all.iter().filter(|(_, said)| mine(said).is_some_and(|(state, ..)| state == RsvpState::Going));
    assert_eq!(going.count(), 20);
    let seen = host.get(api::EVENT, &[event.as_str()]).await.unwrap();
    assert_eq!((seen.going, seen.waiting), (20, 30));
    // All of them think better of it at once, one after another moves up, and nobody is counted twice.
    let mut set = JoinSet::new();
    for (who, _) in all.into_iter().take(25) {
        let event = event.clone();
        set.spawn(async move { says(&who, &event, 0).await.map(|_| ()) });
    }
    assert!(set.join_all().await.into_iter().all(|said| said.is_ok()));
    let seen = host.get(api::EVENT, &[event.as_str()]).await.unwrap();
    assert_eq!((seen.going, seen.waiting), (20, 5));
}

#[tokio::test]
async fn a_change_takes_nobodys_place_and_a_move_is_told() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let (a, b) = (host.let_in(&group, "甲").await, host.let_in(&group, "乙").await);
    let event = announced(&a, &group, Some(2)).await;
    let id = event.as_str();
    says(&a, &event, 2).await.unwrap();
    says(&b, &event, 1).await.unwrap();
    let now = a.get(api::EVENT, &[id]).await.unwrap();
    let as_it_is = NewEvent { title: "去爬香山".into(), ..new_event(now.starts_at, Some(2), 2) };
    assert_eq!(refused(b.send(api::EDIT_EVENT, &[id], &as_it_is).await), Code::NotYours);
    let renamed = a.send(api::EDIT_EVENT, &[id], &as_it_is).await.unwrap();
    assert_eq!((renamed.revision, renamed.moved_at), (0, None), "another title is no move");
    let post = &a.get(api::POSTS, &[group.as_str()]).await.unwrap().items[0];
    assert_eq!(post.attachment.as_ref().unwrap().title, "去爬香山");
    let fewer = NewEvent { capacity: Some(1), ..as_it_is.clone() };
    let problem = a.send(api::EDIT_EVENT, &[id], &fewer).await.unwrap_err();
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/capacity", "taken"));
    let alone = NewEvent { guests: 0, ..as_it_is.clone() };
    let problem = a.send(api::EDIT_EVENT, &[id], &alone).await.unwrap_err();
    assert_eq!((problem.errors[0].pointer.as_str(), problem.errors[0].code.as_str()), ("/guests", "taken"));
    let later = NewEvent { capacity: Some(3), ..new_event(now.starts_at.plus_s(3600), Some(3), 2) };
    let moved = host.send(api::EDIT_EVENT, &[id], &later).await.unwrap();
    assert_eq!((moved.revision, moved.going, moved.waiting), (1, 3, 0), "room that is added is given");
    assert!(moved.moved_at.is_some());
    let cancelled = host.send(api::CANCEL_EVENT, &[id], &Done {}).await.unwrap();
    assert_eq!(cancelled.state, EventState::Cancelled);
    assert_eq!(refused(says(&b, &event, 0).await), Code::EventClosed);
    assert_eq!(refused(a.send(api::EDIT_EVENT, &[id], &later).await), Code::EventClosed);
    assert_eq!(refused(a.send(api::CANCEL_EVENT, &[id], &Done {}).await), Code::EventClosed);
}

#[tokio::test]
async fn it_begins_ends_by_itself_and_is_closed_for_newcomers_then() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await;
    let id = group.id.as_str();
    let now = host.get(api::CHANGES, &[]).await.unwrap().server_time;
    let soon = NewEvent { ends_at: Timestamp(now.0 + 2200), ..new_event(Timestamp(now.0 + 1200), None, 0) };
    let event = host.send(api::NEW_EVENT, &[id], &soon).await.unwrap().id;
    says(&host, &event, 1).await.unwrap();
    let newcomer = host.let_in(&group.id, "新来的").await;
    // Not over, so seen whatever its age, with who comes.
    assert_eq!(names(&rsvps(&newcomer, &event).await).len(), 1);
    let cursor = newcomer.get(api::CHANGES, &[]).await.unwrap().cursor;
    tokio::time::sleep(Duration::from_millis(1300)).await;
    assert_eq!(refused(says(&newcomer, &event, 1).await), Code::EventClosed);
    assert_eq!(host.get(api::EVENT, &[event.as_str()]).await.unwrap().state, EventState::Running);
    tokio::time::sleep(Duration::from_millis(1800)).await;
    assert_eq!(host.get(api::EVENT, &[event.as_str()]).await.unwrap().state, EventState::Over);
    assert_eq!(refused(newcomer.get(api::EVENT, &[event.as_str()]).await), Code::NotFound);
    assert_eq!(refused(newcomer.get(api::RSVPS, &[event.as_str()]).await), Code::NotFound);
    assert!(newcomer.get(api::POSTS, &[id]).await.unwrap().items.is_empty());
    let changes = newcomer.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Event && c.id == event.as_str()), "they hear of it");
}

#[tokio::test]
async fn a_deleted_post_takes_its_event_along() {
    let server = Server::start();
    let host = Person::verified(&server).await;
    let group = host.new_group(Policy::default()).await.id;
    let friend = host.let_in(&group, "朋友").await;
    let event = announced(&friend, &group, None).await;
    says(&host, &event, 1).await.unwrap();
    let outsider = Person::verified(&server).await;
    assert_eq!(refused(outsider.get(api::EVENT, &[event.as_str()]).await), Code::NotMember);
    let cursor = host.get(api::CHANGES, &[]).await.unwrap().cursor;
    let post = host.get(api::POSTS, &[group.as_str()]).await.unwrap().items.remove(0);
    host.send(api::DELETE_POST, &[post.id.as_str()], &()).await.unwrap();
    let changes = friend.get_query(api::CHANGES, &[], &format!("?since={cursor}")).await.unwrap().items;
    assert!(changes.iter().any(|c| c.kind == ChangeKind::Event && c.op == ChangeOp::Deleted));
    for who in [&host, &friend] {
        assert_eq!(refused(who.get(api::EVENT, &[event.as_str()]).await), Code::NotFound);
        assert_eq!(refused(says(who, &event, 1).await), Code::NotFound);
    }
    // What is open in a group that ends is called off.
    let event = announced(&host, &group, None).await;
    host.send(api::DISSOLVE, &[group.as_str()], &()).await.unwrap();
    assert_eq!(refused(friend.get(api::EVENT, &[event.as_str()]).await), Code::GroupDissolved);
}
