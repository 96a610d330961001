//! One operation of the contract as an HTTP handler: session, limits, intent, replay, transaction, answer.

use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::Response;
use axum::routing::{MethodFilter, on};
use contract::{Code, Endpoint, Method};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::input::{Args, command, intent, token};
use super::problem::respond;
use crate::app::App;
use crate::limit::Limit;
use crate::rules::{Fail, Outcome, Reading, Writing};
use crate::secret::fingerprint;

/// The largest body.
const MOST_BYTES: usize = 64 * 1024;

/// A running operation.
pub type Running<'a, T> = Pin<Box<dyn Future<Output = Outcome<T>> + Send + 'a>>;

/// Whose operation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Only with a session.
    Session,
    /// With or without; a token that is no session is refused.
    Either,
    /// A token is not looked at.
    Anybody,
}

/// The router while its operations are added.
pub struct Operations {
    /// The router.
    pub router: Router<Arc<App>>,
    /// What was added: the operation's name, and whether it works without a session.
    pub names: Vec<(&'static str, bool)>,
}

impl Operations {
    /// Adds a read.
    pub fn read<Q, R, F>(self, endpoint: Endpoint<Q, R>, access: Access, run: F) -> Self
    where
        Q: DeserializeOwned + Serialize + Send + 'static,
        R: Serialize + Send + 'static,
        F: for<'a> Fn(&'a mut Reading, Args, Q) -> Running<'a, R> + Copy + Send + Sync + 'static,
    {
        self.add(endpoint, access, move |app, request| async move {
            answer(read_one(app, request, access, run).await)
        })
    }

    /// Adds a write. `subject` names whom an intent without a session is about.
    pub fn write<Q, R, F>(
        self,
        endpoint: Endpoint<Q, R>,
        access: Access,
        subject: fn(&Q) -> String,
        run: F,
    ) -> Self
    where
        Q: DeserializeOwned + Serialize + Send + 'static,
        R: Serialize + Send + 'static,
        F: for<'a> Fn(&'a mut Writing, Args, Q) -> Running<'a, R> + Copy + Send + Sync + 'static,
    {
        let name = endpoint.name;
        self.add(endpoint, access, move |app, request| async move {
            // On a task of its own: a client that hangs up must not stop a write between its commit and
            // the news of it.
            answer_json(tokio::spawn(async move {
                let (write, command) = understood(app, request, name, access, subject).await?;
                let mut w = match write.begin().await? {
                    Ok(w) => w,
                    Err(body) => return Ok(body),
                };
                let outcome = run(&mut w, write.args.clone(), command).await;
                end(w, &write.scope, &write.fingerprint, outcome).await
            }))
            .await
        })
    }

    /// Adds a write that has to ask somebody else first: `errand` gets a write of its own, which it ends before
    /// it leaves, so that nobody waits for the world.
    pub fn write_after<Q, P, R, E, F>(
        self,
        endpoint: Endpoint<Q, R>,
        access: Access,
        subject: fn(&Q) -> String,
        errand: E,
        run: F,
    ) -> Self
    where
        Q: DeserializeOwned + Serialize + Send + Sync + 'static,
        P: Send + 'static,
        R: Serialize + Send + 'static,
        E: for<'a> Fn(Writing, &'a Q) -> Running<'a, P> + Copy + Send + Sync + 'static,
        F: for<'a> Fn(&'a mut Writing, P) -> Running<'a, R> + Copy + Send + Sync + 'static,
    {
        let name = endpoint.name;
        self.add(endpoint, access, move |app, request| async move {
            answer_json(tokio::spawn(async move {
                let (write, command) = understood(app, request, name, access, subject).await?;
                let found = match write.begin().await? {
                    Ok(w) => errand(w, &command).await?,
                    Err(body) => return Ok(body),
                };
                let mut w = match write.begin().await? {
                    Ok(w) => w,
                    Err(body) => return Ok(body),
                };
                let outcome = run(&mut w, found).await;
                end(w, &write.scope, &write.fingerprint, outcome).await
            }))
            .await
        })
    }

    /// Adds a question by POST that is about nothing in the store.
    pub fn ask<Q, R, F>(self, endpoint: Endpoint<Q, R>, run: F) -> Self
    where
        Q: DeserializeOwned + Serialize + Send + 'static,
        R: Serialize + Send + 'static,
        F: for<'a> Fn(&'a App, Args, Q) -> Running<'a, R> + Copy + Send + Sync + 'static,
    {
        self.add(endpoint, Access::Anybody, move |app, request| async move {
            let asked = async {
                let (mut parts, body) = request.into_parts();
                let args = Args::read(&mut parts).await?;
                intent(&parts.headers)?;
                let body = to_bytes(body, MOST_BYTES).await.map_err(|_| Code::TooLarge)?;
                json(&run(&app, args, command(&body)?).await?)
            };
            answer(asked.await)
        })
    }

    /// Adds an operation by its raw handler.
    pub fn add<Q, R, F, Fut>(mut self, endpoint: Endpoint<Q, R>, access: Access, run: F) -> Self
    where
        F: Fn(Arc<App>, Request) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Response> + Send + 'static,
    {
        let filter = match endpoint.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Delete => MethodFilter::DELETE,
        };
        let handler = move |State(app): State<Arc<App>>, request: Request| run(app, request);
        self.router = self.router.route(endpoint.path, on(filter, handler));
        self.names.push((endpoint.name, access != Access::Session));
        self
    }
}

