//! Paths of special corrections.

use storage::{CorrectionProjectId, RoundId};

use crate::urls;

urls! {
    /// The projects of all rounds in reach.
    Corrections = "/w/corrections";
    /// Those of one round; posting plans one.
    OfRound { round: RoundId } = "/w/corrections/{round}";
    /// The form for a new project; `chosen` are the opinions ticked, `weak` the weak points of forums.
    NewCorrection { round: RoundId } = "/w/corrections/{round}/new";
    /// What was made public of a round, to be read or printed; with `organisation` that organisation's.
    Published { round: RoundId } = "/w/corrections/{round}/published";
    /// One project; putting changes its plan and its opinions.
    Correction { round: RoundId, project: CorrectionProjectId } = "/w/corrections/{round}/projects/{project}";
    /// The form of its plan.
    EditCorrection { round: RoundId, project: CorrectionProjectId } = "/w/corrections/{round}/projects/{project}/plan";
    /// What became of it; posting takes the next step or notes what changed after publication.
    Entries { round: RoundId, project: CorrectionProjectId } = "/w/corrections/{round}/projects/{project}/entries";
    /// Posting draws up a round that judges again what it put right.
    Repeat { round: RoundId, project: CorrectionProjectId } = "/w/corrections/{round}/projects/{project}/repeat";
}
