//! 10,000 slips as PDF.

use anyhow::Result;
use documents::papers::slips::{Slip, View, render};
use documents::{Date, Language, Period};

use crate::report::{Report, megabytes, seconds, timed};

const SLIPS: u32 = 10_000;

/// Measures.
pub fn measure(report: &mut Report) -> Result<()> {
    let slip = |number: u32| Slip {
        code: format!("7KQ2-M9XD-4TPA-{number:04}-H"),
        url: format!("https://vote.example.org/b#7KQ2-M9XD-4TPA-{number:04}-H"),
    };
    let day = |day| Date { year: 2026, month: 7, day };
    let view = View {
        round: "2026年上半年群众评议".to_owned(),
        valid: Period { from: day(1), to: day(10) },
        address: "https://vote.example.org/b".to_owned(),
        slips: (0..SLIPS).map(slip).collect(),
    };
    let (setting, bytes) = timed(|| render(&view, Language::ZhHans));
    let size = megabytes(u64::try_from(bytes?.len())?);
    report.add(&format!("{SLIPS} slips as PDF"), format!("{}, {size}", seconds(setting)));
    Ok(())
}
