//! A reply: what the backend answered, readable as the contract's types. Read where the types are known.

use std::rc::Rc;

use contract::{Code, Problem, Timestamp};
use serde::de::DeserializeOwned;

use super::context::Context;
use crate::Error;
use crate::descriptor::{Descriptor, Joined, Operation, Outcome, Part, Place, Scope, TypeMap};
use crate::json::{Node, Unreadable, parse, read};

/// A good answer.
pub struct Reply {
    operation: &'static str,
    body: String,
    foreign: Option<Box<Foreign>>,
}

/// What is needed to read a foreign answer.
pub(super) struct Foreign {
    pub(super) descriptor: Rc<Descriptor>,
    pub(super) operation: Rc<Operation>,
    pub(super) context: Context,
    pub(super) headers: Node<'static>,
    /// The bodies of each batch.
    pub(super) joined: Vec<Vec<String>>,
    pub(super) part: Part,
    pub(super) now: Timestamp,
}

/// What a page says besides its items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEnd {
    /// The cursor of the next page; none on the last.
    pub next: Option<String>,
    /// The cursor of the change stream at which it was read, from backends that have one.
    pub cursor: Option<String>,
    /// The backend's clock.
    pub server_time: Timestamp,
    /// Whether the backend told its clock; otherwise the time is the app's own.
    pub clock_is_told: bool,
    /// The items that could not be read: each costs itself, and not the page.
    pub unreadable: Vec<Unreadable>,
}

type Take<'t> = &'t mut dyn FnMut(&Node<'_>) -> Result<(), Unreadable>;

impl Reply {
    /// An answer of a backend that speaks the contract.
    pub fn of_contract(operation: &'static str, body: String) -> Self {
        Self { operation, body, foreign: None }
    }

    pub(super) fn mapped(operation: &'static str, body: String, foreign: Foreign) -> Self {
        Self { operation, body, foreign: Some(Box::new(foreign)) }
    }

    /// The empty page past the end of a list.
    pub(super) fn past_end(operation: &'static str, now: Timestamp) -> Self {
        Self::of_contract(operation, format!("{{\"items\":[],\"server_time\":\"{now}\"}}"))
    }

    /// The operation that it answers.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Whether all of an answer came, readable or not: one that was cut, or a gateway's page, is no JSON.
    pub fn is_whole(&self) -> bool {
        parse(&self.body).is_ok()
    }

    /// The answer as the contract's JSON, whatever backend gave it; none when it cannot be read.
    pub fn as_contract(&self) -> Option<String> {
        if self.foreign.is_none() {
            return Some(self.body.clone());
        }
        let mut items = Vec::new();
        let end = self.items(&mut |node| {
            items.push(node.to_string());
            Ok(())
        });
        let Ok(end) = end else {
            let mut one = None;
            let read = self.one(&mut |node| {
                one = Some(node.to_string());
                Ok(())
            });
            return read.ok().and(one);
        };
        let mut page = format!("{{\"items\":[{}],\"server_time\":\"{}\"", items.join(","), end.server_time);
        if let Some(next) = end.next {
            page.push_str(",\"next\":");
            page.push_str(&Node::owned(next).to_string());
        }
        page.push('}');
        Some(page)
    }

    fn malformed(&self, detail: impl Into<String>) -> Error {
        Error::Malformed { operation: self.operation, detail: detail.into() }
    }

    /// Reads one thing.
    ///
    /// # Errors
    /// [`Error::Malformed`] when it is something else; a problem when there is nothing.
    pub fn read<R: DeserializeOwned>(&self) -> Result<R, Error> {
        let mut thing = None;
        self.one(&mut |node| {
            thing = Some(read::<R>(node)?);
            Ok(())
        })?;
        thing.ok_or_else(|| self.malformed("nothing was read"))
    }

    /// Reads a page; the items go to `take` one by one.
    ///
    /// # Errors
    /// [`Error::Malformed`] when there is no list. An item that cannot be read is no error of the page.
    pub fn page<T: DeserializeOwned>(&self, mut take: impl FnMut(T)) -> Result<PageEnd, Error> {
        self.items(&mut |node| read::<T>(node).map(&mut take))
    }

    fn parsed(&self) -> Result<Node<'_>, Error> {
        parse(&self.body).map_err(|message| self.malformed(message))
    }

    fn one(&self, take: Take<'_>) -> Result<(), Error> {
        let Some(foreign) = &self.foreign else {
            return take(&self.parsed()?).map_err(|fault| self.malformed(fault.to_string()));
        };
        let Outcome::Row(map) = &foreign.operation.outcome else {
            // An answer that says nothing: `{}`.
            return take(&Node::Object(Vec::new())).map_err(|fault| self.malformed(fault.to_string()));
        };
        let node = self.parsed()?;
        let row = row_of(&foreign.descriptor, &foreign.operation, &node);
        let Some(row) = row.filter(|row| !matches!(row, Node::Null)) else {
            return Err(Error::Rejected(Box::new(Problem::new(Code::NotFound))));
        };
        foreign.with_scope(&node, &mut |scope| {
            foreign.take(map, row, scope, take).map_err(|fault| self.malformed(fault.to_string()))
        })
    }

    fn items(&self, take: Take<'_>) -> Result<PageEnd, Error> {
        let node = self.parsed()?;
        match &self.foreign {
            None => self.contract_items(&node, take),
            Some(foreign) => self.foreign_items(foreign, &node, take),
        }
    }

    fn contract_items(&self, node: &Node<'_>, take: Take<'_>) -> Result<PageEnd, Error> {
        let Some(Node::List(items)) = node.get("items") else {
            return Err(self.malformed("no list at /items: does api.base name a backend of the contract?"));
        };
        let time = node.get("server_time").and_then(Node::as_text).and_then(|t| Timestamp::parse(t).ok());
        let words = |name: &str| node.get(name).and_then(Node::as_text).map(str::to_owned);
        let mut end = PageEnd {
            next: words("next"),
            cursor: words("cursor"),
            server_time: time.ok_or_else(|| self.malformed("no time at /server_time"))?,
            clock_is_told: true,
            unreadable: Vec::new(),
        };
        for item in items {
            if let Err(fault) = take(item) {
                end.unreadable.push(fault);
            }
        }
        Ok(end)
    }

    fn foreign_items(&self, foreign: &Foreign, node: &Node<'_>, take: Take<'_>) -> Result<PageEnd, Error> {
        let Outcome::Page(map) = &foreign.operation.outcome else {
            return Err(self.malformed("this operation answers no list"));
        };
        let (descriptor, operation) = (&foreign.descriptor, &foreign.operation);
        let at = operation.last().answer.rows.as_ref().unwrap_or(&descriptor.envelope.rows);
        let rows = match node.at(at) {
            Some(Node::List(rows)) => rows.as_slice(),
            // An empty list that a backend writes as null.
            Some(Node::Null) => &[],
            _ => return Err(self.malformed(format!("no list at \"{at}\": is the envelope right?"))),
        };
        let paging = operation.paging.as_ref().unwrap_or(&descriptor.paging);
        let mut end = None;
        foreign.with_scope(node, &mut |scope| {
            let mut unreadable = Vec::new();
            let skip = usize::try_from(foreign.part.skip).unwrap_or(0);
            for row in rows.iter().skip(skip) {
                if let Err(fault) = foreign.take(map, row, scope, take) {
                    unreadable.push(fault);
                }
            }
            let next = paging.next(&foreign.part, rows.len(), scope);
            let told = foreign.told_time(scope);
            end = Some(PageEnd {
                next,
                cursor: None,
                server_time: told.unwrap_or(foreign.now),
                clock_is_told: told.is_some(),
                unreadable,
            });
            Ok(())
        })?;
        end.ok_or_else(|| self.malformed("no page was read"))
    }
}

