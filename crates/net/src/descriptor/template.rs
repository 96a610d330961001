//! Templates: RFC 6570 for paths, plain holes for parameters and headers. Every name is bound when compiled.

use contract::endpoint::push_encoded;

use super::place::Scope;
use super::source::Source;
use super::spec::{Read, Spec};

/// How an expression of a path is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Simple,
    Reserved,
    Path,
    Query,
    More,
}

#[derive(Debug, Clone)]
enum Part {
    Words(String),
    Expression(Operator, Vec<(String, Source)>),
}

/// A template whose names are bound.
#[derive(Debug, Clone)]
pub(crate) struct Template(Vec<Part>);

/// What gives a name its source.
pub(crate) type Bind<'b> = &'b dyn Fn(&str) -> Option<Source>;

impl Template {
    pub(crate) fn compile(spec: &Spec<'_>, bind: Bind<'_>) -> Read<Self> {
        let mut rest = spec.text()?;
        let mut parts = Vec::new();
        while let Some((words, after)) = rest.split_once('{') {
            let Some((inside, after)) = after.split_once('}') else { return spec.wrong("a { without its }") };
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            let (operator, names) = match inside.chars().next() {
                Some('+') => (Operator::Reserved, inside.get(1..)),
                Some('/') => (Operator::Path, inside.get(1..)),
                Some('?') => (Operator::Query, inside.get(1..)),
                Some('&') => (Operator::More, inside.get(1..)),
                Some('#' | '.' | ';' | '=' | '!' | '@' | '|' | ',') => {
                    return spec.wrong(format!("the expression {{{inside}}} is not in this version: {{x}} {{+x}} {{/x}} {{?x}} {{&x}} are"));
                }
                _ => (Operator::Simple, Some(inside)),
            };
            let mut bound = Vec::new();
            for name in names.unwrap_or("").split(',') {
                let valid =
                    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
                if !valid {
                    return spec.wrong(format!("`{name}` is no name of a variable"));
                }
                let source = bind(name).ok_or_else(|| {
                    spec.fault(format!("the variable `{name}` is not bound: name it in `let`"))
                })?;
                bound.push((name.to_owned(), source));
            }
            parts.push(Part::Expression(operator, bound));
            rest = after;
        }
        if rest.contains('}') {
            return spec.wrong("a } without its {");
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        Ok(Self(parts))
    }

    /// The path, encoded. A missing variable leaves nothing.
    pub(crate) fn path(&self, scope: &Scope<'_>) -> String {
        let mut out = String::new();
        for part in &self.0 {
            match part {
                Part::Words(words) => out.push_str(words),
                Part::Expression(operator, names) => expand(&mut out, *operator, names, scope),
            }
        }
        out
    }

    /// The words, not encoded; none when every variable of a template with variables is absent.
    pub(crate) fn words(&self, scope: &Scope<'_>) -> Option<String> {
        let (mut out, mut holes, mut filled) = (String::new(), false, false);
        for part in &self.0 {
            match part {
                Part::Words(words) => out.push_str(words),
                Part::Expression(_, names) => {
                    holes = true;
                    for (_, source) in names {
                        if let Some(words) = source.words(scope).filter(|words| !words.is_empty()) {
                            filled = true;
                            out.push_str(&words);
                        }
                    }
                }
            }
        }
        (filled || !holes).then_some(out)
    }
}

fn expand(out: &mut String, operator: Operator, names: &[(String, Source)], scope: &Scope<'_>) {
    let mut first = true;
    for (name, source) in names {
        let Some(words) = source.words(scope) else { continue };
        match (operator, first) {
            (Operator::Path, _) => out.push('/'),
            (Operator::Query, true) => out.push('?'),
            (Operator::Query, false) | (Operator::More, _) => out.push('&'),
            (_, false) => out.push(','),
            (_, true) => {}
        }
        if matches!(operator, Operator::Query | Operator::More) {
            push_encoded(out, name);
            out.push('=');
        }
        if operator == Operator::Reserved {
            push_reserved(out, &words);
        } else {
            push_encoded(out, &words);
        }
        first = false;
    }
}

/// RFC 6570's reserved expansion: the characters of URLs stay; what could leave the path's place does not.
fn push_reserved(out: &mut String, words: &str) {
    for c in words.chars() {
        if ":/?#[]@!$&'()*+,;=".contains(c) {
            out.push(c);
        } else {
            push_encoded(out, c.encode_utf8(&mut [0; 4]));
        }
    }
}
