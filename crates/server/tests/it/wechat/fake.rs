//! A fake of WeChat's API: tokens, tickets and codes with the numbers of the real one, and a way to break it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::server::Server;

pub const APP: &str = "wx0123456789abcdef";
pub const SECRET: &str = "5ecret5ecret5ecret5ecret5ecret00";
pub const PAGE: &str = "https://qunli.example/";

/// What the fake is at.
pub struct Inner {
    /// How often each was asked for.
    pub tokens: usize,
    pub tickets: usize,
    pub exchanges: usize,
    /// How often a token was asked for by force.
    pub forced: usize,
    /// For how many seconds a ticket works.
    pub ticket_s: i64,
    /// The number that a token of before is refused with.
    pub refusal: i64,
    /// What everything is answered with instead, when something is broken.
    pub broken: Option<String>,
    /// What codes lead to, until they are used.
    codes: HashMap<String, Value>,
    used: Vec<String>,
    token: usize,
}

type Shared = Arc<Mutex<Inner>>;

/// A fake that runs until the test ends.
pub struct Fake {
    pub base: String,
    inner: Shared,
}

impl Fake {
    pub async fn start() -> Self {
        let inner: Shared = Arc::new(Mutex::new(Inner {
            tokens: 0,
            tickets: 0,
            exchanges: 0,
            forced: 0,
            ticket_s: 7200,
            refusal: 40001,
            broken: None,
            codes: HashMap::new(),
            used: Vec::new(),
            token: 0,
        }));
        let app = Router::new()
            .route("/cgi-bin/stable_token", post(token))
            .route("/cgi-bin/ticket/getticket", get(ticket))
            .route("/sns/oauth2/access_token", get(exchange))
            .with_state(Arc::clone(&inner));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { base, inner }
    }

    pub fn at(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// How often a token and a ticket were asked for.
    pub fn asked(&self) -> (usize, usize) {
        let at = self.at();
        (at.tokens, at.tickets)
    }

    /// A code for somebody, as WeChat would send it back.
    pub fn code(&self, code: &str, openid: &str, more: Value) -> String {
        let mut answer = json!({
            "access_token": "user-access", "expires_in": 7200, "refresh_token": "user-refresh", "openid": openid,
            "scope": "snsapi_base", "nickname": "微信里的名字", "headimgurl": "https://wx.qlogo.cn/face",
        });
        answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.at().codes.insert(code.to_owned(), answer);
        code.to_owned()
    }

    /// The token is another from now on.
    pub fn revoke(&self, refusal: i64) {
        let mut at = self.at();
        (at.token, at.refusal) = (at.token + 1, refusal);
    }

    /// A server that is set up for this fake.
    pub fn server(&self, folder: &Path, args: &[&str]) -> Server {
        self.server_at(folder, args, &self.base)
    }

    /// The same with WeChat at another address.
    pub fn server_at(&self, folder: &Path, args: &[&str], api: &str) -> Server {
        let environment = [
            ("QUNLI_WECHAT_APP_ID", APP),
            ("QUNLI_WECHAT_SECRET", SECRET),
            ("QUNLI_WECHAT_ORIGINS", "https://qunli.example, http://127.0.0.1:8123"),
            ("QUNLI_WECHAT_API", api),
            ("QUNLI_LOG", "trace"),
        ];
        Server::start_for(folder, args, &environment)
    }
}

/// The ticket that this token gives.
pub fn ticket_of(token: usize) -> String {
    format!("ticket-of-{token}-{}", "t".repeat(60))
}

fn token_name(token: usize) -> String {
    format!("access-{token}-{}", "a".repeat(60))
}

fn asked<'q>(query: &'q HashMap<String, String>, name: &str) -> &'q str {
    query.get(name).map_or("", String::as_str)
}

async fn token(State(fake): State<Shared>, Json(body): Json<Value>) -> String {
    // Long enough for others to ask meanwhile.
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    let mut at = fake.lock().unwrap();
    at.tokens += 1;
    if let Some(broken) = &at.broken {
        return broken.clone();
    }
    let says = |name: &str, value: Value| body.get(name) == Some(&value);
    if !says("appid", APP.into())
        || !says("secret", SECRET.into())
        || !says("grant_type", "client_credential".into())
    {
        return json!({"errcode": 40125, "errmsg": format!("invalid appsecret {body}")}).to_string();
    }
    at.forced += usize::from(says("force_refresh", true.into()));
    json!({"access_token": token_name(at.token), "expires_in": 7200}).to_string()
}

async fn ticket(State(fake): State<Shared>, Query(query): Query<HashMap<String, String>>) -> String {
    let mut at = fake.lock().unwrap();
    at.tickets += 1;
    if let Some(broken) = &at.broken {
        return broken.clone();
    }
    assert_eq!(asked(&query, "type"), "jsapi");
    if asked(&query, "access_token") != token_name(at.token) {
        return json!({"errcode": at.refusal, "errmsg": "invalid credential"}).to_string();
    }
    let (ticket, ticket_s) = (ticket_of(at.token), at.ticket_s);
    json!({"errcode": 0, "errmsg": "ok", "ticket": ticket, "expires_in": ticket_s}).to_string()
}

async fn exchange(State(fake): State<Shared>, Query(query): Query<HashMap<String, String>>) -> String {
    let mut at = fake.lock().unwrap();
    at.exchanges += 1;
    if let Some(broken) = &at.broken {
        return broken.clone();
    }
    assert_eq!((asked(&query, "appid"), asked(&query, "secret")), (APP, SECRET));
    assert_eq!(asked(&query, "grant_type"), "authorization_code");
    let code = asked(&query, "code").to_owned();
    if at.used.contains(&code) {
        return json!({"errcode": 40163, "errmsg": "code been used"}).to_string();
    }
    match at.codes.remove(&code) {
        Some(answer) => {
            at.used.push(code);
            answer.to_string()
        }
        None => json!({"errcode": 40029, "errmsg": "invalid code"}).to_string(),
    }
}
