//! One deal as the page has it: what is known of it, and what I can do. Nothing here draws.

mod team;

use contract::api::{self, Done};
use contract::group::Group;
use contract::groupbuy::{Collect, Deal, NewPledge, Pledge, ShownCode};
use contract::{DealId, GroupId, Timestamp};
use data::{Arrival, Data, List, Mutation, Place};
use leptos::prelude::*;
use loadable::{Loadable, Notice};

use super::model;

/// A handle on one deal. `Copy`.
#[derive(Clone, Copy)]
pub struct DealStore {
    data: Data,
    group: StoredValue<GroupId>,
    id: StoredValue<DealId>,
    joining: Mutation,
    leaving: Mutation,
    cancelling: Mutation,
}

impl DealStore {
    /// The handle; the deal and its group are asked for.
    pub fn new(data: Data, group: GroupId, id: DealId) -> Self {
        let store = Self {
            data,
            group: StoredValue::new(group),
            id: StoredValue::new(id),
            joining: data.mutation(),
            leaving: data.mutation(),
            cancelling: data.mutation(),
        };
        // A refusal such as "full" means that the screen is old: what holds now is the best answer.
        for notice in [store.joining.notice(), store.leaving.notice(), store.cancelling.notice()] {
            Effect::new(move |_| {
                if notice.with(|n| n.as_ref().is_some_and(|n| model::is_stale(&n.code))) {
                    store.refresh();
                }
            });
        }
        store
    }

    /// The kernel, for what the backend does and keeps.
    pub fn kernel(self) -> Data {
        self.data
    }

    /// The deal, live.
    pub fn deal(self) -> Signal<Loadable<Deal>> {
        self.id.with_value(|id| self.data.one::<Deal>(id.as_str()))
    }

    /// Asks for it again.
    pub fn refresh(self) {
        self.id.with_value(|id| self.data.fetch::<Deal>(id.as_str()));
    }

    /// The group, for its name and my role in it.
    pub fn group(self) -> Signal<Loadable<Group>> {
        self.group.with_value(|id| self.data.one::<Group>(id.as_str()))
    }

    /// The group's id.
    pub fn group_id(self) -> GroupId {
        self.group.get_value()
    }

    /// The deal's id.
    pub fn id(self) -> DealId {
        self.id.get_value()
    }

    /// The server's time, a few times a minute.
    pub fn minute(self) -> Signal<Timestamp> {
        self.data.minute()
    }

    /// Whether deadlines go by the backend's clock, and not by this device's.
    pub fn goes_by_server_clock(self) -> bool {
        self.data.goes_by_server_clock()
    }

    /// Whether joining is on its way.
    pub fn is_joining(self) -> Signal<bool> {
        self.joining.is_sending()
    }

    /// Whether leaving is on its way.
    pub fn is_leaving(self) -> Signal<bool> {
        self.leaving.is_sending()
    }

    /// Whether calling off is on its way.
    pub fn is_cancelling(self) -> Signal<bool> {
        self.cancelling.is_sending()
    }

    /// What went wrong with joining.
    pub fn joining_notice(self) -> Signal<Option<Notice>> {
        self.joining.notice()
    }

    /// What went wrong with leaving.
    pub fn leaving_notice(self) -> Signal<Option<Notice>> {
        self.leaving.notice()
    }

    /// What went wrong with calling off.
    pub fn cancelling_notice(self) -> Signal<Option<Notice>> {
        self.cancelling.notice()
    }

    /// How many I want: kept while I verify a phone, and across a reload.
    pub fn quantity(self) -> RwSignal<u32> {
        let kept = self.data.draft(&format!("deal/{}/quantity", self.id())).field("quantity", "1");
        let quantity = RwSignal::new(kept.get_untracked().parse().unwrap_or(1));
        Effect::new(move |_| kept.set(quantity.get().to_string()));
        quantity
    }

