//! What an invite leads to, and joining by it.

use contract::change::{ChangeKind, ChangeOp};
use contract::group::Role;
use contract::invite::{InvitePreview, InviteRef, Join, Joined, NewAccount, PreviewInvite, TargetPreview};
use contract::{Code, GroupId, Timestamp};
use domain::invite::{Visitor, latches, may_join, may_open, places_left};

use super::account::{add_account, give_recovery_code};
use super::fail::accepted;
use super::invite::{facts, group_facts};
use super::{Fail, Outcome, Reading, Writing, group, invite, referral, sign_in};
use crate::app::App;
use crate::limit::{Limit, Limits, MISS};
use crate::store::{AccountRow, DealRow, GroupRow, InviteRow, ReadTx};

/// Finds an invite by what a visitor holds. Guessing typed codes is dear, links are never refused.
async fn find(
    app: &App,
    tx: &mut dyn ReadTx,
    held: &InviteRef,
    address: &str,
    now: Timestamp,
) -> Outcome<InviteRow> {
    let found = match held {
        // 133 bits are not guessed: a link works from wherever others mistyped, and costs nobody a guess.
        InviteRef::Token(token) => {
            let token = domain::code::normalised(token);
            if domain::code::is_token(&token) { tx.invite_by_token(&token).await? } else { None }
        }
        InviteRef::Code(typed) => by_code(&app.limits, tx, typed, address, now).await?,
    };
    found.ok_or_else(|| Code::InviteUnknown.into())
}

async fn by_code(
    limits: &Limits,
    tx: &mut dyn ReadTx,
    typed: &str,
    address: &str,
    now: Timestamp,
) -> Outcome<Option<InviteRow>> {
    limits.take(Limit::Guess, address, 0.0, now).map_err(Fail::wait)?;
    let Ok(code) = domain::code::parse_invite_code(typed) else {
        // The check character says so without asking: nothing was learned by this guess.
        return Ok(None);
    };
    limits.take(Limit::GuessAll, "", 1.0, now).map_err(Fail::wait)?;
    limits.take(Limit::Guess, address, 1.0, now).map_err(Fail::wait)?;
    let found = tx.invite_by_code(&code).await?;
    if found.is_none() {
        // This guess has its answer; the debt is for the next.
        let _ = limits.take(Limit::Guess, address, MISS, now);
    }
    Ok(found)
}

/// What an invite leads to. Opens nothing, joins nothing.
pub async fn preview(r: &mut Reading, command: PreviewInvite, address: &str) -> Outcome<InvitePreview> {
    let row = find(&r.app, &mut *r.tx, &command.invite, address, r.now).await?;
    let group = r.tx.group(&row.group_id).await?.ok_or(Code::GroupDissolved)?;
    let member_count = r.tx.member_count(&group.id).await?;
    let visitor = visitor(&mut *r.tx, &row, r.caller.as_ref().map(|c| &c.account)).await?;
    if !visitor.is_member {
        may_open(&facts(&row), &group_facts(&group, member_count), r.now)?;
        if visitor.is_banned {
            return Err(Code::NotAllowed.into());
        }
    }
    let host = r.tx.first_host(&group.id).await?.map(|m| m.public.persona);
    let inviter = r.tx.member(&row.made_by).await?.map(|m| m.public.persona);
    let target = target(&mut *r.tx, &row).await?;
    let asks = r.caller.as_ref().map(|c| &c.account.id);
    let share = referral::share_of_invite(&mut *r.tx, &group, &row, asks, r.now).await?;
    Ok(InvitePreview {
        places_left: places_left(row.kind, &group.policy, member_count),
        group_id: group.id,
        group_name: group.name,
        about: group.about,
        member_count,
        host,
        inviter,
        kind: row.kind,
        history: group.policy.history,
        verify_before: group.policy.verify_before,
        expires_at: row.expires_at,
        share,
        target,
        already_member: visitor.is_member,
        server_time: r.now,
    })
}

