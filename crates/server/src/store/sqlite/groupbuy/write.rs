//! Writes to deals and pledges in SQL.

use async_trait::async_trait;
use contract::groupbuy::DealState;
use contract::{DealId, PledgeId, Timestamp};
use sqlx::query;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{json, word};
use crate::store::{DealRow, DealWrite, PledgeRow, Stored};

#[async_trait]
impl DealWrite for SqliteTx {
    async fn add_deal(&mut self, deal: &DealRow) -> Stored<()> {
        query(
            "INSERT INTO deals (id, group_id, opener, title, about, pick_up, tiers, minimum, stock, per_member, \
             per_order, pick_up_at, state, opened_at, ends_at, team, bargain, settling) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
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
        .bind(deal.team.as_ref().map(json).transpose()?)
        .bind(deal.bargain.as_ref().map(json).transpose()?)
        .bind(word(&deal.settling))
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
            "INSERT INTO pledges (id, deal_id, member_id, quantity, state, pledged_at, picks, terms, team_id, place, \
             price, counted) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) \
             ON CONFLICT (id) DO UPDATE SET quantity = ?4, state = ?5, pledged_at = ?6, picks = ?7, terms = ?8, \
             team_id = ?9, place = ?10, price = ?11, counted = ?12 WHERE state = 'released'",
        )
        .bind(pledge.id.as_str())
        .bind(pledge.deal_id.as_str())
        .bind(pledge.member_id.as_str())
        .bind(pledge.quantity)
        .bind(word(&pledge.state))
        .bind(pledge.pledged_at.0)
        .bind(json(&pledge.picks)?)
        .bind(pledge.terms.as_ref().map(json).transpose()?)
        .bind(pledge.team_id.as_ref().map(|t| t.as_str().to_owned()))
        .bind(pledge.place)
        .bind(pledge.price)
        .bind(pledge.counted)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn drop_pledge(&mut self, id: &PledgeId) -> Stored<()> {
        query("DELETE FROM pledges WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }
}
