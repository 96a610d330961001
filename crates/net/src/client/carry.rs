//! Sending one request: the guard of cookies, the judgement of the answer, and renewal in the middle of work.

use super::exchange::Exchange;
use super::refusal::Judge;
use super::renewal::Renewal;
use crate::descriptor::{CsrfFrom, Mapped, Operation, RENEW, Scope, Step};
use crate::json::parse;
use crate::{Answer, Error, Fault, Request};

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
        self.guard(name, &mut request).await?;
        let mut outcome = self.once(name, request.clone(), names).await;
        if self.guard_is_stale(&outcome) {
            self.guard(name, &mut request).await?;
            outcome = self.once(name, request.clone(), names).await;
        }
        if outcome.as_ref().err() != Some(&Error::Unauthorized) || name == RENEW {
            return outcome;
        }
        match self.renewed().await {
            Renewal::Done(renewed) => {
                renewed.sign(&mut request.headers);
                renewed.once(name, request, names).await
            }
            Renewal::Refused => outcome,
            // Nobody is signed out by a bad network.
            Renewal::Failed(error) => Err(error),
        }
    }

    /// A guard of cookies that was kept and is refused now: it is asked for anew, once.
    fn guard_is_stale(&self, outcome: &Result<Answer, Error>) -> bool {
        let Err(Error::Rejected(problem)) = outcome else { return false };
        matches!(problem.status, 403 | 419) && self.keyring.csrf.take().is_some()
    }

    pub(super) async fn once(
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
    async fn guard(&self, name: &'static str, request: &mut Request) -> Result<(), Error> {
        let Some(descriptor) = &self.descriptor else { return Ok(()) };
        let Some(csrf) = descriptor.auth.csrf.as_ref().filter(|_| request.method != "GET") else {
            return Ok(());
        };
        let ask = async |step: &Step| {
            let draft = step.build(&Scope::default(), &descriptor.grammar);
            let get = self.bare(step.method, self.url(&draft.path), None);
            self.once(name, get, &[]).await
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
            request.headers.retain(|(known, _)| *known != csrf.header);
            request.headers.push((csrf.header.clone(), token));
        }
        Ok(())
    }

    pub(super) fn share(&self) -> Self {
        Self {
            config: self.config.clone(),
            descriptor: self.descriptor.clone(),
            transport: self.transport.clone(),
            keyring: self.keyring.clone(),
            session: self.session.clone(),
            generation: self.generation,
            now: self.now,
        }
    }
}
