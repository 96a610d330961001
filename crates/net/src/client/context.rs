//! What sources may look into during one exchange, owned by it.

use std::borrow::Cow;

use contract::account::Session;

use super::Call;
use crate::Answer;
use crate::descriptor::{Descriptor, Part, Place, Scope};
use crate::json::{Node, parse};

/// The places of one exchange.
pub(super) struct Context {
    args: Node<'static>,
    command: Node<'static>,
    me: Node<'static>,
    token: Node<'static>,
    refresh: Node<'static>,
    key: Node<'static>,
    now: Node<'static>,
    page: Node<'static>,
    pub(super) read: Node<'static>,
    pub(super) wrote: Node<'static>,
}

impl Context {
    pub(super) fn new(
        call: &Call,
        names: &[&'static str],
        descriptor: &Descriptor,
        session: Option<&Session>,
        part: &Part,
    ) -> Self {
        let text = |text: Option<&str>| text.map_or(Node::Null, |text| Node::owned(text.to_owned()));
        let pairs = names.iter().zip(&call.args);
        let args = pairs.map(|(name, value)| (Cow::Borrowed(*name), Node::owned(value.clone()))).collect();
        let standing = descriptor.auth.me.as_ref();
        let me =
            session.map(|session| &session.me).or(standing).and_then(|me| serde_json::to_string(me).ok());
        let count = |n: u32| Node::Int(i64::from(n));
        Self {
            args: Node::Object(args),
            command: owned(call.body.as_deref().unwrap_or("{}")),
            me: owned(me.as_deref().unwrap_or("null")),
            token: text(session.map(|session| session.token.as_str())),
            refresh: text(session.and_then(|session| session.refresh.as_deref())),
            key: text(call.key.as_deref()),
            now: Node::owned(call.now.to_string()),
            page: Node::Object(vec![
                ("offset".into(), count(part.offset)),
                ("size".into(), count(part.size)),
            ]),
            read: Node::Null,
            wrote: Node::Null,
        }
    }

    /// The places for building a request: the row at hand is the command.
    pub(super) fn scope<'a>(&'a self, descriptor: &'a Descriptor) -> Scope<'a> {
        let mut scope = Scope::default();
        for (place, node) in [
            (Place::Here, &self.command),
            (Place::Row, &self.command),
            (Place::Command, &self.command),
            (Place::Args, &self.args),
            (Place::Me, &self.me),
            (Place::Token, &self.token),
            (Place::Refresh, &self.refresh),
            (Place::Key, &self.key),
            (Place::Now, &self.now),
            (Place::Vars, &descriptor.vars),
            (Place::Page, &self.page),
            (Place::Read, &self.read),
            (Place::Wrote, &self.wrote),
        ] {
            scope.set(place, node);
        }
        scope.style = Some(&descriptor.style);
        scope
    }

    /// Another variable, such as the ids of a batch.
    pub(super) fn set_arg(&mut self, name: &'static str, value: String) {
        if let Node::Object(args) = &mut self.args {
            args.retain(|(known, _)| known != name);
            args.push((Cow::Borrowed(name), Node::owned(value)));
        }
    }
}

fn owned(text: &str) -> Node<'static> {
    parse(text).map_or(Node::Null, Node::into_owned)
}

/// An answer's headers as an object.
pub(super) fn headers_node(answer: &Answer) -> Node<'static> {
    let one = |(name, value): &(String, String)| (Cow::Owned(name.clone()), Node::owned(value.clone()));
    Node::Object(answer.headers.iter().map(one).collect())
}

/// An answer as a place: `{status, headers, body}`.
pub(super) fn answer_node(answer: &Answer) -> Node<'static> {
    Node::Object(vec![
        ("status".into(), Node::Int(i64::from(answer.status))),
        ("headers".into(), headers_node(answer)),
        ("body".into(), owned(&answer.body)),
    ])
}
