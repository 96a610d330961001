//! Photos: how they are uploaded in parts, and how a post shows them.

use serde::{Deserialize, Serialize};

use crate::{PhotoId, Timestamp};

/// A photo of a post, as one who may see the post sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Photo {
    /// The photo's id. Example: `"77f0ab…"`.
    pub id: PhotoId,
    /// Its width in pixels, upright; zero when it is not known. Example: `2048`.
    #[serde(default)]
    pub width: u32,
    /// Its height in pixels, upright; zero when it is not known. Example: `1536`.
    #[serde(default)]
    pub height: u32,
    /// What it shows, in words; may be empty. Example: `"垫子铺好的教室"`.
    #[serde(default)]
    pub alt: String,
    /// Where its bytes are, without a session: absolute, or a path below the API's base.
    /// Example: `"/photos/77f0ab…?until=1773320400&key=9c41…"`.
    pub address: String,
    /// The same for a small version of it, as a card shows it; none where only the whole is.
    /// Example: `"/photos/77f0ab…?size=small&until=1773320400&key=3b07…"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small: Option<String>,
    /// When the addresses end; asking for the post again gives another. Example: `"2026-03-12T13:20:00.000Z"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// A photo for a new post: uploaded before, by the same member, and in no post yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPhoto {
    /// The upload's id, which is the photo's. Example: `"77f0ab…"`.
    pub id: PhotoId,
    /// What it shows, in words, up to 300 characters. Example: `"垫子铺好的教室"`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 300, format = "text"))]
    pub alt: String,
}

/// Announces a photo before its bytes are sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewUpload {
    /// How many bytes it has, up to 6 MiB. Example: `482133`.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 6_291_456))]
    pub size: u32,
    /// Its media type: `image/jpeg`, `image/png` or `image/webp`; the bytes decide. Example: `"image/jpeg"`.
    #[cfg_attr(feature = "openapi", schema(schema_with = crate::openapi::photo_type))]
    pub media_type: String,
    /// The SHA-256 of its bytes, 64 hex digits. Example: `"9f86d081…"`.
    #[cfg_attr(feature = "openapi", schema(format = "sha256"))]
    pub sha256: String,
}

/// An upload: how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Upload {
    /// Its id, which will be the photo's. Example: `"77f0ab…"`.
    pub id: PhotoId,
    /// How many bytes were announced. Example: `482133`.
    pub size: u32,
    /// How many bytes have come: where to go on. Example: `262144`.
    pub offset: u32,
    /// The most bytes of one part. Example: `131072`.
    pub part_size: u32,
    /// Whether all bytes have come and were accepted: it can go into a post. Example: `false`.
    pub ready: bool,
    /// Until when it waits for a post. Example: `"2026-03-13T12:30:00.000Z"`.
    pub expires_at: Timestamp,
}
