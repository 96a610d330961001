//! Everything stays on the paper, whatever the words, the phone and the reader's text size.

use super::super::wrap::tests::em;
use super::{Hand, LEAST_CURTAIN, PAD, Plan, Words, plan};

#[path = "../../platform/poster/size.rs"]
mod paper;

fn words(name: &str, lead: &str) -> Words {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Words {
        name: name.into(),
        lead: lead.into(),
        label: "邀请码".into(),
        code: "7KQ4-M2XD".into(),
        press: "长按识别，或用相机扫一扫".into(),
        corners: [pair("还可容纳 13 人", "之后二维码停用"), pair("3 月 16 日 周一 24:00", "二维码到期")],
    }
}

fn english(name: &str) -> Words {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Words {
        label: "Code".into(),
        press: "Long-press to open, or scan with a camera".into(),
        corners: [
            pair("13 places left", "then this QR switches off"),
            pair("Wed 16 September, 24:00", "QR expires"),
        ],
        ..words(name, "Xiaoman the early swimmer invites you in")
    }
}

fn laid_out(words: &Words, phone: (f64, f64), root: f64) -> (Plan, paper::Size) {
    let size = paper::size(phone.0, phone.1, root);
    // The code is a whole number of pixels a module: a bit more than asked for.
    let plan = plan(words, (size.width, size.height), size.text, paper::CODE + 12.0, &|text, _| em(text));
    (plan, size)
}

#[test]
fn a_usual_name_hangs_under_a_full_curtain() {
    let (plan, size) = laid_out(&words("晨间普拉提·周四班", "小满 邀请你进群"), (390.0, 844.0), 16.0);
    assert_eq!((size.width, size.height), (366.0, 575.0));
    assert!((90.0..=116.0).contains(&plan.curtain), "{}", plan.curtain);
    let name = plan.lines.iter().find(|line| line.hand == Hand::Name).unwrap();
    assert_eq!((name.text.as_str(), name.size), ("晨间普拉提·周四班", 24.0));
}

#[test]
fn everything_stays_on_the_paper() {
    let longest = "城东老小区邻居买菜遛狗拼车借东西互助大群第二分群欢迎新邻居进来坐坐聊聊天喝喝茶";
    let names = [
        longest,
        "晨间",
        "👨‍👩‍👧‍👦🎈 亲子周末徒步",
        "Thursday morning Pilates and long walks by the river",
        &"W".repeat(40),
    ];
    for name in names {
        for words in [words(name, "二十个字的名字就是这么长不能再长了到此 邀请你进群"), english(name)]
        {
            for phone in [(320.0, 568.0), (390.0, 844.0), (430.0, 932.0), (844.0, 390.0)] {
                for root in [12.0, 16.0, 22.4, 30.0] {
                    let (plan, size) = laid_out(&words, phone, root);
                    let what = format!("{name} on {phone:?} at {root}");
                    assert!(plan.curtain >= LEAST_CURTAIN, "{what}: the curtain is {}", plan.curtain);
                    assert!(plan.code.0 > 0.0 && plan.rule < size.height, "{what}");
                    for line in &plan.lines {
                        let half = em(&line.text) * line.size / 2.0;
                        assert!(
                            line.x - half >= PAD - 0.01 && line.x + half <= size.width - PAD + 0.01,
                            "{what}: {line:?}"
                        );
                        assert!(
                            line.y > plan.curtain && line.y + line.size / 2.0 < size.height,
                            "{what}: {line:?}"
                        );
                    }
                    let mut rows: Vec<(f64, f64)> =
                        plan.lines.iter().filter(|l| l.y < plan.rule).map(|l| (l.y, l.size)).collect();
                    rows.dedup_by(|a, b| a.0 == b.0);
                    assert!(
                        rows.windows(2).all(|w| w[1].0 - w[0].0 >= w[1].1),
                        "{what}: lines run into each other"
                    );
                }
            }
        }
    }
}

#[test]
fn nothing_is_written_over_the_code() {
    let (plan, _) = laid_out(&words("晨间普拉提·周四班", "小满 邀请你进群"), (320.0, 568.0), 22.4);
    let (top, end) = (plan.code.1, plan.code.1 + paper::CODE + 12.0);
    for line in &plan.lines {
        assert!(
            line.y + line.size / 2.0 <= top || line.y - line.size / 2.0 >= end,
            "{line:?} on {top}..{end}"
        );
    }
}

#[test]
fn an_invite_without_a_typed_code_says_nothing_of_one() {
    let mut words = words("晨间", "小满 邀请你进群");
    words.code = String::new();
    let (plan, _) = laid_out(&words, (390.0, 844.0), 16.0);
    assert!(plan.lines.iter().all(|line| !line.text.contains("邀请码")));
}
