//! What members answered to a daily activity, the earliest first, and deleting an answer.

use contract::daily::{Daily, DailyAnswer};
use contract::{DailyAnswerId, Link, api};
use data::ListView;
use leptos::prelude::*;
use loadable::Loadable;

use super::model;
use super::store::Store;
use crate::i18n::k::daily as t;
use crate::i18n::{k, moment};
use crate::ui::{Ask, Avatar, Button, Card, Loaded, Look, Toasts, Unreadable};

/// The answers as a card.
pub fn section(store: Store, daily: Signal<Daily>, edits: Callback<()>) -> AnyView {
    if !store.data.offers(&api::DAILY_ANSWERS) {
        return ().into_any();
    }
    let list = store.answers();
    let hosts = store.hosts();
    let asked = RwSignal::new(None::<DailyAnswerId>);
    let draw = move |shown: Signal<ListView>| {
        let more = Memo::new(move |_| shown.with(|v| v.has_more));
        let busy = Signal::derive(move || shown.with(|v| v.loading_more));
        let none = Memo::new(move |_| shown.with(|v| v.ids.is_empty() && v.unreadable == 0));
        let row = move |id: String| row(store, list.item(&id), hosts, asked, edits);
        view! {
            {move || none.get().then(|| view! { <p class="sub">{t::no_answers()}</p> })}
            <ol class="daily-answers" role="list" aria-label=t::answers_title()>
                <For each=move || shown.with(|v| v.ids.clone()) key=String::clone children=row />
            </ol>
            <Unreadable count=Signal::derive(move || shown.with(|v| v.unreadable)) about=Link::Backend />
            {move || {
                more.get()
                    .then(|| view! { <Button label=k::common::more() look=Look::Soft wide=true busy on_press=move || list.more() /> })
            }}
        }
        .into_any()
    };
    view! {
        <Card>
            <h2>{t::answers_title()}</h2>
            <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:shown>
                {draw(shown)}
            </Loaded>
            <p class="hide" role="status">{move || daily.with(model::answers)}</p>
        </Card>
        {sheet(store, asked)}
    }
    .into_any()
}

fn row(
    store: Store,
    answer: Signal<Loadable<DailyAnswer>>,
    hosts: Memo<bool>,
    asked: RwSignal<Option<DailyAnswerId>>,
    edits: Callback<()>,
) -> AnyView {
    let Some(first) = answer.get_untracked().into_value() else { return ().into_any() };
    let shown = Memo::new(move |last: Option<&DailyAnswer>| {
        answer.get().into_value().or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
    });
    let minute = store.data.minute();
    let deletes = store.data.offers(&api::DELETE_DAILY_ANSWER);
    let avatar =
        move || shown.with(|a| a.member.as_ref().map(|m| m.persona.avatar.clone())).unwrap_or_default();
    let said = move || {
        shown.with(|a| {
            let at = moment(a.answered_at.0, minute.get().0);
            let when = if a.edited_at.is_some() { t::edited(&at) } else { at };
            t::dot(&model::name_of(a.member.as_ref()), &when)
        })
    };
    let ways = move || {
        let yours = shown.with(|a| a.yours);
        (yours || hosts.get()).then(|| {
            let ask = move || asked.set(Some(shown.with_untracked(|a| a.id.clone())));
            view! {
                <span class="daily-ways">
                    {yours.then(|| view! { <Button label=t::change() look=Look::Text small=true on_press=edits /> })}
                    {deletes.then(|| view! { <Button label=t::delete_answer() look=Look::Text small=true on_press=ask /> })}
                </span>
            }
        })
    };
    view! {
        <li data-mine=move || shown.with(|a| a.yours).then_some("")>
            <Avatar of=Signal::derive(avatar) size="s" />
            <div class="daily-answer">
                <p class="cap">{said}</p>
                <p class="words">{move || shown.with(|a| a.words.clone())}</p>
                {ways}
            </div>
        </li>
    }
    .into_any()
}

fn sheet(store: Store, asked: RwSignal<Option<DailyAnswerId>>) -> AnyView {
    let is_asked = Memo::new(move |_| asked.with(Option::is_some));
    (move || {
        is_asked.get().then(|| {
            let open = RwSignal::new(true);
            Effect::new(move |_| {
                if !open.get() {
                    asked.set(None);
                }
            });
            let toasts = Toasts::from_context();
            let sending = store.mutation(None);
            let press = move || {
                if let Some(id) = asked.get_untracked() {
                    store.delete_answer(sending, &id, move || {
                        open.set(false);
                        toasts.push(t::toast_answer_deleted());
                    });
                }
            };
            view! {
                <Ask
                    open
                    title=t::delete_answer_title()
                    sub=t::delete_answer_sub()
                    notice=sending.notice()
                    busy=sending.is_sending()
                    yes=t::delete_answer()
                    look=Look::Warn
                    no=k::common::not_now()
                    on_yes=press
                />
            }
        })
    })
    .into_any()
}
