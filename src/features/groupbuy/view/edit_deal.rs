//! Changing an open deal: the same form, filled with what holds. What was promised to who is in it stays.

use contract::groupbuy::Deal;
use contract::{DealId, GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use super::fields::{self, Fields};
use super::held;
use crate::compose::form::{Form, Words};
use crate::features::groupbuy::form;
use crate::i18n::k::groupbuy as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Banner, Crumb, Loaded, Page, Toasts, glyph};

/// The page that changes a deal.
pub fn page(data: Data, group: GroupId, id: DealId) -> AnyView {
    use_title(t::edit_title().to_owned());
    let deal = data.one::<Deal>(id.as_str());
    let is_here = Memo::new(move |_| deal.with(|d| d.value().is_some()));
    let to = Link::Deal(group, id.clone());
    let again = id.clone();
    let retry = Callback::new(move |()| data.fetch::<Deal>(again.as_str()));
    let back = to.clone();
    view! {
        <Crumb to label=t::title() />
        {move || match is_here.get().then(|| held(deal)).flatten() {
            Some(deal) => form_page(data, deal, back.clone()),
            None => view! {
                <Page>
                    <Loaded value=deal retry=move || retry.run(()) skeletons=2 let:deal>
                        <h1>{deal.get().title}</h1>
                    </Loaded>
                </Page>
            }
            .into_any(),
        }}
    }
    .into_any()
}

fn form_page(data: Data, deal: Signal<Deal>, back: Link) -> AnyView {
    let id = deal.with_untracked(|d| d.id.clone());
    let draft = data.draft(&format!("deal/{id}/edit"));
    let fields = Fields::of(draft, &deal.with_untracked(form::raw_of));
    let sending = draft.mutation(data);
    // As the form was filled: what somebody else changes meanwhile is theirs until I have seen it.
    let seen = deal.with_untracked(|d| d.edited_at.unwrap_or(d.opened_at));
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let send = Callback::new(move |()| {
        let mut command =
            deal.with_untracked(|was| form::read_change(&untrack(|| fields.get()), was, data.now()))?;
        command.was = Some(seen);
        let back = back.clone();
        sending.run(api::EDIT_DEAL, &[id.as_str()], &command, move |deal: Deal| {
            data.absorb(deal);
            toasts.push(t::toast_edited());
            nav.back(&back);
        });
        Ok(())
    });
    let form = Form {
        draft,
        sending,
        minute: data.minute(),
        track: Callback::new(move |()| drop(fields.get())),
        check: Callback::new(move |now| deal.with(|was| form::read_change(&fields.get(), was, now).err())),
        send,
        error_text: form::error_text,
    };
    let words =
        Words { title: t::edit_title(), sub: t::edit_sub(), label: t::edit_save(), rule: t::edit_rule() };
    form.view(words, move |error| {
        let people = Memo::new(move |_| i64::from(deal.with(|d| d.people)));
        let says =
            move || if people.get() == 0 { t::edit_none().to_owned() } else { t::edit_some(people.get()) };
        view! {
            <Banner icon=glyph::SHIELD title=Signal::derive(says) />
            {fields::cards(data, fields, error, None)}
        }
        .into_any()
    })
}
