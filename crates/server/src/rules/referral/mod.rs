//! What shares led to: coming by one, what counts and for whom, looking, forgetting, erasing.
//!
//! Counted in the transaction of the joining or purchase itself, and undone in that of its undoing; sharing counts
//! nothing. Whom it counts for is `domain::referral`'s to say. Nobody but the sharer learns of their figures, and they
//! not whose they are.

mod ledger;

use contract::feed::Attachment;
use contract::referral::{Arrive, Came, Forget, Helper, Helpers, Referral, Shared};
use contract::{Code, GroupId, Timestamp};
use domain::referral::{FEWEST, KEEP_S, told};

use self::ledger::{GROUP, lead, note, note_all, note_beside};
use super::invite::open_thing;
use super::{Here, Outcome, Reading, Writing};
use crate::secret::random;
use crate::store::{HelperRow, ReadTx};

pub(super) use self::ledger::{bought, entered, joined, left, pledged, share_of_invite, undone};

/// The most things and leads that a member is shown.
const MOST_SHOWN: u32 = 50;

/// As `here.me` sees it.
async fn view(tx: &mut dyn ReadTx, here: &Here, now: Timestamp) -> Outcome<Referral> {
    let me = &here.me.public.id;
    let share = tx.share(me).await?;
    let final_at = share.as_ref().and_then(|s| s.final_at);
    let mut answer = Referral {
        group_id: here.group.id.clone(),
        share: share.filter(|s| counts_here(here) && s.final_at.is_none()).map(|s| s.token),
        joins: 0,
        joins_further: 0,
        things: Vec::new(),
        came: Vec::new(),
        final_at,
        server_time: now,
    };
    if final_at.is_some() {
        return Ok(answer);
    }
    for sum in tx.credits(me, MOST_SHOWN).await? {
        if sum.kind == GROUP {
            (answer.joins, answer.joins_further) = (sum.direct, sum.further);
        } else if let Some(thing) = named(tx, here, &sum.kind, &sum.thing).await? {
            answer.things.push(Shared { thing, purchases: sum.direct, further: sum.further });
        }
    }
    for row in tx.came(me, MOST_SHOWN).await? {
        if let Some(to) = named(tx, here, &row.lead.kind, &row.lead.thing).await? {
            answer.came.push(Came { to, by: row.by, at: row.lead.at, counted: row.counted });
        }
    }
    Ok(answer)
}

fn counts_here(here: &Here) -> bool {
    here.group.policy.referral_depth > 0
}

/// A thing with its title; none when it is not there any more.
async fn named(tx: &mut dyn ReadTx, here: &Here, kind: &str, id: &str) -> Outcome<Option<Attachment>> {
    let title = match kind {
        GROUP => Some(here.group.name.clone()),
        "deal" => tx.deal(&id.into()).await?.map(|d| d.title),
        "listing" => match tx.listing(&id.into()).await? {
            Some(listing) => tx.class(&listing.class_id).await?.map(|c| c.brief.title),
            None => None,
        },
        _ => None,
    };
    Ok(title.map(|title| Attachment { kind: kind.to_owned(), id: id.to_owned(), title }))
}

/// What my shares led to, and by whose I came.
pub async fn get(r: &mut Reading, group: GroupId) -> Outcome<Referral> {
    let here = r.here(&group).await?;
    view(&mut *r.tx, &here, r.now).await
}

/// I came to something by a share.
pub async fn arrive(w: &mut Writing, group: GroupId, command: Arrive) -> Outcome<Referral> {
    let here = w.here(&group).await?;
    let me = here.me.public.id.clone();
    let share = w.tx.share_by_token(&group, &domain::code::normalised(&command.share)).await?;
    let share = share.filter(|s| counts_here(&here) && s.account_id != here.me.account_id);
    let to = open_thing(&mut *w.tx, &group, command.to).await?;
    if let (Some(share), Some(to)) = (share, to) {
        let known = w.tx.leads(&me, &to.id).await?;
        let refused = known.iter().any(|l| l.sharer.is_none());
        let hidden = w.tx.share(&me).await?.is_none_or(|s| s.final_at.is_some());
        // Who has it already needs nobody's word for it.
        let has = to.kind == "deal" && w.tx.pledge_of(&to.id.as_str().into(), &me).await?.is_some();
        if !refused && !hidden && !has {
            lead(w, &here.group, &me, &to.kind, &to.id, &share.member_id).await?;
            note(w, &group, &me).await?;
        }
    }
    view(&mut *w.tx, &here, w.now).await
}

/// Takes back that I came to something by a share.
pub async fn forget(w: &mut Writing, group: GroupId, command: Forget) -> Outcome<Referral> {
    let here = w.here(&group).await?;
    let (me, to) = (&here.me.public.id, &command.to);
    if w.tx.leads(me, &to.id).await?.iter().any(|l| l.sharer.is_some()) {
        let beside = w.tx.beside(me).await?;
        w.tx.forget_leads(me, &to.kind, &to.id, w.now).await?;
        w.tx.drop_credits_at(me, &to.id).await?;
        note_all(w, &group, beside).await?;
        note(w, &group, me).await?;
    }
    view(&mut *w.tx, &here, w.now).await
}

/// Erases my trace: hidden at once, gone for good after a while.
pub async fn erase(w: &mut Writing, group: GroupId) -> Outcome<Referral> {
    let here = w.here(&group).await?;
    let me = &here.me.public.id;
    if w.tx.share(me).await?.is_some_and(|s| s.final_at.is_none()) {
        let final_at = w.now.plus_s(KEEP_S);
        w.tx.set_final(me, Some(final_at)).await?;
        w.wake_at(final_at);
        note_beside(w, &group, me).await?;
    }
    view(&mut *w.tx, &here, w.now).await
}

/// Keeps it after all.
pub async fn keep(w: &mut Writing, group: GroupId) -> Outcome<Referral> {
    let here = w.here(&group).await?;
    let me = &here.me.public.id;
    if w.tx.share(me).await?.is_none_or(|s| s.final_at.is_none_or(|at| at <= w.now)) {
        return Err(Code::Gone.into());
    }
    w.tx.set_final(me, None).await?;
    note_beside(w, &group, me).await?;
    view(&mut *w.tx, &here, w.now).await
}

/// An erased trace whose time to be kept is over is gone for good.
pub(in crate::rules) async fn erase_for_good(w: &mut Writing, id: &contract::MemberId) -> Outcome<()> {
    let Some(member) = w.tx.member(id).await? else { return Ok(w.tx.drop_share(id).await?) };
    w.tx.erase_trace(id).await?;
    // Links that are out there name nobody any more.
    w.tx.set_share(&member.group_id, id, &domain::code::share(&random()), w.now).await?;
    note(w, &member.group_id, id).await
}

/// Who helps by sharing, in sums.
pub async fn helpers(r: &mut Reading, group: GroupId) -> Outcome<Helpers> {
    let here = r.here(&group).await?;
    here.must_run_it()?;
    let of =
        |row: HelperRow| Helper { member: row.member, joined: told(row.joined), bought: told(row.bought) };
    let all = r.tx.helpers(&group).await?.into_iter().map(of);
    let items = all.filter(|h| h.joined.is_some() || h.bought.is_some()).collect();
    Ok(Helpers { items, fewest: FEWEST, server_time: r.now })
}
