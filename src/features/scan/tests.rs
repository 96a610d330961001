use super::form;
use super::scanned::{Scanned, classify, shortened};

use crate::i18n::{Lang, set_lang};
fn ours(token: &str) -> String {
    format!("https://qunli.example/app/#/j/{token}")
}

fn scan(text: &str) -> Scanned {
    classify(text, "https://qunli.example/app/#/", &ours)
}

#[test]
fn our_own_join_links_are_known_also_through_a_host_that_adds_to_them() {
    let token = domain::code::token(&[9; 32]);
    let code = domain::code::invite_code(&[9; 32]);
    for text in [
        ours(&token),
        format!("  {}\n", ours(&token)),
        format!("HTTPS://QUNLI.example/app/#/j/{token}"),
        format!("https://qunli.example/app/?from=groupmessage#/j/{token}"),
        format!("https://qunli.example/app/index.html#/j/{token}"),
        format!("https://qunli.example/app/#/j/{token}?from=singlemessage"),
    ] {
        assert_eq!(scan(&text), Scanned::Ours(token.clone()), "{text}");
    }
    assert_eq!(scan(&ours(&code)), Scanned::Ours(code));
}

#[test]
fn our_other_places_are_no_invites() {
    for text in ["https://qunli.example/app/", "https://qunli.example/app/#/g/1/p/2", &ours("short")] {
        assert_eq!(scan(text), Scanned::OursElsewhere, "{text}");
    }
    // A token in another place is no invite either.
    let token = domain::code::token(&[9; 32]);
    assert_eq!(scan(&format!("https://qunli.example/app/#/x/{token}")), Scanned::OursElsewhere);
}

#[test]
fn other_sites_are_named_and_never_ours() {
    let token = domain::code::token(&[9; 32]);
    let foreign = |host: &str, invite| Scanned::Foreign { host: host.into(), invite };
    assert_eq!(scan("https://pay.example/x?y"), foreign("pay.example", false));
    assert_eq!(scan(&format!("https://other.org/#/j/{token}")), foreign("other.org", true));
    assert_eq!(
        scan(&format!("http://qunli.example/app/#/j/{token}")),
        foreign("qunli.example", true),
        "another scheme is another origin"
    );
    assert_eq!(
        scan(&format!("https://qunli.example:8443/app/#/j/{token}")),
        foreign("qunli.example:8443", true)
    );
    assert_eq!(scan(&format!("https://qunli.example/app2/#/j/{token}")), foreign("qunli.example", true));
    assert_eq!(scan("https://help.qunli.example/"), foreign("help.qunli.example", false));
}

#[test]
fn look_alikes_are_told() {
    let token = domain::code::token(&[9; 32]);
    for (host, shown) in [
        ("qunli.example.evil.com", "qunli.example.evil.com"),
        ("qun1i.example", "qun1i.example"),
        ("qunii.example", "qunii.example"),
        ("qun-li.example", "qun-li.example"),
        ("qunl.example", "qunl.example"),
        ("qunil.example", "qunil.example"),
        ("qunlі.example", "qunlі.example"),
        ("qunli.example@evil.com", "evil.com"),
        ("qunli.example\\@evil.com", "qunli.example"),
    ] {
        let text = format!("https://{host}/app/#/j/{token}");
        let found = scan(&text);
        if host.contains('\\') {
            // A browser goes to what stands before the backslash: our host, but not our page.
            assert_eq!(found, Scanned::Foreign { host: shown.into(), invite: true }, "{text}");
        } else {
            assert_eq!(found, Scanned::LookAlike { host: shown.into() }, "{text}");
        }
    }
}

#[test]
fn addresses_in_figures_are_foreign_not_look_alikes() {
    let home = |t: &str| format!("http://127.0.0.1:8080/#/j/{t}");
    let at = |text: &str| classify(text, "http://127.0.0.1:8080/#/", &home);
    assert_eq!(
        at("http://127.0.0.2:8080/"),
        Scanned::Foreign { host: "127.0.0.2:8080".into(), invite: false }
    );
    let token = domain::code::token(&[9; 32]);
    assert_eq!(at(&home(&token)), Scanned::Ours(token));
}

#[test]
fn codes_and_garbage() {
    let code = domain::code::invite_code(&[5; 32]);
    for text in [code.clone(), domain::code::spaced(&code), format!("邀请码 {code}"), code.to_lowercase()]
    {
        assert_eq!(scan(&text), Scanned::Code(code.clone()), "{text}");
    }
    for text in
        ["", "你好", "12345678", "weixin://pay?pr=1", "javascript:alert(1)", "https://", "https:// x/"]
    {
        assert_eq!(scan(text), Scanned::Text, "{text}");
    }
}

#[test]
fn a_long_text_is_shortened_and_kept_on_one_line() {
    assert_eq!(shortened("a\u{0}b\nc"), "a b c");
    let long = shortened(&"字".repeat(300));
    assert_eq!(long.chars().count(), 201);
    assert!(long.ends_with('…'));
}

#[test]
fn a_typed_code_is_judged_before_anyone_is_asked() {
    set_lang(Lang::ZhCn);
    let code = domain::code::invite_code(&[5; 32]);
    assert_eq!(form::typed_code(&domain::code::spaced(&code)), Ok(code.clone()));
    let sentences =
        [form::typed_code("7KQ"), form::typed_code("0KQ4M2XD"), form::typed_code(&swapped(&code))];
    let mut said: Vec<_> = sentences.into_iter().map(Result::unwrap_err).collect();
    said.dedup();
    assert_eq!(said.len(), 3);
}

fn swapped(code: &str) -> String {
    let mut chars: Vec<char> = code.chars().collect();
    let last = if chars[6] == 'A' { 'B' } else { 'A' };
    chars[6] = last;
    chars.into_iter().collect()
}
