//! The form of a new group: raw texts, and the command that they make.

use contract::group::{NewGroup, Persona};
use data::refusal;
use domain::limits;
use loadable::Notice;

/// The command, or what is wrong with it.
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn new_group(name: &str, about: &str, nickname: &str, avatar: &str) -> Result<NewGroup, Notice> {
    let group = NewGroup {
        name: name.trim().to_owned(),
        about: about.trim().to_owned(),
        persona: typed(nickname, avatar),
        policy: None,
        sibling_of: None,
    };
    let wrong = limits::check_group(&group);
    if wrong.is_empty() { Ok(group) } else { Err(refusal(wrong)) }
}

/// A persona from a form, or what is wrong with it.
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn persona(nickname: &str, avatar: &str) -> Result<Persona, Notice> {
    let persona = typed(nickname, avatar);
    let wrong = limits::check_persona(&persona);
    if wrong.is_empty() { Ok(persona) } else { Err(refusal(wrong)) }
}

fn typed(nickname: &str, avatar: &str) -> Persona {
    Persona { nickname: nickname.trim().to_owned(), avatar: avatar.to_owned() }
}
