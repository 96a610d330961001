//! The sheet of a row: adding one, changing mine, taking one out. What is typed is a draft.

use contract::api;
use contract::playlist::{Playlist, PlaylistRow};
use data::{Data, Place};
use leptos::prelude::*;

use super::form;
use crate::i18n::k;
use crate::i18n::k::playlist as t;
use crate::ui::{Button, Fault, FormFault, Look, Sheet, Stack, TextArea, TextField};

/// What the sheet is about: a new row, or one that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Adding one.
    Add,
    /// One that is there.
    Row(PlaylistRow),
}

/// The sheet; open while something is asked.
pub fn sheet(data: Data, list: Signal<Playlist>, asked: RwSignal<Option<Ask>>) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(asked.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() && asked.with_untracked(Option::is_some) {
            asked.set(None);
        }
    });
    let title = move || {
        asked.with(|ask| match ask {
            Some(Ask::Row(row)) if !row.yours => t::take_out_title(&row.title),
            Some(Ask::Row(_)) => t::edit_title().to_owned(),
            _ => t::add_title().to_owned(),
        })
    };
    view! {
        <Sheet open title=Signal::derive(title)>
            {move || asked.get().map(|ask| inside(data, list, ask, open))}
        </Sheet>
    }
    .into_any()
}

fn inside(data: Data, list: Signal<Playlist>, ask: Ask, open: RwSignal<bool>) -> AnyView {
    let row = match ask {
        Ask::Add => None,
        Ask::Row(row) => Some(row),
    };
    let may_write = row.as_ref().is_none_or(|row| row.yours);
    view! {
        <Stack>
            {may_write.then(|| fields(data, list, row.clone(), open))}
            {row.filter(|_| data.offers(&api::DELETE_PLAYLIST_ROW)).map(|row| take_out(data, list, row, open))}
            <Button label=k::common::cancel() look=Look::Text wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}

fn fields(data: Data, list: Signal<Playlist>, row: Option<PlaylistRow>, open: RwSignal<bool>) -> AnyView {
    let id = list.with_untracked(|list| list.id.clone());
    let place =
        row.as_ref().map_or_else(|| format!("playlist/{id}/new"), |row| format!("playlist/{id}/{}", row.id));
    let draft = data.draft(&place);
    let said = |of: fn(&PlaylistRow) -> &String| row.as_ref().map(|row| of(row).clone()).unwrap_or_default();
    let title = draft.field("title", &said(|row| &row.title));
    let address = draft.field("address", &said(|row| &row.address));
    let sending = draft.mutation(data);
    let notice = sending.notice();
    Effect::new(move |before: Option<(String, String)>| {
        let now = (title.get(), address.get());
        if before.is_some_and(|before| before != now) {
            sending.forgive();
        }
        now
    });
    let wrong = move |field: &'static str| {
        move || notice.with(|n| n.as_ref().and_then(|n| n.field(field)).map(form::error_text))
    };
    let label = if row.is_some() { k::common::save() } else { t::add() };
    let send = move || {
        let new = match form::read_row(&title.get_untracked(), &address.get_untracked()) {
            Ok(new) => new,
            Err(refused) => return sending.refuse(refused),
        };
        let (group, post) = list.with_untracked(|list| (list.group_id.clone(), list.post_id.clone()));
        let place = Place { group: group.as_str(), thing: post.as_str() };
        let close = move || open.set(false);
        match &row {
            Some(row) => sending.queue(&api::EDIT_PLAYLIST_ROW, &[row.id.as_str()], &new, place, close),
            None => sending.queue(&api::NEW_PLAYLIST_ROW, &[id.as_str()], &new, place, close),
        }
    };
    view! {
        <TextField label=t::row_title() value=title error=wrong("title") max_length=80_u32 />
        <TextArea
            label=t::row_address()
            value=address
            rows=2
            hint=t::row_address_hint()
            error=wrong("address")
            optional=true
            max_length=500u32
        />
        <FormFault notice=notice />
        <Button label wide=true busy=sending.is_sending() on_press=send />
    }
    .into_any()
}

fn take_out(data: Data, list: Signal<Playlist>, row: PlaylistRow, open: RwSignal<bool>) -> AnyView {
    let sending = data.mutation();
    let press = move || {
        let (group, post) = list.with_untracked(|list| (list.group_id.clone(), list.post_id.clone()));
        let place = Place { group: group.as_str(), thing: post.as_str() };
        sending.queue(&api::DELETE_PLAYLIST_ROW, &[row.id.as_str()], &(), place, move || open.set(false));
    };
    view! {
        <Fault notice=sending.notice() />
        <Button label=t::take_out() look=Look::Warn wide=true busy=sending.is_sending() on_press=press />
    }
    .into_any()
}
