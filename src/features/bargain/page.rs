//! The page of a deal that is sold by bargains: figures, mine, those of others, the rules, and who runs it.

use contract::groupbuy::{BargainState, Deal};
use contract::{DealId, GroupId, Link};
use data::Data;
use leptos::prelude::*;

use super::store::BargainStore;
use super::{act, head, is_allowed, model, one};
use crate::i18n::k::bargain as t;
use crate::i18n::k::common as c;
use crate::ui::nav::use_nav;
use crate::ui::slot::attachment_of;
use crate::ui::{Art, Card, CopyButton, LinkButton, Look, Page, SectionHead, State, held};

/// The page, below the name of its group.
pub fn part(id: &str, _: &str, group: &str) -> AnyView {
    let (group, id) = (GroupId::from(group), DealId::from(id));
    if !is_allowed() {
        let to = Link::Deal(group.clone(), id);
        return elsewhere(group, &to);
    }
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let Some(deal) = held(data.one::<Deal>(id.as_str())) else { return ().into_any() };
    let store = BargainStore::new(data, group, id);
    let runs = move || {
        let draw = attachment_of("groupbuy/run").flatten()?;
        Some(draw(store.id().as_str(), "", store.group_id().as_str()))
    };
    look_again(store, deal);
    view! {
        <Page>
            {head::card(store, deal)}
            {bargains(store, deal)}
            {head::facts(store, deal)}
            {runs}
            {announcer(store, deal)}
        </Page>
        {act::bar(store, deal)}
    }
    .into_any()
}

/// A sentence and a way on, where bargains are banned.
pub fn elsewhere(group: GroupId, to: &Link) -> AnyView {
    let link = use_nav::<Link>().absolute(to);
    view! {
        <Page>
            <State art=Art::Door title=t::elsewhere_title() body=t::elsewhere_body()>
                <CopyButton text=Signal::stored(link) label=t::elsewhere_copy() look=Look::Filled />
                <LinkButton to=Link::Group(group) label=c::back() look=Look::Soft />
            </State>
        </Page>
    }
    .into_any()
}

/// Mine first, then those of others.
fn bargains(store: BargainStore, deal: Signal<Deal>) -> AnyView {
    let ids = move |yours: bool| {
        Memo::new(move |_| {
            let of = |d: &Deal| {
                let some = d.bargains.iter().filter(|b| b.yours == yours).map(|b| b.id.to_string());
                some.collect::<Vec<String>>()
            };
            deal.with(of)
        })
    };
    let (mine, others) = (ids(true), ids(false));
    let nobody = Memo::new(move |_| others.with(Vec::is_empty));
    let card = move |id: String| one::card(store, deal, id);
    view! {
        <For each=move || mine.get() key=String::clone children=card />
        <SectionHead title=t::others() />
        {move || match nobody.get() {
            true => view! { <Card><p class="sub">{t::nobody()}</p></Card> }.into_any(),
            false => view! { <For each=move || others.get() key=String::clone children=card /> }.into_any(),
        }}
    }
    .into_any()
}

/// The time of one is over and no change came: ask how it ended.
fn look_again(store: BargainStore, deal: Signal<Deal>) {
    let minute = store.minute();
    Effect::new(move |_| {
        let now = minute.get();
        let waits = |b: &contract::groupbuy::Bargain| b.state == BargainState::Running && now >= b.ends_at;
        if deal.with_untracked(|d| d.bargains.iter().any(waits)) {
            store.refresh();
        }
    });
}

/// Says politely that a price moved; silent at first.
fn announcer(store: BargainStore, deal: Signal<Deal>) -> AnyView {
    let said = RwSignal::new(String::new());
    let count = Memo::new(move |_| deal.with(|d| (d.bargains.len(), model::mine(d).map(|b| b.missing))));
    Effect::new(move |before: Option<(usize, Option<u32>)>| {
        let now = count.get();
        if before.is_some_and(|before| before != now) {
            let at = store.minute().get_untracked();
            said.set(deal.with_untracked(|d| model::announce(d, at)));
        }
        now
    });
    view! { <p class="hide" role="status">{said}</p> }.into_any()
}
