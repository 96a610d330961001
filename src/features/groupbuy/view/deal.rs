//! One deal: title and figure, meter, who is in it, facts; for who runs it the list; the bar at the foot.

use contract::groupbuy::Deal;
use contract::{DealId, GroupId, Link, api};
use data::{Data, Rule};
use leptos::prelude::*;
use loadable::Loadable;

use super::{bar, held, host, mine, pay, pill_of, run, team, words};
use crate::features::groupbuy::model::{self, FactKind, Phase};
use crate::features::groupbuy::store::DealStore;
use crate::i18n::k;
use crate::i18n::k::groupbuy as t;
use crate::ui::host::{Reach, use_card};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::share::Outgoing;
use crate::ui::slot::attachment_of;
use crate::ui::{
    AvatarStack, Card, CompactMeter, Crumb, Fact, Facts, Figure, Glyph, LinkButton, Loaded, Look, Meter,
    Page, Pill, Row, SendButton, glyph,
};

/// The page of a deal.
pub fn page(data: Data, group: GroupId, id: DealId) -> AnyView {
    use_title(t::title().to_owned());
    let store = DealStore::new(data, group.clone(), id);
    let deal = store.deal();
    let home = store.group();
    let name = move || home.with(|g| g.value().map(|g| g.name.clone())).unwrap_or_default();
    let is_here = Memo::new(move |_| deal.with(|d| d.value().is_some()));
    let by_bargain = Memo::new(move |_| deal.with(|d| d.value().is_some_and(|d| d.bargain.is_some())));
    let crumb = view! { <Crumb to=Link::Group(group) label=Signal::derive(name) /> };
    let draw = move || match by_bargain.get() {
        true => run::elsewhere(store),
        false => whole(store, deal, is_here),
    };
    view! {
        {crumb}
        {draw}
    }
    .into_any()
}

/// Whether I opened it, or run the group.
pub fn runs_it(store: DealStore, deal: Signal<Deal>) -> Memo<bool> {
    let home = store.group();
    Memo::new(move |_| {
        deal.with(|d| d.yours) || home.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group()))
    })
}

fn whole(store: DealStore, deal: Signal<Loadable<Deal>>, is_here: Memo<bool>) -> AnyView {
    view! {
        <Page>
            <Loaded value=deal retry=move || store.refresh() skeletons=3 let:deal>
                {body(store, deal)}
            </Loaded>
        </Page>
        {move || is_here.get().then(|| held(deal)).flatten().map(|deal| foot(store, deal))}
    }
    .into_any()
}

/// The bar at the foot: of teams, or of a deal by tiers.
fn foot(store: DealStore, deal: Signal<Deal>) -> AnyView {
    match deal.with_untracked(|d| d.team.is_some()) {
        true => team::bar(store, deal),
        false => bar::bar(store, deal),
    }
}

fn body(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let in_teams = deal.with_untracked(|d| d.team.is_some());
    let minute = store.minute();
    let phase = words(deal, minute, model::phase);
    // Its time is over and no change came: ask how it ended.
    Effect::new(move |_| {
        if phase.get() == Phase::Closing {
            minute.track();
            store.refresh();
        }
    });
    let runs_it = runs_it(store, deal);
    view! {
        {photos(store, deal)}
        {title_card(store, deal)}
        {told(store)}
        {pay::card(store, deal)}
        {mine::card(store, deal)}
        {match in_teams {
            true => team::cards(store, deal),
            false => meter_card(store, deal),
        }}
        {facts_card(store, deal)}
        {move || runs_it.get().then(|| host::section(store, deal))}
    }
    .into_any()
}

/// By whose share I came to it, told by who keeps recommendations.
pub fn told(store: DealStore) -> AnyView {
    let draw = move || {
        let told = attachment_of("referral/told").flatten()?;
        Some(told(store.id().as_str(), "deal", store.group_id().as_str()))
    };
    view! { {draw} }.into_any()
}

/// The photos of its post; the place of a post is the feed's to draw.
pub fn photos(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let post = Memo::new(move |_| deal.with(|d| d.post_id.clone()));
    let group = store.group_id();
    let draw = move || {
        let post = post.get()?;
        let draw = attachment_of("feed/photo-room")??;
        Some(draw(post.as_str(), "", group.as_str()))
    };
    draw.into_any()
}

fn title_card(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let phase = words(deal, minute, model::phase);
    let look = Memo::new(move |_| pill_of(phase.get()));
    let opener = Memo::new(move |_| deal.with(model::opened_by));
    let figure = words(deal, minute, model::figure);
    let has_figure = Memo::new(move |_| figure.with(Option::is_some));
    let part = move |of: fn(&(String, String)) -> &String| {
        figure.with(|f| f.as_ref().map(|f| of(f).clone())).unwrap_or_default()
    };
    let about = Memo::new(move |_| deal.with(|d| (!d.about.is_empty()).then(|| d.about.clone())));
    view! {
        <Card>
            <Row ends=true>
                <Pill
                    label=move || model::phase_word(phase.get()).to_owned()
                    state=Signal::derive(move || look.get().0)
                    icon=Signal::derive(move || look.get().1)
                />
                <span class="cap push">{opener}</span>
            </Row>
            <h1>{move || deal.with(|d| d.title.clone())}</h1>
            {move || about.get().map(|about| view! { <p class="sub groupbuy-about">{about}</p> })}
            {move || match has_figure.get() {
                true => view! { <Figure value=move || part(|f| &f.0) note=move || part(|f| &f.1) /> }.into_any(),
                false => view! { <p class="sub">{deal.with_untracked(model::owes_nothing)}</p> }.into_any(),
            }}
            {copy(store, deal)}
        </Card>
    }
    .into_any()
}

