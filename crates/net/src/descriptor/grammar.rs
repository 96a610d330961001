//! Filter and sort grammars. A condition that a backend's grammar cannot say is refused, never dropped.

use super::place::Scope;
use super::source::{Names, Source};
use super::spec::{Read, Spec};

const OPERATORS: [&str; 8] = ["=", "!=", ">", ">=", "<", "<=", "~", "in"];

/// How conditions are written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    /// One parameter for all of them, and what stands between; none when each has its own.
    whole: Option<(String, String)>,
    /// A quote inside a text is doubled, and not marked by a backslash.
    doubles: bool,
    operators: Vec<(&'static str, String, String)>,
}

/// A condition of an operation.
#[derive(Debug, Clone)]
pub(crate) struct Condition {
    field: String,
    operator: usize,
    value: Source,
}

impl Filter {
    pub(crate) fn compile(spec: Option<Spec<'_>>) -> Read<Self> {
        let Some(spec) = spec else {
            // The plainest grammar there is: field=value.
            let equal = ("=", "{field}".to_owned(), "{value}".to_owned());
            return Ok(Self { whole: None, doubles: false, operators: vec![equal] });
        };
        let keys = spec.keys()?;
        let whole = keys.text("param")?.map(str::to_owned);
        let doubles = match keys.get("escape") {
            Some(spec) => spec.word(&[("backslash", false), ("double", true)])?,
            None => false,
        };
        let join = keys.text("join")?.unwrap_or(" && ").to_owned();
        let mut operators = Vec::new();
        for operator in OPERATORS {
            let Some(spec) = keys.get(operator) else { continue };
            let keys = spec.keys()?;
            let name = keys.text("name")?.unwrap_or("{field}").to_owned();
            let value = keys.must("value")?.text()?.to_owned();
            keys.done()?;
            operators.push((operator, name, value));
        }
        keys.done()?;
        Ok(Self { whole: whole.map(|param| (param, join)), doubles, operators })
    }

    /// An operation's conditions: `[[field, operator, source]…]`.
    pub(crate) fn conditions(&self, spec: &Spec<'_>, names: Names<'_>) -> Read<Vec<Condition>> {
        let mut conditions = Vec::new();
        for one in spec.list()? {
            let parts = one.list()?;
            let [field, operator, value] = parts.as_slice() else {
                return one.wrong("a condition is [field, operator, source]");
            };
            let said = operator.text()?;
            let Some(index) = self.operators.iter().position(|(known, ..)| *known == said) else {
                return operator.wrong(format!("this backend's filter has no `{said}`: name it in `filter`"));
            };
            let value = Source::compile(value, names)?;
            conditions.push(Condition { field: field.text()?.to_owned(), operator: index, value });
        }
        Ok(conditions)
    }

    /// Adds the conditions to a query. One whose value is absent asks for nothing that exists: it stays, empty.
    pub(crate) fn write(
        &self,
        conditions: &[Condition],
        scope: &Scope<'_>,
        query: &mut Vec<(String, String)>,
    ) {
        let mut parts = Vec::new();
        for condition in conditions {
            let Some((_, name, value)) = self.operators.get(condition.operator) else { continue };
            let said = condition.value.words(scope).unwrap_or_default();
            let is_text = condition.value.find(scope).is_none_or(|found| found.as_text().is_some());
            let fill = |template: &str, said: &str| {
                template.replace("{field}", &condition.field).replace("{value}", said)
            };
            if self.whole.is_some() {
                let quote = if value.contains("'{value}'") { '\'' } else { '"' };
                let bare = value.replace(&format!("{quote}{{value}}{quote}"), "{value}");
                let quoted = bare != *value;
                let escaped = match (quoted, self.doubles) {
                    (true, true) => said.replace(quote, &format!("{quote}{quote}")),
                    (true, false) => said.replace('\\', "\\\\").replace(quote, &format!("\\{quote}")),
                    // Without quotes around it, only what cannot be read as more than a value gets in.
                    (false, _) if said.chars().all(|c| c.is_alphanumeric() || "-_.:".contains(c)) => said,
                    (false, _) => String::new(),
                };
                // A number or a boolean is no text, whatever the template puts around it.
                parts.push(fill(if is_text { value } else { &bare }, &escaped));
            } else {
                query.push((fill(name, &said), fill(value, &said)));
            }
        }
        if let Some((param, join)) = &self.whole
            && !parts.is_empty()
        {
            query.push((param.clone(), parts.join(join)));
        }
    }
}

/// How an order is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sort {
    param: String,
    join: String,
    ascending: String,
    descending: String,
    /// A parameter of its own for the direction, and its two words.
    direction: Option<(String, String, String)>,
}

impl Sort {
    pub(crate) fn compile(spec: &Spec<'_>) -> Read<Self> {
        let keys = spec.keys()?;
        let words = |name: &'static str| keys.text(name).map(|text| text.unwrap_or("{field}").to_owned());
        let mut sort = Self {
            param: keys.must("param")?.text()?.to_owned(),
            join: keys.text("join")?.unwrap_or(",").to_owned(),
            ascending: words("asc")?,
            descending: words("desc")?,
            direction: None,
        };
        if let Some(spec) = keys.get("direction") {
            let keys = spec.keys()?;
            let text = |name: &'static str| keys.must(name).and_then(|s| s.text().map(str::to_owned));
            sort.direction = Some((text("param")?, text("asc")?, text("desc")?));
            keys.done()?;
        }
        keys.done()?;
        Ok(sort)
    }

    /// Adds an order to a query: names, `-` before those that fall.
    pub(crate) fn write(&self, order: &[String], query: &mut Vec<(String, String)>) {
        if order.is_empty() {
            return;
        }
        let (mut fields, mut ways) = (Vec::new(), Vec::new());
        for one in order {
            let (field, falls) = one.strip_prefix('-').map_or((one.as_str(), false), |field| (field, true));
            let template = if falls { &self.descending } else { &self.ascending };
            fields.push(template.replace("{field}", field));
            if let Some((_, up, down)) = &self.direction {
                ways.push(if falls { down.clone() } else { up.clone() });
            }
        }
        query.push((self.param.clone(), fields.join(&self.join)));
        if let Some((param, ..)) = &self.direction {
            query.push((param.clone(), ways.join(&self.join)));
        }
    }
}
