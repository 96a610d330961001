//! The typed code: raw text in, a code or a sentence out.

use domain::code::{Mistyped, parse_invite_code};

use crate::i18n::k;

/// The code that was typed.
///
/// # Errors
/// The sentence that says what is wrong with it, found without asking anyone.
pub fn typed_code(typed: &str) -> Result<String, &'static str> {
    parse_invite_code(typed).map_err(|wrong| match wrong {
        Mistyped::Length => k::scan::code_length(),
        Mistyped::Character => k::scan::code_character(),
        Mistyped::Check => k::scan::code_check(),
    })
}
