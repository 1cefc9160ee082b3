//! Paper: an accepted batch of keyed sheets goes into the box at once, and once only.
//!
//! Whoever keyed knows the order of the sheets, so nothing may keep it: each ballot gets a random nonce, and ballots and
//! opinions are written in the order of their keys, which are random. A paper ballot has no code, no place on the spent
//! list and no receipt.

use std::collections::BTreeMap;

use credentials::{Answer, BallotKey, Nonce, answers, ballot_key, canonical_ballot};
use sea_orm::DatabaseTransaction;

use crate::ballot_box::Round;
use crate::casting::Refusal;
use crate::committer::OpinionRow;
use crate::opening::require_phase;
use crate::store::{self, Reads, blob, rows_of_round, statements};
use crate::{BallotBox, BallotError, Batch, Malformed, Opinion, Phase, RoundId, SheetId, Step};

/// A sheet as two people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperBallot {
    /// The answers in the order of the sheet's layout.
    pub answers: Vec<Answer>,
    /// Opinions, each stored apart from the ballot.
    pub opinions: Vec<Opinion>,
}

/// What a batch becomes in the store.
struct Moving {
    /// By key, and so in no order of the sheets.
    ballots: BTreeMap<[u8; 32], (Nonce, Vec<u8>)>,
    opinions: BTreeMap<[u8; 16], OpinionRow>,
}

impl BallotBox {
    /// Moves a batch of paper ballots into the box: all of them, or none where anything is refused. A batch that was
    /// moved before is left as it is, so that whoever was cut off simply asks again.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] unless casting stands still, [`BallotError::UnknownSheet`],
    /// [`BallotError::UnfitPaper`] where a ballot does not fit the sheet, [`BallotError::BatchExists`] where the number
    /// belongs to codes or to another sheet, and those of the store.
    pub async fn accept_paper(&self, round: RoundId, batch: Batch, ballots: &[PaperBallot]) -> Result<(), BallotError> {
        let held = self.round(round).await?;
        let moving = self.prepare_paper(&held, batch.sheet, ballots)?;
        let transaction = held.begin().await?;
        let writes = Reads::over(&transaction, round);
        require_phase(&writes, &[Phase::Paused]).await?;
        let sql = format!(
            "INSERT INTO {} (round, batch, sheet, standing) VALUES ($1, $2, $3, 'valid') ON CONFLICT DO NOTHING",
            writes.table("batch")
        );
        let values = vec![writes.round(), i64::from(batch.id.0).into(), i64::from(batch.sheet.0).into()];
        if writes.execute(sql, values).await? == 0 {
            return moved_before(&writes, batch).await;
        }
        store_ballots(&writes, batch.sheet, &moving).await?;
        store_opinions(&writes, batch.sheet, &moving).await?;
        self.steps.reached(Step::PaperWritten)?;
        transaction.commit().await?;
        Ok(self.steps.reached(Step::PaperMoved)?)
    }

    fn prepare_paper(&self, held: &Round, sheet: SheetId, ballots: &[PaperBallot]) -> Result<Moving, BallotError> {
        let layout = held.sheets.get(&sheet).ok_or(BallotError::UnknownSheet(sheet))?;
        let mut moving = Moving { ballots: BTreeMap::new(), opinions: BTreeMap::new() };
        for ballot in ballots {
            let packed = answers::pack(layout, &ballot.answers);
            let packed = packed.map_err(|error| BallotError::UnfitPaper(Malformed::Answers(error)))?;
            let nonce = Nonce::from_bytes(self.entropy.bytes()?);
            let key: BallotKey = ballot_key(held.id, &nonce, &canonical_ballot(sheet, &packed));
            moving.ballots.insert(*key.as_bytes(), (nonce, packed));
            let opinions = self.prepare_opinions(&ballot.opinions).map_err(|refusal| match refusal {
                Refusal::Malformed(malformed) => BallotError::UnfitPaper(malformed),
                Refusal::OtherKey => BallotError::Damaged("a paper ballot with a token"),
                Refusal::Broken(error) => error,
            })?;
            moving.opinions.extend(opinions.into_iter().map(|opinion| (opinion.key, opinion)));
        }
        Ok(moving)
    }
}

type Writes<'a> = Reads<'a, DatabaseTransaction>;

/// A batch of this number stands in the store: it is this one where no code belongs to it and the sheet is the same.
async fn moved_before(writes: &Writes<'_>, batch: Batch) -> Result<(), BallotError> {
    let sql = format!(
        "SELECT batch.sheet AS sheet, COUNT(issued.hash) AS codes FROM {} batch \
         LEFT JOIN {} issued ON issued.round = batch.round AND issued.batch = batch.batch \
         WHERE batch.round = $1 AND batch.batch = $2 GROUP BY batch.sheet",
        writes.table("batch"),
        writes.table("issued")
    );
    let found = writes.one(sql, vec![writes.round(), i64::from(batch.id.0).into()]).await?;
    let is_this = match &found {
        Some(row) => store::number(row, "sheet")? == batch.sheet.0 && store::count(row, "codes")? == 0,
        None => false,
    };
    if is_this { Ok(()) } else { Err(BallotError::BatchExists(batch.id)) }
}

async fn store_ballots(writes: &Writes<'_>, sheet: SheetId, moving: &Moving) -> Result<(), BallotError> {
    let rows: Vec<_> = moving.ballots.iter().collect();
    for rows in statements(&rows) {
        let sql = format!(
            "INSERT INTO {} (round, sheet, key, nonce, answers) VALUES {}",
            writes.table("ballot"),
            rows_of_round(rows.len(), 4)
        );
        let mut values = vec![writes.round()];
        for (key, (nonce, packed)) in rows {
            values.push(i64::from(sheet.0).into());
            values.extend([blob(key.as_slice()), blob(nonce.as_bytes()), blob(packed)]);
        }
        writes.execute(sql, values).await?;
    }
    Ok(())
}

async fn store_opinions(writes: &Writes<'_>, sheet: SheetId, moving: &Moving) -> Result<(), BallotError> {
    let rows: Vec<_> = moving.opinions.values().collect();
    for rows in statements(&rows) {
        let sql = format!(
            "INSERT INTO {} (round, key, sheet, subject, words) VALUES {}",
            writes.table("opinion"),
            rows_of_round(rows.len(), 4)
        );
        let mut values = vec![writes.round()];
        for opinion in rows {
            values.extend([blob(&opinion.key), i64::from(sheet.0).into()]);
            values.extend([i64::from(opinion.subject).into(), opinion.words.clone().into()]);
        }
        writes.execute(sql, values).await?;
    }
    Ok(())
}
