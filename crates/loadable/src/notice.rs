//! A fault at the level of a user: a stable code and a way on. The sentence is made by `i18n`.

/// What the member can do about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WayOn {
    /// Ask again: the fault may be gone.
    #[default]
    Retry,
    /// Sign in, then go on with the same intent.
    SignIn,
    /// Verify a phone, then go on with the same intent.
    VerifyPhone,
    /// Change what was typed: see the fields.
    Correct,
    /// Nothing to do here: go back to where it makes sense.
    GoBack,
}

impl WayOn {
    /// The way on is another page, so a button that leads there is worth its place.
    pub const fn leads_elsewhere(self) -> bool {
        matches!(self, Self::SignIn | Self::VerifyPhone)
    }
}

/// One field that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldNotice {
    /// The field's name in the command, such as `nickname` or `tiers/1/price`.
    pub field: String,
    /// A stable code, such as `too_long`.
    pub code: String,
}

/// A fault, reduced to what a member can understand and do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// A stable snake_case code: a problem code of the contract or one of `offline`, `timeout`,
    /// `cross_origin`, `malformed`, `storage`.
    pub code: String,
    /// What the member can do.
    pub way_on: WayOn,
    /// Fields that were not accepted, for a form.
    pub fields: Vec<FieldNotice>,
    /// Seconds to wait before asking again makes sense, when the server said so.
    pub wait_s: Option<u32>,
    /// A reference that a person can read out to the operator, when there is one.
    pub reference: Option<String>,
}

impl Notice {
    /// A notice with a code and the default way on, to ask again.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), way_on: WayOn::Retry, fields: Vec::new(), wait_s: None, reference: None }
    }

    /// Whether nobody answered: what was asked for may wait for the network.
    pub fn is_unheard(&self) -> bool {
        matches!(self.code.as_str(), "offline" | "timeout" | "unreachable" | "cross_origin")
    }

    /// The same notice with another way on.
    #[must_use]
    pub fn with_way_on(mut self, way_on: WayOn) -> Self {
        self.way_on = way_on;
        self
    }

    /// The code for one field of a form, if that field was not accepted.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|f| f.field == name).map(|f| f.code.as_str())
    }
}
