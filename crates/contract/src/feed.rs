//! The feed: posts and comments.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::{CommentId, GroupId, PostId, Timestamp};

/// What a post carries besides words. Kinds that a client does not know are shown as plain link cards.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// The kind of thing: `deal`, `listing`. Example: `"deal"`.
    pub kind: String,
    /// The thing's id. Example: `"d41d8c…"`.
    pub id: String,
    /// Its title, for clients that do not know the kind. Example: `"天然橡胶瑜伽垫 5 mm"`.
    #[serde(default)]
    pub title: String,
}

/// What sort of post it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// Somebody says something.
    Note,
    /// The hosts say something to all.
    Announcement,
    /// A kind that this client does not know.
    #[serde(other)]
    Other,
}

/// A post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Post {
    /// The post's id. Example: `"91b7d3…"`.
    pub id: PostId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// Who wrote it; none when they left and their persona was erased. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Member>,
    /// What sort of post it is. Example: `"note"`.
    pub kind: PostKind,
    /// The words, plain text, up to 2,000 characters. Example: `"今晚的侧弯终于都松开了"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 2000))]
    pub body: String,
    /// What it carries besides words. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment: Option<Attachment>,
    /// Whether it stays on top; pinned posts are visible to newcomers. Example: `false`.
    pub pinned: bool,
    /// How many comments I may see. Example: `6`.
    pub comment_count: u32,
    /// When it was written. Example: `"2026-03-12T13:08:00.000Z"`.
    pub created_at: Timestamp,
    /// Whether I wrote it. Example: `false`.
    pub yours: bool,
}

/// Writes a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPost {
    /// The words, 1 to 2,000 characters. Example: `"周四谁来？"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, format = "words"))]
    pub body: String,
    /// What sort of post; announcements are for hosts. Example: `"note"`.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::new_post_kind))]
    pub kind: PostKind,
}

/// A comment under a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Comment {
    /// The comment's id. Example: `"5ab2c4…"`.
    pub id: CommentId,
    /// Its post. Example: `"91b7d3…"`.
    pub post_id: PostId,
    /// Who wrote it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Member>,
    /// The words, plain text, up to 500 characters. Example: `"我来"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub body: String,
    /// When it was written. Example: `"2026-03-12T13:10:00.000Z"`.
    pub created_at: Timestamp,
    /// Whether I wrote it. Example: `true`.
    pub yours: bool,
}

/// Writes a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewComment {
    /// The words, 1 to 500 characters. Example: `"我来"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500, format = "words"))]
    pub body: String,
}
