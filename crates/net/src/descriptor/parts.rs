//! The small sections of a descriptor: base, envelope, probe.

use super::spec::{Read, Spec};
use crate::json::{Node, Pointer};

/// What a browser sends along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Credentials {
    /// No cookies.
    #[default]
    Omit,
    /// Cookies to the page's own origin.
    SameOrigin,
    /// Cookies everywhere; the backend must allow it by name.
    Include,
}

/// Where rows and single things are, and when an answer is good.
#[derive(Debug, Clone, Default)]
pub(crate) struct Envelope {
    pub(crate) success: Option<(Pointer, Vec<String>)>,
    pub(crate) row: Pointer,
    pub(crate) rows: Pointer,
}

impl Envelope {
    pub(super) fn compile(spec: Option<Spec<'_>>) -> Read<Self> {
        let mut envelope = Self::default();
        let Some(spec) = spec else { return Ok(envelope) };
        let keys = spec.keys()?;
        if let Some(success) = keys.get("success") {
            let keys = success.keys()?;
            let at = keys.must("at")?.pointer()?;
            let mut good = Vec::new();
            for one in keys.must("in")?.one_or_more()? {
                let words =
                    one.node.to_text().ok_or_else(|| one.fault("must be a text, a number or true/false"))?;
                good.push(words.into_owned());
            }
            keys.done()?;
            envelope.success = Some((at, good));
        }
        envelope.row = keys.pointer("row")?.unwrap_or_default();
        envelope.rows = keys.pointer("rows")?.unwrap_or_default();
        keys.done()?;
        Ok(envelope)
    }
}

/// What every request has in common.
#[derive(Debug, Clone)]
pub(crate) struct Base {
    pub(crate) timeout_ms: u32,
    pub(crate) credentials: Credentials,
    pub(crate) headers: Vec<(String, String)>,
}

impl Base {
    pub(super) fn compile(spec: Option<Spec<'_>>) -> Read<Self> {
        let mut base = Self { timeout_ms: 20_000, credentials: Credentials::Omit, headers: Vec::new() };
        let Some(spec) = spec else { return Ok(base) };
        let keys = spec.keys()?;
        if let Some(timeout) = keys.get("timeout_s") {
            let seconds = timeout.whole()?;
            if !(1..=120).contains(&seconds) {
                return timeout.wrong("must be 1 to 120");
            }
            base.timeout_ms = seconds * 1000;
        }
        if let Some(spec) = keys.get("credentials") {
            base.credentials = spec.word(&[
                ("omit", Credentials::Omit),
                ("same-origin", Credentials::SameOrigin),
                ("include", Credentials::Include),
            ])?;
        }
        if let Some(spec) = keys.get("headers") {
            for (name, value) in spec.members()? {
                base.headers.push((name.to_ascii_lowercase(), value.text()?.to_owned()));
            }
        }
        keys.done()?;
        Ok(base)
    }
}

/// What the doctor may use.
pub(super) fn probe_of(spec: &Spec<'_>) -> Read<Node<'static>> {
    let keys = spec.keys()?;
    if let Some(args) = keys.get("args") {
        for (_, value) in args.members()? {
            value.text()?;
        }
    }
    keys.done()?;
    Ok(spec.node.clone().into_owned())
}
