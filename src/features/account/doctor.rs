//! The doctor's section: asks the backend everything that the app will ask, and says what to mend. A row each.
//!
//! `ui::examine` -> lines as they come. Writes only after the question was answered. Must not know HTTP.

use contract::api;
use data::Data;
use leptos::prelude::*;

use crate::i18n::k::doctor as t;
use crate::ui::examine::{Found, Line, use_examine};
use crate::ui::{Button, CopyButton, Glyph, Look, Pill, PillState, SectionHead, Sheet, Stack, glyph};

/// The section of the page about the backend; nothing where nobody examines.
pub fn section(data: Data) -> Option<AnyView> {
    let examine = use_examine()?;
    let lines = RwSignal::new(Vec::<Line>::new());
    let busy = RwSignal::new(false);
    let news = RwSignal::new("");
    let asks = RwSignal::new(false);
    // Made once: one that is made in the sheet would end with it.
    let tell = Callback::new(move |found| match found {
        Found::Line(line) => lines.update(|lines| lines.push(line)),
        Found::End => {
            busy.set(false);
            news.set("");
        }
        Found::Unavailable => {
            busy.set(false);
            news.set(t::unavailable());
        }
    });
    let run = move |may_write: bool| {
        asks.set(false);
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        news.set(t::running());
        lines.set(Vec::new());
        examine.examine(may_write, tell);
    };
    let some = Memo::new(move |_| lines.with(|lines| !lines.is_empty()));
    let label = Signal::derive(move || if some.get() { t::again() } else { t::run() }.to_owned());
    let each = move || (0..lines.with(Vec::len)).collect::<Vec<_>>();
    let row = move |at: usize| lines.with_untracked(|lines| lines.get(at).map(shown));
    let text: Signal<String> =
        Signal::derive(move || lines.with(|lines| lines.iter().map(|l| l.text.as_str()).collect()));
    let may_ask = data.offers(&api::NEW_POST) && data.account().is_some();
    let view = view! {
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
    };
    Some(view.into_any())
}

/// How a state looks; its icon's shape tells it without colour.
fn look(state: &str) -> (PillState, Glyph) {
    match state {
        "ok" => (PillState::Done, glyph::CHECK),
        "warning" => (PillState::Held, glyph::INFO),
        "failed" => (PillState::Failed, glyph::CLOSE),
        _ => (PillState::Off, glyph::MORE),
    }
}

/// A line, folded unless it failed.
fn shown(line: &Line) -> AnyView {
    let (state, icon) = look(&line.state);
    let possible = (!line.possible.is_empty()).then(|| {
        let all: Vec<AnyView> =
            line.possible.iter().map(|means| view! { <li>{means.clone()}</li> }.into_any()).collect();
        view! {
            <p class="sub">{t::group_note()}</p>
            <ul class="check-may">{all}</ul>
        }
    });
    let facts: Vec<AnyView> = line
        .facts
        .iter()
        .map(|(name, text)| view! { <dt>{name.clone()}</dt><dd>{text.clone()}</dd> }.into_any())
        .collect();
    let exact =
        (!line.exact.is_empty()).then(|| view! { <pre class="check-exact">{line.exact.clone()}</pre> });
    view! {
        <li>
            <details class="check" open=line.state == "failed">
                <summary>
                    <Pill label=line.pill.clone() state icon=icon />
                    <span>{line.name.clone()}</span>
                </summary>
                {possible}
                <dl>{facts}</dl>
                {exact}
            </details>
        </li>
    }
    .into_any()
}
