//! What the Pilates class does besides talking: a poll, a question with its answer, a roll call, reactions.

use contract::PollId;
use contract::feed::{Attachment, PostKind, ReactionKind, RollCallKind};

use super::stage::{Draft, Room, Stage};
use crate::secret::new_id;
use crate::store::{CommentRow, PollRow, PostRow, Slice, Stored};

const ASKED: &str = "膝盖一弯就响，还能练深蹲吗？";
const CALLED: &str = "周四 19:30 的课改到 B 教室（二楼），请带防滑袜。";
const ANSWER: &str = "响而不痛一般没事，幅度先减半，膝盖对准第二根脚趾。痛就停，来找我看。";

/// Who votes for which day.
const VOTES: [(&str, u32); 7] =
    [("小满", 1), ("团子妈", 1), ("老周", 0), ("青柠", 1), ("山竹", 2), ("木木", 1), ("阿禾", 2)];

/// Who has read that the class is in another room.
const READ: [&str; 6] = ["山竹", "阿昭", "青柠", "老周", "团子妈", "木木"];

const REACTIONS: [(&str, ReactionKind); 6] = [
    ("团子妈", ReactionKind::Heart),
    ("小满", ReactionKind::Same),
    ("老周", ReactionKind::Same),
    ("木木", ReactionKind::Same),
    ("青柠", ReactionKind::Hug),
    ("阿禾", ReactionKind::Heart),
];

/// The posts: a question, a poll, and an announcement that calls the roll.
pub async fn drafts(stage: &mut Stage<'_>, room: &Room) -> Stored<Vec<Draft>> {
    let question = Draft {
        kind: PostKind::Question,
        ..Draft::note(
            stage.ago(170),
            "木木",
            ASKED,
            &[(5, "老周", "我也响，听说是气泡"), (19, "栗子教练", ANSWER), (60, "小满", "同问，先收藏")],
        )
    };
    let called = Draft {
        kind: PostKind::Announcement,
        pinned: true,
        roll_call: Some(RollCallKind::Read),
        ..Draft::note(
            stage.ago(95),
            "栗子教练",
            CALLED,
            &[(6, "山竹", "收到"), (11, "阿昭", "收到，谢谢教练")],
        )
    };
    let poll = PollRow {
        id: new_id::<PollId>(),
        group_id: room.id.clone(),
        maker_id: room.id_of("栗子教练")?,
        question: "下周想加一节课，放在什么时候？".to_owned(),
        choices: ["周五 19:30", "周六 10:00", "周日 16:00"].map(str::to_owned).into(),
        several: false,
        opened_at: stage.ago(240),
        closes_at: stage.day(-2, 20, 0),
        closed_at: None,
        pinned: false,
    };
    stage.tx.add_poll(&poll).await?;
    for (who, choice) in VOTES {
        stage.tx.set_votes(&poll.id, &room.id_of(who)?, &[choice]).await?;
    }
    let attachment =
        Attachment { kind: "poll".to_owned(), id: poll.id.to_string(), title: poll.question.clone() };
    Ok(vec![question, called, Draft::offer(poll.opened_at, "栗子教练", attachment, true, &[])])
}

/// What is done about them once they are written.
pub async fn play(stage: &mut Stage<'_>, room: &Room) -> Stored<()> {
    let slice = Slice { after: None, limit: 60 };
    let host = room.id_of("栗子教练")?;
    let posts = stage.tx.posts(&room.id, &host, stage.day(2, 0, 0), slice).await?;
    let find = |body: &str| posts.iter().find(|post| post.body == body);
    if let Some(called) = find(CALLED) {
        for who in READ {
            let at = called.created_at.plus_s(600).min(stage.now);
            stage.tx.confirm(&called.id, &room.id_of(who)?, at).await?;
        }
    }
    let Some(asked) = find(ASKED) else { return Ok(()) };
    for (who, kind) in REACTIONS {
        let at = asked.created_at.plus_s(1200);
        stage.tx.set_reaction(&asked.id, &room.id_of(who)?, kind, Some(at)).await?;
    }
    answer(stage, room, asked).await
}

/// The coach's reply is the answer, and the asker thanks for it.
async fn answer(stage: &mut Stage<'_>, room: &Room, asked: &PostRow) -> Stored<()> {
    let slice = Slice { after: None, limit: 10 };
    let said = stage.tx.comments(&asked.id, asked.created_at, slice).await?;
    let Some(answer) = said.into_iter().find(|comment| comment.body == ANSWER) else { return Ok(()) };
    stage.tx.set_answer(&asked.id, Some(&answer.id)).await?;
    let thanks = CommentRow {
        id: new_id(),
        author_id: room.id_of("木木")?,
        author: None,
        body: "谢谢教练，今晚就试试。".to_owned(),
        created_at: answer.created_at.plus_s(240),
        reply_to: Some(answer.id.clone()),
        ..answer
    };
    stage.tx.add_comment(&thanks).await
}
