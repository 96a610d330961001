//! Planning a daily activity: the day, and what to do or say. A form that is a draft.

use contract::daily::Daily;
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Arrival, Data};
use leptos::prelude::*;

use super::form::{self, Raw};
use crate::compose::form::{Form, Words};
use crate::i18n::k::daily as t;
use crate::i18n::{local_input, zone_name};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Art, Card, Crumb, DateTimeField, Loaded, Page, State, TextArea, Toasts};

/// The page that plans one; hosts only.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::plan().to_owned());
    let group = data.one::<Group>(id.as_str());
    let again = id.clone();
    view! {
        <Crumb to=Link::Dailies(id.clone()) label=t::title() />
        <Loaded value=group retry={move || data.fetch::<Group>(again.as_str())} let:group>
            {
                let hosts = group.with_untracked(|g| g.me.role.runs_the_group());
                if hosts { planning(data, id.clone()) } else { not_mine() }
            }
        </Loaded>
    }
    .into_any()
}

fn not_mine() -> AnyView {
    view! {
        <Page>
            <State art=Art::Door title=t::hosts_title() body=t::hosts_only() />
        </Page>
    }
    .into_any()
}

fn planning(data: Data, id: GroupId) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let draft = data.draft(&format!("group/{id}/daily"));
    let today = local_input(data.now().0).split_once('T').map(|(day, _)| day.to_owned()).unwrap_or_default();
    let (day, words) = (draft.field("day", &today), draft.field("words", ""));
    let raw = move || Raw { day: day.get(), words: words.get() };
    let sending = draft.mutation(data);
    let back = Link::Dailies(id.clone());
    let send = Callback::new(move |()| {
        let back = back.clone();
        form::read(&untrack(raw), data.now()).map(|daily| {
            sending.run(api::NEW_DAILY, &[id.as_str()], &daily, move |daily: Daily| {
                toasts.push(t::toast_planned());
                let days = data.list::<Daily>(api::DAILIES, &[daily.group_id.as_str()], Arrival::AtOnce);
                data.absorb(daily);
                days.reload();
                nav.back(&back);
            });
        })
    });
    let form = Form {
        draft,
        sending,
        minute: data.minute(),
        track: Callback::new(move |()| drop(raw())),
        check: Callback::new(move |now| form::read(&raw(), now).err()),
        send,
        error_text: form::error_text,
    };
    let said = Words { title: t::plan(), sub: t::plan_sub(), label: t::plan_it(), rule: t::plan_rule() };
    form.view(said, move |error| {
        let wrong = move |field: &'static str| move || error.run(field.to_owned());
        let hint = t::day_hint(&zone_name());
        view! {
            <Card>
                <DateTimeField label=t::day_label() value=day day=true min=today hint error=wrong("day") />
                <TextArea label=t::prompt() value=words rows=3 hint=t::prompt_hint() error=wrong("words") max_length=200u32 />
            </Card>
        }
        .into_any()
    })
}
