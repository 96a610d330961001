//! The Pilates class: 87 members, its feed, its seats and its deals.

use contract::feed::Attachment;
use contract::group::Role;
use contract::invite::InviteKind;
use contract::{InviteId, MemberId, Timestamp};

use super::stage::{Room, Stage};
use super::{
    names, pilates_chain, pilates_feed, pilates_games, pilates_moments, pilates_offers, pilates_shares,
    pilates_talk,
};
use crate::secret::{new_id, random};
use crate::store::{InviteRow, Stored};

/// Those who speak, with their prints, and how many days ago they came.
const SPEAKERS: [(&str, &str, i64); 10] = [
    ("山竹", "plum-plum", 52),
    ("阿禾", "sprig-moss", 52),
    ("老周", "hill-ash", 51),
    ("团子妈", "moon-celadon", 50),
    ("青柠", "seed-moss", 50),
    ("木木", "star-turmeric", 49),
    ("麦冬教练", "water-celadon", 48),
    ("星野", "fish-indigo", 44),
    ("阿昭", "bloom-madder", 40),
    ("小满", "bloom-indigo", 9),
];

/// Plays the class into the store.
pub async fn play(stage: &mut Stage<'_>) -> Stored<()> {
    let created = stage.day(55, 10, 0);
    let about = "周四晚的器械课，课后常一起吃早饭。转课、拼团、约课都在这里。";
    let mut room = stage.room("晨间普拉提·周四班", about, "栗子教练", "star-madder", created).await?;
    let (early, rest) = names::PILATES.split_at(60);
    let (late, latest) = rest.split_at(rest.len().saturating_sub(4));
    stage.crowd(&mut room, early, stage.day(55, 10, 30), stage.day(54, 10, 0)).await?;
    for (nickname, avatar, days) in SPEAKERS {
        if days > 9 {
            enter(stage, &mut room, nickname, avatar, days).await?;
        }
    }
    stage.crowd(&mut room, late, stage.day(30, 12, 0), stage.day(10, 12, 0)).await?;
    for (nickname, avatar, days) in SPEAKERS {
        if days <= 9 {
            enter(stage, &mut room, nickname, avatar, days).await?;
        }
    }
    stage.crowd(&mut room, latest, stage.day(3, 10, 30), stage.day(2, 20, 0)).await?;
    // One more than the names: 75 quiet ones, ten speakers, the host, and who came last.
    stage.enter(&mut room, "新来的柚子", "sprig-turmeric", Role::Member, stage.day(2, 20, 10), "").await?;

    let mut drafts = pilates_feed::drafts(stage);
    drafts.extend(pilates_offers::play(stage, &room).await?);
    drafts.push(pilates_chain::play(stage, &room).await?);
    drafts.extend(pilates_talk::drafts(stage, &room).await?);
    drafts.extend(pilates_games::play(stage, &room).await?);
    let music = pilates_moments::fit(&mut drafts);
    stage.write(&room, drafts).await?;
    pilates_moments::play(stage, &room, music).await?;
    pilates_talk::play(stage, &room).await?;
    pilates_shares::play(stage, &room, latest).await?;
    invites(stage, &room, latest).await
}

async fn enter(
    stage: &mut Stage<'_>,
    room: &mut Room,
    nickname: &'static str,
    avatar: &str,
    days: i64,
) -> Stored<()> {
    let at = stage.day(days, 12, 30);
    stage.enter(room, nickname, avatar, Role::Member, at, nickname).await
}

/// The host's QR, by which five came, and a personal one of Xiaoman's.
async fn invites(stage: &mut Stage<'_>, room: &Room, latest: &[&str]) -> Stored<()> {
    let host = room.id_of("栗子教练")?;
    let friend = room.id_of("小满")?;
    let qr = invite(room, InviteKind::Qr, host, stage.day(3, 10, 0), None);
    stage.tx.add_invite(&qr).await?;
    for nickname in latest.iter().chain(&["新来的柚子"]) {
        stage.tx.count_joined(&qr.id, &room.id_of(nickname)?).await?;
    }
    let note = Some("楼下邻居".to_owned());
    let personal = invite(room, InviteKind::Personal, friend, stage.ago(26 * 60), note);
    stage.tx.add_invite(&personal).await
}

fn invite(
    room: &Room,
    kind: InviteKind,
    made_by: MemberId,
    made_at: Timestamp,
    note: Option<String>,
) -> InviteRow {
    InviteRow {
        n: 0,
        id: new_id::<InviteId>(),
        group_id: room.id.clone(),
        kind,
        token: domain::code::token(&random()),
        code: domain::code::invite_code(&random()),
        made_by,
        made_at,
        expires_at: made_at.plus_s(7 * 86_400),
        revoked: false,
        latched: false,
        joined_count: 0,
        note,
        target: None::<Attachment>,
    }
}
