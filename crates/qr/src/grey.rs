//! A picture in shades, and what a second look does to it. Knows nothing of codes.

/// A picture in shades: one byte a pixel, row by row, 0 is black.
#[derive(Debug, Clone)]
pub struct Grey {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// `width * height` bytes.
    pub pixels: Vec<u8>,
}

/// Below this side (pixels) not even the smallest code fits.
const MIN_SIDE: usize = 21;

impl Grey {
    /// From four bytes a pixel (RGBA, on white) or one (grey); none if the sizes do not agree or nothing fits in.
    pub fn from_bytes(width: usize, height: usize, bytes: Vec<u8>) -> Option<Self> {
        let area = width.checked_mul(height)?;
        if width < MIN_SIDE || height < MIN_SIDE {
            return None;
        }
        if bytes.len() == area {
            return Some(Self { width, height, pixels: bytes });
        }
        if area.checked_mul(4)? != bytes.len() {
            return None;
        }
        Some(Self { width, height, pixels: shades(&bytes) })
    }

    /// The shade at a point, between its four pixels.
    pub fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
        let (left, top) = (x as usize, y as usize);
        let (s, t) = (x - left as f32, y - top as f32);
        let of = |x: usize, y: usize| {
            let at = y.min(self.height.saturating_sub(1)) * self.width + x.min(self.width.saturating_sub(1));
            f32::from(self.pixels.get(at).copied().unwrap_or(255))
        };
        let upper = of(left, top) * (1.0 - s) + of(left.saturating_add(1), top) * s;
        let lower = of(left, top.saturating_add(1)) * (1.0 - s)
            + of(left.saturating_add(1), top.saturating_add(1)) * s;
        upper * (1.0 - t) + lower * t
    }

    /// Half the size: each pixel the mean of four.
    pub fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut pixels = Vec::with_capacity(width * height);
        let mut lines = self.pixels.chunks_exact(self.width.max(1));
        while let (Some(upper), Some(lower)) = (lines.next(), lines.next()) {
            let pairs = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
            pixels.extend(pairs.map(|([a, b], [c, d])| {
                ((u16::from(*a) + u16::from(*b) + u16::from(*c) + u16::from(*d) + 2) / 4) as u8
            }));
        }
        Self { width, height, pixels }
    }

    /// Twice the size, smooth between the pixels.
    pub fn doubled(&self) -> Self {
        let (width, height) = (2 * self.width, 2 * self.height);
        let quarter = |v: usize| (v as f32 + 0.5) / 2.0;
        let pixels =
            (0..width * height).map(|i| self.between(quarter(i % width), quarter(i / width)) as u8).collect();
        Self { width, height, pixels }
    }

    /// Edges made steeper, against what a lens out of focus does: three times what a pixel differs from its
    /// neighbours is added to it.
    pub fn sharpened(&self) -> Self {
        let mut pixels = self.pixels.clone();
        let line = |y: usize| self.pixels.get(y * self.width..(y + 1) * self.width).unwrap_or_default();
        for (y, to) in pixels.chunks_exact_mut(self.width.max(1)).enumerate().skip(1) {
            if y + 1 >= self.height {
                break;
            }
            let three = line(y - 1).windows(3).zip(line(y).windows(3)).zip(line(y + 1).windows(3));
            for (to, ((above, here), below)) in to.iter_mut().skip(1).zip(three) {
                let sum = |shades: &[u8]| shades.iter().map(|s| i32::from(*s)).sum::<i32>();
                let own = i32::from(*to);
                let about = sum(above) + sum(here) + sum(below) - own;
                *to = (own + (8 * own - about) * 3 / 8).clamp(0, 255) as u8;
            }
        }
        Self { pixels, ..*self }
    }
}

/// The shades of pixels of four bytes (RGBA), on white.
pub fn shades(rgba: &[u8]) -> Vec<u8> {
    opaque(rgba).unwrap_or_else(|| blended(rgba))
}

/// Brightness of red, green (counted twice) and blue, two pixels at a time; none when any lets light through.
fn opaque(rgba: &[u8]) -> Option<Vec<u8>> {
    let (words, rest) = rgba.as_chunks::<8>();
    let mut pixels = vec![0; rgba.len() / 4];
    let mut alpha = u64::MAX;
    // Two pixels in a word: red and blue are added in their lanes, green comes from its own.
    let two = |word: u64| {
        let red_blue = word & 0x00ff_00ff_00ff_00ff;
        let sum = red_blue + (red_blue >> 16) + ((word >> 7) & 0x0000_01fe_0000_01fe);
        (sum >> 2) & 0x0000_00ff_0000_00ff
    };
    let (out, last) = pixels.as_chunks_mut::<2>();
    for (word, out) in words.iter().zip(out) {
        let word = u64::from_le_bytes(*word);
        alpha &= word;
        let shades = two(word);
        *out = ((shades | (shades >> 24)) as u16).to_le_bytes();
    }
    let ends =
        rest.as_chunks::<4>().0.iter().map(|[r, g, b, a]| u64::from(u32::from_le_bytes([*r, *g, *b, *a])));
    for (word, out) in ends.zip(last) {
        alpha &= word | (u64::from(u32::MAX) << 32);
        *out = two(word) as u8;
    }
    (alpha & 0xff00_0000_ff00_0000 == 0xff00_0000_ff00_0000).then_some(pixels)
}

/// The same on white paper, which shows through.
fn blended(rgba: &[u8]) -> Vec<u8> {
    let shade = |[r, g, b, a]: &[u8; 4]| {
        let luma = (u32::from(*r) + 2 * u32::from(*g) + u32::from(*b)) >> 2;
        ((luma * u32::from(*a) + 255 * (255 - u32::from(*a))) / 255) as u8
    };
    rgba.as_chunks::<4>().0.iter().map(shade).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn both_ways_to_grey_agree(mut rgba in proptest::collection::vec(any::<[u8; 4]>(), 0..70)) {
            for pixel in &mut rgba {
                pixel[3] = 255;
            }
            let mut bytes = rgba.concat();
            prop_assert_eq!(opaque(&bytes), Some(blended(&bytes)));
            if let Some(alpha) = bytes.last_mut() {
                *alpha = 254;
                prop_assert_eq!(opaque(&bytes), None);
            }
        }
    }
}
