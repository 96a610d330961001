//! The doctor's rows in words: pure, over codes and facts.

use data::{Row, State};

use crate::i18n::k::doctor as t;
use crate::i18n::lookup;

/// The words for a code, of one kind: `check`, `state`, `means` or `mend`.
pub fn word(kind: &str, code: &str) -> &'static str {
    lookup("doctor", &format!("{kind}_{code}")).unwrap_or_default()
}

/// What was looked at, and where it is one of several.
pub fn name(row: &Row) -> String {
    match row.subject {
        "" => word("check", row.check.as_str()).to_owned(),
        subject => format!("{} {subject}", word("check", row.check.as_str())),
    }
}

/// What was asked, what came, what it means and how to mend it; what there is not is left out.
pub fn facts(row: &Row) -> Vec<(&'static str, String)> {
    let code = row.finding.map_or("ok", data::Finding::as_str);
    let mend = if row.state == State::Ok { "" } else { word("mend", code) };
    let all = [
        (t::asked(), row.asked.as_str()),
        (t::came(), row.came.as_str()),
        (t::means(), word("means", code)),
        (t::mend(), mend),
    ];
    let some = all.into_iter().filter(|(_, text)| !text.is_empty());
    some.map(|(name, text)| (name, text.to_owned())).collect()
}

/// Everything as text, for whoever runs the server.
pub fn text(rows: &[Row]) -> String {
    let mut text = String::new();
    for row in rows {
        let code = row.finding.map_or("ok", data::Finding::as_str);
        text += &format!("{}: {} [{code}]\n", name(row), word("state", row.state.as_str()));
        for (name, fact) in facts(row) {
            text += &format!("  {name}: {fact}\n");
        }
        for finding in row.possible {
            text += &format!("  - {} [{}]\n", word("means", finding.as_str()), finding.as_str());
        }
        for line in row.exact.lines() {
            text += &format!("    {line}\n");
        }
    }
    text
}
