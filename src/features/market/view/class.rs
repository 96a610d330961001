//! One class: what, where, when, my seat in it, and the roster.

use contract::market::{Class, Seat};
use contract::{ClassId, GroupId, Link, api};
use leptos::prelude::*;

use super::super::model::{Mine, free_seats, has_line, mine};
use super::super::store::Market;
use super::super::{can_pass_on, has_classes, shows_listings, words};
use super::line::Line;
use super::{calendar, line, present, roster, run};
use crate::i18n::{day_parts, deadline, k, moment};
use crate::ui::prefs::use_title;
use crate::ui::{
    ActionBar, Avatar, Card, Crumb, DateTile, Fact, Facts, LinkButton, List, ListLink, ListRow, Loaded, Look,
    Page, Pill, PillState, RoleChip, Row, SectionHead, glyph,
};

/// The page.
pub fn page(market: Market, group: GroupId, id: ClassId) -> AnyView {
    use_title(k::market::class_title().to_owned());
    let value = market.class(&id);
    let runs = market.runs(&group);
    let data = market.kernel();
    let can_add = data.offers(&api::NEW_SEAT) && data.offers(&api::MEMBERS);
    let clock = market.clock();
    let is_here = Memo::new(move |_| value.with(|v| v.value().is_some()));
    let (back, label) = if has_classes(market.kernel()) {
        (Link::Classes(group.clone()), Signal::stored(k::market::classes_title().to_owned()))
    } else {
        (Link::Group(group.clone()), market.name(&group).into())
    };
    let foot = {
        let group = group.clone();
        move || {
            let class = is_here.get().then(|| present(value)).flatten()?;
            let group = group.clone();
            let mine = Memo::new(move |_| class.with(|c| mine(c, clock.get())));
            Some(move || bar(market, &group, class, mine.get()))
        }
    };
    view! {
        <Crumb to=back label />
        <Page>
            <Loaded value retry=move || market.read_class(&id) skeletons=2 let:class>
                {calendar::news(market, Memo::new(move |_| class.with(|c| c.brief.clone())))}
                {facts(market, class)}
                {my_seat(market, group.clone(), class)}
                {waiting(market, class)}
                {seats(market, group.clone(), class)}
                {can_add.then(|| roster::add(market, group.clone(), class, runs))}
                {run::section(market, class, runs)}
            </Loaded>
        </Page>
        {foot}
    }
    .into_any()
}

fn facts(market: Market, class: Signal<Class>) -> AnyView {
    let clock = market.clock();
    let brief = Memo::new(move |_| class.with(|c| c.brief.clone()));
    let cut_off = move || k::market::cut_off(&class.with(|c| deadline(c.cut_off_at.0, clock.get().0)));
    view! {
        <Card>
            <Row top=true>
                <DateTile parts=move || brief.with(|b| day_parts(b.starts_at.0)) />
                <div class="grow">
                    <h1>{move || brief.with(|b| b.title.clone())}</h1>
                    <p class="sub num">{move || brief.with(words::hours)}</p>
                </div>
            </Row>
            <Facts>
                <Fact icon=glyph::COACH title=move || brief.with(|b| b.coach.clone()) plain=true />
                <Fact icon=glyph::PLACE title=move || brief.with(|b| b.place.clone()) plain=true />
                <Fact
                    icon=glyph::SEAT
                    title=move || k::market::face_value(&brief.with(|b| words::sum(b.face_value)))
                    plain=true
                />
                {move || {
                    brief.with(|b| b.cancelled_at.is_none()).then(|| view! { <Fact icon=glyph::CLOCK title=cut_off plain=true /> })
                }}
            </Facts>
        </Card>
    }
    .into_any()
}

/// The line, for who has no seat.
fn waiting(market: Market, class: Signal<Class>) -> AnyView {
    let clock = market.clock();
    let id = class.with_untracked(|c| c.brief.id.clone());
    let of = |c: &Class| Line { waiting: c.waiting, place: c.your_place };
    let line = Memo::new(move |_| class.with(|c| has_line(c, clock.get()).then(|| of(c))));
    line::card(market, id, line)
}

