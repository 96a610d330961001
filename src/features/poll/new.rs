//! Asking a group by a poll: a form that is a draft, errors beside their fields.

use contract::feed::Post;
use contract::group::Group;
use contract::poll::Poll;
use contract::{GroupId, Link, api};
use data::{Arrival, Data, Draft};
use domain::poll::{FEWEST, MOST};
use leptos::{ev, prelude::*};

use super::form::{self, Raw};
use crate::i18n::k::poll as t;
use crate::i18n::{k, local_input, zone_name};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Button, Card, Crumb, DateTimeField, FormFault, Look, Page, PageHead, Switch, TextField,
    Toasts, glyph,
};

/// The kept value of the switch.
const SEVERAL: &str = "several";

/// The fields of the form, each kept on every input. `Copy`.
#[derive(Clone, Copy)]
struct Fields {
    question: RwSignal<String>,
    choices: StoredValue<Vec<RwSignal<String>>>,
    several: RwSignal<String>,
    closes_at: RwSignal<String>,
    /// How many choices are on the screen.
    shown: RwSignal<usize>,
}

impl Fields {
    fn of(draft: Draft, in_three_days: &str) -> Self {
        let choices: Vec<_> = (0..MOST).map(|at| draft.field(&format!("choice{at}"), "")).collect();
        let typed = choices.iter().rposition(|c| !c.with_untracked(String::is_empty)).map_or(0, |at| at + 1);
        Self {
            question: draft.field("question", ""),
            choices: StoredValue::new(choices),
            several: draft.field("several", ""),
            closes_at: draft.field("closes_at", in_three_days),
            shown: RwSignal::new(typed.max(FEWEST + 1)),
        }
    }

    /// What was typed, tracked.
    fn get(self) -> Raw {
        Raw {
            question: self.question.get(),
            choices: self.choices.with_value(|all| all.iter().map(|c| c.get()).collect()),
            several: self.several.with(|s| s == SEVERAL),
            closes_at: self.closes_at.get(),
        }
    }
}

/// The evening in three days, as a date field writes it.
fn in_three_days(data: Data) -> String {
    let text = local_input(data.now().plus_s(3 * 86_400).0);
    text.split_once('T').map(|(day, _)| format!("{day}T20:00")).unwrap_or_default()
}

/// The page that asks.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let group = data.one::<Group>(id.as_str());
    let draft = data.draft(&format!("group/{id}/poll"));
    let fields = Fields::of(draft, &in_three_days(data));
    let asking = draft.mutation(data);
    let notice = asking.notice();
    // What was said of a field holds until something is changed.
    Effect::new(move |before: Option<Raw>| {
        let now = fields.get();
        if before.is_some_and(|before| before != now) {
            asking.forgive();
        }
        now
    });
    let wrong = move |field: String| {
        move || {
            let wrong = notice.get().map(|n| n.fields).unwrap_or_default();
            wrong.iter().find(|w| w.field == field).map(|w| form::error_text(&w.field, &w.code))
        }
    };
    let back = Link::Group(id.clone());
    let to = back.clone();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let to = to.clone();
        match form::read(&untrack(|| fields.get()), data.now()) {
            Err(refused) => asking.refuse(refused),
            Ok(poll) => asking.run(api::NEW_POLL, &[id.as_str()], &poll, move |poll: Poll| {
                data.list::<Post>(api::POSTS, &[poll.group_id.as_str()], Arrival::Wait).reload();
                data.absorb(poll);
                toasts.push(t::asked());
                nav.back(&to);
            }),
        }
    };
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    let row = move |at: usize| {
        let value = fields.choices.with_value(|all| all.get(at).copied()).unwrap_or_default();
        let error = wrong(format!("choices/{at}/label"));
        let label = t::choice(&(at + 1).to_string());
        let optional = at >= FEWEST;
        view! { <TextField label value error optional max_length=40_u32 /> }
    };
    let more = move || fields.shown.update(|shown| *shown = (*shown + 1).min(MOST));
    view! {
        <Crumb to=back label=name />
        <form novalidate=true on:submit=submit>
            <Page>
                <PageHead title=t::start() sub=t::start_sub() />
                <Card>
                    <TextField label=t::question() value=fields.question error=wrong("question".to_owned()) max_length=100_u32 />
                    <For each=move || 0..fields.shown.get() key=|at| *at children=row />
                    {
                        let few = wrong("choices".to_owned());
                        move || few().map(|text| view! { <p class="field-error" role="alert">{text}</p> })
                    }
                    {move || {
                        (fields.shown.get() < MOST)
                            .then(|| {
                                view! {
                                    <Button label=t::add() icon=glyph::PLUS look=Look::Soft small=true on_press=more />
                                }
                            })
                    }}
                </Card>
                <Card>
                    <Switch
                        label=t::several()
                        hint=t::several_hint()
                        on=Signal::derive(move || fields.several.with(|s| s == SEVERAL))
                        on_change=move |on: bool| fields.several.set(if on { SEVERAL } else { "" }.to_owned())
                    />
                    <DateTimeField
                        label=t::closes_label()
                        value=fields.closes_at
                        min=local_input(data.now().0)
                        hint=t::closes_hint(&zone_name())
                        error=wrong("closes_at".to_owned())
                    />
                </Card>
            </Page>
            <ActionBar>
                <FormFault notice=notice />
                <Button label=t::ask() rule=t::ask_rule() submit=true wide=true busy=asking.is_sending() />
            </ActionBar>
        </form>
    }
    .into_any()
}
