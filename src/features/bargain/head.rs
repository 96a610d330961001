//! The head of such a deal: what, from where to where, the ways to pass it on; and its rules as facts.

use contract::Link;
use contract::groupbuy::{Deal, DealState};
use leptos::prelude::*;

use super::model;
use super::store::BargainStore;
use crate::i18n::k::bargain as t;
use crate::i18n::k::groupbuy as g;
use crate::i18n::zone_name;
use crate::ui::host::Reach;
use crate::ui::nav::use_nav;
use crate::ui::share::Outgoing;
use crate::ui::{Card, Fact, Facts, Figure, Glyph, Pill, PillState, Row, SendButton, glyph};

/// What it is, and its two prices.
pub fn card(store: BargainStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let open = Memo::new(move |_| deal.with(|d| d.state == DealState::Open));
    let about = Memo::new(move |_| deal.with(|d| (!d.about.is_empty()).then(|| d.about.clone())));
    let opener = move || {
        deal.with(|d| match &d.opener {
            _ if d.yours => g::opened_by_you().to_owned(),
            Some(opener) => g::opened_by(&opener.persona.nickname),
            None => g::opened_by_gone().to_owned(),
        })
    };
    view! {
        <Card>
            <Row ends=true>
                <Pill
                    label=move || deal.with(|d| model::pill(d, minute.get()))
                    state=Signal::derive(move || if open.get() { PillState::Open } else { PillState::Off })
                    icon=Signal::stored(glyph::TOGETHER)
                />
                <span class="cap push">{opener}</span>
            </Row>
            <h1>{move || deal.with(|d| d.title.clone())}</h1>
            {move || about.get().map(|about| view! { <p class="sub bargain-about">{about}</p> })}
            <Figure
                value=move || deal.with(|d| model::money(model::terms(d).floor))
                note=move || deal.with(|d| t::figure(&model::money(model::first(d))))
            />
            <p class="sub">{move || deal.with(model::rule)}</p>
            {copy(store, deal)}
        </Card>
    }
    .into_any()
}

/// The deal as text with its link. No invite points at it: it is for who is in the group, and the door of an invite opens
/// inside apps that ban it.
fn copy(store: BargainStore, deal: Signal<Deal>) -> AnyView {
    let nav = use_nav::<Link>();
    let (data, minute) = (store.kernel(), store.minute());
    let sharing = data.sharing(store.group_id().as_str());
    let outgoing = move |()| {
        untrack(|| {
            let link = nav.absolute(&sharing.link(Link::Deal(store.group_id(), store.id())));
            let text = deal.with(|deal| model::as_text(deal, &link, minute.get()));
            Outgoing::new(text, link, Reach::Nowhere)
        })
    };
    view! {
        <Row>
            <SendButton what=outgoing copy_label=g::copy_text() small=true />
        </Row>
    }
    .into_any()
}

/// The rules, the deadline first.
pub fn facts(store: BargainStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let zone = if store.kernel().goes_by_server_clock() { g::by_server(&zone_name()) } else { zone_name() };
    let facts = Memo::new(move |_| {
        deal.with(|d| {
            let (terms, now) = (model::terms(d), minute.get());
            let bought = if terms.any_price { t::fact_any() } else { t::fact_floor() };
            let stock = d.stock.map(|stock| g::stock_left(&model::left(d).to_string(), &stock.to_string()));
            let left = t::fact_left(i64::from(terms.helps_left));
            let rows = [
                (glyph::CLOCK, Some(model::until(d, now)), zone.clone()),
                (glyph::HOLD, Some(t::fact_hours(i64::from(terms.hours))), t::fact_hours_note().to_owned()),
                (glyph::CHECK, Some(bought.to_owned()), t::nothing_owed().to_owned()),
                (glyph::PEOPLE, Some(t::fact_helps().to_owned()), left),
                (glyph::SHIELD, Some(t::fact_settle().to_owned()), t::fact_settle_note().to_owned()),
                (glyph::STORE, stock, t::fact_stock().to_owned()),
                (glyph::PLACE, (!d.pick_up.is_empty()).then(|| g::pick_up().to_owned()), d.pick_up.clone()),
            ];
            rows.into_iter().filter_map(|(icon, title, note)| Some((icon, title?, note))).collect::<Vec<_>>()
        })
    });
    let fact = |(icon, title, note): (Glyph, String, String)| view! { <Fact icon title note=Some(note) /> };
    view! {
        <Card label=g::rules()>
            <Facts>{move || facts.get().into_iter().map(fact).collect_view()}</Facts>
        </Card>
    }
    .into_any()
}
