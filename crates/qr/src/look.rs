//! One look at a picture in one pair of shades: squares, threes of them, grids, symbols.

use crate::binary::Binary;
use crate::corners::{Corners, threes};
use crate::finder;
use crate::geometry::Point;
use crate::grey::Grey;
use crate::grid::Grid;
use crate::shade::judged;
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

impl Code {
    /// Whether another reading is of the same code: the same place in the picture.
    pub fn is_at(&self, other: &Self) -> bool {
        let middle = |code: &Self| {
            let sum = code.outline.iter().fold(Point::default(), |sum, p| sum.plus(*p, 1.0));
            Point::new(sum.x / 4.0, sum.y / 4.0)
        };
        let [a, _, c, _] = self.outline;
        middle(self).minus(middle(other)).length() < a.minus(c).length() / 4.0
    }
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
    /// Whether to go on after the first code.
    pub all: bool,
    /// How many threes may have their grids settled, which is dear.
    pub settled: usize,
    /// How many squares were seen.
    pub squares: usize,
}

/// The least fit of a grid that is worth a reading.
const LEAST_FIT: f32 = 0.4;

/// A fit at which a grid is read before other corners are looked at.
const GOOD_FIT: f32 = 0.8;

/// The codes that can be read in this picture.
pub fn codes(grey: &Grey, image: &Binary, care: &mut Care, charsets: Charsets) -> Vec<Code> {
    let found = finder::all(image, care.skip);
    care.squares = found.len();
    let mut reading = Reading { used: Vec::new(), codes: Vec::new(), all: care.all };
    let mut left: Vec<Try> = Vec::new();
    for corners in threes(&found).into_iter().take(care.threes) {
        let Some(mut one) = Try::new(image, corners) else { continue };
        if one.fit() >= GOOD_FIT && !reading.knows(&one) {
            let code = one.quick(image, charsets);
            if reading.takes(&one, code) {
                return reading.codes;
            }
        }
        left.push(one);
    }
    left.sort_by(|a, b| b.fit().total_cmp(&a.fit()));
    for mut one in left {
        if reading.knows(&one) {
            continue;
        }
        let mut code = one.quick(image, charsets);
        if code.is_none() && care.settled > 0 && one.is_promising(image) {
            care.settled -= 1;
            code = one.thorough(grey, image, care.inverted, charsets);
        }
        if reading.takes(&one, code) {
            break;
        }
    }
    reading.codes
}

/// What was read, and whose corners are taken.
struct Reading {
    used: Vec<usize>,
    codes: Vec<Code>,
    all: bool,
}

impl Reading {
    fn knows(&self, one: &Try) -> bool {
        one.corners.of.iter().any(|i| self.used.contains(i))
    }

    /// Takes a code, if there is one; whether that was all that was wanted.
    fn takes(&mut self, one: &Try, code: Option<Code>) -> bool {
        let Some(code) = code else { return false };
        self.used.extend(one.corners.of);
        self.codes.push(code);
        !self.all
    }
}

/// Three corners and the grids they allow, the best first.
struct Try {
    corners: Corners,
    grids: Vec<(f32, Grid)>,
}

impl Try {
    fn new(image: &Binary, corners: Corners) -> Option<Self> {
        let mut one = Self { grids: Vec::new(), corners };
        // The estimate may be off by a size when a symbol is seen aslant.
        for more in [0, 4, -4] {
            let side = (one.corners.side as i32 + more) as usize;
            if (21..=177).contains(&side) {
                let guesses = Grid::guesses(&one.corners, side).into_iter();
                one.grids.extend(guesses.map(|grid| (grid.fit(image), grid)));
            }
            if more == 0 && one.grids.iter().any(|(fit, _)| *fit >= GOOD_FIT) {
                break;
            }
        }
        one.keep_best();
        (one.fit() >= LEAST_FIT).then_some(one)
    }

    fn fit(&self) -> f32 {
        self.grids.first().map_or(0.0, |(fit, _)| *fit)
    }

    /// Whether moving the grids may make a symbol of it: nothing else has both squares and lines of such beat.
    fn is_promising(&self, image: &Binary) -> bool {
        let beat = |(_, grid): &(f32, Grid)| grid.timing(image) >= 0.4;
        self.fit() >= 0.7 || (self.fit() >= 0.5 && self.grids.iter().any(beat))
    }

    fn keep_best(&mut self) {
        self.grids.sort_by(|a, b| b.0.total_cmp(&a.0));
        let best = self.fit();
        self.grids.retain(|(fit, _)| *fit > best - 0.15);
        self.grids.truncate(3);
    }

    /// The code, if the grids need no more than their alignment pattern.
    fn quick(&mut self, image: &Binary, charsets: Charsets) -> Option<Code> {
        let aligned = self.grids.iter().filter_map(|(_, grid)| grid.aligned(image));
        let aligned: Vec<_> = aligned.map(|grid| (grid.fit(image), grid)).collect();
        self.grids.extend(aligned);
        self.keep_best();
        self.grids.iter().find_map(|(_, grid)| code(grid, &grid.modules(image), charsets))
    }

    /// The code, if moving and bending the grids and judging shades instead of dark and light gives one.
    fn thorough(&self, grey: &Grey, image: &Binary, inverted: bool, charsets: Charsets) -> Option<Code> {
        self.grids.iter().find_map(|(fit, grid)| {
            let settled = if *fit < 0.995 { grid.settled(image, self.corners.module) } else { grid.clone() };
            let bent = settled.bent(image);
            [Some(settled), bent].iter().flatten().find_map(|grid| {
                let shades = grid.shades(grey, self.corners.module);
                code(grid, &grid.modules(image), charsets).or_else(|| {
                    [0.0, 0.5, 1.0].iter().find_map(|sharper| {
                        let modules = judged(&shades, grid.side, *sharper, inverted);
                        code(grid, &modules, charsets).or_else(|| code(grid, &modules.mirrored(), charsets))
                    })
                })
            })
        })
    }
}

fn code(grid: &Grid, modules: &Modules, charsets: Charsets) -> Option<Code> {
    let data = data(modules)?;
    let text = text::of(&data.bytes, data.version, data.strained, charsets)?;
    Some(Code { text, outline: grid.outline() })
}
