//! What a post may carry and members do together: chains, polls.

use super::{Done, Row};
use crate::chain::{Chain, ChainEntry, EditChain, EditEntry, NewChain, NewEntry};
use crate::event::{Event, NewEvent, Rsvp, SetRsvp};
use crate::poll::{NewPoll, Poll, Vote};
use crate::{Endpoint, Method, Page};

endpoints! {
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

    /// Announces an event; any member.
    NEW_EVENT: auth Post "/groups/{group}/events" "events.create", NewEvent => Event;
    /// One event. What is not over is visible whatever its age; what was over before I joined is not.
    EVENT: auth Get "/events/{event}" "events.get", () => Event;
    /// Changes an event that has not begun; who announced it, or a host. Room that is added goes to those who wait.
    EDIT_EVENT: auth Put "/events/{event}" "events.edit", NewEvent => Event | NotYours EventClosed;
    /// Calls an event off before it begins; who announced it, or a host.
    CANCEL_EVENT: auth Post "/events/{event}/cancel" "events.cancel", Done => Event | NotYours EventClosed;
    /// Says whether I come, instead of what I said before. Room that comes free goes to those who wait, in order.
    SET_RSVP: auth Put "/events/{event}/rsvp" "events.rsvp", SetRsvp => Event | EventClosed EventFull;
    /// Who comes, in order, then who waits. Once it is over, answers from before I joined are left out.
    RSVPS: auth Get "/events/{event}/rsvps" "rsvps.list", () => Page<Rsvp>;
}
