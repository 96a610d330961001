//! From the shades of modules to dark and light, where a threshold for pixels was not enough. Knows no picture.

use crate::symbol::Modules;

/// The modules by their shades: each against those about it, after `sharper` of its difference from its neighbours.
pub fn judged(shades: &[f32], side: usize, sharper: f32, inverted: bool) -> Modules {
    let of =
        |x: usize, y: usize| shades.get(y.min(side - 1) * side + x.min(side - 1)).copied().unwrap_or(0.0);
    let clear: Vec<f32> = (0..side * side)
        .map(|i| {
            let (x, y) = (i % side, i / side);
            let about = of(x.saturating_sub(1), y) + of(x + 1, y) + of(x, y.saturating_sub(1)) + of(x, y + 1);
            of(x, y) + sharper * (of(x, y) - about / 4.0)
        })
        .collect();
    let sums = sums(shades, side);
    let reach = 5;
    Modules::new(side, |x, y| {
        let (x0, x1) = (x.saturating_sub(reach), (x + reach + 1).min(side));
        let (y0, y1) = (y.saturating_sub(reach), (y + reach + 1).min(side));
        let sum = |x: usize, y: usize| sums.get(y * (side + 1) + x).copied().unwrap_or(0.0);
        let mean = (sum(x1, y1) - sum(x0, y1) - sum(x1, y0) + sum(x0, y0)) / ((x1 - x0) * (y1 - y0)) as f32;
        (clear.get(y * side + x).copied().unwrap_or(0.0) < mean) != inverted
    })
}

fn sums(shades: &[f32], side: usize) -> Vec<f32> {
    let mut sums = vec![0f32; (side + 1) * (side + 1)];
    for y in 0..side {
        let mut row = 0.0;
        for x in 0..side {
            row += shades.get(y * side + x).copied().unwrap_or(0.0);
            let above = sums.get(y * (side + 1) + x + 1).copied().unwrap_or(0.0);
            if let Some(to) = sums.get_mut((y + 1) * (side + 1) + x + 1) {
                *to = above + row;
            }
        }
    }
    sums
}
