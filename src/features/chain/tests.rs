//! Chains without a browser: what is said in each state, what the forms read, the text and the table.

use contract::chain::{Chain, ChainChoice, ChainEntry, ChainState, EntryState};
use contract::group::{Member, Persona, Role};
use contract::{ChainId, EntryId, GroupId, MemberId, Timestamp};

use super::form::{self, Raw, RawChain, RawChoice};
use super::model::{self, Phase};
use crate::i18n::{Lang, local_input, set_lang};

/// 10 March 2026, 23:00 UTC.
const NOW: Timestamp = Timestamp(1_773_183_600_000);

fn member(name: &str) -> Member {
    Member {
        id: MemberId::from(name),
        persona: Persona { nickname: name.into(), avatar: "plum-plum".into() },
        role: Role::Member,
        joined_at: Timestamp(0),
    }
}

fn entry(name: &str, place: u32, state: EntryState) -> ChainEntry {
    ChainEntry {
        id: EntryId::from(name),
        member: Some(member(name)),
        yours: false,
        proxy: false,
        name: String::new(),
        choice: None,
        count: 1,
        note: String::new(),
        state,
        place,
        entered_at: NOW.plus_s(-3600),
    }
}

fn chain(capacity: Option<u32>, taken: u32) -> Chain {
    Chain {
        id: ChainId::from("n"),
        group_id: GroupId::from("g"),
        maker: Some(member("山竹")),
        yours: false,
        title: "周日爬山".into(),
        about: String::new(),
        asks_name: false,
        asks_note: true,
        most: 2,
        proxies: 2,
        choices: Vec::new(),
        capacity,
        taken,
        entries: taken,
        waiting: 0,
        state: ChainState::Open,
        opened_at: NOW.plus_s(-86_400),
        closes_at: NOW.plus_s(45 * 3600),
        closed_at: None,
        joined: Vec::new(),
        your_entries: Vec::new(),
        server_time: NOW,
    }
}

fn choice(label: &str, capacity: Option<u32>, taken: u32, waiting: u32) -> ChainChoice {
    ChainChoice { label: label.into(), capacity, taken, waiting }
}

#[track_caller]
fn check(found: impl Fn() -> String, zh: &str, en: &str) {
    set_lang(Lang::ZhCn);
    let chinese = found();
    set_lang(Lang::En);
    let english = found();
    set_lang(Lang::ZhCn);
    assert_eq!((chinese.as_str(), english.as_str()), (zh, en));
}

#[test]
fn the_places_are_said_as_they_are() {
    check(|| model::room(&chain(Some(5), 2), NOW), "还有 3 个位子", "3 places left");
    check(|| model::room(&chain(None, 1), NOW), "已有 1 位", "1 place taken");
    let full = Chain { waiting: 2, ..chain(Some(2), 2) };
    check(|| model::room(&full, NOW), "位子满了·2 条候补", "No place left\u{a0}· 2 waiting");
    assert_eq!(model::phase(&full, NOW), Phase::Full);
    let over = Chain { closes_at: NOW, ..chain(Some(5), 2) };
    assert_eq!(model::phase(&over, NOW), Phase::Closed, "by the clock, before the backend says so");
    check(|| model::room(&over, NOW), "已有 2 位", "2 places taken");
    // The smallest number counts: places in all, or those of the choices together.
    let split = Chain {
        choices: vec![choice("上午", Some(2), 1, 0), choice("下午", Some(2), 2, 3)],
        ..chain(Some(9), 3)
    };
    assert_eq!(model::left(&split), Some(1));
    let rooms: Vec<_> = model::choices(&split).into_iter().map(|c| (c.label, c.room, c.full)).collect();
    assert_eq!(
        rooms,
        [
            ("上午".to_owned(), "还有 1 个".to_owned(), false),
            ("下午".to_owned(), "满了，3 位候补".to_owned(), true)
        ]
    );
    assert!(model::seems_free(&split, Some(0), 1) && !model::seems_free(&split, Some(0), 2));
    assert!(!model::seems_free(&split, Some(1), 1));
    let unlimited =
        Chain { choices: vec![choice("A", None, 1, 0), choice("B", Some(1), 1, 0)], ..chain(None, 2) };
    assert_eq!(model::left(&unlimited), None);
}

#[test]
fn my_entries_and_who_moved_up() {
    let own = ChainEntry { yours: true, ..entry("小满", 2, EntryState::Waiting) };
    let mother = ChainEntry { proxy: true, name: "妈妈".into(), id: EntryId::from("m"), ..own.clone() };
    let before = Chain { your_entries: vec![own.clone(), mother.clone()], ..chain(Some(1), 1) };
    let waits = model::mine(&before);
    assert_eq!(waits.iter().map(|w| w.title.as_str()).collect::<Vec<_>>(), ["我", "妈妈"]);
    assert_eq!(waits[0].state, "候补第 2 位");
    let moved = ChainEntry { state: EntryState::In, ..own };
    let after = model::mine(&Chain { your_entries: vec![moved, mother], ..before.clone() });
    assert_eq!(model::promoted(&waits, &after).as_deref(), Some("我"));
    assert_eq!(model::promoted(&after, &after), None);
    assert_eq!(model::promoted(&[], &after), None, "who enters was not promoted");
    assert!(model::am_in(&before));
    assert_eq!(model::more_for_others(&before), 1);
}

