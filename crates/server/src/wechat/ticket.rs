//! The ticket that pages are signed with, and the token that it is asked for with: kept while they work, asked for by
//! one at a time. Their quotas are low.

use std::sync::Arc;

use contract::Timestamp;
use tokio::sync::Mutex;

use super::api::{Api, Given};
use super::{Fault, Lasting};

/// The longest that anything is kept, in seconds, whatever WeChat says.
const MOST_S: i64 = 7200;
/// So long before its end a thing is asked for anew.
const MARGIN_S: i64 = 300;

/// What is kept.
#[derive(Default)]
struct Kept {
    token: Option<Lasting>,
    ticket: Option<Lasting>,
    /// The last failure, and until when nobody tries again.
    fault: Option<(Fault, Timestamp)>,
}

/// The ticket.
pub(super) struct Tickets {
    api: Arc<Api>,
    kept: Arc<Mutex<Kept>>,
}

impl Tickets {
    /// No ticket yet.
    pub fn new(api: Arc<Api>) -> Self {
        Self { api, kept: Arc::default() }
    }

    /// The ticket of this moment.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn ticket(&self, now: Timestamp) -> Result<String, Fault> {
        let mut kept = Arc::clone(&self.kept).lock_owned().await;
        if let Some(ticket) = working(kept.ticket.as_ref(), now) {
            return Ok(ticket);
        }
        if let Some((fault, until)) = kept.fault.filter(|(_, until)| now < *until) {
            tracing::debug!(?fault, until = until.0, "WeChat is not asked again yet");
            return Err(fault);
        }
        // On a task of its own: who hangs up must not make the next one ask again.
        let api = Arc::clone(&self.api);
        let asking = tokio::spawn(async move {
            let ticket = fetch(&api, &mut kept, now).await;
            kept.fault = ticket.as_ref().err().map(|fault| (*fault, now.plus_s(pause_s(*fault))));
            ticket
        });
        asking.await.unwrap_or(Err(Fault::Unreachable))
    }
}

async fn fetch(api: &Api, kept: &mut Kept, now: Timestamp) -> Result<String, Fault> {
    let token = match working(kept.token.as_ref(), now) {
        Some(token) => token,
        None => new_token(api, kept, now, false).await?,
    };
    let given = match api.ticket(&token).await {
        // Somebody made another one, or the operator took this back: once, with a fresh one.
        Err(Fault::Token) => {
            let token = new_token(api, kept, now, true).await?;
            api.ticket(&token).await?
        }
        other => other?,
    };
    let ticket = lasting(given, now);
    kept.ticket = Some(ticket.clone());
    Ok(ticket.value)
}

async fn new_token(api: &Api, kept: &mut Kept, now: Timestamp, refused: bool) -> Result<String, Fault> {
    kept.token = None;
    let token = lasting(api.token(refused).await?, now);
    kept.token = Some(token.clone());
    Ok(token.value)
}

fn working(thing: Option<&Lasting>, now: Timestamp) -> Option<String> {
    thing.filter(|thing| now < thing.until).map(|thing| thing.value.clone())
}

fn lasting(given: Given, now: Timestamp) -> Lasting {
    let whole = given.expires_in.clamp(1, MOST_S);
    let until = now.plus_s(whole - MARGIN_S.min(whole / 10));
    Lasting { value: given.value, until }
}

/// How long nobody tries again after a failure, in seconds.
const fn pause_s(fault: Fault) -> i64 {
    match fault {
        Fault::Refused(_) | Fault::Token => 30,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_kept_a_little_less_long_than_it_works() {
        let kept_s =
            |expires_in| lasting(Given { value: String::new(), expires_in }, Timestamp(0)).until.0 / 1000;
        assert_eq!(kept_s(7200), 6900);
        assert_eq!(kept_s(100), 90);
        assert_eq!(kept_s(1), 1);
        assert_eq!(kept_s(0), 1, "never asked for by every request");
        assert_eq!(kept_s(i64::MAX), 6900);
    }
}
