//! The seats of my groups: nouns are signals, verbs are mutations. Copy; made from the app's kernel.

use contract::group::{Group, Member};
use contract::market::{
    CancelClass, Class, Listing, ListingState, ListingStep, MoveClass, NewClass, NewListing, NewSeat, Refuse,
};
use contract::{ClassId, Endpoint, GroupId, Link, ListingId, MemberId, Timestamp, api};
use data::{Arrival, Data, Draft, List, ListView, Mutation};
use leptos::prelude::*;
use loadable::Loadable;

use super::model;

mod together;

pub use together::{OpenSeats, together};

/// The handle.
#[derive(Clone, Copy)]
pub struct Market(Data);

impl Market {
    /// From the app's context.
    pub fn from_context() -> Option<Self> {
        use_context::<Data>().map(Self)
    }

    /// The kernel, for what the backend does and keeps.
    pub fn kernel(self) -> Data {
        self.0
    }

    /// Whether the backend takes a step with a listing.
    pub fn can_take(self, step: ListingStep) -> bool {
        step == ListingStep::Refuse && self.0.offers(&api::REFUSE)
            || endpoint_of(step).is_some_and(|endpoint| self.0.offers(&endpoint))
    }

    /// The server's time, for a decision.
    pub fn now(self) -> Timestamp {
        self.0.now()
    }

    /// The server's time, for what is on screen.
    pub fn clock(self) -> Signal<Timestamp> {
        self.0.minute()
    }

    /// One group of mine.
    pub fn group(self, id: &GroupId) -> Signal<Loadable<Group>> {
        self.0.one(id.as_str())
    }

    /// Whether I run a group; false until it is known.
    pub fn runs(self, id: &GroupId) -> Memo<bool> {
        super::view::group_runs(self.group(id))
    }

    /// A group's name; empty until it is known.
    pub fn name(self, id: &GroupId) -> Memo<String> {
        let group = self.group(id);
        Memo::new(move |_| group.with(|g| g.value().map(|g| g.name.clone()).unwrap_or_default()))
    }

    /// One listing, live.
    pub fn listing(self, id: &ListingId) -> Signal<Loadable<Listing>> {
        self.0.one(id.as_str())
    }

    /// Reads a listing again.
    pub fn read_listing(self, id: &ListingId) {
        self.0.fetch::<Listing>(id.as_str());
    }

    /// One class with its roster, live.
    pub fn class(self, id: &ClassId) -> Signal<Loadable<Class>> {
        self.0.one(id.as_str())
    }

    /// Reads a class again.
    pub fn read_class(self, id: &ClassId) {
        self.0.fetch::<Class>(id.as_str());
    }

    /// A group's classes that have not started.
    pub fn classes(self, group: &GroupId) -> List<Class> {
        self.0.list(api::CLASSES, &[group.as_str()], Arrival::AtOnce)
    }

    /// A group's members; all of them, page after page, for a picker.
    pub fn members(self, group: &GroupId) -> Signal<Loadable<Vec<Member>>> {
        let list: List<Member> = self.0.list(api::MEMBERS, &[group.as_str()], Arrival::AtOnce);
        let view = list.view();
        Effect::new(move |_| {
            if view
                .with(|v| v.value().is_some_and(|v| v.has_more && !v.loading_more && v.more_failed.is_none()))
            {
                list.more();
            }
        });
        let all = move || view.get().map(|v| items(list, &v));
        Memo::new(move |_| all()).into()
    }

    /// The listings of all my groups that are open or mine, and how to read more of them.
    pub fn open_seats(self) -> (Signal<Loadable<OpenSeats>>, Callback<()>) {
        let groups: List<Group> = self.0.list(api::GROUPS, &[], Arrival::AtOnce);
        let lists = RwSignal::new(Vec::<(GroupId, List<Listing>)>::new());
        let view = groups.view();
        Effect::new(move |_| {
            let Some(page) = view.with(|v| v.value().cloned()) else { return };
            if page.has_more && !page.loading_more && page.more_failed.is_none() {
                groups.more();
            }
            let open = |id: &String| {
                (GroupId::from(id.as_str()), self.0.list(api::LISTINGS, &[id.as_str()], Arrival::AtOnce))
            };
            lists.set(page.ids.iter().map(open).collect());
        });
        let clock = self.clock();
        let seats = Memo::new(move |_| {
            let now = clock.get();
            let each =
                lists.with(|l| l.iter().map(|(_, list)| (*list, list.view().get())).collect::<Vec<_>>());
            let known = view.get();
            let mut listings = Vec::new();
            let mut has_more = false;
            let unreadable = each.iter().filter_map(|(_, page)| page.value()).map(|v| v.unreadable).sum();
            for (list, page) in &each {
                let found = page.value().map(|v| items(*list, v)).unwrap_or_default();
                // Open ones come first: when the last one read is open, more may follow.
                has_more |= page.value().is_some_and(|v| v.has_more)
                    && found.last().is_some_and(|l| domain::market::is_open(l.state));
                listings.extend(found);
            }
            let name = |id: &GroupId| groups.item(id.as_str()).with(|g| g.value().map(|g| g.name.clone()));
            let groups =
                lists.with(|l| l.iter().filter_map(|(id, _)| Some((id.clone(), name(id)?))).collect());
            let (mine, others) = model::sorted(&listings, now);
            let seats = OpenSeats { mine, others, groups, has_more, unreadable };
            let pages: Vec<Loadable<ListView>> = each.into_iter().map(|(_, page)| page).collect();
            together(seats, &known, &pages)
        });
        let again = Callback::new(move |()| {
            groups.reload();
            lists.with_untracked(|l| l.iter().for_each(|(_, list)| list.reload()));
        });
        (seats.into(), again)
    }

