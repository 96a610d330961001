//! Pages that a first visit does not need. In a release their code is a WebAssembly file of its own, fetched once the
//! first page has settled or as soon as one of them is wanted; elsewhere it is simply there.
//!
//! Must not know which pages these are (`features` does). What only they use of the platform is provided here, so that
//! it is in their file.

use std::rc::Rc;

use contract::Link;
use data::Data;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::SplitLoaderError;

use super::adapters::{Darkroom, QrWorkers};
use super::quiet;
use crate::features;
use crate::i18n::k;
use crate::platform::{clock, focus, location, page};
use crate::ui::slot::{self, Attachments};
use crate::ui::{self, Art, Button, Look, Page, SkeletonCard, State, Toasts};

/// How long after the start the rest is fetched at the soonest although nobody asked.
const SETTLED_MS: u32 = 2500;
/// How long after an attempt that failed the next is made unasked.
const AGAIN_MS: u32 = 15_000;

/// The page of a place, if there is one.
type Open = fn(Data, &Link) -> Option<AnyView>;

/// What comes: the pages, who draws what posts carry, and what goes on from then on.
#[derive(Clone, Copy)]
struct Parts {
    open: Open,
    attachments: fn(Data) -> Attachments,
    begin: fn(Data, Toasts),
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(rooms, fallible))]
fn rooms() -> Result<Parts, SplitLoaderError> {
    Ok(Parts { open, attachments: features::attachments, begin })
}

fn begin(data: Data, toasts: Toasts) {
    focus::keep();
    super::outbox::begin(data, toasts);
}

fn open(data: Data, link: &Link) -> Option<AnyView> {
    ui::poster::provide_paint(Rc::new(super::painter::Posters));
    ui::scan::provide_scan(Rc::new(QrWorkers));
    ui::photo::provide_photos(Rc::new(Darkroom));
    ui::examine::provide_examine(Rc::new(super::doctor::Doctor(data)));
    features::page(data, link)
}

async fn load() -> Option<Parts> {
    #[cfg(split)]
    let rooms = rooms().await;
    #[cfg(not(split))]
    let rooms = rooms();
    rooms.ok()
}

#[derive(Clone, Copy)]
enum Rooms {
    Away,
    Coming,
    Here(Open),
    /// The file did not come. Asking again is a new attempt.
    Lost,
}

/// The pages that come later. `Copy`.
#[derive(Clone, Copy)]
pub struct Later {
    data: Data,
    rooms: RwSignal<Rooms>,
    attachments: RwSignal<Option<Attachments>>,
    toasts: Toasts,
    /// What begins with the later pages lives as long as the app, not as long as the page that fetched them.
    owner: StoredValue<Owner>,
}

impl Later {
    /// Nothing is fetched yet; it will be, before long.
    pub fn new(data: Data) -> Self {
        let rooms = RwSignal::new(Rooms::Away);
        // What is wanted is known while a page is drawn; it is fetched after that.
        let wanted = RwSignal::new(false);
        let attachments = slot::provide_attachments(Callback::new(move |()| {
            if !wanted.get_untracked() {
                wanted.set(true);
            }
        }));
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        let later = Self { data, rooms, attachments, toasts: Toasts::from_context(), owner };
        Effect::new(move |_| {
            if wanted.get() {
                later.fetch();
            }
        });
        quiet::after(SETTLED_MS, move || later.fetch());
        later
    }

    fn fetch(self) {
        if matches!(self.rooms.try_get_untracked(), Some(Rooms::Away | Rooms::Lost)) {
            let before = page::has_focus();
            self.rooms.set(Rooms::Coming);
            spawn_local(async move {
                let got = load().await;
                // Whatever had the focus in the outline goes with it; who was nowhere stays there.
                let lost = before || page::has_focus();
                match got {
                    Some(parts) => self.take_up(parts).await,
                    None => {
                        self.rooms.try_set(Rooms::Lost);
                        self.go_on_trying();
                    }
                }
                if lost {
                    clock::next_frame(page::rescue_focus).detach();
                }
            });
        }
    }

    /// One thing after another: a weak phone listens between two.
    async fn take_up(self, parts: Parts) {
        self.attachments.try_set(Some((parts.attachments)(self.data)));
        clock::next_task().await;
        // A page asks for them while it is drawn.
        self.rooms.try_set(Rooms::Here(parts.open));
        clock::next_task().await;
        self.owner.with_value(|owner| owner.with(|| (parts.begin)(self.data, self.toasts)));
    }

    /// Who opens no other page needs it as well: for what posts carry, and for what waits to be sent. What is on screen
    /// stays until it is here.
    fn go_on_trying(self) {
        clock::after(AGAIN_MS, move || {
            if matches!(self.rooms.try_get_untracked(), Some(Rooms::Lost)) {
                spawn_local(async move {
                    match load().await {
                        Some(parts) if matches!(self.rooms.try_get_untracked(), Some(Rooms::Lost)) => {
                            // Who presses now begins no second one.
                            self.rooms.set(Rooms::Coming);
                            self.take_up(parts).await
                        }
                        Some(_) => {}
                        None => self.go_on_trying(),
                    }
                });
            }
        })
        .detach();
    }

    /// The page of a place, or `none`; an outline while it is on its way.
    pub fn page(self, link: &Link, none: fn() -> AnyView) -> AnyView {
        let data = self.data;
        if let Rooms::Here(open) = self.rooms.get_untracked() {
            return open(data, link).unwrap_or_else(none);
        }
        self.fetch();
        let link = link.clone();
        (move || match self.rooms.get() {
            Rooms::Here(open) => open(data, &link).unwrap_or_else(none),
            Rooms::Away | Rooms::Coming => view! { <Page><SkeletonCard /></Page> }.into_any(),
            Rooms::Lost => view! {
                <Page>
                    <State art=Art::BrokenThread title=k::app::later_title() body=k::app::later_body()>
                        <Button label=k::common::retry() on_press=move || self.fetch() />
                        // A newer version may have taken this one's files away.
                        <Button label=k::app::reload() look=Look::Text on_press=location::reload />
                    </State>
                </Page>
            }
            .into_any(),
        })
        .into_any()
    }
}
