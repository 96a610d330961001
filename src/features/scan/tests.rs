use proptest::prelude::*;

use super::form;
use super::model::Stage;
use super::scanned::{Scanned, classify, shortened};
use crate::i18n::{Lang, set_lang};
use crate::ui::scan::{NoCode, Unseen};

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
    // Our own site is never called another one.
    let astray = Scanned::OursAstray { host: "qunli.example".into() };
    assert_eq!(scan(&format!("https://qunli.example/app2/#/j/{token}")), astray);
    assert_eq!(scan(&format!("http://qunli.example/#/j/{token}")), astray);
    assert_eq!(scan(&format!("https://me@qunli.example/app/#/j/{token}")), astray);
    assert_eq!(
        scan(&format!("https://qunli.example:8443/app/#/j/{token}")),
        foreign("qunli.example:8443", true)
    );
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
        ("qunlі.example", "xn--qunl-o9d.example"),
        ("qunli.example@evil.com", "evil.com"),
        ("qunli.example\\@evil.com", "qunli.example"),
    ] {
        let text = format!("https://{host}/app/#/j/{token}");
        let found = scan(&text);
        if host.contains('\\') {
            // A browser goes to what stands before the backslash: our host, but not our page.
            assert_eq!(found, Scanned::OursAstray { host: shown.into() }, "{text}");
        } else {
            assert_eq!(found, Scanned::LookAlike { host: shown.into() }, "{text}");
        }
    }
}

