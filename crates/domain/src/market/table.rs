//! The machine of a listing as a table: from which state, on which step, by whom, under which guard, to which state,
//! with which effects; and why everything else is refused. A test walks every combination; `docs/resale.md` shows it.
//!
//! Knows no time and no holder: [`super::apply`] has them.

use contract::Code;
use contract::market::ListingState::{
    self, Agreed, Available, Cancelled, Expired, Held, Offered, Transferred,
};
use contract::market::ListingStep::{
    self, CallOff, Cancel, Claim, Confirm, Consent, Decline, Expire, Lapse, List, Move, Promote, Refuse,
    Release,
};

/// Who takes a step, seen from the listing. A member may be two of them, such as seller and coach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Who offers the seat.
    Seller,
    /// For whom it is held, or whose turn it is.
    Claimant,
    /// Any other member.
    Other,
    /// Who runs the class: hosts and stewards.
    Coach,
    /// Nobody: time.
    Clock,
    /// Nobody: the line moves up.
    Line,
}

/// What must hold besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// Nothing.
    Always,
    /// The seller answers claims.
    SellerAnswers,
    /// The seller said yes beforehand, and the coach must agree.
    OnlyCoachAnswers,
    /// The seller said yes beforehand, and nobody else is asked.
    NobodyAnswers,
    /// The coach must agree.
    CoachAnswers,
    /// The coach is not asked.
    CoachSilent,
    /// The hold or the turn is over.
    HoldOver,
    /// The cut-off came.
    CutOff,
    /// The cut-off is still to come.
    BeforeCutOff,
}

/// What follows in the same transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The seat is the claimant's: the roster changes, they wait no more, their other holds in the class are let go.
    MoveSeat,
    /// The offer is over: its post leaves newcomers.
    CloseOffer,
    /// The seat is free: the line is asked.
    AskLine,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// In any of these states.
    pub from: &'static [ListingState],
    /// On this step.
    pub on: ListingStep,
    /// By this part.
    pub by: Part,
    /// When this holds.
    pub guard: Guard,
    /// The next state.
    pub to: ListingState,
    /// What follows.
    pub effects: &'static [Effect],
}

/// A row of the refusals. No step, or no part, means any.
#[derive(Debug, Clone, Copy)]
pub struct Refusal {
    /// In any of these states.
    pub from: &'static [ListingState],
    /// On any of these steps.
    pub on: &'static [ListingStep],
    /// By any of these parts.
    pub by: &'static [Part],
    /// What is said.
    pub code: Code,
}

const OPEN: &[ListingState] = &[Available, Offered, Held, Agreed];
const HOLDING: &[ListingState] = &[Offered, Held, Agreed];
const CLOSE: &[Effect] = &[Effect::CloseOffer];
const FREE: &[Effect] = &[Effect::AskLine];
const DONE: &[Effect] = &[Effect::MoveSeat, Effect::CloseOffer];

const fn row(
    from: &'static [ListingState],
    on: ListingStep,
    by: Part,
    guard: Guard,
    to: ListingState,
    effects: &'static [Effect],
) -> Row {
    Row { from, on, by, guard, to, effects }
}

