//! The shapes of events.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    Event {
        id: Id, must; group_id: Id, must; maker: Object("Member"), opt; yours: Bool, empty; title: Text, empty;
        about: Text, empty; place: Text, empty; starts_at: Time, must; ends_at: Time, must; capacity: Int, opt;
        guests: Int, empty; going: Int, empty; waiting: Int, empty; state: Choice, must; revision: Int, empty;
        moved_at: Time, opt; opened_at: Time, must; cancelled_at: Time, opt; joined: List(&Object("Member")), empty;
        your_rsvp: Object("Rsvp"), opt; server_time: Time, now;
    }
    Rsvp {
        id: Id, must; member: Object("Member"), opt; yours: Bool, empty; state: Choice, must; people: Int, empty;
        place: Int, empty; answered_at: Time, must;
    }
    NewEvent {
        title: Text, empty; about: Text, empty; place: Text, empty; starts_at: Time, must; ends_at: Time, must;
        capacity: Int, opt; guests: Int, empty;
    }
    SetRsvp {
        people: Int, empty; wait: Bool, empty;
    }
};
