//! Posts and comments.

use async_trait::async_trait;
use contract::feed::{Attachment, PostKind, RollCallKind};
use contract::group::Member;
use contract::moment::Moment;
use contract::{CircleId, CommentId, GroupId, MemberId, PostId, Timestamp};

use super::{Slice, Stored};

/// A post.
#[derive(Debug, Clone)]
pub struct PostRow {
    /// Its number: the order of writing.
    pub n: i64,
    /// Its id.
    pub id: PostId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that wrote it.
    pub author_id: MemberId,
    /// Who that is, while they are a member.
    pub author: Option<Member>,
    /// What sort of post.
    pub kind: PostKind,
    /// The words.
    pub body: String,
    /// What it carries.
    pub attachment: Option<Attachment>,
    /// Whether it stays on top.
    pub pinned: bool,
    /// Whether what it carries is still open to act on.
    pub actionable: bool,
    /// When it was written.
    pub created_at: Timestamp,
    /// Whether it was deleted.
    pub deleted: bool,
    /// How many comments there are from the moment that was asked for.
    pub comment_count: u32,
    /// When its words were last changed.
    pub edited_at: Option<Timestamp>,
    /// What it asks each member to confirm.
    pub roll_call: Option<RollCallKind>,
    /// The comment that was accepted as the answer.
    pub answer: Option<CommentId>,
    /// What it tells besides its words.
    pub moment: Option<Moment>,
    /// The circle that alone sees it.
    pub circle_id: Option<CircleId>,
}

/// A comment.
#[derive(Debug, Clone)]
pub struct CommentRow {
    /// Its number: the order of writing.
    pub n: i64,
    /// Its id.
    pub id: CommentId,
    /// Its post.
    pub post_id: PostId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that wrote it.
    pub author_id: MemberId,
    /// Who that is, while they are a member.
    pub author: Option<Member>,
    /// The words.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// Whether it was deleted.
    pub deleted: bool,
    /// When its words were last changed.
    pub edited_at: Option<Timestamp>,
    /// The comment that it stands under.
    pub reply_to: Option<CommentId>,
    /// That comment's number; its own when it stands under none.
    pub thread: i64,
}

/// Questions about the feed. `from` is the oldest moment the reader may look back to; pins and open
/// offers come through all the same. The rules ask the domain again for each item.
#[async_trait]
pub trait FeedRead {
    /// A post, deleted or not.
    async fn post(&mut self, id: &PostId, from: Timestamp) -> Stored<Option<PostRow>>;
    /// A group's posts as `me` sees them, newest first: those for everybody, and for the circles that they are in.
    async fn posts(
        &mut self,
        group: &GroupId,
        me: &MemberId,
        from: Timestamp,
        slice: Slice,
    ) -> Stored<Vec<PostRow>>;
    /// The posts that carry something, without the deleted, and when they were written.
    async fn carriers(&mut self, attachment_id: &str) -> Stored<Vec<(PostId, Timestamp)>>;
    /// A group's pinned posts, newest first.
    async fn pinned(&mut self, group: &GroupId, from: Timestamp, slice: Slice) -> Stored<Vec<PostRow>>;
    /// A comment, deleted or not.
    async fn comment(&mut self, id: &CommentId) -> Stored<Option<CommentRow>>;
    /// A post's comments, oldest first, each with its replies under it. A deleted one stays while it has replies.
    async fn comments(&mut self, post: &PostId, from: Timestamp, slice: Slice) -> Stored<Vec<CommentRow>>;
}

/// Writes to the feed.
#[async_trait]
pub trait FeedWrite {
    /// Adds a post; its number, author persona and count are ignored.
    async fn add_post(&mut self, post: &PostRow) -> Stored<()>;
    /// Deletes a post and its words.
    async fn delete_post(&mut self, id: &PostId, at: Timestamp) -> Stored<()>;
    /// Pins or unpins a post.
    async fn set_pinned(&mut self, id: &PostId, pinned: bool) -> Stored<()>;
    /// Notes that what some posts carry is no longer open to act on; answers those posts.
    async fn close_offer(&mut self, attachment_id: &str) -> Stored<Vec<(PostId, Timestamp)>>;
    /// The posts that carry something get its title; answers those posts, without the deleted.
    async fn rename_offer(&mut self, attachment_id: &str, title: &str) -> Stored<Vec<(PostId, Timestamp)>>;
    /// Adds a comment; its number and author persona are ignored, and its thread where it stands under none.
    async fn add_comment(&mut self, comment: &CommentRow) -> Stored<()>;
    /// Deletes a comment and its words.
    async fn delete_comment(&mut self, id: &CommentId, at: Timestamp) -> Stored<()>;
}