impl Foreign {
    fn take(
        &self,
        map: &TypeMap,
        row: &Node<'_>,
        scope: &Scope<'_>,
        take: Take<'_>,
    ) -> Result<(), Unreadable> {
        let mut scope: Scope<'_> = scope.clone();
        scope.set(Place::Here, row);
        scope.set(Place::Row, row);
        take(&map.read(&scope)?)
    }

    /// The backend's clock, where it tells it.
    fn told_time(&self, scope: &Scope<'_>) -> Option<Timestamp> {
        let mut said = self.descriptor.server_time.iter().filter_map(|source| source.find(scope));
        said.find_map(|found| self.descriptor.style.time(&found))
    }

    /// The places around an answer.
    fn with_scope(
        &self,
        node: &Node<'_>,
        f: &mut dyn FnMut(&Scope<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let batches: Vec<Vec<Node<'_>>> = self
            .joined
            .iter()
            .map(|bodies| bodies.iter().filter_map(|body| parse(body).ok()).collect())
            .collect();
        let joined: Vec<Joined<'_>> = batches
            .iter()
            .zip(&self.operation.joins)
            .map(|(batch, join)| {
                let Some(join) = join else { return Joined::default() };
                let at = join.rows.as_ref().unwrap_or(&self.descriptor.envelope.rows);
                let rows = batch.iter().flat_map(|node| node.at(at).map_or(&[][..], Node::items));
                rows.filter_map(|row| Some((row.at(&join.by)?.to_text()?.into_owned(), row))).collect()
            })
            .collect();
        let mut scope = self.context.scope(&self.descriptor);
        scope.set(Place::Answer, node);
        scope.set(Place::Headers, &self.headers);
        scope.set(Place::Here, node);
        scope.joined = &joined;
        let time = Node::owned(self.told_time(&scope).unwrap_or(self.now).to_string());
        scope.set(Place::Now, &time);
        f(&scope)
    }
}

/// The single thing of an answer.
fn row_of<'n>(descriptor: &Descriptor, operation: &Operation, node: &'n Node<'n>) -> Option<&'n Node<'n>> {
    node.at(operation.last().answer.row.as_ref().unwrap_or(&descriptor.envelope.row))
}

/// The rows of an answer, or its single thing: whatever it holds.
pub(super) fn rows_of<'n>(
    descriptor: &Descriptor,
    operation: &Operation,
    node: &'n Node<'n>,
) -> Vec<&'n Node<'n>> {
    match operation.outcome {
        Outcome::Page(_) => {
            let at = operation.last().answer.rows.as_ref().unwrap_or(&descriptor.envelope.rows);
            node.at(at).map_or(&[][..], Node::items).iter().collect()
        }
        Outcome::Row(_) => row_of(descriptor, operation, node).into_iter().collect(),
        Outcome::Done => Vec::new(),
    }
}
