//! Buttons. One filled button a screen; a button that costs money names the sum.

use super::maybe_text::MaybeText;
use super::nav::{Go, Nav};
use super::template::{Drawn, Made, set};
use super::{Glyph, Icon};
use leptos::prelude::*;
use leptos::web_sys::Element;

/// How much weight a button has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// The one primary action of a screen.
    #[default]
    Filled,
    /// A second action, tinted.
    Soft,
    /// Outlined.
    Line,
    /// Text alone.
    Text,
    /// A destructive act: outlined, madder text, never filled.
    Warn,
}

impl Look {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Filled => "filled",
            Self::Soft => "soft",
            Self::Line => "line",
            Self::Text => "text",
            Self::Warn => "warn",
        }
    }
}

/// A button of 48 px (small: 44 px).
#[component]
pub fn Button(
    /// What it does, with the sum if it costs money.
    #[prop(into)]
    label: Signal<String>,
    /// Runs once a press; not while `busy`, not while `blocked`. Leave it out on a submit button.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Weight; filled unless given.
    #[prop(optional)]
    look: Look,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// A second, smaller line that gives the rule.
    #[prop(optional, into)]
    rule: MaybeText,
    /// 44 px instead of 48 px.
    #[prop(optional)]
    small: bool,
    /// The whole width.
    #[prop(optional)]
    wide: bool,
    /// An answer is on its way: presses are ignored, the look stays.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be pressed; replaces the label and disables the button.
    #[prop(optional, into)]
    blocked: MaybeText,
    /// A submit button of the form around it.
    #[prop(optional)]
    submit: bool,
) -> impl IntoView {
    let press = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() || blocked.get_untracked().is_some() {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let off = move || blocked.is_some();
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class="btn"
            data-look=look.name()
            data-small=small.then_some("")
            data-wide=wide.then_some("")
            disabled=off
            aria-busy=move || busy.get().then_some("true")
            on:click=press
        >
            {icon.map(|of| view! { <Icon of /> })}
            <span class="btn-words">
                {move || blocked.get().unwrap_or_else(|| label.get())}
                {move || rule.get().filter(|_| !off()).map(|rule| view! { <small>{rule}</small> })}
            </span>
        </button>
    }
    .into_any()
}

/// A round button with an icon alone; the label is for assistive technology.
#[component]
pub fn IconButton(
    /// The icon.
    icon: Glyph,
    /// What it does.
    #[prop(into)]
    label: Signal<String>,
    /// Runs on press.
    #[prop(into)]
    on_press: Callback<()>,
    /// No disc behind the icon.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    view! {
        <button type="button" class="icon-btn" data-plain=plain.then_some("") aria-label=label on:click=move |_| on_press.run(())>
            <Icon of=icon />
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton<L: Clone + 'static>(
    /// Where it leads.
    to: L,
    /// What is there.
    #[prop(into)]
    label: Signal<String>,
    /// Weight; filled unless given.
    #[prop(optional)]
    look: Look,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// 44 px instead of 48 px.
    #[prop(optional)]
    small: bool,
    /// The whole width.
    #[prop(optional)]
    wide: bool,
) -> impl IntoView {
    let nav: Nav<L> = super::nav::use_nav();
    let class = "btn";
    view! {
        <Go to nav class look=look.name() small wide>
            {icon.map(|of| view! { <Icon of /> })}
            <span class="btn-words">{label}</span>
        </Go>
    }
}

/// One quiet action under a post: icon, word and, if there is one, a count.
#[component]
pub fn Act(
    /// The icon.
    icon: Glyph,
    /// The word; for assistive technology only when `bare`.
    #[prop(into)]
    label: Signal<String>,
    /// A count behind the word; nothing for `None`.
    #[prop(optional, into)]
    count: MaybeText,
    /// Whether it is switched on; leave it out where it does not switch.
    #[prop(optional, into)]
    on: Option<Signal<bool>>,
    /// The icon alone.
    #[prop(optional)]
    bare: bool,
    /// Runs on press.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    let draw = move || {
        view! {
            <button type="button" class="act" data-bare=bare.then_some("")>
                <Icon of=icon />
                {(!bare).then(|| view! { <span></span> })}
            </button>
        }
        .into_any()
    };
    let make = move || {
        let mut act = Made::clone_of((if bare { "bare" } else { "act" }, icon.name()), draw);
        act.on_press(on_press);
        let (root, words) = (act.root().clone(), (!bare).then(|| act.find("span")));
        let mut figure = None;
        act.follow(move |_: Option<()>| {
            let label = label.get();
            match &words {
                Some(words) => words.set_text_content(Some(&label)),
                None => set(&root, "aria-label", &label),
            }
            if let Some(on) = on {
                set(&root, "aria-pressed", if on.get() { "true" } else { "false" });
            }
            match count.get() {
                Some(count) => figure.get_or_insert_with(|| num(&root)).set_text_content(Some(&count)),
                None => figure.take().as_ref().map_or((), Element::remove),
            }
        });
        act
    };
    Drawn::new(make).into_any()
}

/// Room for a figure at the end of an element.
fn num(of: &Element) -> Element {
    let figure =
        Made::clone_of(("num", ""), || view! { <span class="num"></span> }.into_any()).root().clone();
    drop(of.append_child(&figure));
    figure
}
