//! Somebody with a client: typed requests by the contract's endpoint table.

use std::sync::atomic::{AtomicU64, Ordering};

use contract::account::{PhoneAndCode, RequestCode};
use contract::group::{Group, NewGroup, Persona, Policy};
use contract::invite::{Invite, InviteKind, InviteRef, Join, Joined, NewInvite, PreviewInvite};
use contract::{Code, Endpoint, GroupId, Page, Problem, api};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::server::Server;

static COUNTER: AtomicU64 = AtomicU64::new(1);

/// A number that no other call in this process got.
pub fn unique() -> u64 {
    COUNTER.fetch_add(1, Ordering::Relaxed)
}

/// A fresh intent.
pub fn key() -> String {
    format!("{:032x}", (u128::from(std::process::id()) << 64) | u128::from(unique()))
}

/// Somebody, signed in or not.
#[derive(Clone)]
pub struct Person {
    /// Their client.
    pub http: reqwest::Client,
    /// The server's address.
    pub base: String,
    /// Their session's token.
    pub token: Option<String>,
}

impl Person {
    /// Somebody without a session.
    pub fn stranger(server: &Server) -> Self {
        Self { http: reqwest::Client::new(), base: server.base.clone(), token: None }
    }

    /// Somebody with a verified phone that nobody else has.
    pub async fn verified(server: &Server) -> Self {
        Self::with_phone(server, &format!("139{:08}", unique())).await
    }

    /// Somebody who signs in with this phone, by the code in the log.
    pub async fn with_phone(server: &Server, phone: &str) -> Self {
        let mut person = Self::stranger(server);
        person.send(api::REQUEST_CODE, &[], &RequestCode { phone: phone.into() }).await.unwrap();
        let command = PhoneAndCode { phone: phone.into(), code: server.code_for(phone) };
        person.token = Some(person.send(api::SIGN_IN, &[], &command).await.unwrap().token);
        person
    }

    /// Somebody with the fixed code of a demo phone.
    pub async fn demo(server: &Server, phone: &str) -> Self {
        let mut person = Self::stranger(server);
        let command = PhoneAndCode { phone: phone.into(), code: "246810".into() };
        person.token = Some(person.send(api::SIGN_IN, &[], &command).await.unwrap().token);
        person
    }

    /// The same person at another server, such as the restarted one.
    pub fn at(&self, server: &Server) -> Self {
        Self { base: server.base.clone(), http: reqwest::Client::new(), token: self.token.clone() }
    }

