//! The bottom sheet: a native modal dialog, so that focus moves in, stays in and returns by itself.

use super::maybe_text::MaybeText;
use crate::i18n::k;
use leptos::prelude::*;
use leptos::{ev, html};
use std::rc::Rc;

/// Lets the browser's back close a sheet instead of leaving the page.
pub trait BackStop {
    /// Take one step into the history; `close` runs when the step is taken back. Returns a key.
    fn hold(&self, close: Callback<()>) -> u32;
    /// The sheet was closed in another way: take the step out again.
    fn release(&self, key: u32);
}

#[derive(Clone, Copy)]
struct Stop(StoredValue<Rc<dyn BackStop>, LocalStorage>);

/// Provide the back stop to every sheet below.
pub fn provide_back_stop(stop: Rc<dyn BackStop>) {
    provide_context(Stop(StoredValue::new_local(stop)));
}

/// A sheet from below, at most 80 % of the height. Closes by grip, scrim, Escape and back.
#[component]
pub fn Sheet(
    /// Whether it is open; the sheet sets it to false when it closes.
    open: RwSignal<bool>,
    /// The question or the name of what is inside.
    #[prop(into)]
    title: Signal<String>,
    /// One sentence under the title.
    #[prop(optional, into)]
    sub: MaybeText,
    /// The content, made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let heading = NodeRef::<html::H2>::new();
    let stop = use_context::<Stop>();
    let held = StoredValue::new(None::<u32>);
    Effect::new(move |_| {
        let (open_now, Some(dialog)) = (open.get(), dialog.get()) else { return };
        match (open_now, dialog.open()) {
            (true, false) => {
                // A dialog that the engine refuses to open modally (none in our floor) would still show in place.
                if dialog.show_modal().is_err() {
                    dialog.set_open(true);
                }
                let close = Callback::new(move |()| {
                    held.set_value(None);
                    open.set(false);
                });
                held.set_value(stop.and_then(|Stop(stop)| stop.try_with_value(|stop| stop.hold(close))));
            }
            (false, true) => dialog.close(),
            _ => {}
        }
        // The content may come after the dialog: this runs again with it, and the question is read first.
        if let (true, Some(heading)) = (open_now, heading.get()) {
            drop(heading.focus());
        }
    });
    let release = move || {
        if let (Some(key), Some(Stop(stop))) = (held.try_update_value(Option::take).flatten(), stop) {
            stop.try_with_value(|stop| stop.release(key));
        }
    };
    on_cleanup(release);
    let closed = move |_| {
        release();
        open.set(false);
    };
    // The dialog fills the screen and its content is one child: a press on the dialog itself is one on the scrim.
    let pressed = move |event: ev::MouseEvent| {
        if event.target().is_some() && event.target() == event.current_target() {
            open.set(false);
        }
    };
    let children = StoredValue::new(children);
    view! {
        <dialog node_ref=dialog class="sheet-scrim" aria-label=title on:close=closed on:click=pressed>
            <Show when=move || open.get()>
                <div class="sheet">
                    <button type="button" class="sheet-grip" aria-label=k::ui::sheet_close() on:click=move |_| open.set(false)>
                        <i></i>
                    </button>
                    <div class="sheet-body">
                        <h2 node_ref=heading class="sheet-title" tabindex="-1">{title}</h2>
                        {move || sub.get().map(|sub| view! { <p class="sub">{sub}</p> })}
                        {children.with_value(|children| children())}
                    </div>
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}
