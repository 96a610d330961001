use super::*;
use crate::json::parse;
use proptest::prelude::*;

fn style() -> Style {
    let node = parse(r#"{"zone":"+08:00","money":"major","files":"https://f.example/x/"}"#).unwrap();
    Style::compile(Some(Spec::root(&node)), "https://api.example").map_err(|_| ()).unwrap()
}

#[test]
fn times_in_the_forms_of_the_world_are_one_time() {
    let wanted = Timestamp::parse("2026-03-12T11:30:00Z").unwrap();
    for text in [
        r#""2026-03-12T11:30:00Z""#,
        r#""2026-03-12T19:30:00+08:00""#,
        r#""2026-03-12 11:30:00.000Z""#,
        r#""2026-03-12 19:30:00""#,
        r#""2026/03/12 19:30""#,
        r#""2026-03-12T19:30:00.000+0800""#,
        r#""2026-03-12T11:30:00.123456+00""#,
        r#""Thu, 12 Mar 2026 11:30:00 GMT""#,
        "1773315000",
        "1773315000000",
        r#""1773315000000""#,
        "1773315000.0",
    ] {
        let time = style().time(&parse(text).unwrap()).unwrap();
        assert_eq!(time.0 / 1000, wanted.0 / 1000, "{text}");
    }
    assert_eq!(style().time(&Node::text("2026-03-12")).unwrap().to_string(), "2026-03-11T16:00:00.000Z");
    for text in ["\"\"", "\"soon\"", "\"12\"", "true", "null", "\"2026-03-32 00:00:00\""] {
        assert_eq!(style().time(&parse(text).unwrap()), None, "{text}");
    }
}

#[test]
fn money_is_exact_or_refused() {
    let money = |text: &str| style().money(&parse(text).unwrap(), None).map(|n| n.to_string());
    for (text, fen) in [("99", 9900), ("99.5", 9950), ("\"99.00\"", 9900), ("\"0.01\"", 1), ("-3.2", -320)] {
        assert_eq!(money(text), Some(format!(r#"{{"amount":{fen},"currency":"CNY"}}"#)), "{text}");
    }
    assert_eq!(
        money(r#"{"amount":5,"currency":"EUR"}"#).as_deref(),
        Some(r#"{"amount":5,"currency":"EUR"}"#)
    );
    for text in ["99.999", "\"99,5\"", "\"\"", "null", "1e30", "\"９\""] {
        assert_eq!(money(text), None, "{text}");
    }
}

#[test]
fn values_are_written_as_the_backend_wants_them() {
    let out =
        |text: &str, form: Form| outward(&parse(text).unwrap(), Some(form), 0, &style()).unwrap().to_string();
    assert_eq!(out("\"9223372036854775808\"", Form::Number), "9223372036854775808");
    assert_eq!(out("\"012345\"", Form::Number), "12345", "a code that was typed");
    assert_eq!(out("\"12.50\"", Form::Number), "12.5");
    assert_eq!(out("\"2026-03-12T11:30:00Z\"", Form::LocalTime), "\"2026-03-12 19:30:00\"");
    assert_eq!(out("\"2026-03-12T11:30:00Z\"", Form::EpochS), "1773315000");
    assert_eq!(out(r#"{"amount":9950,"currency":"CNY"}"#, Form::MajorText), "\"99.50\"");
    assert_eq!(out(r#"{"amount":9950,"currency":"CNY"}"#, Form::Major), "99.5");
    assert_eq!(out("true", Form::ZeroOneText), "\"1\"");
    assert_eq!(out("[\"a\",7]", Form::Comma), "\"a,7\"");
    for (plain, coded) in
        [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("小满:p", "5bCP5ruhOnA=")]
    {
        assert_eq!(out(&format!("\"{plain}\""), Form::Base64), format!("\"{coded}\""));
    }
}

#[test]
fn relative_files_get_an_address() {
    assert_eq!(style().file("/a/b.png"), "https://f.example/x/a/b.png");
    assert_eq!(style().file("https://cdn.example/c.png"), "https://cdn.example/c.png");
}

proptest! {
    #[test]
    fn money_survives_both_ways(amount in -1_000_000_000_000_i64..1_000_000_000_000) {
        let text = major(amount, 2);
        prop_assert_eq!(exact(&text, 2), Some(amount));
    }

    #[test]
    fn nothing_panics(text in ".{0,30}", form in 0..16_usize, plus: i64) {
        let node = Node::text(&text);
        let _ = style().time(&node);
        let _ = style().money(&node, None);
        let _ = outward(&node, Some(Form::WORDS[form].1), plus, &style());
    }
}
