//! Uploads: bytes go up part by part, and go on from where they were after any break.
//!
//! Knows no picture: whoever begins one says what it is and hands out its bytes. Nothing is kept here; who wants an
//! upload to outlive the page keeps the id that it tells.

use std::cell::Cell;
use std::rc::Rc;

use contract::photo::{NewUpload, Upload};
use contract::{AccountId, Code, GroupId, PhotoId, api};
use loadable::Notice;
use net::{Call, Error, LocalFuture};

use crate::core::Data;
use crate::host::Shelf;

/// Where the bytes come from.
pub trait Source {
    /// The bytes from one place to another; none where they cannot be read any more.
    fn read(&self, from: u32, to: u32) -> LocalFuture<Option<Vec<u8>>>;
}

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The backend knows it by this id.
    Known(PhotoId),
    /// So many bytes are there.
    Sent(u32),
    /// No answer came; it goes on by itself before long.
    Waiting(Notice),
    /// All of it is there and was accepted.
    Ready(PhotoId),
    /// It will not be.
    Failed(Notice),
}

/// The bytes cannot be read any more.
pub const UNREADABLE: &str = "photo_lost";
/// How long is waited after the first silence, and at most (ms).
const WAITS_MS: (u32, u32) = (1000, 15_000);
/// How soon a wish to go on is heard (ms).
const LISTENS_MS: u32 = 250;

/// A running upload. Dropping it ends it; what is there by then stays there for a day.
pub struct Uploading {
    ended: Rc<Cell<bool>>,
    hurried: Rc<Cell<bool>>,
}

impl Uploading {
    /// Goes on now instead of waiting.
    pub fn hurry(&self) {
        self.hurried.set(true);
    }
}

impl Drop for Uploading {
    fn drop(&mut self) {
        self.ended.set(true);
    }
}

impl Data {
    /// Sends bytes for a post of a group; `known`: what an earlier try was told. `tell` hears every step.
    pub fn upload(
        self,
        group: &GroupId,
        what: NewUpload,
        known: Option<PhotoId>,
        source: Rc<dyn Source>,
        tell: impl Fn(Step) + 'static,
    ) -> Uploading {
        let (ended, hurried) = (Rc::new(Cell::new(false)), Rc::new(Cell::new(false)));
        let mut run = Run {
            data: self,
            group: group.clone(),
            key: self.new_key(),
            what,
            known,
            source,
            ended: ended.clone(),
            hurried: hurried.clone(),
            era: self.core().era.get(),
        };
        self.spawn(async move {
            let end = run.finish(&tell).await;
            if let Some(end) = end.filter(|_| run.is_wanted()) {
                tell(end);
            }
        });
        Uploading { ended, hurried }
    }

    /// What the names of the phone's copies of a draft's pictures begin with: those of two accounts never mix.
    pub fn photo_copies(self, place: &str) -> String {
        format!("{}/{place}", self.account().as_ref().map_or("", AccountId::as_str))
    }

    /// Whether a picture may still be wanted, by the name of its copy: its draft has it, or something in the outbox. Yes
    /// while nobody can tell: before the outbox was read, and while another account is here.
    pub fn photo_is_wanted(self, copy: &str) -> bool {
        let mine = copy.strip_prefix(&self.photo_copies("")).and_then(|copy| copy.rsplit_once('/'));
        mine.is_none_or(|(place, key)| self.draft_has(place, key) || self.outbox_has(key))
    }

    /// Wipes the copies of an account that signs out on purpose.
    pub(crate) fn photos_wipe(self) {
        let cleared = self.core().disk.clear(Shelf::Photos, &self.photo_copies(""));
        self.spawn(cleared);
    }

    /// Takes an upload back; where that fails, the backend forgets it by itself.
    pub fn cancel_upload(self, id: &PhotoId) {
        let key = self.new_key();
        let call = Call::write(&api::CANCEL_UPLOAD, &[id.as_str()], &(), &key, self.now());
        self.send(call, Box::new(drop));
    }
}

struct Run {
    data: Data,
    group: GroupId,
    /// One announcement, however often it is tried.
    key: String,
    what: NewUpload,
    known: Option<PhotoId>,
    source: Rc<dyn Source>,
    ended: Rc<Cell<bool>>,
    hurried: Rc<Cell<bool>>,
    era: u64,
}

