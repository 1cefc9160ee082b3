//! Paper: an accepted batch of keyed sheets goes into the box at once, and once only.
//!
//! Whoever keyed knows the order of the sheets, so nothing may keep it: each ballot gets a random nonce, and ballots and
//! opinions are written covered, in the order of their covered names. A paper ballot has no code, no place on the spent
//! list and no receipt.

use credentials::{Answer, CoveredBallot, CoveredOpinion, Nonce, answers, ballot_key, canonical_ballot};
use sea_orm::DatabaseTransaction;

use crate::ballot_box::Round;
use crate::casting::Refusal;
use crate::covered;
use crate::opening::require_phase;
use crate::store::{self, Reads};
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
#[derive(Default)]
struct Moving {
    ballots: Vec<CoveredBallot>,
    opinions: Vec<CoveredOpinion>,
}

impl BallotBox {
    /// Moves a batch of paper ballots into the box: all of them, or none where anything is refused. A batch that was
    /// moved before is left as it is, so that whoever was cut off simply asks again.
    ///
    /// # Errors
    /// [`BallotError::WrongPhase`] unless casting stands still, [`BallotError::UnknownSheet`],
    /// [`BallotError::UnfitPaper`] where a ballot does not fit the sheet, [`BallotError::BatchExists`] where the number
    /// belongs to codes or to another sheet, [`BallotError::KeysLost`], and those of the store.
    pub async fn accept_paper(&self, round: RoundId, batch: Batch, ballots: &[PaperBallot]) -> Result<(), BallotError> {
        let held = self.round(round).await?;
        let transaction = held.begin().await?;
        let writes = Reads::over(&transaction, round);
        require_phase(&writes, &[Phase::Paused]).await?;
        let moving = self.prepare_paper(&held, batch.sheet, ballots)?;
        let sql = format!(
            "INSERT INTO {} (round, batch, sheet, standing) VALUES ($1, $2, $3, 'valid') ON CONFLICT DO NOTHING",
            writes.table("batch")
        );
        let values = vec![writes.round(), i64::from(batch.id.0).into(), i64::from(batch.sheet.0).into()];
        if writes.execute(sql, values).await? == 0 {
            return moved_before(&writes, batch).await;
        }
        let ballots = moving.ballots.iter().map(|ballot| (batch.sheet, ballot)).collect();
        covered::store_ballots(&writes, ballots).await?;
        covered::store_opinions(&writes, moving.opinions.iter().collect()).await?;
        self.steps.reached(Step::PaperWritten)?;
        transaction.commit().await?;
        Ok(self.steps.reached(Step::PaperMoved)?)
    }

    fn prepare_paper(&self, held: &Round, sheet: SheetId, ballots: &[PaperBallot]) -> Result<Moving, BallotError> {
        let layout = held.sheets.get(&sheet).ok_or(BallotError::UnknownSheet(sheet))?;
        let mut moving = Moving::default();
        for ballot in ballots {
            let packed = answers::pack(layout, &ballot.answers);
            let packed = packed.map_err(|error| BallotError::UnfitPaper(Malformed::Answers(error)))?;
            let nonce = Nonce::from_bytes(self.entropy.bytes()?);
            let key = ballot_key(held.id, &nonce, &canonical_ballot(sheet, &packed));
            let cover = &held.keys.as_ref().ok_or(BallotError::KeysLost(held.id))?.cover;
            moving.ballots.push(cover.ballot(sheet, key, &nonce, &packed)?);
            let opinions = self.prepare_opinions(cover, sheet, &ballot.opinions).map_err(|refusal| match refusal {
                Refusal::Malformed(malformed) => BallotError::UnfitPaper(malformed),
                Refusal::Broken(error) => error,
            })?;
            moving.opinions.extend(opinions);
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
