//! Turnout while casting is open: counters sampled every ten minutes, in whole multiples of the round's *k*.
//!
//! A shown figure changes only when at least *k* more ballots are in the box than it says, also across restarts and
//! between several servers, because it depends on nothing but the number of ballots. It lives in memory.

use crate::{BallotBox, BallotError, RoundId, SheetId};

/// Minutes between samples.
const MINUTES_BETWEEN_SAMPLES: u64 = 10;

/// A moment in whole minutes since any fixed moment, the same for all servers (UTC minutes since 1970).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minutes(pub u64);

/// Turnout of one sheet, that is of one panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetTurnout {
    /// The sheet.
    pub sheet: SheetId,
    /// So many ballots at least; a multiple of *k*.
    pub at_least: u64,
}

/// The last sample.
pub(crate) struct Sample {
    taken: u64,
    turnout: Vec<SheetTurnout>,
}

impl BallotBox {
    /// Turnout per sheet as last sampled; samples anew when a new ten minutes have begun.
    ///
    /// # Errors
    /// [`BallotError::UnknownRound`] and those of the store.
    pub async fn turnout(&self, round: RoundId, now: Minutes) -> Result<Vec<SheetTurnout>, BallotError> {
        let held = self.round(round).await?;
        let due = now.0 / MINUTES_BETWEEN_SAMPLES;
        let mut sample = held.turnout.lock().await;
        if let Some(sample) = sample.as_ref().filter(|sample| sample.taken >= due) {
            return Ok(sample.turnout.clone());
        }
        let step = u64::from(held.turnout_step.max(1));
        let coarse = |(sheet, ballots): (SheetId, u64)| SheetTurnout { sheet, at_least: ballots / step * step };
        let turnout: Vec<_> = held.ballots_per_sheet().await?.into_iter().map(coarse).collect();
        *sample = Some(Sample { taken: due, turnout: turnout.clone() });
        Ok(turnout)
    }
}
