//! For who started a chain, and hosts: changing it, the table, closing it early, deleting it.

use contract::api;
use contract::chain::{Chain, ChainEntry};
use data::List;
use domain::file;
use leptos::prelude::*;

use super::words;
use crate::features::chain::model::{self, Phase};
use crate::features::chain::store::ChainStore;
use crate::i18n::k::chain as t;
use crate::ui::nav::use_nav;
use crate::ui::{Ask, Button, Card, LinkButton, Look, SaveFile, SectionHead, Stack, Toasts, glyph};

/// The section of who runs a chain.
pub fn section(store: ChainStore, chain: Signal<Chain>, list: List<ChainEntry>) -> AnyView {
    let data = store.kernel();
    let phase = words(chain, store.minute(), model::phase);
    let is_open = Memo::new(move |_| phase.get() != Phase::Closed);
    let (edits, closes) = (data.offers(&api::EDIT_CHAIN), data.offers(&api::CLOSE_CHAIN));
    let (closing, deleting) = (RwSignal::new(false), RwSignal::new(false));
    let while_open = move || {
        is_open.get().then(|| {
            view! {
                {edits
                    .then(|| {
                        let to = store.edit_place();
                        view! { <LinkButton to label=t::edit() look=Look::Soft icon=glyph::EDIT wide=true /> }
                    })}
                {closes
                    .then(|| {
                        view! {
                            <Button
                                label=t::close()
                                look=Look::Soft
                                icon=glyph::CLOCK
                                wide=true
                                on_press=move || closing.set(true)
                            />
                        }
                    })}
            }
        })
    };
    view! {
        <SectionHead title=t::run() note=t::run_only() />
        <Card>
            <Stack>
                {while_open}
                {table(store, chain, list)}
                {data
                    .offers(&api::DELETE_CHAIN)
                    .then(|| {
                        view! {
                            <Button label=t::delete() look=Look::Warn wide=true on_press=move || deleting.set(true) />
                        }
                    })}
            </Stack>
        </Card>
        {close_sheet(store, closing)}
        {delete_sheet(store, deleting)}
    }
    .into_any()
}

/// The table as a file, and as text for where files cannot be saved.
fn table(store: ChainStore, chain: Signal<Chain>, list: List<ChainEntry>) -> AnyView {
    let csv = Memo::new(move |_| {
        let entries = store.known(list);
        let whole = list.view().with(|v| v.value().is_some_and(|v| !v.has_more && v.unreadable == 0));
        (whole && !entries.is_empty()).then(|| chain.with(|c| model::as_csv(c, &entries)))
    });
    // A table that lacks rows is none: it is offered once all are here.
    let is_whole = Memo::new(move |_| csv.with(Option::is_some));
    let text = Signal::derive(move || csv.get().unwrap_or_default());
    let address = Signal::derive(move || text.with(|text| file::address("text/csv", text)));
    let name = Signal::derive(move || chain.with(model::file_name));
    (move || {
        is_whole
            .get()
            .then(|| view! { <SaveFile label=t::csv() copy_label=t::csv_copy() name address text /> })
    })
    .into_any()
}

fn close_sheet(store: ChainStore, open: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let closing = store.intent(None);
    let close = move || {
        store.close(closing, move |_| {
            open.set(false);
            toasts.push(t::toast_closed());
        });
    };
    view! {
        <Ask
            open
            title=t::close_title()
            sub=t::close_sub()
            notice=closing.notice()
            busy=closing.is_sending()
            yes=t::close_yes()
            look=Look::Warn
            no=t::close_no()
            on_yes=close
        />
    }
    .into_any()
}

fn delete_sheet(store: ChainStore, open: RwSignal<bool>) -> AnyView {
    let (nav, toasts) = (use_nav::<contract::Link>(), Toasts::from_context());
    let deleting = store.intent(None);
    let delete = move || {
        store.delete(deleting, move || {
            open.set(false);
            toasts.push(t::toast_deleted());
            nav.back(&store.home());
        });
    };
    view! {
        <Ask
            open
            title=t::delete_title()
            sub=t::delete_sub()
            notice=deleting.notice()
            busy=deleting.is_sending()
            yes=t::delete()
            look=Look::Warn
            no=t::keep()
            on_yes=delete
        />
    }
    .into_any()
}
