//! May this person join by this invite now? (product rules, section 1)

use contract::group::{Policy, Role, VerifyBefore};
use contract::invite::{InviteKind, InviteState};
use contract::{Code, Timestamp};

use crate::role::may_govern;

/// What the rules need to know of an invite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InviteFacts {
    /// How it is passed on.
    pub kind: InviteKind,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// Whether it was taken back.
    pub revoked: bool,
    /// Whether the group reached its QR limit while it was out. Never becomes false again.
    pub latched: bool,
    /// How many came by it.
    pub joined_count: u32,
}

/// What the rules need to know of the group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupFacts<'a> {
    /// Its rules.
    pub policy: &'a Policy,
    /// How many members it has.
    pub member_count: u32,
    /// Whether it was dissolved.
    pub dissolved: bool,
}

/// Who wants to come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Visitor {
    /// They are a member already.
    pub is_member: bool,
    /// They were removed after this invite was made.
    pub is_banned: bool,
    /// Their phone is verified.
    pub phone_verified: bool,
}

/// Where an invite stands at `now`. What ended it first is not told apart: the gravest reason is.
pub fn state(invite: &InviteFacts, now: Timestamp) -> InviteState {
    if invite.revoked {
        InviteState::Revoked
    } else if invite.kind == InviteKind::Personal && invite.joined_count > 0 {
        InviteState::Used
    } else if invite.kind == InviteKind::Qr && invite.latched {
        InviteState::LimitReached
    } else if now >= invite.expires_at {
        InviteState::Expired
    } else {
        InviteState::Open
    }
}

/// Whether the invite still leads somewhere: what a preview asks.
///
/// # Errors
/// The code that says why not.
pub fn may_open(invite: &InviteFacts, group: &GroupFacts<'_>, now: Timestamp) -> Result<(), Code> {
    if group.dissolved {
        return Err(Code::GroupDissolved);
    }
    match state(invite, now) {
        InviteState::Revoked => return Err(Code::InviteRevoked),
        InviteState::Used => return Err(Code::InviteUsed),
        InviteState::LimitReached => return Err(Code::QrLimitReached),
        InviteState::Expired => return Err(Code::InviteExpired),
        InviteState::Open => {}
    }
    if group.member_count >= group.policy.capacity {
        return Err(Code::GroupFull);
    }
    // The latch says the same; this holds even if a limit was lowered and nobody has joined since.
    if invite.kind == InviteKind::Qr && group.member_count >= group.policy.invite_qr_limit {
        return Err(Code::QrLimitReached);
    }
    Ok(())
}

/// Whether this visitor may join by this invite at `now`.
///
/// # Errors
/// The code that says why not. A member already gets [`Code::AlreadyMember`] whatever the invite's state:
/// the app takes them into the group.
pub fn may_join(
    invite: &InviteFacts,
    group: &GroupFacts<'_>,
    visitor: Visitor,
    now: Timestamp,
) -> Result<(), Code> {
    if visitor.is_member && !group.dissolved {
        return Err(Code::AlreadyMember);
    }
    may_open(invite, group, now)?;
    if visitor.is_banned {
        return Err(Code::NotAllowed);
    }
    if group.policy.verify_before == VerifyBefore::Join && !visitor.phone_verified {
        return Err(Code::PhoneUnverified);
    }
    Ok(())
}

/// Whether a member may make an invite of this kind now.
///
/// # Errors
/// [`Code::QrLimitReached`] for a QR at or above the limit, [`Code::GroupFull`] at the capacity.
pub fn may_make(kind: InviteKind, group: &GroupFacts<'_>) -> Result<(), Code> {
    if group.dissolved {
        return Err(Code::GroupDissolved);
    }
    if group.member_count >= group.policy.capacity {
        return Err(Code::GroupFull);
    }
    if kind == InviteKind::Qr && group.member_count >= group.policy.invite_qr_limit {
        return Err(Code::QrLimitReached);
    }
    Ok(())
}

/// Whether `by` may make a QR in a group whose QR codes died before, now that there is room again.
///
/// # Errors
/// [`Code::QrLimitReached`] to everybody but hosts: who sets the limit opens the door behind it.
pub fn may_reopen(by: Role) -> Result<(), Code> {
    may_govern(by).map_err(|_| Code::QrLimitReached)
}

/// Whether the group's open QR invites die now that it has `member_count` members.
///
/// Asked in the transaction of every joining; the answer is written down and never taken back.
pub fn latches(policy: &Policy, member_count: u32) -> bool {
    member_count >= policy.invite_qr_limit
}

/// How many may still come by this invite.
pub fn places_left(kind: InviteKind, policy: &Policy, member_count: u32) -> u32 {
    let to_capacity = policy.capacity.saturating_sub(member_count);
    match kind {
        InviteKind::Qr => policy.invite_qr_limit.saturating_sub(member_count).min(to_capacity),
        InviteKind::Personal => to_capacity.min(1),
    }
}

#[cfg(test)]
mod tests;
