//! The phone's copies of a draft's photos: taken up after a reload, cleared away when nobody waits for them.

use domain::photo::WAITS_S;
use leptos::prelude::*;

use super::model::{self, Item, Kept, State};
use super::queue::{Queue, items_of};
use crate::ui::photo::Prepared;

impl Queue {
    /// Takes what was kept from the phone's copies, and clears away the copies that nobody waits for.
    pub(super) fn take_up(self) {
        items_of(self).into_iter().for_each(|item| self.find(item.kept.key));
        // What is wanted by nobody may be on its way to be; after a day it is not.
        let (data, ended) = (self.data, self.data.now().plus_s(-WAITS_S).0);
        let keep = move |name: &str| made_at(name) > ended || data.photo_is_wanted(name);
        self.photos.with_value(|photos| photos.tidy(self.prefix.get_value(), Box::new(keep)));
    }

    /// Looks for a photo among the phone's copies.
    fn find(self, key: String) {
        let name = self.name(&key);
        let done = move |photo: Option<Prepared>| match photo {
            Some(photo) => self.is_here(&key, photo),
            None => self.set(&key, State::Lost),
        };
        self.photos.with_value(|photos| photos.kept(name, Box::new(done)));
    }

    /// The draft was changed by others: emptied, as it was sent or let go, or photos came back from the outbox.
    pub(super) fn follow(self, text: &str) {
        let items = items_of(self);
        if text.is_empty() {
            if items.iter().any(Item::is_kept) {
                self.clear();
            }
            return;
        }
        let is_new = |kept: &Kept| items.iter().all(|item| item.kept.key != kept.key);
        for kept in model::kept(text).into_iter().filter(is_new) {
            let key = kept.key.clone();
            self.items.update(|items| items.push(Item { kept, state: State::Preparing }));
            self.find(key);
        }
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
        let data = self.data;
        let names: Vec<String> = keys.iter().map(|key| self.name(key)).collect();
        let all = names.clone();
        let over = move || !all.iter().any(|name| data.photo_is_wanted(name));
        self.photos.with_value(|photos| photos.forget_once(names, Box::new(over)));
    }
}

/// When a copy was made, by its name.
fn made_at(name: &str) -> i64 {
    let key = name.rsplit('/').next().unwrap_or(name);
    key.split('-').next().and_then(|at| at.parse().ok()).unwrap_or(0)
}
