//! Text to tree, in one pass and without a recursion or a size that a hostile text could choose.
//!
//! Written here and not taken from serde_json, which would carry a reader for every type that it reads: this one
//! makes trees only, and is faster for it.

use std::borrow::Cow;

use super::Node;
use super::decimal::exact;

/// More nodes than any page has: a body of ten million bytes must not fill a phone's memory.
const MOST_NODES: u32 = 500_000;
/// Deeper than any answer is.
const DEEPEST: u32 = 128;

/// Reads a JSON text.
///
/// # Errors
/// A sentence for developers: what is wrong, at which line and column.
pub fn parse(text: &str) -> Result<Node<'_>, String> {
    let mut parser = Parser::at(text, 0);
    match parser.whole() {
        Ok(node) => Ok(node),
        Err(fault) => {
            let (line, column) = super::walk::line_and_column(text, parser.at);
            Err(format!("{fault} at line {line} column {column}"))
        }
    }
}

/// Reads the value that begins at an offset, whatever comes after it.
pub(super) fn value_at(text: &str, at: usize) -> Option<Node<'_>> {
    Parser::at(text, at).value(0).ok()
}

type Parsed<T> = Result<T, &'static str>;
type Member<'a> = (Cow<'a, str>, Node<'a>);

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// How many nodes there may be still.
    left: u32,
    /// Items and members of what is still open; what is closed takes its own off, in a list of the right size.
    items: Vec<Node<'a>>,
    members: Vec<Member<'a>>,
}

impl<'a> Parser<'a> {
    fn at(text: &'a str, at: usize) -> Self {
        Self { text, at, left: MOST_NODES, items: Vec::new(), members: Vec::new() }
    }

