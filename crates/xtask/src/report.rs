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

/// What came of a step that may lack something that is not ours.
pub enum Done {
    /// It ran, and all was well.
    Passed,
    /// It could not run: a sentence that says why.
    Skipped(String),
}

/// Steps with their times, for the table at the end.
#[derive(Default)]
pub struct Steps {
    done: Vec<(String, Duration, Done)>,
}

impl Steps {
    /// Runs one step under a header line; its failure names it.
    pub fn run(&mut self, name: &str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.run_or_skip(name, || work().map(|()| Done::Passed))
    }

    /// Runs one step that says so, here and in the table, when it could not run.
    pub fn run_or_skip(&mut self, name: &str, work: impl FnOnce() -> Result<Done>) -> Result<()> {
        println!("\n━━ {name}");
        let begun = Instant::now();
        let outcome = work();
        let took = begun.elapsed();
        match outcome {
            Ok(done) => {
                match &done {
                    Done::Passed => println!("━━ {name}: passed in {}", time(took)),
                    Done::Skipped(why) => println!("━━ {name}: skipped. {why}"),
                }
                self.done.push((name.to_owned(), took, done));
                Ok(())
            }
            Err(sentence) => {
                println!("\n{}", self.table());
                Err(format!("{name} did not pass after {}. {sentence}", time(took)))
            }
        }
    }

    /// How many steps could not run.
    pub fn skipped(&self) -> usize {
        self.done.iter().filter(|(_, _, done)| matches!(done, Done::Skipped(_))).count()
    }

    /// The steps done so far and their sum.
    pub fn table(&self) -> String {
        let width = self.done.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0).max(5);
        let row = |name: &str, took: &str| format!("  {name:<width$}  {took:>8}\n");
        let rows = self.done.iter().map(|(name, took, done)| match done {
            Done::Passed => row(name, &time(*took)),
            Done::Skipped(why) => row(name, &format!("skipped: {why}")),
        });
        rows.collect::<String>() + &row("total", &time(self.done.iter().map(|(_, took, _)| *took).sum()))
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

    #[test]
    fn a_skipped_step_says_why_in_the_table() {
        let mut steps = Steps::default();
        steps.run_or_skip("one", || Ok(Done::Skipped("It is not to be had.".to_owned()))).unwrap();
        steps.run_or_skip("two", || Ok(Done::Passed)).unwrap();
        assert_eq!(steps.skipped(), 1);
        assert!(steps.table().contains("skipped: It is not to be had."), "{}", steps.table());
    }
}
