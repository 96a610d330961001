//! The guide: its descriptors parse, and its tables are the contract's.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use contract::shape::shapes;
use net::descriptor::Descriptor;

use super::words::{Words, kind, need};
use super::{BASE, complaints, hold, read, root, schema, validator};

fn guide() -> String {
    read(&root().join("docs/backends.md"))
}

/// The blocks of the guide that say they are whole descriptors.
fn blocks(guide: &str) -> Vec<&str> {
    guide.split("```json descriptor\n").skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

#[test]
fn every_descriptor_in_the_guide_is_valid_and_parses() {
    let (guide, validator) = (guide(), validator());
    let blocks = blocks(&guide);
    assert!(blocks.len() >= 10, "{}", blocks.len());
    for block in blocks {
        let shown = block.lines().take(3).collect::<Vec<_>>().join("\n");
        Descriptor::parse(block, BASE).unwrap_or_else(|e| panic!("{shown}\n{e}"));
        assert_eq!(complaints(&validator, block), [""; 0], "{shown}");
    }
}

/// The worked example was tried: it is a fixture, and what the guide shows of its backend is what is played there.
#[test]
fn the_worked_example_is_a_fixture() {
    let guide = guide();
    let folder = root().join("crates/net/tests/fixtures/corkboard");
    let whole = guide.split("### 8. The whole").nth(1).map(blocks).unwrap();
    assert_eq!(read(&folder.join("descriptor.json")).trim(), whole[0]);
    let answers = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    for file in answers.filter(|path| path.extension().is_some_and(|end| end == "http")) {
        let body = read(&file).split_once("\n\n").unwrap().1.trim().to_owned();
        assert!(guide.contains(&body), "{}: the guide does not show it", file.display());
    }
}

/// The field codes that the guide and the schema name are those that the app has words for.
#[test]
fn field_codes_are_those_that_have_words() {
    let set =
        |words: &mut dyn Iterator<Item = &str>| -> BTreeSet<String> { words.map(str::to_owned).collect() };
    let between = |text: &str, from: &str, to: &str| -> String {
        text.split_once(from).unwrap().1.split_once(to).unwrap().0.to_owned()
    };
    let words = read(&root().join("locales/en/field.toml"));
    let known = set(&mut words.lines().filter_map(|line| Some(line.split_once(" = ")?.0)));
    let listed = between(&guide(), "Field codes: ", ". A fault");
    assert_eq!(set(&mut listed.split(['`', ' ', '\n']).filter(|word| !word.is_empty())), known);
    let schema = schema();
    let of_codes = &schema["$defs"]["errors"]["properties"]["fields"]["properties"]["codes"]["description"];
    assert_eq!(set(&mut between(of_codes.as_str().unwrap(), "to: ", ". What").split(", ")), known);
}

/// Snippets that are no descriptors are JSON all the same.
#[test]
fn every_other_snippet_in_the_guide_is_json() {
    for snippet in guide().split("```json\n").skip(1) {
        let snippet = snippet.split("\n```").next().unwrap();
        let text =
            if snippet.starts_with(['{', '[']) { snippet.to_owned() } else { format!("{{{snippet}}}") };
        if let Err(e) = serde_json::from_str::<serde_json::Value>(&text) {
            panic!("{e}:\n{snippet}");
        }
    }
}

fn operations(words: &Words) -> String {
    let mut out = "| operation | what it does | variables | command | answers | by the contract |\n|---|---|---|---|---|---|\n".to_owned();
    for op in words.operations() {
        let variables: Vec<String> = op.variables.iter().map(|name| format!("`{{{name}}}`")).collect();
        let link = |name: &str| match name {
            "" => String::new(),
            "Done" => "nothing".to_owned(),
            "Changed" => "a stream".to_owned(),
            name => format!("[{name}](#{})", name.to_lowercase()),
        };
        let answer = if op.is_page { format!("list of {}", link(op.answer)) } else { link(op.answer) };
        let contract =
            if op.path.is_empty() { String::new() } else { format!("`{} {}`", op.method, op.path) };
        writeln!(
            out,
            "| `{}` | {} | {} | {} | {answer} | {contract} |",
            op.name,
            op.does,
            variables.join(" "),
            link(op.command)
        )
        .unwrap();
    }
    out
}

fn types(words: &Words) -> String {
    let mut out = String::new();
    for shape in shapes() {
        writeln!(
            out,
            "#### {}\n{}\n\n| field | what it is | kind | without it |\n|---|---|---|---|",
            shape.name,
            words.of_type(shape.name)
        )
        .unwrap();
        for field in shape.fields {
            let (what, choices) = words.of_field(shape.name, field.name);
            let choices: Vec<String> = choices.iter().map(|word| format!("`{word}`")).collect();
            writeln!(
                out,
                "| `{}` | {} | {} | {} |",
                field.name,
                what.replace('|', "\\|"),
                kind(&field.kind, &choices),
                need(field)
            )
            .unwrap();
        }
        out.push('\n');
    }
    out
}

fn codes() -> String {
    let all = contract::Code::ALL.iter().filter(|code| **code != contract::Code::Unknown);
    let all: Vec<String> = all.map(|code| format!("`{}`", code.as_str())).collect();
    format!("{}\n", all.join(" "))
}

/// Puts what the contract says between a table's two marks.
fn filled(guide: &str, name: &str, table: &str) -> String {
    let (begin, end) = (format!("<!-- from the contract: {name} -->\n"), "<!-- so far -->");
    let (before, rest) = guide.split_once(&begin).unwrap_or_else(|| panic!("the guide has no {begin}"));
    let (_, after) = rest.split_once(end).unwrap();
    format!("{before}{begin}{table}{end}{after}")
}

#[test]
fn the_tables_of_the_guide_are_the_contracts() {
    let words = Words::read();
    let guide = filled(&guide(), "operations", &operations(&words));
    let guide = filled(&guide, "types", &types(&words));
    hold(&root().join("docs/backends.md"), &filled(&guide, "codes", &codes()));
}

/// What a screen needs is named by names that the contract has.
#[test]
fn the_guide_names_no_operation_that_is_not() {
    let known: Vec<&str> = Words::read().operations().iter().map(|op| op.name).collect();
    let guide = guide();
    let named = guide.split('`').skip(1).step_by(2).filter(|word| {
        let families = [
            "posts.",
            "comments.",
            "roll_call.",
            "polls.",
            "relays.",
            "relay_entries.",
            "dailies.",
            "daily_answers.",
            "invites.",
            "listings.",
            "deals.",
            "pledges.",
            "classes.",
            "seats.",
            "groups.",
            "members.",
            "me.",
            "sessions.",
            "changes.",
        ];
        families.iter().any(|family| word.starts_with(family)) && !word.contains([' ', '*', '<', '"', '\n'])
    });
    let mut seen = 0;
    for name in named {
        seen += 1;
        assert!(known.contains(&name), "{name}");
    }
    assert!(seen > known.len(), "{seen}");
}
