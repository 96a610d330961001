//! What posts tell besides words, and playlists.

use async_trait::async_trait;
use contract::group::Member;
use contract::moment::Moment;
use contract::{GroupId, MemberId, PlaylistId, PlaylistRowId, PostId, Timestamp};

use super::Stored;

/// A playlist.
#[derive(Debug, Clone)]
pub struct PlaylistHead {
    /// Its id.
    pub id: PlaylistId,
    /// Its group.
    pub group_id: GroupId,
    /// The post that it stands on.
    pub post_id: PostId,
    /// The membership that made it.
    pub maker_id: MemberId,
    /// What it is called.
    pub title: String,
    /// Whether all who see it may add rows.
    pub shared: bool,
    /// When it was made.
    pub made_at: Timestamp,
}

/// A row of a playlist.
#[derive(Debug, Clone)]
pub struct PlaylistLine {
    /// Its id.
    pub id: PlaylistRowId,
    /// Its playlist.
    pub playlist_id: PlaylistId,
    /// The membership that added it.
    pub member_id: MemberId,
    /// Who that is, while they are a member.
    pub member: Option<Member>,
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub address: String,
    /// What it has in common with the rows that are the same.
    pub sameness: String,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Questions about playlists.
#[async_trait]
pub trait MomentRead {
    /// A playlist.
    async fn playlist(&mut self, id: &PlaylistId) -> Stored<Option<PlaylistHead>>;
    /// The rows of a playlist, in the order of adding.
    async fn playlist_rows(&mut self, id: &PlaylistId) -> Stored<Vec<PlaylistLine>>;
    /// A row.
    async fn playlist_row(&mut self, id: &PlaylistRowId) -> Stored<Option<PlaylistLine>>;
}

/// Writes to moments and playlists. They go with their posts, in `FeedWrite::delete_post`.
#[async_trait]
pub trait MomentWrite {
    /// Changes what a post tells, and its words.
    async fn edit_moment(&mut self, post: &PostId, body: &str, moment: &Moment, at: Timestamp) -> Stored<()>;
    /// Adds a playlist.
    async fn add_playlist(&mut self, list: &PlaylistHead) -> Stored<()>;
    /// Gives a playlist another name, and says whether it is shared.
    async fn edit_playlist(&mut self, id: &PlaylistId, title: &str, shared: bool) -> Stored<()>;
    /// Adds a row; its persona is ignored.
    async fn add_playlist_row(&mut self, row: &PlaylistLine) -> Stored<()>;
    /// Changes a row in its place.
    async fn edit_playlist_row(&mut self, row: &PlaylistLine) -> Stored<()>;
    /// Takes a row out.
    async fn drop_playlist_row(&mut self, id: &PlaylistRowId) -> Stored<()>;
}
