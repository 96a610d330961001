//! From a backend's way of writing a value to the contract's, and back.
//!
//! Towards the contract the field's kind decides; towards the backend the descriptor's form does.

use contract::{Currency, Timestamp};

use super::spec::{Keys, Read, Spec};
use crate::json::decimal::exact;
use crate::json::{Node, Unreadable, parse};

/// How a backend writes what JSON has no type for.
#[derive(Debug, Clone)]
pub(crate) struct Style {
    /// Its zone, for times without one. Example: `+08:00`.
    pub(super) zone: String,
    offset_s: i64,
    currency: Currency,
    /// Money without a currency is in major units: 99.00.
    major: bool,
    decimals: u32,
    files: String,
}

impl Default for Style {
    fn default() -> Self {
        let (zone, files) = ("Z".to_owned(), String::new());
        Self { zone, offset_s: 0, currency: Currency::CNY, major: false, decimals: 2, files }
    }
}

/// How a value is written towards a backend, or which unit a number has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Number,
    Bool,
    ZeroOne,
    ZeroOneText,
    Rfc3339,
    LocalTime,
    EpochS,
    EpochMs,
    Minor,
    Major,
    MajorText,
    Comma,
    Json,
    Plain,
    Base64,
}

impl Form {
    pub(crate) const WORDS: [(&'static str, Self); 16] = [
        ("string", Self::Text),
        ("number", Self::Number),
        ("bool", Self::Bool),
        ("zero_one", Self::ZeroOne),
        ("zero_one_text", Self::ZeroOneText),
        ("rfc3339", Self::Rfc3339),
        ("local_time", Self::LocalTime),
        ("epoch_s", Self::EpochS),
        ("epoch_ms", Self::EpochMs),
        ("minor", Self::Minor),
        ("major", Self::Major),
        ("major_text", Self::MajorText),
        ("comma", Self::Comma),
        ("json", Self::Json),
        ("plain", Self::Plain),
        ("base64", Self::Base64),
    ];
}

impl Style {
    pub(crate) fn compile(spec: Option<Spec<'_>>, base: &str) -> Read<Self> {
        let mut style = Self { files: base.to_owned(), ..Self::default() };
        let Some(spec) = spec else { return Ok(style) };
        let keys: Keys<'_> = spec.keys()?;
        if let Some(zone) = keys.get("zone") {
            zone.text()?.clone_into(&mut style.zone);
            let noon = Timestamp::parse(&format!("1970-01-01T00:00:00{}", style.zone));
            style.offset_s = match noon {
                Ok(noon) => -noon.0 / 1000,
                Err(_) => return zone.wrong("must be an offset such as +08:00, or Z"),
            };
        }
        if let Some(currency) = keys.get("currency") {
            style.currency = Currency::parse(currency.text()?)
                .ok_or_else(|| currency.fault("must be three capital letters, such as CNY"))?;
        }
        if let Some(money) = keys.get("money") {
            style.major = money.word(&[("minor", false), ("major", true)])?;
        }
        if let Some(decimals) = keys.get("decimals") {
            style.decimals = decimals.whole()?;
            if style.decimals > 4 {
                return decimals.wrong("must be 0 to 4");
            }
        }
        if let Some(files) = keys.text("files")? {
            files.clone_into(&mut style.files);
        }
        keys.done()?;
        Ok(style)
    }

    /// An absolute address of a file.
    pub(crate) fn file(&self, text: &str) -> String {
        if text.contains("://") || text.starts_with("data:") {
            return text.to_owned();
        }
        format!("{}/{}", self.files.trim_end_matches('/'), text.trim_start_matches('/'))
    }

