//! What an invite points at, shown at the door: a deal or a seat, without opening either.

use contract::groupbuy::Tier;
use contract::invite::TargetPreview;
use leptos::prelude::*;

use crate::i18n::{k, money};
use crate::ui::{Card, CompactMeter, Kind, MeterTier, glyph};

/// What the invite points at.
pub fn card(of: TargetPreview) -> AnyView {
    let deal = of.attachment.kind == "deal";
    let free = !deal && of.price.is_some_and(|p| p.amount == 0);
    let price = of.price.map(|p| money(p.amount, p.currency.as_str()));
    let (icon, kind) = if deal {
        (glyph::TOGETHER, k::invite::target_deal_kind())
    } else {
        (glyph::SEAT, k::invite::target_seat_kind())
    };
    let price = price.map(|p| match (deal, free) {
        (true, _) => k::invite::target_price(&p),
        (false, true) => k::invite::target_given().to_owned(),
        (false, false) => k::invite::target_asking(&p),
    });
    let people = deal.then(|| k::invite::target_people(of.people.into()));
    let line = match (people, price) {
        (Some(people), Some(price)) => k::invite::dot(&people, &price),
        (one, other) => one.or(other).unwrap_or_default(),
    };
    let tiers: Vec<MeterTier> = of.tiers.iter().map(tier).collect();
    let meter =
        (!tiers.is_empty()).then(|| view! { <CompactMeter tiers=tiers count=i64::from(of.people) /> });
    view! {
        <Card>
            <Kind icon label=kind />
            <h2>{of.attachment.title}</h2>
            <p class="num">{line}</p>
            {meter}
            <p class="cap">{k::invite::target_rule()}</p>
        </Card>
    }
    .into_any()
}

fn tier(of: &Tier) -> MeterTier {
    let price = of.price;
    MeterTier {
        from: of.from.into(),
        price: price.amount,
        label: money(price.amount, price.currency.as_str()),
    }
}
