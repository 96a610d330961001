//! The comments under a post, each with its replies, the accepted answer above them, and the line to write one.

use contract::feed::{Comment, NewComment, Post};
use contract::group::Group;
use contract::{CommentId, GroupId, Link, PostId, api};
use data::{Arrival, Data, Draft, List, Place, refusal};
use leptos::{html, prelude::*};

use super::waiting::waiting;
use super::{comment, model};
use crate::compose::Mentions;
use crate::i18n::{k, moment};
use crate::ui::{
    ActionBar, Button, By, Card, FormFault, Icon, IconButton, Kind, LinkButton, Loaded, Look, SectionHead,
    TextArea, Unreadable, field_error, glyph,
};

fn list_of(data: Data, post: &PostId) -> List<Comment> {
    data.list::<Comment>(api::COMMENTS, &[post.as_str()], Arrival::AtOnce)
}

/// What is being typed under a post, and what it replies to. `Copy`.
#[derive(Clone, Copy)]
pub struct Words {
    draft: Draft,
    body: RwSignal<String>,
    under: RwSignal<String>,
    mentions: Mentions,
    line: NodeRef<html::Div>,
}

impl Words {
    /// The words that were kept for this post.
    pub fn of(data: Data, post: &PostId) -> Self {
        let draft = data.draft(&format!("post/{post}/comment"));
        let (body, under) = (draft.field("body", ""), draft.field("reply_to", ""));
        Self { draft, body, under, mentions: Mentions::of(draft, &[]), line: NodeRef::new() }
    }

    /// What comes next replies to this comment, and is typed now.
    pub fn reply_to(self, comment: &str) {
        self.under.set(comment.to_owned());
        let field = self.line.get_untracked().and_then(|line| line.query_selector("textarea").ok().flatten());
        use leptos::wasm_bindgen::JsCast;
        if let Some(field) = field.as_ref().and_then(|f| f.dyn_ref::<leptos::web_sys::HtmlElement>()) {
            // Where it cannot take the focus, it can still be pressed.
            drop(field.focus());
        }
    }
}

/// The talk under one post: what is shown, and which comment is being managed. `Copy`.
#[derive(Clone, Copy)]
pub struct Talk {
    pub(super) data: Data,
    pub(super) group: Signal<Group>,
    pub(super) post: Signal<Post>,
    pub(super) comments: List<Comment>,
    pub(super) words: Words,
    pub(super) open: RwSignal<bool>,
    pub(super) editing: RwSignal<bool>,
    asked: RwSignal<String>,
}

impl Talk {
    /// Asks what to do about a comment.
    pub(super) fn manage(self, id: &str) {
        self.asked.set(id.to_owned());
        self.editing.set(false);
        self.open.set(true);
    }

    /// The comment that is being managed.
    pub(super) fn asked_for(self) -> Option<Comment> {
        self.asked.with(|id| self.comments.item(id).get().into_value())
    }

    /// Whether replies stand under a comment.
    pub(super) fn has_replies(self, id: &CommentId) -> bool {
        self.rows().iter().any(|row| row.parent.as_ref() == Some(id))
    }

    /// The rows: each comment, then its replies.
    fn rows(self) -> Vec<model::Row> {
        let ids = self.comments.view().get().into_value().map(|view| view.ids).unwrap_or_default();
        let all = ids.iter().filter_map(|id| self.comments.item(id).get_untracked().into_value());
        model::threads(&all.collect::<Vec<_>>())
    }
}

