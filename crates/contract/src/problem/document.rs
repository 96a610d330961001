//! The document that a problem comes in (RFC 9457). Knows no code by name.

use serde::{Deserialize, Serialize};

use super::Code;

/// One field that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// A JSON pointer into the request body. Example: `"/persona/nickname"`.
    pub pointer: String,
    /// A stable code. Example: `"too_long"`.
    pub code: String,
}

/// An RFC 9457 problem document, `application/problem+json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI for the kind of problem. Example: `"urn:qunli:problem:deal_full"`.
    #[serde(rename = "type", default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// A short English title for developers. Example: `"deal full"`.
    #[serde(default)]
    pub title: String,
    /// The HTTP status. Example: `409`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 400, maximum = 599))]
    pub status: u16,
    /// The stable machine code. Example: `"deal_full"`.
    pub code: Code,
    /// What happened this time, in English, for developers. Example: `"2 of 2 places are taken"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The request's reference in the backend's log. Example: `"Q-7F2A91"`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// The fields that were not accepted. Example: `[]`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds to wait before trying again; also in `Retry-After`. Example: `30`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u32>,
}

impl Problem {
    /// A problem with this code, its usual status and an English title.
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("urn:qunli:problem:{}", code.as_str()),
            title: code.as_str().replace('_', " "),
            status: code.status(),
            code,
            detail: None,
            instance: None,
            errors: Vec::new(),
            retry_after_s: None,
        }
    }

    /// The same problem with a sentence for developers.
    #[must_use]
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// A validation problem over these fields: `(pointer, code)`.
    pub fn fields(errors: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut problem = Self::new(Code::ValidationFailed);
        problem.errors = errors.into_iter().map(|(pointer, code)| FieldError { pointer, code }).collect();
        problem
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}
