//! An intent as it lies in the outbox: a contract command, never a closure or an address. What it means is the
//! contract's; a changed descriptor or a newer app strands nothing.

use std::collections::BTreeMap;

use contract::{CircleId, Timestamp};
use loadable::{FieldNotice, Notice};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A write that waits to be sent, or that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The intent's key: however often it is sent, it is done once.
    pub key: String,
    /// Its number: what has a smaller one in the same place goes first.
    pub turn: i64,
    /// What is sent in order: a group, or the post that it is about.
    pub place: String,
    /// The group, for the way back to where it was written.
    #[serde(default)]
    pub group: String,
    /// The operation. Example: `posts.create`.
    pub operation: String,
    /// The variables of its path.
    pub args: Vec<String>,
    /// The command, as the contract writes it.
    #[serde(default)]
    pub body: Option<String>,
    /// When it was meant, by the server's clock as far as it was known.
    pub at: Timestamp,
    /// When it was first sent without an answer, by the phone's clock: it may have arrived.
    #[serde(default)]
    pub tried_at: Option<Timestamp>,
    /// Why it was refused; it is not sent again by itself.
    #[serde(default)]
    pub refused: Option<Refused>,
    /// What was typed, field by field, and where: given back when it is taken back.
    #[serde(default)]
    pub typed: Option<Typed>,
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The problem's code, or `unsure`: it may have arrived, too long ago to ask again.
    pub code: String,
    /// The fields that were not accepted, and why.
    #[serde(default)]
    pub fields: Vec<(String, String)>,
}

/// What was typed for an intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The draft's place. Example: `group/c81e/post`.
    pub place: String,
    /// Its fields.
    pub fields: BTreeMap<String, String>,
}

impl Refused {
    pub(super) fn of(notice: &Notice) -> Self {
        let one = |field: &FieldNotice| (field.field.clone(), field.code.clone());
        Self { code: notice.code.clone(), fields: notice.fields.iter().map(one).collect() }
    }

    /// As a fault, for a sentence.
    pub fn notice(&self) -> Notice {
        let mut notice = Notice::new(self.code.as_str());
        let one = |(field, code): &(String, String)| FieldNotice { field: field.clone(), code: code.clone() };
        notice.fields = self.fields.iter().map(one).collect();
        notice
    }
}

impl Waiting {
    /// Whether it is sent by itself.
    pub fn is_waiting(&self) -> bool {
        self.refused.is_none()
    }

    /// The command in it.
    pub fn command<Q: DeserializeOwned>(&self) -> Option<Q> {
        net::json::from_text(self.body.as_deref()?)
    }

    /// The circle that it is for.
    pub fn circle(&self) -> Option<CircleId> {
        let body = net::json::parse(self.body.as_deref()?).ok()?;
        let of = body.get("circle_id").or_else(|| body.get("post")?.get("circle_id"))?;
        of.as_text().map(CircleId::from)
    }

    /// The words in it, if it has any.
    pub fn words(&self) -> Option<String> {
        let body = net::json::parse(self.body.as_deref()?).ok()?;
        // What a post carries has a name of its own, below or beside its words.
        let name = body.get("moment").and_then(|of| of.get("title")).or_else(|| body.get("title"));
        name.or_else(|| body.get("body")).or_else(|| body.get("words"))?.as_text().map(str::to_owned)
    }
}
