//! Codes as photographs spoil them, and pictures that are no codes at all.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "test code, also its helpers")]

use qrcode::{Color, EcLevel, QrCode};

use qr::{Effort, Grey};

fn read(grey: &Grey) -> Option<String> {
    qr::read(grey, Effort::Picture, &|_, _| None).into_iter().next().map(|code| code.text)
}

const LINK: &str = "https://qunli.example/#/i/3f9Zk2LwQm8vXr5TyB1dNc";

/// A square picture with a grey value for each point.
struct Picture {
    side: usize,
    pixels: Vec<u8>,
}

impl Picture {
    fn of(text: &str, scale: usize) -> Self {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let (modules, colors) = (code.width(), code.to_colors());
        Self::paint((modules + 8) * scale, |x, y| {
            let (column, row) = ((x / scale).wrapping_sub(4), (y / scale).wrapping_sub(4));
            let inside = column < modules && row < modules;
            if inside && colors[row * modules + column] == Color::Dark { 20 } else { 235 }
        })
    }

    fn paint(side: usize, point: impl Fn(usize, usize) -> u8) -> Self {
        let pixels = (0..side * side).map(|i| point(i % side, i / side)).collect();
        Self { side, pixels }
    }

    fn at(&self, x: usize, y: usize) -> u8 {
        self.pixels[y * self.side + x]
    }

    /// Turned about its middle and set on a larger grey table.
    fn turned(&self, degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (side, middle) = (self.side * 3 / 2, self.side as f64 * 0.75);
        Self::paint(side, |x, y| {
            let (dx, dy) = (x as f64 - middle, y as f64 - middle);
            let half = self.side as f64 / 2.0;
            let (sx, sy) = (cos * dx + sin * dy + half, cos * dy - sin * dx + half);
            let inside = sx >= 0.0 && sy >= 0.0 && sx < self.side as f64 && sy < self.side as f64;
            if inside { self.at(sx as usize, sy as usize) } else { 190 }
        })
    }

    fn map(&self, change: impl Fn(usize, usize, u8) -> u8) -> Self {
        Self::paint(self.side, |x, y| change(x, y, self.at(x, y)))
    }

    fn read(&self) -> Option<String> {
        let rgba: Vec<u8> = self.pixels.iter().flat_map(|p| [*p, *p, *p, 255]).collect();
        read(&Grey::from_bytes(self.side, self.side, rgba)?)
    }

    #[track_caller]
    fn check(&self, text: &str) {
        assert_eq!(self.read().as_deref(), Some(text));
    }
}