#[test]
fn the_text_for_the_chat_is_the_whole_list() {
    let mut rows = vec![
        ChainEntry { count: 2, note: "带水".into(), ..entry("山竹", 1, EntryState::In) },
        ChainEntry { proxy: true, name: "团子".into(), ..entry("团子妈", 2, EntryState::In) },
        entry("阿昭", 1, EntryState::Waiting),
    ];
    rows[1].member = None;
    let of = Chain { about: "八点东门见".into(), entries: 2, waiting: 1, ..chain(Some(3), 3) };
    let text = || model::as_text(&of, &rows, "https://x/#/g/g/n/n", NOW);
    let zh = text();
    let lines: Vec<_> = zh.lines().collect();
    assert_eq!(
        &lines[..5],
        ["接龙：周日爬山", "八点东门见", "1. 山竹 2 位·带水", "2. 团子（已离开的成员 代报）", "候补 1. 阿昭"]
    );
    assert!(lines[5].starts_with("位子满了·1 条候补·") && lines[5].contains("截止"), "{}", lines[5]);
    assert_eq!(lines[6], "群成员打开：https://x/#/g/g/n/n");
    // What is not here is not hidden.
    let long = Chain { entries: 7, ..of.clone() };
    assert!(model::as_text(&long, &rows, "l", NOW).contains("还有 5 条"));
}

#[test]
fn no_cell_of_the_table_is_a_formula() {
    let nasty = ["=1+1", "+cmd", "-2", "@SUM(A1)", " =1", "\t=1", "＝1", "\"=1\"", "|x", "%0A"];
    for text in nasty {
        let row = ChainEntry { note: text.into(), name: text.into(), ..entry(text, 1, EntryState::In) };
        let csv = model::as_csv(&chain(None, 1), &[row]);
        let line = csv.lines().nth(1).unwrap();
        let cells: Vec<&str> = line.split("\",\"").collect();
        for cell in [cells[2], cells[3], cells[6]] {
            assert!(cell.starts_with('\''), "{text}: {line}");
        }
    }
    let quoted = ChainEntry { note: "说\"好\"，\n来".into(), ..entry("小满", 1, EntryState::Waiting) };
    let csv = model::as_csv(&chain(None, 1), &[quoted]);
    assert!(csv.starts_with('\u{feff}') && csv.ends_with("\r\n"));
    assert!(csv.contains("\"候补\",\"1\",\"小满\",\"\",\"\",\"1\",\"说\"\"好\"\"，\n来\","), "{csv}");
    let odd = Chain { title: "../a\"b: 周日?".into(), ..chain(None, 0) };
    assert_eq!(model::file_name(&odd), "a b 周日.csv");
    assert_eq!(model::file_name(&Chain { title: "...".into(), ..odd }), "接龙.csv");
}

fn fields<T: core::fmt::Debug>(read: Result<T, loadable::Notice>) -> Vec<String> {
    read.unwrap_err().fields.into_iter().map(|f| format!("{} {}", f.field, f.code)).collect()
}

#[test]
fn the_form_reads_a_chain_and_names_each_wrong_field() {
    let raw = RawChain {
        title: " 周日爬山 ".into(),
        about: String::new(),
        asks_name: false,
        asks_note: true,
        most: "２".into(),
        proxies: "0".into(),
        choices: vec![
            RawChoice { label: "上午".into(), capacity: "8".into() },
            RawChoice { label: "下午".into(), capacity: String::new() },
        ],
        capacity: "12".into(),
        closes_at: local_input(NOW.plus_s(86_400).0),
    };
    let read = form::read_new(&raw, NOW).unwrap();
    assert_eq!((read.title.as_str(), read.most, read.proxies, read.capacity), ("周日爬山", 2, 0, Some(12)));
    assert_eq!(read.choices.iter().map(|c| c.capacity).collect::<Vec<_>>(), [Some(8), None]);
    let wrong = RawChain {
        title: String::new(),
        most: "x".into(),
        capacity: "-1".into(),
        choices: vec![RawChoice { label: String::new(), capacity: "0".into() }],
        closes_at: String::new(),
        ..raw.clone()
    };
    let mut faults = fields(form::read_new(&wrong, NOW));
    faults.sort();
    assert_eq!(
        faults,
        [
            "capacity not_a_number",
            "choices out_of_range",
            "choices/0/capacity out_of_range",
            "choices/0/label required",
            "closes_at required",
            "most not_a_number",
            "title required",
        ]
    );
    // A change may not say of anybody that they chose what they did not.
    let now = Chain {
        choices: vec![choice("上午", Some(8), 3, 0), choice("下午", None, 0, 0)],
        ..chain(Some(12), 3)
    };
    assert!(form::read_edit(&raw, &now, NOW).is_ok());
    let renamed = RawChoice { label: "早上".into(), capacity: "2".into() };
    let edit = RawChain { choices: vec![renamed, raw.choices[1].clone()], capacity: "2".into(), ..raw };
    let mut faults = fields(form::read_edit(&edit, &now, NOW));
    faults.sort();
    assert_eq!(
        faults,
        ["capacity out_of_range", "choices/0/capacity out_of_range", "choices/0/label invalid"]
    );
}

#[test]
fn the_form_reads_an_entry() {
    let of =
        Chain { choices: vec![choice("上午", None, 0, 0), choice("下午", None, 0, 0)], ..chain(None, 0) };
    let raw = Raw { name: String::new(), choice: "1".into(), count: 2, note: " 晚到 ".into() };
    let read = form::read(&of, &raw, false, true).unwrap();
    assert_eq!((read.choice, read.count, read.note.as_str(), read.wait), (Some(1), 2, "晚到", true));
    let faults = fields(form::read(&of, &Raw { choice: String::new(), ..raw.clone() }, true, false));
    assert_eq!(faults, ["name required", "choice required"]);
}
