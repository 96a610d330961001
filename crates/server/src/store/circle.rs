//! Circles, and who is in them.

use async_trait::async_trait;
use contract::circle::CircleAnswer;
use contract::{AccountId, CircleId, GroupId, MemberId, PostId, Timestamp};

use super::{MemberRow, Slice, Stored};

/// A circle.
#[derive(Debug, Clone)]
pub struct CircleRow {
    /// Its number: the order of making.
    pub n: i64,
    /// Its id.
    pub id: CircleId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that looks after it.
    pub maker_id: MemberId,
    /// What it is called.
    pub name: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// Whether it was dissolved.
    pub dissolved: bool,
    /// How many agreed.
    pub people: u32,
    /// How many are asked and have not answered.
    pub asked: u32,
}

/// A member's place in a circle: their answer, and when it was given.
pub type CirclePlace = (CircleAnswer, Timestamp);

/// Questions about circles.
#[async_trait]
pub trait CircleRead {
    /// A circle, dissolved or not.
    async fn circle(&mut self, id: &CircleId) -> Stored<Option<CircleRow>>;
    /// The circles that a member is in or asked for, the latest first.
    async fn circles_of(&mut self, member: &MemberId, slice: Slice) -> Stored<Vec<(CircleRow, CirclePlace)>>;
    /// A member's place in a circle.
    async fn circle_place(&mut self, circle: &CircleId, member: &MemberId) -> Stored<Option<CirclePlace>>;
    /// The circles that an account is in, in all its groups.
    async fn circle_ids(&mut self, account: &AccountId) -> Stored<Vec<CircleId>>;
    /// Who was asked into a circle, each with their place and the key of its order: who agreed by when, then, with
    /// `all`, who is asked, then who declined.
    async fn circle_members(
        &mut self,
        circle: &CircleId,
        all: bool,
        slice: Slice,
    ) -> Stored<Vec<(i64, MemberRow, CirclePlace)>>;
    /// How many circles a member looks after.
    async fn circles_made(&mut self, member: &MemberId) -> Stored<u32>;
    /// The posts for a circle that were not deleted.
    async fn posts_for(&mut self, circle: &CircleId) -> Stored<Vec<PostId>>;
}

/// Writes to circles.
#[async_trait]
pub trait CircleWrite {
    /// Adds a circle; its number and counts are ignored.
    async fn add_circle(&mut self, circle: &CircleRow) -> Stored<()>;
    /// Gives a circle another name.
    async fn rename_circle(&mut self, id: &CircleId, name: &str) -> Stored<()>;
    /// Notes who looks after a circle.
    async fn set_circle_maker(&mut self, id: &CircleId, maker: &MemberId) -> Stored<()>;
    /// Notes that a circle is dissolved, and forgets who did not agree.
    async fn dissolve_circle(&mut self, id: &CircleId, at: Timestamp) -> Stored<()>;
    /// Gives a member a place, or another one.
    async fn set_circle_place(
        &mut self,
        circle: &CircleId,
        member: &MemberId,
        place: CirclePlace,
    ) -> Stored<()>;
    /// Forgets a member's place.
    async fn drop_circle_place(&mut self, circle: &CircleId, member: &MemberId) -> Stored<()>;
    /// Forgets what an account was answered about a circle's posts: a second try must not tell it again.
    async fn forget_answers(&mut self, account: &AccountId, circle: &CircleId) -> Stored<()>;
}
