//! How far members have read a feed: their own mark, for themselves alone.

use contract::GroupId;
use contract::change::{ChangeKind, ChangeOp};
use contract::group::{Group, MarkRead};
use domain::read::{advanced, read_to};

use super::{Outcome, Writing, group};
use crate::store::{Audience, NewChange};

/// Says how far the caller has read. Their other phones and tabs hear of it; nobody else does.
pub async fn mark(w: &mut Writing, id: GroupId, command: MarkRead) -> Outcome<Group> {
    let here = w.here(&id).await?;
    let mark = w.tx.read_mark(&here.me.public.id).await?;
    let before = read_to(mark, here.me.public.joined_at);
    if let Some(to) = advanced(before, command.to, w.now) {
        w.tx.set_read_mark(&here.me.public.id, to).await?;
        w.note(NewChange {
            group_id: id.clone(),
            audience: Audience::Account(here.me.account_id.clone()),
            kind: ChangeKind::Group,
            op: ChangeOp::Updated,
            id: id.to_string(),
            parent: None,
            entity_at: w.now,
            exposed: true,
        })
        .await?;
    }
    group::view(&mut *w.tx, &here.group, &here.me).await
}
