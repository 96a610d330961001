//! Photos from the phone, without knowing how they are made small or kept: the trait and the handle.

use core::any::Any;
use core::future::Future;
use core::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::web_sys::File;

/// Why a picked file is no photo here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPhoto {
    /// The file has no content.
    Empty,
    /// The browser cannot show it as a picture.
    NotAPhoto,
    /// A format of iPhones that this browser cannot open.
    Heic,
    /// Beyond what a phone should open.
    TooLarge,
    /// The phone has no room to draw it.
    NoRoom,
}

/// Bytes that come when they are asked for: from, to; none where they cannot be read any more.
pub type ReadBytes = Rc<dyn Fn(u32, u32) -> Pin<Box<dyn Future<Output = Option<Vec<u8>>>>>>;

/// A photo that is ready to be sent: small, upright, and nothing but the picture.
#[derive(Clone)]
pub struct Prepared {
    /// Where it can be seen on this page, while this is held.
    pub url: String,
    /// How many bytes it has.
    pub size: u32,
    /// Their SHA-256, as hex.
    pub sha256: String,
    /// Its bytes.
    pub read: ReadBytes,
    /// What the address lives by.
    pub hold: Rc<dyn Any>,
}

/// What came of making one ready: the photo, and whether the phone keeps it.
pub type Made = Result<(Prepared, bool), BadPhoto>;

/// Makes photos ready and keeps them on the phone until they are sent.
pub trait Photos {
    /// Makes a picked file ready and keeps it under a key.
    fn prepare(&self, file: File, key: String, done: Box<dyn FnOnce(Made)>);
    /// The photo that was kept under a key; none when the phone has it no more.
    fn kept(&self, key: String, done: Box<dyn FnOnce(Option<Prepared>)>);
    /// Forgets what was kept below a prefix and is not `wanted` by its key.
    fn tidy(&self, prefix: String, wanted: Box<dyn Fn(&str) -> bool>);
    /// Forgets these once `over` says so, asked every few seconds.
    fn forget_once(&self, keys: Vec<String>, over: Box<dyn Fn() -> bool>);
}

/// A `Copy` handle on the photos, from context.
pub type UsePhotos = StoredValue<Rc<dyn Photos>, LocalStorage>;

/// Provides the photos to everything below.
pub fn provide_photos(photos: Rc<dyn Photos>) {
    provide_context::<UsePhotos>(StoredValue::new_local(photos));
}

/// The photos that were provided above; none: nothing can be picked.
pub fn use_photos() -> Option<Rc<dyn Photos>> {
    use_context::<UsePhotos>().and_then(|photos| photos.try_get_value())
}
