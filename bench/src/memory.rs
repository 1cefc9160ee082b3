//! What a process holds in memory, where the system tells it as Linux does.

use std::fs;

/// A figure of memory.
#[derive(Clone, Copy)]
pub enum Figure {
    /// What is held now.
    Resident,
    /// The most that was held since the peak was last forgotten.
    Peak,
}

/// A figure of a process in bytes; `self` is this one.
pub fn of(process: &str, figure: Figure) -> Option<u64> {
    let label = match figure {
        Figure::Resident => "VmRSS:",
        Figure::Peak => "VmHWM:",
    };
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with(label))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Forgets the peak of this process; what it holds now.
pub fn forget_peak() -> Option<u64> {
    fs::write("/proc/self/clear_refs", "5").ok()?;
    of("self", Figure::Resident)
}
