//! How a page is taken into a list: below, at the top, around the place of before, or in the room of an outline.
//! No network, no entities: ids only.

use loadable::Loadable;
use reactive_graph::traits::{GetUntracked, Set, WithUntracked};

use super::slot::{Arrival, Ask, ListSlot, ListView};
use super::{Part, Taken};

impl ListSlot {
    /// Looks at what is here without a copy: it may be long.
    pub(super) fn seen<R>(&self, look: impl FnOnce(&ListView) -> R) -> Option<R> {
        self.view.with_untracked(|view| view.value().map(look))
    }

    /// Takes a page in.
    pub(super) fn accept(&self, ask: Ask, page: Taken) {
        let mut old = self.view.get_untracked().into_value().unwrap_or_default();
        let waits = self.arrival == Arrival::Wait;
        match ask {
            Ask::More => self.accept_more(old, page),
            Ask::Part(key) => {
                let ids = self.below_news(page.ids, &old, key);
                old.fill(key, ids);
                self.view.set(Loadable::Ready(old));
            }
            Ask::First if self.place.borrow().is_some() => self.accept_place(page),
            Ask::Refresh if waits && !old.ids.is_empty() => self.accept_news(old, page),
            Ask::First | Ask::Refresh => self.accept_all(ask, &old, page),
        }
    }

    fn accept_more(&self, mut old: ListView, page: Taken) {
        // A backend that repeats its last page past the end must not make the feed endless.
        let new: Vec<String> = page.ids.into_iter().filter(|id| !old.ids.contains(id)).collect();
        self.made.borrow_mut().retain(|id| !new.contains(id));
        // A page of nothing but unreadable items is not the end.
        let ended = new.is_empty() && page.unreadable == 0;
        let after = self.next.replace(if ended { None } else { page.next });
        if !new.is_empty() {
            old.parts.push(Part { key: self.new_key(), count: new.len(), held: true, after });
            old.ids.extend(new);
        }
        old.has_more = self.next.borrow().is_some();
        old.unreadable += page.unreadable;
        (old.loading_more, old.more_failed) = (false, None);
        self.view.set(Loadable::Ready(old));
    }

    /// The page around the place of before: the other parts are outlines until the reader comes near.
    fn accept_place(&self, page: Taken) {
        let Some(place) = self.place.take() else { return };
        self.last_key.set(u32::try_from(place.parts.len()).unwrap_or(u32::MAX));
        *self.heights.borrow_mut() = place.parts.iter().map(|(part, height)| (part.key, *height)).collect();
        *self.next.borrow_mut() = place.next;
        *self.first.borrow_mut() = place.first;
        let mut view = ListView {
            parts: place.parts.into_iter().map(|(part, _)| part).collect(),
            has_more: self.next.borrow().is_some(),
            unreadable: page.unreadable,
            ..ListView::default()
        };
        let ids = self.below_news(page.ids, &view, place.anchor.part);
        view.fill(place.anchor.part, ids);
        self.view.set(Loadable::Ready(view));
        // What is new above is told at once, and waits.
        self.again.set(true);
    }

    /// What of a page belongs to an outline: nothing above the first item of before, and no more than it held.
    fn below_news(&self, mut ids: Vec<String>, view: &ListView, key: u32) -> Vec<String> {
        let Some(part) = view.parts.iter().find(|part| part.key == key) else { return ids };
        if part.after.is_none()
            && let Some(at) = ids.iter().position(|id| *id == *self.first.borrow())
        {
            ids.drain(..at);
        }
        // What is below a part that is held is known; below an outline it is that one's to bring.
        let below = view.parts.iter().skip_while(|one| one.key != key).nth(1);
        if below.is_some_and(|below| !below.held) {
            ids.truncate(part.count);
        }
        ids
    }

    /// News at the top wait behind "3 new".
    fn accept_news(&self, mut old: ListView, page: Taken) {
        let Taken { ids, mine, next, unreadable } = page;
        let outline = old.parts.iter().find(|part| part.after.is_none()).is_some_and(|part| !part.held);
        let first = self.first.borrow().clone();
        if !outline {
            // What was there and is not any more was deleted while nobody heard.
            for id in old.missing_from(&ids, next.is_none()) {
                if !self.made.borrow().contains(&id) {
                    old.remove(&id);
                }
            }
            if !self.made.borrow().is_empty() {
                old.order_as(&ids);
            }
        }
        // What I put on top myself says nothing of how far the list reaches: others may have written below it.
        let made = self.made.borrow().clone();
        let (top, gap) = if outline { (old.ids.as_slice(), true) } else { old.top() };
        let known = |id: &String| (top.contains(id) && !made.contains(id)) || (outline && *id == first);
        // What is new ends at the first item of before.
        let reach = ids.iter().position(&known).unwrap_or(ids.len());
        let new: Vec<String> = ids.iter().take(reach).cloned().collect();
        // Nor does a page that has something unknown below that item. Below the last that both have it may be an
        // outline's, which moved up when something was deleted above it.
        let end = if gap { ids.iter().rposition(&known).map_or(reach, |at| at + 1) } else { ids.len() };
        let whole = outline || ids.iter().take(end).skip(reach).all(|id| old.ids.contains(id));
        let reaches = reach < ids.len() && whole;
        // All of it is here, and in its place.
        let stands = reaches && new.iter().eq(old.ids.iter().take(reach));
        *self.waiting.borrow_mut() = if stands || ids.is_empty() {
            self.made.borrow_mut().retain(|id| !ids.contains(id));
            None
        } else if reaches {
            Some((new, None))
        } else {
            Some((ids, next))
        };
        old.unreadable = old.unreadable.max(unreadable);
        self.view.set(Loadable::Ready(old));
        let all_mine = self
            .waiting
            .borrow()
            .as_ref()
            .is_some_and(|(new, cut)| cut.is_none() && new.iter().all(|id| mine.contains(id)));
        if all_mine {
            self.show_waiting();
        }
        self.count_waiting();
    }

    fn accept_all(&self, ask: Ask, old: &ListView, page: Taken) {
        let Taken { ids, next, unreadable, .. } = page;
        *self.waiting.borrow_mut() = None;
        self.made.borrow_mut().clear();
        let kept = self.next.borrow().clone();
        let (ids, next) = match next {
            // A backend gives less at once than was loaded: what is below stays, and goes on where it did.
            Some(next) if ask == Ask::Refresh && ids.len() < old.ids.len() => {
                let tail = tail_below(&ids, &old.ids);
                if tail.is_empty() { (ids, Some(next)) } else { ([ids, tail].concat(), kept) }
            }
            next => (ids, next),
        };
        let has_more = next.is_some();
        *self.next.borrow_mut() = next;
        self.view.set(Loadable::Ready(ListView {
            has_more,
            unreadable,
            ..ListView::whole(ids, self.new_key())
        }));
    }
}

/// What stands in the old list below everything that the new page has; nothing when they share nothing.
fn tail_below(page: &[String], old: &[String]) -> Vec<String> {
    let last = old.iter().rposition(|id| page.contains(id));
    let below = last.and_then(|last| old.get(last + 1..)).unwrap_or_default();
    below.to_vec()
}
