//! Sending what waits: one tab at a time, one intent at a time, until nothing is left or nothing answers.

use contract::Code;
use net::{Call, Error};
use reactive_graph::traits::{Set, Update, WithUntracked};

use super::entry::{Refused, Waiting};
use super::queue::Next;
use super::table;
use crate::core::Data;
use crate::notice::notice_of;

/// A backend remembers an intent for a week. What was sent so long ago without an answer is not sent again unasked: it
/// may have arrived and been forgotten. Two days less, for clocks that are wrong.
const REMEMBERED_MS: i64 = 5 * 86_400_000;

/// When the shelf is looked at again that could not be read: what was taken back elsewhere must not be sent.
const SHELF_AGAIN_MS: i64 = 5000;

/// It may have arrived; only a person can tell.
const UNSURE: &str = "unsure";

/// How one try ended.
enum End {
    /// It is done, by the backend's word.
    Done,
    /// It is not done, and will not be.
    Refused(Refused),
    /// Nobody answered; whether it may have arrived.
    Silence(bool),
    /// Not now, and not before so many milliseconds.
    NotNow(i64),
    /// The session ended, or another account is here.
    Stop,
}

impl Data {
    /// Sends what waits, unless it is being sent.
    pub(crate) fn outbox_kick(self) {
        let core = self.core();
        let (outbox, era) = (&core.outbox, core.era.get());
        outbox.alarm.set(outbox.alarm.get() + 1);
        if outbox.sending.get() == Some(era) {
            outbox.again.set(true);
            return;
        }
        outbox.sending.set(Some(era));
        outbox.again.set(false);
        self.spawn(async move {
            let left_ms = self.outbox_drain(era).await;
            if outbox.sending.get() == Some(era) {
                outbox.sending.set(None);
            }
            if era != core.era.get() {
                return;
            }
            if outbox.again.replace(false) {
                self.outbox_kick();
            } else if let Some(ms) = left_ms {
                self.outbox_alarm(ms);
            }
        });
    }

    /// Tries again later, while somebody looks.
    fn outbox_alarm(self, ms: i64) {
        let outbox = &self.core().outbox;
        if outbox.resting.get() {
            return;
        }
        let mine = outbox.alarm.get() + 1;
        outbox.alarm.set(mine);
        let sleep = self.core().host.sleep(u32::try_from(ms).unwrap_or(u32::MAX));
        self.spawn(async move {
            sleep.await;
            if self.core().outbox.alarm.get() == mine {
                self.outbox_kick();
            }
        });
    }

    /// Sends until nothing is left; else tells when to go on.
    async fn outbox_drain(self, era: u64) -> Option<i64> {
        if !self.outbox_read().await {
            return Some(SHELF_AGAIN_MS);
        }
        // Nothing to do is found out without keeping others from it.
        if !matches!(self.outbox_next(), Some(Ok(_))) {
            return self.outbox_next()?.err();
        }
        let turn = self.core().host.alone("outbox").await;
        // What another tab sent meanwhile is gone from the shelf.
        if !self.outbox_read().await {
            return Some(SHELF_AGAIN_MS);
        }
        self.core().outbox.alone.set(true);
        let left = loop {
            if era != self.core().era.get() {
                break None;
            }
            match self.outbox_next() {
                None => break None,
                Some(Err(ms)) => break Some(ms),
                Some(Ok(one)) => {
                    // From here on it is too late to take it back.
                    let under_way = &self.core().outbox.under_way;
                    under_way.set(Some(one.key.clone()));
                    let goes_on = self.outbox_send(one, era).await;
                    under_way.set(None);
                    if !goes_on {
                        break None;
                    }
                }
            }
        };
        self.core().outbox.alone.set(false);
        drop(turn);
        left
    }

    /// What to send now, or in how many milliseconds; none when nothing waits.
    fn outbox_next(self) -> Option<Result<Waiting, i64>> {
        let outbox = &self.core().outbox;
        let (held, waits) = (outbox.being_kept.borrow(), outbox.waits.borrow());
        outbox.queue.with_untracked(|queue| match waits.next(queue, &held, self.core().host.now()) {
            Next::Send(one) => Some(Ok(one.clone())),
            Next::Later(ms) => Some(Err(ms)),
            Next::Nothing => None,
        })
    }

