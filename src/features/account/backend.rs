//! The page about the backend: what it does not offer, what it does not check, how news arrives, what could not
//! be read. Open to everybody: who cannot get in needs it most.

use contract::Link;
use data::{Data, Following, Rule};
use leptos::prelude::*;

use super::offered::{self, Lack, Unread};
use crate::i18n::k;
use crate::i18n::k::backend as t;
use crate::ui::host::{Ability, use_host};
use crate::ui::prefs::use_title;
use crate::ui::{Advisory, Card, Crumb, Fact, Facts, Page, PageHead, SectionHead, glyph};

/// The page.
pub fn page(data: Data) -> AnyView {
    use_title(t::title().to_owned());
    view! {
        <Crumb to=Link::Me label=k::common::me_tab() />
        <Page>
            <PageHead title=t::title() sub=t::sub() />
            {what(data)}
            {unreadable(data)}
            {super::doctor::section(data)}
            {lacks(data)}
            {advisory(data)}
        </Page>
    }
    .into_any()
}

/// The backend's name and address, by which description it is spoken to, and how news arrives.
fn what(data: Data) -> AnyView {
    let descriptor = data.client().descriptor();
    let name = descriptor.map_or_else(|| t::contract().to_owned(), |d| d.name.clone());
    let file = data.config().descriptor.clone().map(|file| t::described_in(&file));
    let (news, note) = match data.client().live() {
        Following::Contract | Following::PocketBase(_) => (t::news_live().to_owned(), t::news_live_note()),
        Following::Poll { every_s, .. } => (t::news_poll(i64::from(*every_s)), t::news_poll_note()),
        Following::Off => (t::news_none().to_owned(), t::news_none_note()),
    };
    view! {
        <Card label=t::title()>
            <Facts>
                <Fact icon=glyph::STORE title=name note=file />
                <Fact icon=glyph::CLOUD title=t::address() note=data.config().api_base.clone() />
                <Fact icon=glyph::RETRY title=news note />
            </Facts>
        </Card>
    }
    .into_any()
}

/// What the description has nothing for, feature by feature.
fn lacks(data: Data) -> AnyView {
    // Where nobody signs in, no account is missed.
    let standing = data.is_standing();
    let bargains = use_host().can(Ability::Bargain);
    let lacks = offered::lacks(|operation| {
        // Where bargains are banned their lack is not named either.
        (standing && offered::is_of_account(operation))
            || (!bargains && operation.starts_with("bargains."))
            || data.client().offers_named(operation)
    });
    if lacks.is_empty() {
        return section(t::lacks_title(), None, vec![fact(t::lacks_none().to_owned(), None)]);
    }
    let of = |(feature, lacks): (&'static str, Vec<Lack>)| {
        let facts = lacks.into_iter().map(|lack| {
            let why = t::no_mapping(&lack.missing.join(", "));
            view! { <Fact icon=glyph::CLOSE title=lack.words note=why /> }.into_any()
        });
        let facts: Vec<AnyView> = facts.collect();
        view! {
            <Card label=feature>
                <h3>{feature}</h3>
                <Facts>{facts}</Facts>
            </Card>
        }
        .into_any()
    };
    let cards: Vec<AnyView> = lacks.into_iter().map(of).collect();
    view! {
        <SectionHead title=t::lacks_title() />
        {cards}
    }
    .into_any()
}

/// The rules that are only agreed upon here.
fn advisory(data: Data) -> AnyView {
    let open = Rule::WORDS.into_iter().filter(|(_, rule)| !data.enforces(*rule));
    let facts: Vec<AnyView> = open
        .map(|(word, rule)| {
            view! { <Fact icon=glyph::SHIELD title=offered::rule_words(rule) note=t::not_enforced(word) /> }
                .into_any()
        })
        .collect();
    if facts.is_empty() {
        return section(t::rules_title(), None, vec![fact(t::rules_all().to_owned(), None)]);
    }
    section(t::rules_title(), Some(view! { <Advisory /> }.into_any()), facts)
}

/// The items that could not be read since the page was loaded; nothing while all could.
fn unreadable(data: Data) -> AnyView {
    let all = data.unreadable();
    let counted = Memo::new(move |_| all.with(|all| offered::counted(all)));
    let shown = move || {
        let counted = counted.get();
        (!counted.is_empty()).then(|| {
            let one = |of: Unread| {
                let note = t::unread_in(&of.field, &of.operation);
                fact(of.message, Some(t::unread_times(i64::try_from(of.times).unwrap_or(i64::MAX), &note)))
            };
            let lead = view! { <p class="sub">{t::unread_sub()}</p> }.into_any();
            section(t::unread_title(), Some(lead), counted.into_iter().map(one).collect())
        })
    };
    view! { {shown} }.into_any()
}

fn fact(title: String, note: Option<String>) -> AnyView {
    view! { <Fact icon=glyph::INFO title note plain=true /> }.into_any()
}

fn section(title: &'static str, lead: Option<AnyView>, facts: Vec<AnyView>) -> AnyView {
    view! {
        <SectionHead title />
        <Card label=title>
            {lead}
            <Facts>{facts}</Facts>
        </Card>
    }
    .into_any()
}
