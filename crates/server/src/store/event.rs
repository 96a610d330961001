//! Events and what members said to them.

use async_trait::async_trait;
use contract::group::Member;
use contract::{EventId, GroupId, MemberId, RsvpId, Timestamp};

use super::Stored;

/// An event.
#[derive(Debug, Clone)]
pub struct GroupEventRow {
    /// Its id.
    pub id: EventId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that announced it.
    pub maker_id: MemberId,
    /// What it is.
    pub title: String,
    /// About it.
    pub about: String,
    /// Where.
    pub place: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How many people there is room for.
    pub capacity: Option<u32>,
    /// How many people each member may bring along.
    pub guests: u32,
    /// How often its time or place was changed.
    pub revision: u32,
    /// When they were last changed.
    pub moved_at: Option<Timestamp>,
    /// When it was announced.
    pub opened_at: Timestamp,
    /// When it was called off.
    pub cancelled_at: Option<Timestamp>,
    /// When it was over, or called off: nothing is left to act on.
    pub closed_at: Option<Timestamp>,
    /// Whether a post that carries it stays on top.
    pub pinned: bool,
}

/// What a member said.
#[derive(Debug, Clone)]
pub struct RsvpRow {
    /// Its id.
    pub id: RsvpId,
    /// The event.
    pub event_id: EventId,
    /// The membership.
    pub member_id: MemberId,
    /// Who; none when they left.
    pub member: Option<Member>,
    /// How many people come; 0 for nobody.
    pub people: u32,
    /// Whether they wait.
    pub waiting: bool,
    /// The place in line.
    pub queue: i64,
    /// When they said so.
    pub answered_at: Timestamp,
}

/// Questions about events.
#[async_trait]
pub trait EventRead {
    /// An event whose post was not deleted.
    async fn event(&mut self, id: &EventId) -> Stored<Option<GroupEventRow>>;
    /// All that was said to it, in line; of who left, as long as it is told.
    async fn rsvps(&mut self, event: &EventId) -> Stored<Vec<RsvpRow>>;
    /// The events that are over by `now` and not noted as such.
    async fn due_events(&mut self, now: Timestamp) -> Stored<Vec<GroupEventRow>>;
    /// A group's events that are not over.
    async fn open_events_in(&mut self, group: &GroupId) -> Stored<Vec<GroupEventRow>>;
    /// The events that are not over to which a member said something.
    async fn open_events_of(&mut self, member: &MemberId) -> Stored<Vec<GroupEventRow>>;
    /// When the next event is over.
    async fn next_event_due(&mut self) -> Stored<Option<Timestamp>>;
}

/// Writes to events.
#[async_trait]
pub trait EventWrite {
    /// Adds an event.
    async fn add_event(&mut self, event: &GroupEventRow) -> Stored<()>;
    /// Writes down what may change of an event.
    async fn set_event(&mut self, event: &GroupEventRow) -> Stored<()>;
    /// Adds what a member says, at the end of the line.
    async fn add_rsvp(&mut self, rsvp: &RsvpRow) -> Stored<()>;
    /// Writes down what a member says now; their place in line stays.
    async fn set_rsvp(&mut self, rsvp: &RsvpRow) -> Stored<()>;
    /// Takes back what a member said.
    async fn drop_rsvp(&mut self, id: &RsvpId) -> Stored<()>;
    /// Deletes an event and what was said to it.
    async fn drop_event(&mut self, id: &EventId) -> Stored<()>;
}
