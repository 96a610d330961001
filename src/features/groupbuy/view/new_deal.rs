//! Opening a deal: a form that is a draft, its preview, and errors beside their fields.

use contract::group::Group;
use contract::groupbuy::Deal;
use contract::{GroupId, Link, Timestamp, api};
use data::{Arrival, Data, Draft, Mutation, Rule};
use leptos::{ev, html, prelude::*};
use loadable::Loadable;

use super::before;
use super::tiers::{self, ErrorOf, Rows};
use crate::features::groupbuy::form::{self, Raw};
use crate::i18n::k::groupbuy as t;
use crate::i18n::{local_input, zone_name};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Advisory, Art, Button, Card, Crumb, DateTimeField, Fault, LinkButton, Loaded, NumberField,
    Page, PageHead, State, TextArea, TextField,
};

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

/// The fields of the form, each kept on every input. `Copy`.
#[derive(Clone, Copy)]
struct Fields {
    title: RwSignal<String>,
    about: RwSignal<String>,
    pick_up: RwSignal<String>,
    rows: Rows,
    minimum: RwSignal<String>,
    stock: RwSignal<String>,
    per_member: RwSignal<String>,
    ends_at: RwSignal<String>,
}

impl Fields {
    fn of(draft: Draft, now: Timestamp) -> Self {
        Self {
            title: draft.field("title", ""),
            about: draft.field("about", ""),
            pick_up: draft.field("pick_up", ""),
            rows: Rows::of(draft),
            minimum: draft.field("minimum", "3"),
            stock: draft.field("stock", ""),
            per_member: draft.field("per_member", "1"),
            ends_at: draft.field("ends_at", &in_three_days(now)),
        }
    }

    /// What was typed, tracked.
    fn get(self) -> Raw {
        Raw {
            title: self.title.get(),
            about: self.about.get(),
            pick_up: self.pick_up.get(),
            rows: self.rows.get(),
            minimum: self.minimum.get(),
            stock: self.stock.get(),
            per_member: self.per_member.get(),
            ends_at: self.ends_at.get(),
        }
    }
}

/// The evening in three days, as a date field writes it.
fn in_three_days(now: Timestamp) -> String {
    let text = local_input(now.plus_s(3 * 86_400).0);
    text.split_once('T').map(|(day, _)| format!("{day}T20:00")).unwrap_or_default()
}

fn form_page(data: Data, group: GroupId) -> AnyView {
    let draft = data.draft(&format!("group/{group}/deal"));
    let fields = Fields::of(draft, data.now());
    let opening = draft.mutation(data);
    let tried = RwSignal::new(false);
    let error = errors(data, fields, opening, tried);
    let frame = NodeRef::<html::Form>::new();
    let submit = submit(data, group, fields, opening, tried, frame);
    let on_submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        submit.run(());
    };
    view! {
        <form class="groupbuy-form" node_ref=frame novalidate=true on:submit=on_submit>
            <Page>
                <PageHead title=t::start() sub=t::deals_sub() />
                {before::needs_phone(data)}
                {before::kept(draft, tried)}
                {words_card(fields, error)}
                {tiers::editor(fields.rows, error)}
                {tiers::preview(fields.rows, fields.minimum)}
                {rules_card(data, fields, error)}
            </Page>
            <ActionBar>
                <Fault notice=opening.notice() />
                <Button label=t::open_it() rule=t::open_rule() submit=true wide=true busy=opening.is_sending() />
            </ActionBar>
        </form>
    }
    .into_any()
}

/// The error of each field: found here once it was tried to send, or told by the server.
fn errors(data: Data, fields: Fields, opening: Mutation, tried: RwSignal<bool>) -> ErrorOf {
    let minute = data.minute();
    let notice = opening.notice();
    // What the server said of a field holds until something is changed.
    Effect::new(move |before: Option<Raw>| {
        let now = fields.get();
        if before.is_some_and(|before| before != now) {
            opening.forgive();
        }
        now
    });
    let wrong = Memo::new(move |_| {
        let here = tried.get().then(|| form::read(&fields.get(), minute.get()).err()).flatten();
        here.or_else(|| notice.get()).map(|n| n.fields).unwrap_or_default()
    });
    Callback::new(move |field: String| {
        wrong.with(|wrong| {
            wrong.iter().find(|w| w.field == field).map(|w| form::error_text(&w.field, &w.code))
        })
    })
}

fn submit(
    data: Data,
    group: GroupId,
    fields: Fields,
    opening: Mutation,
    tried: RwSignal<bool>,
    frame: NodeRef<html::Form>,
) -> Callback<()> {
    let nav = use_nav::<Link>();
    Callback::new(move |()| {
        tried.set(true);
        let group = group.clone();
        match form::read(&untrack(|| fields.get()), data.now()) {
            Ok(deal) => opening.run(api::NEW_DEAL, &[group.as_str()], &deal, move |deal: Deal| {
                let to = Link::Deal(deal.group_id.clone(), deal.id.clone());
                data.list::<Deal>(api::DEALS, &[deal.group_id.as_str()], Arrival::AtOnce).put_first(deal);
                nav.replace(&to);
            }),
            Err(notice) => {
                opening.refuse(notice);
                request_animation_frame(move || focus_first_wrong(frame));
            }
        }
    })
}

/// Brings the first wrong field into view, under the finger and the reader.
fn focus_first_wrong(frame: NodeRef<html::Form>) {
    use leptos::wasm_bindgen::JsCast;
    let Some(Some(form)) = frame.try_get_untracked() else { return };
    let Ok(Some(field)) = form.query_selector("[aria-invalid]") else { return };
    if let Some(field) = field.dyn_ref::<leptos::web_sys::HtmlElement>() {
        // A field that cannot take the focus still shows its error.
        drop(field.focus());
    }
}

fn words_card(fields: Fields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    view! {
        <Card>
            <TextField label=t::what() value=fields.title hint=t::what_hint() error=wrong("title") max_length=60_u32 />
            <TextArea
                label=t::about()
                value=fields.about
                hint=t::about_hint()
                error=wrong("about")
                rows=3
                optional=true
                max_length=1000_u32
            />
            <TextField
                label=t::pick_up_label()
                value=fields.pick_up
                error=wrong("pick_up")
                optional=true
                max_length=200_u32
            />
        </Card>
    }
    .into_any()
}

fn rules_card(data: Data, fields: Fields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    view! {
        <Card>
            <h2>{t::rules()}</h2>
            <NumberField label=t::minimum_label() value=fields.minimum hint=t::minimum_hint() error=wrong("minimum") />
            <NumberField label=t::stock_label() value=fields.stock hint=t::stock_hint() error=wrong("stock") optional=true />
            <NumberField label=t::per_member_label() value=fields.per_member error=wrong("per_member") />
            {(!data.enforces(Rule::Stock)).then(|| view! { <Advisory what=t::advisory_stock() /> })}
            <DateTimeField
                label=t::ends_label()
                value=fields.ends_at
                min=local_input(data.now().0)
                hint=t::ends_hint(&zone_name())
                error=wrong("ends_at")
            />
        </Card>
    }
    .into_any()
}
