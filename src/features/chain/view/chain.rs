//! One chain: what it is for, its places, my entries, the list; for who runs it the table and its end; the bar.

use contract::chain::Chain;
use contract::{ChainId, GroupId, Link};
use data::Data;
use leptos::prelude::*;

use super::{card, entries, entry, host, mine, words};
use crate::features::chain::model::{self, Phase};
use crate::features::chain::store::ChainStore;
use crate::i18n::k::chain as t;
use crate::i18n::{number, zone_name};
use crate::ui::host::{Reach, use_card};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::share::Outgoing;
use crate::ui::{
    ActionBar, Card, Crumb, Fact, Facts, Knot, KnotLook, Loaded, Look, Page, Pill, PillState, Row,
    SendButton, Thread, glyph, held,
};

/// The page of a chain.
pub fn page(data: Data, group: GroupId, id: ChainId) -> AnyView {
    use_title(t::title().to_owned());
    let store = ChainStore::new(data, group, &id);
    let chain = store.now();
    let is_here = Memo::new(move |_| chain.with(|c| c.value().is_some()));
    view! {
        <Crumb to=store.home() label=store.group_name() />
        <Page>
            <Loaded value=chain retry=move || store.refresh() skeletons=3 let:chain>
                {body(store, chain)}
            </Loaded>
        </Page>
        {move || is_here.get().then(|| held(chain)).flatten().map(|chain| bar(store, chain))}
    }
    .into_any()
}

fn body(store: ChainStore, chain: Signal<Chain>) -> AnyView {
    let list = store.entries();
    let hosts = store.hosts();
    let runs_it = Memo::new(move |_| chain.with(|c| c.yours) || hosts.get());
    let nav = use_nav::<Link>();
    let outgoing = move || {
        let link = nav.absolute(&store.place());
        let now = store.minute().get_untracked();
        let text = untrack(|| chain.with(|c| model::as_text(c, &store.known(list), &link, now)));
        Outgoing::new(text, link, Reach::Chat)
    };
    use_card(move || {
        chain.track();
        Some(outgoing().card)
    });
    let has_mine = Memo::new(move |_| chain.with(|c| !c.your_entries.is_empty()));
    let my_card = move || {
        has_mine.get().then(|| {
            view! {
                <Card>
                    <h2>{t::my_entries()}</h2>
                    {mine::mine(store, chain)}
                </Card>
            }
        })
    };
    view! {
        {title_card(store, chain, Callback::new(move |()| outgoing()))}
        {my_card}
        {mine::pending(store)}
        {entries::section(store, chain, list)}
        {move || runs_it.get().then(|| host::section(store, chain, list))}
    }
    .into_any()
}

fn title_card(store: ChainStore, chain: Signal<Chain>, what: Callback<(), Outgoing>) -> AnyView {
    let minute = store.minute();
    let by = Memo::new(move |_| chain.with(model::by));
    let about = Memo::new(move |_| chain.with(|c| (!c.about.is_empty()).then(|| c.about.clone())));
    let when = words(chain, minute, model::when);
    let zone = move || {
        minute.track();
        if store.kernel().goes_by_server_clock() { t::by_server(&zone_name()) } else { zone_name() }
    };
    view! {
        <Card>
            {card::kind(chain, minute)}
            <h1>{move || chain.with(|c| c.title.clone())}</h1>
            {move || about.get().map(|about| view! { <p class="sub chain-about">{about}</p> })}
            {thread(chain, minute)}
            {card::places(chain)}
            <Facts>
                <Fact icon=glyph::CLOCK title=when note=zone />
                <Fact icon=glyph::PEOPLE title=by plain=true />
            </Facts>
            <Row>
                <SendButton what copy_label=t::copy_text() small=true />
            </Row>
        </Card>
    }
    .into_any()
}

/// The places in all as a thread: how far it is taken. Without a limit, a sentence.
fn thread(chain: Signal<Chain>, minute: Signal<contract::Timestamp>) -> AnyView {
    let room = words(chain, minute, model::room);
    let capacity = Memo::new(move |_| chain.with(|c| c.capacity));
    let part =
        Memo::new(move |_| chain.with(|c| f64::from(c.taken) / f64::from(c.capacity.unwrap_or(1).max(1))));
    let knots = Memo::new(move |_| {
        let (taken, all) = chain.with(|c| (c.taken, c.capacity.unwrap_or_default()));
        let end = Knot::new(1.0, KnotLook::Ahead, number(i64::from(all)));
        let now = Knot::new(part.get(), KnotLook::Now, t::places(i64::from(taken)));
        // Full: the end is where it stands.
        if taken >= all { vec![now] } else { vec![now, end] }
    });
    view! {
        {move || capacity.get().map(|_| view! { <Thread passed=part knots sentence=room /> })}
        <p class="sub" role="status">{room}</p>
    }
    .into_any()
}

/// The bar at the foot: enter, or read where I stand.
fn bar(store: ChainStore, chain: Signal<Chain>) -> AnyView {
    let phase = words(chain, store.minute(), model::phase);
    let is_closed = Memo::new(move |_| phase.get() == Phase::Closed);
    let says_closed = move || {
        is_closed.get().then(|| {
            view! {
                <Row top=true>
                    <Pill label=t::closed() state=Signal::stored(PillState::Off) icon=Signal::stored(glyph::CLOCK) />
                    <span class="sub grow">{t::closed_words()}</span>
                </Row>
            }
        })
    };
    // Nothing to do and nothing to read is no bar.
    let is_there = Memo::new(move |_| {
        is_closed.get() || chain.with(|c| !model::am_in(c) || model::more_for_others(c) > 0)
    });
    view! {
        {move || {
            is_there.get().then(|| {
                view! { <ActionBar>{says_closed}{mine::actions(store, chain, Look::Filled)}</ActionBar> }
            })
        }}
        {entry::sheet(store, chain)}
    }
    .into_any()
}
