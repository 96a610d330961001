//! The chain of the Pilates class: a morning in the park and a brunch, with a waiting line.

use contract::chain::NewChoice;
use contract::feed::Attachment;
use contract::{ChainId, EntryId, Timestamp};

use super::stage::{Draft, Room, Stage};
use crate::secret::new_id;
use crate::store::{ChainRow, EntryRow, Stored};

/// An entry: who, for whom, which choice, how many, a note, whether it waits.
type Entry = (&'static str, &'static str, u32, u32, &'static str, bool);

/// In line: the brunch has eight places, which are taken.
const ENTRIES: [Entry; 11] = [
    ("团子妈", "", 1, 1, "我订位", false),
    ("团子妈", "团子", 1, 1, "儿童椅", false),
    ("阿禾", "", 1, 2, "", false),
    ("老周", "", 0, 1, "拉伸完先走", false),
    ("青柠", "", 1, 1, "", false),
    ("山竹", "", 1, 1, "不吃香菜", false),
    ("木木", "", 0, 1, "", false),
    ("星野", "", 1, 2, "", false),
    ("阿昭", "", 1, 1, "", true),
    ("桂圆", "", 0, 1, "第一次来", false),
    ("月白", "", 1, 1, "", true),
];

/// Plays it; answers the post that carries it.
pub async fn play(stage: &mut Stage<'_>, room: &Room) -> Stored<Draft> {
    let opened_at = stage.day(1, 21, 10);
    let choice = |label: &str, capacity| NewChoice { label: label.to_owned(), capacity };
    let chain = ChainRow {
        id: new_id::<ChainId>(),
        group_id: room.id.clone(),
        maker_id: room.id_of("团子妈")?,
        title: "周六公园拉伸，再去早午餐".to_owned(),
        about: "八点半东门集合，自带垫子。早午餐我来订位，位子有限，AA。".to_owned(),
        asks_name: false,
        asks_note: true,
        most: 2,
        proxies: 2,
        choices: vec![choice("只拉伸", None), choice("拉伸和早午餐", Some(8))],
        capacity: Some(16),
        opened_at,
        closes_at: stage.day(-2, 20, 0),
        closed_at: None,
        pinned: false,
    };
    stage.tx.add_chain(&chain).await?;
    // They came one after another, between the start and now.
    let apart_ms = stage.now.since_ms(opened_at) / (i64::try_from(ENTRIES.len()).unwrap_or(1) + 1);
    for (nth, (who, name, choice, count, note, waiting)) in (1..).zip(ENTRIES) {
        let entry = EntryRow {
            id: new_id::<EntryId>(),
            chain_id: chain.id.clone(),
            member_id: room.id_of(who)?,
            member: None,
            proxy: !name.is_empty(),
            name: name.to_owned(),
            choice: Some(choice),
            count,
            note: note.to_owned(),
            waiting,
            queue: 0,
            entered_at: Timestamp(opened_at.0 + apart_ms * nth),
        };
        stage.tx.add_entry(&entry).await?;
    }
    let attachment =
        Attachment { kind: "chain".to_owned(), id: chain.id.to_string(), title: chain.title.clone() };
    Ok(Draft::offer(
        opened_at,
        "团子妈",
        attachment,
        true,
        &[(20, "阿禾", "能带一个朋友吗？"), (26, "团子妈", "能，写两位就好")],
    ))
}