/// The same noise in every run.
fn noise(seed: u64) -> u8 {
    (seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
}

#[test]
fn a_clean_code_of_any_size_is_read() {
    for scale in [1, 2, 3, 5, 8, 20] {
        Picture::of(LINK, scale).check(LINK);
    }
    let long = "https://qunli.example/".repeat(30);
    Picture::of(&long, 4).check(&long);
}

#[test]
fn the_phone_may_be_held_at_any_angle() {
    for degrees in [7.0, 45.0, 90.0, 133.0, 180.0, 270.0, 301.0] {
        Picture::of(LINK, 6).turned(degrees).check(LINK);
    }
}

#[test]
fn a_light_code_on_dark_ground_is_read() {
    Picture::of(LINK, 6).map(|_, _, p| 255 - p).check(LINK);
}

#[test]
fn noise_shadow_and_a_spot_are_forgiven() {
    let clean = Picture::of(LINK, 8);
    let side = clean.side;
    clean.map(|x, y, p| p.saturating_add(noise((y * side + x) as u64) / 4)).check(LINK);
    clean.map(|x, _, p| (f64::from(p) * (1.0 - 0.7 * x as f64 / side as f64)) as u8).check(LINK);
    let spot = |x: usize, y: usize| x.abs_diff(side / 2) + y.abs_diff(side * 3 / 5) < side / 14;
    clean.map(|x, y, p| if spot(x, y) { 128 } else { p }).check(LINK);
}

#[test]
fn what_is_transparent_shows_white() {
    let code = Picture::of(LINK, 6);
    let rgba: Vec<u8> = code.pixels.iter().flat_map(|p| [0, 0, 0, if *p < 128 { 255 } else { 0 }]).collect();
    let grey = Grey::from_bytes(code.side, code.side, rgba).unwrap();
    assert_eq!(read(&grey).as_deref(), Some(LINK));
}

#[test]
fn a_picture_without_a_code_says_nothing() {
    for side in [21, 22, 39, 40, 41, 64, 333, 700] {
        assert_eq!(Picture::paint(side, |_, _| 0).read(), None);
        assert_eq!(Picture::paint(side, |_, _| 255).read(), None);
        assert_eq!(Picture::paint(side, |x, y| noise((y * side + x) as u64)).read(), None);
        assert_eq!(Picture::paint(side, |x, y| if (x ^ y) & 8 == 0 { 0 } else { 255 }).read(), None);
        assert_eq!(Picture::paint(side, |x, y| ((x * x + y * y) / 97) as u8).read(), None);
    }
}

#[test]
fn broken_codes_do_not_break_the_reader() {
    let clean = Picture::of(LINK, 5);
    let side = clean.side;
    for seed in 0..60u64 {
        // Blocks as wide as a module are thrown over the code, ever more.
        let hit =
            |x: usize, y: usize| u64::from(noise(seed * 7919 + (y / 5 * side + x / 5) as u64)) < seed * 4;
        let torn = clean.map(|x, y, p| if hit(x, y) { 255 - p } else { p });
        assert!(torn.read().is_none_or(|text| text == LINK), "a wrong text at {seed}");
        let cut =
            Picture::paint(side, |x, y| if x < side * seed as usize / 60 { 235 } else { clean.at(x, y) });
        assert!(cut.read().is_none_or(|text| text == LINK), "a wrong text, cut at {seed}");
    }
}

#[test]
fn sizes_that_do_not_agree_are_refused() {
    let refused = |width, height, bytes| Grey::from_bytes(width, height, vec![9; bytes]).is_none();
    assert!(refused(30, 30, 30 * 30 * 4 - 1));
    assert!(refused(20, 30, 20 * 30 * 4));
    assert!(refused(0, 0, 0));
    assert!(refused(usize::MAX, 2, 16));
    assert!(refused(usize::MAX / 2, 2, 16));
    assert!(!refused(30, 21, 30 * 21 * 4));
}

#[test]
fn all_codes_of_a_picture_are_read_and_told_apart() {
    let (one, other) = (Picture::of(LINK, 5), Picture::of("QUNLI 42", 6));
    let (width, height) = (one.side + other.side + 40, one.side.max(other.side) + 30);
    let pixels: Vec<u8> = (0..width * height)
        .map(|i| (i % width, i / width))
        .map(|(x, y)| match x.checked_sub(one.side + 40) {
            Some(x) if y < other.side => other.at(x, y),
            None if x < one.side && y < one.side => one.at(x, y),
            _ => 200,
        })
        .collect();
    let grey = Grey::from_bytes(width, height, pixels).unwrap();
    for effort in [Effort::All, Effort::Live] {
        let mut codes = qr::read(&grey, effort, &|_, _| None);
        codes.sort_by(|a, b| a.outline[0].x.total_cmp(&b.outline[0].x));
        let texts: Vec<&str> = codes.iter().map(|code| code.text.as_str()).collect();
        assert_eq!(texts, [LINK, "QUNLI 42"], "{effort:?}");
        let corner = codes[0].outline[0];
        assert!((corner.x - 20.0).abs() < 5.0 && (corner.y - 20.0).abs() < 5.0, "{corner:?}");
    }
}

proptest::proptest! {
    #[test]
    fn no_picture_panics(width in 21usize..90, height in 21usize..90, seed: u64, coarse in 1usize..9) {
        let pixels: Vec<u8> = (0..width * height)
            .map(|i| noise(seed ^ ((i / width / coarse * 977 + i % width / coarse) as u64)))
            .map(|shade| if shade < 128 { 10 } else { 240 })
            .collect();
        let grey = Grey::from_bytes(width, height, pixels).unwrap();
        proptest::prop_assert_eq!(qr::read(&grey, Effort::All, &|_, _| None), Vec::new());
    }

    #[test]
    fn slanted_and_torn_codes_never_say_anything_else(
        across in -0.9f64..0.9, down in -0.9f64..0.9, far in 0.0f64..0.004, torn in 0u64..40, seed: u64,
    ) {
        let code = Picture::of(LINK, 5);
        let seen = Picture::paint(code.side * 2, |x, y| {
            let (x, y) = (x as f64 - code.side as f64 / 2.0, y as f64 - code.side as f64 / 2.0);
            let depth = 1.0 + far * x;
            let (x, y) = ((x + across * y) / depth, (y + down * x) / depth);
            let inside = x >= 0.0 && y >= 0.0 && x < code.side as f64 && y < code.side as f64;
            if !inside {
                return 220;
            }
            let (x, y) = (x as usize, y as usize);
            let hit = u64::from(noise(seed ^ (y / 5 * 500 + x / 5) as u64)) < torn;
            if hit { 255 - code.at(x, y) } else { code.at(x, y) }
        });
        proptest::prop_assert!(seen.read().is_none_or(|text| text == LINK));
    }
}
