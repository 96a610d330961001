//! Photos from the phone, for the pages: made small by the platform and kept in its database.

use std::rc::Rc;

use leptos::task::spawn_local;
use leptos::web_sys::{Blob, File};

use crate::platform::clock;
use crate::platform::photo::{PhotoFault, keep, sha256, shrink};
use crate::ui::photo::{BadPhoto, Made, Photos, Prepared};

/// The longest side of a photo that is sent (pixels).
const SIDE: u32 = domain::photo::SENT_SIDE;
/// Between two looks whether kept photos are wanted no more (ms), and how many looks are worth it.
const LOOKS: (u32, u32) = (3000, 400);

/// The platform's photos.
pub struct Darkroom;

fn bad(fault: PhotoFault) -> BadPhoto {
    match fault {
        PhotoFault::Empty => BadPhoto::Empty,
        PhotoFault::NotAnImage => BadPhoto::NotAPhoto,
        PhotoFault::Heic => BadPhoto::Heic,
        PhotoFault::TooLarge => BadPhoto::TooLarge,
        PhotoFault::NoMemory => BadPhoto::NoRoom,
    }
}

async fn prepared(blob: Blob) -> Option<Prepared> {
    let size = blob.size() as u32;
    let sha256 = sha256::hex(&keep::bytes(&blob, 0, size).await?);
    let shown = keep::Shown::new(&blob)?;
    let url = shown.url().to_owned();
    let read = Rc::new(move |from, to| {
        let blob = blob.clone();
        Box::pin(async move { keep::bytes(&blob, from, to).await }) as _
    });
    Some(Prepared { url, size, sha256, read, hold: Rc::new(shown) })
}

impl Photos for Darkroom {
    fn prepare(&self, file: File, key: String, done: Box<dyn FnOnce(Made)>) {
        spawn_local(async move {
            let small = match shrink::shrink(&file, SIDE).await {
                Ok(small) => small,
                Err(fault) => return done(Err(bad(fault))),
            };
            let is_kept = keep::keep(&key, &small.blob).await.is_ok();
            let photo = prepared(small.blob).await.ok_or(BadPhoto::NoRoom);
            done(photo.map(|photo| (photo, is_kept)));
        });
    }

    fn kept(&self, key: String, done: Box<dyn FnOnce(Option<Prepared>)>) {
        spawn_local(async move {
            let photo = match keep::kept(&key).await {
                Some(blob) => prepared(blob).await,
                None => None,
            };
            done(photo);
        });
    }

    fn tidy(&self, prefix: String, wanted: Box<dyn Fn(&str) -> bool>) {
        spawn_local(async move {
            for key in keep::keys(&prefix).await.into_iter().filter(|key| !wanted(key)) {
                keep::forget(&key).await;
            }
        });
    }

    fn forget_once(&self, keys: Vec<String>, over: Box<dyn Fn() -> bool>) {
        spawn_local(async move {
            for _ in 0..LOOKS.1 {
                if over() {
                    for key in &keys {
                        keep::forget(key).await;
                    }
                    return;
                }
                clock::sleep(LOOKS.0).await;
            }
        });
    }
}
