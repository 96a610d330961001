//! What a post carries and members act on together (chains, polls, relays, events), seen as one: who runs it, who sees
//! it, who hears of it. Knows none of them.

use contract::change::{ChangeKind, ChangeOp};
use contract::feed::Attachment;
use contract::{GroupId, MemberId, Timestamp};
use domain::history::Item;

use super::{Here, Outcome, Writing, feed};
use crate::store::{Audience, ChainRow, GroupEventRow, NewChange, PollRow, RelayRow};

/// What is alike in all of them.
pub(super) struct Head<'a> {
    id: &'a str,
    group: &'a GroupId,
    maker: &'a MemberId,
    title: &'a str,
    opened_at: Timestamp,
    is_open: bool,
    pinned: bool,
}

/// Something that a post carries.
pub(super) trait Carried {
    /// What the post calls it.
    const KIND: &'static str;
    /// What changes call it.
    const CHANGE: ChangeKind;
    /// What is alike in all of them.
    fn head(&self) -> Head<'_>;
}

macro_rules! carried {
    ($row:ty, $kind:literal, $change:ident, $title:ident) => {
        impl Carried for $row {
            const KIND: &'static str = $kind;
            const CHANGE: ChangeKind = ChangeKind::$change;

            fn head(&self) -> Head<'_> {
                Head {
                    id: self.id.as_str(),
                    group: &self.group_id,
                    maker: &self.maker_id,
                    title: &self.$title,
                    opened_at: self.opened_at,
                    is_open: self.closed_at.is_none(),
                    pinned: self.pinned,
                }
            }
        }
    };
}

carried!(ChainRow, "chain", Chain, title);
carried!(PollRow, "poll", Poll, question);
carried!(RelayRow, "relay", Relay, title);
carried!(GroupEventRow, "event", Event, title);

/// As the history rule sees it: what is open to act on is seen whatever its age.
pub(super) fn item(row: &impl Carried) -> Item {
    let Head { opened_at, is_open, pinned, .. } = row.head();
    Item { created_at: opened_at, pinned, actionable: is_open }
}

/// Who made it, and hosts, run it.
pub(super) fn must_run(here: &Here, row: &impl Carried) -> Outcome<()> {
    if *row.head().maker == here.me.public.id { Ok(()) } else { here.must_run_it() }
}

/// Whether newcomers see it.
pub(super) fn is_exposed(row: &impl Carried) -> bool {
    let Head { is_open, pinned, .. } = row.head();
    pinned || is_open
}

/// Tells the members of a new one, and puts its post into the feed.
pub(super) async fn announce<C: Carried + Sync>(w: &mut Writing, row: &C) -> Outcome<()> {
    note(w, row, ChangeOp::Created).await?;
    let Head { id, group, maker, title, .. } = row.head();
    let attachment = Attachment { kind: C::KIND.to_owned(), id: id.to_owned(), title: title.to_owned() };
    feed::add_offer(w, group, maker, attachment).await.map(|_| ())
}

/// Tells the members about one, newcomers only when they may see it; `row` as it was before.
pub(super) async fn note<C: Carried + Sync>(w: &mut Writing, row: &C, op: ChangeOp) -> Outcome<()> {
    let Head { id, group, opened_at, .. } = row.head();
    w.note(NewChange {
        group_id: group.clone(),
        audience: Audience::Members,
        kind: C::CHANGE,
        op,
        id: id.to_owned(),
        parent: None,
        entity_at: opened_at,
        exposed: is_exposed(row),
    })
    .await
}
