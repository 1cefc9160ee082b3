//! Sealing (封存): after it the bytes of the store carry no order but that of the keys.
//!
//! Refuse hand-ins → drain and answer the committer → uncover and copy in key order, sync, swap, delete the old → destroy
//! the secret. It may be cut off after every step and is simply called again; called on a sealed round it changes nothing.

mod postgres;
mod sqlite;
pub(crate) mod sqlite_files;
mod uncovering;

use credentials::Cover;

use crate::ballot_box::Stores;
use crate::rounds::{read_phase, write_phase};
use crate::sealing::sqlite_files::SqliteFiles;
use crate::store::{Reads, Store};
use crate::{BallotBox, BallotError, Phase, RoundId, SealedCounts, Step};

impl BallotBox {
    /// Seals a round, from any phase. Without its secret only where it has no ballot.
    ///
    /// # Errors
    /// [`BallotError::UnknownRound`]; [`BallotError::KeysLost`] where the secret is missing, and
    /// [`BallotError::Damaged`] where a row does not open: then nothing is sealed and nothing lost. Those of the store and
    /// the files. It is called again when what was wrong is put right.
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
            let cover = self.keys.load_cover(round)?;
            self.rewrite(round, cover.as_ref()).await?;
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

    /// Whether a round is unsealed and has lost the secret that its ballots are read with. Does not wait for a sealing
    /// under way in this process, which has it.
    ///
    /// # Errors
    /// Those of the store and the files.
    pub async fn has_lost_secret(&self, round: RoundId) -> Result<bool, BallotError> {
        if self.slot(round).await.is_being_sealed() {
            return Ok(false);
        }
        let is_unsealed = !matches!(self.stored_phase(round).await?, None | Some(Phase::Sealed));
        Ok(is_unsealed && !self.keys.secret_remains(round)?)
    }

    /// Whether the ballots of a round that is not sealed can never be counted: there is no store of it here, its secret
    /// is lost, or a row does not open with it. Reads every row.
    ///
    /// # Errors
    /// Those of the store and the files.
    pub async fn is_lost(&self, round: RoundId) -> Result<bool, BallotError> {
        match self.stored_phase(round).await? {
            None => return Ok(true),
            Some(Phase::Sealed) => return Ok(false),
            Some(_) => {}
        }
        let Some(cover) = self.keys.load_cover(round)? else {
            return Ok(true);
        };
        let held = self.round(round).await?;
        match uncovering::open_all(&held.store.reads(), &cover).await {
            Err(BallotError::Damaged(_)) => Ok(true),
            other => other.map(|()| false),
        }
    }

    async fn rewrite(&self, round: RoundId, cover: Option<&Cover>) -> Result<(), BallotError> {
        match &self.stores {
            Stores::Sqlite(folder) => {
                sqlite::rewrite(&SqliteFiles::of(folder, round), (round, cover), &*self.steps).await
            }
            Stores::Postgres(pool) => postgres::rewrite(&Store::postgres(pool, round), cover, &*self.steps).await,
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
