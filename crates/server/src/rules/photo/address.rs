//! Addresses of photos: who may see one is decided when its address is signed, with its post; the address then opens
//! it, whole or small, to whoever holds it, for a while. Must not know how a photo came.

use std::sync::Arc;

use contract::photo::Photo;
use contract::{Code, PhotoId, Timestamp};
use domain::photo::address_ends;

use crate::app::App;
use crate::rules::Outcome;
use crate::secret::{Keys, hex};
use crate::store::PhotoRow;

/// Gives addresses to photos, all of which end at the same moment.
#[derive(Clone)]
pub struct Signer {
    keys: Arc<Keys>,
    until: Timestamp,
}

impl core::fmt::Debug for Signer {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Signer").field("until", &self.until).finish_non_exhaustive()
    }
}

impl Signer {
    /// A signer of addresses that are given at this moment.
    pub fn new(keys: Arc<Keys>, now: Timestamp) -> Self {
        Self { keys, until: address_ends(now) }
    }

    /// The server's key, for what else is signed for who may see it.
    pub(in crate::rules) fn keys(&self) -> &Keys {
        &self.keys
    }

    /// A photo as whoever may see it sees it.
    pub fn photo(&self, row: PhotoRow) -> Photo {
        let until_s = self.until.0.div_euclid(1000);
        let address = |which: Which| {
            let key = signature(&self.keys, row.id.as_str(), which, until_s);
            format!("/photos/{}?{}until={until_s}&key={key}", row.id, which.asked())
        };
        Photo {
            address: address(Which::Whole),
            small: row.small.then(|| address(Which::Small)),
            id: row.id,
            width: row.width,
            height: row.height,
            alt: row.alt,
            expires_at: Some(self.until),
        }
    }
}

/// Which bytes of a photo an address opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// All of it.
    Whole,
    /// Its small version, a JPEG.
    Small,
}

impl Which {
    /// By the value of an address's `size`.
    pub fn of(size: Option<&str>) -> Self {
        if size == Some("small") { Self::Small } else { Self::Whole }
    }

    /// What of an address says so.
    fn asked(self) -> &'static str {
        if self == Self::Small { "size=small&" } else { "" }
    }
}

/// The name under which the bytes of a photo's small version are.
pub(crate) fn small_name(photo: &str) -> String {
    format!("{photo}{}", crate::blob::SMALL)
}

/// What makes an address of ours: 128 bits over the photo, which bytes of it, and the moment.
fn signature(keys: &Keys, photo: &str, which: Which, until_s: i64) -> String {
    let mac = keys.mac(&["photo", photo, which.asked(), &until_s.to_string()]);
    hex(mac.get(..16).unwrap_or(&mac))
}

/// The photo that an address leads to, with its bytes.
///
/// # Errors
/// [`Code::NotFound`] for an address that is none of ours or whose photo was removed, [`Code::Gone`] for one that
/// has ended.
pub async fn by_address(
    app: &App,
    (id, which): (&PhotoId, Which),
    until: &str,
    key: &str,
) -> Outcome<(PhotoRow, Vec<u8>)> {
    let until_s: i64 = until.parse().map_err(|_| Code::NotFound)?;
    let ours = signature(&app.keys, id.as_str(), which, until_s);
    if !bool::from(subtle::ConstantTimeEq::ct_eq(ours.as_bytes(), key.as_bytes())) {
        return Err(Code::NotFound.into());
    }
    if app.clock.now().0 >= until_s.saturating_mul(1000) {
        return Err(Code::Gone.into());
    }
    let row = app.store.read().await?.photo(id).await?;
    let mut row = row.filter(|row| row.ready && row.post_id.is_some()).ok_or(Code::NotFound)?;
    let name = if which == Which::Small { small_name(id.as_str()) } else { id.to_string() };
    if which == Which::Small {
        row.media_type = "image/jpeg".to_owned();
    }
    let bytes = app.blobs.read(&name).await.map_err(|error| {
        tracing::error!(%error, photo = %id, "the bytes of a photo could not be read");
        Code::NotFound
    })?;
    Ok((row, bytes))
}
