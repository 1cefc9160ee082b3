//! Paths of the statistics returns.

use storage::{ReturnId, RoundId};

use crate::urls;

urls! {
    /// The visitor's own returns, and the rounds whose returns the visitor reads.
    Returns = "/w/returns";
    /// All returns of a round; posting draws them up.
    RollUp { round: RoundId } = "/w/returns/rounds/{round}";
    /// One return; putting changes its draft.
    Return { id: ReturnId } = "/w/returns/{id}";
    /// The form that changes it.
    Edit { id: ReturnId } = "/w/returns/{id}/edit";
    /// Filling it in again from the records.
    Prefill { id: ReturnId } = "/w/returns/{id}/prefill";
    /// Taking over a proposed value.
    Correction { id: ReturnId } = "/w/returns/{id}/corrections";
    /// A filled form brought as a spreadsheet.
    Upload { id: ReturnId } = "/w/returns/{id}/upload";
    /// Filing it upward.
    Filing { id: ReturnId } = "/w/returns/{id}/filing";
    /// The superior's page; posting sends the return back with remarks.
    Review { id: ReturnId } = "/w/returns/{id}/review";
    /// Accepting it.
    Acceptance { id: ReturnId } = "/w/returns/{id}/acceptance";
    /// How a line was reached; `line` is its code.
    LineSteps { id: ReturnId, line: String } = "/w/returns/{id}/lines/{line}/steps";
    /// The form on paper.
    Paper { id: ReturnId } = "/w/returns/{id}/return.pdf";
    /// The form as a spreadsheet.
    Workbook { id: ReturnId } = "/w/returns/{id}/return.xlsx";
}
