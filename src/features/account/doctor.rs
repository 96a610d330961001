//! The doctor's section: asks the backend everything that the app will ask, and says what to mend. A row each.
//!
//! `Data::examine` -> rows as they come. Writes only after the question was answered. Must not know HTTP.

use contract::{Link, api};
use data::{Data, Finding, Row, State};
use leptos::prelude::*;

use super::report::{self, word};
use crate::i18n::k::doctor as t;
use crate::ui::nav::use_nav;
use crate::ui::{Button, CopyButton, Glyph, Look, Pill, PillState, SectionHead, Sheet, Stack, glyph};

/// The section of the page about the backend.
pub fn section(data: Data) -> AnyView {
    let rows = RwSignal::new(Vec::<Row>::new());
    let busy = RwSignal::new(false);
    let asks = RwSignal::new(false);
    let nav = use_nav::<Link>();
    let run = move |may_write: bool| {
        asks.set(false);
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        rows.set(Vec::new());
        // Whoever asked may have left the page.
        data.examine(&nav.absolute(&Link::Home), may_write, move |row| match row {
            Some(row) => drop(rows.try_update(|rows| rows.push(row))),
            None => drop(busy.try_set(false)),
        });
    };
    let some = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let label = Signal::derive(move || if some.get() { t::again() } else { t::run() }.to_owned());
    let news = move || busy.get().then(t::running);
    let each = move || (0..rows.with(Vec::len)).collect::<Vec<_>>();
    let row = move |at: usize| rows.with_untracked(|rows| rows.get(at).map(shown));
    let text = Signal::derive(move || rows.with(|rows| report::text(rows)));
    let may_ask = data.offers(&api::NEW_POST) && data.account().is_some();
    view! {
        <SectionHead title=t::title() />
        <Stack>
            <p class="sub">{t::intro()}</p>
            <Button label icon=glyph::SHIELD wide=true busy on_press=move || run(false) />
            <p class="cap" role="status">{news}</p>
            <ul class="checks" role="list">
                <For each key=|at| *at children=row />
            </ul>
            {move || {
                (some.get() && !busy.get()).then(|| {
                    let write = may_ask
                        .then(|| view! { <Button label=t::write() look=Look::Line wide=true on_press=move || asks.set(true) /> });
                    view! {
                        <CopyButton text label=Signal::derive(|| t::copy().to_owned()) wide=true />
                        {write}
                    }
                })
            }}
        </Stack>
        <Sheet open=asks title=t::write_title() sub=t::write_sub()>
            <Stack>
                <Button label=t::write_yes() wide=true on_press=move || run(true) />
                <Button label=t::write_no() look=Look::Soft wide=true on_press=move || asks.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}

/// How a state looks; its icon's shape tells it without colour.
const fn look(state: State) -> (PillState, Glyph) {
    match state {
        State::Ok => (PillState::Done, glyph::CHECK),
        State::Warning => (PillState::Held, glyph::INFO),
        State::Failed => (PillState::Failed, glyph::CLOSE),
        State::Skipped | State::Unknown => (PillState::Off, glyph::MORE),
    }
}

/// A row, folded unless it failed.
fn shown(row: &Row) -> AnyView {
    let (state, icon) = look(row.state);
    let possible = (!row.possible.is_empty()).then(|| {
        let one = |finding: &Finding| view! { <li>{word("means", finding.as_str())}</li> }.into_any();
        let all: Vec<AnyView> = row.possible.iter().map(one).collect();
        view! {
            <p class="sub">{t::group_note()}</p>
            <ul class="check-may">{all}</ul>
        }
    });
    let facts: Vec<AnyView> = report::facts(row)
        .into_iter()
        .map(|(name, text)| view! { <dt>{name}</dt><dd>{text}</dd> }.into_any())
        .collect();
    let exact = (!row.exact.is_empty()).then(|| view! { <pre class="check-exact">{row.exact.clone()}</pre> });
    view! {
        <li>
            <details class="check" open=row.state == State::Failed>
                <summary>
                    <Pill label=word("state", row.state.as_str()) state icon=icon />
                    <span>{report::name(row)}</span>
                </summary>
                {possible}
                <dl>{facts}</dl>
                {exact}
            </details>
        </li>
    }
    .into_any()
}
