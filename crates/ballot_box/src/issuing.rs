//! Codes are issued in batches of hashes, voided by batch, cancelled one by one. Never a ballot.

use std::collections::BTreeSet;

use credentials::{Code, CredentialHash, credential_hash};

use crate::opening::require_phase;
use crate::store::{self, Reads, blob};
use crate::{BallotBox, BallotError, Phase, RoundId, SheetId};

/// Rows per statement: 3 values each stay far below every database's limit of values.
const ROWS: usize = 500;

/// The number of a batch within its round. What it means (panel, channel) is known to the named side alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BatchId(pub u32);

/// A batch of codes to be issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its number, never used before in the round.
    pub id: BatchId,
    /// The sheet that its codes open.
    pub sheet: SheetId,
}

/// What became of a code that was to be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cancellation {
    /// It is cancelled now.
    Cancelled,
    /// It was cancelled or voided with its batch before.
    CancelledBefore,
    /// Its ballot is in the box already and stays there.
    AlreadyUsed,
    /// The round issued no such code.
    UnknownCode,
}

impl BallotBox {
    /// Draws fresh codes. Only their hashes are ever stored, by [`Self::issue`].
    ///
    /// # Errors
    /// [`BallotError::Entropy`].
    pub fn draw_codes(&self, count: usize) -> Result<Vec<Code>, BallotError> {
        (0..count).map(|_| Ok(Code::from_random(self.entropy.bytes()?))).collect()
    }

    /// Issues a batch: all of its hashes or none. They are stored in the order of the hashes, not of the slips.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] while casting and from sealing on, [`BallotError::UnknownSheet`],
    /// [`BallotError::BatchExists`], [`BallotError::CodeIssuedTwice`], and those of the store.
    pub async fn issue(&self, round: RoundId, batch: Batch, hashes: &[CredentialHash]) -> Result<(), BallotError> {
        let held = self.round(round).await?;
        if !held.sheets.contains_key(&batch.sheet) {
            return Err(BallotError::UnknownSheet(batch.sheet));
        }
        let sorted: Vec<_> = hashes.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        if sorted.len() != hashes.len() {
            return Err(BallotError::CodeIssuedTwice);
        }
        let transaction = held.begin().await?;
        let writes = Reads::over(&transaction, round);
        require_phase(&writes, &[Phase::Issuing, Phase::Paused]).await?;
        let (number, sheet) = (i64::from(batch.id.0), i64::from(batch.sheet.0));
        let sql = format!(
            "INSERT INTO {} (round, batch, sheet, standing) VALUES ($1, $2, $3, 'valid') ON CONFLICT DO NOTHING",
            writes.table("batch")
        );
        if writes.execute(sql, vec![writes.round(), number.into(), sheet.into()]).await? == 0 {
            return Err(BallotError::BatchExists(batch.id));
        }
        for hashes in sorted.chunks(ROWS) {
            let rows = store::rows_of_round(hashes.len(), 3);
            let sql = format!(
                "INSERT INTO {} (round, hash, batch, standing) VALUES {rows} ON CONFLICT DO NOTHING",
                writes.table("issued")
            );
            let mut values = vec![writes.round()];
            for hash in hashes {
                values.extend([blob(hash.as_bytes()), number.into(), "valid".into()]);
            }
            if writes.execute(sql, values).await? != hashes.len() as u64 {
                return Err(BallotError::CodeIssuedTwice);
            }
        }
        Ok(transaction.commit().await?)
    }

    /// Voids a batch whose print failed: its codes are never accepted. Repeating it changes nothing.
    ///
    /// # Errors
    /// [`BallotError::BatchUsed`] when a code of it was used, because no ballot can be voided;
    /// [`BallotError::UnknownBatch`], [`BallotError::WrongPhase`] from sealing on, and those of the store.
    pub async fn void_batch(&self, round: RoundId, batch: BatchId) -> Result<(), BallotError> {
        let held = self.round(round).await?;
        let transaction = held.begin().await?;
        let writes = Reads::over(&transaction, round);
        require_phase(&writes, &[Phase::Issuing, Phase::Paused, Phase::Casting]).await?;
        let values = || vec![writes.round(), i64::from(batch.0).into()];
        let used = format!(
            "SELECT 1 AS used FROM {} issued JOIN {} spent ON spent.round = issued.round AND spent.hash = issued.hash \
             WHERE issued.round = $1 AND issued.batch = $2 LIMIT 1",
            writes.table("issued"),
            writes.table("spent")
        );
        if writes.one(used, values()).await?.is_some() {
            return Err(BallotError::BatchUsed(batch));
        }
        let sql = format!("UPDATE {} SET standing = 'void' WHERE round = $1 AND batch = $2", writes.table("batch"));
        if writes.execute(sql, values()).await? == 0 {
            return Err(BallotError::UnknownBatch(batch));
        }
        Ok(transaction.commit().await?)
    }

    /// Cancels an unused code, when its holder changes channel or brings the slip back. A code, never a ballot.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] while casting and from sealing on, and those of the store.
    pub async fn cancel_code(&self, round: RoundId, code: &Code) -> Result<Cancellation, BallotError> {
        let held = self.round(round).await?;
        let transaction = held.begin().await?;
        let writes = Reads::over(&transaction, round);
        require_phase(&writes, &[Phase::Issuing, Phase::Paused]).await?;
        let hash = credential_hash(round, code);
        let standing = match held.standing(&writes, hash).await? {
            crate::codes::Standing::Unknown => Cancellation::UnknownCode,
            crate::codes::Standing::Used => Cancellation::AlreadyUsed,
            crate::codes::Standing::Cancelled => Cancellation::CancelledBefore,
            crate::codes::Standing::Ready(_) => {
                let sql = format!(
                    "UPDATE {} SET standing = 'cancelled' WHERE round = $1 AND hash = $2",
                    writes.table("issued")
                );
                writes.execute(sql, vec![writes.round(), blob(hash.as_bytes())]).await?;
                Cancellation::Cancelled
            }
        };
        transaction.commit().await?;
        Ok(standing)
    }
}
