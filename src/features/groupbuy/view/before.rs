//! What stands above the form of a new deal: a phone to verify, and a draft of before.

use contract::{Link, api};
use data::{Data, Draft};
use leptos::prelude::*;

use crate::i18n::k;
use crate::i18n::k::groupbuy as t;
use crate::ui::{Banner, Button, LinkButton, Look, glyph};

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

/// Says that this was begun before, and offers to begin anew.
pub fn kept(draft: Draft, tried: RwSignal<bool>) -> AnyView {
    let shown = RwSignal::new(draft.was_kept());
    let start_over = Callback::new(move |()| {
        draft.clear();
        tried.set(false);
        shown.set(false);
    });
    let draw = move || {
        shown.get().then(|| {
            view! {
                <Banner icon=glyph::EDIT title=t::kept()>
                    <Button label=t::start_over() look=Look::Text small=true on_press=start_over />
                </Banner>
            }
        })
    };
    view! { {draw} }.into_any()
}
