//! Changing what a post of mine tells, and its words: for a day, and marked. Its photos stay as they are.

use contract::feed::{EditPost, Post};
use contract::moment::{EditMoment, Moment};
use contract::{GroupId, Link, PostId, api};
use data::{Data, Place, refusal};
use domain::moment::check_edit;
use leptos::prelude::*;

use super::fields::Fields;
use super::form;
use crate::compose::Mentions;
use crate::i18n::k;
use crate::i18n::k::moment as t;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{ActionBar, Button, Card, Crumb, FormFault, Loaded, Page, PageHead, TextArea, field_error};

/// The page.
pub fn page(data: Data, group: GroupId, id: PostId) -> AnyView {
    use_title(t::edit().to_owned());
    let post = data.one::<Post>(id.as_str());
    let back = Link::Post(group, id.clone());
    let again = move || data.fetch::<Post>(id.as_str());
    view! {
        <Crumb to=back label=k::feed::post_title() />
        <Loaded value=post retry=again skeletons=1 let:post>{form(data, post.get_untracked())}</Loaded>
    }
    .into_any()
}

/// The form, filled as the post was when the page was opened: what others see change meanwhile is sent over by nobody.
fn form(data: Data, post: Post) -> AnyView {
    let nav = use_nav::<Link>();
    let before = post.moment.as_deref().cloned().unwrap_or_else(Moment::default);
    let kind = before.kind;
    let draft = data.draft(&format!("post/{}/moment", post.id));
    let fields = Fields::of(draft, &before);
    let body = draft.field("body", &post.body);
    let mentions = Mentions::of(draft, &post.mentions);
    let sending = draft.mutation(data);
    // What was said of a field holds until something is changed.
    Effect::new(move |before: Option<(String, form::Raw)>| {
        let now = (body.get(), fields.get());
        if before.is_some_and(|before| before != now) {
            sending.forgive();
        }
        now
    });
    let (group, circle) = (post.group_id.clone(), post.circle_id.clone());
    let save = move || {
        let moment = match form::read(kind, &untrack(|| fields.get()), data.now()) {
            Ok(moment) => moment,
            Err(refused) => return sending.refuse(refused),
        };
        let words = body.get_untracked().trim().to_owned();
        let edit = EditPost { mentions: mentions.in_words(&words), body: words };
        let command = EditMoment { post: edit, moment };
        let wrong = check_edit(&command, kind, data.now());
        if !wrong.is_empty() {
            return sending.refuse(refusal(wrong));
        }
        let place = Place { group: post.group_id.as_str(), thing: post.id.as_str() };
        let back = Link::Post(post.group_id.clone(), post.id.clone());
        sending.queue(&api::EDIT_MOMENT, &[post.id.as_str()], &command, place, move || nav.back(&back));
    };
    let error = field_error(sending.notice(), "post/body", &[]);
    view! {
        <Page>
            <PageHead title=t::edit() sub=k::feed::edit_sub() />
            <Card>
                {fields.view(kind, sending.notice())}
                <TextArea label=t::words() value=body rows=4 optional=true error max_length=2000u32 />
                {mentions.picker(data, group, Signal::stored(circle), body, false)}
            </Card>
        </Page>
        <ActionBar>
            <FormFault notice=sending.notice() />
            <Button label=k::common::save() wide=true busy=sending.is_sending() on_press=save />
        </ActionBar>
    }
    .into_any()
}
