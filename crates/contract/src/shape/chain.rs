//! The shapes of chains and their entries.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    ChainChoice {
        label: Text, empty; capacity: Int, opt; taken: Int, empty; waiting: Int, empty;
    }
    Chain {
        id: Id, must; group_id: Id, must; maker: Object("Member"), opt; yours: Bool, empty;
        title: Text, empty; about: Text, empty; asks_name: Bool, empty; asks_note: Bool, empty;
        most: Int, or "1"; proxies: Int, empty; choices: List(&Object("ChainChoice")), empty;
        capacity: Int, opt; taken: Int, empty; entries: Int, empty; waiting: Int, empty; state: Choice, must;
        opened_at: Time, must; closes_at: Time, must; closed_at: Time, opt;
        joined: List(&Object("Member")), empty; your_entries: List(&Object("ChainEntry")), empty;
        server_time: Time, now;
    }
    ChainEntry {
        id: Id, must; member: Object("Member"), opt; yours: Bool, empty; proxy: Bool, empty; name: Text, empty;
        choice: Int, opt; count: Int, or "1"; note: Text, empty; state: Choice, or "\"in\""; place: Int, empty;
        entered_at: Time, must;
    }
    NewChoice {
        label: Text, empty; capacity: Int, opt;
    }
    NewChain {
        title: Text, empty; about: Text, empty; asks_name: Bool, empty; asks_note: Bool, empty;
        most: Int, or "1"; proxies: Int, empty; choices: List(&Object("NewChoice")), empty;
        capacity: Int, opt; closes_at: Time, must;
    }
    EditChain {
        title: Text, empty; about: Text, empty; choices: List(&Object("NewChoice")), empty;
        capacity: Int, opt; closes_at: Time, must;
    }
    NewEntry {
        proxy: Bool, empty; name: Text, empty; choice: Int, opt; count: Int, or "1"; note: Text, empty;
        wait: Bool, empty;
    }
    EditEntry {
        name: Text, empty; choice: Int, opt; count: Int, or "1"; note: Text, empty;
    }
};