    /// A request below the API's base.
    pub fn request(&self, method: &str, path: &str) -> reqwest::RequestBuilder {
        let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
        let request = self.http.request(method, format!("{}/api{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Asks.
    pub async fn get<R: DeserializeOwned>(&self, e: Endpoint<(), R>, args: &[&str]) -> Result<R, Problem> {
        self.get_query(e, args, "").await
    }

    /// Asks with a query such as `?since=3`.
    pub async fn get_query<R: DeserializeOwned>(
        &self,
        e: Endpoint<(), R>,
        args: &[&str],
        query: &str,
    ) -> Result<R, Problem> {
        let path = e.path_with(args) + query;
        let answer = read(self.request(e.method.as_str(), &path).send().await.unwrap()).await;
        answer.map_err(|problem| foretold(e.name, problem))
    }

    /// Acts with a fresh intent.
    pub async fn send<Q: Serialize, R: DeserializeOwned>(
        &self,
        e: Endpoint<Q, R>,
        args: &[&str],
        command: &Q,
    ) -> Result<R, Problem> {
        self.send_as(&key(), e, args, command).await
    }

    /// Acts with this intent.
    pub async fn send_as<Q: Serialize, R: DeserializeOwned>(
        &self,
        intent: &str,
        e: Endpoint<Q, R>,
        args: &[&str],
        command: &Q,
    ) -> Result<R, Problem> {
        let request = self.request(e.method.as_str(), &e.path_with(args));
        let request = request.header(contract::IDEMPOTENCY_KEY, intent);
        let body = serde_json::to_string(command).unwrap();
        let request = if body == "null" { request } else { request.body(body) };
        read(request.send().await.unwrap()).await.map_err(|problem| foretold(e.name, problem))
    }

    /// Makes a group with these rules; this person is its host.
    pub async fn new_group(&self, policy: Policy) -> Group {
        let command = NewGroup {
            name: "试试".into(),
            about: String::new(),
            persona: persona("群主"),
            policy: Some(policy),
            sibling_of: None,
        };
        self.send(api::NEW_GROUP, &[], &command).await.unwrap()
    }

    /// Makes an invite.
    pub async fn new_invite(&self, group: &GroupId, kind: InviteKind) -> Result<Invite, Problem> {
        let command = NewInvite { kind, note: None, target: None };
        self.send(api::NEW_INVITE, &[group.as_str()], &command).await
    }

    /// Joins by a token under this nickname.
    pub async fn join(&self, token: &str, nickname: &str) -> Result<Joined, Problem> {
        let command =
            Join { invite: InviteRef::Token(token.into()), persona: persona(nickname), share: None };
        self.send(api::JOIN, &[], &command).await
    }

    /// Joins by a token, and says whose share it was, as the preview told it.
    pub async fn join_counted(&self, token: &str, nickname: &str) -> Result<Joined, Problem> {
        let invite = InviteRef::Token(token.into());
        let preview = PreviewInvite { invite: invite.clone() };
        let share = self.send(api::PREVIEW_INVITE, &[], &preview).await?.share;
        self.send(api::JOIN, &[], &Join { invite, persona: persona(nickname), share }).await
    }

    /// A newcomer without a phone, let in by this person's fresh QR.
    pub async fn let_in(&self, group: &GroupId, nickname: &str) -> Self {
        let invite = self.new_invite(group, InviteKind::Qr).await.unwrap();
        let mut newcomer = Self { token: None, ..self.clone() };
        let joined = newcomer.join(held(&invite), nickname).await.unwrap();
        newcomer.token = Some(joined.account.unwrap().session.token);
        newcomer
    }

    /// A newcomer with a verified phone, let in by this person's fresh QR.
    pub async fn let_in_verified(&self, server: &Server, group: &GroupId, nickname: &str) -> Self {
        let invite = self.new_invite(group, InviteKind::Qr).await.unwrap();
        let newcomer = Self::verified(server).await;
        newcomer.join(held(&invite), nickname).await.unwrap();
        newcomer
    }

    /// All pages of a list.
    pub async fn all<T: DeserializeOwned>(
        &self,
        e: Endpoint<(), Page<T>>,
        args: &[&str],
        limit: u32,
    ) -> Vec<T> {
        let mut items = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.get_query(e, args, &format!("?limit={limit}{after}")).await.unwrap();
            assert!(page.items.len() <= limit as usize);
            items.extend(page.items);
            match page.next {
                Some(next) => after = format!("&after={next}"),
                None => return items,
            }
        }
    }
}

/// A problem must be one that the published document names for this operation.
fn foretold(operation: &str, problem: Problem) -> Problem {
    let named = contract::openapi::problems(operation);
    assert!(named.contains(&problem.code), "{operation} answered {:?}, which its row lacks", problem.code);
    problem
}

/// Reads an answer, a problem by its status.
pub async fn read<R: DeserializeOwned>(response: reqwest::Response) -> Result<R, Problem> {
    let status = response.status();
    let text = response.text().await.unwrap();
    if status.is_success() {
        Ok(serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}")))
    } else {
        let problem: Problem = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {status} {text}"));
        assert_eq!(problem.status, status.as_u16());
        Err(problem)
    }
}

/// The secret of an invite that its reader made.
#[track_caller]
pub fn held(invite: &Invite) -> &str {
    invite.token.as_deref().expect("somebody else made it")
}

/// A persona with this nickname.
pub fn persona(nickname: &str) -> Persona {
    Persona { nickname: nickname.into(), avatar: "bloom-indigo".into() }
}

/// The code of an answer that must be a problem.
#[track_caller]
pub fn refused<R: core::fmt::Debug>(answer: Result<R, Problem>) -> Code {
    answer.expect_err("it was allowed").code
}

/// Lets quiet people in until a group has so many members, straight in the file: hundreds of joinings take long.
pub async fn crowd_to(folder: &std::path::Path, group: &GroupId, count: i64) {
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let mut tx = db.begin_with("BEGIN IMMEDIATE").await.unwrap();
    let here: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM members WHERE group_id = ? AND left_at IS NULL")
        .bind(group.as_str())
        .fetch_one(&mut *tx)
        .await
        .unwrap();
    for _ in here..count {
        let id = format!("crowd{}", unique());
        sqlx::query("INSERT INTO accounts (id, created_at) VALUES (?, 0)")
            .bind(&id)
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query(
            "INSERT INTO members (id, group_id, account_id, nickname, nickname_key, avatar, role, joined_at, \
             joined_seq) VALUES (?1, ?2, ?1, ?1, ?1, 'moon-ash', 'member', 0, 0)",
        )
        .bind(&id)
        .bind(group.as_str())
        .execute(&mut *tx)
        .await
        .unwrap();
    }
    tx.commit().await.unwrap();
}

/// Changes something straight in the file, such as a time long ago.
pub async fn in_the_file(folder: &std::path::Path, sql: &'static str) {
    use sqlx::Connection;
    let url = format!("sqlite://{}", folder.join("qunli.sqlite3").display());
    let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::query(sql).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
}
