//! The comments under a post, and the line to write one.

use contract::api::Done;
use contract::feed::{Comment, NewComment};
use contract::group::Group;
use contract::{Link, PostId, api};
use data::{Arrival, Data, List, refusal};
use leptos::prelude::*;

use super::model;
use crate::i18n::{k, moment};
use crate::ui::{
    ActionBar, Avatar, Button, Fault, IconButton, LinkButton, Loaded, Look, RoleChip, SectionHead, Sheet,
    Stack, TextArea, Toasts, Unreadable, beside_fields, field_error, glyph,
};

fn list_of(data: Data, post: &PostId) -> List<Comment> {
    data.list::<Comment>(api::COMMENTS, &[post.as_str()], Arrival::AtOnce)
}

/// The comments, oldest first.
pub fn comments(data: Data, group: Signal<Group>, post: PostId) -> AnyView {
    let comments = list_of(data, &post);
    let asked = RwSignal::new(None::<Comment>);
    let open = RwSignal::new(false);
    view! {
        <SectionHead title=k::feed::comments_title() />
        <Loaded value=comments.view() retry=move || comments.reload() skeletons=1 let:list>
            {
                let ids = Memo::new(move |_| list.with(|l| l.ids.clone()));
                let unreadable = Signal::derive(move || list.with(|l| l.unreadable));
                let each = move |id: String| row(data, group, comments, &id, asked, open);
                view! {
                    {move || {
                        (ids.with(Vec::is_empty) && unreadable.get() == 0)
                            .then(|| view! { <p class="sub">{k::feed::no_comments()}</p> })
                    }}
                    <ol class="comments" role="list">
                        <For each=move || ids.get() key=Clone::clone children=each />
                    </ol>
                    <Unreadable count=unreadable about=Link::Backend />
                    {move || {
                        list.with(|l| l.has_more)
                            .then(|| {
                                let busy = Signal::derive(move || list.with(|l| l.loading_more));
                                view! {
                                    <Button
                                        label=k::common::more()
                                        look=Look::Soft
                                        wide=true
                                        busy
                                        on_press=move || comments.more()
                                    />
                                }
                            })
                    }}
                }
            }
        </Loaded>
        {delete_sheet(data, comments, asked, open)}
    }
    .into_any()
}

fn row(
    data: Data,
    group: Signal<Group>,
    comments: List<Comment>,
    id: &str,
    asked: RwSignal<Option<Comment>>,
    open: RwSignal<bool>,
) -> AnyView {
    let Some(comment) = comments.item(id).get_untracked().into_value() else { return ().into_any() };
    let author = comment.author.as_ref();
    let role = author.and_then(|a| model::role_word(a.role));
    let (name, avatar) = (model::name_of(author), model::avatar_of(author));
    let body = comment.body.clone();
    let at = comment.created_at.0;
    let when = move || moment(at, data.minute().get().0);
    let yours = comment.yours;
    let can_delete = data.offers(&api::DELETE_COMMENT);
    let removable = move || can_delete && (yours || group.with(|g| g.me.role.runs_the_group()));
    let ask = Callback::new(move |()| {
        asked.set(Some(comment.clone()));
        open.set(true);
    });
    view! {
        <li class="comment">
            <Avatar of=avatar size="s" />
            <div class="grow">
                <div class="by-name">
                    <b>{name}</b>
                    {role.map(|label| view! { <RoleChip label /> })}
                    <span class="cap">{when}</span>
                </div>
                <p class="words">{body}</p>
            </div>
            {move || {
                removable()
                    .then(|| view! { <IconButton icon=glyph::CLOSE label=k::feed::delete() plain=true on_press=ask /> })
            }}
        </li>
    }
    .into_any()
}

fn delete_sheet(
    data: Data,
    comments: List<Comment>,
    asked: RwSignal<Option<Comment>>,
    open: RwSignal<bool>,
) -> AnyView {
    let deleting = data.mutation();
    let delete = Callback::new(move |()| {
        let Some(comment) = asked.get_untracked() else { return };
        let id = comment.id.clone();
        deleting.run(api::DELETE_COMMENT, &[comment.id.as_str()], &(), move |_: Done| {
            open.set(false);
            comments.take_off(id.as_str());
        });
    });
    view! {
        <Sheet open title=k::feed::delete_comment_title() sub=k::feed::delete_comment_sub()>
            <Stack>
                <Fault notice=deleting.notice() />
                <Button label=k::feed::delete() look=Look::Warn wide=true busy=deleting.is_sending() on_press=delete />
                <Button label=k::feed::keep() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}

/// The foot of the page: the line to write a comment, or the way to sign in for it.
pub fn foot(data: Data, post: PostId) -> AnyView {
    if data.must_sign_in_to_write() {
        // What was typed belongs to an account: it waits there, and nothing is typed beside it.
        return view! {
            <ActionBar>
                <LinkButton to=Link::SignIn label=k::feed::sign_in_to_reply() look=Look::Soft wide=true />
            </ActionBar>
        }
        .into_any();
    }
    composer(data, post)
}

fn composer(data: Data, post: PostId) -> AnyView {
    let toasts = Toasts::from_context();
    let comments = list_of(data, &post);
    let draft = data.draft(&format!("post/{post}/comment"));
    let body = draft.field("body", "");
    let sending = draft.mutation(data);
    let notice = sending.notice();
    let send = move || {
        let comment = NewComment { body: body.get_untracked().trim().to_owned(), ..NewComment::default() };
        let wrong = domain::limits::check_comment(&comment);
        if !wrong.is_empty() {
            return sending.refuse(refusal(wrong));
        }
        sending.run(api::NEW_COMMENT, &[post.as_str()], &comment, move |comment: Comment| {
            comments.put_last(comment);
            toasts.push(k::feed::published());
        });
    };
    let error = field_error(notice, "body", &[]);
    view! {
        <ActionBar>
            <Fault notice=beside_fields(notice, &[]) />
            <div class="comment-line">
                <TextArea label=k::feed::comment_label() placeholder=k::feed::comment_label() value=body rows=1 error max_length=500u32 />
                <Button label=k::feed::comment_send() busy=sending.is_sending() on_press=send />
            </div>
        </ActionBar>
    }
    .into_any()
}
