//! A list as it was seen before: on screen until the backend answers, and while it does not.

use std::rc::Rc;

use contract::change::ChangeKind;
use loadable::{Loadable, Notice};
use net::{Call, Reply};
use reactive_graph::traits::{GetUntracked, Set, Update};

use super::load::{Take, is_silence_code};
use super::slot::{Ask, ListSlot, ListView};
use crate::core::Data;

/// Looks for what was seen of a list that has nothing to show. Tells under which part it will stand, if the reader was
/// somewhere in it.
pub(super) fn find(data: Data, call: &Call, take: Take, slot: &Rc<ListSlot>) -> Option<u32> {
    let part = slot.place.borrow().as_ref().map(|place| place.anchor.part);
    let slot = slot.clone();
    data.seen_find(call, move |reply| {
        let before = slot.view.get_untracked();
        let notice = before.notice().cloned();
        let asked = before.is_loading() || notice.as_ref().is_some_and(|n| is_silence_code(&n.code));
        if before.value().is_some() || !asked {
            return false;
        }
        let Ok(taken) = take(data, reply, true) else { return false };
        slot.accept(Ask::First, taken);
        if notice.is_none() {
            slot.view.update(|view| *view = core::mem::take(view).restarted());
        }
        // Until it is answered it is asked for again, by whoever looks after that.
        slot.stale.set(true);
        true
    });
    part
}

/// Nobody answered: what was seen of an older page stands in for it.
pub(super) fn stand_in(data: Data, call: &Call, take: Take, slot: &Rc<ListSlot>, ask: Ask) {
    let (slot, after) = (slot.clone(), slot.after(ask));
    data.seen_find(call, move |reply: &Reply| {
        let wanted = match ask {
            Ask::Part(key) => slot.part(key).is_some_and(|part| !part.held),
            _ => after.is_some() && slot.after(ask) == after,
        };
        let Some(taken) = wanted.then(|| take(data, reply, true).ok()).flatten() else { return false };
        slot.accept(ask, taken);
        let view = slot.view.get_untracked().into_value().unwrap_or_default();
        let part = if let Ask::Part(key) = ask { Some(key) } else { view.parts.last().map(|part| part.key) };
        slot.olds.borrow_mut().extend(part);
        slot.stale.set(true);
        true
    });
}

/// What a good answer is when something older is on screen already: the news, or the room of a part.
/// `filled`: what was on screen when it was asked for was nothing, and now is something.
pub(super) fn as_news(slot: &ListSlot, ask: Ask, part: Option<u32>, filled: bool) -> Ask {
    match (ask, part) {
        // The room is filled anew.
        (Ask::First, Some(part)) if filled => {
            slot.change(|view| view.empty(part));
            Ask::Part(part)
        }
        (Ask::First, None) if filled => Ask::Refresh,
        (Ask::Part(part), _) => {
            slot.change(|view| view.empty(part));
            ask
        }
        _ => ask,
    }
}

/// What was seen before and is not in the page that came is asked for one by one: it may have changed, or be gone.
pub(super) fn ask_for_rest(data: Data, slot: &ListSlot, page: &[String]) {
    let shown = slot.view.get_untracked().into_value().unwrap_or_default().ids;
    let rest = shown.into_iter().filter(|id| !page.contains(id));
    data.refetch_calmly(rest.map(|id| (slot.kind, id)).collect());
}

/// The backend says which groups are mine, or which circles: what is not among them any more is wiped.
pub(super) fn forget_others(data: Data, slot: &ListSlot, ids: &[String], whole: bool) {
    let forget: fn(Data, &str) = match slot.kind {
        ChangeKind::Group => |data, id| data.forget_group(&id.into()),
        ChangeKind::Circle => Data::forget_circle,
        _ => return,
    };
    if whole && data.is_seen(&slot.key) {
        let shown = slot.view.get_untracked().into_value().unwrap_or_default();
        shown.ids.iter().filter(|id| !ids.contains(id)).for_each(|id| forget(data, id));
    }
}

/// It did not come. What was seen before stands without a word: the shell says that it is old, and how old.
pub(super) fn failed(shown: Loadable<ListView>, notice: Notice, is_seen: bool) -> Loadable<ListView> {
    match shown.into_value() {
        Some(view) if is_seen => Loadable::Ready(view),
        view => Loadable::Failed(notice, view),
    }
}

/// What is at the place of before is not there any more: the list begins at the top. Tells whether it does.
pub(super) fn begins_anew(data: Data, slot: &Rc<ListSlot>, part: Option<u32>) -> bool {
    let was_placed = slot.place.take().is_some() || part.is_some();
    if was_placed {
        slot.view.set(Loadable::Idle);
        data.ask(slot, Ask::First);
    }
    was_placed
}

/// It is not mine to see any more: nothing of before stays on screen.
pub(super) fn lost(data: Data, slot: &ListSlot) {
    if data.is_seen(&slot.key) {
        data.seen_forget();
        slot.view.set(Loadable::Idle);
    }
}
