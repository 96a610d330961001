//! Money: integer minor units with a currency. Never a float.

use core::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An ISO 4217 currency code, such as `CNY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, pattern = "^[A-Z]{3}$"))]
pub struct Currency([u8; 3]);

impl Currency {
    /// The renminbi, whose minor unit is the fen.
    pub const CNY: Self = Self(*b"CNY");

    /// Reads three capital letters.
    pub fn parse(text: &str) -> Option<Self> {
        let code: [u8; 3] = text.as_bytes().try_into().ok()?;
        code.iter().all(u8::is_ascii_uppercase).then_some(Self(code))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        // Only capital ASCII letters get in.
        core::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom("expected a currency code of three capital letters"))
    }
}

/// A sum of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// The sum in minor units (fen). Example: `9900` for ¥99.00.
    pub amount: i64,
    /// The currency. Example: `"CNY"`.
    pub currency: Currency,
}

impl Money {
    /// A sum in fen.
    pub const fn fen(amount: i64) -> Self {
        Self { amount, currency: Currency::CNY }
    }

    /// This sum a number of times, saturating.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        Self { amount: self.amount.saturating_mul(i64::from(count)), currency: self.currency }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_on_the_wire() {
        let json = serde_json::to_string(&Money::fen(9900)).unwrap();
        assert_eq!(json, r#"{"amount":9900,"currency":"CNY"}"#);
        assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), Money::fen(9900));
        assert!(serde_json::from_str::<Money>(r#"{"amount":99.5,"currency":"CNY"}"#).is_err());
        assert!(serde_json::from_str::<Money>(r#"{"amount":1,"currency":"yuan"}"#).is_err());
    }
}
