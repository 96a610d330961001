//! The two ends: I leave a circle, or who looks after it dissolves it. Each says first what becomes of what was written.

use contract::api::Done;
use contract::circle::Circle;
use contract::{Endpoint, Link, api};
use data::Data;
use leptos::prelude::*;

use super::model;
use crate::i18n::k;
use crate::i18n::k::circle as t;
use crate::ui::nav::use_nav;
use crate::ui::{Ask, Button, Glyph, Look, Toasts, glyph};

/// One end.
struct End {
    operation: Endpoint<(), Done>,
    label: &'static str,
    icon: Glyph,
    done: &'static str,
}

/// Leaving.
pub fn leave(data: Data, circle: Signal<Circle>) -> AnyView {
    let title = move || circle.with(|circle| t::leave_title(&circle.name));
    let sub = move || {
        let after = circle.with(model::after_me);
        after.map_or_else(|| t::leave_sub().to_owned(), |after| k::time::two_sentences(t::leave_sub(), after))
    };
    let end = End { operation: api::LEAVE_CIRCLE, label: t::leave(), icon: glyph::OUT, done: t::left() };
    one(data, circle, end, Signal::derive(title), Signal::derive(sub))
}

/// Dissolving.
pub fn dissolve(data: Data, circle: Signal<Circle>) -> AnyView {
    let title = move || circle.with(|circle| t::dissolve_title(&circle.name));
    let end = End {
        operation: api::DISSOLVE_CIRCLE,
        label: t::dissolve(),
        icon: glyph::CLOSE,
        done: t::dissolved(),
    };
    one(data, circle, end, Signal::derive(title), Signal::stored(t::dissolve_sub().to_owned()))
}

fn one(data: Data, circle: Signal<Circle>, end: End, title: Signal<String>, sub: Signal<String>) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let open = RwSignal::new(false);
    let ending = data.mutation();
    let yes = Callback::new(move |()| {
        let (id, group) = circle.with_untracked(|c| (c.id.clone(), c.group_id.clone()));
        let gone = id.clone();
        ending.run(end.operation, &[id.as_str()], &(), move |_: Done| {
            open.set(false);
            data.forget_circle(gone.as_str());
            toasts.push(end.done);
            nav.replace(&Link::Group(group));
        });
    });
    view! {
        <Button label=end.label icon=end.icon look=Look::Warn wide=true on_press=move || open.set(true) />
        <Ask
            open
            title
            sub
            notice=ending.notice()
            busy=ending.is_sending()
            yes=end.label
            look=Look::Warn
            no=t::stay()
            on_yes=yes
        />
    }
    .into_any()
}
