//! Lays the grid of modules over a picture: first by three corners, then by what must be dark and light in every symbol.

use crate::binary::Binary;
use crate::corners::Corners;
use crate::geometry::{Perspective, Point};
use crate::grey::Grey;
use crate::symbol::Modules;
use crate::version::Version;

/// A grid laid over a picture.
#[derive(Debug, Clone)]
pub struct Grid {
    /// Modules a side.
    pub side: usize,
    /// The middles of the three squares and a fourth point, in pixels, clockwise from the top left.
    points: [Point; 4],
    /// The fourth point, in modules.
    fourth: Point,
    map: Perspective,
    /// How far alignment patterns lie from where the map has them, row by row; empty where there are none.
    bends: Vec<Point>,
    /// Where those patterns are, in modules, on either axis.
    knots: Vec<f32>,
}

impl Grid {
    fn new(side: usize, points: [Point; 4], fourth: Point) -> Option<Self> {
        let far = side as f32 - 3.5;
        let from = [Point::new(3.5, 3.5), Point::new(far, 3.5), fourth, Point::new(3.5, far)];
        let map = Perspective::between(&from, &points)?;
        Some(Self { side, points, fourth, map, bends: Vec::new(), knots: Vec::new() })
    }

    /// The grids that three corners allow, the likeliest first.
    pub fn guesses(corners: &Corners, side: usize) -> Vec<Self> {
        let [tl, tr, bl] = corners.at;
        let far = side as f32 - 3.5;
        let flat = Point::new(tr.x + bl.x - tl.x, tr.y + bl.y - tl.y);
        let edge = Point::new(far + 3.0, far + 3.0);
        // Where the edges meet is trusted when it is near where a flat symbol ends.
        let beyond = flat.plus(flat.minus(tl), 3.0 / (far - 3.5) / 1.0);
        let reach = corners.module * side as f32 * 0.35;
        let met = corners.meet.filter(|m| m.minus(beyond).length() < reach);
        let met = met.and_then(|m| Self::new(side, [tl, tr, m, bl], edge));
        let flat = Self::new(side, [tl, tr, flat, bl], Point::new(far, far));
        met.into_iter().chain(flat).collect()
    }

    /// Where a point of the grid is in the picture.
    pub fn at(&self, x: f32, y: f32) -> Point {
        let p = self.map.of(Point::new(x, y));
        if self.bends.is_empty() {
            return p;
        }
        let place = |v: f32| {
            let last = self.knots.len() - 2;
            let i = self.knots.iter().skip(1).take(last).filter(|k| **k <= v).count();
            let (a, b) =
                (self.knots.get(i).copied().unwrap_or(0.0), self.knots.get(i + 1).copied().unwrap_or(1.0));
            (i, ((v - a) / (b - a)).clamp(-0.5, 1.5))
        };
        let ((i, s), (j, t)) = (place(x), place(y));
        let bend = |i: usize, j: usize| self.bends.get(j * self.knots.len() + i).copied().unwrap_or_default();
        let top = Point::default().plus(bend(i, j), 1.0 - s).plus(bend(i + 1, j), s);
        let low = Point::default().plus(bend(i, j + 1), 1.0 - s).plus(bend(i + 1, j + 1), s);
        p.plus(top, 1.0 - t).plus(low, t)
    }

