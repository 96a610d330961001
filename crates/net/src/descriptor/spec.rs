//! Reading a descriptor's JSON by hand, so that every fault has a pointer and a sentence.

use core::cell::RefCell;

use crate::json::{Node, Pointer, locate};

/// What is wrong with a descriptor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescriptorError {
    /// A JSON pointer to the fault; empty for the whole file.
    pub pointer: String,
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// What is wrong, in English.
    pub message: String,
}

impl core::fmt::Display for DescriptorError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let pointer = if self.pointer.is_empty() { "the file" } else { &self.pointer };
        write!(f, "line {}, column {}: {pointer}: {}", self.line, self.column, self.message)
    }
}

/// A fault before its line is known. Boxed: nearly everything here may be one, and all that code is downloaded.
#[derive(Debug)]
pub(crate) struct Fault(Box<(String, String)>);

impl Fault {
    pub(crate) fn placed(self, text: &str) -> DescriptorError {
        let (pointer, message) = *self.0;
        let (line, column) = locate(text, &pointer);
        DescriptorError { pointer, line, column, message }
    }
}

pub(crate) type Read<T> = Result<T, Fault>;

/// A value of the descriptor. Where it stands is looked up in the whole when that is asked for: seldom.
#[derive(Clone)]
pub(crate) struct Spec<'a> {
    pub(crate) node: &'a Node<'a>,
    root: &'a Node<'a>,
}

/// Writes the pointer to the very node that is `wanted`; whether it was found.
fn path_to(wanted: &Node<'_>, from: &Node<'_>, path: &mut String) -> bool {
    let length = path.len();
    let mut inside = |name: &str, node: &Node<'_>| {
        path.push('/');
        path.push_str(&name.replace('~', "~0").replace('/', "~1"));
        let found = path_to(wanted, node, path);
        if !found {
            path.truncate(length);
        }
        found
    };
    core::ptr::addr_eq(wanted, from)
        || match from {
            Node::Object(members) => members.iter().any(|(name, node)| inside(name, node)),
            Node::List(items) => items.iter().enumerate().any(|(i, node)| inside(&i.to_string(), node)),
            _ => false,
        }
}

impl<'a> Spec<'a> {
    pub(crate) fn root(node: &'a Node<'a>) -> Self {
        Self { node, root: node }
    }

    pub(crate) fn fault(&self, message: impl Into<String>) -> Fault {
        self.fault_of(message.into())
    }

    fn fault_of(&self, message: String) -> Fault {
        let mut path = String::new();
        path_to(self.node, self.root, &mut path);
        Fault(Box::new((path, message)))
    }

    pub(crate) fn wrong<T>(&self, message: impl Into<String>) -> Read<T> {
        Err(self.fault(message))
    }

    fn child(&self, node: &'a Node<'a>) -> Self {
        Self { node, root: self.root }
    }

    pub(crate) fn text(&self) -> Read<&'a str> {
        self.node.as_text().ok_or_else(|| self.fault(format!("must be a text, not {}", self.node.sort())))
    }

    pub(crate) fn whole(&self) -> Read<u32> {
        match self.node {
            Node::Int(value) => u32::try_from(*value).ok(),
            _ => None,
        }
        .ok_or_else(|| self.fault("must be a whole number from 0"))
    }

    pub(crate) fn yes(&self) -> Read<bool> {
        match self.node {
            Node::Bool(value) => Ok(*value),
            _ => self.wrong("must be true or false"),
        }
    }

    pub(crate) fn pointer(&self) -> Read<Pointer> {
        Pointer::parse(self.text()?)
            .ok_or_else(|| self.fault("is not a JSON pointer: empty, or beginning with /"))
    }

    pub(crate) fn list(&self) -> Read<Vec<Self>> {
        match self.node {
            Node::List(items) => Ok(items.iter().map(|item| self.child(item)).collect()),
            other => self.wrong(format!("must be a list, not {}", other.sort())),
        }
    }

    /// One or several of the same.
    pub(crate) fn one_or_more(&self) -> Read<Vec<Self>> {
        if matches!(self.node, Node::List(_)) { self.list() } else { Ok(vec![self.clone()]) }
    }

    /// Every member, with its name.
    pub(crate) fn members(&self) -> Read<Vec<(&'a str, Self)>> {
        match self.node {
            Node::Object(members) => {
                let own = members.iter().filter(|(key, _)| !is_comment(key));
                for (i, (key, value)) in own.clone().enumerate() {
                    if own.clone().take(i).any(|(before, _)| before == key) {
                        return self.child(value).wrong("stands here twice");
                    }
                }
                Ok(own.map(|(key, value)| (key.as_ref(), self.child(value))).collect())
            }
            other => self.wrong(format!("must be an object, not {}", other.sort())),
        }
    }

    /// The members of a thing whose keys are known.
    pub(crate) fn keys(&self) -> Read<Keys<'a>> {
        self.members()?;
        Ok(Keys { of: self.clone(), asked: RefCell::default() })
    }

    /// Nothing but these may stand here.
    pub(crate) fn only(&self, known: &[&str]) -> Read<()> {
        for (name, spec) in self.members()? {
            if !known.contains(&name) {
                return spec.wrong(format!("is not a key here; known are: {}", known.join(", ")));
            }
        }
        Ok(())
    }

    pub(crate) fn is_object(&self) -> bool {
        matches!(self.node, Node::Object(_))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.is_object() && self.node.get(name).is_some()
    }

    /// A word out of a few.
    pub(crate) fn word<T: Copy>(&self, words: &[(&str, T)]) -> Read<T> {
        let said = self.text()?;
        words.iter().find(|(word, _)| *word == said).map(|(_, value)| *value).ok_or_else(|| {
            let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.fault(format!("`{said}` is none of: {}", known.join(", ")))
        })
    }
}

fn is_comment(key: &str) -> bool {
    key == "//"
}

/// An object's members, asked for one by one; those that nobody asked for are faults.
pub(crate) struct Keys<'a> {
    of: Spec<'a>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'a> Keys<'a> {
    pub(crate) fn get(&self, name: &'static str) -> Option<Spec<'a>> {
        self.asked.borrow_mut().push(name);
        self.of.node.get(name).map(|node| self.of.child(node))
    }

    pub(crate) fn must(&self, name: &'static str) -> Read<Spec<'a>> {
        self.get(name).ok_or_else(|| self.of.fault(format!("`{name}` is missing")))
    }

    pub(crate) fn text(&self, name: &'static str) -> Read<Option<&'a str>> {
        self.get(name).map(|spec| spec.text()).transpose()
    }

    pub(crate) fn whole(&self, name: &'static str) -> Read<Option<u32>> {
        self.get(name).map(|spec| spec.whole()).transpose()
    }

    pub(crate) fn yes(&self, name: &'static str) -> Read<bool> {
        self.get(name).map_or(Ok(false), |spec| spec.yes())
    }

    pub(crate) fn pointer(&self, name: &'static str) -> Read<Option<Pointer>> {
        self.get(name).map(|spec| spec.pointer()).transpose()
    }

    /// Nothing else may stand here: a misspelt key must not be a silent default.
    pub(crate) fn done(self) -> Read<()> {
        let asked = self.asked.into_inner();
        self.of.only(&asked)
    }
}
