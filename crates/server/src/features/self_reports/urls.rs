//! Paths of self-reports.

use storage::{ObjectId, RoundId};

use crate::urls;

urls! {
    /// The rounds with the self-reports a visitor may see.
    SelfReports = "/w/self-reports";
    /// Who has handed in and who has not.
    OfRound { round: RoundId } = "/w/self-reports/rounds/{round}";
    /// One self-report; putting saves it or hands it in.
    SelfReport { object: ObjectId } = "/w/self-reports/{object}";
    /// It on paper (F14).
    Paper { object: ObjectId } = "/w/self-reports/{object}/self-evaluation.pdf";
    /// The empty form (F14).
    BlankPaper { object: ObjectId } = "/w/self-reports/{object}/blank.pdf";
    /// It as a duty report (F57).
    DutyReport { object: ObjectId } = "/w/self-reports/{object}/duty-report.pdf";
    /// It as a member's written summary (F61).
    WrittenSummary { object: ObjectId } = "/w/self-reports/{object}/written-summary.pdf";
}
