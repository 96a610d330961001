//! What I can do in a deal beside joining and leaving: teams, payments, refunds.

use contract::Endpoint;
use contract::api::{self, Done};
use contract::groupbuy::{ChooseLate, Deal, LateChoice, PlayPayment, Pledge};
use data::Mutation;
use serde::Serialize;

use super::DealStore;

impl DealStore {
    /// Opens a team.
    pub fn open_team(self, on_done: impl Fn() + 'static) {
        self.act(self.joining, api::NEW_TEAM, self.id().as_str(), &Done {}, on_done);
    }

    /// Joins a team.
    pub fn join_team(self, team: &str, on_done: impl Fn() + 'static) {
        self.act(self.joining, api::JOIN_TEAM, team, &Done {}, on_done);
    }

    /// Pays with play money.
    pub fn pay(self, by: Mutation, payment: &str, orders: &PlayPayment, on_done: impl Fn() + 'static) {
        self.act(by, api::PAY, payment, orders, on_done);
    }

    /// Chooses what becomes of money that came too late.
    pub fn choose_late(self, pledge: &str, choice: LateChoice) {
        self.act(self.joining, api::CHOOSE_LATE, pledge, &ChooseLate { choice }, || {});
    }

    /// Confirms that a refund came back.
    pub fn confirm_refund(self, by: Mutation, refund: &str, on_done: impl Fn() + 'static) {
        self.act(by, api::CONFIRM_REFUND, refund, &Done {}, on_done);
    }

    /// Says that a pledge was given back.
    pub fn give_back(self, by: Mutation, pledge: &str, on_done: impl Fn() + 'static) {
        by.run(api::GIVE_BACK, &[pledge], &Done {}, move |pledge: Pledge| {
            self.data.absorb(pledge);
            on_done();
        });
    }

    fn act<Q: Serialize + 'static>(
        self,
        by: Mutation,
        endpoint: Endpoint<Q, Deal>,
        id: &str,
        command: &Q,
        on_done: impl Fn() + 'static,
    ) {
        by.run(endpoint, &[id], command, move |deal: Deal| {
            self.data.absorb(deal);
            on_done();
        });
    }
}
