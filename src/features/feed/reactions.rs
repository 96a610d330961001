//! The reactions under a post: one button a kind. In the feed those that somebody chose and the heart, on the post's own
//! page the whole set. Counts are left out for who wants none.

use contract::api;
use contract::feed::{Post, React, ReactionKind};
use data::{Data, Place};
use leptos::prelude::*;

use super::model;
use crate::i18n::{k, number, sentence};
use crate::ui::prefs::shows_counts;
use crate::ui::{Act, Toasts};

/// The bar; nothing where there are no reactions, or nobody to make them.
pub fn bar(data: Data, post: Signal<Post>, in_feed: bool) -> Option<AnyView> {
    if !data.offers(&api::REACT) || data.must_sign_in_to_write() {
        return None;
    }
    let toasts = Toasts::from_context();
    let waiting = data.outbox();
    let send = move |asked: RwSignal<Option<bool>>| {
        let sending = data.mutation();
        let (notice, on_its_way) = (sending.notice(), sending.is_sending());
        Effect::new(move |_| {
            if !on_its_way.get() {
                asked.try_set(None);
            }
        });
        Effect::new(move |_| {
            if let Some(notice) = notice.get() {
                toasts.push(sentence(&notice).title);
            }
        });
        sending
    };
    let kinds = Memo::new(move |_| post.with(|p| model::reactions_shown(p, in_feed)));
    let one = move |kind: ReactionKind| {
        // What was pressed is shown at once, also while it waits for the network: in the outbox, or here until that has come.
        let asked = RwSignal::new(None);
        let state = Memo::new(move |_| {
            post.with(|p| {
                let wish = waiting.with(|all| model::wish(all, p.id.as_str(), kind));
                model::reaction(p, wish.or(asked.get()), kind)
            })
        });
        let on = Signal::derive(move || state.get().1);
        let count = move || state.get().0;
        let shown = move || (shows_counts() && count() > 0).then(|| number(i64::from(count())));
        let label = move || match shown() {
            Some(_) => k::feed::reacted(i64::from(count()), model::reaction_word(kind)),
            None => model::reaction_word(kind).to_owned(),
        };
        // Most are never pressed.
        let pressed = StoredValue::new(None);
        let press = move || {
            let sending = pressed.get_value().unwrap_or_else(|| send(asked));
            pressed.set_value(Some(sending));
            if sending.is_sending().get_untracked() {
                return;
            }
            let react = React { kind, on: !state.get_untracked().1 };
            let (id, group) = post.with_untracked(|p| (p.id.clone(), p.group_id.clone()));
            let at = Place { group: group.as_str(), thing: &model::react_place(id.as_str()) };
            asked.set(Some(react.on));
            sending.queue_or_run(&api::REACT, &[id.as_str()], &react, at);
        };
        view! { <Act icon=model::reaction_icon(kind) label count=shown on bare=true on_press=press /> }
    };
    let bar = view! {
        <span class="reacts" role="group" aria-label=k::feed::reactions()>
            <For each=move || kinds.get() key=|kind| *kind children=one />
        </span>
    };
    Some(bar.into_any())
}
