//! The change stream: server-sent events that say "something changed, up to here", and nothing else.

use core::convert::Infallible;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::Request;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use contract::change::Changed;
use contract::{CircleId, Code, GroupId};
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use super::input::token;
use super::problem::respond;
use crate::app::App;
use crate::hub::News;
use crate::rules::{Caller, Outcome};

/// A comment is sent this often, so that proxies and clients know that the stream lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// Opens the stream of an account.
pub async fn open(app: Arc<App>, request: Request) -> Response {
    let token = token(request.headers());
    match listener(app, token).await {
        Ok(listener) => {
            let heartbeat = KeepAlive::new().interval(HEARTBEAT).text("here");
            let mut response = Sse::new(events(listener)).keep_alive(heartbeat).into_response();
            // Proxies that hold a response back until it ends would make a stream of it useless.
            let headers = response.headers_mut();
            headers.insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
            response
        }
        Err(fail) => respond(fail),
    }
}

/// Somebody who listens.
struct Listener {
    app: Arc<App>,
    news: Receiver<News>,
    caller: Caller,
    /// The caller's groups, and whether they run them.
    groups: HashMap<GroupId, bool>,
    /// The circles that the caller is in.
    circles: HashSet<CircleId>,
    /// The cursor to send before anything else.
    first: Option<i64>,
}

async fn listener(app: Arc<App>, token: Outcome<Option<String>>) -> Outcome<Listener> {
    let token = token?.ok_or(Code::Unauthenticated)?;
    // Listen first and look then: what happens in between is heard.
    let news = app.hub.listen();
    let mut reading = app.reading(Some(&token)).await?;
    let caller = reading.caller()?;
    let first = reading.tx.last_seq().await?;
    drop(reading);
    let mut listener =
        Listener { app, news, caller, groups: HashMap::new(), circles: HashSet::new(), first: Some(first) };
    listener.look_up_groups().await?;
    Ok(listener)
}

impl Listener {
    async fn look_up_groups(&mut self) -> Outcome<()> {
        let mut tx = self.app.store.read().await?;
        self.groups.clear();
        for group in tx.group_ids(&self.caller.account.id).await? {
            if let Some(me) = tx.membership(&group, &self.caller.account.id).await? {
                self.groups.insert(group, me.public.role.runs_the_group());
            }
        }
        self.circles = tx.circle_ids(&self.caller.account.id).await?.into_iter().collect();
        Ok(())
    }

    /// The cursor that a piece of news is worth telling with; an error ends the stream.
    async fn hear(&mut self, news: News) -> Result<Option<i64>, ()> {
        match news {
            News::Change { seq, group_id, account, for_hosts, circle } => {
                if account.as_ref() == Some(&self.caller.account.id) {
                    // It may be about a membership of mine, or my place in a circle.
                    self.look_up_groups().await.map_err(|_| ())?;
                    return Ok(Some(seq));
                }
                let told = match (self.groups.get(&group_id), account) {
                    (Some(_), None) => circle.is_none_or(|circle| self.circles.contains(&circle)),
                    (Some(runs_it), Some(_)) => *runs_it && for_hosts,
                    (None, _) => false,
                };
                Ok(told.then_some(seq))
            }
            News::SessionEnded { session } if session == self.caller.session => Err(()),
            News::SessionEnded { .. } => Ok(None),
            News::Shutdown => Err(()),
        }
    }

    /// Waits for the next cursor worth telling; none ends the stream.
    async fn next(&mut self) -> Option<i64> {
        if *self.app.stopping.borrow() {
            return None;
        }
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        let mut cursor = None;
        loop {
            // What is there already goes out as one event: only the last cursor counts.
            let news = match self.news.try_recv() {
                Ok(news) => Ok(news),
                Err(TryRecvError::Empty) if cursor.is_some() => return cursor,
                Err(TryRecvError::Empty) => self.news.recv().await,
                Err(TryRecvError::Lagged(missed)) => Err(RecvError::Lagged(missed)),
                Err(TryRecvError::Closed) => Err(RecvError::Closed),
            };
            match news {
                Ok(news) => cursor = self.hear(news).await.ok()?.or(cursor),
                Err(RecvError::Lagged(_)) => {
                    self.look_up_groups().await.ok()?;
                    cursor = Some(self.app.store.read().await.ok()?.last_seq().await.ok()?);
                }
                Err(RecvError::Closed) => return None,
            }
        }
    }
}

fn events(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listener, |mut listener| async move {
        let cursor = listener.next().await?.to_string();
        let data = serde_json::to_string(&Changed { cursor }).ok()?;
        Some((Ok(Event::default().event("change").data(data)), listener))
    })
}
