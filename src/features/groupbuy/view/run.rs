//! A deal that another feature draws: the room for it, and what stays this feature's in it: photos, my order, who runs it.

use contract::{DealId, GroupId};
use data::Data;
use leptos::prelude::*;

use super::deal::{photos, runs_it, told};
use super::{held, host, mine, pay};
use crate::features::groupbuy::store::DealStore;
use crate::ui::slot::attachment_of;

/// One that is sold by bargains is drawn by who knows them.
pub fn elsewhere(store: DealStore) -> AnyView {
    let draw = move || {
        let page = attachment_of("bargain/page").flatten()?;
        Some(page(store.id().as_str(), "", store.group_id().as_str()))
    };
    draw.into_any()
}

/// My order, and for who runs it the list.
pub fn part(id: &str, _: &str, group: &str) -> AnyView {
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let store = DealStore::new(data, GroupId::from(group), DealId::from(id));
    let Some(deal) = held(store.deal()) else { return ().into_any() };
    let runs_it = runs_it(store, deal);
    view! {
        {photos(store, deal)}
        {told(store)}
        {pay::card(store, deal)}
        {mine::card(store, deal)}
        {move || runs_it.get().then(|| host::section(store, deal))}
    }
    .into_any()
}
