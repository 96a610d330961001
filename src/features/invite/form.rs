//! The two forms: who I will be in a group, and for whom a personal invite is. Raw texts in, commands out.

use contract::feed::Attachment;
use contract::group::Persona;
use contract::groupbuy::{Deal, DealState};
use contract::invite::{InviteKind, InviteRef, Join, NewInvite};
use contract::market::{Listing, ListingState};
use domain::limits;
use loadable::Notice;

use crate::i18n::k;

/// The face that the chooser starts with: the same for everybody, so that nothing is given away by it.
pub const FIRST_FACE: &str = "bloom-indigo";

/// The command that joins; with the inviter's share it counts for them.
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn join(invite: InviteRef, nickname: &str, avatar: &str, share: Option<String>) -> Result<Join, Notice> {
    let persona = Persona { nickname: nickname.trim().to_owned(), avatar: avatar.to_owned() };
    accepted(limits::check_join_persona(&persona))?;
    Ok(Join { invite, persona, share })
}

/// The command that makes a personal invite; `target` is a value of [`target_options`].
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn personal(note: &str, target: &str) -> Result<NewInvite, Notice> {
    let note = note.trim();
    let target = target.split_once('/').map(|(kind, id)| Attachment {
        kind: kind.to_owned(),
        id: id.to_owned(),
        // The backend knows the title better than this phone.
        title: String::new(),
    });
    let invite =
        NewInvite { kind: InviteKind::Personal, note: (!note.is_empty()).then(|| note.to_owned()), target };
    accepted(limits::check_invite(&invite))?;
    Ok(invite)
}

/// What a personal invite may point at, as `(value, words)`: nothing, or what is open in the group.
pub fn target_options(deals: &[Deal], listings: &[Listing]) -> Vec<(String, String)> {
    let deals = deals.iter().filter(|d| d.state == DealState::Open);
    let deals = deals.map(|d| (format!("deal/{}", d.id.as_str()), k::invite::target_deal(&d.title)));
    let seats = listings.iter().filter(|l| l.state == ListingState::Available);
    let seats = seats.map(|l| (format!("listing/{}", l.id.as_str()), k::invite::target_seat(&l.class.title)));
    let none = (String::new(), k::invite::personal_target_none().to_owned());
    std::iter::once(none).chain(deals).chain(seats).collect()
}

/// Whether it is the nickname that was not accepted: then it is said beside the field.
pub fn is_nickname_fault(notice: &Notice) -> bool {
    notice.code == NICKNAME_TAKEN || notice.field("nickname").is_some()
}

/// The problem code that concerns the nickname alone.
pub const NICKNAME_TAKEN: &str = "nickname_taken";

fn accepted(wrong: limits::Wrong) -> Result<(), Notice> {
    if wrong.is_empty() { Ok(()) } else { Err(data::refusal(wrong)) }
}
