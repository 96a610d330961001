//! Money of a deal in double entry: which postings each event makes. Every booking sums to zero.
//!
//! paid = kept + refunded, at every moment: what members paid is held by the provider, the host's, or on its way back
//! (kept in all three), or was refunded. Knows no provider and no table of the store.

use contract::Timestamp;

/// How long a place is kept for a payment, in seconds.
pub const HOLD_S: i64 = 15 * 60;

/// An account of a pledge. Money that came in is negative at the member's and positive where it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// The member, outside: minus what they paid, plus what they got back.
    Member,
    /// Held until it is known how the deal ends.
    Held,
    /// The host's.
    Host,
    /// On its way back.
    Returning,
    /// Owed to the host.
    Owed,
    /// What the owed stands against.
    Promised,
}

impl Account {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Member, Self::Held, Self::Host, Self::Returning, Self::Owed, Self::Promised];

    /// Its name where it is kept.
    pub fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Held => "held",
            Self::Host => "host",
            Self::Returning => "returning",
            Self::Owed => "owed",
            Self::Promised => "promised",
        }
    }
}

/// What is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Booking {
    /// The member owes it.
    Due,
    /// It came in.
    Paid,
    /// It came in, and nothing is owed any more.
    PaidDue,
    /// It is the host's.
    Kept,
    /// It goes back from what was held.
    Return,
    /// It goes back from what was the host's.
    HostReturns,
    /// It came back.
    Refunded,
}

impl Booking {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Due, Self::Paid, Self::PaidDue, Self::Kept, Self::Return, Self::HostReturns, Self::Refunded];

    /// The moves of this amount: from the first account to the second.
    fn moves(self) -> &'static [(Account, Account)] {
        match self {
            Self::Due => &[(Account::Promised, Account::Owed)],
            Self::Paid => &[(Account::Member, Account::Held)],
            Self::PaidDue => &[(Account::Member, Account::Held), (Account::Owed, Account::Promised)],
            Self::Kept => &[(Account::Held, Account::Host)],
            Self::Return => &[(Account::Held, Account::Returning)],
            Self::HostReturns => &[(Account::Host, Account::Returning)],
            Self::Refunded => &[(Account::Returning, Account::Member)],
        }
    }

    /// The postings of this amount.
    pub fn postings(self, amount: i64) -> Vec<(Account, i64)> {
        let both = |(from, to): &(Account, Account)| [(*from, amount.saturating_neg()), (*to, amount)];
        self.moves().iter().flat_map(both).collect()
    }
}

/// When a refund is tried again that failed so often: after two seconds, then twice as long each time, an hour at most.
pub fn retry_at(tries: u32, now: Timestamp) -> Timestamp {
    now.plus_s(2_i64.saturating_pow(tries.clamp(1, 12)).min(3600))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn whatever_is_booked_sums_to_zero_and_paid_is_kept_plus_refunded(
            booked in prop::collection::vec((0usize..Booking::ALL.len(), 0i64..1_000_000), 0..30),
        ) {
            let mut balance = std::collections::BTreeMap::new();
            let (mut paid, mut refunded) = (0, 0);
            for (which, amount) in booked {
                let booking = Booking::ALL[which];
                let postings = booking.postings(amount);
                prop_assert_eq!(postings.iter().map(|p| p.1).sum::<i64>(), 0);
                for (account, amount) in postings {
                    *balance.entry(account).or_insert(0_i64) += amount;
                }
                paid += if matches!(booking, Booking::Paid | Booking::PaidDue) { amount } else { 0 };
                refunded += if booking == Booking::Refunded { amount } else { 0 };
            }
            let of = |a| balance.get(&a).copied().unwrap_or(0);
            let kept = of(Account::Held) + of(Account::Host) + of(Account::Returning);
            prop_assert_eq!(paid, kept + refunded);
        }
    }

    #[test]
    fn a_refund_is_tried_again_later_and_later() {
        let waits: Vec<i64> = (1..=14).map(|n| retry_at(n, Timestamp(0)).0 / 1000).collect();
        assert_eq!(waits[..4], [2, 4, 8, 16]);
        assert!(waits.windows(2).all(|w| w[0] <= w[1]) && waits[13] == 3600);
    }
}
