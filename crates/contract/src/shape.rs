//! The shapes of the contract as data: what a backend descriptor maps onto, and what each field is.
//!
//! Checked against the derived schemas by a test; knows no JSON and no backend.

/// What a field is: how a foreign value is turned into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// An opaque id.
    Id,
    /// A whole number.
    Int,
    /// Yes or no.
    Bool,
    /// A point in time.
    Time,
    /// An amount with its currency.
    Money,
    /// One of a few names.
    Choice,
    /// Another shape of this table.
    Object(&'static str),
    /// A list of one kind.
    List(&'static Kind),
    /// As it is.
    Any,
}

/// What holds when a backend does not have a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the thing cannot be read.
    Must,
    /// It is left out.
    Opt,
    /// The backend's time of answering.
    Now,
    /// Nothing of its kind: no words, zero, no, an empty list.
    Empty,
    /// This JSON.
    Or(&'static str),
}

/// A field of a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// Its name in JSON. Example: `"created_at"`.
    pub name: &'static str,
    /// What it is. Example: `Time`.
    pub kind: Kind,
    /// What holds without it. Example: `Must`.
    pub need: Need,
}

/// A type of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The type's name. Example: `"Post"`.
    pub name: &'static str,
    /// Its fields. Example: those of [`crate::feed::Post`].
    pub fields: &'static [Field],
}

/// The shape of a type; none for a name that the contract does not have.
pub fn shape(name: &str) -> Option<&'static Shape> {
    SHAPES.iter().find(|shape| shape.name == name)
}

macro_rules! need {
    (must) => {
        Need::Must
    };
    (opt) => {
        Need::Opt
    };
    (now) => {
        Need::Now
    };
    (empty) => {
        Need::Empty
    };
    (or $json:literal) => {
        Need::Or($json)
    };
}

macro_rules! shapes {
    ($($name:ident { $($field:ident: $kind:expr, $need:ident $($or:literal)?;)* })*) => {
        &[$(Shape { name: stringify!($name), fields: &[$(Field {
            name: stringify!($field),
            kind: { use Kind::*; $kind },
            need: need!($need $($or)?),
        },)*] },)*]
    };
}

/// Every type that an operation sends or answers.
pub const SHAPES: &[Shape] = shapes! {
    Info {
        name: Text, empty; version: Text, empty; contract: Int, empty; server_time: Time, now;
        demo: Object("Demo"), opt; wechat: Object("WechatInfo"), opt;
    }
    WechatInfo {
        app_id: Text, must;
    }
    Demo {
        sign_ins: List(&Object("DemoSignIn")), empty;
    }
    DemoSignIn {
        phone: Text, empty; code: Text, empty; nickname: Text, empty; note: Text, empty;
    }
    RequestCode {
        phone: Text, empty;
    }
    CodeSent {
        expires_at: Time, must; resend_after_s: Int, empty; demo_code: Text, opt;
    }
    PhoneAndCode {
        phone: Text, empty; code: Text, empty;
    }
    Recover {
        recovery_code: Text, empty;
    }
    Session {
        token: Text, must; me: Object("Me"), must; refresh: Text, opt;
    }
    Me {
        id: Id, must; phone: Text, opt; phone_verified: Bool, empty;
        wechat: Bool, empty; created_at: Time, or "\"1970-01-01T00:00:00.000Z\"";
    }
    PasswordSignIn {
        identity: Text, empty; password: Text, empty;
    }
    Renew {
        token: Text, empty; refresh: Text, opt;
    }
    RecoveryCode {
        recovery_code: Text, empty;
    }
    PageToSign {
        url: Text, empty;
    }
    PageSignature {
        app_id: Text, must; timestamp: Text, must; nonce: Text, must; signature: Text, must;
    }
    BeginWechat {
        scope: Choice, must; return_to: Text, empty;
    }
    WechatBegun {
        url: Text, must; state: Text, must; key: Text, empty; expires_at: Time, must;
    }
    WechatReturn {
        code: Text, opt; state: Text, empty; key: Text, empty;
    }
    Persona {
        nickname: Text, empty; avatar: Text, empty;
    }
    Member {
        id: Id, must; persona: Object("Persona"), must; role: Choice, or "\"member\"";
        joined_at: Time, or "\"1970-01-01T00:00:00.000Z\"";
    }
    Policy {
        history: Choice, or "\"since_joined\""; invite_qr_limit: Int, or "100"; capacity: Int, or "500";
        invite_ttl_s: Int, or "604800"; verify_before: Choice, or "\"commitment\""; hold_s: Int, or "7200";
        cut_off_s: Int, or "3600"; members_open_deals: Bool, or "true";
    }
    Group {
        id: Id, must; name: Text, empty; about: Text, empty; policy: Object("Policy"), or "{}";
        member_count: Int, empty; qr_closed_at: Time, opt; sibling_of: Id, opt; me: Object("Member"), must;
        created_at: Time, or "\"1970-01-01T00:00:00.000Z\"";
    }
    NewGroup {
        name: Text, empty; about: Text, empty; persona: Object("Persona"), must;
        policy: Object("Policy"), opt; sibling_of: Id, opt;
    }
    SetPolicy {
        policy: Object("Policy"), must; was: Object("Policy"), opt;
    }
    SetRole {
        role: Choice, must;
    }
    Invite {
        id: Id, must; group_id: Id, must; kind: Choice, must; token: Text, opt; code: Text, opt;
        made_by: Object("Member"), opt; yours: Bool, empty; made_at: Time, must; expires_at: Time, must;
        state: Choice, must; joined_count: Int, empty; joined: List(&Object("Member")), empty; note: Text, opt;
        target: Object("Attachment"), opt;
        server_time: Time, now;
    }
    NewInvite {
        kind: Choice, must; note: Text, opt; target: Object("Attachment"), opt;
    }
    PreviewInvite {
        invite: Any, must;
    }
    InvitePreview {
        group_id: Id, must; group_name: Text, empty; about: Text, empty; member_count: Int, empty;
        host: Object("Persona"), opt; inviter: Object("Persona"), opt; kind: Choice, must;
        history: Choice, must; verify_before: Choice, must; expires_at: Time, must; places_left: Int, empty;
        target: Object("TargetPreview"), opt; already_member: Bool, empty; server_time: Time, now;
    }
    TargetPreview {
        attachment: Object("Attachment"), must; people: Int, empty; tiers: List(&Object("Tier")), empty;
        price: Money, opt;
    }
    Join {
        invite: Any, must; persona: Object("Persona"), must;
    }
    Joined {
        group_id: Id, must; member_id: Id, must; account: Object("NewAccount"), opt;
    }
    NewAccount {
        session: Object("Session"), must; recovery_code: Text, empty;
    }
    Attachment {
        kind: Text, empty; id: Text, empty; title: Text, empty;
    }
    Post {
        id: Id, must; group_id: Id, must; author: Object("Member"), opt; kind: Choice, or "\"note\"";
        body: Text, empty; attachment: Object("Attachment"), opt; pinned: Bool, empty;
        comment_count: Int, empty; created_at: Time, must; yours: Bool, empty;
    }
    NewPost {
        body: Text, empty; kind: Choice, must;
    }
    Comment {
        id: Id, must; post_id: Id, must; author: Object("Member"), opt; body: Text, empty;
        created_at: Time, must; yours: Bool, empty;
    }
    NewComment {
        body: Text, empty;
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
