//! Handing over what was bought: a code is scanned or typed, the list is searched, sorted and ticked off.

use contract::groupbuy::{Collect, Deal, Pledge};
use contract::{DealId, GroupId, Link, api};
use data::{Data, List, Mutation};
use leptos::prelude::*;
use loadable::Loadable;

use super::{after, held, host};
use crate::features::groupbuy::model::{self, Sort};
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k::groupbuy as t;
use crate::ui::prefs::use_title;
use crate::ui::{
    Avatar, Button, Card, CodeField, Crumb, Fault, Icon, LinkButton, ListRow, Loaded, Look, Page, PageHead,
    Select, TextField, Toasts, glyph,
};

/// The page. `token`: of a code that was scanned, whose order is shown first.
pub fn page(data: Data, group: GroupId, id: DealId, token: Option<String>) -> AnyView {
    use_title(t::pick_ups().to_owned());
    let store = DealStore::new(data, group.clone(), id.clone());
    let deal = store.deal();
    let name = move || deal.with(|d| d.value().map(|d| d.title.clone())).unwrap_or_default();
    view! {
        <Crumb to=Link::Deal(group, id) label=t::title() />
        <Page>
            <PageHead title=t::pick_ups() sub=Signal::derive(name) />
            <Loaded value=deal retry=move || store.refresh() skeletons=2 let:deal>
                {body(store, deal, token.clone())}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn body(store: DealStore, deal: Signal<Deal>, token: Option<String>) -> AnyView {
    let Some(deal) = held(Signal::derive(move || Loadable::Ready(deal.get()))) else { return ().into_any() };
    let list = store.pledges();
    host::read_all(list);
    view! {
        {desk(store, deal, list, token)}
        <Loaded value=list.view() retry=move || list.reload() skeletons=2 let:_shown>
            {table(store, deal, list)}
        </Loaded>
    }
    .into_any()
}

/// Where codes are brought, and whose the last one was.
fn desk(store: DealStore, deal: Signal<Deal>, list: List<Pledge>, token: Option<String>) -> AnyView {
    let data = store.kernel();
    if !data.offers(&api::FIND_PLEDGE) {
        return ().into_any();
    }
    let finding = store.mutation();
    let found = RwSignal::new(None::<String>);
    let typed = RwSignal::new(String::new());
    let find = move |by: Mutation, code: &str| {
        found.set(None);
        store.find(by, code, move |pledge| found.set(Some(pledge.id.0)));
    };
    if let Some(token) = token {
        find(finding, &token);
    }
    let press = Callback::new(move |code: String| find(finding, &code));
    let row = move |id: String| {
        let pledge = list.item(&id);
        view! { <ul class="list" role="list" aria-label=t::found()>{hand_row(store, deal, pledge)}</ul> }
    };
    view! {
        <Card>
            <LinkButton to=Link::Scan label=t::scan_code() icon=glyph::SCAN wide=true />
            <CodeField value=typed label=t::typed_code() on_full=press />
            <Fault notice=finding.notice() />
            <div role="status">{move || found.get().map(row)}</div>
        </Card>
    }
    .into_any()
}

fn table(store: DealStore, deal: Signal<Deal>, list: List<Pledge>) -> AnyView {
    let (search, sort) = (RwSignal::new(String::new()), RwSignal::new("waiting".to_owned()));
    let known = Memo::new(move |_| store.known(list));
    let ids = Memo::new(move |_| {
        deal.with(|d| known.with(|all| model::shown(d, all, &search.get(), Sort::named(&sort.get()))))
    });
    let none = Memo::new(move |_| ids.with(Vec::is_empty));
    let sorts = [("waiting", t::sort_waiting()), ("name", t::sort_name()), ("joined", t::sort_joined())];
    let sorts: Vec<(String, String)> = sorts.map(|(v, text)| (v.to_owned(), text.to_owned())).into();
    view! {
        <div class="groupbuy-search">
            <TextField label=t::search() value=search />
            <Select label=t::sort() value=sort options=sorts />
        </div>
        <p class="sub num groupbuy-sums" role="status">{move || known.with(|all| model::progress(all))}</p>
        {move || none.get().then(|| view! { <Card><p class="sub">{t::nobody_found()}</p></Card> })}
        <ul class="list" role="list" aria-label=t::pick_ups() hidden=move || none.get()>
            <For each=move || ids.get() key=String::clone children=move |id| hand_row(store, deal, list.item(&id)) />
        </ul>
        {after::table(store, deal, list)}
    }
    .into_any()
}

fn hand_row(store: DealStore, deal: Signal<Deal>, pledge: Signal<Loadable<Pledge>>) -> AnyView {
    let toasts = Toasts::from_context();
    let minute = store.minute();
    let words = Memo::new(move |_| {
        pledge.with(|p| p.value().map(|p| deal.with(|d| model::hand_row(d, p, minute.get()))))
    });
    let text = move |of: fn(&model::HandRow) -> &String| {
        words.with(|w| w.as_ref().map(|w| of(w).clone())).unwrap_or_default()
    };
    let avatar = words.with_untracked(|w| w.as_ref().and_then(|w| w.avatar.clone()));
    let lead = move || match avatar {
        Some(of) => view! { <Avatar of size="s" /> }.into_any(),
        None => view! { <Icon of=glyph::OUT /> }.into_any(),
    };
    // What waits for the network is shown as it will be, and said to wait.
    let wished = Memo::new(move |_| {
        let id = pledge.with(|p| p.value().map(|p| p.id.0.clone()))?;
        store.kernel().wished(&api::COLLECT_PLEDGE, &id).map(|Collect { on }| on)
    });
    let note = move || match wished.get() {
        Some(_) => Some(t::hand_waits().to_owned()),
        None => words.with(|w| w.as_ref().map(|w| w.collected.clone().unwrap_or_else(|| w.note.clone()))),
    };
    let is_done = Memo::new(move |_| {
        wished.get().unwrap_or_else(|| words.with(|w| w.as_ref().is_some_and(|w| w.collected.is_some())))
    });
    let collecting = store.mutation();
    let tick = Callback::new(move |on: bool| {
        let Some(id) = pledge.get_untracked().into_value().map(|p| p.id.0) else { return };
        let name = untrack(|| text(|w| &w.name));
        let done = id.clone();
        store.collect(collecting, &done, on, move || match on {
            true => {
                let id = id.clone();
                let back = move |()| store.collect(collecting, &id, false, || ());
                toasts.push_with(t::toast_handed(&name), t::undo(), Callback::new(back));
            }
            false => toasts.push(t::toast_undone()),
        });
    });
    let can = store.kernel().offers(&api::COLLECT_PLEDGE);
    let act = move || {
        match is_done.get() {
        _ if !can => ().into_any(),
        true => view! { <Button label=t::undo() look=Look::Text small=true busy=collecting.is_sending() on_press=move || tick.run(false) /> }
            .into_any(),
        false => view! { <Button label=t::hand_over() look=Look::Soft small=true busy=collecting.is_sending() on_press=move || tick.run(true) /> }
            .into_any(),
    }
    };
    view! {
        <ListRow title=Signal::derive(move || text(|w| &w.name)) note=Signal::derive(note) lead>
            {act}
            <Fault notice=collecting.notice() />
        </ListRow>
    }
    .into_any()
}
