//! Circles in SQL.

use async_trait::async_trait;
use contract::circle::CircleAnswer;
use contract::{AccountId, CircleId, MemberId, PostId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, member_columns, word};
use super::group::membership;
use crate::store::{CirclePlace, CircleRead, CircleRow, CircleWrite, MemberRow, Slice, Stored};

macro_rules! circle {
    ($more:literal, $rest:literal) => {
        concat!(
            "SELECT c.*, (SELECT COUNT(*) FROM circle_members o WHERE o.circle_id = c.id AND o.answer = 'joined') \
             AS people, (SELECT COUNT(*) FROM circle_members o WHERE o.circle_id = c.id AND o.answer = 'asked') \
             AS asked",
            $more,
            " FROM circles c ",
            $rest
        )
    };
}

// Who agreed comes first, then who is asked, then who declined; within, by when.
macro_rules! rank {
    () => {
        "(CASE x.answer WHEN 'joined' THEN 0 WHEN 'asked' THEN 1 ELSE 2 END) * 100000000000000 + x.at"
    };
}

fn circle(row: &SqliteRow) -> Stored<CircleRow> {
    Ok(CircleRow {
        n: row.int("n")?,
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        maker_id: row.id("maker")?,
        name: row.text("name")?,
        made_at: row.time("made_at")?,
        dissolved: row.opt_int("dissolved_at")?.is_some(),
        people: row.count("people")?,
        asked: row.count("asked")?,
    })
}

fn place(row: &SqliteRow) -> Stored<CirclePlace> {
    Ok((row.word("answer")?, row.time("at")?))
}

#[async_trait]
impl CircleRead for SqliteTx {
    async fn circle(&mut self, id: &CircleId) -> Stored<Option<CircleRow>> {
        let row = query(circle!("", "WHERE c.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(circle).transpose()
    }

    async fn circles_of(&mut self, member: &MemberId, slice: Slice) -> Stored<Vec<(CircleRow, CirclePlace)>> {
        let rows = query(circle!(
            ", x.answer, x.at",
            "JOIN circle_members x ON x.circle_id = c.id WHERE x.member = ? AND x.answer IN ('asked', 'joined') \
             AND c.n < ? ORDER BY c.n DESC LIMIT ?"
        ))
        .bind(member.as_str())
        .bind(slice.falling())
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|row| Ok((circle(row)?, place(row)?))).collect()
    }

    async fn circle_place(&mut self, circle: &CircleId, member: &MemberId) -> Stored<Option<CirclePlace>> {
        let row = query("SELECT answer, at FROM circle_members WHERE circle_id = ? AND member = ?")
            .bind(circle.as_str())
            .bind(member.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(place).transpose()
    }

    async fn circle_ids(&mut self, account: &AccountId) -> Stored<Vec<CircleId>> {
        let rows = query(
            "SELECT x.circle_id FROM circle_members x JOIN members m ON m.id = x.member \
             WHERE m.account_id = ? AND m.left_at IS NULL AND x.answer = 'joined'",
        )
        .bind(account.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|row| row.id("circle_id")).collect()
    }

    async fn circle_members(
        &mut self,
        circle: &CircleId,
        all: bool,
        slice: Slice,
    ) -> Stored<Vec<(i64, MemberRow, CirclePlace)>> {
        let (key, n) = slice.rising();
        let rows = query(concat!(
            "SELECT x.answer, x.at, ",
            rank!(),
            " AS rank, m.n, m.group_id, m.account_id, ",
            member_columns!(),
            " FROM circle_members x JOIN members m ON m.id = x.member AND m.left_at IS NULL \
             WHERE x.circle_id = ? AND (? OR x.answer = 'joined') AND (",
            rank!(),
            ", m.n) > (?, ?) ORDER BY rank, m.n LIMIT ?"
        ))
        .bind(circle.as_str())
        .bind(all)
        .bind(key)
        .bind(n)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|row| Ok((row.int("rank")?, membership(row)?, place(row)?))).collect()
    }

    async fn circles_made(&mut self, member: &MemberId) -> Stored<u32> {
        query("SELECT COUNT(*) AS made FROM circles WHERE maker = ? AND dissolved_at IS NULL")
            .bind(member.as_str())
            .fetch_one(self.on())
            .await?
            .count("made")
    }

    async fn posts_for(&mut self, circle: &CircleId) -> Stored<Vec<PostId>> {
        let rows = query("SELECT id FROM posts WHERE circle_id = ? AND deleted_at IS NULL")
            .bind(circle.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(|row| row.id("id")).collect()
    }
}

#[async_trait]
impl CircleWrite for SqliteTx {
    async fn add_circle(&mut self, circle: &CircleRow) -> Stored<()> {
        query("INSERT INTO circles (id, group_id, maker, name, made_at) VALUES (?, ?, ?, ?, ?)")
            .bind(circle.id.as_str())
            .bind(circle.group_id.as_str())
            .bind(circle.maker_id.as_str())
            .bind(&circle.name)
            .bind(circle.made_at.0)
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn rename_circle(&mut self, id: &CircleId, name: &str) -> Stored<()> {
        query("UPDATE circles SET name = ? WHERE id = ?")
            .bind(name)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_circle_maker(&mut self, id: &CircleId, maker: &MemberId) -> Stored<()> {
        query("UPDATE circles SET maker = ? WHERE id = ?")
            .bind(maker.as_str())
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn dissolve_circle(&mut self, id: &CircleId, at: Timestamp) -> Stored<()> {
        query("UPDATE circles SET dissolved_at = ? WHERE id = ?")
            .bind(at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        query("DELETE FROM circle_members WHERE circle_id = ? AND answer <> 'joined'")
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_circle_place(
        &mut self,
        circle: &CircleId,
        member: &MemberId,
        (answer, at): (CircleAnswer, Timestamp),
    ) -> Stored<()> {
        query(
            "INSERT INTO circle_members (circle_id, member, answer, at) VALUES (?, ?, ?, ?) \
             ON CONFLICT (circle_id, member) DO UPDATE SET answer = excluded.answer, at = excluded.at",
        )
        .bind(circle.as_str())
        .bind(member.as_str())
        .bind(word(&answer))
        .bind(at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn drop_circle_place(&mut self, circle: &CircleId, member: &MemberId) -> Stored<()> {
        query("DELETE FROM circle_members WHERE circle_id = ? AND member = ?")
            .bind(circle.as_str())
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn forget_answers(&mut self, account: &AccountId, circle: &CircleId) -> Stored<()> {
        // Only an answer that names the circle, or a post for it, can tell of it; the intents' scope is the account.
        query(
            "DELETE FROM replays WHERE scope = ?1 AND (instr(body, ?2) > 0 OR EXISTS (SELECT 1 FROM posts p \
             WHERE p.circle_id = ?2 AND instr(body, p.id) > 0))",
        )
        .bind(account.as_str())
        .bind(circle.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }
}
