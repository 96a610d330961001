//! The four cloths as stencils: what `style/ui/cloth.css` draws, for a canvas. Pure.
//!
//! Three cuts are enough: a leaf, a dot, and a ring of dots. Knows no canvas and no colour.

use std::f64::consts::{PI, TAU};

/// One hole of the stencil, in the units of its tile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cut {
    /// A petal that grows from `(x, y)`, turned by `turn` radians.
    Leaf { x: f64, y: f64, turn: f64, long: f64, wide: f64 },
    /// A disc.
    Dot { x: f64, y: f64, r: f64 },
}

/// The side of a cloth's tile, and its cuts.
pub fn stencil(cloth: &str) -> (f64, Vec<Cut>) {
    let mut cuts = Cuts(Vec::new());
    let side = match cloth {
        "sprig" => cuts.sprig(),
        "water" => cuts.water(),
        "lattice" => cuts.lattice(),
        _ => cuts.blossom(),
    };
    (side, cuts.0)
}

/// Where a motif of the corners and one of the edges of a tile stand.
fn corners(side: f64) -> [(f64, f64); 4] {
    [(0.0, 0.0), (side, 0.0), (0.0, side), (side, side)]
}

fn edges(side: f64) -> [(f64, f64); 4] {
    let half = side / 2.0;
    [(half, 0.0), (half, side), (0.0, half), (side, half)]
}

fn quarters(side: f64) -> [(f64, f64); 4] {
    let (a, b) = (side / 4.0, side * 0.75);
    [(a, a), (b, a), (a, b), (b, b)]
}

struct Cuts(Vec<Cut>);

impl Cuts {
    fn dot(&mut self, (x, y): (f64, f64), r: f64) {
        self.0.push(Cut::Dot { x, y, r });
    }

    fn petals(&mut self, (x, y): (f64, f64), count: u32, long: f64, wide: f64) {
        let step = TAU / f64::from(count);
        self.0.extend((0..count).map(|n| Cut::Leaf { x, y, turn: f64::from(n) * step, long, wide }));
    }

    /// `count` dots on a circle around `at`, the first one at `from` radians.
    fn ring(&mut self, at: (f64, f64), radius: f64, count: u32, r: f64, from: f64) {
        self.arc(at, radius, count, r, (from, TAU / f64::from(count)));
    }

    fn arc(&mut self, (x, y): (f64, f64), radius: f64, count: u32, r: f64, (from, step): (f64, f64)) {
        for n in 0..count {
            let turn = from + f64::from(n) * step;
            self.dot((x + radius * turn.cos(), y + radius * turn.sin()), r);
        }
    }

    fn blossom(&mut self) -> f64 {
        let (side, middle) = (96.0, (48.0, 48.0));
        self.petals(middle, 8, 20.0, 5.2);
        self.dot(middle, 2.6);
        self.ring(middle, 26.0, 24, 1.15, 0.0);
        for at in corners(side) {
            self.petals(at, 6, 13.0, 4.0);
            self.dot(at, 1.69);
            self.ring(at, 17.5, 16, 0.95, 0.0);
        }
        for at in edges(side) {
            self.ring(at, 4.6, 4, 2.07, PI / 4.0);
            self.dot(at, 1.38);
        }
        for at in quarters(side) {
            self.dot(at, 1.6);
        }
        side
    }

    fn sprig(&mut self) -> f64 {
        let side = 96.0;
        for at in [(24.0, 26.0), (72.0, 74.0)] {
            self.twig(at);
        }
        for at in [(72.0, 22.0), (24.0, 72.0)] {
            self.petals(at, 5, 10.0, 4.0);
            self.dot(at, 1.3);
            self.ring(at, 14.0, 14, 0.9, -PI / 2.0);
        }
        for at in edges(side).into_iter().chain([(48.0, 48.0)]) {
            self.ring(at, 3.2, 5, 1.05, -PI / 2.0);
        }
        side
    }

