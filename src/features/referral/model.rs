//! What the pages say: pure functions over the contract's types. No sentence is made here that a locale does not have.

use contract::feed::Attachment;
use contract::group::Policy;
use contract::referral::{Came, Helper, Referral, Shared};
use contract::{GroupId, Link, Timestamp};

use crate::i18n::k::referral as t;
use crate::i18n::number;
use crate::ui::{Glyph, glyph};

/// A thing by its kind and id; the backend knows its title.
pub fn thing(kind: &str, id: &str) -> Attachment {
    Attachment { kind: kind.to_owned(), id: id.to_owned(), title: String::new() }
}

/// What is kept of a share that somebody came by before they signed in, and since when.
pub fn kept(share: &str, now: Timestamp) -> String {
    format!("{share} {}", now.0)
}

/// The share that is kept, while it would still count: `days` is the group's rule.
pub fn share_of(kept: &str, now: Timestamp, days: u32) -> Option<&str> {
    let (share, since) = kept.split_once(' ')?;
    let age_ms = now.since_ms(Timestamp(since.parse().ok()?));
    (age_ms <= i64::from(days) * 86_400_000).then_some(share)
}

/// Where a thing stands; none for the group itself.
pub fn place(group: &GroupId, thing: &Attachment) -> Option<Link> {
    match thing.kind.as_str() {
        "deal" => Some(Link::Deal(group.clone(), thing.id.as_str().into())),
        "listing" => Some(Link::Listing(group.clone(), thing.id.as_str().into())),
        _ => None,
    }
}

/// The icon of a thing.
pub fn icon(kind: &str) -> Glyph {
    if kind == "deal" { glyph::TOGETHER } else { glyph::SEAT }
}

/// Whether anything came of my shares.
pub fn has_any(mine: &Referral) -> bool {
    mine.joins + mine.joins_further > 0 || !mine.things.is_empty()
}

/// Who joined by me; none when nobody did.
pub fn joined(mine: &Referral, counts: bool) -> Option<String> {
    let all = (mine.joins, mine.joins_further);
    said(all, counts, t::joins_some(), t::joins, t::joins_further)
}

/// How often a thing was bought by me.
pub fn bought(one: &Shared, counts: bool) -> String {
    let all = (one.purchases, one.further);
    said(all, counts, t::bought_some(), t::bought, t::bought_further).unwrap_or_default()
}

fn said(
    (direct, further): (u32, u32),
    counts: bool,
    some: &str,
    near: fn(i64) -> String,
    far: fn(i64) -> String,
) -> Option<String> {
    let words = |n: u32, of: fn(i64) -> String| (n > 0).then(|| of(n.into()));
    match (words(direct, near), words(further, far)) {
        (None, None) => None,
        _ if !counts => Some(some.to_owned()),
        (Some(near), Some(far)) => Some(t::dot(&near, &far)),
        (near, far) => near.or(far),
    }
}

/// What counts in this group, a line each.
pub fn rules(policy: &Policy) -> Vec<String> {
    let deep = if policy.referral_depth > 1 { t::rule_two() } else { t::rule_one() };
    let first = t::rule_first(policy.referral_days.into());
    let plain = [t::rule_none(), &first, deep, t::rule_told(), t::rule_money(), t::rule_hosts()];
    plain.into_iter().map(ToOwned::to_owned).collect()
}

/// By whose share I came to a thing: the one that counts, or else the first.
pub fn told<'a>(mine: &'a Referral, id: &str) -> Option<&'a Came> {
    let mut here = mine.came.iter().filter(|c| c.to.id == id);
    here.clone().find(|c| c.counted).or_else(|| here.next_back())
}

/// What is told before one buys: title and sentence.
pub fn telling(came: &Came) -> (String, String) {
    let who = &came.by.nickname;
    match (came.counted, came.to.kind.as_str()) {
        (true, _) => (t::told_counted(who), t::told_counted_body().to_owned()),
        (false, "deal") => (t::told_deal(who), t::told_deal_body(who)),
        (false, _) => (t::told_deal(who), t::told_listing_body(who)),
    }
}

/// How much a member helped, as steps.
pub fn helped(of: &Helper) -> String {
    let joined = of.joined.map(|n| t::helped_joined(&number(n.into())));
    let bought = of.bought.map(|n| t::helped_bought(&number(n.into())));
    match (joined, bought) {
        (Some(joined), Some(bought)) => t::helped_dot(&joined, &bought),
        (one, other) => one.or(other).unwrap_or_default(),
    }
}
