//! The shapes of relays and daily activities.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    RelayEntry {
        id: Id, must; member: Object("Member"), opt; yours: Bool, empty; place: Int, must; words: Text, empty;
        taken_back: Bool, empty; entered_at: Time, must;
    }
    Relay {
        id: Id, must; group_id: Id, must; maker: Object("Member"), opt; yours: Bool, empty; title: Text, empty;
        rule: Choice, or "\"free\""; in_turn: Bool, empty; no_repeats: Bool, empty; most: Int, opt;
        entries: Int, empty; recent: List(&Object("RelayEntry")), empty; state: Choice, must;
        opened_at: Time, must; closes_at: Time, must; closed_at: Time, opt; server_time: Time, now;
    }
    NewRelay {
        title: Text, empty; words: Text, empty; rule: Choice, or "\"free\""; in_turn: Bool, empty;
        no_repeats: Bool, empty; most: Int, opt; closes_at: Time, must;
    }
    NewRelayEntry {
        continues: Id, opt; words: Text, empty;
    }
    DailyAnswer {
        id: Id, must; member: Object("Member"), opt; yours: Bool, empty; words: Text, empty;
        answered_at: Time, must; edited_at: Time, opt;
    }
    Daily {
        id: Id, must; group_id: Id, must; maker: Object("Member"), opt; day: Text, must; words: Text, empty;
        state: Choice, must; starts_at: Time, must; ends_at: Time, must; answers: Int, empty;
        recent: List(&Object("DailyAnswer")), empty; your_answer: Object("DailyAnswer"), opt; server_time: Time, now;
    }
    NewDaily {
        day: Text, must; starts_at: Time, must; ends_at: Time, must; words: Text, empty;
    }
    EditDaily {
        words: Text, empty;
    }
    NewDailyAnswer {
        words: Text, empty;
    }
};
