//! The sheet in which who made a playlist says who may add, and for a day what it is called.

use contract::api;
use contract::playlist::{EditPlaylist, Playlist};
use data::{Data, refusal};
use domain::playlist::{check_edit, may_change};
use leptos::prelude::*;

use crate::i18n::k;
use crate::i18n::k::playlist as t;
use crate::ui::{Button, FormFault, Look, Sheet, Stack, Switch, TextField, field_error};

/// The sheet.
pub fn sheet(data: Data, list: Signal<Playlist>, open: RwSignal<bool>) -> AnyView {
    view! {
        <Sheet open title=t::settings_title() sub=t::settings_sub()>
            {move || inside(data, list, open)}
        </Sheet>
    }
    .into_any()
}

fn inside(data: Data, list: Signal<Playlist>, open: RwSignal<bool>) -> AnyView {
    let first = list.get_untracked();
    let draft = data.draft(&format!("playlist/{}/settings", first.id));
    let title = draft.field("title", &first.title);
    let shared = RwSignal::new(first.shared);
    let renames = may_change(first.made_at, first.yours, true, data.now()).is_ok();
    let sending = draft.mutation(data);
    let notice = sending.notice();
    let save = move || {
        let title = if renames { title.get_untracked().trim().to_owned() } else { first.title.clone() };
        let edit = EditPlaylist { title, shared: shared.get_untracked() };
        let wrong = check_edit(&edit);
        if !wrong.is_empty() {
            return sending.refuse(refusal(wrong));
        }
        sending.run(api::EDIT_PLAYLIST, &[first.id.as_str()], &edit, move |list: Playlist| {
            open.set(false);
            data.absorb(list);
        });
    };
    view! {
        <Stack>
            {renames
                .then(|| {
                    view! {
                        <TextField label=t::name() value=title error=field_error(notice, "title", &[]) max_length=60_u32 />
                    }
                })}
            <Switch label=t::shared() hint=t::shared_hint() on=shared on_change=move |on: bool| shared.set(on) />
            <FormFault notice=notice />
            <Button label=k::common::save() wide=true busy=sending.is_sending() on_press=save />
            <Button label=k::common::cancel() look=Look::Text wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}
