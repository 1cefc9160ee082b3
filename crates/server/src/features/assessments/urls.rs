//! Paths of the four appraisals.

use storage::{ObjectId, RoundId};

use crate::urls;

urls! {
    /// Everybody judged in a round with the four appraisals side by side.
    OfRound { round: RoundId } = "/w/assessments/{round}";
    /// Double report, double appraisal: what of the four is there of each organisation.
    Reports { round: RoundId } = "/w/assessments/{round}/reports";
    /// One of them, with what was said by name and how the figures were found.
    Object { round: RoundId, object: ObjectId } = "/w/assessments/{round}/{object}";
    /// A judgement given by name; putting enters or changes it.
    Record { round: RoundId, object: ObjectId, source: String } = "/w/assessments/{round}/{object}/{source}";
}
