//! An endpoint as a constant: method, path template, and the types that go in and come out.

use core::marker::PhantomData;

/// The header that names one intent. 128 random bits as hex; the same key and body get the same answer.
pub const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads; changes nothing.
    Get,
    /// Creates, or does one step.
    Post,
    /// Replaces a part.
    Put,
    /// Takes away.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// One operation of the contract, typed by its request `Q` and its response `R`.
///
/// The server's router and the client's requests are both made from these constants, so neither can
/// invent a URL.
#[derive(Debug)]
pub struct Endpoint<Q, R> {
    /// The operation's stable name. Example: `"posts.list"`.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path below the API's base, with `{variables}`. Example: `"/groups/{group}/posts"`.
    pub path: &'static str,
    types: PhantomData<fn(Q) -> R>,
}

impl<Q, R> Clone for Endpoint<Q, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Q, R> Copy for Endpoint<Q, R> {}

impl<Q, R> Endpoint<Q, R> {
    /// An endpoint; only [`crate::api`] makes them.
    pub(crate) const fn new(name: &'static str, method: Method, path: &'static str) -> Self {
        Self { name, method, path, types: PhantomData }
    }

    /// The path with its variables filled in, in order, percent-encoded.
    ///
    /// A missing argument leaves its variable empty, which no backend routes: the answer is a 404, not
    /// another resource.
    pub fn path_with(&self, args: &[&str]) -> String {
        fill(self.path, args)
    }
}

/// A path template with its variables filled in, in order, percent-encoded.
pub fn fill(template: &str, args: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut args = args.iter();
    let mut in_variable = false;
    for c in template.chars() {
        match c {
            '{' => {
                in_variable = true;
                if let Some(arg) = args.next() {
                    push_encoded(&mut out, arg);
                }
            }
            '}' => in_variable = false,
            _ if in_variable => {}
            _ => out.push(c),
        }
    }
    out
}

/// Appends `text` percent-encoded (RFC 3986 unreserved characters stay).
pub fn push_encoded(out: &mut String, text: &str) {
    const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'];
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.push(HEX.get(usize::from(nibble)).copied().unwrap_or('0'));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_filled_and_encoded() {
        let e: Endpoint<(), ()> = Endpoint::new("t", Method::Get, "/a/{one}/b/{two}");
        assert_eq!(e.path_with(&["x/y", "群"]), "/a/x%2Fy/b/%E7%BE%A4");
        assert_eq!(e.path_with(&["only"]), "/a/only/b/");
    }
}
