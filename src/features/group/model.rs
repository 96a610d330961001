//! What a group's rules say, in words' keys and figures; no sentences, no clock.

use contract::group::{HistoryRule, Policy, Role, VerifyBefore};
use data::Rule;

use crate::i18n::{k, number};

/// A rule of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleWords {
    /// What holds.
    pub title: String,
    /// What goes with it; empty for nothing.
    pub note: &'static str,
    /// It is only agreed upon: the backend does not check it.
    pub advisory: bool,
}

/// The rules of a group in the order of a member's life in it; `enforced` says which the backend keeps itself.
pub fn rules(policy: &Policy, enforced: impl Fn(Rule) -> bool) -> Vec<RuleWords> {
    let days = i64::from(policy.invite_ttl_s.div_ceil(86_400));
    let deals =
        if policy.members_open_deals { k::group::rule_deals_members() } else { k::group::rule_deals_hosts() };
    let verify = match policy.verify_before {
        VerifyBefore::Join => k::group::rule_verify_join(),
        VerifyBefore::Commitment => k::group::rule_verify_commitment(),
    };
    // What is not hidden must never be called hidden.
    let (history, history_note) = match (policy.history, enforced(Rule::History)) {
        (HistoryRule::SinceJoined, true) => (k::group::rule_history_since(), k::group::rule_history_note()),
        (HistoryRule::SinceJoined, false) => {
            (k::group::rule_history_open(), k::group::rule_history_open_note())
        }
        (HistoryRule::All, _) => (k::group::rule_history_all(), ""),
    };
    let qr = k::group::rule_qr(&number(i64::from(policy.invite_qr_limit)));
    let capacity = k::group::rule_capacity(&number(i64::from(policy.capacity)));
    let of = |rule: Option<Rule>, title: String, note| RuleWords {
        title,
        note,
        advisory: rule.is_some_and(|rule| !enforced(rule)),
    };
    let agreed = (policy.history == HistoryRule::SinceJoined).then_some(Rule::History);
    vec![
        of(agreed, history.to_owned(), history_note),
        of(Some(Rule::QrLimit), qr, k::group::rule_qr_note()),
        of(Some(Rule::Capacity), capacity, ""),
        of(Some(Rule::Expiry), k::group::rule_invite(days), ""),
        of(Some(Rule::VerifiedPhone), verify.to_owned(), k::group::rule_verify_note()),
        of(None, deals.to_owned(), ""),
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