/// The deal as text with its link, for the chat.
fn copy(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let nav = use_nav::<Link>();
    let minute = store.minute();
    let data = store.kernel();
    // To one chat at most: everybody one knows is no place for a group-buy.
    let reach = if data.config().deals_to_chat { Reach::Chat } else { Reach::Nowhere };
    let sharing = data.sharing(store.group_id().as_str());
    let outgoing = move || {
        let link = nav.absolute(&sharing.link(Link::Deal(store.group_id(), store.id())));
        let text = deal.with(|deal| model::as_text(deal, &link, minute.get()));
        Outgoing::new(text, link, reach)
    };
    use_card(move || Some(outgoing().card));
    let can_invite =
        data.offers(&api::NEW_INVITE) && data.offers(&api::PREVIEW_INVITE) && data.offers(&api::JOIN);
    // What is over is nothing to invite to.
    let is_open =
        Memo::new(move |_| can_invite && deal.with(|d| model::phase(d, minute.get()) == Phase::Open));
    let invite = move || {
        is_open.get().then(|| {
            let to = Link::InviteDeal(store.group_id(), store.id());
            view! { <LinkButton to label=t::invite_with() look=Look::Soft icon=glyph::QR small=true /> }
        })
    };
    view! {
        <Row>
            <SendButton what=move |()| untrack(outgoing) copy_label=t::copy_text() small=true />
            {invite}
        </Row>
    }
    .into_any()
}

fn meter_card(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let minute = store.minute();
    let phase = words(deal, minute, model::phase);
    let is_open = Memo::new(move |_| phase.get() == Phase::Open);
    let tiers = Memo::new(move |_| deal.with(|d| model::tiers(&d.tiers, d.minimum)));
    let room = Memo::new(move |_| deal.with(|d| model::room(&d.tiers, d.minimum)));
    let count = Memo::new(move |_| deal.with(|d| i64::from(d.people)));
    let next = words(deal, minute, model::next);
    let who = words(deal, minute, model::who);
    let faces = Memo::new(move |_| deal.with(model::faces));
    view! {
        <Card>
            <h2>{t::people_and_price()}</h2>
            // The large drawing says "now": once it is over the thread alone tells where it ended.
            {move || match is_open.get() {
                true => view! { <Meter tiers count max=room /> }.into_any(),
                false => view! { <CompactMeter tiers count /> }.into_any(),
            }}
            <p class="sub">{next}</p>
            <Row>
                {move || {
                    faces.with(|f| !f.0.is_empty()).then(|| {
                        view! {
                            <AvatarStack
                                of=Signal::derive(move || faces.with(|f| f.0.clone()))
                                more=Signal::derive(move || faces.with(|f| f.1))
                            />
                        }
                    })
                }}
                <span class="sub">{who}</span>
            </Row>
            {announcer(deal)}
        </Card>
    }
    .into_any()
}

/// Says politely that the meter moved; silent at first, and about the time that is left.
fn announcer(deal: Signal<Deal>) -> AnyView {
    let said = RwSignal::new(String::new());
    let count = Memo::new(move |_| deal.with(|d| d.people));
    Effect::new(move |before: Option<u32>| {
        let now = count.get();
        if before.is_some_and(|before| before != now) {
            said.set(deal.with_untracked(model::announce));
        }
        now
    });
    view! { <p class="hide" role="status">{said}</p> }.into_any()
}

fn facts_card(store: DealStore, deal: Signal<Deal>) -> AnyView {
    let said = if store.goes_by_server_clock() {
        |d: &Deal, now| model::facts(d, now, true)
    } else {
        |d: &Deal, now| model::facts(d, now, false)
    };
    let facts = words(deal, store.minute(), said);
    let data = store.kernel();
    let unchecked = !data.enforces(Rule::Stock);
    let minute = store.minute();
    let clock = Memo::new(move |_| deal.with(|d| model::clock(data.clock_skew_ms(), d, minute.get())));
    let draw = move || {
        let facts = facts.get();
        facts
            .into_iter()
            .map(|f| {
                let advisory = unchecked && f.kind == FactKind::Stock;
                view! { <Fact icon=icon_of(f.kind) title=f.title note=f.note advisory /> }
            })
            .collect_view()
    };
    view! {
        <Card label=k::groupbuy::rules()>
            <Facts>{draw}</Facts>
            {move || clock.get().map(|words| view! { <p class="groupbuy-clock" role="status">{words}</p> })}
        </Card>
    }
    .into_any()
}

fn icon_of(kind: FactKind) -> Glyph {
    match kind {
        FactKind::Time => glyph::CLOCK,
        FactKind::Minimum => glyph::PEOPLE,
        FactKind::Settling => glyph::SHIELD,
        FactKind::Stock => glyph::STORE,
        FactKind::PickUp => glyph::PLACE,
    }
}