    /// Money as the contract writes it.
    pub(crate) fn money(&self, node: &Node<'_>, form: Option<Form>) -> Option<Node<'static>> {
        let major = match form {
            Some(Form::Major | Form::MajorText) => true,
            Some(Form::Minor) => false,
            _ => self.major,
        };
        let currency =
            node.get("currency").and_then(Node::as_text).and_then(Currency::parse).unwrap_or(self.currency);
        let amount = match node.get("amount") {
            Some(amount) => int(amount)?,
            None => exact(node.to_text()?.trim(), if major { self.decimals } else { 0 })?,
        };
        Some(Node::Object(vec![
            ("amount".into(), Node::Int(amount)),
            ("currency".into(), Node::owned(currency.as_str().to_owned())),
        ]))
    }
}

/// A whole number, also one written as text; none when something would be lost.
pub(crate) fn int(node: &Node<'_>) -> Option<i64> {
    match node {
        Node::Int(value) => Some(*value),
        Node::Bool(value) => Some(i64::from(*value)),
        Node::Decimal(digits) => exact(digits, 0),
        Node::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Yes or no in the ways of the world.
pub(crate) fn bool(node: &Node<'_>) -> Option<bool> {
    match node {
        Node::Bool(value) => Some(*value),
        Node::Int(0) => Some(false),
        Node::Int(1) => Some(true),
        Node::Text(text) => match text.trim() {
            "1" | "true" | "True" | "TRUE" | "Y" | "y" | "yes" | "t" => Some(true),
            "" | "0" | "false" | "False" | "FALSE" | "N" | "n" | "no" | "f" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Words of an id: exact, or none.
pub(crate) fn id(node: &Node<'_>) -> Result<String, Unreadable> {
    match node {
        Node::Text(text) if !text.is_empty() => Ok(text.to_string()),
        Node::Int(value) => Ok(value.to_string()),
        Node::Big(value) => Ok(value.to_string()),
        Node::Decimal(_) => {
            Err(Unreadable::new("an id that 64 bits cannot hold: the backend must write it as text"))
        }
        other => Err(Unreadable::new(format!("expected an id, found {}", other.sort()))),
    }
}

/// A value as a backend wants it.
pub(crate) fn outward(
    node: &Node<'_>,
    form: Option<Form>,
    plus_s: i64,
    style: &Style,
) -> Option<Node<'static>> {
    let moved = if plus_s == 0 {
        node.clone().into_owned()
    } else {
        Node::owned(style.time(node)?.plus_s(plus_s).to_string())
    };
    let text = || moved.to_text().map(std::borrow::Cow::into_owned);
    let amount = || moved.get("amount").and_then(int).or_else(|| int(&moved));
    Some(match form {
        None => moved,
        Some(Form::Text) => Node::owned(text()?),
        Some(Form::Number) => {
            let text = text()?;
            // What people type may begin with zeros.
            let whole = text.trim().parse().map(Node::Int);
            match whole.or_else(|_| parse(text.trim())) {
                Ok(number @ (Node::Int(_) | Node::Big(_) | Node::Decimal(_))) => number.into_owned(),
                _ => Node::owned(text),
            }
        }
        Some(Form::Bool) => Node::Bool(bool(&moved)?),
        Some(Form::ZeroOne) => Node::Int(i64::from(bool(&moved)?)),
        Some(Form::ZeroOneText) => Node::text(if bool(&moved)? { "1" } else { "0" }),
        Some(Form::Rfc3339) => Node::owned(style.time(&moved)?.to_string()),
        Some(Form::LocalTime) => {
            let local = style.time(&moved)?.plus_s(style.offset_s).to_string();
            Node::owned(local.get(..19)?.replace('T', " "))
        }
        Some(Form::EpochS) => Node::Int(style.time(&moved)?.0.div_euclid(1000)),
        Some(Form::EpochMs) => Node::Int(style.time(&moved)?.0),
        Some(Form::Minor) => Node::Int(amount()?),
        Some(Form::MajorText) => Node::owned(major(amount()?, style.decimals)),
        Some(Form::Major) => {
            let digits = major(amount()?, style.decimals);
            let short = if digits.contains('.') {
                digits.trim_end_matches('0').trim_end_matches('.')
            } else {
                &digits
            };
            Node::Decimal(short.to_owned().into())
        }
        Some(Form::Comma) => {
            let parts: Vec<_> = moved.items().iter().filter_map(Node::to_text).collect();
            Node::owned(parts.join(","))
        }
        Some(Form::Json) => Node::owned(moved.to_string()),
        Some(Form::Plain) => Node::owned(super::plain::words_of(&text()?)),
        Some(Form::Base64) => Node::owned(base64(text()?.as_bytes())),
    })
}

/// Base64 with padding (RFC 4648), as HTTP Basic wants it.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for i in 0..4 {
            let six = usize::try_from(bits >> (18 - 6 * i) & 63).unwrap_or(0);
            let letter = LETTERS.get(six..=six).unwrap_or("");
            text.push_str(if i <= three.len() { letter } else { "=" });
        }
    }
    text
}

/// Minor units as decimal digits.
fn major(amount: i64, decimals: u32) -> String {
    let Some(one) = 10_u64.checked_pow(decimals).filter(|_| decimals > 0) else { return amount.to_string() };
    let (sign, digits) = (if amount < 0 { "-" } else { "" }, amount.unsigned_abs());
    let width = usize::try_from(decimals).unwrap_or(2);
    format!("{sign}{}.{:0width$}", digits / one, digits % one)
}

#[cfg(test)]
#[path = "coerce_tests.rs"]
mod tests;
