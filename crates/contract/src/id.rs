//! Ids: opaque strings of 128 random bits, one type per thing so that they cannot be mixed up.

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it stands in URLs and JSON.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
    )*};
}

ids! {
    /// An account, told to its owner alone, to keep caches of two accounts apart.
    AccountId
    /// A group.
    GroupId
    /// A membership: one person in one group. Differs in every group, so personas cannot be joined up.
    MemberId
    /// An invite.
    InviteId
    /// A post.
    PostId
    /// A comment.
    CommentId
    /// A photo, from its upload on.
    PhotoId
    /// A class: one dated lesson with a roster.
    ClassId
    /// A seat in a class.
    SeatId
    /// A seat offered for resale.
    ListingId
    /// A group-buy.
    DealId
    /// A member's commitment to a deal.
    PledgeId
    /// A team of a deal.
    TeamId
    /// A bargain: the falling price of one member in a deal.
    BargainId
    /// A payment of a pledge.
    PaymentId
    /// Money on its way back.
    RefundId
    /// A sign-up list.
    ChainId
    /// A row of a sign-up list.
    EntryId
    /// A poll.
    PollId
    /// A playlist.
    PlaylistId
    /// A row of a playlist.
    PlaylistRowId
    /// A relay.
    RelayId
    /// An entry of a relay.
    RelayEntryId
    /// A daily activity.
    DailyId
    /// An answer to a daily activity.
    DailyAnswerId
    /// An event.
    EventId
    /// What a member said to an event.
    RsvpId
    /// A circle.
    CircleId
}
