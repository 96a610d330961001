//! From a picked picture file to pixels, upright, at most so many at once.
//!
//! Must not know what is looked for. A photo of twenty megapixels is never
//! drawn as it is: the engine makes it small while it opens it.

pub mod keep;
mod kind;
pub mod sha256;
pub mod shrink;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{File, HtmlImageElement, Url};

use super::loose;
use super::raster::{Part, Raster, fit};

/// The largest file that is opened (bytes).
const MAX_FILE: f64 = 64.0 * 1024.0 * 1024.0;
/// The largest picture that is opened (pixels): engines open it whole first.
const MAX_AREA: f64 = 70_000_000.0;

/// How long opening it, or making it small, may take; some engines never
/// answer for what they have no room for.
const SLOW_MS: u32 = 10_000;

/// Why there are no pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFault {
    /// The file has no content.
    Empty,
    /// The browser cannot show the file as a picture.
    NotAnImage,
    /// An iPhone photo that this browser cannot open.
    Heic,
    /// The file or the picture is beyond what a phone should open.
    TooLarge,
    /// The browser gives no room to draw it.
    NoMemory,
}

/// An opened picture file.
pub struct Photo {
    file: File,
    /// Knows the upright size, and draws where bitmaps cannot be made.
    image: HtmlImageElement,
    url: String,
    width: f64,
    height: f64,
}

impl Drop for Photo {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.url);
    }
}

impl Photo {
    /// Opens `file`, as far as to know its size.
    ///
    /// # Errors
    /// The file is no picture that this browser opens.
    pub async fn open(file: &File) -> Result<Self, PhotoFault> {
        if file.size() < 1.0 {
            return Err(PhotoFault::Empty);
        }
        if file.size() > MAX_FILE {
            return Err(PhotoFault::TooLarge);
        }
        let image = HtmlImageElement::new().map_err(|_| PhotoFault::NoMemory)?;
        let url = Url::create_object_url_with_blob(file).map_err(|_| PhotoFault::NoMemory)?;
        let mut photo = Self { file: file.clone(), image, url, width: 0.0, height: 0.0 };
        let loaded = Promise::new(&mut |resolve, reject| {
            photo.image.set_onload(Some(&resolve));
            photo.image.set_onerror(Some(&reject));
        });
        photo.image.set_src(&photo.url);
        let loaded = loose::within(SLOW_MS, &loaded).await;
        if loaded.is_none() && !photo.image.complete() {
            return Err(PhotoFault::NoMemory);
        }
        (photo.width, photo.height) =
            (photo.image.natural_width().into(), photo.image.natural_height().into());
        if loaded.is_none() || photo.width * photo.height < 1.0 {
            return Err(photo.why_not().await);
        }
        if photo.width * photo.height > MAX_AREA {
            return Err(PhotoFault::TooLarge);
        }
        Ok(photo)
    }

    /// By name, type and first bytes: pickers leave out what they please.
    async fn why_not(&self) -> PhotoFault {
        let head = loose::call(&self.file, "slice", &[0.into(), 32.into()]).unwrap_or_default();
        let bytes = loose::promised(&head, "arrayBuffer", &[]).await;
        let bytes = bytes.map(|bytes| Uint8Array::new(&bytes).to_vec()).unwrap_or_default();
        if kind::is_heif(&self.file.name(), &self.file.type_(), &bytes) {
            PhotoFault::Heic
        } else {
            PhotoFault::NotAnImage
        }
    }

    /// The parts to look at, the whole first: a small code in a big picture
    /// is too small once all of it is made to fit.
    pub fn parts(&self, max_pixels: u32) -> Vec<Part> {
        kind::parts(self.width, self.height, max_pixels.into())
    }

    /// A part, made smaller to hold at most `max_pixels`.
    ///
    /// # Errors
    /// The picture turns out broken, or there is no room to draw it.
    pub async fn draw(&self, part: Part, max_pixels: u32) -> Result<Raster, PhotoFault> {
        let raster = Raster::new().ok_or(PhotoFault::NoMemory)?;
        let (width, height) = fit(part.width, part.height, max_pixels).ok_or(PhotoFault::NotAnImage)?;
        if let Some(bitmap) = self.bitmap(part, width).await {
            let side = |name| loose::get(&bitmap, name).as_f64().unwrap_or_default();
            let (own, size) =
                ((side("width"), side("height")), fit(side("width"), side("height"), max_pixels));
            let drawn = size.is_some_and(|(w, h)| raster.draw(&bitmap, Part::whole(own.0, own.1), w, h));
            // Megabytes: not left to the garbage collector.
            let _ = loose::call(&bitmap, "close", &[]);
            if drawn {
                return Ok(raster);
            }
        }
        // An <img> is decoded at the size it is drawn: it opens what is too
        // big for a bitmap, and engines without bitmaps have it too.
        if raster.draw(&self.image, part, width, height) { Ok(raster) } else { Err(PhotoFault::NotAnImage) }
    }

    /// Decoded and made small off the page's own thread.
    async fn bitmap(&self, part: Part, width: u32) -> Option<JsValue> {
        let options = loose::object([
            ("imageOrientation", "from-image".into()),
            // The width alone: the height follows the shape, also in engines
            // that turn the picture only after they made it small.
            ("resizeWidth", width.into()),
            ("resizeQuality", "medium".into()),
        ]);
        let file: JsValue = self.file.clone().into();
        let whole = part == Part::whole(self.width, self.height);
        let with = if whole {
            vec![file, options]
        } else {
            let places = [part.x, part.y, part.width, part.height].map(JsValue::from);
            std::iter::once(file).chain(places).chain([options]).collect()
        };
        let making = loose::call(&loose::window(), "createImageBitmap", &with).ok()?;
        loose::within(SLOW_MS, &Promise::resolve(&making)).await.filter(JsValue::is_object)
    }
}