    /// Reads the next page of every group's listings.
    pub fn more_seats(self, groups: &[(GroupId, String)]) {
        for (id, _) in groups {
            let list: List<Listing> = self.0.list(api::LISTINGS, &[id.as_str()], Arrival::AtOnce);
            list.more();
        }
    }

    /// An intent that needs no typing.
    pub fn intent(self) -> Mutation {
        self.0.mutation()
    }

    /// The draft of a place, and the intent that sends it.
    pub fn draft(self, place: &str) -> (Draft, Mutation) {
        let draft = self.0.draft(place);
        (draft, draft.mutation(self.0))
    }

    /// Takes a step with a listing.
    pub fn take(self, intent: Mutation, listing: &ListingId, step: ListingStep) {
        let Some(endpoint) = endpoint_of(step) else { return };
        intent.run(endpoint, &[listing.as_str()], &api::Done {}, move |listing| self.came(listing));
    }

    /// Does not agree to who takes a seat, then goes on.
    pub fn refuse(self, intent: Mutation, listing: &ListingId, command: &Refuse, then: Callback<()>) {
        intent.run(api::REFUSE, &[listing.as_str()], command, move |listing| {
            self.came(listing);
            then.try_run(());
        });
    }

    fn came(self, listing: Listing) {
        // The roster changed hands, or the seat is free to be offered again.
        if listing.state != ListingState::Held {
            self.read_class(&listing.class.id);
        }
        self.0.absorb(listing);
    }

    /// Waits for a seat of a class, or waits no more, then goes on.
    pub fn wait_for(self, intent: Mutation, class: &ClassId, waits: bool, then: Callback<()>) {
        let done = move |class: Class| {
            self.0.absorb(class);
            then.try_run(());
        };
        if waits {
            intent.run(api::JOIN_LINE, &[class.as_str()], &api::Done {}, done);
        } else {
            intent.run(api::LEAVE_LINE, &[class.as_str()], &(), done);
        }
    }

    /// Moves a class, then goes on.
    pub fn move_class(self, intent: Mutation, class: &ClassId, command: &MoveClass, then: Callback<()>) {
        intent.run(api::MOVE_CLASS, &[class.as_str()], command, move |class: Class| {
            self.0.absorb(class);
            then.try_run(());
        });
    }

    /// Cancels a class, then goes on.
    pub fn cancel_class(self, intent: Mutation, class: &ClassId, command: &CancelClass, then: Callback<()>) {
        intent.run(api::CANCEL_CLASS, &[class.as_str()], command, move |class: Class| {
            self.0.absorb(class);
            then.try_run(());
        });
    }

    /// Offers a seat, then goes on to its listing.
    pub fn offer(self, intent: Mutation, group: &GroupId, command: &NewListing, then: Callback<Link>) {
        let group = group.clone();
        intent.run(api::NEW_LISTING, &[group.clone().as_str()], command, move |listing: Listing| {
            let to = Link::Listing(group, listing.id.clone());
            self.read_class(&listing.class.id);
            self.0.absorb(listing);
            then.try_run(to);
        });
    }

    /// Makes a class, then goes on to it.
    pub fn make_class(self, intent: Mutation, group: &GroupId, command: &NewClass, then: Callback<Link>) {
        let group = group.clone();
        intent.run(api::NEW_CLASS, &[group.clone().as_str()], command, move |class: Class| {
            let to = Link::Class(group.clone(), class.brief.id.clone());
            self.0.absorb(class);
            // Its place among the others is the backend's to say.
            self.classes(&group).reload();
            then.try_run(to);
        });
    }

    /// Puts a member on a class's roster.
    pub fn seat(self, intent: Mutation, class: &ClassId, member: &MemberId, then: Callback<()>) {
        let command = NewSeat { member_id: member.clone() };
        intent.run(api::NEW_SEAT, &[class.as_str()], &command, move |class: Class| {
            self.0.absorb(class);
            then.try_run(());
        });
    }
}

/// The operation of a step that needs no words; none for those that follow from something else.
fn endpoint_of(step: ListingStep) -> Option<Endpoint<api::Done, Listing>> {
    match step {
        ListingStep::Claim => Some(api::CLAIM),
        ListingStep::Confirm => Some(api::CONFIRM),
        ListingStep::Decline => Some(api::DECLINE),
        ListingStep::Release => Some(api::RELEASE),
        ListingStep::Cancel => Some(api::CANCEL_LISTING),
        ListingStep::Consent => Some(api::CONSENT),
        ListingStep::List
        | ListingStep::Lapse
        | ListingStep::Expire
        | ListingStep::Promote
        | ListingStep::Refuse
        | ListingStep::Move
        | ListingStep::CallOff => None,
    }
}

fn items<T: data::Entity>(list: List<T>, view: &ListView) -> Vec<T> {
    view.ids.iter().filter_map(|id| list.item(id).get().into_value()).collect()
}
