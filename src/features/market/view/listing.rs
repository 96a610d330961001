//! One listing: the class, the price, where it stands, who the other is, and every step so far.

use contract::group::{Group, Member};
use contract::market::{Listing, ListingRole, ListingState};
use contract::{GroupId, Link, ListingId, api};
use data::Rule;
use leptos::prelude::*;
use loadable::Loadable;

use super::super::model::{Standing, hold_until, is_for_others, may_wait, offers, other_party, standing};
use super::super::store::Market;
use super::super::{has_listings, words};
use super::line::Line;
use super::{bar, calendar, group_runs, line, present, price};
use crate::i18n::{day, day_parts, deadline, k};
use crate::ui::host::{Reach, use_card};
use crate::ui::nav::use_nav;
use crate::ui::prefs::use_title;
use crate::ui::share::Outgoing;
use crate::ui::slot::attachment_of;
use crate::ui::{
    Advisory, Avatar, Card, Crumb, DateTile, Fact, Facts, LinkButton, Loaded, Look, Page, Pill, Row,
    SectionHead, SendButton, Stepper, Strand, Well, glyph,
};

/// The page.
pub fn page(market: Market, group: GroupId, id: ListingId) -> AnyView {
    use_title(k::market::listing_title().to_owned());
    let value = market.listing(&id);
    let (back, label) = if has_listings(market.kernel()) {
        (Link::Seats, Signal::stored(k::market::listing_crumb().to_owned()))
    } else {
        (Link::Group(group.clone()), market.name(&group).into())
    };
    let group = market.group(&group);
    let again = move || market.read_listing(&id);
    let is_here = Memo::new(move |_| value.with(|v| v.value().is_some()));
    view! {
        <Crumb to=back label />
        <Page>
            <Loaded value retry=again skeletons=3 let:listing>
                {body(market, listing, group)}
            </Loaded>
        </Page>
        {move || {
            let listing = is_here.get().then(|| present(value)).flatten()?;
            Some(bar::bar(market, listing, stands(market, listing.into()), group))
        }}
    }
    .into_any()
}

fn stands(market: Market, listing: Signal<Listing>) -> Memo<Standing> {
    let clock = market.clock();
    Memo::new(move |_| listing.with(|l| standing(l, clock.get())))
}

fn body(market: Market, listing: Signal<Listing>, group: Signal<Loadable<Group>>) -> AnyView {
    let at = stands(market, listing);
    let asking = Signal::derive(move || listing.with(|l| l.asking));
    let (cap, note) = listing.with_untracked(|l| (l.class.face_value, l.note.clone()));
    let seller = listing.with_untracked(|l| words::name(l.seller.as_ref()));
    let left = listing.with_untracked(|l| l.vacated);
    let left = left.then(|| view! { <p class="sub">{k::market::vacated()}</p> });
    let said = (!note.is_empty()).then(|| {
        view! {
            <Well>
                <span class="cap block">{k::market::seller_note(&seller)}</span>
                <span class="seat-note">{note}</span>
            </Well>
        }
    });
    view! {
        {calendar::news(market, Memo::new(move |_| listing.with(|l| l.class.clone())))}
        {facts(market, listing, at)}
        {told(listing)}
        <Card>{left} {price::figure(asking, cap)} {price::to_cap(market, asking, cap)} {said}</Card>
        {state(market, listing, at, group)}
        {waiting(market, listing, at)}
        {mine_now(market, listing, at)}
        {history(market, listing, group)}
        {copy(market, listing, at)}
    }
    .into_any()
}

/// The line for the class, for who would have it and somebody else does.
fn waiting(market: Market, listing: Signal<Listing>, at: Memo<Standing>) -> AnyView {
    let class = listing.with_untracked(|l| l.class.id.clone());
    let line = Memo::new(move |_| {
        let of = |l: &Listing| Line { waiting: l.waiting, place: l.your_place };
        listing.with(|l| may_wait(l, at.get()).then(|| of(l)))
    });
    line::card(market, class, line)
}

/// The calendar file, once the seat is mine.
fn mine_now(market: Market, listing: Signal<Listing>, at: Memo<Standing>) -> AnyView {
    let is_mine = Memo::new(move |_| {
        let at = at.get();
        at.state == ListingState::Transferred && at.you == ListingRole::Claimant
    });
    let class = Memo::new(move |_| listing.with(|l| l.class.clone()));
    let to = listing.with_untracked(|l| Link::Class(l.group_id.clone(), l.class.id.clone()));
    (move || is_mine.get().then(|| calendar::save(market, class, to.clone()))).into_any()
}

fn facts(market: Market, listing: Signal<Listing>, at: Memo<Standing>) -> AnyView {
    let clock = market.clock();
    let class = Memo::new(move |_| listing.with(|l| l.class.clone()));
    let roster =
        move || class.with(|c| k::market::roster_stays(&c.capacity.to_string(), &c.seats_taken.to_string()));
    let ends = move || {
        let until = listing.with(|l| deadline(l.expires_at.0, clock.get().0));
        at.get()
            .is_open()
            .then(|| view! { <Fact icon=glyph::CLOCK title=k::market::ends_at(&until) plain=true /> })
    };
    view! {
        <Card>
            <Row top=true>
                <DateTile parts=move || class.with(|c| day_parts(c.starts_at.0)) />
                <div class="grow">
                    <h1>{move || class.with(|c| c.title.clone())}</h1>
                    <p class="sub num">{move || class.with(words::hours)}</p>
                </div>
            </Row>
            <Facts>
                <Fact icon=glyph::COACH title=move || class.with(|c| c.coach.clone()) plain=true />
                <Fact icon=glyph::PLACE title=move || class.with(|c| c.place.clone()) plain=true />
                <Fact icon=glyph::PEOPLE title=roster plain=true />
                {ends}
            </Facts>
        </Card>
    }
    .into_any()
}

