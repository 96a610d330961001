//! The form of a new group: raw texts, and the command that they make.

use contract::group::{NewGroup, Persona};
use domain::limits;
use loadable::{FieldNotice, Notice, WayOn};

/// The command, or what is wrong with it.
///
/// # Errors
/// A notice with the fields that were not accepted.
pub fn new_group(name: &str, about: &str, nickname: &str, avatar: &str) -> Result<NewGroup, Notice> {
    let group = NewGroup {
        name: name.trim().to_owned(),
        about: about.trim().to_owned(),
        persona: persona(nickname, avatar),
        policy: None,
    };
    accepted(limits::check_group(&group)).map(|()| group)
}

/// A persona from a form.
pub fn persona(nickname: &str, avatar: &str) -> Persona {
    Persona { nickname: nickname.trim().to_owned(), avatar: avatar.to_owned() }
}

/// Nothing is wrong, or a notice that says what.
///
/// # Errors
/// A notice with the fields.
pub fn accepted(wrong: limits::Wrong) -> Result<(), Notice> {
    if wrong.is_empty() {
        return Ok(());
    }
    let mut notice = Notice::new("validation_failed").with_way_on(WayOn::Correct);
    notice.fields = wrong
        .into_iter()
        .map(|(pointer, code)| FieldNotice {
            field: pointer.trim_start_matches('/').trim_start_matches("persona/").to_owned(),
            code,
        })
        .collect();
    Err(notice)
}
