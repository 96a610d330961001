//! Valid JSON with one thing in it gone wrong. Shared by the fuzz targets.

use std::borrow::Cow;

use net::json::{Node, parse};

/// What a member may turn into: texts of JSON, some of them such as no tree could print.
const INSTEAD: [&str; 34] = [
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1",
    "0.5",
    "-0.0",
    "9007199254740993",
    "9223372036854775807",
    "18446744073709551615",
    "18446744073709551616",
    "123456789012345678901234567890",
    "1e400",
    "-1e-400",
    "\"\"",
    "\"x\"",
    "\"\\ud800\"",
    "\"<script>alert(1)</script>\"",
    "\"9007199254740993\"",
    "\"-1\"",
    "\"99999999999999999999\"",
    "\"2026-03-12 19:30:00\"",
    "\"2026-03-12\"",
    "\"2026-02-30T25:61:61+99:99\"",
    "\"Thu, 12 Mar 2026 11:30:00 GMT\"",
    "1773315000",
    "1773315000000",
    "\"javascript:alert(1)\"",
    "\"//evil.example/x\"",
    "[]",
    "{}",
    "[[[[[[[[]]]]]]]]",
    "{\"a\":{\"a\":{\"a\":null}}}",
];

/// The kinds of harm.
pub const HARMS: usize = INSTEAD.len() + 5;

/// How many values a text holds; none for what is no JSON.
pub fn size(text: &str) -> Option<usize> {
    fn count(node: &Node<'_>) -> usize {
        1 + match node {
            Node::List(items) => items.iter().map(count).sum::<usize>(),
            Node::Object(members) => members.iter().map(|(_, value)| count(value)).sum(),
            _ => 0,
        }
    }
    parse(text).ok().map(|node| count(&node))
}

/// The text with harm done to its `nth` value: another value in its place, gone, there twice, renamed, wrapped, or
/// very long.
pub fn harmed(text: &str, nth: usize, harm: usize) -> String {
    let Ok(mut node) = parse(text) else { return text.to_owned() };
    let mut left = nth;
    let mut instead = "null";
    visit(&mut node, &mut left, &mut |node| match harm.checked_sub(INSTEAD.len()) {
        None => {
            instead = INSTEAD[harm];
            *node = Node::text(MARK);
        }
        Some(0) => *node = Node::List(vec![node.clone(), node.clone()]),
        Some(1) => *node = Node::Object(vec![(Cow::Borrowed("x"), node.clone())]),
        Some(2) => *node = Node::owned("群".repeat(5000)),
        Some(3) => shorten(node),
        Some(_) => double(node),
    });
    node.to_string().replace(&format!("\"{MARK}\""), instead)
}

const MARK: &str = "~here~";

fn visit<'a>(node: &mut Node<'a>, left: &mut usize, act: &mut dyn FnMut(&mut Node<'a>)) {
    if *left == 0 {
        *left = usize::MAX;
        return act(node);
    }
    *left -= 1;
    let children: Vec<&mut Node<'a>> = match node {
        Node::List(items) => items.iter_mut().collect(),
        Node::Object(members) => members.iter_mut().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    };
    for child in children {
        visit(child, left, act);
    }
}

/// The first child is gone.
fn shorten(node: &mut Node<'_>) {
    match node {
        Node::List(items) if !items.is_empty() => drop(items.remove(0)),
        Node::Object(members) if !members.is_empty() => drop(members.remove(0)),
        other => *other = Node::Null,
    }
}

/// Everything inside is there twice, names too.
fn double(node: &mut Node<'_>) {
    match node {
        Node::List(items) => items.extend(items.clone()),
        Node::Object(members) => members.extend(members.clone()),
        Node::Text(text) => *text = Cow::Owned(text.repeat(2)),
        other => *other = Node::Null,
    }
}
