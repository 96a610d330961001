//! Joins byte chunks into text where a character is cut in two. Pure.

/// Decodes UTF-8 that arrives in pieces; bytes that are no text become U+FFFD.
#[derive(Default)]
pub(super) struct Utf8Joiner {
    /// The beginning (at most 3 bytes) of a character that is not complete.
    pending: Vec<u8>,
}

impl Utf8Joiner {
    /// The text that is complete once `chunk` has arrived.
    pub(super) fn push(&mut self, chunk: &[u8]) -> String {
        let mut bytes = std::mem::take(&mut self.pending);
        bytes.extend_from_slice(chunk);
        let mut text = String::with_capacity(bytes.len());
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(piece) = chunks.next() {
            text.push_str(piece.valid());
            let invalid = piece.invalid();
            if invalid.is_empty() {
                continue;
            }
            if chunks.peek().is_none() && is_beginning(invalid) {
                self.pending = invalid.to_vec();
            } else {
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        text
    }

    /// What is left when no more bytes will come.
    pub(super) fn finish(&mut self) -> String {
        if std::mem::take(&mut self.pending).is_empty() {
            String::new()
        } else {
            char::REPLACEMENT_CHARACTER.to_string()
        }
    }
}

/// Whether more bytes could still make these a character.
fn is_beginning(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::Utf8Joiner;

    fn join(pieces: &[&[u8]]) -> String {
        let mut joiner = Utf8Joiner::default();
        let mut text: String = pieces.iter().map(|piece| joiner.push(piece)).collect();
        text.push_str(&joiner.finish());
        text
    }

    #[test]
    fn every_cut_gives_the_same_text() {
        let whole = "data: 群里 é 🎈 end\n\n";
        let bytes = whole.as_bytes();
        for first in 0..=bytes.len() {
            for second in first..=bytes.len() {
                assert_eq!(join(&[&bytes[..first], &bytes[first..second], &bytes[second..]]), whole);
            }
        }
    }

    #[test]
    fn broken_bytes_are_marked_and_do_not_stop_the_text() {
        assert_eq!(join(&[b"a\xffb", b"c"]), "a\u{fffd}bc");
        assert_eq!(join(&[b"a\xe7\xbe"]), "a\u{fffd}");
        assert_eq!(join(&[b"a\xe7\xbe", b"b"]), "a\u{fffd}b");
        assert_eq!(join(&[]), "");
    }
}
