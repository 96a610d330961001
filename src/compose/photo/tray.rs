//! The row of the write page in which photos are chosen, and the sheet of one of them.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{File, HtmlInputElement};

use super::model::{self, Item, State};
use super::queue::Queue;
use crate::i18n::{k, number, sentence};
use crate::ui::host::{Ability, use_host};
use crate::ui::{Button, Fault, Icon, Look, Sheet, Stack, TextArea, Toasts, glyph};
use domain::photo::{ALT, MOST_IN_POST};

/// The row.
pub fn tray(queue: Queue) -> AnyView {
    let items = queue.items;
    let chosen = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let keys =
        Memo::new(move |_| items.with(|all| all.iter().map(|i| i.kept.key.clone()).collect::<Vec<_>>()));
    let room = Memo::new(move |_| keys.with(Vec::len) < MOST_IN_POST);
    let counts = Memo::new(move |_| {
        items.with(|all| (all.iter().filter(|i| i.state == State::Ready).count(), all.len()))
    });
    let words = move || match counts.get() {
        (_, 0) => k::photo::hint().to_owned(),
        (done, all) => {
            let figure = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
            k::photo::count(&figure(all), &figure(done))
        }
    };
    // Those that need somebody, and where they stand: drawn anew only when that changes.
    let stuck = Memo::new(move |_| {
        let all = items.get().into_iter().enumerate();
        all.filter(|(_, item)| item.is_stuck()).collect::<Vec<_>>()
    });
    let waits = Memo::new(move |_| items.with(|all| all.iter().any(|i| i.state == State::Waiting)));
    let tile = move |key: String| tile(queue, key, chosen, open);
    // Where the focus goes when the photo goes that had it.
    let row = NodeRef::<leptos::html::Div>::new();
    let gone = Callback::new(move |()| {
        request_animation_frame(move || {
            if let Some(row) = row.get_untracked() {
                drop(row.focus());
            }
        });
    });
    view! {
        <div node_ref=row class="tray" role="group" aria-label=k::photo::row() tabindex="-1">
            <ul class="tray-row" role="list">
                <For each=move || keys.get() key=Clone::clone children=tile />
                {move || room.get().then(|| view! { <li>{add(queue)}</li> })}
            </ul>
            <p class="sub num" role="status">{words}</p>
            <p class="sub" role="status">{move || waits.get().then(k::photo::waiting)}</p>
            {move || stuck.get().into_iter().map(|(nth, item)| bad(queue, nth, item, gone)).collect_view()}
            {move || queue.unkept.get().then(|| view! { <p class="sub">{k::photo::unkept()}</p> })}
        </div>
        {sheet(queue, chosen, open, gone)}
    }
    .into_any()
}

/// Where photos are picked: by the app around the page where it can, else by the browser.
fn add(queue: Queue) -> AnyView {
    let toasts = Toasts::from_context();
    let host = StoredValue::new_local(use_host());
    let input = NodeRef::<leptos::html::Input>::new();
    let take = move |files: Vec<File>| {
        if !queue.add(files) {
            toasts.push(k::photo::too_many());
        }
    };
    let picked = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok()) else { return };
        let files = input.files();
        let files = files.iter().flat_map(|all| (0..all.length()).filter_map(|nth| all.get(nth)));
        take(files.collect());
        // So that the same picture can be chosen again.
        input.set_value("");
    };
    let pressed = move |event: leptos::ev::MouseEvent| {
        // A press that is no person's is this one's own, below.
        let can = event.is_trusted() && untrack(|| host.with_value(|host| host.can(Ability::Pick)));
        if !can {
            return;
        }
        event.prevent_default();
        let done = Callback::new(move |got: Result<Option<File>, ()>| match got {
            Ok(file) => take(file.into_iter().collect()),
            // The host could not after all: the browser's own way.
            Err(()) => {
                if let Some(input) = input.get_untracked() {
                    input.click();
                }
            }
        });
        host.with_value(|host| host.pick(done));
    };
    view! {
        <label class="tray-add">
            <input node_ref=input type="file" accept="image/*" multiple on:click=pressed on:change=picked />
            <Icon of=glyph::PHOTO />
            <span>{k::photo::add()}</span>
        </label>
    }
    .into_any()
}

/// What is wrong with a photo, and what can be done about it, in sight.
fn bad(queue: Queue, nth: usize, item: Item, gone: Callback<()>) -> AnyView {
    let (title, body) = match &item.state {
        State::Failed(why) => {
            let words = sentence(why);
            (words.title, words.body)
        }
        State::Bad(bad) => {
            let (title, body) = model::bad_words(*bad);
            (title.to_owned(), body.to_owned())
        }
        _ => (k::photo::lost().to_owned(), k::photo::lost_body().to_owned()),
    };
    let place = number(i64::try_from(nth.saturating_add(1)).unwrap_or(0));
    let again = matches!(item.state, State::Failed(_));
    let key = StoredValue::new(item.kept.key);
    view! {
        <div class="tray-bad" role="alert">
            <p><b>{k::photo::tile(&place, &title)}</b>" "{body}</p>
            <div class="tray-moves">
                {again.then(|| view! {
                    <Button label=k::photo::again() look=Look::Soft small=true on_press=move || queue.again(&key.get_value()) />
                })}
                <Button
                    label=k::photo::remove()
                    look=Look::Warn
                    small=true
                    on_press=move || {
                        queue.take_out(&key.get_value());
                        gone.run(());
                    }
                />
            </div>
        </div>
    }
    .into_any()
}

