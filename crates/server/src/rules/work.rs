//! A unit of work: one transaction with the moment it happens at, who asks, and what it will publish.

mod part;

use std::sync::Arc;

use contract::change::{ChangeKind, ChangeOp};
use contract::{AccountId, Code, GroupId, Page, PhotoId, Timestamp};

use super::photo::Signer;
use super::{Here, Outcome, Paging};
use crate::app::App;
use crate::hub::News;
use crate::secret::Purpose;
use crate::store::{AccountRow, Audience, Commit, Cursor, NewChange, ReadTx, ReplayRow, WriteTx};

/// Who asks.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Their account.
    pub account: AccountRow,
    /// The hash of their session's token.
    pub session: String,
    /// Gives addresses to the photos that they may see.
    pub signer: Signer,
}

/// A read.
pub struct Reading {
    /// The server.
    pub app: Arc<App>,
    /// The transaction.
    pub tx: Box<dyn ReadTx>,
    /// The moment of the read.
    pub now: Timestamp,
    /// Who asks.
    pub caller: Option<Caller>,
}

impl Reading {
    /// Who asks, who must have a session.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`].
    pub fn caller(&self) -> Outcome<Caller> {
        self.caller.clone().ok_or_else(|| Code::Unauthenticated.into())
    }

    /// The group and the caller's membership in it.
    ///
    /// # Errors
    /// See [`Here::find`].
    pub async fn here(&mut self, group: &GroupId) -> Outcome<Here> {
        let caller = self.caller()?;
        Here::find(&mut *self.tx, &caller, group).await
    }

    /// A page of `items`, which were asked for with one more than `paging` allows; with the cursor of the
    /// changes at this very picture.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn page<T>(&mut self, items: Vec<(Cursor, T)>, paging: Paging) -> Outcome<Page<T>> {
        let seq = self.tx.last_seq().await?;
        Ok(paging.page(items, seq, self.now))
    }
}

/// A write.
pub struct Writing {
    /// The server.
    pub app: Arc<App>,
    /// The transaction.
    pub tx: Box<dyn WriteTx>,
    /// The moment of the write. No later write has an earlier one.
    pub now: Timestamp,
    /// Who asks.
    pub caller: Option<Caller>,
    /// The intent's key.
    pub intent: String,
    /// The address that the request came from.
    pub address: String,
    /// Whether what was written is kept although the operation failed: a wrong code costs a try.
    pub keep_on_failure: bool,
    news: Vec<News>,
    wake: Option<Timestamp>,
    letters: Vec<(String, String)>,
    blobs_gone: Vec<PhotoId>,
    secrets: Vec<(Purpose, AccountId, String)>,
    settled: Option<Option<Timestamp>>,
    parts: u32,
}

impl Writing {
    /// A write that begins.
    pub fn new(
        app: Arc<App>,
        tx: Box<dyn WriteTx>,
        now: Timestamp,
        caller: Option<Caller>,
        intent: &str,
        address: &str,
    ) -> Self {
        Self {
            app,
            tx,
            now,
            caller,
            intent: intent.to_owned(),
            address: address.to_owned(),
            keep_on_failure: false,
            news: Vec::new(),
            wake: None,
            letters: Vec::new(),
            blobs_gone: Vec::new(),
            secrets: Vec::new(),
            settled: None,
            parts: 0,
        }
    }

    /// Who asks, who must have a session.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`].
    pub fn caller(&self) -> Outcome<Caller> {
        self.caller.clone().ok_or_else(|| Code::Unauthenticated.into())
    }

    /// Who asks, who must have a verified phone: what every commitment needs.
    ///
    /// # Errors
    /// [`Code::PhoneUnverified`].
    pub fn verified_caller(&self) -> Outcome<Caller> {
        let caller = self.caller()?;
        if caller.account.phone.is_some() { Ok(caller) } else { Err(Code::PhoneUnverified.into()) }
    }

    /// The group and the caller's membership in it.
    ///
    /// # Errors
    /// See [`Here::find`].
    pub async fn here(&mut self, group: &GroupId) -> Outcome<Here> {
        let caller = self.caller()?;
        Here::find(&mut *self.tx, &caller, group).await
    }