impl Run {
    /// Somebody still waits for it, and it is the same account.
    fn is_wanted(&self) -> bool {
        !self.ended.get() && self.era == self.data.core().era.get()
    }

    async fn finish(&mut self, tell: &impl Fn(Step)) -> Option<Step> {
        let mut wait_ms = WAITS_MS.0;
        while self.is_wanted() {
            let error = match self.as_far_as_it_goes(tell, &mut wait_ms).await {
                Ok(step) => return Some(step),
                Err(error) => error,
            };
            // What an account heard that is not here any more says nothing of the one that is.
            if !self.is_wanted() {
                return None;
            }
            if !goes_on(&error) {
                return Some(Step::Failed(self.data.note(&error)));
            }
            let notice = self.data.note(&error);
            wait_ms = notice.wait_s.map_or(wait_ms, |s| s.saturating_mul(1000)).max(wait_ms);
            if self.is_wanted() {
                tell(Step::Waiting(notice));
            }
            self.wait(wait_ms).await;
            wait_ms = wait_ms.saturating_mul(2).min(WAITS_MS.1);
        }
        None
    }

    /// Asks where it is, and sends from there until it is ready or an answer stays away.
    async fn as_far_as_it_goes(&mut self, tell: &impl Fn(Step), wait_ms: &mut u32) -> Result<Step, Error> {
        let mut upload = self.begun().await?;
        if self.known.as_ref() != Some(&upload.id) {
            self.known = Some(upload.id.clone());
            tell(Step::Known(upload.id.clone()));
        }
        while self.is_wanted() && !upload.ready {
            tell(Step::Sent(upload.offset));
            let from = upload.offset.min(self.what.size);
            let to = from.saturating_add(upload.part_size.max(1)).min(self.what.size);
            let Some(bytes) = self.source.read(from, to).await else {
                return Ok(Step::Failed(Notice::new(UNREADABLE)));
            };
            if !self.is_wanted() {
                break;
            }
            upload = self.append(&upload.id, from, bytes).await?;
            *wait_ms = WAITS_MS.0;
        }
        Ok(Step::Ready(upload.id))
    }

    /// The upload as the backend knows it; announced when it does not.
    async fn begun(&mut self) -> Result<Upload, Error> {
        if let Some(id) = &self.known {
            let asked = self.ask(Call::read(&api::UPLOAD, &[id.as_str()], self.data.now())).await;
            match asked {
                Err(Error::Rejected(problem)) if problem.code == Code::NotFound => {
                    // Forgotten: it is another intent, or the answer of before would come again.
                    self.known = None;
                    self.key = self.data.new_key();
                }
                other => return other,
            }
        }
        let group = [self.group.as_str()];
        self.ask(Call::write(&api::NEW_UPLOAD, &group, &self.what, &self.key, self.data.now())).await
    }

    async fn append(&self, id: &PhotoId, from: u32, bytes: Vec<u8>) -> Result<Upload, Error> {
        let key = self.data.new_key();
        let call = Call::bytes(&api::APPEND, &[id.as_str()], bytes, &key, self.data.now());
        self.ask(call.with("offset", from.to_string())).await
    }

    async fn ask(&self, call: Call) -> Result<Upload, Error> {
        let reply = self.data.core().client.send(call).await;
        self.data.heard_answer(&reply);
        reply?.read::<Upload>()
    }

    /// Waits, unless somebody wants it to go on or to end.
    async fn wait(&self, ms: u32) {
        self.hurried.set(false);
        for _ in 0..ms.div_ceil(LISTENS_MS) {
            if self.hurried.get() || !self.is_wanted() {
                return;
            }
            self.data.core().host.sleep(LISTENS_MS).await;
        }
    }
}

/// Whether it is worth asking again: nothing came back, or nothing that is meant for ever.
fn goes_on(error: &Error) -> bool {
    match error {
        Error::Offline | Error::Timeout | Error::CrossOrigin | Error::Unreachable => true,
        Error::Rejected(problem) => {
            matches!(problem.code, Code::Internal | Code::RateLimited | Code::Conflict | Code::Unknown)
        }
        _ => false,
    }
}
