//! Making a playlist: its name, who may add, its first rows, words and photos, in one draft and one intent.

use contract::group::Group;
use contract::playlist::NewPlaylist;
use contract::{GroupId, Link, api};
use data::{Data, Place, refusal};
use domain::playlist::check_new;
use leptos::prelude::*;

use super::form;
use crate::compose::Composer;
use crate::i18n::k;
use crate::i18n::k::playlist as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Card, Crumb, Page, PageHead, Switch, TextArea, TextField, field_error};

/// What the switch keeps in a draft while it is off: at first everybody may add.
const ALONE: &str = "alone";

/// The form.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let nav = use_nav::<Link>();
    let group = data.one::<Group>(id.as_str());
    let composer = Composer::of(data, &id, &format!("group/{id}/playlist"));
    let draft = composer.draft();
    let (title, rows) = (draft.field("title", ""), draft.field("rows", ""));
    let alone = draft.field("alone", "");
    let sending = draft.mutation(data);
    let notice = sending.notice();
    // What was said of a field holds until something is changed.
    Effect::new(move |before: Option<(String, String)>| {
        let now = (title.get(), rows.get());
        if before.is_some_and(|before| before != now) {
            sending.forgive();
        }
        now
    });
    let back = Link::Group(id.clone());
    let send = {
        let back = back.clone();
        Callback::new(move |()| {
            if let Some(lost) = composer.audience().fault() {
                return sending.refuse(lost);
            }
            let Some(post) = composer.post() else { return };
            let command = NewPlaylist {
                post,
                title: title.get_untracked().trim().to_owned(),
                shared: alone.with_untracked(String::is_empty),
                rows: rows.with_untracked(|text| form::rows_of(text)),
            };
            let wrong = check_new(&command);
            if !wrong.is_empty() {
                return sending.refuse(refusal(wrong));
            }
            let (back, place) = (back.clone(), Place { group: id.as_str(), thing: id.as_str() });
            let sent = composer.on_sent();
            sending.queue(&api::NEW_PLAYLIST, &[id.as_str()], &command, place, move || {
                sent();
                nav.back(&back);
            });
        })
    };
    composer.send_when_ready(send);
    let rows_error = move || notice.with(|n| n.as_ref().and_then(|n| form::rows_error(&n.fields)));
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=t::start() sub=t::start_sub() />
            {composer.kept()}
            <Card>
                <TextField label=t::name() value=title error=field_error(notice, "title", &[]) max_length=60_u32 />
                <TextArea label=t::rows() value=rows rows=5 hint=t::rows_hint() error=rows_error optional=true />
                <Switch
                    label=t::shared()
                    hint=t::shared_hint()
                    on=Signal::derive(move || alone.with(String::is_empty))
                    on_change=move |on: bool| alone.set(if on { "" } else { ALONE }.to_owned())
                />
            </Card>
            <Card>{composer.fields((t::words(), k::feed::write_hint()), 3, true, (notice, "post/body"))}</Card>
            {composer.audience().choice(Signal::stored(false))}
        </Page>
        {composer.bar(t::publish(), sending, send)}
    }
    .into_any()
}
