//! The invariants of ARCHITECTURE.md, by number. A failure names the invariant in a sentence.

use crate::sources::{code, files};

/// Whether code names a path, such as `crate::ui` or `net::`, as whole words.
fn names(code: &str, path: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(path).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + path.len()..].chars().next();
        let begins = !before.is_some_and(|c| part_of_word(c) || c == ':');
        let ends = !path.ends_with(part_of_word) || !after.is_some_and(part_of_word);
        begins && ends
    })
}

fn none_names(folder: &str, forbidden: &[&str], sentence: &str) {
    let mut broken = Vec::new();
    for (file, text) in files(folder, "rs") {
        let code = code(&text);
        for path in forbidden {
            if names(&code, path) {
                broken.push(format!("{file} names `{path}`"));
            }
        }
    }
    assert!(broken.is_empty(), "{sentence}\n  {}", broken.join("\n  "));
}

fn is_test(file: &str) -> bool {
    file.contains("/tests/")
        || file.ends_with("tests.rs")
        || file.starts_with("tests/")
        || file.contains("_tests.rs")
}

#[test]
fn invariant_1_no_file_outside_tests_is_longer_than_300_lines() {
    let long: Vec<String> = ["src", "crates", "build", "public", "style"]
        .iter()
        .flat_map(|folder| ["rs", "js", "css"].iter().flat_map(|ext| files(folder, ext)))
        .filter(|(file, _)| !is_test(file))
        .filter(|(_, text)| text.lines().count() > 300)
        .map(|(file, text)| format!("{file}: {} lines", text.lines().count()))
        .collect();
    assert!(
        long.is_empty(),
        "Invariant 1: a room longer than 300 lines is two rooms.\n  {}",
        long.join("\n  ")
    );
}

#[test]
fn invariant_2_the_contract_and_the_domain_know_nothing_of_ours() {
    none_names(
        "crates/contract/src",
        &["domain::", "net::", "data::", "leptos", "web_sys", "tokio", "std::fs", "std::net", "async fn"],
        "Invariant 2: the contract is types; it does no I/O and knows no room of ours.",
    );
    none_names(
        "crates/domain/src",
        &[
            "net::",
            "data::",
            "leptos",
            "web_sys",
            "std::time",
            "SystemTime",
            "Instant",
            "std::fs",
            "async fn",
            "rand",
        ],
        "Invariant 2: the domain is pure; time is a parameter.",
    );
}

#[test]
fn invariant_3_net_and_data_run_without_a_browser() {
    none_names(
        "crates/net/src",
        &["leptos", "web_sys", "js_sys", "data::", "reactive_graph", "domain::"],
        "Invariant 3: net is sans-I/O; bytes come through its Transport.",
    );
    none_names(
        "crates/data/src",
        &["leptos", "web_sys", "js_sys", "gloo", "wasm_bindgen"],
        "Invariant 3: data reaches the world through Host, Disk and Transport.",
    );
}

#[test]
fn invariant_4_browser_globals_are_touched_in_platform_alone() {
    let globals = [
        "web_sys::window",
        "js_sys::global",
        "web_sys::Window",
        "window()",
        "document()",
        "local_storage",
        "gloo",
    ];
    let mut broken = Vec::new();
    for (file, text) in files("src", "rs") {
        // Intl is a browser global too, and the only one that words need.
        let exempt = ["src/platform/", "src/bin/", "src/i18n/intl.rs"];
        if exempt.iter().any(|e| file.starts_with(e)) || is_test(&file) {
            continue;
        }
        let code = code(&text);
        broken.extend(globals.iter().filter(|g| names(&code, g)).map(|g| format!("{file} names `{g}`")));
    }
    assert!(
        broken.is_empty(),
        "Invariant 4: only platform touches browser globals.\n  {}",
        broken.join("\n  ")
    );
    none_names(
        "src/platform",
        &[
            "contract::",
            "domain::",
            "net::",
            "data::",
            "loadable::",
            "leptos",
            "crate::ui",
            "crate::i18n",
            "crate::app",
            "crate::features",
        ],
        "Invariant 4: platform knows none of our modules.",
    );
}

#[test]
fn invariant_5_components_are_blind_to_data() {
    none_names(
        "src/ui",
        &[
            "contract::",
            "domain::",
            "net::",
            "data::",
            "crate::platform",
            "crate::features",
            "crate::app",
            "crate::route",
        ],
        "Invariant 5: ui knows texts, numbers and signals; no contract type, no store, no route.",
    );
    none_names(
        "src/i18n",
        &[
            "contract::",
            "domain::",
            "net::",
            "data::",
            "crate::ui",
            "crate::platform",
            "crate::features",
            "crate::app",
        ],
        "Invariant 5: i18n knows words; a fault arrives as a Notice.",
    );
}

