//! What a group's rules say, in words' keys and figures; no sentences, no clock.

use contract::group::{HistoryRule, Policy, Role, VerifyBefore};

use crate::i18n::{k, number};

/// A rule as two lines: what holds, and what goes with it.
pub type RuleLines = (String, &'static str);

/// The rules of a group in the order of a member's life in it.
pub fn rules(policy: &Policy) -> Vec<RuleLines> {
    let since = policy.history == HistoryRule::SinceJoined;
    let days = i64::from(policy.invite_ttl_s.div_ceil(86_400));
    let deals =
        if policy.members_open_deals { k::group::rule_deals_members() } else { k::group::rule_deals_hosts() };
    let verify = match policy.verify_before {
        VerifyBefore::Join => k::group::rule_verify_join(),
        VerifyBefore::Commitment => k::group::rule_verify_commitment(),
    };
    let history = if since { k::group::rule_history_since() } else { k::group::rule_history_all() };
    vec![
        (history.to_owned(), if since { k::group::rule_history_note() } else { "" }),
        (k::group::rule_qr(&number(i64::from(policy.invite_qr_limit))), k::group::rule_qr_note()),
        (k::group::rule_capacity(&number(i64::from(policy.capacity))), ""),
        (k::group::rule_invite(days), ""),
        (verify.to_owned(), k::group::rule_verify_note()),
        (deals.to_owned(), ""),
    ]
}

/// The word beside a nickname; none for members.
pub fn role_word(role: Role) -> Option<&'static str> {
    match role {
        Role::Host => Some(k::group::host()),
        Role::Steward => Some(k::group::steward()),
        Role::Member => None,
    }
}