    /// Four pairs of leaves on a stalk of dots, a bit aslant.
    fn twig(&mut self, (x, y): (f64, f64)) {
        let tilt = 18_f64.to_radians();
        let place =
            |dx: f64, dy: f64| (x + dx * tilt.cos() - dy * tilt.sin(), y + dx * tilt.sin() + dy * tilt.cos());
        let mut leaf = |(x, y): (f64, f64), degrees: f64, long: f64| {
            self.0.push(Cut::Leaf { x, y, turn: tilt + degrees.to_radians(), long, wide: 2.6 });
        };
        for (dy, long) in [(-12.0, 10.0), (-4.0, 9.4), (4.0, 8.8), (12.0, 8.2)] {
            leaf(place(-1.0, dy), -52.0, long);
            leaf(place(1.0, dy), 52.0, long);
        }
        leaf(place(0.0, -14.0), 0.0, 11.0);
        for dy in [-12.0, -4.0, 4.0, 12.0, 17.0] {
            self.dot(place(0.0, dy), 0.9);
        }
    }

    fn water(&mut self) -> f64 {
        let side = 80.0;
        for row in 0..5 {
            // Every second row is moved by half a wave.
            let shift = if row % 2 == 0 { 0.0 } else { 20.0 };
            for column in 0..3 {
                let (x, y) = (shift + 40.0 * f64::from(column), 20.0 * f64::from(row));
                for (radius, count, r, rise) in
                    [(18.0, 17, 1.25, 1.66_f64), (12.5, 12, 1.05, 1.63), (7.0, 7, 1.05, 1.56)]
                {
                    let from = (rise / radius).asin();
                    let step = (PI - 2.0 * from) / f64::from(count - 1);
                    self.arc((x, y), radius, count, r, (PI + from, step));
                }
                self.dot((x, y - 2.0), 1.8);
            }
        }
        side
    }

    fn lattice(&mut self) -> f64 {
        let side = 72.0;
        for at in corners(side).into_iter().chain([(36.0, 36.0)]) {
            self.ring(at, 5.0, 4, 2.25, PI / 4.0);
            self.dot(at, 1.5);
            self.ring(at, 11.0, 12, 1.0, 0.0);
        }
        for at in edges(side) {
            self.petals(at, 4, 11.0, 3.0);
        }
        for at in quarters(side) {
            self.dot(at, 1.5);
        }
        side
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::{Cut, stencil};

    /// What lies across an edge of the tile lies across the opposite edge too: no seam.
    #[test]
    fn every_cloth_repeats_without_a_seam() {
        for cloth in ["blossom", "sprig", "water", "lattice"] {
            let (side, cuts) = stencil(cloth);
            assert!(cuts.len() > 40, "{cloth} has {} cuts", cuts.len());
            let near = |a: f64, b: f64| (a - b).abs() < 0.01;
            let is_at = |x: f64, y: f64, like: &Cut| {
                cuts.iter().any(|cut| match (*cut, *like) {
                    (Cut::Dot { x: a, y: b, r }, Cut::Dot { r: s, .. }) => {
                        near(a, x) && near(b, y) && near(r, s)
                    }
                    (Cut::Leaf { x: a, y: b, turn, .. }, Cut::Leaf { turn: t, .. }) => {
                        near(a, x) && near(b, y) && near(turn, t)
                    }
                    _ => false,
                })
            };
            for cut in &cuts {
                let (x, y, r) = match *cut {
                    Cut::Dot { x, y, r } => (x, y, r),
                    Cut::Leaf { x, y, .. } => (x, y, 0.0),
                };
                if (0.0..=side).contains(&y) && near(x, 0.0) | (x.abs() < r && x > -r) {
                    assert!(is_at(x + side, y, cut), "{cloth}: nothing at {} opposite {x}, {y}", x + side);
                }
                if (0.0..=side).contains(&x) && near(y, 0.0) | (y.abs() < r && y > -r) {
                    assert!(is_at(x, y + side, cut), "{cloth}: nothing at {} below {x}, {y}", y + side);
                }
            }
        }
        assert_ne!(stencil("sprig").1, stencil("water").1);
        assert_eq!(stencil("no such cloth"), stencil("blossom"));
    }
}
