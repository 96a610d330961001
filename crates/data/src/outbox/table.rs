//! The operations that may wait in the outbox, and what their answers change. A new one is a line here.

use contract::api::{self, Done};
use contract::change::ChangeKind;
use contract::feed::{Comment, Post};
use contract::{Code, Endpoint, Method};
use net::{Error, Reply};
use reactive_graph::traits::Set;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::entry::Waiting;
use crate::core::Data;
use crate::entity::AnyTable;
use crate::list::Arrival;

/// What is done with an answer; none when the backend says that there was nothing left to do.
type OnAnswer = fn(Data, &Waiting, ChangeKind, Option<&Reply>) -> Result<(), Error>;

/// An operation that may wait.
pub(super) struct Sendable {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// What it changes.
    kind: ChangeKind,
    on_answer: OnAnswer,
}

impl Sendable {
    /// Writes down what an answer says.
    pub(super) fn answered(&self, data: Data, one: &Waiting, reply: Option<&Reply>) -> Result<(), Error> {
        (self.on_answer)(data, one, self.kind, reply)
    }
}

const fn row<Q, R>(endpoint: &Endpoint<Q, R>, kind: ChangeKind, on_answer: OnAnswer) -> Sendable {
    Sendable { name: endpoint.name, method: endpoint.method, path: endpoint.path, kind, on_answer }
}

/// Writes that people make from the feed.
const SENDABLE: &[Sendable] = &[
    row(&api::NEW_POST, ChangeKind::Post, posted),
    row(&api::NEW_COMMENT, ChangeKind::Comment, commented),
    row(&api::DELETE_POST, ChangeKind::Post, deleted),
    row(&api::DELETE_COMMENT, ChangeKind::Comment, talk_changed),
    row(&api::EDIT_POST, ChangeKind::Post, named),
    row(&api::EDIT_COMMENT, ChangeKind::Comment, named),
    row(&api::CONFIRM_ROLL_CALL, ChangeKind::Post, named),
    row(&api::PIN_POST, ChangeKind::Post, pinned),
    row(&api::UNPIN_POST, ChangeKind::Post, pinned),
    row(&api::NEW_ENTRY, ChangeKind::Chain, around),
    row(&api::EDIT_ENTRY, ChangeKind::Chain, around),
    row(&api::NEW_RELAY_ENTRY, ChangeKind::Relay, around),
    row(&api::ANSWER_DAILY, ChangeKind::Daily, around),
    row(&api::SET_RSVP, ChangeKind::Event, around),
    row(&api::COLLECT_PLEDGE, ChangeKind::Deal, named),
    row(&api::REACT, ChangeKind::Post, named),
    row(&api::VOTE, ChangeKind::Poll, around),
    row(&api::ACCEPT, ChangeKind::Post, named),
    row(&api::NEW_MOMENT, ChangeKind::Post, posted),
    row(&api::EDIT_MOMENT, ChangeKind::Post, named),
    row(&api::NEW_PLAYLIST, ChangeKind::Post, posted),
    row(&api::NEW_PLAYLIST_ROW, ChangeKind::Playlist, around),
    row(&api::EDIT_PLAYLIST_ROW, ChangeKind::Playlist, around),
    row(&api::DELETE_PLAYLIST_ROW, ChangeKind::Playlist, around),
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
    let row = find(&one.operation);
    let is_over = row.is_some_and(|row| row.method == Method::Delete || row.name == api::REACT.name);
    is_over && matches!(code, Code::PostDeleted | Code::Gone)
}

impl Data {
    /// What was sent without waiting is answered.
    pub(crate) fn outbox_answered(self, one: &Waiting, reply: &Reply) -> Result<(), Error> {
        self.core().outbox.unkept.set(true);
        find(&one.operation).map_or(Ok(()), |row| row.answered(self, one, Some(reply)))
    }
}

fn answer<R: DeserializeOwned>(reply: Option<&Reply>) -> Result<Option<R>, Error> {
    reply.map(Reply::read::<R>).transpose()
}

fn posted(data: Data, one: &Waiting, _: ChangeKind, reply: Option<&Reply>) -> Result<(), Error> {
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

fn commented(data: Data, one: &Waiting, _: ChangeKind, reply: Option<&Reply>) -> Result<(), Error> {
    let Some(comment) = answer::<Comment>(reply)? else { return Ok(()) };
    for (_, list) in data.lists_of::<Comment>(&one.place) {
        list.put_last(comment.clone());
    }
    data.refetch(ChangeKind::Post, &one.place);
    Ok(())
}

fn deleted(data: Data, one: &Waiting, kind: ChangeKind, reply: Option<&Reply>) -> Result<(), Error> {
    answer::<Done>(reply)?;
    if let Some(id) = one.args.first() {
        data.bury(kind, id);
        data.take_away(kind, id);
    }
    Ok(())
}

/// What was written comes back as it is now: whoever looks at it sees that at once. It is asked for again, too, because
/// an answer may be one of before. Names no kind, so that the code of a kind stays with the features that use it.
fn taken(data: Data, kind: ChangeKind, id: &str, reply: Option<&Reply>) -> Result<(), Error> {
    let Some(reply) = reply else { return Ok(()) };
    for table in data.core().tables.of_kind(kind).into_iter().filter(|table| table.knows(id)) {
        table.take(id, reply)?;
    }
    data.refetch(kind, id);
    Ok(())
}

/// The answer is what the operation names.
fn named(data: Data, one: &Waiting, kind: ChangeKind, reply: Option<&Reply>) -> Result<(), Error> {
    taken(data, kind, one.args.first().map_or("", String::as_str), reply)
}

/// The answer is the thing that was written into; lists of its parts are asked for again.
fn around(data: Data, _: &Waiting, kind: ChangeKind, reply: Option<&Reply>) -> Result<(), Error> {
    let Some(Named { id }) = answer::<Named>(reply)? else { return Ok(()) };
    taken(data, kind, &id, reply)?;
    data.refresh_lists(kind, &id);
    Ok(())
}

/// What every answer of a thing says.
#[derive(Deserialize)]
struct Named {
    id: String,
}

/// One with replies stays in its place without its words: the backend says what is left.
fn talk_changed(data: Data, one: &Waiting, _: ChangeKind, reply: Option<&Reply>) -> Result<(), Error> {
    answer::<Done>(reply)?;
    for (_, list) in data.lists_of::<Comment>(&one.place) {
        list.refresh();
    }
    data.refetch(ChangeKind::Post, &one.place);
    Ok(())
}

fn pinned(data: Data, one: &Waiting, _: ChangeKind, reply: Option<&Reply>) -> Result<(), Error> {
    let Some(post) = answer::<Post>(reply)? else { return Ok(()) };
    let id = post.id.to_string();
    data.absorb(post);
    data.refetch(ChangeKind::Post, &id);
    for (_, list) in data.lists_of::<Post>(&one.group).into_iter().filter(|(a, _)| *a == Arrival::AtOnce) {
        list.refresh();
    }
    Ok(())
}