    fn whole(&mut self) -> Parsed<Node<'a>> {
        let node = self.value(0)?;
        match self.next() {
            None => Ok(node),
            Some(_) => Err("something after the end"),
        }
    }

    /// The next byte that is no space.
    fn next(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    fn value(&mut self, depth: u32) -> Parsed<Node<'a>> {
        self.left = self.left.checked_sub(1).ok_or("more values than a page has")?;
        match self.next() {
            Some(b'"') => self.string().map(Node::Text),
            Some(b'{' | b'[') if depth == DEEPEST => Err("recursion limit exceeded: nested too deep"),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true", Node::Bool(true)),
            Some(b'f') => self.word("false", Node::Bool(false)),
            Some(b'n') => self.word("null", Node::Null),
            Some(_) => Err("expected value"),
            None => Err("the text ends where a value should be"),
        }
    }

    fn word(&mut self, word: &str, node: Node<'a>) -> Parsed<Node<'a>> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if !rest.starts_with(word.as_bytes()) {
            return Err("expected value");
        }
        self.at += word.len();
        Ok(node)
    }

    /// Steps over `,` or the closing mark; whether there is more.
    fn more(&mut self, closing: u8) -> Parsed<bool> {
        let next = self.next().ok_or("the text ends inside a list or an object")?;
        if next != b',' && next != closing {
            return Err("expected a comma or the end of a list or an object");
        }
        self.at += 1;
        Ok(next == b',')
    }

    fn list(&mut self, depth: u32) -> Parsed<Node<'a>> {
        let begun = self.items.len();
        self.at += 1;
        if matches!(self.next(), Some(b']')) {
            self.at += 1;
            return Ok(Node::List(Vec::new()));
        }
        loop {
            let item = self.value(depth + 1)?;
            self.items.push(item);
            if !self.more(b']')? {
                return Ok(Node::List(self.items.drain(begun..).collect()));
            }
        }
    }

    fn object(&mut self, depth: u32) -> Parsed<Node<'a>> {
        let begun = self.members.len();
        self.at += 1;
        if matches!(self.next(), Some(b'}')) {
            self.at += 1;
            return Ok(Node::Object(Vec::new()));
        }
        loop {
            if !matches!(self.next(), Some(b'"')) {
                return Err("expected a name in quotes");
            }
            let name = self.string()?;
            if !matches!(self.next(), Some(b':')) {
                return Err("expected a colon");
            }
            self.at += 1;
            let value = self.value(depth + 1)?;
            self.members.push((name, value));
            if !self.more(b'}')? {
                return Ok(Node::Object(self.members.drain(begun..).collect()));
            }
        }
    }

    /// From quote to quote. Borrowed, unless something in it is escaped.
    fn string(&mut self) -> Parsed<Cow<'a, str>> {
        self.at += 1;
        let plain = self.plain()?;
        if matches!(self.byte(), Some(b'"')) {
            self.at += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut own = plain.to_owned();
        while matches!(self.byte(), Some(b'\\')) {
            self.at += 1;
            own.push(self.escaped()?);
            own.push_str(self.plain()?);
        }
        self.at += 1;
        Ok(Cow::Owned(own))
    }

    /// Everything up to a quote or a backslash.
    fn plain(&mut self) -> Parsed<&'a str> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let Some(length) = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | 0..b' ')) else {
            return Err("the text ends inside a text");
        };
        let begun = self.at;
        self.at += length;
        match self.byte() {
            Some(b'"' | b'\\') => self.text.get(begun..self.at).ok_or("a text that is cut"),
            _ => Err("a control character inside a text"),
        }
    }

    fn escaped(&mut self) -> Parsed<char> {
        let byte = self.text.as_bytes().get(self.at).copied();
        self.at += 1;
        Ok(match byte {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => self.unicode()?,
            _ => return Err("no such escape"),
        })
    }

    /// A character by its number, or by two. Half a pair is shown as such, and is no reason to lose a page: backends
    /// that cut texts write it.
    fn unicode(&mut self) -> Parsed<char> {
        let first = self.hex()?;
        if (0xd800..0xdc00).contains(&first) && self.text.get(self.at..self.at + 2) == Some("\\u") {
            let back = self.at;
            self.at += 2;
            let second = self.hex()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = back;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn hex(&mut self) -> Parsed<u32> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        self.at += 4;
        code.ok_or("expected four hexadecimal digits")
    }

    fn number(&mut self) -> Parsed<Node<'a>> {
        let begun = self.at;
        let negative = matches!(self.byte(), Some(b'-'));
        self.at += usize::from(negative);
        let first = self.byte();
        let (digits, whole) = self.digits();
        let mut valid = digits > 0 && !(digits > 1 && matches!(first, Some(b'0')));
        let mut exact = true;
        if matches!(self.byte(), Some(b'.')) {
            self.at += 1;
            exact = false;
            valid &= self.digits().0 > 0;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            exact = false;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            valid &= self.digits().0 > 0;
        }
        let text = self.text.get(begun..self.at).filter(|_| valid).ok_or("not a number")?;
        // Nineteen digits are within 64 bits, and nearly all numbers are within those.
        if exact
            && digits <= 19
            && let Ok(value) = i64::try_from(whole)
        {
            return Ok(Node::Int(if negative { -value } else { value }));
        }
        if exact && let Some(node) = text.parse().map(Node::Int).or_else(|_| text.parse().map(Node::Big)).ok()
        {
            return Ok(node);
        }
        Ok(other(text))
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Steps over digits: how many, and their value where 64 bits hold it.
    fn digits(&mut self) -> (usize, u64) {
        let (mut count, mut value) = (0, 0_u64);
        for byte in self.text.as_bytes().get(self.at..).unwrap_or_default() {
            if !byte.is_ascii_digit() {
                break;
            }
            value = value.wrapping_mul(10).wrapping_add(u64::from(byte - b'0'));
            count += 1;
        }
        self.at += count;
        (count, value)
    }
}

/// Beyond this a float has no room for every whole number: what a backend wrote by one may be its neighbour.
const FLOATS_ARE_WHOLE: u64 = 1 << 53;

/// A number that is not written as a whole one. Backends that know only floats write 200 as `200.0` or `2E2`.
fn other(text: &str) -> Node<'_> {
    let whole = exact(text, 0).filter(|whole| whole.unsigned_abs() <= FLOATS_ARE_WHOLE);
    let fraction = text.contains('.') && !text.contains(['e', 'E']);
    match whole {
        Some(whole) => Node::Int(whole),
        None if fraction => Node::Decimal(Cow::Borrowed(text.trim_end_matches('0').trim_end_matches('.'))),
        None => Node::Decimal(Cow::Borrowed(text)),
    }
}
