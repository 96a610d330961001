//! A price on its way to the cap, drawn to scale, and who pays whom.

use contract::Money;
use data::Rule;
use leptos::prelude::*;

use super::super::model::part_of_cap;
use super::super::store::Market;
use super::super::words;
use crate::i18n::k;
use crate::ui::{Advisory, Figure, Thread};

/// The one figure of the page.
pub fn figure(asking: Signal<Money>, cap: Money) -> AnyView {
    view! { <Figure value=move || words::asked(asking.get()) note=k::market::was(&words::sum(cap)) /> }
        .into_any()
}

/// The thread to the cap, and the two sentences about it.
pub fn to_cap(market: Market, asking: Signal<Money>, cap: Money) -> AnyView {
    let advisory = !market.kernel().enforces(Rule::FaceValue);
    view! {
        <Thread
            passed=Signal::derive(move || part_of_cap(asking.get(), cap))
            knots=Signal::derive(move || words::price_knots(asking.get(), cap))
            sentence=move || k::market::price_thread(&words::asked(asking.get()), &words::sum(cap))
        />
        <p class="sub">{move || words::price_rules(asking.get())}</p>
        {advisory.then(|| view! { <Advisory what=k::market::advisory_price() /> })}
    }
    .into_any()
}
