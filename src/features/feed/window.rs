//! The posts of a feed, thousands of them: parts near the reader are drawn, the others are as tall as they were.
//!
//! Where the reader is, is noted whenever they stand still, by post and distance and never by pixels of the page; the
//! list keeps it over a reload (`data::Anchor`). Knows no card.

use std::collections::HashMap;
use std::rc::Rc;

use contract::feed::Post;
use data::{Anchor, List, ListView, Part};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use super::gradual::Gradual;
use super::unread::{Edge, Unread};
use crate::i18n::k;
use crate::ui::reader::{Follow, Spot, follow};

/// How tall a post is taken to be before it was seen.
const GUESS: usize = 228;
/// The number by which the end of the list is watched.
const FOOT: u32 = u32::MAX;
/// Stands among the ids for the line between new and read.
const LINE: &str = "";

/// What is drawn of a list, and who reads it. `Copy`.
#[derive(Clone, Copy)]
pub struct Window {
    posts: List<Post>,
    list: Signal<ListView>,
    reader: RwSignal<Option<Rc<dyn Follow>>, LocalStorage>,
    near: StoredValue<HashMap<u32, RwSignal<bool>>>,
    at_foot: RwSignal<bool>,
    /// The part that is drawn at once: the reader is led to it.
    led_to: StoredValue<Option<u32>>,
    gradual: Gradual,
    /// Drawn at once as well: what was pressed last may stand below what the eye is in, and is to have the focus.
    pressed_in: Option<u32>,
    unread: Unread,
    /// On the way to the oldest new post, which may be far.
    seeking: RwSignal<bool>,
}

impl Window {
    /// The window on a list.
    pub fn new(posts: List<Post>, list: Signal<ListView>, unread: Unread) -> Self {
        let (led_to, focus) = (posts.anchor().map(|anchor| anchor.part), posts.focus());
        let at_top = led_to.is_none() && focus.is_none();
        let most = move || list.try_with_untracked(|l| l.parts.iter().map(|part| part.count).max()).flatten();
        let window = Self {
            posts,
            list,
            reader: RwSignal::new_local(None),
            near: StoredValue::default(),
            at_foot: RwSignal::new(false),
            led_to: StoredValue::new(led_to),
            gradual: Gradual::new(at_top, most),
            pressed_in: focus.and_then(|id| list.with_untracked(|l| l.part_of(&id))),
            unread,
            seeking: RwSignal::new(false),
        };
        // Older ones come as the reader nears the end; after a failure, when they ask.
        Effect::new(move |_| {
            let wants = list.with(|l| l.has_more && !l.loading_more && l.more_failed.is_none());
            if window.at_foot.get() && wants && window.gradual.is_whole() {
                posts.more();
            }
        });
        Effect::new(move |_| {
            if window.seeking.get() {
                window.seek();
            }
        });
        window
    }

    /// Shows what is new, and leads to it.
    pub fn show_fresh(self) {
        self.posts.show_fresh();
        if let Some(id) = self.list.with_untracked(|l| l.ids.first().cloned()) {
            self.lead_to(id);
        }
    }

    /// Leads to the oldest post that is new, and asks for what is between.
    pub fn lead_to_unread(self) {
        self.unread.count.set(0);
        self.seeking.set(true);
    }

    fn seek(self) {
        let edge = self.unread.edge.get();
        let older = self.list.with(|l| l.has_more && l.more_failed.is_none());
        match edge {
            Edge::Part(key) => return self.posts.want(key),
            Edge::Older(_) if older => return self.posts.more(),
            Edge::Here(id, _) | Edge::Older(id) => self.lead_to(id),
            Edge::Nowhere => {}
        }
        self.seeking.set(false);
    }

    fn lead_to(self, id: String) {
        let Some(key) = self.list.with_untracked(|l| l.part_of(&id)) else { return };
        self.led_to.set_value(Some(key));
        self.gradual.finish();
        self.came_near(key, true, 0.0);
        request_animation_frame(move || self.with_reader(|reader| reader.show(&id)));
    }

