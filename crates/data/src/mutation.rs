//! The one door for intents. One key per intent, however often it is tried; one try at a time.

use contract::Endpoint;
use loadable::Notice;
use net::{Call, Error, Reply};
use reactive_graph::owner::StoredValue;
use reactive_graph::signal::RwSignal;
use reactive_graph::traits::{Get, GetUntracked, GetValue, Set, SetValue};
use reactive_graph::wrappers::read::Signal;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::core::Data;
use crate::draft::{Draft, Sent};
use crate::entity::Entity;

type OnDone = Box<dyn FnOnce(bool)>;
type ReadAnswer = Box<dyn FnOnce(&Reply) -> Result<OnDone, Error>>;

/// Puts a command into the outbox. Named where it begins and nowhere before, so that a first visit has no code for it.
pub(crate) type Door = fn(Mutation, Call, Place<'_>, Box<dyn FnOnce()>);

/// How far an intent is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Progress {
    /// Nothing is under way.
    #[default]
    Idle,
    /// On its way; pressing again does nothing.
    Sending,
    /// The backend has it.
    Done,
    /// It did not work, or it is not known whether it did: trying again is safe.
    Failed(Notice),
}

/// Where a write that may wait belongs.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The group, for the way back to it.
    pub group: &'a str,
    /// What is written about, in order: the group itself, or a post.
    pub thing: &'a str,
}

/// One thing that a person does, from the press to the backend's word. `Copy`.
#[derive(Clone, Copy)]
pub struct Mutation {
    data: Data,
    progress: RwSignal<Progress>,
    draft: Option<Draft>,
    /// The key and fingerprint of the last try, when there is no draft to keep them.
    last: StoredValue<Option<(String, String)>>,
}

impl Data {
    /// An intent that needs no typing.
    pub fn mutation(self) -> Mutation {
        Mutation { data: self, progress: RwSignal::default(), draft: None, last: StoredValue::new(None) }
    }
}

impl Draft {
    /// The intent that sends this draft; the draft is cleared when the backend confirmed.
    pub fn mutation(self, data: Data) -> Mutation {
        Mutation { draft: Some(self), ..data.mutation() }
    }
}

impl Mutation {
    /// How far it is.
    pub fn progress(self) -> Signal<Progress> {
        self.progress.into()
    }

    /// Whether it is on its way.
    pub fn is_sending(self) -> Signal<bool> {
        Signal::derive(move || self.progress.get() == Progress::Sending)
    }

    /// Whether the last try was taken, and none was made since; not tracked.
    pub fn is_done(self) -> bool {
        self.progress.get_untracked() == Progress::Done
    }

    /// What went wrong with the last try.
    pub fn notice(self) -> Signal<Option<Notice>> {
        Signal::derive(move || match self.progress.get() {
            Progress::Failed(notice) => Some(notice),
            _ => None,
        })
    }

    /// Takes the last fault off the screen. What is done, and only its answer could not be read, stays said until the next
    /// try: the fields that it emptied are no change of mind.
    pub fn forgive(self) {
        if matches!(self.progress.get_untracked(), Progress::Failed(notice) if notice.code != "done_unread") {
            self.progress.set(Progress::Idle);
        }
    }

    /// Says a fault that was found before sending, such as a form's.
    pub fn refuse(self, notice: Notice) {
        self.progress.set(Progress::Failed(notice));
    }

    /// Sends a command; `on_done` gets the backend's answer, unless the page was left meanwhile: nobody is
    /// pulled off another page, and the change stream brings the news. Does nothing while the last try is
    /// under way.
    pub fn run<Q, R>(
        self,
        endpoint: Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
        on_done: impl FnOnce(R) + 'static,
    ) where
        Q: Serialize + 'static,
        R: DeserializeOwned + 'static,
    {
        self.run_whatever_comes(endpoint, args, body, move |answer, page_is_here| {
            if page_is_here {
                on_done(answer);
            }
        });
    }

    /// The same for an answer that must not be lost, such as a new account's session: `on_done` also hears
    /// whether the page is still there.
    pub fn run_whatever_comes<Q, R>(
        self,
        endpoint: Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
        on_done: impl FnOnce(R, bool) + 'static,
    ) where
        Q: Serialize + 'static,
        R: DeserializeOwned + 'static,
    {
        self.run_call(Call::write(&endpoint, args, body, "", self.data.now()), on_done);
    }

