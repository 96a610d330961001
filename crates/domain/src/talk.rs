//! Talk: until when words may be changed, what a reply stands under, roll calls, accepted answers (product rules,
//! section 2).
//!
//! Words may be changed for a day, and the change is marked. Not until somebody replied: a wrong room number is found
//! by whoever replies. But what members confirmed that they had read stays as they read it.

use contract::feed::{PostKind, RollCallKind};
use contract::{Code, CommentId, Timestamp};

/// So long after they were written, one's own words may be changed, in seconds.
pub const EDIT_S: i64 = 86_400;

/// So many urgent announcements one group may have within [`URGENT_WINDOW_S`]. Safety is rarely said three times a day;
/// an alarm that rings often is heard by nobody.
pub const URGENT_MOST: u32 = 2;

/// The day that [`URGENT_MOST`] is counted over, in seconds: the last 24 hours, not the calendar's.
pub const URGENT_WINDOW_S: i64 = 86_400;

/// What the rule of changing needs to know of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// When they were written.
    pub at: Timestamp,
    /// Whether I wrote them.
    pub own: bool,
    /// Whether they stand for an offer, whose own page changes it.
    pub is_offer: bool,
    /// Whether somebody confirmed them.
    pub confirmed: bool,
}

/// Whether words may be changed.
///
/// # Errors
/// [`Code::NotYours`] for others' words: hosts delete, and put nothing into anybody's mouth. [`Code::EditClosed`]
/// when it is too late, somebody confirmed them, or there are no words but an offer's.
pub fn may_edit(words: Written, now: Timestamp) -> Result<(), Code> {
    if !words.own {
        return Err(Code::NotYours);
    }
    let open = now < words.at.plus_s(EDIT_S);
    if open && !words.is_offer && !words.confirmed { Ok(()) } else { Err(Code::EditClosed) }
}

/// The comment that a reply stands under: replies are one level deep, and a reply to a reply joins its thread.
pub fn thread_of<'c>(parent: &'c CommentId, replies_to: Option<&'c CommentId>) -> &'c CommentId {
    replies_to.unwrap_or(parent)
}

/// Whether an announcement may ask this, when the group had so many urgent ones within the day.
///
/// # Errors
/// [`Code::UrgentLimit`].
pub fn may_call(kind: Option<RollCallKind>, urgent_of_the_day: u32) -> Result<(), Code> {
    let urgent = kind == Some(RollCallKind::Safe);
    if urgent && urgent_of_the_day >= URGENT_MOST { Err(Code::UrgentLimit) } else { Ok(()) }
}

/// Whether I may accept an answer to a post.
///
/// # Errors
/// [`Code::NotYours`] to everybody but who asked; [`Code::Conflict`] when it is no question.
pub fn may_accept(kind: PostKind, own: bool) -> Result<(), Code> {
    if kind != PostKind::Question {
        Err(Code::Conflict)
    } else if own {
        Ok(())
    } else {
        Err(Code::NotYours)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nobody_changes_words_of_others_or_late_or_confirmed_ones(
            own: bool, is_offer: bool, confirmed: bool, age in -5_i64..200_000,
        ) {
            let at = Timestamp(1_000_000_000);
            let allowed = may_edit(Written { at, own, is_offer, confirmed }, at.plus_s(age));
            prop_assert_eq!(allowed == Err(Code::NotYours), !own);
            prop_assert_eq!(allowed.is_ok(), own && !is_offer && !confirmed && age < EDIT_S);
        }

        #[test]
        fn once_closed_words_stay_closed(
            own: bool, is_offer: bool, confirmed: bool, age in 0_i64..200_000, later in 0_i64..200_000,
        ) {
            let at = Timestamp(0);
            let words = Written { at, own, is_offer, confirmed };
            if may_edit(words, at.plus_s(age)).is_err() {
                prop_assert!(may_edit(words, at.plus_s(age + later)).is_err());
                let read = Written { confirmed: true, ..words };
                prop_assert!(may_edit(read, at.plus_s(age + later)).is_err());
            }
        }

        /// A tree of replies to whatever was said before, as clients would send it.
        #[test]
        fn threads_are_one_level_deep(parents in proptest::collection::vec(any::<prop::sample::Index>(), 1..40)) {
            let mut said: Vec<(CommentId, Option<CommentId>)> = vec![(CommentId::from("c0"), None)];
            for (i, parent) in parents.iter().enumerate() {
                let (id, replies_to) = parent.get(&said).clone();
                let under = thread_of(&id, replies_to.as_ref()).clone();
                said.push((CommentId::from(format!("c{}", i + 1)), Some(under)));
            }
            for (_, under) in &said {
                let Some(under) = under else { continue };
                let root = said.iter().find(|(id, _)| id == under);
                prop_assert!(root.is_some_and(|(_, replies_to)| replies_to.is_none()));
            }
        }

        #[test]
        fn no_day_has_more_urgent_calls_than_allowed(
            tries in proptest::collection::vec((0_i64..200_000, prop::option::of(0_u8..2)), 0..60),
        ) {
            let mut tries = tries;
            tries.sort_unstable();
            let mut urgent: Vec<i64> = Vec::new();
            for (at, kind) in tries {
                let kind = kind.map(|k| if k == 0 { RollCallKind::Read } else { RollCallKind::Safe });
                let recent = urgent.iter().filter(|then| **then > at - URGENT_WINDOW_S).count();
                let allowed = may_call(kind, u32::try_from(recent).unwrap_or(u32::MAX));
                prop_assert!(allowed.is_ok() || kind == Some(RollCallKind::Safe));
                if allowed.is_ok() && kind == Some(RollCallKind::Safe) {
                    urgent.push(at);
                    prop_assert!(recent < URGENT_MOST as usize);
                }
            }
        }

        #[test]
        fn only_the_asker_accepts_and_only_for_questions(own: bool, kind in 0_u8..3) {
            let kind = [PostKind::Note, PostKind::Announcement, PostKind::Question]
                .into_iter().nth(kind.into()).unwrap_or_default();
            prop_assert_eq!(may_accept(kind, own).is_ok(), own && kind == PostKind::Question);
        }
    }
}
