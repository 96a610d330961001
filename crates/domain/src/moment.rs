//! Moments: which fields each kind has, and what may stand in them (product rules, section 2).
//!
//! A check-in names its place in words and nothing else: whoever wants to know where somebody is asks them.

use contract::feed::NewPost;
use contract::moment::{EditMoment, Moment, MomentKind, NewMoment};
use contract::{Code, Timestamp};

use crate::address;
use crate::limits::{Wrong, check_carrier, check_edit_post, line, number, text};

/// Longest name of a thing, in characters.
pub const TITLE: usize = 60;
/// Longest "by whom, or where", in characters.
pub const BY: usize = 40;
/// Longest part of a review, in characters.
pub const PART: usize = 300;
/// Ratings in halves: from one to five.
pub const RATINGS: core::ops::RangeInclusive<u32> = 2..=10;
/// A check-in is no further away than this from now, before or after, in seconds.
pub const AWAY_S: i64 = 366 * 86_400;

/// Which fields a kind has besides its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asks {
    /// By whom, or where.
    pub by: bool,
    /// When.
    pub at: bool,
    /// A rating (which it must have), what is good, what is not, and whether it was used.
    pub review: bool,
    /// An address (which it must have).
    pub address: bool,
}

/// The fields of a kind.
pub const fn asks(kind: MomentKind) -> Asks {
    let none = Asks { by: false, at: false, review: false, address: false };
    match kind {
        MomentKind::CheckIn => Asks { at: true, ..none },
        MomentKind::Place | MomentKind::Film | MomentKind::Book | MomentKind::Food => {
            Asks { by: true, ..none }
        }
        MomentKind::Review => Asks { by: true, review: true, ..none },
        MomentKind::Link => Asks { address: true, ..none },
        MomentKind::Other => none,
    }
}

fn pointed(wrong: &mut Wrong, name: &str, code: &str) {
    wrong.push((format!("/moment/{name}"), code.to_owned()));
}

/// What is wrong with what a post tells. A field that the kind does not have must be empty.
pub fn check(moment: &Moment, now: Timestamp) -> Wrong {
    let mut wrong = Vec::new();
    let asks = asks(moment.kind);
    if moment.kind == MomentKind::Other {
        pointed(&mut wrong, "kind", "invalid");
    }
    line(&mut wrong, "/moment/title", &moment.title, TITLE);
    if !moment.by.trim().is_empty() {
        line(&mut wrong, "/moment/by", &moment.by, if asks.by { BY } else { 0 });
    }
    match moment.at {
        Some(_) if !asks.at => pointed(&mut wrong, "at", "invalid"),
        Some(at) => number(&mut wrong, "/moment/at", at.since_ms(now) / 1000, -AWAY_S, AWAY_S),
        None => {}
    }
    match moment.rating {
        None if asks.review => pointed(&mut wrong, "rating", "required"),
        Some(_) if !asks.review => pointed(&mut wrong, "rating", "invalid"),
        Some(rating) if !RATINGS.contains(&rating) => pointed(&mut wrong, "rating", "out_of_range"),
        _ => {}
    }
    let part = if asks.review { PART } else { 0 };
    text(&mut wrong, "/moment/good", &moment.good, 0, part);
    text(&mut wrong, "/moment/not_good", &moment.not_good, 0, part);
    if moment.used && !asks.review {
        pointed(&mut wrong, "used", "invalid");
    }
    match address::read(&moment.address) {
        Err(code) if asks.address => pointed(&mut wrong, "address", code),
        _ if !asks.address && !moment.address.is_empty() => pointed(&mut wrong, "address", "invalid"),
        _ => {}
    }
    wrong
}

/// What is wrong with a post that tells a moment. It needs no words of its own.
pub fn check_new(command: &NewMoment, now: Timestamp) -> Wrong {
    let mut wrong = check_post(&command.post);
    wrong.extend(check(&command.moment, now));
    wrong
}

/// What is wrong with a post that carries something: it is a note, asks nobody to confirm it, and needs no words.
pub fn check_post(post: &NewPost) -> Wrong {
    below(check_carrier(post))
}

/// Each pointer, inside the command's post.
fn below(wrong: Wrong) -> Wrong {
    wrong.into_iter().map(|(pointer, code)| (format!("/post{pointer}"), code)).collect()
}

