//! One operation from call to reply: requests in their order, renewal in the middle, batches at the end.

use std::rc::Rc;

use contract::account::{Renew, Session};
use contract::endpoint::push_encoded;
use contract::{IDEMPOTENCY_KEY, Timestamp};

use super::Call;
use super::context::{Context, answer_node, headers_node};
use super::keyring::Keyring;
use super::refusal::Judge;
use super::reply::{Foreign, Reply};
use crate::descriptor::{
    Credentials, CsrfFrom, Descriptor, Draft, Join, Mapped, Operation, Outcome, Part, Place, RENEW, Step,
};
use crate::json::{Node, parse};
use crate::{Answer, Config, Error, Fault, Request, Transport};

/// Items that are asked for when the app does not say how many.
const PAGE: u32 = 20;

/// What one operation needs while it is under way.
pub(super) struct Exchange {
    pub(super) config: Rc<Config>,
    pub(super) descriptor: Option<Rc<Descriptor>>,
    pub(super) transport: Rc<dyn Transport>,
    pub(super) keyring: Rc<Keyring>,
    /// The session at the time of asking.
    pub(super) session: Option<Rc<Session>>,
    pub(super) now: Timestamp,
}

impl Exchange {
    pub(super) async fn run(self, call: Call) -> Result<Reply, Error> {
        match self.mapped(call.operation)? {
            None => {
                let path = call.contract_path();
                let answer = self.carry(call.operation, self.contract_request(&call, &path)).await?;
                Ok(Reply::of_contract(call.operation, answer.body))
            }
            Some((descriptor, operation)) => self.by_map(&descriptor, operation, call).await,
        }
    }

    /// The first request of a call, without sending it.
    pub(super) fn first(&self, call: &Call) -> Result<Request, Error> {
        let Some((descriptor, operation)) = self.mapped(call.operation)? else {
            return Ok(self.contract_request(call, &call.contract_path()));
        };
        let part = self.part(&descriptor, &operation, call);
        let context = Context::new(call, &operation.args, &descriptor, self.session.as_deref(), &part);
        let step = operation.before.as_ref().unwrap_or(&operation.main);
        let key = call.key.as_deref().filter(|_| operation.before.is_none());
        Ok(self.step_request(&descriptor, &operation, step, &context, &part, key))
    }

    fn mapped(&self, name: &'static str) -> Result<Option<(Rc<Descriptor>, Rc<Operation>)>, Error> {
        let Some(descriptor) = &self.descriptor else { return Ok(None) };
        match descriptor.operation(name) {
            Some(Mapped::Contract) => Ok(None),
            Some(Mapped::By(operation)) => Ok(Some((descriptor.clone(), operation.clone()))),
            None => Err(Error::Absent { operation: name }),
        }
    }

    fn part(&self, descriptor: &Descriptor, operation: &Operation, call: &Call) -> Part {
        let paging = operation.paging.as_ref().unwrap_or(&descriptor.paging);
        paging.part(call.asked("after"), call.asked("limit").and_then(|n| n.parse().ok()).unwrap_or(PAGE))
    }

    async fn by_map(
        &self,
        descriptor: &Rc<Descriptor>,
        operation: Rc<Operation>,
        call: Call,
    ) -> Result<Reply, Error> {
        let name = call.operation;
        let part = self.part(descriptor, &operation, &call);
        let mut context = Context::new(&call, &operation.args, descriptor, self.session.as_deref(), &part);
        if let Some(before) = &operation.before {
            let request = self.step_request(descriptor, &operation, before, &context, &part, None);
            context.read = answer_node(&self.carry_mapped(name, request, &operation).await?);
        }
        let key = call.key.as_deref();
        let request = self.step_request(descriptor, &operation, &operation.main, &context, &part, key);
        let mut answer = self.carry_mapped(name, request, &operation).await?;
        if let Some(after) = &operation.after {
            context.wrote = answer_node(&answer);
            let request = self.step_request(descriptor, &operation, after, &context, &part, None);
            answer = self.carry_mapped(name, request, &operation).await?;
        }
        let mut joined = Vec::new();
        for join in &operation.joins {
            joined.push(self.batch(descriptor, &operation, join, &mut context, &part, &answer, name).await?);
        }
        let headers = headers_node(&answer);
        Ok(Reply::mapped(
            name,
            answer.body,
            Foreign {
                descriptor: descriptor.clone(),
                operation,
                context,
                headers,
                joined,
                part,
                now: self.now,
            },
        ))
    }

