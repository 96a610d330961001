//! The seats and deals of the Pilates class.

use contract::feed::Attachment;
use contract::groupbuy::{DealState, PledgeState, TeamTerms, Tier};
use contract::market::{ClassBrief, ListingStep};
use contract::{ClassId, ListingId, MemberId, Money, SeatId, Timestamp};
use domain::groupbuy::team::share_of;
use domain::market::{Status, Terms, cut_off, next_due};

use super::stage::{Draft, Room, Stage};
use super::stage_deal::NewDemoDeal;
use crate::secret::new_id;
use crate::store::{ClassRow, EventRow, ListingRow, Stored};

const CUT_OFF_S: u32 = 3600;
const HOLD_S: u32 = 7200;

struct Lesson {
    title: &'static str,
    coach: &'static str,
    place: &'static str,
    starts_at: Timestamp,
    fen: i64,
    capacity: u32,
    roster: &'static [&'static str],
    line: &'static [&'static str],
}

struct Offer {
    seller: &'static str,
    fen: i64,
    note: &'static str,
    listed_at: Timestamp,
    /// Who claimed it, when, and whether the seller agreed.
    claim: Option<(&'static str, Timestamp, bool)>,
}

/// Plays classes, listings and deals; answers the posts that carry them.
pub async fn play(stage: &mut Stage<'_>, room: &Room) -> Stored<Vec<Draft>> {
    let mut drafts = Vec::new();
    let thursday = Lesson {
        title: "普拉提器械·中级",
        coach: "栗子教练",
        place: "云杉路店·B 教室（二楼）",
        starts_at: stage.next(3, 19, 30, 5),
        fen: 12_000,
        capacity: 8,
        roster: &["山竹", "小满", "阿禾", "老周", "团子妈", "阿昭", "星野", "桂圆"],
        line: &[],
    };
    let offer = Offer {
        seller: "山竹",
        fen: 8_000,
        note: "临时出差，便宜转给想来的你。",
        listed_at: stage.ago(150),
        claim: None,
    };
    drafts.push(lesson(stage, room, thursday, Some(offer)).await?);
    let saturday = Lesson {
        title: "垫上基础",
        coach: "麦冬教练",
        place: "云杉路店·A 教室",
        starts_at: stage.next(5, 9, 0, 8),
        fen: 6_000,
        capacity: 12,
        roster: &["老周", "青柠", "小雪", "立夏", "阿宁", "豆沙", "莲子", "晚晚", "阿柚", "木槿"],
        line: &["木木", "茉莉"],
    };
    let offer = Offer {
        seller: "老周",
        fen: 6_000,
        note: "周末要带娃，原价转。",
        listed_at: stage.ago(300),
        claim: Some(("小满", stage.ago(14), false)),
    };
    drafts.push(lesson(stage, room, saturday, Some(offer)).await?);
    let stretch = Lesson {
        title: "拉伸",
        coach: "栗子教练",
        place: "云杉路店·A 教室",
        starts_at: stage.next(5, 10, 30, 8),
        fen: 5_000,
        capacity: 10,
        roster: &["阿禾", "木木", "青团", "月白", "若水", "小满", "新来的柚子"],
        line: &[],
    };
    let offer = Offer {
        seller: "阿禾",
        fen: 0,
        note: "送出，来就好。",
        listed_at: stage.day(1, 20, 15),
        claim: None,
    };
    drafts.push(lesson(stage, room, stretch, Some(offer)).await?);
    let tuesday = Lesson {
        title: "垫上·清晨",
        coach: "麦冬教练",
        place: "云杉路店·A 教室",
        starts_at: stage.next(1, 7, 0, 8),
        fen: 6_000,
        capacity: 12,
        roster: &["青柠", "团子妈", "糯米", "茉莉", "秋葵"],
        line: &[],
    };
    let offer = Offer {
        seller: "青柠",
        fen: 4_500,
        note: "起不来了。",
        listed_at: stage.day(2, 9, 0),
        claim: Some(("木木", stage.day(2, 9, 20), true)),
    };
    drafts.push(lesson(stage, room, tuesday, Some(offer)).await?);
    drafts.extend(deals(stage, room).await?);
    Ok(drafts)
}

/// A class with its roster and the listing of one seat; answers the post that carries the listing.
async fn lesson(stage: &mut Stage<'_>, room: &Room, lesson: Lesson, offer: Option<Offer>) -> Stored<Draft> {
    let brief = ClassBrief {
        id: new_id::<ClassId>(),
        title: lesson.title.to_owned(),
        coach: lesson.coach.to_owned(),
        place: lesson.place.to_owned(),
        starts_at: lesson.starts_at,
        duration_min: 60,
        face_value: Money::fen(lesson.fen),
        capacity: lesson.capacity,
        seats_taken: 0,
        sequence: 0,
        moved_from: None,
        cancelled_at: None,
        notice: String::new(),
    };
    let class_id = brief.id.clone();
    stage.tx.add_class(&ClassRow { n: 0, group_id: room.id.clone(), brief }).await?;
    let mut offered = None;
    for nickname in lesson.roster {
        let seat = new_id::<SeatId>();
        stage.tx.add_seat(&seat, &class_id, &room.id_of(nickname)?).await?;
        if offer.as_ref().is_some_and(|o| o.seller == *nickname) {
            offered = Some(seat);
        }
    }
    for nickname in lesson.line {
        stage.tx.join_line(&class_id, &room.id_of(nickname)?).await?;
    }
    let (Some(offer), Some(seat_id)) = (offer, offered) else {
        return Err(crate::store::StoreError("a demo class without an offer".into()));
    };
    let seller_id = room.id_of(offer.seller)?;
    let expires_at = cut_off(lesson.starts_at, CUT_OFF_S);
    let event = |step, by: &MemberId, at| EventRow { step, by: Some(by.clone()), at, note: String::new() };
    let mut events = vec![event(ListingStep::List, &seller_id, offer.listed_at)];
    let (status, closed_at) = match offer.claim {
        None => (Status::Available, None),
        Some((by, at, agreed)) => {
            let by = room.id_of(by)?;
            events.push(event(ListingStep::Claim, &by, at));
            if agreed {
                let agreed_at = at.plus_s(1500);
                events.push(event(ListingStep::Confirm, &seller_id, agreed_at));
                stage.tx.move_seat(&seat_id, &by).await?;
                (Status::Transferred { to: by }, Some(agreed_at))
            } else {
                (Status::Held { by, until: at.plus_s(i64::from(HOLD_S)).min(expires_at) }, None)
            }
        }
    };
    let terms =
        Terms { seller: seller_id.clone(), expires_at, hold_s: HOLD_S, auto_confirm: false, consent: false };
    let due = next_due(&status, &terms);
    let listing = ListingRow {
        n: 0,
        id: new_id::<ListingId>(),
        group_id: room.id.clone(),
        class_id,
        seat_id,
        seller_id,
        status,
        asking: Money::fen(offer.fen),
        note: offer.note.to_owned(),
        auto_confirm: false,
        consent: false,
        vacated: false,
        listed_at: offer.listed_at,
        expires_at,
        closed_at,
    };
    stage.tx.add_listing(&listing, due).await?;
    for event in &events {
        stage.tx.add_listing_event(&listing.id, event).await?;
    }
    let attachment =
        Attachment { kind: "listing".to_owned(), id: listing.id.to_string(), title: lesson.title.to_owned() };
    Ok(Draft::offer(offer.listed_at, offer.seller, attachment, closed_at.is_none(), &[]))
}

async fn deals(stage: &mut Stage<'_>, room: &Room) -> Stored<Vec<Draft>> {
    // A box of three balls, split by three: one place is free.
    let (size, lot) = (3, Money::fen(8_900));
    let balls = NewDemoDeal {
        opener: "青柠",
        title: "筋膜球 一盒三只",
        about: "软硬各一，再加一只花生球。一盒三人分，颜色到了再挑。",
        pick_up: "周末课前，云杉路店前台",
        tiers: vec![Tier { from: 1, price: share_of(lot, size, 1) }],
        minimum: size,
        stock: Some(12),
        per_member: 1,
        options: &[],
        pick_up_at: Vec::new(),
        collected: 0,
        opened_at: stage.day(1, 10, 30),
        ends_at: stage.day(-2, 21, 0),
        state: DealState::Open,
        pledges: &[("青柠", 1), ("木木", 1)],
        pledge_state: PledgeState::Committed,
        settled: 0,
        team: Some(TeamTerms { size, hours: 48, lot: Some(lot) }),
        replies: &[(30, "木木", "我要花生球")],
    };
    let mat = NewDemoDeal {
        opener: "山竹",
        title: "天然橡胶瑜伽垫 5 mm",
        about: "和工作室同款，墨绿、靛蓝两色，取货时选。",
        pick_up: "下周四课前，云杉路店前台",
        tiers: vec![tier(1, 12_800), tier(3, 9_900), tier(10, 7_900)],
        minimum: 3,
        stock: Some(20),
        per_member: 2,
        options: &[],
        pick_up_at: Vec::new(),
        collected: 0,
        opened_at: stage.day(1, 12, 5),
        ends_at: stage.day(-2, 20, 0),
        state: DealState::Open,
        pledges: &[("山竹", 1), ("阿禾", 1), ("老周", 1), ("团子妈", 2), ("青柠", 1), ("木木", 1)],
        pledge_state: PledgeState::Committed,
        settled: 0,
        team: None,
        replies: &[
            (8, "阿禾", "我要墨绿"),
            (40, "团子妈", "两张，一张给妈妈"),
            (180, "小满", "靛蓝的好看，我想想"),
        ],
    };
    let socks = NewDemoDeal {
        opener: "栗子教练",
        title: "防滑五指袜 三双装",
        about: "薄棉，脚底点胶，均码。",
        pick_up: "课前找我",
        tiers: vec![tier(1, 5_900), tier(5, 4_900), tier(10, 3_900)],
        minimum: 5,
        stock: None,
        per_member: 3,
        options: &[],
        pick_up_at: vec![stage.day(1, 19, 0)],
        collected: 3,
        opened_at: stage.day(8, 20, 0),
        ends_at: stage.day(3, 20, 0),
        state: DealState::Succeeded,
        pledges: &[
            ("星野", 1),
            ("阿昭", 2),
            ("青柠", 1),
            ("小满", 1),
            ("木木", 1),
            ("桂圆", 1),
            ("小雪", 1),
            ("立夏", 2),
            ("阿宁", 1),
            ("豆沙", 1),
            ("莲子", 1),
            ("晚晚", 1),
        ],
        pledge_state: PledgeState::Due,
        settled: 7,
        team: None,
        replies: &[
            (15, "星野", "正好破了一双"),
            (7100, "栗子教练", "成团了，12 人，每份 ¥39，周四课前找我付。"),
        ],
    };
    // The latest stands first among the open ones.
    Ok(vec![balls.play(stage, room).await?, mat.play(stage, room).await?, socks.play(stage, room).await?])
}

fn tier(from: u32, fen: i64) -> Tier {
    Tier { from, price: Money::fen(fen) }
}
