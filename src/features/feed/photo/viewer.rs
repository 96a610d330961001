//! The viewer: one photo after the other on the whole screen. By swipe, pinch, double tap, arrows and Escape; the
//! browser's back closes it, and the focus returns to where it was opened from.

use leptos::html;
use leptos::prelude::*;

use super::grid::Of;
use super::model::Zoom;
use crate::i18n::{k, number};
use crate::ui::host::{Ability, use_host};
use crate::ui::{Button, IconButton, Look, glyph};

/// The viewer over everything; `shown`: which photo, none closes it.
pub fn viewer(of: Of, shown: RwSignal<Option<usize>>) -> AnyView {
    let dialog = NodeRef::<html::Dialog>::new();
    let strip = NodeRef::<html::Ul>::new();
    let first = shown.get_untracked().unwrap_or(0);
    let here = RwSignal::new(first);
    let zoom = RwSignal::new(Zoom::FIT);
    let ids =
        Memo::new(move |_| of.photos.with(|all| all.iter().map(|p| p.id.0.clone()).collect::<Vec<_>>()));
    let all = Memo::new(move |_| ids.with(Vec::len));
    // Only what is new to the screen is moved to: a swipe brought it there already.
    let show = move |at: usize| {
        if let Some(strip) = strip.get_untracked().filter(|_| at < all.get_untracked()) {
            zoom.set(Zoom::FIT);
            strip.set_scroll_left(strip.client_width().saturating_mul(i32::try_from(at).unwrap_or(0)));
        }
    };
    Effect::new(move |_| {
        let Some(dialog) = dialog.get().filter(|dialog| !dialog.open()) else { return };
        if dialog.show_modal().is_err() {
            dialog.set_open(true);
        }
        show(first);
    });
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let scrolled = move |_| {
        let Some(strip) = strip.get_untracked() else { return };
        let width = strip.client_width().max(1);
        let at = usize::try_from((strip.scroll_left() + width / 2) / width).unwrap_or(0);
        if here.get_untracked() != at {
            here.set(at);
            zoom.set(Zoom::FIT);
        }
    };
    let step = move |on: bool| {
        let at = here.get_untracked();
        show(if on { at.saturating_add(1) } else { at.saturating_sub(1) });
    };
    let keyed = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowLeft" => step(false),
            "ArrowRight" => step(true),
            "Home" => show(0),
            "End" => show(all.get_untracked().saturating_sub(1)),
            "+" | "=" => zoom.update(|z| *z = z.by(1.5, (0.0, 0.0))),
            "-" => zoom.update(|z| *z = z.by(1.0 / 1.5, (0.0, 0.0))),
            _ => return,
        }
        event.prevent_default();
    };
    let placed = move || ids.get().into_iter().enumerate().collect::<Vec<(usize, String)>>();
    let figure = |n: usize| number(i64::try_from(n).unwrap_or(i64::MAX));
    let count = move || k::photo::viewer_count(&figure(all.get()), &figure(here.get().saturating_add(1)));
    let alt = move || {
        let words = of.photos.with(|all| all.get(here.get()).map(|p| p.alt.clone())).unwrap_or_default();
        if words.is_empty() { k::photo::unsaid().to_owned() } else { words }
    };
    let host = StoredValue::new_local(use_host());
    let zoomed = move || zoom.update(|z| *z = if z.is_large() { Zoom::FIT } else { z.by(2.5, (0.0, 0.0)) });
    let larger = move |()| {
        // A host that has a screen for pictures shows it there, as in its chats; where it will not, it grows here.
        let can = untrack(|| host.with_value(|host| host.can(Ability::Preview)));
        let src = source(strip, here).filter(|_| can && !zoom.get_untracked().is_large());
        let Some(src) = src else { return zoomed() };
        let grow = Callback::new(move |shown: bool| (!shown).then(zoomed).unwrap_or_default());
        host.with_value(|host| host.preview(src, grow));
    };
    let zoom_label = move || if zoom.get().is_large() { k::photo::smaller() } else { k::photo::larger() };
    view! {
        <dialog node_ref=dialog class="viewer" aria-label=k::photo::viewer() on:close=move |_| shown.set(None) on:keydown=keyed>
            <div class="viewer-bar">
                <IconButton icon=glyph::CLOSE label=k::photo::viewer_close() plain=true on_press=move || close() />
                <p class="viewer-count num" role="status">{count}<span class="hide">" "{alt}</span></p>
                <Button label=Signal::derive(move || zoom_label().to_owned()) look=Look::Text small=true on_press=larger />
            </div>
            <ul node_ref=strip class="viewer-strip"
                tabindex="0" role="list" data-still=move || zoom.get().is_large().then_some("") on:scroll=scrolled>
                <For
                    each=placed
                    key=|placed| placed.1.clone()
                    children=move |placed: (usize, String)| page(of, placed.0, &placed.1, here, zoom)
                />
            </ul>
            <div class="viewer-bar">
                <IconButton icon=glyph::BACK label=k::photo::before() plain=true on_press=move || step(false) />
                <p class="viewer-alt" aria-hidden="true">{alt}</p>
                <IconButton icon=glyph::NEXT label=k::photo::next() plain=true on_press=move || step(true) />
            </div>
        </dialog>
    }
    .into_any()
}

