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

impl Grey {
    /// The shade at a point, between its four pixels.
    pub fn between(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (s, t) = (x - left, y - top);
        let of = |x: f32, y: f32| {
            let x = (x.max(0.0) as usize).min(self.width - 1);
            let y = (y.max(0.0) as usize).min(self.height - 1);
            f32::from(self.pixels.get(y * self.width + x).copied().unwrap_or(255))
        };
        let upper = of(left, top) * (1.0 - s) + of(left + 1.0, top) * s;
        let lower = of(left, top + 1.0) * (1.0 - s) + of(left + 1.0, top + 1.0) * s;
        upper * (1.0 - t) + lower * t
    }

    /// Dark for light.
    pub fn inverted(&self) -> Self {
        Self { pixels: self.pixels.iter().map(|p| 255 - p).collect(), ..*self }
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
        let (w, h) = (self.width, self.height);
        let mut out = vec![0u8; w * h * 4];
        let at = |x: usize, y: usize| u32::from(self.pixels[y.min(h - 1) * w + x.min(w - 1)]);
        for y in 0..2 * h {
            let (ya, yb) = if y % 2 == 0 { (y / 2, (y / 2).saturating_sub(1)) } else { (y / 2, y / 2 + 1) };
            for x in 0..2 * w {
                let (xa, xb) = if x % 2 == 0 { (x / 2, (x / 2).saturating_sub(1)) } else { (x / 2, x / 2 + 1) };
                let v = 9 * at(xa, ya) + 3 * at(xb, ya) + 3 * at(xa, yb) + at(xb, yb);
                out[y * 2 * w + x] = (v / 16) as u8;
            }
        }
        Self { width: 2 * w, height: 2 * h, pixels: out }
    }

    /// Edges made steeper: against what a lens out of focus does.
    pub fn sharpened(&self, amount: i32) -> Self {
        let (w, h) = (self.width, self.height);
        let mut out = self.pixels.clone();
        for y in 1..h.saturating_sub(1) {
            for x in 1..w.saturating_sub(1) {
                let i = y * w + x;
                let c = i32::from(self.pixels[i]);
                let n = |j: usize| i32::from(self.pixels[j]);
                let mean = n(i - 1) + n(i + 1) + n(i - w) + n(i + w) + n(i - w - 1) + n(i - w + 1) + n(i + w - 1) + n(i + w + 1);
                out[i] = (c + (8 * c - mean) * amount / 8).clamp(0, 255) as u8;
            }
        }
        Self { width: w, height: h, pixels: out }
    }
}
