//! How far members have read, in SQL.

use async_trait::async_trait;
use contract::{GroupId, MemberId, Timestamp};
use sqlx::query;

use super::SqliteTx;
use super::column::Columns;
use crate::store::{ReadMarkRead, ReadMarkWrite, Stored};

#[async_trait]
impl ReadMarkRead for SqliteTx {
    async fn read_mark(&mut self, member: &MemberId) -> Stored<Option<Timestamp>> {
        let row = query("SELECT read_to FROM members WHERE id = ?")
            .bind(member.as_str())
            .fetch_optional(self.on())
            .await?;
        row.map_or(Ok(None), |row| row.opt_time("read_to"))
    }

    async fn count_newer(
        &mut self,
        group: &GroupId,
        member: &MemberId,
        after: Timestamp,
        most: u32,
    ) -> Stored<u32> {
        // From the newest down, and not far: who has more to read than that is told the most.
        let row = query(
            "SELECT COUNT(*) AS newer FROM (SELECT created_at, author FROM posts p WHERE group_id = ?1 \
             AND deleted_at IS NULL AND (circle_id IS NULL OR EXISTS (SELECT 1 FROM circle_members x \
             WHERE x.circle_id = p.circle_id AND x.member = ?4 AND x.answer = 'joined' AND p.created_at >= x.at)) \
             ORDER BY n DESC LIMIT ?2) WHERE created_at > ?3 AND author <> ?4",
        )
        .bind(group.as_str())
        .bind(2 * most)
        .bind(after.0)
        .bind(member.as_str())
        .fetch_one(self.on())
        .await?;
        Ok(row.count("newer")?.min(most))
    }
}

#[async_trait]
impl ReadMarkWrite for SqliteTx {
    async fn set_read_mark(&mut self, member: &MemberId, to: Timestamp) -> Stored<()> {
        query("UPDATE members SET read_to = ? WHERE id = ?")
            .bind(to.0)
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }
}
