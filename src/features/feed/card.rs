//! A post as a card, in the feed and on its own page.

use contract::feed::{Post, PostKind, RollCallKind};
use contract::group::{Group, Member};
use contract::{Link, api};
use data::{Data, List};
use leptos::prelude::*;

use super::waiting::waiting;
use super::{model, photo, reactions};
use crate::i18n::{k, moment, number};
use crate::ui::host::Reach;
use crate::ui::nav::use_nav;
use crate::ui::prefs::shows_counts;
use crate::ui::share::Outgoing;
use crate::ui::{
    Act, Button, By, Card, Go, Icon, Kind, Look, Pill, PillState, RoleChip, Toasts, glyph, share, slot,
};

/// Whether the menu of a card is open, and where the card stands. The menu itself comes later.
#[derive(Clone, Copy)]
pub struct Menu {
    /// Whether it is open.
    pub open: RwSignal<bool>,
    /// Among other posts; else on its own page.
    pub in_feed: bool,
}

/// A card of the feed: its comments are on its own page.
pub fn in_feed(data: Data, posts: List<Post>, group: Signal<Group>, id: &str) -> AnyView {
    let item = posts.item(id);
    let Some(first) = item.get_untracked().into_value() else { return ().into_any() };
    // A post that is being taken away is drawn until its card is gone.
    let post = Memo::new(move |_| item.get().into_value().unwrap_or_else(|| first.clone()));
    card(data, group, post.into(), true)
}

/// The card of a post. `linked`: its replies are behind a link.
pub fn card(data: Data, group: Signal<Group>, post: Signal<Post>, linked: bool) -> AnyView {
    let first = post.get_untracked();
    let author = first.author.as_ref();
    let role = author.and_then(|a| model::role_word(a.role));
    let (name, avatar) = (model::name_of(author), model::avatar_of(author));
    let label = name.clone();
    let when = move || {
        let (at, edited) = post.with(|p| (p.created_at.0, p.edited_at.is_some()));
        model::when(moment(at, data.minute().get().0), edited)
    };
    view! {
        <Card article=true label item=linked.then(|| first.id.to_string())>
            <By avatar name when>
                {role.map(|label| view! { <RoleChip label /> })}
                {move || {
                    post.with(|p| p.pinned)
                        .then(|| view! { <Pill label=k::feed::pinned() state=PillState::Off icon=glyph::SAY /> })
                }}
            </By>
            {move || {
                group
                    .with(|g| post.with(|p| model::concerns(&p.mentions, p.yours, &g.me.id)))
                    .then(|| view! { <Pill label=k::feed::mentions_you() icon=glyph::PEOPLE /> })
            }}
            {kind(&first, post)}
            {first.circle_id.is_some().then(|| later("feed/circle", &first))}
            {words(post, linked)}
            {attachment(&first)}
            {(!first.photos.is_empty()).then(|| photo::frame(&first, later("feed/photos", &first)))}
            {first.roll_call.is_some().then(|| later("feed/roll-call", &first))}
            {acts(data, group, post, linked)}
            // On its own page it stands with the comments.
            {linked.then(|| waiting(data, first.id.to_string()))}
        </Card>
    }
    .into_any()
}

/// Words in which members are named.
pub fn spoken(words: &str, mentions: &[Member]) -> AnyView {
    let names: Vec<&str> = mentions.iter().map(|m| m.persona.nickname.as_str()).collect();
    let piece = |(text, named): (&str, bool)| {
        let text = text.to_owned();
        if named { view! { <b class="mention">{text}</b> }.into_any() } else { text.into_any() }
    };
    domain::mention::pieces(words, &names).into_iter().map(piece).collect_view().into_any()
}

/// The words, folded in the feed after six lines until asked for.
fn words(post: Signal<Post>, folds: bool) -> AnyView {
    let open = RwSignal::new(!folds);
    let is_long = |words: &str| words.chars().count() > 160 || words.lines().count() > 6;
    let draw = move |post: &Post| {
        let folded = is_long(&post.body) && !open.get();
        let words = || view! { <p class="words" data-folded=folded.then_some("")>{spoken(&post.body, &post.mentions)}</p> };
        let unfold = || {
            view! { <Button label=k::common::expand() look=Look::Text small=true on_press=move || open.set(true) /> }
        };
        view! {
            {(!post.body.is_empty()).then(words)}
            {folded.then(unfold)}
        }
        .into_any()
    };
    (move || post.with(draw)).into_any()
}

