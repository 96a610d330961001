//! Classes and rosters in SQL. Listings are in the file beside.

use contract::market::ClassBrief;
use contract::{ClassId, GroupId, MemberId, SeatId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{Columns, member_columns};
use crate::store::{ClassRow, SeatRow, Slice, Stored};

macro_rules! class {
    ($rest:literal) => {
        concat!(
            "SELECT k.*, (SELECT COUNT(*) FROM seats s WHERE s.class_id = k.id) AS seats_taken \
             FROM classes k WHERE ",
            $rest
        )
    };
}

macro_rules! seat {
    ($rest:literal) => {
        concat!(
            "SELECT s.id, s.class_id, s.holder, ",
            member_columns!(),
            ", (SELECT l.id FROM listings l WHERE l.seat_id = s.id AND l.closed_at IS NULL) AS listing_id, \
             came.seller AS came_from, came.closed_at AS came_at \
             FROM seats s LEFT JOIN members m ON m.id = s.holder AND m.left_at IS NULL \
             LEFT JOIN listings came ON came.n = (SELECT MAX(t.n) FROM listings t \
             WHERE t.seat_id = s.id AND t.state = 'transferred' AND t.claimant = s.holder) WHERE ",
            $rest
        )
    };
}

fn class(row: &SqliteRow) -> Stored<ClassRow> {
    Ok(ClassRow {
        n: row.int("n")?,
        group_id: row.id("group_id")?,
        brief: ClassBrief {
            id: row.id("id")?,
            title: row.text("title")?,
            coach: row.text("coach")?,
            place: row.text("place")?,
            starts_at: row.time("starts_at")?,
            duration_min: row.count("duration_min")?,
            face_value: row.money("face_value", "currency")?,
            capacity: row.count("capacity")?,
            seats_taken: row.count("seats_taken")?,
            sequence: row.count("sequence")?,
            moved_from: row.opt_time("moved_from")?,
            cancelled_at: row.opt_time("cancelled_at")?,
            notice: row.text("notice")?,
        },
    })
}

fn seat(row: &SqliteRow) -> Stored<SeatRow> {
    Ok(SeatRow {
        id: row.id("id")?,
        class_id: row.id("class_id")?,
        holder_id: row.id("holder")?,
        holder: row.member()?,
        listing_id: row.opt_id("listing_id")?,
        from: row.opt_id("came_from")?.zip(row.opt_time("came_at")?),
    })
}

impl SqliteTx {
    pub(super) async fn find_class(&mut self, id: &ClassId) -> Stored<Option<ClassRow>> {
        let row = query(class!("k.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(class).transpose()
    }

    pub(super) async fn list_classes(
        &mut self,
        group: &GroupId,
        now: Timestamp,
        slice: Slice,
    ) -> Stored<Vec<ClassRow>> {
        let (key, n) = slice.rising();
        let rows = query(class!(
            "k.group_id = ? AND k.starts_at > ? AND (k.starts_at, k.n) > (?, ?) ORDER BY k.starts_at, k.n LIMIT ?"
        ))
        .bind(group.as_str())
        .bind(now.0)
        .bind(key)
        .bind(n)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(class).collect()
    }

    pub(super) async fn list_seats(&mut self, class: &ClassId) -> Stored<Vec<SeatRow>> {
        let rows =
            query(seat!("s.class_id = ? ORDER BY s.n")).bind(class.as_str()).fetch_all(self.on()).await?;
        rows.iter().map(seat).collect()
    }

    pub(super) async fn find_seat(&mut self, id: &SeatId) -> Stored<Option<SeatRow>> {
        let row = query(seat!("s.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(seat).transpose()
    }

    pub(super) async fn list_seats_of(&mut self, member: &MemberId, now: Timestamp) -> Stored<Vec<SeatRow>> {
        let rows = query(seat!(
            "s.holder = ? AND s.class_id IN (SELECT id FROM classes WHERE starts_at > ?) ORDER BY s.n"
        ))
        .bind(member.as_str())
        .bind(now.0)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(seat).collect()
    }

    pub(super) async fn find_seat_of(
        &mut self,
        class: &ClassId,
        member: &MemberId,
    ) -> Stored<Option<SeatRow>> {
        let row = query(seat!("s.class_id = ? AND s.holder = ?"))
            .bind(class.as_str())
            .bind(member.as_str())
            .fetch_optional(self.on())
            .await?;
        row.as_ref().map(seat).transpose()
    }

    pub(super) async fn insert_class(&mut self, class: &ClassRow) -> Stored<()> {
        let brief = &class.brief;
        query(
            "INSERT INTO classes (id, group_id, title, coach, place, starts_at, duration_min, face_value, \
             currency, capacity) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(brief.id.as_str())
        .bind(class.group_id.as_str())
        .bind(&brief.title)
        .bind(&brief.coach)
        .bind(&brief.place)
        .bind(brief.starts_at.0)
        .bind(brief.duration_min)
        .bind(brief.face_value.amount)
        .bind(brief.face_value.currency.as_str())
        .bind(brief.capacity)
        .execute(self.on())
        .await?;
        Ok(())
    }

    pub(super) async fn update_class(&mut self, class: &ClassRow) -> Stored<()> {
        let brief = &class.brief;
        query(
            "UPDATE classes SET starts_at = ?, duration_min = ?, place = ?, notice = ?, sequence = ?, moved_from = ?, \
             cancelled_at = ? WHERE id = ?",
        )
        .bind(brief.starts_at.0)
        .bind(brief.duration_min)
        .bind(&brief.place)
        .bind(&brief.notice)
        .bind(brief.sequence)
        .bind(brief.moved_from.map(|t| t.0))
        .bind(brief.cancelled_at.map(|t| t.0))
        .bind(brief.id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    pub(super) async fn insert_seat(
        &mut self,
        id: &SeatId,
        class: &ClassId,
        holder: &MemberId,
    ) -> Stored<()> {
        query("INSERT INTO seats (id, class_id, holder) VALUES (?, ?, ?)")
            .bind(id.as_str())
            .bind(class.as_str())
            .bind(holder.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    pub(super) async fn update_seat(&mut self, id: &SeatId, to: &MemberId) -> Stored<()> {
        query("UPDATE seats SET holder = ? WHERE id = ?")
            .bind(to.as_str())
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    pub(super) async fn delete_seat(&mut self, id: &SeatId) -> Stored<()> {
        query("DELETE FROM seats WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }
}
