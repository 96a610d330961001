//! A group's life: its rules change, roles pass on, it ends.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::group::{Group, Member, Role, SetPolicy, SetRole};
use contract::market::ListingStep;
use contract::{Code, GroupId, MemberId};
use domain::groupbuy::state::DealEvent;
use domain::market::By;
use domain::role::{may_govern, may_set_role};

use super::chain::list as chain;
use super::fail::accepted;
use super::groupbuy::deal;
use super::market::{step, vacated};
use super::{Outcome, Writing, daily, event, group, join, member, poll, relay};
use crate::store::{Audience, NewChange};

/// Gives a group other rules. A QR limit that is reached by that kills the QR codes in the same transaction.
pub async fn set_policy(w: &mut Writing, group: GroupId, command: SetPolicy) -> Outcome<Group> {
    let here = w.here(&group).await?;
    may_govern(here.me.public.role)?;
    accepted(domain::limits::check_policy(&command))?;
    if command.was.is_some_and(|seen| seen != here.group.policy) {
        return Err(Code::Conflict.into());
    }
    if command.policy != here.group.policy {
        w.tx.set_policy(&group, &command.policy).await?;
        w.note_open(&group, ChangeKind::Group, ChangeOp::Updated, group.as_str()).await?;
        join::close_qr_at_limit(w, &group).await?;
    }
    let here = w.here(&group).await?;
    group::view(&mut *w.tx, &here.group, &here.me).await
}

/// Gives a member another role.
pub async fn set_role(w: &mut Writing, group: GroupId, id: MemberId, command: SetRole) -> Outcome<Member> {
    let here = w.here(&group).await?;
    may_govern(here.me.public.role)?;
    let target = w.tx.member(&id).await?.filter(|m| m.group_id == group).ok_or(Code::NotFound)?;
    let (own, from, to) = (id == here.me.public.id, target.public.role, command.role);
    may_set_role(here.me.public.role, own, from, to, w.tx.host_count(&group).await?)?;
    if from != to {
        w.tx.set_role(&id, to).await?;
        if from == Role::Host {
            vacated::hand_over_all(w, &here.group, &id).await?;
        }
        w.note_open(&group, ChangeKind::Member, ChangeOp::Updated, id.as_str()).await?;
        member::note_membership(w, &group, &target.account_id, &id, ChangeOp::Updated).await?;
    }
    Ok(Member { role: to, ..target.public })
}

/// Dissolves a group, for good. Whoever ran it to the end may say so again.
pub async fn dissolve(w: &mut Writing, id: GroupId) -> Outcome<Done> {
    let caller = w.caller()?;
    let group = w.tx.group(&id).await?.ok_or(Code::NotFound)?;
    if group.dissolved && w.tx.hosted_to_the_end(&id, &caller.account.id).await? {
        return Ok(Done {});
    }
    let here = w.here(&id).await?;
    may_govern(here.me.public.role)?;
    // Nobody is left to answer a claim, or to buy and hand out: what is offered is taken back, who is in it is free.
    let open = w.tx.open_listings_in(&id).await?;
    // Nobody waits any more: what ends here is nobody's turn.
    for row in &open {
        w.tx.end_line(&row.class_id).await?;
    }
    for row in open {
        let seller = row.seller_id.clone();
        let by = By::Member(&seller, false);
        step::take(w, &group, row, ListingStep::Cancel, by, String::new()).await?;
    }
    for row in w.tx.open_deals_in(&id).await? {
        deal::end(w, &row, DealEvent::Cancel, w.now).await?;
    }
    for row in w.tx.open_chains_in(&id).await? {
        chain::end(w, &row, w.now).await?;
    }
    for row in w.tx.open_events_in(&id).await? {
        event::end(w, row, true, w.now).await?;
    }
    for row in w.tx.open_polls_in(&id).await? {
        poll::end(w, &row, w.now).await?;
    }
    for row in w.tx.open_relays_in(&id).await? {
        relay::end(w, &row, w.now).await?;
    }
    for row in w.tx.open_dailies_in(&id).await? {
        daily::end(w, &row, w.now).await?;
    }
    w.tx.drop_referral(&id).await?;
    for (member, account) in w.tx.dissolve(&id, w.now).await? {
        w.note(NewChange {
            group_id: id.clone(),
            audience: Audience::Account(account.clone()),
            kind: ChangeKind::Group,
            op: ChangeOp::Deleted,
            id: id.to_string(),
            parent: None,
            entity_at: w.now,
            exposed: true,
        })
        .await?;
        member::note_membership(w, &id, &account, &member, ChangeOp::Deleted).await?;
    }
    Ok(Done {})
}
