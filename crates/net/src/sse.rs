//! Server-sent events, read piece by piece: EventSource cannot carry a bearer token.

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Event {
    /// Its name; `message` when it has none.
    pub name: String,
    /// Its data, lines joined.
    pub data: String,
}

/// An incremental parser of `text/event-stream`.
#[derive(Debug, Default)]
pub struct SseParser {
    line: String,
    event: Event,
    has_data: bool,
    after_cr: bool,
}

/// A line longer than this is not an event of ours; it is dropped so that memory stays bounded.
const LONGEST_LINE: usize = 64 * 1024;

impl SseParser {
    /// Takes a piece of the stream and gives the events that it completes.
    pub fn push(&mut self, chunk: &str) -> Vec<Event> {
        let mut events = Vec::new();
        for c in chunk.chars() {
            let pair = self.after_cr && c == '\n';
            self.after_cr = c == '\r';
            match c {
                _ if pair => {}
                '\n' | '\r' => {
                    let line = core::mem::take(&mut self.line);
                    self.end_line(&line, &mut events);
                }
                _ if self.line.len() < LONGEST_LINE => self.line.push(c),
                _ => {}
            }
        }
        events
    }

    fn end_line(&mut self, line: &str, events: &mut Vec<Event>) {
        if line.is_empty() {
            let mut event = core::mem::take(&mut self.event);
            if core::mem::take(&mut self.has_data) {
                if event.name.is_empty() {
                    event.name.push_str("message");
                }
                events.push(event);
            }
            return;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.event.name),
            "data" => {
                if self.has_data {
                    self.event.data.push('\n');
                }
                self.event.data.push_str(value);
                self.has_data = true;
            }
            // Comments (an empty field name), ids and retry times are not used here.
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str =
        ": hi\r\n\r\nevent: change\r\ndata: {\"cursor\":\"7\"}\r\n\r\ndata:a\ndata: b\n\nevent: empty\n\n";

    fn expected() -> Vec<Event> {
        vec![
            Event { name: "change".into(), data: "{\"cursor\":\"7\"}".into() },
            Event { name: "message".into(), data: "a\nb".into() },
        ]
    }

    proptest! {
        #[test]
        fn cuts_do_not_matter(mut cuts in prop::collection::vec(0..TEXT.len(), 0..8)) {
            cuts.sort_unstable();
            let mut parser = SseParser::default();
            let mut events = Vec::new();
            let mut from = 0;
            for cut in cuts.into_iter().chain([TEXT.len()]) {
                events.extend(parser.push(&TEXT[from..cut]));
                from = cut;
            }
            prop_assert_eq!(events, expected());
        }

        #[test]
        fn no_stream_panics(chunks in prop::collection::vec(".{0,20}", 0..10)) {
            let mut parser = SseParser::default();
            for chunk in chunks {
                let _ = parser.push(&chunk);
            }
        }
    }
}