/// Where it stands: the pill, the steps, what it means for me, and the other party.
fn state(
    market: Market,
    listing: Signal<Listing>,
    at: Memo<Standing>,
    group: Signal<Loadable<Group>>,
) -> AnyView {
    let clock = market.clock();
    let pill = Memo::new(move |_| listing.with(|l| words::time_pill(l, at.get(), clock.get())));
    let steps = Memo::new(move |_| listing.with(|l| words::steps(l, at.get(), clock.get())));
    let runs = group_runs(group);
    // What nobody can do here is not explained as if one could.
    let only_look = Memo::new(move |_| {
        let steps = listing.with(|l| offers(l, at.get(), runs.get()));
        let mut steps = steps.primary.into_iter().chain(steps.others).peekable();
        steps.peek().is_some() && !steps.any(|step| market.can_take(step))
    });
    let for_others = Memo::new(move |_| listing.with(|l| is_for_others(l, at.get())));
    let sentence = move || {
        if for_others.get() {
            return k::market::you_have_one().to_owned();
        }
        if only_look.get() {
            return k::market::only_look().to_owned();
        }
        let now = clock.get();
        let (nickname, hold_s) = group.with(|g| {
            g.value().map_or_else(|| (String::new(), 0), |g| (g.me.persona.nickname.clone(), g.policy.hold_s))
        });
        listing.with(|l| {
            let hold = (hold_s > 0).then(|| hold_until(l, hold_s, now)).flatten();
            words::sentence(l, at.get(), &nickname, hold, now)
        })
    };
    let advisory = !market.kernel().enforces(Rule::OneHolder);
    let other = Memo::new(move |_| listing.with(|l| other_party(l, at.get()).cloned()));
    view! {
        <Card>
            <Row ends=true>
                <h2><span role="status">{move || listing.with(|l| words::state_title(l, at.get()))}</span></h2>
                {move || pill.get().map(|(label, state, icon)| view! { <Pill label state icon /> })}
            </Row>
            {move || {
                let shown = !steps.with(Vec::is_empty) && !only_look.get() && !for_others.get();
                // Four do not stand side by side on a small phone.
                let high = steps.with(|s| s.len() > 3);
                shown.then(|| {
                    if high {
                        view! { <Strand steps=steps /> }.into_any()
                    } else {
                        view! { <Stepper steps=steps /> }.into_any()
                    }
                })
            }}
            <p class="sub">{sentence}</p>
            {move || (advisory && at.get().is_open() && !only_look.get()).then(|| view! { <Advisory what=k::market::advisory_hold() /> })}
            {move || other.get().map(|other| party(market, other))}
        </Card>
    }
    .into_any()
}

fn party(market: Market, member: Member) -> AnyView {
    let now = market.now();
    view! {
        <Row>
            <Avatar of=member.persona.avatar />
            <span class="grow">
                <b class="block">{member.persona.nickname}</b>
                <span class="cap">{k::market::joined_on(&day(member.joined_at.0, now.0))}</span>
            </span>
        </Row>
    }
    .into_any()
}

fn history(market: Market, listing: Signal<Listing>, group: Signal<Loadable<Group>>) -> AnyView {
    let clock = market.clock();
    let steps = Memo::new(move |_| {
        let me = group.with(|g| g.value().map(|g| g.me.id.clone()));
        listing.with(|l| words::history(l, me.as_ref(), clock.get()))
    });
    let shown = move || {
        (!steps.with(Vec::is_empty)).then(|| {
            view! {
                <SectionHead title=k::market::history() />
                <Card>
                    <Strand steps=steps />
                </Card>
            }
        })
    };
    view! { {shown} }.into_any()
}

/// By whose share I came to it, told by who keeps recommendations.
fn told(listing: Signal<Listing>) -> AnyView {
    let (id, group) = listing.with_untracked(|l| (l.id.clone(), l.group_id.clone()));
    let draw = move || {
        let told = attachment_of("referral/told").flatten()?;
        Some(told(id.as_str(), "listing", group.as_str()))
    };
    view! { {draw} }.into_any()
}

fn copy(market: Market, listing: Signal<Listing>, at: Memo<Standing>) -> AnyView {
    let nav = use_nav::<Link>();
    let sharing = market.kernel().sharing(&listing.with_untracked(|l| l.group_id.to_string()));
    let outgoing = move || {
        listing.with(|l| {
            let link = nav.absolute(&sharing.link(Link::Listing(l.group_id.clone(), l.id.clone())));
            Outgoing::new(words::copied(l, at.get(), market.now(), &link), link, Reach::Chat)
        })
    };
    use_card(move || Some(outgoing().card));
    let data = market.kernel();
    let can_invite =
        data.offers(&api::NEW_INVITE) && data.offers(&api::PREVIEW_INVITE) && data.offers(&api::JOIN);
    // Who comes in for a seat must be able to take it.
    let is_free = Memo::new(move |_| can_invite && listing.with(|l| l.state == ListingState::Available));
    let invite = move || {
        (is_free.get() && at.get().is_open()).then(|| {
            let to = listing.with_untracked(|l| Link::InviteListing(l.group_id.clone(), l.id.clone()));
            view! { <LinkButton to label=k::market::invite_with() look=Look::Text icon=glyph::QR wide=true /> }
        })
    };
    view! {
        <SendButton what=move |()| untrack(outgoing) copy_label=k::market::copy() wide=true />
        {invite}
    }
    .into_any()
}
