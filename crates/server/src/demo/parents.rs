//! The parents' circle of a store: about forty members, one deal, everyday talk.

use contract::Money;
use contract::feed::PostKind;
use contract::group::Role;
use contract::groupbuy::{DealState, PledgeState, Tier};

use super::stage::{Draft, Reply, Stage};
use super::stage_deal::NewDemoDeal;
use super::{names, parents_bargain};
use crate::store::Stored;

const SPEAKERS: [(&str, &str, &str); 7] = [
    ("团团妈妈", "moon-celadon", "小满"),
    ("阿布妈妈", "fish-turmeric", ""),
    ("芽芽爸", "hill-moss", ""),
    ("小满月嫂", "seed-madder", ""),
    ("圆圆妈", "bloom-plum", ""),
    ("核桃外婆", "plum-ash", ""),
    ("阿诺爸爸", "star-indigo", ""),
];

type Line = (i64, i64, i64, &'static str, &'static str, &'static [Reply]);

const LINES: [Line; 12] = [
    (
        29,
        10,
        0,
        "安安顾问",
        "云杉路店一岁宝宝群建好了。店里的活动、拼团、预约都先发在这里。",
        &[(20, "芽芽爸", "来了")],
    ),
    (
        27,
        21,
        40,
        "圆圆妈",
        "一岁疫苗后低烧，大家家里一般怎么观察？",
        &[
            (4, "核桃外婆", "多喝水，穿少一点。"),
            (9, "安安顾问", "超过 38.5 或者精神不好就去医院，群里的经验不能代替医生。"),
        ],
    ),
    (
        24,
        9,
        15,
        "阿布妈妈",
        "云杉公园的沙坑换新沙了，很干净。",
        &[(6, "团团妈妈", "下午带团团去"), (8, "芽芽爸", "+1")],
    ),
    (
        21,
        22,
        10,
        "团团妈妈",
        "断夜奶第三天，三点醒了一次，哄哄睡了。",
        &[(3, "圆圆妈", "快了，一周就好"), (12, "小满月嫂", "坚持住，白天多吃一顿辅食。")],
    ),
    (
        18,
        12,
        30,
        "芽芽爸",
        "爸爸带娃日，中午吃的番茄鸡蛋面，全吃完了。",
        &[(5, "阿诺爸爸", "求菜谱"), (7, "芽芽爸", "番茄多炒一会儿")],
    ),
    (
        15,
        16,
        0,
        "安安顾问",
        "周六上午店里有绘本时间，十组家庭，来的话提前说一声。",
        &[(2, "团团妈妈", "我们来"), (3, "阿布妈妈", "来"), (10, "圆圆妈", "来")],
    ),
    (
        12,
        20,
        20,
        "核桃外婆",
        "外婆问一句，学步鞋什么时候买？",
        &[(5, "安安顾问", "能独立走十步再买，先光脚。")],
    ),
    (
        9,
        8,
        50,
        "阿诺爸爸",
        "早上会叫爸爸了，记录一下。",
        &[(1, "芽芽爸", "恭喜"), (2, "团团妈妈", "羡慕，团团还在叫灯")],
    ),
    (
        6,
        21,
        5,
        "小满月嫂",
        "换季咳嗽的宝宝，洗完澡抱在有水汽的浴室里拍拍背，会舒服一些。",
        &[(15, "圆圆妈", "试了，有用")],
    ),
    (
        4,
        13,
        10,
        "团团妈妈",
        "闲置的爬行垫，八成新，有人要吗？自取就好。",
        &[(3, "阿布妈妈", "我要！晚上去拿"), (4, "团团妈妈", "好，给你留着")],
    ),
    (
        2,
        19,
        30,
        "圆圆妈",
        "一周岁生日想在店里过，可以借小教室吗？",
        &[(8, "安安顾问", "可以，周日下午空着，给你留。")],
    ),
    (
        1,
        20,
        0,
        "阿布妈妈",
        "周末公园野餐，带垫子和水果就行，来的报一下。",
        &[(5, "团团妈妈", "来，带草莓"), (9, "芽芽爸", "来，带帐篷")],
    ),
];

/// Plays the circle into the store.
pub async fn play(stage: &mut Stage<'_>) -> Stored<()> {
    let created = stage.day(30, 9, 0);
    let about = "云杉路店的一岁宝宝家庭：活动、拼团、互相帮忙。";
    let mut room = stage.room("云杉路店·一岁宝宝群", about, "安安顾问", "sprig-celadon", created).await?;
    for (nickname, avatar, account) in SPEAKERS {
        stage.enter(&mut room, nickname, avatar, Role::Member, stage.day(29, 9, 0), account).await?;
    }
    stage.crowd(&mut room, &names::PARENTS, stage.day(29, 11, 0), stage.day(5, 18, 0)).await?;

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
            stage.day(14, 10, 0),
            "安安顾问",
            "宝宝生病的照片请不要发在群里；要问医生的事，先问医生。",
            &[(30, "核桃外婆", "收到")],
        )
    });
    let diapers = NewDemoDeal {
        opener: "安安顾问",
        title: "拉拉裤 一箱 4 包",
        about: "日本线，整箱到店，不拆包。",
        pick_up: "到店自取，电话通知",
        tiers: [(1, 13_900), (5, 11_900), (15, 9_900)]
            .map(|(from, fen)| Tier { from, price: Money::fen(fen) })
            .to_vec(),
        minimum: 5,
        stock: Some(40),
        per_member: 3,
        options: &[("L 码", Some(25)), ("M 码", Some(15))],
        pick_up_at: vec![stage.day(-6, 10, 0), stage.day(-6, 19, 0)],
        collected: 0,
        opened_at: stage.day(2, 10, 0),
        ends_at: stage.day(-3, 21, 0),
        state: DealState::Open,
        pledges: &[
            ("团团妈妈", 1),
            ("阿布妈妈", 2),
            ("圆圆妈", 1),
            ("芽芽爸", 1),
            ("豆豆爸", 1),
            ("米粒妈妈", 1),
            ("朵朵妈", 2),
            ("元宝妈", 1),
            ("糖糖妈", 1),
        ],
        pledge_state: PledgeState::Committed,
        settled: 0,
        team: None,
        replies: &[(20, "圆圆妈", "正好快用完了"), (300, "芽芽爸", "XL 码什么时候有？")],
    };
    drafts.push(diapers.play(stage, &room).await?);
    let wipes = NewDemoDeal {
        opener: "阿布妈妈",
        title: "手口湿巾 12 包",
        about: "无香，80 抽。",
        pick_up: "店里前台",
        tiers: [(1, 6_900), (10, 5_500)].map(|(from, fen)| Tier { from, price: Money::fen(fen) }).to_vec(),
        minimum: 6,
        stock: None,
        per_member: 2,
        options: &[],
        pick_up_at: Vec::new(),
        collected: 0,
        opened_at: stage.day(16, 10, 0),
        ends_at: stage.day(11, 21, 0),
        state: DealState::Failed,
        pledges: &[("阿布妈妈", 1), ("团团妈妈", 1), ("糖糖妈", 1)],
        pledge_state: PledgeState::Released,
        settled: 0,
        team: None,
        replies: &[],
    };
    drafts.push(wipes.play(stage, &room).await?);
    drafts.push(parents_bargain::play(stage, &room).await?);
    stage.write(&room, drafts).await
}
