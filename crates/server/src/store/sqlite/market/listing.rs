//! Listings in SQL, and the market's two traits.

use async_trait::async_trait;
use contract::{ClassId, GroupId, ListingId, MemberId, SeatId, Timestamp};
use domain::market::Status;
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use crate::store::sqlite::SqliteTx;
use crate::store::sqlite::column::{Columns, word};
use crate::store::{
    ClassRow, EventRow, LineRow, ListingRow, MarketRead, MarketWrite, SeatRow, Slice, StoreError, Stored,
    WaitingRow,
};

fn status(row: &SqliteRow) -> Stored<Status<MemberId>> {
    Status::of(row.word("state")?, row.opt_id("claimant")?, row.opt_time("held_until")?)
        .ok_or_else(|| StoreError("a listing that is held by nobody".into()))
}

/// The columns of a status: state, claimant, held until.
fn columns(status: &Status<MemberId>) -> (String, Option<&str>, Option<i64>) {
    (word(&status.state()), status.claimant().map(MemberId::as_str), status.until().map(|t| t.0))
}

fn listing(row: &SqliteRow) -> Stored<ListingRow> {
    Ok(ListingRow {
        n: row.int("n")?,
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        class_id: row.id("class_id")?,
        seat_id: row.id("seat_id")?,
        seller_id: row.id("seller")?,
        status: status(row)?,
        asking: row.money("asking", "currency")?,
        note: row.text("note")?,
        auto_confirm: row.flag("auto_confirm")?,
        consent: row.flag("consent")?,
        vacated: row.flag("vacated")?,
        listed_at: row.time("listed_at")?,
        expires_at: row.time("expires_at")?,
        closed_at: row.opt_time("closed_at")?,
    })
}

impl SqliteTx {
    /// The open listings of a group.
    pub async fn find_open_listings(&mut self, group: &GroupId) -> Stored<Vec<ListingRow>> {
        let rows = query("SELECT * FROM listings WHERE closed_at IS NULL AND group_id = ? ORDER BY n")
            .bind(group.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(listing).collect()
    }
}

#[async_trait]
impl MarketRead for SqliteTx {
    async fn class(&mut self, id: &ClassId) -> Stored<Option<ClassRow>> {
        self.find_class(id).await
    }

    async fn classes(&mut self, group: &GroupId, now: Timestamp, slice: Slice) -> Stored<Vec<ClassRow>> {
        self.list_classes(group, now, slice).await
    }

    async fn seats(&mut self, class: &ClassId) -> Stored<Vec<SeatRow>> {
        self.list_seats(class).await
    }

    async fn seat(&mut self, id: &SeatId) -> Stored<Option<SeatRow>> {
        self.find_seat(id).await
    }

    async fn seats_of(&mut self, member: &MemberId, now: Timestamp) -> Stored<Vec<SeatRow>> {
        self.list_seats_of(member, now).await
    }

    async fn seat_of(&mut self, class: &ClassId, member: &MemberId) -> Stored<Option<SeatRow>> {
        self.find_seat_of(class, member).await
    }

    async fn listing(&mut self, id: &ListingId) -> Stored<Option<ListingRow>> {
        let row =
            query("SELECT * FROM listings WHERE id = ?").bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(listing).transpose()
    }

    async fn listings(
        &mut self,
        group: &GroupId,
        me: &MemberId,
        from: Timestamp,
        slice: Slice,
    ) -> Stored<Vec<(i64, ListingRow)>> {
        let (key, n) = slice.rising_then_falling();
        let rows = query(
            "SELECT *, closed_at IS NOT NULL AS rank FROM listings WHERE group_id = ?1 \
             AND (closed_at IS NULL OR closed_at >= ?2 OR seller = ?3 OR claimant = ?3) \
             AND (closed_at IS NOT NULL, -n) > (?4, -?5) ORDER BY rank, n DESC LIMIT ?6",
        )
        .bind(group.as_str())
        .bind(from.0)
        .bind(me.as_str())
        .bind(key)
        .bind(n)
        .bind(slice.limit)
        .fetch_all(self.on())
        .await?;
        rows.iter().map(|r| Ok((r.int("rank")?, listing(r)?))).collect()
    }

