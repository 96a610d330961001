//! The deals of all my groups, open ones first.

use contract::group::Group;
use contract::groupbuy::Deal;
use contract::{GroupId, Link, api};
use data::{Arrival, Data, List, ListView};
use leptos::prelude::*;
use loadable::Loadable;

use super::{card, held};
use crate::features::groupbuy::{can_start, model};
use crate::i18n::k;
use crate::i18n::k::groupbuy as t;
use crate::ui::host::{Ability, use_host};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::slot::{attachment_of, section_tabs};
use crate::ui::{
    Art, Button, Card, LinkButton, ListLink, Loaded, Look, Page, PageHead, Patch, Sheet, State, Unreadable,
    cloth_of, glyph,
};

/// One group and the list of its deals.
type OfGroup = (GroupId, List<Deal>);

/// The page of all deals.
pub fn page(data: Data) -> AnyView {
    use_title(k::common::together_tab().to_owned());
    let groups = data.list::<Group>(api::GROUPS, &[], Arrival::AtOnce);
    let lists = lists_of(data, groups);
    let ids = Memo::new(move |_| {
        let groups = groups.view().get().map(|v| v.ids.len());
        model::merge(&groups, lists.get().into_iter().map(|(_, list)| deals_of(list)).collect())
    });
    let retry = move || {
        groups.reload();
        lists.get_untracked().into_iter().for_each(|(_, list)| list.reload());
    };
    view! {
        <Page>
            {section_tabs(&Link::Deals)}
            <PageHead title=t::deals_head() sub=t::deals_sub() />
            <Loaded value=ids retry skeletons=2 let:ids>{body(data, groups, lists, ids)}</Loaded>
        </Page>
    }
    .into_any()
}

/// The list of deals of each group, asked for as groups appear.
fn lists_of(data: Data, groups: List<Group>) -> RwSignal<Vec<OfGroup>> {
    let lists = RwSignal::new(Vec::<OfGroup>::new());
    let view = groups.view();
    Effect::new(move |_| {
        let Some(shown) = view.get().into_value() else { return };
        // Few people are in more groups than a page holds; those who are see all the same.
        if shown.has_more && !shown.loading_more && shown.more_failed.is_none() {
            groups.more();
        }
        let wanted = shown.ids.iter().map(|id| {
            (GroupId::from(id.as_str()), data.list::<Deal>(api::DEALS, &[id.as_str()], Arrival::AtOnce))
        });
        lists.set(wanted.collect());
    });
    lists
}

/// What a list holds, as far as it is here.
fn deals_of(list: List<Deal>) -> Loadable<Vec<Deal>> {
    let (shows, host) =
        (use_context::<Data>().is_some_and(|data| data.offers(&api::NEW_BARGAIN)), use_host());
    let bargains = shows && host.can(Ability::Bargain);
    let item = |id: &String| list.item(id).get().into_value().filter(|d| bargains || d.bargain.is_none());
    list.view().get().map(|view| view.ids.iter().filter_map(item).collect())
}

fn body(data: Data, groups: List<Group>, lists: RwSignal<Vec<OfGroup>>, ids: Signal<Vec<String>>) -> AnyView {
    let is_empty = Memo::new(move |_| ids.with(Vec::is_empty));
    let item = move |id: String| deal_card(data, &id);
    let has_groups = Memo::new(move |_| lists.with(|l| !l.is_empty()));
    let unreadable = Signal::derive(move || {
        lists.with(|l| {
            l.iter().map(|(_, list)| list.view().with(|v| v.value().map_or(0, |v| v.unreadable))).sum()
        })
    });
    let starts = move |look| can_start(data).then(|| start(groups, look));
    view! {
        {move || match (is_empty.get(), has_groups.get()) {
            (true, true) if unreadable.get() > 0 => ().into_any(),
            (true, false) => view! {
                <State art=Art::Door title=t::no_group_title() body=t::no_group_body()>
                    <LinkButton to=Link::Home label=k::common::home() />
                </State>
            }
            .into_any(),
            (true, true) => view! {
                <State art=Art::Door title=t::empty_title() body=if can_start(data) { t::empty_body() } else { t::empty_plain_body() }>
                    {starts(Look::Filled)}
                </State>
            }
            .into_any(),
            (false, _) => view! {
                <For each=move || ids.get() key=String::clone children=item />
                {older(lists)}
                {starts(Look::Line)}
            }
            .into_any(),
        }}
        <Unreadable count=unreadable about=Link::Backend />
    }
    .into_any()
}

fn deal_card(data: Data, id: &str) -> AnyView {
    let Some(deal) = held(data.one::<Deal>(id)) else { return ().into_any() };
    let group = data.one::<Group>(deal.with_untracked(|d| d.group_id.clone()).as_str());
    let name = Signal::derive(move || group.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default());
    // One that is sold by bargains is drawn by who knows them.
    let other = deal.with_untracked(|d| {
        d.bargain.is_some().then(|| [d.id.to_string(), d.title.clone(), d.group_id.to_string()])
    });
    let draw = move || match &other {
        Some([id, title, group]) => {
            attachment_of("bargain").flatten().map(|draw| draw(id, title, group)).into_any()
        }
        None => card::content(deal, data.minute(), name),
    };
    view! { <Card article=true>{draw}</Card> }.into_any()
}

/// Asks every group that has more for its next page.
fn older(lists: RwSignal<Vec<OfGroup>>) -> AnyView {
    let any = move |of: fn(&ListView) -> bool| {
        lists.with(|lists| lists.iter().any(|(_, list)| list.view().with(|v| v.value().is_some_and(of))))
    };
    let has_more = Memo::new(move |_| any(|v| v.has_more));
    let busy = Memo::new(move |_| any(|v| v.loading_more));
    let more = move || lists.get_untracked().into_iter().for_each(|(_, list)| list.more());
    let draw = move || {
        has_more.get().then(|| {
            view! { <Button label=t::older() look=Look::Text wide=true busy on_press=more /> }
        })
    };
    view! { {draw} }.into_any()
}

/// Starts a deal: at once in my only group, else in the one that I choose.
fn start(groups: List<Group>, look: Look) -> AnyView {
    let nav = use_nav::<Link>();
    let open = RwSignal::new(false);
    let mine =
        Memo::new(move |_| groups.view().with(|v| v.value().map(|v| v.ids.clone())).unwrap_or_default());
    let press = move || match mine.get_untracked().as_slice() {
        [only] => nav.go(&Link::NewDeal(GroupId::from(only.as_str()))),
        _ => open.set(true),
    };
    let row = move |id: String| {
        let group = groups.item(&id);
        let name = move || group.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default();
        let cloth = cloth_of(&id);
        let lead = move || view! { <Patch cloth /> };
        view! { <ListLink to=Link::NewDeal(GroupId::from(id)) title=Signal::derive(name) lead /> }
    };
    view! {
        <Button label=t::start() icon=glyph::PLUS look wide=true on_press=press />
        <Sheet open title=t::start_where() sub=t::start_where_sub()>
            <ul class="list" role="list">{move || mine.get().into_iter().map(row).collect_view()}</ul>
        </Sheet>
    }
    .into_any()
}