    /// The same for a call that is no endpoint's, such as signing in by a password.
    pub fn run_call<R: DeserializeOwned + 'static>(
        self,
        call: Call,
        on_done: impl FnOnce(R, bool) + 'static,
    ) {
        let read = move |reply: &Reply| -> Result<OnDone, Error> {
            let answer = reply.read::<R>()?;
            Ok(Box::new(move |page_is_here| on_done(answer, page_is_here)))
        };
        self.send(call, Box::new(read));
    }

    /// Puts a command into the outbox: it is shown as waiting at once and sent as soon as it can be, in order in its
    /// `place`. `on_kept` runs when the phone keeps it, unless the page was left meanwhile. A phone that has no room for
    /// it sends it at once, and `on_kept` runs when the backend has it.
    pub fn queue<Q, R>(
        self,
        endpoint: &Endpoint<Q, R>,
        args: &[&str],
        body: &Q,
        at: Place<'_>,
        on_kept: impl FnOnce() + 'static,
    ) where
        Q: Serialize,
    {
        self.queue_call(Call::write(endpoint, args, body, "", self.data.now()), at, Box::new(on_kept));
    }

    /// The same for what a first visit may press: sent at once while the outbox is not here yet.
    pub fn queue_or_run<Q: Serialize, T: Entity>(
        self,
        endpoint: &Endpoint<Q, T>,
        args: &[&str],
        body: &Q,
        at: Place<'_>,
    ) {
        let call = Call::write(endpoint, args, body, "", self.data.now());
        match self.data.core().outbox.door.get() {
            Some(queue) => queue(self, call, at, Box::new(|| {})),
            None => self.run_call(call, move |thing: T, _| self.data.absorb(thing)),
        }
    }

    pub(crate) fn queue_call(self, mut call: Call, at: Place<'_>, on_kept: Box<dyn FnOnce()>) {
        if self.progress.get_untracked() == Progress::Sending {
            return;
        }
        self.progress.set(Progress::Sending);
        call.key = Some(self.key_for(&call.fingerprint()));
        let one = self.data.outbox_entry(&call, at.group, at.thing, self.draft.map(Draft::typed));
        let sent = self.draft.map(Draft::sent);
        let here = self.data.account();
        self.data.spawn(async move {
            if self.data.outbox_keep(one.clone()).await {
                self.last.try_set_value(None);
                if let Some(sent) = sent {
                    sent.confirmed();
                }
                let page_is_here = self.progress.try_set(Progress::Done).is_none();
                if page_is_here {
                    on_kept();
                }
                self.data.outbox_kick();
            } else if here == self.data.account() {
                let read = move |reply: &Reply| -> Result<OnDone, Error> {
                    self.data.outbox_answered(&one, reply)?;
                    Ok(Box::new(move |page_is_here| {
                        if page_is_here {
                            on_kept()
                        }
                    }))
                };
                self.send_keyed(call, sent, Box::new(read));
            }
        });
    }

    /// The same for every command: only reading the answer differs.
    fn send(self, mut call: Call, read: ReadAnswer) {
        if self.progress.get_untracked() == Progress::Sending {
            return;
        }
        self.progress.set(Progress::Sending);
        call.key = Some(self.key_for(&call.fingerprint()));
        self.send_keyed(call, self.draft.map(Draft::sent), read);
    }

    fn send_keyed(self, call: Call, sent: Option<Sent>, read: ReadAnswer) {
        let on_reply = move |reply: Result<Reply, Error>| match reply.and_then(|reply| read(&reply)) {
            Ok(on_done) => {
                self.last.try_set_value(None);
                if let Some(sent) = sent {
                    sent.confirmed();
                }
                let page_is_here = self.progress.try_set(Progress::Done).is_none();
                on_done(page_is_here);
            }
            Err(error) => {
                if matches!(error, Error::DoneUnread { .. }) {
                    // It is done: the draft is not sent again, and what is on screen is asked for.
                    self.last.try_set_value(None);
                    if let Some(sent) = sent {
                        sent.confirmed();
                    }
                    self.data.refresh_all();
                }
                let notice = self.data.note(&error);
                self.progress.try_set(Progress::Failed(notice));
            }
        };
        self.data.send(call, Box::new(on_reply));
    }

    fn key_for(self, fingerprint: &str) -> String {
        if let Some(draft) = self.draft {
            return draft.key_for(fingerprint);
        }
        match self.last.get_value() {
            Some((key, before)) if before == fingerprint => key,
            _ => {
                let key = self.data.new_key();
                self.last.set_value(Some((key.clone(), fingerprint.to_owned())));
                key
            }
        }
    }
}
