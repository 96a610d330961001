//! May this person join by this invite now? (product rules, section 1)

use contract::group::{Policy, VerifyBefore};
use contract::invite::{InviteKind, InviteState};
use contract::{Code, Timestamp};

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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn qr() -> InviteFacts {
        InviteFacts {
            kind: InviteKind::Qr,
            expires_at: Timestamp(1000),
            revoked: false,
            latched: false,
            joined_count: 0,
        }
    }

    fn group(policy: &Policy, member_count: u32) -> GroupFacts<'_> {
        GroupFacts { policy, member_count, dissolved: false }
    }

    #[test]
    fn member_100_may_come_by_qr_and_member_101_may_not() {
        let policy = Policy::default();
        let join = |count| may_join(&qr(), &group(&policy, count), Visitor::default(), Timestamp(0));
        assert_eq!(join(98), Ok(()));
        assert_eq!(join(99), Ok(()));
        assert_eq!(join(100), Err(Code::QrLimitReached));
        assert!(!latches(&policy, 99));
        assert!(latches(&policy, 100));
    }

    #[test]
    fn personal_invites_take_over_up_to_the_capacity() {
        let policy = Policy::default();
        let invite = InviteFacts { kind: InviteKind::Personal, ..qr() };
        let join = |count| may_join(&invite, &group(&policy, count), Visitor::default(), Timestamp(0));
        assert_eq!(join(100), Ok(()));
        assert_eq!(join(499), Ok(()));
        assert_eq!(join(500), Err(Code::GroupFull));
    }

    #[test]
    fn expiry_is_exact() {
        let policy = Policy::default();
        let join = |now| may_join(&qr(), &group(&policy, 1), Visitor::default(), Timestamp(now));
        assert_eq!(join(999), Ok(()));
        assert_eq!(join(1000), Err(Code::InviteExpired));
    }

    proptest! {
        /// A dead code stays dead: whatever happens later, none of these reasons goes away.
        #[test]
        fn a_dead_code_stays_dead(
            personal: bool, revoked: bool, latched: bool, joined in 0u32..3, now in 0i64..2000,
            later in 0i64..2000, count in 0u32..600, count_later in 0u32..600, more_joined in 0u32..3,
        ) {
            let policy = Policy::default();
            let kind = if personal { InviteKind::Personal } else { InviteKind::Qr };
            // The latch is set in the transaction of the joining that reached the limit.
            let latched = latched || latches(&policy, count);
            let invite = InviteFacts { kind, expires_at: Timestamp(1000), revoked, latched, joined_count: joined };
            prop_assume!(state(&invite, Timestamp(now)) != InviteState::Open);
            let after = InviteFacts {
                latched: invite.latched || latches(&policy, count_later),
                joined_count: joined + more_joined,
                ..invite
            };
            let result = may_join(
                &after, &group(&policy, count_later), Visitor::default(), Timestamp(now + later),
            );
            prop_assert!(result.is_err());
        }

        #[test]
        fn nobody_joins_above_the_capacity(personal: bool, count in 500u32..700) {
            let policy = Policy::default();
            let kind = if personal { InviteKind::Personal } else { InviteKind::Qr };
            let invite = InviteFacts { kind, ..qr() };
            prop_assert!(may_join(&invite, &group(&policy, count), Visitor::default(), Timestamp(0)).is_err());
        }
    }
}
