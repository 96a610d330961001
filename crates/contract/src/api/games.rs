//! The rows of games: relays and daily activities.

use super::Done;
use super::Row;
use crate::daily::{Daily, DailyAnswer, EditDaily, NewDaily, NewDailyAnswer};
use crate::relay::{NewRelay, NewRelayEntry, Relay, RelayEntry};
use crate::{Endpoint, Method, Page};

endpoints! {
    /// Begins a relay with its first entry; any member.
    NEW_RELAY: auth Post "/groups/{group}/relays" "relays.create", NewRelay => Relay;
    /// One relay. What is open is visible whatever its age; what closed before I joined is not.
    RELAY: auth Get "/relays/{relay}" "relays.get", () => Relay;
    /// Ends a relay before its time; who began it, or a host.
    END_RELAY: auth Post "/relays/{relay}/end" "relays.end", Done => Relay | NotYours RelayClosed;
    /// A relay's entries, the latest first. Those from before I joined are left out, but the last while it is open.
    RELAY_ENTRIES: auth Get "/relays/{relay}/entries" "relay_entries.list", () => Page<RelayEntry>;
    /// Continues the entry that is named, if it is still the last: of two who continue the same one, one is refused.
    NEW_RELAY_ENTRY: auth Post "/relays/{relay}/entries" "relay_entries.create", NewRelayEntry => Relay
        | RelayClosed RelayMoved RelayTurn RelayMismatch RelayRepeated;
    /// Takes an entry back; who wrote it, or a host. The last one of an open relay is as if it had not been; of any
    /// other the words are hidden and the place is kept.
    TAKE_BACK: auth Delete "/relay-entries/{relay_entry}" "relay_entries.take_back", () => Relay | NotYours;

    /// A group's daily activities, the latest day first: today's and past ones; for hosts those to come, too.
    DAILIES: auth Get "/groups/{group}/dailies" "dailies.list", () => Page<Daily>;
    /// Sets the activity of a day; hosts only. No two days of a group overlap.
    NEW_DAILY: auth Post "/groups/{group}/dailies" "dailies.create", NewDaily => Daily | NotYours DailyTaken;
    /// One daily activity.
    DAILY: auth Get "/dailies/{daily}" "dailies.get", () => Daily;
    /// Changes its words while nobody has answered and its day is not over; hosts only.
    EDIT_DAILY: auth Put "/dailies/{daily}" "dailies.edit", EditDaily => Daily | NotYours EditClosed DailyClosed;
    /// Deletes it with its answers and its post; hosts only.
    DELETE_DAILY: auth Delete "/dailies/{daily}" "dailies.delete", () => Done | NotYours;
    /// The answers to a daily activity, the earliest first. Those from before I joined are left out.
    DAILY_ANSWERS: auth Get "/dailies/{daily}/answers" "daily_answers.list", () => Page<DailyAnswer>;
    /// Answers it, or answers it otherwise: each member has one answer a day.
    ANSWER_DAILY: auth Put "/dailies/{daily}/answer" "daily_answers.set", NewDailyAnswer => Daily | DailyClosed;
    /// Deletes an answer; who gave it, or a host.
    DELETE_DAILY_ANSWER: auth Delete "/daily-answers/{daily_answer}" "daily_answers.delete", () => Daily | NotYours;
}
