//! The schemas that serde's attributes do not tell: names that may grow, tagged choices, prices; and tidy words.

use utoipa::openapi::schema::{
    AdditionalProperties, AllOfBuilder, AnyOfBuilder, ArrayItems, KnownFormat, ObjectBuilder, OneOfBuilder,
    SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::change::ChangeKind;
use crate::feed::{PostKind, ReactionKind, RollCallKind};
use crate::invite::InviteRef;
use crate::{Code, Money};

/// The highest price of anything, in minor units.
const HIGHEST_PRICE: u32 = 100_000_000;

/// What the wire types call a format, and what it means. Trimmed, words are not empty; no text has control characters,
/// a line no breaks and tabs either.
const PATTERNS: &[(&str, &str)] = &[
    ("text", r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"),
    ("words", r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"),
    ("line", r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"),
    ("sha256", "^[0-9A-Fa-f]{64}$"),
    ("phone", r"^\+?[0-9]{7,15}$"),
    (
        "avatar",
        "^(bloom|plum|seed|sprig|moon|water|hill|fish|star)-(indigo|moss|turmeric|madder|plum|celadon|ash)$",
    ),
];

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::String))
}

/// Names that are known, and any other: newer backends may say more, and readers take it for `unknown`.
fn open_choice(known: &[&str], other: &str) -> AnyOfBuilder {
    let rest = text().description(Some(other));
    AnyOfBuilder::new().item(text().enum_values(Some(known.iter().copied()))).item(rest)
}

macro_rules! open_choices {
    ($($type:ty: $words:literal, $other:literal, $known:expr;)*) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                open_choice($known, $other).description(Some($words)).into()
            }
        }

        impl ToSchema for $type {}
    )*};
}

open_choices! {
    PostKind: "What sort of post it is.", "A kind that this client does not know: shown as a note.",
        &["note", "announcement", "question"];
    ReactionKind: "What a member says without words.", "A kind that this client does not know: left aside.",
        &["heart", "thanks", "same", "hug"];
    RollCallKind: "What an announcement asks each member to confirm.",
        "A kind that this client does not know: read as `read`.", &["read", "safe"];
    ChangeKind: "What sort of thing changed.", "A kind that this client does not know: left aside.",
        &["group", "membership", "member", "invite", "post", "comment", "class", "listing", "deal", "chain", "poll", "playlist", "relay", "daily", "event",
            "circle"];
}

impl PartialSchema for Code {
    fn schema() -> RefOr<Schema> {
        let known = Self::ALL.iter().filter(|code| **code != Self::Unknown);
        let names: Vec<&str> = known.clone().map(|code| code.as_str()).collect();
        let words: Vec<String> = known
            .filter_map(|code| Some(format!("- `{}` ({}): {}", code.as_str(), code.status(), code.words()?)))
            .collect();
        let intro = "A stable machine code of a problem, with its usual status.\n\n";
        let other = "A code that this client does not know: read as `unknown`.";
        open_choice(&names, other).description(Some(intro.to_owned() + &words.join("\n"))).into()
    }
}

impl ToSchema for Code {}

impl PartialSchema for InviteRef {
    fn schema() -> RefOr<Schema> {
        let one = |name: &str, words: &str| {
            ObjectBuilder::new()
                .property(name, text().description(Some(words)))
                .required(name)
                .additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(false)))
        };
        OneOfBuilder::new()
            .item(one("token", "The secret of a link or QR."))
            .item(one("code", "The typed code; case, spaces and dashes do not matter."))
            .description(Some("What somebody holds who wants to come in."))
            .into()
    }
}

impl ToSchema for InviteRef {}

/// What sort of post may be written: of the kinds that are known, and no other.
pub fn new_post_kind() -> RefOr<Schema> {
    let words = "What sort of post; announcements are for hosts.";
    text().enum_values(Some(["note", "announcement", "question"])).description(Some(words)).into()
}

/// Which reaction may be set: of the kinds that are known, and no other.
pub fn known_reaction() -> RefOr<Schema> {
    let words = "Which reaction.";
    text().enum_values(Some(["heart", "thanks", "same", "hug"])).description(Some(words)).into()
}

