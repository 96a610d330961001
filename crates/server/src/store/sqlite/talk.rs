//! Reactions, confirmations and answers in SQL.

use async_trait::async_trait;
use contract::feed::{Reaction, ReactionKind};
use contract::{CommentId, GroupId, MemberId, PostId, Timestamp};
use sqlx::query;

use super::SqliteTx;
use super::column::{Columns, json, member_columns, word};
use super::group::membership;
use crate::store::{Asked, MemberRow, Slice, Stored, TalkRead, TalkWrite};

// Who is asked: `?1` is the post, `?2` the latest joining.
macro_rules! asked {
    ($columns:expr, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM posts p JOIN members m ON m.group_id = p.group_id AND m.left_at IS NULL AND m.id <> p.author \
             LEFT JOIN confirmations c ON c.post_id = p.id AND c.member = m.id \
             WHERE p.id = ?1 AND m.joined_at <= ?2 ",
            $rest
        )
    };
}

fn joined_by(asked: &Asked<'_>) -> i64 {
    asked.joined_by.map_or(i64::MAX, |at| at.0)
}

#[async_trait]
impl TalkRead for SqliteTx {
    async fn reactions(
        &mut self,
        posts: &[PostId],
        me: &MemberId,
        from: Timestamp,
    ) -> Stored<Vec<(PostId, Reaction)>> {
        let rows = query(
            "SELECT r.post_id, r.kind, COUNT(*) AS count, MAX(r.member = ?2) AS yours FROM reactions r \
             JOIN members m ON m.id = r.member AND m.left_at IS NULL \
             WHERE r.post_id IN (SELECT value FROM json_each(?1)) AND r.at >= ?3 GROUP BY r.post_id, r.kind",
        )
        .bind(json(&posts)?)
        .bind(me.as_str())
        .bind(from.0)
        .fetch_all(self.on())
        .await?;
        rows.iter()
            .map(|r| {
                let reaction =
                    Reaction { kind: r.word("kind")?, count: r.count("count")?, yours: r.flag("yours")? };
                Ok((r.id("post_id")?, reaction))
            })
            .collect()
    }

    async fn confirmed_at(&mut self, post: &PostId, member: &MemberId) -> Stored<Option<Timestamp>> {
        let row = query("SELECT at FROM confirmations WHERE post_id = ? AND member = ?")
            .bind(post.as_str())
            .bind(member.as_str())
            .fetch_optional(self.on())
            .await?;
        row.map(|r| r.time("at")).transpose()
    }

    async fn is_confirmed(&mut self, post: &PostId) -> Stored<bool> {
        let row = query("SELECT EXISTS (SELECT 1 FROM confirmations WHERE post_id = ?) AS any")
            .bind(post.as_str())
            .fetch_one(self.on())
            .await?;
        row.flag("any")
    }

    async fn confirmations(&mut self, asked: Asked<'_>) -> Stored<(u32, u32)> {
        let row = query(asked!("COUNT(*) AS asked, COUNT(c.at) AS confirmed", ""))
            .bind(asked.post.as_str())
            .bind(joined_by(&asked))
            .fetch_one(self.on())
            .await?;
        Ok((row.count("asked")?, row.count("confirmed")?))
    }

    async fn unconfirmed(&mut self, asked: Asked<'_>, slice: Slice) -> Stored<Vec<MemberRow>> {
        let rows = query(asked!(
            concat!("m.n, m.group_id, m.account_id, ", member_columns!()),
            "AND c.at IS NULL AND m.n > ?3 ORDER BY m.n LIMIT ?4"
        ))
        .bind(asked.post.as_str())
        .bind(joined_by(&asked))
        .bind(slice.rising().1)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(membership).collect()
    }

    async fn urgent_since(&mut self, group: &GroupId, since: Timestamp) -> Stored<u32> {
        query(
            "SELECT COUNT(*) AS count FROM posts WHERE group_id = ? AND roll_call = 'safe' AND created_at > ?",
        )
        .bind(group.as_str())
        .bind(since.0)
        .fetch_one(self.on())
        .await?
        .count("count")
    }

    async fn reply_count(&mut self, comment: &CommentId) -> Stored<u32> {
        query("SELECT COUNT(*) AS count FROM comments WHERE reply_to = ? AND deleted_at IS NULL")
            .bind(comment.as_str())
            .fetch_one(self.on())
            .await?
            .count("count")
    }
}

#[async_trait]
impl TalkWrite for SqliteTx {
    async fn edit_post(&mut self, id: &PostId, body: &str, at: Timestamp) -> Stored<()> {
        query("UPDATE posts SET body = ?, edited_at = ? WHERE id = ?")
            .bind(body)
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn edit_comment(&mut self, id: &CommentId, body: &str, at: Timestamp) -> Stored<()> {
        query("UPDATE comments SET body = ?, edited_at = ? WHERE id = ?")
            .bind(body)
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_reaction(
        &mut self,
        post: &PostId,
        member: &MemberId,
        kind: ReactionKind,
        on: Option<Timestamp>,
    ) -> Stored<bool> {
        let done = match on {
            Some(at) => query(
                "INSERT INTO reactions (post_id, member, kind, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            )
            .bind(post.as_str())
            .bind(member.as_str())
            .bind(word(&kind))
            .bind(at.0),
            None => query("DELETE FROM reactions WHERE post_id = ? AND member = ? AND kind = ?")
                .bind(post.as_str())
                .bind(member.as_str())
                .bind(word(&kind)),
        }
        .execute(self.on())
        .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn confirm(&mut self, post: &PostId, member: &MemberId, at: Timestamp) -> Stored<bool> {
        let done =
            query("INSERT INTO confirmations (post_id, member, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING")
                .bind(post.as_str())
                .bind(member.as_str())
                .bind(at.0)
                .execute(self.on())
                .await?;
        Ok(done.rows_affected() > 0)
    }

    async fn set_answer(&mut self, post: &PostId, answer: Option<&CommentId>) -> Stored<()> {
        query("UPDATE posts SET answer = ? WHERE id = ?")
            .bind(answer.map(CommentId::as_str))
            .bind(post.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
