//! Fields for typing: a real label, a hint, an error that is announced, and the raw text as the value.
//!
//! A field never parses: the form of a feature does, and hands back an error per field.

use super::Icon;
use super::icon::glyph;
use super::maybe_text::MaybeText;
use crate::i18n::{k, number};
use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

static NEXT: AtomicU32 = AtomicU32::new(0);

/// An id that no other element of the page has.
pub(super) fn next_id(kind: &str) -> String {
    format!("{kind}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// What every field shows around its control.
#[derive(Clone)]
pub(super) struct Around {
    pub id: String,
    pub label: Signal<String>,
    pub hint: MaybeText,
    pub error: MaybeText,
    pub optional: bool,
}

impl Around {
    /// For `aria-describedby` of the control.
    pub fn described_by(&self) -> impl Fn() -> Option<String> + Send + Sync + Clone + 'static {
        let (id, hint, error) = (self.id.clone(), self.hint, self.error);
        move || match (hint.get().is_some(), error.get().is_some()) {
            (_, true) => Some(format!("{id}-error")),
            (true, false) => Some(format!("{id}-hint")),
            _ => None,
        }
    }

    /// For `aria-invalid` of the control.
    pub fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + Copy + 'static {
        let error = self.error;
        move || error.get().map(|_| "true")
    }

    /// Label, control, and below it the error or the hint.
    pub fn wrap(self, control: AnyView) -> AnyView {
        let Self { id, label, hint, error, optional } = self;
        view! {
            <div class="field">
                <label class="field-label" for=id.clone()>
                    {label}
                    {optional.then(|| view! { <span class="field-optional">{k::common::optional()}</span> })}
                </label>
                {control}
                {below(id, hint, error)}
            </div>
        }
        .into_any()
    }

    /// The same for a group of controls, which has a legend instead of a label.
    pub fn wrap_group(self, group: AnyView) -> AnyView {
        let Self { id, label, hint, error, optional } = self;
        view! {
            <div class="field">
                <span class="field-label" id=format!("{id}-label")>
                    {label}
                    {optional.then(|| view! { <span class="field-optional">{k::common::optional()}</span> })}
                </span>
                {group}
                {below(id, hint, error)}
            </div>
        }
        .into_any()
    }
}

fn below(id: String, hint: MaybeText, error: MaybeText) -> AnyView {
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    view! {
        <div class="field-error" role="alert" id=error_id>
            {move || error.get().map(|text| view! { <Icon of=glyph::INFO /> <span>{text}</span> })}
        </div>
        {move || {
            let id = hint_id.clone();
            hint.get().filter(|_| error.get().is_none()).map(|text| view! { <p class="cap" id=id>{text}</p> })
        }}
    }
    .into_any()
}

/// Why it was not accepted, or that it is too long: what is typed or pasted is never cut.
fn within(most: Option<u32>, value: RwSignal<String>, error: MaybeText) -> MaybeText {
    let Some(most) = most.map(i64::from) else { return error };
    let text = move || {
        let now = value.with(|text| i64::try_from(text.trim().chars().count()).unwrap_or(i64::MAX));
        if now > most { Some(k::ui::over(&number(most), &number(now))) } else { error.get() }
    };
    text.into()
}

/// What differs between the one-line fields.
struct OneLine {
    kind: &'static str,
    input_mode: &'static str,
    autocomplete: &'static str,
    placeholder: MaybeText,
    before: Option<String>,
}

fn one_line(around: Around, value: RwSignal<String>, of: OneLine) -> AnyView {
    let (described, invalid) = (around.described_by(), around.invalid());
    let required = !around.optional;
    let placeholder = of.placeholder;
    let input = view! {
        <span class="input" data-invalid=invalid>
            {of.before.map(|sign| view! { <span class="input-sign">{sign}</span> })}
            <input
                id=around.id.clone()
                type=of.kind
                inputmode=of.input_mode
                autocomplete=of.autocomplete
                placeholder=move || placeholder.get()
                aria-required=required.then_some("true")
                aria-invalid=invalid
                aria-describedby=described
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </span>
    };
    around.wrap(input.into_any())
}

