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

use super::adapters::QrWorkers;
use super::quiet;
use crate::features;
use crate::i18n::k;
use crate::platform::{clock, location, page};
use crate::ui::{self, Art, Button, Look, Page, SkeletonCard, State};

/// How long after the start the rest is fetched at the soonest although nobody asked.
const SETTLED_MS: u32 = 2500;

/// The page of a place, if there is one.
type Open = fn(Data, &Link) -> Option<AnyView>;

#[cfg_attr(split, wasm_split_helpers::wasm_split(rooms, fallible))]
fn rooms() -> Result<Open, SplitLoaderError> {
    Ok(open)
}

fn open(data: Data, link: &Link) -> Option<AnyView> {
    ui::poster::provide_paint(Rc::new(super::painter::Posters));
    ui::scan::provide_scan(Rc::new(QrWorkers));
    ui::examine::provide_examine(Rc::new(super::doctor::Doctor(data)));
    features::page(data, link)
}

async fn load() -> Option<Open> {
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
pub struct Later(RwSignal<Rooms>);

impl Later {
    /// Nothing is fetched yet; it will be, before long.
    pub fn new() -> Self {
        let later = Self(RwSignal::new(Rooms::Away));
        quiet::after(SETTLED_MS, move || later.fetch());
        later
    }

    fn fetch(self) {
        if matches!(self.0.try_get_untracked(), Some(Rooms::Away | Rooms::Lost)) {
            self.0.set(Rooms::Coming);
            spawn_local(async move {
                let got = load().await;
                self.0.try_set(got.map_or(Rooms::Lost, Rooms::Here));
                // Whatever had the focus in the outline went with it.
                clock::next_frame(page::rescue_focus).detach();
            });
        }
    }

    /// The page of a place, or `none`; an outline while it is on its way.
    pub fn page(self, data: Data, link: &Link, none: fn() -> AnyView) -> AnyView {
        if let Rooms::Here(open) = self.0.get_untracked() {
            return open(data, link).unwrap_or_else(none);
        }
        self.fetch();
        let link = link.clone();
        (move || match self.0.get() {
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
