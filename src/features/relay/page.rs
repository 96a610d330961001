//! One relay: what it is about and by which rules, its entries, and the line to continue it; for who runs it, its end.

use contract::relay::Relay;
use contract::{GroupId, Link, RelayId, api};
use data::Data;
use leptos::prelude::*;

use super::store::Store;
use super::{card, composer, entries, model};
use crate::i18n::k;
use crate::i18n::k::relay as t;
use crate::ui::host::{Reach, use_card};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::share::Outgoing;
use crate::ui::{
    Button, Card, Crumb, Fact, Facts, Fault, Loaded, Look, Page, Row, SectionHead, SendButton, Sheet, Stack,
    Toasts, glyph, held,
};

/// The page of a relay.
pub fn page(data: Data, group: GroupId, id: RelayId) -> AnyView {
    use_title(t::title().to_owned());
    let store = Store::new(data, group, id);
    let relay = store.relay();
    let home = store.group();
    let name = move || home.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default();
    let is_here = Memo::new(move |_| relay.with(|r| r.value().is_some()));
    view! {
        <Crumb to=store.home() label=Signal::derive(name) />
        <Page>
            <Loaded value=relay retry=move || store.refresh() skeletons=3 let:relay>
                {body(store, relay)}
            </Loaded>
        </Page>
        {move || is_here.get().then(|| held(relay)).flatten().map(|relay| composer::bar(store, relay))}
    }
    .into_any()
}

fn body(store: Store, relay: Signal<Relay>) -> AnyView {
    let home = store.group();
    let hosts = Memo::new(move |_| home.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())));
    let nav = use_nav::<Link>();
    let outgoing = move || {
        let link = nav.absolute(&store.place());
        let now = store.data.minute().get_untracked();
        let list = store.entries();
        let ids = list.view().with_untracked(|v| v.value().map(|v| v.ids.clone())).unwrap_or_default();
        let known: Vec<_> =
            ids.iter().rev().filter_map(|id| list.item(id).get_untracked().into_value()).collect();
        let text = relay.with_untracked(|relay| {
            model::as_text(relay, if known.is_empty() { &relay.recent } else { &known }, &link, now)
        });
        Outgoing::new(text, link, Reach::Chat)
    };
    use_card(move || {
        relay.track();
        Some(outgoing().card)
    });
    view! {
        {title_card(store, relay, Callback::new(move |()| outgoing()))}
        {entries::section(store, relay, hosts)}
        {run(store, relay, hosts)}
    }
    .into_any()
}

fn title_card(store: Store, relay: Signal<Relay>, what: Callback<(), Outgoing>) -> AnyView {
    let minute = store.data.minute();
    let foot = Memo::new(move |_| relay.with(|relay| model::foot(relay, minute.get())));
    view! {
        <Card>
            {card::kind(store, relay)}
            <h1>{move || relay.with(|relay| relay.title.clone())}</h1>
            <p class="sub">{move || relay.with(model::rules)}</p>
            <Facts>
                <Fact icon=glyph::CLOCK title=foot />
                <Fact icon=glyph::PEOPLE title=move || relay.with(model::by) plain=true />
            </Facts>
            <Row>
                <SendButton what copy_label=t::copy_text() small=true />
            </Row>
        </Card>
    }
    .into_any()
}

/// Ending it before its time; for who began it, and hosts.
fn run(store: Store, relay: Signal<Relay>, hosts: Memo<bool>) -> AnyView {
    let open = card::open(store, relay);
    let ends = store.data.offers(&api::END_RELAY);
    let may = Memo::new(move |_| ends && open.get() && (hosts.get() || relay.with(|r| r.yours)));
    let asked = RwSignal::new(false);
    view! {
        {move || {
            may.get().then(|| {
                view! {
                    <SectionHead title=t::run() note=t::run_only() />
                    <Card>
                        <Button label=t::end() look=Look::Soft icon=glyph::CLOCK wide=true on_press=move || asked.set(true) />
                    </Card>
                }
            })
        }}
        <Sheet open=asked title=t::end_title() sub=t::end_sub()>{move || ending(store, asked)}</Sheet>
    }
    .into_any()
}

fn ending(store: Store, open: RwSignal<bool>) -> AnyView {
    let toasts = Toasts::from_context();
    let sending = store.mutation(None);
    let press = move || {
        store.end(sending, move || {
            open.set(false);
            toasts.push(t::toast_ended());
        });
    };
    view! {
        <Stack>
            <Fault notice=sending.notice() />
            <Button label=t::end() look=Look::Warn wide=true busy=sending.is_sending() on_press=press />
            <Button label=k::common::not_now() look=Look::Soft wide=true on_press=move || open.set(false) />
        </Stack>
    }
    .into_any()
}
