//! What a newcomer may see of the time before they came (product rules, section 1, "History").

use contract::Timestamp;
use contract::group::HistoryRule;

/// What the rule needs to know of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// When it was written.
    pub created_at: Timestamp,
    /// Whether a host pinned it.
    pub pinned: bool,
    /// Whether it is still open to act on: an open deal or listing. Talk under it never is.
    pub actionable: bool,
}

/// Whether a member who joined at `joined_at` may see the item.
pub fn is_visible(rule: HistoryRule, joined_at: Timestamp, item: Item) -> bool {
    match rule {
        HistoryRule::All => true,
        HistoryRule::SinceJoined => item.pinned || item.actionable || item.created_at >= joined_at,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_message_older_than_the_joining_is_visible_pins_and_open_offers_excepted(
            created in 0i64..1000, joined in 0i64..1000, pinned: bool, actionable: bool,
        ) {
            let item = Item { created_at: Timestamp(created), pinned, actionable };
            let seen = is_visible(HistoryRule::SinceJoined, Timestamp(joined), item);
            if created < joined && !pinned && !actionable {
                prop_assert!(!seen);
            } else {
                prop_assert!(seen);
            }
            prop_assert!(is_visible(HistoryRule::All, Timestamp(joined), item));
        }
    }
}
