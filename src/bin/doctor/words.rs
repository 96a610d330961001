//! The doctor's rows in words: pure, over codes and facts. The words are in `locales/*/apart/doctor.toml`.

use net::doctor::{Finding, Row, State};
use net::json::Node;

const LANGUAGES: [(&str, &str); 3] = [
    ("zh-CN", include_str!("../../../locales/zh-CN/apart/doctor.toml")),
    ("en", include_str!("../../../locales/en/apart/doctor.toml")),
    ("zh-TW", include_str!("../../../locales/zh-TW/apart/doctor.toml")),
];

/// The words of one language.
#[derive(Clone, Copy)]
pub struct Words(pub(super) &'static str);

impl Words {
    /// Those of a language; of the first one, when it is not known.
    pub fn of(lang: &str) -> Self {
        let known = LANGUAGES.iter().find(|(tag, _)| *tag == lang).or(LANGUAGES.first());
        Self(known.map_or("", |(_, text)| text))
    }

    /// The text of a key: lines of `key = "text"`, without escapes.
    pub fn get(self, key: &str) -> &'static str {
        let value = |line: &'static str| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"');
        self.0.lines().find_map(value).unwrap_or_default()
    }

    fn of_code(self, kind: &str, code: &str) -> &'static str {
        self.get(&format!("{kind}_{code}"))
    }

    /// A row as the page shows it.
    pub fn row(self, row: &Row) -> Node<'static> {
        let code = row.finding.map_or("ok", Finding::as_str);
        let check = self.of_code("check", row.check.as_str());
        let name = format!("{check} {}", row.subject).trim_end().to_owned();
        let state = self.of_code("state", row.state.as_str());
        let mend = if row.state == State::Ok { "" } else { self.of_code("mend", code) };
        let facts = [
            (self.get("asked"), row.asked.as_str()),
            (self.get("came"), row.came.as_str()),
            (self.get("means"), self.of_code("means", code)),
            (self.get("mend"), mend),
        ];
        let mut text = format!("{name}: {state} [{code}]\n");
        let mut list = Vec::new();
        for (name, fact) in facts.into_iter().filter(|(_, fact)| !fact.is_empty()) {
            text += &format!("  {name}: {fact}\n");
            list.extend([Node::text(name), Node::owned(fact.to_owned())]);
        }
        let mut possible = Vec::new();
        for finding in row.possible {
            let means = self.of_code("means", finding.as_str());
            text += &format!("  - {means} [{}]\n", finding.as_str());
            possible.push(Node::text(means));
        }
        for line in row.exact.lines() {
            text += &format!("    {line}\n");
        }
        let members = [
            ("state", Node::text(row.state.as_str())),
            ("pill", Node::text(state)),
            ("name", Node::owned(name)),
            ("facts", Node::List(list)),
            ("possible", Node::List(possible)),
            ("exact", Node::owned(row.exact.clone())),
            ("text", Node::owned(text)),
        ];
        Node::Object(members.into_iter().map(|(name, node)| (name.into(), node)).collect())
    }
}