#[test]
fn short_names_and_parts_of_words_raise_no_false_alarm() {
    for (ours, others) in [
        ("q.cn", &["a.cn", "q.co", "qq.com", "iqcn.com"][..]),
        ("qunli.example", &["myqunli.example.org", "qunli.org", "example.qunli.net"][..]),
    ] {
        let (home, link) = (format!("https://{ours}/"), |t: &str| format!("https://{ours}/#/j/{t}"));
        for host in others {
            let found = classify(&format!("https://{host}/"), &home, &link);
            assert_eq!(found, Scanned::Foreign { host: (*host).into(), invite: false }, "{ours} {host}");
        }
    }
    // What is our name to the letter, or to the eye, is one however short.
    let link = |t: &str| format!("https://q.cn/#/j/{t}");
    for host in ["q.cn.evil.com", "q.cn-evil.com", "g.cn", "q-cn"] {
        let found = classify(&format!("https://{host}/"), "https://q.cn/", &link);
        assert_eq!(found, Scanned::LookAlike { host: host.into() }, "{host}");
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

/// Every way that is known to make an address read like ours: none of them is ours, and each is shown as what it is.
#[test]
fn tricks_are_seen_through() {
    let token = domain::code::token(&[9; 32]);
    for (trick, shown) in [
        // Names before an `@`, also of our own page.
        ("https://qunli.example@evil.com/app/#/j/T", "evil.com"),
        ("https://qunli.example%2Fapp@evil.com/#/j/T", "evil.com"),
        ("https://qunli.example:443@evil.com/app/#/j/T", "evil.com"),
        ("https://me@qunli.example/app/#/j/T", "qunli.example"),
        ("https://@qunli.example/app/#/j/T", "qunli.example"),
        ("https://a@b@evil.com/app/#/j/T", "evil.com"),
        // Our name as a part of another.
        ("https://qunli.example.evil.com/app/#/j/T", "qunli.example.evil.com"),
        ("https://qunli.example-evil.com/app/#/j/T", "qunli.example-evil.com"),
        ("https://qunli-example.com/app/#/j/T", "qunli-example.com"),
        ("https://evil.com/qunli.example/app/#/j/T", "evil.com"),
        ("https://evil.com/?https://qunli.example/app/#/j/T", "evil.com"),
        ("https://evil.com#https://qunli.example/app/#/j/T", "evil.com"),
        ("https://app.qunli.example/app/#/j/T", "app.qunli.example"),
        // Other origins on the same name.
        ("http://qunli.example/APP/#/j/T", "qunli.example"),
        ("http://me@qunli.example/app/#/j/T", "qunli.example"),
        ("https://qunli.example:444/app/#/j/T", "qunli.example:444"),
        ("https://qunli.example:80/app/#/j/T", "qunli.example:80"),
        ("https://qunli.example./app/#/j/T", "qunli.example."),
        ("https://qunli.example/#/j/T", "qunli.example"),
        ("https://qunli.example/APP/#/j/T", "qunli.example"),
        ("https://qunli.example/app/../x/#/j/T", "qunli.example"),
        ("https://qunli.example/app/%2e%2e/#/j/T", "qunli.example"),
        ("https://qunli.example//app/#/j/T", "qunli.example"),
        ("https://qunli.example\\app/#/j/T", "qunli.example"),
        ("https://evil.com\\@qunli.example/app/#/j/T", "evil.com"),
        // What browsers forgive.
        ("https:/evil.com/app/#/j/T", "evil.com"),
        ("https:evil.com/app/#/j/T", "evil.com"),
        ("https:\\\\evil.com/app/#/j/T", "evil.com"),
        ("https:///qunli.example/app/#/j/T", "qunli.example"),
        ("https://evil%2ecom/app/#/j/T", "evil.com"),
        ("https://ｅｖｉｌ。ｃｏｍ/app/#/j/T", "evil.com"),
        ("https://qunli．example/app/#/j/T", "qunli.example"),
        ("https://qun\u{ad}li.example/app/#/j/T", "qunli.example"),
        ("https://qunli\u{200b}.example/app/#/j/T", "qunli.example"),
        ("https://qunli.example\u{202e}/app/#/j/T", "qunli.example"),
        // Other letters.
        ("https://qunlі.example/app/#/j/T", "xn--qunl-o9d.example"),
        ("https://xn--qunl-o9d.example/app/#/j/T", "xn--qunl-o9d.example"),
        ("https://qùnli.example/app/#/j/T", "xn--qnli-lra.example"),
        ("https://QUNLІ.example/app/#/j/T", "xn--qunl-o9d.example"),
        ("https://qunli.ехаmрlе/app/#/j/T", "qunli.xn--ml-6kctd8d6a"),
        ("https://qun1i.example/app/#/j/T", "qun1i.example"),
        ("https://qunli.exarnple/app/#/j/T", "qunli.exarnple"),
        ("https://qunli.exampie/app/#/j/T", "qunli.exampie"),
        ("https://qunli.examp1e/app/#/j/T", "qunli.examp1e"),
        ("https://gunli.example/app/#/j/T", "gunli.example"),
        ("https://quunli.example/app/#/j/T", "quunli.example"),
        ("https://qu.nli.example/app/#/j/T", "qu.nli.example"),
    ] {
        let text = trick.replace("/T", &format!("/{token}"));
        match scan(&text) {
            Scanned::Foreign { host, .. } | Scanned::LookAlike { host } => assert_eq!(host, shown, "{text}"),
            Scanned::OursAstray { host } => {
                assert_eq!((&*host, shown), ("qunli.example", "qunli.example"), "{text}");
            }
            other => panic!("{text} is {other:?}"),
        }
    }
    // No address at all, however it begins.
    for text in [
        "javascript:https://qunli.example/app/#/j/T",
        "https://qunli.example:99999/app/#/j/T",
        "https://evil.com\t.qunli.example/app/#/j/T",
        "data:text/html,https://qunli.example/app/#/j/T",
        "\u{200b}https://qunli.example/app/#/j/T",
        "//qunli.example/app/#/j/T",
        "qunli.example/app/#/j/T",
    ] {
        assert_eq!(scan(&text.replace("/T", &format!("/{token}"))), Scanned::Text, "{text}");
    }
}

#[test]
fn what_is_the_same_to_a_browser_is_ours() {
    let token = domain::code::token(&[9; 32]);
    for text in [
        "https://qunli.example:443/app/#/j/T",
        "https://Qunli.Example/app/#/j/T",
        "https://qunli.example:/app/#/j/T",
        // Only the token is used, here: the way there is not asked for again.
        "http://qunli.example/app/#/j/T",
        "HTTP://qunli.example:80/app/?from=timeline#/j/T",
    ] {
        let text = text.replace("/T", &format!("/{token}"));
        assert_eq!(scan(&text), Scanned::Ours(token.clone()), "{text}");
    }
}

#[test]
fn the_end_of_a_long_site_is_shown_because_it_says_whose_it_is() {
    let site = format!("https://{}evil.com/", "qunli.example.".repeat(20));
    let Scanned::LookAlike { host } = scan(&site) else { panic!("{site}") };
    assert!(host.ends_with(".evil.com") && host.starts_with('…') && host.chars().count() == 61, "{host}");
}

#[test]
fn nothing_unseen_is_shown() {
    assert_eq!(shortened("a\u{202e}b\u{200b}c\u{2066}d\u{feff}"), "abcd");
    assert_eq!(shortened("\u{202e}moc.live//:sptth"), "moc.live//:sptth");
}

#[test]
fn each_stage_says_something_of_its_own() {
    let closed = [
        Unseen::Refused,
        Unseen::Missing,
        Unseen::Busy,
        Unseen::Insecure,
        Unseen::Unsupported,
        Unseen::Ended,
        Unseen::Muted,
        Unseen::Broken,
        Unseen::NoReader,
        Unseen::Hidden,
    ];
    let photo = [
        NoCode::Nothing,
        NoCode::Empty,
        NoCode::NotAnImage,
        NoCode::Heic,
        NoCode::TooLarge,
        NoCode::NoMemory,
        NoCode::NoText,
    ];
    for lang in Lang::ALL {
        set_lang(lang);
        let stages = closed.map(Stage::Closed).into_iter().chain(photo.map(Stage::NoPhoto));
        let stages = stages.chain([Stage::Off, Stage::Opening, Stage::Host, Stage::Reading]);
        let mut said: Vec<_> = stages.map(Stage::words).collect();
        let count = said.len();
        said.sort_unstable();
        said.dedup_by_key(|words| words.0);
        assert_eq!(said.len(), count, "{said:?}");
    }
    // Trying again is offered where it can help.
    assert!(Stage::Closed(Unseen::Insecure).press(false).is_none());
    assert_eq!(Stage::Closed(Unseen::Busy).press(false), Stage::Closed(Unseen::Refused).press(false));
    assert_ne!(Stage::Off.press(true), Stage::Off.press(false));
}

proptest! {
    /// Whatever is put into our link before its hash, it is ours only if the origin and the page are.
    #[test]
    fn a_changed_link_is_ours_only_if_it_leads_here(at in 0usize..27, put in "[a-zA-Z0-9@:/\\\\.%?#\u{ad}\u{200b}\u{430}\u{ff41}-]{1,3}", cut in 0usize..3) {
        let token = domain::code::token(&[9; 32]);
        let link = ours(&token);
        let text = format!("{}{put}{}", &link[..at], link.get(at + cut..).unwrap_or_default());
        if let Scanned::Ours(read) = scan(&text) {
            prop_assert_eq!(&read, &token);
            let lower = text.to_ascii_lowercase().replace("index.html", "");
            let (page, _) = lower.split_once('#').unwrap();
            let page = page.split('?').next().unwrap().replacen("example:443", "example", 1).replacen("example:/", "example/", 1);
            let page = page.replacen("http://", "https://", 1);
            prop_assert_eq!(page, "https://qunli.example/app/", "{}", text);
        }
    }

    /// Whatever is read, saying what it is neither fails nor shows what cannot be seen.
    #[test]
    fn any_text_is_named(text in "(https?:/{0,3})?.{0,60}") {
        let what = scan(&text);
        let (title, body) = what.words("https://qunli.example/app/#/");
        let shown = format!("{title}{body}{}{}", what.name(&text), shortened(&text));
        prop_assert!(!shown.contains(|c: char| super::address::is_unseen(c) || c.is_control()), "{:?}", shown);
    }
}
