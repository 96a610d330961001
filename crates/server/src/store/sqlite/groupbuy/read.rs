//! Questions about deals and pledges in SQL.

use async_trait::async_trait;
use contract::group::Member;
use contract::{DealId, GroupId, MemberId, PledgeId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{Columns, member_columns};
use crate::store::{DealRead, DealRow, PledgeRow, Slice, Stored};

macro_rules! counted {
    () => {
        "d.*, \
         (SELECT json_group_array(json_object('label', o.label, 'stock', o.stock, 'taken', o.taken)) FROM \
          (SELECT * FROM deal_options WHERE deal_id = d.id ORDER BY place) o) AS options, \
         (SELECT t.id FROM posts t WHERE t.attachment_id = d.id AND t.deleted_at IS NULL LIMIT 1) AS post_id"
    };
}

macro_rules! pledge_columns {
    ($rest:literal) => {
        concat!(
            "SELECT p.*, ",
            member_columns!(),
            " FROM pledges p LEFT JOIN members m ON m.id = p.member_id AND m.left_at IS NULL WHERE ",
            $rest
        )
    };
}

pub(super) use pledge_columns;

fn deal(row: &SqliteRow) -> Stored<DealRow> {
    let count = |name: &str| row.opt_int(name)?.map(|_| row.count(name)).transpose();
    Ok(DealRow {
        n: row.int("n")?,
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        opener_id: row.id("opener")?,
        title: row.text("title")?,
        about: row.text("about")?,
        pick_up: row.text("pick_up")?,
        tiers: row.json("tiers")?,
        minimum: row.count("minimum")?,
        stock: count("stock")?,
        per_member: row.count("per_member")?,
        per_order: count("per_order")?,
        options: row.json("options")?,
        pick_up_at: row.json("pick_up_at")?,
        edited_at: row.opt_time("edited_at")?,
        post_id: row.opt_id("post_id")?,
        state: row.word("state")?,
        opened_at: row.time("opened_at")?,
        ends_at: row.time("ends_at")?,
        closed_at: row.opt_time("closed_at")?,
        people: row.count("people")?,
        units: row.count("units")?,
        team: row.opt_text("team")?.map(|_| row.json("team")).transpose()?,
        bargain: row.opt_text("bargain")?.map(|_| row.json("bargain")).transpose()?,
        settling: row.word("settling")?,
    })
}

pub(super) fn pledge(row: &SqliteRow) -> Stored<PledgeRow> {
    Ok(PledgeRow {
        n: row.int("n")?,
        id: row.id("id")?,
        deal_id: row.id("deal_id")?,
        member_id: row.id("member_id")?,
        member: row.member()?,
        quantity: row.count("quantity")?,
        picks: row.json("picks")?,
        terms: row.opt_text("terms")?.map(|_| row.json("terms")).transpose()?,
        collected_at: row.opt_time("collected_at")?,
        state: row.word("state")?,
        pledged_at: row.time("pledged_at")?,
        team_id: row.opt_id("team_id")?,
        place: row.opt_int("place")?.map(|_| row.count("place")).transpose()?,
        price: row.opt_int("price")?,
        counted: row.flag("counted")?,
    })
}

impl SqliteTx {
    /// The open deals of a group.
    pub async fn find_open_deals(&mut self, group: &GroupId) -> Stored<Vec<DealRow>> {
        let rows = query(concat!(
            "SELECT ",
            counted!(),
            " FROM deals d WHERE d.closed_at IS NULL AND d.group_id = ? ORDER BY d.n"
        ))
        .bind(group.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(deal).collect()
    }
}

#[async_trait]
impl DealRead for SqliteTx {
    async fn deal(&mut self, id: &DealId) -> Stored<Option<DealRow>> {
        let row = query(concat!("SELECT ", counted!(), " FROM deals d WHERE d.id = ?"))
            .bind(id.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(deal).transpose()
    }

    async fn deals(
        &mut self,
        group: &GroupId,
        me: &MemberId,
        from: Timestamp,
        slice: Slice,
    ) -> Stored<Vec<(i64, DealRow)>> {
        let (key, n) = slice.rising_then_falling();
        let rows = query(concat!(
            "SELECT ",
            counted!(),
            ", d.closed_at IS NOT NULL AS rank FROM deals d WHERE d.group_id = ?1 \
             AND (d.closed_at IS NULL OR d.closed_at >= ?2 OR d.opener = ?3 \
               OR EXISTS (SELECT 1 FROM pledges p WHERE p.deal_id = d.id AND p.member_id = ?3)) \
             AND (d.closed_at IS NOT NULL, -d.n) > (?4, -?5) ORDER BY rank, d.n DESC LIMIT ?6"
        ))
        .bind(group.as_str())
        .bind(from.0)
        .bind(me.as_str())
        .bind(key)
        .bind(n)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|r| Ok((r.int("rank")?, deal(r)?))).collect()
    }

    async fn due_deal(&mut self, now: Timestamp) -> Stored<Option<DealRow>> {
        let row = query(concat!(
            "SELECT ",
            counted!(),
            " FROM deals d WHERE d.closed_at IS NULL AND d.ends_at <= ? AND NOT EXISTS \
             (SELECT 1 FROM teams t WHERE t.deal_id = d.id AND t.state = 'running') AND NOT EXISTS \
             (SELECT 1 FROM bargains b WHERE b.deal_id = d.id AND b.state = 'running') AND d.id NOT IN (SELECT id FROM put_off) \
             ORDER BY d.ends_at, d.n LIMIT 1"
        ))
        .bind(now.0)
        .fetch_optional(self.on())
        .await?;
        row.as_ref().map(deal).transpose()
    }

    async fn open_deals_of(&mut self, opener: &MemberId) -> Stored<Vec<DealRow>> {
        let rows = query(concat!(
            "SELECT ",
            counted!(),
            " FROM deals d WHERE d.closed_at IS NULL AND d.opener = ? ORDER BY d.n"
        ))
        .bind(opener.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(deal).collect()
    }

    async fn next_deal_due(&mut self) -> Stored<Option<Timestamp>> {
        query(
            "SELECT MIN(ends_at) AS at FROM deals d WHERE closed_at IS NULL AND id NOT IN (SELECT id FROM put_off) AND (team IS NULL OR NOT EXISTS \
             (SELECT 1 FROM teams t WHERE t.deal_id = d.id AND t.state = 'running' \
             AND (t.ends_at > d.ends_at OR t.id IN (SELECT id FROM put_off)))) AND (bargain IS NULL OR NOT EXISTS \
             (SELECT 1 FROM bargains b WHERE b.deal_id = d.id AND b.state = 'running' \
             AND (b.ends_at > d.ends_at OR b.id IN (SELECT id FROM put_off))))",
        )
            .fetch_one(self.on())
            .await?
            .opt_time("at")
    }

    async fn pledges(&mut self, deal: &DealId, slice: Slice) -> Stored<Vec<PledgeRow>> {
        let rows = query(pledge_columns!("p.deal_id = ? AND p.n > ? ORDER BY p.n LIMIT ?"))
            .bind(deal.as_str())
            .bind(slice.rising().1)
            .bind(slice.limit)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(pledge).collect()
    }

    async fn pledge(&mut self, id: &PledgeId) -> Stored<Option<PledgeRow>> {
        let row = query(pledge_columns!("p.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(pledge).transpose()
    }

    async fn pledge_numbered(&mut self, deal: &DealId, n: i64) -> Stored<Option<PledgeRow>> {
        let row = query(pledge_columns!("p.n = ? AND p.deal_id = ?"))
            .bind(n)
            .bind(deal.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(pledge).transpose()
    }

    async fn pledge_of(&mut self, deal: &DealId, member: &MemberId) -> Stored<Option<PledgeRow>> {
        let row = query(pledge_columns!("p.deal_id = ? AND p.member_id = ?"))
            .bind(deal.as_str())
            .bind(member.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(pledge).transpose()
    }

    async fn stood_before(&mut self, deal: &DealId, member: &MemberId) -> Stored<bool> {
        query(
            "SELECT EXISTS (SELECT 1 FROM members me JOIN members old ON old.account_id = me.account_id \
             AND old.group_id = me.group_id AND old.id <> me.id JOIN pledges p ON p.deal_id = ?1 AND p.member_id = old.id \
             WHERE me.id = ?2 AND p.state <> 'released') AS stood",
        )
        .bind(deal.as_str())
        .bind(member.as_str())
        .fetch_one(self.on())
        .await?
        .flag("stood")
    }

    async fn open_pledges_of(&mut self, member: &MemberId) -> Stored<Vec<PledgeRow>> {
        let rows = query(pledge_columns!(
            "p.member_id = ? AND p.deal_id IN (SELECT id FROM deals WHERE closed_at IS NULL) ORDER BY p.n"
        ))
        .bind(member.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(pledge).collect()
    }

    async fn faces(&mut self, deal: &DealId, limit: u32) -> Stored<Vec<Member>> {
        let rows = query(pledge_columns!(
            "p.deal_id = ? AND p.counted = 1 AND (p.team_id IS NULL OR p.state <> 'released') ORDER BY p.n LIMIT ?"
        ))
        .bind(deal.as_str())
        .bind(limit)
        .fetch_all(self.on())
        .await?;
        let faces: Vec<_> = rows.iter().map(Columns::member).collect::<Stored<_>>()?;
        Ok(faces.into_iter().flatten().collect())
    }
}
