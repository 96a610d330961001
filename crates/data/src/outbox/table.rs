//! The operations that may wait in the outbox, and what their answers change. A new one is a line here.

use contract::api::{self, Done};
use contract::chain::Chain;
use contract::change::ChangeKind;
use contract::daily::{Daily, DailyAnswer};
use contract::event::Event;
use contract::feed::{Comment, Post};
use contract::groupbuy::Pledge;
use contract::playlist::Playlist;
use contract::relay::{Relay, RelayEntry};
use contract::poll::Poll;
use contract::{Code, Endpoint, Method};
use net::{Error, Reply};
use reactive_graph::traits::Set;
use serde::de::DeserializeOwned;

use super::entry::Waiting;
use crate::core::Data;
use crate::entity::{AnyTable, Entity};
use crate::list::Arrival;

/// What is done with an answer; none when the backend says that there was nothing left to do.
type OnAnswer = fn(Data, &Waiting, Option<&Reply>) -> Result<(), Error>;

/// An operation that may wait.
pub(super) struct Sendable {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) on_answer: OnAnswer,
}

const fn row<Q, R>(endpoint: &Endpoint<Q, R>, on_answer: OnAnswer) -> Sendable {
    Sendable { name: endpoint.name, method: endpoint.method, path: endpoint.path, on_answer }
}

/// Writes that people make from the feed.
const SENDABLE: &[Sendable] = &[
    row(&api::NEW_POST, posted),
    row(&api::NEW_COMMENT, commented),
    row(&api::DELETE_POST, deleted::<Post>),
    row(&api::DELETE_COMMENT, talk_changed),
    row(&api::EDIT_POST, changed::<Post>),
    row(&api::EDIT_COMMENT, changed::<Comment>),
    row(&api::CONFIRM_ROLL_CALL, changed::<Post>),
    row(&api::PIN_POST, pinned),
    row(&api::UNPIN_POST, pinned),
    row(&api::NEW_ENTRY, changed::<Chain>),
    row(&api::EDIT_ENTRY, changed::<Chain>),
    row(&api::NEW_RELAY_ENTRY, changed_with::<Relay, RelayEntry>),
    row(&api::ANSWER_DAILY, changed_with::<Daily, DailyAnswer>),
    row(&api::SET_RSVP, changed::<Event>),
    row(&api::COLLECT_PLEDGE, handed_over),
    row(&api::VOTE, changed::<Poll>),
    row(&api::ACCEPT, changed::<Post>),
    row(&api::NEW_MOMENT, posted),
    row(&api::EDIT_MOMENT, changed::<Post>),
    row(&api::NEW_PLAYLIST, posted),
    row(&api::NEW_PLAYLIST_ROW, changed::<Playlist>),
    row(&api::EDIT_PLAYLIST_ROW, changed::<Playlist>),
    row(&api::DELETE_PLAYLIST_ROW, changed::<Playlist>),
];

/// Whether an operation may wait in the outbox.
pub fn may_wait(operation: &str) -> bool {
    find(operation).is_some()
}

pub(super) fn find(operation: &str) -> Option<&'static Sendable> {
    SENDABLE.iter().find(|row| row.name == operation)
}

/// Refusals that mean that there is nothing left to do.
pub(super) fn is_moot(one: &Waiting, code: Code) -> bool {
    let deletes = find(&one.operation).is_some_and(|row| row.method == Method::Delete);
    deletes && matches!(code, Code::PostDeleted | Code::Gone)
}

impl Data {
    /// What was sent without waiting is answered.
    pub(crate) fn outbox_answered(self, one: &Waiting, reply: &Reply) -> Result<(), Error> {
        self.core().outbox.unkept.set(true);
        find(&one.operation).map_or(Ok(()), |row| (row.on_answer)(self, one, Some(reply)))
    }
}

fn answer<R: DeserializeOwned>(reply: Option<&Reply>) -> Result<Option<R>, Error> {
    reply.map(Reply::read::<R>).transpose()
}

fn posted(data: Data, one: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    let Some(post) = answer::<Post>(reply)? else { return Ok(()) };
    let id = post.id.to_string();
    // An answer that was lost and given again is as it was then: what was heard since counts.
    let is_news = !data.is_gone(&id) && !data.core().tables.of::<Post>().state(&id).is_here;
    for (arrival, list) in data.lists_of::<Post>(&one.place) {
        match arrival {
            Arrival::Wait => {
                // What others wrote goes on waiting: the reader may be far down.
                if is_news {
                    list.put_first(post.clone());
                }
                // Others may have written meanwhile: the backend says where it stands.
                list.refresh();
            }
            // The pins: the backend says what is among them.
            Arrival::AtOnce if post.pinned => list.refresh(),
            Arrival::AtOnce => {}
        }
    }
    if is_news {
        data.absorb(post);
    }
    // Somebody may have replied before the answer came.
    if data.core().outbox.heard.get() != data.heard_so_far() {
        data.refetch(ChangeKind::Post, &id);
    }
    Ok(())
}

fn commented(data: Data, one: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    let Some(comment) = answer::<Comment>(reply)? else { return Ok(()) };
    for (_, list) in data.lists_of::<Comment>(&one.place) {
        list.put_last(comment.clone());
    }
    data.refetch(ChangeKind::Post, &one.place);
    Ok(())
}

fn deleted<T: Entity>(data: Data, one: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    answer::<Done>(reply)?;
    if let Some(id) = one.args.first() {
        data.bury(T::KIND, id);
        data.take_away(T::KIND, id);
    }
    Ok(())
}

fn changed<T: Entity>(data: Data, _: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    if let Some(thing) = answer::<T>(reply)? {
        let id = thing.id().to_owned();
        data.absorb(thing);
        // It may be an answer of before, given again.
        data.refetch(T::KIND, &id);
    }
    Ok(())
}

/// The same for a thing with a list of its own parts.
fn changed_with<T: Entity, Part: Entity>(data: Data, one: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    changed::<T>(data, one, reply)?;
    for (_, list) in data.lists_of::<Part>(&one.place) {
        list.refresh();
    }
    Ok(())
}

/// A pledge comes in the list of its deal, and is asked for with it.
fn handed_over(data: Data, _: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    answer::<Pledge>(reply)?.into_iter().for_each(|pledge| data.absorb(pledge));
    Ok(())
}

/// One with replies stays in its place without its words: the backend says what is left.
fn talk_changed(data: Data, one: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    answer::<Done>(reply)?;
    for (_, list) in data.lists_of::<Comment>(&one.place) {
        list.refresh();
    }
    data.refetch(ChangeKind::Post, &one.place);
    Ok(())
}

fn pinned(data: Data, one: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
    let Some(post) = answer::<Post>(reply)? else { return Ok(()) };
    let id = post.id.to_string();
    data.absorb(post);
    data.refetch(ChangeKind::Post, &id);
    for (_, list) in data.lists_of::<Post>(&one.group).into_iter().filter(|(a, _)| *a == Arrival::AtOnce) {
        list.refresh();
    }
    Ok(())
}