    /// How well what every symbol has fits the picture: 1 is all, 0 is chance.
    pub fn fit(&self, image: &Binary) -> f32 {
        let far = self.side - 7;
        let (mut sum, mut all) = (0i32, 0i32);
        let mut ask = |x: usize, y: usize, dark: bool| {
            let p = self.at(x as f32 + 0.5, y as f32 + 0.5);
            sum += if (image.near(p.x, p.y) == 1) == dark { 1 } else { -1 };
            all += 1;
        };
        for (x0, y0) in [(0, 0), (far, 0), (0, far)] {
            for i in 0..49usize {
                let (x, y) = (i % 7, i / 7);
                let ring = x.abs_diff(3).max(y.abs_diff(3));
                // The edges tell where it is; the heart is dark wherever the middle is.
                if ring == 2 || (ring == 3 && x % 3 == 0 && y % 3 == 0) {
                    ask(x0 + x, y0 + y, ring != 2);
                }
            }
        }
        for i in 8..self.side - 8 {
            ask(i, 6, i % 2 == 0);
            ask(6, i, i % 2 == 0);
        }
        for i in 0..8 {
            ask(7, i, false);
            ask(i, 7, false);
            ask(far - 1, i, false);
            ask(i, far - 1, false);
        }
        if let Some((x, y)) = last_alignment(self.side) {
            for i in 0..25usize {
                let (dx, dy) = (i % 5, i / 5);
                let ring = dx.abs_diff(2).max(dy.abs_diff(2));
                ask(x + dx - 2, y + dy - 2, ring != 1);
            }
        }
        sum as f32 / all as f32
    }

    /// How well the lines of dark and light in turn fit: 1 is all, 0 is chance.
    pub fn timing(&self, image: &Binary) -> f32 {
        let fits = |x: usize, y: usize, dark: bool| {
            let p = self.at(x as f32 + 0.5, y as f32 + 0.5);
            if (image.near(p.x, p.y) == 1) == dark { 1 } else { -1 }
        };
        let sum: i32 = (8..self.side - 8).map(|i| fits(i, 6, i % 2 == 0) + fits(6, i, i % 2 == 0)).sum();
        sum as f32 / (2 * (self.side - 16)) as f32
    }

    /// The same grid with its fourth point on the alignment pattern, if that can be seen near where it should be.
    pub fn aligned(&self, image: &Binary) -> Option<Self> {
        let (x, y) = last_alignment(self.side)?;
        let middle = Point::new(x as f32 + 0.5, y as f32 + 0.5);
        let found = self.nearest_alignment(image, middle, 4.0)?;
        let [tl, tr, _, bl] = self.points;
        Self::new(self.side, [tl, tr, found, bl], middle)
    }

    /// The place near `middle` (in modules) that looks most like an alignment pattern.
    fn nearest_alignment(&self, image: &Binary, middle: Point, reach: f32) -> Option<Point> {
        // Near it the grid is as good as even.
        let start = self.at(middle.x, middle.y);
        let (right, down) =
            (self.at(middle.x + 1.0, middle.y).minus(start), self.at(middle.x, middle.y + 1.0).minus(start));
        let place = |x: f32, y: f32| start.plus(right, x).plus(down, y);
        let score = |x: f32, y: f32| {
            (0..25).fold(0i32, |sum, i| {
                let (dx, dy) = ((i % 5) as f32 - 2.0, (i / 5) as f32 - 2.0);
                let ring = dx.abs().max(dy.abs()) as i32;
                let p = place(x + dx, y + dy);
                let weight = if ring == 0 { 2 } else { 1 };
                sum + if (image.near(p.x, p.y) == 1) == (ring != 1) { weight } else { -weight }
            })
        };
        let steps = (reach / 0.7) as i32;
        let mut best = (i32::MIN, 0.0, 0.0);
        for j in -steps..=steps {
            for i in -steps..=steps {
                let (x, y) = (i as f32 * 0.7, j as f32 * 0.7);
                // Of two alike the nearer.
                let points = score(x, y) * 8 - i.abs().max(j.abs());
                if points > best.0 {
                    best = (points, x, y);
                }
            }
        }
        if best.0 < 14 * 8 {
            return None;
        }
        // The middle of the places about it that are best.
        let (mut most, mut sum, mut count) = (0, Point::default(), 0.0);
        for j in -4..=4 {
            for i in -4..=4 {
                let (x, y) = (best.1 + i as f32 * 0.25, best.2 + j as f32 * 0.25);
                let points = score(x, y);
                if points > most {
                    (most, sum, count) = (points, Point::default(), 0.0);
                }
                if points == most {
                    sum = sum.plus(place(x, y), 1.0);
                    count += 1.0;
                }
            }
        }
        (most >= 19).then(|| Point::new(sum.x / count, sum.y / count))
    }

