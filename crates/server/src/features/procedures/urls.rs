//! Paths of procedures.

use storage::{OrganisationId, RoundId};

use crate::urls;

urls! {
    /// The procedures of a round with how far each organisation is; putting chooses which the round follows.
    OfRound { round: RoundId } = "/w/procedures/{round}";
    /// What an organisation did of a procedure.
    Procedure { round: RoundId, procedure: String, organisation: OrganisationId } =
        "/w/procedures/{round}/{procedure}/{organisation}";
    /// One step: putting records or changes it, deleting takes it back.
    Step { round: RoundId, procedure: String, organisation: OrganisationId, step: String } =
        "/w/procedures/{round}/{procedure}/{organisation}/{step}";
}
