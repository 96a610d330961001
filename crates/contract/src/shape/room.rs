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
        answer: Object("Comment"), opt; mentions: List(&Object("Member")), empty;
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
        roll_call: Choice, opt; mentions: List(&Id), empty;
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
        seats_taken: Int, empty;
    }
    Class {
        brief: Object("ClassBrief"), must; group_id: Id, must; seats: List(&Object("Seat")), empty;
        cut_off_at: Time, must; server_time: Time, now;
    }
    Seat {
        id: Id, must; holder: Object("Member"), opt; yours: Bool, empty; listing_id: Id, opt;
    }
    NewClass {
        title: Text, empty; coach: Text, empty; place: Text, empty; starts_at: Time, must;
        duration_min: Int, empty; face_value: Money, must; capacity: Int, empty; roster: List(&Id), empty;
    }
    NewSeat {
        member_id: Id, must;
    }
    ListingEvent {
        step: Choice, must; by: Object("Member"), opt; at: Time, must;
    }
    Listing {
        id: Id, must; group_id: Id, must; class: Object("ClassBrief"), must; seat_id: Id, must;
        seller: Object("Member"), opt; claimant: Object("Member"), opt; you: Choice, or "\"onlooker\"";
        state: Choice, must; held_until: Time, opt; asking: Money, must; note: Text, empty;
        auto_confirm: Bool, empty; listed_at: Time, must; expires_at: Time, must;
        history: List(&Object("ListingEvent")), empty; server_time: Time, now;
    }
    NewListing {
        seat_id: Id, must; asking: Money, must; note: Text, empty; auto_confirm: Bool, empty;
    }
    Tier {
        from: Int, empty; price: Money, must;
    }
    Deal {
        id: Id, must; group_id: Id, must; opener: Object("Member"), opt; yours: Bool, empty;
        title: Text, empty; about: Text, empty; pick_up: Text, empty;
        tiers: List(&Object("Tier")), empty; minimum: Int, empty; stock: Int, opt; per_member: Int, empty;
        people: Int, empty; units: Int, empty; unit_price: Money, must; state: Choice, must;
        opened_at: Time, must; ends_at: Time, must; joined: List(&Object("Member")), empty;
        your_pledge: Object("Pledge"), opt; server_time: Time, now;
    }
    Pledge {
        id: Id, must; member: Object("Member"), opt; quantity: Int, empty; state: Choice, or "\"committed\"";
        total: Money, must; pledged_at: Time, must;
    }
    NewDeal {
        title: Text, empty; about: Text, empty; pick_up: Text, empty;
        tiers: List(&Object("Tier")), empty; minimum: Int, empty; stock: Int, opt; per_member: Int, empty;
        ends_at: Time, must;
    }
    NewPledge {
        quantity: Int, empty;
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