    /// One try. False when nothing more is to be sent now.
    async fn outbox_send(self, mut one: Waiting, era: u64) -> bool {
        let core = self.core();
        let outbox = &core.outbox;
        let end = match self.outbox_try(&mut one, era).await {
            _ if era != core.era.get() => End::Stop,
            end => end,
        };
        let chance = core.host.random().first().copied().unwrap_or(0);
        let now = core.host.now();
        match end {
            End::Stop => return false,
            End::Done => {
                outbox.waits.borrow_mut().answered(&one.place);
                let name = table::find(&one.operation).map_or("", |row| row.name);
                outbox.sent.update(|(count, last)| {
                    *count += 1;
                    *last = name;
                });
                self.outbox_forget(&one.key).await;
            }
            End::Refused(why) => {
                outbox.waits.borrow_mut().answered(&one.place);
                one.refused = Some(why);
                self.outbox_change(one).await;
            }
            End::NotNow(ms) => outbox.waits.borrow_mut().not_now(&one.place, now, ms, chance),
            End::Silence(may_have_arrived) => {
                outbox.waits.borrow_mut().unanswered(now, chance);
                if may_have_arrived && !core.client.repeats_safely() {
                    one.refused = Some(Refused { code: UNSURE.to_owned(), fields: Vec::new() });
                    self.outbox_change(one).await;
                } else if !may_have_arrived && one.tried_at.take().is_some() {
                    self.outbox_change(one).await;
                }
            }
        }
        true
    }

    async fn outbox_try(self, one: &mut Waiting, era: u64) -> End {
        let core = self.core();
        let unsure = || End::Refused(Refused { code: UNSURE.to_owned(), fields: Vec::new() });
        let Some(row) = table::find(&one.operation) else {
            return End::Refused(Refused { code: "absent".to_owned(), fields: Vec::new() });
        };
        let was_tried = one.tried_at.is_some();
        match one.tried_at {
            // By the phone's own clock: however wrong it is, it was as wrong then.
            Some(at) if core.host.now().since_ms(at).abs() > REMEMBERED_MS => return unsure(),
            // It may have arrived, and a backend without keys would take it for another.
            Some(_) if !core.client.repeats_safely() => return unsure(),
            Some(_) => {}
            None => {
                // Before it is sent: whatever happens now, it is known that it may have arrived.
                one.tried_at = Some(core.host.now());
                self.outbox_change(one.clone()).await;
            }
        }
        if era != core.era.get() {
            return End::Stop;
        }
        let mut call = Call::of(row.name, row.method, row.path, one.args.clone(), self.now());
        call.body.clone_from(&one.body);
        call.key = Some(one.key.clone());
        core.outbox.heard.set(self.heard_so_far());
        let reply = core.client.send(call).await;
        self.heard_answer(&reply);
        if era != core.era.get() {
            return End::Stop;
        }
        let read = |reply: net::Reply| match row.answered(self, one, Some(&reply)) {
            // All of it came, and it was no refusal: asked again, the backend would say the same for ever.
            Err(Error::Malformed { operation, .. }) if reply.is_whole() => {
                Err(Error::DoneUnread { operation })
            }
            other => other,
        };
        match reply.and_then(read) {
            Ok(()) => End::Done,
            Err(Error::DoneUnread { .. }) => {
                self.refresh_all();
                End::Done
            }
            Err(Error::Offline) => End::Silence(was_tried),
            Err(Error::Timeout | Error::CrossOrigin | Error::Unreachable) => End::Silence(true),
            // A gateway that answers in our place, or an answer that was cut.
            Err(Error::Malformed { .. }) if !core.client.repeats_safely() => unsure(),
            Err(Error::Malformed { .. }) => End::NotNow(0),
            Err(error @ Error::Unauthorized) => {
                let _ = self.note(&error);
                End::Stop
            }
            Err(Error::Rejected(problem)) if table::is_moot(one, problem.code) => {
                match row.answered(self, one, None) {
                    Ok(()) | Err(_) => End::Done,
                }
            }
            Err(Error::Rejected(problem)) if problem.code == Code::RateLimited => {
                if !core.client.repeats_safely() {
                    // It was turned away at the door: the next attempt is the first.
                    one.tried_at = None;
                    self.outbox_change(one.clone()).await;
                }
                End::NotNow(i64::from(problem.retry_after_s.unwrap_or(0)).saturating_mul(1000))
            }
            Err(Error::Rejected(problem)) if problem.status >= 500 || problem.code == Code::Internal => {
                if !core.client.repeats_safely() {
                    return unsure();
                }
                End::NotNow(i64::from(problem.retry_after_s.unwrap_or(0)).saturating_mul(1000))
            }
            Err(error) => End::Refused(Refused::of(&notice_of(&error))),
        }
    }
}
