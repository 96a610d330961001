//! The playlist: a list of titles and links that stands on a post. Its maker may let all members add; each row belongs to
//! who added it.

use serde::{Deserialize, Serialize};

use crate::feed::NewPost;
use crate::group::Member;
use crate::{GroupId, PlaylistId, PlaylistRowId, PostId, Timestamp};

/// A row of a playlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaylistRow {
    /// The row's id. Example: `"0b83fe…"`.
    pub id: PlaylistRowId,
    /// Who added it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<Member>,
    /// Whether I did. Example: `true`.
    #[serde(default)]
    pub yours: bool,
    /// What it is called, up to 80 characters. Example: `"River Flows in You"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 80))]
    pub title: String,
    /// Where it is; empty for none. Example: `"https://music.example.org/song/42"`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub address: String,
    /// When it was added. Example: `"2026-03-12T13:08:00.000Z"`.
    pub added_at: Timestamp,
}

/// A playlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Playlist {
    /// The playlist's id. Example: `"d0c2a7…"`.
    pub id: PlaylistId,
    /// Its group. Example: `"c81e72…"`.
    pub group_id: GroupId,
    /// The post that it stands on. Example: `"91b7d3…"`.
    pub post_id: PostId,
    /// Who made it; none when they left. Example: see [`Member`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<Member>,
    /// Whether I made it. Example: `false`.
    #[serde(default)]
    pub yours: bool,
    /// What it is called, up to 60 characters. Example: `"拉伸时放的歌"`.
    #[cfg_attr(feature = "openapi", schema(max_length = 60))]
    pub title: String,
    /// Whether all who see it may add rows; else who made it alone. Example: `true`.
    #[serde(default)]
    pub shared: bool,
    /// Its rows, in the order of adding, 100 at most. Example: `[]`.
    #[serde(default)]
    pub rows: Vec<PlaylistRow>,
    /// When it was made. Example: `"2026-03-12T13:08:00.000Z"`.
    pub made_at: Timestamp,
}

/// A row to be added, or what a row of mine is to say.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPlaylistRow {
    /// What it is called, 1 to 80 characters. Example: `"River Flows in You"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 80, format = "line"))]
    pub title: String,
    /// Where it is, like a link's address; empty for none. Nothing is in a list twice. Example: `""`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500, format = "text"))]
    pub address: String,
}

/// Makes a playlist on a post.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPlaylist {
    /// The post that it stands on, a note. It needs no words. Example: see [`NewPost`].
    pub post: NewPost,
    /// What it is called, 1 to 60 characters. Example: `"拉伸时放的歌"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "line"))]
    pub title: String,
    /// Whether all who see it may add rows. Example: `true`.
    #[serde(default)]
    pub shared: bool,
    /// Its first rows, 50 at most. Example: `[{ "title": "River Flows in You" }]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub rows: Vec<NewPlaylistRow>,
}

/// Changes a playlist of mine; its rows belong to who added them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditPlaylist {
    /// What it is called, 1 to 60 characters; another name as long as words may be changed. Example: `"放松时放的歌"`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 60, format = "line"))]
    pub title: String,
    /// Whether all who see it may add rows. Example: `false`.
    #[serde(default)]
    pub shared: bool,
}
