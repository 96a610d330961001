//! Events and what was said to them in SQL.

use async_trait::async_trait;
use contract::{EventId, GroupId, MemberId, RsvpId, Timestamp};
use sqlx::query;
use sqlx::sqlite::SqliteRow;

use super::SqliteTx;
use super::column::{Columns, member_columns};
use crate::store::{EventRead, EventWrite, GroupEventRow, RsvpRow, Stored};

macro_rules! event {
    ($rest:literal) => {
        concat!(
            "SELECT e.*, EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = e.id AND p.pinned) AS pinned \
             FROM events e WHERE EXISTS (SELECT 1 FROM posts p WHERE p.attachment_id = e.id \
             AND p.deleted_at IS NULL) AND ",
            $rest
        )
    };
}

fn event(row: &SqliteRow) -> Stored<GroupEventRow> {
    Ok(GroupEventRow {
        id: row.id("id")?,
        group_id: row.id("group_id")?,
        maker_id: row.id("maker")?,
        title: row.text("title")?,
        about: row.text("about")?,
        place: row.text("place")?,
        starts_at: row.time("starts_at")?,
        ends_at: row.time("ends_at")?,
        capacity: row.opt_count("capacity")?,
        guests: row.count("guests")?,
        revision: row.count("revision")?,
        moved_at: row.opt_time("moved_at")?,
        opened_at: row.time("opened_at")?,
        cancelled_at: row.opt_time("cancelled_at")?,
        closed_at: row.opt_time("closed_at")?,
        pinned: row.flag("pinned")?,
    })
}

fn rsvp(row: &SqliteRow) -> Stored<RsvpRow> {
    Ok(RsvpRow {
        id: row.id("id")?,
        event_id: row.id("event_id")?,
        member_id: row.id("member_id")?,
        member: row.member()?,
        people: row.count("people")?,
        waiting: row.flag("waiting")?,
        queue: row.int("queue")?,
        answered_at: row.time("answered_at")?,
    })
}

#[async_trait]
impl EventRead for SqliteTx {
    async fn event(&mut self, id: &EventId) -> Stored<Option<GroupEventRow>> {
        let row = query(event!("e.id = ?")).bind(id.as_str()).fetch_optional(self.on()).await?;
        row.as_ref().map(event).transpose()
    }

    async fn rsvps(&mut self, id: &EventId) -> Stored<Vec<RsvpRow>> {
        let rows = query(concat!(
            "SELECT r.*, ",
            member_columns!(),
            " FROM event_rsvps r LEFT JOIN members m ON m.id = r.member_id AND m.left_at IS NULL \
             WHERE r.event_id = ? ORDER BY r.queue"
        ))
        .bind(id.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(rsvp).collect()
    }

    async fn due_events(&mut self, now: Timestamp) -> Stored<Vec<GroupEventRow>> {
        let rows = query(event!("e.closed_at IS NULL AND e.ends_at <= ? AND e.id NOT IN (SELECT id FROM put_off) ORDER BY e.ends_at, e.n"))
            .bind(now.0)
            .fetch_all(self.on())
            .await?;
        rows.iter().map(event).collect()
    }

    async fn open_events_in(&mut self, group: &GroupId) -> Stored<Vec<GroupEventRow>> {
        let rows = query(event!("e.closed_at IS NULL AND e.group_id = ? ORDER BY e.n"))
            .bind(group.as_str())
            .fetch_all(self.on())
            .await?;
        rows.iter().map(event).collect()
    }

    async fn open_events_of(&mut self, member: &MemberId) -> Stored<Vec<GroupEventRow>> {
        let rows = query(event!(
            "e.closed_at IS NULL AND e.id IN (SELECT event_id FROM event_rsvps WHERE member_id = ?) ORDER BY e.n"
        ))
        .bind(member.as_str())
        .fetch_all(self.on())
        .await?;
        rows.iter().map(event).collect()
    }

    async fn next_event_due(&mut self) -> Stored<Option<Timestamp>> {
        query(
            "SELECT MIN(e.ends_at) AS due FROM events e WHERE e.closed_at IS NULL AND e.id NOT IN (SELECT id FROM put_off) AND EXISTS \
             (SELECT 1 FROM posts p WHERE p.attachment_id = e.id AND p.deleted_at IS NULL)",
        )
        .fetch_one(self.on())
        .await?
        .opt_time("due")
    }
}

#[async_trait]
impl EventWrite for SqliteTx {
    async fn add_event(&mut self, event: &GroupEventRow) -> Stored<()> {
        query(
            "INSERT INTO events (id, group_id, maker, title, about, place, starts_at, ends_at, capacity, guests, \
             revision, moved_at, opened_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(event.id.as_str())
        .bind(event.group_id.as_str())
        .bind(event.maker_id.as_str())
        .bind(&event.title)
        .bind(&event.about)
        .bind(&event.place)
        .bind(event.starts_at.0)
        .bind(event.ends_at.0)
        .bind(event.capacity)
        .bind(event.guests)
        .bind(event.revision)
        .bind(event.moved_at.map(|at| at.0))
        .bind(event.opened_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_event(&mut self, event: &GroupEventRow) -> Stored<()> {
        query(
            "UPDATE events SET title = ?, about = ?, place = ?, starts_at = ?, ends_at = ?, capacity = ?, \
             guests = ?, revision = ?, moved_at = ?, cancelled_at = ?, closed_at = ? WHERE id = ?",
        )
        .bind(&event.title)
        .bind(&event.about)
        .bind(&event.place)
        .bind(event.starts_at.0)
        .bind(event.ends_at.0)
        .bind(event.capacity)
        .bind(event.guests)
        .bind(event.revision)
        .bind(event.moved_at.map(|at| at.0))
        .bind(event.cancelled_at.map(|at| at.0))
        .bind(event.closed_at.map(|at| at.0))
        .bind(event.id.as_str())
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn add_rsvp(&mut self, rsvp: &RsvpRow) -> Stored<()> {
        query(
            "INSERT INTO event_rsvps (id, event_id, member_id, people, waiting, queue, answered_at) \
             VALUES (?1, ?2, ?3, ?4, ?5, \
             (SELECT COALESCE(MAX(queue), 0) + 1 FROM event_rsvps WHERE event_id = ?2), ?6)",
        )
        .bind(rsvp.id.as_str())
        .bind(rsvp.event_id.as_str())
        .bind(rsvp.member_id.as_str())
        .bind(rsvp.people)
        .bind(rsvp.waiting)
        .bind(rsvp.answered_at.0)
        .execute(self.on())
        .await?;
        Ok(())
    }

    async fn set_rsvp(&mut self, rsvp: &RsvpRow) -> Stored<()> {
        query("UPDATE event_rsvps SET people = ?, waiting = ?, answered_at = ? WHERE id = ?")
            .bind(rsvp.people)
            .bind(rsvp.waiting)
            .bind(rsvp.answered_at.0)
            .bind(rsvp.id.as_str())
            .execute(self.on())
            .await?;
        Ok(())
    }

    async fn drop_rsvp(&mut self, id: &RsvpId) -> Stored<()> {
        query("DELETE FROM event_rsvps WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }

    async fn drop_event(&mut self, id: &EventId) -> Stored<()> {
        query("DELETE FROM event_rsvps WHERE event_id = ?").bind(id.as_str()).execute(self.on()).await?;
        query("DELETE FROM events WHERE id = ?").bind(id.as_str()).execute(self.on()).await?;
        Ok(())
    }
}