    /// Writes a change down, to be published once the work is durable.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn note(&mut self, change: NewChange) -> Outcome<()> {
        let seq = self.tx.add_change(&change, self.now).await?;
        let (account, for_hosts, circle) = match change.audience {
            Audience::Members => (None, false, None),
            Audience::Account(account) => (Some(account), false, None),
            Audience::AccountAndHosts(account) => (Some(account), true, None),
            Audience::Circle(circle) => (None, false, Some(circle)),
        };
        self.news.push(News::Change { seq, group_id: change.group_id, account, for_hosts, circle });
        Ok(())
    }

    /// Notes a change that every member may know of, whatever the thing's age.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn note_open(
        &mut self,
        group: &GroupId,
        kind: ChangeKind,
        op: ChangeOp,
        id: &str,
    ) -> Outcome<()> {
        self.note(NewChange {
            group_id: group.clone(),
            audience: Audience::Members,
            kind,
            op,
            id: id.to_owned(),
            parent: None,
            entity_at: self.now,
            exposed: true,
        })
        .await
    }

    /// Something will be due at this moment.
    pub fn wake_at(&mut self, at: Timestamp) {
        self.wake = Some(self.wake.map_or(at, |w| w.min(at)));
    }

    /// Sends a code once the work is durable.
    pub fn send_code(&mut self, phone: &str, code: &str) {
        self.letters.push((phone.to_owned(), code.to_owned()));
    }

    /// Removes the bytes of photos once the work is durable.
    pub fn remove_blobs(&mut self, photos: impl IntoIterator<Item = PhotoId>) {
        self.blobs_gone.extend(photos);
    }

    /// Ends the streams of a session once the work is durable.
    pub fn end_streams_of(&mut self, session: &str) {
        self.news.push(News::SessionEnded { session: session.to_owned() });
    }

    /// The secret that this intent makes for an account, or for nobody's: an empty id. A replay of the intent gets it again.
    pub fn secret(&mut self, purpose: Purpose, account: &AccountId) -> String {
        let secret = self.app.keys.derive(purpose, &self.intent, account);
        self.secrets.push((purpose, account.clone(), secret.clone()));
        secret
    }

    /// The answer that was given to this intent before.
    ///
    /// # Errors
    /// [`Code::IdempotencyMismatch`] when the key was used for another request.
    pub async fn replay(&mut self, scope: &str, fingerprint: &str) -> Outcome<Option<String>> {
        let Some(row) = self.tx.replay(scope, &self.intent).await? else { return Ok(None) };
        if row.fingerprint != fingerprint {
            return Err(Code::IdempotencyMismatch.into());
        }
        let mut body = row.body;
        if let Some(account) = row.secret_account {
            for &purpose in Purpose::ALL {
                body = body.replace(mark(purpose), &self.app.keys.derive(purpose, &self.intent, &account));
            }
        }
        Ok(Some(body))
    }

    /// Keeps the answer for replays, without its secrets.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn remember(&mut self, scope: &str, fingerprint: &str, body: &str) -> Outcome<()> {
        let mut body = body.to_owned();
        for (purpose, _, secret) in &self.secrets {
            body = body.replace(secret, mark(*purpose));
        }
        let secret_account = self.secrets.first().map(|(_, account, _)| account.clone());
        let row = ReplayRow { fingerprint: fingerprint.to_owned(), body, secret_account };
        Ok(self.tx.add_replay(scope, &self.intent, &row, self.now).await?)
    }

    /// Makes the work durable, then tells who has to know.
    ///
    /// # Errors
    /// When the store failed: nothing was kept and nobody is told.
    pub async fn commit(self) -> Outcome<()> {
        let Self { app, tx, news, wake, letters, blobs_gone, settled, .. } = self;
        if let Some(at) = wake {
            // Before it is durable, for whoever writes next: too early a look finds nothing to do.
            app.due.bring_forward(at);
        }
        // What is due moves on with the picture that says so, for readers too.
        let how = if settled.is_some() { Commit::AtOnce } else { Commit::Shared };
        let told = Arc::clone(&app);
        let then = move || {
            if let Some(next) = settled {
                told.due.set(next);
            }
            for item in news {
                told.hub.publish(item);
            }
        };
        tx.commit(how, Box::new(then)).await?;
        for (phone, code) in letters {
            app.courier.send_code(&phone, &code);
        }
        for photo in blobs_gone {
            app.remove_blob(&super::photo::small_name(photo.as_str())).await;
            app.remove_blob(photo.as_str()).await;
        }
        Ok(())
    }

    /// Undoes the work. What it saw may be told afterwards: it is durable.
    ///
    /// # Errors
    /// When the store failed.
    pub async fn undo(self) -> Outcome<()> {
        Ok(self.tx.undo().await?)
    }
}

/// What stands for a secret in a kept answer. Answers with secrets carry no text of users.
const fn mark(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Session => "@session@",
        Purpose::Recovery => "@recovery@",
        Purpose::WechatState => "@wechat-state@",
        Purpose::WechatKey => "@wechat-key@",
    }
}
