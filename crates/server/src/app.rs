//! Everything a request needs, in one place: store, clock, keys, limits, hub, courier, provider.
//!
//! Begins the two kinds of work, [`Reading`] and [`Writing`], and sees to it that what time alone decides
//! is decided before either.

use std::sync::Arc;

use contract::Timestamp;
use contract::groupbuy::Settling;
use tokio::sync::{Mutex, watch};

use crate::blob::Blobs;
use crate::clock::Clock;
use crate::courier::Courier;
pub use crate::due::Due;
use crate::hub::Hub;
use crate::limit::Limits;
use crate::rules::photo::Signer;
use crate::rules::{Caller, Fail, Reading, Writing, deadline};
use crate::secret::{Keys, token_hash};
use crate::store::{AccountRow, ReadTx, Store};
use crate::wechat::Wechat;

/// A session that was not used for so long has ended.
pub const SESSION_S: i64 = 180 * 86_400;
/// That a session is in use is written down again after so long.
const TOUCH_S: i64 = 86_400;

/// The running server, without HTTP.
pub struct App {
    /// Where everything is kept.
    pub store: Box<dyn Store>,
    /// Where the bytes of photos are kept.
    pub blobs: Box<dyn Blobs>,
    /// One part of an upload at a time.
    pub parts: Mutex<()>,
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// The server's key.
    pub keys: Arc<Keys>,
    /// The rate limits.
    pub limits: Limits,
    /// Who is told of changes.
    pub hub: Hub,
    /// Who carries codes.
    pub courier: Box<dyn Courier>,
    /// How the money of deals moves that are opened from now on.
    pub settling: Settling,
    /// WeChat, where it is set up.
    pub wechat: Option<Wechat>,
    /// Whether a demo database is served as one.
    pub demo: bool,
    /// When time alone changes something next.
    pub due: Due,
    /// Becomes true when the server is about to stop.
    pub stopping: watch::Sender<bool>,
}

/// The parts that differ between deployments and tests.
pub struct Parts {
    /// Where everything is kept.
    pub store: Box<dyn Store>,
    /// Where the bytes of photos are kept.
    pub blobs: Box<dyn Blobs>,
    /// What time it is.
    pub clock: Box<dyn Clock>,
    /// The server's key.
    pub keys: Keys,
    /// The rate limits.
    pub limits: Limits,
    /// Who carries codes.
    pub courier: Box<dyn Courier>,
    /// How the money of deals moves that are opened from now on.
    pub settling: Settling,
    /// WeChat, where it is set up.
    pub wechat: Option<Wechat>,
    /// Whether a demo database is served as one.
    pub demo: bool,
}

impl App {
    /// Puts the parts together. Nothing is settled yet: the first work does that.
    pub fn new(parts: Parts) -> Arc<Self> {
        let Parts { store, blobs, clock, keys, limits, courier, settling, wechat, demo } = parts;
        Arc::new(Self {
            store,
            blobs,
            parts: Mutex::default(),
            clock,
            keys: Arc::new(keys),
            limits,
            hub: Hub::default(),
            courier,
            settling,
            wechat,
            demo,
            due: Due::default(),
            stopping: watch::Sender::new(false),
        })
    }

    /// Begins a read for the owner of this token.
    ///
    /// # Errors
    /// [`contract::Code::Unauthenticated`] for a token that is no session; or the store failed.
    pub async fn reading(self: &Arc<Self>, token: Option<&str>) -> Result<Reading, Fail> {
        loop {
            // It decides nobody's answer: what it could not do is logged, and tried again.
            let _ = self.settle_due().await;
            let mut tx = self.store.read().await?;
            let now = self.clock.now();
            let (caller, stale) = self.caller(&mut *tx, token, now).await?;
            if stale {
                drop(tx);
                self.touch(token).await?;
                continue;
            }
            // Asked again: the picture is as old as the first question, and the moment must not be older.
            let now = self.clock.now();
            if !self.due.has_come(now) {
                return Ok(Reading { app: Arc::clone(self), tx, now, caller });
            }
        }
    }

    /// Begins a write for the owner of this token, by this intent, from this address.
    ///
    /// # Errors
    /// The same as [`App::reading`].
    pub async fn writing(
        self: &Arc<Self>,
        token: Option<&str>,
        intent: &str,
        address: &str,
    ) -> Result<Writing, Fail> {
        let (mut tx, now) = loop {
            let tx = self.store.write().await?;
            let now = self.clock.now();
            if !self.due.has_come(now) {
                break (tx, now);
            }
            let done = deadline::settle(self, tx, now).await;
            let _ = self.put_off_unless(done);
        };
        let (caller, stale) = self.caller(&mut *tx, token, now).await?;
        if let Some(caller) = caller.as_ref().filter(|_| stale) {
            tx.touch_session(&caller.session, now).await?;
        }
        Ok(Writing::new(Arc::clone(self), tx, now, caller, intent, address))
    }

