//! From shades to dark and light, by thresholds of different reach. Knows nothing of codes.

use crate::grey::Grey;

/// A picture in two shades.
#[derive(Debug, Clone)]
pub struct Binary {
    /// In pixels.
    pub width: usize,
    /// In pixels.
    pub height: usize,
    /// `width * height` bytes: 1 is dark, 0 light.
    pub dark: Vec<u8>,
}

/// Pixels a side of the blocks that share a threshold.
const BLOCK: usize = 8;
/// A block with less between its darkest and lightest is of one shade.
const FLAT: u8 = 24;

impl Binary {
    /// Whether the pixel is dark (1); outside nothing is.
    #[inline]
    pub fn at(&self, x: i32, y: i32) -> u8 {
        // A negative number is a very large one.
        if x as u32 as usize >= self.width || y as u32 as usize >= self.height {
            return 0;
        }
        self.dark.get(y as usize * self.width + x as usize).copied().unwrap_or(0)
    }

    /// The pixel that holds a point.
    #[inline]
    pub fn near(&self, x: f32, y: f32) -> u8 {
        self.at(x as i32, y as i32)
    }

    /// Light for dark.
    pub fn invert(&mut self) {
        for dark in &mut self.dark {
            *dark ^= 1;
        }
    }

    /// With one threshold for all, between the two humps of the histogram (Otsu).
    pub fn global(grey: &Grey) -> Self {
        let mut histogram = [0u32; 256];
        for shade in &grey.pixels {
            if let Some(count) = histogram.get_mut(usize::from(*shade)) {
                *count += 1;
            }
        }
        let all = grey.pixels.len() as f32;
        let sum: f32 = histogram.iter().enumerate().map(|(shade, n)| shade as f32 * *n as f32).sum();
        let (mut below, mut part, mut best, mut threshold) = (0.0, 0.0, -1.0, 0u8);
        for (shade, n) in histogram.iter().enumerate() {
            below += *n as f32;
            part += shade as f32 * *n as f32;
            if below == 0.0 || below == all {
                continue;
            }
            let apart = part / below - (sum - part) / (all - below);
            let between = below * (all - below) * apart * apart;
            if between > best {
                (best, threshold) = (between, shade as u8);
            }
        }
        let dark = grey.pixels.iter().map(|shade| u8::from(*shade <= threshold)).collect();
        Self { width: grey.width, height: grey.height, dark }
    }

    /// With a threshold for each block, from the blocks about it: shadows, gradients (the method of ZXing).
    pub fn blocks(grey: &Grey) -> Self {
        if grey.width < BLOCK * 5 || grey.height < BLOCK * 5 {
            return Self::global(grey);
        }
        let (columns, rows) = (grey.width.div_ceil(BLOCK), grey.height.div_ceil(BLOCK));
        let points = points(grey, columns, rows);
        let thresholds = averaged(&points, columns, rows);
        let mut dark = vec![0; grey.pixels.len()];
        let lines = grey.pixels.chunks_exact(grey.width).zip(dark.chunks_exact_mut(grey.width));
        for (y, (from, to)) in lines.enumerate() {
            let row = thresholds.get(y / BLOCK * columns..).unwrap_or_default();
            for ((from, to), threshold) in from.chunks(BLOCK).zip(to.chunks_mut(BLOCK)).zip(row) {
                for (shade, dark) in from.iter().zip(to) {
                    *dark = u8::from(shade <= threshold);
                }
            }
        }
        Self { width: grey.width, height: grey.height, dark }
    }

