//! Reading and verifying an archive in a process of its own, so that its memory is told by itself.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use archive::Evidence;

use crate::memory::{self, Figure};

/// The first argument of such a process.
pub const ALONE: &str = "verify-alone";

/// What it took.
pub struct Verified {
    /// One plain read of the file.
    pub read: Duration,
    /// Every step of `zhengyou verify`.
    pub verified: Duration,
    /// The most memory the process held, in bytes, where the system tells it.
    pub peak: Option<u64>,
}

/// Verifies a file in a process of its own.
pub fn apart(file: &Path) -> Result<Verified> {
    let told = Command::new(std::env::current_exe()?).arg(ALONE).arg(file).output()?;
    ensure!(told.status.success(), "the archive was not verified: {}", String::from_utf8_lossy(&told.stderr));
    let told = String::from_utf8(told.stdout)?;
    let mut numbers = told.split_whitespace().map(str::parse::<u64>);
    let mut next = || numbers.next().context("three numbers")?.context("a number");
    let (read, verified, peak) = (next()?, next()?, next()?);
    Ok(Verified {
        read: Duration::from_micros(read),
        verified: Duration::from_micros(verified),
        peak: (peak > 0).then_some(peak),
    })
}

/// What that process does: prints microseconds of reading and of verifying, and its peak of memory or 0.
pub fn alone(file: &Path) -> Result<()> {
    let read = read(&[file.to_owned()])?.1;
    let start = Instant::now();
    let report = archive::verify(BufReader::with_capacity(1 << 20, File::open(file)?), &Evidence::default())?;
    let verified = start.elapsed();
    ensure!(report.stands(), "{report:?}");
    let peak = memory::of("self", Figure::Peak).unwrap_or_default();
    println!("{} {} {peak}", read.as_micros(), verified.as_micros());
    Ok(())
}

/// Reads files from beginning to end and does nothing with them: how many bytes, and how long.
pub fn read(files: &[PathBuf]) -> io::Result<(u64, Duration)> {
    let start = Instant::now();
    let (mut buffer, mut bytes) = (vec![0; 1 << 20], 0);
    for file in files {
        let mut file = File::open(file)?;
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                read => bytes += read as u64,
            }
        }
    }
    Ok((bytes, start.elapsed()))
}
