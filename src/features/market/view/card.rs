//! A class or a listing in a few lines: for the lists and for the feed.

use contract::market::{ClassBrief, Listing, ListingRole, ListingState};
use contract::{Link, ListingId};
use leptos::prelude::*;
use loadable::Loadable;

use super::super::model::{Standing, standing};
use super::super::store::Market;
use super::super::words;
use super::present;
use crate::i18n::{day_parts, k};
use crate::ui::{Avatar, Card, DateTile, Go, Kind, Pill, Price, Row, glyph};

/// The card of a listing in a list; `group` names its group when more than one is shown.
pub fn listing(market: Market, id: &str, group: Option<String>) -> Option<AnyView> {
    let (shown, at) = known(market, id)?;
    let seller =
        move || shown.with(|l| l.seller.as_ref().map(|s| s.persona.avatar.clone()).unwrap_or_default());
    Some(
        view! {
            <Card article=true>
                {offer(shown, group)}
                <Row ends=true>
                    <Avatar of=Signal::derive(seller) size="s" />
                    <span class="sub grow">{move || shown.with(|l| whose(l, at.get()))}</span>
                    {pill(market, shown, at)}
                </Row>
            </Card>
        }
        .into_any(),
    )
}

/// What a post that carries a listing shows: live, with a link to it.
pub fn attachment(id: &str, title: &str, _group: &str) -> AnyView {
    let Some(market) = Market::from_context() else { return title.to_owned().into_any() };
    let value = market.listing(&ListingId::from(id));
    let (id, title) = (id.to_owned(), title.to_owned());
    let stage = Memo::new(move |_| value.with(|v| (v.value().is_some(), matches!(v, Loadable::Failed(..)))));
    let content = move || match stage.get() {
        (true, _) => known(market, &id).map(|(shown, at)| {
            view! {
                <Kind icon=glyph::SEAT label=k::market::card_kind()>{pill(market, shown, at)}</Kind>
                {offer(shown, None)}
            }
            .into_any()
        }),
        (false, failed) => Some(
            view! {
                <Kind icon=glyph::SEAT label=k::market::card_kind() />
                <b>{title.clone()}</b>
                {failed.then(|| view! { <p class="cap">{k::market::card_gone()}</p> })}
            }
            .into_any(),
        ),
    };
    view! { <div class="stack">{content}</div> }.into_any()
}

fn known(market: Market, id: &str) -> Option<(Memo<Listing>, Memo<Standing>)> {
    let shown = present(market.listing(&ListingId::from(id)))?;
    let clock = market.clock();
    Some((shown, Memo::new(move |_| shown.with(|l| standing(l, clock.get())))))
}

/// The pill of a listing, which follows it.
pub fn pill(market: Market, shown: Memo<Listing>, at: Memo<Standing>) -> AnyView {
    let clock = market.clock();
    let of = Memo::new(move |_| shown.with(|l| words::pill(l, at.get(), clock.get())));
    view! {
        <Pill
            label=move || of.with(|p| p.0.clone())
            state=Signal::derive(move || of.with(|p| p.1))
            icon=Signal::derive(move || of.with(|p| p.2))
        />
    }
    .into_any()
}

/// Day, group, class, coach and place, price: a link to the listing.
fn offer(shown: Memo<Listing>, group: Option<String>) -> AnyView {
    let to = shown.with_untracked(|l| Link::Listing(l.group_id.clone(), l.id.clone()));
    let class = Memo::new(move |_| shown.with(|l| l.class.clone()));
    let price = view! {
        <Price
            now=move || shown.with(|l| words::asked(l.asking))
            note=move || shown.with(|l| Some(k::market::was(&words::sum(l.class.face_value))))
        />
    };
    brief(to, class, group, price.into_any())
}

/// A class in three lines, as a link; the last line is the caller's, and its group's name may stand above.
pub fn brief(to: Link, class: Memo<ClassBrief>, group: Option<String>, last: AnyView) -> AnyView {
    view! {
        <Go to class="seat-link">
            <DateTile parts=move || class.with(|c| day_parts(c.starts_at.0)) />
            <span class="grow seat-words">
                {group.map(|name| view! { <span class="cap">{name}</span> })}
                <b>{move || class.with(words::headline)}</b>
                <span class="sub">{move || class.with(words::coach_place)}</span>
                {last}
            </span>
        </Go>
    }
    .into_any()
}

/// Whose seat it is, in a few words.
fn whose(listing: &Listing, at: Standing) -> String {
    let seller = words::name(listing.seller.as_ref());
    let free = listing.asking.amount == 0;
    match (at.state, at.you, &listing.claimant) {
        (ListingState::Transferred, _, Some(claimant)) => {
            k::market::from_to(&seller, &claimant.persona.nickname)
        }
        _ if listing.vacated => k::market::vacated().to_owned(),
        (_, ListingRole::Seller, _) if free => k::market::your_gift().to_owned(),
        (_, ListingRole::Seller, _) => k::market::your_offer().to_owned(),
        _ if free => k::market::gift_from(&seller),
        _ => k::market::from(&seller),
    }
}
