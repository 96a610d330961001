//! Good pages of three posts, as three backends write them.

use contract::feed::Post;

use super::backends::{named, ok, send, through};

const CONTRACT: &str = r#"{"items":[
 {"id":"p1","group_id":"g","author":{"id":"m1","persona":{"nickname":"小满","avatar":"bloom-indigo"},"role":"member","joined_at":"2026-03-02T08:00:00.000Z"},"kind":"note","body":"今晚的侧弯终于都松开了","pinned":false,"comment_count":6,"created_at":"2026-03-12T13:08:00.000Z","yours":false},
 {"id":"p2","group_id":"g","kind":"announcement","body":"带\"防滑袜\"\n🙂","attachment":{"kind":"deal","id":"d1","title":"瑜伽垫"},"pinned":true,"comment_count":0,"created_at":"2026-03-12T13:07:00Z","yours":true},
 {"id":"p3","group_id":"g","kind":"note","body":"周四见！","pinned":false,"comment_count":1,"created_at":"2026-03-12T21:06:00+08:00","yours":false}],
 "next":"7","cursor":"42","server_time":"2026-03-12T13:30:00.000Z"}"#;

const POCKETBASE: &str = r#"{"page":1,"perPage":3,"totalItems":9,"totalPages":3,"items":[
 {"attachment":null,"author":"m1","body":"今晚的侧弯终于都松开了","collectionId":"pbc_1","collectionName":"posts","comment_count":6,"created":"2026-03-12 13:08:00.000Z","expand":{"author":{"avatar":"bloom-indigo","collectionName":"members","group":"g","id":"m1","joined":"2026-03-02 08:00:00.000Z","nickname":"小满","rank":2,"role":"member","yours":false}},"group":"g","id":"p1","kind":"note","pinned":false,"yours":false},
 {"attachment":{"kind":"deal","id":"d1","title":"瑜伽垫"},"author":"","body":"带\"防滑袜\"\n🙂","comment_count":0,"created":"2026-03-12 13:07:00.000Z","expand":{},"group":"g","id":"p2","kind":"announcement","pinned":true,"yours":true},
 {"attachment":null,"author":"","body":"周四见！","comment_count":1,"created":"2026-03-12 13:06:00.000Z","group":"g","id":"p3","kind":"note","pinned":false,"yours":false}]}"#;

const RUOYI: &str = r#"{"total":35,"rows":[
 {"nickName":"栗子教练","avatar":"star-madder","roleKey":"host","joinTime":"2026-02-28 10:00:04","userId":2124347885918121985,"postId":2124347885918122122,"groupId":2124347885918122023,"memberId":2124347885918122024,"content":"拼团：防滑五指袜","postType":"1","topFlag":"1","createTime":"2026-03-12 19:30:00","clientId":null,"refType":"deal","refId":2124347885918122119,"refTitle":"防滑五指袜","commentNum":"0"},
 {"nickName":"山竹","avatar":"plum-plum","roleKey":"member","joinTime":"2026-02-28 12:00:04","userId":null,"postId":2124347885918122118,"groupId":2124347885918122023,"memberId":2124347885918122026,"content":"周四见！","postType":"2","topFlag":"0","createTime":"2026-03-11 10:00:04","clientId":null,"refType":null,"refId":null,"commentNum":"3"},
 {"nickName":"老周","avatar":"hill-ash","roleKey":"member","joinTime":"2026-02-28 14:00:04","userId":null,"postId":2124347885918122112,"groupId":2124347885918122023,"memberId":2124347885918122028,"content":"早起打卡。","postType":"1","topFlag":"1","createTime":"2026-03-10 07:00:04","clientId":null,"refType":null,"refId":null,"commentNum":"0"}],
 "code":200,"msg":"查询成功"}"#;

/// A backend, its descriptor's text, and a good page of its posts.
pub struct Sample {
    pub name: &'static str,
    pub descriptor: Option<&'static str>,
    pub page: &'static str,
    /// Where its rows are.
    pub rows: &'static str,
}

pub const SAMPLES: [Sample; 3] = [
    Sample { name: "the contract", descriptor: None, page: CONTRACT, rows: "items" },
    Sample {
        name: "PocketBase",
        descriptor: Some(include_str!("../../../../public/backends/pocketbase.json")),
        page: POCKETBASE,
        rows: "items",
    },
    Sample {
        name: "RuoYi",
        descriptor: Some(include_str!("../../../../public/backends/ruoyi.json")),
        page: RUOYI,
        rows: "rows",
    },
];

impl Sample {
    /// The posts of a page, and how many could not be read; none when the page could not.
    pub fn read(&self, body: &str) -> Option<(Vec<Post>, usize)> {
        let (client, _) = through(self.descriptor, ok(body));
        let mut posts = Vec::new();
        let end = send(&client, named("posts.list")).ok()?.page(|post| posts.push(post)).ok()?;
        Some((posts, end.unreadable.len()))
    }
}

#[test]
fn the_samples_are_good() {
    for sample in &SAMPLES {
        let (posts, unreadable) = sample.read(sample.page).unwrap_or_else(|| panic!("{}", sample.name));
        assert_eq!((posts.len(), unreadable), (3, 0), "{}", sample.name);
    }
}
