//! Counts of codes and ballots. Before sealing only what the office knows anyway: how many codes it issued.

use crate::ballot_box::Round;
use crate::store::{self, Reads};
use crate::{BallotBox, BallotError, BatchId, Phase, RoundId, SheetId};

/// What was issued in a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IssuedCount {
    /// The batch.
    pub batch: BatchId,
    /// The sheet its codes open.
    pub sheet: SheetId,
    /// Codes issued, cancelled ones included; all of them where the batch is voided.
    pub issued: u64,
    /// Codes cancelled one by one.
    pub cancelled: u64,
    /// Whether the whole batch was voided.
    pub voided: bool,
}

/// What became of a batch, told after sealing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchCount {
    /// What was issued.
    pub issued: IssuedCount,
    /// Codes used.
    pub spent: u64,
}

/// The counts of a sealed round. Counts per channel come from the batches, never from ballots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedCounts {
    /// Per batch, in the order of their numbers.
    pub batches: Vec<BatchCount>,
    /// Ballots per sheet, every sheet named, in the order of their numbers.
    pub ballots: Vec<(SheetId, u64)>,
    /// Opinions of all sheets.
    pub opinions: u64,
    /// Per sheet that is judged with blind tokens, in the order of their numbers.
    pub tokens: Vec<TokenCount>,
}

/// What became of the tokens of a sheet, told after sealing. How many were issued is known to the named side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenCount {
    /// The sheet.
    pub sheet: SheetId,
    /// Tokens used.
    pub spent: u64,
    /// Whether the key was retired: then none is used.
    pub is_retired: bool,
}

impl BallotBox {
    /// What was issued, per batch in the order of their numbers. May be asked in every phase.
    ///
    /// # Errors
    /// [`BallotError::UnknownRound`] and those of the store.
    pub async fn issued_counts(&self, round: RoundId) -> Result<Vec<IssuedCount>, BallotError> {
        let counts = self.round(round).await?.batch_counts().await?;
        Ok(counts.into_iter().map(|count| count.issued).collect())
    }

    /// The counts of a sealed round.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing; [`BallotError::UnknownRound`] and those of the store.
    pub async fn sealed_counts(&self, round: RoundId) -> Result<SealedCounts, BallotError> {
        let held = self.sealed_round(round).await?;
        let reads = held.store.reads();
        let ballots = held.ballots_per_sheet().await?;
        let sql = format!("SELECT COUNT(*) AS opinions FROM {} WHERE round = $1", reads.table("opinion"));
        let opinions = reads.one(sql, vec![reads.round()]).await?;
        Ok(SealedCounts {
            batches: held.batch_counts().await?,
            ballots,
            opinions: opinions.map_or(Ok(0), |row| store::count(&row, "opinions"))?,
            tokens: held.token_counts().await?,
        })
    }

    /// The round, if it is sealed.
    pub(crate) async fn sealed_round(&self, round: RoundId) -> Result<std::sync::Arc<Round>, BallotError> {
        match self.stored_phase(round).await? {
            Some(Phase::Sealed) => self.round(round).await,
            Some(phase) => Err(BallotError::WrongPhase(phase)),
            None => Err(BallotError::UnknownRound(round)),
        }
    }
}

impl Round {
    /// Ballots per sheet, every sheet named.
    pub(crate) async fn ballots_per_sheet(&self) -> Result<Vec<(SheetId, u64)>, BallotError> {
        let reads = self.store.reads();
        let sql =
            format!("SELECT sheet, COUNT(*) AS ballots FROM {} WHERE round = $1 GROUP BY sheet", reads.table("ballot"));
        let mut ballots: std::collections::BTreeMap<_, _> = self.sheets.keys().map(|sheet| (*sheet, 0)).collect();
        for row in reads.all(sql, vec![reads.round()]).await? {
            ballots.insert(SheetId(store::number(&row, "sheet")?), store::count(&row, "ballots")?);
        }
        Ok(ballots.into_iter().collect())
    }

    async fn batch_counts(&self) -> Result<Vec<BatchCount>, BallotError> {
        let reads: Reads<'_, _> = self.store.reads();
        let sql = format!(
            "SELECT batch.batch AS batch, batch.sheet AS sheet, batch.standing AS standing, \
             COUNT(issued.hash) AS issued, COUNT(CASE WHEN issued.standing = 'cancelled' THEN 1 END) AS cancelled, \
             COUNT(spent.hash) AS spent FROM {} batch \
             LEFT JOIN {} issued ON issued.round = batch.round AND issued.batch = batch.batch \
             LEFT JOIN {} spent ON spent.round = issued.round AND spent.hash = issued.hash \
             WHERE batch.round = $1 GROUP BY batch.batch, batch.sheet, batch.standing ORDER BY batch.batch",
            reads.table("batch"),
            reads.table("issued"),
            reads.table("spent")
        );
        let rows = reads.all(sql, vec![reads.round()]).await?;
        let read = |row: &sea_orm::QueryResult| {
            let standing: String = row.try_get("", "standing")?;
            Ok(BatchCount {
                issued: IssuedCount {
                    batch: BatchId(store::number(row, "batch")?),
                    sheet: SheetId(store::number(row, "sheet")?),
                    issued: store::count(row, "issued")?,
                    cancelled: store::count(row, "cancelled")?,
                    voided: standing == "void",
                },
                spent: store::count(row, "spent")?,
            })
        };
        rows.iter().map(read).collect()
    }
}
