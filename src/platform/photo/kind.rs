//! What a picture file is by its name and first bytes, and how to cut it up.

use crate::platform::raster::Part;

/// Whether it is a HEIF picture, as iPhones make them.
pub(super) fn is_heif(name: &str, kind: &str, head: &[u8]) -> bool {
    let (name, kind) = (name.to_ascii_lowercase(), kind.to_ascii_lowercase());
    let brand = head.get(4..12).and_then(|brand| brand.strip_prefix(b"ftyp"));
    let brands: [&[u8]; 9] =
        [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"mif2", b"msf1"];
    brand.is_some_and(|brand| brands.contains(&brand))
        || kind.starts_with("image/hei")
        || name.ends_with(".heic")
        || name.ends_with(".heif")
}

/// The whole, and if that loses much: the middle, then four overlapping parts.
pub(super) fn parts(width: f64, height: f64, max_pixels: f64) -> Vec<Part> {
    let mut parts = vec![Part::whole(width, height)];
    if width * height > 1.6 * max_pixels {
        let (w, h) = ((width * 0.55).ceil(), (height * 0.55).ceil());
        let (right, low) = (width - w, height - h);
        let places = [(right / 2.0, low / 2.0), (0.0, 0.0), (right, 0.0), (0.0, low), (right, low)];
        let part = |(x, y): (f64, f64)| Part { x: x.floor(), y: y.floor(), width: w, height: h };
        parts.extend(places.map(part));
    }
    parts
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{is_heif, parts};

    #[test]
    fn iphone_photos_are_known_by_name_by_type_or_by_their_first_bytes() {
        assert!(is_heif("IMG_1.HEIC", "", b""));
        assert!(is_heif("1", "image/heif-sequence", b""));
        assert!(is_heif("1.jpg", "image/jpeg", b"\0\0\0\x18ftypheix\0\0\0\0"));
        assert!(is_heif("1", "", b"\0\0\0\x18ftypmif1\0\0\0\0"));
        assert!(!is_heif("1.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF"));
        assert!(!is_heif("1.avif", "image/avif", b"\0\0\0\x18ftypavif\0\0\0\0"));
        assert!(!is_heif("heic", "", b"\0\0\0"));
    }

    #[test]
    fn big_pictures_are_looked_at_in_parts_that_cover_them() {
        assert_eq!(parts(1200.0, 900.0, 2_500_000.0).len(), 1);
        let parts = parts(5160.0, 3872.0, 2_500_000.0);
        assert_eq!(parts.len(), 6);
        for part in &parts {
            assert!(part.x >= 0.0 && part.x + part.width <= 5160.0, "{part:?}");
            assert!(part.y >= 0.0 && part.y + part.height <= 3872.0, "{part:?}");
        }
        // Each point of a grid, with a code's width around it, lies in one of them.
        for at in 0..400 {
            let (x, y) = (f64::from(at % 20) * 258.0, f64::from(at / 20) * 193.0);
            let covers = |p: &&super::Part| x >= p.x && x < p.x + p.width && y >= p.y && y < p.y + p.height;
            assert!(parts.iter().skip(1).any(|p| covers(&p)), "{x} {y}");
        }
    }
}
