//! The thread: one horizontal line with knots, to scale. Limits, prices and growth are all this drawing.
//!
//! Knots differ by shape as well as by colour. The drawing is an image whose name is a full sentence.

use crate::i18n::decimal;
use leptos::prelude::*;

/// What a knot says, by its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KnotLook {
    /// A solid disc: reached.
    Reached,
    /// A ring: ahead.
    #[default]
    Ahead,
    /// A turmeric diamond: now.
    Now,
    /// A madder square: failed.
    Failed,
}

impl KnotLook {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Ahead => "ahead",
            Self::Now => "now",
            Self::Failed => "failed",
        }
    }
}

/// A stop on the thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Knot {
    /// Where, from 0.0 to 1.0.
    pub at: f64,
    /// Its shape.
    pub look: KnotLook,
    /// What stands under it; empty for nothing.
    pub label: String,
}

impl Knot {
    /// A knot with a label.
    pub fn new(at: f64, look: KnotLook, label: impl Into<String>) -> Self {
        Self { at: at.clamp(0.0, 1.0), look, label: label.into() }
    }
}

/// A line with knots, to scale, and the labels under it.
#[component]
pub fn Thread(
    /// How far the thread is passed, from 0.0 to 1.0.
    #[prop(into)]
    passed: Signal<f64>,
    /// The knots from left to right.
    #[prop(into)]
    knots: Signal<Vec<Knot>>,
    /// The whole drawing in a sentence, for assistive technology.
    #[prop(into)]
    sentence: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="thread-box" role="img" aria-label=sentence>
            <div class="thread">
                <span class="thread-passed" style:inline-size=move || percent(passed.get())></span>
                {move || knots.get().into_iter().map(knot).collect_view()}
            </div>
            {move || axis(&knots.get())}
        </div>
    }
    .into_any()
}

pub(super) fn percent(part: f64) -> String {
    decimal(part.clamp(0.0, 1.0) * 100.0) + "%"
}

fn knot(knot: Knot) -> AnyView {
    bare_knot(knot.look, knot.at)
}

/// A knot without a label, at a part of the thread.
pub(super) fn bare_knot(look: KnotLook, at: f64) -> AnyView {
    let edge = if at <= 0.0 {
        Some("start")
    } else if at >= 1.0 {
        Some("end")
    } else {
        None
    };
    view! { <span class="knot" data-k=look.name() data-edge=edge style:inset-inline-start=percent(at)></span> }.into_any()
}

/// The labels under the thread; where two would touch, the less important one takes a second row, or goes.
fn axis(knots: &[Knot]) -> Option<AnyView> {
    let rows = rows(knots);
    let two = rows.contains(&Some(1));
    let labels = knots.iter().zip(rows).filter_map(|(knot, row)| {
        let edge = match knot.at {
            at if at < START => "start",
            at if at > END => "end",
            _ => "mid",
        };
        let row = row?.to_string();
        Some(view! {
            <span data-k=knot.look.name() data-edge=edge data-row=row style:inset-inline-start=percent(knot.at)>
                {knot.label.clone()}
            </span>
        })
    });
    let labels = labels.collect_view();
    knots.iter().any(|k| !k.label.is_empty()).then(|| {
        view! { <div class="axis num" data-rows=if two { "2" } else { "1" }>{labels}</div> }.into_any()
    })
}

/// Before and after these, a label stands at the edge of the thread instead of under its knot.
const START: f64 = 0.06;
const END: f64 = 0.94;

/// Whether a label found no place under the thread.
pub(super) fn crowded(knots: &[Knot]) -> bool {
    knots.iter().zip(rows(knots)).any(|(knot, row)| !knot.label.is_empty() && row.is_none())
}

/// The row of each label, 0 or 1; `None` where there is no label or no place. "Now" always keeps the first row.
fn rows(knots: &[Knot]) -> Vec<Option<usize>> {
    let mut order: Vec<(usize, &Knot)> =
        knots.iter().enumerate().filter(|(_, k)| !k.label.is_empty()).collect();
    order.sort_by_key(|(_, knot)| knot.look != KnotLook::Now);
    let mut rows = vec![None; knots.len()];
    let mut taken: [Vec<(f64, f64)>; 2] = Default::default();
    for (at, knot) in order {
        let (start, end) = extent(knot);
        let free = taken.iter().position(|row| row.iter().all(|(s, e)| end <= *s || *e <= start));
        if let Some(row) = free.and_then(|row| taken.get_mut(row)) {
            row.push((start, end));
        }
        if let Some(slot) = rows.get_mut(at) {
            *slot = free;
        }
    }
    rows
}

/// Where a label begins and ends, as parts of a thread of 320 px at the largest text size.
fn extent(knot: &Knot) -> (f64, f64) {
    let width = (text_width(&knot.label) * 16.0 + 6.0) / 320.0;
    match knot.at {
        at if at < START => (at, at + width),
        at if at > END => (at - width, at),
        at => (at - width / 2.0, at + width / 2.0),
    }
}

/// How wide a text is, in ems: a Chinese character is one, anything else a little more than half.
pub(super) fn text_width(text: &str) -> f64 {
    text.chars().map(|c| if c < '\u{2e80}' { 0.58 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(labels: &[(f64, KnotLook, &str)], wanted: &[Option<usize>]) {
        let knots: Vec<Knot> = labels.iter().map(|(at, look, label)| Knot::new(*at, *look, *label)).collect();
        assert_eq!(rows(&knots), wanted);
    }

    #[test]
    fn labels_that_would_touch_take_a_second_row() {
        use KnotLook::{Ahead, Now, Reached};
        let (up, down) = (Some(0), Some(1));
        check(
            &[(0.0, Reached, "0 人"), (0.3, Reached, "3 人"), (0.6, Now, "6 人"), (1.0, Ahead, "10 人")],
            &[up; 4],
        );
        check(&[(0.5, Reached, "10 人"), (0.55, Now, "11 人")], &[down, up]);
        check(&[(0.5, Reached, "9 人"), (0.55, Reached, "10 人"), (0.6, Now, "11 人")], &[down, None, up]);
        check(&[(0.5, Reached, ""), (0.55, Now, "11 人")], &[None, up]);
        check(&[(0.667, Now, "¥80"), (1.0, Ahead, "上限 ¥120")], &[up, up]);
    }

    #[test]
    fn a_place_outside_the_thread_is_its_end() {
        assert_eq!(Knot::new(1.4, KnotLook::Ahead, "").at, 1.0);
        assert_eq!(percent(-0.2), "0%");
    }
}
