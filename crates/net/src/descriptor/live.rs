//! How changes are heard of.

use contract::change::{Change, ChangeKind, ChangeOp};

use super::place::{Place, Scope};
use super::source::{Names, Source};
use super::spec::{Read, Spec};
use crate::json::{Node, parse};

/// How changes are heard of.
#[derive(Debug, Clone)]
pub enum Live {
    /// Not at all: what is on screen is asked for again by hand.
    Off,
    /// The contract's stream and its list of changes.
    Contract,
    /// What is on screen is asked for again, so often at first and so seldom at most, in seconds.
    Poll {
        /// The shortest wait.
        every_s: u32,
        /// The longest wait, when nothing answers.
        most_s: u32,
    },
    /// PocketBase's way: a stream gives an id, and the topics are asked for with it.
    PocketBase(Topics),
}

/// What PocketBase is asked to tell, and what it means.
#[derive(Debug, Clone)]
pub struct Topics {
    /// The stream's path below the base.
    pub path: String,
    topics: Vec<Topic>,
}

#[derive(Debug, Clone)]
struct Topic {
    name: String,
    kind: ChangeKind,
    id: Source,
    group: Source,
    parent: Option<Source>,
}

/// A day: who asks less often than that does not follow anything.
const LONGEST_S: u32 = 86_400;

impl Live {
    pub(crate) fn compile(spec: Option<Spec<'_>>) -> Read<Self> {
        let Some(spec) = spec else { return Ok(Self::Poll { every_s: 20, most_s: 120 }) };
        let keys = spec.keys()?;
        let kind = keys.must("kind")?;
        let live = match kind.text()? {
            "none" => Self::Off,
            "contract" => Self::Contract,
            "poll" => {
                let every = keys.get("every_s");
                let every_s = every.as_ref().map_or(Ok(20), Spec::whole)?;
                if !(2..=LONGEST_S).contains(&every_s) {
                    return every.unwrap_or(spec).wrong("must be 2 to 86400");
                }
                Self::Poll { every_s, most_s: keys.whole("most_s")?.unwrap_or(120).clamp(every_s, LONGEST_S) }
            }
            "pocketbase" => Self::PocketBase(Topics {
                path: keys.text("path")?.unwrap_or("/api/realtime").to_owned(),
                topics: topics(&keys.must("topics")?)?,
            }),
            "websocket" | "long_poll" => return kind.wrong("is reserved: not in this version"),
            _ => return kind.wrong("is none of: contract, pocketbase, poll, none"),
        };
        keys.done()?;
        Ok(live)
    }
}

fn topics(spec: &Spec<'_>) -> Read<Vec<Topic>> {
    let mut topics = Vec::new();
    for (name, spec) in spec.members()? {
        let keys = spec.keys()?;
        let kind = keys.must("change")?;
        let word = Node::text(kind.text()?);
        let change = crate::json::read::<ChangeKind>(&word).ok().filter(|kind| *kind != ChangeKind::Other);
        let change = change.ok_or_else(|| kind.fault("is no kind of change of the contract"))?;
        let source =
            |name: &'static str| keys.get(name).map(|s| Source::compile(&s, Names::default())).transpose();
        topics.push(Topic {
            name: name.to_owned(),
            kind: change,
            id: source("id")?.unwrap_or_else(|| Source::member("id")),
            group: source("group")?.unwrap_or_else(|| Source::member("group")),
            parent: source("parent")?,
        });
        keys.done()?;
    }
    Ok(topics)
}

impl Topics {
    /// The body that asks for the topics.
    pub(crate) fn subscription(&self, client: &str) -> String {
        let names = self.topics.iter().map(|topic| Node::text(&topic.name)).collect();
        Node::Object(vec![
            ("clientId".into(), Node::text(client)),
            ("subscriptions".into(), Node::List(names)),
        ])
        .to_string()
    }

    /// What an event says; none for an event of another topic, or one that cannot be read.
    pub(crate) fn change(&self, event: &str, data: &str) -> Option<Change> {
        let topic = self.topics.iter().find(|topic| event == topic.name.split('?').next().unwrap_or(""))?;
        let node = parse(data).ok()?;
        let record = node.get("record")?;
        let op = match node.get("action")?.as_text()? {
            "create" => ChangeOp::Created,
            "update" => ChangeOp::Updated,
            _ => ChangeOp::Deleted,
        };
        let mut scope = Scope::default();
        scope.set(Place::Here, record);
        scope.set(Place::Row, record);
        Some(Change {
            cursor: String::new(),
            kind: topic.kind,
            op,
            id: topic.id.words(&scope)?,
            group_id: topic.group.words(&scope).unwrap_or_default().into(),
            parent: topic.parent.as_ref().and_then(|parent| parent.words(&scope)),
        })
    }
}
