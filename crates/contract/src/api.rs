//! The endpoint table. Paths are below the API's base; variables are filled in the order they stand.
//!
//! Lists take `?after=&limit=` and answer a [`Page`]. Every write takes an `Idempotency-Key`. Behind the `|` stand
//! the problems that this operation has besides those that follow from its form: see the module `openapi`.

use crate::account::{CodeSent, Me, PhoneAndCode, Recover, RecoveryCode, RequestCode, Session};
use crate::chain::{Chain, ChainEntry, EditChain, EditEntry, NewChain, NewEntry};
use crate::change::{Changed, Changes};
use crate::feed::{Accept, Comment, EditComment, EditPost, NewComment, NewPost, Post, React};
use crate::group::{Group, MarkRead, Member, NewGroup, Persona, SetPolicy, SetRole};
use crate::groupbuy::{Deal, NewDeal, NewPledge, Pledge};
use crate::info::Info;
use crate::invite::{Invite, InvitePreview, Join, Joined, NewInvite, PreviewInvite};
use crate::market::{Class, Listing, NewClass, NewListing, NewSeat};
use crate::photo::{NewUpload, Upload};
use crate::poll::{NewPoll, Poll, Vote};
use crate::wechat::{BeginWechat, PageSignature, PageToSign, WechatBegun, WechatReturn};
use crate::{Endpoint, Method, Page};

#[macro_use]
mod table;

pub use table::Row;

/// The body of an answer that says nothing: `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Done {}

