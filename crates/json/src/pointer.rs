//! JSON pointers (RFC 6901), taken apart once and followed often.

use core::cell::Cell;
use std::borrow::Cow;

use super::Node;

/// A JSON pointer (RFC 6901), taken apart once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pointer(Vec<Step>);

#[derive(Debug, Clone)]
struct Step {
    name: Box<str>,
    /// Where the member was last time. The rows of a list are alike: it is mostly there again.
    last: Cell<usize>,
}

impl PartialEq for Step {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Step {}

impl Step {
    fn new(name: impl Into<Box<str>>) -> Self {
        Self { name: name.into(), last: Cell::new(0) }
    }

    fn follow<'n, 'a>(&self, node: &'n Node<'a>) -> Option<&'n Node<'a>> {
        let Node::Object(members) = node else { return node.get(&self.name) };
        let is_it = |member: &(Cow<'a, str>, Node<'a>)| *member.0 == *self.name;
        if let Some(member) = members.get(self.last.get()).filter(|member| is_it(member)) {
            return Some(&member.1);
        }
        let found = members.iter().position(is_it)?;
        self.last.set(found);
        members.get(found).map(|(_, value)| value)
    }
}

impl Pointer {
    /// Reads a pointer: empty, or beginning with `/`; `~` only as `~0` or `~1`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self::default());
        }
        let mut steps = Vec::new();
        for step in text.strip_prefix('/')?.split('/') {
            let valid = step.split('~').skip(1).all(|after| after.starts_with(['0', '1']));
            if !valid {
                return None;
            }
            steps.push(Step::new(step.replace("~1", "/").replace("~0", "~")));
        }
        Some(Self(steps))
    }

    /// The pointer to a member of the whole.
    pub fn member(name: &str) -> Self {
        Self(vec![Step::new(name)])
    }

    /// Its steps.
    pub fn steps(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|step| &*step.name)
    }
}

impl Node<'_> {
    /// What is at a pointer.
    pub fn at(&self, pointer: &Pointer) -> Option<&Self> {
        pointer.0.iter().try_fold(self, |node, step| step.follow(node))
    }
}

impl core::fmt::Display for Pointer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.steps().try_for_each(|step| write!(f, "/{}", step.replace('~', "~0").replace('/', "~1")))
    }
}
