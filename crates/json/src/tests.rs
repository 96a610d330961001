use super::*;
use contract::feed::Post;
use proptest::prelude::*;

fn roundtrip(text: &str) -> String {
    parse(text).unwrap().to_string()
}

#[test]
fn a_tree_prints_what_it_was_read_from() {
    for text in [
        "null",
        "[1,-2,18446744073709551615,0.5,true,\"a\\\"\\\\\\n\\u0001\",{\"群\":[]}]",
        "1234567890123456789",
        "99.5",
    ] {
        assert_eq!(roundtrip(text), text);
    }
}

#[test]
fn what_is_no_json_is_a_sentence() {
    for text in ["", "<html>", "{\"a\":", "[1] 2", "{\"a\" 1}"] {
        assert!(parse(text).unwrap_err().contains("line 1"), "{text}");
    }
    assert!(parse(&"[".repeat(5000)).unwrap_err().contains("recursion"));
    let many = format!("[{}0]", "0,".repeat(600_000));
    assert!(parse(&many).unwrap_err().contains("more values"));
}

#[test]
fn numbers_keep_every_digit_that_64_bits_hold() {
    for (text, node) in [
        ("-9223372036854775808", Node::Int(i64::MIN)),
        ("18446744073709551615", Node::Big(u64::MAX)),
        ("18446744073709551616", Node::Decimal("18446744073709551616".into())),
        ("-0", Node::Int(0)),
        ("1.50", Node::Decimal("1.5".into())),
        ("15e-1", Node::Decimal("15e-1".into())),
        // Written by who knows only floats.
        ("200.00", Node::Int(200)),
        ("-0.0", Node::Int(0)),
        ("0.5e+1", Node::Int(5)),
        ("1.2345678E7", Node::Int(12_345_678)),
        // A float may be the neighbour of what was meant.
        ("9007199254740993.0", Node::Decimal("9007199254740993".into())),
        ("1.2345678901234567E18", Node::Decimal("1.2345678901234567E18".into())),
    ] {
        assert_eq!(parse(text), Ok(node), "{text}");
    }
    for text in ["01", "-", "1.", ".5", "1e", "+1", "0x1", "--1", "1-", "NaN", "1_0"] {
        assert!(parse(text).is_err(), "{text}");
    }
}

