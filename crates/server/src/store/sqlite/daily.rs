//! Daily activities and answers to them in SQL.

use async_trait::async_trait;
use contract::{DailyAnswerId, DailyId, GroupId, MemberId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, member_columns};
use crate::store::{DailyAnswerRow, DailyRead, DailyRow, DailySieve, DailyWrite, Slice, Stored};

macro_rules! daily {
    ($rest:literal) => {
        concat!(
            "SELECT d.*, EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = d.id AND p.pinned) AS pinned \
             FROM dailies d WHERE ",
            $rest
        )
    };
}

macro_rules! answer {
    ($rest:literal) => {
        concat!(
            "SELECT a.*, ",
            member_columns!(),
            " FROM daily_answers a LEFT JOIN members m ON m.id = a.member_id AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

fn daily(row: &SqliteRow) -> Stored<DailyRow> {
    Ok(DailyRow {
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        maker_id: row.id("maker")?,
        day: row.text("day")?,
        words: row.text("words")?,
        starts_at: row.time("starts_at")?,
        ends_at: row.time("ends_at")?,
        opened_at: row.opt_time("opened_at")?,
        closed_at: row.opt_time("closed_at")?,
        pinned: row.flag("pinned")?,
    })
}

fn answer(row: &SqliteRow) -> Stored<DailyAnswerRow> {
    Ok(DailyAnswerRow {
        n: row.int("n")?,
        id: row.id("id")?,
        daily_id: row.id("daily_id")?,
        member_id: row.id("member_id")?,
        member: row.member()?,
        words: row.text("words")?,
        answered_at: row.time("answered_at")?,
        edited_at: row.opt_time("edited_at")?,
    })
}

#[async_trait]
impl DailyRead for SqliteTx {
    async fn daily(&mut self, id: &DailyId) -> Stored<Option<DailyRow>> {
        let row = query(daily!("d.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(daily).transpose()
    }

    async fn dailies(
        &mut self,
        group: &GroupId,
        sieve: DailySieve<'_>,
        slice: Slice,
    ) -> Stored<Vec<DailyRow>> {
        let rows = query(daily!(
            "d.group_id = ?1 AND d.starts_at < ?2 AND CASE WHEN d.opened_at IS NULL AND d.closed_at IS NULL THEN ?3 \
             ELSE d.closed_at IS NULL OR COALESCE(d.opened_at, d.starts_at) >= ?4 OR pinned \
             OR EXISTS (SELECT 1 FROM daily_answers a WHERE a.daily_id = d.id AND a.member_id = ?5) END \
             ORDER BY d.starts_at DESC LIMIT ?6"
        ))
        .bind(group.as_str())
        .bind(slice.falling())
        .bind(sieve.planned)
        .bind(sieve.from.0)
        .bind(sieve.me.as_str())
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(daily).collect()
    }

    async fn daily_between(&mut self, group: &GroupId, from: Timestamp, to: Timestamp) -> Stored<bool> {
        query(
            "SELECT EXISTS (SELECT 1 FROM dailies WHERE group_id = ? AND ends_at > ? AND starts_at < ?) AS taken",
        )
        .bind(group.as_str())
        .bind(from.0)
        .bind(to.0)
        .fetch_one(self.on())
        .await?
        .flag("taken")
    }

    async fn daily_answer(&mut self, id: &DailyAnswerId) -> Stored<Option<DailyAnswerRow>> {
        let row = query(answer!("a.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(answer).transpose()
    }

    async fn daily_answer_of(
        &mut self,
        daily: &DailyId,
        member: &MemberId,
    ) -> Stored<Option<DailyAnswerRow>> {
        let row = query(answer!("a.daily_id = ? AND a.member_id = ?"))
            .bind(daily.as_str())
            .bind(member.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(answer).transpose()
    }

    async fn daily_answers(
        &mut self,
        daily: &DailyId,
        sieve: DailySieve<'_>,
        slice: Slice,
    ) -> Stored<Vec<DailyAnswerRow>> {
        let rows = query(answer!(
            "a.daily_id = ? AND a.n > ? AND (a.answered_at >= ? OR a.member_id = ?) ORDER BY a.n LIMIT ?"
        ))
        .bind(daily.as_str())
        .bind(slice.rising().1)
        .bind(sieve.from.0)
        .bind(sieve.me.as_str())
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(answer).collect()
    }

    async fn last_daily_answers(
        &mut self,
        daily: &DailyId,
        sieve: DailySieve<'_>,
        most: u32,
    ) -> Stored<Vec<DailyAnswerRow>> {
        let rows = query(answer!(
            "a.daily_id = ? AND (a.answered_at >= ? OR a.member_id = ?) ORDER BY a.n DESC LIMIT ?"
        ))
        .bind(daily.as_str())
        .bind(sieve.from.0)
        .bind(sieve.me.as_str())
        .bind(most)
        .fetch_all(self.on())
        .await?;
        rows.iter().rev().map(answer).collect()
    }

    async fn daily_answer_count(&mut self, daily: &DailyId, sieve: DailySieve<'_>) -> Stored<u32> {
        query(
            "SELECT COUNT(*) AS answers FROM daily_answers WHERE daily_id = ? AND (answered_at >= ? OR member_id = ?)",
        )
        .bind(daily.as_str())
        .bind(sieve.from.0)
        .bind(sieve.me.as_str())
        .fetch_one(self.on())
        .await?
        .count("answers")
    }

    async fn due_dailies(&mut self, now: Timestamp) -> Stored<Vec<DailyRow>> {
        let rows = query(daily!(
            "d.closed_at IS NULL AND d.starts_at <= ?1 AND (d.opened_at IS NULL OR d.ends_at <= ?1) \
             AND d.id NOT IN (SELECT id FROM put_off) ORDER BY d.starts_at"
        ))
        .bind(now.0)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(daily).collect()
    }

    async fn open_dailies_in(&mut self, group: &GroupId) -> Stored<Vec<DailyRow>> {
        let rows = query(daily!("d.closed_at IS NULL AND d.group_id = ? ORDER BY d.starts_at"))
            .bind(group.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(daily).collect()
    }

    async fn next_daily_due(&mut self) -> Stored<Option<Timestamp>> {
        query(
            "SELECT MIN(CASE WHEN d.opened_at IS NULL THEN d.starts_at ELSE d.ends_at END) AS due FROM dailies d \
             WHERE d.closed_at IS NULL AND d.id NOT IN (SELECT id FROM put_off)",
        )
        .fetch_one(self.on())
        .await?
        .opt_time("due")
    }
}

#[async_trait]
impl DailyWrite for SqliteTx {
    async fn add_daily(&mut self, daily: &DailyRow) -> Stored<()> {
        query(
            "INSERT INTO dailies (id, group_id, maker, day, words, starts_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(daily.id.as_str())
        .bind(daily.group_id.as_str())
        .bind(daily.maker_id.as_str())
        .bind(&daily.day)
        .bind(&daily.words)
        .bind(daily.starts_at.0)
        .bind(daily.ends_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn word_daily(&mut self, id: &DailyId, words: &str) -> Stored<()> {
        query("UPDATE dailies SET words = ? WHERE id = ?")
            .bind(words)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn open_daily(&mut self, id: &DailyId, at: Timestamp) -> Stored<()> {
        query("UPDATE dailies SET opened_at = ? WHERE id = ? AND opened_at IS NULL")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn close_daily(&mut self, id: &DailyId, at: Timestamp) -> Stored<()> {
        query("UPDATE dailies SET closed_at = ? WHERE id = ? AND closed_at IS NULL")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_daily(&mut self, id: &DailyId) -> Stored<()> {
        query("DELETE FROM daily_answers WHERE daily_id = ?").bind(id.as_str()).execute(self.on()).await?;
        query("DELETE FROM dailies WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn add_daily_answer(&mut self, answer: &DailyAnswerRow) -> Stored<()> {
        query(
            "INSERT INTO daily_answers (id, daily_id, member_id, words, answered_at) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(answer.id.as_str())
        .bind(answer.daily_id.as_str())
        .bind(answer.member_id.as_str())
        .bind(&answer.words)
        .bind(answer.answered_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn word_daily_answer(&mut self, id: &DailyAnswerId, words: &str, at: Timestamp) -> Stored<()> {
        query("UPDATE daily_answers SET words = ?, edited_at = ? WHERE id = ?")
            .bind(words)
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_daily_answer(&mut self, id: &DailyAnswerId) -> Stored<()> {
        query("DELETE FROM daily_answers WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }
}
