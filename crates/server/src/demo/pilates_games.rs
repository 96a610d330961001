//! The Pilates class plays: a relay of idioms, and the host's activity of today with one planned for tomorrow.

use contract::feed::Attachment;
use contract::relay::RelayRule;
use contract::{DailyAnswerId, DailyId, RelayEntryId, RelayId, Timestamp};

use super::stage::{Draft, Room, Stage};
use crate::secret::new_id;
use crate::store::{DailyAnswerRow, DailyRow, RelayEntryRow, RelayRow, Stored};

/// Who said what, and how many minutes after the beginning.
const SAID: [(&str, &str, i64); 5] = [
    ("青柠", "一心一意", 0),
    ("老周", "意气风发", 4),
    ("团子妈", "发愤图强", 9),
    ("阿禾", "强词夺理", 21),
    ("木木", "理直气壮", 40),
];

/// What was answered today.
const ANSWERED: [(&str, &str); 2] =
    [("阿昭", "靠墙站了三分钟，肩膀终于下来了。"), ("团子妈", "抱着娃做的，他以为在玩飞机。")];

/// The posts that carry them.
pub async fn play(stage: &mut Stage<'_>, room: &Room) -> Stored<Vec<Draft>> {
    Ok(vec![relay(stage, room).await?, daily(stage, room).await?])
}

async fn relay(stage: &mut Stage<'_>, room: &Room) -> Stored<Draft> {
    let opened_at = stage.ago(420);
    let relay = RelayRow {
        id: new_id::<RelayId>(),
        group_id: room.id.clone(),
        maker_id: room.id_of("青柠")?,
        title: "下课等电梯，来接成语".to_owned(),
        rule: RelayRule::LastToFirst,
        in_turn: true,
        no_repeats: true,
        most: None,
        opened_at,
        closes_at: stage.day(-3, 20, 0),
        closed_at: None,
        pinned: false,
    };
    stage.tx.add_relay(&relay).await?;
    for (place, (who, words, after)) in (1..).zip(SAID) {
        let entry = RelayEntryRow {
            id: new_id::<RelayEntryId>(),
            relay_id: relay.id.clone(),
            member_id: room.id_of(who)?,
            member: None,
            place,
            words: words.to_owned(),
            key: Some(domain::relay::normal(words)),
            entered_at: opened_at.plus_s(after * 60),
        };
        stage.tx.add_relay_entry(&entry).await?;
    }
    let attachment =
        Attachment { kind: "relay".to_owned(), id: relay.id.to_string(), title: relay.title.clone() };
    Ok(Draft::offer(opened_at, "青柠", attachment, true, &[]))
}

async fn daily(stage: &mut Stage<'_>, room: &Room) -> Stored<Draft> {
    let today = stage.day(0, 0, 0);
    let row = planned(room, today, "今天的拉伸：靠墙站三分钟，说说哪里最紧")?;
    stage.tx.add_daily(&row).await?;
    stage.tx.open_daily(&row.id, today).await?;
    for (who, words) in ANSWERED {
        let answer = DailyAnswerRow {
            n: 0,
            id: new_id::<DailyAnswerId>(),
            daily_id: row.id.clone(),
            member_id: room.id_of(who)?,
            member: None,
            words: words.to_owned(),
            answered_at: stage.ago(1).max(today),
            edited_at: None,
        };
        stage.tx.add_daily_answer(&answer).await?;
    }
    let tomorrow = planned(room, stage.day(-1, 0, 0), "模拟面试：用一分钟介绍自己")?;
    stage.tx.add_daily(&tomorrow).await?;
    let attachment =
        Attachment { kind: "daily".to_owned(), id: row.id.to_string(), title: row.words.clone() };
    Ok(Draft::offer(today, "栗子教练", attachment, true, &[]))
}

/// A day in Beijing.
fn planned(room: &Room, starts_at: Timestamp, words: &str) -> Stored<DailyRow> {
    // Eight hours later it is the same date in UTC.
    let day: String = starts_at.plus_s(8 * 3600).to_string().chars().take(10).collect();
    Ok(DailyRow {
        id: new_id::<DailyId>(),
        group_id: room.id.clone(),
        maker_id: room.id_of("栗子教练")?,
        day,
        words: words.to_owned(),
        starts_at,
        ends_at: starts_at.plus_s(86_400),
        opened_at: None,
        closed_at: None,
        pinned: false,
    })
}
