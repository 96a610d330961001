//! Points, and the map from the modules of a flat symbol to the pixels of its picture.

/// A point, in pixels or in modules.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// To the right.
    pub x: f32,
    /// Down.
    pub y: f32,
}

impl Point {
    /// A point.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }
    /// The way from `other` to here.
    pub fn minus(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
    /// Moved by `share` of `way`.
    pub fn plus(self, way: Self, share: f32) -> Self {
        Self::new(self.x + way.x * share, self.y + way.y * share)
    }
    /// How far from the origin.
    pub fn length(self) -> f32 {
        self.x.hypot(self.y)
    }
    /// Twice the area between two ways; positive when `other` is clockwise on a screen.
    pub fn cross(self, other: Self) -> f32 {
        self.x * other.y - self.y * other.x
    }
    /// How much two ways agree.
    pub fn dot(self, other: Self) -> f32 {
        self.x * other.x + self.y * other.y
    }
}

/// A map of the plane that keeps lines straight.
#[derive(Debug, Clone, Copy)]
pub struct Perspective([f32; 9]);

impl Perspective {
    /// The map that takes each of four points to another; none if three lie on a line.
    pub fn between(from: &[Point; 4], to: &[Point; 4]) -> Option<Self> {
        Some(Self::of_square(to)?.after(Self::of_square(from)?.turned()))
    }

    /// Where a point goes.
    pub fn of(&self, p: Point) -> Point {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        let w = 1.0 / (g * p.x + h * p.y + i);
        Point::new((a * p.x + b * p.y + c) * w, (d * p.x + e * p.y + f) * w)
    }

    /// From the corners of the unit square, clockwise, to four points.
    fn of_square([p, q, r, s]: &[Point; 4]) -> Option<Self> {
        let (d1, d2) = (q.minus(*r), s.minus(*r));
        let d3 = Point::new(p.x - q.x + r.x - s.x, p.y - q.y + r.y - s.y);
        let area = d1.cross(d2);
        if area.abs() < 1e-6 {
            return None;
        }
        let (g, h) = (d3.cross(d2) / area, d1.cross(d3) / area);
        let row = |p: f32, q: f32, s: f32| (q - p + g * q, s - p + h * s, p);
        let ((a, b, c), (d, e, f)) = (row(p.x, q.x, s.x), row(p.y, q.y, s.y));
        Some(Self([a, b, c, d, e, f, g, h, 1.0]))
    }

    /// The map back (up to a factor, which does not matter).
    fn turned(self) -> Self {
        let [a, b, c, d, e, f, g, h, i] = self.0;
        Self([
            e * i - f * h,
            c * h - b * i,
            b * f - c * e,
            f * g - d * i,
            a * i - c * g,
            c * d - a * f,
            d * h - e * g,
            b * g - a * h,
            a * e - b * d,
        ])
    }

    /// First `first`, then this.
    fn after(self, first: Self) -> Self {
        let ([a, b, c, d, e, f, g, h, i], [j, k, l, m, n, o, p, q, r]) = (self.0, first.0);
        Self([
            a * j + b * m + c * p,
            a * k + b * n + c * q,
            a * l + b * o + c * r,
            d * j + e * m + f * p,
            d * k + e * n + f * q,
            d * l + e * o + f * r,
            g * j + h * m + i * p,
            g * k + h * n + i * q,
            g * l + h * o + i * r,
        ])
    }
}

/// Where two lines meet, each given by two points; none when they hardly do.
pub fn crossing([a, b]: [Point; 2], [c, d]: [Point; 2]) -> Option<Point> {
    let (one, two) = (b.minus(a), d.minus(c));
    let area = one.cross(two);
    if area.abs() < 0.05 * one.length() * two.length() {
        return None;
    }
    Some(a.plus(one, c.minus(a).cross(two) / area))
}

/// The straight line nearest to some points, as two of its points.
pub fn line(points: &[Point]) -> Option<[Point; 2]> {
    if points.len() < 2 {
        return None;
    }
    let n = points.len() as f32;
    let sum = points.iter().fold(Point::default(), |s, p| s.plus(*p, 1.0));
    let mean = Point::new(sum.x / n, sum.y / n);
    let (xx, xy, yy) = points
        .iter()
        .map(|p| p.minus(mean))
        .fold((0.0, 0.0, 0.0), |(xx, xy, yy), d| (xx + d.x * d.x, xy + d.x * d.y, yy + d.y * d.y));
    let angle = 0.5 * f32::atan2(2.0 * xy, xx - yy);
    Some([mean, mean.plus(Point::new(angle.cos(), angle.sin()), 10.0)])
}
