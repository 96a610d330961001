//! What an answer looks like, for developers: names and sorts, never what is in it.

use crate::Answer;
use crate::json::{Node, parse};

/// Whether an answer has a list with something in it, at the top or one below.
pub(super) fn has_rows(answer: &Answer) -> bool {
    let Ok(node) = parse(&answer.body) else { return false };
    let within = |node: &Node<'_>| match node {
        Node::Object(members) => members.iter().any(|(_, value)| !value.items().is_empty()),
        other => !other.items().is_empty(),
    };
    match &node {
        Node::Object(members) => within(&node) || members.iter().any(|(_, value)| within(value)),
        other => within(other),
    }
}

/// What an answer looks like, without what is in it.
pub(super) fn shape(answer: &Answer) -> String {
    match parse(&answer.body) {
        Ok(Node::Object(members)) => {
            let one = |(name, value): &(std::borrow::Cow<'_, str>, Node<'_>)| {
                let what = match value {
                    Node::List(items) => format!("a list of {}", items.len()),
                    other => other.sort().to_owned(),
                };
                format!("{name}: {what}")
            };
            format!("the answer has {}", members.iter().take(12).map(one).collect::<Vec<_>>().join(", "))
        }
        Ok(Node::List(items)) => format!("the answer is a list of {}", items.len()),
        Ok(other) => format!("the answer is {}", other.sort()),
        Err(_) => {
            let kind = answer.header("content-type").unwrap_or("no content type");
            format!("the answer is no JSON: {kind}, {} bytes", answer.body.len())
        }
    }
}

/// What says that there is more than these rows, in the ways that backends have of saying so.
pub(super) fn more(answer: &Answer, rows: usize) -> Option<String> {
    const TOTALS: [&str; 8] =
        ["total", "totalItems", "totalCount", "total_count", "count", "items", "totalElements", "pages"];
    const NEXTS: [&str; 5] = ["next", "next_page_url", "next_cursor", "nextCursor", "nextPageToken"];
    if answer.header("link").is_some_and(|link| link.contains("rel=\"next\"")) {
        return Some("a Link header with rel=next".to_owned());
    }
    let above = |number: &str, least: usize| number.parse::<usize>().is_ok_and(|number| number > least);
    for name in ["x-total-count", "x-total", "content-range"] {
        let total = answer.header(name).and_then(|value| value.rsplit('/').next());
        if let Some(total) = total.filter(|total| above(total, rows)) {
            return Some(format!("{name}: {total}"));
        }
    }
    let node = parse(&answer.body).ok()?;
    let within = |node: &Node<'_>, at: &str| {
        let Node::Object(members) = node else { return None };
        members.iter().find_map(|(name, value)| {
            let least = if name == "pages" { 1 } else { rows };
            let number = matches!(value, Node::Int(_)) && TOTALS.contains(&name.as_ref());
            let total = number && value.to_text().is_some_and(|number| above(&number, least));
            let next = NEXTS.contains(&name.as_ref()) && value.to_text().is_some_and(|next| !next.is_empty());
            (total || next).then(|| format!("{at}/{name}"))
        })
    };
    let below = || {
        let Node::Object(members) = &node else { return None };
        members.iter().find_map(|(name, value)| {
            let one = within(value, &format!("/{name}"));
            one.or_else(|| {
                let Node::Object(inner) = value else { return None };
                inner.iter().find_map(|(deep, value)| within(value, &format!("/{name}/{deep}")))
            })
        })
    };
    within(&node, "").or_else(below)
}