/// The answer of a write on its own task.
pub async fn answer_json(work: tokio::task::JoinHandle<Outcome<String>>) -> Response {
    answer(work.await.unwrap_or_else(|error| {
        tracing::error!(%error, "an operation broke down");
        Err(Code::Internal.into())
    }))
}

/// The session's token, as far as the operation looks at it.
fn token_for(access: Access, request: &Request) -> Outcome<Option<String>> {
    match access {
        Access::Anybody => Ok(None),
        Access::Either => token(request.headers()),
        Access::Session => match token(request.headers())? {
            Some(token) => Ok(Some(token)),
            None => Err(Code::Unauthenticated.into()),
        },
    }
}

async fn read_one<Q, R, F>(app: Arc<App>, request: Request, access: Access, run: F) -> Outcome<String>
where
    Q: DeserializeOwned + Serialize,
    R: Serialize,
    F: for<'a> Fn(&'a mut Reading, Args, Q) -> Running<'a, R>,
{
    let token = token_for(access, &request)?;
    let (mut parts, body) = request.into_parts();
    let args = Args::read(&mut parts).await?;
    // A question may be a POST, to keep a secret out of logs: it needs no memory of its answer.
    if parts.method != axum::http::Method::GET {
        intent(&parts.headers)?;
    }
    let body = to_bytes(body, MOST_BYTES).await.map_err(|_| Code::TooLarge)?;
    let question = command(&body)?;
    let mut reading = app.reading(token.as_deref()).await?;
    json(&run(&mut reading, args, question).await?)
}

/// A write that was understood, before it begins; its command is beside it.
struct Understood {
    app: Arc<App>,
    token: Option<String>,
    intent: String,
    args: Args,
    scope: String,
    fingerprint: String,
}

/// Reads a write and counts it.
async fn understood<Q: DeserializeOwned + Serialize>(
    app: Arc<App>,
    request: Request,
    name: &'static str,
    access: Access,
    subject: fn(&Q) -> String,
) -> Outcome<(Understood, Q)> {
    let token = token_for(access, &request)?;
    let intent = intent(request.headers())?;
    let (mut parts, body) = request.into_parts();
    let args = Args::read(&mut parts).await?;
    let account = app.account_of(token.as_deref()).await?;
    let now = app.clock.now();
    let limited = match &account {
        Some(account) => app.limits.take(Limit::Write, account.id.as_str(), 1.0, now),
        None => app.limits.take(Limit::Anonymous, &args.address, 1.0, now),
    };
    limited.map_err(Fail::wait)?;
    let body = to_bytes(body, MOST_BYTES).await.map_err(|_| Code::TooLarge)?;
    let command: Q = command(&body)?;
    // The subject may be a secret, and the scope is stored: keep only its hash.
    let scope = match &account {
        Some(account) => account.id.to_string(),
        None => app.keys.mac_hex(&["scope", name, &subject(&command)]),
    };
    let request = [parts.method.as_str().as_bytes(), parts.uri.path().as_bytes(), &body];
    let fingerprint = fingerprint(&request);
    Ok((Understood { app, token, intent, args, scope, fingerprint }, command))
}

impl Understood {
    /// Begins the write; or the answer that this intent had before.
    async fn begin(&self) -> Outcome<Result<Writing, String>> {
        let mut w = self.app.writing(self.token.as_deref(), &self.intent, &self.args.address).await?;
        let Some(answered) = w.replay(&self.scope, &self.fingerprint).await? else { return Ok(Ok(w)) };
        // It may be of a write that is not durable yet.
        w.undo().await?;
        Ok(Err(answered))
    }
}

/// Keeps what was done, or as much of a failure as is worth it.
async fn end<R: Serialize>(
    mut w: Writing,
    scope: &str,
    fingerprint: &str,
    outcome: Outcome<R>,
) -> Outcome<String> {
    match outcome {
        Ok(outcome) => {
            let body = json(&outcome)?;
            w.remember(scope, fingerprint, &body).await?;
            w.commit().await?;
            Ok(body)
        }
        Err(fail) => {
            if w.keep_on_failure {
                w.commit().await?
            } else {
                w.undo().await?
            }
            Err(fail)
        }
    }
}

/// A value as JSON text.
pub fn json<T: Serialize>(value: &T) -> Outcome<String> {
    serde_json::to_string(value).map_err(|error| {
        tracing::error!(%error, "an answer could not be written");
        Code::Internal.into()
    })
}

fn answer(outcome: Outcome<String>) -> Response {
    let body = match outcome {
        Ok(body) => body,
        Err(fail) => return respond(fail),
    };
    let mut response = Response::new(Body::from(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
