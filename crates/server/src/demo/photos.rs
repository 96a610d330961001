//! The pictures of the demo, drawn for it, and which posts carry them.

use contract::{PhotoId, PostId};

use super::stage::{Room, Stage};
use crate::rules::photo::small_name;
use crate::secret::new_id;
use crate::store::{PhotoRow, Stored};

/// A picture file, and what it shows.
pub type Picture = (&'static [u8], &'static str);

const WINDOW: Picture = (include_bytes!("photos/window.jpg"), "三个人坐在垫子上，在大窗前侧弯");
const MATS: Picture = (include_bytes!("photos/mats.jpg"), "木地板上排开的彩色垫子，光从窗边斜进来");
const BREAKFAST: Picture = (include_bytes!("photos/breakfast.jpg"), "两根油条、一碗豆浆和一碟彩色的小丸子");

/// The photos of a post, by how its words begin.
pub fn of(body: &str) -> &'static [Picture] {
    const ALL: [(&str, &[Picture]); 2] =
        [("今晚的侧弯终于都松开了", &[WINDOW, MATS]), ("周四课后早餐接龙", &[BREAKFAST])];
    ALL.iter().find(|(words, _)| body.starts_with(words)).map_or(&[], |(_, pictures)| pictures)
}

/// Puts pictures into a post that is written; their bytes are kept before the demo is.
pub async fn put(
    stage: &mut Stage<'_>,
    room: &Room,
    author: &str,
    post: &PostId,
    pictures: &[Picture],
) -> Stored<()> {
    for (place, (file, alt)) in (0..).zip(pictures) {
        // Read as any other photo is: without what is no picture, and with its own size.
        let Ok(picture) = domain::photo::picture(file) else { continue };
        let small = crate::small::of(&picture.bytes);
        let row = PhotoRow {
            id: new_id::<PhotoId>(),
            group_id: room.id.clone(),
            member_id: room.id_of(author)?,
            size: u32::try_from(picture.bytes.len()).unwrap_or(u32::MAX),
            media_type: picture.media_type.to_owned(),
            sha256: String::new(),
            ready: true,
            width: picture.width,
            height: picture.height,
            small: small.is_some(),
            alt: String::new(),
            post_id: None,
            // Not of today: a member's photos of a day are counted.
            created_at: stage.day(2, 12, 0),
        };
        stage.tx.add_photo(&row).await?;
        stage.tx.photo_is_ready(&row).await?;
        stage.tx.put_photo(&row.id, post, place, alt).await?;
        if let Some(small) = small {
            stage.pictures.push((small_name(row.id.as_str()), small));
        }
        stage.pictures.push((row.id.to_string(), picture.bytes));
    }
    Ok(())
}
