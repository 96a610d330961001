//! One thing that waits: its words, how far it is, and what can be done.

use contract::Link;
use data::{Data, TakenBack, Waiting};
use leptos::prelude::*;

use super::model;
use crate::compose;
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::{Button, Icon, LinkButton, Look, Toasts, glyph};

/// What waits, by keys, in order.
pub fn rows(data: Data, keys: Memo<Vec<String>>) -> AnyView {
    let each = move |key: String| row(data, key);
    view! {
        <ul class="outbox" role="list" aria-label=k::outbox::title()>
            <For each=move || keys.get() key=Clone::clone children=each />
        </ul>
    }
    .into_any()
}

fn row(data: Data, key: String) -> AnyView {
    let find = {
        let key = key.clone();
        move || data.outbox().with(|all| all.iter().find(|one| one.key == key).cloned())
    };
    let Some(first) = untrack(&find) else { return ().into_any() };
    let circle = first.circle();
    // What is sent is drawn until its row is gone.
    let one = Memo::new(move |last: Option<&Waiting>| {
        find().or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    });
    let under_way = Memo::new(move |_| data.outbox_under_way().get().as_deref() == Some(key.as_str()));
    let waits = Memo::new(move |_| one.with(Waiting::is_waiting));
    let words = move || one.with(Waiting::words).map(|words| view! { <p class="words">{words}</p> });
    let state = move || match one.with(|one| one.refused.clone()) {
        Some(why) => {
            let (title, body) = model::why(&why);
            view! {
                <p class="outbox-why"><b>{title}</b>" "{body}</p>
            }
            .into_any()
        }
        None => {
            let busy = under_way.get();
            let icon = if busy { glyph::CLOUD } else { glyph::CLOCK };
            let text = one.with(|one| model::state_of(one, busy));
            view! { <p class="outbox-state"><Icon of=icon /><span>{text}</span></p> }.into_any()
        }
    };
    // Why it is still here although it was taken back.
    let stays = RwSignal::new(None::<TakenBack>);
    view! {
        <li class="outbox-one">
            <b class="outbox-name">{move || one.with(model::name_of)}</b>
            {circle.map(|circle| compose::mark(data, &circle))}
            {words}
            {state}
            <div class="outbox-still" role="status">{move || stays.get().map(|why| still(why, one))}</div>
            {move || {
                let waits = waits.get();
                // It is gone in a moment, one way or the other.
                (!under_way.get()).then(|| if waits { undo(data, one, stays) } else { choices(data, one, stays) })
            }}
        </li>
    }
    .into_any()
}

/// Why it was not taken back, and the way on.
fn still(why: TakenBack, one: Memo<Waiting>) -> AnyView {
    let there = (why == TakenBack::InTheWay).then(|| {
        let to = one.with_untracked(model::written_at);
        view! { <LinkButton to label=k::outbox::see_draft() look=Look::Line small=true /> }
    });
    view! {
        <p class="outbox-why">{model::outcome(why)}</p>
        {there}
    }
    .into_any()
}

/// Takes it back: its words are where they were written.
fn take_back(data: Data, one: Memo<Waiting>, stays: RwSignal<Option<TakenBack>>) -> Callback<()> {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    Callback::new(move |()| {
        stays.set(None);
        let one = one.get_untracked();
        let to = one.typed.is_some().then(|| model::written_at(&one));
        let page = data.page_turns();
        data.take_back(&one.key, move |became| {
            if matches!(became, TakenBack::InTheWay | TakenBack::NotNow) {
                stays.try_set(Some(became));
                return;
            }
            toasts.push(model::outcome(became));
            // It may have taken a while: nobody is pulled off another page.
            if let Some(to) = to.filter(|_| became.is_out() && data.page_turns() == page) {
                nav.go(&to);
            }
        });
    })
}

fn undo(data: Data, one: Memo<Waiting>, stays: RwSignal<Option<TakenBack>>) -> AnyView {
    let undo = take_back(data, one, stays);
    view! {
        <div class="outbox-acts">
            <Button label=k::outbox::undo() look=Look::Text small=true icon=glyph::UNDO on_press=undo />
        </div>
    }
    .into_any()
}

fn choices(data: Data, one: Memo<Waiting>, stays: RwSignal<Option<TakenBack>>) -> AnyView {
    let asked = RwSignal::new(false);
    let edit = take_back(data, one, stays);
    let key = move || one.with_untracked(|one| one.key.clone());
    let again = move || data.send_again(&key());
    let go = move || data.let_go(&key());
    let (edits, helps) = one.with_untracked(|one| (model::may_edit(one), model::may_help(one)));
    view! {
        <div class="outbox-acts">
            {move || {
                if asked.get() {
                    view! {
                        <Button label=k::outbox::really() look=Look::Warn small=true on_press=go />
                        <Button label=k::outbox::keep() look=Look::Text small=true on_press=move || asked.set(false) />
                    }
                        .into_any()
                } else {
                    view! {
                        {edits
                            .then(|| {
                                view! {
                                    <Button label=k::outbox::edit() look=Look::Soft small=true icon=glyph::EDIT on_press=edit />
                                }
                            })}
                        {helps
                            .then(|| {
                                view! { <Button label=k::outbox::again() look=Look::Line small=true on_press=again /> }
                            })}
                        <Button label=k::outbox::let_go() look=Look::Text small=true on_press=move || asked.set(true) />
                    }
                        .into_any()
                }
            }}
        </div>
    }
    .into_any()
}
