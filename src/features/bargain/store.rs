//! One deal that is sold by bargains, as its page has it. Nothing here draws.

use contract::api::{self, Done};
use contract::group::{Bargaining, Group};
use contract::groupbuy::Deal;
use contract::{DealId, Endpoint, GroupId, Timestamp};
use data::{Data, Mutation};
use leptos::prelude::*;
use loadable::Notice;
use serde::Serialize;

/// A handle on one such deal. `Copy`.
#[derive(Clone, Copy)]
pub struct BargainStore {
    data: Data,
    group: StoredValue<GroupId>,
    id: StoredValue<DealId>,
    acting: Mutation,
}

impl BargainStore {
    /// The handle; the deal is here already.
    pub fn new(data: Data, group: GroupId, id: DealId) -> Self {
        let acting = data.mutation();
        let store = Self { data, group: StoredValue::new(group), id: StoredValue::new(id), acting };
        // A refusal means that the screen is old: what holds now is the best answer.
        Effect::new(move |_| {
            if acting.notice().with(Option::is_some) {
                store.refresh();
            }
        });
        store
    }

    /// The kernel, for what the backend does and keeps.
    pub fn kernel(self) -> Data {
        self.data
    }

    /// The group's id.
    pub fn group_id(self) -> GroupId {
        self.group.get_value()
    }

    /// The deal's id.
    pub fn id(self) -> DealId {
        self.id.get_value()
    }

    /// Asks for it again.
    pub fn refresh(self) {
        self.id.with_value(|id| self.data.fetch::<Deal>(id.as_str()));
    }

    /// The server's time, a few times a minute.
    pub fn minute(self) -> Signal<Timestamp> {
        self.data.minute()
    }

    /// Whether the group has bargains now; tracked.
    pub fn is_on(self) -> bool {
        let group = self.group.with_value(|id| self.data.one::<Group>(id.as_str()));
        group.with(|g| g.value().is_some_and(|g| g.policy.bargains != Bargaining::Off))
    }

    /// Whether something is on its way.
    pub fn is_busy(self) -> Signal<bool> {
        self.acting.is_sending()
    }

    /// What went wrong.
    pub fn notice(self) -> Signal<Option<Notice>> {
        self.acting.notice()
    }

    /// A new try: what went wrong with the last is not said any more.
    pub fn forgive(self) {
        self.acting.forgive();
    }

    /// Begins mine.
    pub fn begin(self, on_done: impl Fn() + 'static) {
        self.act(api::NEW_BARGAIN, self.id().as_str(), &Done {}, on_done);
    }

    /// Helps somebody's.
    pub fn help(self, bargain: &str, on_done: impl Fn() + 'static) {
        self.act(api::HELP_BARGAIN, bargain, &Done {}, on_done);
    }

    /// Buys at the price that mine has reached.
    pub fn buy(self, bargain: &str, on_done: impl Fn() + 'static) {
        self.act(api::BUY_BARGAIN, bargain, &Done {}, on_done);
    }

    /// Lets mine be.
    pub fn leave(self, on_done: impl Fn() + 'static) {
        self.act(api::LEAVE_DEAL, self.id().as_str(), &(), on_done);
    }

    fn act<Q: Serialize + 'static>(
        self,
        endpoint: Endpoint<Q, Deal>,
        id: &str,
        command: &Q,
        on_done: impl Fn() + 'static,
    ) {
        self.acting.forgive();
        self.acting.run(endpoint, &[id], command, move |deal: Deal| {
            self.data.absorb(deal);
            on_done();
        });
    }
}
