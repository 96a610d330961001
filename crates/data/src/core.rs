//! The kernel's state, and the handle to it.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use contract::change::ChangeKind;
use contract::{Code, Endpoint, Timestamp};
use net::descriptor::Rule;
use net::{Call, Client, Error, Reply};
use reactive_graph::signal::ArcRwSignal;
use reactive_graph::traits::{Get, GetUntracked, Set};
use reactive_graph::wrappers::read::Signal;
use send_wrapper::SendWrapper;

use crate::entity::{Entity, Tables};
use crate::host::{Disk, Host};
use crate::list::ListSlot;
use crate::live::Live;
use crate::notice::notice_of;
use crate::outbox::Outbox;
use crate::seen::Seen;
use crate::session::Session;

/// What is done with an answer, or with why there is none.
pub(crate) type OnReply = Box<dyn FnOnce(Result<Reply, Error>)>;

/// An item that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The operation that brought it. Example: `posts.list`.
    pub operation: &'static str,
    /// The field at fault, in the contract's names. Example: `/author/persona`.
    pub field: String,
    /// What is wrong with it, in English, for developers.
    pub message: String,
}

/// Everything the kernel holds.
pub struct Core {
    pub(crate) client: Client,
    pub(crate) host: Rc<dyn Host>,
    pub(crate) disk: Rc<dyn Disk>,
    pub(crate) tables: Tables,
    pub(crate) lists: RefCell<Vec<Rc<ListSlot>>>,
    pub(crate) session: ArcRwSignal<Option<Session>>,
    pub(crate) live: Live,
    pub(crate) outbox: Outbox,
    pub(crate) seen: Seen,
    /// The server's clock less the phone's, in milliseconds.
    pub(crate) skew_ms: Cell<i64>,
    /// The backend has told its time: deadlines go by it, and not by the phone.
    pub(crate) clock_is_told: Cell<bool>,
    pub(crate) minute: ArcRwSignal<Timestamp>,
    /// Bumped by every change of page: what was asked for since is on screen.
    pub(crate) page: Cell<u64>,
    /// The things that the page on screen asked for one by one.
    pub(crate) looked_at: RefCell<HashSet<(ChangeKind, String)>>,
    /// How many items of the backend could not be read, and the first fault, for the page of the service.
    pub(crate) unreadable: ArcRwSignal<Vec<Unread>>,
    /// Bumped by every wipe: an answer to a question of before it is not written down.
    pub(crate) era: Cell<u64>,
    /// Things that changed while they were on their way: asked for once more.
    pub(crate) again: RefCell<HashSet<(ChangeKind, String)>>,
}

