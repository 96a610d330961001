//! The feed: posts, comments, and what members do about them.

use serde::{Deserialize, Serialize};

use crate::group::Member;
use crate::moment::Moment;
use crate::photo::{NewPhoto, Photo};
use crate::{CircleId, CommentId, GroupId, MemberId, PostId, Timestamp};

/// What a post carries besides words. Kinds that a client does not know are shown as plain link cards.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// The kind of thing: `deal`, `listing`, `chain`, `poll`, `event`, `playlist`; `moment`, which is in the post itself.
    /// Example: `"deal"`.
    pub kind: String,
    /// The thing's id; a moment's is the post's. Example: `"d41d8c…"`.
    pub id: String,
    /// Its title, for clients that do not know the kind. Example: `"天然橡胶瑜伽垫 5 mm"`.
    #[serde(default)]
    pub title: String,
}

/// What sort of post it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// Somebody says something.
    #[default]
    Note,
    /// The hosts say something to all. It is pinned from the start.
    Announcement,
    /// Somebody asks, and may accept one of the comments as the answer.
    Question,
    /// A kind that this client does not know.
    #[serde(other)]
    Other,
}

/// What a member says without words. A small set, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReactionKind {
    /// I like it.
    Heart,
    /// Thank you.
    Thanks,
    /// The same with me.
    Same,
    /// I am with you.
    Hug,
    /// A kind that this client does not know.
    #[serde(other)]
    Other,
}

impl ReactionKind {
    /// The whole set, in the order of the bar.
    pub const ALL: [Self; 4] = [Self::Heart, Self::Thanks, Self::Same, Self::Hug];
}

/// One kind of reaction to a post.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// Which one. Example: `"heart"`.
    pub kind: ReactionKind,
    /// How many members, of those whose reaction I may see. Example: `3`.
    pub count: u32,
    /// Whether I am one of them. Example: `true`.
    pub yours: bool,
}

/// Sets a reaction of mine, or takes it back. Saying it twice changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct React {
    /// Which one. Example: `"heart"`.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::known_reaction))]
    pub kind: ReactionKind,
    /// Whether it is to be there. Example: `true`.
    pub on: bool,
}

/// What an announcement asks each member to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RollCallKind {
    /// I have read it.
    Read,
    /// I am safe. Urgent: for safety alone, and limited.
    Safe,
    /// A kind that this client does not know.
    #[serde(other)]
    Other,
}

/// The roll call of an announcement, as one member sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RollCall {
    /// What is asked. Example: `"read"`.
    pub kind: RollCallKind,
    /// When I confirmed; none while I have not. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_at: Option<Timestamp>,
    /// How many were asked, for who runs the group. Example: `87`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u32>,
    /// How many of them confirmed, for who runs the group. Example: `80`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<u32>,
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
    /// Its photos, in their order. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<Photo>,
    /// Whether it stays on top; pinned posts are visible to newcomers. Example: `false`.
    pub pinned: bool,
    /// How many comments I may see. Example: `6`.
    pub comment_count: u32,
    /// When it was written. Example: `"2026-03-12T13:08:00.000Z"`.
    pub created_at: Timestamp,
    /// Whether I wrote it. Example: `false`.
    pub yours: bool,
    /// When its words were last changed; none when they never were. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// The reactions that I may see, each kind at most once. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// What an announcement asks each member to confirm. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roll_call: Option<RollCall>,
    /// The comment that the asker of a question accepted, if I may see it. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Comment>,
    /// What it tells besides its words: a check-in, a review and the like. Example: see [`Moment`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moment: Option<Box<Moment>>,
    /// Who is mentioned, by the nicknames that stand in the words; not who left. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Member>,
    /// The circle that it is for; none: everybody in the group. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle_id: Option<CircleId>,
}

/// Writes a post.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPost {
    /// The words, up to 2,000 characters; at least one where there are no photos. Example: `"周四谁来？"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 2000, format = "text"))]
    pub body: String,
    /// What sort of post; announcements are for hosts. Example: `"note"`.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::new_post_kind))]
    pub kind: PostKind,
    /// Its photos, in their order, 9 at most; each was uploaded before. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 9))]
    pub photos: Vec<NewPhoto>,
    /// What each member is asked to confirm; announcements only. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::known_roll_call))]
    pub roll_call: Option<RollCallKind>,
    /// The members that I chose to mention, 20 at most: their `@nickname` in the words is who they are. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub mentions: Vec<MemberId>,
    /// A circle that I am in: nobody else sees it. None for everybody; announcements are. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub circle_id: Option<CircleId>,
}

/// Changes the words of a post of mine, for a while after it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditPost {
    /// The words, 1 to 2,000 characters. Example: `"周五谁来？"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2000, format = "words"))]
    pub body: String,
    /// The members that I chose to mention, 20 at most: their `@nickname` in the words is who they are. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub mentions: Vec<MemberId>,
}

/// Accepts a comment as the answer to my question, another one instead, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Accept {
    /// The comment; none takes the acceptance back. Example: `"5ab2c4…"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment_id: Option<CommentId>,
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
    /// The comment that it replies to, which replies to none itself. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<CommentId>,
    /// Whether it was deleted, and stands here without author and words for its replies' sake. Example: `false`.
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub deleted: bool,
    /// When its words were last changed; none when they never were. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Who is mentioned, by the nicknames that stand in the words; not who left. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Member>,
}

/// Writes a comment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewComment {
    /// The words, 1 to 500 characters. Example: `"我来"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500, format = "words"))]
    pub body: String,
    /// The comment that it replies to; a reply to a reply stands under the same comment. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<CommentId>,
    /// The members that I chose to mention, 20 at most: their `@nickname` in the words is who they are. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub mentions: Vec<MemberId>,
}

/// Changes the words of a comment of mine, for a while after it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditComment {
    /// The words, 1 to 500 characters. Example: `"我来，带两位"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500, format = "words"))]
    pub body: String,
    /// The members that I chose to mention, 20 at most: their `@nickname` in the words is who they are. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 20))]
    pub mentions: Vec<MemberId>,
}
