//! Beside a deal or a seat: who shared it with me and that buying counts for them, before I buy; and the way to say no.

use contract::referral::{Came, Referral};
use contract::{GroupId, api};
use data::{Data, Mutation};
use leptos::prelude::*;

use super::{arrive, model};
use crate::i18n::k::referral as t;
use crate::ui::{Banner, Button, Fault, Look, Toasts, glyph};

/// The part; `kind` is the thing's, `group` where it is.
pub fn part(id: &str, kind: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    arrive::late(data, &GroupId::from(group), model::thing(kind, id));
    let mine = data.one::<Referral>(group);
    let (id, group) = (id.to_owned(), GroupId::from(group));
    let came = Memo::new(move |_| mine.with(|m| model::told(m.value()?, &id).cloned()));
    let forgetting = data.mutation();
    let shown = move || {
        let came = came.get()?;
        let (title, body) = model::telling(&came);
        let button = forget(data, forgetting, &group, &came);
        Some(view! {
            <div class="referral-told">
                <Banner icon=glyph::SHARE title body>{button}</Banner>
                <Fault notice=forgetting.notice() />
            </div>
        })
    };
    view! { {shown} }.into_any()
}

/// The button that takes back that I came by a share.
pub fn forget(data: Data, forgetting: Mutation, group: &GroupId, came: &Came) -> AnyView {
    let toasts = Toasts::from_context();
    let (group, to) = (group.clone(), came.to.clone());
    let press = move || {
        let command = contract::referral::Forget { to: to.clone() };
        forgetting.run(api::FORGET, &[group.as_str()], &command, move |mine: Referral| {
            data.absorb(mine);
            toasts.push(t::forgotten());
        });
    };
    view! { <Button label=t::forget() look=Look::Text small=true busy=forgetting.is_sending() on_press=press /> }
        .into_any()
}
