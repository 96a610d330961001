//! What I said to an event, and saying it: I come, with how many, or I do not.

use contract::api;
use contract::event::{Event, RsvpState, SetRsvp};
use leptos::prelude::*;

use super::words;
use crate::features::event::model;
use crate::features::event::store::EventStore;
use crate::i18n::k::event as t;
use crate::i18n::number;
use crate::ui::{
    Banner, Button, Count, Fault, Go, Icon, Look, Pill, PillState, Row, Sheet, Stack, Toasts, glyph,
};

/// What I said, where there is something to say; and that time or place were changed since.
pub fn mine(store: EventStore, event: Signal<Event>) -> AnyView {
    tell_promotion(event);
    let said = Memo::new(move |_| event.with(model::mine));
    let state = Memo::new(move |_| event.with(|e| e.your_rsvp.as_ref().map(|mine| mine.state)));
    let open = words(event, store.minute(), model::is_open);
    let moved = Memo::new(move |_| open.get() && event.with(model::moved_since));
    let pill = move || {
        let state = state.get()?;
        let (look, icon) = match state {
            RsvpState::Going => (PillState::Done, glyph::CHECK),
            RsvpState::Waiting => (PillState::Held, glyph::HOLD),
            RsvpState::Declined => (PillState::Off, glyph::CLOSE),
        };
        let label = move || said.get().unwrap_or_default();
        Some(view! { <Pill label state=Signal::stored(look) icon=Signal::stored(icon) /> })
    };
    view! {
        <div class="event-mine">{pill}</div>
        {move || moved.get().then(|| view! { <Banner icon=glyph::CLOCK title=t::moved_since() /> })}
    }
    .into_any()
}

/// What waits for the network, or was refused once there was one.
pub fn pending(store: EventStore) -> AnyView {
    let pending = Memo::new(move |_| store.pending());
    let line = move || {
        let words = match pending.get() {
            (0, 0) => return None,
            (_, 0) => t::pending(),
            _ => t::pending_refused(),
        };
        Some(view! {
            <Go to=contract::Link::Outbox class="event-pending"><Icon of=glyph::CLOCK /><span>{words}</span></Go>
        })
    };
    view! { <div role="status">{line}</div> }.into_any()
}

/// The buttons, while it has not begun.
pub fn actions(store: EventStore, event: Signal<Event>) -> AnyView {
    let data = store.kernel();
    if !data.offers(&api::SET_RSVP) {
        return view! { <p class="cap">{t::cannot_answer()}</p> }.into_any();
    }
    let open = words(event, store.minute(), model::is_open);
    let come = Memo::new(move |_| event.with(|e| model::my_people(e).is_some()));
    let declined = Memo::new(move |_| event.with(model::declined));
    let guests = Memo::new(move |_| event.with(|e| e.guests));
    let moved = Memo::new(move |_| event.with(model::moved_since));
    let asking = RwSignal::new(false);
    let sending = store.intent();
    let answer = Answer { store, event, sending, asking, said: StoredValue::new(0) };
    // With nobody to bring along there is nothing to ask.
    let ask = move || {
        // What was refused before is not what is asked now.
        sending.forgive();
        asking.set(true);
    };
    let press = move || if guests.get_untracked() > 0 { ask() } else { answer.say(1) };
    let draw = move || {
        let enter = (!come.get()).then(|| {
            let label = Signal::derive(move || {
                if event.with(|e| model::seems_free(e, 1)) { t::come() } else { t::wait() }.to_owned()
            });
            view! { <Button label icon=glyph::CHECK small=true busy=sending.is_sending() on_press=press /> }
        });
        let again = (come.get() && moved.get()).then(|| {
            let same = move || answer.say(event.with_untracked(model::my_people).unwrap_or(1));
            view! { <Button label=t::still_come() icon=glyph::CHECK small=true busy=sending.is_sending() on_press=same /> }
        });
        let change = (come.get() && guests.get() > 0).then(|| {
            view! { <Button label=t::change() look=Look::Line small=true on_press=ask /> }
        });
        let leave = (!declined.get()).then(|| {
            let label = if come.get() { t::not_after_all() } else { t::not_come() };
            view! { <Button label look=Look::Text small=true busy=sending.is_sending() on_press=move || answer.say(0) /> }
        });
        view! { <Row>{enter}{again}{change}{leave}</Row> }
    };
    // Drawn again only when a button comes or goes: the focus stays on one that stays.
    let shape = Memo::new(move |_| (open.get(), come.get(), declined.get(), guests.get() > 0, moved.get()));
    view! {
        {move || {
            let (open, ..) = shape.get();
            open.then(|| untrack(draw))
        }}
        {move || (!asking.get()).then(|| answer.fault())}
        <Sheet open=asking title=t::come_title() sub=t::come_sub()>
            {move || answer.form()}
        </Sheet>
    }
    .into_any()
}

