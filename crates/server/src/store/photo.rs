//! Photos: what is known of them. Their bytes are elsewhere (`crate::blob`).

use async_trait::async_trait;
use contract::{GroupId, MemberId, PhotoId, PostId, Timestamp};

use super::Stored;

/// A photo, from its announcement on.
#[derive(Debug, Clone)]
pub struct PhotoRow {
    /// Its id.
    pub id: PhotoId,
    /// Its group.
    pub group_id: GroupId,
    /// The membership that sends it.
    pub member_id: MemberId,
    /// How many bytes were announced; how many there are once it is ready.
    pub size: u32,
    /// Its media type: announced, or what the bytes said.
    pub media_type: String,
    /// The digest that was announced, in lower case.
    pub sha256: String,
    /// Whether it came and was looked at.
    pub ready: bool,
    /// Its width in pixels, once it is ready.
    pub width: u32,
    /// Its height in pixels, once it is ready.
    pub height: u32,
    /// Whether it has a small version.
    pub small: bool,
    /// What it shows, in words.
    pub alt: String,
    /// The post that it is in.
    pub post_id: Option<PostId>,
    /// When it was announced.
    pub created_at: Timestamp,
}

/// Questions about photos.
#[async_trait]
pub trait PhotoRead {
    /// A photo.
    async fn photo(&mut self, id: &PhotoId) -> Stored<Option<PhotoRow>>;
    /// The photos of these posts, each post's in their order.
    async fn photos_of(&mut self, posts: &[PostId]) -> Stored<Vec<PhotoRow>>;
    /// How many photos a member announced since then.
    async fn photos_since(&mut self, member: &MemberId, since: Timestamp) -> Stored<u32>;
    /// All photos there are.
    async fn photo_ids(&mut self) -> Stored<Vec<PhotoId>>;
}

/// Writes of photos.
#[async_trait]
pub trait PhotoWrite {
    /// Adds a photo that was announced.
    async fn add_photo(&mut self, photo: &PhotoRow) -> Stored<()>;
    /// Writes down what a photo turned out to be.
    async fn photo_is_ready(&mut self, photo: &PhotoRow) -> Stored<()>;
    /// Puts a photo into a post, with its words.
    async fn put_photo(&mut self, id: &PhotoId, post: &PostId, place: u32, alt: &str) -> Stored<()>;
    /// Removes a photo.
    async fn remove_photo(&mut self, id: &PhotoId) -> Stored<()>;
    /// Removes the photos of a post; answers which they were.
    async fn remove_photos_of(&mut self, post: &PostId) -> Stored<Vec<PhotoId>>;
    /// Removes the photos that wait for a post since before then, and those of groups that are dissolved.
    async fn forget_photos(&mut self, before: Timestamp) -> Stored<()>;
}
