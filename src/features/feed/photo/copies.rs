//! The phone's copies of a draft's photos: taken up after a reload, cleared away when nobody waits for them.

use data::Waiting;
use domain::photo::WAITS_S;
use leptos::prelude::*;

use super::model::State;
use super::queue::{Queue, items_of};
use crate::ui::photo::Prepared;

impl Queue {
    /// Takes what was kept from the phone's copies, and clears away the copies that nobody waits for.
    pub(super) fn take_up(self) {
        let photos = self.photos.get_value();
        let mut wanted: Vec<String> = Vec::new();
        for key in items_of(self).into_iter().map(|item| item.kept.key) {
            wanted.push(self.name(&key));
            let known = key.clone();
            let done = move |photo: Option<Prepared>| match photo {
                Some(photo) => self.is_here(&known, photo),
                None => self.set(&known, State::Lost),
            };
            photos.kept(self.name(&key), Box::new(done));
        }
        // What is in no draft may wait in the outbox; after a day its upload has ended, and nobody can want it.
        let ended = self.data.now().plus_s(-WAITS_S).0;
        let waits = move |name: &str| made_at(name) > ended;
        let keep = move |name: &str| wanted.iter().any(|wanted| wanted == name) || waits(name);
        photos.tidy(self.prefix.get_value(), Box::new(keep));
    }

    /// The name of a copy.
    pub(super) fn name(self, key: &str) -> String {
        self.prefix.with_value(|prefix| format!("{prefix}{key}"))
    }

    /// Forgets a copy.
    pub(super) fn forget(self, key: &str) {
        let name = self.name(key);
        self.photos.with_value(|photos| photos.tidy(name, Box::new(|_| false)));
    }

    /// The post is in the outbox: the phone's copies stay until the backend has it.
    pub fn sent(self, keys: Vec<String>) {
        let (data, names) = (self.data, keys.iter().map(|key| self.name(key)).collect());
        let before = data.given_back().get_untracked();
        let waits = move || data.outbox().with_untracked(|all| all.iter().any(|one| has_one(one, &keys)));
        // What came back is a draft again, and its photos are wanted.
        let over = move || !waits() && data.given_back().get_untracked() == before;
        self.photos.with_value(|photos| photos.forget_once(names, Box::new(over)));
    }
}

/// When a copy was made, by its name.
fn made_at(name: &str) -> i64 {
    let key = name.rsplit('/').next().unwrap_or(name);
    key.split('-').next().and_then(|at| at.parse().ok()).unwrap_or(0)
}

/// Whether what waits was typed with one of these photos.
fn has_one(waiting: &Waiting, keys: &[String]) -> bool {
    let texts = waiting.typed.iter().flat_map(|typed| typed.fields.values());
    texts.into_iter().any(|text| keys.iter().any(|key| text.contains(key.as_str())))
}
