//! The outline of a card to come. Shown after 150 ms, by the style alone.

use crate::i18n::k;
use leptos::prelude::*;

/// A card that breathes while its content is on the way.
#[component]
pub fn SkeletonCard(
    /// How many of them.
    #[prop(default = 1)]
    count: usize,
    /// With the outline of a picture or a drawing.
    #[prop(optional)]
    tall: bool,
) -> impl IntoView {
    let card = move |_| {
        view! {
            <div class="card skeleton" aria-hidden="true">
                <div class="row">
                    <span class="skel" data-round=""></span>
                    <span class="grow stack"><span class="skel" data-w="38"></span><span class="skel" data-w="24"></span></span>
                </div>
                <span class="skel" data-w="94"></span>
                <span class="skel" data-w="66"></span>
                {tall.then(|| view! { <span class="skel" data-box=""></span> })}
            </div>
        }
    };
    view! {
        <div class="skeletons" aria-busy="true">
            <span class="hide" role="status">{k::common::loading()}</span>
            {(0..count).map(card).collect_view()}
        </div>
    }
    .into_any()
}
