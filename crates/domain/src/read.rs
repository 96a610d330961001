//! What of a feed is read. A mark of reading goes forward only, and is never ahead of the clock.

use contract::Timestamp;

/// More unread posts than these are not counted.
pub const MOST_UNREAD: u32 = 100;

/// How far somebody has read: since their mark, or since they came.
pub fn read_to(mark: Option<Timestamp>, joined_at: Timestamp) -> Timestamp {
    mark.map_or(joined_at, |mark| mark.max(joined_at))
}

/// The mark after somebody says that they have read up to `to`; none when that is nothing new.
pub fn advanced(read_to: Timestamp, to: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let to = to.min(now);
    (to > read_to).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_mark_goes_forward_only_and_never_beyond_now(
            joined in 0i64..100, said in proptest::collection::vec((0i64..200, 0i64..10), 0..20),
        ) {
            let (mut mark, mut now) = (None, joined);
            for (to, later) in said {
                now += later;
                let before = read_to(mark, Timestamp(joined));
                mark = advanced(before, Timestamp(to), Timestamp(now)).or(mark);
                let after = read_to(mark, Timestamp(joined));
                prop_assert!(after >= before && after <= Timestamp(now));
                prop_assert!(after >= Timestamp(to.min(now)), "what was said is kept");
            }
        }
    }
}
