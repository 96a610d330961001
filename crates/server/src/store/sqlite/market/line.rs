//! The lines for classes in SQL.

use contract::{ClassId, ListingId, MemberId};
use sqlx::query;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::Columns;
use crate::store::{LineRow, Stored, WaitingRow};

impl SqliteTx {
    pub(super) async fn find_line(&mut self, class: &ClassId, member: &MemberId) -> Stored<LineRow> {
        let row = query(
            "SELECT COUNT(*) AS waiting, (SELECT COUNT(*) FROM class_line a JOIN class_line me \
             ON me.class_id = a.class_id AND me.member = ?2 WHERE a.class_id = ?1 AND a.n <= me.n) AS place, \
             EXISTS (SELECT 1 FROM seats WHERE class_id = ?1 AND holder = ?2) AS seated \
             FROM class_line WHERE class_id = ?1",
        )
        .bind(class.as_str())
        .bind(member.as_str())
        .fetch_one(self.on())
        .await?;
        Ok(LineRow {
            waiting: row.count("waiting")?,
            place: Some(row.count("place")?).filter(|place| *place > 0),
            seated: row.flag("seated")?,
        })
    }

    pub(super) async fn list_line(
        &mut self,
        class: &ClassId,
        listing: &ListingId,
    ) -> Stored<Vec<WaitingRow>> {
        let rows = query(
            "SELECT w.n, w.member, \
             EXISTS (SELECT 1 FROM line_turns t WHERE t.listing_id = ?2 AND t.line_n = w.n) AS had_turn, \
             EXISTS (SELECT 1 FROM listings l WHERE l.class_id = ?1 AND l.closed_at IS NULL \
             AND l.claimant = w.member) OR w.member = (SELECT l.seller FROM listings l WHERE l.id = ?2) AS busy \
             FROM class_line w WHERE w.class_id = ?1 ORDER BY w.n",
        )
        .bind(class.as_str())
        .bind(listing.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(WaitingRow {
                    n: row.int("n")?,
                    member_id: row.id("member")?,
                    had_turn: row.flag("had_turn")?,
                    busy: row.flag("busy")?,
                })
            })
            .collect()
    }

    pub(super) async fn insert_line(&mut self, class: &ClassId, member: &MemberId) -> Stored<()> {
        query("INSERT INTO class_line (class_id, member) VALUES (?, ?) ON CONFLICT DO NOTHING")
            .bind(class.as_str())
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    pub(super) async fn delete_line(&mut self, class: &ClassId, member: &MemberId) -> Stored<bool> {
        let gone = query("DELETE FROM class_line WHERE class_id = ? AND member = ?")
            .bind(class.as_str())
            .bind(member.as_str())
            .execute(self.on())
            .await?;
        Ok(gone.rows_affected() > 0)
    }

    pub(super) async fn delete_lines_of(&mut self, member: &MemberId) -> Stored<Vec<ClassId>> {
        let rows = query("DELETE FROM class_line WHERE member = ? RETURNING class_id")
            .bind(member.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(|row| row.id("class_id")).collect()
    }

    pub(super) async fn delete_line_of_class(&mut self, class: &ClassId) -> Stored<()> {
        query("DELETE FROM class_line WHERE class_id = ?").bind(class.as_str()).execute(self.on()).await?;
        Ok(())
    }

    pub(super) async fn insert_turn(&mut self, listing: &ListingId, place: i64) -> Stored<()> {
        query("INSERT INTO line_turns (listing_id, line_n) VALUES (?, ?)")
            .bind(listing.as_str())
            .bind(place)
            .execute(self.on())
            .await?;
        Ok(())
    }
}
