//! What a backend cannot give: a page that it has nothing for, and items that could not be read.

use super::nav::{Go, Nav, use_nav};
use super::{Art, Icon, LinkButton, Look, Page, State, glyph};
use crate::i18n::k;
use leptos::prelude::*;

/// A page that was reached by its address and that the backend has nothing for, with two ways on.
#[component]
pub fn NotOffered<L: Clone + Send + 'static>(
    /// Where there is something to do.
    home: L,
    /// Where it is told what the backend offers.
    about: L,
) -> impl IntoView {
    super::prefs::use_title(k::ui::not_offered_title().to_owned());
    view! {
        <Page>
            <State art=Art::LostPath title=k::ui::not_offered_title() body=k::ui::not_offered_body()>
                <LinkButton to=home label=k::common::home() />
                <LinkButton to=about label=k::ui::about_backend() look=Look::Text />
            </State>
        </Page>
    }
    .into_any()
}

/// A calm line under a list of which something could not be read; nothing while all of it could.
#[component]
pub fn Unreadable<L: Clone + Send + Sync + 'static>(
    /// How many items could not be read.
    #[prop(into)]
    count: Signal<usize>,
    /// Where it is told which.
    about: L,
) -> impl IntoView {
    let nav: Nav<L> = use_nav();
    let count = Memo::new(move |_| i64::try_from(count.get()).unwrap_or(i64::MAX));
    let line = move || {
        let to = about.clone();
        (count.get() > 0).then(|| {
            view! {
                <Icon of=glyph::INFO />
                <span class="grow">{move || k::ui::unreadable(count.get())}</span>
                <Go to nav class="unreadable-why">{k::ui::unreadable_why()}</Go>
            }
        })
    };
    view! { <p class="unreadable" role="status">{line}</p> }.into_any()
}
