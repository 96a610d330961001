//! The model in the reader's language: pill words, steps, sentences, and the text that is copied.
//!
//! Pure text: no signal, no element. Who is meant by a name comes in as a parameter.

mod file;
mod step;

use contract::group::Member;
use contract::market::{Class, ClassBrief, Listing, ListingRole, ListingState, ListingStep};
use contract::{Money, Timestamp};

use super::model::{
    Badge, Gate, Meaning, Mine, Standing, badge, coach_is_told, last_at, meaning, mine, offered_by_others,
    part_of_cap,
};
use crate::i18n::{day_parts, deadline, k, moment, money, span, time};
use crate::ui::{Glyph, Knot, KnotLook, PillState, glyph};

pub use file::{calendar, calendar_name, roster_csv, roster_name};
pub use step::{history, own_words, question, step_label, steps};

/// A sum, formatted.
pub fn sum(of: Money) -> String {
    money(of.amount, of.currency.as_str())
}

/// What is asked: a sum, or that it is given away.
pub fn asked(of: Money) -> String {
    if of.amount == 0 { k::market::gift().to_owned() } else { sum(of) }
}

/// A time today as `21:10`, and with its day when it is another one.
pub fn until(at: Timestamp, now: Timestamp) -> String {
    let soon = at.since_ms(now).abs() < 86_400_000 && day_parts(at.0) == day_parts(now.0);
    if soon { time(at.0) } else { moment(at.0, now.0) }
}

/// From when to when a class lasts: `19:30 – 20:30`.
pub fn hours(class: &ClassBrief) -> String {
    span(class.starts_at.0, class.starts_at.plus_s(i64::from(class.duration_min) * 60).0)
}

/// Time and title in one line: `19:30 普拉提器械·中级`.
pub fn headline(class: &ClassBrief) -> String {
    k::market::headline(&time(class.starts_at.0), &class.title)
}

/// Who teaches and where, in one line.
pub fn coach_place(class: &ClassBrief) -> String {
    k::market::dot(&class.coach, &class.place)
}

/// How many of the seats are taken: `8 / 8`.
pub fn roster(class: &ClassBrief) -> String {
    k::market::count(&class.capacity.to_string(), &class.seats_taken.to_string())
}

/// How many seats nobody has, in words.
pub fn free(seats: u32) -> String {
    if seats == 0 { k::market::full().to_owned() } else { k::market::free_seats(i64::from(seats)) }
}

/// A member's nickname; words for one who left.
pub fn name(of: Option<&Member>) -> String {
    of.map_or_else(|| k::market::someone_gone().to_owned(), |m| m.persona.nickname.clone())
}

/// A listing's pill: words, state, icon.
pub fn pill(listing: &Listing, at: Standing, now: Timestamp) -> (String, PillState, Glyph) {
    let held = |text: fn(&str) -> String| listing.held_until.map(|t| text(&until(t, now)));
    match badge(at) {
        Badge::Open => (k::market::pill_open().into(), PillState::Open, glyph::CHECK),
        Badge::Offered => (k::market::pill_offered().into(), PillState::Open, glyph::SEAT),
        Badge::YourTurn => {
            let words = held(k::market::pill_your_turn);
            (words.unwrap_or_else(|| k::market::your_turn().into()), PillState::Held, glyph::HOLD)
        }
        Badge::TurnOfOther => (k::market::pill_turn_other().into(), PillState::Off, glyph::HOLD),
        Badge::CoachAsked => (k::market::state_agreed().into(), PillState::Held, glyph::COACH),
        Badge::HeldForYou => {
            let words = held(k::market::pill_held_for_you);
            (words.unwrap_or_else(|| k::market::held_for_you().into()), PillState::Held, glyph::HOLD)
        }
        Badge::YourAnswer => {
            let words = held(k::market::pill_your_answer);
            (words.unwrap_or_else(|| k::market::your_answer().into()), PillState::Held, glyph::HOLD)
        }
        Badge::HeldByOther if coach_is_told(listing, at) => {
            (k::market::state_agreed().into(), PillState::Held, glyph::COACH)
        }
        Badge::HeldByOther => (k::market::pill_held().into(), PillState::Off, glyph::HOLD),
        Badge::Transferred => (k::market::pill_transferred().into(), PillState::Done, glyph::SWAP),
        Badge::Yours => (k::market::pill_yours().into(), PillState::Done, glyph::CHECK),
        Badge::Cancelled if listing.class.cancelled_at.is_some() => {
            (k::market::class_cancelled().into(), PillState::Off, glyph::CLOSE)
        }
        Badge::Cancelled => (k::market::pill_cancelled().into(), PillState::Off, glyph::UNDO),
        Badge::Expired => (k::market::pill_expired().into(), PillState::Off, glyph::CLOCK),
    }
}

