//! A calendar file with one event, RFC 5545: times in UTC, texts escaped, lines folded. Knows no class and no clock.

use contract::Timestamp;

/// What stands in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event<'a> {
    /// The same for every version of the event, and for no other event.
    pub uid: &'a str,
    /// How often it was changed.
    pub sequence: u32,
    /// When this version was made.
    pub made_at: Timestamp,
    /// When it starts.
    pub starts_at: Timestamp,
    /// How long it lasts, in minutes.
    pub minutes: u32,
    /// What.
    pub title: &'a str,
    /// Where.
    pub place: &'a str,
    /// Whatever else; may be empty.
    pub about: &'a str,
    /// It does not take place: calendars take it off.
    pub cancelled: bool,
}

/// The longest line in octets, without its end.
const LONGEST: usize = 75;

/// The file. Lines end with CRLF.
pub fn ics(event: &Event<'_>) -> String {
    let ends_at = event.starts_at.plus_s(i64::from(event.minutes) * 60);
    let (method, status) = if event.cancelled { ("CANCEL", "CANCELLED") } else { ("PUBLISH", "CONFIRMED") };
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//Qunli//Qunli//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("METHOD:{method}"),
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}", escaped(event.uid)),
        format!("DTSTAMP:{}", utc(event.made_at)),
        format!("SEQUENCE:{}", event.sequence),
        format!("DTSTART:{}", utc(event.starts_at)),
        format!("DTEND:{}", utc(ends_at)),
        format!("SUMMARY:{}", escaped(event.title)),
        format!("LOCATION:{}", escaped(event.place)),
    ];
    if !event.about.is_empty() {
        lines.push(format!("DESCRIPTION:{}", escaped(event.about)));
    }
    lines.extend([format!("STATUS:{status}"), "END:VEVENT".to_owned(), "END:VCALENDAR".to_owned()]);
    lines.iter().map(|line| folded(line)).collect()
}

/// `20260312T113000Z`: UTC needs no description of a time zone.
fn utc(at: Timestamp) -> String {
    let text = at.to_string();
    let seconds = text.split_once('.').map_or(text.as_str(), |(seconds, _)| seconds);
    let digits: String = seconds.chars().filter(|c| !matches!(c, '-' | ':' | 'Z')).collect();
    format!("{digits}Z")
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// A line in pieces of at most 75 octets, the later ones behind a space; no character is cut.
fn folded(line: &str) -> String {
    let mut out = String::new();
    let mut length = 0;
    for c in line.chars() {
        if length + c.len_utf8() > LONGEST {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn event<'a>(title: &'a str, about: &'a str) -> Event<'a> {
        Event {
            uid: "c1@qunli",
            sequence: 2,
            made_at: Timestamp(1_773_182_760_000),
            starts_at: Timestamp(1_773_316_800_000),
            minutes: 90,
            title,
            place: "B 教室",
            about,
            cancelled: false,
        }
    }

    #[test]
    fn a_class_as_calendars_read_it() {
        let text = ics(&event("普拉提, 器械; 中级", "栗子教练\nC:\\ 带水"));
        assert_eq!(
            text,
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Qunli//Qunli//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n\
             BEGIN:VEVENT\r\nUID:c1@qunli\r\nDTSTAMP:20260310T224600Z\r\nSEQUENCE:2\r\nDTSTART:20260312T120000Z\r\n\
             DTEND:20260312T133000Z\r\nSUMMARY:普拉提\\, 器械\\; 中级\r\nLOCATION:B 教室\r\n\
             DESCRIPTION:栗子教练\\nC:\\\\ 带水\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let over = ics(&Event { cancelled: true, sequence: 3, ..event("x", "") });
        assert!(over.contains("METHOD:CANCEL\r\n") && over.contains("STATUS:CANCELLED\r\n"));
        assert!(over.contains("SEQUENCE:3\r\n") && !over.contains("DESCRIPTION"));
    }

    /// Reads a file as a calendar does: unfolds, splits, unescapes.
    fn read(text: &str, name: &str) -> String {
        let whole = text.replace("\r\n ", "");
        let value = whole.split("\r\n").find_map(|line| line.strip_prefix(name)).unwrap();
        let mut out = String::new();
        let mut chars = value.chars();
        while let Some(c) = chars.next() {
            match (c, c == '\\') {
                (_, true) => match chars.next().unwrap() {
                    'n' => out.push('\n'),
                    other => out.push(other),
                },
                (c, _) => out.push(c),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn every_text_survives_and_no_line_is_too_long(title in "[^\\pC]{0,120}", about in "([^\\pC]|\n){1,400}") {
            let text = ics(&event(&title, &about));
            prop_assert_eq!(read(&text, "SUMMARY:"), title);
            prop_assert_eq!(read(&text, "DESCRIPTION:"), about);
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= LONGEST, "{} octets", line.len());
                prop_assert!(!line.contains(['\r', '\n']));
            }
        }
    }
}
