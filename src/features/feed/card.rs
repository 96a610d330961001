//! A post as a card, in the feed and on its own page.

use contract::api::Done;
use contract::feed::{Post, PostKind};
use contract::group::Group;
use contract::{Link, api};
use data::{Arrival, Data, List};
use leptos::prelude::*;

use super::model;
use crate::i18n::{k, moment, number};
use crate::ui::host::Reach;
use crate::ui::nav::use_nav;
use crate::ui::prefs::shows_counts;
use crate::ui::share::Outgoing;
use crate::ui::{
    Act, Button, By, Card, Fault, Go, Icon, Kind, Look, Pill, PillState, RoleChip, Sheet, Stack, Toasts,
    glyph, share, slot,
};

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
    let when = move || moment(post.with(|p| p.created_at.0), data.minute().get().0);
    view! {
        <Card article=true label>
            <By avatar name when>
                {role.map(|label| view! { <RoleChip label /> })}
                {move || {
                    post.with(|p| p.pinned)
                        .then(|| view! { <Pill label=k::feed::pinned() state=PillState::Off icon=glyph::SAY /> })
                }}
            </By>
            {(first.kind == PostKind::Announcement)
                .then(|| view! { <Kind icon=glyph::SAY label=k::feed::announcement() /> })}
            {words(post, linked)}
            {attachment(&first)}
            {acts(data, group, post, linked)}
        </Card>
    }
    .into_any()
}

/// The words, folded in the feed after six lines until asked for.
fn words(post: Signal<Post>, folds: bool) -> AnyView {
    let open = RwSignal::new(!folds);
    let body = Memo::new(move |_| post.with(|p| p.body.clone()));
    let long = move || body.with(|b| b.chars().count() > 160 || b.lines().count() > 6);
    let folded = move || long() && !open.get();
    view! {
        {move || {
            (!body.with(String::is_empty))
                .then(|| view! { <p class="words" data-folded=move || folded().then_some("")>{body.get()}</p> })
        }}
        {move || {
            folded()
                .then(|| {
                    view! {
                        <Button label=k::common::expand() look=Look::Text small=true on_press=move || open.set(true) />
                    }
                })
        }}
    }
    .into_any()
}

/// What the post carries, drawn by whoever knows its kind; a plain line when nobody here does.
fn attachment(post: &Post) -> AnyView {
    let Some(attached) = &post.attachment else { return ().into_any() };
    let drawn =
        slot::draw_attachment::<Link>(&attached.kind, &attached.id, &attached.title, post.group_id.as_str());
    drawn.unwrap_or_else(|| {
        let title = attached.title.clone();
        view! {
            <Kind icon=glyph::SHARE label=k::feed::plain_attachment() />
            <p>{title}</p>
        }
        .into_any()
    })
}

fn acts(data: Data, group: Signal<Group>, post: Signal<Post>, linked: bool) -> AnyView {
    let (nav, share, toasts) = (use_nav::<Link>(), share::use_share(), Toasts::from_context());
    let first = post.get_untracked();
    let place = Link::Post(first.group_id, first.id);
    let talks = data.offers(&api::COMMENTS) || data.offers(&api::NEW_COMMENT);
    let label = if talks { k::feed::reply() } else { k::feed::open() };
    let count = move || if shows_counts() { post.with(|p| p.comment_count) } else { 0 };
    let said = move || match count() {
        0 => label.to_owned(),
        n => k::feed::replies(i64::from(n)),
    };
    let open = RwSignal::new(false);
    // A card of the feed leads to its post, if there is more to see or do than here.
    let reply = (linked && (talks || data.offers(&api::POST))).then(|| {
        view! {
            <Go to=place.clone() class="act">
                <Icon of=glyph::TALK />
                <span>{label}</span>
                {move || (count() > 0).then(|| view! { <span class="num">{number(i64::from(count()))}</span> })}
                <span class="hide">{said}</span>
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
    let (deletes, pins) = (data.offers(&api::DELETE_POST), can_pin(data));
    let may_more = move || {
        group.with(|g| {
            let may_delete = deletes && post.with(|p| model::may_delete(p, g.me.role));
            may_delete || (pins && g.me.role.runs_the_group())
        })
    };
    view! {
        <div class="acts">
            {reply}
            <Act icon=glyph::SHARE label=send_label on_press=copy />
            {move || {
                may_more()
                    .then(|| {
                        view! {
                            <span class="push">
                                <Act icon=glyph::MORE label=k::feed::more() bare=true on_press=move || open.set(true) />
                            </span>
                        }
                    })
            }}
        </div>
        {more_sheet(data, group, post, open, linked)}
    }
    .into_any()
}

/// Both: what was pinned must come off again.
fn can_pin(data: Data) -> bool {
    data.offers(&api::PIN_POST) && data.offers(&api::UNPIN_POST)
}

/// Delete, and pin for who runs the group.
fn more_sheet(
    data: Data,
    group: Signal<Group>,
    post: Signal<Post>,
    open: RwSignal<bool>,
    linked: bool,
) -> AnyView {
    let (nav, toasts) = (use_nav::<Link>(), Toasts::from_context());
    let (deleting, pinning) = (data.mutation(), data.mutation());
    let first = post.get_untracked();
    let posts = data.list::<Post>(api::POSTS, &[first.group_id.as_str()], Arrival::Wait);
    let pinned = data.list::<Post>(api::PINNED, &[first.group_id.as_str()], Arrival::AtOnce);
    let (id, back) = (first.id, Link::Group(first.group_id));
    let delete = {
        let id = id.clone();
        Callback::new(move |()| {
            let (gone, back) = (id.clone(), back.clone());
            deleting.run(api::DELETE_POST, &[id.as_str()], &(), move |_: Done| {
                open.set(false);
                if !linked {
                    nav.back(&back);
                }
                toasts.push(k::feed::deleted());
                pinned.take_off(gone.as_str());
                posts.take_off(gone.as_str());
            });
        })
    };
    let pin = Callback::new(move |()| {
        let done = move |post: Post| {
            open.set(false);
            data.absorb(post);
            pinned.reload();
        };
        if post.with_untracked(|p| p.pinned) {
            pinning.run(api::UNPIN_POST, &[id.as_str()], &(), done);
        } else {
            pinning.run(api::PIN_POST, &[id.as_str()], &Done {}, done);
        }
    });
    let (pins, deletes) = (can_pin(data), data.offers(&api::DELETE_POST));
    let may_pin = move || pins && group.with(|g| g.me.role.runs_the_group());
    let pin_label = move || if post.with(|p| p.pinned) { k::feed::unpin() } else { k::feed::pin() };
    view! {
        <Sheet open title=k::feed::manage_title() sub=deletes.then(k::feed::delete_sub)>
            <Stack>
                <Fault notice=deleting.notice() />
                <Fault notice=pinning.notice() />
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
                {move || {
                    may_pin()
                        .then(|| {
                            view! {
                                <Button label=pin_label look=Look::Soft wide=true busy=pinning.is_sending() on_press=pin />
                            }
                        })
                }}
                <Button label=k::feed::keep() look=Look::Soft wide=true on_press=move || open.set(false) />
            </Stack>
        </Sheet>
    }
    .into_any()
}
