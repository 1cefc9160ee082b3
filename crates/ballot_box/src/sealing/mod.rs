//! Sealing (封存): after it the bytes of the store carry no order but that of the keys.
//!
//! Refuse hand-ins → drain and answer the committer → copy in key order, sync, swap, delete the old → destroy the
//! secret. It may be cut off after every step and is simply called again; called on a sealed round it changes nothing.

mod postgres;
mod sqlite;
pub(crate) mod sqlite_files;

use crate::ballot_box::Stores;
use crate::rounds::{read_phase, write_phase};
use crate::sealing::sqlite_files::SqliteFiles;
use crate::store::{Reads, Store};
use crate::{BallotBox, BallotError, Phase, RoundId, SealedCounts, Step};

impl BallotBox {
    /// Seals a round, from any phase and also without its keys.
    ///
    /// # Errors
    /// [`BallotError::UnknownRound`] and those of the store and the files; then it is called again.
    pub async fn seal(&self, round: RoundId) -> Result<SealedCounts, BallotError> {
        let slot = self.slot(round).await;
        {
            let _being_sealed = slot.begin_sealing();
            let held = self.round(round).await?;
            held.committer.drain().await;
            let mut slot = slot.held.write().await;
            drop(held);
            // Whoever opened it again in the meantime is drained as well; nobody gets in while the slot is held.
            if let Some(held) = slot.take() {
                held.committer.drain().await;
                held.store.clone().close().await?;
            }
            self.steps.reached(Step::Drained)?;
            self.rewrite(round).await?;
            self.destroy_token_keys(round).await?;
            self.keys.destroy_secret(round)?;
            self.steps.reached(Step::SecretDestroyed)?;
        }
        self.sealed_counts(round).await
    }

    /// The rounds whose sealing was begun and not ended; to be sealed at start.
    ///
    /// # Errors
    /// Those of the stores and the files.
    pub async fn unfinished_sealings(&self) -> Result<Vec<RoundId>, BallotError> {
        let mut unfinished = Vec::new();
        for round in self.rounds().await? {
            let begun = match self.stored_phase(round).await? {
                Some(Phase::Sealing) => true,
                Some(Phase::Sealed) => self.keys.secret_remains(round)? || self.old_files_remain(round)?,
                _ => false,
            };
            if begun {
                unfinished.push(round);
            }
        }
        Ok(unfinished)
    }

    async fn rewrite(&self, round: RoundId) -> Result<(), BallotError> {
        match &self.stores {
            Stores::Sqlite(folder) => sqlite::rewrite(&SqliteFiles::of(folder, round), round, &*self.steps).await,
            Stores::Postgres(pool) => postgres::rewrite(&Store::postgres(pool, round), &*self.steps).await,
        }
    }

    fn old_files_remain(&self, round: RoundId) -> Result<bool, BallotError> {
        match &self.stores {
            Stores::Sqlite(folder) => SqliteFiles::of(folder, round).old_remain(),
            Stores::Postgres(_) => Ok(false),
        }
    }
}

/// Records that sealing has begun; the phase it found.
async fn record_sealing(store: &Store) -> Result<Phase, BallotError> {
    let transaction = store.write().await?;
    let writes = Reads::over(&transaction, store.round());
    let phase = read_phase(&writes).await?.ok_or(BallotError::UnknownRound(store.round()))?;
    if phase != Phase::Sealed {
        write_phase(&writes, Phase::Sealing).await?;
    }
    transaction.commit().await?;
    Ok(phase)
}
