//! One member of an answer without reading the rest: is this 200 a refusal?

use core::fmt;

use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};

use super::{Node, Pointer, parse};

/// What is at a pointer, as a value of its own. A pointer of one step skips over everything else.
pub(crate) fn peek(text: &str, pointer: &Pointer) -> Option<Node<'static>> {
    match pointer.steps() {
        [name] => serde_json::Deserializer::from_str(text).deserialize_map(Member(name)).ok()?,
        _ => parse(text).ok()?.at(pointer).cloned().map(Node::into_owned),
    }
}

struct Member<'n>(&'n str);

impl<'de> Visitor<'de> for Member<'_> {
    type Value = Option<Node<'static>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(key) = map.next_key::<super::parse::Name<'de>>()? {
            if found.is_none() && key.0 == self.0 {
                found = Some(map.next_value::<super::parse::Any<'de>>()?.0.into_owned());
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}
