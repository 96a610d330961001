//! Everything that waits, on a page.

use contract::Link;
use data::Data;
use leptos::prelude::*;

use super::row;
use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::{Art, Crumb, LinkButton, Page, PageHead, State};

pub fn page(data: Data) -> AnyView {
    use_title(k::outbox::title().to_owned());
    let keys = Memo::new(move |_| {
        data.outbox().with(|all| all.iter().map(|one| one.key.clone()).collect::<Vec<_>>())
    });
    let none = Memo::new(move |_| keys.with(Vec::is_empty));
    view! {
        <Crumb to=Link::Me label=k::common::me_tab() />
        <Page>
            <PageHead title=k::outbox::title() sub=k::outbox::sub() />
            {row::rows(data, keys)}
            {move || {
                none.get()
                    .then(|| {
                        view! {
                            <State art=Art::Door title=k::outbox::empty_title() body=k::outbox::empty_body()>
                                <LinkButton to=Link::Home label=k::common::home() />
                            </State>
                        }
                    })
            }}
        </Page>
    }
    .into_any()
}
