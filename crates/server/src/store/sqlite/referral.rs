//! What shares led to, in SQL.

use async_trait::async_trait;
use contract::group::Persona;
use contract::{GroupId, MemberId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, member_columns};
use crate::store::{
    CameRow, CreditRow, CreditSum, HelperRow, LeadRow, ReferralRead, ReferralWrite, ShareRow, Stored,
};

fn share(row: &SqliteRow) -> Stored<ShareRow> {
    Ok(ShareRow {
        member_id: row.id("member")?,
        account_id: row.id("account_id")?,
        token: row.text("token")?,
        since: row.time("since")?,
        final_at: row.opt_time("final_at")?,
    })
}

fn lead(row: &SqliteRow) -> Stored<LeadRow> {
    Ok(LeadRow {
        member_id: row.id("member")?,
        kind: row.text("kind")?,
        thing: row.text("thing")?,
        sharer: Some(row.id::<MemberId>("sharer")?).filter(|id| !id.as_str().is_empty()),
        at: row.time("at")?,
    })
}

/// A share of a present member.
macro_rules! share_of {
    ($($more:literal),*) => {
        query(concat!(
            "SELECT s.*, m.account_id FROM shares s JOIN members m ON m.id = s.member WHERE m.left_at IS NULL AND ",
            $($more),*
        ))
    };
}

/// What counts while nobody erased whom it names: who did it, whose share it was, who stands between.
macro_rules! standing_credits {
    () => {
        "FROM credits c WHERE NOT EXISTS (SELECT 1 FROM shares s WHERE s.final_at IS NOT NULL AND \
         (s.member = c.member OR s.member IN (SELECT d.sharer FROM credits d \
         WHERE d.act = c.act AND d.depth <= c.depth))) "
    };
}

