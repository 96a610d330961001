//! The bottom sheet: a native modal dialog, so that focus moves in, stays in and returns by itself. The browser's
//! back closes it too: the shell sees that a dialog is open and closes that instead of leaving the page.

use super::maybe_text::MaybeText;
use super::{Icon, glyph};
use crate::i18n::k;
use leptos::prelude::*;
use leptos::{ev, html};

/// Looks after a focus that nobody has any more.
#[derive(Clone, Copy)]
struct AfterSheet(Callback<()>);

/// Provide who looks after the focus when a sheet goes together with what had opened it.
pub fn provide_after_sheet(run: Callback<()>) {
    provide_context(AfterSheet(run));
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
    // Other words in an open sheet are another step: what was pressed is gone, and the heading is read out.
    Effect::new(move |before: Option<String>| {
        let words = title.get();
        let heading = heading.get_untracked().filter(|_| open.get_untracked());
        if let Some(heading) = heading.filter(|_| before.is_some_and(|before| before != words)) {
            request_animation_frame(move || drop(heading.focus()));
        }
        words
    });
    let (after, shown) = (use_context::<AfterSheet>(), StoredValue::new(false));
    let gone = move || {
        let was = shown.try_update_value(core::mem::take).unwrap_or_default();
        if let Some(AfterSheet(run)) = after.filter(|_| was) {
            run.run(());
        }
    };
    on_cleanup(gone);
    Effect::new(move |_| {
        let (open_now, Some(dialog)) = (open.get(), dialog.get()) else { return };
        // A dialog that the engine refuses to open modally (none in our floor) would still show in place.
        if open_now {
            shown.set_value(true);
        }
        if open_now && !dialog.open() && dialog.show_modal().is_err() {
            dialog.set_open(true);
        }
        if !open_now && dialog.open() {
            dialog.close();
        }
        // The content may come after the dialog: this runs again with it, and the question is read first.
        if let (true, Some(heading)) = (open_now, heading.get()) {
            drop(heading.focus());
        }
    });
    let closed = move |_| {
        open.set(false);
        gone();
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
                        <Icon of=glyph::CLOSE />
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
