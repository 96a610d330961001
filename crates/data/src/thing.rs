//! One thing of the backend: asked for, drawn as it was seen before until it is answered, taken away when it is lost.

use loadable::Loadable;
use net::{Call, Error, Reply};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{GetUntracked, Set, Update};
use reactive_graph::wrappers::read::Signal;

use crate::core::{Data, is_lost};
use crate::entity::Entity;
use crate::list::is_silence_code;

impl Data {
    /// One thing, asked for when nobody has it yet.
    pub fn one<T: Entity>(self, id: &str) -> Signal<Loadable<T>> {
        let slot = T::table(&self.core().tables).slot(id);
        let new_here = self.core().looked_at.borrow_mut().insert((T::KIND, id.to_owned()));
        // What was refused before may be open to me now: I joined, or signed in.
        let is_missing = matches!(slot.get_untracked(), Loadable::Idle | Loadable::Failed(_, None));
        if is_missing || (new_here && self.must_ask()) {
            self.fetch::<T>(id);
        }
        if let Some(endpoint) = T::GET {
            self.seen_shown(&endpoint.path_with(&[id]));
        }
        slot.into()
    }

    /// What was seen of it before, until it is answered.
    fn show_old<T: Entity>(self, call: &Call, slot: &ArcRwSignal<Loadable<T>>) {
        let slot = slot.clone();
        self.seen_find(call, move |reply: &Reply| {
            let before = slot.get_untracked();
            let notice = before.notice().cloned();
            let asked = before.is_loading() || notice.as_ref().is_some_and(|n| is_silence_code(&n.code));
            let Some(old) = reply.read::<T>().ok().filter(|_| asked && before.value().is_none()) else {
                return false;
            };
            // The shell says that it is old, and how old: once is enough.
            slot.set(if notice.is_some() { Loadable::Ready(old) } else { Loadable::Loading(Some(old)) });
            true
        });
    }

    /// Nobody answers, and it was never asked for alone: a list that was seen may have it.
    fn find_in_lists<T: Entity>(self, id: &str, slot: &ArcRwSignal<Loadable<T>>) {
        let (slot, wanted) = (slot.clone(), id.to_owned());
        let path = T::GET.map(|endpoint| endpoint.path_with(&[id])).unwrap_or_default();
        self.seen_search(id, path, move |reply| {
            let mut found = None;
            let read = reply.page::<T>(|item| {
                if item.id() == wanted {
                    found = Some(item);
                }
            });
            let nothing = slot.get_untracked().value().is_none();
            let Some(old) = read.ok().and(found).filter(|_| nothing) else { return false };
            slot.set(Loadable::Ready(old));
            true
        });
    }

    /// Asks for one thing again; what is on screen stays until the answer comes.
    pub fn fetch<T: Entity>(self, id: &str) {
        let Some(endpoint) = T::GET.filter(|endpoint| self.offers(endpoint)) else { return };
        let slot = T::table(&self.core().tables).slot(id);
        if slot.get_untracked().is_loading() {
            self.core().again.borrow_mut().insert((T::KIND, id.to_owned()));
            return;
        }
        slot.update(|value| *value = core::mem::take(value).restarted());
        let call = Call::read(&endpoint, &[id], self.now());
        let (id, asked) = (id.to_owned(), call.clone());
        if slot.get_untracked().value().is_none() {
            self.show_old(&call, &slot);
        }
        let on_reply = move |reply: Result<Reply, Error>| {
            let read = reply.and_then(|reply| {
                let value = reply.read::<T>()?;
                self.seen_keep(&asked, &reply);
                Ok(value)
            });
            match read {
                // A foreign backend may answer with another id than was asked for.
                Ok(value) => slot.set(Loadable::Ready(value)),
                Err(error) => {
                    let notice = self.note(&error);
                    if is_lost(&error) {
                        // What I may not see any more is not kept on screen as if it were only late.
                        if self.is_seen(&asked.contract_path()) {
                            self.seen_forget();
                        }
                        for list in self.core().lists.borrow().iter().filter(|list| list.kind == T::KIND) {
                            list.remove(&id);
                        }
                        slot.set(Loadable::Failed(notice, None));
                    } else {
                        let is_seen = is_silence_code(error.code()) && self.is_seen(&asked.contract_path());
                        slot.update(|value| {
                            *value = match core::mem::take(value).into_value() {
                                Some(old) if is_seen => Loadable::Ready(old),
                                old => Loadable::Failed(notice, old),
                            };
                        });
                        if is_silence_code(error.code()) && slot.get_untracked().value().is_none() {
                            self.find_in_lists(&id, &slot);
                        }
                    }
                }
            }
            let changed_meanwhile = self.core().again.borrow_mut().remove(&(T::KIND, id.clone()));
            if changed_meanwhile {
                self.fetch::<T>(&id);
            }
        };
        self.send(call, Box::new(on_reply));
    }
}
