//! The shapes of polls.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    PollChoice {
        label: Text, empty; votes: Int, empty; yours: Bool, empty;
    }
    Poll {
        id: Id, must; group_id: Id, must; maker: Object("Member"), opt; yours: Bool, empty;
        question: Text, empty; choices: List(&Object("PollChoice")), empty; several: Bool, empty;
        voters: Int, empty; state: Choice, must; opened_at: Time, must; closes_at: Time, must;
        closed_at: Time, opt; server_time: Time, now;
    }
    NewPollChoice {
        label: Text, empty;
    }
    NewPoll {
        question: Text, empty; choices: List(&Object("NewPollChoice")), empty; several: Bool, empty;
        closes_at: Time, must;
    }
    Vote {
        choices: List(&Int), empty;
    }
};