const fn claim(of: (&'static [ListingState], Part), guard: Guard, to: ListingState) -> Row {
    row(of.0, Claim, of.1, guard, to, if matches!(to, Transferred) { DONE } else { &[] })
}

/// Every step that can be taken.
pub static ROWS: &[Row] = &[
    claim((&[Available], Part::Other), Guard::SellerAnswers, Held),
    claim((&[Available], Part::Other), Guard::OnlyCoachAnswers, Agreed),
    claim((&[Available], Part::Other), Guard::NobodyAnswers, Transferred),
    claim((&[Offered], Part::Claimant), Guard::SellerAnswers, Held),
    claim((&[Offered], Part::Claimant), Guard::OnlyCoachAnswers, Agreed),
    claim((&[Offered], Part::Claimant), Guard::NobodyAnswers, Transferred),
    // Said twice: nothing more happens.
    claim((&[Held], Part::Claimant), Guard::Always, Held),
    claim((&[Agreed], Part::Claimant), Guard::Always, Agreed),
    row(&[Available], Promote, Part::Line, Guard::BeforeCutOff, Offered, &[]),
    row(&[Held], Confirm, Part::Seller, Guard::CoachSilent, Transferred, DONE),
    row(&[Held], Confirm, Part::Seller, Guard::CoachAnswers, Agreed, &[]),
    row(&[Held], Decline, Part::Seller, Guard::Always, Available, FREE),
    row(&[Agreed], Consent, Part::Coach, Guard::Always, Transferred, DONE),
    row(&[Agreed], Refuse, Part::Coach, Guard::Always, Available, FREE),
    row(HOLDING, Release, Part::Claimant, Guard::Always, Available, FREE),
    // A seller may take it back even while it is held: the claimant is told.
    row(OPEN, Cancel, Part::Seller, Guard::Always, Cancelled, CLOSE),
    row(HOLDING, Lapse, Part::Clock, Guard::HoldOver, Available, FREE),
    row(OPEN, Expire, Part::Clock, Guard::CutOff, Expired, CLOSE),
    row(&[Available], Move, Part::Coach, Guard::Always, Available, FREE),
    // Whoever wants it wanted another time or place: they are asked again.
    row(HOLDING, Move, Part::Coach, Guard::Always, Offered, &[]),
    row(OPEN, CallOff, Part::Coach, Guard::Always, Cancelled, CLOSE),
    // The seat has its new holder already; both read in the history what became of the class.
    row(&[Transferred], Move, Part::Coach, Guard::Always, Transferred, &[]),
    row(&[Transferred], CallOff, Part::Coach, Guard::Always, Transferred, &[]),
];

const fn no(
    from: &'static [ListingState],
    on: &'static [ListingStep],
    by: &'static [Part],
    code: Code,
) -> Refusal {
    Refusal { from, on, by, code }
}

/// Why a step that no row allows is refused: the first that fits.
pub static REFUSALS: &[Refusal] = &[
    no(&[Transferred], &[], &[], Code::ListingGone),
    no(&[Cancelled, Expired], &[], &[], Code::ListingClosed),
    no(OPEN, &[Claim], &[Part::Seller], Code::ListingOwn),
    no(HOLDING, &[Claim], &[Part::Other], Code::ListingHeld),
    no(OPEN, &[Confirm, Decline, Cancel], &[Part::Claimant, Part::Other], Code::NotYours),
    no(OPEN, &[Confirm, Decline], &[Part::Seller], Code::Conflict),
    no(&[Available], &[Release], &[], Code::Conflict),
    no(HOLDING, &[Release], &[Part::Seller, Part::Other], Code::NotYours),
    no(OPEN, &[Consent, Refuse], &[Part::Coach], Code::Conflict),
    no(OPEN, &[Consent, Refuse, Move, CallOff], &[Part::Seller, Part::Claimant, Part::Other], Code::NotYours),
    no(OPEN, &[List], &[], Code::SeatListed),
    // What time does nobody does, and not before its time; and time does nothing that is a person's.
    no(OPEN, &[Lapse, Expire, Promote], &[], Code::Conflict),
    no(OPEN, &[], &[Part::Clock, Part::Line], Code::Conflict),
];

/// The row for a step; `holds` says whether a guard holds.
///
/// # Errors
/// The code of the first refusal that fits.
pub fn find(
    state: ListingState,
    step: ListingStep,
    parts: &[Part],
    holds: impl Fn(Guard) -> bool,
) -> Result<&'static Row, Code> {
    let fits = |row: &&Row| {
        row.from.contains(&state) && row.on == step && parts.contains(&row.by) && holds(row.guard)
    };
    ROWS.iter().find(fits).ok_or_else(|| refusal(state, step, parts).map_or(Code::Conflict, |no| no.code))
}

/// The first refusal that fits.
pub fn refusal(state: ListingState, step: ListingStep, parts: &[Part]) -> Option<&'static Refusal> {
    REFUSALS.iter().find(|no| {
        no.from.contains(&state)
            && (no.on.is_empty() || no.on.contains(&step))
            && (no.by.is_empty() || no.by.iter().any(|by| parts.contains(by)))
    })
}
