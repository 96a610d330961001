//! The fields of a deal to be opened or changed, each kept on every input, and the cards that they stand in.

use contract::Timestamp;
use data::{Data, Draft, Rule};
use domain::groupbuy::MOST_TIERS;
use domain::groupbuy::option::MOST_OPTIONS;
use domain::groupbuy::pick_up::MOST_TIMES;
use leptos::prelude::*;

use super::rows::{RowWords, Rows, rows};
use super::team_form::{self, TeamFields};
use super::tiers;
use crate::compose::form::ErrorOf;
use crate::features::groupbuy::form::{Raw, Row};
use crate::i18n::k::groupbuy as t;
use crate::i18n::{local_input, zone_name};
use crate::ui::{Advisory, Card, DateTimeField, NumberField, TextArea, TextField};

/// The fields. `Copy`.
#[derive(Clone, Copy)]
pub struct Fields {
    /// What is bought.
    pub title: RwSignal<String>,
    /// About it.
    pub about: RwSignal<String>,
    /// Where to collect.
    pub pick_up: RwSignal<String>,
    /// The steps of the price.
    pub tiers: Rows<2>,
    /// Options: name and stock.
    pub options: Rows<2>,
    /// Pick-up times.
    pub times: Rows<1>,
    /// The people it needs.
    pub minimum: RwSignal<String>,
    /// Units in all.
    pub stock: RwSignal<String>,
    /// Units for one member.
    pub per_member: RwSignal<String>,
    /// Units for one order.
    pub per_order: RwSignal<String>,
    /// When it ends.
    pub ends_at: RwSignal<String>,
    /// How it is sold to teams.
    pub team: TeamFields,
}

impl Fields {
    /// What a draft keeps; what stands in `first` until something is typed.
    pub fn of(draft: Draft, first: &Raw) -> Self {
        let pair = |row: &Row| [row.from.clone(), row.price.clone()];
        let tiers: Vec<[String; 2]> = first.rows.iter().map(pair).collect();
        Self {
            title: draft.field("title", &first.title),
            about: draft.field("about", &first.about),
            pick_up: draft.field("pick_up", &first.pick_up),
            tiers: Rows::of(draft, "tiers", ["from", "price"], &tiers, [1, MOST_TIERS]),
            options: Rows::of(draft, "options", ["label", "stock"], &first.options, [0, MOST_OPTIONS]),
            times: Rows::of(draft, "times", ["at"], &first.times, [0, MOST_TIMES]),
            minimum: draft.field("minimum", &first.minimum),
            stock: draft.field("stock", &first.stock),
            per_member: draft.field("per_member", &first.per_member),
            per_order: draft.field("per_order", &first.per_order),
            ends_at: draft.field("ends_at", &first.ends_at),
            team: TeamFields::of(draft, first),
        }
    }

    /// What was typed, tracked.
    pub fn get(self) -> Raw {
        Raw {
            title: self.title.get(),
            about: self.about.get(),
            pick_up: self.pick_up.get(),
            rows: self.steps(),
            options: self.options.get(),
            times: self.times.get(),
            minimum: self.minimum.get(),
            stock: self.stock.get(),
            per_member: self.per_member.get(),
            per_order: self.per_order.get(),
            ends_at: self.ends_at.get(),
            team: self.team.get(),
        }
    }

    /// The steps of the price as typed, tracked.
    pub fn steps(self) -> Vec<Row> {
        self.tiers.get().into_iter().map(|[from, price]| Row { from, price }).collect()
    }
}

/// What a form of a new deal says at first.
pub fn at_first(now: Timestamp) -> Raw {
    let day = local_input(now.plus_s(3 * 86_400).0);
    Raw {
        rows: vec![Row::default(), Row::default()],
        minimum: "3".into(),
        per_member: "1".into(),
        // The evening in three days.
        ends_at: day.split_once('T').map(|(day, _)| format!("{day}T20:00")).unwrap_or_default(),
        ..Raw::default()
    }
}

