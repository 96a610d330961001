//! Refusals of a backend as problems of the contract.

use contract::{Code, FieldError, Problem};

use super::coerce;
use super::spec::{Read, Spec};
use crate::json::{Node, Pointer};

/// Where a backend's refusals say what, and what they mean.
#[derive(Debug, Clone, Default)]
pub(crate) struct Errors {
    message: Vec<Pointer>,
    code: Vec<Pointer>,
    codes: Vec<(String, Code)>,
    status: Vec<(u16, Code)>,
    signed_out_status: Vec<u16>,
    signed_out_codes: Vec<String>,
    retry_after: Option<Pointer>,
    fields: Option<Fields>,
}

/// Where the faults of single fields are.
#[derive(Debug, Clone)]
struct Fields {
    at: Pointer,
    /// In a list: where an item names its field.
    name: Option<Pointer>,
    code: Pointer,
    codes: Vec<(String, String)>,
}

fn contract_code(name: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|code| code.as_str() == name && *code != Code::Unknown)
}

fn known_code(spec: &Spec<'_>) -> Read<Code> {
    let name = spec.text()?;
    contract_code(name).ok_or_else(|| spec.fault(format!("the contract has no problem code `{name}`")))
}

fn status_of(text: &str, spec: &Spec<'_>) -> Read<u16> {
    text.parse().ok().filter(|s| (100..600).contains(s)).ok_or_else(|| spec.fault("must be an HTTP status"))
}

impl Errors {
    pub(crate) fn compile(spec: Option<Spec<'_>>) -> Read<Self> {
        let mut errors = Self { signed_out_status: vec![401], ..Self::default() };
        let Some(spec) = spec else { return Ok(errors) };
        let keys = spec.keys()?;
        let pointers = |name: &'static str| -> Read<Vec<Pointer>> {
            keys.get(name).map_or(Ok(Vec::new()), |s| s.one_or_more()?.iter().map(Spec::pointer).collect())
        };
        errors.message = pointers("message")?;
        errors.code = pointers("code")?;
        errors.retry_after = keys.pointer("retry_after")?;
        if let Some(codes) = keys.get("codes") {
            for (from, to) in codes.members()? {
                errors.codes.push((from.to_owned(), known_code(&to)?));
            }
        }
        if let Some(status) = keys.get("status") {
            for (from, to) in status.members()? {
                errors.status.push((status_of(from, &to)?, known_code(&to)?));
            }
        }
        if let Some(signed_out) = keys.get("unauthenticated") {
            let keys = signed_out.keys()?;
            if let Some(list) = keys.get("status") {
                let read =
                    |s: &Spec<'_>| s.node.to_text().map_or(s.wrong("must be a status"), |t| status_of(&t, s));
                errors.signed_out_status = list.one_or_more()?.iter().map(read).collect::<Read<_>>()?;
            }
            if let Some(list) = keys.get("codes") {
                for code in list.one_or_more()? {
                    let words =
                        code.node.to_text().ok_or_else(|| code.fault("must be a text or a number"))?;
                    errors.signed_out_codes.push(words.into_owned());
                }
            }
            keys.done()?;
        }
        if let Some(spec) = keys.get("fields") {
            let keys = spec.keys()?;
            let mut codes = Vec::new();
            if let Some(map) = keys.get("codes") {
                for (from, to) in map.members()? {
                    codes.push((from.to_owned(), to.text()?.to_owned()));
                }
            }
            errors.fields = Some(Fields {
                at: keys.must("at")?.pointer()?,
                name: keys.pointer("name")?,
                code: keys.pointer("code")?.unwrap_or_else(|| Pointer::member("code")),
                codes,
            });
            keys.done()?;
        }
        keys.done()?;
        Ok(errors)
    }

    /// Whether the shape of refusals is described at all.
    pub(crate) fn is_described(&self) -> bool {
        !self.message.is_empty() || !self.code.is_empty() || self.fields.is_some()
    }

    /// Whether a refusal says that nobody is signed in.
    pub(crate) fn is_signed_out(&self, status: u16, body: &Node<'_>) -> bool {
        let said = |pointer: &Pointer| body.at(pointer).and_then(Node::to_text);
        self.signed_out_status.contains(&status)
            || self
                .code
                .iter()
                .filter_map(said)
                .any(|code| self.signed_out_codes.iter().any(|known| *known == code))
    }

    /// A refusal as a problem; none when nothing of its shape is recognised. `names` are the operation's fields,
    /// foreign to contract.
    pub(crate) fn problem(
        &self,
        status: u16,
        body: &Node<'_>,
        names: &[(String, String)],
    ) -> Option<Problem> {
        let said = |pointers: &[Pointer]| {
            pointers
                .iter()
                .find_map(|p| body.at(p).and_then(Node::to_text).filter(|t| !t.is_empty()))
                .map(|t| t.into_owned())
        };
        let by_code = self.code.iter().find_map(|pointer| {
            let said = body.at(pointer)?.to_text()?;
            let mapped = self.codes.iter().find(|(from, _)| *from == said).map(|(_, to)| *to);
            mapped.or_else(|| contract_code(&said))
        });
        let message = said(&self.message);
        let fields = self.fields.as_ref().map_or_else(Vec::new, |fields| {
            let own: Vec<&Pointer> = self.code.iter().chain(&self.message).collect();
            fields.read(body, names, &own)
        });
        let by_status = self.status.iter().find(|(known, _)| *known == status).map(|(_, code)| *code);
        if by_code.is_none() && message.is_none() && fields.is_empty() && by_status.is_none() {
            return None;
        }
        let code = by_code.or(by_status).unwrap_or_else(|| code_of_status(status, !fields.is_empty()));
        let mut problem = Problem::new(code);
        problem.status = status;
        problem.detail = message.map(|message| message.chars().take(300).collect());
        problem.errors = fields;
        let wait = self.retry_after.as_ref().and_then(|p| body.at(p)).and_then(coerce::int);
        problem.retry_after_s = wait.and_then(|wait| u32::try_from(wait).ok());
        Some(problem)
    }
}

