//! The same posts as three backends write them, with everything that their rows carry besides.

use std::fmt::Write as _;

use contract::feed::{Attachment, Post, PostKind};
use contract::group::{Member, Persona, Role};
use contract::{Page, Timestamp};

/// 2026-03-12T11:30:00Z.
pub const NOW_MS: i64 = 1_773_315_000_000;
/// The first of the 63-bit ids.
const SNOWFLAKE: i64 = 2_124_347_885_918_120_000;

const NAMES: [&str; 8] = ["栗子教练", "小满", "山竹", "阿禾", "老周", "团子妈", "青柠", "木木"];
const AVATARS: [&str; 4] = ["star-madder", "bloom-indigo", "plum-plum", "sprig-moss"];
const TALK: [&str; 6] = [
    "今晚的侧弯终于都松开了。",
    "有没有人拼车去云杉路？",
    "周四见！",
    "周四 19:30 的课改到 B 教室（二楼），请带防滑袜。第一次来的朋友：带一瓶水，提前十分钟到，更衣室在楼梯左手边，柜子要自己带锁。",
    "膝盖不舒服的同学，今晚我给替代动作。\n腰酸的可以试试猫式，慢慢来。",
    "Does anyone have a \"foam roller\" to lend?",
];

fn pick<'t>(list: &[&'t str], index: i64) -> &'t str {
    let index = usize::try_from(index).unwrap_or(0) % list.len();
    list.get(index).copied().unwrap_or_default()
}

/// Posts of a lively group: every tenth carries something, some are long.
pub fn posts(count: u32) -> Vec<Post> {
    (0..i64::from(count))
        .map(|i| Post {
            moment: None,
            id: format!("{:032x}", SNOWFLAKE + i).into(),
            group_id: format!("{SNOWFLAKE:032x}").into(),
            author: Some(Member {
                id: format!("{:032x}", SNOWFLAKE + 9000 + i % 8).into(),
                persona: Persona {
                    nickname: pick(&NAMES, i % 8).to_owned(),
                    avatar: pick(&AVATARS, i % 4).to_owned(),
                },
                role: if i % 8 == 0 { Role::Host } else { Role::Member },
                joined_at: Timestamp(NOW_MS - 86_400_000 * 30),
            }),
            kind: if i % 20 == 3 { PostKind::Announcement } else { PostKind::Note },
            body: pick(&TALK, i % 6).to_owned(),
            attachment: (i % 10 == 7).then(|| Attachment {
                kind: "deal".to_owned(),
                id: format!("{}", SNOWFLAKE + 5000 + i),
                title: "天然橡胶瑜伽垫 5 mm".to_owned(),
            }),
            pinned: i % 50 == 3,
            comment_count: u32::try_from(i % 7).unwrap_or(0),
            created_at: Timestamp(NOW_MS - i * 1_800_000),
            yours: i % 8 == 1,
            photos: vec![],
            edited_at: None,
            reactions: vec![],
            roll_call: None,
            answer: None,
            mentions: vec![],
            circle_id: None,
        })
        .collect()
}

/// The contract's own JSON.
pub fn contract(posts: &[Post]) -> String {
    let page = Page { items: posts.to_vec(), next: None, cursor: None, server_time: Timestamp(NOW_MS) };
    serde_json::to_string(&page).unwrap_or_default()
}

/// What serde writes for a value.
fn json(value: impl serde::Serialize) -> String {
    serde_json::to_string(&value).unwrap_or_default()
}

/// Names in alphabetical order, as Go prints a map; ids of 15 characters; the author expanded.
pub fn pocketbase(posts: &[Post]) -> String {
    let mut text = format!(
        r#"{{"page":1,"perPage":{0},"totalItems":{0},"totalPages":1,"items":["#,
        posts.len().saturating_add(1)
    );
    let time = |time: Timestamp| time.to_string().replace('T', " ");
    for (i, post) in posts.iter().enumerate() {
        let Some(author) = &post.author else { continue };
        let short = |id: &str| id.get(17..).unwrap_or_default().to_owned();
        let comma = if i > 0 { "," } else { "" };
        let (author_id, group) = (short(author.id.as_str()), short(post.group_id.as_str()));
        let _ = write!(
            text,
            r#"{comma}{{"attachment":{},"author":"{author_id}","body":{},"collectionId":"pbc_1125843985","collectionName":"posts","comment_count":{},"created":"{}","expand":{{"author":{{"avatar":"{}","collectionId":"pbc_3980638064","collectionName":"members","group":"{group}","id":"{author_id}","joined":"{}","nickname":"{}","rank":{},"role":{},"yours":{}}}}},"group":"{group}","id":"{}","kind":{},"open_until":"","pinned":{},"yours":{}}}"#,
            json(&post.attachment),
            json(&post.body),
            post.comment_count,
            time(post.created_at),
            author.persona.avatar,
            time(author.joined_at),
            author.persona.nickname,
            i % 3,
            json(author.role),
            post.yours,
            short(post.id.as_str()),
            json(post.kind),
            post.pinned,
            post.yours,
        );
    }
    text + "]}"
}

/// The author's columns flat, ids as bare numbers above 2^53, counts as text, times of Beijing without a zone.
pub fn ruoyi(posts: &[Post]) -> String {
    let mut text = format!(r#"{{"total":{},"rows":["#, posts.len());
    let number = |id: &str| i64::from_str_radix(id, 16).unwrap_or(0);
    let local =
        |time: Timestamp| time.plus_s(8 * 3600).to_string().get(..19).unwrap_or_default().replace('T', " ");
    for (i, post) in posts.iter().enumerate() {
        let Some(author) = &post.author else { continue };
        let carried = post.attachment.as_ref();
        let (kind, id, title) =
            (carried.map(|a| &a.kind), carried.map_or("null", |a| &a.id), carried.map(|a| &a.title));
        let comma = if i > 0 { "," } else { "" };
        let _ = write!(
            text,
            r#"{comma}{{"nickName":"{}","avatar":"{}","roleKey":{},"joinTime":"{}","userId":{},"postId":{},"groupId":{},"memberId":{},"content":{},"postType":"{}","topFlag":"{}","createTime":"{}","clientId":null,"refType":{},"refId":{id},"refTitle":{},"commentNum":"{}"}}"#,
            author.persona.nickname,
            author.persona.avatar,
            json(author.role),
            local(author.joined_at),
            number(author.id.as_str()) - 5000,
            number(post.id.as_str()),
            number(post.group_id.as_str()),
            number(author.id.as_str()),
            json(&post.body),
            if post.kind == PostKind::Note { 1 } else { 2 },
            u8::from(!post.pinned),
            local(post.created_at),
            json(kind),
            json(title),
            post.comment_count,
        );
    }
    text + r#"],"code":200,"msg":"查询成功"}"#
}
