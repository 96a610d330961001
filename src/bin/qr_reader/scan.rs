//! Grey pixels to text, by the decoder and a ladder of second looks. Pure.
//!
//! Each rung runs only if nothing was read before it, so a clear picture costs
//! one pass. The order and the choice are by what each adds on photographs.

use std::collections::HashSet;

use rxing::common::{GlobalHistogramBinarizer, HybridBinarizer};
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, Binarizer, BinaryBitmap, DecodeHints, ImmutableReader, Luma8LuminanceSource};

/// Below this side (pixels) not even the smallest code fits.
const MIN_SIDE: usize = 21;
/// Up to this area (pixels) a picture may be doubled as the last resort.
const SMALL_AREA: usize = 400_000;

/// A picture in shades: one byte a pixel, 0 is black.
pub struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Grey {
    /// From four bytes a pixel, on white; none if the sizes do not agree.
    pub fn from_rgba(width: usize, height: usize, rgba: &[u8]) -> Option<Self> {
        let area = width.checked_mul(height)?;
        if width < MIN_SIDE || height < MIN_SIDE || area.checked_mul(4)? != rgba.len() {
            return None;
        }
        let (quads, _) = rgba.as_chunks::<4>();
        let pixels = quads.iter().map(|[r, g, b, a]| shade(*r, *g, *b, *a)).collect();
        Some(Self { width, height, pixels })
    }

    fn inverted(&self) -> Self {
        Self { pixels: self.pixels.iter().map(|p| 255 - p).collect(), ..*self }
    }

    /// Half the size, each pixel the mean of four.
    fn halved(&self) -> Option<Self> {
        let (width, height) = (self.width / 2, self.height / 2);
        if width < MIN_SIDE || height < MIN_SIDE {
            return None;
        }
        let mut pixels = Vec::with_capacity(width * height);
        let mut lines = self.pixels.chunks_exact(self.width);
        while let (Some(upper), Some(lower)) = (lines.next(), lines.next()) {
            let pairs = upper.as_chunks::<2>().0.iter().zip(lower.as_chunks::<2>().0);
            pixels.extend(pairs.map(|([a, b], [c, d])| {
                let sum = u16::from(*a) + u16::from(*b) + u16::from(*c) + u16::from(*d);
                (sum / 4) as u8
            }));
        }
        Some(Self { width, height, pixels })
    }

    /// Twice the size, each pixel four times.
    fn doubled(&self) -> Option<Self> {
        if self.pixels.len() > SMALL_AREA {
            return None;
        }
        let mut pixels = Vec::with_capacity(self.pixels.len() * 4);
        for line in self.pixels.chunks_exact(self.width) {
            let wide: Vec<u8> = line.iter().flat_map(|p| [*p, *p]).collect();
            pixels.extend_from_slice(&wide);
            pixels.extend_from_slice(&wide);
        }
        Some(Self { width: self.width * 2, height: self.height * 2, pixels })
    }
}

/// Brightness as the eye weighs it; what is transparent shows white.
fn shade(r: u8, g: u8, b: u8, a: u8) -> u8 {
    let luma = (u32::from(r) * 77 + u32::from(g) * 150 + u32::from(b) * 29) >> 8;
    ((luma * u32::from(a) + 255 * (255 - u32::from(a))) / 255) as u8
}

/// The text of a code in the picture; none if no rung of the ladder reads it.
pub fn read(grey: &Grey) -> Option<String> {
    let hints = hints();
    let half = grey.halved();
    hybrid(grey, &hints)
        .or_else(|| hybrid(&grey.inverted(), &hints))
        .or_else(|| global(grey, &hints))
        .or_else(|| hybrid(half.as_ref()?, &hints))
        .or_else(|| global(half.as_ref()?, &hints))
        .or_else(|| hybrid(&grey.doubled()?, &hints))
}

fn hints() -> DecodeHints {
    DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some(HashSet::from([BarcodeFormat::QR_CODE])),
        ..DecodeHints::default()
    }
}

/// With a threshold for each neighbourhood: shadows and gradients.
fn hybrid(grey: &Grey, hints: &DecodeHints) -> Option<String> {
    decode(HybridBinarizer::new(source(grey)?), hints)
}

/// With one threshold for all: large modules, low contrast within a block.
fn global(grey: &Grey, hints: &DecodeHints) -> Option<String> {
    decode(GlobalHistogramBinarizer::new(source(grey)?), hints)
}

fn source(grey: &Grey) -> Option<Luma8LuminanceSource> {
    Luma8LuminanceSource::new(grey.pixels.clone(), grey.width as u32, grey.height as u32).ok()
}

fn decode<B: Binarizer>(binarizer: B, hints: &DecodeHints) -> Option<String> {
    let mut bitmap = BinaryBitmap::new(binarizer);
    let found = QrReader.immutable_decode_with_hints(&mut bitmap, hints).ok()?;
    Some(found.getText().to_owned()).filter(|text| !text.is_empty())
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
#[path = "scan_tests.rs"]
mod tests;
