//! Bargains in SQL.

use async_trait::async_trait;
use contract::{BargainId, DealId, MemberId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{Columns, json, member_columns, word};
use crate::store::{BargainRead, BargainRow, BargainWrite, HelpRow, Stored};

macro_rules! bargain_columns {
    ($rest:literal) => {
        concat!(
            "SELECT b.*, ",
            member_columns!(),
            " FROM bargains b LEFT JOIN members m ON m.id = b.member_id AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

/// The memberships in a group, left ones too, of who has this one.
macro_rules! same_person {
    ($id:literal) => {
        concat!(
            "(SELECT one.id FROM members me JOIN members one ON one.account_id = me.account_id \
             AND one.group_id = me.group_id WHERE me.id = ",
            $id,
            ")"
        )
    };
}

fn bargain(row: &SqliteRow) -> Stored<BargainRow> {
    Ok(BargainRow {
        id: row.id("id")?,
        deal_id: row.id("deal_id")?,
        member_id: row.id("member_id")?,
        member: row.member()?,
        cuts: row.json("cuts")?,
        helps: row.count("helps")?,
        state: row.word("state")?,
        opened_at: row.time("opened_at")?,
        ends_at: row.time("ends_at")?,
    })
}

#[async_trait]
impl BargainRead for SqliteTx {
    async fn bargain(&mut self, id: &BargainId) -> Stored<Option<BargainRow>> {
        let row = query(bargain_columns!("b.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(bargain).transpose()
    }

    async fn running_bargains(&mut self, deal: &DealId) -> Stored<Vec<BargainRow>> {
        let rows = query(bargain_columns!("b.deal_id = ? AND b.state = 'running' ORDER BY b.ends_at, b.n"))
            .bind(deal.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(bargain).collect()
    }

    async fn bargain_of(&mut self, deal: &DealId, member: &MemberId) -> Stored<Option<BargainRow>> {
        let row = query(bargain_columns!("b.deal_id = ? AND b.member_id = ?"))
            .bind(deal.as_str())
            .bind(member.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(bargain).transpose()
    }

    async fn bargain_counts(&mut self, deal: &DealId) -> Stored<(u32, u32)> {
        let row = query(
            "SELECT COUNT(*) FILTER (WHERE state = 'running') AS running, \
             COUNT(*) FILTER (WHERE state IN ('reached', 'bought')) AS bought FROM bargains WHERE deal_id = ?",
        )
        .bind(deal.as_str())
        .fetch_one(self.on())
        .await?;
        Ok((row.count("running")?, row.count("bought")?))
    }

    async fn helps(&mut self, bargains: &[&BargainId]) -> Stored<Vec<HelpRow>> {
        let rows = query(concat!(
            "SELECT h.bargain_id, h.member_id, ",
            member_columns!(),
            " FROM bargain_helps h LEFT JOIN members m ON m.id = h.member_id AND m.left_at IS NULL \
             WHERE h.bargain_id IN (SELECT value FROM json_each(?)) ORDER BY h.bargain_id, h.place"
        ))
        .bind(json(&bargains)?)
        .fetch_all(self.on())
        .await?;
        let help = |row| {
            let row: &SqliteRow = row;
            Ok(HelpRow {
                bargain_id: row.id("bargain_id")?,
                member_id: row.id("member_id")?,
                member: row.member()?,
            })
        };
        rows.iter().map(help).collect()
    }

    async fn helped_in(&mut self, deal: &DealId, member: &MemberId) -> Stored<Vec<BargainId>> {
        let rows = query(concat!(
            "SELECT h.bargain_id FROM bargains b JOIN bargain_helps h ON h.bargain_id = b.id \
             WHERE b.deal_id = ?2 AND h.member_id IN ",
            same_person!("?1")
        ))
        .bind(member.as_str())
        .bind(deal.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|row| row.id("bargain_id")).collect()
    }

    async fn began(&mut self, deal: &DealId, member: &MemberId) -> Stored<bool> {
        query(concat!(
            "SELECT EXISTS (SELECT 1 FROM bargains WHERE deal_id = ?2 AND member_id IN ",
            same_person!("?1"),
            ") AS began"
        ))
        .bind(member.as_str())
        .bind(deal.as_str())
        .fetch_one(self.on())
        .await?
        .flag("began")
    }

    async fn helped(&mut self, bargain: &BargainId, member: &MemberId) -> Stored<bool> {
        query(concat!(
            "SELECT EXISTS (SELECT 1 FROM bargain_helps WHERE bargain_id = ?2 AND member_id IN ",
            same_person!("?1"),
            ") AS helped"
        ))
        .bind(member.as_str())
        .bind(bargain.as_str())
        .fetch_one(self.on())
        .await?
        .flag("helped")
    }

    async fn helps_on(&mut self, member: &MemberId, day: i64) -> Stored<u32> {
        query(concat!(
            "SELECT COUNT(*) AS helps FROM bargain_helps WHERE member_id IN ",
            same_person!("?1"),
            " AND day = ?2"
        ))
        .bind(member.as_str())
        .bind(day)
        .fetch_one(self.on())
        .await?
        .count("helps")
    }

    async fn due_bargain(&mut self, now: Timestamp) -> Stored<Option<BargainRow>> {
        let row = query(bargain_columns!(
            "b.state = 'running' AND b.ends_at <= ? AND b.id NOT IN (SELECT id FROM put_off) \
             ORDER BY b.ends_at, b.n LIMIT 1"
        ))
        .bind(now.0)
        .fetch_optional(self.on())
        .await?;
        row.as_ref().map(bargain).transpose()
    }

    async fn next_bargain_due(&mut self) -> Stored<Option<Timestamp>> {
        query("SELECT MIN(ends_at) AS at FROM bargains WHERE state = 'running' AND id NOT IN (SELECT id FROM put_off)")
            .fetch_one(self.on())
            .await?
            .opt_time("at")
    }
}

#[async_trait]
impl BargainWrite for SqliteTx {
    async fn add_bargain(&mut self, bargain: &BargainRow) -> Stored<()> {
        query(
            "INSERT INTO bargains (id, deal_id, member_id, cuts, helps, state, opened_at, ends_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(bargain.id.as_str())
        .bind(bargain.deal_id.as_str())
        .bind(bargain.member_id.as_str())
        .bind(json(&bargain.cuts)?)
        .bind(bargain.helps)
        .bind(word(&bargain.state))
        .bind(bargain.opened_at.0)
        .bind(bargain.ends_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_bargain(&mut self, bargain: &BargainRow) -> Stored<()> {
        query("UPDATE bargains SET helps = ?, state = ? WHERE id = ?")
            .bind(bargain.helps)
            .bind(word(&bargain.state))
            .bind(bargain.id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_help(
        &mut self,
        bargain: &BargainRow,
        member: &MemberId,
        day: i64,
        nth: u32,
        at: Timestamp,
    ) -> Stored<()> {
        query("INSERT INTO bargain_helps (bargain_id, place, member_id, day, nth, at) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(bargain.id.as_str())
            .bind(bargain.helps)
            .bind(member.as_str())
            .bind(day)
            .bind(nth)
            .bind(at.0)
            .execute(self.on())
            .await?;
        Ok(())
    }
}