    /// Lets time do what it has to do by now: ends deals, holds and listings.
    ///
    /// # Errors
    /// When the store failed; it is tried again a second later.
    pub async fn settle_due(self: &Arc<Self>) -> Result<(), Fail> {
        if !self.due.has_come(self.clock.now()) {
            return Ok(());
        }
        let app = Arc::clone(self);
        let done = on_its_own(async move {
            let tx = app.store.write().await?;
            let now = app.clock.now();
            // Another may have done it while this one waited.
            if app.due.has_come(now) { deadline::settle(&app, tx, now).await } else { Ok(tx.undo().await?) }
        })
        .await;
        self.put_off_unless(done)
    }

    /// Where nothing at all could be settled, nobody is held up by it for another second.
    fn put_off_unless(&self, done: Result<(), Fail>) -> Result<(), Fail> {
        done.inspect_err(|error| {
            tracing::error!(%error, "what was due could not be settled");
            self.due.set(Some(self.clock.now().plus_s(1)));
        })
    }

    /// The account of a session, for limits; asked again inside the transaction that follows.
    ///
    /// # Errors
    /// The same as [`App::reading`].
    pub async fn account_of(&self, token: Option<&str>) -> Result<Option<AccountRow>, Fail> {
        if token.is_none() {
            return Ok(None);
        }
        let mut tx = self.store.read().await?;
        Ok(self.caller(&mut *tx, token, self.clock.now()).await?.0.map(|c| c.account))
    }

    /// Writes down that a session is in use.
    async fn touch(self: &Arc<Self>, token: Option<&str>) -> Result<(), Fail> {
        let (app, token) = (Arc::clone(self), token.map(str::to_owned));
        on_its_own(async move {
            app.writing(token.as_deref(), "", "").await?.commit().await?;
            Ok(())
        })
        .await
    }

    /// Removes the bytes of a photo; what fails is left to the next sweep.
    pub async fn remove_blob(&self, name: &str) {
        if let Err(error) = self.blobs.remove(name).await {
            tracing::warn!(%error, name, "the bytes of a photo could not be removed");
        }
    }

    /// Who asks, and whether it is time to write down that their session is in use.
    async fn caller(
        &self,
        tx: &mut dyn ReadTx,
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<(Option<Caller>, bool), Fail> {
        let Some(token) = token else { return Ok((None, false)) };
        let session = token_hash(token);
        match tx.account_by_session(&session).await? {
            Some((account, used_at)) if now < used_at.plus_s(SESSION_S) => {
                let signer = Signer::new(Arc::clone(&self.keys), now);
                Ok((Some(Caller { account, session, signer }), now >= used_at.plus_s(TOUCH_S)))
            }
            _ => Err(contract::Code::Unauthenticated.into()),
        }
    }

    /// Begins a write by the server itself.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn writing_alone(self: &Arc<Self>) -> Result<Writing, Fail> {
        self.writing(None, "", "").await
    }
}

/// Runs work on a task of its own: a reader who hangs up must not stop it between its commit and the news.
async fn on_its_own(work: impl Future<Output = Result<(), Fail>> + Send + 'static) -> Result<(), Fail> {
    tokio::spawn(work).await.unwrap_or_else(|error| {
        tracing::error!(%error, "work that time asked for broke down");
        Err(contract::Code::Internal.into())
    })
}

#[cfg(test)]
mod tests {
    use core::task::{Context, Poll, Waker};
    use std::time::Duration;

    use super::*;
    use crate::clock::SystemClock;
    use crate::courier::LogCourier;
    use crate::store::sqlite::SqliteStore;

    #[tokio::test]
    async fn a_reader_who_hangs_up_does_not_stop_the_settling() {
        let folder = tempfile::tempdir().unwrap();
        let app = App::new(Parts {
            store: Box::new(SqliteStore::open(folder.path()).await.unwrap()),
            blobs: Box::new(crate::blob::Folder::open(folder.path()).unwrap()),
            clock: Box::new(SystemClock::default()),
            keys: Keys::in_folder(folder.path()).unwrap(),
            limits: Limits::new(None),
            courier: Box::new(LogCourier),
            settling: Settling::default(),
            wechat: None,
            demo: false,
        });
        assert!(app.due.has_come(app.clock.now()), "a server that starts has to settle");
        let mut read = Box::pin(app.reading(None));
        let polled = read.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(matches!(polled, Poll::Pending));
        drop(read);
        let settled = async {
            while app.due.has_come(app.clock.now()) {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(5), settled).await.expect("the settling stopped half-way");
    }
}
