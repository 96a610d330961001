//! Classes and the seats in them that are passed on; group-buys.

use super::{Done, Row};
use crate::groupbuy::{ChooseLate, Collect, Deal, NewDeal, NewPledge, PlayPayment, Pledge, ShownCode};
use crate::market::{CancelClass, Class, Listing, MoveClass, NewClass, NewListing, NewSeat, Refuse};
use crate::{Endpoint, Method, Page};

endpoints! {
    /// A group's classes that have not started, soonest first.
    CLASSES: auth Get "/groups/{group}/classes" "classes.list", () => Page<Class>;
    /// Makes a class; hosts only.
    NEW_CLASS: auth Post "/groups/{group}/classes" "classes.create", NewClass => Class | NotYours;
    /// One class with its roster.
    CLASS: auth Get "/classes/{class}" "classes.get", () => Class;
    /// Puts a member on the roster; hosts only.
    NEW_SEAT: auth Post "/classes/{class}/seats" "seats.create", NewSeat => Class
        | NotYours ClassStarted ClassCancelled SeatTaken;
    /// Moves a class to another time or place; hosts only. Listings, holds and the line follow.
    MOVE_CLASS: auth Put "/classes/{class}/time" "classes.move", MoveClass => Class
        | NotYours ClassStarted ClassCancelled;
    /// Cancels a class; hosts only. Its listings end, what is held is let go, nobody waits any more.
    CANCEL_CLASS: auth Post "/classes/{class}/cancel" "classes.cancel", CancelClass => Class
        | NotYours ClassStarted ClassCancelled;
    /// Waits for a seat of a class: whoever stands first gets the next one that comes free.
    JOIN_LINE: auth Post "/classes/{class}/line" "line.join", Done => Class
        | PhoneUnverified ClassStarted ClassCancelled SeatTaken;
    /// Waits no more.
    LEAVE_LINE: auth Delete "/classes/{class}/line" "line.leave", () => Class;
    /// A group's listings: open ones first, then the latest.
    LISTINGS: auth Get "/groups/{group}/listings" "listings.list", () => Page<Listing>;
    /// Offers a seat of mine.
    NEW_LISTING: auth Post "/groups/{group}/listings" "listings.create", NewListing => Listing
        | PhoneUnverified SeatNotYours SeatListed ClassStarted ClassCancelled PriceAboveFaceValue;
    /// One listing.
    LISTING: auth Get "/listings/{listing}" "listings.get", () => Listing;
    /// Claims the seat.
    CLAIM: auth Post "/listings/{listing}/claim" "listings.claim", Done => Listing
        | PhoneUnverified ListingGone ListingHeld ListingOwn ListingClosed SeatTaken;
    /// The seller agrees: the roster changes in the same transaction, unless who runs the class must agree too.
    CONFIRM: auth Post "/listings/{listing}/confirm" "listings.confirm", Done => Listing
        | ListingGone ListingClosed NotYours Conflict SeatTaken;
    /// The seller does not agree.
    DECLINE: auth Post "/listings/{listing}/decline" "listings.decline", Done => Listing
        | ListingGone ListingClosed NotYours Conflict;
    /// The claimant lets go, or whose turn it is passes.
    RELEASE: auth Post "/listings/{listing}/release" "listings.release", Done => Listing
        | ListingGone ListingClosed NotYours Conflict;
    /// The seller takes the offer back.
    CANCEL_LISTING: auth Post "/listings/{listing}/cancel" "listings.cancel", Done => Listing
        | ListingGone ListingClosed NotYours;
    /// Who runs the class agrees: the roster changes in the same transaction.
    CONSENT: auth Post "/listings/{listing}/consent" "listings.consent", Done => Listing
        | ListingGone ListingClosed NotYours Conflict SeatTaken;
    /// Who runs the class does not agree: the seat is free again, and both read why.
    REFUSE: auth Post "/listings/{listing}/refuse" "listings.refuse", Refuse => Listing
        | ListingGone ListingClosed NotYours Conflict;

    /// A group's deals: open ones first, then the latest.
    DEALS: auth Get "/groups/{group}/deals" "deals.list", () => Page<Deal>;
    /// Opens a deal.
    NEW_DEAL: auth Post "/groups/{group}/deals" "deals.create", NewDeal => Deal
        | PhoneUnverified NotYours DealTiersInvalid;
    /// One deal.
    DEAL: auth Get "/deals/{deal}" "deals.get", () => Deal;
    /// Changes an open deal; who opened it, or a host. Once somebody is in it nothing that was promised gets worse:
    /// words grow, prices fall, stock and limits rise, options and pick-up times are added.
    EDIT_DEAL: auth Put "/deals/{deal}" "deals.edit", NewDeal => Deal
        | NotYours DealClosed DealTiersInvalid Conflict;
    /// Calls a deal off; who opened it, or a host.
    CANCEL_DEAL: auth Post "/deals/{deal}/cancel" "deals.cancel", Done => Deal | NotYours DealClosed;
    /// Commits to a deal.
    NEW_PLEDGE: auth Post "/deals/{deal}/pledge" "pledges.create", NewPledge => Deal
        | PhoneUnverified DealClosed DealFull DealLimit AlreadyPledged Conflict;
    /// Changes my commitment while the deal is open: other units, other options.
    EDIT_PLEDGE: auth Put "/deals/{deal}/pledge" "pledges.edit", NewPledge => Deal
        | DealClosed DealFull DealLimit NotPledged Conflict;
    /// Leaves a deal while it is open; a team while it waits for people. Whoever has been in the team longest heads it
    /// then.
    LEAVE_DEAL: auth Delete "/deals/{deal}/pledge" "pledges.leave", () => Deal
        | DealClosed TeamClosed NotPledged;
    /// Who is in a deal, in the order of joining; who opened it and hosts only.
    PLEDGES: auth Get "/deals/{deal}/pledges" "pledges.list", () => Page<Pledge> | NotYours;
    /// Says that a pledge is paid; who opened the deal, or a host.
    SETTLE_PLEDGE: auth Post "/pledges/{pledge}/settle" "pledges.settle", Done => Pledge | NotYours Conflict;
    /// Ticks a pledge off as handed over, or takes the tick back; who opened the deal, or a host.
    COLLECT_PLEDGE: auth Put "/pledges/{pledge}/collection" "pledges.collect", Collect => Pledge | NotYours Conflict;
    /// Whose code this is in a deal; who opened it, or a host. A POST, so that the code stays out of logs.
    FIND_PLEDGE: auth Post "/deals/{deal}/pick-up" "pledges.find", ShownCode => Pledge | NotYours PickUpUnknown;

    /// Opens a team in a deal that is sold to teams, and heads it. Its units are kept for it until it ends.
    NEW_TEAM: auth Post "/deals/{deal}/teams" "teams.create", Done => Deal
        | PhoneUnverified DealClosed DealFull AlreadyPledged Conflict;
    /// Joins a team while it waits for people.
    JOIN_TEAM: auth Post "/teams/{team}/join" "teams.join", Done => Deal
        | PhoneUnverified DealClosed TeamFull TeamClosed AlreadyPledged;
    /// Begins my bargain in a deal that is sold by bargains: one for each member and deal. A unit is kept for it; at the
    /// lowest price it is bought.
    NEW_BARGAIN: auth Post "/deals/{deal}/bargains" "bargains.create", Done => Deal
        | PhoneUnverified DealClosed DealFull AlreadyPledged Conflict;
    /// Helps somebody else's bargain: once each, three times a day at most.
    HELP_BARGAIN: auth Post "/bargains/{bargain}/help" "bargains.help", Done => Deal
        | PhoneUnverified BargainClosed AlreadyHelped HelpLimit Conflict;
    /// Buys at the price that is reached, where the deal allows it; whose bargain it is.
    BUY_BARGAIN: auth Post "/bargains/{bargain}/buy" "bargains.buy", Done => Deal | NotYours BargainClosed Conflict;
    /// Pays with play money, where the backend is a sandbox; asks for a payment anew after it was declined.
    PAY: auth Post "/payments/{payment}/pay" "payments.play", PlayPayment => Deal | NotYours Conflict;
    /// Chooses what becomes of money that came when the place was gone.
    CHOOSE_LATE: auth Post "/pledges/{pledge}/choice" "pledges.choose", ChooseLate => Deal
        | NotYours DealClosed DealFull AlreadyPledged Conflict;
    /// Says that what was paid was given back; who opened the deal, or a host.
    GIVE_BACK: auth Post "/pledges/{pledge}/refund" "pledges.refund", Done => Pledge | NotYours Conflict;
    /// Confirms that a refund came back that the host speaks of; whose it is.
    CONFIRM_REFUND: auth Post "/refunds/{refund}/confirm" "refunds.confirm", Done => Deal | NotYours Conflict;
}
