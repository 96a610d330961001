//! Moments and playlists in SQL.

use async_trait::async_trait;
use contract::moment::Moment;
use contract::{PlaylistId, PlaylistRowId, PostId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, json, member_columns};
use crate::store::{MomentRead, MomentWrite, PlaylistHead, PlaylistLine, Stored};

macro_rules! line {
    ($rest:literal) => {
        concat!(
            "SELECT r.*, ",
            member_columns!(),
            " FROM playlist_rows r LEFT JOIN members m ON m.id = r.member AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

fn line(row: &SqliteRow) -> Stored<PlaylistLine> {
    Ok(PlaylistLine {
        id: row.id("id")?,
        playlist_id: row.id("playlist_id")?,
        member_id: row.id("member")?,
        member: row.member()?,
        title: row.text("title")?,
        address: row.text("address")?,
        sameness: row.text("sameness")?,
        added_at: row.time("added_at")?,
    })
}

#[async_trait]
impl MomentRead for SqliteTx {
    async fn playlist(&mut self, id: &PlaylistId) -> Stored<Option<PlaylistHead>> {
        let row =
            query("SELECT * FROM playlists WHERE id = ?").bind(id.as_str()).fetch_optional(self.on()).await?;
        let head = |row: SqliteRow| {
            Ok(PlaylistHead {
                id: row.id("id")?,
                group_id: row.id("group_id")?,
                post_id: row.id("post_id")?,
                maker_id: row.id("maker")?,
                title: row.text("title")?,
                shared: row.flag("shared")?,
                made_at: row.time("made_at")?,
            })
        };
        row.map(head).transpose()
    }

    async fn playlist_rows(&mut self, id: &PlaylistId) -> Stored<Vec<PlaylistLine>> {
        let rows =
            query(line!("r.playlist_id = ? ORDER BY r.n")).bind(id.as_str()).fetch_all(self.on()).await?;
        rows.iter().map(line).collect()
    }

    async fn playlist_row(&mut self, id: &PlaylistRowId) -> Stored<Option<PlaylistLine>> {
        let row = query(line!("r.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(line).transpose()
    }
}

#[async_trait]
impl MomentWrite for SqliteTx {
    async fn edit_moment(&mut self, post: &PostId, body: &str, moment: &Moment, at: Timestamp) -> Stored<()> {
        query("UPDATE posts SET body = ?, moment = ?, attachment_title = ?, edited_at = ? WHERE id = ?")
            .bind(body)
            .bind(json(moment)?)
            .bind(&moment.title)
            .bind(at.0)
            .bind(post.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_playlist(&mut self, list: &PlaylistHead) -> Stored<()> {
        query(
            "INSERT INTO playlists (id, group_id, post_id, maker, title, shared, made_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(list.id.as_str())
        .bind(list.group_id.as_str())
        .bind(list.post_id.as_str())
        .bind(list.maker_id.as_str())
        .bind(&list.title)
        .bind(list.shared)
        .bind(list.made_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn edit_playlist(&mut self, id: &PlaylistId, title: &str, shared: bool) -> Stored<()> {
        query("UPDATE playlists SET title = ?, shared = ? WHERE id = ?")
            .bind(title)
            .bind(shared)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        query("UPDATE posts SET attachment_title = ? WHERE attachment_id = ?")
            .bind(title)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_playlist_row(&mut self, row: &PlaylistLine) -> Stored<()> {
        query(
            "INSERT INTO playlist_rows (id, playlist_id, member, title, address, sameness, added_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(row.id.as_str())
        .bind(row.playlist_id.as_str())
        .bind(row.member_id.as_str())
        .bind(&row.title)
        .bind(&row.address)
        .bind(&row.sameness)
        .bind(row.added_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn edit_playlist_row(&mut self, row: &PlaylistLine) -> Stored<()> {
        query("UPDATE playlist_rows SET title = ?, address = ?, sameness = ? WHERE id = ?")
            .bind(&row.title)
            .bind(&row.address)
            .bind(&row.sameness)
            .bind(row.id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_playlist_row(&mut self, id: &PlaylistRowId) -> Stored<()> {
        query("DELETE FROM playlist_rows WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }
}
