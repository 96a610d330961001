//! The photos of a draft on their way: made ready one after the other, sent two at a time, gone on with after a reload.
//!
//! The draft keeps their order, their words and their uploads; the phone keeps their bytes until the post is sent.

use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use contract::photo::{NewPhoto, NewUpload};
use contract::{GroupId, PhotoId, api};
use data::{Data, Draft, LocalFuture, Source, Step, UNREADABLE, Uploading};
use domain::photo::MOST_IN_POST;
use leptos::prelude::*;
use leptos::web_sys::File;

use super::model::{self, Item, Kept, State};
use crate::ui::photo::{Made, Photos, Prepared, ReadBytes, use_photos};

/// So many are sent at a time.
const AT_A_TIME: usize = 2;

/// What is held of a photo while the page is here.
struct Hand {
    photo: Prepared,
    running: Option<Uploading>,
}

struct Bytes(ReadBytes);

impl Source for Bytes {
    fn read(&self, from: u32, to: u32) -> LocalFuture<Option<Vec<u8>>> {
        (self.0)(from, to)
    }
}

/// The photos of one draft. `Copy`.
#[derive(Clone, Copy)]
pub struct Queue {
    pub(super) data: Data,
    group: StoredValue<GroupId>,
    /// What the names of the phone's copies begin with.
    pub(super) prefix: StoredValue<String>,
    /// The draft's text of them.
    field: RwSignal<String>,
    /// They, in their order.
    pub items: RwSignal<Vec<Item>>,
    /// The phone would not keep one of them.
    pub unkept: RwSignal<bool>,
    hands: StoredValue<HashMap<String, Hand>, LocalStorage>,
    /// What was picked and is not made ready yet; the first is being made ready.
    picked: StoredValue<VecDeque<(String, File)>, LocalStorage>,
    pub(super) photos: StoredValue<Rc<dyn Photos>, LocalStorage>,
}

impl Queue {
    /// The photos of the draft of a place, gone on with; none where there are no photos.
    pub fn of(data: Data, draft: Draft, group: &GroupId, place: &str) -> Option<Self> {
        let offered = data.offers(&api::NEW_UPLOAD) && data.offers(&api::UPLOAD) && data.offers(&api::APPEND);
        let photos = use_photos().filter(|_| offered)?;
        let field = draft.field("photos", "");
        let state = |kept| Item { kept, state: State::Preparing };
        let items: Vec<Item> = model::kept(&field.get_untracked()).into_iter().map(state).collect();
        let queue = Self {
            data,
            group: StoredValue::new(group.clone()),
            prefix: StoredValue::new(data.photo_copies(&format!("{place}/"))),
            field,
            items: RwSignal::new(items),
            unkept: RwSignal::new(false),
            hands: StoredValue::new_local(HashMap::new()),
            picked: StoredValue::new_local(VecDeque::new()),
            photos: StoredValue::new_local(photos),
        };
        queue.take_up();
        Effect::new(move |_| field.with(|text| queue.follow(text)));
        Some(queue)
    }

    /// Sent, or let go: the draft is empty, and so is this.
    pub(super) fn clear(self) {
        self.items.set(Vec::new());
        self.hands.update_value(HashMap::clear);
    }

    fn change(self, key: &str, change: impl FnOnce(&mut Item)) {
        let found = self.items.try_update(|items| {
            let item = items.iter_mut().find(|item| item.kept.key == key);
            item.map(change).is_some()
        });
        if found == Some(true) {
            self.keep();
        }
    }

    pub(super) fn set(self, key: &str, state: State) {
        self.change(key, |item| item.state = state);
    }

    /// Writes the draft down.
    fn keep(self) {
        let text = self.items.with_untracked(|items| model::as_kept(items));
        if self.field.with_untracked(|kept| *kept != text) {
            self.field.set(text);
        }
    }

    /// Adds picked files, as many as there is room for; says whether all were.
    pub fn add(self, files: Vec<File>) -> bool {
        let room = MOST_IN_POST.saturating_sub(self.items.with_untracked(Vec::len));
        let all = files.len() <= room;
        for (nth, file) in files.into_iter().take(room).enumerate() {
            let key = format!("{}-{nth}", self.data.now().0);
            let kept = Kept { key: key.clone(), ..Kept::default() };
            self.items.update(|items| items.push(Item { kept, state: State::Preparing }));
            let busy = self.picked.try_update_value(|picked| {
                picked.push_back((key, file));
                picked.len() > 1
            });
            if busy == Some(false) {
                self.prepare_next();
            }
        }
        all
    }

    /// One at a time: an opened photo takes tens of megabytes.
    fn prepare_next(self) {
        let next = self.picked.try_with_value(|picked| picked.front().cloned()).flatten();
        let (Some((key, file)), Some(photos)) = (next, self.photos.try_get_value()) else { return };
        let name = self.name(&key);
        let done = move |made: Made| {
            match made {
                Ok((photo, is_kept)) => {
                    if !is_kept {
                        self.unkept.try_set(true);
                    }
                    self.is_here(&key, photo);
                }
                Err(bad) => self.set(&key, State::Bad(bad)),
            }
            if self.picked.try_update_value(VecDeque::pop_front).is_some() {
                self.prepare_next();
            }
        };
        photos.prepare(file, name, Box::new(done));
    }

