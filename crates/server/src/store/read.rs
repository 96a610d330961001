//! How far members have read.

use async_trait::async_trait;
use contract::{GroupId, MemberId, Timestamp};

use super::Stored;

/// Questions about what is read.
#[async_trait]
pub trait ReadMarkRead {
    /// How far a member has read, if they ever said so.
    async fn read_mark(&mut self, member: &MemberId) -> Stored<Option<Timestamp>>;
    /// How many posts of others were written after a moment, `most` at the most.
    async fn count_newer(
        &mut self,
        group: &GroupId,
        member: &MemberId,
        after: Timestamp,
        most: u32,
    ) -> Stored<u32>;
}

/// Writes what is read.
#[async_trait]
pub trait ReadMarkWrite {
    /// Notes how far a member has read.
    async fn set_read_mark(&mut self, member: &MemberId, to: Timestamp) -> Stored<()>;
}