    /// Commits to an order, or `changes` the one I have.
    pub fn order(self, order: &NewPledge, changes: bool, on_done: impl Fn() + 'static) {
        let id = self.id();
        let endpoint = if changes { api::EDIT_PLEDGE } else { api::NEW_PLEDGE };
        self.joining.run(endpoint, &[id.as_str()], order, move |deal: Deal| {
            self.data.absorb(deal);
            on_done();
        });
    }

    /// What was chosen, row by row, is kept until it is ordered: across a reload, and while I verify a phone.
    pub fn chosen(self, first: &[u32]) -> Vec<RwSignal<u32>> {
        let draft = self.data.draft(&format!("deal/{}/order", self.id()));
        let row = |(at, first): (usize, &u32)| {
            let kept = draft.field(&at.to_string(), &first.to_string());
            let count = RwSignal::new(kept.get_untracked().parse().unwrap_or(*first));
            Effect::new(move |_| kept.set(count.get().to_string()));
            count
        };
        first.iter().enumerate().map(row).collect()
    }

    /// What was chosen is ordered, or let go.
    pub fn forget_chosen(self) {
        self.data.draft(&format!("deal/{}/order", self.id())).clear();
    }

    /// A new try: what went wrong with the last is not said any more.
    pub fn forgive_joining(self) {
        self.joining.forgive();
    }

    /// Leaves it.
    pub fn leave(self, on_done: impl Fn() + 'static) {
        let id = self.id();
        self.joining.forgive();
        self.leaving.run(api::LEAVE_DEAL, &[id.as_str()], &(), move |deal: Deal| {
            self.data.absorb(deal);
            on_done();
        });
    }

    /// Calls it off.
    pub fn cancel(self, on_done: impl Fn() + 'static) {
        let id = self.id();
        self.cancelling.run(api::CANCEL_DEAL, &[id.as_str()], &Done {}, move |deal: Deal| {
            self.data.absorb(deal);
            on_done();
        });
    }

    /// Who is in it; for who opened it, and hosts.
    pub fn pledges(self) -> List<Pledge> {
        self.id.with_value(|id| self.data.list::<Pledge>(api::PLEDGES, &[id.as_str()], Arrival::AtOnce))
    }

    /// The pledges that are here now; tracked.
    pub fn known(self, list: List<Pledge>) -> Vec<Pledge> {
        let ids = list.view().with(|view| view.value().map(|v| v.ids.clone())).unwrap_or_default();
        ids.iter().filter_map(|id| list.item(id).get().into_value()).collect()
    }

    /// Ticks a pledge off as handed over, or takes the tick back. It waits for the network where there is none.
    pub fn collect(self, by: Mutation, pledge: &str, on: bool, on_done: impl Fn() + 'static) {
        let group = self.group_id();
        if self.data.can_wait(&api::COLLECT_PLEDGE) {
            let at = Place { group: group.as_str(), thing: pledge };
            return by.queue(&api::COLLECT_PLEDGE, &[pledge], &Collect { on }, at, on_done);
        }
        by.run(api::COLLECT_PLEDGE, &[pledge], &Collect { on }, move |pledge: Pledge| {
            self.data.absorb(pledge);
            on_done();
        });
    }

    /// Looks for who shows a code.
    pub fn find(self, by: Mutation, code: &str, on_found: impl Fn(Pledge) + 'static) {
        let command = ShownCode { code: code.to_owned() };
        by.run(api::FIND_PLEDGE, &[self.id().as_str()], &command, move |pledge: Pledge| {
            self.data.absorb(pledge.clone());
            on_found(pledge);
        });
    }

    /// An intent of its own for one pledge.
    pub fn mutation(self) -> Mutation {
        self.data.mutation()
    }

    /// Says that a pledge is paid.
    pub fn settle(self, by: Mutation, pledge: &str, on_done: impl Fn() + 'static) {
        by.run(api::SETTLE_PLEDGE, &[pledge], &Done {}, move |pledge: Pledge| {
            self.data.absorb(pledge);
            on_done();
        });
    }
}
