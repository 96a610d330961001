//! Storage as the rules see it: small questions and small writes inside one transaction.
//!
//! Knows nothing of SQL, HTTP or the rules. One trait a topic, so that another database (or the browser)
//! can stand in for SQLite. Whoever implements [`Store`] promises: a write transaction sees and blocks
//! every other; what [`WriteTx::commit`] answered `Ok` to survives the loss of the process; and what is to
//! follow a commit is done in the order of the writes, before any later write is.

mod account;
mod chain;
mod change;
mod circle;
mod daily;
mod due;
mod event;
mod feed;
mod group;
mod groupbuy;
mod invite;
mod lifecycle;
mod market;
mod moment;
pub mod page;
mod photo;
mod poll;
mod read;
mod referral;
mod relay;
pub mod sqlite;
mod talk;
mod wechat;

use async_trait::async_trait;

pub use account::{AccountRead, AccountRow, AccountWrite, CodeRow, ReplayRow};
pub use chain::{ChainRead, ChainRow, ChainWrite, EntryRow};
pub use change::{Audience, ChangeRead, ChangeRow, ChangeWrite, NewChange};
pub use circle::{CirclePlace, CircleRead, CircleRow, CircleWrite};
pub use daily::{DailyAnswerRow, DailyRead, DailyRow, DailySieve, DailyWrite};
pub use due::DueWrite;
pub use event::{EventRead, EventWrite, GroupEventRow, RsvpRow};
pub use feed::{CommentRow, FeedRead, FeedWrite, PostRow};
pub use group::{GroupRead, GroupRow, GroupWrite, MemberRow, Standing};
pub use groupbuy::{
    BargainRead, BargainRow, BargainWrite, DealRead, DealRow, DealWrite, HelpRow, MoneyRead, MoneyWrite,
    OrderWrite, PaymentRow, PledgeRow, RefundRow, TeamRead, TeamRow, TeamWrite,
};
pub use invite::{InviteRead, InviteRow, InviteWrite};
pub use lifecycle::{LifecycleRead, LifecycleWrite};
pub use market::{ClassRow, EventRow, LineRow, ListingRow, MarketRead, MarketWrite, SeatRow, WaitingRow};
pub use moment::{MomentRead, MomentWrite, PlaylistHead, PlaylistLine};
pub use page::{Cursor, Slice};
pub use photo::{PhotoRead, PhotoRow, PhotoWrite};
pub use poll::{PollRead, PollRow, PollWrite, Votes};
pub use read::{ReadMarkRead, ReadMarkWrite};
pub use referral::{
    CameRow, CreditRow, CreditSum, HelperRow, LeadRow, ReferralRead, ReferralWrite, ShareRow,
};
pub use relay::{EntrySieve, RelayEntryRow, RelayRead, RelayRow, RelayWrite};
pub use talk::{Asked, TalkRead, TalkWrite};
pub use wechat::{WechatPersonRow, WechatRead, WechatStateRow, WechatWrite};

/// The store failed. The caller's work was not done.
#[derive(Debug, thiserror::Error)]
#[error("storage: {0}")]
pub struct StoreError(#[source] pub Box<dyn core::error::Error + Send + Sync>);

/// What every storage call answers.
pub type Stored<T> = Result<T, StoreError>;

/// What is done once a write is durable, before anything that follows a later one. Must not wait.
pub type Then = Box<dyn FnOnce() + Send>;

/// How a write becomes durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commit {
    /// With those that wait to write already: one trip to the disk for all of them.
    Shared,
    /// Before anybody else writes.
    AtOnce,
}

/// A durable place for everything.
#[async_trait]
pub trait Store: Send + Sync {
    /// Begins a read: one moment's picture of everything.
    async fn read(&self) -> Stored<Box<dyn ReadTx>>;
    /// Begins a write: nobody else writes until it is committed or dropped.
    async fn write(&self) -> Stored<Box<dyn WriteTx>>;
    /// Waits for running transactions and closes the files.
    async fn close(&self);
}

/// A read transaction.
pub trait ReadTx:
    AccountRead
    + WechatRead
    + GroupRead
    + LifecycleRead
    + InviteRead
    + FeedRead
    + TalkRead
    + PollRead
    + RelayRead
    + DailyRead
    + MomentRead
    + EventRead
    + ReadMarkRead
    + ReferralRead
    + MarketRead
    + DealRead
    + TeamRead
    + BargainRead
    + MoneyRead
    + ChainRead
    + CircleRead
    + ChangeRead
    + PhotoRead
    + Send
{
}

/// A write transaction. Dropping it undoes everything too.
#[async_trait]
pub trait WriteTx:
    ReadTx
    + AccountWrite
    + WechatWrite
    + GroupWrite
    + LifecycleWrite
    + InviteWrite
    + FeedWrite
    + TalkWrite
    + PollWrite
    + RelayWrite
    + DailyWrite
    + DueWrite
    + MomentWrite
    + EventWrite
    + ReadMarkWrite
    + ReferralWrite
    + MarketWrite
    + DealWrite
    + TeamWrite
    + BargainWrite
    + MoneyWrite
    + OrderWrite
    + ChainWrite
    + CircleWrite
    + ChangeWrite
    + PhotoWrite
    + Send
{
    /// Makes it durable, then does what is to follow.
    async fn commit(self: Box<Self>, how: Commit, then: Then) -> Stored<()>;
    /// Undoes it. Answers once whatever it saw is durable, so that it may be told.
    async fn undo(self: Box<Self>) -> Stored<()>;
}
