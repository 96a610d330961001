//! A seat on a roster as a table: empty, somebody's, somebody's and on offer, or nobody's and on offer to the line.
//! Knows no holder and no time.

use contract::Code;

/// Where a seat stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatState {
    /// Nobody has it.
    Empty,
    /// Somebody has it.
    Taken,
    /// Somebody has it and offers it.
    OnOffer,
    /// Its holder left, and it is offered to those who wait for one.
    Vacated,
}

/// What happens to a seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SeatStep {
    /// A host puts a member on it.
    Assign,
    /// Its holder offers it.
    Offer,
    /// The offer ends and the holder keeps it.
    Keep,
    /// It changes hands.
    Pass,
    /// Its holder leaves the group, or nobody takes what they left.
    Leave,
    /// Its holder leaves the group while the class is full and somebody waits.
    Vacate,
}

/// Every step that can be taken: from, on, to.
pub const ROWS: &[(SeatState, SeatStep, SeatState)] = &[
    (SeatState::Empty, SeatStep::Assign, SeatState::Taken),
    (SeatState::Taken, SeatStep::Offer, SeatState::OnOffer),
    (SeatState::Taken, SeatStep::Leave, SeatState::Empty),
    (SeatState::OnOffer, SeatStep::Keep, SeatState::Taken),
    (SeatState::OnOffer, SeatStep::Pass, SeatState::Taken),
    (SeatState::OnOffer, SeatStep::Leave, SeatState::Empty),
    (SeatState::Taken, SeatStep::Vacate, SeatState::Vacated),
    (SeatState::OnOffer, SeatStep::Vacate, SeatState::Vacated),
    (SeatState::Vacated, SeatStep::Pass, SeatState::Taken),
    (SeatState::Vacated, SeatStep::Leave, SeatState::Empty),
];

/// Why every other step is refused: from, on, code.
pub const REFUSALS: &[(SeatState, SeatStep, Code)] = &[
    (SeatState::Empty, SeatStep::Offer, Code::SeatNotYours),
    (SeatState::Empty, SeatStep::Keep, Code::Conflict),
    (SeatState::Empty, SeatStep::Pass, Code::Conflict),
    (SeatState::Empty, SeatStep::Leave, Code::Conflict),
    (SeatState::Taken, SeatStep::Assign, Code::SeatTaken),
    (SeatState::Taken, SeatStep::Keep, Code::Conflict),
    (SeatState::Taken, SeatStep::Pass, Code::Conflict),
    (SeatState::OnOffer, SeatStep::Assign, Code::SeatTaken),
    (SeatState::OnOffer, SeatStep::Offer, Code::SeatListed),
    (SeatState::Empty, SeatStep::Vacate, Code::Conflict),
    (SeatState::Vacated, SeatStep::Assign, Code::SeatTaken),
    (SeatState::Vacated, SeatStep::Offer, Code::SeatNotYours),
    (SeatState::Vacated, SeatStep::Keep, Code::Conflict),
    (SeatState::Vacated, SeatStep::Vacate, Code::Conflict),
];

/// What a leaving holder does to their seat: a class that had room without them offers it to nobody.
pub fn on_leaving(is_full: bool, waiting: u32, cancelled: bool, before_cut_off: bool) -> SeatStep {
    if is_full && waiting > 0 && !cancelled && before_cut_off { SeatStep::Vacate } else { SeatStep::Leave }
}

/// Takes a step with a seat.
///
/// # Errors
/// The code that says why it cannot be taken.
pub fn step(from: SeatState, on: SeatStep) -> Result<SeatState, Code> {
    let row = ROWS.iter().find(|(state, step, _)| *state == from && *step == on);
    row.map(|(_, _, to)| *to).ok_or_else(|| {
        let no = REFUSALS.iter().find(|(state, step, _)| *state == from && *step == on);
        no.map_or(Code::Conflict, |(_, _, code)| *code)
    })
}
