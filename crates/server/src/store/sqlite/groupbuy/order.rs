//! Options, orders and collections in SQL.

use async_trait::async_trait;
use contract::groupbuy::Pick;
use contract::{DealId, PledgeId, Timestamp};
use sqlx::query;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::json;
use crate::store::{DealRow, OrderWrite, PledgeRow, Stored};

impl SqliteTx {
    /// Writes a deal's options down; what is taken of those that are there stays.
    pub async fn put_options(&mut self, deal: &DealRow) -> Stored<()> {
        for (place, option) in deal.options.iter().enumerate() {
            query(
                "INSERT INTO deal_options (deal_id, place, label, stock) VALUES (?, ?, ?, ?) \
                 ON CONFLICT (deal_id, place) DO UPDATE SET label = excluded.label, stock = excluded.stock",
            )
            .bind(deal.id.as_str())
            .bind(i64::try_from(place).unwrap_or(i64::MAX))
            .bind(&option.label)
            .bind(option.stock)
            .execute(self.on())
            .await?;
        }
        query("DELETE FROM deal_options WHERE deal_id = ? AND place >= ?")
            .bind(deal.id.as_str())
            .bind(i64::try_from(deal.options.len()).unwrap_or(i64::MAX))
            .execute(self.on())
            .await?;
        Ok(())
    }

    /// Counts what is taken of a deal's options, or given back.
    pub async fn count_picks(&mut self, deal: &DealId, picks: &[Pick], back: bool) -> Stored<()> {
        for pick in picks {
            let by = i64::from(pick.quantity) * if back { -1 } else { 1 };
            query("UPDATE deal_options SET taken = taken + ? WHERE deal_id = ? AND place = ?")
                .bind(by)
                .bind(deal.as_str())
                .bind(pick.option)
                .execute(self.on())
                .await?;
        }
        Ok(())
    }
}

#[async_trait]
impl OrderWrite for SqliteTx {
    async fn edit_deal(&mut self, deal: &DealRow) -> Stored<()> {
        query(
            "UPDATE deals SET title = ?, about = ?, pick_up = ?, tiers = ?, minimum = ?, stock = ?, per_member = ?, \
             per_order = ?, pick_up_at = ?, ends_at = ?, edited_at = ? WHERE id = ?",
        )
        .bind(&deal.title)
        .bind(&deal.about)
        .bind(&deal.pick_up)
        .bind(json(&deal.tiers)?)
        .bind(deal.minimum)
        .bind(deal.stock)
        .bind(deal.per_member)
        .bind(deal.per_order)
        .bind(json(&deal.pick_up_at)?)
        .bind(deal.ends_at.0)
        .bind(deal.edited_at.map(|at| at.0))
        .bind(deal.id.as_str())
        .execute(self.on())
        .await?;
        self.put_options(deal).await?;
        Ok(())
    }

    async fn set_order(&mut self, before: &PledgeRow, now: &PledgeRow) -> Stored<()> {
        self.count_picks(&before.deal_id, &before.picks, true).await?;
        self.count_picks(&before.deal_id, &now.picks, false).await?;
        query("UPDATE pledges SET quantity = ?, picks = ?, terms = ? WHERE id = ?")
            .bind(now.quantity)
            .bind(json(&now.picks)?)
            .bind(now.terms.as_ref().map(json).transpose()?)
            .bind(before.id.as_str())
            .execute(self.on())
            .await?;
        query("UPDATE deals SET units = units + ? WHERE id = ?")
            .bind(i64::from(now.quantity) - i64::from(before.quantity))
            .bind(before.deal_id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_collected(&mut self, id: &PledgeId, at: Option<Timestamp>) -> Stored<()> {
        query("UPDATE pledges SET collected_at = ? WHERE id = ?")
            .bind(at.map(|at| at.0))
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
