//! A small version of a photo, for a card: drawn from its pixels anew, so that nothing else of the file is in it.
//!
//! Knows no photo, no member and no place where bytes are kept. What cannot be drawn small has none, and is shown whole.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

/// The longest side of a small version (pixels).
pub const SIDE: u32 = 800;
const QUALITY: u8 = 80;
/// The most memory that drawing one may take.
const MOST_MEMORY: u64 = 96 * 1024 * 1024;

/// The small version of a photo, a JPEG; none where the whole is small enough, is seen through, or cannot be drawn.
pub fn of(file: &[u8]) -> Option<Vec<u8>> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(domain::photo::MOST_SIDE);
    limits.max_image_height = Some(domain::photo::MOST_SIDE);
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    // A little larger than small is not worth a second file.
    if width.max(height) < SIDE + SIDE / 4 || decoder.color_type().has_alpha() {
        return None;
    }
    let turned = decoder.orientation().ok()?;
    let colours = decoder.icc_profile().ok()?;
    let mut drawn = DynamicImage::from_decoder(decoder).ok()?.thumbnail(SIDE, SIDE);
    drawn.apply_orientation(turned);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
    if let Some(colours) = colours {
        // Without it the colours would be others; it tells nothing of who made the photo.
        image::ImageEncoder::set_icc_profile(&mut encoder, colours).ok()?;
    }
    DynamicImage::ImageRgb8(drawn.into_rgb8()).write_with_encoder(encoder).ok()?;
    (bytes.len() < file.len()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(width: u32, height: u32) -> DynamicImage {
        let pixel =
            |x: u32, y: u32| image::Rgb([(x * 7 % 251) as u8, (y * 5 % 241) as u8, ((x ^ y) % 256) as u8]);
        DynamicImage::ImageRgb8(image::RgbImage::from_fn(width, height, pixel))
    }

    fn file(image: &DynamicImage, format: image::ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        image.write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn sides(file: &[u8]) -> (u32, u32) {
        let picture = domain::photo::picture(file).unwrap();
        assert_eq!(picture.media_type, "image/jpeg");
        (picture.width, picture.height)
    }

    #[test]
    fn a_large_photo_of_any_kind_has_a_small_version_of_its_shape() {
        use image::ImageFormat::{Jpeg, Png, WebP};
        for format in [Jpeg, Png, WebP] {
            let small = of(&file(&drawn(1600, 1200), format)).unwrap();
            assert_eq!(sides(&small), (800, 600), "{format:?}");
        }
        assert_eq!(sides(&of(&file(&drawn(1200, 4000), Jpeg)).unwrap()), (240, 800));
    }

    #[test]
    fn what_is_small_seen_through_or_no_picture_has_none() {
        use image::ImageFormat::{Jpeg, Png};
        assert_eq!(of(&file(&drawn(900, 900), Jpeg)), None);
        assert_eq!(of(&file(&DynamicImage::ImageRgba8(drawn(1600, 1600).to_rgba8()), Png)), None);
        assert_eq!(of(&file(&drawn(4100, 100), Jpeg)), None, "more than a photo may have");
        let whole = file(&drawn(1600, 1200), Jpeg);
        assert_eq!(of(&whole[..200]), None);
        assert_eq!(of(b""), None);
    }
}