fn tile(queue: Queue, key: String, chosen: RwSignal<Option<String>>, open: RwSignal<bool>) -> AnyView {
    let found = {
        let key = key.clone();
        Memo::new(move |_| {
            let all = queue.items.get();
            all.iter().position(|item| item.kept.key == key).and_then(|at| Some((at, all.get(at)?.clone())))
        })
    };
    let state = move || found.get().map_or(State::Preparing, |(_, item)| item.state);
    let label = move || {
        let place = found.get().map_or(0, |(at, _)| at.saturating_add(1));
        k::photo::tile(&number(i64::try_from(place).unwrap_or(0)), &model::state_words(&state()))
    };
    let src = {
        let key = key.clone();
        Memo::new(move |_| found.with(|_| queue.url(&key)))
    };
    let percent = move || match state() {
        State::Sending(percent) => Some(percent),
        _ => None,
    };
    let mark = move || match state() {
        State::Ready => Some(glyph::CHECK),
        State::Waiting => Some(glyph::CLOUDOFF),
        state => Item { kept: Default::default(), state }.is_stuck().then_some(glyph::INFO),
    };
    let press = move |_| {
        chosen.set(Some(key.clone()));
        open.set(true);
    };
    view! {
        <li>
            <button type="button" class="tray-tile" aria-label=label on:click=press>
                {move || src.get().map(|src| view! { <img src=src alt="" decoding="async" /> })}
                {move || percent().map(|now| view! { <progress max="100" value=now.to_string() aria-hidden="true"></progress> })}
                {move || mark().map(|of| view! { <span class="tray-mark"><Icon of /></span> })}
            </button>
        </li>
    }
    .into_any()
}

fn sheet(
    queue: Queue,
    chosen: RwSignal<Option<String>>,
    open: RwSignal<bool>,
    gone: Callback<()>,
) -> AnyView {
    let item = Memo::new(move |_| {
        let key = chosen.get()?;
        queue.items.with(|all| all.iter().find(|item| item.kept.key == key).cloned())
    });
    let words = move || match item.get().map(|item| item.state) {
        Some(State::Bad(bad)) => Some(model::bad_words(bad)),
        Some(State::Lost) => Some((k::photo::lost(), k::photo::lost_body())),
        _ => None,
    };
    let title = move || words().map_or(k::photo::sheet_title(), |(title, _)| title).to_owned();
    let sub = move || match item.get() {
        Some(Item { state: State::Failed(_), .. }) | None => None,
        Some(item) => {
            Some(words().map_or_else(|| model::state_words(&item.state), |(_, body)| body.to_owned()))
        }
    };
    view! {
        <Sheet open title=Signal::derive(title) sub=Signal::derive(sub)>
            {move || chosen.get().map(|key| inside(queue, key, item, open, gone))}
        </Sheet>
    }
    .into_any()
}

fn inside(
    queue: Queue,
    key: String,
    item: Memo<Option<Item>>,
    open: RwSignal<bool>,
    gone: Callback<()>,
) -> AnyView {
    let alt = RwSignal::new(item.get_untracked().map(|item| item.kept.alt).unwrap_or_default());
    let state = move || item.with(|item| item.as_ref().map(|item| item.state.clone()));
    let notice = Signal::derive(move || match state() {
        Some(State::Failed(why)) => Some(why),
        _ => None,
    });
    let is_photo = Memo::new(move |_| !matches!(state(), Some(State::Bad(_) | State::Lost) | None));
    let again = Memo::new(move |_| match state() {
        Some(State::Failed(_)) => Some(k::photo::again()),
        Some(State::Waiting) => Some(k::photo::now()),
        _ => None,
    });
    let is_sending = move || matches!(state(), Some(State::Sending(_) | State::Waiting | State::Queued));
    let remove = move || if is_sending() { k::photo::remove_sending() } else { k::photo::remove() };
    let place = {
        let key = key.clone();
        Memo::new(move |_| queue.items.with(|all| (all.iter().position(|i| i.kept.key == key), all.len())))
    };
    let key = StoredValue::new(key);
    let of = move || key.get_value();
    Effect::new(move |before: Option<()>| {
        let words = alt.get();
        if before.is_some() {
            queue.describe(&of(), words);
        }
    });
    let shift = move |label: &'static str, later: bool| {
        let may = move || match place.get() {
            (Some(at), all) => {
                if later {
                    at + 1 < all
                } else {
                    at > 0
                }
            }
            _ => false,
        };
        move || {
            (is_photo.get() && may()).then(|| {
                view! {
                    <Button label look=Look::Soft on_press=move || queue.shift(&of(), later) />
                }
            })
        }
    };
    let shown = queue.url(&of());
    view! {
        <Stack>
            {shown.map(|src| view! { <img class="tray-large" src=src alt="" /> })}
            {move || is_photo.get().then(|| view! {
                <TextArea label=k::photo::alt() value=alt rows=2 hint=k::photo::alt_hint() optional=true max_length=ALT as u32 />
            })}
            <Fault notice />
            {move || again.get().map(|label| view! {
                <Button label wide=true on_press=move || queue.again(&of()) />
            })}
            <div class="tray-moves">{shift(k::photo::earlier(), false)} {shift(k::photo::later(), true)}</div>
            <div class="tray-moves tray-last">
            <Button
                label=Signal::derive(move || remove().to_owned())
                look=Look::Warn
                wide=true
                on_press=move || {
                    open.set(false);
                    queue.take_out(&of());
                    gone.run(());
                }
            />
            <Button label=k::photo::close() look=Look::Soft wide=true on_press=move || open.set(false) />
            </div>
        </Stack>
    }
    .into_any()
}
