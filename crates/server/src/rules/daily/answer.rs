//! Answers to a daily activity: one a member, changed and deleted by who gave it.

use contract::change::ChangeOp;
use contract::daily::{Daily, DailyAnswer, NewDailyAnswer};
use contract::{Code, DailyAnswerId, DailyId, Page};
use domain::daily::{check_answer, may_answer};

use super::{answer_view, day, find, note, sieve, view};
use crate::rules::fail::accepted;
use crate::rules::{Outcome, Paging, Reading, Writing};
use crate::secret::new_id;
use crate::store::{Cursor, DailyAnswerRow};

/// The answers to a daily activity, the earliest first.
pub async fn list(r: &mut Reading, id: DailyId, paging: Paging) -> Outcome<Page<DailyAnswer>> {
    let caller = r.caller()?;
    let (here, _) = find(&mut *r.tx, &caller, &id).await?;
    let rows = r.tx.daily_answers(&id, sieve(&here), paging.slice()).await?;
    let items = rows.into_iter().map(|row| (Cursor(0, row.n), answer_view(&here, row))).collect();
    r.page(items, paging).await
}

/// Answers, instead of whatever one answered before.
pub async fn set(w: &mut Writing, id: DailyId, command: NewDailyAnswer) -> Outcome<Daily> {
    let caller = w.caller()?;
    let (here, row) = find(&mut *w.tx, &caller, &id).await?;
    may_answer(day(&row), w.now)?;
    accepted(check_answer(&command))?;
    let (me, words) = (here.me.public.id.clone(), command.words.trim().to_owned());
    match w.tx.daily_answer_of(&id, &me).await? {
        Some(before) if before.words == words => {}
        Some(before) => {
            w.tx.word_daily_answer(&before.id, &words, w.now).await?;
            note(w, &row, ChangeOp::Updated).await?;
        }
        None => {
            let answer = DailyAnswerRow {
                n: 0,
                id: new_id::<DailyAnswerId>(),
                daily_id: id,
                member_id: me,
                member: None,
                words,
                answered_at: w.now,
                edited_at: None,
            };
            w.tx.add_daily_answer(&answer).await?;
            note(w, &row, ChangeOp::Updated).await?;
        }
    }
    view(&mut *w.tx, &here, row, w.now).await
}

/// Deletes an answer; who gave it, or a host.
pub async fn delete(w: &mut Writing, id: DailyAnswerId) -> Outcome<Daily> {
    let caller = w.caller()?;
    let answer = w.tx.daily_answer(&id).await?.ok_or(Code::NotFound)?;
    let (here, row) = find(&mut *w.tx, &caller, &answer.daily_id).await?;
    if answer.member_id != here.me.public.id {
        here.must_run_it()?;
    }
    w.tx.drop_daily_answer(&id).await?;
    note(w, &row, ChangeOp::Updated).await?;
    view(&mut *w.tx, &here, row, w.now).await
}
