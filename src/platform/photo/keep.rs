//! Pictures that wait to be sent: their bytes, their addresses on this page, and their copies on the phone.
//!
//! Must not know where they are sent.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use web_sys::{Blob, Url};

use crate::platform::idb::{IdbFault, PHOTOS};
use crate::platform::loose;

/// An address of a picture on this page; it ends when this is dropped.
pub struct Shown(String);

impl Shown {
    /// An address for a picture; none if the browser gives none.
    pub fn new(blob: &Blob) -> Option<Self> {
        Url::create_object_url_with_blob(blob).ok().map(Self)
    }

    /// The address.
    pub fn url(&self) -> &str {
        &self.0
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Some bytes of a picture; none where they cannot be read any more.
pub async fn bytes(blob: &Blob, from: u32, to: u32) -> Option<Vec<u8>> {
    let part = loose::call(blob, "slice", &[from.into(), to.into()]).ok()?;
    let buffer = loose::promised(&part, "arrayBuffer", &[]).await.ok()?;
    let bytes = Uint8Array::new(&buffer).to_vec();
    (bytes.len() == to.saturating_sub(from) as usize).then_some(bytes)
}

/// Keeps a picture on the phone.
///
/// # Errors
/// Why the phone does not.
pub async fn keep(key: &str, blob: &Blob) -> Result<(), IdbFault> {
    PHOTOS.put(key, blob).await
}

/// A picture that was kept.
pub async fn kept(key: &str) -> Option<Blob> {
    PHOTOS.get(key).await.ok()??.dyn_into().ok()
}

/// The keys of what was kept below a prefix.
pub async fn keys(prefix: &str) -> Vec<String> {
    PHOTOS.keys(prefix).await.unwrap_or_default()
}

/// Forgets what was kept below a prefix, or by a whole key.
pub async fn forget(prefix: &str) {
    // What cannot be forgotten now is found again by the next look at what is kept.
    let _ = PHOTOS.clear(prefix).await;
}
