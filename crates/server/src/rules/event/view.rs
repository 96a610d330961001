//! An event as one member sees it. Writes nothing.

use contract::Timestamp;
use contract::event::{Event, Rsvp, RsvpState};
use domain::event::{Comer, EventFacts, state_at, sums};
use domain::history::Item;

use crate::rules::{Here, Outcome};
use crate::store::{Cursor, GroupEventRow, ReadTx, RsvpRow};

/// Faces on a card.
const FACES: usize = 8;

/// What the rules need to know of an event.
pub(super) fn facts(row: &GroupEventRow) -> EventFacts {
    EventFacts {
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        capacity: row.capacity,
        guests: row.guests,
        cancelled_at: row.cancelled_at,
    }
}

/// Who comes or waits, in line.
pub(super) fn comers(line: &[RsvpRow]) -> Vec<Comer> {
    line.iter().map(|row| Comer { people: row.people, waiting: row.waiting }).collect()
}

/// Whether a reader has to do with an answer: while an event is not over who comes is needed to act, whatever its age;
/// afterwards it is a message like others. Who does not come is told to nobody else.
fn is_told(here: &Here, event: &GroupEventRow, row: &RsvpRow) -> bool {
    let talk = Item { created_at: row.answered_at, pinned: false, actionable: event.closed_at.is_none() };
    row.member_id == here.me.public.id || (row.people > 0 && here.sees(talk))
}

/// The answers that `here.me` is told, those who come first, each with its place and where the list goes on after it.
pub(super) fn told(here: &Here, event: &GroupEventRow, mut line: Vec<RsvpRow>) -> Vec<(Cursor, Rsvp)> {
    let rank = |row: &RsvpRow| match (row.people, row.waiting) {
        (0, _) => 2,
        (_, waiting) => i64::from(waiting),
    };
    line.sort_by_key(|row| (rank(row), row.queue));
    let mut places = [0_u32; 2];
    let each = |row: RsvpRow| {
        let (rank, told) = (rank(&row), is_told(here, event, &row));
        let place = usize::try_from(rank).ok().and_then(|rank| places.get_mut(rank)).map_or(0, |place| {
            *place += 1;
            *place
        });
        let state = match rank {
            0 => RsvpState::Going,
            1 => RsvpState::Waiting,
            _ => RsvpState::Declined,
        };
        let yours = row.member_id == here.me.public.id;
        let RsvpRow { id, member, people, answered_at, queue, .. } = row;
        let one = Rsvp { id, member, yours, state, people, place, answered_at };
        told.then_some((Cursor(rank, queue), one))
    };
    line.into_iter().filter_map(each).collect()
}

/// An event as `here.me` sees it.
pub(super) async fn view(
    tx: &mut dyn ReadTx,
    here: &Here,
    row: GroupEventRow,
    now: Timestamp,
) -> Outcome<Event> {
    let line = tx.rsvps(&row.id).await?;
    let maker = tx.member(&row.maker_id).await?.map(|m| m.public);
    let (going, waiting) = sums(&comers(&line));
    let told = told(here, &row, line);
    let coming = told.iter().filter(|(_, one)| one.state == RsvpState::Going);
    let joined = coming.filter_map(|(_, one)| one.member.clone()).take(FACES).collect();
    Ok(Event {
        maker,
        yours: row.maker_id == here.me.public.id,
        state: state_at(&facts(&row), now),
        going,
        waiting,
        joined,
        your_rsvp: told.into_iter().map(|(_, one)| one).find(|one| one.yours),
        id: row.id,
        group_id: row.group_id,
        title: row.title,
        about: row.about,
        place: row.place,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        capacity: row.capacity,
        guests: row.guests,
        revision: row.revision,
        moved_at: row.moved_at,
        opened_at: row.opened_at,
        cancelled_at: row.cancelled_at,
        server_time: now,
    })
}
