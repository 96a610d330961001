//! Relays and their entries in SQL.

use async_trait::async_trait;
use contract::{GroupId, MemberId, RelayEntryId, RelayId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, member_columns, word};
use crate::store::{EntrySieve, RelayEntryRow, RelayRead, RelayRow, RelayWrite, Slice, Stored};

macro_rules! relay {
    ($rest:literal) => {
        concat!(
            "SELECT r.*, EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = r.id AND p.pinned) AS pinned FROM relays r \
             WHERE EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = r.id AND p.deleted_at IS NULL) AND ",
            $rest
        )
    };
}

macro_rules! entry {
    ($rest:literal) => {
        concat!(
            "SELECT e.*, ",
            member_columns!(),
            " FROM relay_entries e LEFT JOIN members m ON m.id = e.member_id AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

fn relay(row: &SqliteRow) -> Stored<RelayRow> {
    Ok(RelayRow {
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        maker_id: row.id("maker")?,
        title: row.text("title")?,
        rule: row.word("rule")?,
        in_turn: row.flag("in_turn")?,
        no_repeats: row.flag("no_repeats")?,
        most: row.opt_int("most")?.map(|_| row.count("most")).transpose()?,
        opened_at: row.time("opened_at")?,
        closes_at: row.time("closes_at")?,
        closed_at: row.opt_time("closed_at")?,
        pinned: row.flag("pinned")?,
    })
}

fn entry(row: &SqliteRow) -> Stored<RelayEntryRow> {
    Ok(RelayEntryRow {
        id: row.id("id")?,
        relay_id: row.id("relay_id")?,
        member_id: row.id("member_id")?,
        member: row.member()?,
        place: row.count("place")?,
        words: row.text("words")?,
        key: row.opt_text("key")?,
        entered_at: row.time("entered_at")?,
    })
}

#[async_trait]
impl RelayRead for SqliteTx {
    async fn relay(&mut self, id: &RelayId) -> Stored<Option<RelayRow>> {
        let row = query(relay!("r.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(relay).transpose()
    }

    async fn relay_entry(&mut self, id: &RelayEntryId) -> Stored<Option<RelayEntryRow>> {
        let row = query(entry!("e.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(entry).transpose()
    }

    async fn last_relay_entry(&mut self, relay: &RelayId) -> Stored<Option<RelayEntryRow>> {
        let row = query(entry!("e.relay_id = ? ORDER BY e.place DESC LIMIT 1"))
            .bind(relay.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(entry).transpose()
    }

    async fn relay_entries(
        &mut self,
        relay: &RelayId,
        sieve: EntrySieve<'_>,
        slice: Slice,
    ) -> Stored<Vec<RelayEntryRow>> {
        let rows = query(entry!(
            "e.relay_id = ?1 AND e.place < ?2 AND (e.entered_at >= ?3 OR e.member_id = ?4 OR (?5 AND e.place = \
             (SELECT MAX(l.place) FROM relay_entries l WHERE l.relay_id = ?1))) ORDER BY e.place DESC LIMIT ?6"
        ))
        .bind(relay.as_str())
        .bind(slice.falling())
        .bind(sieve.from.0)
        .bind(sieve.me.as_str())
        .bind(sieve.last)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(entry).collect()
    }

    async fn taken_back_entries(&mut self, relay: &RelayId) -> Stored<Vec<bool>> {
        let rows =
            query("SELECT key IS NULL AS gone FROM relay_entries WHERE relay_id = ? ORDER BY place DESC")
                .bind(relay.as_str())
                .fetch_all(self.on())
                .await?;
        rows.iter().map(|row| row.flag("gone")).collect()
    }

    async fn was_said(&mut self, relay: &RelayId, key: &str) -> Stored<bool> {
        query("SELECT EXISTS (SELECT 1 FROM relay_entries WHERE relay_id = ? AND key = ?) AS said")
            .bind(relay.as_str())
            .bind(key)
            .fetch_one(self.on())
            .await?
            .flag("said")
    }

    async fn is_in_relay(&mut self, relay: &RelayId, member: &MemberId) -> Stored<bool> {
        query("SELECT EXISTS (SELECT 1 FROM relay_entries WHERE relay_id = ? AND member_id = ?) AS is_in")
            .bind(relay.as_str())
            .bind(member.as_str())
            .fetch_one(self.on())
            .await?
            .flag("is_in")
    }

    async fn due_relays(&mut self, now: Timestamp) -> Stored<Vec<RelayRow>> {
        let rows = query(relay!("r.closed_at IS NULL AND r.closes_at <= ? AND r.id NOT IN (SELECT id FROM put_off) ORDER BY r.closes_at, r.n"))
            .bind(now.0)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(relay).collect()
    }

    async fn open_relays_in(&mut self, group: &GroupId) -> Stored<Vec<RelayRow>> {
        let rows = query(relay!("r.closed_at IS NULL AND r.group_id = ? ORDER BY r.n"))
            .bind(group.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(relay).collect()
    }

    async fn next_relay_due(&mut self) -> Stored<Option<Timestamp>> {
        query(
            "SELECT MIN(r.closes_at) AS due FROM relays r WHERE r.closed_at IS NULL AND r.id NOT IN (SELECT id FROM put_off) AND EXISTS \
             (SELECT 1 FROM posts p WHERE p.attachment_id = r.id AND p.deleted_at IS NULL)",
        )
        .fetch_one(self.on())
        .await?
        .opt_time("due")
    }
}

#[async_trait]
impl RelayWrite for SqliteTx {
    async fn add_relay(&mut self, relay: &RelayRow) -> Stored<()> {
        query(
            "INSERT INTO relays (id, group_id, maker, title, rule, in_turn, no_repeats, most, opened_at, closes_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(relay.id.as_str())
        .bind(relay.group_id.as_str())
        .bind(relay.maker_id.as_str())
        .bind(&relay.title)
        .bind(word(&relay.rule))
        .bind(relay.in_turn)
        .bind(relay.no_repeats)
        .bind(relay.most)
        .bind(relay.opened_at.0)
        .bind(relay.closes_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn add_relay_entry(&mut self, entry: &RelayEntryRow) -> Stored<()> {
        query(
            "INSERT INTO relay_entries (id, relay_id, member_id, place, words, key, entered_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(entry.id.as_str())
        .bind(entry.relay_id.as_str())
        .bind(entry.member_id.as_str())
        .bind(entry.place)
        .bind(&entry.words)
        .bind(&entry.key)
        .bind(entry.entered_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn hide_relay_entry(&mut self, id: &RelayEntryId) -> Stored<()> {
        query("UPDATE relay_entries SET words = '', key = NULL WHERE id = ?")
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn cut_relay(&mut self, relay: &RelayId, from_place: u32) -> Stored<()> {
        query("DELETE FROM relay_entries WHERE relay_id = ? AND place >= ?")
            .bind(relay.as_str())
            .bind(from_place)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn close_relay(&mut self, id: &RelayId, at: Timestamp) -> Stored<()> {
        query("UPDATE relays SET closed_at = ? WHERE id = ? AND closed_at IS NULL")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_relay(&mut self, id: &RelayId) -> Stored<()> {
        query("DELETE FROM relay_entries WHERE relay_id = ?").bind(id.as_str()).execute(self.on()).await?;
        query("DELETE FROM relays WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }
}
