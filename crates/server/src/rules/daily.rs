//! Daily activities: planning, looking, changing; and their days, which begin and end by themselves.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::daily::{Daily, DailyAnswer, DailyState, EditDaily, NewDaily};
use contract::feed::Attachment;
use contract::{Code, DailyId, GroupId, Page, Timestamp};
use domain::daily::{Day, check_edit, check_new, may_edit, state_at};
use domain::history::Item;

use super::fail::accepted;
use super::{Caller, Here, Outcome, Paging, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{Audience, Cursor, DailyAnswerRow, DailyRow, DailySieve, NewChange, ReadTx};

pub mod answer;

/// What a post calls a daily activity that it carries.
pub(super) const KIND: &str = "daily";
/// Answers on a card.
const RECENT: u32 = 3;

fn day(row: &DailyRow) -> Day {
    Day { starts_at: row.starts_at, ends_at: row.ends_at }
}

/// What `here.me` may read: what was said since they came; what is planned, if they run the group.
fn sieve(here: &Here) -> DailySieve<'_> {
    DailySieve { from: here.from(), me: &here.me.public.id, planned: here.runs_it() }
}

fn answer_view(here: &Here, row: DailyAnswerRow) -> DailyAnswer {
    DailyAnswer {
        id: row.id,
        yours: row.member_id == here.me.public.id,
        member: row.member,
        words: row.words,
        answered_at: row.answered_at,
        edited_at: row.edited_at,
    }
}

/// A daily activity as `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: DailyRow, now: Timestamp) -> Outcome<Daily> {
    let maker = tx.member(&row.maker_id).await?.map(|m| m.public);
    let mine = tx.daily_answer_of(&row.id, &here.me.public.id).await?;
    let answers = tx.daily_answer_count(&row.id, sieve(here)).await?;
    let recent = tx.last_daily_answers(&row.id, sieve(here), RECENT).await?;
    Ok(Daily {
        maker,
        state: state_at(day(&row), now),
        id: row.id,
        group_id: row.group_id,
        day: row.day,
        words: row.words,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        answers,
        recent: recent.into_iter().map(|answer| answer_view(here, answer)).collect(),
        your_answer: mine.map(|answer| answer_view(here, answer)),
        server_time: now,
    })
}

/// Finds one that the caller may see: what is planned is the hosts'; what is over, those who were there then.
async fn find(tx: &mut dyn ReadTx, caller: &Caller, id: &DailyId) -> Outcome<(Here, DailyRow)> {
    let row = tx.daily(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let created_at = row.opened_at.unwrap_or(row.starts_at);
    let item = Item { created_at, pinned: row.pinned, actionable: row.closed_at.is_none() };
    let visible = if row.opened_at.is_none() && row.closed_at.is_none() {
        here.runs_it()
    } else {
        here.sees(item) || tx.daily_answer_of(id, &here.me.public.id).await?.is_some()
    };
    if visible { Ok((here, row)) } else { Err(Code::NotFound.into()) }
}

/// A group's daily activities, the latest day first.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Daily>> {
    let here = r.here(&group).await?;
    let mut items = Vec::new();
    for row in r.tx.dailies(&group, sieve(&here), paging.slice()).await? {
        let cursor = Cursor(0, row.starts_at.0);
        items.push((cursor, view(&mut *r.tx, &here, row, r.now).await?));
    }
    r.page(items, paging).await
}

/// One daily activity.
pub async fn get(r: &mut Reading, id: DailyId) -> Outcome<Daily> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Plans one; today's is there at once.
pub async fn create(w: &mut Writing, group: GroupId, command: NewDaily) -> Outcome<Daily> {
    let here = w.here(&group).await?;
    here.must_run_it()?;
    accepted(check_new(&command, w.now))?;
    if w.tx.daily_between(&group, command.starts_at, command.ends_at).await? {
        return Err(Code::DailyTaken.into());
    }
    let row = DailyRow {
        id: new_id::<DailyId>(),
        group_id: group,
        maker_id: here.me.public.id.clone(),
        day: command.day,
        words: command.words.trim().to_owned(),
        starts_at: command.starts_at,
        ends_at: command.ends_at,
        opened_at: None,
        closed_at: None,
        pinned: false,
    };
    w.tx.add_daily(&row).await?;
    note(w, &row, ChangeOp::Created).await?;
    if state_at(day(&row), w.now) == DailyState::Open {
        come(w, &row).await?;
        w.wake_at(row.ends_at);
    } else {
        w.wake_at(row.starts_at);
    }
    view(&mut *w.tx, &here, row, w.now).await
}

