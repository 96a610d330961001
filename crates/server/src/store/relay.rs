//! Relays and their entries.

use async_trait::async_trait;
use contract::group::Member;
use contract::relay::RelayRule;
use contract::{GroupId, MemberId, RelayEntryId, RelayId, Timestamp};

use super::{Slice, Stored};

/// A relay.
#[derive(Debug, Clone)]
pub struct RelayRow {
    /// Its id.
    pub id: RelayId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that began it.
    pub maker_id: MemberId,
    /// What it is about.
    pub title: String,
    /// How an entry continues the one before it.
    pub rule: RelayRule,
    /// Whether nobody may write twice in a row.
    pub in_turn: bool,
    /// Whether nothing may be said twice.
    pub no_repeats: bool,
    /// The most entries.
    pub most: Option<u32>,
    /// When it was begun.
    pub opened_at: Timestamp,
    /// When it ends by itself.
    pub closes_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
    /// Whether a post that carries it stays on top.
    pub pinned: bool,
}

/// An entry of a relay.
#[derive(Debug, Clone)]
pub struct RelayEntryRow {
    /// Its id.
    pub id: RelayEntryId,
    /// Its relay.
    pub relay_id: RelayId,
    /// The membership that wrote it.
    pub member_id: MemberId,
    /// Who that is, while they are a member.
    pub member: Option<Member>,
    /// Its place, from 1.
    pub place: u32,
    /// What it says; nothing once it was taken back.
    pub words: String,
    /// What it has in common with others that say the same; none once it was taken back.
    pub key: Option<String>,
    /// When it was written.
    pub entered_at: Timestamp,
}

/// Who reads entries: what is older than `from` is left out, but their own.
#[derive(Debug, Clone, Copy)]
pub struct EntrySieve<'a> {
    /// The oldest moment that they may look back to.
    pub from: Timestamp,
    /// Their membership.
    pub me: &'a MemberId,
    /// Whether the last entry comes through whatever its age: it is to be continued.
    pub last: bool,
}

/// Questions about relays.
#[async_trait]
pub trait RelayRead {
    /// A relay whose post was not deleted.
    async fn relay(&mut self, id: &RelayId) -> Stored<Option<RelayRow>>;
    /// An entry.
    async fn relay_entry(&mut self, id: &RelayEntryId) -> Stored<Option<RelayEntryRow>>;
    /// The last entry.
    async fn last_relay_entry(&mut self, relay: &RelayId) -> Stored<Option<RelayEntryRow>>;
    /// Entries, the last first.
    async fn relay_entries(
        &mut self,
        relay: &RelayId,
        sieve: EntrySieve<'_>,
        slice: Slice,
    ) -> Stored<Vec<RelayEntryRow>>;
    /// Whether each entry was taken back, the last first.
    async fn taken_back_entries(&mut self, relay: &RelayId) -> Stored<Vec<bool>>;
    /// Whether an entry with this key is there.
    async fn was_said(&mut self, relay: &RelayId, key: &str) -> Stored<bool>;
    /// Whether a member has an entry in it.
    async fn is_in_relay(&mut self, relay: &RelayId, member: &MemberId) -> Stored<bool>;
    /// The open relays whose time is over by `now`.
    async fn due_relays(&mut self, now: Timestamp) -> Stored<Vec<RelayRow>>;
    /// A group's open relays.
    async fn open_relays_in(&mut self, group: &GroupId) -> Stored<Vec<RelayRow>>;
    /// When the next open relay ends.
    async fn next_relay_due(&mut self) -> Stored<Option<Timestamp>>;
}

/// Writes to relays.
#[async_trait]
pub trait RelayWrite {
    /// Adds a relay.
    async fn add_relay(&mut self, relay: &RelayRow) -> Stored<()>;
    /// Adds an entry; its persona is ignored.
    async fn add_relay_entry(&mut self, entry: &RelayEntryRow) -> Stored<()>;
    /// Takes the words of an entry.
    async fn hide_relay_entry(&mut self, id: &RelayEntryId) -> Stored<()>;
    /// Takes all entries off from a place on.
    async fn cut_relay(&mut self, relay: &RelayId, from_place: u32) -> Stored<()>;
    /// Notes that a relay is over.
    async fn close_relay(&mut self, id: &RelayId, at: Timestamp) -> Stored<()>;
    /// Deletes a relay and its entries.
    async fn drop_relay(&mut self, id: &RelayId) -> Stored<()>;
}
