//! Invites in SQL.

use async_trait::async_trait;
use contract::{GroupId, InviteId, MemberId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, json, word};
use crate::store::{InviteRead, InviteRow, InviteWrite, Slice, Stored};

fn invite(row: &SqliteRow) -> Stored<InviteRow> {
    let target = match row.opt_text("target")? {
        Some(_) => Some(row.json("target")?),
        None => None,
    };
    Ok(InviteRow {
        n: row.int("n")?,
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        kind: row.word("kind")?,
        token: row.text("token")?,
        code: row.text("code")?,
        made_by: row.id("made_by")?,
        made_at: row.time("made_at")?,
        expires_at: row.time("expires_at")?,
        revoked: row.flag("revoked")?,
        latched: row.flag("latched")?,
        joined_count: row.count("joined_count")?,
        note: row.opt_text("note")?,
        target,
    })
}

#[async_trait]
impl InviteRead for SqliteTx {
    async fn invite(&mut self, id: &InviteId) -> Stored<Option<InviteRow>> {
        let row =
            query("SELECT * FROM invites WHERE id = ?").bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(invite).transpose()
    }

    async fn invite_by_token(&mut self, token: &str) -> Stored<Option<InviteRow>> {
        let row =
            query("SELECT * FROM invites WHERE token = ?").bind(token).fetch_optional(self.on()).await?;
        row.as_ref().map(invite).transpose()
    }

    async fn invite_by_code(&mut self, code: &str) -> Stored<Option<InviteRow>> {
        let row = query("SELECT * FROM invites WHERE code = ?").bind(code).fetch_optional(self.on()).await?;
        row.as_ref().map(invite).transpose()
    }

    async fn invites(
        &mut self,
        group: &GroupId,
        made_by: Option<&MemberId>,
        slice: Slice,
    ) -> Stored<Vec<InviteRow>> {
        let rows = query(
            "SELECT * FROM invites WHERE group_id = ?1 AND (?2 IS NULL OR made_by = ?2) AND n < ?3 \
             ORDER BY n DESC LIMIT ?4",
        )
        .bind(group.as_str())
        .bind(made_by.map(MemberId::as_str))
        .bind(slice.falling())
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(invite).collect()
    }
}

#[async_trait]
impl InviteWrite for SqliteTx {
    async fn add_invite(&mut self, invite: &InviteRow) -> Stored<()> {
        query(
            "INSERT INTO invites (id, group_id, kind, token, code, made_by, made_at, expires_at, note, target) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(invite.id.as_str())
        .bind(invite.group_id.as_str())
        .bind(word(&invite.kind))
        .bind(&invite.token)
        .bind(&invite.code)
        .bind(invite.made_by.as_str())
        .bind(invite.made_at.0)
        .bind(invite.expires_at.0)
        .bind(invite.note.as_deref())
        .bind(invite.target.as_ref().map(json).transpose()?)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn revoke_invite(&mut self, id: &InviteId) -> Stored<()> {
        query("UPDATE invites SET revoked = 1 WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn revoke_personal_of(&mut self, member: &MemberId) -> Stored<Vec<InviteId>> {
        let rows = query(
            "UPDATE invites SET revoked = 1 WHERE made_by = ? AND kind = 'personal' AND revoked = 0 \
             AND joined_count = 0 RETURNING id",
        )
        .bind(member.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|r| r.id("id")).collect()
    }

    async fn revoke_open_qr(&mut self, group: &GroupId, now: Timestamp) -> Stored<Vec<InviteRow>> {
        let rows = query(
            "UPDATE invites SET revoked = 1 WHERE group_id = ? AND kind = 'qr' AND latched = 0 \
             AND revoked = 0 AND expires_at > ? RETURNING *",
        )
        .bind(group.as_str())
        .bind(now.0)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(invite).collect()
    }

    async fn count_joined(&mut self, id: &InviteId, member: &MemberId) -> Stored<()> {
        query("UPDATE members SET invite_id = ? WHERE id = ?")
            .bind(id.as_str())
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        query("UPDATE invites SET joined_count = joined_count + 1 WHERE id = ?")
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn latch_qr(&mut self, group: &GroupId, now: Timestamp) -> Stored<Vec<InviteRow>> {
        let rows = query(
            "UPDATE invites SET latched = 1 WHERE group_id = ? AND kind = 'qr' AND latched = 0 \
             AND revoked = 0 AND expires_at > ? RETURNING *",
        )
        .bind(group.as_str())
        .bind(now.0)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(invite).collect()
    }
}