/// The time that belongs to a state, as the pill beside its title; none while there is no such time.
pub fn time_pill(listing: &Listing, at: Standing, now: Timestamp) -> Option<(String, PillState, Glyph)> {
    let when = |step| last_at(&listing.history, step).map(|t| moment(t.0, now.0));
    if let Some(over) = listing.class.cancelled_at {
        return Some((moment(over.0, now.0), PillState::Off, glyph::CLOSE));
    }
    match (at.state, at.you) {
        (ListingState::Available, _) => None,
        (ListingState::Offered | ListingState::Held | ListingState::Agreed, you) => {
            let look = if you == ListingRole::Onlooker { PillState::Off } else { PillState::Held };
            listing.held_until.map(|t| (k::market::pill_until(&until(t, now)), look, glyph::HOLD))
        }
        (ListingState::Transferred, _) => {
            let last = if listing.consent { ListingStep::Consent } else { ListingStep::Confirm };
            when(last).map(|t| (t, PillState::Done, glyph::SWAP))
        }
        (ListingState::Cancelled, _) => when(ListingStep::Cancel)
            .or_else(|| when(ListingStep::CallOff))
            .map(|t| (t, PillState::Off, glyph::UNDO)),
        (ListingState::Expired, _) => {
            Some((moment(listing.expires_at.0, now.0), PillState::Off, glyph::CLOCK))
        }
    }
}

/// The title over the stepper.
pub fn state_title(listing: &Listing, at: Standing) -> &'static str {
    match badge(at) {
        _ if listing.class.cancelled_at.is_some() => k::market::class_cancelled(),
        Badge::YourTurn => k::market::your_turn(),
        Badge::TurnOfOther => k::market::state_turn_other(),
        Badge::CoachAsked => k::market::state_agreed(),
        Badge::HeldByOther if coach_is_told(listing, at) => k::market::state_agreed(),
        Badge::Open => k::market::state_open(),
        Badge::Offered => k::market::state_offered(),
        Badge::HeldForYou => k::market::held_for_you(),
        Badge::YourAnswer => k::market::your_answer(),
        Badge::HeldByOther => k::market::state_held(),
        Badge::Transferred => k::market::state_transferred(),
        Badge::Yours => k::market::state_yours(),
        Badge::Cancelled => k::market::state_cancelled(),
        Badge::Expired => k::market::state_expired(),
    }
}

/// What the state means for me, in a sentence. `nickname` is mine here, `hold` until when a claim would hold.
pub fn sentence(
    listing: &Listing,
    at: Standing,
    nickname: &str,
    hold: Option<Timestamp>,
    now: Timestamp,
) -> String {
    let (seller, claimant) = (name(listing.seller.as_ref()), name(listing.claimant.as_ref()));
    let held = until(listing.held_until.unwrap_or(listing.expires_at), now);
    let ends = until(listing.expires_at, now);
    if listing.class.cancelled_at.is_some() {
        return called_off(listing, at, &seller, &claimant);
    }
    match meaning(at, listing.auto_confirm) {
        // Nobody keeps what nobody has.
        Meaning::FirstGets if listing.vacated => k::market::claim_gets().into(),
        Meaning::YouAreOut if listing.vacated => k::market::other_is_in().into(),
        Meaning::YouKeepIt | Meaning::TakenBack | Meaning::YouKeepItExpired if listing.vacated => {
            k::market::vacated_free().into()
        }
        Meaning::ClaimHolds => k::market::claim_holds(&hold.map_or(ends, |t| until(t, now))),
        Meaning::ClaimGets => k::market::claim_gets().into(),
        Meaning::YouWillBeAsked => k::market::you_will_be_asked(&ends),
        Meaning::FirstGets => k::market::first_gets(&ends),
        Meaning::WaitForSeller => k::market::wait_for_seller(&seller, &held),
        Meaning::AnswerClaimant => k::market::answer_claimant(&claimant, &held),
        Meaning::MayReopen => k::market::may_reopen(&held),
        Meaning::YourTurn => k::market::your_turn_note(&held),
        Meaning::TurnOfOther => k::market::turn_of_other(&claimant, &held),
        Meaning::LineFirst => k::market::line_first(&held),
        Meaning::CoachDecides => k::market::coach_decides(&held),
        Meaning::CoachMayRefuse if coach_is_told(listing, at) => {
            k::market::coach_asks_you(&claimant, &seller, &held)
        }
        Meaning::CoachMayRefuse => k::market::may_reopen_coach(&held),
        Meaning::YouAreIn => k::market::you_are_in(nickname),
        Meaning::YouAreOut => k::market::you_are_out(&claimant),
        Meaning::OtherIsIn => k::market::other_is_in().into(),
        Meaning::YouKeepIt => k::market::you_keep_it().into(),
        Meaning::TakenBack => k::market::taken_back(&seller),
        Meaning::YouKeepItExpired => k::market::you_keep_it_expired().into(),
        Meaning::TooLate => k::market::too_late().into(),
    }
}

