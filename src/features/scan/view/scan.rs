//! The scan page: a photo of a QR, or the typed code. What was read is shown before anything is opened.
//!
//! A camera view, when there is one, goes before the photo card and fills the same `found`.

use contract::Link;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{File, HtmlInputElement};

use super::super::scanned::{self, Scanned};
use super::code_card;
use crate::i18n::k;
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::scan::use_scan;
use crate::ui::{Card, Crumb, Icon, LinkButton, Page, PageHead, Well, glyph};

/// How far reading a picture is.
#[derive(Clone, PartialEq, Eq)]
enum Found {
    Nothing,
    Reading,
    NoCode,
    Text(String),
}

/// The page.
pub fn page() -> AnyView {
    use_title(k::scan::title().to_owned());
    let found = RwSignal::new(Found::Nothing);
    view! {
        <Crumb to=Link::Home label=k::common::home() />
        <Page>
            <PageHead title=k::scan::title() sub=k::scan::sub() />
            <Card>
                <h2>{k::scan::photo_title()}</h2>
                <p class="sub">{k::scan::photo_body()}</p>
                {photo(found)}
                <div class="scan-found" role="status">{move || answer(found.get())}</div>
            </Card>
            {code_card::card()}
        </Page>
    }
    .into_any()
}

fn photo(found: RwSignal<Found>) -> AnyView {
    let scan = use_scan();
    let read = move |file: File| {
        found.set(Found::Reading);
        let done = Callback::new(move |read: Result<String, ()>| {
            found.try_set(read.map_or(Found::NoCode, Found::Text));
        });
        scan.read_photo(file, done);
    };
    let picked = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            read(file);
        }
        // So that the same picture can be chosen again.
        input.set_value("");
    };
    let busy = move || found.with(|f| *f == Found::Reading);
    let again = move || found.with(|f| *f != Found::Nothing);
    let words = move || match (busy(), again()) {
        (true, _) => k::scan::photo_reading(),
        (false, true) => k::scan::photo_other(),
        (false, false) => k::scan::photo_pick(),
    };
    view! {
        <label class="pick">
            <input type="file" accept="image/*" disabled=busy on:change=picked />
            <span
                class="btn"
                data-wide=""
                data-look=move || if again() { "line" } else { "filled" }
                aria-busy=move || busy().then_some("true")
            >
                <Icon of=glyph::PHOTO />
                <span class="btn-words">{words}</span>
            </span>
        </label>
    }
    .into_any()
}

/// What was read, in words, with the way on if it leads somewhere here.
fn answer(found: Found) -> Option<AnyView> {
    let text = match found {
        Found::Nothing | Found::Reading => return None,
        Found::NoCode => {
            return Some(words(k::scan::read_none().to_owned(), k::scan::read_none_body().to_owned(), None));
        }
        Found::Text(text) => text,
    };
    let nav = use_nav::<Link>();
    let home = nav.absolute(&Link::Home);
    let what = scanned::classify(&text, &home, &|token| nav.absolute(&Link::Join(token.to_owned())));
    let (title, body) = what.words(&home);
    let more = match what {
        Scanned::Ours(to) | Scanned::Code(to) => {
            let to = Link::Join(to);
            view! { <LinkButton to label=k::scan::read_ours_go() wide=true /> }.into_any()
        }
        _ => view! {
            <Well>
                <p class="cap">{k::scan::read_of()}</p>
                // Text and nothing else: it is not opened, whatever it is.
                <p class="read-text">{scanned::shortened(&text)}</p>
            </Well>
        }
        .into_any(),
    };
    Some(words(title, body, Some(more)))
}

fn words(title: String, body: String, more: Option<AnyView>) -> AnyView {
    view! {
        <h3>{title}</h3>
        <p class="sub">{body}</p>
        {more}
    }
    .into_any()
}
