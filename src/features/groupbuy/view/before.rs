//! What stands above the form of a new deal: a phone to verify.

use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::i18n::k::groupbuy as t;
use crate::ui::{Banner, LinkButton, Look, glyph};

/// Says that a phone is verified first, where the backend can verify one.
pub fn needs_phone(data: Data) -> AnyView {
    let me = data.me();
    // Nobody is sent to verify what the backend does not verify.
    let can_verify = data.offers(&api::VERIFY_PHONE) && data.offers(&api::REQUEST_CODE);
    let draw = move || {
        let (to, label) = match me.get() {
            Some(me) if me.phone_verified || !can_verify => return None,
            None if !data.can_sign_in() => return None,
            Some(_) => (Link::Verify, k::common::verify_phone()),
            None => (Link::SignIn, k::common::sign_in()),
        };
        Some(view! {
            <Banner icon=glyph::SHIELD title=t::needs_phone()>
                <LinkButton to label look=Look::Text small=true />
            </Banner>
        })
    };
    view! { {draw} }.into_any()
}
