//! Writing a post. What is typed is kept on each input and cleared only when the backend has it.

use contract::feed::NewPost;
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Data, Draft, Place, refusal};
use leptos::prelude::*;

use super::kind::Kind;
use super::mention::Mentions;
use super::photo::{self, Queue};
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
    let mentions = Mentions::of(draft, &[]);
    let group_id = id.clone();
    let queue = Queue::of(data, draft, &id);
    let sending = draft.mutation(data);
    let back = Link::Group(id.clone());
    // Published while photos are on their way: it goes out once they are there.
    let wanted = RwSignal::new(false);
    let send = {
        let (id, back) = (id.clone(), back.clone());
        Callback::new(move |()| {
            let photos = match untrack(|| queue.map(Queue::for_post)) {
                Some(None) => return wanted.set(!untrack(|| queue.is_some_and(Queue::is_stuck))),
                photos => photos.flatten().unwrap_or_default(),
            };
            wanted.set(false);
            let body = body.get_untracked().trim().to_owned();
            let post = NewPost {
                mentions: mentions.in_words(&body),
                body,
                kind: kind.get_untracked(),
                photos,
                roll_call: kind.roll_call(),
            };
            let wrong = domain::limits::check_post(&post);
            if !wrong.is_empty() {
                return sending.refuse(refusal(wrong));
            }
            let (back, place) = (back.clone(), Place { group: id.as_str(), thing: id.as_str() });
            let photos = queue.map(Queue::keys).unwrap_or_default();
            // It stands in the feed as waiting until the backend has it.
            sending.queue(&api::NEW_POST, &[id.as_str()], &post, place, move || {
                if let Some(queue) = queue {
                    queue.sent(photos);
                }
                nav.back(&back);
            });
        })
    };
    Effect::new(move |_| {
        let Some(queue) = queue.filter(|_| wanted.get()) else { return };
        if queue.is_stuck() {
            wanted.set(false);
        } else if queue.for_post().is_some() {
            send.run(());
        }
    });
    let notice = sending.notice();
    let error = field_error(notice, "body", &[]);
    let hosts = Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())));
    let name = move || group.get().into_value().map_or_else(|| k::common::back().to_owned(), |g| g.name);
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=k::feed::write_title() />
            {was_kept.then(|| kept(draft, queue))}
            <Card>
                <TextArea
                    label=k::feed::write_label()
                    value=body
                    rows=6
                    hint=if data.is_standing() { k::feed::write_hint_open() } else { k::feed::write_hint() }
                    error
                    max_length=2000u32
                />
                {mentions.picker(data, group_id, body, false)}
                {queue.map(photo::tray)}
            </Card>
            {move || kind.choice(data, hosts.get())}
        </Page>
        <ActionBar>
            <Fault notice=beside_fields(notice, &[]) />
            {move || {
                let stuck = queue.is_some_and(Queue::is_stuck).then(k::photo::fix_first);
                stuck.or_else(|| wanted.get().then(k::photo::when_ready)).map(|words| view! { <p class="sub">{words}</p> })
            }}
            {move || {
                if wanted.get() {
                    view! { <Button label=k::photo::wait_not() look=Look::Soft wide=true on_press=move || wanted.set(false) /> }
                } else {
                    view! { <Button label=k::feed::publish() wide=true busy=sending.is_sending() on_press=send /> }
                }
            }}
        </ActionBar>
    }
    .into_any()
}

/// Says that something was kept, and offers to let it go.
fn kept(draft: Draft, queue: Option<Queue>) -> AnyView {
    let shown = RwSignal::new(true);
    let toasts = Toasts::from_context();
    let discard = Callback::new(move |()| {
        queue.into_iter().for_each(Queue::let_go);
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
