//! Seats that are passed on and group-buys, each row tied to its rule.

use contract::api;
use contract::market::ListingStep;

use super::mine;
use crate::http::adapter::Access::Session;
use crate::http::adapter::Operations;
use crate::rules::groupbuy::{bargain, deal, money, pick_up, pledge, refund, team, terms};
use crate::rules::market::{class, line, listing};

/// Seat resale.
pub(super) fn market(o: Operations) -> Operations {
    o.read(api::CLASSES, Session, |r, a, ()| Box::pin(class::list(r, a.group(), a.paging)))
        .write(api::NEW_CLASS, Session, mine, |w, a, q| Box::pin(class::create(w, a.group(), q)))
        .read(api::CLASS, Session, |r, a, ()| Box::pin(class::get(r, a.class())))
        .write(api::NEW_SEAT, Session, mine, |w, a, q| Box::pin(class::add_seat(w, a.class(), q)))
        .write(api::MOVE_CLASS, Session, mine, |w, a, q| Box::pin(class::move_to(w, a.class(), q)))
        .write(api::CANCEL_CLASS, Session, mine, |w, a, q| Box::pin(class::cancel(w, a.class(), q)))
        .write(api::JOIN_LINE, Session, mine, |w, a, _| Box::pin(line::join(w, a.class())))
        .write(api::LEAVE_LINE, Session, mine, |w, a, ()| Box::pin(line::leave(w, a.class())))
        .read(api::LISTINGS, Session, |r, a, ()| Box::pin(listing::list(r, a.group(), a.paging)))
        .write(api::NEW_LISTING, Session, mine, |w, a, q| Box::pin(listing::create(w, a.group(), q)))
        .read(api::LISTING, Session, |r, a, ()| Box::pin(listing::get(r, a.listing())))
        .write(api::CLAIM, Session, mine, |w, a, _| {
            Box::pin(listing::step(w, a.listing(), ListingStep::Claim))
        })
        .write(api::CONFIRM, Session, mine, |w, a, _| {
            Box::pin(listing::step(w, a.listing(), ListingStep::Confirm))
        })
        .write(api::DECLINE, Session, mine, |w, a, _| {
            Box::pin(listing::step(w, a.listing(), ListingStep::Decline))
        })
        .write(api::RELEASE, Session, mine, |w, a, _| {
            Box::pin(listing::step(w, a.listing(), ListingStep::Release))
        })
        .write(api::CANCEL_LISTING, Session, mine, |w, a, _| {
            Box::pin(listing::step(w, a.listing(), ListingStep::Cancel))
        })
        .write(api::CONSENT, Session, mine, |w, a, _| {
            Box::pin(listing::step(w, a.listing(), ListingStep::Consent))
        })
        .write(api::REFUSE, Session, mine, |w, a, q| Box::pin(listing::refuse(w, a.listing(), q)))
}

/// Group-buy.
pub(super) fn groupbuy(o: Operations) -> Operations {
    o.read(api::DEALS, Session, |r, a, ()| Box::pin(deal::list(r, a.group(), a.paging)))
        .write(api::NEW_DEAL, Session, mine, |w, a, q| Box::pin(deal::create(w, a.group(), q)))
        .read(api::DEAL, Session, |r, a, ()| Box::pin(deal::get(r, a.deal())))
        .write(api::CANCEL_DEAL, Session, mine, |w, a, _| Box::pin(deal::cancel(w, a.deal())))
        .write(api::NEW_PLEDGE, Session, mine, |w, a, q| Box::pin(pledge::create(w, a.deal(), q)))
        .write(api::LEAVE_DEAL, Session, mine, |w, a, ()| Box::pin(pledge::leave(w, a.deal())))
        .read(api::PLEDGES, Session, |r, a, ()| Box::pin(pledge::list(r, a.deal(), a.paging)))
        .write(api::SETTLE_PLEDGE, Session, mine, |w, a, _| Box::pin(pledge::settle(w, a.pledge())))
        .write(api::EDIT_DEAL, Session, mine, |w, a, q| Box::pin(terms::edit(w, a.deal(), q)))
        .write(api::EDIT_PLEDGE, Session, mine, |w, a, q| Box::pin(pledge::edit(w, a.deal(), q)))
        .write(api::COLLECT_PLEDGE, Session, mine, |w, a, q| Box::pin(pick_up::collect(w, a.pledge(), q)))
        .read(api::FIND_PLEDGE, Session, |r, a, q| {
            Box::pin(async move { pick_up::find_by_code(r, a.deal(), q, &a.address).await })
        })
        .write(api::NEW_TEAM, Session, mine, |w, a, _| Box::pin(team::create(w, a.deal())))
        .write(api::JOIN_TEAM, Session, mine, |w, a, _| Box::pin(team::join(w, a.team())))
        .write(api::NEW_BARGAIN, Session, mine, |w, a, _| Box::pin(bargain::create(w, a.deal())))
        .write(api::HELP_BARGAIN, Session, mine, |w, a, _| Box::pin(bargain::help(w, a.bargain())))
        .write(api::BUY_BARGAIN, Session, mine, |w, a, _| Box::pin(bargain::buy(w, a.bargain())))
        .write(api::PAY, Session, mine, |w, a, q| Box::pin(money::play(w, a.payment(), q)))
        .write(api::CHOOSE_LATE, Session, mine, |w, a, q| Box::pin(money::choose(w, a.pledge(), q)))
        .write(api::GIVE_BACK, Session, mine, |w, a, _| Box::pin(refund::give_back(w, a.pledge())))
        .write(api::CONFIRM_REFUND, Session, mine, |w, a, q| Box::pin(refund::confirm(w, a.refund(), q)))
}
