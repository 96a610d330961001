//! Posts and comments in SQL.

use async_trait::async_trait;
use contract::feed::Attachment;
use contract::{CircleId, CommentId, GroupId, MemberId, PostId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, json, member_columns, word};
use crate::store::{CommentRow, FeedRead, FeedWrite, PostRow, Slice, Stored};

// `?1` is the oldest moment that the reader may look back to.
macro_rules! post {
    ($rest:literal) => {
        concat!(
            "SELECT p.*, ",
            member_columns!(),
            ", (SELECT COUNT(*) FROM comments c WHERE c.post_id = p.id AND c.deleted_at IS NULL \
             AND c.created_at >= ?1) AS comment_count FROM posts p \
             LEFT JOIN members m ON m.id = p.author AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

macro_rules! comment {
    ($rest:literal) => {
        concat!(
            "SELECT c.*, COALESCE(c.thread, c.n) AS under, ",
            member_columns!(),
            " FROM comments c LEFT JOIN members m ON m.id = c.author AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

fn post(row: &SqliteRow) -> Stored<PostRow> {
    let attachment = match (row.opt_text("attachment_kind")?, row.opt_text("attachment_id")?) {
        (Some(kind), Some(id)) => {
            Some(Attachment { kind, id, title: row.opt_text("attachment_title")?.unwrap_or_default() })
        }
        _ => None,
    };
    Ok(PostRow {
        n: row.int("n")?,
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        author_id: row.id("author")?,
        author: row.member()?,
        kind: row.word("kind")?,
        body: row.text("body")?,
        attachment,
        pinned: row.flag("pinned")?,
        actionable: row.flag("actionable")?,
        created_at: row.time("created_at")?,
        deleted: row.opt_int("deleted_at")?.is_some(),
        comment_count: row.count("comment_count")?,
        edited_at: row.opt_time("edited_at")?,
        roll_call: row.opt_text("roll_call")?.map(|_| row.word("roll_call")).transpose()?,
        answer: row.opt_id("answer")?,
        moment: row.opt_text("moment")?.map(|_| row.json("moment")).transpose()?,
        circle_id: row.opt_id("circle_id")?,
    })
}

fn comment(row: &SqliteRow) -> Stored<CommentRow> {
    Ok(CommentRow {
        n: row.int("n")?,
        id: row.id("id")?,
        post_id: row.id("post_id")?,
        group_id: row.id("group_id")?,
        author_id: row.id("author")?,
        author: row.member()?,
        body: row.text("body")?,
        created_at: row.time("created_at")?,
        deleted: row.opt_int("deleted_at")?.is_some(),
        edited_at: row.opt_time("edited_at")?,
        reply_to: row.opt_id("reply_to")?,
        thread: row.int("under")?,
    })
}

/// A post that carries something, and when it was written.
fn carrier(row: &SqliteRow) -> Stored<(PostId, Timestamp)> {
    Ok((row.id("id")?, row.time("created_at")?))
}

#[async_trait]
impl FeedRead for SqliteTx {
    async fn post(&mut self, id: &PostId, from: Timestamp) -> Stored<Option<PostRow>> {
        let row = query(post!("p.id = ?2")).bind(from.0).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(post).transpose()
    }

    async fn carriers(&mut self, attachment_id: &str) -> Stored<Vec<(PostId, Timestamp)>> {
        let rows = query(
            "SELECT id, created_at FROM posts WHERE attachment_id = ? AND deleted_at IS NULL ORDER BY n",
        )
        .bind(attachment_id)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(carrier).collect()
    }

    async fn posts(
        &mut self,
        group: &GroupId,
        me: &MemberId,
        from: Timestamp,
        slice: Slice,
    ) -> Stored<Vec<PostRow>> {
        // Who may look back to the beginning may do so in their circles.
        let rows = query(post!(
            "p.group_id = ?2 AND p.n < ?3 AND p.deleted_at IS NULL AND (CASE WHEN p.circle_id IS NULL \
             THEN p.created_at >= ?1 OR p.pinned OR p.actionable ELSE EXISTS (SELECT 1 FROM circle_members x \
             WHERE x.circle_id = p.circle_id AND x.member = ?5 AND x.answer = 'joined' \
             AND (?1 < 0 OR p.created_at >= x.at)) END) ORDER BY p.n DESC LIMIT ?4"
        ))
        .bind(from.0)
        .bind(group.as_str())
        .bind(slice.falling())
        .bind(slice.limit)
        .bind(me.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(post).collect()
    }

    async fn pinned(&mut self, group: &GroupId, from: Timestamp, slice: Slice) -> Stored<Vec<PostRow>> {
        let rows = query(post!(
            "p.group_id = ?2 AND p.n < ?3 AND p.deleted_at IS NULL AND p.pinned AND p.circle_id IS NULL ORDER BY p.n DESC LIMIT ?4"
        ))
        .bind(from.0)
        .bind(group.as_str())
        .bind(slice.falling())
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(post).collect()
    }

    async fn comment(&mut self, id: &CommentId) -> Stored<Option<CommentRow>> {
        let row = query(comment!("c.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(comment).transpose()
    }

    async fn comments(&mut self, post: &PostId, from: Timestamp, slice: Slice) -> Stored<Vec<CommentRow>> {
        let rows = query(comment!(
            "c.post_id = ?1 AND c.created_at >= ?2 AND (COALESCE(c.thread, c.n), c.n) > (?3, ?4) \
             AND (c.deleted_at IS NULL OR EXISTS (SELECT 1 FROM comments r WHERE r.reply_to = c.id \
             AND r.deleted_at IS NULL)) ORDER BY COALESCE(c.thread, c.n), c.n LIMIT ?5"
        ))
        .bind(post.as_str())
        .bind(from.0)
        .bind(slice.rising().0)
        .bind(slice.rising().1)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(comment).collect()
    }
}

#[async_trait]
impl FeedWrite for SqliteTx {
    async fn add_post(&mut self, post: &PostRow) -> Stored<()> {
        let attachment = post.attachment.as_ref();
        query(
            "INSERT INTO posts (id, group_id, author, kind, body, attachment_kind, attachment_id, \
             attachment_title, pinned, actionable, created_at, roll_call, circle_id, moment) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(post.id.as_str())
        .bind(post.group_id.as_str())
        .bind(post.author_id.as_str())
        .bind(word(&post.kind))
        .bind(&post.body)
        .bind(attachment.map(|a| a.kind.as_str()))
        .bind(attachment.map(|a| a.id.as_str()))
        .bind(attachment.map(|a| a.title.as_str()))
        .bind(post.pinned)
        .bind(post.actionable)
        .bind(post.created_at.0)
        .bind(post.roll_call.as_ref().map(word))
        .bind(post.circle_id.as_ref().map(CircleId::as_str))
        .bind(post.moment.as_ref().map(json).transpose()?)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn delete_post(&mut self, id: &PostId, at: Timestamp) -> Stored<()> {
        query("UPDATE posts SET deleted_at = ?, body = '', moment = NULL, pinned = 0, actionable = 0 WHERE id = ?")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        // The talk under a deleted post can be seen by nobody: its words go too.
        query("UPDATE comments SET deleted_at = ?, body = '' WHERE post_id = ? AND deleted_at IS NULL")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        for gone in [
            "DELETE FROM reactions WHERE post_id = ?",
            "DELETE FROM confirmations WHERE post_id = ?",
            "DELETE FROM playlist_rows WHERE playlist_id IN (SELECT id FROM playlists WHERE post_id = ?)",
        ] {
            query(gone).bind(id.as_str()).execute(self.on()).await?;
        }
        Ok(())
    }

    async fn set_pinned(&mut self, id: &PostId, pinned: bool) -> Stored<()> {
        query("UPDATE posts SET pinned = ? WHERE id = ?")
            .bind(pinned)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn close_offer(&mut self, attachment_id: &str) -> Stored<Vec<(PostId, Timestamp)>> {
        let rows = query(
            "UPDATE posts SET actionable = 0 WHERE attachment_id = ? AND actionable = 1 \
             RETURNING id, created_at",
        )
        .bind(attachment_id)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(carrier).collect()
    }

    async fn rename_offer(&mut self, attachment_id: &str, title: &str) -> Stored<Vec<(PostId, Timestamp)>> {
        let rows = query(
            "UPDATE posts SET attachment_title = ? WHERE attachment_id = ? AND deleted_at IS NULL \
             RETURNING id, created_at",
        )
        .bind(title)
        .bind(attachment_id)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(carrier).collect()
    }

    async fn add_comment(&mut self, comment: &CommentRow) -> Stored<()> {
        query(
            "INSERT INTO comments (id, post_id, group_id, author, body, created_at, reply_to, thread) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(comment.id.as_str())
        .bind(comment.post_id.as_str())
        .bind(comment.group_id.as_str())
        .bind(comment.author_id.as_str())
        .bind(&comment.body)
        .bind(comment.created_at.0)
        .bind(comment.reply_to.as_ref().map(CommentId::as_str))
        .bind(comment.reply_to.as_ref().map(|_| comment.thread))
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn delete_comment(&mut self, id: &CommentId, at: Timestamp) -> Stored<()> {
        query("UPDATE comments SET deleted_at = ?, body = '' WHERE id = ?")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
