//! THE list of features: one mod, its pages, an optional tab, and what it puts into other rooms.
//!
//! Removing a folder in `features/` and the lines with its name here removes the feature. What the backend does
//! not do is left out of the tabs and rooms, and is a page that says so where its address is typed.

use contract::Link;
use data::Data;
use leptos::prelude::*;

use crate::i18n::k;
use crate::ui::slot::{Attachments, DrawAttachment, GroupAction, Section, Slots};
use crate::ui::{Tab, glyph};

mod account;
mod bargain;
mod chain;
mod circle;
mod daily;
mod event;
mod feed;
mod group;
mod groupbuy;
mod invite;
mod market;
mod moment;
mod outbox;
mod playlist;
mod poll;
mod referral;
mod relay;
mod scan;

/// A feature's page for a place, if the place is its own.
type Pages = fn(&Link) -> Option<AnyView>;

/// What a first visit shows, by an invite or from home: my groups, the feed of one, the way in.
const FIRST_PAGES: [Pages; 3] = [group::first_page, feed::first_page, invite::first_page];

/// All others, which come later.
const PAGES: &[Pages] = &[
    group::page,
    feed::page,
    circle::page,
    bargain::page,
    invite::page,
    scan::page,
    account::page,
    outbox::page,
    referral::page,
];

/// Whether the backend does what something is for.
type IsOffered = fn(Data) -> bool;

/// Makes a section of the page of things to do together.
type MakeSection = fn() -> Section<Link>;

/// The kinds of cards, one line each: the folder, whether its cards are shown, whether one can be started. They fill
/// tables of their own, because what a first visit shows may name none of the pages and cards that come later. The first few
/// can be started from the feed itself, the others from a page of their own; the first look draws the same.
macro_rules! cards {
    ($($folder:ident: $shown:ident, $started:ident;)*) => {
        const CARD_PAGES: &[Pages] = &[$($folder::page),*];
        const CARD_ACTIONS: &[(&GroupAction<Link>, IsOffered)] = &[$((&$folder::ACTION, $folder::$started)),*];
        const ATTACHMENTS: &[((&str, DrawAttachment), IsOffered)] = &[$(($folder::ATTACHMENT, $folder::$shown)),*];
    };
}

cards! {
    chain: shows_chains, can_start;
    poll: shows_polls, can_start;
    groupbuy: shows_deals, can_start;
    market: shows_listings, has_classes;
    relay: shows_relays, can_start;
    daily: shows_dailies, can_start;
    event: shows_events, can_start;
    moment: shows_moments, can_start;
    playlist: shows_playlists, can_start;
}

const SECTIONS: [(MakeSection, IsOffered); 2] =
    [(groupbuy::section, groupbuy::has_deals), (market::section, market::has_listings)];

/// The page of a place, if it is one of a first visit.
pub fn first_page(link: &Link) -> Option<AnyView> {
    FIRST_PAGES.iter().find_map(|page| page(link))
}

/// The page of any other place. Who must sign in for it first is told so, and comes back.
pub fn page(data: Data, link: &Link) -> Option<AnyView> {
    let writes = matches!(
        link,
        Link::Write(_)
            | Link::NewChain(_)
            | Link::NewCircle(_)
            | Link::NewPoll(_)
            | Link::NewRelay(_)
            | Link::NewDaily(_)
            | Link::NewEvent(_)
            | Link::NewMoment(_)
            | Link::EditMoment(..)
            | Link::NewPlaylist(_)
            | Link::NewDeal(_)
            | Link::NewBargains(_)
            | Link::EditDeal(..)
            | Link::NewClass(_)
            | Link::NewListing(..)
    );
    if writes && data.must_sign_in_to_write() {
        return Some(account::sign_in_first());
    }
    PAGES.iter().chain(CARD_PAGES).find_map(|page| page(link))
}

/// What stands above every page while it matters.
pub fn above(data: Data) -> AnyView {
    account::above_pages(data)
}

/// What features put into each other's rooms.
pub fn slots(data: Data) -> Slots<Link> {
    let invite: &[(&GroupAction<Link>, IsOffered)] = &[(&invite::ACTION, invite::can_invite)];
    let actions = invite.iter().chain(CARD_ACTIONS);
    Slots {
        actions: actions.filter(|(_, is)| is(data)).map(|(one, _)| *one).collect(),
        sections: sections(data),
    }
}

/// Who draws what posts carry. They come with the later pages.
pub fn attachments(data: Data) -> Attachments {
    let offered = ATTACHMENTS.iter().filter(|(_, is)| is(data)).map(|(one, _)| *one);
    let told = referral::is_kept(data).then_some(referral::PART);
    let bargains = bargain::PARTS.into_iter().filter(|_| bargain::is_offered(data));
    offered
        .chain(told)
        .chain(feed::PARTS)
        .chain([outbox::PART, circle::PART])
        .chain(bargains)
        .chain([groupbuy::PART])
        .collect()
}

fn sections(data: Data) -> Vec<Section<Link>> {
    SECTIONS.iter().filter(|(_, is)| is(data)).map(|(one, _)| one()).collect()
}

/// The tabs: 群里, 一起, 我. There is none for what the backend does not do at all.
pub fn tabs(data: Data) -> Vec<Tab<Link>> {
    let tab = |label, icon, to| Tab { label, icon, to, waiting: Signal::stored(false) };
    let together = sections(data).into_iter().next();
    [
        Some(tab(k::common::group_tab(), glyph::HOME, Link::Home)),
        together.map(|first| tab(k::common::together_tab(), glyph::TOGETHER, first.to)),
        Some(tab(k::common::me_tab(), glyph::ME, Link::Me)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Whether the tabs are of use: somebody is signed in, or nobody can be.
pub fn has_tabs(data: Data) -> bool {
    !data.must_sign_in()
}

/// The tab that is current at a place, as one of `tabs`; none on pages with an action bar of their own.
pub fn tab_of(tabs: &[Link], link: &Link) -> Option<usize> {
    let is_together = |link: &Link| matches!(link, Link::Deals | Link::Seats);
    let place = match link {
        Link::Group(_) => &Link::Home,
        link => link,
    };
    tabs.iter().position(|tab| tab == place || (is_together(tab) && is_together(place)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_is_current_for_all_of_its_pages() {
        let seats_alone = [Link::Home, Link::Seats, Link::Me];
        assert_eq!(tab_of(&seats_alone, &Link::Group("g".into())), Some(0));
        assert_eq!(tab_of(&seats_alone, &Link::Deals), Some(1));
        assert_eq!(tab_of(&[Link::Home, Link::Me], &Link::Deals), None);
        assert_eq!(tab_of(&[Link::Home, Link::Me], &Link::Me), Some(1));
        assert_eq!(tab_of(&seats_alone, &Link::Write("g".into())), None);
    }
}
