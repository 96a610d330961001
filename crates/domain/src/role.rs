//! Who may change what in a group: roles, removing, leaving, its rules, its end (product rules, section 1).

use contract::Code;
use contract::group::Role;

/// Whether this role may give the group other rules, pass on roles, and dissolve it.
///
/// # Errors
/// [`Code::NotYours`] to everybody but hosts.
pub fn may_govern(by: Role) -> Result<(), Code> {
    if by == Role::Host { Ok(()) } else { Err(Code::NotYours) }
}

/// Whether `by` may give somebody who is `from` the role `to`; `own` when it is their own, `hosts` how many
/// the group has.
///
/// # Errors
/// [`Code::NotYours`] to everybody but hosts, and to a host about another: a host steps down alone.
/// [`Code::LastHost`] when nobody would run the group.
pub fn may_set_role(by: Role, own: bool, from: Role, to: Role, hosts: u32) -> Result<(), Code> {
    may_govern(by)?;
    if from == to || from != Role::Host {
        return Ok(());
    }
    if own { may_leave(from, hosts) } else { Err(Code::NotYours) }
}

/// Whether a member with this role may leave it, or the group.
///
/// # Errors
/// [`Code::LastHost`]: who runs a group alone hands it over first.
pub fn may_leave(role: Role, hosts: u32) -> Result<(), Code> {
    if role == Role::Host && hosts <= 1 { Err(Code::LastHost) } else { Ok(()) }
}

/// Whether `by` may remove somebody who is `target`; nobody removes themselves.
///
/// # Errors
/// [`Code::NotYours`]: hosts leave alone, and stewards are removed by hosts.
pub fn may_remove(by: Role, target: Role, own: bool) -> Result<(), Code> {
    let above = match (by, target) {
        (Role::Host, target) => target != Role::Host,
        (Role::Steward, target) => target == Role::Member,
        (Role::Member, _) => false,
    };
    if above && !own { Ok(()) } else { Err(Code::NotYours) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn role() -> impl Strategy<Value = Role> {
        prop_oneof![Just(Role::Host), Just(Role::Steward), Just(Role::Member)]
    }

    /// What somebody does to somebody: by their places in the group.
    fn act() -> impl Strategy<Value = (usize, usize, Option<Role>)> {
        (0..6usize, 0..6usize, proptest::option::of(role()))
    }

    proptest! {
        /// Whatever is tried in whatever order, a group that has a host keeps one.
        #[test]
        fn a_group_is_never_without_a_host(acts in proptest::collection::vec(act(), 0..60)) {
            let mut roles = [Some(Role::Member); 6];
            roles[0] = Some(Role::Host);
            for (by, target, to) in acts {
                let (Some(by_role), Some(from)) = (roles[by], roles[target]) else { continue };
                let hosts = roles.iter().filter(|r| **r == Some(Role::Host)).count() as u32;
                let own = by == target;
                match to {
                    Some(to) if may_set_role(by_role, own, from, to, hosts).is_ok() => roles[target] = Some(to),
                    None if own && may_leave(by_role, hosts).is_ok() => roles[target] = None,
                    None if may_remove(by_role, from, own).is_ok() => roles[target] = None,
                    _ => {}
                }
                prop_assert!(roles.contains(&Some(Role::Host)));
            }
        }

        /// Nobody takes a host's role away but the host, and nobody gives what is not theirs.
        #[test]
        fn only_hosts_pass_roles_on(by in role(), own: bool, from in role(), to in role(), hosts in 1u32..5) {
            let from = if own { by } else { from };
            let allowed = may_set_role(by, own, from, to, hosts);
            if by != Role::Host {
                prop_assert_eq!(allowed, Err(Code::NotYours));
            } else if from == Role::Host && to != Role::Host && !own {
                prop_assert_eq!(allowed, Err(Code::NotYours));
            } else if from == Role::Host && to != Role::Host && hosts == 1 {
                prop_assert_eq!(allowed, Err(Code::LastHost));
            } else {
                prop_assert_eq!(allowed, Ok(()));
            }
            prop_assert!(may_remove(by, from, true).is_err() && may_remove(by, Role::Host, own).is_err());
        }
    }
}
