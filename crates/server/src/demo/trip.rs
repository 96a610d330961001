//! A trip: a dozen people, a slow month.

use contract::EventId;
use contract::feed::{Attachment, PostKind};
use contract::group::Role;

use super::stage::{Draft, Reply, Room, Stage};
use super::{names, trip_circle};
use crate::secret::new_id;
use crate::store::{GroupEventRow, RsvpRow, Stored};

const SPEAKERS: [(&str, &str, &str); 4] = [
    ("Lynn", "fish-turmeric", "小满"),
    ("阿渡", "water-indigo", ""),
    ("小宛", "plum-madder", ""),
    ("大川", "hill-plum", ""),
];

type Line = (i64, i64, i64, &'static str, &'static str, &'static [Reply]);

const LINES: [Line; 9] = [
    (24, 20, 0, "Mint 领队", "清迈慢住的朋友们，行程不赶，每天只有一件事。", &[(12, "阿渡", "喜欢这句")]),
    (
        20,
        21,
        10,
        "小宛",
        "住处离古城多远？想每天走路去喝咖啡。",
        &[(5, "Mint 领队", "走路十二分钟，路上有三家好喝的。")],
    ),
    (
        17,
        12,
        40,
        "大川",
        "有人想学泰餐吗？我找到一个阿姨家的小课，一次六个人。",
        &[(3, "Lynn", "报名"), (4, "小宛", "我"), (9, "阿泰", "我也去")],
    ),
    (14, 9, 20, "Lynn", "三月早晚要带外套吗？", &[(6, "Mint 领队", "山上要，城里不用。带一件薄的。")]),
    (
        11,
        22,
        0,
        "阿渡",
        "机场接机我报了 3 月 1 日下午那班，一起的说一声，车坐七个人。",
        &[(10, "Lynn", "我同一班！"), (14, "Coco", "我也是")],
    ),
    (
        8,
        18,
        15,
        "Mint 领队",
        "烧山季的空气每天早上看一眼，不好就改室内，口罩我备着。",
        &[(4, "老猫", "放心了")],
    ),
    (5, 10, 30, "小宛", "周日市集要早去，我列了想看的几个摊。", &[(7, "Lynn", "看见手工银饰了，一起")]),
    (
        3,
        21,
        45,
        "大川",
        "双条车包一天去茵他侬，八个人分摊，一人一百出头。",
        &[(2, "阿渡", "去"), (5, "Jo", "去"), (8, "Lynn", "去")],
    ),
    (
        1,
        8,
        10,
        "慢慢",
        "今天什么都不做的有几位？",
        &[(1, "Lynn", "我"), (2, "老猫", "我"), (3, "小宛", "我也是")],
    ),
];

/// Plays the trip into the store.
pub async fn play(stage: &mut Stage<'_>) -> Stored<()> {
    let created = stage.day(25, 19, 0);
    let about = "一个月，一座城，每天一件事。";
    let mut room = stage.room("清迈慢住·三月", about, "Mint 领队", "water-celadon", created).await?;
    for (nickname, avatar, account) in SPEAKERS {
        stage.enter(&mut room, nickname, avatar, Role::Member, stage.day(24, 19, 30), account).await?;
    }
    stage.crowd(&mut room, &names::TRIP, stage.day(24, 19, 40), stage.day(18, 12, 0)).await?;
    let mut drafts: Vec<Draft> = LINES
        .iter()
        .map(|(days, hour, minute, author, body, replies)| {
            Draft::note(stage.day(*days, *hour, *minute), author, body, replies)
        })
        .collect();
    drafts.push(Draft {
        kind: PostKind::Announcement,
        pinned: true,
        ..Draft::note(
            stage.day(13, 20, 0),
            "Mint 领队",
            "紧急情况先打 1155（旅游警察，有中文），再在群里说。护照拍一张放手机里。",
            &[(9, "Lynn", "存好了"), (20, "大川", "存好了")],
        )
    });
    drafts.push(dinner(stage, &room).await?);
    drafts.push(trip_circle::play(stage, &room).await?);
    stage.write(&room, drafts).await
}

/// Who comes to dinner, with how many, and who waits.
const DINNER: [(&str, u32, bool); 5] =
    [("大川", 1, false), ("Lynn", 1, false), ("阿渡", 2, false), ("慢慢", 1, false), ("小宛", 2, true)];

/// A dinner for six in three days, moved once since it was announced.
async fn dinner(stage: &mut Stage<'_>, room: &Room) -> Stored<Draft> {
    let event = GroupEventRow {
        id: new_id::<EventId>(),
        group_id: room.id.clone(),
        maker_id: room.id_of("大川")?,
        title: "去阿姨家学泰餐，做完一起吃".to_owned(),
        about: "每人 600 铢，含食材。不吃辣的提前说。".to_owned(),
        place: "古城北门外，阿姨家".to_owned(),
        starts_at: stage.day(-3, 17, 0),
        ends_at: stage.day(-3, 20, 30),
        capacity: Some(6),
        guests: 1,
        revision: 1,
        moved_at: Some(stage.ago(180)),
        opened_at: stage.ago(420),
        cancelled_at: None,
        closed_at: None,
        pinned: false,
    };
    stage.tx.add_event(&event).await?;
    for (minutes, (who, people, waiting)) in (0..).step_by(20).zip(DINNER) {
        let rsvp = RsvpRow {
            id: new_id(),
            event_id: event.id.clone(),
            member_id: room.id_of(who)?,
            member: None,
            people,
            waiting,
            queue: 0,
            answered_at: event.opened_at.plus_s(minutes * 60),
        };
        stage.tx.add_rsvp(&rsvp).await?;
    }
    let attachment =
        Attachment { kind: "event".to_owned(), id: event.id.to_string(), title: event.title.clone() };
    Ok(Draft::offer(event.opened_at, "大川", attachment, true, &[]))
}
