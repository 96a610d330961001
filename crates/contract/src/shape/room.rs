//! The shapes of what stands in a group: talk, classes, listings, deals, and changes.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    Attachment {
        kind: Text, empty; id: Text, empty; title: Text, empty;
    }
    Post {
        id: Id, must; group_id: Id, must; author: Object("Member"), opt; kind: Choice, or "\"note\"";
        body: Text, empty; attachment: Object("Attachment"), opt; photos: List(&Object("Photo")), empty; pinned: Bool, empty;
        comment_count: Int, empty; created_at: Time, must; yours: Bool, empty; edited_at: Time, opt;
        reactions: List(&Object("Reaction")), empty; roll_call: Object("RollCall"), opt;
        answer: Object("Comment"), opt; moment: Object("Moment"), opt; mentions: List(&Object("Member")), empty; circle_id: Id, opt;
    }
    Reaction {
        kind: Choice, must; count: Int, empty; yours: Bool, empty;
    }
    React {
        kind: Choice, must; on: Bool, empty;
    }
    RollCall {
        kind: Choice, must; confirmed_at: Time, opt; asked: Int, opt; confirmed: Int, opt;
    }
    NewPost {
        body: Text, empty; kind: Choice, must; photos: List(&Object("NewPhoto")), empty;
        roll_call: Choice, opt; mentions: List(&Id), empty; circle_id: Id, opt;
    }
    EditPost {
        body: Text, empty; mentions: List(&Id), empty;
    }
    Accept {
        comment_id: Id, opt;
    }
    Comment {
        id: Id, must; post_id: Id, must; author: Object("Member"), opt; body: Text, empty;
        created_at: Time, must; yours: Bool, empty; reply_to: Id, opt; deleted: Bool, empty;
        edited_at: Time, opt; mentions: List(&Object("Member")), empty;
    }
    NewComment {
        body: Text, empty; reply_to: Id, opt; mentions: List(&Id), empty;
    }
    EditComment {
        body: Text, empty; mentions: List(&Id), empty;
    }
    ClassBrief {
        id: Id, must; title: Text, empty; coach: Text, empty; place: Text, empty;
        starts_at: Time, must; duration_min: Int, empty; face_value: Money, must; capacity: Int, empty;
        seats_taken: Int, empty; sequence: Int, empty; moved_from: Time, opt; cancelled_at: Time, opt;
        notice: Text, empty;
    }
    Class {
        brief: Object("ClassBrief"), must; group_id: Id, must; seats: List(&Object("Seat")), empty;
        cut_off_at: Time, must; waiting: Int, empty; your_place: Int, opt; server_time: Time, now;
    }
    Seat {
        id: Id, must; holder: Object("Member"), opt; yours: Bool, empty; listing_id: Id, opt;
        from: Object("Member"), opt; passed_on_at: Time, opt;
    }
    NewClass {
        title: Text, empty; coach: Text, empty; place: Text, empty; starts_at: Time, must;
        duration_min: Int, empty; face_value: Money, must; capacity: Int, empty; roster: List(&Id), empty;
    }
    NewSeat {
        member_id: Id, must;
    }
    MoveClass {
        starts_at: Time, must; duration_min: Int, empty; place: Text, empty; notice: Text, empty;
    }
    CancelClass {
        notice: Text, empty;
    }
    ListingEvent {
        step: Choice, must; by: Object("Member"), opt; at: Time, must; note: Text, empty;
    }
    Listing {
        id: Id, must; group_id: Id, must; class: Object("ClassBrief"), must; seat_id: Id, must;
        seller: Object("Member"), opt; claimant: Object("Member"), opt; you: Choice, or "\"onlooker\"";
        state: Choice, must; held_until: Time, opt; asking: Money, must; note: Text, empty;
        auto_confirm: Bool, empty; consent: Bool, empty; vacated: Bool, empty;
        seated: Bool, empty; waiting: Int, empty; your_place: Int, opt; listed_at: Time, must; expires_at: Time, must;
        history: List(&Object("ListingEvent")), empty; server_time: Time, now;
    }
    NewListing {
        seat_id: Id, must; asking: Money, must; note: Text, empty; auto_confirm: Bool, empty;
    }
    Refuse {
        reason: Text, empty;
    }
    Change {
        cursor: Text, empty; kind: Choice, must; op: Choice, must; id: Text, empty; group_id: Id, must;
        parent: Text, opt;
    }
    Changes {
        items: List(&Object("Change")), empty; cursor: Text, empty; more: Bool, empty;
        reset: Bool, empty; server_time: Time, now;
    }
};
