//! Sources: where a value comes from. Compiled once from the descriptor.

use super::coerce::Form;
pub(crate) use super::known::Names;
use super::place::Place;
use super::spec::{Read, Spec};
use crate::json::{Node, Pointer};

/// Where a value comes from.
#[derive(Debug, Clone)]
pub(crate) struct Source {
    pub(crate) what: What,
    pub(crate) mods: Option<Box<Mods>>,
}

#[derive(Debug, Clone)]
pub(crate) enum What {
    At(Place, Pointer),
    Literal(Node<'static>),
    Text(Vec<Piece>),
    First(Vec<Source>),
    Equal(Box<(Source, Source)>),
    Exists(Box<Source>, bool),
    Count(Box<Source>),
    Find(Box<Source>, Vec<(Pointer, Source)>),
    Last(Box<Source>),
    List(Vec<Source>),
    Within(Box<(Source, Source)>),
    Joined(usize, Box<Source>),
    Split(Box<Source>, String),
    Each(Box<Source>, Box<Source>),
    Object(Option<Box<Source>>, Vec<(String, Source)>),
}

/// What is done to a value that was found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mods {
    pub(crate) map: Vec<(String, Node<'static>)>,
    pub(crate) other: Option<Node<'static>>,
    pub(crate) default: Option<Node<'static>>,
    pub(crate) form: Option<Form>,
    pub(crate) plus_s: i64,
    pub(crate) when: Option<Source>,
    pub(crate) file: bool,
}

/// A part of a text.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Words(String),
    Hole(Source),
}

const KINDS: [&str; 15] = [
    "value", "from", "text", "first", "last", "list", "equal", "exists", "not", "count", "find", "joined",
    "split", "each", "fields",
];

impl Source {
    pub(crate) const fn plain(what: What) -> Self {
        Self { what, mods: None }
    }

    /// The member of the row at hand that has this name.
    pub(crate) fn member(name: &str) -> Self {
        Self::plain(What::At(Place::Here, Pointer::member(name)))
    }

    /// The row at hand.
    pub(crate) fn here() -> Self {
        Self::plain(What::At(Place::Here, Pointer::default()))
    }

    pub(crate) fn compile(spec: &Spec<'_>, names: Names<'_>) -> Read<Self> {
        match spec.node {
            Node::Text(text) => Self::reference(text, spec, names),
            Node::Object(_) => Self::object(spec, names),
            _ => spec.wrong("is no source: a literal is {\"value\": …}"),
        }
    }

    fn reference(text: &str, spec: &Spec<'_>, names: Names<'_>) -> Read<Self> {
        let checked = |place: Place, pointer: Pointer| match names.look(place, &pointer) {
            Ok(_) => Ok(Self::plain(What::At(place, pointer))),
            Err(message) => spec.wrong(message),
        };
        if let Some(named) = text.strip_prefix('$') {
            let cut = named.find('/').unwrap_or(named.len());
            let (name, pointer) = named.split_at(cut);
            let Some(place) = Place::named(name) else {
                return spec.wrong(format!("`${name}` is no place; known are: {}", Place::names()));
            };
            let pointer = Pointer::parse(pointer).ok_or_else(|| spec.fault("is not a JSON pointer"))?;
            return checked(place, pointer);
        }
        let pointer = Pointer::parse(text).ok_or_else(|| {
            spec.fault(format!("`{text}` is no source: a pointer begins with /, a place with $, a literal is {{\"value\": …}}"))
        })?;
        checked(Place::Here, pointer)
    }

