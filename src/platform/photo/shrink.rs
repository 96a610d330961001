//! A picked picture made small enough to send, as a JPEG that says nothing but the picture.
//!
//! In a worker where the engine can draw there, else on the page itself. Must not know where it is sent.

use js_sys::{Array, Promise};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, File, Url, Worker};

use super::{Photo, PhotoFault};
use crate::platform::loose;
use crate::platform::raster::Part;

/// How hard a JPEG is pressed: what nobody sees on a phone is given up.
const QUALITY: f64 = 0.82;
/// How long one picture may take.
const SLOW_MS: u32 = 30_000;
/// What the worker runs. From the page's own text: no file to fetch, and none to be out of date.
const WORKER: &str = include_str!("shrink_worker.js");

/// A picture that is ready to be sent.
#[derive(Clone, Debug)]
pub struct Small {
    /// The JPEG.
    pub blob: Blob,
    /// In pixels, upright.
    pub width: u32,
    /// In pixels, upright.
    pub height: u32,
}

/// Makes a picture small: at most `side` pixels long.
///
/// # Errors
/// The file is no picture that this browser opens, or there is no room to draw it.
pub async fn shrink(file: &File, side: u32) -> Result<Small, PhotoFault> {
    let photo = Photo::open(file).await?;
    let scale = (f64::from(side) / photo.width.max(photo.height)).min(1.0);
    let width = if scale < 1.0 { (photo.width * scale).round() } else { 0.0 };
    match in_worker(file, width, side).await {
        Some(small) => Ok(small),
        None => on_page(&photo, side, scale).await,
    }
}

async fn in_worker(file: &File, width: f64, side: u32) -> Option<Small> {
    let can = loose::get(&loose::get(&loose::window(), "OffscreenCanvas"), "prototype");
    if !loose::has(&can, "convertToBlob") {
        return None;
    }
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let source = Blob::new_with_str_sequence_and_options(&Array::of1(&WORKER.into()), &options).ok()?;
    let url = Url::create_object_url_with_blob(&source).ok()?;
    let worker = Worker::new(&url);
    let worker = worker.ok()?;
    let message = Array::of4(file, &width.into(), &side.into(), &QUALITY.into());
    let answered = Promise::new(&mut |resolve, reject| {
        let hear = Closure::once_into_js(move |event: JsValue| {
            let _ = resolve.call1(&JsValue::UNDEFINED, &loose::get(&event, "data"));
        });
        loose::set(&worker, "onmessage", &hear);
        loose::set(&worker, "onerror", &reject);
    });
    let answer = match worker.post_message(&message) {
        Ok(()) => loose::within(SLOW_MS, &answered).await,
        Err(_) => None,
    };
    // Its memory goes with it: the next picture gets a worker of its own.
    worker.terminate();
    let _ = Url::revoke_object_url(&url);
    small(&Array::from(&answer?))
}

fn small(answer: &Array) -> Option<Small> {
    let side = |n| answer.get(n).as_f64().map(|side| side as u32);
    Some(Small { blob: answer.get(0).dyn_into().ok()?, width: side(1)?, height: side(2)? })
}

async fn on_page(photo: &Photo, side: u32, scale: f64) -> Result<Small, PhotoFault> {
    // As many pixels as the small one has; never a side too long by rounding.
    let area = (photo.width * scale).floor() * (photo.height * scale).floor();
    let raster = photo.draw(Part::whole(photo.width, photo.height), area.max(1.0) as u32).await?;
    let canvas = raster.canvas();
    let encoded = Promise::new(&mut |resolve, reject| {
        let with = [resolve.into(), "image/jpeg".into(), QUALITY.into()];
        if loose::call(canvas, "toBlob", &with).is_err() {
            let _ = reject.call0(&JsValue::UNDEFINED);
        }
    });
    let blob = loose::within(SLOW_MS, &encoded).await.and_then(|blob| blob.dyn_into().ok());
    let pixels = |name| loose::get(canvas, name).as_f64().unwrap_or_default() as u32;
    let (width, height) = (pixels("width"), pixels("height"));
    let blob = blob.filter(|_| width.max(height) <= side.saturating_add(1)).ok_or(PhotoFault::NoMemory)?;
    Ok(Small { blob, width, height })
}