/// Gives it other words while nobody has answered.
pub async fn edit(w: &mut Writing, id: DailyId, command: EditDaily) -> Outcome<Daily> {
    let caller = w.caller()?;
    let (here, mut row) = find(&mut *w.tx, &caller, &id).await?;
    here.must_run_it()?;
    accepted(check_edit(&command))?;
    // Every answer counts, also those that this host may not read.
    let all = DailySieve { from: Timestamp(i64::MIN), ..sieve(&here) };
    may_edit(day(&row), w.tx.daily_answer_count(&id, all).await?, w.now)?;
    row.words = command.words.trim().to_owned();
    w.tx.word_daily(&id, &row.words).await?;
    note(w, &row, ChangeOp::Updated).await?;
    feed::rename_offer(w, &row.group_id, id.as_str(), &row.words).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Deletes it with its answers and its post; hosts only.
pub async fn delete(w: &mut Writing, id: DailyId) -> Outcome<Done> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    here.must_run_it()?;
    let posts = w.tx.carriers(id.as_str()).await?;
    erase(w, &id).await?;
    feed::delete_carriers(w, &row.group_id, posts, is_exposed(&row)).await?;
    Ok(Done {})
}

/// Deletes one whose post goes, with what was answered.
pub(super) async fn erase(w: &mut Writing, id: &DailyId) -> Outcome<()> {
    let Some(row) = w.tx.daily(id).await? else { return Ok(()) };
    w.tx.drop_daily(id).await?;
    note(w, &row, ChangeOp::Deleted).await
}

/// What is due of it: its day begins, or is over. A day that went by while nobody ran the server is over without a post.
pub(super) async fn settle(w: &mut Writing, row: &DailyRow) -> Outcome<()> {
    if state_at(day(row), w.now) == DailyState::Closed {
        end(w, row, row.ends_at).await
    } else {
        come(w, row).await
    }
}

/// Its day begins: it comes into the feed.
async fn come(w: &mut Writing, row: &DailyRow) -> Outcome<()> {
    w.tx.open_daily(&row.id, w.now).await?;
    let row = DailyRow { opened_at: Some(w.now), ..row.clone() };
    note(w, &row, ChangeOp::Updated).await?;
    let attachment = Attachment { kind: KIND.to_owned(), id: row.id.to_string(), title: row.words.clone() };
    feed::add_offer(w, &row.group_id, &row.maker_id, attachment).await.map(drop)
}

/// Its day is over: nobody answers any more, and newcomers lose its post.
pub(super) async fn end(w: &mut Writing, row: &DailyRow, at: Timestamp) -> Outcome<()> {
    w.tx.close_daily(&row.id, at).await?;
    note(w, row, ChangeOp::Updated).await?;
    feed::close_offer(w, &row.group_id, row.id.as_str()).await
}

fn is_exposed(row: &DailyRow) -> bool {
    row.pinned || row.closed_at.is_none()
}

/// Tells the members about it, newcomers only when they may see it; of what is planned the hosts alone.
async fn note(w: &mut Writing, row: &DailyRow, op: ChangeOp) -> Outcome<()> {
    let planned = row.opened_at.is_none() && state_at(day(row), w.now) == DailyState::Planned;
    let audience = if planned {
        // Who planned it may be gone: then hosts alone hear of it.
        let maker = match w.tx.member(&row.maker_id).await? {
            Some(maker) => Some(maker),
            None => w.tx.first_host(&row.group_id).await?,
        };
        maker.map_or(Audience::Members, |maker| Audience::AccountAndHosts(maker.account_id))
    } else {
        Audience::Members
    };
    w.note(NewChange {
        group_id: row.group_id.clone(),
        audience,
        kind: ChangeKind::Daily,
        op,
        id: row.id.to_string(),
        parent: None,
        entity_at: row.opened_at.unwrap_or(row.starts_at),
        exposed: is_exposed(row),
    })
    .await
}