/// The comments, oldest first, each with its replies.
pub fn comments(data: Data, group: Signal<Group>, post: Signal<Post>, words: Words) -> AnyView {
    let comments = post.with_untracked(|p| list_of(data, &p.id));
    let (open, editing) = (RwSignal::new(false), RwSignal::new(false));
    let asked = RwSignal::new(String::new());
    let talk = Talk { data, group, post, comments, words, open, editing, asked };
    view! {
        {answer(data, post)}
        <SectionHead title=k::feed::comments_title() />
        <Loaded value=comments.view() retry=move || comments.reload() skeletons=1 let:list>
            {
                let rows = Memo::new(move |_| talk.rows());
                let unreadable = Signal::derive(move || list.with(|l| l.unreadable));
                view! {
                    {move || {
                        (rows.with(Vec::is_empty) && unreadable.get() == 0)
                            .then(|| view! { <p class="sub">{k::feed::no_comments()}</p> })
                    }}
                    <ol class="comments" role="list">
                        <For each=move || rows.get() key=Clone::clone children=move |row| comment::row(talk, row) />
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
        {waiting(data, post.with_untracked(|p| p.id.to_string()))}
        {comment::sheet(talk)}
    }
    .into_any()
}

/// The accepted answer, before everything else that was said.
fn answer(data: Data, post: Signal<Post>) -> AnyView {
    let answer = Memo::new(move |_| post.with(|p| p.answer.clone()));
    (move || {
        answer.get().map(|answer| {
            let author = answer.author.as_ref();
            let (name, avatar) = (model::name_of(author), model::avatar_of(author));
            let (at, edited) = (answer.created_at.0, answer.edited_at.is_some());
            let when = move || model::when(moment(at, data.minute().get().0), edited);
            view! {
                <Card label=k::feed::accepted_answer()>
                    <Kind icon=glyph::CHECK label=k::feed::accepted_answer() />
                    <By avatar name when />
                    <p class="words">{answer.body}</p>
                </Card>
            }
        })
    })
    .into_any()
}

/// The foot of the page: the line to write a comment, or the way to sign in for it.
pub fn foot(data: Data, group: GroupId, post: PostId, words: Words) -> AnyView {
    if data.must_sign_in_to_write() {
        // What was typed belongs to an account: it waits there, and nothing is typed beside it.
        return view! {
            <ActionBar>
                <LinkButton to=Link::SignIn label=k::feed::sign_in_to_reply() look=Look::Soft wide=true />
            </ActionBar>
        }
        .into_any();
    }
    composer(data, group, post, words)
}

fn composer(data: Data, group: GroupId, post: PostId, words: Words) -> AnyView {
    let comments = list_of(data, &post);
    let (body, within) = (words.body, group.clone());
    let of = data.one::<Post>(post.as_str());
    let circle = Signal::derive(move || of.with(|post| post.value().and_then(|post| post.circle_id.clone())));
    let sending = words.draft.mutation(data);
    let notice = sending.notice();
    let send = move || {
        let under = Some(words.under.get_untracked()).filter(|id| !id.is_empty());
        let body = body.get_untracked().trim().to_owned();
        // The second of two quick presses: the first one emptied the line.
        if body.is_empty() && sending.is_done() {
            return;
        }
        let mentions = words.mentions.in_words(&body);
        let comment = NewComment { body, reply_to: under.map(CommentId::from), mentions };
        let wrong = domain::limits::check_comment(&comment);
        if !wrong.is_empty() {
            return sending.refuse(refusal(wrong));
        }
        let place = Place { group: group.as_str(), thing: post.as_str() };
        // It stands under the others as waiting until the backend has it.
        sending.queue(&api::NEW_COMMENT, &[post.as_str()], &comment, place, || {});
    };
    let error = field_error(notice, "body", &[]);
    view! {
        <ActionBar>
            <FormFault notice=notice />
            {replying(comments, words)}
            <div class="comment-line" node_ref=words.line>
                {words.mentions.picker(data, within, circle, body, true)}
                <TextArea label=k::feed::comment_label() placeholder=k::feed::comment_label() value=body rows=1 error max_length=500u32 />
                <Button label=k::feed::comment_send() busy=sending.is_sending() on_press=send />
            </div>
        </ActionBar>
    }
    .into_any()
}

/// Whom the words reply to, and the way to reply to nobody.
fn replying(comments: List<Comment>, words: Words) -> AnyView {
    let whom = Memo::new(move |_| {
        let id = words.under.get();
        (!id.is_empty()).then(|| {
            let comment = comments.item(&id).get().into_value();
            model::name_of(comment.as_ref().and_then(|c| c.author.as_ref()))
        })
    });
    let stop = Callback::new(move |()| words.under.set(String::new()));
    (move || {
        whom.get().map(|name| {
            view! {
                <div class="replying" role="status">
                    <Icon of=glyph::TALK />
                    <span class="grow">{k::feed::replying_to(&name)}</span>
                    <IconButton icon=glyph::CLOSE label=k::feed::stop_replying() plain=true on_press=stop />
                </div>
            }
        })
    })
    .into_any()
}
