//! What a post may carry and members do together, each row tied to its rule.

use contract::api;

use super::mine;
use crate::http::adapter::Access::Session;
use crate::http::adapter::Operations;
use crate::rules::chain::{entry, list as chain};
use crate::rules::{event, poll};

/// Chains.
pub(super) fn chains(o: Operations) -> Operations {
    o.write(api::NEW_CHAIN, Session, mine, |w, a, q| Box::pin(chain::create(w, a.group(), q)))
        .read(api::CHAIN, Session, |r, a, ()| Box::pin(chain::get(r, a.chain())))
        .write(api::EDIT_CHAIN, Session, mine, |w, a, q| Box::pin(chain::edit(w, a.chain(), q)))
        .write(api::CLOSE_CHAIN, Session, mine, |w, a, _| Box::pin(chain::close(w, a.chain())))
        .write(api::DELETE_CHAIN, Session, mine, |w, a, ()| Box::pin(chain::delete(w, a.chain())))
        .read(api::ENTRIES, Session, |r, a, ()| Box::pin(entry::list(r, a.chain(), a.paging)))
        .write(api::NEW_ENTRY, Session, mine, |w, a, q| Box::pin(entry::create(w, a.chain(), q)))
        .write(api::EDIT_ENTRY, Session, mine, |w, a, q| Box::pin(entry::edit(w, a.entry(), q)))
        .write(api::WITHDRAW, Session, mine, |w, a, ()| Box::pin(entry::withdraw(w, a.entry())))
}

/// Polls.
pub(super) fn polls(o: Operations) -> Operations {
    o.write(api::NEW_POLL, Session, mine, |w, a, q| Box::pin(poll::create(w, a.group(), q)))
        .read(api::POLL, Session, |r, a, ()| Box::pin(poll::get(r, a.poll())))
        .write(api::VOTE, Session, mine, |w, a, q| Box::pin(poll::vote(w, a.poll(), q)))
        .write(api::CLOSE_POLL, Session, mine, |w, a, _| Box::pin(poll::close(w, a.poll())))
}

/// Events.
pub(super) fn events(o: Operations) -> Operations {
    o.write(api::NEW_EVENT, Session, mine, |w, a, q| Box::pin(event::create(w, a.group(), q)))
        .read(api::EVENT, Session, |r, a, ()| Box::pin(event::get(r, a.event())))
        .write(api::EDIT_EVENT, Session, mine, |w, a, q| Box::pin(event::edit(w, a.event(), q)))
        .write(api::CANCEL_EVENT, Session, mine, |w, a, _| Box::pin(event::cancel(w, a.event())))
        .write(api::SET_RSVP, Session, mine, |w, a, q| Box::pin(event::set_rsvp(w, a.event(), q)))
        .read(api::RSVPS, Session, |r, a, ()| Box::pin(event::rsvps(r, a.event(), a.paging)))
}
