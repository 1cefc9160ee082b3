//! Paths of the four appraisals.

use storage::{ObjectId, RoundId};

use crate::urls;

urls! {
    /// Everybody judged in a round with the four appraisals side by side.
    OfRound { round: RoundId } = "/w/results/{round}/assessments";
    /// Double report, double appraisal: what of the four is there of each organisation.
    Reports { round: RoundId } = "/w/results/{round}/assessments/reports";
    /// One of them, with what was said by name and how the figures were found.
    Object { round: RoundId, object: ObjectId } = "/w/results/{round}/assessments/{object}";
    /// A judgement given by name; putting enters or changes it.
    Record { round: RoundId, object: ObjectId, source: String } = "/w/results/{round}/assessments/{object}/{source}";
}
