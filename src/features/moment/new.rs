//! Telling a moment: what sort, its fields, words and photos, in one draft and one intent.

use contract::group::Group;
use contract::moment::{Moment, MomentKind, NewMoment};
use contract::{GroupId, Link, api};
use data::{Data, Place, refusal};
use domain::moment::check_new;
use leptos::prelude::*;

use super::fields::Fields;
use super::{form, model};
use crate::compose::Composer;
use crate::i18n::k;
use crate::i18n::k::moment as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Card, Choices, Crumb, Page, PageHead};

/// The form.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(t::start().to_owned());
    let nav = use_nav::<Link>();
    let group = data.one::<Group>(id.as_str());
    let composer = Composer::of(data, &id, &format!("group/{id}/moment"));
    let draft = composer.draft();
    let kind = draft.field("kind", form::key(MomentKind::CheckIn));
    let fields = Fields::of(draft, &Moment::default());
    let sending = draft.mutation(data);
    // What was said of a field holds until something is changed.
    Effect::new(move |before: Option<(String, form::Raw)>| {
        let now = (kind.get(), fields.get());
        if before.is_some_and(|before| before != now) {
            sending.forgive();
        }
        now
    });
    let back = Link::Group(id.clone());
    let send = {
        let back = back.clone();
        Callback::new(move |()| {
            let (of, raw) = untrack(|| (kind.with(|kind| form::kind_of(kind)), fields.get()));
            let moment = match form::read(of, &raw, data.now()) {
                Ok(moment) => moment,
                Err(refused) => return sending.refuse(refused),
            };
            if let Some(lost) = composer.audience().fault() {
                return sending.refuse(lost);
            }
            let Some(post) = composer.post() else { return };
            let command = NewMoment { post, moment };
            let wrong = check_new(&command, data.now());
            if !wrong.is_empty() {
                return sending.refuse(refusal(wrong));
            }
            let (back, place) = (back.clone(), Place { group: id.as_str(), thing: id.as_str() });
            let sent = composer.on_sent();
            sending.queue(&api::NEW_MOMENT, &[id.as_str()], &command, place, move || {
                sent();
                nav.back(&back);
            });
        })
    };
    composer.send_when_ready(send);
    let option = |kind: MomentKind| (form::key(kind).to_owned(), model::name(kind).to_owned(), true);
    let kinds: Vec<_> = MomentKind::ALL.into_iter().map(option).collect();
    let words = (t::words(), k::feed::write_hint());
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=t::start() sub=t::start_sub() />
            {composer.kept()}
            <Card>
                <Choices label=t::kind() value=kind options=kinds />
            </Card>
            <Card>
                {move || fields.view(kind.with(|kind| form::kind_of(kind)), sending.notice())}
                {composer.fields(words, 4, true, (sending.notice(), "post/body"))}
            </Card>
            {composer.audience().choice(Signal::stored(false))}
        </Page>
        {composer.bar(k::feed::publish(), sending, send)}
    }
    .into_any()
}
