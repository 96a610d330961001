//! The shapes of what shares led to.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    Referral {
        group_id: Id, must; share: Text, opt; joins: Int, empty; joins_further: Int, empty;
        things: List(&Object("Shared")), empty; came: List(&Object("Came")), empty; final_at: Time, opt;
        server_time: Time, now;
    }
    Shared {
        thing: Object("Attachment"), must; purchases: Int, empty; further: Int, empty;
    }
    Came {
        to: Object("Attachment"), must; by: Object("Persona"), must; at: Time, must; counted: Bool, empty;
    }
    Arrive {
        share: Text, empty; to: Object("Attachment"), must;
    }
    Forget {
        to: Object("Attachment"), must;
    }
    Helpers {
        items: List(&Object("Helper")), empty; fewest: Int, empty; server_time: Time, now;
    }
    Helper {
        member: Object("Member"), must; joined: Int, opt; bought: Int, opt;
    }
};