#[test]
fn invariant_6_features_meet_only_through_links_the_cache_and_slots() {
    let features: Vec<String> = std::fs::read_dir(crate::sources::root().join("src/features"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(features.len() >= 6, "the features are in folders: {features:?}");
    for feature in &features {
        let mut forbidden: Vec<String> =
            ["net::", "crate::platform", "crate::route", "crate::app", "web_sys::window"]
                .map(String::from)
                .to_vec();
        for other in features.iter().filter(|o| *o != feature) {
            forbidden.push(format!("crate::features::{other}"));
            forbidden.push(format!("super::super::{other}"));
        }
        let forbidden: Vec<&str> = forbidden.iter().map(String::as_str).collect();
        none_names(
            &format!("src/features/{feature}"),
            &forbidden,
            "Invariant 6: a feature knows contract, domain, data, ui, i18n and loadable; never another feature.",
        );
    }
}

#[test]
fn invariant_7_the_server_does_not_know_the_app_and_sql_lives_in_one_folder() {
    none_names(
        "crates/server/src",
        &["leptos", "net::Client", "data::", "loadable"],
        "Invariant 7: the server knows contract and domain.",
    );
    let broken: Vec<String> = files("crates/server/src", "rs")
        .into_iter()
        .filter(|(file, _)| !file.contains("/store/sqlite"))
        .filter(|(_, text)| names(&code(text), "sqlx::"))
        .map(|(file, _)| file)
        .collect();
    assert!(
        broken.is_empty(),
        "Invariant 7: SQL and sqlx live in store/sqlite alone.\n  {}",
        broken.join("\n  ")
    );
}

#[test]
fn invariant_8_one_name_everywhere() {
    for name in ["feed", "invite", "market", "groupbuy", "poll", "moment", "playlist"] {
        for place in [
            format!("crates/contract/src/{name}.rs"),
            format!("src/features/{name}/mod.rs"),
            format!("locales/zh-CN/{name}.toml"),
            format!("locales/en/{name}.toml"),
            format!("locales/zh-TW/{name}.toml"),
            format!("style/features/{name}.css"),
        ] {
            let path = crate::sources::root().join(&place);
            assert!(
                path.exists(),
                "Invariant 8: `{name}` has the same name in every layer; {place} is missing."
            );
        }
    }
}

#[test]
fn invariant_9_every_module_says_what_it_is() {
    let silent: Vec<String> = ["src", "crates"]
        .iter()
        .flat_map(|folder| files(folder, "rs"))
        .filter(|(file, text)| !is_test(file) && !text.trim_start().starts_with("//!"))
        .map(|(file, _)| file)
        .collect();
    assert!(
        silent.is_empty(),
        "Invariant 9: every module begins with what it is.\n  {}",
        silent.join("\n  ")
    );
}

#[test]
fn invariant_10_every_field_of_the_contract_has_a_doc_line_with_an_example() {
    let mut bare = Vec::new();
    for (file, text) in files("crates/contract/src", "rs") {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        for (at, line) in lines.iter().enumerate() {
            let is_field =
                line.starts_with("pub ") && line.contains(": ") && line.ends_with(',') && !line.contains('(');
            if !is_field || file.ends_with("endpoint.rs") {
                continue;
            }
            let doc: Vec<&str> = lines[..at]
                .iter()
                .rev()
                .take_while(|l| l.starts_with("///") || l.starts_with("#["))
                .copied()
                .collect();
            if !doc.iter().any(|l| l.starts_with("///") && l.contains("Example"))
                && !doc.join(" ").contains("Example")
            {
                bare.push(format!("{file}:{}: {line}", at + 1));
            }
        }
    }
    assert!(
        bare.is_empty(),
        "Invariant 10: every field of the contract has a doc line and an example.\n  {}",
        bare.join("\n  ")
    );
}

#[test]
fn invariant_11_no_markup_from_data_and_no_inline_style() {
    let mut broken = Vec::new();
    for (file, text) in files("src", "rs") {
        if is_test(&file) {
            continue;
        }
        let code = code(&text);
        if code.contains("inner_html") && !file.starts_with("src/ui/") {
            broken.push(format!("{file} sets inner_html"));
        }
        if code.contains(" style=\"") || code.contains(" style=move") || code.contains(" style={") {
            broken.push(format!("{file} sets a style attribute, which the CSP blocks: use style:prop"));
        }
    }
    assert!(
        broken.is_empty(),
        "Invariant 11: no HTML from data, no inline style.\n  {}",
        broken.join("\n  ")
    );
}

#[test]
fn invariant_12_colours_come_from_the_tokens() {
    let mut broken = Vec::new();
    for (file, text) in files("style/features", "css") {
        assert!(text.contains("@layer features"), "Invariant 12: {file} is not in its layer.");
        for (at, line) in text.lines().enumerate() {
            let hex = line.match_indices('#').any(|(i, _)| {
                let digits = line[i + 1..].chars().take_while(char::is_ascii_hexdigit).count();
                [3, 4, 6, 8].contains(&digits)
            });
            if hex || line.contains("rgb(") {
                broken.push(format!("{file}:{}: {}", at + 1, line.trim()));
            }
        }
    }
    assert!(broken.is_empty(), "Invariant 12: colours come from tokens.css.\n  {}", broken.join("\n  "));
}

#[test]
fn the_version_of_the_workers_is_over_all_that_they_are_built_from() {
    let listed = std::fs::read_to_string("src/platform/qr/version.rs").unwrap();
    let missing: Vec<String> = ["src/bin/qr_maker", "src/bin/qr_reader", "src/bin/qr_port", "crates/qr/src"]
        .iter()
        .flat_map(|folder| files(folder, "rs"))
        .map(|(file, _)| file)
        .filter(|file| !is_test(file))
        .filter(|file| {
            let from_there = match file.strip_prefix("src/bin/") {
                Some(rest) => format!("\"../../bin/{rest}\""),
                None => format!("\"../../../{file}\""),
            };
            !listed.contains(&from_there)
        })
        .collect();
    assert!(missing.is_empty(), "A cache may pair these with an old app: {missing:?}");
}
