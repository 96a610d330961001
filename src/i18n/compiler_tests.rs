//! The locale compiler, rule by rule, over fixtures. It is the same source that `build.rs` runs.

#[path = "../../build/emit.rs"]
mod emit;
#[path = "../../build/locales.rs"]
mod locales;
#[path = "../../build/rules.rs"]
mod rules;

use locales::{Language, compile};

fn language(tag: &str, files: &[(&str, &str)]) -> Language {
    let files = files.iter().map(|(stem, text)| ((*stem).to_owned(), (*text).to_owned())).collect();
    Language { tag: tag.into(), files }
}

fn one_file(zh: &str, en: &str) -> Result<String, Vec<String>> {
    compile(&[language("zh-CN", &[("feed", zh)]), language("en", &[("feed", en)])], &["problem"])
}

/// The only fault of two files, which must name the file and the key.
#[track_caller]
fn check_fault(zh: &str, en: &str, wanted: &[&str]) {
    let faults = one_file(zh, en).expect_err("these files must not compile");
    assert_eq!(faults.len(), 1, "{faults:#?}");
    for part in wanted {
        assert!(faults[0].contains(part), "`{}` does not say `{part}`", faults[0]);
    }
}

#[test]
fn a_missing_key_is_named() {
    check_fault(
        "title = '群'\nmore = '多'",
        "title = 'Group'",
        &["locales/en/feed.toml", "`more` is missing"],
    );
}

#[test]
fn an_extra_key_is_named() {
    check_fault(
        "title = '群'",
        "title = 'Group'\nold = 'x'",
        &["locales/en/feed.toml", "`old` is not in locales/zh-CN"],
    );
}

#[test]
fn a_missing_file_is_named() {
    let faults = compile(
        &[
            language("zh-CN", &[("feed", "a = '一'"), ("deal", "a = '一'")]),
            language("en", &[("feed", "a = 'one'")]),
        ],
        &[],
    )
    .expect_err("a language lacks a file");
    assert_eq!(faults, ["locales/en/deal.toml: the file is missing; locales/zh-CN/deal.toml exists."]);
}

#[test]
fn a_placeholder_that_differs_is_named() {
    check_fault(
        "now = '现在 {price}'",
        "now = 'now {sum}'",
        &["`now`", "{sum}", "{price}", "locales/en/feed.toml"],
    );
}

#[test]
fn a_lone_brace_is_no_placeholder() {
    check_fault("now = '现在 {price'", "now = 'now {price}'", &["locales/zh-CN/feed.toml", "`now`", "brace"])
}

#[test]
fn a_plural_form_may_not_lack() {
    check_fault(
        "posts = { other = '{n} 条' }",
        "posts = { other = '{n} posts' }",
        &["locales/en/feed.toml", "`posts`", "`one`"],
    );
}

#[test]
fn a_plural_form_that_the_language_has_not_is_refused() {
    check_fault(
        "posts = { one = '{n} 条', other = '{n} 条' }",
        "posts = { one = '{n} post', other = '{n} posts' }",
        &["locales/zh-CN/feed.toml", "`posts`", "`one`"],
    );
}

#[test]
fn plural_forms_carry_the_same_placeholders() {
    check_fault(
        "posts = { other = '{who} 的 {n} 条' }",
        "posts = { one = 'one post', other = '{n} posts of {who}' }",
        &["locales/en/feed.toml", "`posts`", "different placeholders"],
    );
}

#[test]
fn a_key_is_plural_everywhere_or_nowhere() {
    check_fault(
        "posts = '{n} 条'",
        "posts = { one = '{n} post', other = '{n} posts' }",
        &["`posts`", "plural forms"],
    );
}

#[test]
fn an_empty_text_is_refused() {
    check_fault("title = '群'", "title = ' '", &["locales/en/feed.toml", "`title` is empty"]);
}

#[test]
fn what_is_not_toml_is_named() {
    let faults = one_file("title = ", "title = 'Group'").expect_err("not TOML");
    assert!(faults[0].starts_with("locales/zh-CN/feed.toml: this is not TOML"), "{faults:#?}");
}

#[test]
fn a_key_that_is_no_name_is_refused() {
    let faults = one_file("Title = '群'", "Title = 'Group'").expect_err("a capital letter");
    assert!(faults.iter().all(|f| f.contains("`Title` is no key")), "{faults:#?}");
}

#[test]
fn a_looked_up_text_has_no_placeholder() {
    let problem = [("problem", "gone_title = '{what} 不在了'")];
    let faults = compile(&[language("zh-CN", &problem), language("en", &problem)], &["problem"])
        .expect_err("a text found by its code cannot be filled in");
    assert!(faults[0].contains("problem.toml") && faults[0].contains("`gone_title`"), "{faults:#?}");
}

#[test]
fn functions_take_named_parameters_sorted_by_name() {
    let source = one_file(
        "now = '{who} 付 {price}'\nposts = { other = '{who} 有 {n} 条' }\ntype = '类'\n[a]\nb = '组'",
        "now = '{who} pays {price}'\nposts = { one = '{who}: a post', other = '{who}: {n} posts' }\ntype = 'Kind'\n[a]\nb = 'g'",
    )
    .expect("these agree");
    for line in [
        "pub fn now(price: &str, who: &str) -> String",
        "pub fn posts(n: i64, who: &str) -> String",
        "pub fn r#type() -> &'static str",
        "pub fn a_b() -> &'static str",
        "pub enum Lang",
    ] {
        assert!(source.contains(line), "`{line}` is not in:\n{source}");
    }
}