/// Joins by an invite; makes an account in the same step when there is none.
pub async fn join(w: &mut Writing, command: Join) -> Outcome<Joined> {
    let row = find(&w.app, &mut *w.tx, &command.invite, &w.address, w.now).await?;
    let group = w.tx.group(&row.group_id).await?.ok_or(Code::GroupDissolved)?;
    let member_count = w.tx.member_count(&group.id).await?;
    let account = w.caller.as_ref().map(|c| c.account.clone());
    let visitor = visitor(&mut *w.tx, &row, account.as_ref()).await?;
    may_join(&facts(&row), &group_facts(&group, member_count), visitor, w.now)?;
    accepted(domain::limits::check_join_persona(&command.persona))?;
    let nickname = &command.persona.nickname;
    group::nickname_must_be_free(&mut *w.tx, &group.id, nickname, "/persona/nickname", None).await?;

    let (account, made) = match account {
        Some(account) => (account, None),
        None => {
            let account = add_account(w, None).await?;
            let session = sign_in::open_session(w, &account).await?;
            let recovery_code = give_recovery_code(w, &account).await?;
            (account, Some(NewAccount { session, recovery_code }))
        }
    };
    let member = group::enter(w, &group.id, &account.id, command.persona, Role::Member).await?;
    w.tx.count_joined(&row.id, &member.id).await?;
    referral::joined(w, &group, &row, (&member, &account.id), command.share.as_deref()).await?;
    invite::note_change(w, &row).await?;
    close_qr_at_limit(w, &group.id).await?;
    Ok(Joined { group_id: group.id, member_id: member.id, account: made })
}

/// Who wants to come in.
async fn visitor(tx: &mut dyn ReadTx, invite: &InviteRow, account: Option<&AccountRow>) -> Outcome<Visitor> {
    let Some(account) = account else { return Ok(Visitor::default()) };
    let removed_at = tx.removed_at(&invite.group_id, &account.id).await?;
    Ok(Visitor {
        is_member: tx.membership(&invite.group_id, &account.id).await?.is_some(),
        is_banned: removed_at.is_some_and(|at| invite.made_at <= at),
        phone_verified: account.phone.is_some(),
    })
}

/// In the transaction that brings the limit and the head count together, the group's QR codes die for good.
pub(super) async fn close_qr_at_limit(w: &mut Writing, group: &GroupId) -> Outcome<()> {
    let GroupRow { policy, qr_closed_at, .. } = w.tx.group(group).await?.ok_or(Code::NotFound)?;
    if !latches(&policy, w.tx.member_count(group).await?) {
        return Ok(());
    }
    if qr_closed_at.is_none() {
        w.tx.set_qr_closed(group, Some(w.now)).await?;
        w.note_open(group, ChangeKind::Group, ChangeOp::Updated, group.as_str()).await?;
    }
    for invite in w.tx.latch_qr(group, w.now).await? {
        invite::note_change(w, &invite).await?;
    }
    Ok(())
}

fn is_told(deal: &DealRow) -> bool {
    deal.closed_at.is_none() && deal.bargain.is_none()
}

/// What a visitor may know of the thing that an invite points at, while it is open.
async fn target(tx: &mut dyn ReadTx, invite: &InviteRow) -> Outcome<Option<TargetPreview>> {
    let Some(attachment) = invite.target.clone() else { return Ok(None) };
    let preview = match attachment.kind.as_str() {
        // A bargain is not told at the door: the app around the door may be one that bans it.
        "deal" => tx.deal(&attachment.id.as_str().into()).await?.filter(is_told).map(|d| {
            let price = domain::groupbuy::price_at(&d.tiers, d.people);
            TargetPreview { attachment, people: d.people, tiers: d.tiers, price: Some(price) }
        }),
        "listing" => {
            tx.listing(&attachment.id.as_str().into()).await?.filter(|l| l.closed_at.is_none()).map(|l| {
                let people = u32::from(matches!(l.status, domain::market::Status::Held { .. }));
                TargetPreview { attachment, people, tiers: Vec::new(), price: Some(l.asking) }
            })
        }
        _ => None,
    };
    Ok(preview)
}