#[async_trait]
impl ReferralRead for SqliteTx {
    async fn share(&mut self, member: &MemberId) -> Stored<Option<ShareRow>> {
        let row = share_of!("s.member = ?").bind(member.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(share).transpose()
    }

    async fn share_by_token(&mut self, group: &GroupId, token: &str) -> Stored<Option<ShareRow>> {
        let row = share_of!("s.final_at IS NULL AND s.group_id = ? AND s.token = ?")
            .bind(group.as_str())
            .bind(token)
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(share).transpose()
    }

    async fn leads(&mut self, member: &MemberId, thing: &str) -> Stored<Vec<LeadRow>> {
        let rows = query("SELECT * FROM leads WHERE member = ? AND thing = ? ORDER BY at")
            .bind(member.as_str())
            .bind(thing)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(lead).collect()
    }

    async fn came(&mut self, member: &MemberId, most: u32) -> Stored<Vec<CameRow>> {
        let rows = query(concat!(
            "SELECT l.*, m.nickname, m.avatar, EXISTS (SELECT 1 ",
            standing_credits!(),
            "AND c.member = l.member AND c.thing = l.thing AND c.sharer = l.sharer AND c.depth = 1) AS counted \
             FROM leads l JOIN members m ON m.id = l.sharer JOIN shares s ON s.member = l.sharer \
             WHERE l.member = ? AND m.left_at IS NULL AND s.final_at IS NULL ORDER BY l.at DESC, l.thing LIMIT ?",
        ))
        .bind(member.as_str())
        .bind(most)
        .fetch_all(self.on())
        .await?;
        let rows = rows.iter();
        rows.map(|r| {
            let by = Persona { nickname: r.text("nickname")?, avatar: r.text("avatar")? };
            Ok(CameRow { lead: lead(r)?, by, counted: r.flag("counted")? })
        })
        .collect()
    }

    async fn credits(&mut self, sharer: &MemberId, most: u32) -> Stored<Vec<CreditSum>> {
        let rows = query(concat!(
            "SELECT c.kind, c.thing, SUM(c.depth = 1) AS direct, SUM(c.depth > 1) AS further ",
            standing_credits!(),
            "AND c.sharer = ? GROUP BY c.kind, c.thing ORDER BY MAX(c.at) DESC, c.thing LIMIT ?",
        ))
        .bind(sharer.as_str())
        .bind(most)
        .fetch_all(self.on())
        .await?;
        let sum = |r: &SqliteRow| {
            let (direct, further) = (r.count("direct")?, r.count("further")?);
            Ok(CreditSum { kind: r.text("kind")?, thing: r.text("thing")?, direct, further })
        };
        rows.iter().map(sum).collect()
    }

    async fn beside(&mut self, member: &MemberId) -> Stored<Vec<MemberId>> {
        let rows = query(
            "SELECT sharer AS who FROM credits WHERE member = ?1 OR act IN \
             (SELECT act FROM credits WHERE sharer = ?1) UNION SELECT member FROM leads WHERE sharer = ?1",
        )
        .bind(member.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|r| r.id("who")).collect()
    }

    async fn named_by(&mut self, act: &str) -> Stored<Vec<MemberId>> {
        let rows = query("SELECT sharer AS who FROM credits WHERE act = ?1 UNION SELECT member FROM credits WHERE act = ?1")
            .bind(act)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(|r| r.id("who")).collect()
    }

    async fn helpers(&mut self, group: &GroupId) -> Stored<Vec<HelperRow>> {
        let rows = query(concat!(
            "SELECT ",
            member_columns!(),
            ", t.joined, t.bought FROM (SELECT c.sharer, COUNT(DISTINCT CASE WHEN c.kind = 'group' \
             THEN c.member END) AS joined, COUNT(DISTINCT CASE WHEN c.kind <> 'group' THEN c.member END) AS bought ",
            standing_credits!(),
            "AND c.group_id = ? AND c.depth = 1 GROUP BY c.sharer) t JOIN members m ON m.id = t.sharer \
             WHERE m.left_at IS NULL ORDER BY m.n",
        ))
        .bind(group.as_str())
        .fetch_all(self.on())
        .await?;
        let mut helpers = Vec::new();
        for row in &rows {
            if let Some(member) = row.member()? {
                let (joined, bought) = (row.count("joined")?, row.count("bought")?);
                helpers.push(HelperRow { member, joined, bought });
            }
        }
        Ok(helpers)
    }

    async fn due_erasures(&mut self, now: Timestamp) -> Stored<Vec<MemberId>> {
        let rows =
            query("SELECT member FROM shares WHERE final_at <= ? AND member NOT IN (SELECT id FROM put_off)")
                .bind(now.0)
                .fetch_all(self.on())
                .await?;
        rows.iter().map(|r| r.id("member")).collect()
    }

    async fn next_erasure_due(&mut self) -> Stored<Option<Timestamp>> {
        let row = query("SELECT MIN(final_at) AS due FROM shares WHERE final_at IS NOT NULL AND member NOT IN (SELECT id FROM put_off)")
            .fetch_one(self.on())
            .await?;
        row.opt_time("due")
    }
}

#[async_trait]
impl ReferralWrite for SqliteTx {
    async fn set_share(
        &mut self,
        group: &GroupId,
        member: &MemberId,
        token: &str,
        since: Timestamp,
    ) -> Stored<()> {
        query("INSERT OR REPLACE INTO shares (member, group_id, token, since) VALUES (?, ?, ?, ?)")
            .bind(member.as_str())
            .bind(group.as_str())
            .bind(token)
            .bind(since.0)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_final(&mut self, member: &MemberId, at: Option<Timestamp>) -> Stored<()> {
        query("UPDATE shares SET final_at = ? WHERE member = ?")
            .bind(at.map(|t| t.0))
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_lead(&mut self, lead: &LeadRow, oldest: Timestamp) -> Stored<()> {
        query(
            "INSERT INTO leads (member, kind, thing, sharer, at) VALUES (?, ?, ?, ?, ?) \
             ON CONFLICT DO UPDATE SET at = excluded.at WHERE at < ?",
        )
        .bind(lead.member_id.as_str())
        .bind(&lead.kind)
        .bind(&lead.thing)
        .bind(lead.sharer.as_ref().map_or("", MemberId::as_str))
        .bind(lead.at.0)
        .bind(oldest.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn forget_leads(
        &mut self,
        member: &MemberId,
        kind: &str,
        thing: &str,
        at: Timestamp,
    ) -> Stored<()> {
        query("DELETE FROM leads WHERE member = ? AND thing = ?")
            .bind(member.as_str())
            .bind(thing)
            .execute(self.on())
            .await?;
        let (kind, thing) = (kind.to_owned(), thing.to_owned());
        let none = LeadRow { member_id: member.clone(), kind, thing, sharer: None, at };
        self.add_lead(&none, at).await
    }

    async fn add_credit(&mut self, credit: &CreditRow) -> Stored<()> {
        query(
            "INSERT OR IGNORE INTO credits (act, depth, group_id, kind, thing, member, sharer, at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(&credit.act)
        .bind(credit.depth)
        .bind(credit.group_id.as_str())
        .bind(&credit.kind)
        .bind(&credit.thing)
        .bind(credit.member_id.as_str())
        .bind(credit.sharer.as_str())
        .bind(credit.at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn drop_credits(&mut self, act: &str) -> Stored<()> {
        query("DELETE FROM credits WHERE act = ?").bind(act).execute(self.on()).await?;
        Ok(())
    }

    async fn drop_credits_at(&mut self, member: &MemberId, thing: &str) -> Stored<()> {
        query("DELETE FROM credits WHERE member = ? AND thing = ?")
            .bind(member.as_str())
            .bind(thing)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn erase_trace(&mut self, member: &MemberId) -> Stored<()> {
        // Behind who erased it nobody is named: what stands further back stands there through them.
        query(
            "DELETE FROM credits AS c WHERE c.member = ?1 OR EXISTS (SELECT 1 FROM credits d \
             WHERE d.act = c.act AND d.sharer = ?1 AND d.depth <= c.depth)",
        )
        .bind(member.as_str())
        .execute(self.on())
        .await?;
        query("DELETE FROM leads WHERE member = ?1 OR sharer = ?1")
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_share(&mut self, member: &MemberId) -> Stored<()> {
        query("DELETE FROM shares WHERE member = ?").bind(member.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn drop_referral(&mut self, group: &GroupId) -> Stored<()> {
        let all = [
            "DELETE FROM credits WHERE group_id = ?",
            "DELETE FROM leads WHERE member IN (SELECT id FROM members WHERE group_id = ?)",
            "DELETE FROM shares WHERE group_id = ?",
        ];
        for sql in all {
            query(sql).bind(group.as_str()).execute(self.on()).await?;
        }
        Ok(())
    }
}