/// What is wrong with changes to a moment. It stays of its kind.
pub fn check_edit(command: &EditMoment, kind: MomentKind, now: Timestamp) -> Wrong {
    let mut wrong = below(check_edit_post(&command.post, 0));
    wrong.extend(check(&command.moment, now));
    if command.moment.kind != kind && kind != MomentKind::Other {
        pointed(&mut wrong, "kind", "invalid");
    }
    wrong
}

/// A moment as it is kept: without the room around its words.
pub fn tidied(moment: Moment) -> Moment {
    let trimmed = |text: String| text.trim().to_owned();
    Moment {
        title: trimmed(moment.title),
        by: trimmed(moment.by),
        good: trimmed(moment.good),
        not_good: trimmed(moment.not_good),
        address: trimmed(moment.address),
        ..moment
    }
}

/// The moment that a post has.
///
/// # Errors
/// [`Code::Conflict`] when it has none.
pub fn of_post(moment: Option<&Moment>) -> Result<&Moment, Code> {
    moment.ok_or(Code::Conflict)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some(kind: MomentKind) -> Moment {
        let asks = asks(kind);
        Moment {
            kind,
            title: "湖边".into(),
            rating: asks.review.then_some(9),
            address: if asks.address { "https://example.org".into() } else { String::new() },
            ..Moment::default()
        }
    }

    fn codes(moment: &Moment) -> Vec<String> {
        check(moment, Timestamp(0)).into_iter().map(|(p, c)| p.replace("/moment/", "") + " " + &c).collect()
    }

    #[test]
    fn each_kind_has_its_fields_and_no_others() {
        for kind in MomentKind::ALL {
            let moment = some(kind);
            assert_eq!(codes(&moment), Vec::<String>::new(), "{kind:?}");
            let asks = asks(kind);
            let with = |changed: Moment, field: &str, has: bool| {
                let said = codes(&changed).iter().any(|code| code.starts_with(field));
                assert_eq!(!said, has, "{kind:?} {field}");
            };
            with(Moment { by: "某人".into(), ..moment.clone() }, "by", asks.by);
            with(Moment { at: Some(Timestamp(5)), ..moment.clone() }, "at", asks.at);
            with(Moment { rating: Some(7), ..moment.clone() }, "rating", asks.review);
            with(Moment { good: "好".into(), ..moment.clone() }, "good", asks.review);
            with(Moment { not_good: "重".into(), ..moment.clone() }, "not_good", asks.review);
            with(Moment { used: true, ..moment.clone() }, "used", asks.review);
            with(
                Moment { address: "https://example.org/x".into(), ..moment.clone() },
                "address",
                asks.address,
            );
            assert_eq!(codes(&Moment { title: " ".into(), ..moment })[0], "title required");
        }
        assert_eq!(codes(&some(MomentKind::Other)), ["kind invalid"]);
        let link = Moment { address: "javascript:alert(1)".into(), ..some(MomentKind::Link) };
        assert_eq!(codes(&link), ["address scheme"]);
        assert_eq!(codes(&Moment { rating: None, ..some(MomentKind::Review) }), ["rating required"]);
        let far = Moment { at: Some(Timestamp((AWAY_S + 1) * 1000)), ..some(MomentKind::CheckIn) };
        assert_eq!(codes(&far), ["at out_of_range"]);
    }

    proptest! {
        #[test]
        fn ratings_are_one_to_five_in_halves(rating: u32) {
            let review = Moment { rating: Some(rating), ..some(MomentKind::Review) };
            prop_assert_eq!(codes(&review).is_empty(), (1.0..=5.0).contains(&(f64::from(rating) / 2.0)));
        }

        /// What is kept is right, and keeping it again changes nothing.
        #[test]
        fn what_is_kept_stays(at in 0..7_usize, title in "\\PC{1,70}", good in "\\PC{0,40}") {
            let kind = MomentKind::ALL.into_iter().nth(at).unwrap_or_default();
            let review = asks(kind).review;
            let moment = Moment { title, good: if review { good } else { String::new() }, ..some(kind) };
            if codes(&moment).is_empty() {
                let kept = tidied(moment);
                prop_assert_eq!(codes(&kept), Vec::<String>::new());
                prop_assert_eq!(tidied(kept.clone()), kept);
            }
        }

        #[test]
        fn a_moment_stays_of_its_kind(from in 0..7_usize, to in 0..7_usize) {
            let kind = |at: usize| MomentKind::ALL.into_iter().nth(at).unwrap_or_default();
            let edit = EditMoment { moment: some(kind(to)), ..EditMoment::default() };
            prop_assert_eq!(check_edit(&edit, kind(from), Timestamp(0)).is_empty(), from == to);
        }
    }
}
