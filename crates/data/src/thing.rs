//! One thing of the backend: asked for, drawn as it was seen before until it is answered, taken away when it is lost.

use std::rc::Rc;

use loadable::Loadable;
use net::{Call, Error, Reply};
use reactive_graph::traits::GetUntracked;
use reactive_graph::wrappers::read::Signal;

use crate::core::{Data, is_lost};
use crate::entity::{AnyTable, Entity, Keep};
use crate::list::{is_passing, is_silence_code};

impl Data {
    /// One thing, asked for when nobody has it yet.
    pub fn one<T: Entity>(self, id: &str) -> Signal<Loadable<T>> {
        let slot = self.core().tables.of::<T>().slot(id);
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

    /// Asks for one thing again; what is on screen stays until the answer comes.
    pub fn fetch<T: Entity>(self, id: &str) {
        self.fetch_in(self.core().tables.of::<T>(), id);
    }

    /// The same for a thing of whatever kind.
    pub(crate) fn fetch_in(self, table: Rc<dyn AnyTable>, id: &str) {
        let Some((operation, method, path)) =
            table.door().filter(|(name, ..)| self.core().client.offers_named(name))
        else {
            return;
        };
        let key = (table.kind(), id.to_owned());
        if table.state(id).is_loading {
            self.core().again.borrow_mut().insert(key);
            return;
        }
        table.restart(id);
        let call = Call::of(operation, method, path, vec![id.to_owned()], self.now());
        if !table.state(id).is_here {
            self.show_old(&call, table.clone(), id);
        }
        let (id, asked) = (id.to_owned(), call.clone());
        let on_reply = move |reply: Result<Reply, Error>| {
            let read = reply.and_then(|reply| {
                table.take(&id, &reply)?;
                self.seen_keep(&asked, &reply);
                Ok(())
            });
            if let Err(error) = read {
                self.not_here(&table, &id, &asked, &error);
            }
            let changed_meanwhile = self.core().again.borrow_mut().remove(&key);
            if changed_meanwhile {
                self.fetch_in(table, &id);
            }
        };
        self.send(call, Box::new(on_reply));
    }

    /// What was seen of it before, until it is answered.
    fn show_old(self, call: &Call, table: Rc<dyn AnyTable>, id: &str) {
        let id = id.to_owned();
        self.seen_find(call, move |reply: &Reply| {
            let now = table.state(&id);
            let asked = now.is_loading || now.notice.as_ref().is_some_and(|n| is_silence_code(&n.code));
            asked && !now.is_here && table.take_old(&id, reply)
        });
    }

    fn not_here(self, table: &Rc<dyn AnyTable>, id: &str, asked: &Call, error: &Error) {
        let notice = self.note(error);
        let (path, silence) = (asked.contract_path(), is_silence_code(error.code()));
        let is_seen = self.is_seen(&path);
        if is_lost(error) {
            // What I may not see any more is not kept on screen as if it were only late.
            if is_seen {
                self.seen_forget();
            }
            for list in self.core().lists.borrow().iter().filter(|list| list.kind == table.kind()) {
                list.remove(id);
            }
            return table.fail(id, notice, Keep::Nothing);
        }
        table.fail(id, notice, if silence && is_seen { Keep::Old } else { Keep::Stale });
        if is_passing(error) {
            // Whoever looks after what went wrong asks for it again.
            self.core().live.missed.borrow_mut().push((table.kind(), id.to_owned()));
        }
        if silence && !table.state(id).is_here {
            // Nobody answers, and it was never asked for alone: a list that was seen may have it.
            let (table, id) = (table.clone(), id.to_owned());
            self.seen_search(&id.clone(), path, move |page| {
                !table.state(&id).is_here && table.take_listed(&id, page)
            });
        }
    }
}
