//! Renewing a session in the middle of work: once for all who wait, and never mistaking a bad network for a refusal.

use std::rc::Rc;

use contract::account::{Renew, Session};

use super::Call;
use super::context::{Context, headers_node};
use super::exchange::Exchange;
use super::reply::{Foreign, Reply};
use crate::Error;
use crate::descriptor::{Mapped, RENEW};

/// How long after a renewal that failed the next one is tried, in seconds; a 401 is answered by one at once.
const PATIENCE_S: i64 = 300;

/// What came of renewing.
pub(super) enum Renewal {
    /// The same exchange with a younger session.
    Done(Exchange),
    /// The backend does not know the session any more, or renews none.
    Refused,
    /// It could not be asked, or its answer is no answer.
    Failed(Error),
}

/// What renewing a session gives: who one is stays.
#[derive(serde::Deserialize)]
struct Renewed {
    token: String,
    #[serde(default)]
    refresh: Option<String>,
}

impl Exchange {
    /// The same exchange with a younger session, when this one is old enough to be renewed.
    pub(super) async fn renew_in_time(&self, name: &'static str) -> Option<Self> {
        let every = self.descriptor.as_ref()?.auth.renew_every_s?;
        let age = self.now.since_ms(self.keyring.renewed_at.get()) / 1000;
        if self.session.is_none() || age < i64::from(every) || name == RENEW || name.starts_with("sessions.")
        {
            return None;
        }
        match self.renewed().await {
            Renewal::Done(renewed) => Some(renewed),
            Renewal::Refused | Renewal::Failed(_) => {
                // What cannot be renewed now is not asked for before every request.
                self.keyring.renewed_at.set(self.now.plus_s(PATIENCE_S - i64::from(every)));
                None
            }
        }
    }

    /// Renews the session that this exchange began with.
    pub(super) async fn renewed(&self) -> Renewal {
        let Some(used) = self.session.clone().filter(|session| !session.token.is_empty()) else {
            return Renewal::Refused;
        };
        // A renewal since this exchange began counts, also one that gave the same token.
        let newer = || {
            let renewed = self.keyring.generation.get() != self.generation;
            self.keyring.get().filter(|now| renewed && now.me.id == used.me.id)
        };
        let current = |session| {
            Renewal::Done(Self {
                session: Some(session),
                generation: self.keyring.generation.get(),
                ..self.share()
            })
        };
        if let Some(newer) = newer() {
            return current(newer);
        }
        let Some(_turn) = self.keyring.turn().await else {
            // Somebody else tried: what came of it holds for all who waited.
            return match (newer(), self.keyring.failed.borrow().clone()) {
                (Some(newer), _) => current(newer),
                (None, Some(error)) => Renewal::Failed(error),
                (None, None) => Renewal::Refused,
            };
        };
        *self.keyring.failed.borrow_mut() = None;
        let asked = self.ask_renewal(&used).await;
        match asked {
            Ok(renewed) => {
                // Whoever signed out meanwhile stays signed out.
                if self.keyring.get().is_none_or(|now| now.token != used.token) {
                    return Renewal::Refused;
                }
                let refresh = renewed.refresh.or_else(|| used.refresh.clone());
                self.keyring
                    .renewed(Session { token: renewed.token, refresh, me: used.me.clone() }, self.now);
                self.keyring.get().map_or(Renewal::Refused, current)
            }
            Err(Error::Unauthorized | Error::Absent { .. }) => Renewal::Refused,
            Err(Error::Rejected(problem)) if matches!(problem.status, 0 | 400 | 401 | 403 | 404 | 422) => {
                Renewal::Refused
            }
            Err(error) => {
                *self.keyring.failed.borrow_mut() = Some(error.clone());
                Renewal::Failed(error)
            }
        }
    }

    async fn ask_renewal(&self, used: &Rc<Session>) -> Result<Renewed, Error> {
        let absent = || Error::Absent { operation: RENEW };
        let descriptor = self.descriptor.clone().ok_or_else(absent)?;
        let operation = match descriptor.operation(RENEW) {
            Some(Mapped::By(operation)) => operation.clone(),
            _ => return Err(absent()),
        };
        let command = Renew { token: used.token.clone(), refresh: used.refresh.clone() };
        let mut call = Call::of(RENEW, contract::Method::Post, "", Vec::new(), self.now);
        call.body = serde_json::to_string(&command).ok();
        let part = self.part(&descriptor, &operation, &call);
        let context = Context::new(&call, &operation.args, &descriptor, Some(used), &part);
        let request = self.step_request(&descriptor, &operation, &operation.main, &context, &part, None);
        let answer = self.once(RENEW, request, &[]).await?;
        let (headers, joined, now) = (headers_node(&answer), Vec::new(), self.now);
        let foreign = Foreign { descriptor, operation, context, headers, joined, part, now };
        Reply::mapped(RENEW, answer.body, foreign).read()
    }
}
