//! What the commands print while they work: one line per step, a table at the end.

use crate::Result;
use std::time::{Duration, Instant};

/// Announces a step: what, why, and how long it usually takes.
pub fn step(what: &str, why: &str, takes: &str) {
    println!("▸ {what}: {why} ({takes})");
}

/// A step that needed nothing.
pub fn kept(what: &str) {
    println!("✓ {what}");
}

/// Steps with their times, for the table at the end.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Runs one step under a header line; its failure names it.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        println!("\n━━ {name}");
        let begun = Instant::now();
        let outcome = work();
        let took = begun.elapsed();
        match outcome {
            Ok(()) => {
                println!("━━ {name}: passed in {}", time(took));
                self.done.push((name.to_owned(), took));
                Ok(())
            }
            Err(sentence) => {
                println!("\n{}", self.table());
                Err(format!("{name} did not pass after {}. {sentence}", time(took)))
            }
        }
    }

    /// The steps done so far and their sum.
    pub fn table(&self) -> String {
        let width = self.done.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(5);
        let row = |name: &str, took: Duration| format!("  {name:<width$}  {:>8}\n", time(took));
        let rows: String = self.done.iter().map(|(name, took)| row(name, *took)).collect();
        rows + &row("total", self.done.iter().map(|(_, took)| *took).sum())
    }
}

/// A duration as people say it: `3.2 s`, `4 min 05 s`.
pub fn time(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// A byte count as people say it, in kB of 1000 bytes.
pub fn kb(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_naturally() {
        assert_eq!(time(Duration::from_millis(3_240)), "3.2 s");
        assert_eq!(time(Duration::from_secs(245)), "4 min 05 s");
    }

    #[test]
    fn kilobytes_round_up() {
        assert_eq!(kb(0), "0.0");
        assert_eq!(kb(1), "0.1");
        assert_eq!(kb(159_999), "160.0");
        assert_eq!(kb(160_001), "160.1");
    }

    #[test]
    fn a_failing_step_stops_with_its_name_and_stays_out_of_the_table() {
        let mut steps = Steps::default();
        steps.run("one", || Ok(())).unwrap();
        let error = steps.run("two", || Err("It broke.".to_owned())).unwrap_err();
        assert!(error.starts_with("two did not pass") && error.ends_with("It broke."), "{error}");
        assert!(steps.table().contains("one") && !steps.table().contains("two"));
    }
}