/// The handle to the kernel: `Copy`, made once for the life of the page.
#[derive(Clone, Copy)]
pub struct Data(&'static SendWrapper<Core>);

impl Data {
    /// Makes the kernel and takes up the session that the disk holds.
    ///
    /// It is leaked on purpose: it lives exactly as long as the page.
    pub fn new(client: Client, host: Rc<dyn Host>, disk: Rc<dyn Disk>) -> Self {
        let minute = ArcRwSignal::new(host.now());
        let kept = Session::of_phone(&client, disk.as_ref());
        client.set_session(kept.as_ref().map(Session::for_client));
        let session = ArcRwSignal::new(kept);
        let core = Core {
            client,
            host,
            disk,
            tables: Tables::default(),
            lists: RefCell::new(Vec::new()),
            session,
            live: Live::default(),
            outbox: Outbox::default(),
            seen: Seen::default(),
            skew_ms: Cell::new(0),
            clock_is_told: Cell::new(false),
            minute,
            page: Cell::new(0),
            looked_at: RefCell::default(),
            unreadable: ArcRwSignal::default(),
            era: Cell::new(0),
            again: RefCell::default(),
        };
        let data = Self(Box::leak(Box::new(SendWrapper::new(core))));
        data.core().client.on_renewed(move |session| data.session_renewed(session));
        data
    }

    pub(crate) fn core(self) -> &'static Core {
        self.0
    }

    /// The operator's configuration.
    pub fn config(self) -> &'static net::Config {
        self.core().client.config()
    }

    /// Whether the backend does an operation. What it does not do is not offered.
    pub fn offers<Q, R>(self, endpoint: &Endpoint<Q, R>) -> bool {
        self.core().client.offers(endpoint)
    }

    /// Whether one thing can be shown: the backend answers for it alone, or a list brought it already.
    pub fn can_show<T: Entity>(self, id: &str) -> bool {
        let here = || self.core().tables.of::<T>().slot(id).get_untracked().value().is_some();
        T::GET.is_some_and(|endpoint| self.offers(&endpoint)) || here()
    }

    /// Whether the backend itself keeps a rule. One that it does not keep is advice, and is shown as such.
    pub fn enforces(self, rule: Rule) -> bool {
        self.core().client.enforces(rule)
    }

    /// The client, for pages about the backend itself.
    pub fn client(self) -> &'static Client {
        &self.core().client
    }

    /// What could not be read since the page was loaded: one entry an item, the latest last.
    pub fn unreadable(self) -> Signal<Vec<Unread>> {
        self.core().unreadable.clone().into()
    }

    /// Another page is shown: what is asked for from now on is on it.
    pub fn turn_page(self) {
        self.core().page.set(self.core().page.get() + 1);
        self.core().looked_at.borrow_mut().clear();
        self.seen_turn();
    }

    /// The number of the page that is shown: who waited for something learns by it whether people went on meanwhile.
    pub fn page_turns(self) -> u64 {
        self.core().page.get()
    }

    /// Nobody tells this client of changes as they happen: what a page shows is asked for when it is opened.
    pub(crate) fn must_ask(self) -> bool {
        matches!(self.core().client.live(), net::descriptor::Live::Poll { .. } | net::descriptor::Live::Off)
    }

    /// The server's time, as far as its last answer told.
    pub fn now(self) -> Timestamp {
        Timestamp(self.core().host.now().0.saturating_add(self.core().skew_ms.get()))
    }

    /// The server's time as a signal that moves a few times a minute, for deadlines on screen.
    pub fn minute(self) -> Signal<Timestamp> {
        self.core().minute.clone().into()
    }

    /// Moves [`Self::minute`]; the app calls it every 20 seconds while it is visible.
    pub fn tick(self) {
        self.core().minute.set(self.now());
        self.live_check();
    }

    /// Whether deadlines go by the backend's clock; false while it tells none, and the phone's has to do.
    pub fn goes_by_server_clock(self) -> bool {
        self.core().clock_is_told.get()
    }

    /// How far the phone's clock is behind the server's, in milliseconds; negative when it is ahead.
    pub fn clock_skew_ms(self) -> i64 {
        self.core().skew_ms.get()
    }

    pub(crate) fn heard_time(self, server_time: Timestamp) {
        let core = self.core();
        let skew = server_time.since_ms(core.host.now());
        // A second of network is no skew; jumping about would make deadlines flicker.
        if (skew - core.skew_ms.get()).abs() > 2000 {
            core.skew_ms.set(skew);
            core.minute.set(self.now());
        }
    }

    pub(crate) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        self.core().host.spawn(Box::pin(task));
    }

    /// Sends a call; what comes back is for `on_reply`, unless the account changed meanwhile.
    pub(crate) fn send(self, call: Call, on_reply: OnReply) {
        let era = self.core().era.get();
        let reply = self.core().client.send(call);
        self.spawn(async move {
            let reply = reply.await;
            self.heard_answer(&reply);
            if era == self.core().era.get() {
                on_reply(reply);
            }
        });
    }

    /// Puts what the backend answered into the cache.
    pub fn absorb<T: Entity>(self, value: T) {
        self.core().tables.of::<T>().put(value);
    }

    /// The notice of an error; a session that ended is dropped on the way.
    pub(crate) fn note(self, error: &Error) -> loadable::Notice {
        if *error == Error::Unauthorized {
            self.session_ended();
        }
        notice_of(error)
    }

    /// Forgets every entity and list.
    pub(crate) fn wipe(self) {
        let core = self.core();
        core.era.set(core.era.get() + 1);
        core.tables.all().iter().for_each(|table| table.wipe());
        core.again.borrow_mut().clear();
        for slot in core.lists.borrow().iter() {
            slot.wipe();
        }
        core.live.reset();
        core.outbox.put_away();
        self.seen_forget();
    }

    /// Whether somebody is signed in, as a signal.
    pub fn signed_in(self) -> Signal<bool> {
        let session = self.core().session.clone();
        Signal::derive(move || session.get().is_some())
    }
}

/// The backend says that it is not there, or not for me.
pub(crate) fn is_lost(error: &Error) -> bool {
    let Error::Rejected(problem) = error else { return false };
    matches!(
        problem.code,
        Code::NotFound
            | Code::Gone
            | Code::NotMember
            | Code::Forbidden
            | Code::PostDeleted
            | Code::GroupDissolved
    )
}
