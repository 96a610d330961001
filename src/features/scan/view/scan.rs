//! The scan page: the camera with its viewfinder, a photo, and the typed code. All three are always there.

use contract::Link;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlInputElement;

use super::super::model::Stage;
use super::finder::Finder;
use super::{code_card, found};
use crate::i18n::{decimal, k};
use crate::ui::prefs::use_title;
use crate::ui::{Crumb, Icon, glyph};

/// The page.
pub fn page() -> AnyView {
    use_title(k::scan::title().to_owned());
    let finder = Finder::new();
    let words = move || {
        let (title, body) = finder.stage.get().words();
        view! {
            <h2>{title}</h2>
            {(!body.is_empty()).then(|| view! { <p>{body}</p> })}
        }
    };
    let label = move || finder.stage.get().press(finder.by_host.get());
    view! {
        <Crumb to=Link::Home label=k::common::home() />
        <main class="page scan" tabindex="-1">
            <h1 class="hide">{k::scan::title()}</h1>
            <section class="lens" data-stage=move || finder.stage.get().name() aria-label=k::scan::lens()>
                // Playing in place and without sound, or iPhones take the whole screen for it, or refuse.
                <video node_ref=finder.video prop:muted=true autoplay playsinline aria-hidden="true"></video>
                <div class="lens-say" role="status">{words}</div>
                <div node_ref=finder.frame class="finder" aria-hidden="true">
                    <svg viewBox="0 0 260 260">
                        <path d="M4 64V30A26 26 0 0130 4h34M196 4h34a26 26 0 0126 26v34M256 196v34a26 26 0 01-26 26h-34M64 256H30a26 26 0 01-26-26v-34" />
                    </svg>
                </div>
                <button type="button" class="btn lens-press" hidden=move || label().is_none() on:click=move |_| finder.press()>
                    <span class="btn-words">{move || label().unwrap_or_default()}</span>
                </button>
                {tools(finder)}
            </section>
            {code_card::card()}
        </main>
        {found::sheet(finder)}
    }
    .into_any()
}

fn tools(finder: Finder) -> AnyView {
    let picked = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            finder.photo(file);
        }
        // So that the same picture can be chosen again.
        input.set_value("");
    };
    let input = NodeRef::<leptos::html::Input>::new();
    let pressed = move |event: leptos::ev::MouseEvent| {
        let plain = move || {
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        };
        if finder.pick_by_host(plain) {
            event.prevent_default();
        }
    };
    let abilities = move || {
        let Stage::Live { torch, zoom } = finder.stage.get() else { return None };
        let torch = torch.then(|| {
            let on = move || if finder.torch.get() { "true" } else { "false" };
            view! {
                <button type="button" class="lens-tool" aria-pressed=on on:click=move |_| finder.switch_torch()>
                    <span class="disc"><Icon of=glyph::TORCH /></span>
                    <span>{k::scan::torch()}</span>
                </button>
            }
        });
        let zoom = zoom.map(|[min, max, step, now]| {
            let to = move |event| {
                let to = event_target::<HtmlInputElement>(&event).value_as_number();
                if to.is_finite() {
                    finder.zoom(to);
                }
            };
            let step = decimal(step.max(0.001));
            let [min, max, now] = [min, max, now].map(decimal);
            view! {
                <label class="lens-zoom">
                    <span>{k::scan::zoom()}</span>
                    <input type="range" min=min max=max step=step value=now on:input=to />
                </label>
            }
        });
        Some((torch, zoom))
    };
    view! {
        <div class="lens-tools">
            <label class="lens-tool">
                <input
                    node_ref=input
                    type="file"
                    accept="image/*"
                    disabled=move || finder.stage.get() == Stage::Reading
                    on:click=pressed
                    on:change=picked
                />
                <span class="disc"><Icon of=glyph::PHOTO /></span>
                <span>{k::scan::photo()}</span>
            </label>
            {abilities}
        </div>
    }
    .into_any()
}
