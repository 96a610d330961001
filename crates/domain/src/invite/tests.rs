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

/// What may happen to a group and its invites.
#[derive(Debug, Clone, Copy)]
enum Act {
    Make(InviteKind),
    Join(usize),
    Leave,
    Revoke(usize),
    Limits { qr: u32, capacity: u32 },
    Wait(i64),
}

fn act() -> impl Strategy<Value = Act> {
    let kind = prop_oneof![Just(InviteKind::Qr), Just(InviteKind::Personal)];
    prop_oneof![
        2 => kind.prop_map(Act::Make),
        6 => (0..40usize).prop_map(Act::Join),
        3 => Just(Act::Leave),
        1 => (0..40usize).prop_map(Act::Revoke),
        2 => (2..6u32, 0..4u32).prop_map(|(qr, more)| Act::Limits { qr, capacity: qr + more }),
        1 => (1..500i64).prop_map(Act::Wait),
    ]
}

proptest! {
    /// Whatever members, visitors and hosts do, in whatever order.
    #[test]
    fn the_life_of_a_groups_invites(acts in proptest::collection::vec(act(), 0..120)) {
        let mut policy = Policy { invite_qr_limit: 3, capacity: 5, invite_ttl_s: 1, ..Policy::default() };
        let (mut count, mut now, mut invites) = (1u32, 0i64, Vec::<InviteFacts>::new());
        let mut seen_dead = Vec::new();
        for act in acts {
            let here = GroupFacts { policy: &policy, member_count: count, dissolved: false };
            let before = count;
            match act {
                Act::Make(kind) if may_make(kind, &here).is_ok() => {
                    let expires_at = Timestamp(now + 1000);
                    let fresh = InviteFacts { kind, expires_at, revoked: false, latched: false, joined_count: 0 };
                    invites.push(fresh);
                    seen_dead.push(false);
                    prop_assert!(may_open(&fresh, &here, Timestamp(now)).is_ok(), "what is made works");
                }
                Act::Join(i) => {
                    if let Some(invite) = invites.get_mut(i)
                        && may_join(invite, &here, Visitor::default(), Timestamp(now)).is_ok()
                    {
                        prop_assert!(places_left(invite.kind, &policy, count) >= 1);
                        invite.joined_count += 1;
                        count += 1;
                        prop_assert!(count <= policy.capacity);
                        prop_assert!(invite.kind == InviteKind::Qr || invite.joined_count == 1);
                        prop_assert!(invite.kind == InviteKind::Personal || before < policy.invite_qr_limit);
                    }
                }
                Act::Leave if count > 1 => count -= 1,
                Act::Revoke(i) => {
                    if let Some(invite) = invites.get_mut(i) {
                        invite.revoked = true;
                    }
                }
                Act::Limits { qr, capacity } => policy = Policy { invite_qr_limit: qr, capacity, ..policy },
                Act::Wait(ms) => now += ms,
                Act::Make(_) | Act::Leave => {}
            }
            // As in the transaction of every joining and every change of the rules.
            if latches(&policy, count) {
                invites.iter_mut().for_each(|invite| invite.latched |= invite.kind == InviteKind::Qr);
            }
            let here = GroupFacts { policy: &policy, member_count: count, dissolved: false };
            for (invite, was_dead) in invites.iter().zip(&mut seen_dead) {
                let open = state(invite, Timestamp(now)) == InviteState::Open;
                prop_assert!(!(open && *was_dead), "a dead invite came back: {:?}", invite);
                *was_dead |= !open;
                let lets_in = may_open(invite, &here, Timestamp(now)).is_ok();
                prop_assert!(open || !lets_in);
                prop_assert!(!(lets_in && invite.kind == InviteKind::Qr && count >= policy.invite_qr_limit));
                let ended = GroupFacts { dissolved: true, ..here.clone() };
                let visitor = Visitor { is_member: true, ..Visitor::default() };
                let late = may_join(invite, &ended, visitor, Timestamp(now));
                prop_assert_eq!(late, Err(Code::GroupDissolved));
            }
        }
    }
}
