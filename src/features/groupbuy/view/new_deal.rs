//! Opening a deal: a form that is a draft, with its photos.

use contract::group::Group;
use contract::groupbuy::{Deal, NewDeal};
use contract::{GroupId, Link, api};
use data::{Arrival, Data, refusal};
use leptos::prelude::*;
use loadable::Loadable;

use super::before;
use super::fields::{self, Fields};
use super::team_form;
use crate::compose::form::{Form, Words};
use crate::compose::photo::{self, Queue};
use crate::features::groupbuy::form;
use crate::i18n::k::groupbuy as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::slot::attachment_of;
use crate::ui::{Art, Crumb, LinkButton, Loaded, Page, State};

/// Who may fill it in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    Form,
    HostsOnly,
    Elsewhere,
}

/// The page that opens a deal in a group.
pub fn page(data: Data, group: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let home = data.one::<Group>(group.as_str());
    let name = Signal::derive(move || home.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default());
    let gate = Memo::new(move |_| {
        home.with(|home| match home {
            Loadable::Failed(notice, None) if matches!(notice.code.as_str(), "not_member" | "not_found") => {
                Gate::Elsewhere
            }
            _ if home
                .value()
                .is_some_and(|g| !g.policy.members_open_deals && !g.me.role.runs_the_group()) =>
            {
                Gate::HostsOnly
            }
            _ => Gate::Form,
        })
    });
    let back = Link::Group(group.clone());
    let draw = move || match gate.get() {
        Gate::Form => form_page(data, group.clone()),
        Gate::HostsOnly => {
            let to = Link::Write(group.clone());
            let says = data.offers(&api::NEW_POST);
            view! {
                <Page>
                    <State art=Art::Door title=t::hosts_only_title() body=t::hosts_only_body()>
                        {says.then(|| view! { <LinkButton to label=t::say_it() /> })}
                    </State>
                </Page>
            }
            .into_any()
        }
        Gate::Elsewhere => {
            let again = group.clone();
            let retry = move || data.fetch::<Group>(again.as_str());
            view! { <Page><Loaded value=home retry let:home><h1>{home.get().name}</h1></Loaded></Page> }
                .into_any()
        }
    };
    view! {
        <Crumb to=back label=name />
        {draw}
    }
    .into_any()
}

fn form_page(data: Data, group: GroupId) -> AnyView {
    let to_bargain = group.clone();
    let place = format!("group/{group}/deal");
    let draft = data.draft(&place);
    let fields = Fields::of(draft, &fields::at_first(data.now()));
    let queue = Queue::of(data, draft, &group, &place);
    let sending = draft.mutation(data);
    let nav = use_nav::<Link>();
    let send = Callback::new(move |()| {
        let deal = form::read(&untrack(|| fields.get()), data.now())?;
        let photos = match untrack(|| queue.map(Queue::for_post)) {
            Some(None) => return Err(refusal(vec![("photos".to_owned(), "waiting".to_owned())])),
            photos => photos.flatten().unwrap_or_default(),
        };
        let deal = NewDeal { photos, ..deal };
        // Asked before it is sent, as the draft is empty afterwards.
        let copies = queue.map(Queue::keys).unwrap_or_default();
        sending.run(api::NEW_DEAL, &[group.as_str()], &deal, move |deal: Deal| {
            if let Some(queue) = queue {
                queue.sent(copies);
            }
            let to = Link::Deal(deal.group_id.clone(), deal.id.clone());
            data.list::<Deal>(api::DEALS, &[deal.group_id.as_str()], Arrival::AtOnce).put_first(deal);
            nav.replace(&to);
        });
        Ok(())
    });
    let form = Form {
        draft,
        sending,
        minute: data.minute(),
        track: Callback::new(move |()| {
            fields.get();
            queue.into_iter().for_each(|queue| queue.items.track());
        }),
        check: Callback::new(move |now| form::read(&fields.get(), now).err()),
        send,
        error_text: form::error_text,
    };
    let words = Words { title: t::start(), sub: t::deals_sub(), label: t::open_it(), rule: t::open_rule() };
    form.view(words, move |error| {
        let waits = move || error.run("photos".to_owned());
        let photos = queue.map(|queue| {
            view! {
                {photo::tray(queue)}
                {move || waits().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
            }
            .into_any()
        });
        view! {
            {before::needs_phone(data)}
            {move || attachment_of("bargain/start").flatten().map(|draw| draw("", "", to_bargain.as_str()))}
            {data.offers(&api::NEW_TEAM).then(|| team_form::mode(fields.team))}
            {fields::cards(data, fields, error, photos)}
        }
        .into_any()
    })
}
