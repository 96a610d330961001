//! The rows of relays and daily activities, each tied to the rule that answers it.

use contract::api;

use super::mine;
use crate::http::adapter::Access::Session;
use crate::http::adapter::Operations;
use crate::rules::daily::{self, answer};
use crate::rules::relay::{self, entry};

/// Relays and daily activities.
pub(super) fn games(o: Operations) -> Operations {
    o.write(api::NEW_RELAY, Session, mine, |w, a, q| Box::pin(relay::create(w, a.group(), q)))
        .read(api::RELAY, Session, |r, a, ()| Box::pin(relay::get(r, a.relay())))
        .write(api::END_RELAY, Session, mine, |w, a, _| Box::pin(relay::close(w, a.relay())))
        .read(api::RELAY_ENTRIES, Session, |r, a, ()| Box::pin(entry::list(r, a.relay(), a.paging)))
        .write(api::NEW_RELAY_ENTRY, Session, mine, |w, a, q| Box::pin(entry::create(w, a.relay(), q)))
        .write(api::TAKE_BACK, Session, mine, |w, a, ()| Box::pin(entry::take_back(w, a.relay_entry())))
        .read(api::DAILIES, Session, |r, a, ()| Box::pin(daily::list(r, a.group(), a.paging)))
        .write(api::NEW_DAILY, Session, mine, |w, a, q| Box::pin(daily::create(w, a.group(), q)))
        .read(api::DAILY, Session, |r, a, ()| Box::pin(daily::get(r, a.daily())))
        .write(api::EDIT_DAILY, Session, mine, |w, a, q| Box::pin(daily::edit(w, a.daily(), q)))
        .write(api::DELETE_DAILY, Session, mine, |w, a, ()| Box::pin(daily::delete(w, a.daily())))
        .read(api::DAILY_ANSWERS, Session, |r, a, ()| Box::pin(answer::list(r, a.daily(), a.paging)))
        .write(api::ANSWER_DAILY, Session, mine, |w, a, q| Box::pin(answer::set(w, a.daily(), q)))
        .write(api::DELETE_DAILY_ANSWER, Session, mine, |w, a, ()| {
            Box::pin(answer::delete(w, a.daily_answer()))
        })
}
