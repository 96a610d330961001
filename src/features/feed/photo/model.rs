//! What the feed says of photos: shapes, and how far a pinch goes. Without elements and without a clock.

use contract::photo::Photo;

use crate::i18n::decimal;

/// The shape of the box that photos get before they come: one by its sides, several in squares.
pub fn shape(photos: &[Photo]) -> &'static str {
    match photos {
        [one] if one.width == 0 || one.height == 0 => "square",
        [one] if one.width * 10 >= one.height * 15 => "wide",
        [one] if one.width * 10 >= one.height * 11 => "landscape",
        [one] if one.height * 10 >= one.width * 11 => "portrait",
        [_] => "square",
        several => match several.len() {
            0..=2 => "two",
            3 => "three",
            4 => "four",
            5 | 6 => "six",
            _ => "nine",
        },
    }
}

/// The address of what is shown of a photo: its small version, if that is enough and there is one.
pub fn address(photo: &Photo, whole: bool) -> &str {
    photo.small.as_deref().filter(|_| !whole).unwrap_or(&photo.address)
}

/// An address as the page can follow it: absolute, or below the backend's base.
pub fn absolute(base: &str, address: &str) -> String {
    if address.starts_with('/') { format!("{base}{address}") } else { address.to_owned() }
}

/// How large a photo is shown, and how far it is pushed from its middle (in widths and heights of its box).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zoom {
    /// 1: it fits.
    pub scale: f64,
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// The largest.
const MOST: f64 = 5.0;

impl Zoom {
    /// It fits.
    pub const FIT: Self = Self { scale: 1.0, x: 0.0, y: 0.0 };

    /// Whether it is larger than its box.
    pub fn is_large(self) -> bool {
        self.scale > 1.01
    }

    /// Scaled by a factor about a point (from the middle of the box), which stays where it is.
    pub fn by(self, factor: f64, (x, y): (f64, f64)) -> Self {
        let scale = (self.scale * factor).clamp(1.0, MOST);
        let real = scale / self.scale;
        Self { scale, x: x - (x - self.x) * real, y: y - (y - self.y) * real }.inside()
    }

    /// Pushed.
    pub fn pushed(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }.inside()
    }

    /// Never so far that its edge comes into the box.
    fn inside(self) -> Self {
        let most = (self.scale - 1.0) / 2.0;
        Self { x: self.x.clamp(-most, most), y: self.y.clamp(-most, most), ..self }
    }

    /// As the style of an element of the size of its box.
    pub fn transform(self) -> String {
        let Self { scale, x, y } = self;
        if self.is_large() {
            let [x, y, scale] = [x * 100.0, y * 100.0, scale].map(decimal);
            format!("translate({x}%,{y}%) scale({scale})")
        } else {
            String::new()
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn photo(width: u32, height: u32) -> Photo {
        let (alt, address) = (String::new(), String::new());
        Photo { id: "p".into(), width, height, alt, address, small: None, expires_at: None }
    }

    #[test]
    fn every_number_of_photos_and_every_side_has_its_box() {
        let one = |width, height| shape(&[photo(width, height)]);
        assert_eq!(
            [one(4, 3), one(3, 4), one(16, 9), one(1, 1), one(0, 0)],
            ["landscape", "portrait", "wide", "square", "square"]
        );
        let many = |count| shape(&vec![photo(1, 1); count]);
        assert_eq!([2, 3, 4, 5, 6, 7, 9].map(many), ["two", "three", "four", "six", "six", "nine", "nine"]);
        let both = Photo { address: "/whole".into(), small: Some("/small".into()), ..photo(1, 1) };
        assert_eq!([address(&both, true), address(&both, false)], ["/whole", "/small"]);
        assert_eq!(address(&Photo { small: None, ..both }, false), "/whole");
        assert_eq!(absolute("https://x/api", "/photos/a?b"), "https://x/api/photos/a?b");
        assert_eq!(absolute("https://x/api", "https://y/a"), "https://y/a");
    }

    proptest! {
        #[test]
        fn a_pinch_keeps_its_point_or_its_edge_and_never_shows_what_is_beside_the_photo(
            pinches in prop::collection::vec((0.2f64..4.0, -0.5f64..0.5, -0.5f64..0.5), 1..12),
        ) {
            let mut zoom = Zoom::FIT;
            for (factor, x, y) in pinches {
                zoom = zoom.by(factor, (x, y)).pushed(y, x);
                prop_assert!((1.0..=MOST).contains(&zoom.scale));
                let most = (zoom.scale - 1.0) / 2.0 + 1e-9;
                prop_assert!(zoom.x.abs() <= most && zoom.y.abs() <= most);
            }
        }
    }
}
