//! Verifying an archive in one pass, then judging what was gathered, step by step.

mod counts;
mod evidence;
mod gathering;
mod panels;
mod release;
mod signatures;
mod sums;
mod tally;
mod tokens;

use std::collections::BTreeMap;
use std::io::{self, BufRead};

use crate::json::read_stored;
use crate::reader::{ReadError, Reader};
use crate::released::Release;
use crate::report::{Fault, Outcome, Report, StepName, Warning};
pub use evidence::Evidence;
use gathering::Gathered;

/// The first fault of each step that failed.
#[derive(Debug, Default)]
pub(crate) struct Faults(BTreeMap<StepName, (Fault, Option<u64>)>);

impl Faults {
    fn add(&mut self, step: StepName, fault: Fault, line: Option<u64>) {
        self.0.entry(step).or_insert((fault, line));
    }

    fn take(&mut self, step: StepName, judged: Result<(), Fault>) {
        if let Err(fault) = judged {
            self.add(step, fault, None);
        }
    }

    fn stands(&self, step: StepName) -> bool {
        !self.0.contains_key(&step)
    }

    /// Whether nothing failed that a step needs.
    fn allow(&self, step: StepName) -> bool {
        step.needs().iter().all(|needed| self.stands(*needed))
    }
}

/// Verifies an archive, alone and against what people hold besides.
///
/// # Errors
/// Those of the file; whatever it holds is no error but a step that failed.
pub fn verify(input: impl BufRead, evidence: &Evidence) -> io::Result<Report> {
    let mut faults = Faults::default();
    let gathered = match gather(input, evidence, &mut faults) {
        Ok(gathered) => gathered,
        Err(ReadError::Io(error)) => return Err(error),
        Err(ReadError::Refused { step, fault, line }) => {
            faults.add(step, fault, Some(line));
            return Ok(report(&faults, &Gathered::default(), evidence, Vec::new()));
        }
    };
    judge(&gathered, &mut faults);
    evidence::judge(&gathered, evidence, &mut faults);
    let warnings = counts::warnings(&gathered);
    Ok(report(&faults, &gathered, evidence, warnings))
}

fn gather(input: impl BufRead, evidence: &Evidence, faults: &mut Faults) -> Result<Gathered, ReadError> {
    let mut reader = Reader::open(input)?;
    let mut gathered = Gathered::default();
    while let Some(line) = reader.next_line()? {
        gathered.take(line, reader.number(), evidence, faults);
    }
    gathered.digest = reader.digest().unwrap_or_default();
    Ok(gathered)
}

/// Judges what the pass did not judge as it went by.
fn judge(gathered: &Gathered, faults: &mut Faults) {
    if gathered.end.as_ref().is_none_or(|end| end.sha256.0 != gathered.digest) {
        faults.add(StepName::Digest, Fault::BytesDiffer, None);
    }
    faults.take(StepName::Signature, signatures::signatures(gathered));
    if faults.allow(StepName::Keys) {
        faults.take(StepName::Keys, signatures::keys(gathered));
    }
    if faults.allow(StepName::TokenCounts) {
        faults.take(StepName::TokenCounts, gathered.tokens.counts());
    }
    faults.take(StepName::Root, counts::root(gathered));
    if faults.allow(StepName::Counts) {
        faults.take(StepName::Counts, counts::counts(gathered));
    }
    let Some(declaration) = gathered.declaration.as_ref().filter(|_| faults.allow(StepName::Release)) else {
        return;
    };
    match read_stored::<Release>(&gathered.release) {
        None => faults.add(StepName::Release, Fault::ReleaseUnreadable, None),
        Some(release) => {
            faults.take(StepName::Release, release::release(gathered, declaration, &release));
            if gathered.is_auditors() && faults.allow(StepName::Tally) {
                faults.take(StepName::Tally, tally::tally(gathered, &release));
            }
        }
    }
}

fn report(faults: &Faults, gathered: &Gathered, evidence: &Evidence, warnings: Vec<Warning>) -> Report {
    let is_taken = |step: &StepName| match step {
        StepName::TokenKeys | StepName::TokenOrder | StepName::TokenSignatures | StepName::TokenCounts => {
            let is_declared = gathered.declaration.as_ref().is_some_and(|declared| declared.tokens.is_some());
            gathered.tokens.are_any() || faults.stands(StepName::Opening) && is_declared
        }
        StepName::Openings | StepName::Tally => gathered.is_auditors(),
        _ => true,
    };
    let steps = StepName::OF_FILE.into_iter().filter(is_taken).chain(evidence.steps());
    let outcome = |step: StepName| match faults.0.get(&step) {
        _ if !faults.allow(step) => Outcome::NotJudged,
        Some((fault, line)) => Outcome::Failed { fault: *fault, line: *line },
        None => Outcome::Passed,
    };
    Report {
        steps: steps.map(|step| (step, outcome(step))).collect(),
        warnings,
        figures: gathered.figures(),
        parts: gathered.parts(),
    }
}
