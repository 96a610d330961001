//! The photos of a post on its card. An address that has ended is asked for again, once by itself and then by hand.

use contract::feed::Post;
use contract::photo::Photo;
use data::Data;
use leptos::prelude::*;
use loadable::Loadable;

use super::{model, viewer};
use crate::i18n::{k, number};
use crate::ui::slot::DrawAttachment;
use crate::ui::{Icon, glyph};

/// Draws the photos of a post, in the room that its card made.
pub const PART: (&str, DrawAttachment) = ("feed/photos", draw);

/// Draws the photos of a post with their room: on the page of what the post carries.
pub const ROOM: (&str, DrawAttachment) = ("feed/photo-room", room);

fn room(id: &str, _: &str, _: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let post = data.one::<Post>(id);
    let shape = Memo::new(move |_| {
        post.with(|p| p.value().filter(|p| !p.photos.is_empty()).map(|p| model::shape(&p.photos)))
    });
    let id = StoredValue::new(id.to_owned());
    let inside = move || id.with_value(|id| draw(id, "", ""));
    (move || shape.get().map(|shape| view! { <div class="photos" data-shape=shape>{inside()}</div> }))
        .into_any()
}

fn draw(id: &str, _: &str, _: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let post = data.one::<Post>(id);
    let photos = Memo::new(move |_| post.with(|p| p.value().map(|p| p.photos.clone()).unwrap_or_default()));
    let ids = Memo::new(move |_| photos.with(|all| all.iter().map(|p| p.id.0.clone()).collect::<Vec<_>>()));
    let shown = RwSignal::new(None::<usize>);
    let of = Of { data, id: StoredValue::new(id.to_owned()), post, photos };
    view! {
        <For each=move || ids.get() key=Clone::clone children=move |photo| cell(of, photo, shown) />
        {move || shown.get().is_some().then(|| viewer::viewer(of, shown))}
    }
    .into_any()
}

/// The photos of one post. `Copy`.
#[derive(Clone, Copy)]
pub struct Of {
    data: Data,
    id: StoredValue<String>,
    post: Signal<Loadable<Post>>,
    /// They, in their order.
    pub photos: Memo<Vec<Photo>>,
}

/// A picture that asks for another address when its own leads nowhere. `Copy`.
#[derive(Clone, Copy)]
pub struct Picture {
    of: Of,
    /// Where it is.
    pub src: RwSignal<String>,
    /// It did not come, twice.
    pub lost: RwSignal<bool>,
    asked: RwSignal<u32>,
}

impl Of {
    /// The picture of a photo, whole or as a card has it. What is on screen keeps its address although newer ones come: it is the same picture.
    pub fn picture(self, id: &str, whole: bool) -> Picture {
        let id = id.to_owned();
        let base = StoredValue::new(self.data.config().api_base.clone());
        let photos = self.photos;
        let address = Memo::new(move |_| {
            photos.with(|all| {
                let found = all.iter().find(|p| p.id.0 == id).map_or("", |p| model::address(p, whole));
                base.with_value(|base| model::absolute(base, found))
            })
        });
        let src = RwSignal::new(address.get_untracked());
        let picture = Picture { of: self, src, lost: RwSignal::new(false), asked: RwSignal::new(0) };
        Effect::new(move |was: Option<bool>| {
            let loading = self.post.with(Loadable::is_loading);
            let tries = picture.asked.get_untracked();
            if was == Some(true) && !loading && tries > 0 {
                // Behind the hash: the same address once more is another try.
                let now = format!("{}#{tries}", address.get_untracked());
                let failed = self.post.with_untracked(|post| post.notice().is_some());
                picture.lost.set(failed);
                if !failed {
                    src.set(now);
                }
            }
            loading
        });
        picture
    }
}

impl Picture {
    /// It did not load.
    pub fn failed(self) {
        if self.asked.get_untracked() > 0 { self.lost.set(true) } else { self.again() }
    }

    /// Asks for the post, and with it for an address.
    pub fn again(self) {
        self.asked.update(|asked| *asked += 1);
        self.of.id.with_value(|post| self.of.data.fetch::<Post>(post));
    }

    /// It is there: the next time is another one.
    pub fn came(self) {
        self.asked.set(0);
        self.lost.set(false);
    }
}

fn cell(of: Of, id: String, shown: RwSignal<Option<usize>>) -> AnyView {
    let picture = of.picture(&id, false);
    let place = Memo::new(move |_| of.photos.with(|all| all.iter().position(|p| p.id.0 == id).unwrap_or(0)));
    let photo = Memo::new(move |_| of.photos.with(|all| all.get(place.get()).cloned()));
    let label = move || {
        if picture.lost.get() {
            return k::photo::gone_again().to_owned();
        }
        let figure = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
        let (at, all) = (figure(place.get().saturating_add(1)), figure(of.photos.with(Vec::len)));
        match photo.get().map(|p| p.alt).filter(|alt| !alt.is_empty()) {
            Some(alt) => k::photo::open_said(&all, &alt, &at),
            None => k::photo::open(&all, &at),
        }
    };
    let press = move |_| {
        if picture.lost.get_untracked() { picture.again() } else { shown.set(Some(place.get_untracked())) }
    };
    let side = move |of: fn(&Photo) -> u32| {
        photo.with_untracked(|p| p.as_ref().map(of).filter(|n| *n > 0)).map(|n| n.to_string())
    };
    view! {
        <button type="button" class="photo" aria-label=label on:click=press data-lost=move || picture.lost.get().then_some("")>
            <img
                src=move || picture.src.get()
                alt=""
                width=side(|p| p.width)
                height=side(|p| p.height)
                loading="lazy"
                decoding="async"
                draggable="false"
                on:load=move |_| picture.came()
                on:error=move |_| picture.failed()
            />
            {move || picture.lost.get().then(|| view! {
                <span class="photo-lost"><Icon of=glyph::RETRY /><span>{k::photo::gone()}</span></span>
            })}
        </button>
    }
    .into_any()
}
