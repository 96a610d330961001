//! Writing a post. What is typed is kept on each input and cleared only when the backend has it.

use contract::feed::NewPost;
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Data, Place, refusal};
use leptos::prelude::*;

use super::kind::Kind;
use crate::compose::Composer;
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{Card, Crumb, Page, PageHead};

/// The composer.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(k::feed::write_title().to_owned());
    let nav = use_nav::<Link>();
    let group = data.one::<Group>(id.as_str());
    let composer = Composer::of(data, &id, &format!("group/{id}/post"));
    let draft = composer.draft();
    let kind = Kind::of(draft);
    let sending = draft.mutation(data);
    let back = Link::Group(id.clone());
    let send = {
        let back = back.clone();
        Callback::new(move |()| {
            let Some(post) = composer.post() else { return };
            let (kind, roll_call) = (kind.get_untracked(), kind.roll_call());
            let post = NewPost { kind, roll_call, ..post };
            if let Some(lost) = composer.audience().fault() {
                return sending.refuse(lost);
            }
            let wrong = domain::limits::check_post(&post);
            if !wrong.is_empty() {
                return sending.refuse(refusal(wrong));
            }
            let (back, place) = (back.clone(), Place { group: id.as_str(), thing: id.as_str() });
            let sent = composer.on_sent();
            // It stands in the feed as waiting until the backend has it.
            sending.queue(&api::NEW_POST, &[id.as_str()], &post, place, move || {
                sent();
                nav.back(&back);
            });
        })
    };
    composer.send_when_ready(send);
    let hint = if data.is_standing() { k::feed::write_hint_open() } else { k::feed::write_hint() };
    let words = (k::feed::write_label(), hint);
    let hosts = Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())));
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=k::feed::write_title() />
            {composer.kept()}
            <Card>{composer.fields(words, 6, false, (sending.notice(), "body"))}</Card>
            {composer.audience().choice(kind.announces())}
            {move || kind.choice(data, hosts.get())}
        </Page>
        {composer.bar(k::feed::publish(), sending, send)}
    }
    .into_any()
}
