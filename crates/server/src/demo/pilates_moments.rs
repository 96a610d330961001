//! What some of the class's notes tell besides words: a book with its good and its bad, a breakfast, a list of music.

use contract::feed::Attachment;
use contract::moment::{Moment, MomentKind};
use contract::playlist::NewPlaylistRow;
use contract::{PlaylistId, PlaylistRowId};
use domain::playlist::sameness;

use super::stage::{Draft, Room, Stage};
use crate::secret::new_id;
use crate::store::{PlaylistHead, PlaylistLine, Slice, Stored};

/// The beginnings of the notes.
const BOOK: &str = "推荐一本书";
const BREAKFAST: &str = "早餐店换了老板";
const MUSIC: &str = "今早垫上课";

/// Who added what to the list of music.
const ROWS: [(&str, &str, &str); 4] = [
    ("麦冬教练", "雨声，三十分钟", ""),
    ("麦冬教练", "Gymnopédie No. 1", "https://imslp.org/wiki/3_Gymnop%C3%A9dies_(Satie%2C_Erik)"),
    ("团子妈", "阳关三叠（古琴）", ""),
    ("小满", "Clair de lune", "https://musopen.org/music/2534-suite-bergamasque-l-75/"),
];

fn book() -> Moment {
    Moment {
        kind: MomentKind::Review,
        title: "《身体从未忘记》".to_owned(),
        by: "图书馆借的".to_owned(),
        rating: Some(9),
        good: "讲得慢，例子多，练的时候会想起来。".to_owned(),
        not_good: "前两章有点重，睡前看要挑着看。".to_owned(),
        used: true,
        ..Moment::default()
    }
}

fn breakfast() -> Moment {
    let (title, by) = ("豆浆油条".to_owned(), "教室楼下往东五十米".to_owned());
    Moment { kind: MomentKind::Food, title, by, ..Moment::default() }
}

/// Gives the notes what they tell. Answers the list of music, to be filled once the notes are written.
pub fn fit(drafts: &mut [Draft]) -> PlaylistId {
    let list = new_id::<PlaylistId>();
    for draft in drafts {
        if draft.body.starts_with(BOOK) {
            draft.moment = Some(book());
        } else if draft.body.starts_with(BREAKFAST) {
            draft.moment = Some(breakfast());
        } else if draft.body.starts_with(MUSIC) {
            let (kind, title) = ("playlist".to_owned(), "垫上课放的音乐".to_owned());
            draft.offer = Some((Attachment { kind, id: list.to_string(), title }, false));
        }
    }
    list
}

/// Fills the list of music.
pub async fn play(stage: &mut Stage<'_>, room: &Room, list: PlaylistId) -> Stored<()> {
    let coach = room.id_of("麦冬教练")?;
    let slice = Slice { after: None, limit: 60 };
    let posts = stage.tx.posts(&room.id, &coach, stage.day(2, 0, 0), slice).await?;
    let Some(post) = posts.into_iter().find(|post| post.body.starts_with(MUSIC)) else { return Ok(()) };
    let head = PlaylistHead {
        id: list.clone(),
        group_id: room.id.clone(),
        post_id: post.id,
        maker_id: coach,
        title: "垫上课放的音乐".to_owned(),
        shared: true,
        made_at: post.created_at,
    };
    stage.tx.add_playlist(&head).await?;
    for (minutes, (who, title, address)) in (0..).zip(ROWS) {
        let row = NewPlaylistRow { title: title.to_owned(), address: address.to_owned() };
        let line = PlaylistLine {
            id: new_id::<PlaylistRowId>(),
            playlist_id: list.clone(),
            member_id: room.id_of(who)?,
            member: None,
            sameness: sameness(&row),
            title: row.title,
            address: row.address,
            added_at: post.created_at.plus_s(minutes * 600).min(stage.now),
        };
        stage.tx.add_playlist_row(&line).await?;
    }
    Ok(())
}
