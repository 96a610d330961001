//! One comment as a row, and what can be done about it: reply, accept it as the answer, other words, delete.

use contract::api;
use contract::feed::{Accept, Comment, EditComment, PostKind};
use contract::{CommentId, Timestamp};
use data::{Place, refusal};
use leptos::prelude::*;

use super::card;
use super::comments::Talk;
use super::model::{self, Row};
use crate::compose::Mentions;
use crate::i18n::{k, moment};
use crate::ui::{
    Act, Avatar, Button, Fault, FormFault, Look, Pill, PillState, RoleChip, Sheet, Stack, TextArea, Toasts,
    field_error, glyph,
};

/// A comment among the others.
pub fn row(talk: Talk, row: Row) -> AnyView {
    let item = talk.comments.item(&row.id);
    let Some(first) = item.get_untracked().into_value() else { return ().into_any() };
    let comment = Memo::new(move |_| item.get().into_value().unwrap_or_else(|| first.clone()));
    let is_reply = row.under.is_some().then_some("");
    let heard = row.under.map(|name| match name {
        Some(name) => view! { <span class="hide">{k::feed::replying_to(&name)}</span> }.into_any(),
        // What it replies to belongs to earlier members.
        None => view! { <span class="cap">{k::feed::in_reply_older()}</span> }.into_any(),
    });
    let deleted = Memo::new(move |_| comment.with(|c| c.deleted));
    view! {
        <li class="comment" data-reply=is_reply>
            {heard}
            {move || {
                if deleted.get() {
                    view! { <p class="sub grow">{k::feed::comment_gone()}</p> }.into_any()
                } else {
                    said(talk, comment)
                }
            }}
        </li>
    }
    .into_any()
}

fn said(talk: Talk, comment: Memo<Comment>) -> AnyView {
    let first = comment.get_untracked();
    let author = first.author.as_ref();
    let role = author.and_then(|a| model::role_word(a.role));
    let (name, avatar, id) = (model::name_of(author), model::avatar_of(author), first.id.clone());
    let when = move || {
        let (at, edited) = comment.with(|c| (c.created_at.0, c.edited_at.is_some()));
        model::when(moment(at, talk.data.minute().get().0), edited)
    };
    let accepted = {
        let id = id.clone();
        Memo::new(move |_| talk.post.with(|p| p.answer.as_ref().is_some_and(|a| a.id == id)))
    };
    view! {
        <Avatar of=avatar size="s" />
        <div class="grow">
            <div class="by-name">
                <b>{name}</b>
                {role.map(|label| view! { <RoleChip label /> })}
                <span class="cap">{when}</span>
                {move || {
                    accepted
                        .get()
                        .then(|| view! { <Pill label=k::feed::accepted() state=PillState::Done icon=glyph::CHECK /> })
                }}
                {move || {
                    talk.group
                        .with(|g| comment.with(|c| model::concerns(&c.mentions, c.yours, &g.me.id)))
                        .then(|| view! { <Pill label=k::feed::mentions_you() icon=glyph::PEOPLE /> })
                }}
            </div>
            <p class="words">{move || comment.with(|c| card::spoken(&c.body, &c.mentions))}</p>
            {acts(talk, comment, id, accepted)}
        </div>
    }
    .into_any()
}

fn acts(talk: Talk, comment: Memo<Comment>, id: CommentId, accepted: Memo<bool>) -> AnyView {
    let (data, words) = (talk.data, talk.words);
    let talks = data.offers(&api::NEW_COMMENT) && !data.must_sign_in_to_write();
    let answers =
        data.offers(&api::ACCEPT) && talk.post.with_untracked(|p| p.kind == PostKind::Question && p.yours);
    // The button goes or comes; it is not another one with each minute or change.
    let manages = Memo::new(move |_| {
        let runs = talk.group.with(|g| g.me.role.runs_the_group());
        comment.with(|c| (data.offers(&api::DELETE_COMMENT) && (c.yours || runs)) || may_edit(talk, c))
    });
    let reply = id.clone();
    let asked = id.clone();
    view! {
        <div class="acts">
            {talks
                .then(|| {
                    let press = move || words.reply_to(reply.as_str());
                    view! { <Act icon=glyph::TALK label=k::feed::reply_to() on_press=press /> }
                })}
            {answers.then(|| accept(talk, id, accepted))}
            {move || {
                let asked = asked.to_string();
                let press = move || talk.manage(&asked);
                manages
                    .get()
                    .then(|| view! { <Act icon=glyph::MORE label=k::feed::more() bare=true on_press=press /> })
            }}
        </div>
    }
    .into_any()
}

