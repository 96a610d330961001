//! A fault becomes a sentence here, at the edge of the view, and nowhere else.

use super::{k, text::lookup};
use loadable::{Notice, WayOn};

/// What a member reads about a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What is the matter, in one line.
    pub title: String,
    /// What it means and what is safe, in one or two sentences.
    pub body: String,
    /// The label of the button that leads on.
    pub action: &'static str,
}

/// The sentence for a fault; an unknown code gives the general one, never the bare code.
pub fn sentence(notice: &Notice) -> Sentence {
    let find = |part: &str| lookup("problem", &format!("{}_{part}", notice.code));
    let title = find("title").unwrap_or(k::problem::unknown_title());
    let mut body = find("body").unwrap_or(k::problem::unknown_body()).to_owned();
    if let Some(seconds) = notice.wait_s {
        body = k::time::two_sentences(&body, &k::common::wait(i64::from(seconds)));
    }
    let action = match notice.way_on {
        WayOn::Retry => k::common::retry(),
        WayOn::SignIn => k::common::sign_in(),
        WayOn::VerifyPhone => k::common::verify_phone(),
        WayOn::Correct => k::common::correct(),
        WayOn::GoBack => k::common::back(),
    };
    Sentence { title: title.to_owned(), body, action }
}

/// The same for something that was to be done and was not: nothing of it is kept, as what one writes is.
pub fn undone(notice: &Notice) -> Sentence {
    let body = lookup("problem", &format!("{}_undone", notice.code));
    let said = sentence(notice);
    Sentence { body: body.map_or(said.body, str::to_owned), ..said }
}

/// The sentence under a field for a field code, or for a problem code that concerns one field.
pub fn field_text(code: &str) -> &'static str {
    lookup("field", code)
        .or_else(|| lookup("problem", &format!("{code}_title")))
        .unwrap_or_else(|| k::field::invalid())
}
