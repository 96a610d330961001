//! What was read: what it is, where it leads, and the way there. Shown before anything is opened.

use contract::Link;
use leptos::prelude::*;

use super::super::scanned::{self, Scanned};
use super::finder::Finder;
use crate::i18n::k;
use crate::ui::{Button, LinkButton, Look, Sheet, Well};

/// The sheet over the page.
pub fn sheet(finder: Finder) -> AnyView {
    let words = move || match finder.chosen.get() {
        Some(text) => {
            let (what, home) = finder.what(&text);
            what.words(&home)
        }
        None => {
            let count = finder.found.with(Vec::len);
            (k::scan::choose(count.try_into().unwrap_or(i64::MAX)), k::scan::choose_body().to_owned())
        }
    };
    view! {
        <Sheet open=finder.open title=Signal::derive(move || words().0) sub=Signal::derive(move || Some(words().1))>
            {move || match finder.chosen.get() {
                Some(text) => one(finder, text),
                None => all(finder),
            }}
        </Sheet>
    }
    .into_any()
}

fn one(finder: Finder, text: String) -> AnyView {
    let away = move || finder.open.set(false);
    let go = match finder.what(&text).0 {
        Scanned::Ours(to) | Scanned::Code(to) => {
            let to = Link::Join(to);
            view! {
                <LinkButton to label=k::scan::read_ours_go() wide=true />
                <Button label=k::scan::not_now() look=Look::Text wide=true on_press=away />
            }
            .into_any()
        }
        Scanned::PickUp(to) => view! {
            <LinkButton to label=k::scan::read_pick_up_go() wide=true />
            <Button label=k::scan::not_now() look=Look::Text wide=true on_press=away />
        }
        .into_any(),
        _ => view! {
            <Well>
                <p class="cap">{k::scan::read_of()}</p>
                // Text and nothing else: it is not opened, whatever it is.
                <p class="read-text"><bdi>{scanned::shortened(&text)}</bdi></p>
            </Well>
            <Button label=k::scan::another() look=Look::Soft wide=true on_press=away />
        }
        .into_any(),
    };
    // One of several: the others are a press away.
    let back = finder.found.with(|found| found.len() > 1).then(|| {
        let back = move || turn_to(finder, None);
        view! { <Button label=k::scan::back() look=Look::Text wide=true on_press=back /> }
    });
    (go, back).into_any()
}

/// Shows one text or, without, the choice; the sheet's heading has other words then, and is read out.
fn turn_to(finder: Finder, text: Option<String>) {
    finder.chosen.set(text);
}

/// Several codes in one picture: which one, in a line each.
fn all(finder: Finder) -> AnyView {
    let button = |text: String| {
        let label = finder.what(&text).0.name(&text);
        let choose = move || turn_to(finder, Some(text.clone()));
        view! { <Button label look=Look::Line wide=true on_press=choose /> }
    };
    finder.found.get().into_iter().map(button).collect_view().into_any()
}
