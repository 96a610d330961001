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
        let pixels = bytes.as_chunks::<4>().0.iter().map(|rgba| shade(u32::from_le_bytes(*rgba))).collect();
        Some(Self { width, height, pixels })
    }

    /// The shade at a point, between its four pixels.
    pub fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = ((x - 0.5).max(0.0), (y - 0.5).max(0.0));
        let (left, top) = (x as usize, y as usize);
        let (s, t) = (x - left as f32, y - top as f32);
        let of = |x: usize, y: usize| {
            let at = y.min(self.height - 1) * self.width + x.min(self.width - 1);
            f32::from(self.pixels.get(at).copied().unwrap_or(255))
        };
        let upper = of(left, top) * (1.0 - s) + of(left + 1, top) * s;
        let lower = of(left, top + 1) * (1.0 - s) + of(left + 1, top + 1) * s;
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

/// Brightness of red, green, blue, alpha, green counted twice; what is transparent shows white.
fn shade(rgba: u32) -> u8 {
    let luma = ((rgba & 0xff) + ((rgba >> 7) & 0x1fe) + ((rgba >> 16) & 0xff)) >> 2;
    let alpha = rgba >> 24;
    if alpha == 255 { luma as u8 } else { ((luma * alpha + 255 * (255 - alpha)) / 255) as u8 }
}