/// The asker's button: this is the answer, or it is not any more.
fn accept(talk: Talk, id: CommentId, accepted: Memo<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let sending = talk.data.mutation();
    let notice = sending.notice();
    let press = move || {
        let post = talk.post.with_untracked(|p| p.id.clone());
        let body = Accept { comment_id: (!accepted.get_untracked()).then(|| id.clone()) };
        let done =
            if body.comment_id.is_some() { k::feed::accepted_done() } else { k::feed::unaccepted_done() };
        let group = talk.post.with_untracked(|p| p.group_id.clone());
        let at = Place { group: group.as_str(), thing: post.as_str() };
        sending.queue(&api::ACCEPT, &[post.as_str()], &body, at, move || toasts.push(done));
    };
    let on = Signal::derive(move || accepted.get());
    view! {
        <Act icon=glyph::CHECK label=k::feed::accept() on on_press=press />
        <Fault notice />
    }
    .into_any()
}

/// Whether I may change its words now.
fn may_edit(talk: Talk, comment: &Comment) -> bool {
    let now: Timestamp = talk.data.minute().get();
    talk.data.offers(&api::EDIT_COMMENT) && model::may_edit_comment(comment, now)
}

/// What can be done about the comment that was asked for: other words, or none.
pub fn sheet(talk: Talk) -> AnyView {
    let title =
        move || if talk.editing.get() { k::feed::edit_comment_title() } else { k::feed::manage_comment() };
    let sub = move || {
        let has = talk.asked_for().is_some_and(|c| talk.has_replies(&c.id));
        let deleting = if has { k::feed::delete_comment_keeps() } else { k::feed::delete_comment_sub() };
        if talk.editing.get() { k::feed::edit_sub() } else { deleting }
    };
    view! {
        <Sheet open=talk.open title=Signal::derive(move || title().to_owned()) sub>
            {move || {
                let comment = talk.asked_for();
                comment.map(|comment| if talk.editing.get() { edit(talk, comment) } else { choices(talk, comment) })
            }}
        </Sheet>
    }
    .into_any()
}

fn edit(talk: Talk, comment: Comment) -> AnyView {
    let draft = talk.data.draft(&format!("comment/{}/edit", comment.id));
    let body = draft.field("body", &comment.body);
    let mentions = Mentions::of(draft, &comment.mentions);
    let group = talk.group.with_untracked(|g| g.id.clone());
    let circle = Signal::derive(move || talk.post.with(|p| p.circle_id.clone()));
    let sending = draft.mutation(talk.data);
    let save = move || {
        let body = body.get_untracked().trim().to_owned();
        let edit = EditComment { mentions: mentions.in_words(&body), body };
        let wrong = domain::limits::check_edit_comment(&edit);
        if !wrong.is_empty() {
            return sending.refuse(refusal(wrong));
        }
        let post = talk.post.get_untracked();
        let place = Place { group: post.group_id.as_str(), thing: post.id.as_str() };
        sending.queue(&api::EDIT_COMMENT, &[comment.id.as_str()], &edit, place, move || talk.open.set(false));
    };
    let error = field_error(sending.notice(), "body", &[]);
    view! {
        <Stack>
            <TextArea label=k::feed::write_label() value=body rows=4 error max_length=500u32 />
            {mentions.picker(talk.data, group, circle, body, false)}
            <FormFault notice=sending.notice() />
            <Button label=k::common::save() wide=true busy=sending.is_sending() on_press=save />
            <Button label=k::common::cancel() look=Look::Text wide=true on_press=move || talk.editing.set(false) />
        </Stack>
    }
    .into_any()
}

fn choices(talk: Talk, comment: Comment) -> AnyView {
    let deleting = talk.data.mutation();
    let edits = may_edit(talk, &comment);
    let deletes = talk.data.offers(&api::DELETE_COMMENT);
    let delete = move || {
        let post = talk.post.get_untracked();
        let place = Place { group: post.group_id.as_str(), thing: post.id.as_str() };
        deleting
            .queue(&api::DELETE_COMMENT, &[comment.id.as_str()], &(), place, move || talk.open.set(false));
    };
    view! {
        <Stack>
            <Fault notice=deleting.notice() />
            {edits
                .then(|| {
                    view! {
                        <Button
                            label=k::common::edit()
                            icon=glyph::EDIT
                            look=Look::Soft
                            wide=true
                            on_press=move || talk.editing.set(true)
                        />
                    }
                })}
            {deletes
                .then(|| {
                    view! {
                        <Button
                            label=k::feed::delete()
                            look=Look::Warn
                            wide=true
                            busy=deleting.is_sending()
                            on_press=delete
                        />
                    }
                })}
            <Button label=k::feed::keep() look=Look::Text wide=true on_press=move || talk.open.set(false) />
        </Stack>
    }
    .into_any()
}
