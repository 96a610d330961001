//! Tree to type: a serde deserializer over [`Node`], whose errors name the field.

use core::fmt::{self, Display};

use serde::de::value::StrDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, Expected,
    IntoDeserializer, MapAccess, SeqAccess, Unexpected, VariantAccess, Visitor,
};

use super::{Node, parse};

/// What could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// A pointer to the field, in the contract's names. Example: `/author/persona/nickname`.
    pub field: String,
    /// What is wrong with it, in English, for developers.
    pub message: String,
}

impl Unreadable {
    /// A fault of the thing at hand.
    pub fn new(message: impl Into<String>) -> Self {
        Self { field: String::new(), message: message.into() }
    }

    /// The same fault, of a member.
    #[must_use]
    pub fn inside(mut self, name: &str) -> Self {
        self.field.insert_str(0, name);
        self.field.insert(0, '/');
        self
    }
}

impl Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = if self.field.is_empty() { "the whole" } else { &self.field };
        write!(f, "{field}: {}", self.message)
    }
}

impl std::error::Error for Unreadable {}

impl serde::de::Error for Unreadable {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
    fn invalid_type(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(format!("invalid type: {}, expected {wanted}", shown(found)))
    }
    fn invalid_value(found: Unexpected<'_>, wanted: &dyn Expected) -> Self {
        Self::new(format!("invalid value: {}, expected {wanted}", shown(found)))
    }
}

/// As serde says it, of what a tree holds: its own way would bring the code that writes floats.
fn shown(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(yes) => format!("boolean `{yes}`"),
        Unexpected::Unsigned(n) => format!("integer `{n}`"),
        Unexpected::Signed(n) => format!("integer `{n}`"),
        Unexpected::Str(text) => format!("string {text:?}"),
        Unexpected::Unit => "null".to_owned(),
        Unexpected::Seq => "sequence".to_owned(),
        Unexpected::Map => "map".to_owned(),
        Unexpected::Other(what) => what.to_owned(),
        _ => "something else".to_owned(),
    }
}

/// Reads a type from a tree.
///
/// # Errors
/// Names the field that is not what the type wants.
pub fn read<'de, T: Deserialize<'de>>(node: &'de Node<'de>) -> Result<T, Unreadable> {
    T::deserialize(Reader(node))
}

/// Reads a type from a text that we wrote ourselves once; none when it is not that.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    read(&parse(text).ok()?).ok()
}

/// What is something else than what is wanted.
#[cold]
fn wrong(node: &Node<'_>, wanted: &dyn Expected) -> Unreadable {
    Unreadable::invalid_type(Unexpected::Other(node.sort()), wanted)
}

/// Methods that do what another one does.
macro_rules! same {
    ($as:ident: $($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            self.$as(visitor)
        }
    )*};
}

/// A method for each kind of thing that a type may want, and not one for all: so a type carries only the code for
/// what it is, which is half of it.
#[derive(Clone, Copy)]
struct Reader<'de>(&'de Node<'de>);

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Int(value) => visitor.visit_i64(*value),
            Node::Big(value) => visitor.visit_u64(*value),
            // No type of the contract holds one: it is here to be stepped over.
            Node::Decimal(digits) => visitor.visit_borrowed_str(digits),
            Node::Text(text) => visitor.visit_borrowed_str(text),
            Node::List(items) => visitor.visit_seq(Items { items, index: 0 }),
            Node::Object(members) => visitor.visit_map(Members { members, value: None }),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::Bool(value) => visitor.visit_bool(*value),
            other => Err(wrong(other, &visitor)),
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::Int(value) => visitor.visit_i64(*value),
            Node::Big(value) => visitor.visit_u64(*value),
            other => Err(wrong(other, &visitor)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::Text(text) => visitor.visit_borrowed_str(text),
            other => Err(wrong(other, &visitor)),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::List(items) => visitor.visit_seq(Items { items, index: 0 }),
            other => Err(wrong(other, &visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::Object(members) => visitor.visit_map(Members { members, value: None }),
            other => Err(wrong(other, &visitor)),
        }
    }

    // A thing with fields is an object, never a list in the order of the fields.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.0 {
            Node::Text(text) => visitor.visit_enum(Variant { name: text, value: None }),
            Node::Object(members) => match members.as_slice() {
                [(name, value)] => visitor.visit_enum(Variant { name, value: Some(value) }),
                _ => Err(Unreadable::new("expected an object with one member")),
            },
            other => Err(wrong(other, &"one of a few names")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    same! { deserialize_i64: deserialize_i8 deserialize_i16 deserialize_i32 deserialize_u8 deserialize_u16 }
    same! { deserialize_i64: deserialize_u32 deserialize_u64 }
    same! { deserialize_str: deserialize_string deserialize_char deserialize_identifier }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 bytes byte_buf unit unit_struct tuple tuple_struct
    }
}

struct Items<'de> {
    items: &'de [Node<'de>],
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let Some(item) = self.items.get(self.index) else { return Ok(None) };
        self.index += 1;
        let inside = |e: Unreadable| e.inside(&(self.index - 1).to_string());
        seed.deserialize(Reader(item)).map(Some).map_err(inside)
    }
}

struct Members<'de> {
    members: &'de [(std::borrow::Cow<'de, str>, Node<'de>)],
    value: Option<(&'de str, &'de Node<'de>)>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unreadable> {
        let Some(((key, value), rest)) = self.members.split_first() else { return Ok(None) };
        self.members = rest;
        self.value = Some((key, value));
        let name: StrDeserializer<'_, Unreadable> = key.as_ref().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unreadable> {
        let Some((key, value)) = self.value.take() else {
            return Err(Unreadable::new("a value without a name"));
        };
        seed.deserialize(Reader(value)).map_err(|e| e.inside(key))
    }
}

struct Variant<'de> {
    name: &'de str,
    value: Option<&'de Node<'de>>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Unreadable> {
        let name: StrDeserializer<'_, Unreadable> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'de> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        Ok(())
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Unreadable> {
        match self.value {
            Some(value) => seed.deserialize(Reader(value)).map_err(|e| e.inside(self.name)),
            None => Err(Unreadable::new("expected a value beside the name")),
        }
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable::new("no such variant"))
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unreadable> {
        Err(Unreadable::new("no such variant"))
    }
}