endpoints! {
    /// What the backend is; a demo database lists its sign-ins.
    INFO: open Get "/info" "info", () => Info;
    /// Sends a code to a phone.
    REQUEST_CODE: open Post "/sign-in/codes" "sign_in.code", RequestCode => CodeSent;
    /// Signs in with phone and code; makes the account when the phone is new.
    SIGN_IN: open Post "/sessions" "sessions.create", PhoneAndCode => Session | CodeWrong CodeExpired;
    /// Signs in with a recovery code, and ends every other session of the account.
    RECOVER: open Post "/sessions/recovery" "sessions.recover", Recover => Session | RecoveryUnknown;
    /// Ends this session.
    SIGN_OUT: auth Delete "/sessions/current" "sessions.end", () => Done;
    /// My account.
    ME: auth Get "/me" "me.get", () => Me;
    /// Verifies a phone for my account.
    VERIFY_PHONE: auth Post "/me/phone" "me.verify_phone", PhoneAndCode => Me
        | CodeWrong CodeExpired PhoneTaken;
    /// Makes a new recovery code.
    NEW_RECOVERY_CODE: auth Post "/me/recovery-code" "me.recovery_code", Done => RecoveryCode;

    /// Signs a page for WeChat's JS-SDK, once, for the address that it was opened with.
    SIGN_PAGE: open Post "/wechat/signatures" "wechat.sign_page", PageToSign => PageSignature
        | WechatOff WechatOrigin WechatUnreachable WechatBusy WechatFailed;
    /// Begins signing in with WeChat; with a session, linking WeChat to its account.
    BEGIN_WECHAT: open Post "/wechat/authorizations" "wechat.begin", BeginWechat => WechatBegun
        | Unauthenticated WechatOff WechatOrigin;
    /// Signs in with what WeChat sent back; makes the account, which has no persona, when the person is new.
    SIGN_IN_BY_WECHAT: open Post "/sessions/wechat" "sessions.wechat", WechatReturn => Session
        | WechatOff WechatState WechatCode WechatRefused WechatSnapshot WechatUnreachable WechatBusy WechatFailed;
    /// Links WeChat to my account with what it sent back.
    LINK_WECHAT: auth Post "/me/wechat" "me.link_wechat", WechatReturn => Me
        | WechatOff WechatState WechatCode WechatRefused WechatSnapshot WechatUnreachable WechatBusy WechatFailed
          WechatTaken WechatLinked;

    /// My groups, the latest joined first.
    GROUPS: auth Get "/groups" "groups.list", () => Page<Group>;
    /// Makes a group, which may stand beside one that I run.
    NEW_GROUP: auth Post "/groups" "groups.create", NewGroup => Group
        | PhoneUnverified NotFound NotMember NotYours GroupDissolved;
    /// One group of mine.
    GROUP: auth Get "/groups/{group}" "groups.get", () => Group;
    /// Gives it other rules; hosts only. Limits below the head count only close the door; QR codes that the
    /// new limit kills stay dead when it is raised again.
    SET_POLICY: auth Put "/groups/{group}/policy" "groups.set_policy", SetPolicy => Group | NotYours Conflict;
    /// Dissolves it, for good; hosts only. Open offers are taken back, everybody's persona is erased. Doing it
    /// again changes nothing.
    DISSOLVE: auth Delete "/groups/{group}" "groups.dissolve", () => Done | NotYours;
    /// Its members, hosts first, then by joining.
    MEMBERS: auth Get "/groups/{group}/members" "members.list", () => Page<Member>;
    /// Changes my persona in it.
    SET_PERSONA: auth Put "/groups/{group}/persona" "groups.set_persona", Persona => Group | NicknameTaken;
    /// Says how far I have read it, on all my phones. What I have read before stays read.
    MARK_READ: auth Put "/groups/{group}/read" "groups.mark_read", MarkRead => Group;
    /// Leaves it. My open offers are taken back, open deals of mine are called off.
    LEAVE: auth Delete "/groups/{group}/membership" "groups.leave", () => Done | LastHost;
    /// Removes a member: hosts anybody but hosts, stewards those without a role. Every open QR of the group,
    /// and each unused invite they made, is revoked: they may hold any of them, and without their account
    /// nobody knows them again. With it, no invite made until then lets them in. What still does: an unused
    /// personal invite of somebody else, taken under a new account.
    REMOVE_MEMBER: auth Delete "/groups/{group}/members/{member}" "members.remove", () => Done | NotYours;

    /// Gives a member another role; hosts only. A host is made by a host and steps down alone; the last one
    /// hands over first.
    SET_ROLE: auth Put "/groups/{group}/members/{member}/role" "members.set_role", SetRole => Member
        | NotYours LastHost;

    /// The invites I made; hosts see all.
    INVITES: auth Get "/groups/{group}/invites" "invites.list", () => Page<Invite>;
    /// Makes an invite. Making a QR again while mine is open answers a new one; both work.
    NEW_INVITE: auth Post "/groups/{group}/invites" "invites.create", NewInvite => Invite
        | QrLimitReached GroupFull;
    /// Takes an invite back, for good.
    REVOKE_INVITE: auth Delete "/invites/{invite}" "invites.revoke", () => Invite | NotYours;
    /// What an invite leads to. A POST, so that the secret stays out of logs.
    PREVIEW_INVITE: open Post "/invites/preview" "invites.preview", PreviewInvite => InvitePreview
        | Unauthenticated InviteUnknown InviteExpired InviteRevoked InviteUsed QrLimitReached GroupFull
          GroupDissolved NotAllowed;
    /// Joins by an invite.
    JOIN: open Post "/invites/join" "invites.join", Join => Joined
        | Unauthenticated InviteUnknown InviteExpired InviteRevoked InviteUsed QrLimitReached GroupFull
          GroupDissolved NotAllowed AlreadyMember NicknameTaken PhoneUnverified;

    /// A group's feed, newest first; what the history rule hides is not in it.
    POSTS: auth Get "/groups/{group}/posts" "posts.list", () => Page<Post>;
    /// A group's pinned posts, newest first.
    PINNED: auth Get "/groups/{group}/pinned" "posts.pinned", () => Page<Post>;
    /// Writes a post.
    NEW_POST: auth Post "/groups/{group}/posts" "posts.create", NewPost => Post | NotYours UrgentLimit;
    /// One post.
    POST: auth Get "/posts/{post}" "posts.get", () => Post | PostDeleted;
    /// Changes the words of one's own post, for a while after it was written.
    EDIT_POST: auth Put "/posts/{post}" "posts.edit", EditPost => Post | PostDeleted NotYours EditClosed;
    /// Deletes one's own post, or any for hosts.
    DELETE_POST: auth Delete "/posts/{post}" "posts.delete", () => Done | PostDeleted NotYours;
    /// Pins a post; hosts only.
    PIN_POST: auth Put "/posts/{post}/pin" "posts.pin", Done => Post | PostDeleted NotYours;
    /// Unpins it.
    UNPIN_POST: auth Delete "/posts/{post}/pin" "posts.unpin", () => Post | PostDeleted NotYours;
    /// Sets a reaction of mine, or takes it back.
    REACT: auth Put "/posts/{post}/reaction" "posts.react", React => Post | PostDeleted;
    /// Accepts a comment as the answer; who asked only.
    ACCEPT: auth Put "/posts/{post}/answer" "posts.accept", Accept => Post | PostDeleted Gone NotYours Conflict;
    /// Confirms what an announcement asks.
    CONFIRM_ROLL_CALL: auth Post "/posts/{post}/roll-call" "roll_call.confirm", Done => Post
        | PostDeleted Conflict;
    /// Who has not confirmed what an announcement asks; hosts only.
    ROLL_CALL: auth Get "/posts/{post}/roll-call" "roll_call.missing", () => Page<Member>
        | PostDeleted NotYours Conflict;
    /// A post's comments, oldest first, each with its replies under it.
    COMMENTS: auth Get "/posts/{post}/comments" "comments.list", () => Page<Comment> | PostDeleted;
    /// Writes a comment.
    NEW_COMMENT: auth Post "/posts/{post}/comments" "comments.create", NewComment => Comment | PostDeleted Gone;
    /// Changes the words of one's own comment, for a while after it was written.
    EDIT_COMMENT: auth Put "/comments/{comment}" "comments.edit", EditComment => Comment
        | PostDeleted Gone NotYours EditClosed;
    /// Deletes one's own comment, or any for hosts.
    DELETE_COMMENT: auth Delete "/comments/{comment}" "comments.delete", () => Done
        | PostDeleted Gone NotYours;

    /// Announces a photo for a post of mine in this group.
    NEW_UPLOAD: auth Post "/groups/{group}/uploads" "uploads.create", NewUpload => Upload | PhotoLimit;
    /// How far an upload of mine is. One that was never put into a post is forgotten after a day.
    UPLOAD: auth Get "/uploads/{photo}" "uploads.get", () => Upload;
    /// Sends the next bytes of an upload, as they are, from `?offset=`: as many as have come by now, or fewer, and
    /// what came before is left out. The last part has it looked at: what is no picture, or not the one that was
    /// announced, is refused and forgotten.
    APPEND: auth Put "/uploads/{photo}/bytes" "uploads.append", () => Upload | Conflict PhotoInvalid;
    /// Takes an upload of mine back that is in no post.
    CANCEL_UPLOAD: auth Delete "/uploads/{photo}" "uploads.cancel", () => Done;

    /// A group's classes that have not started, soonest first.
    CLASSES: auth Get "/groups/{group}/classes" "classes.list", () => Page<Class>;
    /// Makes a class; hosts only.
    NEW_CLASS: auth Post "/groups/{group}/classes" "classes.create", NewClass => Class | NotYours;
    /// One class with its roster.
    CLASS: auth Get "/classes/{class}" "classes.get", () => Class;
    /// Puts a member on the roster; hosts only.
    NEW_SEAT: auth Post "/classes/{class}/seats" "seats.create", NewSeat => Class
        | NotYours ClassStarted SeatTaken;
    /// A group's listings: open ones first, then the latest.
    LISTINGS: auth Get "/groups/{group}/listings" "listings.list", () => Page<Listing>;
    /// Offers a seat of mine.
    NEW_LISTING: auth Post "/groups/{group}/listings" "listings.create", NewListing => Listing
        | PhoneUnverified SeatNotYours SeatListed ClassStarted PriceAboveFaceValue;
    /// One listing.
    LISTING: auth Get "/listings/{listing}" "listings.get", () => Listing;
    /// Claims the seat.
    CLAIM: auth Post "/listings/{listing}/claim" "listings.claim", Done => Listing
        | PhoneUnverified ListingGone ListingHeld ListingOwn ListingClosed SeatTaken;
    /// The seller agrees: the roster changes in the same transaction.
    CONFIRM: auth Post "/listings/{listing}/confirm" "listings.confirm", Done => Listing
        | ListingGone ListingClosed NotYours Conflict SeatTaken;
    /// The seller does not agree.
    DECLINE: auth Post "/listings/{listing}/decline" "listings.decline", Done => Listing
        | ListingGone ListingClosed NotYours Conflict;
    /// The claimant lets go.
    RELEASE: auth Post "/listings/{listing}/release" "listings.release", Done => Listing
        | ListingGone ListingClosed NotYours Conflict;
    /// The seller takes the offer back.
    CANCEL_LISTING: auth Post "/listings/{listing}/cancel" "listings.cancel", Done => Listing
        | ListingGone ListingClosed NotYours;

    /// A group's deals: open ones first, then the latest.
    DEALS: auth Get "/groups/{group}/deals" "deals.list", () => Page<Deal>;
    /// Opens a deal.
    NEW_DEAL: auth Post "/groups/{group}/deals" "deals.create", NewDeal => Deal
        | PhoneUnverified NotYours DealTiersInvalid;
    /// One deal.
    DEAL: auth Get "/deals/{deal}" "deals.get", () => Deal;
    /// Calls a deal off; who opened it, or a host.
    CANCEL_DEAL: auth Post "/deals/{deal}/cancel" "deals.cancel", Done => Deal | NotYours DealClosed;
    /// Commits to a deal.
    NEW_PLEDGE: auth Post "/deals/{deal}/pledge" "pledges.create", NewPledge => Deal
        | PhoneUnverified DealClosed DealFull DealLimit AlreadyPledged;
    /// Leaves a deal while it is open.
    LEAVE_DEAL: auth Delete "/deals/{deal}/pledge" "pledges.leave", () => Deal | DealClosed NotPledged;
    /// Who is in a deal, in the order of joining; who opened it and hosts only.
    PLEDGES: auth Get "/deals/{deal}/pledges" "pledges.list", () => Page<Pledge> | NotYours;
    /// Says that a pledge is paid; who opened the deal, or a host.
    SETTLE_PLEDGE: auth Post "/pledges/{pledge}/settle" "pledges.settle", Done => Pledge | NotYours Conflict;

    /// Starts a chain.
    NEW_CHAIN: auth Post "/groups/{group}/chains" "chains.create", NewChain => Chain;
    /// One chain. What is open is visible whatever its age; what closed before I joined is not.
    CHAIN: auth Get "/chains/{chain}" "chains.get", () => Chain;
    /// Changes an open chain; who started it, or a host. Places that are added go to those who wait, in order.
    EDIT_CHAIN: auth Put "/chains/{chain}" "chains.edit", EditChain => Chain | NotYours ChainClosed;
    /// Closes a chain before its time; who started it, or a host.
    CLOSE_CHAIN: auth Post "/chains/{chain}/close" "chains.close", Done => Chain | NotYours ChainClosed;
    /// Deletes a chain with its entries and its post, for good; who started it, or a host.
    DELETE_CHAIN: auth Delete "/chains/{chain}" "chains.delete", () => Done | NotYours;
    /// A chain's entries: those that are in, in order, then those that wait, in order. Once it is closed, those from
    /// before I joined are left out.
    ENTRIES: auth Get "/chains/{chain}/entries" "entries.list", () => Page<ChainEntry>;
    /// Enters a chain: oneself once, or others as far as the chain allows.
    NEW_ENTRY: auth Post "/chains/{chain}/entries" "entries.create", NewEntry => Chain
        | ChainClosed ChainFull AlreadyInChain ProxyLimit;
    /// Changes an entry of mine. One that is in keeps its places when there are none for the change; one that waits
    /// keeps its place in line unless it chooses otherwise or takes more.
    EDIT_ENTRY: auth Put "/entries/{entry}" "entries.edit", EditEntry => Chain | ChainClosed ChainFull NotYours;
    /// Takes an entry of mine back. Its places go to those who wait, in order.
    WITHDRAW: auth Delete "/entries/{entry}" "entries.withdraw", () => Chain | ChainClosed NotYours;

    /// Asks a group by a poll; any member.
    NEW_POLL: auth Post "/groups/{group}/polls" "polls.create", NewPoll => Poll;
    /// One poll. What is open is visible whatever its age; what closed before I joined is not.
    POLL: auth Get "/polls/{poll}" "polls.get", () => Poll;
    /// Votes, or votes otherwise, until the poll closes.
    VOTE: auth Put "/polls/{poll}/vote" "polls.vote", Vote => Poll | PollClosed;
    /// Closes a poll before its time; who asks, or a host.
    CLOSE_POLL: auth Post "/polls/{poll}/close" "polls.close", Done => Poll | NotYours PollClosed;

    /// What changed since `?since=`; without it, only where to start.
    CHANGES: auth Get "/changes" "changes.list", () => Changes;
    /// The same as a stream of `change` events (`text/event-stream`), read by fetch.
    STREAM: auth Get "/changes/stream" "changes.stream", () => Changed;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_rows_are_the_same_operation() {
        for (i, row) in TABLE.iter().enumerate() {
            for other in &TABLE[i + 1..] {
                assert_ne!(row.name, other.name);
                assert!((row.method, row.path) != (other.method, other.path), "{}", row.path);
            }
        }
    }
}