/// What the post carries, drawn by whoever knows its kind: its title until they are here, a plain line when nobody is.
fn attachment(post: &Post) -> AnyView {
    let Some(attached) = post.attachment.clone() else { return ().into_any() };
    let group = post.group_id.clone();
    let drawer = slot::attachment_in_turn(attached.kind.clone());
    (move || match drawer.get() {
        None => {
            view! { <p class="later" data-part=attached.kind.clone()>{attached.title.clone()}</p> }.into_any()
        }
        Some(Some(draw)) => draw(&attached.id, &attached.title, group.as_str()),
        Some(None) => view! {
            <Kind icon=glyph::SHARE label=k::feed::plain_attachment() />
            <p>{attached.title.clone()}</p>
        }
        .into_any(),
    })
    .into_any()
}

/// A part of a card that comes with the later pages, in its turn.
fn later(part: &'static str, post: &Post) -> AnyView {
    drawn_by(slot::attachment_in_turn(part.to_owned()), part, post)
}

/// The same for what somebody pressed: at once.
fn asked_for(part: &'static str, post: &Post) -> AnyView {
    drawn_by(Memo::new(move |_| slot::attachment_of(part)), part, post)
}

fn drawn_by(drawer: Memo<Option<Option<slot::DrawAttachment>>>, part: &'static str, post: &Post) -> AnyView {
    let (id, group) = (post.id.clone(), post.group_id.clone());
    // Its room is kept until it is here: nothing below moves.
    (move || match drawer.get().flatten() {
        Some(draw) => draw(id.as_str(), "", group.as_str()),
        None => view! { <div class="later" data-part=part></div> }.into_any(),
    })
    .into_any()
}

/// The first line of what is more than a note.
fn kind(first: &Post, post: Signal<Post>) -> AnyView {
    match first.kind {
        PostKind::Announcement => {
            let urgent = first.roll_call.as_ref().is_some_and(|call| call.kind == RollCallKind::Safe);
            let pill = urgent
                .then(|| view! { <Pill label=k::feed::urgent() state=PillState::Held icon=glyph::SHIELD /> });
            view! { <Kind icon=glyph::SAY label=k::feed::announcement()>{pill}</Kind> }.into_any()
        }
        PostKind::Question => {
            let answered = move || {
                post.with(|p| p.answer.is_some()).then(
                    || view! { <Pill label=k::feed::answered() state=PillState::Done icon=glyph::CHECK /> },
                )
            };
            view! { <Kind icon=glyph::ASK label=k::feed::question()>{answered}</Kind> }.into_any()
        }
        PostKind::Note | PostKind::Other => ().into_any(),
    }
}

fn acts(data: Data, group: Signal<Group>, post: Signal<Post>, linked: bool) -> AnyView {
    let (nav, share, toasts) = (use_nav::<Link>(), share::use_share(), Toasts::from_context());
    let first = post.get_untracked();
    let place = Link::Post(first.group_id, first.id);
    let talks = data.offers(&api::COMMENTS) || data.offers(&api::NEW_COMMENT);
    let label = if talks { k::feed::reply() } else { k::feed::open() };
    let count = move || if shows_counts() { post.with(|p| p.comment_count) } else { 0 };
    let said = move || {
        let (count, said) = match i64::from(count()) {
            0 => (None, label.to_owned()),
            n => (Some(number(n)), k::feed::replies(n)),
        };
        view! {
            {count.map(|count| view! { <span class="num">{count}</span> })}
            <span class="hide">{said}</span>
        }
    };
    let menu = Menu { open: RwSignal::new(false), in_feed: linked };
    provide_context(menu);
    // A card of the feed leads to its post, if there is more to see or do than here.
    let reply = (linked && (talks || data.offers(&api::POST))).then(|| {
        view! {
            <Go to=place.clone() class="act">
                <Icon of=glyph::TALK />
                <span>{label}</span>
                {said}
            </Go>
        }
    });
    let copy = {
        let place = place.clone();
        move || {
            let link = nav.absolute(&place);
            let text = post.with_untracked(|p| group.with_untracked(|g| model::as_text(p, &g.name, &link)));
            share.send(Outgoing::new(text, link, Reach::Chat), toasts);
        }
    };
    let send_label = move || if share.can_send() { k::common::share() } else { k::feed::copy() }.to_owned();
    let may_more = Memo::new(move |_| group.with(|g| post.with(|p| model::has_menu(data, p, g.me.role))));
    // Once it was opened it stays: it closes by itself.
    let opened = RwSignal::new(false);
    let open = move || {
        opened.maybe_update(|was| !std::mem::replace(was, true));
        menu.open.set(true);
    };
    view! {
        <div class="acts">
            {reactions::bar(data, post, linked)}
            {reply}
            <Act icon=glyph::SHARE label=send_label on_press=copy />
            {move || {
                may_more
                    .get()
                    .then(|| {
                        view! {
                            <span class="push">
                                <Act icon=glyph::MORE label=k::feed::more() bare=true on_press=open />
                            </span>
                        }
                    })
            }}
        </div>
        {move || opened.get().then(|| post.with_untracked(|p| asked_for("feed/menu", p)))}
    }
    .into_any()
}
