//! A part of a write that fails by itself: one row that is due must not keep all the others, and all who ask, waiting.
//!
//! Knows no row, only its id.

use core::pin::Pin;

use contract::Timestamp;

use super::Writing;
use crate::rules::Outcome;

/// What failed is tried again after so long.
const AGAIN_S: i64 = 60;
/// Where something is due and nothing is done about it, the next look is so much later.
const LOOK_S: i64 = 1;

/// Work within a write.
pub type Work<'a> = Pin<Box<dyn Future<Output = Outcome<()>> + Send + 'a>>;

impl Writing {
    /// Does this work on what has this id; if it fails, whatever it wrote is undone and it is put off.
    ///
    /// # Errors
    /// When the store failed to keep or to undo it.
    pub async fn alone(
        &mut self,
        id: String,
        work: impl for<'a> FnOnce(&'a mut Self) -> Work<'a>,
    ) -> Outcome<()> {
        tracing::debug!(%id, "due");
        self.parts = self.parts.saturating_add(1);
        let (news, letters, blobs) = (self.news.len(), self.letters.len(), self.blobs_gone.len());
        let wake = self.wake;
        self.tx.begin_part().await?;
        let Err(error) = work(self).await else { return Ok(self.tx.keep_part().await?) };
        tracing::error!(?error, %id, "what was due could not be done: it is put off");
        self.tx.undo_part().await?;
        self.news.truncate(news);
        self.letters.truncate(letters);
        self.blobs_gone.truncate(blobs);
        self.wake = wake;
        let until = self.app.clock.now().max(self.now).plus_s(AGAIN_S);
        Ok(self.tx.put_off(&id, until).await?)
    }

    /// What was due is settled: the next is due at this moment, or nothing is.
    pub fn settled(&mut self, next: Option<Timestamp>) {
        let soonest = if self.parts == 0 { self.now.plus_s(LOOK_S) } else { Timestamp(i64::MIN) };
        self.settled = Some(next.map(|at| at.max(soonest)));
    }
}
