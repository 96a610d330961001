//! Photos in SQL.

use async_trait::async_trait;
use contract::{MemberId, PhotoId, PostId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, json};
use crate::store::{PhotoRead, PhotoRow, PhotoWrite, Stored};

fn photo(row: &SqliteRow) -> Stored<PhotoRow> {
    Ok(PhotoRow {
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        member_id: row.id("member")?,
        size: row.count("size")?,
        media_type: row.text("media_type")?,
        sha256: row.text("sha256")?,
        ready: row.flag("ready")?,
        width: row.count("width")?,
        height: row.count("height")?,
        small: row.flag("small")?,
        alt: row.text("alt")?,
        post_id: row.opt_id("post_id")?,
        created_at: row.time("created_at")?,
    })
}

#[async_trait]
impl PhotoRead for SqliteTx {
    async fn photo(&mut self, id: &PhotoId) -> Stored<Option<PhotoRow>> {
        let row = query("SELECT * FROM photos WHERE id = ?").bind(id.as_str());
        row.fetch_optional(self.on()).await?.as_ref().map(photo).transpose()
    }

    async fn photos_of(&mut self, posts: &[PostId]) -> Stored<Vec<PhotoRow>> {
        // One list as JSON: the statement stays the same for every length.
        let rows = query(
            "SELECT * FROM photos WHERE post_id IN (SELECT value FROM json_each(?)) ORDER BY post_id, place",
        )
        .bind(json(&posts)?)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(photo).collect()
    }

    async fn photos_since(&mut self, member: &MemberId, since: Timestamp) -> Stored<u32> {
        let row = query("SELECT COUNT(*) AS n FROM photos WHERE member = ? AND created_at > ?")
            .bind(member.as_str())
            .bind(since.0)
            .fetch_one(self.on())
            .await?;
        row.count("n")
    }

    async fn photo_ids(&mut self) -> Stored<Vec<PhotoId>> {
        let rows = query("SELECT id FROM photos").fetch_all(self.on()).await?;
        rows.iter().map(|row| row.id("id")).collect()
    }
}

#[async_trait]
impl PhotoWrite for SqliteTx {
    async fn add_photo(&mut self, photo: &PhotoRow) -> Stored<()> {
        query(
            "INSERT INTO photos (id, group_id, member, size, media_type, sha256, created_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(photo.id.as_str())
        .bind(photo.group_id.as_str())
        .bind(photo.member_id.as_str())
        .bind(photo.size)
        .bind(&photo.media_type)
        .bind(&photo.sha256)
        .bind(photo.created_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn photo_is_ready(&mut self, photo: &PhotoRow) -> Stored<()> {
        let set = "UPDATE photos SET ready = 1, size = ?, media_type = ?, width = ?, height = ?, small = ? WHERE id = ?";
        query(set)
            .bind(photo.size)
            .bind(&photo.media_type)
            .bind(photo.width)
            .bind(photo.height)
            .bind(photo.small)
            .bind(photo.id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn put_photo(&mut self, id: &PhotoId, post: &PostId, place: u32, alt: &str) -> Stored<()> {
        query("UPDATE photos SET post_id = ?, place = ?, alt = ? WHERE id = ?")
            .bind(post.as_str())
            .bind(place)
            .bind(alt)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn remove_photo(&mut self, id: &PhotoId) -> Stored<()> {
        query("DELETE FROM photos WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn remove_photos_of(&mut self, post: &PostId) -> Stored<Vec<PhotoId>> {
        let rows = query("DELETE FROM photos WHERE post_id = ? RETURNING id")
            .bind(post.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(|row| row.id("id")).collect()
    }

    async fn forget_photos(&mut self, before: Timestamp) -> Stored<()> {
        query(
            "DELETE FROM photos WHERE (post_id IS NULL AND created_at <= ?) \
             OR group_id IN (SELECT id FROM groups WHERE dissolved_at IS NOT NULL)",
        )
        .bind(before.0)
        .execute(self.on())
        .await?;
        Ok(())
    }
}
