//! Writing a post. What is typed is kept on each input and cleared only when the backend has it.

use contract::feed::NewPost;
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Data, Draft, Place, refusal};
use leptos::prelude::*;

use super::kind::Kind;
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Banner, Button, Card, Crumb, Fault, Look, Page, PageHead, TextArea, Toasts, beside_fields,
    field_error, glyph,
};

/// The composer.
pub fn page(data: Data, id: GroupId) -> AnyView {
    use_title(k::feed::write_title().to_owned());
    let nav = use_nav::<Link>();
    let group = data.one::<Group>(id.as_str());
    let draft = data.draft(&format!("group/{id}/post"));
    let was_kept = draft.was_kept();
    let body = draft.field("body", "");
    let kind = Kind::of(draft);
    let sending = draft.mutation(data);
    let back = Link::Group(id.clone());
    let send = {
        let (id, back) = (id.clone(), back.clone());
        move || {
            let post = NewPost {
                body: body.get_untracked().trim().to_owned(),
                kind: kind.get_untracked(),
                roll_call: kind.roll_call(),
                ..NewPost::default()
            };
            let wrong = domain::limits::check_post(&post);
            if !wrong.is_empty() {
                return sending.refuse(refusal(wrong));
            }
            let (back, place) = (back.clone(), Place { group: id.as_str(), thing: id.as_str() });
            // It stands in the feed as waiting until the backend has it.
            sending.queue(&api::NEW_POST, &[id.as_str()], &post, place, move || nav.back(&back));
        }
    };
    let notice = sending.notice();
    let error = field_error(notice, "body", &[]);
    let hosts = Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())));
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=k::feed::write_title() />
            {was_kept.then(|| kept(draft))}
            <Card>
                <TextArea
                    label=k::feed::write_label()
                    value=body
                    rows=6
                    hint=if data.is_standing() { k::feed::write_hint_open() } else { k::feed::write_hint() }
                    error
                    max_length=2000u32
                />
            </Card>
            {move || kind.choice(data, hosts.get())}
        </Page>
        <ActionBar>
            <Fault notice=beside_fields(notice, &[]) />
            <Button label=k::feed::publish() wide=true busy=sending.is_sending() on_press=send />
        </ActionBar>
    }
    .into_any()
}

/// Says that something was kept, and offers to let it go.
fn kept(draft: Draft) -> AnyView {
    let shown = RwSignal::new(true);
    let toasts = Toasts::from_context();
    let discard = Callback::new(move |()| {
        draft.clear();
        shown.set(false);
        toasts.push(k::feed::let_go());
    });
    (move || {
        shown.get().then(|| {
            view! {
                <Banner icon=glyph::SAVE title=k::feed::kept_draft()>
                    <Button label=k::feed::discard() look=Look::Text small=true on_press=discard />
                </Banner>
            }
        })
    })
    .into_any()
}
