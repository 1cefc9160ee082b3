//! Named steps with the time each took, and a closing total.

use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// The steps of one run, printed as they go.
pub struct Steps {
    started: Instant,
    done: Vec<(String, Duration)>,
}

impl Steps {
    /// Starts counting.
    pub fn start() -> Self {
        Self { started: Instant::now(), done: Vec::new() }
    }

    /// Runs one step under its name and prints what it took. A failing step's error carries the name.
    pub fn run<T>(&mut self, name: &str, step: impl FnOnce() -> Result<T>) -> Result<T> {
        println!("\n==== {name}");
        let begun = Instant::now();
        let outcome = step();
        let took = begun.elapsed();
        let word = if outcome.is_ok() { "done in" } else { "FAILED after" };
        println!("---- {name}: {word} {}", seconds(took));
        self.done.push((name.to_owned(), took));
        outcome.with_context(|| format!("step \"{name}\" failed"))
    }

    /// Prints the table of steps and the total.
    pub fn print_total(&self) {
        println!("\n==== what it took");
        for (name, took) in &self.done {
            println!("{:>10}  {name}", seconds(*took));
        }
        println!("{:>10}  in all", seconds(self.started.elapsed()));
    }
}

/// `7.3 s`, or `12 min 05 s` from two minutes on.
fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 120 {
        format!("{}.{} s", whole, duration.subsec_millis() / 100)
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_times_show_tenths_and_long_ones_minutes() {
        assert_eq!(seconds(Duration::from_millis(7_390)), "7.3 s");
        assert_eq!(seconds(Duration::from_secs(725)), "12 min 05 s");
    }

    #[test]
    fn a_failing_step_is_named_and_still_counted() {
        let mut steps = Steps::start();
        let outcome: Result<()> = steps.run("tidy", || anyhow::bail!("three findings"));
        let message = outcome.map_or_else(|error| format!("{error:#}"), |()| String::new());
        assert_eq!(message, "step \"tidy\" failed: three findings");
        assert_eq!(steps.done.len(), 1);
    }
}