/// What a cancelled class means: what passed between the two is theirs, and nobody here had it.
fn called_off(listing: &Listing, at: Standing, seller: &str, claimant: &str) -> String {
    let other = match (at.state, at.you) {
        (ListingState::Transferred, ListingRole::Seller) => claimant,
        (ListingState::Transferred, ListingRole::Claimant) => seller,
        _ => return k::market::called_off().to_owned(),
    };
    if listing.asking.amount == 0 {
        return k::market::called_off_gift().to_owned();
    }
    k::market::called_off_paid(other, &sum(listing.asking))
}

/// The knots of a price on its way to the cap, to scale.
pub fn price_knots(asking: Money, cap: Money) -> Vec<Knot> {
    let part = part_of_cap(asking, cap);
    let cap_label = k::market::cap(&sum(cap));
    let zero = || Knot::new(0.0, KnotLook::Reached, sum(Money { amount: 0, ..cap }));
    if part > 1.0 {
        vec![zero(), Knot::new(1.0, KnotLook::Failed, cap_label)]
    } else if part == 1.0 {
        vec![zero(), Knot::new(1.0, KnotLook::Now, cap_label)]
    } else if asking.amount == 0 {
        vec![Knot::new(0.0, KnotLook::Now, asked(asking)), Knot::new(1.0, KnotLook::Ahead, cap_label)]
    } else {
        vec![zero(), Knot::new(part, KnotLook::Now, sum(asking)), Knot::new(1.0, KnotLook::Ahead, cap_label)]
    }
}

/// The cap, and who settles what outside the app: the backend takes no money, and the app says so.
pub fn price_rules(asking: Money) -> String {
    let payment = if asking.amount == 0 {
        k::market::payment_gift().to_owned()
    } else {
        k::market::payment_outside(&sum(asking))
    };
    k::time::two_sentences(k::market::price_rule(), &payment)
}

/// The listing as text for a chat: short, complete, true at this minute. No nickname leaves the group.
pub fn copied(listing: &Listing, at: Standing, now: Timestamp, link: &str) -> String {
    let class = &listing.class;
    let price = if listing.asking.amount == 0 {
        k::market::copy_gift(&sum(class.face_value))
    } else {
        k::market::copy_price(&sum(listing.asking), &sum(class.face_value))
    };
    let held = deadline(listing.held_until.unwrap_or(listing.expires_at).0, now.0);
    let state = match at.state {
        ListingState::Available => k::market::copy_open(&deadline(listing.expires_at.0, now.0)),
        ListingState::Offered => k::market::copy_turn(&held),
        ListingState::Held | ListingState::Agreed => k::market::copy_held(&held),
        ListingState::Transferred => k::market::pill_transferred().to_owned(),
        ListingState::Cancelled if class.cancelled_at.is_some() => k::market::class_cancelled().to_owned(),
        ListingState::Cancelled => k::market::pill_cancelled().to_owned(),
        ListingState::Expired => k::market::pill_expired().to_owned(),
    };
    let when = k::market::copy_when(&crate::i18n::day(class.starts_at.0, now.0), &hours(class));
    [
        k::market::copy_title(&class.title),
        when,
        coach_place(class),
        price,
        k::market::copy_state(&moment(now.0, now.0), &state),
        k::market::copy_link(link),
    ]
    .join("\n")
}

/// A class's pill for me: words, state, icon; none when there is nothing to say.
pub fn class_pill(class: &Class, now: Timestamp) -> Option<(String, PillState, Glyph)> {
    if class.brief.cancelled_at.is_some() {
        return Some((k::market::pill_class_cancelled().into(), PillState::Off, glyph::CLOSE));
    }
    match mine(class, now) {
        Mine::Offered(_) => Some((k::market::pill_offered().into(), PillState::Held, glyph::SWAP)),
        Mine::Seat(_) | Mine::Fixed => {
            Some((k::market::pill_my_seat().into(), PillState::Done, glyph::CHECK))
        }
        Mine::None => match offered_by_others(class) {
            0 => None,
            n => {
                let n = i64::try_from(n).unwrap_or(i64::MAX);
                Some((k::market::pill_on_offer(n), PillState::Open, glyph::SEAT))
            }
        },
    }
}

/// The words of the button that offers a seat: names the sum, unless it is above the cap.
pub fn offer_label(asking: Money, cap: Money) -> String {
    match asking.amount {
        0 => k::market::do_offer_gift().to_owned(),
        amount if amount > cap.amount => k::market::do_offer_plain().to_owned(),
        _ => k::market::do_offer(&sum(asking)),
    }
}

/// Why a seat cannot be offered: title and sentence.
pub fn gate(gate: &Gate) -> (&'static str, &'static str) {
    match gate {
        Gate::Open | Gate::TooLate => (k::market::offer_too_late(), k::market::offer_too_late_body()),
        Gate::Listed(_) => (k::market::offer_listed(), k::market::my_seat_offered()),
        Gate::Cancelled => (k::market::class_cancelled(), k::market::called_off()),
        Gate::NotYours => (k::market::offer_not_yours(), k::market::offer_not_yours_body()),
    }
}
