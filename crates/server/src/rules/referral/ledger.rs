//! What counts: joining and buying by a share, and its undoing; each in the transaction of the act itself.

use contract::change::{ChangeKind, ChangeOp};
use contract::group::Member;
use contract::groupbuy::PledgeState;
use contract::{AccountId, GroupId, MemberId, Timestamp};
use domain::referral::{Lead, Terms, next};

use crate::rules::{Outcome, Writing};
use crate::secret::random;
use crate::store::{
    Audience, CreditRow, DealRow, GroupRow, InviteRow, LeadRow, NewChange, PledgeRow, ReadTx,
};

/// What a lead into the group itself calls it.
pub(super) const GROUP: &str = "group";

/// What a visitor is told that joining counts for; none when it counts for nobody.
pub(in crate::rules) async fn share_of_invite(
    tx: &mut dyn ReadTx,
    group: &GroupRow,
    invite: &InviteRow,
    visitor: Option<&AccountId>,
    now: Timestamp,
) -> Outcome<Option<String>> {
    let fresh = Terms::of(&group.policy).counts(invite.made_at, now);
    let share = tx.share(&invite.made_by).await?.filter(|s| {
        fresh && s.final_at.is_none() && invite.made_at >= s.since && visitor != Some(&s.account_id)
    });
    Ok(share.map(|s| s.token))
}

/// A member is new: their shares carry something of their own in this group.
pub(in crate::rules) async fn entered(w: &mut Writing, group: &GroupId, member: &MemberId) -> Outcome<()> {
    Ok(w.tx.set_share(group, member, &domain::code::share(&random()), w.now).await?)
}

/// Somebody joined by an invite, and says by whose share when that shall count.
pub(in crate::rules) async fn joined(
    w: &mut Writing,
    group: &GroupRow,
    invite: &InviteRow,
    (member, account): (&Member, &AccountId),
    share: Option<&str>,
) -> Outcome<()> {
    let held = share_of_invite(&mut *w.tx, group, invite, Some(account), w.now).await?;
    if held.is_none() || held.as_deref() != share.map(domain::code::normalised).as_deref() {
        return Ok(());
    }
    lead(w, group, &member.id, GROUP, group.id.as_str(), &invite.made_by).await?;
    if let Some(target) = &invite.target {
        lead(w, group, &member.id, &target.kind, &target.id, &invite.made_by).await?;
    }
    counted(w, group, &member.id, GROUP, group.id.as_str(), member.id.as_str()).await
}

/// A member bought something: `act` is the pledge, or the listing whose seat they took. Called in the transaction that
/// writes it down.
pub(in crate::rules) async fn bought(
    w: &mut Writing,
    group: &GroupId,
    member: &MemberId,
    (kind, thing): (&str, &str),
    act: &str,
) -> Outcome<()> {
    // Most come by nobody's share: that costs one question.
    if w.tx.leads(member, thing).await?.is_empty() {
        return Ok(());
    }
    match w.tx.group(group).await? {
        Some(group) => counted(w, &group, member, kind, thing, act).await,
        None => Ok(()),
    }
}

/// A pledge went from one state to another: one that stands is a purchase, one that does not is none any more. A bargain
/// is none until it is bought.
pub(in crate::rules) async fn pledged(
    w: &mut Writing,
    deal: &DealRow,
    pledge: &PledgeRow,
    (before, now): (PledgeState, PledgeState),
) -> Outcome<()> {
    use PledgeState::{Committed, Due, Settled};
    let stands = |state| match state {
        Committed => deal.bargain.is_none(),
        state => matches!(state, Due | Settled),
    };
    let group = &deal.group_id;
    match (stands(before), stands(now)) {
        (false, true) => {
            let thing = ("deal", pledge.deal_id.as_str());
            bought(w, group, &pledge.member_id, thing, pledge.id.as_str()).await
        }
        (true, false) => undone(w, group, pledge.id.as_str()).await,
        _ => Ok(()),
    }
}

/// It was undone: left, released, returned. It counts for nobody any more.
pub(in crate::rules) async fn undone(w: &mut Writing, group: &GroupId, act: &str) -> Outcome<()> {
    let named = w.tx.named_by(act).await?;
    if named.is_empty() {
        return Ok(());
    }
    w.tx.drop_credits(act).await?;
    note_all(w, group, named).await
}

