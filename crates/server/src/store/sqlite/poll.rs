//! Polls and votes in SQL.

use async_trait::async_trait;
use contract::{GroupId, MemberId, PollId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, json};
use crate::store::{PollRead, PollRow, PollWrite, Stored, Votes};

macro_rules! poll {
    ($rest:literal) => {
        concat!(
            "SELECT q.*, EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = q.id AND p.pinned) AS pinned FROM polls q \
             WHERE EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = q.id AND p.deleted_at IS NULL) AND ",
            $rest
        )
    };
}

fn poll(row: &SqliteRow) -> Stored<PollRow> {
    Ok(PollRow {
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        maker_id: row.id("maker")?,
        question: row.text("question")?,
        choices: row.json("choices")?,
        several: row.flag("several")?,
        opened_at: row.time("opened_at")?,
        closes_at: row.time("closes_at")?,
        closed_at: row.opt_time("closed_at")?,
        pinned: row.flag("pinned")?,
    })
}

// Votes that count: of whoever is a member, or was until the poll closed.
macro_rules! counted {
    ($what:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM poll_votes v JOIN polls q ON q.id = v.poll_id JOIN members m ON m.id = v.member \
             WHERE v.poll_id = ? AND (m.left_at IS NULL OR (q.closed_at IS NOT NULL AND m.left_at >= q.closed_at)) ",
            $rest
        )
    };
}

#[async_trait]
impl PollRead for SqliteTx {
    async fn poll(&mut self, id: &PollId) -> Stored<Option<PollRow>> {
        let row = query(poll!("q.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(poll).transpose()
    }

    async fn votes(&mut self, id: &PollId, me: &MemberId) -> Stored<Votes> {
        let rows = query(counted!("v.choice, COUNT(*) AS votes", "GROUP BY v.choice ORDER BY v.choice"))
            .bind(id.as_str())
            .fetch_all(self.on())
            .await?;
        let voters = query(counted!("COUNT(DISTINCT v.member) AS voters", ""))
            .bind(id.as_str())
            .fetch_one(self.on())
            .await?;
        let mine = query("SELECT choice FROM poll_votes WHERE poll_id = ? AND member = ? ORDER BY choice")
            .bind(id.as_str())
            .bind(me.as_str())
            .fetch_all(self.on())
            .await?;
        Ok(Votes {
            sums: rows.iter().map(|r| Ok((r.count("choice")?, r.count("votes")?))).collect::<Stored<_>>()?,
            voters: voters.count("voters")?,
            mine: mine.iter().map(|r| r.count("choice")).collect::<Stored<_>>()?,
        })
    }

    async fn due_polls(&mut self, now: Timestamp) -> Stored<Vec<PollRow>> {
        let rows = query(poll!("q.closed_at IS NULL AND q.closes_at <= ? AND q.id NOT IN (SELECT id FROM put_off) ORDER BY q.closes_at"))
            .bind(now.0)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(poll).collect()
    }

    async fn open_polls_in(&mut self, group: &GroupId) -> Stored<Vec<PollRow>> {
        let rows = query(poll!("q.closed_at IS NULL AND q.group_id = ?"))
            .bind(group.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(poll).collect()
    }

    async fn next_poll_due(&mut self) -> Stored<Option<Timestamp>> {
        query(
            "SELECT MIN(q.closes_at) AS due FROM polls q WHERE q.closed_at IS NULL AND q.id NOT IN (SELECT id FROM put_off) AND EXISTS \
             (SELECT 1 FROM posts p WHERE p.attachment_id = q.id AND p.deleted_at IS NULL)",
        )
        .fetch_one(self.on())
        .await?
        .opt_time("due")
    }
}

#[async_trait]
impl PollWrite for SqliteTx {
    async fn add_poll(&mut self, poll: &PollRow) -> Stored<()> {
        query(
            "INSERT INTO polls (id, group_id, maker, question, choices, several, opened_at, closes_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(poll.id.as_str())
        .bind(poll.group_id.as_str())
        .bind(poll.maker_id.as_str())
        .bind(&poll.question)
        .bind(json(&poll.choices)?)
        .bind(poll.several)
        .bind(poll.opened_at.0)
        .bind(poll.closes_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_votes(&mut self, poll: &PollId, member: &MemberId, choices: &[u32]) -> Stored<bool> {
        let chosen = json(&choices)?;
        let gone = query(
            "DELETE FROM poll_votes WHERE poll_id = ? AND member = ? \
             AND choice NOT IN (SELECT value FROM json_each(?))",
        )
        .bind(poll.as_str())
        .bind(member.as_str())
        .bind(&chosen)
        .execute(self.on())
        .await?;
        let came = query(
            "INSERT INTO poll_votes (poll_id, member, choice) SELECT ?, ?, value FROM json_each(?) \
             WHERE true ON CONFLICT DO NOTHING",
        )
        .bind(poll.as_str())
        .bind(member.as_str())
        .bind(&chosen)
        .execute(self.on())
        .await?;
        Ok(gone.rows_affected() + came.rows_affected() > 0)
    }

    async fn drop_poll(&mut self, id: &PollId) -> Stored<()> {
        query("DELETE FROM poll_votes WHERE poll_id = ?").bind(id.as_str()).execute(self.on()).await?;
        query("DELETE FROM polls WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn close_poll(&mut self, id: &PollId, at: Timestamp) -> Stored<()> {
        query("UPDATE polls SET closed_at = ? WHERE id = ? AND closed_at IS NULL")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
