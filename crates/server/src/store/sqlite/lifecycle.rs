//! A group's life in SQL.

use async_trait::async_trait;
use contract::group::{HistoryRule, Policy, Role};
use contract::{AccountId, GroupId, MemberId, Timestamp};
use sqlx::query;

use super::SqliteTx;
use super::column::{Columns, json, word};
use crate::store::{DealRow, LifecycleRead, LifecycleWrite, ListingRow, Stored};

#[async_trait]
impl LifecycleRead for SqliteTx {
    async fn open_listings_in(&mut self, group: &GroupId) -> Stored<Vec<ListingRow>> {
        self.find_open_listings(group).await
    }

    async fn open_deals_in(&mut self, group: &GroupId) -> Stored<Vec<DealRow>> {
        self.find_open_deals(group).await
    }

    async fn hosted_to_the_end(&mut self, group: &GroupId, account: &AccountId) -> Stored<bool> {
        let row = query(
            "SELECT EXISTS (SELECT 1 FROM members m JOIN groups g ON g.id = m.group_id \
             WHERE g.id = ? AND m.account_id = ? AND m.role = 'host' AND m.left_at = g.dissolved_at) AS hosted",
        )
        .bind(group.as_str())
        .bind(account.as_str())
        .fetch_one(self.on())
        .await?;
        row.flag("hosted")
    }
}

#[async_trait]
impl LifecycleWrite for SqliteTx {
    async fn set_policy(&mut self, group: &GroupId, policy: &Policy) -> Stored<()> {
        query("UPDATE groups SET policy = ?, history_all = ? WHERE id = ?")
            .bind(json(policy)?)
            .bind(policy.history == HistoryRule::All)
            .bind(group.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_role(&mut self, member: &MemberId, role: Role) -> Stored<()> {
        query("UPDATE members SET role = ? WHERE id = ?")
            .bind(word(&role))
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn dissolve(&mut self, group: &GroupId, at: Timestamp) -> Stored<Vec<(MemberId, AccountId)>> {
        query("UPDATE groups SET dissolved_at = ? WHERE id = ?")
            .bind(at.0)
            .bind(group.as_str())
            .execute(self.on())
            .await?;
        let rows = query(
            "UPDATE members SET left_at = ?, nickname = NULL, nickname_key = NULL, avatar = NULL, \
             invite_id = NULL WHERE group_id = ? AND left_at IS NULL RETURNING id, account_id",
        )
        .bind(at.0)
        .bind(group.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|r| Ok((r.id("id")?, r.id("account_id")?))).collect()
    }
}
