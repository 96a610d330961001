//! Verifying a phone before the first commitment, then back to what was being done.

use contract::account::Me;
use contract::{Link, api};
use data::Data;
use leptos::prelude::*;

use super::phone::PhoneForm;
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Art, Crumb, LinkButton, Page, PageHead, State, Toasts};

/// The page.
pub fn page(data: Data) -> AnyView {
    use_title(k::account::verify_title().to_owned());
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    // Read once: the form must not vanish under the word that it worked.
    let before = data.me().get_untracked();
    let body = match before {
        None => view! {
            <h1 class="hide">{k::account::verify_title()}</h1>
            <State art=Art::Door title=k::account::verify_title() body=k::account::verify_sub()>
                <LinkButton to=Link::SignIn label=k::common::sign_in() />
            </State>
        }
        .into_any(),
        Some(Me { phone_verified: true, phone, .. }) => {
            let title = k::account::verified_already(&phone.unwrap_or_default());
            view! {
                <h1 class="hide">{k::account::verify_title()}</h1>
                <State art=Art::Door title body=k::account::verified()>
                    <LinkButton to=Link::Home label=k::common::home() />
                </State>
            }
            .into_any()
        }
        Some(_) => {
            let verifying = data.mutation();
            let form = PhoneForm::new(data, "verify", verifying);
            let go = Callback::new(move |()| {
                if let Some(both) = form.both() {
                    verifying.run_whatever_comes(api::VERIFY_PHONE, &[], &both, move |me: Me, here| {
                        data.me_changed(me);
                        toasts.push(k::account::verified());
                        if here {
                            nav.back(&Link::Home);
                        }
                    });
                }
            });
            view! {
                <PageHead title=k::account::verify_title() sub=k::account::verify_sub() />
                {form.view(k::account::verify(), go)}
            }
            .into_any()
        }
    };
    view! {
        <Crumb to=Link::Home label=k::common::back() />
        <Page>{body}</Page>
    }
    .into_any()
}
