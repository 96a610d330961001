//! Where in a text a pointer points: line and column, for whoever must mend the file.

use super::Pointer;

/// Line and column, both from 1, of the value at `pointer` in a valid JSON text; of its nearest parent when it
/// is not there. A pointer to a member gives the member's name.
pub fn locate(text: &str, pointer: &str) -> (usize, usize) {
    let steps = Pointer::parse(pointer).unwrap_or_default();
    let mut walk = Walk { text: text.as_bytes(), at: 0 };
    let mut found = 0;
    walk.space();
    for step in steps.steps() {
        match walk.enter(step) {
            Some(at) => found = at,
            None => break,
        }
    }
    let before = text.get(..found).unwrap_or("");
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (line, column)
}

struct Walk<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Walk<'a> {
    fn now(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.now().is_some_and(|c| c.is_ascii_whitespace() || c == b',' || c == b':') {
            self.at += 1;
        }
    }

    /// Goes to the value of a member or item; gives where its name or the item begins.
    fn enter(&mut self, step: &str) -> Option<usize> {
        let opened = self.now()?;
        self.at += 1;
        let mut index = 0;
        loop {
            self.space();
            let begins = self.at;
            match (opened, self.now()?) {
                (_, b'}' | b']') => return None,
                (b'{', _) => {
                    let name = self.string();
                    self.space();
                    if serde_json::from_slice::<String>(name).is_ok_and(|name| name == step) {
                        return Some(begins);
                    }
                }
                (b'[', _) if step.parse() == Ok(index) => return Some(begins),
                (b'[', _) => index += 1,
                _ => return None,
            }
            self.skip();
        }
    }

    /// Steps over a text, and gives it with its quotes.
    fn string(&mut self) -> &'a [u8] {
        let begins = self.at;
        self.at += 1;
        while let Some(c) = self.now() {
            self.at += if c == b'\\' { 2 } else { 1 };
            if c == b'"' {
                break;
            }
        }
        self.text.get(begins..self.at).unwrap_or_default()
    }

    /// Steps over a value.
    fn skip(&mut self) {
        let mut depth = 0_usize;
        while let Some(c) = self.now() {
            match c {
                b'"' => {
                    self.string();
                }
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' if depth == 0 => return,
                b'}' | b']' => {
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => return,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            if depth == 0 && c != b',' {
                return;
            }
        }
    }
}
