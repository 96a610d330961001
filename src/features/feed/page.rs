//! A group's page: head, pins, composer, new posts, the feed, its end.

use contract::feed::Post;
use contract::group::Group;
use contract::{GroupId, Link, api};
use data::{Arrival, Data, List, ListView, Rule};
use leptos::prelude::*;

use super::unread::Unread;
use super::waiting::waiting;
use super::window::Window;
use super::{card, head, model};
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::{
    Art, Boundary, Button, ComposerRow, Go, Icon, LinkButton, Loaded, Look, NewPostsPill, Page, PinRow,
    State, Unreadable, glyph, slot,
};

/// The page of a group.
pub fn page(data: Data, id: GroupId) -> AnyView {
    let group = data.one::<Group>(id.as_str());
    use_title(Signal::derive(move || group.get().into_value().map(|g| g.name).unwrap_or_default()));
    view! {
        <Loaded value=group retry={move || data.fetch::<Group>(id.as_str())} skeletons=3 let:group>
            {inside(data, group)}
        </Loaded>
    }
    .into_any()
}

fn inside(data: Data, group: Signal<Group>) -> AnyView {
    let id = group.get_untracked().id;
    let posts = data.list::<Post>(api::POSTS, &[id.as_str()], Arrival::Wait);
    let pinned = data.list::<Post>(api::PINNED, &[id.as_str()], Arrival::AtOnce);
    let nav = use_nav::<Link>();
    let draft = data.draft(&format!("group/{id}/post"));
    let [kept, photos] = ["body", "photos"].map(|name| draft.field(name, "").get_untracked());
    let waits = if photos.is_empty() { k::feed::say() } else { k::photo::draft_waits() };
    let words = model::draft_line(&kept).unwrap_or_else(|| waits.to_owned());
    let write = {
        let id = id.clone();
        move || nav.go(&Link::Write(id.clone()))
    };
    let composer = data.offers(&api::NEW_POST).then(|| {
        view! { <ComposerRow avatar=move || group.with(|g| g.me.persona.avatar.clone()) label=words on_press=write /> }
    });
    let shown = data.offers(&api::POSTS).then(|| {
        view! {
            <Loaded value=posts.view() retry=move || posts.reload() skeletons=3 let:list>
                {feed(data, posts, group, list)}
            </Loaded>
        }
    });
    // Inside another app there is no button of a browser that does this.
    let again = move || {
        data.fetch::<Group>(&group.with_untracked(|g| g.id.to_string()));
        pinned.reload();
        posts.reload();
        posts.show_fresh();
    };
    view! {
        {head::head(data, group, again.into())}
        <Page>
            {pins(pinned, id.clone())}
            {composer}
            {actions(&id)}
            {asked(&id)}
            {waiting(data, id.to_string())}
            {shown}
        </Page>
    }
    .into_any()
}

/// Room for what can be started.
const CELLS: usize = 6;

/// What can be started in this group: two rows of three, the last of them leads to the rest.
fn actions(group: &GroupId) -> AnyView {
    let mut actions = slot::group_actions::<Link>(group.as_str());
    if actions.len() > CELLS {
        actions.truncate(CELLS - 1);
        actions.push((k::feed::start_more(), glyph::PLUS, Link::Start(group.clone())));
    }
    let one = |(label, icon, to)| {
        view! {
            <Go to class="start">
                <Icon of=icon />
                <span>{label}</span>
            </Go>
        }
    };
    (!actions.is_empty())
        .then(|| view! { <nav class="starts" aria-label=k::common::together_tab()>{actions.into_iter().map(one).collect_view()}</nav> })
        .into_any()
}

/// What somebody here asks of me, drawn by whoever knows it.
fn asked(group: &GroupId) -> AnyView {
    let group = group.to_string();
    let draw = Memo::new(move |_| slot::part_of("circle/asked").flatten());
    (move || draw.get().map(|draw| draw("", "", &group))).into_any()
}

