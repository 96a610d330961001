//! Chains and their entries.

use async_trait::async_trait;
use contract::chain::NewChoice;
use contract::group::Member;
use contract::{ChainId, EntryId, GroupId, MemberId, Timestamp};

use super::Stored;

/// A chain.
#[derive(Debug, Clone)]
pub struct ChainRow {
    /// Its id.
    pub id: ChainId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that started it.
    pub maker_id: MemberId,
    /// What it is for.
    pub title: String,
    /// About it.
    pub about: String,
    /// Whether each entry says a name.
    pub asks_name: bool,
    /// Whether an entry may say a note.
    pub asks_note: bool,
    /// The most places of one entry.
    pub most: u32,
    /// How many entries a member may make for others.
    pub proxies: u32,
    /// What to choose between.
    pub choices: Vec<NewChoice>,
    /// Places in all.
    pub capacity: Option<u32>,
    /// When it was started.
    pub opened_at: Timestamp,
    /// When it closes by itself.
    pub closes_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Whether a post that carries it stays on top.
    pub pinned: bool,
}

/// An entry of a chain.
#[derive(Debug, Clone)]
pub struct EntryRow {
    /// Its id.
    pub id: EntryId,
    /// Its chain.
    pub chain_id: ChainId,
    /// The membership that made it.
    pub member_id: MemberId,
    /// Who that is, while they are a member.
    pub member: Option<Member>,
    /// Whether it is for somebody else.
    pub proxy: bool,
    /// For whom, or the name that was asked for.
    pub name: String,
    /// What was chosen.
    pub choice: Option<u32>,
    /// Places.
    pub count: u32,
    /// A note.
    pub note: String,
    /// Whether it waits.
    pub waiting: bool,
    /// Its place in line.
    pub queue: i64,
    /// When it was made.
    pub entered_at: Timestamp,
}

/// Questions about chains.
#[async_trait]
pub trait ChainRead {
    /// A chain.
    async fn chain(&mut self, id: &ChainId) -> Stored<Option<ChainRow>>;
    /// All entries of a chain, in line.
    async fn entries(&mut self, chain: &ChainId) -> Stored<Vec<EntryRow>>;
    /// An entry.
    async fn entry(&mut self, id: &EntryId) -> Stored<Option<EntryRow>>;
    /// The open chains whose time is over by `now`.
    async fn due_chains(&mut self, now: Timestamp) -> Stored<Vec<ChainRow>>;
    /// When the next open chain closes.
    async fn next_chain_due(&mut self) -> Stored<Option<Timestamp>>;
    /// The open chains of a group.
    async fn open_chains_in(&mut self, group: &GroupId) -> Stored<Vec<ChainRow>>;
    /// The open chains that a member has entries in.
    async fn open_chains_of(&mut self, member: &MemberId) -> Stored<Vec<ChainRow>>;
}

/// Writes to chains.
#[async_trait]
pub trait ChainWrite {
    /// Adds a chain.
    async fn add_chain(&mut self, chain: &ChainRow) -> Stored<()>;
    /// Writes a chain's words, choices, places and closing time down.
    async fn set_chain(&mut self, chain: &ChainRow) -> Stored<()>;
    /// Closes a chain.
    async fn close_chain(&mut self, id: &ChainId, at: Timestamp) -> Stored<()>;
    /// Deletes a chain and its entries.
    async fn drop_chain(&mut self, id: &ChainId) -> Stored<()>;
    /// Adds an entry at the end of the line; its place and persona are ignored.
    async fn add_entry(&mut self, entry: &EntryRow) -> Stored<()>;
    /// Writes down what an entry says and whether it waits.
    async fn set_entry(&mut self, entry: &EntryRow) -> Stored<()>;
    /// Puts an entry at the end of its line.
    async fn requeue_entry(&mut self, id: &EntryId) -> Stored<()>;
    /// Takes an entry back as if it had not been.
    async fn drop_entry(&mut self, id: &EntryId) -> Stored<()>;
    /// Erases what a member typed into entries that stay.
    async fn erase_entry_words(&mut self, member: &MemberId) -> Stored<()>;
}
