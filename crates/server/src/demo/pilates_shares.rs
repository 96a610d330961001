//! What came of shares in the Pilates class: who brought the latest, and who bought socks because somebody showed them.

use contract::Timestamp;

use super::stage::{Room, Stage};
use crate::store::{CreditRow, LeadRow, Slice, Stored};

/// The deal that was passed on, and who came to it by whose share.
const SOCKS: &str = "防滑五指袜 三双装";
const CAME: [(&str, &str); 4] = [("桂圆", "小满"), ("小雪", "小满"), ("立夏", "小满"), ("阿宁", "桂圆")];
/// The deal that is open, shared with somebody who thinks about it.
const MAT: &str = "天然橡胶瑜伽垫 5 mm";

/// Plays them, once the deals are there.
pub async fn play(stage: &mut Stage<'_>, room: &Room, latest: &[&'static str]) -> Stored<()> {
    for nickname in latest {
        let group = ("group", room.id.as_str().to_owned());
        let act = room.id_of(nickname)?.to_string();
        count(stage, room, group, (nickname, "栗子教练", 1), &act, stage.day(3, 11, 0)).await?;
    }
    let me = room.id_of("小满")?;
    let all = Slice { after: None, limit: 50 };
    for (_, deal) in stage.tx.deals(&room.id, &me, Timestamp(i64::MIN), all).await? {
        let thing = ("deal", deal.id.to_string());
        if deal.title == MAT {
            lead(stage, room, &thing, ("小满", "阿禾"), stage.day(1, 18, 0)).await?;
        }
        if deal.title != SOCKS {
            continue;
        }
        for (buyer, sharer) in CAME {
            let Some(pledge) = stage.tx.pledge_of(&deal.id, &room.id_of(buyer)?).await? else { continue };
            let (at, act) = (pledge.pledged_at, pledge.id.as_str());
            count(stage, room, thing.clone(), (buyer, sharer, 1), act, at).await?;
            if sharer != "小满" {
                count(stage, room, thing.clone(), (buyer, "小满", 2), act, at).await?;
            }
        }
    }
    Ok(())
}

/// Something that counts, and for what is direct the lead that it came by.
async fn count(
    stage: &mut Stage<'_>,
    room: &Room,
    (kind, thing): (&str, String),
    (who, sharer, depth): (&str, &str, u32),
    act: &str,
    at: Timestamp,
) -> Stored<()> {
    if depth == 1 {
        lead(stage, room, &(kind, thing.clone()), (who, sharer), at).await?;
    }
    let (member_id, sharer) = (room.id_of(who)?, room.id_of(sharer)?);
    let (act, kind, group_id) = (act.to_owned(), kind.to_owned(), room.id.clone());
    stage.tx.add_credit(&CreditRow { act, depth, group_id, kind, thing, member_id, sharer, at }).await
}

async fn lead(
    stage: &mut Stage<'_>,
    room: &Room,
    (kind, thing): &(&str, String),
    (who, sharer): (&str, &str),
    at: Timestamp,
) -> Stored<()> {
    let (member_id, sharer) = (room.id_of(who)?, Some(room.id_of(sharer)?));
    let lead = LeadRow { member_id, kind: (*kind).to_owned(), thing: thing.clone(), sharer, at };
    stage.tx.add_lead(&lead, at).await
}