/// Where the picture on screen came from.
fn source(strip: NodeRef<html::Ul>, here: RwSignal<usize>) -> Option<String> {
    let page = strip.get_untracked()?.children().item(u32::try_from(here.get_untracked()).ok()?)?;
    page.query_selector("img").ok()??.get_attribute("src")
}

/// One photo, with the fingers on it.
fn page(of: Of, at: usize, id: &str, here: RwSignal<usize>, zoom: RwSignal<Zoom>) -> AnyView {
    let picture = of.picture(id, true);
    let frame = NodeRef::<html::Li>::new();
    let fingers = StoredValue::new(Vec::<(i32, f64, f64)>::new());
    let mine = move || here.get() == at;
    // From the middle of the box, in its widths and heights.
    let place = move |x: i32, y: i32| {
        let frame = frame.get_untracked()?;
        let (width, height) =
            (f64::from(frame.client_width().max(1)), f64::from(frame.client_height().max(1)));
        let (left, top) = (f64::from(frame.offset_left()), f64::from(frame.offset_top()));
        let scrolled = f64::from(frame.parent_element().map_or(0, |strip| strip.scroll_left()));
        Some(((f64::from(x) - left + scrolled) / width - 0.5, (f64::from(y) - top) / height - 0.5))
    };
    let down = move |event: leptos::ev::PointerEvent| {
        if let Some((x, y)) = place(event.client_x(), event.client_y()) {
            fingers.update_value(|all| {
                all.retain(|finger| finger.0 != event.pointer_id());
                all.push((event.pointer_id(), x, y));
            });
        }
    };
    let up = move |event: leptos::ev::PointerEvent| {
        fingers.update_value(|all| all.retain(|finger| finger.0 != event.pointer_id()));
    };
    let moved = move |event: leptos::ev::PointerEvent| {
        let Some((x, y)) = place(event.client_x(), event.client_y()) else { return };
        let before = fingers.get_value();
        fingers.update_value(|all| {
            let finger = all.iter_mut().find(|finger| finger.0 == event.pointer_id());
            finger.into_iter().for_each(|finger| (finger.1, finger.2) = (x, y));
        });
        match (&before[..], &fingers.get_value()[..]) {
            ([a, b], [c, d]) => {
                let apart = |p: &(i32, f64, f64), q: &(i32, f64, f64)| (p.1 - q.1).hypot(p.2 - q.2).max(0.01);
                let middle = ((c.1 + d.1) / 2.0, (c.2 + d.2) / 2.0);
                let (from, to) = (apart(a, b), apart(c, d));
                let push = (middle.0 - (a.1 + b.1) / 2.0, middle.1 - (a.2 + b.2) / 2.0);
                zoom.update(|z| *z = z.by(to / from, middle).pushed(push.0, push.1));
            }
            ([from], [to]) if zoom.get_untracked().is_large() => {
                zoom.update(|z| *z = z.pushed(to.1 - from.1, to.2 - from.2));
            }
            _ => {}
        }
    };
    let twice = move |event: leptos::ev::MouseEvent| {
        let at = place(event.client_x(), event.client_y()).unwrap_or_default();
        zoom.update(|z| *z = if z.is_large() { Zoom::FIT } else { z.by(2.5, at) });
    };
    let near = move || here.get().abs_diff(at) <= 1;
    let said = move || of.photos.with(|all| all.get(at).map(|p| p.alt.clone())).unwrap_or_default();
    let src = Memo::new(move |before: Option<&Option<String>>| {
        // Fetched when it comes near, and kept.
        let known = before.is_some_and(Option::is_some);
        (known || near()).then(|| picture.src.get())
    });
    view! {
        <li
            node_ref=frame
            class="viewer-page"
            aria-hidden=move || (!mine()).then_some("true")
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=up
            on:pointercancel=up
            on:dblclick=twice
        >
            {move || src.get().map(|src| view! {
                <img
                    src=src
                    alt=said
                    draggable="false"
                    style:transform=move || if mine() { zoom.get().transform() } else { String::new() }
                    on:load=move |_| picture.came()
                    on:error=move |_| picture.failed()
                />
            })}
            {move || picture.lost.get().then(|| view! {
                <div class="viewer-lost">
                    <p>{k::photo::gone()}</p>
                    <Button label=k::photo::gone_again() look=Look::Soft on_press=move || picture.again() />
                </div>
            })}
        </li>
    }
    .into_any()
}
