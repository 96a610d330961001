//! Roll calls: an announcement asks each member to confirm; who runs the group sees who has not.

use contract::change::{ChangeKind, ChangeOp};
use contract::feed::{Post, RollCall};
use contract::group::{HistoryRule, Member};
use contract::{Code, Page, PostId};

use super::post_view::{find_post, post};
use super::{Here, Outcome, Paging, Reading, Writing};
use crate::store::{Asked, Audience, Cursor, NewChange, PostRow, ReadTx};

/// Who is asked: everybody who sees the announcement, but its author.
pub(super) fn asked<'a>(here: &Here, row: &'a PostRow) -> Asked<'a> {
    let seen_by_all = row.pinned || here.group.policy.history == HistoryRule::All;
    Asked { post: &row.id, joined_by: (!seen_by_all).then_some(row.created_at) }
}

/// The roll call as `here.me` sees it: my own answer, and for who runs the group how far it is.
pub(super) async fn view(tx: &mut dyn ReadTx, here: &Here, row: &PostRow) -> Outcome<Option<RollCall>> {
    let Some(kind) = row.roll_call else { return Ok(None) };
    let confirmed_at = tx.confirmed_at(&row.id, &here.me.public.id).await?;
    let mut call = RollCall { kind, confirmed_at, asked: None, confirmed: None };
    if here.runs_it() {
        let (asked, confirmed) = tx.confirmations(asked(here, row)).await?;
        (call.asked, call.confirmed) = (Some(asked), Some(confirmed));
    }
    Ok(Some(call))
}

/// Confirms what an announcement asks. The first time counts; who wrote it is not asked.
pub async fn confirm(w: &mut Writing, id: PostId) -> Outcome<Post> {
    let caller = w.caller()?;
    let (here, row) = find_post(&mut *w.tx, &caller, &id).await?;
    let own = row.author_id == here.me.public.id;
    if row.roll_call.is_none() || own {
        return Err(Code::Conflict.into());
    }
    if w.tx.confirm(&id, &here.me.public.id, w.now).await? {
        // Nothing changed for the other members.
        w.note(NewChange {
            group_id: row.group_id.clone(),
            audience: Audience::AccountAndHosts(caller.account.id.clone()),
            kind: ChangeKind::Post,
            op: ChangeOp::Updated,
            id: id.to_string(),
            parent: None,
            entity_at: row.created_at,
            exposed: row.pinned || row.actionable,
        })
        .await?;
    }
    post(&mut *w.tx, &here, row).await
}

/// Who has not confirmed; for who runs the group.
pub async fn missing(r: &mut Reading, id: PostId, paging: Paging) -> Outcome<Page<Member>> {
    let caller = r.caller()?;
    let (here, row) = find_post(&mut *r.tx, &caller, &id).await?;
    here.must_run_it()?;
    if row.roll_call.is_none() {
        return Err(Code::Conflict.into());
    }
    let rows = r.tx.unconfirmed(asked(&here, &row), paging.slice()).await?;
    let items = rows.into_iter().map(|row| (Cursor(0, row.n), row.public)).collect();
    r.page(items, paging).await
}
