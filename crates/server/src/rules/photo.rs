//! Photos: announced, sent in parts, looked at, put into a post, shown by signed addresses, removed.
//!
//! Who may see a photo is decided when its address is signed, with its post; the address then opens it to whoever
//! holds it, for a while.

mod address;

use std::sync::Arc;

use contract::api::Done;
use contract::photo::{NewPhoto, NewUpload, Upload};
use contract::{Code, GroupId, PhotoId, PostId, Problem, Timestamp};
use domain::photo::{MOST_IN_DAY, PART_SIZE, Picture, Refusal, WAITS_S};
use sha2::{Digest, Sha256};

use super::fail::accepted;
use super::{Caller, Fail, Here, Outcome, Reading, Writing};
use crate::app::App;
use crate::limit::Limit;
use crate::secret::{hex, new_id};
use crate::store::{PhotoRow, ReadTx};
pub(crate) use address::small_name;
pub use address::{Signer, Which, by_address};

fn upload(row: &PhotoRow, received: u64) -> Upload {
    let offset = if row.ready { row.size } else { u32::try_from(received).unwrap_or(row.size) };
    Upload {
        id: row.id.clone(),
        size: row.size,
        offset,
        part_size: PART_SIZE,
        ready: row.ready,
        expires_at: row.created_at.plus_s(WAITS_S),
    }
}

/// An upload of the caller's that is in no post yet.
async fn mine(tx: &mut dyn ReadTx, caller: &Caller, id: &PhotoId, now: Timestamp) -> Outcome<PhotoRow> {
    let row = tx.photo(id).await?.ok_or(Code::NotFound)?;
    let here = Here::find(tx, caller, &row.group_id).await?;
    let waits = row.post_id.is_none() && now < row.created_at.plus_s(WAITS_S);
    if waits && row.member_id == here.me.public.id { Ok(row) } else { Err(Code::NotFound.into()) }
}

/// Announces a photo.
pub async fn create(w: &mut Writing, group: GroupId, command: NewUpload) -> Outcome<Upload> {
    let here = w.here(&group).await?;
    accepted(domain::photo::check_upload(&command))?;
    let member = here.me.public.id;
    // What was taken back, refused or deleted came over the wire as well.
    let account = here.me.account_id.clone();
    w.app.limits.take(Limit::Upload, account.as_str(), 1.0, w.now).map_err(Fail::wait)?;
    if w.tx.photos_since(&member, w.now.plus_s(-86_400)).await? >= MOST_IN_DAY {
        return Err(Code::PhotoLimit.into());
    }
    let row = PhotoRow {
        id: new_id(),
        group_id: group,
        member_id: member,
        size: command.size,
        media_type: command.media_type,
        sha256: command.sha256.to_ascii_lowercase(),
        ready: false,
        width: 0,
        height: 0,
        small: false,
        alt: String::new(),
        post_id: None,
        created_at: w.now,
    };
    w.tx.add_photo(&row).await?;
    Ok(upload(&row, 0))
}

/// How far an upload is.
pub async fn get(r: &mut Reading, id: PhotoId) -> Outcome<Upload> {
    let caller = r.caller()?;
    let row = mine(&mut *r.tx, &caller, &id, r.now).await?;
    let received = r.app.blobs.received(id.as_str()).await.map_err(disk)?;
    Ok(upload(&row, received))
}

/// Takes an upload back.
pub async fn cancel(w: &mut Writing, id: PhotoId) -> Outcome<Done> {
    let caller = w.caller()?;
    mine(&mut *w.tx, &caller, &id, w.now).await?;
    w.tx.remove_photo(&id).await?;
    w.remove_blobs([id]);
    Ok(Done {})
}

/// Whether somebody may send a part, before a byte of it is read.
///
/// # Errors
/// As [`append`], as far as the bytes do not decide.
pub async fn may_append(app: &Arc<App>, token: &str, id: &PhotoId) -> Outcome<()> {
    let mut r = app.reading(Some(token)).await?;
    let caller = r.caller()?;
    app.limits.take(Limit::Part, caller.account.id.as_str(), 1.0, r.now).map_err(Fail::wait)?;
    mine(&mut *r.tx, &caller, id, r.now).await.map(drop)
}

/// Adds the bytes of a part; the last one has the whole looked at.
///
/// # Errors
/// [`Code::Conflict`] where bytes are missing before it, [`Code::TooLarge`] for more than was announced,
/// [`Code::PhotoInvalid`] for what is no photo: then the upload is gone.
pub async fn append(app: Arc<App>, token: &str, id: PhotoId, offset: u64, part: Vec<u8>) -> Outcome<Upload> {
    // Parts come one after the other, whoever sends them: the second of two finds what the first has done.
    let _turn = app.parts.lock().await;
    let row = {
        let mut r = app.reading(Some(token)).await?;
        let caller = r.caller()?;
        mine(&mut *r.tx, &caller, &id, r.now).await?
    };
    let blobs = &app.blobs;
    let received = blobs.received(id.as_str()).await.map_err(disk)?;
    if row.ready {
        return Ok(upload(&row, received));
    }
    let known = received.checked_sub(offset).ok_or(Code::Conflict)?;
    let new = part.get(usize::try_from(known).unwrap_or(usize::MAX)..).unwrap_or_default();
    let received = received + u64::try_from(new.len()).unwrap_or(u64::MAX);
    if received > u64::from(row.size) {
        return Err(Code::TooLarge.into());
    }
    if !new.is_empty() {
        blobs.append(id.as_str(), new.to_vec()).await.map_err(disk)?;
    }
    if received < u64::from(row.size) {
        return Ok(upload(&row, received));
    }
    finish(&app, token, row).await
}

