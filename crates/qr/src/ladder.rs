//! The order of looks at a picture: the cheap ones that read most first, the dear ones only where nothing was read.

use crate::binary::Binary;
use crate::grey::Grey;
use crate::look::{Care, Code, codes};
use crate::text::Charsets;

/// How much is asked of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// A frame of a camera: the next one comes soon. All codes that the first fruitful look sees.
    Live,
    /// A picture that is all there is: every look until one reads. The first code is enough.
    Picture,
    /// A picture of which all codes are wanted: two looks of different fineness see what is easily seen, and the rest
    /// are for when they saw nothing.
    All,
}

/// At this side a picture loses too much by being halved.
const SMALL_SIDE: usize = 220;
/// Up to this area (pixels) a picture may be doubled as a last resort.
const DOUBLED_AREA: usize = 100_000;

/// A picture with more than a square in so many pixels is restless: noise, gravel, print. What was read in such ones was
/// read by the first looks, and each look at them is dear.
const RESTLESS: usize = 5000;
/// As many squares are a few codes in a small picture.
const FEW: usize = 24;

/// Grids that are settled for a picture, and in one look: it is dear, and what is a symbol needs it once or twice.
const SETTLED: usize = 6;
const SETTLED_AT_ONCE: usize = 2;

/// The codes of a picture; none when no look reads any.
pub fn read(grey: &Grey, effort: Effort, charsets: Charsets) -> Vec<Code> {
    let mut reading =
        Reading { codes: Vec::new(), effort, charsets, settled: SETTLED, looks: 0, restless: false };
    reading.climb(grey);
    reading.codes
}

struct Reading<'a> {
    looks: usize,
    /// By the first look.
    restless: bool,
    /// Grids that may still be settled.
    settled: usize,
    codes: Vec<Code>,
    effort: Effort,
    charsets: Charsets<'a>,
}

impl Reading<'_> {
    fn climb(&mut self, grey: &Grey) -> Option<()> {
        let half = (grey.width.min(grey.height) >= SMALL_SIDE).then(|| grey.halved());
        let half = half.as_ref();
        let mut coarse = half.map(|half| Binary::local(half, 25));
        if let (Some(half), Some(coarse)) = (half, &coarse) {
            self.look(half, 2.0, coarse, false)?;
        }
        let mut local = Binary::local(grey, 41);
        self.look(grey, 1.0, &local, false)?;
        // Light on dark: the same thresholds, the other way about.
        let (Some(half), Some(coarse)) = (half, &mut coarse) else {
            local.invert();
            self.look(grey, 1.0, &local, true)?;
            return if self.effort == Effort::Live { None } else { self.last(grey) };
        };
        coarse.invert();
        self.look(half, 2.0, coarse, true)?;
        if self.effort == Effort::Live {
            return None;
        }
        self.look(half, 2.0, &Binary::blocks(half), false)?;
        self.last(grey)?;
        local.invert();
        self.look(grey, 1.0, &local, true)?;
        let quarter = half.halved();
        self.look(&quarter, 4.0, &Binary::local(&quarter, 25), false)
    }

    /// What remains when nothing was read: other thresholds, and for a small picture a larger one.
    fn last(&mut self, grey: &Grey) -> Option<()> {
        self.look(grey, 1.0, &Binary::global(grey), false)?;
        if self.restless {
            return None;
        }
        self.look(grey, 1.0, &Binary::local(grey, 15), false)?;
        if grey.pixels.len() <= DOUBLED_AREA {
            let sharp = grey.doubled().sharpened();
            self.look(&sharp, 0.5, &Binary::local(&sharp, 61), false)?;
        }
        Some(())
    }

    /// One look; none when it read what was wanted. `scale` is how many pixels of the picture one of `grey` is.
    fn look(&mut self, grey: &Grey, scale: f32, image: &Binary, inverted: bool) -> Option<()> {
        let skip = if scale < 1.0 { 2 } else { 3 };
        let mut care = Care {
            skip,
            threes: 10,
            inverted,
            all: self.effort != Effort::Picture,
            settled: self.settled.min(SETTLED_AT_ONCE),
            squares: 0,
        };
        let before = care.settled;
        let codes = codes(grey, image, &mut care, self.charsets);
        self.settled -= before - care.settled;
        if self.looks == 0 {
            self.restless = care.squares > FEW && care.squares * RESTLESS > grey.pixels.len();
        }
        for mut code in codes {
            for p in &mut code.outline {
                (p.x, p.y) = (p.x * scale, p.y * scale);
            }
            if self.codes.iter().all(|known| !known.is_at(&code)) {
                self.codes.push(code);
            }
        }
        self.looks += 1;
        (self.codes.is_empty() || (self.effort == Effort::All && self.looks < 2)).then_some(())
    }
}
