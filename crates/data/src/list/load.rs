//! Asking for a page of a list, and what is done with the answer or with why there is none.

use std::rc::Rc;

use contract::{Code, Method};
use net::{Call, Error, Reply};
use reactive_graph::traits::Update;

use super::old;
use super::slot::{Ask, ListSlot};
use crate::core::{Data, is_lost};
use crate::entity::Entity;

/// What a page comes to once its items are in the cache.
#[derive(Default)]
pub(super) struct Taken {
    pub(super) ids: Vec<String>,
    /// Those of them that I made.
    pub(super) mine: Vec<String>,
    pub(super) next: Option<String>,
    pub(super) unreadable: usize,
}

/// What a list asks for.
pub(super) struct Asks {
    pub(super) operation: &'static str,
    pub(super) method: Method,
    pub(super) path: &'static str,
    pub(super) args: Vec<String>,
}

/// Reads a page and puts its items into the cache: the only part that depends on what they are.
pub(super) fn take<T: Entity>(data: Data, reply: &Reply, old: bool) -> Result<Taken, Error> {
    let mut taken = Taken::default();
    let end = reply.page::<T>(|item| {
        let id = item.id().to_owned();
        // A page that was read before it was deleted, and came after.
        if data.is_gone(&id) {
            return;
        }
        // A backend may repeat a row; a list never does.
        if !taken.ids.contains(&id) {
            if item.is_mine() {
                taken.mine.push(id.clone());
            }
            taken.ids.push(id);
        }
        let table = data.core().tables.of::<T>();
        if old { table.put_old(item) } else { table.put(item) }
    })?;
    taken.next = end.next.clone();
    taken.unreadable = end.unreadable.len();
    // What was seen before tells no time, and changes are not followed from there.
    if !old {
        data.heard_page(reply.operation(), end);
    }
    Ok(taken)
}

/// Reads a page, as it is now or as it was seen before.
pub(super) type Take = fn(Data, &Reply, bool) -> Result<Taken, Error>;

/// Nobody answered: what was refused is refused again.
fn is_silence(error: &Error) -> bool {
    is_silence_code(error.code())
}

/// It may go better the next time: nobody answered, something answered in the backend's place, or it could not now.
pub(crate) fn is_passing(error: &Error) -> bool {
    match error {
        Error::Rejected(problem) => {
            problem.status >= 500 || matches!(problem.code, Code::Internal | Code::RateLimited)
        }
        Error::Malformed { .. } => true,
        error => is_silence(error),
    }
}

pub(crate) fn is_silence_code(code: &str) -> bool {
    matches!(code, "offline" | "timeout" | "cross_origin" | "unreachable")
}

pub(super) fn load(data: Data, asks: &Asks, take: Take, slot: Rc<ListSlot>, ask: Ask) {
    let call = Call::of(asks.operation, asks.method, asks.path, asks.args.clone(), data.now());
    let mut call = call.with("limit", slot.limit(ask).to_string());
    if let Some(after) = slot.after(ask) {
        call = call.with("after", after);
    }
    let was_empty = ask == Ask::First && !slot.is_loaded();
    let part = was_empty.then(|| old::find(data, &call, take, &slot)).flatten();
    let (asked, heard) = (call.clone(), data.heard_so_far());
    let on_reply = move |reply: Result<Reply, Error>| {
        slot.busy.set(false);
        let is_first = ask == Ask::First;
        let ask =
            if reply.is_ok() { old::as_news(&slot, ask, part, was_empty && slot.is_loaded()) } else { ask };
        let answered = reply.is_ok();
        let taken = reply.and_then(|reply| {
            let taken = take(data, &reply, false)?;
            old::forget_others(data, &slot, &taken.ids, taken.next.is_none());
            data.seen_keep(&asked, &reply);
            Ok(taken)
        });
        match taken {
            Ok(taken) if is_first && taken.ids.is_empty() && old::begins_anew(data, &slot, part) => {}
            Ok(taken) => {
                let ids = taken.ids.clone();
                slot.accept(ask, taken);
                if is_first && ask == Ask::Refresh {
                    old::ask_for_rest(data, &slot, &ids);
                }
                if !data.hear_again(heard, slot.kind, &ids, is_first) {
                    slot.again.set(true);
                }
            }
            Err(error) => {
                let notice = data.note(&error);
                if is_lost(&error) {
                    old::lost(data, &slot);
                } else if is_silence(&error) && matches!(ask, Ask::More | Ask::Part(_)) {
                    old::stand_in(data, &asked, take, &slot, ask);
                }
                match ask {
                    // A cursor of before that means nothing any more.
                    Ask::First if !is_silence(&error) && old::begins_anew(data, &slot, part) => {}
                    Ask::First => {
                        slot.stale.set(is_passing(&error));
                        let is_seen = is_silence(&error) && slot.is_loaded() && data.is_seen(&slot.key);
                        slot.view.update(|v| *v = old::failed(core::mem::take(v), notice, is_seen));
                    }
                    Ask::More => slot.change(|v| {
                        v.loading_more = false;
                        v.more_failed = Some(notice);
                    }),
                    // The reader has what they had; `live_check` asks again.
                    Ask::Refresh => slot.stale.set(is_passing(&error)),
                    Ask::Part(key) => {
                        slot.stale.set(is_passing(&error));
                        if slot.part(key).is_some_and(|part| part.held) {
                            slot.olds.borrow_mut().push(key);
                        } else {
                            slot.want(ask);
                        }
                        return;
                    }
                }
            }
        }
        if slot.again.take() {
            data.ask(&slot, Ask::Refresh);
        }
        let old = if answered { slot.olds.borrow_mut().pop() } else { None };
        if let Some(key) = old.or_else(|| slot.next_wanted()) {
            data.ask(&slot, Ask::Part(key));
        }
    };
    data.send(call, Box::new(on_reply));
}