/// All bytes are here: what is in them decides.
async fn finish(app: &Arc<App>, token: &str, mut row: PhotoRow) -> Outcome<Upload> {
    let bytes = app.blobs.unfinished(row.id.as_str()).await;
    // It may have been taken back meanwhile, with its bytes.
    let bytes = match bytes {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(Code::NotFound.into()),
        bytes => bytes.map_err(disk)?,
    };
    let sha256 = row.sha256.clone();
    let looked = tokio::task::spawn_blocking(move || look_at(&bytes, &sha256)).await;
    let looked = looked.map_err(|error| {
        tracing::error!(%error, "looking at a photo broke down");
        Fail::from(Code::Internal)
    })?;
    if let Ok(picture) = &looked {
        // Nobody else waits for the disk. Bytes that no row has are swept away.
        app.blobs.keep(row.id.as_str(), picture.bytes.clone()).await.map_err(disk)?;
        row.small = keep_small(app, &row.id, picture.bytes.clone()).await;
    }
    let mut w = app.writing(Some(token), "", "").await?;
    let caller = w.caller()?;
    mine(&mut *w.tx, &caller, &row.id, w.now).await?;
    match looked {
        Ok(picture) => {
            row.ready = true;
            row.size = u32::try_from(picture.bytes.len()).unwrap_or(u32::MAX);
            row.media_type = picture.media_type.to_owned();
            (row.width, row.height) = (picture.width, picture.height);
            w.tx.photo_is_ready(&row).await?;
            w.commit().await?;
            Ok(upload(&row, 0))
        }
        Err(why) => {
            w.tx.remove_photo(&row.id).await?;
            w.remove_blobs([row.id]);
            w.commit().await?;
            Err(Problem::new(Code::PhotoInvalid).with_detail(why).into())
        }
    }
}

/// Draws the small version of a photo and keeps it; tells whether there is one. What cannot be drawn is a photo all the
/// same: the reader's phone may. So is one whose small version finds no room.
async fn keep_small(app: &App, id: &PhotoId, bytes: Vec<u8>) -> bool {
    let drawn = tokio::task::spawn_blocking(move || crate::small::of(&bytes)).await;
    let Some(small) = drawn.unwrap_or_else(|error| {
        tracing::warn!(%error, photo = %id, "drawing a photo small broke down");
        None
    }) else {
        return false;
    };
    let kept = app.blobs.keep(&small_name(id.as_str()), small).await;
    kept.inspect_err(|error| tracing::warn!(%error, photo = %id, "a small photo was not kept")).is_ok()
}

fn look_at(bytes: &[u8], sha256: &str) -> Result<Picture, &'static str> {
    if hex(&Sha256::digest(bytes)) != sha256 {
        return Err("the bytes are not those that were announced");
    }
    domain::photo::picture(bytes).map_err(|refusal| match refusal {
        Refusal::Kind => "no JPEG, PNG or WebP, or one that moves",
        Refusal::Broken => "the file is broken",
        Refusal::Pixels => "more than 4096 pixels on a side, or than 8 million in all",
    })
}

/// Puts photos into a post that was just written.
///
/// # Errors
/// A validation problem that names those that cannot be: not ready, not one's own, in a post already.
pub(super) async fn put_into(
    w: &mut Writing,
    (group, post): (&GroupId, &PostId),
    photos: &[NewPhoto],
) -> Outcome<()> {
    let caller = w.caller()?;
    let mut wrong = Vec::new();
    for (place, photo) in (0..).zip(photos) {
        match mine(&mut *w.tx, &caller, &photo.id, w.now).await {
            // Announced for this group: it goes with the group it is in.
            Ok(row) if row.ready && row.group_id == *group => {
                w.tx.put_photo(&photo.id, post, place, photo.alt.trim()).await?
            }
            Ok(_) | Err(Fail::Problem(_)) => wrong.push((format!("/photos/{place}"), "gone".to_owned())),
            Err(fail) => return Err(fail),
        }
    }
    accepted(wrong)
}

/// Removes the photos of a post that is deleted.
pub(super) async fn remove_of(w: &mut Writing, post: &PostId) -> Outcome<()> {
    let gone = w.tx.remove_photos_of(post).await?;
    w.remove_blobs(gone);
    Ok(())
}

/// Removes bytes that belong to no photo: of a crash between two steps, or of a row that time removed.
///
/// # Errors
/// When the store failed; the next sweep tries again.
pub async fn sweep(app: &App) -> Outcome<()> {
    // The files first: whatever is announced from now on is not among them.
    let names = app.blobs.names().await.map_err(disk)?;
    let known = app.store.read().await?.photo_ids().await?;
    let known: std::collections::HashSet<&str> = known.iter().map(PhotoId::as_str).collect();
    let photo = |name: &str| name.strip_suffix(crate::blob::SMALL).unwrap_or(name).to_owned();
    for name in names.iter().filter(|name| !known.contains(photo(name).as_str())) {
        app.remove_blob(name).await;
    }
    Ok(())
}

fn disk(error: std::io::Error) -> Fail {
    tracing::error!(%error, "the photos' folder failed");
    Code::Internal.into()
}
