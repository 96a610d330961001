//! One daily activity as its card and its page have it: what is known of it, and what I can do. Nothing here draws.

use contract::api::{self, Done};
use contract::daily::{Daily, DailyAnswer, EditDaily, NewDailyAnswer};
use contract::group::Group;
use contract::{DailyAnswerId, DailyId, GroupId, Link};
use data::{Arrival, Data, Draft, List, Mutation, Place};
use leptos::prelude::*;
use loadable::Loadable;

use super::model;

/// A handle on one daily activity. `Copy`.
#[derive(Clone, Copy)]
pub struct Store {
    /// The kernel.
    pub data: Data,
    group: StoredValue<GroupId>,
    id: StoredValue<DailyId>,
}

impl Store {
    /// The handle.
    pub fn new(data: Data, group: GroupId, id: DailyId) -> Self {
        Self { data, group: StoredValue::new(group), id: StoredValue::new(id) }
    }

    /// It, live.
    pub fn daily(self) -> Signal<Loadable<Daily>> {
        self.id.with_value(|id| self.data.one::<Daily>(id.as_str()))
    }

    /// Asks for it again.
    pub fn refresh(self) {
        self.id.with_value(|id| self.data.fetch::<Daily>(id.as_str()));
    }

    /// Its group, for its name and my role in it.
    pub fn group(self) -> Signal<Loadable<Group>> {
        self.group.with_value(|id| self.data.one::<Group>(id.as_str()))
    }

    /// Whether I run the group.
    pub fn hosts(self) -> Memo<bool> {
        let group = self.group();
        Memo::new(move |_| group.with(|g| g.value().is_some_and(|g| g.me.role.runs_the_group())))
    }

    /// Its id.
    pub fn id(self) -> DailyId {
        self.id.get_value()
    }

    /// Its place.
    pub fn place(self) -> Link {
        Link::Daily(self.group.get_value(), self.id.get_value())
    }

    /// The place of the group's days.
    pub fn home(self) -> Link {
        Link::Dailies(self.group.get_value())
    }

    /// The answers, the earliest first.
    pub fn answers(self) -> List<DailyAnswer> {
        self.id.with_value(|id| {
            self.data.list::<DailyAnswer>(api::DAILY_ANSWERS, &[id.as_str()], Arrival::AtOnce)
        })
    }

    /// What is typed as an answer.
    pub fn draft(self) -> Draft {
        self.data.draft(&format!("daily/{}/answer", self.id.get_value()))
    }

    /// Answers, once there is a network.
    pub fn answer(self, by: Mutation, answer: &NewDailyAnswer, on_kept: impl FnOnce() + 'static) {
        let (group, id) = (self.group.get_value(), self.id.get_value());
        let at = Place { group: group.as_str(), thing: id.as_str() };
        by.queue(&api::ANSWER_DAILY, &[id.as_str()], answer, at, on_kept);
    }

    /// Deletes an answer.
    pub fn delete_answer(self, by: Mutation, answer: &DailyAnswerId, on_done: impl FnOnce() + 'static) {
        let answers = self.answers();
        let id = answer.to_string();
        by.run(api::DELETE_DAILY_ANSWER, &[answer.as_str()], &(), move |daily: Daily| {
            self.data.absorb(daily);
            on_done();
            answers.take_off(&id);
        });
    }

    /// Gives it other words.
    pub fn edit(self, by: Mutation, edit: &EditDaily, on_done: impl FnOnce() + 'static) {
        by.run(api::EDIT_DAILY, &[self.id.get_value().as_str()], edit, move |daily: Daily| {
            self.data.absorb(daily);
            on_done();
        });
    }

    /// Deletes it.
    pub fn delete(self, by: Mutation, on_done: impl FnOnce() + 'static) {
        by.run(api::DELETE_DAILY, &[self.id.get_value().as_str()], &(), move |_: Done| on_done());
    }

    /// An intent of its own. A refusal such as "the day is over" means that the screen is old.
    pub fn mutation(self, draft: Option<Draft>) -> Mutation {
        let mutation = draft.map_or_else(|| self.data.mutation(), |draft| draft.mutation(self.data));
        let notice = mutation.notice();
        Effect::new(move |_| {
            if notice.with(|n| n.as_ref().is_some_and(|n| model::is_stale(&n.code))) {
                self.refresh();
            }
        });
        mutation
    }
}
