//! Reading a sealed round: answers for the tally, opinions in key order, whether a code was counted.

use credentials::{Answer, Code, answers, credential_hash};
use sea_orm::QueryResult;

use crate::codes::Standing;
use crate::store::{self, Paged};
use crate::{BallotBox, BallotError, RoundId, SheetId};

/// Ballots read at a time.
const PAGE: usize = 4_096;

/// What is told of a code after sealing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Its ballot is in the box.
    Counted,
    /// It was issued and not used.
    NotUsed,
    /// It was cancelled, or its batch was voided.
    Cancelled,
    /// The round issued no such code.
    UnknownCode,
}

/// An opinion after sealing. Nothing leads from it to a ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleasedOpinion {
    /// Its random key, by which the named side keeps what was decided about it.
    pub key: [u8; 16],
    /// The sheet it was written on.
    pub sheet: SheetId,
    /// The object or aspect it is about, by a number that the named side gave it.
    pub subject: u32,
    /// The words.
    pub words: String,
}

impl BallotBox {
    /// Gives the answers of every ballot of a sheet, in the order of the ballots' keys. Keys and nonces stay here.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, [`BallotError::UnknownSheet`], and those of the store.
    pub async fn for_each_ballot(
        &self,
        round: RoundId,
        sheet: SheetId,
        mut visit: impl FnMut(&[Answer]),
    ) -> Result<(), BallotError> {
        let held = self.sealed_round(round).await?;
        let layout = held.sheets.get(&sheet).ok_or(BallotError::UnknownSheet(sheet))?;
        let reads = held.store.reads();
        let table = reads.table("ballot");
        let rows = Paged { table: &table, columns: "key, answers", by: "key", sheet: Some(sheet), page: PAGE };
        let visit = |row: &QueryResult| {
            let packed: Vec<u8> = row.try_get("", "answers")?;
            visit(&answers::unpack(layout, &packed).map_err(|_| BallotError::Damaged("a ballot"))?);
            Ok(())
        };
        reads.for_each(rows, visit).await
    }

    /// All opinions in the order of their random keys.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, and those of the store.
    pub async fn opinions(&self, round: RoundId) -> Result<Vec<ReleasedOpinion>, BallotError> {
        let held = self.sealed_round(round).await?;
        let reads = held.store.reads();
        let sql =
            format!("SELECT key, sheet, subject, words FROM {} WHERE round = $1 ORDER BY key", reads.table("opinion"));
        let rows = reads.all(sql, vec![reads.round()]).await?;
        let read = |row: &QueryResult| {
            Ok(ReleasedOpinion {
                key: store::fixed(row, "key")?,
                sheet: SheetId(store::number(row, "sheet")?),
                subject: store::number(row, "subject")?,
                words: row.try_get("", "words")?,
            })
        };
        rows.iter().map(read).collect()
    }

    /// Whether the ballot of a code was counted. Told after sealing only; no receipt is issued again.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, and those of the store.
    pub async fn was_counted(&self, round: RoundId, code: &Code) -> Result<Counted, BallotError> {
        let held = self.sealed_round(round).await?;
        Ok(match held.standing(&held.store.reads(), credential_hash(round, code)).await? {
            Standing::Used => Counted::Counted,
            Standing::Ready(_) => Counted::NotUsed,
            Standing::Cancelled => Counted::Cancelled,
            Standing::Unknown => Counted::UnknownCode,
        })
    }

    /// Erases the signing pair of a round that is finished. Nothing happens when it is gone already.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] before sealing, and those of the files.
    pub async fn destroy_signing_key(&self, round: RoundId) -> Result<(), BallotError> {
        self.sealed_round(round).await?;
        self.keys.destroy_signing_key(round)
    }
}
