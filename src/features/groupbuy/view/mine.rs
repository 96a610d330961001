//! My order as a card: what I bought, what I show to collect it, and what I agreed to.

use contract::Link;
use contract::groupbuy::{Deal, Pledge};
use leptos::prelude::*;

use crate::features::groupbuy::model;
use crate::features::groupbuy::store::DealStore;
use crate::i18n::date_time;
use crate::i18n::k::groupbuy as t;
use crate::ui::nav::use_nav;
use crate::ui::poster::Paint;
use crate::ui::{Button, Card, CopyButton, Fact, Facts, Look, QrImage, glyph};

/// The card; nothing while I am not in it.
pub fn card(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let mine = Memo::new(move |_| deal.with(|d| d.your_pledge.clone()));
    // What was left, or is not paid yet, is no order.
    let is_in = Memo::new(move |_| deal.with(model::has_order));
    (move || is_in.get().then(|| inside(store, deal, mine))).into_any()
}

fn inside(store: DealStore, deal: Signal<Deal>, mine: Memo<Option<Pledge>>) -> AnyView {
    let minute = store.minute();
    let lines = Memo::new(move |_| {
        let one = |mine: &Pledge| deal.with(|d| model::record(d, mine, minute.get()));
        mine.with(|mine| mine.as_ref().map(one)).unwrap_or_default()
    });
    let draw = move || {
        let icons = [glyph::STORE, glyph::CLOCK, glyph::CHECK];
        let fact = |((title, note), icon): (model::Line, crate::ui::Glyph)| {
            let plain = note.is_none();
            view! { <Fact icon title note plain /> }
        };
        lines.get().into_iter().zip(icons).map(fact).collect_view()
    };
    let text = Signal::derive(move || {
        let one = |mine: &Pledge| deal.with(|d| model::as_record(d, mine, minute.get()));
        mine.with(|mine| mine.as_ref().map(one)).unwrap_or_default()
    });
    view! {
        <Card>
            <h2>{t::my_order()}</h2>
            <Facts>{draw}</Facts>
            {code(store, mine)}
            {terms(store, deal, mine)}
            <CopyButton text label=t::copy_record() look=Look::Text />
        </Card>
    }
    .into_any()
}

/// What I show to collect it: the picture when I ask for it, and what can be read out.
fn code(store: DealStore, mine: Memo<Option<Pledge>>) -> AnyView {
    let code = Memo::new(move |_| {
        mine.with(|mine| mine.as_ref().filter(|m| m.collected_at.is_none()).and_then(|m| m.code.clone()))
    });
    let shown = RwSignal::new(false);
    let draw = move || {
        let code = code.get()?;
        let typed = domain::code::spaced(&code.typed);
        let token = code.token.clone();
        Some(view! {
            <div class="groupbuy-code">
                {move || match shown.get() {
                    true => picture(store, token.clone()),
                    false => view! {
                        <Button label=t::show_code() icon=glyph::QR wide=true on_press=move || shown.set(true) />
                    }
                    .into_any(),
                }}
                <p class="groupbuy-typed num"><span class="cap">{t::code()}</span><b>{typed}</b></p>
                <p class="cap">{t::code_note()}</p>
            </div>
        })
    };
    draw.into_any()
}

fn picture(store: DealStore, token: String) -> AnyView {
    let src = RwSignal::new(String::new());
    let link = use_nav::<Link>().absolute(&Link::PickUp(store.group_id(), store.id(), token));
    let done = Callback::new(move |made: Option<String>| src.set(made.unwrap_or_default()));
    if let Some(paint) = use_context::<Paint>() {
        paint.with_value(|paint| paint.code(link, done));
    }
    view! { <QrImage src what=Signal::stored(t::code().to_owned()) /> }.into_any()
}

/// What I agreed to, folded: it is there when somebody doubts.
fn terms(store: DealStore, deal: Signal<Deal>, mine: Memo<Option<Pledge>>) -> AnyView {
    let terms = Memo::new(move |_| mine.with(|mine| mine.as_ref().and_then(|m| m.terms.clone())));
    let edited = Memo::new(move |_| {
        let at = deal.with(|d| d.edited_at)?;
        terms.with(|terms| terms.as_ref().is_some_and(|terms| at > terms.agreed_at)).then_some(at)
    });
    let draw = move || {
        let terms = terms.get()?;
        let lines = model::agreed(&terms, store.minute().get_untracked());
        let line = |line| view! { <li>{line}</li> };
        Some(view! {
            <details class="groupbuy-terms">
                <summary>{t::agreed()}</summary>
                <ul>{lines.into_iter().map(line).collect_view()}</ul>
                <p class="cap">{t::agreed_at(&date_time(terms.agreed_at.0))}</p>
            </details>
        })
    };
    view! {
        {move || edited.get().map(|at| view! { <p class="sub">{t::agreed_edited(&date_time(at.0))}</p> })}
        {draw}
    }
    .into_any()
}
