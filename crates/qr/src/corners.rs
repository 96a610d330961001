//! Which three squares belong to one symbol, and how many modules it has. Knows no pixels.

use crate::finder::Finder;
use crate::geometry::{Point, crossing, line};

/// Three squares that may be the corners of one symbol.
#[derive(Debug, Clone)]
pub struct Corners {
    /// Which squares they are: top left, top right, bottom left.
    pub of: [usize; 3],
    /// Their middles in the same order.
    pub at: [Point; 3],
    /// Modules a side, as estimated (17 and a multiple of 4).
    pub side: usize,
    /// Pixels a module.
    pub module: f32,
    /// Where the outer edges of the far squares meet: half a module inside the fourth corner.
    pub meet: Option<Point>,
}

/// The most squares that are combined.
const MOST: usize = 14;

/// Plausible threes, the most plausible first.
pub fn threes(found: &[Finder]) -> Vec<Corners> {
    let mut order: Vec<usize> = (0..found.len()).collect();
    // What many lines crossed is no accident of texture.
    let weight = |i: &usize| found.get(*i).map_or(0, |f| f.seen);
    order.sort_by_key(|i| core::cmp::Reverse(weight(i)));
    order.truncate(MOST);
    let mut threes = Vec::new();
    for (n, i) in order.iter().enumerate() {
        for (m, j) in order.iter().enumerate().skip(n + 1) {
            for k in order.iter().skip(m + 1) {
                threes.extend(three(found, [*i, *j, *k]));
            }
        }
    }
    threes.sort_by(|a: &(f32, Corners), b| a.0.total_cmp(&b.0));
    threes.into_iter().map(|(_, corners)| corners).collect()
}

fn three(found: &[Finder], of: [usize; 3]) -> Option<(f32, Corners)> {
    let [a, b, c] = of.map(|i| found.get(i));
    let all = [a?, b?, c?];
    let sizes = all.map(|f| f.module);
    let (small, large) = sizes.iter().fold((f32::MAX, 0f32), |(s, l), m| (s.min(*m), l.max(*m)));
    if large > small * 2.2 {
        return None;
    }
    // The corner between the others is the one whose two ways are nearest to square and even.
    let (score, turn) =
        (0..3).filter_map(|turn| Some((squareness(&all, turn)?, turn))).min_by(|a, b| a.0.total_cmp(&b.0))?;
    let pick = |i: usize| (turn + i) % 3;
    let (tl, mut tr, mut bl) = (pick(0), pick(1), pick(2));
    let (corner, one, other) = (*all.get(tl)?, *all.get(tr)?, *all.get(bl)?);
    if one.center.minus(corner.center).cross(other.center.minus(corner.center)) < 0.0 {
        core::mem::swap(&mut tr, &mut bl);
    }
    let (top, bottom) = (*all.get(tr)?, *all.get(bl)?);
    let modules = (apart(corner, top) + apart(corner, bottom)) / 2.0 + 7.0;
    if !(19.0..=190.0).contains(&modules) {
        return None;
    }
    let side = ((modules - 17.0) / 4.0).round().clamp(1.0, 40.0) as usize * 4 + 17;
    let (down, right) = (bottom.center.minus(corner.center), top.center.minus(corner.center));
    let meet = match (line(&top.side(right)), line(&bottom.side(down))) {
        (Some(east), Some(south)) => crossing(east, south),
        _ => None,
    };
    let [tl, tr, bl] = [tl, tr, bl].map(|i| of.get(i).copied().unwrap_or(0));
    let at = [corner.center, top.center, bottom.center];
    let module = sizes.iter().sum::<f32>() / 3.0;
    Some((score + large / small - 1.0, Corners { of: [tl, tr, bl], at, side, module, meet }))
}

/// Modules between two squares, by what a module is in that direction at each of them.
fn apart(a: &Finder, b: &Finder) -> f32 {
    let way = b.center.minus(a.center);
    let back = Point::new(-way.x, -way.y);
    let module = (a.reach_to(way) + b.reach_to(back) + a.reach_to(back) + b.reach_to(way)) / 12.0;
    way.length() / module.max(0.1)
}

/// How far from square the ways from one of three to the others are; none when it cannot be a symbol.
fn squareness(all: &[&Finder; 3], turn: usize) -> Option<f32> {
    let at = |i: usize| all.get((turn + i) % 3);
    let (corner, one, other) = (*at(0)?, *at(1)?, *at(2)?);
    let (a, b) = (one.center.minus(corner.center), other.center.minus(corner.center));
    let (la, lb) = (a.length(), b.length());
    let cosine = (a.dot(b) / (la * lb)).abs();
    let (ma, mb) = (apart(corner, one), apart(corner, other));
    let uneven = (ma / mb).max(mb / ma);
    let fits = cosine < 0.6 && uneven < 1.6 && ma > 11.0 && mb > 11.0 && ma < 190.0 && mb < 190.0;
    fits.then_some(cosine + (uneven - 1.0) * 2.0)
}