/// What a status means when nothing else is known.
pub(crate) fn code_of_status(status: u16, has_fields: bool) -> Code {
    match status {
        _ if has_fields => Code::ValidationFailed,
        400 | 422 => Code::ValidationFailed,
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        409 | 412 | 428 => Code::Conflict,
        410 => Code::Gone,
        413 => Code::TooLarge,
        429 => Code::RateLimited,
        500.. => Code::Internal,
        _ => Code::Unknown,
    }
}

impl Fields {
    /// The faults of single fields. What holds the refusal's own code or words is no field.
    fn read(&self, body: &Node<'_>, names: &[(String, String)], own: &[&Pointer]) -> Vec<FieldError> {
        let Some(found) = body.at(&self.at) else { return Vec::new() };
        let at: Vec<&str> = self.at.steps().collect();
        let is_own = |name: &str| {
            own.iter().any(|pointer| {
                let steps: Vec<&str> = pointer.steps().collect();
                steps.strip_prefix(at.as_slice()).and_then(<[&str]>::first) == Some(&name)
            })
        };
        let mut errors = Vec::new();
        match found {
            Node::Object(members) => {
                for (name, fault) in members.iter().filter(|(name, _)| !is_own(name)) {
                    // Nested objects of messages are walked: {"author": {"name": ["too long"]}}.
                    self.walk(name, fault, names, &mut errors);
                }
            }
            Node::List(items) => {
                for item in items {
                    let at = self.name.as_ref().and_then(|pointer| item.at(pointer));
                    let name = match at {
                        Some(Node::List(steps)) => {
                            steps.iter().filter_map(Node::to_text).collect::<Vec<_>>().join(".")
                        }
                        Some(node) => node.to_text().map_or_else(String::new, std::borrow::Cow::into_owned),
                        None => continue,
                    };
                    errors.push(self.fault(&name, item, names));
                }
            }
            _ => {}
        }
        errors
    }

    fn walk(&self, name: &str, fault: &Node<'_>, names: &[(String, String)], errors: &mut Vec<FieldError>) {
        match fault {
            Node::Object(inner) if fault.at(&self.code).is_none() && fault.get("message").is_none() => {
                for (step, fault) in inner {
                    self.walk(&format!("{name}.{step}"), fault, names, errors);
                }
            }
            Node::Null => {}
            // A list of items, each with its own faults: [{}, {"price": ["too high"]}].
            Node::List(items) if items.iter().any(|item| matches!(item, Node::Object(_))) => {
                for (i, item) in items.iter().enumerate() {
                    if let Node::Object(inner) = item {
                        for (step, fault) in inner {
                            self.walk(&format!("{name}.{i}.{step}"), fault, names, errors);
                        }
                    }
                }
            }
            _ => errors.push(self.fault(name, fault, names)),
        }
    }

    fn fault(&self, name: &str, fault: &Node<'_>, names: &[(String, String)]) -> FieldError {
        let said = fault.at(&self.code).and_then(Node::to_text);
        let said = said.or_else(|| fault.items().first().and_then(Node::to_text)).or_else(|| fault.to_text());
        let said = said.unwrap_or_default();
        let code = self.codes.iter().find(|(from, _)| *from == said).map(|(_, to)| to.clone());
        let dotted = name.trim_start_matches('/').replace('/', ".");
        let said: Vec<&str> = dotted.split('.').collect();
        let pointer = names.iter().find_map(|(foreign, ours)| ours_of(foreign, ours, &said));
        let pointer = pointer.unwrap_or_else(|| format!("/{}", said.join("/")));
        FieldError { pointer, code: code.unwrap_or_else(|| "invalid".to_owned()) }
    }
}

/// Our pointer of a foreign field, when it is the one: `*` stands for a place in a list, and a backend that wraps
/// what it is sent names its fields without the wrapping.
fn ours_of(foreign: &str, ours: &str, said: &[&str]) -> Option<String> {
    let known: Vec<&str> = foreign.split('.').collect();
    let known = known.get(known.len().checked_sub(said.len())?..)?;
    let fits = known
        .iter()
        .zip(said)
        .all(|(known, said)| known == said || (*known == "*" && said.parse::<u32>().is_ok()));
    if !fits {
        return None;
    }
    let mut places = known.iter().zip(said).filter(|(known, _)| **known == "*").map(|(_, said)| *said);
    let steps = ours.split('/').map(|step| if step == "*" { places.next().unwrap_or(step) } else { step });
    Some(steps.collect::<Vec<_>>().join("/"))
}