/// The cards of the form; `photos` stand with the words.
pub fn cards(data: Data, fields: Fields, error: ErrorOf, photos: Option<AnyView>) -> AnyView {
    let in_teams = fields.team.is_on();
    view! {
        {words_card(fields, error, photos)}
        {move || match in_teams.get() {
            true => team_form::card(fields.team, error),
            false => view! {
                {options_card(fields, error)}
                {tiers::editor(fields.tiers, error)}
                {tiers::preview(fields)}
            }
            .into_any(),
        }}
        {rules_card(data, fields, error)}
        {pick_up_card(data, fields, error)}
    }
    .into_any()
}

fn words_card(fields: Fields, error: ErrorOf, photos: Option<AnyView>) -> AnyView {
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
            {photos}
        </Card>
    }
    .into_any()
}

fn options_card(fields: Fields, error: ErrorOf) -> AnyView {
    let words =
        RowWords { nth: t::option_nth, add: t::option_add(), remove: t::option_remove, begins_with: 2 };
    let draw = |at: usize, [label, stock]: [RwSignal<String>; 2], error: ErrorOf| {
        let wrong = move |part: &'static str| move || error.run(format!("options/{at}/{part}"));
        view! {
            <TextField label=t::option_label() value=label error=wrong("label") max_length=20_u32 />
            <NumberField label=t::option_stock() value=stock error=wrong("stock") optional=true />
        }
        .into_any()
    };
    let all = move || error.run("options".to_owned());
    view! {
        <Card>
            <div class="groupbuy-head"><h2>{t::options()}</h2><span class="cap">{t::options_note()}</span></div>
            {rows(fields.options, words, draw, error)}
            {move || all().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
        </Card>
    }
    .into_any()
}

fn rules_card(data: Data, fields: Fields, error: ErrorOf) -> AnyView {
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    let in_teams = fields.team.is_on();
    // In a team the size is the minimum, and each takes one.
    let limits = move || {
        (!in_teams.get()).then(|| {
            view! {
                <NumberField
                    label=t::minimum_label()
                    value=fields.minimum
                    hint=t::minimum_hint()
                    error=wrong("minimum")
                />
                <NumberField label=t::per_member_label() value=fields.per_member error=wrong("per_member") />
                <NumberField
                    label=t::per_order_label()
                    value=fields.per_order
                    hint=t::per_order_hint()
                    error=wrong("per_order")
                    optional=true
                />
            }
        })
    };
    view! {
        <Card>
            <h2>{t::rules()}</h2>
            {limits}
            <NumberField label=t::stock_label() value=fields.stock hint=t::stock_hint() error=wrong("stock") optional=true />
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

fn pick_up_card(data: Data, fields: Fields, error: ErrorOf) -> AnyView {
    let words = RowWords { nth: t::time_nth, add: t::time_add(), remove: t::time_remove, begins_with: 1 };
    let min = StoredValue::new(local_input(data.now().0));
    let draw = move |at: usize, [time]: [RwSignal<String>; 1], error: ErrorOf| {
        let wrong = move || error.run(format!("pick_up_at/{at}"));
        let nth = t::time_nth(i64::try_from(at).unwrap_or(0) + 1);
        view! { <DateTimeField label=nth value=time min=min.get_value() error=wrong /> }.into_any()
    };
    let wrong = move |field: &'static str| move || error.run(field.to_owned());
    view! {
        <Card>
            <div class="groupbuy-head"><h2>{t::pick_up()}</h2><span class="cap">{t::times_note(&zone_name())}</span></div>
            <TextField
                label=t::pick_up_label()
                value=fields.pick_up
                error=wrong("pick_up")
                optional=true
                max_length=200_u32
            />
            {rows(fields.times, words, draw, error)}
            {move || wrong("pick_up_at")().map(|text| view! { <p class="field-error" role="alert">{text}</p> })}
        </Card>
    }
    .into_any()
}
