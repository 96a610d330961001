//! Names that are long, wide, or made of more than letters.

use proptest::prelude::*;

use super::{Fitted, ONE, TWO, clusters, fit};

/// Han and emoji are as wide as high, everything else half of it; what joins has no width.
pub fn em(text: &str) -> f64 {
    clusters(text)
        .iter()
        .map(|c| if c.chars().next().is_some_and(|c| c > '\u{2e7f}') { 1.0 } else { 0.5 })
        .sum()
}

fn lines(text: &str, size: f64, width: f64) -> Fitted {
    fit(text, size, width, &em)
}

#[test]
fn a_short_name_is_one_line_as_large_as_asked() {
    let one = |text: &str| Fitted { lines: vec![text.into()], size: 24.0 };
    assert_eq!(lines("晨间普拉提·周四班", 24.0, 326.0), one("晨间普拉提·周四班"));
    assert_eq!(lines("  晨间  ", 24.0, 326.0), one("晨间"));
    assert!(lines("   ", 24.0, 326.0).lines.is_empty());
}

#[test]
fn a_little_too_long_is_a_little_smaller() {
    let fitted = lines("一二三四五六七八九十一", 24.0, 256.0);
    assert_eq!(fitted.lines.len(), 1);
    assert!(fitted.size < 24.0 && fitted.size >= 24.0 * ONE, "{}", fitted.size);
}

#[test]
fn two_lines_are_alike_and_break_where_one_may() {
    let broken = |text| lines(text, 24.0, 256.0).lines;
    assert_eq!(broken("城东老小区邻居买菜和遛狗互助群"), ["城东老小区邻居", "买菜和遛狗互助群"]);
    assert_eq!(broken("Morning Pilates · Thursday class"), ["Morning Pilates ·", "Thursday class"]);
    // A closing mark does not begin a line, an opening one does not end it.
    let quoted = broken("周四上午器械普拉提「进阶班」第二期");
    assert!(!quoted[1].starts_with('」') && !quoted[0].ends_with('「'), "{quoted:?}");
}

#[test]
fn what_cannot_be_broken_or_is_too_long_ends_in_dots() {
    let long = lines(&"群".repeat(90), 24.0, 256.0);
    assert_eq!((long.lines.len(), long.size), (2, 24.0 * TWO));
    assert!(long.lines[1].ends_with('…') && !long.lines[0].contains('…'), "{long:?}");
    let word = lines(&"w".repeat(90), 24.0, 256.0);
    assert!(word.lines.iter().all(|line| em(line) * word.size <= 256.0), "{word:?}");
}

#[test]
fn an_emoji_is_never_cut_in_two() {
    let family = "👨‍👩‍👧‍👦";
    let flag = "🇨🇳";
    assert_eq!(
        clusters(&format!("a{family}{flag}{flag}👍🏽1️⃣e\u{301}")),
        ["a", family, flag, flag, "👍🏽", "1️⃣", "e\u{301}"]
    );
    let text = family.repeat(40);
    for line in lines(&text, 24.0, 256.0).lines {
        assert_eq!(line.trim_end_matches('…').replace(family, ""), "");
    }
}

proptest! {
    #[test]
    fn no_line_is_wider_than_it_may_be(text in "[a-zA-Z群里邻居，。（） 🎈👍🏽·-]{0,60}", size in 10.0..40.0_f64, width in 180.0..400.0_f64) {
        let fitted = lines(&text, size, width);
        prop_assert!(fitted.lines.len() <= 2 && fitted.size <= size);
        for line in &fitted.lines {
            prop_assert!(em(line) * fitted.size <= width + 0.001, "{:?} in {}", fitted, width);
        }
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let written = plain(&fitted.lines.concat());
        prop_assert!(plain(&text) == written || written.ends_with('…'), "{:?} of {:?}", fitted, text);
    }
}