    async fn listings_of_class(&mut self, class: &ClassId) -> Stored<Vec<ListingRow>> {
        let rows = query(
            "SELECT * FROM listings WHERE class_id = ? AND (closed_at IS NULL OR state = 'transferred') ORDER BY n",
        )
        .bind(class.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(listing).collect()
    }

    async fn line(&mut self, class: &ClassId, member: &MemberId) -> Stored<LineRow> {
        self.find_line(class, member).await
    }

    async fn line_for(&mut self, class: &ClassId, listing: &ListingId) -> Stored<Vec<WaitingRow>> {
        self.list_line(class, listing).await
    }

    async fn open_listings_of(&mut self, member: &MemberId) -> Stored<Vec<ListingRow>> {
        let rows = query("SELECT * FROM listings WHERE closed_at IS NULL AND (seller = ?1 OR claimant = ?1)")
            .bind(member.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(listing).collect()
    }

    async fn due_listings(&mut self, now: Timestamp) -> Stored<Vec<ListingRow>> {
        let rows = query("SELECT * FROM listings WHERE due_at <= ? AND id NOT IN (SELECT id FROM put_off) ORDER BY due_at, n")
            .bind(now.0)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(listing).collect()
    }

    async fn next_listing_due(&mut self) -> Stored<Option<Timestamp>> {
        query("SELECT MIN(due_at) AS at FROM listings WHERE due_at IS NOT NULL AND id NOT IN (SELECT id FROM put_off)")
            .fetch_one(self.on())
            .await?
            .opt_time("at")
    }

    async fn listing_events(&mut self, id: &ListingId) -> Stored<Vec<EventRow>> {
        let rows =
            query("SELECT step, by_member, at, note FROM listing_events WHERE listing_id = ? ORDER BY n")
                .bind(id.as_str())
                .fetch_all(self.on())
                .await?;
        rows.iter()
            .map(|r| {
                Ok(EventRow {
                    step: r.word("step")?,
                    by: r.opt_id("by_member")?,
                    at: r.time("at")?,
                    note: r.text("note")?,
                })
            })
            .collect()
    }
}

#[async_trait]
impl MarketWrite for SqliteTx {
    async fn add_class(&mut self, class: &ClassRow) -> Stored<()> {
        self.insert_class(class).await
    }

    async fn add_seat(&mut self, id: &SeatId, class: &ClassId, holder: &MemberId) -> Stored<()> {
        self.insert_seat(id, class, holder).await
    }

    async fn move_seat(&mut self, id: &SeatId, to: &MemberId) -> Stored<()> {
        self.update_seat(id, to).await
    }

    async fn free_seat(&mut self, id: &SeatId) -> Stored<()> {
        self.delete_seat(id).await
    }

    async fn set_class(&mut self, class: &ClassRow) -> Stored<()> {
        self.update_class(class).await
    }

    async fn join_line(&mut self, class: &ClassId, member: &MemberId) -> Stored<()> {
        self.insert_line(class, member).await
    }

    async fn leave_line(&mut self, class: &ClassId, member: &MemberId) -> Stored<bool> {
        self.delete_line(class, member).await
    }

    async fn leave_lines(&mut self, member: &MemberId) -> Stored<Vec<ClassId>> {
        self.delete_lines_of(member).await
    }

    async fn end_line(&mut self, class: &ClassId) -> Stored<()> {
        self.delete_line_of_class(class).await
    }

    async fn add_turn(&mut self, listing: &ListingId, place: i64) -> Stored<()> {
        self.insert_turn(listing, place).await
    }

    async fn set_seller(&mut self, id: &ListingId, seller: &MemberId) -> Stored<()> {
        query("UPDATE listings SET seller = ? WHERE id = ?")
            .bind(seller.as_str())
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn set_expiry(&mut self, id: &ListingId, expires_at: Timestamp) -> Stored<()> {
        query("UPDATE listings SET expires_at = ? WHERE id = ?")
            .bind(expires_at.0)
            .bind(id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn add_listing(&mut self, listing: &ListingRow, due: Option<Timestamp>) -> Stored<()> {
        let (state, claimant, until) = columns(&listing.status);
        query(
            "INSERT INTO listings (id, group_id, class_id, seat_id, seller, state, claimant, held_until, asking, \
             currency, note, auto_confirm, consent, vacated, listed_at, expires_at, closed_at, due_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(listing.id.as_str())
        .bind(listing.group_id.as_str())
        .bind(listing.class_id.as_str())
        .bind(listing.seat_id.as_str())
        .bind(listing.seller_id.as_str())
        .bind(state)
        .bind(claimant)
        .bind(until)
        .bind(listing.asking.amount)
        .bind(listing.asking.currency.as_str())
        .bind(&listing.note)
        .bind(listing.auto_confirm)
        .bind(listing.consent)
        .bind(listing.vacated)
        .bind(listing.listed_at.0)
        .bind(listing.expires_at.0)
        .bind(listing.closed_at.map(|t| t.0))
        .bind(due.map(|t| t.0))
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_status(
        &mut self,
        id: &ListingId,
        status: &Status<MemberId>,
        closed_at: Option<Timestamp>,
        due: Option<Timestamp>,
    ) -> Stored<()> {
        let (state, claimant, until) = columns(status);
        query(
            "UPDATE listings SET state = ?, claimant = ?, held_until = ?, closed_at = ?, due_at = ? WHERE id = ?",
        )
        .bind(state)
        .bind(claimant)
        .bind(until)
        .bind(closed_at.map(|t| t.0))
        .bind(due.map(|t| t.0))
        .bind(id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn add_listing_event(&mut self, id: &ListingId, event: &EventRow) -> Stored<()> {
        query("INSERT INTO listing_events (listing_id, step, by_member, at, note) VALUES (?, ?, ?, ?, ?)")
            .bind(id.as_str())
            .bind(word(&event.step))
            .bind(event.by.as_ref().map(MemberId::as_str))
            .bind(event.at.0)
            .bind(&event.note)
            .execute(self.on())
            .await?;
        Ok(())
    }
}
