//! Times in the forms that backends write: RFC 3339 with and without a zone, epochs, the date of a header.

use std::borrow::Cow;

use contract::Timestamp;

use super::coerce::Style;
use crate::json::Node;
use crate::json::decimal::Scaled;

impl Style {
    /// A time in any of the forms that backends write.
    pub(crate) fn time(&self, node: &Node<'_>) -> Option<Timestamp> {
        match node {
            // Seconds until the year 5138, milliseconds from 1973 on.
            Node::Int(n) if n.unsigned_abs() < 100_000_000_000 => Some(Timestamp(n.checked_mul(1000)?)),
            Node::Int(n) => Some(Timestamp(*n)),
            Node::Decimal(seconds) => {
                let ms = Scaled::read(seconds, 3)?.whole;
                (ms.unsigned_abs() < 100_000_000_000_000).then_some(Timestamp(ms))
            }
            Node::Text(text) => self.time_text(text.trim()),
            _ => None,
        }
    }

    /// A text in the shape that the contract reads: as it is, or with the zone that it lacks. Whether it is a time is
    /// the field's business, which takes it apart anyway.
    pub(crate) fn zoned<'t>(&self, text: &'t str) -> Option<Cow<'t, str>> {
        let (date_and_clock, rest) = text.as_bytes().split_first_chunk::<19>()?;
        let [_, _, _, _, b'-', _, _, b'-', _, _, b'T' | b't' | b' ', _, _, b':', _, _, b':', _, _] =
            date_and_clock
        else {
            return None;
        };
        match rest {
            [] => {
                let mut zoned = String::with_capacity(text.len() + self.zone.len());
                zoned.push_str(text);
                zoned.push_str(&self.zone);
                Some(Cow::Owned(zoned))
            }
            [.., b'Z' | b'z'] | [.., b'+' | b'-', _, _, b':', _, _] => Some(Cow::Borrowed(text)),
            _ => None,
        }
    }

    fn time_text(&self, text: &str) -> Option<Timestamp> {
        if let Some(time) = self.zoned(text).and_then(|words| Timestamp::parse(&words).ok()) {
            return Some(time);
        }
        if let Ok(number) = text.parse::<i64>() {
            return self.time(&Node::Int(number)).filter(|_| text.len() >= 9);
        }
        if text.contains(',') {
            return http_date(text);
        }
        let dashed = text.replace('/', "-");
        let (date, clock) = match dashed.split_once(['T', ' ']) {
            Some((date, clock)) => (date, clock),
            None => (dashed.as_str(), "00:00:00"),
        };
        let cut = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
        let (clock, zone) = (clock.get(..cut)?, clock.get(cut..)?);
        let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.to_owned() };
        let zone = match (zone.len(), zone.get(..3), zone.get(3..)) {
            (0, ..) => self.zone.clone(),
            (5, Some(hours), Some(minutes)) => format!("{hours}:{minutes}"),
            (3, ..) => format!("{zone}:00"),
            _ => zone.to_owned(),
        };
        Timestamp::parse(&format!("{date}T{clock}{zone}")).ok()
    }
}

/// The date of an HTTP header: `Thu, 12 Mar 2026 11:30:00 GMT`.
fn http_date(text: &str) -> Option<Timestamp> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut words = text.split_whitespace().skip(1);
    let (day, month, year, clock) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|m| *m == month)? + 1;
    Timestamp::parse(&format!("{year}-{month:02}-{day:0>2}T{clock}Z")).ok()
}
