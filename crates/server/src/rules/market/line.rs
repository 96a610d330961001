//! The line for a class: joining, leaving, and whose turn it is when a seat comes free.

use contract::ClassId;
use contract::change::{ChangeKind, ChangeOp};
use contract::market::{Class, ListingState, ListingStep};
use domain::market::line::{Waiting, may_join, next};
use domain::market::{By, Status, apply, cut_off};

use super::class;
use super::step::{take, terms, write_one};
use crate::rules::{Outcome, Writing};
use crate::store::{EventRow, GroupRow};

/// Waits for a seat of a class. Who stands in line already keeps their place.
pub async fn join(w: &mut Writing, id: ClassId) -> Outcome<Class> {
    let caller = w.caller()?;
    let (here, row) = class::find(&mut *w.tx, &caller, &id).await?;
    w.verified_caller()?;
    let me = here.me.public.id.clone();
    let seated = w.tx.seat_of(&id, &me).await?.is_some();
    let brief = &row.brief;
    let ends_at = cut_off(brief.starts_at, here.group.policy.cut_off_s);
    may_join(brief.cancelled_at.is_some(), seated, ends_at, w.now)?;
    w.tx.join_line(&id, &me).await?;
    ask(w, &here.group, &id).await?;
    note(w, &here.group, &id).await?;
    class::again(w, &here, &id).await
}

/// Waits no more; a turn that is mine goes to the next.
pub async fn leave(w: &mut Writing, id: ClassId) -> Outcome<Class> {
    let caller = w.caller()?;
    let (here, _) = class::find(&mut *w.tx, &caller, &id).await?;
    let me = here.me.public.id.clone();
    if w.tx.leave_line(&id, &me).await? {
        for row in w.tx.listings_of_class(&id).await? {
            if matches!(&row.status, Status::Offered { to, .. } if *to == me) {
                let by = By::Member(&me, false);
                take(w, &here.group, row, ListingStep::Release, by, String::new()).await?;
            }
        }
        note(w, &here.group, &id).await?;
    }
    class::again(w, &here, &id).await
}

/// Offers each seat of a class that is free to the first in line who had no turn for it. The oldest listing first.
pub(super) async fn ask(w: &mut Writing, group: &GroupRow, class: &ClassId) -> Outcome<()> {
    for row in w.tx.listings_of_class(class).await? {
        if row.status.state() != ListingState::Available {
            continue;
        }
        let waiting = w.tx.line_for(class, &row.id).await?;
        let line: Vec<_> = waiting
            .iter()
            .map(|one| Waiting { who: (one.n, &one.member_id), had_turn: one.had_turn, busy: one.busy })
            .collect();
        let Some(&(place, first)) = next(&line) else { continue };
        let (step, by) = (ListingStep::Promote, By::Line(first));
        // Too late, or one's own: nobody's turn.
        let Ok(taken) = apply(&row.status, &terms(group, &row), step, by, w.now) else { continue };
        tracing::debug!(listing = %row.id, "the line moves up");
        w.tx.add_turn(&row.id, place).await?;
        let event = EventRow { step, by: Some(first.clone()), at: w.now, note: String::new() };
        write_one(w, group, row, taken, vec![event]).await?;
    }
    Ok(())
}

/// Tells that a line is another: on the class, and on each listing that shows it.
pub(in crate::rules) async fn note(w: &mut Writing, group: &GroupRow, class: &ClassId) -> Outcome<()> {
    w.note_open(&group.id, ChangeKind::Class, ChangeOp::Updated, class.as_str()).await?;
    for row in w.tx.listings_of_class(class).await? {
        if row.status.is_open() {
            w.note_open(&group.id, ChangeKind::Listing, ChangeOp::Updated, row.id.as_str()).await?;
        }
    }
    Ok(())
}
