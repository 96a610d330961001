//! Finds the squares in the corners of a symbol: dark in light in dark, three to five to seven.

use crate::binary::Binary;
use crate::geometry::Point;

/// Directions in which a pattern is measured from its middle.
pub const RAYS: usize = 32;

/// A square of a symbol's corner.
#[derive(Debug, Clone)]
pub struct Finder {
    /// Its middle, in pixels.
    pub center: Point,
    /// Pixels a module, whatever its turn.
    pub module: f32,
    /// From the middle to half of the dark ring (three modules along an axis), by direction; 0 if not seen.
    pub reach: [f32; RAYS],
    /// How many lines of the picture crossed it.
    pub seen: u32,
}

impl Finder {
    /// How far half of the dark ring is in a direction.
    pub fn reach_to(&self, way: Point) -> f32 {
        let turn = way.y.atan2(way.x) / core::f32::consts::TAU * RAYS as f32;
        let at = (turn.round() as i32).rem_euclid(RAYS as i32) as usize;
        self.reach.get(at).copied().filter(|r| *r > 0.0).unwrap_or(self.module * 3.0)
    }

    /// The points of the ring's side that looks along `way`.
    pub fn side(&self, way: Point) -> Vec<Point> {
        let length = way.length().max(1e-3);
        let seen = |(i, reach): (usize, &f32)| {
            let ray = ray(i);
            let ahead = ray.dot(way) / length > 0.8;
            (*reach > 0.0 && ahead).then(|| self.center.plus(ray, *reach))
        };
        self.reach.iter().enumerate().filter_map(seen).collect()
    }
}

fn ray(i: usize) -> Point {
    let (sin, cos) = (i as f32 / RAYS as f32 * core::f32::consts::TAU).sin_cos();
    Point::new(cos, sin)
}

/// All squares that look like it, looking at every `skip`th line.
pub fn all(image: &Binary, skip: usize) -> Vec<Finder> {
    let mut search = Search::new(image);
    for y in (skip / 2..image.height).step_by(skip.max(1)) {
        let line = image.dark.get(y * image.width..(y + 1) * image.width).unwrap_or_default();
        // The last five runs, the newest last; they are judged when a dark one ends.
        let [mut a, mut b, mut c, mut d] = [0usize; 4];
        let (mut last, mut start) = (0u8, 0usize);
        for (x, dark) in line.iter().chain([&2]).enumerate() {
            if *dark == last {
                continue;
            }
            let e = x - start;
            if last == 1 && is_pattern([a, b, c, d, e]) {
                let middle = x as f32 - (e + d) as f32 - c as f32 / 2.0;
                search.consider(Point::new(middle, y as f32 + 0.5), c);
            }
            [a, b, c, d] = [b, c, d, e];
            (last, start) = (*dark, x);
        }
    }
    search.found
}

/// One, one, three, one, one, within what light and slant do; neighbours are judged together, as light bleeds.
fn is_pattern([a, b, c, d, e]: [usize; 5]) -> bool {
    let total = a + b + c + d + e;
    if total < 7 || a == 0 || c < 2 || c * 10 < 9 * b.max(d) || c * 10 < 13 * a.max(e).min(total) {
        return false;
    }
    let m = total as f32 / 7.0;
    let near = |sum: usize, modules: f32, slack: f32| (sum as f32 - modules * m).abs() <= slack * m + 0.6;
    near(a + b, 2.0, 0.85) && near(d + e, 2.0, 0.85) && near(b + c, 4.0, 1.1) && near(c + d, 4.0, 1.1)
}

/// Pixels a side of the cells in which a place is remembered.
const CELL: usize = 2;
/// A place that was looked at and is no square's middle.
const NOTHING: u16 = u16::MAX;

struct Search<'a> {
    image: &'a Binary,
    rays: Vec<Point>,
    found: Vec<Finder>,
    /// By cell: 0 not looked at, [`NOTHING`], or the number of a square found and one.
    places: Vec<u16>,
    columns: usize,
}

impl<'a> Search<'a> {
    fn new(image: &'a Binary) -> Self {
        let (columns, rows) = (image.width / CELL + 1, image.height / CELL + 1);
        let rays = (0..RAYS).map(ray).collect();
        Self { image, rays, found: Vec::new(), places: vec![0; columns * rows], columns }
    }

    fn cell(&self, p: Point) -> usize {
        p.y.max(0.0) as usize / CELL * self.columns + p.x.max(0.0) as usize / CELL
    }

    /// Whether the place needs no look: it is known, as a square's or as nobody's.
    fn is_known(&mut self, p: Point) -> bool {
        let place = self.places.get(self.cell(p)).copied().unwrap_or(NOTHING);
        if let Some(known) = usize::from(place).checked_sub(1).and_then(|i| self.found.get_mut(i)) {
            known.seen += 1;
        }
        place != 0
    }

    fn consider(&mut self, point: Point, width: usize) {
        if self.is_known(point) {
            return;
        }
        let Some(middle) = centred(self.image, point, width).filter(|p| !self.is_known(*p)) else { return };
        let (number, radius) = match measured(self.image, &self.rays, middle, width as f32) {
            Some(finder) if self.found.len() < usize::from(NOTHING) - 2 => {
                let radius = finder.module * 2.0;
                self.found.push(finder);
                (self.found.len() as u16, radius)
            }
            _ => (NOTHING, 0.0),
        };
        let cells = (radius / CELL as f32) as usize;
        let (x, y) = (middle.x.max(0.0) as usize / CELL, middle.y.max(0.0) as usize / CELL);
        for y in y.saturating_sub(cells)..=y + cells {
            for x in x.saturating_sub(cells)..=(x + cells).min(self.columns - 1) {
                if let Some(place) = self.places.get_mut(y * self.columns + x) {
                    *place = number;
                }
            }
        }
    }
}

