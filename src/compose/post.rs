//! The words and photos of one post that is being written.

use contract::GroupId;
use contract::feed::NewPost;
use data::{Data, Draft, Mutation};
use leptos::prelude::*;
use loadable::Notice;

use super::audience::{self, Audience};
use super::mention::Mentions;
use super::photo::{self, Queue};
use crate::i18n::k;
use crate::ui::{ActionBar, Banner, Button, FormFault, Look, TextArea, Toasts, field_error, glyph};

/// The words and photos of a draft. `Copy`.
#[derive(Clone, Copy)]
pub struct Composer {
    data: Data,
    draft: Draft,
    group: StoredValue<GroupId>,
    was_kept: bool,
    body: RwSignal<String>,
    mentions: Mentions,
    audience: Audience,
    queue: Option<Queue>,
    /// Published while photos are on their way: it goes out once they are there.
    wanted: RwSignal<bool>,
}

impl Composer {
    /// Goes on with the draft of a place in a group.
    pub fn of(data: Data, group: &GroupId, place: &str) -> Self {
        let draft = data.draft(place);
        Self {
            data,
            draft,
            group: StoredValue::new(group.clone()),
            was_kept: draft.was_kept_besides(audience::FIELD),
            body: draft.field("body", ""),
            mentions: Mentions::of(draft, &[]),
            audience: Audience::of(data, draft, group),
            queue: Queue::of(data, draft, group, place),
            wanted: RwSignal::new(false),
        }
    }

    /// The draft, for fields besides.
    pub fn draft(self) -> Draft {
        self.draft
    }

    /// Whom it is for.
    pub fn audience(self) -> Audience {
        self.audience
    }

    /// The post as it stands, a note. None while photos are on their way: then it is sent once they are
    /// there.
    pub fn post(self) -> Option<NewPost> {
        // The choice says why.
        if self.audience.fault().is_some() {
            return None;
        }
        let photos = match untrack(|| self.queue.map(Queue::for_post)) {
            Some(None) => {
                self.wanted.set(!untrack(|| self.queue.is_some_and(Queue::is_stuck)));
                return None;
            }
            photos => photos.flatten().unwrap_or_default(),
        };
        self.wanted.set(false);
        let body = self.body.get_untracked().trim().to_owned();
        let (mentions, circle_id) = (self.mentions.in_words(&body), untrack(|| self.audience.circle()));
        Some(NewPost { mentions, body, photos, circle_id, ..NewPost::default() })
    }

    /// What is to be done once the post has left the page: the phone's copies of its photos stay until the backend has
    /// it. Asked before it is sent, as the draft is empty afterwards.
    pub fn on_sent(self) -> impl Fn() + 'static {
        let photos = self.queue.map(Queue::keys).unwrap_or_default();
        move || {
            if let Some(queue) = self.queue {
                queue.sent(photos.clone());
            }
        }
    }

    /// Sends what was published before its photos were there.
    pub fn send_when_ready(self, send: Callback<()>) {
        Effect::new(move |_| {
            let Some(queue) = self.queue.filter(|_| self.wanted.get()) else { return };
            if queue.is_stuck() {
                self.wanted.set(false);
            } else if queue.for_post().is_some() {
                send.run(());
            }
        });
    }

    /// Says that something was kept, and offers to let it go.
    pub fn kept(self) -> Option<AnyView> {
        let shown = RwSignal::new(true);
        let toasts = Toasts::from_context();
        let discard = Callback::new(move |()| {
            self.queue.into_iter().for_each(Queue::let_go);
            // What comes next is for nobody more than this was.
            let circle = untrack(|| self.audience.circle());
            self.draft.clear();
            self.audience.set(circle);
            shown.set(false);
            toasts.push(k::feed::let_go());
        });
        let banner = move || {
            shown.get().then(|| {
                view! {
                    <Banner icon=glyph::SAVE title=k::feed::kept_draft()>
                        <Button label=k::feed::discard() look=Look::Text small=true on_press=discard />
                    </Banner>
                }
            })
        };
        self.was_kept.then(|| banner.into_any())
    }

    /// The words, the members to name in them, and the photos. `field`: what the backend calls the words.
    pub fn fields(
        self,
        (label, hint): (&'static str, &'static str),
        rows: u32,
        optional: bool,
        (notice, field): (Signal<Option<Notice>>, &'static str),
    ) -> AnyView {
        let error = field_error(notice, field, &[]);
        let circle = Signal::derive(move || self.audience.circle());
        let hint =
            move || Some(if circle.with(Option::is_some) { k::feed::write_hint_circle() } else { hint });
        view! {
            <TextArea label value=self.body rows hint error optional max_length=2000u32 />
            {self.mentions.picker(self.data, self.group.get_value(), circle, self.body, false)}
            {self.queue.map(photo::tray)}
        }
        .into_any()
    }

    /// The bar that sends: while photos are on their way it says so, and waiting can be ended. `beside`: the fields whose
    /// faults stand beside them.
    pub fn bar(self, label: &'static str, sending: Mutation, send: Callback<()>) -> AnyView {
        let (queue, wanted) = (self.queue, self.wanted);
        let words = move || {
            let stuck = queue.is_some_and(Queue::is_stuck).then(k::photo::fix_first);
            stuck.or_else(|| wanted.get().then(k::photo::when_ready))
        };
        let button = move || {
            if wanted.get() {
                view! { <Button label=k::photo::wait_not() look=Look::Soft wide=true on_press=move || wanted.set(false) /> }
            } else {
                view! { <Button label wide=true busy=sending.is_sending() on_press=send /> }
            }
        };
        view! {
            <ActionBar>
                <FormFault notice=sending.notice() />
                {move || words().map(|words| view! { <p class="sub">{words}</p> })}
                {button}
            </ActionBar>
        }
        .into_any()
    }
}
