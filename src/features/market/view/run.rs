//! For who runs a class: moving it, cancelling it, and the roster as a file.

use contract::api;
use contract::market::{CancelClass, Class};
use data::refusal;
use domain::file;
use domain::market::check::check_cancel;
use leptos::prelude::*;

use super::super::form::{MoveForm, move_of};
use super::super::store::Market;
use super::super::words;
use super::field_error;
use crate::i18n::{k, local_input, zone_name};
use crate::ui::{
    Button, Card, DateTimeField, Fault, Look, NumberField, SaveFile, SectionHead, Sheet, Stack, TextArea,
    TextField, Toasts, glyph,
};

/// The section; nothing for who does not run the group.
pub fn section(market: Market, class: Signal<Class>, runs: Memo<bool>) -> AnyView {
    let data = market.kernel();
    let (moves, cancels) = (data.offers(&api::MOVE_CLASS), data.offers(&api::CANCEL_CLASS));
    let clock = market.clock();
    let changes =
        Memo::new(move |_| class.with(|c| c.brief.cancelled_at.is_none() && clock.get() < c.brief.starts_at));
    let (moving, cancelling) = (RwSignal::new(false), RwSignal::new(false));
    let text = Signal::derive(move || class.with(words::roster_csv));
    let address = Signal::derive(move || text.with(|text| file::address("text/csv", text)));
    let name = Signal::derive(move || class.with(words::roster_name));
    let has_seats = Memo::new(move |_| class.with(|c| !c.seats.is_empty()));
    let buttons = move || {
        let button = |label: &'static str, icon, look, open: RwSignal<bool>| {
            view! { <Button label icon look wide=true on_press=move || open.set(true) /> }
        };
        changes.get().then(|| {
            view! {
                {moves.then(|| button(k::market::move_class(), glyph::CLOCK, Look::Soft, moving))}
                {cancels.then(|| button(k::market::cancel_class(), glyph::CLOSE, Look::Warn, cancelling))}
            }
        })
    };
    let shown = move || {
        runs.get().then(|| {
            view! {
                <SectionHead title=k::market::run_class() note=k::market::run_only() />
                <Card>
                    <Stack>
                        {move || has_seats.get().then(|| view! { <SaveFile label=k::market::csv() copy_label=k::market::csv_copy() name address text /> })}
                        {buttons}
                    </Stack>
                </Card>
                {move_sheet(market, class, moving)}
                {cancel_sheet(market, class, cancelling)}
            }
        })
    };
    view! { {shown} }.into_any()
}

/// Made anew at each opening: it begins with where and when the class is by then.
fn move_sheet(market: Market, class: Signal<Class>, open: RwSignal<bool>) -> AnyView {
    view! {
        <Sheet open title=k::market::move_class() sub=k::market::move_sub()>
            {move || move_form(market, class, open)}
        </Sheet>
    }
    .into_any()
}

fn move_form(market: Market, class: Signal<Class>, open: RwSignal<bool>) -> AnyView {
    let (id, was) = class.with_untracked(|c| (c.brief.id.clone(), c.brief.clone()));
    let (draft, intent) = market.draft(&format!("class/{id}/move"));
    let starts_at = draft.field("starts_at", &local_input(was.starts_at.0));
    let minutes = draft.field("minutes", &was.duration_min.to_string());
    let place = draft.field("place", &was.place);
    let said = draft.field("notice", "");
    let notice = intent.notice();
    let error = move |field| field_error(notice, field);
    let toasts = Toasts::from_context();
    let done = Callback::new(move |()| {
        open.set(false);
        toasts.push(k::market::class_was_moved());
    });
    let send = Callback::new(move |()| {
        let form = MoveForm {
            starts_at: starts_at.get_untracked(),
            minutes: minutes.get_untracked(),
            place: place.get_untracked(),
            notice: said.get_untracked(),
        };
        match move_of(&form, market.now()) {
            Ok(command) => {
                market.move_class(intent, &class.with_untracked(|c| c.brief.id.clone()), &command, done);
            }
            Err(wrong) => intent.refuse(wrong),
        }
    });
    view! {
            <Stack>
                <DateTimeField
                    label=k::market::field_start()
                    value=starts_at
                    min=local_input(market.now().0)
                    hint=k::market::field_start_hint(&zone_name())
                    error=error("starts_at")
                />
                <NumberField label=k::market::field_minutes() value=minutes error=error("duration_min") />
                <TextField label=k::market::field_place() value=place error=error("place") max_length=60_u32 />
                <TextArea
                    label=k::market::field_notice()
                    value=said
                    rows=2
                    error=error("notice")
                    max_length=200_u32
                    optional=true
                />
                <Fault notice />
                <Button
                    label=k::market::move_yes()
                    wide=true
                    busy=intent.is_sending()
                    on_press=move || send.run(())
                />
            </Stack>
    }
    .into_any()
}

fn cancel_sheet(market: Market, class: Signal<Class>, open: RwSignal<bool>) -> AnyView {
    let id = class.with_untracked(|c| c.brief.id.clone());
    let (draft, intent) = market.draft(&format!("class/{id}/cancel"));
    let said = draft.field("notice", "");
    let notice = intent.notice();
    let error = field_error(notice, "notice");
    let done = Callback::new(move |()| open.set(false));
    let send = Callback::new(move |()| {
        let command = CancelClass { notice: said.get_untracked().trim().to_owned() };
        let wrong = check_cancel(&command);
        if wrong.is_empty() {
            market.cancel_class(intent, &class.with_untracked(|c| c.brief.id.clone()), &command, done);
        } else {
            intent.refuse(refusal(wrong));
        }
    });
    view! {
        <Sheet open title=k::market::cancel_title() sub=k::market::cancel_sub()>
            <Stack>
                <TextArea
                    label=k::market::field_notice()
                    value=said
                    rows=2
                    error
                    max_length=200_u32
                    optional=true
                />
                <Fault notice />
                <Button
                    label=k::market::cancel_class()
                    look=Look::Warn
                    wide=true
                    busy=intent.is_sending()
                    on_press=move || send.run(())
                />
                <Button
                    label=k::market::keep_class()
                    look=Look::Soft
                    wide=true
                    on_press=move || open.set(false)
                />
            </Stack>
        </Sheet>
    }
    .into_any()
}
