//! What a post shows of a deal that is sold by bargains. Where bargains are banned it says no more than that there is
//! something for elsewhere.

use contract::groupbuy::{Deal, DealState};
use contract::{DealId, GroupId, Link};
use data::Data;
use leptos::prelude::*;

use super::{is_allowed, model};
use crate::i18n::k::bargain as t;
use crate::ui::{Carried, Go, Kind, Pill, PillState, Price, carried, glyph};

/// What a post shows of the deal that it carries.
pub fn attachment(id: &str, title: &str, group: &str) -> AnyView {
    if !is_allowed() {
        return view! { <p class="sub">{t::elsewhere_title()}</p> }.into_any();
    }
    let Some(data) = use_context::<Data>() else { return ().into_any() };
    let minute = data.minute();
    let to = Link::Deal(GroupId::from(group), DealId::from(id));
    let known = Carried { icon: glyph::TOGETHER, kind: t::title(), to: to.clone(), title: title.to_owned() };
    carried(data.one::<Deal>(id), known, move |deal| {
        let pill = move || deal.with(|d| model::pill(d, minute.get()));
        let open = Memo::new(move |_| deal.with(|d| d.state == DealState::Open));
        let look = move || if open.get() { PillState::Open } else { PillState::Off };
        let to = to.clone();
        view! {
            <Kind icon=glyph::TOGETHER label=t::title()>
                <Pill label=pill state=Signal::derive(look) icon=Signal::stored(glyph::PEOPLE) />
            </Kind>
            <Go to class="carried-head">
                <b>{move || deal.with(|d| d.title.clone())}</b>
                <Price
                    now=move || deal.with(|d| t::lowest(&model::money(model::terms(d).floor)))
                    was=move || deal.with(|d| model::money(model::first(d)))
                />
                <span class="sub">{move || deal.with(model::rule)}</span>
            </Go>
            <span class="cap">{move || deal.with(|d| model::until(d, minute.get()))}</span>
        }
        .into_any()
    })
}
