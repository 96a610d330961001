//! The headers of answers that a descriptor reads: found in its text, wherever a source names them.

use crate::json::Node;

/// Every header that a descriptor's sources look at, in lower case.
pub(crate) fn named_headers(node: &Node<'_>) -> Vec<String> {
    let mut names = Vec::new();
    collect(node, &mut names);
    names.sort_unstable();
    names.dedup();
    names
}

fn collect(node: &Node<'_>, names: &mut Vec<String>) {
    match node {
        Node::Text(text) => {
            for place in ["$headers/", "$read/headers/", "$wrote/headers/"] {
                for (at, _) in text.match_indices(place) {
                    let rest = text.get(at + place.len()..).unwrap_or("");
                    let name = rest.split(['/', '}', ' ']).next().unwrap_or("");
                    if !name.is_empty() {
                        names.push(name.to_ascii_lowercase());
                    }
                }
            }
        }
        Node::List(items) => items.iter().for_each(|item| collect(item, names)),
        Node::Object(members) => members.iter().for_each(|(_, value)| collect(value, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_found_wherever_a_source_names_them() {
        let text = r#"{"a": "$headers/X-Total-Count", "b": {"text": "{$read/headers/etag}, {$headers/date}"},
            "c": ["$wrote/headers/location", "/headers/no", "$headers/date"]}"#;
        let node = crate::json::parse(text).unwrap();
        assert_eq!(named_headers(&node), ["date", "etag", "location", "x-total-count"]);
    }
}
