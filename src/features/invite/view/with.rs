//! An invite that points at something: "invite with this deal". The same poster and form, with a target.

use contract::feed::Attachment;
use contract::group::Group;
use contract::groupbuy::Deal;
use contract::market::Listing;
use contract::{DealId, GroupId, Link, ListingId};
use data::Data;
use leptos::prelude::*;
use loadable::Loadable;

use super::super::store::Invites;
use super::{invite, personal};
use crate::i18n::k;
use crate::ui::prefs::use_title;
use crate::ui::{Crumb, Loaded, Page, PageHead};

/// With a deal.
pub fn deal(data: Data, group: GroupId, id: DealId) -> AnyView {
    let deal = data.one::<Deal>(id.as_str());
    let title = Signal::derive(move || named(&deal.get(), |d| &d.title));
    let target = target("deal", id.as_str());
    page(data, group.clone(), Link::Deal(group, id), title, target)
}

/// With a seat.
pub fn listing(data: Data, group: GroupId, id: ListingId) -> AnyView {
    let listing = data.one::<Listing>(id.as_str());
    let title = Signal::derive(move || named(&listing.get(), |l| &l.class.title));
    let target = target("listing", id.as_str());
    page(data, group.clone(), Link::Listing(group, id), title, target)
}

fn named<T>(value: &Loadable<T>, name: fn(&T) -> &String) -> String {
    value.value().map(name).cloned().unwrap_or_default()
}

fn target(kind: &str, id: &str) -> Attachment {
    // The backend knows the title better than this phone.
    Attachment { kind: kind.to_owned(), id: id.to_owned(), title: String::new() }
}

fn page(data: Data, id: GroupId, back: Link, title: Signal<String>, target: Attachment) -> AnyView {
    use_title(k::invite::with_title().to_owned());
    let group = data.one::<Group>(id.as_str());
    let again = move || data.fetch::<Group>(id.as_str());
    let name = Signal::derive(move || {
        let name = title.get();
        if name.is_empty() { k::common::back().to_owned() } else { name }
    });
    view! {
        <Crumb to=back label=name />
        <Page>
            <PageHead title=k::invite::with_title() sub=move || k::invite::with_sub(&title.get()) />
            <Loaded value=group retry=again skeletons=2 let:group>
                {inside(data, group, target.clone())}
            </Loaded>
        </Page>
    }
    .into_any()
}

fn inside(data: Data, group: Signal<Group>, target: Attachment) -> AnyView {
    let invites = Invites::new(data, group, Some(target));
    let (list, writing) = (invites.list, RwSignal::new(false));
    view! {
        <Loaded value=list.view() retry=move || list.reload() skeletons=1 let:_view>
            {invite::top(invites, writing)}
            {invite::one_person(invites, writing)}
            {personal::sheet(invites, writing)}
        </Loaded>
    }
    .into_any()
}
