//! A playlist as the content of a card: its rows in order, who added them, where they lead, adding one.

use contract::feed::Post;
use contract::group::Group;
use contract::playlist::{Playlist, PlaylistRow};
use contract::{GroupId, Link, api};
use data::Data;
use leptos::prelude::*;

use super::row::Ask;
use super::{model, row, settings};
use crate::i18n::k::playlist as t;
use crate::ui::host::Reach;
use crate::ui::nav::use_nav;
use crate::ui::share::Outgoing;
use crate::ui::{Act, Button, Carried, Go, Icon, IconButton, Kind, Look, Toasts, carried, glyph, share};

/// What a post shows of its playlist; the title alone while the list is not here.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let group = GroupId::from(group);
    let (to, title) = (Link::Group(group.clone()), title.to_owned());
    let known = Carried { icon: glyph::LIST, kind: t::title(), to, title };
    carried(data.one::<Playlist>(id), known, move |list| content(data, list, &group))
}

fn content(data: Data, list: Signal<Playlist>, group: &GroupId) -> AnyView {
    let asked = RwSignal::new(None::<Ask>);
    let all = RwSignal::new(false);
    let group = data.one::<Group>(group.as_str());
    let runs = Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())));
    let ids = Memo::new(move |_| {
        let shown = if all.get() { usize::MAX } else { model::SHOWN };
        list.with(|l| l.rows.iter().take(shown).map(|row| row.id.clone()).collect::<Vec<_>>())
    });
    let one = move |id: contract::PlaylistRowId| {
        let find = move || list.with(|l| l.rows.iter().find(|row| row.id == id).cloned());
        let Some(first) = untrack(&find) else { return ().into_any() };
        let row = Memo::new(move |last: Option<&PlaylistRow>| {
            find().or_else(|| last.cloned()).unwrap_or_else(|| first.clone())
        });
        line(data, list, row, runs, asked)
    };
    let count = Memo::new(move |_| list.with(|l| l.rows.len()));
    let fold = move || {
        let count = count.get();
        (count > model::SHOWN).then(|| {
            let rows = i64::try_from(count).unwrap_or(i64::MAX);
            let label = if all.get() { t::fewer().to_owned() } else { t::all(rows) };
            view! { <Button label look=Look::Text small=true on_press=move || all.update(|all| *all = !*all) /> }
        })
    };
    let empty = move || {
        (count.get() == 0).then(|| {
            let words = if list.with(model::may_add) { t::empty() } else { t::empty_closed() };
            view! { <p class="sub">{words}</p> }
        })
    };
    view! {
        <Kind icon=glyph::LIST label=t::title() />
        <b class="playlist-title">{move || list.with(|l| l.title.clone())}</b>
        <span class="sub num">{move || list.with(model::sub)}</span>
        {empty}
        <ol class="playlist-rows" role="list">
            <For each=move || ids.get() key=Clone::clone children=one />
        </ol>
        {fold}
        {pending(data, list)}
        {acts(data, list, asked)}
        {row::sheet(data, list, asked)}
    }
    .into_any()
}

/// A row: its title, who added it, where it leads, and what I may do about it.
fn line(
    data: Data,
    list: Signal<Playlist>,
    row: Memo<PlaylistRow>,
    runs: Memo<bool>,
    asked: RwSignal<Option<Ask>>,
) -> AnyView {
    let leads = move || {
        row.with(model::opened).map(|(whole, host)| {
            view! {
                <a class="playlist-link" href=whole target="_blank" rel="noopener noreferrer nofollow">
                    <Icon of=glyph::OUT />
                    <span>{t::host(&host)}</span>
                </a>
            }
        })
    };
    let touches = Memo::new(move |_| {
        let writes = data.offers(&api::EDIT_PLAYLIST_ROW) && !data.must_sign_in_to_write();
        writes && list.with(|l| row.with(|r| model::may_touch(l, r, runs.get())))
    });
    let ask = move || asked.set(Some(Ask::Row(row.get_untracked())));
    view! {
        <li>
            <span class="playlist-what">
                <b>{move || row.with(|row| row.title.clone())}</b>
                <span class="cap">{move || row.with(model::by)}</span>
                {leads}
            </span>
            {move || {
                touches
                    .get()
                    .then(|| {
                        let label = row.with(|row| if row.yours { t::change_row(&row.title) } else { t::take_out_title(&row.title) });
                        view! { <IconButton icon=glyph::MORE label plain=true on_press=ask /> }
                    })
            }}
        </li>
    }
    .into_any()
}

/// Rows of this list that wait to be sent, or that need a person.
fn pending(data: Data, list: Signal<Playlist>) -> AnyView {
    let counts = Memo::new(move |_| {
        list.with(|l| {
            // A new row carries the list's id; a change of one, or taking it out, the row's.
            let is_ours = |id: &String| *id == l.id.0 || l.rows.iter().any(|row| *id == row.id.0);
            data.outbox().with(|all| {
                let mine = all
                    .iter()
                    .filter(|one| one.place == l.post_id.as_str() && one.args.first().is_some_and(is_ours));
                let (waiting, refused): (Vec<_>, Vec<_>) = mine.partition(|one| one.is_waiting());
                (waiting.len(), refused.len())
            })
        })
    });
    let words = move || {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let words = match counts.get() {
            (0, 0) => return None,
            (waiting, 0) => t::waiting(count(waiting)),
            (_, refused) => t::refused(count(refused)),
        };
        Some(
            view! { <Go to=Link::Outbox class="pending-line"><Icon of=glyph::CLOCK /><span>{words}</span></Go> },
        )
    };
    view! { <div role="status">{words}</div> }.into_any()
}

fn acts(data: Data, list: Signal<Playlist>, asked: RwSignal<Option<Ask>>) -> AnyView {
    let (nav, share, toasts) = (use_nav::<Link>(), share::use_share(), Toasts::from_context());
    let open = RwSignal::new(false);
    let writes = move || !data.must_sign_in_to_write();
    let adds =
        Memo::new(move |_| data.offers(&api::NEW_PLAYLIST_ROW) && writes() && list.with(model::may_add));
    let sets = Memo::new(move |_| data.offers(&api::EDIT_PLAYLIST) && writes() && list.with(|l| l.yours));
    // What is for a circle is not for the chat.
    let post = data.one::<Post>(list.with_untracked(|l| l.post_id.clone()).as_str());
    let copies = Memo::new(move |_| post.with(|p| p.value().is_some_and(|post| post.circle_id.is_none())));
    let copy = move || {
        let (group, post) = list.with_untracked(|l| (l.group_id.clone(), l.post_id.clone()));
        let link = nav.absolute(&Link::Post(group, post));
        let text = list.with_untracked(|l| model::as_text(l, &link));
        share.send(Outgoing::new(text, link, Reach::Chat), toasts);
    };
    view! {
        {move || {
            adds.get()
                .then(|| {
                    view! {
                        <div>
                            <Button
                                label=t::add()
                                icon=glyph::PLUS
                                look=Look::Soft
                                small=true
                                on_press=move || asked.set(Some(Ask::Add))
                            />
                        </div>
                    }
                })
        }}
        <div class="acts">
            {move || copies.get().then(|| view! { <Act icon=glyph::TEXT label=t::copy() on_press=copy /> })}
            {move || {
                sets.get()
                    .then(|| view! { <Act icon=glyph::EDIT label=t::settings() on_press=move || open.set(true) /> })
            }}
        </div>
        {settings::sheet(data, list, open)}
    }
    .into_any()
}