fn pins(pinned: List<Post>, group: GroupId) -> AnyView {
    let nav = use_nav::<Link>();
    let row = move |id: &String| {
        let post = pinned.item(id).get_untracked().into_value()?;
        let text: String = post.body.lines().next().unwrap_or_default().chars().take(80).collect();
        let to = Link::Post(group.clone(), post.id);
        (!text.is_empty()).then(|| view! { <PinRow text on_press=move || nav.go(&to) /> })
    };
    // Two are enough above the feed; the rest stand in it.
    (move || pinned.view().get().value().map(|list| list.ids.iter().take(2).filter_map(&row).collect_view()))
        .into_any()
}

fn feed(data: Data, posts: List<Post>, group: Signal<Group>, list: Signal<ListView>) -> AnyView {
    let empty = Memo::new(move |_| list.with(|l| l.parts.is_empty() || l.known() == 0));
    let unreadable = Signal::derive(move || list.with(|l| l.unreadable));
    let fresh = Signal::derive(move || list.with(|l| l.fresh));
    let hidden = data.enforces(Rule::History);
    let unread = Unread::new(data, posts, group, list);
    let window = Window::new(posts, list, unread);
    let draw = move |id: &str| card::in_feed(data, posts, group, id);
    view! {
        <NewPostsPill count=fresh on_press=move || window.show_fresh() />
        {move || {
            // One at a time: what waits above is the newer news.
            let count = unread.count.get();
            (count > 0 && fresh.get() == 0).then(|| to_unread(count, window))
        }}
        {move || (empty.get() && unreadable.get() == 0).then(|| nobody_spoke(data, &group.get_untracked().id))}
        {window.view(draw)}
        <Unreadable count=unreadable about=Link::Backend />
        {window.foot(foot(posts, list))}
        {move || {
            list.with(|l| !l.has_more)
                .then(|| {
                    let (text, then) = group.with(|g| model::ending(g, hidden, data.now().0));
                    let silent = empty.get() && then.is_none();
                    (!silent).then(|| view! { <Boundary text then=then.map(str::to_owned) /> })
                })
        }}
    }
    .into_any()
}

fn to_unread(count: u32, window: Window) -> AnyView {
    view! {
        <div class="newposts-place" data-rest="">
            <button type="button" class="newposts" on:click=move |_| window.lead_to_unread()>
                <Icon of=glyph::DOWN />
                <span>{model::unread_words(count, k::feed::to_unread, k::feed::to_unread_many)}</span>
            </button>
        </div>
    }
    .into_any()
}

fn foot(posts: List<Post>, list: Signal<ListView>) -> impl Fn() -> AnyView + Send {
    let has_more = Memo::new(move |_| list.with(|l| l.has_more));
    let notice = Memo::new(move |_| list.with(|l| l.more_failed.clone()));
    let busy = Signal::derive(move || list.with(|l| l.loading_more));
    let label = move || if notice.with(Option::is_some) { k::common::retry() } else { k::feed::older() };
    let label = Signal::derive(move || label().to_owned());
    move || {
        let foot = || {
            view! {
                <crate::ui::Fault notice />
                <Button label look=Look::Soft wide=true busy on_press=move || posts.more() />
            }
        };
        has_more.get().then(foot).into_any()
    }
}

fn nobody_spoke(data: Data, group: &GroupId) -> AnyView {
    let (write, invite) = (Link::Write(group.clone()), Link::Invite(group.clone()));
    let writes = data.offers(&api::NEW_POST);
    let body = if writes { k::feed::empty_body() } else { k::feed::empty_plain_body() };
    view! {
        <State art=Art::Door title=k::feed::empty_title() body>
            {writes.then(|| view! { <LinkButton to=write label=k::feed::first_word() /> })}
            {head::can_invite(data)
                .then(|| view! { <LinkButton to=invite label=k::feed::ask_in() look=Look::Line /> })}
        </State>
    }
    .into_any()
}
