//! Memberships: who is in a group, personas, leaving, removing.

use contract::api::Done;
use contract::change::{ChangeKind, ChangeOp};
use contract::group::{Group, Member, Persona};
use contract::market::ListingStep;
use contract::{AccountId, Code, GroupId, MemberId, Page};
use domain::market::By;
use domain::role::{may_leave, may_remove};

use super::Here;
use domain::groupbuy::state::DealEvent;

use super::chain::entry as chain_entry;
use super::fail::accepted;
use super::groupbuy::{deal, pledge};
use super::market::{line, step as listing, vacated};
use super::{Outcome, Paging, Reading, Writing, circle, event, group, invite, referral};
use crate::store::{Audience, Cursor, MemberRow, NewChange};

/// The members of a group, hosts first, then by joining.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Member>> {
    r.here(&group).await?;
    let rows = r.tx.members(&group, paging.slice()).await?;
    let items = rows.into_iter().map(|(key, row)| (Cursor(key, row.n), row.public)).collect();
    r.page(items, paging).await
}

/// Changes my persona in a group.
pub async fn set_persona(w: &mut Writing, group: GroupId, persona: Persona) -> Outcome<Group> {
    let here = w.here(&group).await?;
    accepted(domain::limits::check_persona(&persona))?;
    let me = &here.me.public.id;
    group::nickname_must_be_free(&mut *w.tx, &group, &persona.nickname, "/nickname", Some(me)).await?;
    let persona = Persona { nickname: persona.nickname.trim().to_owned(), ..persona };
    w.tx.set_persona(me, &persona).await?;
    w.note_open(&group, ChangeKind::Member, ChangeOp::Updated, me.as_str()).await?;
    note_membership(w, &group, &here.me.account_id, me, ChangeOp::Updated).await?;
    let here = w.here(&group).await?;
    group::view(&mut *w.tx, &here.group, &here.me).await
}

/// Leaves a group.
pub async fn leave(w: &mut Writing, group: GroupId) -> Outcome<Done> {
    let here = w.here(&group).await?;
    may_leave(here.me.public.role, w.tx.host_count(&group).await?)?;
    end(w, &here, &here.me.clone(), false).await?;
    Ok(Done {})
}

/// Removes a member; hosts and stewards.
pub async fn remove(w: &mut Writing, group: GroupId, member: MemberId) -> Outcome<Done> {
    let here = w.here(&group).await?;
    here.must_run_it()?;
    let target = w.tx.member(&member).await?.filter(|m| m.group_id == group).ok_or(Code::NotFound)?;
    may_remove(here.me.public.role, target.public.role, target.public.id == here.me.public.id)?;
    end(w, &here, &target, true).await?;
    Ok(Done {})
}

/// Ends a membership: what was offered is taken back, what was held is let go, the persona is erased.
async fn end(w: &mut Writing, here: &Here, member: &MemberRow, removed: bool) -> Outcome<()> {
    let (group, id) = (&here.group.id, &member.public.id);
    for class in w.tx.leave_lines(id).await? {
        line::note(w, &here.group, &class).await?;
    }
    for row in w.tx.open_listings_of(id).await? {
        // As it is now: what came before it in this loop may have offered it to the line.
        let row = w.tx.listing(&row.id).await?.ok_or(Code::NotFound)?;
        if vacated::hand_over(w, &here.group, &row, id).await? {
            continue;
        }
        let step = if row.seller_id == *id { ListingStep::Cancel } else { ListingStep::Release };
        listing::take(w, &here.group, row, step, By::Member(id, false), String::new()).await?;
    }
    // Nobody is left to buy and hand out: whoever is in it is free.
    for row in w.tx.open_deals_of(id).await? {
        deal::end(w, &row, DealEvent::Cancel, w.now).await?;
    }
    pledge::withdraw_all(w, id).await?;
    chain_entry::withdraw_all(w, id).await?;
    event::withdraw_all(w, id).await?;
    circle::leave_all(w, member).await?;
    vacated::leave_all(w, &here.group, id).await?;
    for taken_back in w.tx.revoke_personal_of(id).await? {
        w.note(NewChange {
            group_id: group.clone(),
            audience: Audience::AccountAndHosts(member.account_id.clone()),
            kind: ChangeKind::Invite,
            op: ChangeOp::Updated,
            id: taken_back.to_string(),
            parent: None,
            entity_at: w.now,
            exposed: true,
        })
        .await?;
    }
    if removed {
        // They may hold any of them, and a stranger without an account is not known again.
        for qr in w.tx.revoke_open_qr(group, w.now).await? {
            invite::note_change(w, &qr).await?;
        }
    }
    referral::left(w, group, id).await?;
    w.tx.end_membership(id, w.now, removed).await?;
    w.note_open(group, ChangeKind::Member, ChangeOp::Deleted, id.as_str()).await?;
    w.note_open(group, ChangeKind::Group, ChangeOp::Updated, group.as_str()).await?;
    note_membership(w, group, &member.account_id, id, ChangeOp::Deleted).await
}

/// Tells an account about its own membership.
pub(super) async fn note_membership(
    w: &mut Writing,
    group: &GroupId,
    account: &AccountId,
    member: &MemberId,
    op: ChangeOp,
) -> Outcome<()> {
    w.note(NewChange {
        group_id: group.clone(),
        audience: Audience::Account(account.clone()),
        kind: ChangeKind::Membership,
        op,
        id: member.to_string(),
        parent: None,
        entity_at: w.now,
        exposed: true,
    })
    .await
}
