//! What can be done about a post of mine, or by who runs the group: other words, pins, deleting. Drawn when it is first
//! opened; a card of the feed knows only that it may be.

use contract::api::Done;
use contract::feed::{EditPost, Post};
use contract::group::Group;
use contract::{Link, api};
use data::{Data, Place, refusal};
use leptos::prelude::*;
use loadable::Loadable;

use super::card::Menu;
use super::model;
use crate::compose::Mentions;
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::slot::DrawAttachment;
use crate::ui::{Button, Fault, FormFault, Look, Sheet, Stack, TextArea, field_error, glyph};

/// Draws the menu of a post.
pub const PART: (&str, DrawAttachment) = ("feed/menu", draw);

/// One menu: whose, and where it stands. `Copy`.
#[derive(Clone, Copy)]
struct Of {
    data: Data,
    menu: Menu,
    post: Signal<Loadable<Post>>,
    group: Signal<Loadable<Group>>,
    editing: RwSignal<bool>,
    /// Whether it is asked a second time: what is deleted does not come back.
    asking: RwSignal<bool>,
}

fn draw(id: &str, _: &str, group: &str) -> AnyView {
    let (Some(data), Some(menu)) = (use_context::<Data>(), use_context::<Menu>()) else {
        return ().into_any();
    };
    let (post, group) = (data.one::<Post>(id), data.one::<Group>(group));
    let of = Of { data, menu, post, group, editing: RwSignal::new(false), asking: RwSignal::new(false) };
    Effect::new(move |_| {
        if !menu.open.get() {
            of.editing.set(false);
            of.asking.set(false);
        }
    });
    let (editing, asking) = (of.editing, of.asking);
    let title = move || match (editing.get(), asking.get()) {
        (true, _) => k::feed::edit_title(),
        (false, true) => k::feed::delete_title(),
        (false, false) => k::feed::manage_title(),
    };
    let sub = move || if editing.get() { k::feed::edit_sub() } else { k::feed::delete_sub() };
    view! {
        <Sheet open=menu.open title=Signal::derive(move || title().to_owned()) sub>
            {move || if editing.get() { edit(of) } else { choices(of) }}
        </Sheet>
    }
    .into_any()
}

/// Other words; they are a draft until they are sent.
fn edit(of: Of) -> AnyView {
    let Some(post) = of.post.get_untracked().into_value() else { return ().into_any() };
    let draft = of.data.draft(&format!("post/{}/edit", post.id));
    let body = draft.field("body", &post.body);
    let mentions = Mentions::of(draft, &post.mentions);
    let (group, circle) = (post.group_id.clone(), Signal::stored(post.circle_id.clone()));
    let sending = draft.mutation(of.data);
    let save = move || {
        let body = body.get_untracked().trim().to_owned();
        let edit = EditPost { mentions: mentions.in_words(&body), body };
        let wrong = domain::limits::check_edit_post(&edit, 1);
        if !wrong.is_empty() {
            return sending.refuse(refusal(wrong));
        }
        sending.queue(&api::EDIT_POST, &[post.id.as_str()], &edit, place(&post), move || {
            of.menu.open.set(false)
        });
    };
    let error = field_error(sending.notice(), "body", &[]);
    view! {
        <Stack>
            <TextArea label=k::feed::write_label() value=body rows=5 error max_length=2000u32 />
            {mentions.picker(of.data, group, circle, body, false)}
            <FormFault notice=sending.notice() />
            <Button label=k::common::save() wide=true busy=sending.is_sending() on_press=save />
            <Button label=k::common::cancel() look=Look::Text wide=true on_press=move || of.editing.set(false) />
        </Stack>
    }
    .into_any()
}

fn choices(of: Of) -> AnyView {
    let data = of.data;
    // Drawn again only when a button comes or goes: what is on its way stays, whatever else changes of the post.
    let can = Memo::new(move |_| {
        let (post, group) = (of.post.get().into_value()?, of.group.get().into_value()?);
        let edits = data.offers(&api::EDIT_POST) && model::may_edit(&post, data.now());
        let deletes = data.offers(&api::DELETE_POST) && model::may_delete(&post, group.me.role);
        Some([of.asking.get(), edits, deletes, model::may_pin(data, &post, group.me.role), post.pinned])
    });
    (move || can.get().map(|can| ways(of, can))).into_any()
}

fn ways(of: Of, [asks, edits, deletes, pins, _]: [bool; 5]) -> AnyView {
    let Some(post) = of.post.get_untracked().into_value() else { return ().into_any() };
    if asks {
        return view! { <Stack>{delete(of, &post)} {keep(of)}</Stack> }.into_any();
    }
    view! {
        <Stack>
            {edits
                .then(|| {
                    view! {
                        <Button
                            label=k::common::edit()
                            icon=glyph::EDIT
                            look=Look::Soft
                            wide=true
                            on_press=move || of.editing.set(true)
                        />
                    }
                })}
            {pins.then(|| pin(of, &post))}
            {deletes.then(|| view! {
                <Button label=k::feed::delete() look=Look::Warn wide=true on_press=move || of.asking.set(true) />
            })}
            {keep(of)}
        </Stack>
    }
    .into_any()
}

fn keep(of: Of) -> AnyView {
    view! { <Button label=k::feed::keep() look=Look::Text wide=true on_press=move || of.menu.open.set(false) /> }
        .into_any()
}

/// Where what is done to a post belongs.
fn place(post: &Post) -> Place<'_> {
    Place { group: post.group_id.as_str(), thing: post.id.as_str() }
}

fn pin(of: Of, post: &Post) -> AnyView {
    let pinning = of.data.mutation();
    let (post, is_pinned) = (post.clone(), post.pinned);
    let press = move || {
        let close = move || of.menu.open.set(false);
        if is_pinned {
            pinning.queue(&api::UNPIN_POST, &[post.id.as_str()], &(), place(&post), close);
        } else {
            pinning.queue(&api::PIN_POST, &[post.id.as_str()], &Done {}, place(&post), close);
        }
    };
    let label = if is_pinned { k::feed::unpin() } else { k::feed::pin() };
    view! {
        <Fault notice=pinning.notice() />
        <Button label look=Look::Soft wide=true busy=pinning.is_sending() on_press=press />
    }
    .into_any()
}

fn delete(of: Of, post: &Post) -> AnyView {
    let nav = use_nav::<Link>();
    let deleting = of.data.mutation();
    let post = post.clone();
    let press = move || {
        let back = Link::Group(post.group_id.clone());
        deleting.queue(&api::DELETE_POST, &[post.id.as_str()], &(), place(&post), move || {
            of.menu.open.set(false);
            if !of.menu.in_feed {
                nav.back(&back);
            }
        });
    };
    view! {
        <Fault notice=deleting.notice() />
        <Button label=k::feed::delete_yes() look=Look::Warn wide=true busy=deleting.is_sending() on_press=press />
    }
    .into_any()
}
