//! Errors: RFC 9457 problem documents with a stable machine code.

use serde::{Deserialize, Serialize};

mod document;

pub use document::{FieldError, Problem};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $code:literal, $status:literal;)*) => {
        /// A stable machine code of a problem. Clients decide by it, never by the status or the words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])* #[serde(rename = $code)] $variant,)*
            /// A code that this client does not know: newer or foreign.
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl Code {
            /// Every code of the contract.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)* Self::Unknown];

            /// The code as it stands on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $code,)*
                    Self::Unknown => "unknown",
                }
            }

            /// The HTTP status that the reference backend answers with.
            pub const fn status(self) -> u16 {
                match self {
                    $(Self::$variant => $status,)*
                    Self::Unknown => 500,
                }
            }

            /// What it says, in a sentence for developers.
            #[cfg(feature = "openapi")]
            pub(crate) fn words(self) -> Option<&'static str> {
                match self {
                    $(Self::$variant => [$($doc),*].first().map(|words| words.trim()),)*
                    Self::Unknown => None,
                }
            }
        }
    };
}

codes! {
    /// The backend failed; nothing was done.
    Internal = "internal", 500;
    /// No session, or one that ended.
    Unauthenticated = "unauthenticated", 401;
    /// Signed in, but not allowed to know.
    Forbidden = "forbidden", 403;
    /// Nothing here, or nothing that you may see.
    NotFound = "not_found", 404;
    /// It was here and is gone.
    Gone = "gone", 410;
    /// A field was not accepted: see `errors`.
    ValidationFailed = "validation_failed", 422;
    /// The key was used before with another body.
    IdempotencyMismatch = "idempotency_mismatch", 422;
    /// Too many tries: wait `Retry-After` seconds.
    RateLimited = "rate_limited", 429;
    /// The body is larger than the backend takes.
    TooLarge = "too_large", 413;
    /// A commitment needs a verified phone first.
    PhoneUnverified = "phone_unverified", 403;
    /// The sign-in code is not the one that was sent.
    CodeWrong = "code_wrong", 422;
    /// The sign-in code is too old or was used.
    CodeExpired = "code_expired", 422;
    /// Another account has this phone.
    PhoneTaken = "phone_taken", 409;
    /// No such recovery code.
    RecoveryUnknown = "recovery_unknown", 422;
    /// No such invite.
    InviteUnknown = "invite_unknown", 404;
    /// The invite's time is over.
    InviteExpired = "invite_expired", 410;
    /// The invite was taken back.
    InviteRevoked = "invite_revoked", 410;
    /// The personal invite was accepted already.
    InviteUsed = "invite_used", 410;
    /// The group reached its QR limit: this QR is dead for good.
    QrLimitReached = "qr_limit_reached", 410;
    /// The group is at its capacity.
    GroupFull = "group_full", 409;
    /// You are in this group already.
    AlreadyMember = "already_member", 409;
    /// A member of this group was removed and may not come back by an old code.
    NotAllowed = "not_allowed", 403;
    /// You are not in this group.
    NotMember = "not_member", 403;
    /// The group was dissolved.
    GroupDissolved = "group_dissolved", 410;
    /// Only who made it, or a host, may do that.
    NotYours = "not_yours", 403;
    /// Someone in this group has this nickname.
    NicknameTaken = "nickname_taken", 409;
    /// The last host cannot leave before handing over.
    LastHost = "last_host", 409;
    /// The post was deleted.
    PostDeleted = "post_deleted", 410;
    /// The words may not be changed any more.
    EditClosed = "edit_closed", 409;
    /// This group has had as many urgent announcements as one day may have.
    UrgentLimit = "urgent_limit", 409;
    /// The bytes are no picture that the backend takes, or not those that were announced.
    PhotoInvalid = "photo_invalid", 422;
    /// More photos than one member may send in a day.
    PhotoLimit = "photo_limit", 409;
    /// The seat is listed already.
    SeatListed = "seat_listed", 409;
    /// The member has a seat in this class already, or the class is full.
    SeatTaken = "seat_taken", 409;
    /// The seat belongs to someone else.
    SeatNotYours = "seat_not_yours", 403;
    /// The seat went to someone else.
    ListingGone = "listing_gone", 409;
    /// Someone else holds the seat now.
    ListingHeld = "listing_held", 409;
    /// One's own seat cannot be claimed.
    ListingOwn = "listing_own", 409;
    /// The listing was cancelled or its time is over.
    ListingClosed = "listing_closed", 410;
    /// This step does not follow from the state that the thing is in now.
    Conflict = "conflict", 409;
    /// The class starts too soon, or has started.
    ClassStarted = "class_started", 409;
    /// The class was cancelled.
    ClassCancelled = "class_cancelled", 410;
    /// The asking price is above the face value.
    PriceAboveFaceValue = "price_above_face_value", 422;
    /// The deal is over.
    DealClosed = "deal_closed", 410;
    /// The deal has no place left for this quantity.
    DealFull = "deal_full", 409;
    /// More than one member may take.
    DealLimit = "deal_limit", 409;
    /// The team has no place left; another can be opened.
    TeamFull = "team_full", 409;
    /// The team's time is over.
    TeamClosed = "team_closed", 410;
    /// The bargain is over: nobody helps any more.
    BargainClosed = "bargain_closed", 410;
    /// You helped this bargain already.
    AlreadyHelped = "already_helped", 409;
    /// You helped as often today as one may.
    HelpLimit = "help_limit", 409;
    /// You are in this deal already.
    AlreadyPledged = "already_pledged", 409;
    /// You are not in this deal.
    NotPledged = "not_pledged", 409;
    /// The tiers do not rise in people and fall in price.
    DealTiersInvalid = "deal_tiers_invalid", 422;
    /// You are not in the circle that this is for.
    NotInCircle = "not_in_circle", 403;
    /// The circle has as many members as one may have.
    CircleFull = "circle_full", 409;
    /// More circles than one member may look after in a group.
    CircleLimit = "circle_limit", 409;
    /// No order of this deal has this code, or it is not to be collected.
    PickUpUnknown = "pick_up_unknown", 404;
    /// The event has begun, is over, or was called off.
    EventClosed = "event_closed", 410;
    /// There is no room, or somebody waits for it.
    EventFull = "event_full", 409;
    /// Only who made the playlist adds to it.
    PlaylistClosed = "playlist_closed", 403;
    /// The playlist has as many rows as one may have.
    PlaylistFull = "playlist_full", 409;
    /// The poll is over: nobody votes any more.
    PollClosed = "poll_closed", 410;
    /// The relay is over: nobody continues it any more.
    RelayClosed = "relay_closed", 410;
    /// Somebody else continued that entry, or it was taken back: another one is the last now.
    RelayMoved = "relay_moved", 409;
    /// The last entry is yours: it is somebody else's turn.
    RelayTurn = "relay_turn", 409;
    /// It does not begin with the letter that the last entry ends with.
    RelayMismatch = "relay_mismatch", 422;
    /// It was said in this relay before.
    RelayRepeated = "relay_repeated", 409;
    /// The day is over: nobody answers any more.
    DailyClosed = "daily_closed", 410;
    /// The group has an activity for this day already.
    DailyTaken = "daily_taken", 409;
    /// The chain is over: nobody joins, changes or leaves any more.
    ChainClosed = "chain_closed", 410;
    /// The places are gone, or somebody waits for them.
    ChainFull = "chain_full", 409;
    /// You are in this chain already.
    AlreadyInChain = "already_in_chain", 409;
    /// More entries for others than one member may make.
    ProxyLimit = "proxy_limit", 409;
    /// The backend is not set up for WeChat.
    WechatOff = "wechat_off", 404;
    /// The page is on an origin that the backend does not vouch for to WeChat.
    WechatOrigin = "wechat_origin", 403;
    /// Signing in with WeChat was begun elsewhere, too long ago, or has ended: begin again.
    WechatState = "wechat_state", 410;
    /// WeChat's code was used or is too old: begin again.
    WechatCode = "wechat_code", 410;
    /// Whoever it is did not consent at WeChat.
    WechatRefused = "wechat_refused", 403;
    /// A snapshot of the page has a made-up user: only the full page signs people in.
    WechatSnapshot = "wechat_snapshot", 403;
    /// WeChat does not answer the backend.
    WechatUnreachable = "wechat_unreachable", 502;
    /// WeChat is busy or lets the backend wait: try again in a moment.
    WechatBusy = "wechat_busy", 503;
    /// WeChat refuses the backend: its settings need a look.
    WechatFailed = "wechat_failed", 502;
    /// Another account has this WeChat.
    WechatTaken = "wechat_taken", 409;
    /// Another WeChat is linked to this account.
    WechatLinked = "wechat_linked", 409;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_survive_the_wire() {
        for (i, code) in Code::ALL.iter().enumerate() {
            assert!(Code::ALL.iter().skip(i + 1).all(|c| c.as_str() != code.as_str()));
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{}\"", code.as_str()));
            assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), *code);
        }
    }

    #[test]
    fn a_foreign_code_is_read_as_unknown() {
        assert_eq!(serde_json::from_str::<Code>("\"brand_new\"").unwrap(), Code::Unknown);
    }
}