    fn with_reader(self, f: impl FnOnce(&dyn Follow)) {
        if let Some(reader) = self.reader.try_get_untracked().flatten() {
            f(reader.as_ref());
        }
    }

    fn came_near(self, key: u32, near: bool, height: f64) {
        if key == FOOT {
            self.at_foot.try_set(near);
            return;
        }
        let Some(is_near) = self.near.try_with_value(|all| all.get(&key).copied()).flatten() else { return };
        if !near && height >= 1.0 {
            self.posts.set_height(key, height.round() as u32);
        }
        if is_near.try_get_untracked().is_some_and(|was| was != near) {
            is_near.set(near);
        }
    }

    /// Notes where the reader is, and what they have seen. Above the first post there is nothing to come back to.
    fn settled(self, seen: bool) {
        self.with_reader(|reader| {
            let first =
                self.list.with_untracked(|l| l.parts.first().filter(|p| p.held).and(l.ids.first().cloned()));
            let spot = reader.spot();
            if let Some(spot) = spot.as_ref().filter(|_| seen) {
                self.unread.seen(&spot.item);
            }
            let spot = spot.filter(|spot| spot.top < 0.0 || Some(&spot.item) != first.as_ref());
            let anchor = |Spot { item: id, top, part, part_top }| Anchor { id, top, part, part_top };
            self.posts.keep_place(spot.map(anchor), &self.drawn());
            self.posts.keep_focus(reader.focused());
        });
    }

    /// The parts that are drawn: one with the focus is, however far.
    fn drawn(self) -> Vec<u32> {
        let drawn = |all: &HashMap<u32, RwSignal<bool>>| {
            let near = all.iter().filter(|(_, near)| near.try_get_untracked().unwrap_or_default());
            near.map(|(key, _)| *key).collect()
        };
        self.near.try_with_value(drawn).unwrap_or_default()
    }

    fn follow(self, list: Element) {
        let near = Box::new(move |key, near, height| self.came_near(key, near, height));
        let Some(reader) = follow(list, near, Box::new(move |seen| self.settled(seen))) else { return };
        if let Some(Anchor { id: item, top, part, part_top }) = self.posts.anchor() {
            reader.hold(Spot { item, top, part, part_top });
        }
        if let Some(id) = self.posts.focus() {
            let reader = reader.clone();
            // After the shell has looked after a lost focus.
            request_animation_frame(move || reader.focus(&id));
        }
        self.reader.set(Some(reader));
    }

    /// Watches an element while it is there.
    fn watch(self, part: NodeRef<html::Div>) {
        Effect::new(move |_| {
            if let (Some(part), Some(reader)) = (part.get(), self.reader.get()) {
                reader.watch(&part, true);
            }
        });
        on_cleanup(move || {
            if let Some(part) = part.try_get_untracked().flatten() {
                self.with_reader(|reader| reader.watch(&part, false));
            }
        });
    }

    /// The list, with `draw` for a post.
    pub fn view(self, draw: impl Fn(&str) -> AnyView + Clone + Send + Sync + 'static) -> AnyView {
        let keys =
            Memo::new(move |_| self.list.with(|l| l.parts.iter().map(|part| part.key).collect::<Vec<_>>()));
        let feed = NodeRef::<html::Div>::new();
        feed.on_load(move |feed| self.follow(feed.unchecked_into()));
        let busy = move || (!self.gradual.is_whole() || self.list.with(|l| l.loading_more)).then_some("true");
        let children = move |key| self.part(key, draw.clone());
        view! {
            <div class="feed" role="feed" node_ref=feed aria-label=k::feed::posts() aria-busy=busy>
                <For each=move || keys.get() key=|key| *key children />
            </div>
        }
        .into_any()
    }

