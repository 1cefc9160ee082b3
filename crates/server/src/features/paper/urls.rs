//! Paths of paper.

use storage::{PaperBatchId, RoundId};

use crate::urls;

urls! {
    /// The rounds that have paper.
    Rounds = "/w/paper";
    /// The judge groups and batches of a round; posting makes a batch.
    OfRound { round: RoundId } = "/w/paper/{round}";
    /// One batch: where it stands and what comes next.
    Batch { round: RoundId, batch: PaperBatchId } = "/w/paper/{round}/{batch}";
    /// Its numbers; posting enters or confirms them.
    Count { round: RoundId, batch: PaperBatchId } = "/w/paper/{round}/{batch}/count";
    /// A count that is wrong: asked by one tally keeper, confirmed by another; deleting takes the asking back.
    Correction { round: RoundId, batch: PaperBatchId } = "/w/paper/{round}/{batch}/correction";
    /// Shuffling its sheets into another batch of the same judge group; posting does it.
    Pool { round: RoundId, batch: PaperBatchId } = "/w/paper/{round}/{batch}/pool";
    /// One of the two keyings: posting begins it, deleting gives it up.
    Keying { round: RoundId, batch: PaperBatchId, keying: String } = "/w/paper/{round}/{batch}/keyings/{keying}";
    /// A sheet of the own keying; putting keys it.
    Sheet { round: RoundId, batch: PaperBatchId, sheet: String } = "/w/paper/{round}/{batch}/sheets/{sheet}";
    /// A sheet that two people read differently; putting decides it.
    Decision { round: RoundId, batch: PaperBatchId, sheet: String } = "/w/paper/{round}/{batch}/differences/{sheet}";
    /// Accepting a batch.
    Acceptance { round: RoundId, batch: PaperBatchId } = "/w/paper/{round}/{batch}/acceptance";
    /// Recording a batch as missing: asked by one tally keeper, confirmed by another; deleting takes the asking back.
    Loss { round: RoundId, batch: PaperBatchId } = "/w/paper/{round}/{batch}/loss";
    /// Taking a damaged batch out that was accepted and cannot move; two tally keepers do it.
    Recovery { round: RoundId, batch: PaperBatchId } = "/w/paper/{round}/{batch}/recovery";
}
