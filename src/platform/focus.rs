//! A focus that went with what had it: given to what stands there now. Who uses keys or listens would begin anywhere.
//!
//! Must not know what is drawn.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    Document, Element, FocusOptions, HtmlElement, MutationObserver, MutationObserverInit, MutationRecord,
    Node, NodeList,
};

use super::listener::Listener;
use super::{clock, page};

/// What has the focus, by which it is known again.
struct Held {
    /// It, and what it stands in, from the inside out.
    path: Vec<Element>,
    tag: String,
    name: String,
}

/// Keeps the focus in its place from now on, for the life of the page.
pub fn keep() {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    let held = Rc::new(RefCell::new(None::<Held>));
    let (of_change, of_page) = (held.clone(), document.clone());
    let changed = Closure::<dyn FnMut(Array)>::new(move |changes| mend(&of_page, &of_change, &changes));
    let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) else { return };
    changed.forget();
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    options.set_subtree(true);

    let (of_come, of_look, of_body) = (held.clone(), observer.clone(), document.clone());
    Listener::new(Some(document.clone().into()), "focusin", move |event| {
        let Some(target) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
        // Nothing is looked at while nobody has the focus: what is drawn then costs nothing more.
        if let Some(body) = of_body.body() {
            let _ = of_look.observe_with_options(&body, &options);
        }
        let path = std::iter::successors(Some(target.clone()), |one| one.parent_element()).collect();
        of_come.replace(Some(Held { path, tag: target.tag_name(), name: name_of(&target) }));
    })
    .forget();
    Listener::new(Some(document.into()), "focusout", move |_| {
        let (held, observer) = (held.clone(), observer.clone());
        // Some engines say this before they take out what had the focus: only afterwards it is known who let go.
        spawn_local(async move {
            let left = held.borrow().as_ref().is_some_and(|held| {
                held.path.first().is_some_and(|one| one.is_connected() && !is_active(one))
            });
            if left {
                held.replace(None);
                observer.disconnect();
            }
        });
    })
    .forget();
}

fn is_active(one: &Element) -> bool {
    one.owner_document().and_then(|document| document.active_element()).as_ref() == Some(one)
}

/// What is said of a control: it is the same one if that is the same.
fn name_of(one: &Element) -> String {
    one.get_attribute("aria-label").or_else(|| one.text_content()).unwrap_or_default()
}

/// Gives a focus that went with its control to the one that was drawn instead, or to the nearest thing that is left.
fn mend(document: &Document, held: &RefCell<Option<Held>>, changes: &Array) {
    if document.active_element().is_some_and(|active| active.tag_name() != "BODY") {
        return;
    }
    let gone = |held: &Held| held.path.first().is_some_and(|one| !one.is_connected());
    // A focus that is given is held anew: nothing is borrowed by then.
    let Some(lost) = held.borrow_mut().take_if(|held| gone(held)) else { return };
    let mut left = lost.path.iter().filter(|one| one.is_connected()).peekable();
    let Some(place) = left.peek() else { return };
    // The page itself has gone, or what stood beside it.
    if !matches!(place.closest("main, dialog"), Ok(Some(_))) {
        return clock::next_frame(page::rescue_focus).detach();
    }
    let found = place.query_selector_all(&lost.tag).ok();
    let mut twins = nodes(found.as_ref())
        .filter_map(|one| one.dyn_into::<Element>().ok())
        // What was there before is another one, of the same name.
        .filter(|one| name_of(one) == lost.name && is_new(one, changes));
    // Of several nobody knows which.
    if let (Some(twin), None) = (twins.next(), twins.next())
        && gives(&twin)
    {
        return;
    }
    left.find(|one| {
        let lent = !one.has_attribute("tabindex");
        // Neither fails for the name of an attribute.
        if lent {
            let _ = one.set_attribute("tabindex", "-1");
        }
        let given = gives(one);
        if lent && !given {
            let _ = one.remove_attribute("tabindex");
        }
        given
    });
}

fn nodes(list: Option<&NodeList>) -> impl Iterator<Item = Node> {
    let count = list.map_or(0, NodeList::length);
    (0..count).filter_map(move |i| list?.get(i))
}

/// Whether it came with these changes.
fn is_new(one: &Element, changes: &Array) -> bool {
    changes.iter().any(|change| {
        let came = change.unchecked_into::<MutationRecord>().added_nodes();
        nodes(Some(&came)).any(|node| node.contains(Some(one)))
    })
}

/// Gives it the focus where it stands; false where that could not be done.
fn gives(one: &Element) -> bool {
    let still = FocusOptions::new();
    still.set_prevent_scroll(true);
    let html = one.dyn_ref::<HtmlElement>();
    html.is_some_and(|html| html.focus_with_options(&still).is_ok()) && is_active(one)
}