fn centred(image: &Binary, from: Point, width: usize) -> Option<Point> {
    let limit = (width * 3) as i32 + 2;
    let run = |x: i32, y: i32, dx: i32, dy: i32| {
        (1..=limit).find(|i| image.at(x + dx * i, y + dy * i) == 0).map(|i| i as f32)
    };
    let (mut x, mut y) = (from.x, from.y);
    for _ in 0..2 {
        let (cx, cy) = (x.floor() as i32, y.floor() as i32);
        if image.at(cx, cy) == 0 {
            return None;
        }
        let (up, down) = (run(cx, cy, 0, -1)?, run(cx, cy, 0, 1)?);
        y = cy as f32 + 0.5 + (down - up) / 2.0;
        let cy = y.floor() as i32;
        let (left, right) = (run(cx, cy, -1, 0)?, run(cx, cy, 1, 0)?);
        x = cx as f32 + 0.5 + (right - left) / 2.0;
    }
    Some(Point::new(x, y))
}

/// Measures a pattern in all directions; none when too few of them see dark, light, dark, light in proportion.
fn measured(image: &Binary, rays: &[Point], center: Point, width: f32) -> Option<Finder> {
    let mut center = center;
    let mut reach = [0f32; RAYS];
    let mut inner = [0f32; RAYS];
    for round in 0..2 {
        let (mut good, mut bad) = (0u32, 0u32);
        // Round about in leaps, so that what is no square is soon known.
        // To find the middle half of the directions will do.
        for i in (0..RAYS).map(|i| i * 11 % RAYS).filter(|i| round == 1 || i % 2 == 0) {
            let (near, far) = edges(image, center, *rays.get(i)?, width).unwrap_or((0.0, 0.0));
            *inner.get_mut(i)? = near;
            *reach.get_mut(i)? = far;
            if far > 0.0 {
                good += 1
            } else {
                bad += 1
            }
            if bad > 2 && bad > good {
                return None;
            }
        }
        if good < if round == 0 { 9 } else { 22 } {
            return None;
        }
        if round == 0 {
            // Once more from the middle of what was measured.
            let mut sum = Point::default();
            let mut pairs = 0.0;
            for i in 0..RAYS / 2 {
                let (one, other) = (reach.get(i).copied()?, reach.get(i + RAYS / 2).copied()?);
                if one > 0.0 && other > 0.0 {
                    sum = sum.plus(*rays.get(i)?, (one - other) / 2.0);
                    pairs += 1.0;
                }
            }
            if pairs > 3.0 {
                // Each pair tells of one direction: two dimensions share them.
                center = center.plus(sum, 2.0 / pairs);
            }
        }
    }
    let sizes = |radii: &[f32; RAYS]| {
        let mut seen: Vec<f32> = radii.iter().copied().filter(|r| *r > 0.0).collect();
        seen.sort_by(f32::total_cmp);
        let low = seen.get(seen.len() / 10).copied().unwrap_or(1.0);
        let high = seen.get(seen.len() * 9 / 10).copied().unwrap_or(1.0);
        let mean_square = seen.iter().map(|r| r * r).sum::<f32>() / seen.len().max(1) as f32;
        (low, high, mean_square)
    };
    let (low, high, square) = sizes(&reach);
    // A square seen aslant: the farthest corner is not many times as far as the nearest side.
    if high > low * 3.0 {
        return None;
    }
    let (_, _, inner_square) = sizes(&inner);
    // The mean square of the radius of a square with half side h is h^2 * 4 / pi.
    let area = core::f32::consts::FRAC_PI_4;
    let module = ((square * area).sqrt() / 3.0 + (inner_square * area).sqrt() / 2.0) / 2.0;
    (module >= 0.7).then_some(Finder { center, module, reach, seen: 1 })
}

/// From the middle outwards: half way between the heart and the ring, and half way through the ring.
fn edges(image: &Binary, center: Point, ray: Point, width: f32) -> Option<(f32, f32)> {
    let step = (width / 20.0).clamp(0.4, 2.5);
    let limit = width * 5.0 + 4.0;
    let mut at = [0f32; 3];
    // The heart is no narrower than this in any direction.
    let mut distance = width * 0.15;
    for (edge, is) in at.iter_mut().zip([1u8, 0, 1]) {
        loop {
            let p = center.plus(ray, distance);
            if image.near(p.x, p.y) != is {
                break;
            }
            distance += step;
            if distance > limit {
                return None;
            }
        }
        *edge = distance - step / 2.0;
    }
    let [heart, light, ring] = at;
    // Dark may have bled into light or light into dark: edges of the same kind are compared.
    let is_square = (0.36..0.78).contains(&((ring - heart) / ring))
        && (0.45..0.92).contains(&(light / ring))
        && (0.22..0.68).contains(&(heart / ring));
    is_square.then_some(((heart + light) / 2.0, (light + ring) / 2.0))
}
