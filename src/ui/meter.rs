//! The progress meter with tiers: heights are true to price, widths true to people.
//!
//! Plain numbers in; the caller formats every label. A second form, for cards, is the thread alone.

use super::thread::{Knot, KnotLook, Thread, crowded, percent, text_width};
use crate::i18n::{decimal, k};
use leptos::prelude::*;

/// One price step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeterTier {
    /// From how many people this price holds.
    pub from: i64,
    /// The price for the scale, in minor units.
    pub price: i64,
    /// The price as text, such as `¥99`.
    pub label: String,
}

/// Height of the chart in its own units; the highest price leaves a tenth free above.
const HEIGHT: f64 = 112.0;
const TALLEST: f64 = 101.0;

/// Price steps over a thread on the same scale of people.
#[component]
pub fn Meter(
    /// Steps from the first price on, by rising head count.
    #[prop(into)]
    tiers: Signal<Vec<MeterTier>>,
    /// How many people there are now.
    #[prop(into)]
    count: Signal<i64>,
    /// How many there may be; 0 for no limit.
    #[prop(optional, into)]
    max: Signal<i64>,
) -> impl IntoView {
    let plan = Memo::new(move |_| plan(&tiers.get(), count.get(), max.get()));
    let passed = Signal::derive(move || plan.with(|p| p.now));
    let knots = Signal::derive(move || plan.with(|p| p.knots.clone()));
    let sentence = Signal::derive(move || sentence(&tiers.get(), count.get()));
    view! {
        <div class="meter">
            <div class="steps-chart" aria-hidden="true">{move || plan.with(chart)}</div>
            <Thread passed knots sentence />
            {move || plan.with(|p| p.crowded).then(|| view! { <p class="cap num" aria-hidden="true">{sentence}</p> })}
        </div>
    }
    .into_any()
}

/// The thread of a deal alone, for a card: prices at their head counts.
#[component]
pub fn CompactMeter(
    /// Steps from the first price on, by rising head count.
    #[prop(into)]
    tiers: Signal<Vec<MeterTier>>,
    /// How many people there are now.
    #[prop(into)]
    count: Signal<i64>,
) -> impl IntoView {
    let end = move || tiers.with(|t| t.last().map_or(1, |t| t.from)).max(count.get()).max(1) as f64;
    let passed = Signal::derive(move || count.get() as f64 / end());
    let knots = Signal::derive(move || {
        let (count, end) = (count.get(), end());
        let first = tiers.with(|t| t.first().map(|t| t.from)).unwrap_or_default();
        let mut knots: Vec<Knot> = tiers.with(|tiers| {
            let knot = |tier: &MeterTier| {
                let start = tier.from == first;
                let label = if start {
                    tier.label.clone()
                } else {
                    k::ui::meter_step(&crate::i18n::number(tier.from), &tier.label)
                };
                let at = if start { 0.0 } else { tier.from as f64 / end };
                Knot::new(at, reached(tier.from, count), label)
            };
            tiers.iter().map(knot).collect()
        });
        knots.push(Knot::new(count as f64 / end, KnotLook::Now, ""));
        knots
    });
    let sentence = Signal::derive(move || sentence(&tiers.get(), count.get()));
    view! { <Thread passed knots sentence /> }
}

/// What the drawing needs, computed once a change.
#[derive(Clone, PartialEq)]
struct Plan {
    /// Now, as a part of the width.
    now: f64,
    steps: Vec<PlanStep>,
    knots: Vec<Knot>,
    /// Some label found no place: the sentence stands below in plain sight.
    crowded: bool,
}

#[derive(Clone, PartialEq)]
struct PlanStep {
    start: f64,
    end: f64,
    /// Height in chart units from the bottom.
    height: f64,
    label: String,
    current: bool,
    /// Whether the label has a place inside the chart.
    shown: bool,
}

fn plan(tiers: &[MeterTier], count: i64, max: i64) -> Plan {
    let last = tiers.last().map_or(1, |t| t.from);
    // Without a limit the last step still needs a width to be seen: a third more than its start.
    let open_end = last + (last / 3).max(1);
    let people_end = if max > last { max } else { open_end }.max(count).max(1);
    let end = people_end as f64;
    let top = tiers.iter().map(|t| t.price).max().unwrap_or(1).max(1) as f64;
    let current = tiers.iter().rposition(|t| t.from <= count.max(1)).unwrap_or(0);
    let starts: Vec<f64> =
        tiers.iter().enumerate().map(|(at, t)| if at == 0 { 0.0 } else { t.from as f64 / end }).collect();
    let steps = tiers.iter().enumerate().map(|(at, tier)| PlanStep {
        start: starts.get(at).copied().unwrap_or(0.0),
        end: starts.get(at + 1).copied().unwrap_or(1.0),
        height: tier.price.max(0) as f64 / top * TALLEST,
        label: tier.label.clone(),
        current: at == current,
        shown: true,
    });
    let mut steps: Vec<PlanStep> = steps.collect();
    place_labels(&mut steps);
    let axis = |n: i64| k::ui::meter_axis(&crate::i18n::number(n));
    let mut knots = vec![Knot::new(0.0, KnotLook::Reached, axis(0))];
    let later = tiers.iter().skip(1).filter(|t| t.from != count);
    knots.extend(later.map(|t| Knot::new(t.from as f64 / end, reached(t.from, count), axis(t.from))));
    let here = k::ui::meter_axis_now(&crate::i18n::number(count));
    knots.push(Knot::new(count as f64 / end, KnotLook::Now, here));
    if count == 0 {
        knots.remove(0);
    }
    let crowded = crowded(&knots) || steps.iter().any(|s| !s.shown);
    Plan { now: count as f64 / end, steps, knots, crowded }
}

