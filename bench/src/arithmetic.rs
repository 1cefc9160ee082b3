//! 1,000,000 ballots of ten items over 5,000 organisations: counted, and their release planned.

use anyhow::Result;
use rules::release::{Group, Node, RoundFigures, plan};
use rules::tally::{Shape, Tally};

use crate::report::{Report, seconds, timed};

const ORGANISATIONS: usize = 5_000;
const PANELS: usize = 4;
const BALLOTS_OF_A_PANEL: usize = 50;
const ITEMS: usize = 10;
const GRADES: u8 = 4;

/// Measures.
pub fn measure(report: &mut Report) -> Result<()> {
    let ballots = ballots();
    let (counting, tallies) = timed(|| count(&ballots));
    let tallies = tallies?;
    let number = ORGANISATIONS * PANELS * BALLOTS_OF_A_PANEL;
    report.add(&format!("tally of {number} ballots × {ITEMS} items"), seconds(counting));
    // A third of the groups is smaller than k, so that there is something to pool.
    let figures = figures(&tallies);
    let (planning, plan) = timed(|| plan(&figures));
    let plan = plan?;
    let what = format!(
        "release plan with suppression: {ORGANISATIONS} organisations, {} groups, {ITEMS} items, {} divisions",
        figures.groups.len(),
        plan.partitions.len()
    );
    report.add(&what, seconds(planning));
    Ok(())
}

/// As many different ballots as a panel has; every panel gets them.
fn ballots() -> Vec<Vec<Option<u8>>> {
    let grade = |ballot: usize, item: usize| u8::try_from((ballot * 7 + item * 3) % usize::from(GRADES)).ok();
    (0..BALLOTS_OF_A_PANEL).map(|ballot| (0..ITEMS).map(|item| grade(ballot, item)).collect()).collect()
}

fn count(ballots: &[Vec<Option<u8>>]) -> Result<Vec<Tally>> {
    let mut tallies = Vec::with_capacity(ORGANISATIONS * PANELS);
    for _ in 0..ORGANISATIONS * PANELS {
        let mut tally = Tally::new(Shape::new(1, vec![GRADES; ITEMS]));
        for ballot in ballots {
            tally.add(ballot)?;
        }
        tallies.push(tally);
    }
    Ok(tallies)
}

/// A county with fifty committees, a hundred branches below each, four groups at every branch.
fn figures(tallies: &[Tally]) -> RoundFigures {
    let mut nodes = vec![Node { parent: None }];
    nodes.extend((1..ORGANISATIONS).map(|place| Node { parent: Some(if place <= 50 { 0 } else { 1 + place % 50 }) }));
    let groups = tallies.iter().enumerate().map(|(number, tally)| {
        let small = number % 3 == 0;
        let counts = |item| tally.counts(0, item).map(|counts| counts.by_grade).unwrap_or_default();
        let items = (0..ITEMS).map(|item| if small { vec![2, 1, 0, 0] } else { counts(item) });
        Group { node: number / PANELS, valid: if small { 3 } else { tally.valid() }, items: items.collect() }
    });
    RoundFigures { groups: groups.collect(), nodes, known: Vec::new(), threshold: 5 }
}
