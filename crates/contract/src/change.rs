//! Changes: what happened since a cursor. The stream only says "something did"; this is the truth.

use serde::{Deserialize, Serialize};

use crate::{GroupId, Timestamp};

/// What sort of thing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// The group, its policy or its head count; deleted when it was dissolved.
    Group,
    /// My own membership: joined, changed, or over.
    Membership,
    /// A member's persona or role.
    Member,
    /// An invite of mine, or any for hosts.
    Invite,
    /// A post.
    Post,
    /// A comment; `parent` names its post.
    Comment,
    /// A class or its roster.
    Class,
    /// A listing.
    Listing,
    /// A deal.
    Deal,
    /// A chain or its entries.
    Chain,
    /// A poll or its votes.
    Poll,
    /// A playlist or its rows.
    Playlist,
    /// A relay or its entries.
    Relay,
    /// A daily activity or its answers.
    Daily,
    /// An event, or who comes.
    Event,
    /// A circle that I am in or asked for, and who is in it; deleted when I am not in it any more.
    Circle,
    /// What shares led to, as I see it; its id is the group's.
    Referral,
    /// A kind that this client does not know.
    #[serde(other)]
    Other,
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ChangeOp {
    /// It is new.
    Created,
    /// It is different.
    Updated,
    /// It is gone.
    Deleted,
}

/// One change. Carries ids, never contents: what one may see is asked for again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Change {
    /// Its place in the order of changes. Example: `"1742"`.
    pub cursor: String,
    /// What sort of thing. Example: `"post"`.
    pub kind: ChangeKind,
    /// What happened to it. Example: `"created"`.
    pub op: ChangeOp,
    /// The thing's id. Example: `"91b7d3…"`.
    pub id: String,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// The thing it belongs to: a comment's post. Example: `null`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}

/// The changes since a cursor, oldest first. Ask again from `cursor` while `more`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changes {
    /// What changed. Example: `[]`.
    pub items: Vec<Change>,
    /// Where to go on from. Example: `"1742"`.
    pub cursor: String,
    /// Whether there is more right now. Example: `false`.
    pub more: bool,
    /// The cursor asked for is too old or unknown: drop what is cached and start here. Example: `false`.
    pub reset: bool,
    /// The backend's clock. Example: `"2026-03-12T11:30:00.000Z"`.
    pub server_time: Timestamp,
}

/// The data of a `change` event on the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Changed {
    /// There are changes up to here. Example: `"1742"`.
    pub cursor: String,
}
