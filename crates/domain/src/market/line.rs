//! The line for a class: who waits for a seat of it, in the order of their coming. Each seat that comes free is offered
//! to the first who did not have their turn for it. Knows no listing and no clock.

use contract::{Code, Timestamp};

/// Somebody in line, as one listing sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting<H> {
    /// Who.
    pub who: H,
    /// They were offered this very seat since they joined the line: it is others' turn.
    pub had_turn: bool,
    /// Another seat of the class is held for them, or is theirs to claim.
    pub busy: bool,
}

/// Whose turn it is for a seat that came free; `line` is in the order of coming. None: it is anybody's.
pub fn next<H>(line: &[Waiting<H>]) -> Option<&H> {
    line.iter().find(|waiting| !waiting.had_turn && !waiting.busy).map(|waiting| &waiting.who)
}

/// Whether a member may wait for a seat.
///
/// # Errors
/// [`Code::ClassCancelled`], [`Code::ClassStarted`] past the cut-off, or [`Code::SeatTaken`] for who has a seat.
pub fn may_join(cancelled: bool, has_seat: bool, cut_off: Timestamp, now: Timestamp) -> Result<(), Code> {
    if cancelled {
        return Err(Code::ClassCancelled);
    }
    if now >= cut_off {
        return Err(Code::ClassStarted);
    }
    if has_seat { Err(Code::SeatTaken) } else { Ok(()) }
}