    pub(super) fn is_here(self, key: &str, photo: Prepared) {
        let wanted = self.items.try_with_untracked(|items| items.iter().any(|item| item.kept.key == key));
        if wanted == Some(true) {
            self.hands
                .update_value(|hands| drop(hands.insert(key.to_owned(), Hand { photo, running: None })));
            self.set(key, State::Queued);
            self.pump();
        } else if wanted == Some(false) {
            self.forget(key);
        }
    }

    /// Where a photo can be seen on this page.
    pub fn url(self, key: &str) -> Option<String> {
        self.hands.try_with_value(|hands| hands.get(key).map(|hand| hand.photo.url.clone())).flatten()
    }

    /// Sends the next, if there is room on the way.
    fn pump(self) {
        let Some(items) = self.items.try_get_untracked() else { return };
        let running =
            items.iter().filter(|item| matches!(item.state, State::Sending(_) | State::Waiting)).count();
        let next = items.into_iter().find(|item| item.state == State::Queued).filter(|_| running < AT_A_TIME);
        if let Some(item) = next {
            self.send(item.kept);
            self.pump();
        }
    }

    fn send(self, kept: Kept) {
        let photo = self.hands.with_value(|hands| hands.get(&kept.key).map(|hand| hand.photo.clone()));
        let Some(photo) = photo else { return self.set(&kept.key, State::Lost) };
        self.set(&kept.key, State::Sending(0));
        let media_type = "image/jpeg".to_owned();
        let what = NewUpload { size: photo.size, media_type, sha256: photo.sha256 };
        let (key, size) = (kept.key.clone(), photo.size);
        let tell = move |step| self.heard(&key, size, step);
        let known = kept.id.map(PhotoId);
        let source = Rc::new(Bytes(photo.read));
        let running = self.group.with_value(|group| self.data.upload(group, what, known, source, tell));
        self.hands.update_value(|hands| {
            if let Some(hand) = hands.get_mut(&kept.key) {
                hand.running = Some(running);
            }
        });
    }

    fn heard(self, key: &str, size: u32, step: Step) {
        match step {
            Step::Known(id) => self.change(key, |item| item.kept.id = Some(id.0)),
            Step::Sent(bytes) => self.set(key, State::Sending(model::percent(bytes, size))),
            Step::Waiting(_) => self.set(key, State::Waiting),
            Step::Ready(id) => {
                self.change(key, |item| (item.kept.id, item.state) = (Some(id.0), State::Ready))
            }
            Step::Failed(why) if why.code == UNREADABLE => self.set(key, State::Lost),
            Step::Failed(why) => {
                // The next try is another upload.
                self.change(key, |item| (item.kept.id, item.state) = (None, State::Failed(why)));
            }
        }
        self.pump();
    }

    /// Tries again, or goes on at once.
    pub fn again(self, key: &str) {
        let waits = self.hands.with_value(|hands| {
            let running = hands.get(key).and_then(|hand| hand.running.as_ref());
            running.map(Uploading::hurry).is_some()
        });
        let state = items_of(self).into_iter().find(|item| item.kept.key == key).map(|item| item.state);
        if matches!(state, Some(State::Failed(_))) || !waits {
            self.set(key, State::Queued);
            self.pump();
        }
    }

    /// Takes one out: it is not sent, and the phone forgets it.
    pub fn take_out(self, key: &str) {
        let id = items_of(self).into_iter().find(|item| item.kept.key == key).and_then(|item| item.kept.id);
        self.hands.update_value(|hands| drop(hands.remove(key)));
        if let Some(id) = id {
            self.data.cancel_upload(&PhotoId(id));
        }
        self.items.update(|items| items.retain(|item| item.kept.key != key));
        self.keep();
        self.forget(key);
        self.pump();
    }

    /// Takes all of them out.
    pub fn let_go(self) {
        items_of(self).iter().for_each(|item| self.take_out(&item.kept.key));
    }

    /// Moves one earlier or later.
    pub fn shift(self, key: &str, later: bool) {
        self.items.update(|items| model::moved(items, key, later));
        self.keep();
    }

    /// Says what one shows.
    pub fn describe(self, key: &str, alt: String) {
        self.change(key, |item| item.kept.alt = alt);
    }

    /// The photos of the post; none while one of them is not there.
    pub fn for_post(self) -> Option<Vec<NewPhoto>> {
        self.items.with(|items| model::for_post(items))
    }

    /// Whether one of them holds the post up for good.
    pub fn is_stuck(self) -> bool {
        self.items.with(|items| items.iter().any(Item::is_stuck))
    }

    /// The names of the phone's copies of what is there, without the draft's.
    pub fn keys(self) -> Vec<String> {
        items_of(self).into_iter().map(|item| item.kept.key).collect()
    }
}

pub(super) fn items_of(queue: Queue) -> Vec<Item> {
    queue.items.get_untracked()
}
