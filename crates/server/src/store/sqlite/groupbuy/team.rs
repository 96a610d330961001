//! Teams, and the counts of deals, in SQL.

use async_trait::async_trait;
use contract::{DealId, TeamId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::read::{pledge, pledge_columns};
use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{Columns, json, member_columns, word};
use crate::store::{PledgeRow, Stored, TeamRead, TeamRow, TeamWrite};

fn team(row: &SqliteRow) -> Stored<TeamRow> {
    Ok(TeamRow {
        id: row.id("id")?,
        deal_id: row.id("deal_id")?,
        head: row.opt_id("head")?,
        size: row.count("size")?,
        people: row.count("people")?,
        taken: row.count("taken")?,
        state: row.word("state")?,
        opened_at: row.time("opened_at")?,
        ends_at: row.time("ends_at")?,
    })
}

#[async_trait]
impl TeamRead for SqliteTx {
    async fn team(&mut self, id: &TeamId) -> Stored<Option<TeamRow>> {
        let row =
            query("SELECT * FROM teams WHERE id = ?").bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(team).transpose()
    }

    async fn open_teams(&mut self, deal: &DealId, limit: u32) -> Stored<Vec<TeamRow>> {
        let rows = query(
            "SELECT * FROM teams WHERE deal_id = ? AND state = 'running' AND people > 0 ORDER BY ends_at, n LIMIT ?",
        )
        .bind(deal.as_str())
        .bind(limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(team).collect()
    }

    async fn running_teams(&mut self, deal: &DealId) -> Stored<Vec<TeamRow>> {
        let rows = query("SELECT * FROM teams WHERE deal_id = ? AND state = 'running' ORDER BY ends_at, n")
            .bind(deal.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(team).collect()
    }

    async fn team_counts(&mut self, deal: &DealId) -> Stored<(u32, u32)> {
        let row = query(
            "SELECT COUNT(*) FILTER (WHERE state = 'running') AS running, \
             COUNT(*) FILTER (WHERE state = 'succeeded') AS succeeded FROM teams WHERE deal_id = ?",
        )
        .bind(deal.as_str())
        .fetch_one(self.on())
        .await?;
        Ok((row.count("running")?, row.count("succeeded")?))
    }

    async fn team_pledges(&mut self, team: &TeamId) -> Stored<Vec<PledgeRow>> {
        let rows = query(pledge_columns!("p.team_id = ? ORDER BY p.pledged_at, p.n"))
            .bind(team.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(pledge).collect()
    }

    async fn pledges_of_teams(&mut self, teams: &[TeamId]) -> Stored<Vec<PledgeRow>> {
        let rows = query(pledge_columns!(
            "p.team_id IN (SELECT value FROM json_each(?)) ORDER BY p.pledged_at, p.n"
        ))
        .bind(json(&teams)?)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(pledge).collect()
    }

    async fn due_team(&mut self, now: Timestamp) -> Stored<Option<TeamRow>> {
        let row =
            query("SELECT * FROM teams WHERE state = 'running' AND ends_at <= ? AND id NOT IN (SELECT id FROM put_off) \
                 ORDER BY ends_at, n LIMIT 1")
                .bind(now.0)
                .fetch_optional(self.on())
                .await?;
        row.as_ref().map(team).transpose()
    }

    async fn next_team_due(&mut self) -> Stored<Option<Timestamp>> {
        query("SELECT MIN(ends_at) AS at FROM teams WHERE state = 'running' AND id NOT IN (SELECT id FROM put_off)")
            .fetch_one(self.on())
            .await?
            .opt_time("at")
    }
}

#[async_trait]
impl TeamWrite for SqliteTx {
    async fn add_team(&mut self, team: &TeamRow) -> Stored<()> {
        query(
            "INSERT INTO teams (id, deal_id, head, size, people, taken, state, opened_at, ends_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(team.id.as_str())
        .bind(team.deal_id.as_str())
        .bind(team.head.as_ref().map(|h| h.as_str().to_owned()))
        .bind(team.size)
        .bind(team.people)
        .bind(team.taken)
        .bind(word(&team.state))
        .bind(team.opened_at.0)
        .bind(team.ends_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_team(&mut self, team: &TeamRow) -> Stored<()> {
        query(
            "UPDATE teams SET head = ?, people = ?, taken = ?, state = ?, opened_at = ?, ends_at = ? WHERE id = ?",
        )
        .bind(team.head.as_ref().map(|h| h.as_str().to_owned()))
        .bind(team.people)
        .bind(team.taken)
        .bind(word(&team.state))
        .bind(team.opened_at.0)
        .bind(team.ends_at.0)
        .bind(team.id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn count_deal(&mut self, deal: &DealId, people: i64, units: i64) -> Stored<()> {
        query("UPDATE deals SET people = people + ?, units = units + ? WHERE id = ?")
            .bind(people)
            .bind(units)
            .bind(deal.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_pledge(&mut self, pledge: &PledgeRow) -> Stored<()> {
        query(
            "UPDATE pledges SET quantity = ?, picks = ?, terms = ?, state = ?, pledged_at = ?, team_id = ?, place = ?, \
             price = ?, counted = ? WHERE id = ?",
        )
        .bind(pledge.quantity)
        .bind(json(&pledge.picks)?)
        .bind(pledge.terms.as_ref().map(json).transpose()?)
        .bind(word(&pledge.state))
        .bind(pledge.pledged_at.0)
        .bind(pledge.team_id.as_ref().map(|t| t.as_str().to_owned()))
        .bind(pledge.place)
        .bind(pledge.price)
        .bind(pledge.counted)
        .bind(pledge.id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn take_picks(&mut self, pledge: &PledgeRow, back: bool) -> Stored<()> {
        self.count_picks(&pledge.deal_id, &pledge.picks, back).await
    }
}
