//! The rows of an open store: ballots and opinions under the round's cover, written in the order of their covered names.
//!
//! Of what is written together the bytes keep no order, and of a row nobody can say what it holds: its columns for nonce,
//! sheet and subject stand empty where the sealed store has them.

use credentials::{CoveredBallot, CoveredOpinion, SheetId};
use sea_orm::DatabaseTransaction;

use crate::BallotError;
use crate::store::{Reads, blob, rows_of_round, statements};

/// Writes ballots, each with its sheet, which turnout needs.
pub(crate) async fn store_ballots(
    writes: &Reads<'_, DatabaseTransaction>,
    mut ballots: Vec<(SheetId, &CoveredBallot)>,
) -> Result<(), BallotError> {
    ballots.sort_unstable_by_key(|(_, ballot)| ballot.name);
    for ballots in statements(&ballots) {
        let sql = format!(
            "INSERT INTO {} (round, sheet, key, nonce, answers) VALUES {}",
            writes.table("ballot"),
            rows_of_round(ballots.len(), 4)
        );
        let mut values = vec![writes.round()];
        for (sheet, ballot) in ballots {
            values.extend([i64::from(sheet.0).into(), blob(&ballot.name), blob(&[]), blob(&ballot.content)]);
        }
        writes.execute(sql, values).await?;
    }
    Ok(())
}

/// Writes opinions.
pub(crate) async fn store_opinions(
    writes: &Reads<'_, DatabaseTransaction>,
    mut opinions: Vec<&CoveredOpinion>,
) -> Result<(), BallotError> {
    opinions.sort_unstable_by_key(|opinion| opinion.name);
    for opinions in statements(&opinions) {
        let sql = format!(
            "INSERT INTO {} (round, key, sheet, subject, words) VALUES {}",
            writes.table("opinion"),
            rows_of_round(opinions.len(), 4)
        );
        let mut values = vec![writes.round()];
        for opinion in opinions {
            values.extend([blob(&opinion.name), 0_i64.into(), 0_i64.into(), opinion.content.clone().into()]);
        }
        writes.execute(sql, values).await?;
    }
    Ok(())
}
