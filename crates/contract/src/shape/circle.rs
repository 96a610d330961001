//! The shapes of circles.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    Circle {
        id: Id, must; group_id: Id, must; name: Text, empty; maker: Object("Member"), opt; yours: Bool, empty;
        state: Choice, must; people: Int, empty; asked: Int, opt; joined_at: Time, opt; made_at: Time, must;
    }
    CircleMember {
        id: Text, must; member: Object("Member"), must; answer: Choice, must; at: Time, must;
    }
    NewCircle {
        name: Text, empty; members: List(&Id), empty;
    }
    RenameCircle {
        name: Text, empty;
    }
    AskMembers {
        members: List(&Id), empty;
    }
};