    /// Against the mean of the square of `side` pixels about each: fine detail in uneven light.
    pub fn local(grey: &Grey, side: usize) -> Self {
        let (width, height, reach) = (grey.width, grey.height, side / 2);
        let line = |y: usize| grey.pixels.get(y * width..(y + 1) * width).unwrap_or_default();
        // The sum of each column over the lines in reach, with empty columns on either side.
        let mut columns = vec![0u32; width + 2 * reach + 1];
        let add = |columns: &mut [u32], y: usize| {
            let inside = columns.iter_mut().skip(reach + 1);
            inside.zip(line(y)).for_each(|(sum, shade)| *sum += u32::from(*shade));
        };
        (0..reach.min(height)).for_each(|y| add(&mut columns, y));
        let across: Vec<u32> =
            (0..width).map(|x| ((x + reach + 1).min(width) - x.saturating_sub(reach)) as u32).collect();
        let mut dark = vec![0; grey.pixels.len()];
        for (y, to) in dark.chunks_exact_mut(width.max(1)).enumerate() {
            match y.checked_sub(reach + 1) {
                // Beyond the last line there is nothing to add.
                Some(gone) => {
                    let inside = columns.iter_mut().skip(reach + 1).zip(line(gone));
                    if y + reach < height {
                        inside.zip(line(y + reach)).for_each(|((sum, gone), come)| {
                            *sum = *sum + u32::from(*come) - u32::from(*gone);
                        });
                    } else {
                        inside.for_each(|(sum, gone)| *sum -= u32::from(*gone));
                    }
                }
                None if y + reach < height => add(&mut columns, y + reach),
                None => {}
            }
            // A little under the mean: paper is no pattern.
            let lines = ((y + reach + 1).min(height) - y.saturating_sub(reach)) as u32 * 32;
            let mut sum: u32 = columns.iter().take(2 * reach + 1).sum();
            let ends = columns.iter().zip(columns.get(2 * reach + 1..).unwrap_or_default());
            for (((to, shade), across), (gone, come)) in to.iter_mut().zip(line(y)).zip(&across).zip(ends) {
                sum = sum + come - gone;
                *to = u8::from(u32::from(*shade) * across * lines < sum * 31);
            }
        }
        Self { width, height, dark }
    }
}

/// The threshold of each block by itself; a flat block is light unless its neighbours say otherwise.
fn points(grey: &Grey, columns: usize, rows: usize) -> Vec<u8> {
    let mut points = vec![0u8; columns * rows];
    for row in 0..rows {
        let top = (row * BLOCK).min(grey.height - BLOCK);
        for column in 0..columns {
            let left = (column * BLOCK).min(grey.width - BLOCK);
            let (mut sum, mut low, mut high) = (0u32, 255u8, 0u8);
            for line in grey.pixels.chunks_exact(grey.width).skip(top).take(BLOCK) {
                for shade in line.get(left..left + BLOCK).unwrap_or_default() {
                    sum += u32::from(*shade);
                    low = low.min(*shade);
                    high = high.max(*shade);
                }
            }
            let mut point = (sum / (BLOCK * BLOCK) as u32) as u8;
            if high - low <= FLAT {
                point = low / 2;
                if row > 0 && column > 0 {
                    let at = row * columns + column;
                    let of = |at: usize| u32::from(points.get(at).copied().unwrap_or(0));
                    let about = (of(at - columns) + 2 * of(at - 1) + of(at - columns - 1)) / 4;
                    if u32::from(low) < about {
                        point = about as u8;
                    }
                }
            }
            if let Some(to) = points.get_mut(row * columns + column) {
                *to = point;
            }
        }
    }
    points
}

/// The mean of the five by five blocks about each.
fn averaged(points: &[u8], columns: usize, rows: usize) -> Vec<u8> {
    let middle = |i: usize, n: usize| i.clamp(2, n.saturating_sub(3).max(2));
    (0..columns * rows)
        .map(|i| {
            let (x, y) = (middle(i % columns, columns), middle(i / columns, rows));
            let lines = points.chunks_exact(columns).skip(y - 2).take(5);
            let sum: u32 = lines.flat_map(|l| l.iter().skip(x - 2).take(5)).map(|p| u32::from(*p)).sum();
            (sum / 25) as u8
        })
        .collect()
}
