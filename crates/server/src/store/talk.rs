//! What members do about posts and comments: other words, reactions, confirmations, accepted answers.

use async_trait::async_trait;
use contract::feed::{Reaction, ReactionKind};
use contract::{CommentId, GroupId, MemberId, PostId, Timestamp};

use super::{MemberRow, Slice, Stored};

/// Who is asked by an announcement's roll call: the members but its author, who see it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The announcement.
    pub post: &'a PostId,
    /// Only who joined by then; none for everybody.
    pub joined_by: Option<Timestamp>,
}

/// Questions about reactions and confirmations. Who left is in none of the answers.
#[async_trait]
pub trait TalkRead {
    /// The reactions to some posts that were made at `from` or later, as `me` sees them.
    async fn reactions(
        &mut self,
        posts: &[PostId],
        me: &MemberId,
        from: Timestamp,
    ) -> Stored<Vec<(PostId, Reaction)>>;
    /// When a member confirmed what an announcement asks.
    async fn confirmed_at(&mut self, post: &PostId, member: &MemberId) -> Stored<Option<Timestamp>>;
    /// Whether anybody ever confirmed, whoever is asked now.
    async fn is_confirmed(&mut self, post: &PostId) -> Stored<bool>;
    /// How many were asked, and how many of them confirmed.
    async fn confirmations(&mut self, asked: Asked<'_>) -> Stored<(u32, u32)>;
    /// Who has not confirmed, by joining.
    async fn unconfirmed(&mut self, asked: Asked<'_>, slice: Slice) -> Stored<Vec<MemberRow>>;
    /// How many urgent announcements a group had since a moment, deleted ones too.
    async fn urgent_since(&mut self, group: &GroupId, since: Timestamp) -> Stored<u32>;
    /// How many replies stand under a comment, deleted ones not counted.
    async fn reply_count(&mut self, comment: &CommentId) -> Stored<u32>;
}

/// Writes about posts and comments.
#[async_trait]
pub trait TalkWrite {
    /// Gives a post other words.
    async fn edit_post(&mut self, id: &PostId, body: &str, at: Timestamp) -> Stored<()>;
    /// Gives a comment other words.
    async fn edit_comment(&mut self, id: &CommentId, body: &str, at: Timestamp) -> Stored<()>;
    /// Sets a reaction or takes it back; answers whether that changed anything.
    async fn set_reaction(
        &mut self,
        post: &PostId,
        member: &MemberId,
        kind: ReactionKind,
        on: Option<Timestamp>,
    ) -> Stored<bool>;
    /// Notes that a member confirmed; answers whether they had not yet.
    async fn confirm(&mut self, post: &PostId, member: &MemberId, at: Timestamp) -> Stored<bool>;
    /// Notes which comment is the answer to a question.
    async fn set_answer(&mut self, post: &PostId, answer: Option<&CommentId>) -> Stored<()>;
}
