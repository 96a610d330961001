//! What a deal promises, and changing it without taking anything back.

use contract::change::{ChangeKind, ChangeOp};
use contract::groupbuy::{Deal, DealOption, DealTerms, NewDeal, NewOption};
use contract::{Code, DealId, Timestamp};
use domain::chain::one_line;
use domain::groupbuy::promise::{Promised, breaks};
use domain::groupbuy::state_at;

use super::deal::{accepted, facts, find, must_run, view};
use super::place;
use crate::rules::fail::accepted as fields;
use crate::rules::{Outcome, Writing, feed};
use crate::store::DealRow;

/// What somebody agrees to who joins a deal now.
pub(crate) fn terms(row: &DealRow, now: Timestamp) -> DealTerms {
    DealTerms {
        title: row.title.clone(),
        tiers: row.tiers.clone(),
        minimum: row.minimum,
        ends_at: row.ends_at,
        leave_until: Some(row.ends_at),
        per_member: row.per_member,
        per_order: row.per_order,
        options: row.options.iter().map(|option| option.label.clone()).collect(),
        pick_up: row.pick_up.clone(),
        pick_up_at: row.pick_up_at.clone(),
        agreed_at: now,
    }
}

/// Options as they are kept: nothing taken yet.
pub(super) fn options(new: Vec<NewOption>) -> Vec<DealOption> {
    let kept = |o: NewOption| DealOption { label: one_line(&o.label), stock: o.stock, taken: 0 };
    new.into_iter().map(kept).collect()
}

/// Times as they are kept: soonest first.
pub(super) fn in_order(mut times: Vec<Timestamp>) -> Vec<Timestamp> {
    times.sort_unstable();
    times
}

/// Changes an open deal; who opened it, or a host.
pub async fn edit(w: &mut Writing, id: DealId, command: NewDeal) -> Outcome<Deal> {
    let caller = w.caller()?;
    let (here, old) = find(&mut *w.tx, &caller, &id).await?;
    must_run(&here, &old)?;
    // Two may run a deal: who saw other terms than hold by now looks again.
    if command.was.is_some_and(|seen| seen != old.edited_at.unwrap_or(old.opened_at)) {
        return Err(Code::Conflict.into());
    }
    if state_at(&facts(&old), w.now) != contract::groupbuy::DealState::Open {
        return Err(Code::DealClosed.into());
    }
    // Everything of it is in its figures, and those were made when each bargain began.
    if old.bargain.is_some() {
        return Err(Code::Conflict.into());
    }
    accepted(domain::limits::check_deal(&command, w.now))?;
    if !command.photos.is_empty() {
        fields(vec![("/photos".to_owned(), "invalid".to_owned())])?;
    }
    if command.bargain.is_some() {
        fields(vec![("/bargain".to_owned(), "promised".to_owned())])?;
    }
    if command.team != old.team {
        fields(vec![("/team".to_owned(), "promised".to_owned())])?;
    }
    // With nobody in it nothing was promised to anybody.
    if old.people > 0 || old.units > 0 {
        let terms = terms(&old, w.now);
        let promised = Promised { terms: &terms, about: &old.about, stock: old.stock, options: &old.options };
        fields(breaks(&promised, &command))?;
    }
    let renamed = old.title != command.title.trim();
    let row = DealRow {
        title: command.title.trim().to_owned(),
        about: command.about.trim().to_owned(),
        pick_up: command.pick_up.trim().to_owned(),
        tiers: command.tiers,
        minimum: command.minimum,
        stock: command.stock,
        per_member: command.per_member,
        per_order: command.per_order,
        options: options(command.options),
        pick_up_at: in_order(command.pick_up_at),
        ends_at: command.ends_at,
        edited_at: Some(w.now),
        ..old
    };
    w.tx.edit_deal(&row).await?;
    place::lower(w, &row).await?;
    if renamed {
        feed::rename_offer(w, &row.group_id, id.as_str(), &row.title).await?;
    }
    w.wake_at(row.ends_at);
    w.note_open(&row.group_id, ChangeKind::Deal, ChangeOp::Updated, id.as_str()).await?;
    let row = w.tx.deal(&id).await?.ok_or(Code::NotFound)?;
    view(&mut *w.tx, &here, row, w.now).await
}
