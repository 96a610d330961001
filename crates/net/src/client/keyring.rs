//! The session that requests carry, and its renewal: one at a time, however many requests wait for it.

use core::cell::{Cell, RefCell};
use core::task::Poll;
use std::rc::Rc;
use std::task::Waker;

use contract::Timestamp;
use contract::account::Session;

use crate::Error;

type Tell = Box<dyn Fn(&Session)>;

/// Holds the session.
#[derive(Default)]
pub(super) struct Keyring {
    session: RefCell<Option<Rc<Session>>>,
    /// When the session was last renewed, if it was since the page was loaded.
    pub(super) renewed_at: Cell<Timestamp>,
    /// Raised by each renewal: a session may be younger with the same token.
    pub(super) generation: Cell<u64>,
    /// Why the last renewal came to nothing, when it was no refusal.
    pub(super) failed: RefCell<Option<Error>>,
    busy: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
    tell: RefCell<Option<Tell>>,
    /// The guard of cookies, once it was asked for.
    pub(super) csrf: RefCell<Option<String>>,
}

impl Keyring {
    pub(super) fn get(&self) -> Option<Rc<Session>> {
        self.session.borrow().clone()
    }

    pub(super) fn set(&self, session: Option<Session>) {
        let same = |kept: &Rc<Session>| {
            session.as_ref().is_some_and(|new| new.token == kept.token && new.me.id == kept.me.id)
        };
        if !self.session.borrow().as_ref().is_some_and(same) {
            *self.csrf.borrow_mut() = None;
            self.renewed_at.set(Timestamp::default());
        }
        *self.session.borrow_mut() = session.map(Rc::new);
    }

    pub(super) fn on_renewed(&self, tell: Tell) {
        *self.tell.borrow_mut() = Some(tell);
    }

    pub(super) fn renewed(&self, session: Session, now: Timestamp) {
        self.renewed_at.set(now);
        self.generation.set(self.generation.get() + 1);
        if let Some(tell) = self.tell.borrow().as_ref() {
            tell(&session);
        }
        *self.session.borrow_mut() = Some(Rc::new(session));
    }

    /// Takes the turn to renew; none when somebody else did so meanwhile, or tried.
    pub(super) async fn turn(self: &Rc<Self>) -> Option<Turn> {
        if !self.busy.replace(true) {
            return Some(Turn(self.clone()));
        }
        core::future::poll_fn(|cx| {
            if self.busy.get() {
                self.waiting.borrow_mut().push(cx.waker().clone());
                Poll::Pending
            } else {
                Poll::Ready(())
            }
        })
        .await;
        None
    }
}

/// The turn to renew; whoever waits goes on when it is dropped.
pub(super) struct Turn(Rc<Keyring>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.busy.set(false);
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}