/// An answer on its way. `Copy`.
#[derive(Clone, Copy)]
struct Answer {
    store: EventStore,
    event: Signal<Event>,
    sending: data::Mutation,
    asking: RwSignal<bool>,
    /// With how many it was tried last.
    said: StoredValue<u32>,
}

impl Answer {
    /// Says how many come; who finds no room waits.
    fn say(self, people: u32) {
        let (toasts, asking) = (Toasts::from_context(), self.asking);
        self.said.set_value(people);
        self.store.answer(self.sending, &SetRsvp { people, wait: true }, move |event| {
            asking.set(false);
            let waits = event.your_rsvp.as_ref().filter(|mine| mine.state == RsvpState::Waiting);
            toasts.push(match waits {
                Some(mine) => t::toast_waiting(&number(i64::from(mine.place))),
                None if people == 0 => t::toast_not().to_owned(),
                None => t::toast_come().to_owned(),
            });
        });
    }

    /// What came of it; where nobody answered it may wait for the network, under the same key.
    fn fault(self) -> AnyView {
        let Self { store, sending, asking, said, .. } = self;
        let toasts = Toasts::from_context();
        let notice = sending.notice();
        let unheard =
            Memo::new(move |_| notice.with(|n| n.as_ref().is_some_and(loadable::Notice::is_unheard)));
        let keep = move || {
            (store.can_wait() && unheard.get()).then(|| {
                let later = move || {
                    let said = SetRsvp { people: said.get_value(), wait: true };
                    store.answer_later(sending, &said, move || {
                        asking.set(false);
                        toasts.push(t::toast_kept());
                    });
                };
                view! { <Button label=t::keep_for_later() look=Look::Line small=true on_press=later /> }
            })
        };
        view! {
            <Fault notice />
            {keep}
        }
        .into_any()
    }

    fn form(self) -> AnyView {
        let Self { event, sending, asking, .. } = self;
        let people = RwSignal::new(event.with_untracked(model::my_people).unwrap_or(1).max(1));
        let most = Signal::derive(move || event.with(|e| e.guests).saturating_add(1));
        let waits = Memo::new(move |_| !event.with(|e| model::seems_free(e, people.get())));
        let comes = Memo::new(move |_| event.with(|e| model::my_people(e).is_some()));
        let label = Signal::derive(move || {
            match (comes.get(), waits.get()) {
                (true, _) => t::save(),
                (false, true) => t::wait(),
                (false, false) => t::come(),
            }
            .to_owned()
        });
        let rule =
            Signal::derive(move || if waits.get() { t::wait_rule() } else { t::come_rule() }.to_owned());
        view! {
            <Stack>
                <div class="event-count">
                    <span class="field-label">{t::how_many()}</span>
                    <Count
                        label=t::how_many()
                        value=people
                        most
                        text=move || t::people(i64::from(people.get()))
                        steps=[t::fewer(), t::more()]
                    />
                </div>
                {self.fault()}
                <Button
                    label
                    rule
                    wide=true
                    busy=sending.is_sending()
                    on_press=move || self.say(people.get_untracked())
                />
                <Button label=t::let_go() look=Look::Soft wide=true on_press=move || asking.set(false) />
            </Stack>
        }
        .into_any()
    }
}

/// Who waited and has room now is told, wherever they look at it.
fn tell_promotion(event: Signal<Event>) {
    let toasts = Toasts::from_context();
    Effect::new(move |before: Option<Option<RsvpState>>| {
        let now = event.with(|e| e.your_rsvp.as_ref().map(|mine| mine.state));
        if before == Some(Some(RsvpState::Waiting)) && now == Some(RsvpState::Going) {
            toasts.push(t::toast_promoted(&event.with_untracked(|e| e.title.clone())));
        }
        now
    });
}
