//! One operation from call to reply: requests in their order, renewal in the middle, batches at the end.

use std::rc::Rc;

use contract::Timestamp;
use contract::account::Session;

use super::Call;
use super::context::{Context, answer_node, headers_node};
use super::keyring::Keyring;
use super::reply::{Foreign, Reply};
use crate::descriptor::{Descriptor, Join, Mapped, Operation, Outcome, Part, PastEnd, Place, Step};
use crate::json::{Node, parse};
use crate::{Answer, Config, Error, Request, Transport};

/// Items that are asked for when the app does not say how many.
const PAGE: u32 = 20;

/// An operation that a descriptor maps.
type ByMap = (Rc<Descriptor>, Rc<Operation>);

/// What one operation needs while it is under way.
pub(super) struct Exchange {
    pub(super) config: Rc<Config>,
    pub(super) descriptor: Option<Rc<Descriptor>>,
    pub(super) transport: Rc<dyn Transport>,
    pub(super) keyring: Rc<Keyring>,
    /// The session at the time of asking.
    pub(super) session: Option<Rc<Session>>,
    /// How often the session had been renewed then.
    pub(super) generation: u64,
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
        self.unsent(call, |operation| operation.before.as_ref().unwrap_or(&operation.main))
    }

    /// The request that does a call's work, without sending it.
    pub(super) fn main(&self, call: &Call) -> Result<Request, Error> {
        self.unsent(call, |operation| &operation.main)
    }

    fn unsent(&self, call: &Call, step: fn(&Operation) -> &Step) -> Result<Request, Error> {
        let Some((descriptor, operation)) = self.mapped(call.operation)? else {
            return Ok(self.contract_request(call, &call.contract_path()));
        };
        let part = self.part(&descriptor, &operation, call);
        let context = Context::new(call, &operation.args, &descriptor, self.session.as_deref(), &part);
        let step = step(&operation);
        if step.always.is_some() {
            return Err(Error::Absent { operation: call.operation });
        }
        let key = call.key.as_deref().filter(|_| core::ptr::eq(step, &operation.main));
        Ok(self.step_request(&descriptor, &operation, step, &context, &part, key))
    }

    pub(super) fn mapped(&self, name: &'static str) -> Result<Option<ByMap>, Error> {
        let Some(descriptor) = &self.descriptor else { return Ok(None) };
        match descriptor.operation(name) {
            Some(Mapped::Contract) => Ok(None),
            Some(Mapped::By(operation)) => Ok(Some((descriptor.clone(), operation.clone()))),
            None => Err(Error::Absent { operation: name }),
        }
    }

    pub(super) fn part(&self, descriptor: &Descriptor, operation: &Operation, call: &Call) -> Part {
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
            context.read = answer_node(&self.carry_step(name, before, request, &operation).await?);
        }
        let key = call.key.as_deref();
        let request = self.step_request(descriptor, &operation, &operation.main, &context, &part, key);
        let mut answer = match self.carry_step(name, &operation.main, request, &operation).await {
            Err(error) if self.is_past_end(descriptor, &operation, &part, &error) => {
                return Ok(Reply::past_end(name, self.now));
            }
            other => other?,
        };
        // From here on a write is done: whatever goes wrong is no reason to do it again.
        let writes = operation.main.method != "GET" && !name.starts_with("sessions.");
        let done = |error: Error| if writes { Error::DoneUnread { operation: name } } else { error };
        if let Some(after) = &operation.after {
            context.wrote = answer_node(&answer);
            let request = self.step_request(descriptor, &operation, after, &context, &part, None);
            let mut read = self.carry_step(name, after, request.clone(), &operation).await;
            if read.is_err() && writes {
                read = self.carry_step(name, after, request, &operation).await;
            }
            answer = read.map_err(done)?;
        }
        let mut joined = Vec::new();
        for join in &operation.joins {
            joined.push(match join {
                Some(join) => {
                    let batch = self.batch(descriptor, &operation, join, &mut context, &answer, name).await;
                    batch.map_err(done)?
                }
                None => Vec::new(),
            });
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

    /// Whether a refusal only says that a list is over: some backends know no empty page.
    fn is_past_end(
        &self,
        descriptor: &Descriptor,
        operation: &Operation,
        part: &Part,
        error: &Error,
    ) -> bool {
        let paging = operation.paging.as_ref().unwrap_or(&descriptor.paging);
        let Error::Rejected(problem) = error else { return false };
        let further = part.offset > 0 || part.cursor.is_some();
        matches!(operation.outcome, Outcome::Page(_))
            && further
            && paging.past_end == PastEnd::Error
            && matches!(problem.status, 0 | 400 | 404 | 416 | 422)
    }

    /// Reads the rows that an answer names by their ids: a request for so many at once.
    async fn batch(
        &self,
        descriptor: &Descriptor,
        operation: &Operation,
        join: &Join,
        context: &mut Context,
        answer: &Answer,
        name: &'static str,
    ) -> Result<Vec<String>, Error> {
        let mut ids: Vec<String> = Vec::new();
        if let Ok(node) = parse(&answer.body) {
            for row in super::reply::rows_of(descriptor, operation, &node) {
                let mut scope = context.scope(descriptor);
                scope.set(Place::Row, row);
                let scope = scope.around(row);
                for found in join.ids.iter().filter_map(|source| source.find(&scope)) {
                    let one = core::slice::from_ref(found.as_ref());
                    let nodes = if matches!(*found, Node::List(_)) { found.items() } else { one };
                    let said = nodes.iter().filter_map(|node| node.to_text().map(|text| text.into_owned()));
                    ids.extend(said.filter(|id| !id.is_empty()));
                }
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
            let request = self.request(descriptor, join.step.method, draft, None);
            bodies.push(self.carry_step(name, &join.step, request, operation).await?.body);
        }
        Ok(bodies)
    }
}
