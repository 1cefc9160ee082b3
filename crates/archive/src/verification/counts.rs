//! Root, batches, used codes, used tokens and ballots: whether they add up.

use super::gathering::Gathered;
use crate::lines::{Batch, Channel, Standing};
use crate::released::sum;
use crate::report::{Fault, Warning};

/// The tree over the ballots.
pub fn root(gathered: &Gathered) -> Result<(), Fault> {
    let root = gathered.root.ok_or(Fault::RootDiffers)?;
    if root.ballots != gathered.tree.leaves() {
        return Err(Fault::BallotsMiscounted);
    }
    if root.root.0 == gathered.tree.root() { Ok(()) } else { Err(Fault::RootDiffers) }
}

/// What the file contradicts itself in. A batch that does not add up is a breach on record, and only warned of.
pub fn counts(gathered: &Gathered) -> Result<(), Fault> {
    let batches = &gathered.batches;
    if batches.windows(2).any(|pair| pair[0].number >= pair[1].number) {
        return Err(Fault::BatchesOutOfOrder);
    }
    if batches.iter().any(|batch| gathered.position(batch.sheet).is_none()) {
        return Err(Fault::BatchOfNoPanel);
    }
    let is_impossible = |batch: &Batch| {
        let is_void = batch.standing == Standing::Void;
        let is_paper = batch.channel == Channel::Paper;
        !is_paper && batch.invalid > 0 || is_void && (batch.spent > 0 || batch.invalid > 0)
    };
    if batches.iter().any(is_impossible) {
        return Err(Fault::BatchImpossible);
    }
    let of_codes = batches.iter().filter(|batch| batch.channel != Channel::Paper);
    if sum(of_codes.map(|batch| &batch.spent)) != gathered.spent {
        return Err(Fault::SpentDiffers);
    }
    let by_token = gathered.tokens.keys.iter().map(|key| &key.spent);
    if sum(batches.iter().map(|batch| &batch.spent).chain(by_token)) != gathered.tree.leaves() {
        return Err(Fault::BallotsDiffer);
    }
    if gathered.is_auditors() {
        for (panel, counted) in gathered.panels.iter().zip(&gathered.counted) {
            if came_back(gathered, panel.sheet).0 != counted.ballots {
                return Err(Fault::BallotsDiffer);
            }
        }
    }
    Ok(())
}

/// Ballots of a sheet by its batches and tokens, and paper that is none.
pub fn came_back(gathered: &Gathered, sheet: u32) -> (u64, u64) {
    let own = || gathered.batches.iter().filter(|batch| batch.sheet == sheet);
    let by_token = gathered.tokens.keys.iter().filter(|key| key.sheet == sheet).map(|key| &key.spent);
    (sum(own().map(|batch| &batch.spent).chain(by_token)), sum(own().map(|batch| &batch.invalid)))
}

/// What is said and refuses nothing.
pub fn warnings(gathered: &Gathered) -> Vec<Warning> {
    let mut warnings = Vec::new();
    for batch in gathered.batches.iter().filter(|batch| batch.standing == Standing::Valid) {
        let used = batch.spent.saturating_add(batch.invalid);
        match (batch.handed_out, batch.returned, batch.missing) {
            (Some(handed_out), Some(returned), Some(missing)) => {
                let accounted = used.saturating_add(returned).saturating_add(missing);
                if handed_out > batch.printed || accounted != handed_out {
                    warnings.push(Warning::BatchDoesNotAddUp(batch.number));
                }
            }
            _ => warnings.push(Warning::BatchNotCounted(batch.number)),
        }
    }
    if gathered.steps.windows(2).any(|pair| pair[0].day > pair[1].day) {
        warnings.push(Warning::DaysGoBack);
    }
    warnings
}
