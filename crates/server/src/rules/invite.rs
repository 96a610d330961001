//! Invites: those I made, making one, taking one back.

use contract::change::{ChangeKind, ChangeOp};
use contract::feed::Attachment;
use contract::invite::{Invite, InviteKind, InviteState, NewInvite};
use contract::{AccountId, Code, GroupId, InviteId, Page, Timestamp};
use domain::invite::{GroupFacts, InviteFacts, may_make, may_reopen, state};

use super::Here;
use super::fail::accepted;
use super::{Fail, Outcome, Paging, Reading, Writing};
use crate::secret::{new_id, random};
use crate::store::{Audience, Cursor, GroupRow, InviteRow, NewChange, ReadTx};

/// The most people shown who came by an invite.
const MOST_SHOWN: u32 = 20;

/// What the rules need to know of an invite.
pub(super) fn facts(invite: &InviteRow) -> InviteFacts {
    InviteFacts {
        kind: invite.kind,
        expires_at: invite.expires_at,
        revoked: invite.revoked,
        latched: invite.latched,
        joined_count: invite.joined_count,
    }
}

/// What the rules need to know of a group.
pub(super) fn group_facts(group: &GroupRow, member_count: u32) -> GroupFacts<'_> {
    GroupFacts { policy: &group.policy, member_count, dissolved: group.dissolved }
}

async fn view(tx: &mut dyn ReadTx, here: &Here, row: InviteRow, now: Timestamp) -> Outcome<Invite> {
    let yours = row.made_by == here.me.public.id;
    let state = state(&facts(&row), now);
    let made_by = tx.member(&row.made_by).await?.map(|m| m.public);
    // Who brought whom is between the two: those who run the group hear how many.
    let joined = match yours && row.joined_count > 0 {
        true => tx.came_by(&row.id, MOST_SHOWN).await?.into_iter().map(|m| m.public).collect(),
        false => Vec::new(),
    };
    Ok(Invite {
        id: row.id,
        group_id: row.group_id,
        kind: row.kind,
        // Who holds these comes in by them: nobody hands over another's.
        token: yours.then_some(row.token),
        code: yours.then_some(row.code),
        made_by,
        yours,
        made_at: row.made_at,
        expires_at: row.expires_at,
        state,
        joined_count: row.joined_count,
        joined,
        note: row.note.filter(|_| yours),
        target: row.target,
        server_time: now,
    })
}

/// The invites that I made; hosts see all.
pub async fn list(r: &mut Reading, group: GroupId, paging: Paging) -> Outcome<Page<Invite>> {
    let here = r.here(&group).await?;
    let made_by = (!here.runs_it()).then_some(&here.me.public.id);
    let mut items = Vec::new();
    for row in r.tx.invites(&group, made_by, paging.slice()).await? {
        items.push((Cursor(0, row.n), view(&mut *r.tx, &here, row, r.now).await?));
    }
    r.page(items, paging).await
}

/// Makes an invite.
pub async fn create(w: &mut Writing, group: GroupId, command: NewInvite) -> Outcome<Invite> {
    let here = w.here(&group).await?;
    accepted(domain::limits::check_invite(&command))?;
    let member_count = w.tx.member_count(&here.group.id).await?;
    may_make(command.kind, &group_facts(&here.group, member_count))?;
    if command.kind == InviteKind::Qr && here.group.qr_closed_at.is_some() {
        may_reopen(here.me.public.role)?;
        w.tx.set_qr_closed(&group, None).await?;
        w.note_open(&group, ChangeKind::Group, ChangeOp::Updated, group.as_str()).await?;
    }
    let target = match command.target {
        Some(target) => {
            let open = open_thing(&mut *w.tx, &group, target).await?;
            Some(open.ok_or_else(|| Fail::field("/target", "invalid"))?)
        }
        None => None,
    };
    let row = InviteRow {
        n: 0,
        id: new_id::<InviteId>(),
        group_id: group.clone(),
        kind: command.kind,
        token: domain::code::token(&random()),
        code: free_code(&mut *w.tx).await?,
        made_by: here.me.public.id.clone(),
        made_at: w.now,
        expires_at: w.now.plus_s(i64::from(here.group.policy.invite_ttl_s)),
        revoked: false,
        latched: false,
        joined_count: 0,
        note: command.note.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty()),
        target,
    };
    w.tx.add_invite(&row).await?;
    note(w, &row, &here.me.account_id, ChangeOp::Created).await?;
    view(&mut *w.tx, &here, row, w.now).await
}

/// Takes an invite back, for good.
pub async fn revoke(w: &mut Writing, id: InviteId) -> Outcome<Invite> {
    w.caller()?;
    let mut row = w.tx.invite(&id).await?.ok_or(Code::NotFound)?;
    let here = w.here(&row.group_id).await?;
    let yours = row.made_by == here.me.public.id;
    if !yours && !here.runs_it() {
        return Err(Code::NotYours.into());
    }
    // A personal invite that somebody used lets nobody in: there is nothing to take back.
    let over = matches!(state(&facts(&row), w.now), InviteState::Revoked | InviteState::Used);
    if !over {
        w.tx.revoke_invite(&id).await?;
        row.revoked = true;
        let maker = w.tx.member(&row.made_by).await?.map_or(here.me.account_id.clone(), |m| m.account_id);
        note(w, &row, &maker, ChangeOp::Updated).await?;
    }
    view(&mut *w.tx, &here, row, w.now).await
}

/// Tells an invite's maker and the hosts about it.
pub(super) async fn note(
    w: &mut Writing,
    invite: &InviteRow,
    maker: &AccountId,
    op: ChangeOp,
) -> Outcome<()> {
    w.note(NewChange {
        group_id: invite.group_id.clone(),
        audience: Audience::AccountAndHosts(maker.clone()),
        kind: ChangeKind::Invite,
        op,
        id: invite.id.to_string(),
        parent: None,
        entity_at: invite.made_at,
        exposed: true,
    })
    .await
}

/// Tells an invite's maker, when they are still here, and the hosts that it changed.
pub(super) async fn note_change(w: &mut Writing, row: &InviteRow) -> Outcome<()> {
    let maker = match w.tx.member(&row.made_by).await? {
        Some(maker) => Some(maker),
        None => w.tx.first_host(&row.group_id).await?,
    };
    match maker {
        Some(maker) => note(w, row, &maker.account_id, ChangeOp::Updated).await,
        None => Ok(()),
    }
}

/// A deal or listing that is open and of this group, with the backend's title and not the client's; none otherwise.
pub(super) async fn open_thing(
    tx: &mut dyn ReadTx,
    group: &GroupId,
    thing: Attachment,
) -> Outcome<Option<Attachment>> {
    let title = match thing.kind.as_str() {
        "deal" => tx
            .deal(&thing.id.as_str().into())
            .await?
            .filter(|d| d.group_id == *group && d.closed_at.is_none())
            .map(|d| d.title),
        "listing" => match tx.listing(&thing.id.as_str().into()).await? {
            Some(l) if l.group_id == *group && l.closed_at.is_none() => {
                tx.class(&l.class_id).await?.map(|c| c.brief.title)
            }
            _ => None,
        },
        _ => None,
    };
    Ok(title.map(|title| Attachment { title, ..thing }))
}

/// A typed code that no invite has.
async fn free_code(tx: &mut dyn ReadTx) -> Outcome<String> {
    loop {
        let code = domain::code::invite_code(&random());
        if tx.invite_by_code(&code).await?.is_none() {
            return Ok(code);
        }
    }
}
