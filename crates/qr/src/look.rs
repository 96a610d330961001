//! One look at a picture in one pair of shades: squares, threes of them, grids, symbols.

use crate::binary::Binary;
use crate::corners::{Corners, threes};
use crate::finder;
use crate::geometry::Point;
use crate::grey::Grey;
use crate::grid::{Grid, judged};
use crate::symbol::{Modules, data};
use crate::text::{self, Charsets};

/// A code that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// What it says; empty when what it holds is no text.
    pub text: String,
    /// Its corners in the picture: top left, top right, bottom right, bottom left.
    pub outline: [Point; 4],
}

/// How hard a look tries.
#[derive(Debug, Clone, Copy)]
pub struct Care {
    /// Every how many lines squares are looked for.
    pub skip: usize,
    /// How many threes are tried.
    pub threes: usize,
    /// The picture was turned from dark to light.
    pub inverted: bool,
}

/// The codes that can be read in this picture.
pub fn codes(grey: &Grey, image: &Binary, care: Care, charsets: Charsets) -> Vec<Code> {
    let found = finder::all(image, care.skip);
    let mut used: Vec<usize> = Vec::new();
    let mut codes = Vec::new();
    for corners in threes(&found).into_iter().take(care.threes) {
        if corners.of.iter().any(|i| used.contains(i)) {
            continue;
        }
        if let Some(code) = code(grey, image, &corners, care.inverted, charsets) {
            used.extend(corners.of);
            codes.push(code);
        }
    }
    codes
}

/// The code between three corners.
fn code(grey: &Grey, image: &Binary, corners: &Corners, inverted: bool, charsets: Charsets) -> Option<Code> {
    let mut grids: Vec<(f32, Grid)> = Vec::new();
    // The estimate may be off by a size when a symbol is seen aslant.
    for side in [corners.side, corners.side + 4, corners.side.saturating_sub(4)] {
        if !(21..=177).contains(&side) {
            continue;
        }
        for guess in Grid::guesses(corners, side) {
            let aligned = guess.aligned(image);
            for grid in aligned.into_iter().chain([guess]) {
                grids.push((grid.fit(image), grid));
            }
        }
    }
    grids.sort_by(|a, b| b.0.total_cmp(&a.0));
    let best = grids.first().map_or(0.0, |g| g.0);
    if best < 0.35 {
        return None;
    }
    grids.retain(|g| g.0 > best - 0.15);
    grids.truncate(3);
    let read = |modules: &Modules| {
        let read = |modules: &Modules| {
            let data = data(modules)?;
            text::of(&data.bytes, data.version, data.strained, charsets)
        };
        read(modules)
    };
    let done = |grid: &Grid, text: String| Code { text, outline: grid.outline() };
    for (_, grid) in &grids {
        if let Some(text) = read(&grid.modules(image)) {
            return Some(done(grid, text));
        }
    }
    for (fit, grid) in &grids {
        let settled = if *fit < 0.995 { grid.settled(image, corners.module) } else { grid.clone() };
        let bent = settled.bent(image);
        for grid in [Some(settled), bent].into_iter().flatten() {
            if let Some(text) = read(&grid.modules(image)) {
                return Some(done(&grid, text));
            }
            let shades = grid.shades(grey, corners.module);
            for sharper in [0.0, 0.5, 1.0] {
                let modules = judged(&shades, grid.side, sharper, inverted);
                if let Some(text) = read(&modules).or_else(|| read(&modules.mirrored())) {
                    return Some(done(&grid, text));
                }
            }
        }
    }
    None
}