    fn object(spec: &Spec<'_>, names: Names<'_>) -> Read<Self> {
        let said: Vec<&str> = KINDS.into_iter().filter(|kind| spec.has(kind)).collect();
        let [kind] = said.as_slice() else {
            return spec.wrong(format!("needs exactly one of: {}", KINDS.join(", ")));
        };
        let keys = spec.keys()?;
        let inner = |name: &'static str| keys.must(name).and_then(|s| Self::compile(&s, names).map(Box::new));
        let what = match *kind {
            "value" => What::Literal(keys.must("value")?.node.clone().into_owned()),
            "from" => {
                if let Some(at) = keys.get("at") {
                    let at = Self::compile(&at, names)?;
                    let source = Self::compile(&keys.must("from")?, names.elsewhere())?;
                    What::Within(Box::new((at, source)))
                } else {
                    let source = *inner("from")?;
                    if source.mods.is_none() { source.what } else { What::First(vec![source]) }
                }
            }
            "text" => What::Text(pieces(&keys.must("text")?, names)?),
            "first" => {
                let list = keys.must("first")?.list()?;
                What::First(list.iter().map(|s| Self::compile(s, names)).collect::<Read<_>>()?)
            }
            "equal" => {
                let spec = keys.must("equal")?;
                match spec.list()?.as_slice() {
                    [a, b] => What::Equal(Box::new((Self::compile(a, names)?, Self::compile(b, names)?))),
                    _ => return spec.wrong("needs two sources"),
                }
            }
            "exists" => What::Exists(inner("exists")?, true),
            "not" => What::Exists(inner("not")?, false),
            "count" => What::Count(inner("count")?),
            "find" => {
                let mut wanted = Vec::new();
                for (pointer, source) in keys.must("where")?.members()? {
                    let pointer = Pointer::parse(pointer)
                        .ok_or_else(|| source.fault("the key is not a JSON pointer"))?;
                    wanted.push((pointer, Self::compile(&source, names)?));
                }
                What::Find(inner("find")?, wanted)
            }
            "last" => What::Last(inner("last")?),
            "list" => {
                let list = keys.must("list")?.list()?;
                What::List(list.iter().map(|s| Self::compile(s, names)).collect::<Read<_>>()?)
            }
            "joined" => {
                let name = keys.must("joined")?;
                let text = name.text()?;
                let Some(index) = names.joins.iter().rposition(|join| join == text) else {
                    return name.wrong(format!(
                        "`{text}` is no batch in `joins`, the operation's or the descriptor's"
                    ));
                };
                if let Some(used) = names.used {
                    used.borrow_mut().push(index);
                }
                What::Joined(index, inner("by")?)
            }
            "split" => What::Split(inner("split")?, keys.text("by")?.unwrap_or(",").to_owned()),
            "each" => {
                let list = inner("each")?;
                let kind = match &list.what {
                    What::At(place, pointer) => names.look(*place, pointer).unwrap_or(None),
                    _ => None,
                };
                let item = Self::compile(&keys.must("item")?, names.inside(kind))?;
                What::Each(list, Box::new(item))
            }
            _ => {
                let at = keys.get("at").map(|s| Self::compile(&s, names).map(Box::new)).transpose()?;
                let names = if at.is_some() { names.elsewhere() } else { names };
                let mut fields = Vec::new();
                for (name, source) in keys.must("fields")?.members()? {
                    fields.push((name.to_owned(), Self::compile(&source, names)?));
                }
                What::Object(at, fields)
            }
        };
        let mods = Mods::compile(&keys, names)?;
        keys.done()?;
        Ok(Self { what, mods })
    }
}

impl Mods {
    pub(crate) fn compile(keys: &super::spec::Keys<'_>, names: Names<'_>) -> Read<Option<Box<Self>>> {
        let literal = |spec: Spec<'_>| spec.node.clone().into_owned();
        let mut mods = Self::default();
        let mut any = false;
        if let Some(map) = keys.get("map") {
            any = true;
            for (from, to) in map.members()? {
                mods.map.push((from.to_owned(), literal(to)));
            }
        }
        if let Some(other) = keys.get("else") {
            if mods.map.is_empty() {
                return other.wrong("`else` belongs to a `map`");
            }
            mods.other = Some(literal(other));
        }
        if let Some(default) = keys.get("default") {
            any = true;
            mods.default = Some(literal(default));
        }
        if let Some(form) = keys.get("as") {
            any = true;
            mods.form = Some(form.word(&Form::WORDS)?);
        }
        if let Some(plus) = keys.get("plus_s") {
            any = true;
            mods.plus_s = match plus.node {
                Node::Int(seconds) => *seconds,
                _ => return plus.wrong("must be a whole number of seconds"),
            };
        }
        if let Some(when) = keys.get("when") {
            any = true;
            mods.when = Some(Source::compile(&when, names)?);
        }
        if keys.yes("file")? {
            any = true;
            mods.file = true;
        }
        Ok(any.then(|| Box::new(mods)))
    }
}

/// A text with `{source}` in it.
fn pieces(spec: &Spec<'_>, names: Names<'_>) -> Read<Vec<Piece>> {
    let mut rest = spec.text()?;
    let mut pieces = Vec::new();
    while let Some((words, after)) = rest.split_once('{') {
        let Some((hole, after)) = after.split_once('}') else { return spec.wrong("a { without its }") };
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_owned()));
        }
        pieces.push(Piece::Hole(Source::reference(hole, spec, names)?));
        rest = after;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Ok(pieces)
}

impl Source {
    /// Where it looks, for developers.
    pub(crate) fn shown(&self) -> String {
        match &self.what {
            What::At(place, pointer) => {
                let place = if *place == Place::Here { String::new() } else { format!("${}", place.name()) };
                format!("{place}{pointer}")
            }
            What::First(sources) => sources.iter().map(Self::shown).collect::<Vec<_>>().join(", "),
            _ => "what the descriptor says".to_owned(),
        }
    }
}

impl Source {
    /// The whole of a place.
    pub(crate) fn place(place: Place) -> Self {
        Self::plain(What::At(place, Pointer::default()))
    }
}