/// What a post may tell: of the kinds that are known, and no other.
pub fn known_moment() -> RefOr<Schema> {
    let kinds = ["check_in", "place", "film", "book", "food", "review", "link"];
    text().enum_values(Some(kinds)).description(Some("What sort of moment it is.")).into()
}

/// What may be asked: of the kinds that are known, and no other; or nothing.
pub fn known_roll_call() -> RefOr<Schema> {
    let words = "What each member is asked to confirm; announcements only.";
    let kinds: [Option<&str>; 3] = [Some("read"), Some("safe"), None];
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(kinds))
        .description(Some(words))
        .into()
}

/// The media types of photos.
pub fn photo_type() -> RefOr<Schema> {
    let words = "The media type of a photo. What the bytes say counts.";
    text().enum_values(Some(["image/jpeg", "image/png", "image/webp"])).description(Some(words)).into()
}

/// Money that is a price: nothing, or more.
pub struct Price;

/// Money that is the price of a unit: more than nothing.
pub struct UnitPrice;

macro_rules! prices {
    ($($type:ty: $least:literal, $words:literal;)*) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                let amount = ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::Integer))
                    .minimum(Some($least))
                    .maximum(Some(HIGHEST_PRICE));
                let bounds = ObjectBuilder::new().property("amount", amount);
                let money = Ref::from_schema_name(Money::name());
                AllOfBuilder::new().item(money).item(bounds).description(Some($words)).into()
            }
        }

        impl ToSchema for $type {
            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                schemas.push((Money::name().into_owned(), Money::schema()));
                Money::schemas(schemas);
            }
        }
    )*};
}

prices! {
    Price: 0, "A sum of money that is a price: nothing, up to a million yuan.";
    UnitPrice: 1, "A sum of money that is the price of a unit: more than nothing, up to a million yuan.";
}

/// Words for somebody who reads JSON: without the examples of the source, and without its brackets.
pub fn tidy(schema: RefOr<Schema>) -> RefOr<Schema> {
    match schema {
        RefOr::Ref(mut reference) => {
            reference.description = without_example(&reference.description);
            RefOr::Ref(reference)
        }
        RefOr::T(schema) => RefOr::T(tidy_schema(schema)),
    }
}

fn tidy_schema(schema: Schema) -> Schema {
    match schema {
        Schema::Object(mut object) => {
            object.description = object.description.as_deref().and_then(without_example_of);
            if let Some(SchemaFormat::Custom(format)) = &object.format
                && let Some((_, pattern)) = PATTERNS.iter().find(|(name, _)| name == format)
            {
                object.pattern = Some((*pattern).to_owned());
                object.format = None;
            }
            // `int32` would be wrong for what is unsigned; its bounds say it.
            if object.format == Some(SchemaFormat::KnownFormat(KnownFormat::Int32))
                && object.minimum.is_some()
            {
                object.format = None;
                object.maximum = object.maximum.or(Some(u32::MAX.into()));
            }
            object.properties = object.properties.into_iter().map(|(name, s)| (name, tidy(s))).collect();
            Schema::Object(object)
        }
        Schema::Array(mut array) => {
            array.description = array.description.as_deref().and_then(without_example_of);
            if let ArrayItems::RefOrSchema(items) = array.items {
                array.items = ArrayItems::RefOrSchema(Box::new(tidy(*items)));
            }
            Schema::Array(array)
        }
        Schema::OneOf(mut one) => {
            one.description = one.description.as_deref().and_then(without_example_of);
            one.items = one.items.into_iter().map(tidy).collect();
            Schema::OneOf(one)
        }
        other => other,
    }
}

fn without_example(words: &str) -> String {
    let kept = words.split("Example: ").next().unwrap_or(words).trim_end();
    kept.replace('\n', " ").replace("[`", "`").replace("`]", "`")
}

fn without_example_of(words: &str) -> Option<String> {
    Some(without_example(words)).filter(|words| !words.is_empty())
}
