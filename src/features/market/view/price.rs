//! A price on its way to the cap, drawn to scale, and who pays whom.

use contract::Money;
use leptos::prelude::*;

use super::super::model::part_of_cap;
use super::super::words;
use crate::i18n::k;
use crate::ui::{Figure, Thread};

/// The one figure of the page.
pub fn figure(asking: Signal<Money>, cap: Money) -> AnyView {
    view! { <Figure value=move || words::asked(asking.get()) note=k::market::was(&words::sum(cap)) /> }
        .into_any()
}

/// The thread to the cap, and the two sentences about it.
pub fn to_cap(asking: Signal<Money>, cap: Money) -> AnyView {
    view! {
        <Thread
            passed=Signal::derive(move || part_of_cap(asking.get(), cap))
            knots=Signal::derive(move || words::price_knots(asking.get(), cap))
            sentence=move || k::market::price_thread(&words::asked(asking.get()), &words::sum(cap))
        />
        <p class="sub">{move || words::price_rules(asking.get())}</p>
    }
    .into_any()
}
