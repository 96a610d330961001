//! Writes to deals, pledges and the ledger in SQL.

use async_trait::async_trait;
use contract::groupbuy::{DealState, PledgeState};
use contract::{DealId, PledgeId, Timestamp};
use sqlx::query;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{json, word};
use crate::store::{DealRead, DealRow, DealWrite, LedgerEntry, LedgerRow, PledgeRow, Stored};

fn entry(entry: LedgerEntry) -> &'static str {
    match entry {
        LedgerEntry::Due => "due",
        LedgerEntry::Paid => "paid",
        LedgerEntry::Kept => "kept",
        LedgerEntry::Refunded => "refunded",
    }
}

#[async_trait]
impl DealWrite for SqliteTx {
    async fn add_deal(&mut self, deal: &DealRow) -> Stored<()> {
        query(
            "INSERT INTO deals (id, group_id, opener, title, about, pick_up, tiers, minimum, stock, per_member, \
             per_order, pick_up_at, state, opened_at, ends_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(deal.id.as_str())
        .bind(deal.group_id.as_str())
        .bind(deal.opener_id.as_str())
        .bind(&deal.title)
        .bind(&deal.about)
        .bind(&deal.pick_up)
        .bind(json(&deal.tiers)?)
        .bind(deal.minimum)
        .bind(deal.stock)
        .bind(deal.per_member)
        .bind(deal.per_order)
        .bind(json(&deal.pick_up_at)?)
        .bind(word(&deal.state))
        .bind(deal.opened_at.0)
        .bind(deal.ends_at.0)
        .execute(self.on())
        .await?;
        self.put_options(deal).await
    }

    async fn close_deal(&mut self, id: &DealId, state: DealState, at: Timestamp) -> Stored<()> {
        query("UPDATE deals SET state = ?, closed_at = ? WHERE id = ?")
            .bind(word(&state))
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_pledge(&mut self, pledge: &PledgeRow) -> Stored<()> {
        query(
            "INSERT INTO pledges (id, deal_id, member_id, quantity, state, pledged_at, picks, terms) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(pledge.id.as_str())
        .bind(pledge.deal_id.as_str())
        .bind(pledge.member_id.as_str())
        .bind(pledge.quantity)
        .bind(word(&pledge.state))
        .bind(pledge.pledged_at.0)
        .bind(json(&pledge.picks)?)
        .bind(pledge.terms.as_ref().map(json).transpose()?)
        .execute(self.on())
        .await?;
        self.count_picks(&pledge.deal_id, &pledge.picks, false).await
    }

    async fn drop_pledge(&mut self, id: &PledgeId) -> Stored<()> {
        let Some(gone) = self.pledge(id).await? else { return Ok(()) };
        query("DELETE FROM pledges WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        self.count_picks(&gone.deal_id, &gone.picks, true).await
    }

    async fn set_pledge_state(&mut self, id: &PledgeId, state: PledgeState) -> Stored<()> {
        query("UPDATE pledges SET state = ? WHERE id = ?")
            .bind(word(&state))
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_ledger(&mut self, pledge: &PledgeRow, row: LedgerRow, at: Timestamp) -> Stored<()> {
        query(
            "INSERT INTO ledger (deal_id, pledge_id, entry, amount, currency, at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(pledge.deal_id.as_str())
        .bind(pledge.id.as_str())
        .bind(entry(row.entry))
        .bind(row.amount.amount)
        .bind(row.amount.currency.as_str())
        .bind(at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }
}