/// One line of text.
#[component]
pub fn TextField(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The raw text.
    value: RwSignal<String>,
    /// A sentence below, while there is no error.
    #[prop(optional, into)]
    hint: MaybeText,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
    /// An example inside the empty field.
    #[prop(optional, into)]
    placeholder: MaybeText,
    /// May be left empty: says so.
    #[prop(optional)]
    optional: bool,
    /// `text`, `tel`, `numeric`, `decimal`, `email`: the keyboard of the phone.
    #[prop(default = "text")]
    input_mode: &'static str,
    /// The `autocomplete` token; off unless given.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The most characters: more is said beside the field, and kept.
    #[prop(optional, into)]
    max_length: Option<u32>,
) -> impl IntoView {
    let kind = if input_mode == "tel" { "tel" } else { "text" };
    let error = within(max_length, value, error);
    let around = Around { id: next_id("text"), label, hint, error, optional };
    one_line(around, value, OneLine { kind, input_mode, autocomplete, placeholder, before: None })
}

/// A password: never shown, never kept.
#[component]
pub fn PasswordField(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The raw text.
    value: RwSignal<String>,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
) -> impl IntoView {
    let (hint, placeholder) = (MaybeText::default(), MaybeText::default());
    let around = Around { id: next_id("password"), label, hint, error, optional: false };
    let (kind, autocomplete) = ("password", "current-password");
    one_line(around, value, OneLine { kind, input_mode: "text", autocomplete, placeholder, before: None })
}

/// A whole number, typed.
#[component]
pub fn NumberField(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The raw text.
    value: RwSignal<String>,
    /// A sentence below, while there is no error.
    #[prop(optional, into)]
    hint: MaybeText,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
    /// May be left empty: says so.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let around = Around { id: next_id("number"), label, hint, error, optional };
    let placeholder = MaybeText::default();
    let of = OneLine { kind: "text", input_mode: "numeric", autocomplete: "off", placeholder, before: None };
    one_line(around, value, of)
}

/// A sum, typed, with the currency's sign before it. The raw text, such as `99.50`, is the value.
#[component]
pub fn MoneyField(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The raw text.
    value: RwSignal<String>,
    /// The sign before the sum; `¥` unless given.
    #[prop(into, default = "¥".to_owned())]
    sign: String,
    /// A sentence below, while there is no error.
    #[prop(optional, into)]
    hint: MaybeText,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
    /// May be left empty: says so.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let around = Around { id: next_id("money"), label, hint, error, optional };
    let placeholder = MaybeText::default();
    let of =
        OneLine { kind: "text", input_mode: "decimal", autocomplete: "off", placeholder, before: Some(sign) };
    one_line(around, value, of)
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The label above.
    #[prop(into)]
    label: Signal<String>,
    /// The raw text.
    value: RwSignal<String>,
    /// Rows before it scrolls.
    #[prop(default = 4)]
    rows: u32,
    /// A sentence below, while there is no error.
    #[prop(optional, into)]
    hint: MaybeText,
    /// Why it was not accepted.
    #[prop(optional, into)]
    error: MaybeText,
    /// An example inside the empty field.
    #[prop(optional, into)]
    placeholder: MaybeText,
    /// May be left empty: says so.
    #[prop(optional)]
    optional: bool,
    /// The most characters: more is said beside the field, and kept.
    #[prop(optional, into)]
    max_length: Option<u32>,
) -> impl IntoView {
    let error = within(max_length, value, error);
    let around = Around { id: next_id("area"), label, hint, error, optional };
    let (described, invalid) = (around.described_by(), around.invalid());
    let area = view! {
        <textarea
            class="input"
            id=around.id.clone()
            rows=rows.to_string()
            placeholder=move || placeholder.get()
            aria-required=(!optional).then_some("true")
            aria-invalid=invalid
            aria-describedby=described
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        ></textarea>
    };
    around.wrap(area.into_any())
}
