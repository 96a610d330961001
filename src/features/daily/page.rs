//! One daily activity: what to do, what members answered, the line to answer; for hosts, changing and deleting it.

use contract::daily::Daily;
use contract::{DailyId, GroupId, Link};
use data::Data;
use leptos::prelude::*;

use super::store::Store;
use super::{answers, card, composer, model, run};
use crate::i18n::k::daily as t;
use crate::ui::host::{Reach, use_card};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::share::Outgoing;
use crate::ui::{Card, Crumb, Fact, Facts, Loaded, Page, Row, SendButton, glyph, held};

/// The page of a daily activity.
pub fn page(data: Data, group: GroupId, id: DailyId) -> AnyView {
    use_title(t::title().to_owned());
    let store = Store::new(data, group, id);
    let daily = store.daily();
    let editing = RwSignal::new(false);
    let is_here = Memo::new(move |_| daily.with(|d| d.value().is_some()));
    view! {
        <Crumb to=store.home() label=t::title() />
        <Page>
            <Loaded value=daily retry=move || store.refresh() skeletons=2 let:daily>
                {body(store, daily, editing)}
            </Loaded>
        </Page>
        {move || is_here.get().then(|| held(daily)).flatten().map(|daily| composer::bar(store, daily, editing))}
    }
    .into_any()
}

fn body(store: Store, daily: Signal<Daily>, editing: RwSignal<bool>) -> AnyView {
    let hosts = store.hosts();
    let nav = use_nav::<Link>();
    let outgoing = move || {
        let link = nav.absolute(&store.place());
        let now = store.data.minute().get_untracked();
        let text = daily.with_untracked(|daily| model::as_text(daily, &link, now));
        Outgoing::new(text, link, Reach::Chat)
    };
    use_card(move || {
        daily.track();
        Some(outgoing().card)
    });
    let day = card::words(store, daily, model::day);
    let when = card::words(store, daily, model::when);
    view! {
        <Card>
            {card::kind(store, daily)}
            <h1 class="words">{move || daily.with(|d| d.words.clone())}</h1>
            <Facts>
                <Fact icon=glyph::CAL title=day note=when />
                <Fact icon=glyph::PEOPLE title=move || daily.with(model::by) plain=true />
            </Facts>
            <Row>
                <SendButton what=Callback::new(move |()| outgoing()) copy_label=t::copy_text() small=true />
            </Row>
        </Card>
        {answers::section(store, daily, Callback::new(move |()| editing.set(true)))}
        {move || hosts.get().then(|| run::section(store, daily))}
    }
    .into_any()
}
