//! The three calls of WeChat's API, and what their answers mean. Blocking calls on threads of their own; logs carry
//! error numbers and never an address, which would have the secret in it.

use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Semaphore;
use ureq::Agent;

use super::{Fault, Settings};

/// How long a call may take.
const PATIENCE: Duration = Duration::from_secs(6);
/// How many calls are under way at once; more wait.
const AT_ONCE: usize = 16;
/// The longest answer.
const MOST_BYTES: u64 = 64 * 1024;

/// Somebody as WeChat knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WechatPerson {
    /// Their id towards this app.
    pub openid: String,
    /// Their id towards all apps of one owner.
    pub unionid: Option<String>,
}

/// A token or a ticket, and for how many seconds it works.
pub(super) struct Given {
    pub value: String,
    pub expires_in: i64,
}

#[derive(Deserialize)]
struct Token {
    access_token: String,
    expires_in: i64,
}

#[derive(Deserialize)]
struct Ticket {
    ticket: String,
    expires_in: i64,
}

#[derive(Deserialize)]
struct Exchanged {
    openid: String,
    #[serde(default)]
    unionid: Option<String>,
    #[serde(default)]
    is_snapshotuser: i64,
}

#[derive(Deserialize)]
struct Verdict {
    #[serde(default)]
    errcode: i64,
}

/// WeChat's API.
pub(super) struct Api {
    agent: Agent,
    base: String,
    app_id: String,
    secret: String,
    places: Arc<Semaphore>,
}

impl Api {
    /// The API with these settings.
    pub fn new(settings: &Settings) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            .max_redirects(0)
            .build();
        Self {
            agent: config.into(),
            base: settings.api.clone(),
            app_id: settings.app_id.clone(),
            secret: settings.secret.clone(),
            places: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }

    /// The app's token; a new one when the last was refused. The stable kind: asking again takes it from nobody.
    ///
    /// # Errors
    /// See [`Fault`].
    pub async fn token(&self, refused: bool) -> Result<Given, Fault> {
        let body = serde_json::json!({
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": refused,
        });
        let url = format!("{}/cgi-bin/stable_token", self.base);
        let agent = self.agent.clone();
        let call = move || agent.post(&url).content_type("application/json").send(body.to_string());
        let token: Token = self.ask("token", call).await?;
        Ok(Given { value: token.access_token, expires_in: token.expires_in })
    }

    /// The ticket that pages are signed with.
    ///
    /// # Errors
    /// [`Fault::Token`] when the token is none any more; see [`Fault`].
    pub async fn ticket(&self, token: &str) -> Result<Given, Fault> {
        let url = format!("{}/cgi-bin/ticket/getticket", self.base);
        let request = self.agent.get(&url).query("access_token", token).query("type", "jsapi");
        let ticket: Ticket = self.ask("ticket", move || request.call()).await?;
        Ok(Given { value: ticket.ticket, expires_in: ticket.expires_in })
    }

    /// Who came back with a code.
    ///
    /// # Errors
    /// [`Fault::Spent`] and [`Fault::Snapshot`] beside the usual.
    pub async fn person(&self, code: &str) -> Result<WechatPerson, Fault> {
        let url = format!("{}/sns/oauth2/access_token", self.base);
        let request = self
            .agent
            .get(&url)
            .query("appid", &self.app_id)
            .query("secret", &self.secret)
            .query("code", code)
            .query("grant_type", "authorization_code");
        let who: Exchanged = self.ask("code", move || request.call()).await?;
        if who.is_snapshotuser == 1 {
            return Err(Fault::Snapshot);
        }
        if who.openid.is_empty() {
            return Err(Fault::Unreachable);
        }
        Ok(WechatPerson { openid: who.openid, unionid: who.unionid.filter(|id| !id.is_empty()) })
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        what: &'static str,
        call: impl FnOnce() -> Result<ureq::http::Response<ureq::Body>, ureq::Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let place = Arc::clone(&self.places).acquire_owned().await.map_err(|_| Fault::Unreachable)?;
        let text = tokio::task::spawn_blocking(move || {
            let _place = place;
            call()?.body_mut().with_config().limit(MOST_BYTES).read_to_string()
        });
        let text = match text.await {
            Ok(Ok(text)) => text,
            Ok(Err(error)) => {
                tracing::warn!(what, kind = kind(&error), "WeChat does not answer");
                return Err(Fault::Unreachable);
            }
            Err(_) => return Err(Fault::Unreachable),
        };
        let Ok(verdict) = serde_json::from_str::<Verdict>(&text) else {
            tracing::warn!(what, bytes = text.len(), "WeChat's answer cannot be read");
            return Err(Fault::Unreachable);
        };
        if let Some(fault) = fault(verdict.errcode) {
            tracing::warn!(what, errcode = verdict.errcode, "WeChat says no");
            return Err(fault);
        }
        serde_json::from_str(&text).map_err(|_| {
            tracing::warn!(what, bytes = text.len(), "WeChat's answer lacks what was asked for");
            Fault::Unreachable
        })
    }
}

/// What an error's number means.
const fn fault(errcode: i64) -> Option<Fault> {
    match errcode {
        0 => None,
        // Busy; over the day's, the minute's quota.
        -1 | 45009 | 45011 => Some(Fault::Busy),
        40001 | 40014 | 42001 => Some(Fault::Token),
        // Invalid, used, missing, expired.
        40029 | 40163 | 41008 | 42003 => Some(Fault::Spent),
        other => Some(Fault::Refused(other)),
    }
}

/// What sort of failure it was, in a word that holds no address.
const fn kind(error: &ureq::Error) -> &'static str {
    match error {
        ureq::Error::Timeout(_) => "timeout",
        ureq::Error::HostNotFound => "no such host",
        ureq::Error::ConnectionFailed => "no connection",
        ureq::Error::Io(_) => "broken connection",
        ureq::Error::BodyExceedsLimit(_) => "too long",
        ureq::Error::TooManyRedirects => "redirect",
        _ => "no answer",
    }
}