/// What my seat is to me; nothing when I have none.
fn my_seat(market: Market, group: GroupId, class: Signal<Class>) -> AnyView {
    let brief = Memo::new(move |_| class.with(|c| c.brief.clone()));
    let clock = market.clock();
    let can_offer = can_pass_on(market.kernel());
    let note = Memo::new(move |_| match class.with(|c| mine(c, clock.get())) {
        Mine::None => None,
        Mine::Seat(_) if !can_offer => Some(""),
        Mine::Seat(_) => Some(k::market::my_seat_note()),
        Mine::Offered(_) => Some(k::market::my_seat_offered()),
        Mine::Fixed if class.with(|c| c.brief.cancelled_at.is_some()) => Some(k::market::class_cancelled()),
        Mine::Fixed => Some(k::market::my_seat_fixed()),
    });
    let shown = move || {
        note.get().map(|note| {
            let to = Link::Class(group.clone(), brief.with_untracked(|b| b.id.clone()));
            view! {
                <Card>
                    <Row ends=true>
                        <h2>{k::market::my_seat()}</h2>
                        <Pill label=k::market::pill_my_seat() state=PillState::Done icon=Signal::stored(glyph::CHECK) />
                    </Row>
                    {(!note.is_empty()).then(|| view! { <p class="sub">{note}</p> })}
                    {calendar::save(market, brief, to)}
                </Card>
            }
        })
    };
    view! { {shown} }.into_any()
}

fn seats(market: Market, group: GroupId, class: Signal<Class>) -> AnyView {
    let rows = Memo::new(move |_| class.with(|c| c.seats.clone()));
    let free = move || {
        class.with(|c| {
            let count = words::roster(&c.brief);
            if free_seats(c) == 0 { count } else { k::market::dot(&count, &words::free(free_seats(c))) }
        })
    };
    let list = move || {
        let seats = rows.get();
        let rows: Vec<AnyView> = seats.into_iter().map(|seat| seat_row(market, &group, seat)).collect();
        (!rows.is_empty()).then(|| view! { <List label=k::market::roster_head()>{rows}</List> })
    };
    view! {
        <SectionHead title=k::market::roster_head() note=move || Some(free()) />
        {list}
    }
    .into_any()
}

fn seat_row(market: Market, group: &GroupId, seat: Seat) -> AnyView {
    let title = seat
        .holder
        .as_ref()
        .map_or_else(|| k::market::empty_seat().to_owned(), |holder| holder.persona.nickname.clone());
    let avatar = seat.holder.map(|h| h.persona.avatar).unwrap_or_default();
    let lead = move || view! { <Avatar of=avatar /> };
    match seat.listing_id.filter(|_| shows_listings(market.kernel())) {
        Some(listing) => {
            let to = Link::Listing(group.clone(), listing);
            let note = if seat.yours { k::market::your_offer() } else { k::market::on_offer() };
            view! { <ListLink to title note=note lead /> }.into_any()
        }
        None => {
            let came = seat.passed_on_at.map(|at| {
                k::market::dot(
                    &k::market::came_from(&words::name(seat.from.as_ref())),
                    &moment(at.0, market.now().0),
                )
            });
            let mark = seat.yours.then(|| view! { <RoleChip label=k::market::you_mark() /> });
            view! { <ListRow title note=came lead>{mark}</ListRow> }.into_any()
        }
    }
}

/// The one thing to do: offer my seat, see how it goes, or take one that is offered.
fn bar(market: Market, group: &GroupId, class: Memo<Class>, mine: Mine) -> Option<AnyView> {
    let data = market.kernel();
    let (to, label, look) = match mine {
        Mine::Seat(_) if !can_pass_on(data) => return None,
        Mine::Offered(_) | Mine::None if !shows_listings(data) => return None,
        Mine::Seat(seat) => {
            let class = class.with_untracked(|c| c.brief.id.clone());
            (Link::NewListing(group.clone(), class, seat), k::market::offer_my_seat(), Look::Filled)
        }
        Mine::Offered(listing) => {
            (Link::Listing(group.clone(), listing), k::market::see_listing(), Look::Soft)
        }
        Mine::None => {
            let offered = class.with(|c| c.seats.iter().find_map(|s| s.listing_id.clone()));
            (Link::Listing(group.clone(), offered?), k::market::take_offer(), Look::Filled)
        }
        Mine::Fixed => return None,
    };
    let icon = glyph::SWAP;
    Some(view! { <ActionBar><LinkButton to label look icon wide=true /></ActionBar> }.into_any())
}
