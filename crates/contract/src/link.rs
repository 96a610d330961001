//! The places in the app that one feature may name to another. Printed and parsed by the app's route.

use crate::{
    ChainId, CircleId, ClassId, DailyId, DealId, EventId, GroupId, ListingId, PostId, RelayId, SeatId,
};

/// A place in the app.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Link {
    /// My groups, or the first-visit page.
    Home,
    /// Sign in.
    SignIn,
    /// Make a group.
    NewGroup,
    /// Make a group beside one that is full.
    Sibling(GroupId),
    /// A group's feed.
    Group(GroupId),
    /// Everything that can be started in a group.
    Start(GroupId),
    /// Who is in a group, its rules, and leaving it.
    About(GroupId),
    /// What hosts set in a group: its rules, who runs it, and its end.
    Settings(GroupId),
    /// Write a post in a group.
    Write(GroupId),
    /// One post with its comments.
    Post(GroupId, PostId),
    /// A group's invites.
    Invite(GroupId),
    /// An invite that points at a deal.
    InviteDeal(GroupId, DealId),
    /// An invite that points at a listing.
    InviteListing(GroupId, ListingId),
    /// A place to bring an invite: the camera, a photo of a QR, or a typed code.
    Scan,
    /// The join preview of a link's token or a typed code.
    Join(String),
    /// What can be done together, in all my groups: deals.
    Deals,
    /// What can be done together, in all my groups: seats.
    Seats,
    /// Open a deal in a group.
    NewDeal(GroupId),
    /// Open a deal that is sold by bargains in a group.
    NewBargains(GroupId),
    /// One deal.
    Deal(GroupId, DealId),
    /// Change a deal.
    EditDeal(GroupId, DealId),
    /// What of a deal is to be handed over, to whom.
    PickUps(GroupId, DealId),
    /// Whose order of a deal a scanned code is.
    PickUp(GroupId, DealId, String),
    /// Ask a group by a poll.
    NewPoll(GroupId),
    /// Begin a relay in a group.
    NewRelay(GroupId),
    /// One relay.
    Relay(GroupId, RelayId),
    /// A group's daily activities.
    Dailies(GroupId),
    /// Plan a daily activity.
    NewDaily(GroupId),
    /// One daily activity.
    Daily(GroupId, DailyId),
    /// Tell a moment in a group: a check-in, a review and the like.
    NewMoment(GroupId),
    /// Change what a post of mine tells.
    EditMoment(GroupId, PostId),
    /// Make a playlist in a group.
    NewPlaylist(GroupId),
    /// Announce an event in a group.
    NewEvent(GroupId),
    /// One event.
    Event(GroupId, EventId),
    /// Change an event.
    EditEvent(GroupId, EventId),
    /// Start a chain in a group.
    NewChain(GroupId),
    /// One chain.
    Chain(GroupId, ChainId),
    /// Change a chain.
    EditChain(GroupId, ChainId),
    /// A group's classes.
    Classes(GroupId),
    /// Make a class in a group.
    NewClass(GroupId),
    /// One class with its roster.
    Class(GroupId, ClassId),
    /// Offer a seat.
    NewListing(GroupId, ClassId, SeatId),
    /// One listing.
    Listing(GroupId, ListingId),
    /// A deal, by the share of a member.
    SharedDeal(GroupId, DealId, String),
    /// A listing, by the share of a member.
    SharedListing(GroupId, ListingId, String),
    /// What came of my shares in a group, and, for who runs it, who helps.
    Shares(GroupId),
    /// My circles in a group.
    Circles(GroupId),
    /// Make a circle in a group.
    NewCircle(GroupId),
    /// One circle: the question, or who is in it and what can be done.
    Circle(GroupId, CircleId),
    /// What waits to be sent.
    Outbox,
    /// My personas, account and settings.
    Me,
    /// Verify a phone, then come back.
    Verify,
    /// The backend: what it does not offer or keep, and whether it answers as it should.
    Backend,
}

impl Link {
    /// The same place as it is passed on by somebody whose shares carry `share`; as it is where they carry nothing.
    #[must_use]
    pub fn by_share(self, share: Option<String>) -> Self {
        match (self, share) {
            (Self::Deal(group, deal), Some(by)) => Self::SharedDeal(group, deal, by),
            (Self::Listing(group, listing), Some(by)) => Self::SharedListing(group, listing, by),
            (plain, _) => plain,
        }
    }
}