/// A member goes, and with them what names them.
pub(in crate::rules) async fn left(w: &mut Writing, group: &GroupId, member: &MemberId) -> Outcome<()> {
    let beside = w.tx.beside(member).await?;
    w.tx.erase_trace(member).await?;
    w.tx.drop_share(member).await?;
    note_all(w, group, beside).await
}

pub(super) async fn lead(
    w: &mut Writing,
    group: &GroupRow,
    member: &MemberId,
    kind: &str,
    thing: &str,
    sharer: &MemberId,
) -> Outcome<()> {
    let oldest = Timestamp(w.now.0.saturating_sub(Terms::of(&group.policy).window_ms));
    let (kind, thing) = (kind.to_owned(), thing.to_owned());
    let lead = LeadRow { member_id: member.clone(), kind, thing, sharer: Some(sharer.clone()), at: w.now };
    Ok(w.tx.add_lead(&lead, oldest).await?)
}

/// Counts an act for the first whose share led to it, and for whoever had led that one.
async fn counted(
    w: &mut Writing,
    group: &GroupRow,
    member: &MemberId,
    kind: &str,
    thing: &str,
    act: &str,
) -> Outcome<()> {
    let terms = Terms::of(&group.policy);
    let Some(actor) = w.tx.share(member).await?.filter(|s| terms.depth > 0 && s.final_at.is_none()) else {
        return Ok(());
    };
    let (mut chain, mut last) = (vec![actor.account_id], member.clone());
    for depth in 1..=terms.depth {
        let mut found = first(&mut *w.tx, &terms, &chain, (&last, thing), w.now).await?;
        // Whoever is further back led them to this thing, or brought them in.
        if found.is_none() && depth > 1 && kind != GROUP {
            found = first(&mut *w.tx, &terms, &chain, (&last, group.id.as_str()), w.now).await?;
        }
        let Some((sharer, account)) = found else { break };
        w.tx.add_credit(&CreditRow {
            act: act.to_owned(),
            depth,
            group_id: group.id.clone(),
            kind: kind.to_owned(),
            thing: thing.to_owned(),
            member_id: member.clone(),
            sharer: sharer.clone(),
            at: w.now,
        })
        .await?;
        note(w, &group.id, &sharer).await?;
        chain.push(account);
        last = sharer;
    }
    if last == *member { Ok(()) } else { note(w, &group.id, member).await }
}

/// The first valid lead of a member to a thing, as the rules see it.
async fn first(
    tx: &mut dyn ReadTx,
    terms: &Terms,
    chain: &[AccountId],
    (member, thing): (&MemberId, &str),
    now: Timestamp,
) -> Outcome<Option<(MemberId, AccountId)>> {
    let (mut leads, mut whose) = (Vec::new(), Vec::new());
    for row in tx.leads(member, thing).await? {
        let Some(sharer) = row.sharer else { continue };
        // Who left has no share any more.
        let Some(share) = tx.share(&sharer).await? else { continue };
        let stands = share.final_at.is_none() && row.at >= share.since;
        leads.push(Lead { by: share.account_id.clone(), at: row.at, stands });
        whose.push((sharer, share.account_id));
    }
    let by = next(terms, chain, &leads, now);
    Ok(by.and_then(|by| whose.into_iter().find(|(_, account)| account == by)))
}

pub(super) async fn note_beside(w: &mut Writing, group: &GroupId, member: &MemberId) -> Outcome<()> {
    let beside = w.tx.beside(member).await?;
    note_all(w, group, beside.into_iter().filter(|id| id != member).collect()).await?;
    note(w, group, member).await
}

pub(super) async fn note_all(w: &mut Writing, group: &GroupId, members: Vec<MemberId>) -> Outcome<()> {
    for member in members {
        note(w, group, &member).await?;
    }
    Ok(())
}

/// Tells a member alone that what they see of it is another.
pub(super) async fn note(w: &mut Writing, group: &GroupId, member: &MemberId) -> Outcome<()> {
    let Some(share) = w.tx.share(member).await? else { return Ok(()) };
    w.note(NewChange {
        group_id: group.clone(),
        audience: Audience::Account(share.account_id),
        kind: ChangeKind::Referral,
        op: ChangeOp::Updated,
        id: group.to_string(),
        parent: None,
        entity_at: w.now,
        exposed: true,
    })
    .await
}
