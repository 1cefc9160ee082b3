//! Lines of the table.

use std::time::{Duration, Instant};

/// What was measured so far.
#[derive(Default)]
pub struct Report {
    lines: Vec<(String, String)>,
}

impl Report {
    /// Adds a line and tells it at once: a run takes minutes.
    pub fn add(&mut self, what: &str, figure: String) {
        eprintln!("{what}: {figure}");
        self.lines.push((what.to_owned(), figure));
    }

    /// Prints the table.
    pub fn print(&self) {
        println!("| measured | figure |\n|---|---|");
        for (what, figure) in &self.lines {
            println!("| {what} | {figure} |");
        }
    }
}

/// How long something takes, and what it gives.
pub fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}

/// A duration in words.
pub fn seconds(duration: Duration) -> String {
    format!("{:.2} s", duration.as_secs_f64())
}

/// A duration in words.
pub fn milliseconds(duration: Duration) -> String {
    format!("{:.1} ms", duration.as_secs_f64() * 1e3)
}

/// So many in that time, a second.
#[expect(clippy::cast_precision_loss, reason = "a printed speed")]
pub fn speed(count: usize, duration: Duration) -> f64 {
    count as f64 / duration.as_secs_f64()
}

/// A size in words.
#[expect(clippy::cast_precision_loss, reason = "a printed size")]
pub fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
