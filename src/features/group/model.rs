//! What a group's rules say, in words' keys and figures; no sentences, no clock.

use contract::group::{Bargaining, HistoryRule, Policy, Role, VerifyBefore};
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
    let mut rules = vec![
        of(agreed, history.to_owned(), history_note),
        of(Some(Rule::QrLimit), qr, k::group::rule_qr_note()),
        of(Some(Rule::Capacity), capacity, ""),
        of(Some(Rule::Expiry), k::group::rule_invite(days), ""),
        of(Some(Rule::VerifiedPhone), verify.to_owned(), k::group::rule_verify_note()),
        of(None, deals.to_owned(), ""),
        of(None, consent(policy.seat_consent).to_owned(), ""),
    ];
    rules.extend(referral(policy));
    rules
}

/// The word beside a nickname; none for members.
pub fn role_word(role: Role) -> Option<&'static str> {
    match role {
        Role::Host => Some(k::group::host()),
        Role::Steward => Some(k::group::steward()),
        Role::Member => None,
    }
}

/// Lifetimes of an invite to choose from, in seconds.
pub const TTL: [u32; 5] = [86_400, 3 * 86_400, 7 * 86_400, 14 * 86_400, 30 * 86_400];
/// How long a claimed seat may be held, in seconds.
pub const HOLD: [u32; 4] = [900, 1800, 3600, 7200];
/// When the seats of a class stop moving, in seconds before it.
pub const CUT_OFF: [u32; 5] = [0, 3600, 3 * 3600, 12 * 3600, 86_400];

/// The rules as their form has them: the name of each field in the draft, and its raw text.
pub fn raw_policy(policy: &Policy) -> [(&'static str, String); 12] {
    let history = if policy.history == HistoryRule::All { "all" } else { "since" };
    let verify = if policy.verify_before == VerifyBefore::Join { "join" } else { "commitment" };
    let deals = if policy.members_open_deals { "members" } else { "hosts" };
    [
        ("history", history.to_owned()),
        ("verify", verify.to_owned()),
        ("limit", policy.invite_qr_limit.to_string()),
        ("capacity", policy.capacity.to_string()),
        ("ttl", policy.invite_ttl_s.to_string()),
        ("hold", policy.hold_s.to_string()),
        ("cut_off", policy.cut_off_s.to_string()),
        ("deals", deals.to_owned()),
        ("consent", if policy.seat_consent { "coach" } else { "two" }.to_owned()),
        ("depth", policy.referral_depth.to_string()),
        ("days", policy.referral_days.to_string()),
        ("bargains", bargains_value(policy.bargains).to_owned()),
    ]
}

/// What newcomers may see, to choose from.
pub fn history_options() -> Vec<(String, String)> {
    options(&[("since", k::group::rule_history_since()), ("all", k::group::rule_history_all())])
}

/// When a phone is verified, to choose from.
pub fn verify_options() -> Vec<(String, String)> {
    options(&[("commitment", k::group::rule_verify_commitment()), ("join", k::group::rule_verify_join())])
}

/// Who may open a deal, to choose from.
pub fn deals_options() -> Vec<(String, String)> {
    options(&[("members", k::group::rule_deals_members()), ("hosts", k::group::rule_deals_hosts())])
}

/// Who decides that a seat changes hands, to choose from.
pub fn consent_options() -> Vec<(String, String)> {
    options(&[("two", consent(false)), ("coach", consent(true))])
}

fn consent(asked: bool) -> &'static str {
    if asked { k::group::rule_consent_yes() } else { k::group::rule_consent_no() }
}

fn bargains_value(policy: Bargaining) -> &'static str {
    match policy {
        Bargaining::Off => "off",
        Bargaining::ToFloor => "to_floor",
        Bargaining::AnyPrice => "any_price",
    }
}

/// Whether there are bargains, to choose from.
pub fn bargains_options() -> Vec<(String, String)> {
    use k::group as t;
    options(&[
        ("off", t::bargains_off()),
        ("to_floor", t::bargains_floor()),
        ("any_price", t::bargains_any()),
    ])
}

/// What the rules say of bargains; nothing where there are none.
pub fn bargains(policy: &Policy) -> Option<RuleWords> {
    let title = match policy.bargains {
        Bargaining::Off => return None,
        Bargaining::ToFloor => k::group::bargains_floor(),
        Bargaining::AnyPrice => k::group::bargains_any(),
    };
    Some(RuleWords { title: title.to_owned(), note: "", advisory: false })
}

/// How far a recommendation counts, to choose from.
pub fn depth_options() -> Vec<(String, String)> {
    use k::group as t;
    options(&[("0", t::referral_off()), ("1", t::referral_one()), ("2", t::referral_two())])
}

/// How long a share counts, in days, to choose from.
pub fn days_options(now: u32) -> Vec<(String, String)> {
    let mut days = vec![7, 14, 30, 90];
    if !days.contains(&now) {
        days.push(now);
        days.sort_unstable();
    }
    days.into_iter().map(|d| (d.to_string(), k::group::span_days(d.into()))).collect()
}

/// What the rules say of recommendations; nothing where none are kept.
fn referral(policy: &Policy) -> Option<RuleWords> {
    let days = i64::from(policy.referral_days);
    let title = match policy.referral_depth {
        0 => return None,
        1 => k::group::rule_referral_one(days),
        _ => k::group::rule_referral_two(days),
    };
    Some(RuleWords { title, note: k::group::rule_referral_note(), advisory: false })
}

fn options(of: &[(&str, &str)]) -> Vec<(String, String)> {
    of.iter().map(|(value, words)| ((*value).to_owned(), (*words).to_owned())).collect()
}

/// Spans of time to choose from, with the present one among them.
pub fn span_options(usual: &[u32], now: u32) -> Vec<(String, String)> {
    let mut all = usual.to_vec();
    if !all.contains(&now) {
        all.push(now);
        all.sort_unstable();
    }
    all.into_iter().map(|s| (s.to_string(), span(s))).collect()
}

/// A span in whole days, hours or minutes, whichever is exact.
fn span(seconds: u32) -> String {
    let s = i64::from(seconds);
    match s {
        0 => k::group::span_none().to_owned(),
        s if s % 86_400 == 0 => k::group::span_days(s / 86_400),
        s if s % 3600 == 0 => k::group::span_hours(s / 3600),
        s => k::group::span_minutes((s + 59) / 60),
    }
}

/// Whether a group of `count` reaches the limit that was typed.
pub fn reaches(typed: &str, count: u32) -> bool {
    typed.trim().parse::<u32>().is_ok_and(|limit| count >= limit)
}

/// The name of a group beside another: the same with the next number.
pub fn sibling_name(name: &str) -> String {
    let name = name.trim();
    let numbered = name.rsplit_once('·').and_then(|(base, n)| Some((base, n.trim().parse::<u32>().ok()?)));
    let (base, n) = numbered.map_or((name, 2), |(base, n)| (base, n.saturating_add(1)));
    let tail = format!(" · {n}");
    let room = LONGEST_NAME.saturating_sub(tail.chars().count());
    let base: String = base.trim().chars().take(room).collect();
    format!("{}{tail}", base.trim_end())
}

/// Longest name of a group, in characters.
const LONGEST_NAME: usize = 40;

/// How many posts are new in a group; that some are, for who hides counts. The backend counts to 100.
pub fn unread(count: u32) -> String {
    match count {
        _ if !crate::ui::prefs::shows_counts() => k::group::unread_some().to_owned(),
        0..100 => k::group::unread(i64::from(count)),
        _ => k::group::unread_many().to_owned(),
    }
}