    /// Reads the rows that an answer names by their ids: a request for so many at once.
    #[expect(clippy::too_many_arguments, reason = "the parts of one exchange, used together here only")]
    async fn batch(
        &self,
        descriptor: &Descriptor,
        operation: &Operation,
        join: &Join,
        context: &mut Context,
        part: &Part,
        answer: &Answer,
        name: &'static str,
    ) -> Result<Vec<String>, Error> {
        let mut ids: Vec<String> = Vec::new();
        if let Ok(node) = parse(&answer.body) {
            for row in super::reply::rows_of(descriptor, operation, &node) {
                let mut scope = context.scope(descriptor);
                scope.set(Place::Row, row);
                let found = join.ids.find(&scope.around(row));
                let said: Vec<String> = match found.as_deref() {
                    Some(Node::List(items)) => {
                        items.iter().filter_map(|n| n.to_text().map(|t| t.into_owned())).collect()
                    }
                    Some(one) => one.to_text().map(|t| t.into_owned()).into_iter().collect(),
                    None => Vec::new(),
                };
                ids.extend(said.into_iter().filter(|id| !id.is_empty()));
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let mut bodies = Vec::new();
        for some in ids.chunks(join.most) {
            context.set_arg("ids", some.join(&join.separator));
            let mut draft = join.step.build(&context.scope(descriptor), &descriptor.grammar);
            if let Some(repeat) = &join.repeat {
                draft.query.extend(some.iter().map(|id| (repeat.clone(), id.clone())));
            }
            let request = self.request(descriptor, join.step.method, draft, part, None);
            bodies.push(self.carry_mapped(name, request, operation).await?.body);
        }
        Ok(bodies)
    }

    fn step_request(
        &self,
        descriptor: &Descriptor,
        operation: &Operation,
        step: &Step,
        context: &Context,
        part: &Part,
        key: Option<&str>,
    ) -> Request {
        let mut draft = step.build(&context.scope(descriptor), &descriptor.grammar);
        if matches!(operation.outcome, Outcome::Page(_)) && core::ptr::eq(step, operation.last()) {
            let paging = operation.paging.as_ref().unwrap_or(&descriptor.paging);
            match paging.address(part) {
                // A next address is followed, and not rebuilt: but never to another origin.
                Some(address) => {
                    draft.path = self.below_base(address);
                    draft.query.clear();
                }
                None => paging.write(part, &mut draft.query, &mut draft.headers),
            }
        }
        self.request(descriptor, step.method, draft, part, key)
    }

    fn request(
        &self,
        descriptor: &Descriptor,
        method: &'static str,
        draft: Draft,
        _: &Part,
        key: Option<&str>,
    ) -> Request {
        let mut url = self.url(&draft.path);
        for (name, value) in &draft.query {
            url.push(if url.contains('?') { '&' } else { '?' });
            push_encoded(&mut url, name);
            url.push('=');
            push_encoded(&mut url, value);
        }
        let mut request = self.bare(method, url, draft.body);
        request.headers.extend(draft.headers);
        if let (Some(key), Some(header)) = (key, &descriptor.key_header) {
            request.headers.push((header.clone(), key.to_owned()));
        }
        request
    }

    /// A path below the base, or an absolute one that was made from the base.
    fn url(&self, path: &str) -> String {
        let slash = if path.is_empty() || path.starts_with(['/', '?']) { "" } else { "/" };
        format!("{}{slash}{path}", self.config.api_base)
    }

    /// The part of a next address below our base: proxies write hosts that nobody outside can reach, and a token
    /// goes to no origin but ours.
    fn below_base(&self, address: &str) -> String {
        let path = match address.split_once("://") {
            Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/"),
            None => address,
        };
        let base = self.config.api_base.split_once("://").map_or("", |(_, rest)| rest);
        let base_path = base.find('/').and_then(|at| base.get(at..)).unwrap_or("");
        path.strip_prefix(base_path).filter(|_| !base_path.is_empty()).unwrap_or(path).to_owned()
    }

    /// A request without arguments at a path, such as a stream.
    pub(super) fn plain(&self, method: &'static str, path: &str, body: Option<String>) -> Request {
        let has_body = body.is_some();
        let mut request = self.bare(method, self.url(path), body);
        if has_body {
            request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        request
    }

    fn contract_request(&self, call: &Call, path: &str) -> Request {
        let mut url = self.url(path);
        for (i, (name, value)) in call.query.iter().enumerate() {
            url.push(if i == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            push_encoded(&mut url, value);
        }
        let mut request = self.bare(call.method, url, call.body.clone());
        if let Some(key) = &call.key {
            request.headers.push((IDEMPOTENCY_KEY.to_owned(), key.clone()));
        }
        if call.body.is_some() {
            request.headers.push(("content-type".to_owned(), "application/json".to_owned()));
        }
        request
    }

    fn bare(&self, method: &'static str, url: String, body: Option<String>) -> Request {
        let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
        let (mut credentials, mut timeout_ms) = (Credentials::Omit, 20_000);
        if let Some(descriptor) = &self.descriptor {
            (credentials, timeout_ms) = (descriptor.credentials, descriptor.timeout_ms);
            headers.extend(descriptor.headers.iter().cloned());
        }
        self.sign(&mut headers);
        Request { method, url, headers, body, credentials, timeout_ms }
    }

    /// Puts the session of now where the backend looks for it, in place of an older one.
    fn sign(&self, headers: &mut Vec<(String, String)>) {
        let Some(descriptor) = &self.descriptor else {
            if let Some(session) = &self.session {
                headers.push(("authorization".to_owned(), format!("Bearer {}", session.token)));
            }
            return;
        };
        let Some((name, value)) = &descriptor.auth.header else { return };
        let token = self.session.as_ref().map(|session| Node::text(&session.token));
        let mut scope = crate::descriptor::Scope::default();
        if let Some(token) = &token {
            scope.set(Place::Token, token);
        }
        if let Some(value) = value.words(&scope) {
            headers.retain(|(known, _)| known != name);
            headers.push((name.clone(), value));
        }
    }

    async fn carry_mapped(
        &self,
        name: &'static str,
        request: Request,
        operation: &Operation,
    ) -> Result<Answer, Error> {
        self.carry_named(name, request, &operation.names).await
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
        let token = match &csrf.from {
            CsrfFrom::Cookie(name) => self.transport.cookie(name),
            CsrfFrom::Answer(step, at) => {
                if self.keyring.csrf.borrow().is_none() {
                    let draft = step.build(&crate::descriptor::Scope::default(), &descriptor.grammar);
                    let get = self.bare(step.method, self.url(&draft.path), None);
                    let answer = self.once("sessions.create", get, &[]).await?;
                    let token = parse(&answer.body)
                        .ok()
                        .and_then(|node| node.at(at)?.to_text().map(|t| t.into_owned()));
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
        self.renewed().await
    }

    /// The same exchange with a renewed session; none when it cannot be renewed.
    async fn renewed(&self) -> Option<Self> {
        let used = self.session.clone()?;
        let descriptor = self.descriptor.clone()?;
        let Some(Mapped::By(operation)) = descriptor.operation(RENEW) else { return None };
        let current = |session: Rc<Session>| Self { session: Some(session), ..self.share() };
        let newer = || self.keyring.get().filter(|now| now.token != used.token && now.me.id == used.me.id);
        if let Some(newer) = newer() {
            return Some(current(newer));
        }
        let Some(_turn) = self.keyring.turn().await else { return newer().map(current) };
        let command = Renew { token: used.token.clone(), refresh: used.refresh.clone() };
        let mut call = Call::of(RENEW, contract::Method::Post, "", Vec::new(), self.now);
        call.body = serde_json::to_string(&command).ok();
        let part = self.part(&descriptor, operation, &call);
        let context = Context::new(&call, &operation.args, &descriptor, Some(&used), &part);
        let request = self.step_request(&descriptor, operation, &operation.main, &context, &part, None);
        let answer = self.once(RENEW, request, &[]).await.ok()?;
        let headers = headers_node(&answer);
        let reply = Reply::mapped(
            RENEW,
            answer.body,
            Foreign {
                descriptor,
                operation: operation_rc(self, RENEW)?,
                context,
                headers,
                joined: Vec::new(),
                part,
                now: self.now,
            },
        );
        let mut session: Session = reply.read().ok()?;
        session.refresh = session.refresh.or_else(|| used.refresh.clone());
        // Whoever signed out meanwhile stays signed out.
        if self.keyring.get().is_none_or(|now| now.token != used.token) {
            return None;
        }
        self.keyring.renewed(session, self.now);
        self.keyring.get().map(current)
    }

    fn share(&self) -> Self {
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

fn operation_rc(exchange: &Exchange, name: &str) -> Option<Rc<Operation>> {
    match exchange.descriptor.as_ref()?.operation(name)? {
        Mapped::By(operation) => Some(operation.clone()),
        Mapped::Contract => None,
    }
}