#[test]
fn escapes_are_read_and_half_a_pair_costs_a_character() {
    let text = |json: &str| parse(json).map(|node| node.as_text().unwrap().to_owned());
    assert_eq!(text(r#""\"\\\/\b\f\n\r\t\u7fa4\ud83d\ude42.""#).unwrap(), "\"\\/\u{8}\u{c}\n\r\t群🙂.");
    assert_eq!(text(r#""a\ud83d""#).unwrap(), "a\u{fffd}");
    assert_eq!(text(r#""\ude42\ud83dA\ud83d\u0041""#).unwrap(), "\u{fffd}\u{fffd}A\u{fffd}A");
    for bad in [r#""\x""#, r#""\u12g4""#, r#""\u12"#, r#""\"#, "\"\n\"", r#""\u群""#, "\"\\群\""] {
        assert!(text(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_member_is_found_wherever_it_stands_in_the_next_row() {
    let pointer = Pointer::parse("/b").unwrap();
    for (row, found) in [
        (r#"{"a":1,"b":2}"#, Some(2)),
        (r#"{"b":3}"#, Some(3)),
        ("{}", None),
        (r#"{"x":0,"y":0,"b":4}"#, Some(4)),
    ] {
        assert_eq!(parse(row).unwrap().at(&pointer), found.map(Node::Int).as_ref(), "{row}");
    }
}

#[test]
fn pointers_follow_rfc_6901() {
    let node = parse(r#"{"a":[{"b/c":1,"~":2}]}"#).unwrap();
    let at = |p: &str| node.at(&Pointer::parse(p).unwrap()).map(ToString::to_string);
    assert_eq!(at("/a/0/b~1c").as_deref(), Some("1"));
    assert_eq!(at("/a/0/~0").as_deref(), Some("2"));
    assert_eq!(at("/a/1"), None);
    assert!(at("").is_some());
    assert_eq!(Pointer::parse("a"), None);
    assert_eq!(Pointer::parse("/a~2"), None);
}

#[test]
fn an_unreadable_field_is_named() {
    let node = parse(
        r#"{"id":"1","group_id":"2","author":{"id":"3","persona":{"nickname":7,"avatar":""},"role":"member",
        "joined_at":"2026-03-12T11:30:00Z"},"kind":"note","body":"","pinned":false,"comment_count":0,
        "created_at":"2026-03-12T11:30:00Z","yours":false}"#,
    )
    .unwrap();
    let fault = read::<Post>(&node).unwrap_err();
    assert_eq!(fault.field, "/author/persona/nickname");
}

#[test]
fn a_pointer_is_found_in_the_text() {
    let text = "{\n  \"a\": [1, {\"b\": \"x\\\"y\", \"c\": {}}],\n  \"d\": 2\n}";
    assert_eq!(locate(text, ""), (1, 1));
    assert_eq!(locate(text, "/a"), (2, 3));
    assert_eq!(locate(text, "/a/1"), (2, 12));
    assert_eq!(locate(text, "/a/1/c"), (2, 26));
    assert_eq!(locate(text, "/d"), (3, 3));
    assert_eq!(locate(text, "/a/1/zz"), (2, 12));
}

#[test]
fn one_member_is_seen_without_the_rest() {
    let text = r#"{"rows":[{"code":7}],"code":200,"deep":{"code":1}}"#;
    let peek = |p: &str| peek(text, &Pointer::parse(p).unwrap());
    assert_eq!(peek("/code"), Some(Node::Int(200)));
    assert_eq!(peek("/deep/code"), Some(Node::Int(1)));
    assert_eq!(peek("/none"), None);
}

/// The same value as serde_json reads it.
fn as_serde(node: &Node<'_>) -> serde_json::Value {
    use serde_json::Value;
    match node {
        Node::Null => Value::Null,
        Node::Bool(value) => (*value).into(),
        Node::Int(value) => (*value).into(),
        Node::Big(value) => (*value).into(),
        Node::Decimal(digits) => serde_json::from_str(digits).unwrap(),
        Node::Text(text) => text.as_ref().into(),
        Node::List(items) => Value::Array(items.iter().map(as_serde).collect()),
        Node::Object(members) => Value::Object(
            members.iter().map(|(key, value)| (key.as_ref().to_owned(), as_serde(value))).collect(),
        ),
    }
}

/// With whole numbers as such, however they were written.
fn settled(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Number(n) => {
            match n.as_f64().filter(|float| n.is_f64() && float.fract() == 0.0 && float.abs() <= 9e15) {
                Some(float) => (float as i64).into(),
                None => n.into(),
            }
        }
        Value::Array(items) => items.into_iter().map(settled).collect(),
        Value::Object(members) => members.into_iter().map(|(key, value)| (key, settled(value))).collect(),
        other => other,
    }
}

/// Texts that are JSON, nearly JSON, or made of its pieces.
fn nearly_json() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\"a\"",
        "\"群\\n\"",
        "1",
        "-2",
        "0.5",
        "1e3",
        "true",
        "false",
        "null",
        " ",
        "\n",
        "\\",
        "\\u00e9",
        "tru",
        "9007199254740993",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn the_parser_agrees_with_serde(text in nearly_json()) {
        match serde_json::from_str::<serde_json::Value>(&text) {
            Ok(value) => prop_assert_eq!(settled(as_serde(&parse(&text).unwrap())), settled(value)),
            // What no float can hold is infinite to us: one absurd figure is not to cost a page.
            Err(fault) if fault.to_string().starts_with("number out of range") => {}
            Err(_) => prop_assert!(parse(&text).is_err(), "{}", text),
        }
    }

    #[test]
    fn no_text_panics(text in ".{0,200}", pointer in "(/[a-z0-9~]{0,3}){0,3}") {
        if let Ok(node) = parse(&text) {
            let _ = read::<Post>(&node);
            prop_assert!(parse(&node.to_string()).is_ok());
        }
        let _ = locate(&text, &pointer);
        let _ = peek(&text, &Pointer::parse(&pointer).unwrap_or_default());
    }

    #[test]
    fn typed_reading_agrees_with_serde(body in ".{0,40}", count in 0_u32.., pinned: bool, at in 0_i64..4_000_000_000_000) {
        let post = Post {
            moment: None,
            id: "1".into(), group_id: "2".into(), author: None, kind: contract::feed::PostKind::Note, body,
            attachment: None, pinned, comment_count: count, created_at: contract::Timestamp(at), yours: false,
            photos: vec![], edited_at: None, reactions: vec![], roll_call: None, answer: None, mentions: vec![],
            circle_id: None,
        };
        let text = serde_json::to_string(&post).unwrap();
        let node = parse(&text).unwrap();
        prop_assert_eq!(read::<Post>(&node).unwrap(), post);
    }
}
