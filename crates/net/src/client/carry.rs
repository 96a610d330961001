//! Sending one request: the guard of cookies, the judgement of the answer, and renewal in the middle of work.

use std::rc::Rc;

use contract::account::{Renew, Session};

use super::Call;
use super::context::{Context, headers_node};
use super::exchange::Exchange;
use super::refusal::Judge;
use super::reply::{Foreign, Reply};
use crate::descriptor::{CsrfFrom, Mapped, Operation, RENEW, Scope, Step};
use crate::json::parse;
use crate::{Answer, Error, Fault, Request};

/// How long after a renewal that failed the next one is tried, in seconds; a 401 is answered by one at once.
const PATIENCE_S: i64 = 300;

/// What renewing a session gives: who one is stays.
#[derive(serde::Deserialize)]
struct Renewed {
    token: String,
    #[serde(default)]
    refresh: Option<String>,
}

impl Exchange {
    /// Sends one request of an operation; what is always answered is answered here.
    pub(super) async fn carry_step(
        &self,
        name: &'static str,
        step: &Step,
        request: Request,
        operation: &Operation,
    ) -> Result<Answer, Error> {
        match &step.always {
            Some(body) => Ok(Answer { status: 200, headers: Vec::new(), body: body.clone() }),
            None => self.carry_named(name, request, &operation.names).await,
        }
    }

    /// Sends one request. A session that ended is renewed once, if it can be, and the request sent again.
    pub(super) async fn carry(&self, name: &'static str, request: Request) -> Result<Answer, Error> {
        self.carry_named(name, request, &[]).await
    }

    async fn carry_named(
        &self,
        name: &'static str,
        mut request: Request,
        names: &[(String, String)],
    ) -> Result<Answer, Error> {
        if let Some(renewed) = self.renew_in_time(name).await {
            renewed.sign(&mut request.headers);
        }
        self.guard(&mut request).await?;
        let outcome = self.once(name, request.clone(), names).await;
        if outcome.as_ref().err() != Some(&Error::Unauthorized) || name == RENEW {
            return outcome;
        }
        match self.renewed().await {
            Some(renewed) => {
                renewed.sign(&mut request.headers);
                renewed.once(name, request, names).await
            }
            None => outcome,
        }
    }

    async fn once(
        &self,
        name: &'static str,
        request: Request,
        names: &[(String, String)],
    ) -> Result<Answer, Error> {
        let contract = match &self.descriptor {
            None => true,
            Some(descriptor) => matches!(descriptor.operation(name), Some(Mapped::Contract)),
        };
        let judge = Judge {
            operation: name,
            descriptor: self.descriptor.as_deref().filter(|_| !contract),
            signed: self.session.is_some(),
            names,
        };
        match self.transport.send(request).await {
            Ok(answer) => judge.check(&answer).map(|()| answer),
            Err(fault) => Err(self.fault(name, fault)),
        }
    }

    fn fault(&self, name: &'static str, fault: Fault) -> Error {
        match fault {
            Fault::Offline => Error::Offline,
            Fault::Timeout => Error::Timeout,
            Fault::Network if self.config.cross_origin => Error::CrossOrigin,
            Fault::Network => Error::Unreachable,
            Fault::Unreadable => {
                Error::Malformed { operation: name, detail: "no text, or too much of it".to_owned() }
            }
        }
    }

    /// A write beside a cookie carries what only our page can read.
    async fn guard(&self, request: &mut Request) -> Result<(), Error> {
        let Some(descriptor) = &self.descriptor else { return Ok(()) };
        let Some(csrf) = descriptor.auth.csrf.as_ref().filter(|_| request.method != "GET") else {
            return Ok(());
        };
        let ask = async |step: &Step| {
            let draft = step.build(&Scope::default(), &descriptor.grammar);
            let get = self.bare(step.method, self.url(&draft.path), None);
            self.once("sessions.create", get, &[]).await
        };
        let token = match &csrf.from {
            CsrfFrom::Cookie(name, get) => {
                if let (None, Some(get)) = (self.transport.cookie(name), get) {
                    ask(get).await?;
                }
                self.transport.cookie(name)
            }
            CsrfFrom::Answer(get, at) => {
                if self.keyring.csrf.borrow().is_none() {
                    let answer = ask(get).await?;
                    let node = parse(&answer.body).ok();
                    let token = node.and_then(|node| node.at(at)?.to_text().map(|t| t.into_owned()));
                    *self.keyring.csrf.borrow_mut() = token;
                }
                self.keyring.csrf.borrow().clone()
            }
        };
        if let Some(token) = token {
            request.headers.push((csrf.header.clone(), token));
        }
        Ok(())
    }

    /// The same exchange with a younger session, when this one is old enough to be renewed.
    async fn renew_in_time(&self, name: &'static str) -> Option<Self> {
        let every = self.descriptor.as_ref()?.auth.renew_every_s?;
        let age = self.now.since_ms(self.keyring.renewed_at.get()) / 1000;
        if self.session.is_none() || age < i64::from(every) || name == RENEW || name.starts_with("sessions.")
        {
            return None;
        }
        let renewed = self.renewed().await;
        if renewed.is_none() {
            // What cannot be renewed now is not asked for before every request.
            self.keyring.renewed_at.set(self.now.plus_s(PATIENCE_S - i64::from(every)));
        }
        renewed
    }

    /// The same exchange with a renewed session; none when it cannot be renewed.
    async fn renewed(&self) -> Option<Self> {
        let used = self.session.clone().filter(|session| !session.token.is_empty())?;
        let descriptor = self.descriptor.clone()?;
        let operation = match descriptor.operation(RENEW)? {
            Mapped::By(operation) => operation.clone(),
            Mapped::Contract => return None,
        };
        let current = |session: Rc<Session>| Self { session: Some(session), ..self.share() };
        let newer = || self.keyring.get().filter(|now| now.token != used.token && now.me.id == used.me.id);
        if let Some(newer) = newer() {
            return Some(current(newer));
        }
        let Some(_turn) = self.keyring.turn().await else { return newer().map(current) };
        let command = Renew { token: used.token.clone(), refresh: used.refresh.clone() };
        let mut call = Call::of(RENEW, contract::Method::Post, "", Vec::new(), self.now);
        call.body = serde_json::to_string(&command).ok();
        let part = self.part(&descriptor, &operation, &call);
        let context = Context::new(&call, &operation.args, &descriptor, Some(&used), &part);
        let request = self.step_request(&descriptor, &operation, &operation.main, &context, &part, None);
        let answer = self.once(RENEW, request, &[]).await.ok()?;
        let headers = headers_node(&answer);
        let reply = Reply::mapped(
            RENEW,
            answer.body,
            Foreign {
                descriptor,
                operation: operation.clone(),
                context,
                headers,
                joined: Vec::new(),
                part,
                now: self.now,
            },
        );
        let renewed: Renewed = reply.read().ok()?;
        let refresh = renewed.refresh.or_else(|| used.refresh.clone());
        let session = Session { token: renewed.token, refresh, me: used.me.clone() };
        // Whoever signed out meanwhile stays signed out.
        if self.keyring.get().is_none_or(|now| now.token != used.token) {
            return None;
        }
        self.keyring.renewed(session, self.now);
        self.keyring.get().map(current)
    }

    pub(super) fn share(&self) -> Self {
        Self {
            config: self.config.clone(),
            descriptor: self.descriptor.clone(),
            transport: self.transport.clone(),
            keyring: self.keyring.clone(),
            session: self.session.clone(),
            now: self.now,
        }
    }
}