    /// The same grid, its four points moved as long as that fits better.
    pub fn settled(&self, image: &Binary, module: f32) -> Self {
        let mut best = self.clone();
        let mut fit = best.fit(image);
        for step in [0.6, 0.3, 0.15] {
            for _ in 0..2 {
                let before = fit;
                for corner in [2, 0, 1, 3] {
                    for (dx, dy) in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
                        let mut points = best.points;
                        // The fourth point is the least known.
                        let stride = module * step * if corner == 2 { 2.0 } else { 1.0 };
                        if let Some(p) = points.get_mut(corner) {
                            *p = p.plus(Point::new(dx, dy), stride);
                        }
                        if let Some(moved) = Self::new(self.side, points, self.fourth) {
                            let better = moved.fit(image);
                            if better > fit {
                                (best, fit) = (moved, better);
                            }
                        }
                    }
                }
                if fit <= before {
                    break;
                }
            }
        }
        best
    }

    /// The same grid, bent to where the alignment patterns are: paper is not flat.
    pub fn bent(&self, image: &Binary) -> Option<Self> {
        let centers = Version::of_side(self.side)?.centers();
        if centers.len() < 3 {
            return None;
        }
        let (n, last) = (centers.len(), centers.len() - 1);
        let mut bends = vec![None; n * n];
        for (j, y) in centers.iter().enumerate() {
            for (i, x) in centers.iter().enumerate() {
                // Those are the squares.
                if (i == 0 && (j == 0 || j == last)) || (i == last && j == 0) {
                    continue;
                }
                let middle = Point::new(*x as f32 + 0.5, *y as f32 + 0.5);
                let bend = self
                    .nearest_alignment(image, middle, 1.5)
                    .map(|found| found.minus(self.at(middle.x, middle.y)));
                if let Some(to) = bends.get_mut(j * n + i) {
                    *to = bend;
                }
            }
        }
        let bends = bends.into_iter().map(Option::unwrap_or_default).collect();
        Some(Self { bends, knots: centers.iter().map(|c| *c as f32 + 0.5).collect(), ..self.clone() })
    }

    /// The symbol's corners in the picture: top left, top right, bottom right, bottom left.
    pub fn outline(&self) -> [Point; 4] {
        let end = self.side as f32;
        [self.at(0.0, 0.0), self.at(end, 0.0), self.at(end, end), self.at(0.0, end)]
    }

    /// The modules as the dark and light picture has them.
    pub fn modules(&self, image: &Binary) -> Modules {
        Modules::new(self.side, |x, y| {
            let p = self.at(x as f32 + 0.5, y as f32 + 0.5);
            image.near(p.x, p.y) == 1
        })
    }

    /// The shade of each module's middle.
    pub fn shades(&self, grey: &Grey, module: f32) -> Vec<f32> {
        let spread = if module >= 3.0 { 0.22 } else { 0.0 };
        (0..self.side * self.side)
            .map(|i| {
                let (x, y) = ((i % self.side) as f32 + 0.5, (i / self.side) as f32 + 0.5);
                if spread == 0.0 {
                    let p = self.at(x, y);
                    return grey.between(p.x, p.y);
                }
                let taps =
                    [(0.0, 0.0), (spread, spread), (-spread, spread), (spread, -spread), (-spread, -spread)];
                taps.iter()
                    .map(|(dx, dy)| {
                        let p = self.at(x + dx, y + dy);
                        grey.between(p.x, p.y)
                    })
                    .sum::<f32>()
                    / 5.0
            })
            .collect()
    }
}

/// The middle of the alignment pattern nearest to the fourth corner, in modules.
fn last_alignment(side: usize) -> Option<(usize, usize)> {
    (side > 21).then(|| (side - 7, side - 7))
}
