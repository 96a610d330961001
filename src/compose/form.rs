//! The form of a page that is a draft: errors beside their fields, the first wrong one under the finger, and the word
//! that something was begun before. Knows no rule: what is wrong is told by who asks for the form.

use contract::Timestamp;
use data::{Draft, Mutation};
use leptos::wasm_bindgen::JsCast;
use leptos::{ev, html, prelude::*, web_sys};
use loadable::{FieldNotice, Notice};

use crate::i18n::k;
use crate::ui::{ActionBar, Banner, Button, FormFault, Look, Page, PageHead, glyph};

/// The error under a field, by the field's name.
pub type ErrorOf = Callback<String, Option<&'static str>>;

/// A form that is a draft. `Copy`.
#[derive(Clone, Copy)]
pub struct Form {
    /// Where what is typed is kept.
    pub draft: Draft,
    /// What sends it.
    pub sending: Mutation,
    /// The server's time, a few times a minute.
    pub minute: Signal<Timestamp>,
    /// Reads whatever may be typed, so that a change of it is noticed.
    pub track: Callback<()>,
    /// What is wrong with what is typed, at that time; tracked.
    pub check: Callback<Timestamp, Option<Notice>>,
    /// Sends what is typed.
    pub send: Callback<(), Result<(), Notice>>,
    /// The text under a field for its code.
    pub error_text: fn(&str, &str) -> &'static str,
}

/// What stands around the fields.
#[derive(Clone, Copy)]
pub struct Words {
    /// The page's heading.
    pub title: &'static str,
    /// The sentence under it.
    pub sub: &'static str,
    /// The button.
    pub label: &'static str,
    /// The rule that holds for what it does.
    pub rule: &'static str,
}

impl Form {
    /// The whole form, with the cards of fields that `draw` makes.
    pub fn view(self, words: Words, draw: impl FnOnce(ErrorOf) -> AnyView) -> AnyView {
        let Self { draft, sending, minute, track, check, send, error_text } = self;
        let tried = RwSignal::new(false);
        let notice = sending.notice();
        // What the server said of a field holds until something is changed.
        Effect::new(move |before: Option<()>| {
            track.run(());
            if before.is_some() {
                sending.forgive();
            }
        });
        let wrong = Memo::new(move |_| {
            let here = tried.get().then(|| check.run(minute.get())).flatten();
            here.or_else(|| notice.get()).map(|n| n.fields).unwrap_or_default()
        });
        let error: ErrorOf = Callback::new(move |field: String| {
            let found = |w: &FieldNotice| error_text(&w.field, &w.code);
            wrong.with(|wrong| wrong.iter().find(|w| w.field == field).map(found))
        });
        let frame = NodeRef::<html::Form>::new();
        let on_submit = move |event: ev::SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if let Err(refused) = send.run(()) {
                sending.refuse(refused);
                request_animation_frame(move || focus_first_wrong(frame));
            }
        };
        let fields = draw(error);
        let Words { title, sub, label, rule } = words;
        view! {
            <form class="draft-form" node_ref=frame novalidate=true on:submit=on_submit>
                <Page>
                    <PageHead title sub />
                    {begun(draft, tried)}
                    {fields}
                </Page>
                <ActionBar>
                    <FormFault notice=notice />
                    <Button label rule submit=true wide=true busy=sending.is_sending() />
                </ActionBar>
            </form>
        }
        .into_any()
    }
}

/// Brings the first wrong field into view, under the finger and the reader.
pub fn focus_first_wrong(frame: NodeRef<html::Form>) {
    let Some(Some(form)) = frame.try_get_untracked() else { return };
    let Ok(Some(field)) = form.query_selector("[aria-invalid]") else { return };
    if let Some(field) = field.dyn_ref::<web_sys::HtmlElement>() {
        // A field that cannot take the focus still shows its error.
        drop(field.focus());
    }
}

/// Says that this was begun before, and offers to begin anew.
pub fn begun(draft: Draft, tried: RwSignal<bool>) -> AnyView {
    let shown = RwSignal::new(draft.was_kept());
    let start_over = Callback::new(move |()| {
        draft.clear();
        tried.set(false);
        shown.set(false);
    });
    (move || {
        shown.get().then(|| {
            view! {
                <Banner icon=glyph::EDIT title=k::common::begun()>
                    <Button label=k::common::start_over() look=Look::Text small=true on_press=start_over />
                </Banner>
            }
        })
    })
    .into_any()
}
