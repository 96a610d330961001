//! The same figures and dates through a real browser's `Intl`, in the zone that the browser is in.

use super::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// What `texts` gives in Chinese and in English.
#[track_caller]
fn check(texts: impl Fn() -> String, zh: &str, en: &str) {
    set_lang(Lang::ZhCn);
    let found_zh = texts();
    set_lang(Lang::En);
    let found_en = texts();
    set_lang(Lang::ZhCn);
    assert_eq!((found_zh.as_str(), found_en.as_str()), (zh, en));
}

/// A moment by the wall clock of whatever zone the browser is in.
fn at(text: &str) -> i64 {
    parse_local(text).unwrap()
}

#[wasm_bindgen_test]
fn sums_and_counts() {
    check(|| money(9_900, "CNY"), "¥99", "¥99");
    check(|| money(9_950, "CNY"), "¥99.50", "¥99.50");
    check(|| number(1_200), "1,200", "1,200");
    check(|| money(100, "no such currency"), "1 no such currency", "1 no such currency");
}

#[wasm_bindgen_test]
fn plurals() {
    check(|| k::ui::new_posts(1), "1 条新动态", "1 new post");
    check(|| k::ui::new_posts(21), "21 条新动态", "21 new posts");
}

#[wasm_bindgen_test]
fn days_and_moments() {
    let now = at("2026-03-10T22:46");
    check(|| moment(at("2026-03-10T21:08"), now), "今天 21:08", "Today 21:08");
    check(|| moment(at("2026-03-08T17:20"), now), "3 月 8 日 17:20", "8 March, 17:20");
    check(|| deadline(at("2026-03-12T20:00"), now), "3 月 12 日 周四 20:00", "Thu 12 March, 20:00");
    check(|| day(at("2025-03-10T00:00"), now), "2025 年 3 月 10 日", "10 March 2025");
    check(|| day_parts(at("2026-03-12T20:00")).0, "3 月", "Mar");
    assert_eq!(local_input(at("2026-03-29T03:30")), "2026-03-29T03:30");
    assert!(!zone_name().is_empty());
}
