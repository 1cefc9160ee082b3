//! Paths of procedures.

use storage::{OrganisationId, RoundId};

use crate::urls;

urls! {
    /// The procedures of a round with how far each organisation is; putting chooses which the round follows.
    OfRound { round: RoundId } = "/w/records/{round}/procedures";
    /// What an organisation did of a procedure.
    Procedure { round: RoundId, procedure: String, organisation: OrganisationId } =
        "/w/records/{round}/procedures/{procedure}/{organisation}";
    /// Who goes through the steps at a unit: posting plans somebody, deleting withdraws him.
    Subjects { round: RoundId, procedure: String, organisation: OrganisationId } =
        "/w/records/{round}/procedures/{procedure}/{organisation}/subjects";
    /// One step: putting records or changes it, deleting takes it back.
    Step { round: RoundId, procedure: String, organisation: OrganisationId, step: String } =
        "/w/records/{round}/procedures/{procedure}/{organisation}/{step}";
}