    /// What ends the list, watched.
    pub fn foot(self, inside: impl Fn() -> AnyView + Send + 'static) -> AnyView {
        let foot = NodeRef::<html::Div>::new();
        self.watch(foot);
        view! { <div class="feed-foot" data-part=FOOT node_ref=foot>{inside}</div> }.into_any()
    }

    fn part(self, key: u32, draw: impl Fn(&str) -> AnyView + Clone + Send + Sync + 'static) -> AnyView {
        let first = || self.list.with_untracked(|l| l.parts.first().map(|part| part.key));
        let near = Some(key) == self.led_to.get_value().or_else(first) || Some(key) == self.pressed_in;
        let near = RwSignal::new(near);
        self.near.update_value(|all| {
            all.insert(key, near);
        });
        on_cleanup(move || {
            self.near.try_update_value(|all| all.remove(&key));
        });
        // None: an outline.
        let ids = Memo::new(move |_| {
            let ids =
                |l: &ListView| is_held(l, key).then(|| with_line(l.part(key).0, &self.unread.edge.get()));
            near.get().then(|| self.list.with(ids)).flatten().map(|ids| self.gradual.cut(ids))
        });
        let outline = Memo::new(move |_| ids.with(Option::is_none));
        Effect::new(move |_| {
            if near.get() && outline.get() {
                self.posts.want(key);
            }
        });
        let tall = move || outline.get().then(|| format!("{}px", self.height(key)));
        let room = move || (!self.gradual.is_whole()).then(|| format!("{}px", self.height(key)));
        let part = NodeRef::<html::Div>::new();
        self.watch(part);
        self.number(key, part, ids);
        let children = move |id: String| if id == LINE { line() } else { draw(&id) };
        view! {
            <div
                class="feed-part"
                data-part=key
                data-outline=move || outline.get().then_some("")
                style:height=tall
                style:min-height=room
                node_ref=part
            >
                <For each=move || ids.get().unwrap_or_default() key=Clone::clone children />
            </div>
        }
        .into_any()
    }

    fn height(self, key: u32) -> u32 {
        let guess = || {
            let count =
                self.list.with_untracked(|l| l.parts.iter().find(|p| p.key == key).map_or(0, |p| p.count));
            u32::try_from(count * GUESS).unwrap_or(u32::MAX)
        };
        self.posts.height(key).filter(|h| *h > 0).unwrap_or_else(guess)
    }

    /// Says to assistive technology where each article stands in the whole.
    fn number(self, key: u32, part: NodeRef<html::Div>, ids: Memo<Option<Vec<String>>>) {
        let place = Memo::new(move |_| {
            let place = |l: &ListView| (l.part(key).1, (!l.has_more).then(|| l.known()));
            ids.with(Option::is_some).then(|| self.list.with(place))
        });
        Effect::new(move |_| {
            ids.track();
            let (Some((before, all)), Some(part)) = (place.get(), part.get()) else { return };
            let all = all.map_or_else(|| "-1".to_owned(), |all| all.to_string());
            let all_children = part.children();
            let children = (0..all_children.length()).filter_map(|i| all_children.item(i));
            for (i, article) in children.filter(|child| child.has_attribute("data-item")).enumerate() {
                let set = |name, value: &str| drop(article.set_attribute(name, value));
                set("aria-posinset", &(before + i + 1).to_string());
                set("aria-setsize", &all);
            }
        });
    }
}

/// The ids of a part, with the line before the first post that was read.
fn with_line(ids: &[String], edge: &Edge) -> Vec<String> {
    let mut ids = ids.to_vec();
    if let Edge::Here(_, read) = edge
        && let Some(at) = ids.iter().position(|id| id == read)
    {
        ids.insert(at, LINE.to_owned());
    }
    ids
}

fn line() -> AnyView {
    view! { <div class="feed-line"><span>{k::feed::read_line()}</span></div> }.into_any()
}

fn is_held(list: &ListView, key: u32) -> bool {
    list.parts.iter().any(|part: &Part| part.key == key && part.held)
}
