//! Where the papers of a round are.

use storage::{OrganisationId, RoundId};

use crate::urls;

urls! {
    /// Every paper of a round with what it is for.
    RoundPapers { round: RoundId } = "/w/round-papers/{round}";
    /// The notice that a round is held (F11).
    Notice { round: RoundId } = "/w/round-papers/{round}/notice.pdf";
    /// The empty opinion slip (F17).
    OpinionSlip { round: RoundId } = "/w/round-papers/{round}/opinion-slip.pdf";
    /// The tally sheet of a sealed round (F58).
    TallySheet { round: RoundId } = "/w/round-papers/{round}/tally-sheet.pdf";
    /// The record of an opened opinion box (F18).
    BoxRecord { round: RoundId, organisation: OrganisationId } =
        "/w/round-papers/{round}/{organisation}/box-record.pdf";
    /// What an organisation keeps of a round on one paper (F20).
    SpecialRecord { round: RoundId, organisation: OrganisationId } =
        "/w/round-papers/{round}/{organisation}/special-record.pdf";
}
