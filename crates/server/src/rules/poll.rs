//! Polls: asking, looking, voting, closing. Each is one transaction, so a vote counts once or not at all.

use contract::change::ChangeOp;
use contract::poll::{NewPoll, Poll, PollChoice, Vote};
use contract::{Code, GroupId, PollId, Timestamp};
use domain::poll::{PollFacts, check_new, check_vote, must_be_open, state_at};

use super::carried::{announce, item, must_run, note};
use super::fail::accepted;
use super::{Caller, Here, Outcome, Reading, Writing, feed};
use crate::secret::new_id;
use crate::store::{PollRow, ReadTx};

fn facts(row: &PollRow) -> PollFacts {
    PollFacts {
        choices: row.choices.len(),
        several: row.several,
        closes_at: row.closes_at,
        closed_at: row.closed_at,
    }
}

/// A poll as `here.me` sees it. Sums are what is still open to act on, so a newcomer sees them whole.
async fn view(tx: &mut dyn ReadTx, here: &Here, row: PollRow, now: Timestamp) -> Outcome<Poll> {
    let votes = tx.votes(&row.id, &here.me.public.id).await?;
    let maker = tx.member(&row.maker_id).await?.map(|m| m.public);
    let state = state_at(&facts(&row), now);
    let choice = |(at, label): (usize, String)| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let sum = votes.sums.iter().find(|(choice, _)| *choice == at);
        PollChoice { label, votes: sum.map_or(0, |(_, sum)| *sum), yours: votes.mine.contains(&at) }
    };
    Ok(Poll {
        maker,
        yours: row.maker_id == here.me.public.id,
        choices: row.choices.into_iter().enumerate().map(choice).collect(),
        id: row.id,
        group_id: row.group_id,
        question: row.question,
        several: row.several,
        voters: votes.voters,
        state,
        opened_at: row.opened_at,
        closes_at: row.closes_at,
        closed_at: row.closed_at,
        server_time: now,
    })
}

/// Finds a poll that the caller may see: an open one, or one that is younger than their joining.
async fn find(tx: &mut dyn ReadTx, caller: &Caller, id: &PollId) -> Outcome<(Here, PollRow)> {
    let row = tx.poll(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let visible = here.sees(item(&row)) || !tx.votes(id, &here.me.public.id).await?.mine.is_empty();
    if visible { Ok((here, row)) } else { Err(Code::NotFound.into()) }
}

/// One poll.
pub async fn get(r: &mut Reading, id: PollId) -> Outcome<Poll> {
    let caller = r.caller()?;
    let (here, row) = find(&mut *r.tx, &caller, &id).await?;
    view(&mut *r.tx, &here, row, r.now).await
}

/// Asks the group; any member.
pub async fn create(w: &mut Writing, group: GroupId, command: NewPoll) -> Outcome<Poll> {
    let here = w.here(&group).await?;
    accepted(check_new(&command, w.now))?;
    let me = here.me.public.id.clone();
    let row = PollRow {
        id: new_id::<PollId>(),
        group_id: group.clone(),
        maker_id: me.clone(),
        question: command.question.trim().to_owned(),
        choices: command.choices.into_iter().map(|choice| choice.label.trim().to_owned()).collect(),
        several: command.several,
        opened_at: w.now,
        closes_at: command.closes_at,
        closed_at: None,
        pinned: false,
    };
    w.tx.add_poll(&row).await?;
    w.wake_at(row.closes_at);
    announce(w, &row).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Votes, instead of whatever one voted for before.
pub async fn vote(w: &mut Writing, id: PollId, command: Vote) -> Outcome<Poll> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    must_be_open(&facts(&row), w.now)?;
    accepted(check_vote(&facts(&row), &command))?;
    if w.tx.set_votes(&id, &here.me.public.id, &command.choices).await? {
        note(w, &row, ChangeOp::Updated).await?;
    }
    view(&mut *w.tx, &here, row, w.now).await
}

/// Closes a poll before its time; who asks, or a host.
pub async fn close(w: &mut Writing, id: PollId) -> Outcome<Poll> {
    let caller = w.caller()?;
    let (here, mut row) = find(&mut *w.tx, &caller, &id).await?;
    must_run(&here, &row)?;
    must_be_open(&facts(&row), w.now)?;
    end(w, &row, w.now).await?;
    row.closed_at = Some(w.now);
    view(&mut *w.tx, &here, row, w.now).await
}

/// Deletes a poll whose post goes, with what was voted.
pub(super) async fn erase(w: &mut Writing, id: &PollId) -> Outcome<()> {
    let Some(row) = w.tx.poll(id).await? else { return Ok(()) };
    w.tx.drop_poll(id).await?;
    note(w, &row, ChangeOp::Deleted).await
}

/// Closes a poll: nobody votes any more, and newcomers lose its post.
pub(super) async fn end(w: &mut Writing, row: &PollRow, at: Timestamp) -> Outcome<()> {
    w.tx.close_poll(&row.id, at).await?;
    note(w, row, ChangeOp::Updated).await?;
    feed::close_offer(w, &row.group_id, row.id.as_str()).await
}
