//! The shapes of group-buy: deals, their options and terms, and the commitments to them.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
    Tier {
        from: Int, empty; price: Money, must;
    }
    Deal {
        id: Id, must; group_id: Id, must; opener: Object("Member"), opt; yours: Bool, empty;
        title: Text, empty; about: Text, empty; pick_up: Text, empty;
        tiers: List(&Object("Tier")), empty; minimum: Int, empty; stock: Int, opt; per_member: Int, empty;
        people: Int, empty; units: Int, empty; unit_price: Money, must; state: Choice, must;
        opened_at: Time, must; ends_at: Time, must; joined: List(&Object("Member")), empty;
        your_pledge: Object("Pledge"), opt; server_time: Time, now; per_order: Int, opt;
        options: List(&Object("DealOption")), empty; pick_up_at: List(&Time), empty; post_id: Id, opt;
        edited_at: Time, opt; team: Object("TeamTerms"), opt; teams: List(&Object("Team")), empty;
        settling: Choice, or "\"with_host\""; bargain: Object("BargainTerms"), opt;
        bargains: List(&Object("Bargain")), empty;
    }
    TeamTerms {
        size: Int, empty; hours: Int, empty; lot: Money, opt;
    }
    Team {
        id: Id, must; head: Object("Member"), opt; members: List(&Object("Member")), empty; people: Int, empty;
        held: Int, empty; size: Int, empty; price: Money, must; state: Choice, must; yours: Bool, empty;
        opened_at: Time, must; ends_at: Time, must;
    }
    NewBargains {
        floor: Money, must; helps: Int, empty;
    }
    BargainTerms {
        floor: Money, must; helps: Int, empty; hours: Int, empty; any_price: Bool, empty; helps_left: Int, empty;
    }
    Bargain {
        id: Id, must; member: Object("Member"), opt; yours: Bool, empty; helped: Bool, empty; price: Money, must;
        missing: Int, empty; next: Money, opt; helps: List(&Object("Help")), empty; state: Choice, must;
        opened_at: Time, must; ends_at: Time, must;
    }
    Help {
        member: Object("Member"), opt; cut: Money, must;
    }
    Payment {
        id: Id, must; amount: Money, must; state: Choice, must; held_until: Time, must; times: Int, empty;
    }
    Refund {
        id: Id, must; amount: Money, must; state: Choice, must; tries: Int, empty; changed_at: Time, must;
    }
    PlayPayment {
        outcome: Choice, or "\"paid\""; after_s: Int, empty; refund_fails: Int, empty;
    }
    ChooseLate {
        choice: Choice, must;
    }
    Pledge {
        id: Id, must; member: Object("Member"), opt; quantity: Int, empty; state: Choice, or "\"committed\"";
        total: Money, must; pledged_at: Time, must; picks: List(&Object("Pick")), empty;
        terms: Object("DealTerms"), opt; collected_at: Time, opt; code: Object("PickUpCode"), opt;
        team_id: Id, opt; payment: Object("Payment"), opt; may_open_team: Bool, empty;
        refunds: List(&Object("Refund")), empty;
    }
    NewDeal {
        title: Text, empty; about: Text, empty; pick_up: Text, empty;
        tiers: List(&Object("Tier")), empty; minimum: Int, empty; stock: Int, opt; per_member: Int, empty;
        ends_at: Time, must; per_order: Int, opt; options: List(&Object("NewOption")), empty;
        pick_up_at: List(&Time), empty; photos: List(&Object("NewPhoto")), empty; team: Object("TeamTerms"), opt;
        bargain: Object("NewBargains"), opt; was: Time, opt;
    }
    NewPledge {
        quantity: Int, empty; picks: List(&Object("Pick")), empty;
    }
    DealOption {
        label: Text, empty; stock: Int, opt; taken: Int, empty;
    }
    NewOption {
        label: Text, empty; stock: Int, opt;
    }
    Pick {
        option: Int, empty; quantity: Int, empty;
    }
    DealTerms {
        title: Text, empty; tiers: List(&Object("Tier")), empty; minimum: Int, empty; ends_at: Time, must;
        leave_until: Time, opt; per_member: Int, empty; per_order: Int, opt; options: List(&Text), empty;
        pick_up: Text, empty; pick_up_at: List(&Time), empty; agreed_at: Time, must;
    }
    PickUpCode {
        token: Text, empty; typed: Text, empty;
    }
    ShownCode {
        code: Text, empty;
    }
    Collect {
        on: Bool, empty;
    }
};
