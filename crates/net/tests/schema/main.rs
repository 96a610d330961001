//! The published schema of descriptors and the guide: they say what the parser says, and what the contract has.
//!
//! What the contract has is written into both by this test: `UPDATE_EXPECT=1 cargo test -p net --test schema`.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot read its own project must fail loudly"
)]

mod faults;
mod guide;
mod keys;
mod words;

use std::path::{Path, PathBuf};

use jsonschema::Validator;
use net::descriptor::Descriptor;
use serde_json::Value;

const BASE: &str = "https://api.example";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn schema_file() -> PathBuf {
    root().join("public/backends/descriptor.schema.json")
}

fn schema() -> Value {
    serde_json::from_str(&read(&schema_file())).unwrap_or_else(|e| panic!("the schema is no JSON: {e}"))
}

fn validator() -> Validator {
    jsonschema::draft202012::new(&schema()).unwrap_or_else(|e| panic!("the schema is no schema: {e}"))
}

/// Compares a file with what it should be; `UPDATE_EXPECT=1` writes it.
fn hold(path: &Path, wanted: &str) {
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(path, wanted).unwrap();
    } else if read(path) != wanted {
        panic!(
            "{} is not as the contract says: UPDATE_EXPECT=1 cargo test -p net --test schema",
            path.display()
        );
    }
}

/// Every descriptor of the project, and whose it is.
fn descriptors() -> Vec<(String, String)> {
    let json = |path: &Path| {
        let name = path.file_name().unwrap().to_string_lossy();
        name.ends_with(".json") && !name.ends_with(".schema.json")
    };
    let entries = |path: PathBuf| std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries(root().join("public/backends")).filter(|path| json(path)).collect();
    files.extend(
        entries(root().join("crates/net/tests/fixtures")).map(|folder| folder.join("descriptor.json")),
    );
    files.sort();
    files.into_iter().map(|path| (path.display().to_string(), read(&path))).collect()
}

fn complaints(validator: &Validator, text: &str) -> Vec<String> {
    let value: Value = serde_json::from_str(text).unwrap();
    validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect()
}

#[test]
fn what_the_schema_has_of_the_contract_is_the_contracts() {
    let text = read(&schema_file());
    let at = text.find("\"generated\": {").unwrap();
    let end = at + text[at..].find('}').unwrap() + 1;
    hold(&schema_file(), &format!("{}{}", &text[..end], words::generated_definitions()));
}

#[test]
fn every_descriptor_of_the_project_is_valid_and_parses() {
    let validator = validator();
    let all = descriptors();
    assert!(all.len() >= 13, "{}", all.len());
    for (name, text) in all {
        Descriptor::parse(&text, BASE).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(complaints(&validator, &text), [""; 0], "{name}");
    }
}
