//! Signing in by a name and a password, at backends that have it. The password is kept nowhere.

use contract::account::{PasswordSignIn, Session};
use data::{Call, Data, Mutation, refusal};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use loadable::Notice;

use crate::i18n::{k, sentence};
use crate::ui::{Button, FormFault, PasswordField, TextField, field_error};

/// The problems that a field of this form shows.
///
/// A backend that answers a wrong password as it answers an ended session means the same.
const OWN: &[&str] = &["code_wrong", "unauthenticated"];

/// Sends a name and a password; `done` gets the session while the page is there.
pub fn send(
    data: Data,
    signing: Mutation,
    identity: String,
    password: String,
    done: impl FnOnce(Session) + 'static,
) {
    // Through an intent without a draft: what a draft sends is written down.
    let call = Call::sign_in_by_password(&PasswordSignIn { identity, password }, "", data.now());
    signing.run_call(call, move |session: Session, here| {
        if here {
            done(session);
        }
    });
}

/// The form; `done` takes the session up.
pub fn form(data: Data, done: Callback<Session>) -> AnyView {
    let draft = data.draft("sign-in");
    let identity = draft.field("identity", "");
    let password = RwSignal::new(String::new());
    let signing = data.mutation();
    let notice = signing.notice();
    Effect::new(move |before: Option<()>| {
        password.track();
        if before.is_some() {
            signing.forgive();
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match typed(&identity.get_untracked(), &password.get_untracked()) {
            Ok((identity, password)) => send(data, signing, identity, password, move |session| {
                draft.clear();
                done.try_run(session);
            }),
            Err(wrong) => signing.refuse(wrong),
        }
    };
    let required = field_error(notice, "password", &[]);
    let wrong = move || notice.with(|n| n.as_ref().and_then(password_fault)).or_else(|| required.get());
    view! {
        <form class="card" on:submit=submit>
            <TextField
                label=k::account::identity_label()
                value=identity
                input_mode="email"
                autocomplete="username"
                error=field_error(notice, "identity", &[])
                max_length=200u32
            />
            <PasswordField label=k::account::password_label() value=password error=wrong />
            <FormFault notice=notice own=OWN />
            <Button label=k::account::sign_in() wide=true submit=true busy=signing.is_sending() />
        </form>
    }
    .into_any()
}

/// Both, or what is missing. A password is taken as it is: spaces may be part of it.
///
/// # Errors
/// A notice with the fields that are empty.
pub fn typed(identity: &str, password: &str) -> Result<(String, String), Notice> {
    let identity = identity.trim();
    let missing = [("/identity", identity.is_empty()), ("/password", password.is_empty())];
    let missing: Vec<_> = missing
        .into_iter()
        .filter(|(_, missing)| *missing)
        .map(|(field, _)| (field.to_owned(), "required".to_owned()))
        .collect();
    if missing.is_empty() { Ok((identity.to_owned(), password.to_owned())) } else { Err(refusal(missing)) }
}

/// The sentence beside the password: wrong, in this form's words, with how long to wait where that is told.
pub fn password_fault(notice: &Notice) -> Option<String> {
    OWN.contains(&notice.code.as_str()).then(|| match notice.wait_s {
        Some(_) => sentence(notice).body,
        None => k::account::password_wrong().to_owned(),
    })
}