/// Hide the labels that would lie on another one or outside their step; the current step's label always stays.
fn place_labels(steps: &mut [PlanStep]) {
    let mut taken: Vec<[f64; 4]> = Vec::new();
    let mut order: Vec<&mut PlanStep> = steps.iter_mut().collect();
    order.sort_by_key(|step| !step.current);
    for step in order {
        let (size, lines) = if step.current { (24.0, 2.2) } else { (18.0, 1.0) };
        let (left, top) = (step.start * 320.0 + 9.0, (1.0 - step.height / HEIGHT) * 148.0);
        let right = left + text_width(&step.label) * size;
        let bottom = top + lines * 22.0;
        let free = taken.iter().all(|[l, t, r, b]| right <= *l || *r <= left || bottom <= *t || *b <= top);
        let fits = right <= step.end * 320.0 + 4.0;
        step.shown = step.current || (free && fits);
        if step.shown {
            taken.push([left, top, right, bottom]);
        }
    }
}

fn chart(plan: &Plan) -> AnyView {
    let now = plan.now;
    let (mut got, mut rest, mut edge, mut todo) =
        (String::new(), String::new(), String::new(), String::new());
    for step in &plan.steps {
        let y = HEIGHT - step.height;
        for (from, to, area, line) in [
            (step.start, step.end.min(now), &mut got, &mut edge),
            (step.start.max(now), step.end, &mut rest, &mut todo),
        ] {
            if from < to {
                let (x, end) = (from * 1000.0, to * 1000.0);
                let [x, y, end, bottom] = [x, y, end, HEIGHT].map(decimal);
                area.push_str(&format!("M{x} {bottom}V{y}H{end}V{bottom}z"));
                let join = if line.is_empty() { 'M' } else { 'L' };
                line.push_str(&format!("{join}{x} {y}H{end}"));
            }
        }
    }
    let label = |step: &PlanStep| {
        view! {
            <span
                data-cur=step.current.then_some("")
                style:inset-inline-start=percent(step.start)
                style:inset-block-start=percent(1.0 - step.height / HEIGHT)
            >
                <b class="num">{step.label.clone()}</b>
                {step.current.then(k::common::now)}
            </span>
        }
    };
    let here = plan.steps.iter().find(|s| s.current).map_or(0.0, |s| 1.0 - s.height / HEIGHT);
    view! {
        <svg viewBox="0 0 1000 112" preserveAspectRatio="none">
            <path class="got" d=got></path>
            <path class="rest" d=rest></path>
            <path class="edge" data-todo="" d=todo></path>
            <path class="edge" d=edge></path>
        </svg>
        {plan.steps.iter().filter(|step| step.shown).map(label).collect_view()}
        <i class="you" style:inset-inline-start=percent(now) style:inset-block-start=percent(here)></i>
    }
    .into_any()
}

fn reached(from: i64, count: i64) -> KnotLook {
    if from <= count { KnotLook::Reached } else { KnotLook::Ahead }
}

fn people(n: i64) -> String {
    k::common::people(n)
}

/// All tiers and the count, for those who hear the drawing.
fn sentence(tiers: &[MeterTier], count: i64) -> String {
    let steps: Vec<String> = tiers.iter().map(|t| k::ui::meter_tier(&people(t.from), &t.label)).collect();
    k::ui::meter_sentence(&k::ui::meter_now(&people(count)), &crate::i18n::list(&steps))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiers() -> Vec<MeterTier> {
        [(1, 12_800), (3, 9_900), (10, 7_900)]
            .map(|(from, price)| MeterTier { from, price, label: format!("¥{}", price / 100) })
            .into()
    }

    #[test]
    fn the_current_step_is_the_last_one_reached() {
        let current = |count| plan(&tiers(), count, 0).steps.iter().position(|s| s.current);
        assert_eq!([0, 1, 2, 3, 9, 10, 40].map(current), [0, 0, 0, 1, 1, 2, 2].map(Some));
    }

    #[test]
    fn heights_are_true_to_price_from_zero() {
        let steps = plan(&tiers(), 6, 0).steps;
        assert!((steps[1].height / steps[0].height - 99.0 / 128.0).abs() < 1e-9);
        assert!((steps[0].height - TALLEST).abs() < 1e-9);
    }

    #[test]
    fn everything_stays_on_the_drawing() {
        for (count, max) in [(0, 0), (0, 20), (6, 13), (25, 20), (1_000, 0)] {
            let plan = plan(&tiers(), count, max);
            assert!((0.0..=1.0).contains(&plan.now), "{count} of {max}");
            assert!(plan.steps.iter().all(|s| s.start <= s.end && s.end <= 1.0), "{count} of {max}");
        }
        assert_eq!(plan(&[], 0, 0).steps, vec![]);
    }

    #[test]
    fn labels_never_lie_on_each_other() {
        let shown = |tiers: &[MeterTier], count, max| {
            plan(tiers, count, max).steps.iter().map(|s| s.shown).collect::<Vec<_>>()
        };
        assert_eq!(shown(&tiers(), 6, 0), [true; 3]);
        let many: Vec<MeterTier> = [(1, 12_800), (2, 11_800), (3, 9_900), (4, 8_900), (10, 7_900)]
            .map(|(from, price)| MeterTier { from, price, label: format!("¥{}", price / 100) })
            .into();
        assert_eq!(shown(&many, 12, 16), [false, false, false, true, true]);
        assert!(plan(&many, 12, 16).crowded && !plan(&tiers(), 6, 0).crowded);
    }

    impl std::fmt::Debug for PlanStep {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(f, "{}..{} at {}", self.start, self.end, self.height)
        }
    }
}
