//! Going to a pointer in a text without reading the rest.

use super::parse::value_at;
use super::{Node, Pointer};

/// A place in a text. Of a text that is no JSON it makes what it can, and always ends.
pub(super) struct Walk<'a> {
    text: &'a str,
    pub(super) at: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut walk = Self { text, at: 0 };
        walk.space();
        walk
    }

    fn now(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.now().is_some_and(|c| c.is_ascii_whitespace() || c == b',' || c == b':') {
            self.at += 1;
        }
    }

    /// Goes to the value of a member or item; gives where its name or the item begins.
    pub(super) fn enter(&mut self, step: &str) -> Option<usize> {
        let opened = self.now()?;
        self.at += 1;
        let mut index = 0;
        loop {
            self.space();
            let begins = self.at;
            match (opened, self.now()?) {
                (_, b'}' | b']') => return None,
                (b'{', b'"') => {
                    let is_it = self.name_is(step);
                    self.space();
                    if is_it {
                        return Some(begins);
                    }
                }
                (b'[', _) if step.parse() == Ok(index) => return Some(begins),
                (b'[', _) => index += 1,
                _ => return None,
            }
            self.skip_to(b',');
        }
    }

    /// Steps over a name and its colon, and compares it.
    fn name_is(&mut self, name: &str) -> bool {
        let begins = self.at;
        self.skip_to(b':');
        let raw = self.text.get(begins..self.at).unwrap_or_default().trim_end();
        if raw.contains('\\') {
            return value_at(self.text, begins).and_then(|node| Some(node.as_text()? == name)) == Some(true);
        }
        raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')) == Some(name)
    }

    /// Steps to what ends a value: a mark that is in no text and in nothing that was opened since.
    fn skip_to(&mut self, mark: u8) {
        let mut depth = 0_usize;
        let mut bytes = self.text.as_bytes().get(self.at..).unwrap_or_default().iter();
        while let Some(&byte) = bytes.as_slice().first() {
            match byte {
                b'}' | b']' if depth == 0 => break,
                _ if byte == mark && depth == 0 => break,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            bytes.next();
            if byte == b'"' {
                step_over_text(&mut bytes);
            }
        }
        self.at = self.text.len() - bytes.len();
    }
}

/// To behind the quote that ends a text.
fn step_over_text(bytes: &mut core::slice::Iter<'_, u8>) {
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => {
                bytes.next();
            }
            b'"' => return,
            _ => {}
        }
    }
}

/// Line and column, both from 1, of the value at `pointer` in a valid JSON text; of its nearest parent when it
/// is not there. A pointer to a member gives the member's name.
pub fn locate(text: &str, pointer: &str) -> (usize, usize) {
    let pointer = Pointer::parse(pointer).unwrap_or_default();
    let mut walk = Walk::new(text);
    let found = pointer.steps().map_while(|step| walk.enter(step)).last();
    line_and_column(text, found.unwrap_or(0))
}

/// Line and column of an offset.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

/// What is at a pointer, as a value of its own: is this 200 a refusal? Everything else is stepped over.
pub fn peek(text: &str, pointer: &Pointer) -> Option<Node<'static>> {
    let mut walk = Walk::new(text);
    for step in pointer.steps() {
        walk.enter(step)?;
    }
    value_at(text, walk.at).map(Node::into_owned)
}
