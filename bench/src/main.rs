//! The figures of `docs/PERFORMANCE.md`: `cargo xtask bench` builds this in release and runs it.
//!
//! Purpose: one run measures everything the document keeps, each figure beside the baseline it is a ratio of.
//!
//! Invariant: what is compared is measured in the same run, on the same rows, in the same place.
//!
//! Absence: no limit that fails a run. Machines differ and are busy; a person reads the ratios.
//!
//! Boundary: prints Markdown. Rounds are drawn up through the product's own pages; ballots go over HTTP.
#![expect(clippy::expect_used, reason = "a measurement stops at the first surprise, with a message")]

mod arithmetic;
mod bare;
mod blinding;
mod casting;
mod county;
mod load;
mod memory;
mod pages;
mod papers;
mod product;
mod report;
mod sealing;
mod tokens;
mod verifying;

use std::path::Path;

use report::Report;

/// What can be measured alone: `cargo xtask bench ballots pages`. A number is how many ballots are sealed.
const PARTS: [&str; 9] =
    ["arithmetic", "tokens", "blinding", "papers", "ballots", "sealing", "pages", "county", "product"];

fn main() -> anyhow::Result<()> {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    if let [first, file] = asked.as_slice()
        && first == verifying::ALONE
    {
        return verifying::alone(Path::new(file));
    }
    let (numbers, asked): (Vec<_>, Vec<_>) = asked.into_iter().partition(|asked| asked.parse::<usize>().is_ok());
    let sealed = numbers.first().map_or(Ok(sealing::BALLOTS), |number| number.parse())?;
    if let Some(unknown) = asked.iter().find(|asked| !PARTS.contains(&asked.as_str())) {
        anyhow::bail!("nothing is called {unknown}; there are {}", PARTS.join(", "));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let mut report = Report::default();
    for part in PARTS {
        if !asked.is_empty() && !asked.iter().any(|asked| asked == part) {
            continue;
        }
        match part {
            "arithmetic" => arithmetic::measure(&mut report)?,
            "tokens" => tokens::measure(&mut report)?,
            "blinding" => runtime.block_on(blinding::measure(&mut report))?,
            "papers" => papers::measure(&mut report)?,
            "ballots" => runtime.block_on(casting::measure(&mut report)),
            "sealing" => runtime.block_on(sealing::measure(&mut report, sealed)),
            "pages" => runtime.block_on(pages::measure(&mut report)),
            "county" => runtime.block_on(county::measure(&mut report)),
            _ => product::measure(&mut report)?,
        }
    }
    report.print();
    Ok(())
}
