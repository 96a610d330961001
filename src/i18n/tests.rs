//! Texts, figures and dates in both languages, natively (UTC, the stand-in for `Intl`).
//!
//! The language is one global, so every check runs in one test at a time behind a lock.

use super::*;
use loadable::{Notice, WayOn};
use std::sync::Mutex;

static LANGUAGE: Mutex<()> = Mutex::new(());

/// What `texts` gives in Chinese and in English.
#[track_caller]
fn check(texts: impl Fn() -> String, zh: &str, en: &str) {
    let _one_at_a_time = LANGUAGE.lock().unwrap_or_else(|broken| broken.into_inner());
    set_lang(Lang::ZhCn);
    let found_zh = texts();
    set_lang(Lang::En);
    let found_en = texts();
    set_lang(Lang::ZhCn);
    assert_eq!((found_zh.as_str(), found_en.as_str()), (zh, en));
}

/// 10 March 2026, 22:46 UTC, a Tuesday.
const NOW: i64 = 1_773_182_760_000;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

#[test]
fn sums_have_decimals_only_when_needed() {
    check(|| money(9_900, "CNY"), "¥99", "¥99");
    check(|| money(9_950, "CNY"), "¥99.50", "¥99.50");
    check(|| money(123_456_700, "CNY"), "¥1,234,567", "¥1,234,567");
    check(|| money(500, "JPY"), "¥500", "¥500");
}

#[test]
fn figures_are_grouped_and_parts_are_as_machines_read_them() {
    check(
        || [0, 999, 1_000, -5, -1_234].map(number).join(" "),
        "0 999 1,000 -5 -1,234",
        "0 999 1,000 -5 -1,234",
    );
    let parts = [0.0, 25.0 / 3.0, -0.5, 0.0004, 99.9996].map(decimal);
    assert_eq!(parts.join(" "), "0 8.333 -0.5 0 100");
}

#[test]
fn a_plural_follows_the_language() {
    check(|| k::ui::new_posts(1), "1 条新动态", "1 new post");
    check(|| k::ui::new_posts(3), "3 条新动态", "3 new posts");
    check(|| k::common::members(1_200), "1,200 位成员", "1,200 members");
}

#[test]
fn moments_near_now_have_a_word() {
    check(|| moment(NOW - HOUR, NOW), "今天 21:46", "Today 21:46");
    check(|| moment(NOW - DAY, NOW), "昨天 22:46", "Yesterday 22:46");
    check(|| moment(NOW + 2 * HOUR, NOW), "明天 00:46", "Tomorrow 00:46");
    check(|| moment(NOW - 3 * DAY, NOW), "3 月 7 日 22:46", "7 March, 22:46");
}

#[test]
fn the_coming_fortnight_has_weekdays() {
    check(|| day(NOW + 2 * DAY, NOW), "3 月 12 日 周四", "Thu 12 March");
    check(|| deadline(NOW + 2 * DAY - 2 * HOUR, NOW), "3 月 12 日 周四 20:46", "Thu 12 March, 20:46");
    check(|| day(NOW + 14 * DAY, NOW), "3 月 24 日 周二", "Tue 24 March");
    check(|| day(NOW + 15 * DAY, NOW), "3 月 25 日", "25 March");
    check(|| day(NOW - DAY, NOW), "3 月 9 日", "9 March");
    check(|| day(NOW - 365 * DAY, NOW), "2025 年 3 月 10 日", "10 March 2025");
}

#[test]
fn a_leap_day_is_a_day() {
    check(|| date_time(1_709_208_000_000), "2024 年 2 月 29 日 12:00", "29 February 2024, 12:00");
    check(|| date_time(-1), "1969 年 12 月 31 日 23:59", "31 December 1969, 23:59");
}

#[test]
fn a_picked_moment_comes_back() {
    for text in ["2026-03-12T20:00", "2024-02-29T00:01", "1999-12-31T23:59"] {
        assert_eq!(parse_local(text).map(local_input).as_deref(), Some(text));
    }
    for text in ["", "2026-02-30T10:00", "2026-13-01T10:00", "2026-03-12", "2026-03-12T25:00", "x-y-zT1:2"] {
        assert_eq!(parse_local(text), None, "{text}");
    }
}

#[test]
fn names_are_listed_as_people_say_them() {
    check(|| list(&["阿禾"]), "阿禾", "阿禾");
    check(|| list(&["A", "B", "C"]), "A、B、C", "A, B and C");
}

#[test]
fn a_fault_becomes_a_sentence() {
    let notice = Notice::new("listing_gone").with_way_on(WayOn::GoBack);
    check(|| sentence(&notice).title, "别人先接手了", "Someone was a moment earlier");
    check(|| sentence(&notice).action.to_owned(), "返回", "Back");
    let mut slow = Notice::new("rate_limited");
    slow.wait_s = Some(1);
    check(
        || sentence(&slow).body,
        "稍等一会儿就好，你写的都在。请等 1 秒再试。",
        "It works again in a moment. Everything you wrote is safe. Please wait 1 second.",
    );
}

#[test]
fn an_unknown_code_still_reads_well() {
    check(|| sentence(&Notice::new("no_such_code")).title, "这一步没有做成", "That did not work");
    check(
        || field_text("no_such_code").to_owned(),
        "这里的写法不对，请检查",
        "This does not look right, please check it",
    );
}

#[test]
fn every_problem_code_has_a_title_and_a_body() {
    for code in include_str!("problem_codes.txt").split_whitespace() {
        for part in ["title", "body"] {
            assert!(lookup("problem", &format!("{code}_{part}")).is_some(), "{code} has no {part}");
        }
    }
    assert_eq!(lookup("feed", "title"), None, "only codes are looked up");
}

#[test]
fn a_browser_tag_finds_a_language() {
    assert_eq!(Lang::from_tag("zh-Hans-CN"), Some(Lang::ZhCn));
    assert_eq!(Lang::from_tag("EN-us"), Some(Lang::En));
    for tag in ["zh-TW", "zh-HK", "zh-Hant", "zh-Hant-TW", "ZH-hant-hk", "zh_TW", "zh-MO"] {
        assert_eq!(Lang::from_tag(tag), Some(Lang::ZhTw), "{tag}");
    }
    for tag in ["zh", "zh-CN", "zh-SG", "zh-Hans-HK"] {
        assert_eq!(Lang::from_tag(tag), Some(Lang::ZhCn), "{tag}");
    }
    for tag in ["fr", "", "zho-TW"] {
        assert_eq!(Lang::from_tag(tag), None, "{tag}");
    }
    for lang in Lang::ALL {
        assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
    }
    let names = Lang::ALL.map(Lang::own_name);
    assert_eq!(names, ["简体中文", "English", "繁體中文"]);
}

#[test]
fn traditional_characters_have_their_own_words() {
    let _one_at_a_time = LANGUAGE.lock().unwrap_or_else(|broken| broken.into_inner());
    set_lang(Lang::ZhTw);
    let found = (k::common::save(), k::ui::new_posts(3), deadline(NOW + 2 * DAY - 2 * HOUR, NOW));
    set_lang(Lang::ZhCn);
    assert_eq!(found, ("儲存", "3 則新貼文".into(), "3 月 12 日 週四 20:46".into()));
}
