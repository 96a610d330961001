//! The chains themselves: starting, looking, changing, closing, deleting.

use contract::api::Done;
use contract::chain::{Chain, ChainChoice, EditChain, NewChain, NewChoice};
use contract::change::ChangeOp;
use contract::{ChainId, Code, GroupId, Timestamp};
use domain::chain::{
    ChainFacts, Places, Row, Want, check_edit, check_new, must_be_open, one_line, state_at, taken, taken_of,
};

use super::entry;
use crate::rules::carried::{announce, is_exposed, item, must_run, note};
use crate::rules::{Caller, Fail, Here, Outcome, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{ChainRow, EntryRow, ReadTx};

/// Faces on a card.
const FACES: usize = 8;

/// What the rules need to know of a chain.
pub(super) fn facts(row: &ChainRow) -> ChainFacts {
    let choices = row.choices.iter().map(|choice| choice.capacity).collect();
    ChainFacts {
        places: Places { all: row.capacity, choices },
        most: row.most,
        proxies: row.proxies,
        asks_name: row.asks_name,
        asks_note: row.asks_note,
        closes_at: row.closes_at,
        closed: row.closed_at.is_some(),
    }
}

/// What the rules need to know of its entries, in line.
pub(super) fn rows(entries: &[EntryRow]) -> Vec<Row> {
    let row = |e: &EntryRow| Row { want: Want { choice: e.choice, count: e.count }, waiting: e.waiting };
    entries.iter().map(row).collect()
}

/// A chain as `here.me` sees it.
pub(super) async fn view(tx: &mut dyn ReadTx, here: &Here, row: ChainRow, now: Timestamp) -> Outcome<Chain> {
    let me = &here.me.public.id;
    let entries = tx.entries(&row.id).await?;
    let line = rows(&entries);
    let choice = |(at, choice): (usize, NewChoice)| {
        let sum = taken_of(&line, u32::try_from(at).unwrap_or(u32::MAX));
        let NewChoice { label, capacity } = choice;
        ChainChoice { label, capacity, taken: sum.taken, waiting: sum.waiting }
    };
    let mut joined = Vec::new();
    let shown = entries.iter().filter(|e| !e.waiting && entry::is_needed(here, &row, e));
    for member in shown.filter_map(|e| e.member.clone()) {
        if joined.len() < FACES && !joined.contains(&member) {
            joined.push(member);
        }
    }
    let waiting = entries.iter().filter(|e| e.waiting).count();
    let all = entries.len();
    let mut your_entries = entry::views(here, entries);
    your_entries.retain(|entry| entry.yours);
    your_entries.sort_by_key(|entry| entry.proxy);
    let maker = tx.member(&row.maker_id).await?.map(|m| m.public);
    Ok(Chain {
        maker,
        yours: row.maker_id == *me,
        state: state_at(&facts(&row), now),
        choices: row.choices.into_iter().enumerate().map(choice).collect(),
        id: row.id,
        group_id: row.group_id,
        title: row.title,
        about: row.about,
        asks_name: row.asks_name,
        asks_note: row.asks_note,
        most: row.most,
        proxies: row.proxies,
        capacity: row.capacity,
        taken: taken(&line).taken,
        entries: number(all - waiting),
        waiting: number(waiting),
        opened_at: row.opened_at,
        closes_at: row.closes_at,
        closed_at: row.closed_at,
        joined,
        your_entries,
        server_time: now,
    })
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Finds a chain that the caller may see: an open one, a later one than their joining, or one they are in.
pub(super) async fn find(tx: &mut dyn ReadTx, caller: &Caller, id: &ChainId) -> Outcome<(Here, ChainRow)> {
    let row = tx.chain(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let me = &here.me.public.id;
    let visible = here.sees(item(&row))
        || row.maker_id == *me
        || tx.entries(&row.id).await?.iter().any(|entry| entry.member_id == *me);
    if visible { Ok((here, row)) } else { Err(Code::NotFound.into()) }
}

fn tidy(choices: Vec<NewChoice>) -> Vec<NewChoice> {
    choices.into_iter().map(|choice| NewChoice { label: one_line(&choice.label), ..choice }).collect()
}

/// One chain.
pub async fn get(r: &mut Reading, id: ChainId) -> Outcome<Chain> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Starts a chain; any member.
pub async fn create(w: &mut Writing, group: GroupId, command: NewChain) -> Outcome<Chain> {
    let here = w.here(&group).await?;
    accepted(check_new(&command, w.now))?;
    let me = here.me.public.id.clone();
    let row = ChainRow {
        id: new_id::<ChainId>(),
        group_id: group.clone(),
        maker_id: me.clone(),
        title: one_line(&command.title),
        about: command.about.trim().to_owned(),
        asks_name: command.asks_name,
        asks_note: command.asks_note,
        most: command.most,
        proxies: command.proxies,
        choices: tidy(command.choices),
        capacity: command.capacity,
        opened_at: w.now,
        closes_at: command.closes_at,
        closed_at: None,
        pinned: false,
    };
    w.tx.add_chain(&row).await?;
    w.wake_at(row.closes_at);
    announce(w, &row).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Changes an open chain; places that are added go to those who wait.
pub async fn edit(w: &mut Writing, id: ChainId, command: EditChain) -> Outcome<Chain> {
    let caller = w.caller()?;
    let (here, mut row) = find(&mut *w.tx, &caller, &id).await?;
    must_run(&here, &row)?;
    let facts = facts(&row);
    must_be_open(&facts, w.now)?;
    let line = rows(&w.tx.entries(&id).await?);
    let labels: Vec<String> = row.choices.iter().map(|choice| choice.label.clone()).collect();
    accepted(check_edit(&facts, &labels, &line, &command, row.opened_at, w.now))?;
    let title = one_line(&command.title);
    let renamed = row.title != title;
    row.title = title;
    row.about = command.about.trim().to_owned();
    row.choices = tidy(command.choices);
    row.capacity = command.capacity;
    row.closes_at = command.closes_at;
    w.tx.set_chain(&row).await?;
    w.wake_at(row.closes_at);
    entry::promote(w, &row).await?;
    note(w, &row, ChangeOp::Updated).await?;
    if renamed {
        feed::rename_offer(w, &row.group_id, id.as_str(), &row.title).await?;
    }
    view(&mut *w.tx, &here, row, w.now).await
}

/// Closes a chain before its time.
pub async fn close(w: &mut Writing, id: ChainId) -> Outcome<Chain> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    must_run(&here, &row)?;
    must_be_open(&facts(&row), w.now)?;
    end(w, &row, w.now).await?;
    let row = w.tx.chain(&id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Closes a chain: nobody moves any more, and newcomers lose its post.
pub(in crate::rules) async fn end(w: &mut Writing, row: &ChainRow, at: Timestamp) -> Outcome<()> {
    w.tx.close_chain(&row.id, at).await?;
    note(w, row, ChangeOp::Updated).await?;
    feed::close_offer(w, &row.group_id, row.id.as_str()).await
}

/// Deletes a chain with its entries and its post.
pub async fn delete(w: &mut Writing, id: ChainId) -> Outcome<Done> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    must_run(&here, &row)?;
    let posts = w.tx.carriers(id.as_str()).await?;
    // While its posts are there: whether newcomers saw it hangs on them.
    erase(w, &id).await?;
    feed::delete_carriers(w, &row.group_id, posts, is_exposed(&row)).await?;
    Ok(Done {})
}

/// Deletes a chain whose post goes.
pub(in crate::rules) async fn erase(w: &mut Writing, id: &ChainId) -> Outcome<()> {
    let Some(row) = w.tx.chain(id).await? else { return Ok(()) };
    w.tx.drop_chain(id).await?;
    note(w, &row, ChangeOp::Deleted).await
}

/// Ok when no field is wrong.
pub(super) fn accepted(wrong: domain::limits::Wrong) -> Outcome<()> {
    if wrong.is_empty() { Ok(()) } else { Err(Fail::fields(wrong)) }
}
