//! The shapes of accounts, groups, members and invites.

use super::{Field, Kind, Need, Shape};

/// The types of this room.
pub(super) const SHAPES: &[Shape] = shapes! {
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
        cut_off_s: Int, or "3600"; members_open_deals: Bool, or "true"; seat_consent: Bool, empty;
        referral_depth: Int, or "0"; referral_days: Int, or "30"; bargains: Choice, or "\"off\"";
    }
    Group {
        id: Id, must; name: Text, empty; about: Text, empty; policy: Object("Policy"), or "{}";
        member_count: Int, empty; qr_closed_at: Time, opt; sibling_of: Id, opt; me: Object("Member"), must;
        created_at: Time, or "\"1970-01-01T00:00:00.000Z\""; read_to: Time, opt; unread: Int, opt;
    }
    MarkRead {
        to: Time, must;
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
        share: Text, opt; target: Object("TargetPreview"), opt; already_member: Bool, empty; server_time: Time, now;
    }
    TargetPreview {
        attachment: Object("Attachment"), must; people: Int, empty; tiers: List(&Object("Tier")), empty;
        price: Money, opt;
    }
    Join {
        invite: Any, must; persona: Object("Persona"), must; share: Text, opt;
    }
    Joined {
        group_id: Id, must; member_id: Id, must; account: Object("NewAccount"), opt;
    }
    NewAccount {
        session: Object("Session"), must; recovery_code: Text, empty;
    }
};
