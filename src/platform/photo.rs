//! From a picked picture file to pixels. Must not know what is looked for.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlImageElement, ImageBitmap, Url, Window,
};

/// The largest file that is opened (bytes).
const MAX_FILE: f64 = 64.0 * 1024.0 * 1024.0;

/// A picture as four bytes (red, green, blue, alpha) a pixel, row by row.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// `width * height * 4` bytes, drawn on white.
    pub rgba: Vec<u8>,
}

/// Why there are no pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFault {
    /// The browser cannot show the file as a picture.
    NotAnImage,
    /// The file is beyond what a phone should open.
    TooLarge,
    /// The browser gives no room to draw it.
    NoMemory,
}

/// The pixels of `file`, upright, made smaller to hold `max_pixels` at most.
pub async fn pixels(file: &File, max_pixels: u32) -> Result<Pixels, PhotoFault> {
    let kind = file.type_();
    // Some Android pickers leave the type empty: then decoding decides.
    if !kind.is_empty() && !kind.starts_with("image/") {
        return Err(PhotoFault::NotAnImage);
    }
    if file.size() > MAX_FILE {
        return Err(PhotoFault::TooLarge);
    }
    let window = web_sys::window().ok_or(PhotoFault::NoMemory)?;
    if let Some(bitmap) = decode_bitmap(&window, file).await {
        let size = fit(bitmap.width(), bitmap.height(), max_pixels).ok_or(PhotoFault::NotAnImage);
        let drawn = size.and_then(|(width, height)| {
            draw(&window, width, height, |context| {
                context.draw_image_with_image_bitmap_and_dw_and_dh(
                    &bitmap,
                    0.0,
                    0.0,
                    width.into(),
                    height.into(),
                )
            })
        });
        // Tens of megabytes: not left to the garbage collector.
        bitmap.close();
        return drawn;
    }
    // An <img> is decoded at the size it is drawn: it opens what is too big
    // for a bitmap, and engines without createImageBitmap have it too.
    let url = Url::create_object_url_with_blob(file).map_err(|_| PhotoFault::NoMemory)?;
    let drawn = draw_element(&window, &url, max_pixels).await;
    let _ = Url::revoke_object_url(&url);
    drawn
}

/// By default browsers turn the picture upright by its EXIF orientation.
async fn decode_bitmap(window: &Window, file: &File) -> Option<ImageBitmap> {
    let offered = Reflect::has(window, &"createImageBitmap".into()).unwrap_or(false);
    let promise = if offered { window.create_image_bitmap_with_blob(file).ok()? } else { return None };
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn draw_element(window: &Window, url: &str, max_pixels: u32) -> Result<Pixels, PhotoFault> {
    let image = HtmlImageElement::new().map_err(|_| PhotoFault::NoMemory)?;
    let loaded = Promise::new(&mut |resolve, reject| {
        image.set_onload(Some(&resolve));
        image.set_onerror(Some(&reject));
    });
    image.set_src(url);
    JsFuture::from(loaded).await.map_err(|_| PhotoFault::NotAnImage)?;
    let (width, height) =
        fit(image.natural_width(), image.natural_height(), max_pixels).ok_or(PhotoFault::NotAnImage)?;
    draw(window, width, height, |context| {
        context.draw_image_with_html_image_element_and_dw_and_dh(
            &image,
            0.0,
            0.0,
            width.into(),
            height.into(),
        )
    })
}

fn draw(
    window: &Window,
    width: u32,
    height: u32,
    paint: impl FnOnce(&CanvasRenderingContext2d) -> Result<(), JsValue>,
) -> Result<Pixels, PhotoFault> {
    let canvas: HtmlCanvasElement = window
        .document()
        .and_then(|document| document.create_element("canvas").ok())
        .and_then(|element| element.dyn_into().ok())
        .ok_or(PhotoFault::NoMemory)?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context: CanvasRenderingContext2d = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|context| context.dyn_into().ok())
        .ok_or(PhotoFault::NoMemory)?;
    // A code drawn in black on nothing would be black on black.
    context.set_fill_style_str("#fff");
    context.fill_rect(0.0, 0.0, width.into(), height.into());
    let _ = Reflect::set(&context, &"imageSmoothingQuality".into(), &"high".into());
    paint(&context).map_err(|_| PhotoFault::NotAnImage)?;
    let data = context.get_image_data(0.0, 0.0, width.into(), height.into());
    let rgba = data.map(|data| data.data().0).map_err(|_| PhotoFault::NoMemory);
    // Safari keeps the memory of a canvas until it is made small.
    canvas.set_width(0);
    canvas.set_height(0);
    Ok(Pixels { width, height, rgba: rgba? })
}

/// The size that keeps the shape and holds at most `max_pixels`.
fn fit(width: u32, height: u32, max_pixels: u32) -> Option<(u32, u32)> {
    if width == 0 || height == 0 || max_pixels == 0 {
        return None;
    }
    let area = f64::from(width) * f64::from(height);
    let scale = (f64::from(max_pixels) / area).sqrt().min(1.0);
    let side = |length: u32| ((f64::from(length) * scale) as u32).max(1);
    let width = side(width).min(max_pixels);
    Some((width, side(height).min((max_pixels / width).max(1))))
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::fit;

    #[test]
    fn big_pictures_are_made_smaller_and_small_ones_left_alone() {
        let check = |from: (u32, u32), max, to| assert_eq!(fit(from.0, from.1, max), to);
        check((640, 480), 2_500_000, Some((640, 480)));
        check((4000, 3000), 3_000_000, Some((2000, 1500)));
        check((8000, 6000), 2_500_000, Some((1825, 1369)));
        check((100_000, 2), 1_000, Some((1000, 1)));
        check((0, 10), 1_000, None);
        check((10, 10), 0, None);
    }
}
