//! Sealing a round in PostgreSQL: new partitions written in key order by one transaction, which also drops the old.
//!
//! A rewrite in place would not do: CLUSTER and VACUUM FULL keep each row's `xmin`, and with it the order of arrival.
//! Here every row has the `xmin` of the sealing transaction and a `ctid` in the order of the keys.

use sea_orm::ConnectionTrait;

use crate::migrations::{is_in, partitioned, primary_key, without_statistics};
use crate::rounds::{read_format, write_phase};
use crate::sealing::record_sealing;
use crate::store::{Reads, Store};
use crate::{BallotError, Phase, Step, StepHook};

/// Taken by a transaction that seals. Each reads the parent tables and then locks them: two at once would wait for one
/// another, and PostgreSQL would end one of them.
const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(8241105577)";

/// Rewrites the partitions, from wherever an earlier attempt was cut off.
pub(super) async fn rewrite(store: &Store, steps: &dyn StepHook) -> Result<(), BallotError> {
    if record_sealing(store).await? != Phase::Sealed {
        steps.reached(Step::PhaseRecorded)?;
        swap(store, steps).await?;
    }
    steps.reached(Step::Swapped)?;
    // The transaction that swapped has dropped the old partitions; their files are emptied when it commits.
    steps.reached(Step::OldDeleted)?;
    Ok(())
}

async fn swap(store: &Store, steps: &dyn StepHook) -> Result<(), BallotError> {
    let round = store.round();
    let transaction = store.write().await?;
    transaction.execute_unprepared(ONE_AT_A_TIME).await?;
    let format = read_format(&Reads::over(&transaction, round)).await?;
    let tables = || partitioned().filter(|table| is_in(format, table));
    for table in tables() {
        let (key, copy) = (primary_key(table), format!("{table}_{round}_sealed"));
        let mut statements = vec![format!("CREATE TABLE ballots.{copy} (LIKE ballots.{table} INCLUDING CONSTRAINTS)")];
        statements.extend(without_statistics(table, &copy));
        statements.push(format!("INSERT INTO ballots.{copy} SELECT * FROM ballots.{table}_{round} ORDER BY {key}"));
        statements.push(format!("ALTER TABLE ballots.{copy} ADD PRIMARY KEY ({key})"));
        for sql in statements {
            transaction.execute_unprepared(&sql).await?;
        }
    }
    steps.reached(Step::CopyWritten)?;
    // Only now, and shortly, are the parent tables locked against the other rounds.
    for table in tables() {
        for sql in [
            format!("DROP TABLE ballots.{table}_{round}"),
            format!(
                "ALTER TABLE ballots.{table} ATTACH PARTITION ballots.{table}_{round}_sealed FOR VALUES IN ('\\x{round}')"
            ),
            format!("ALTER TABLE ballots.{table}_{round}_sealed RENAME TO {table}_{round}"),
        ] {
            transaction.execute_unprepared(&sql).await?;
        }
    }
    write_phase(&Reads::over(&transaction, round), Phase::Sealed).await?;
    Ok(transaction.commit().await?)
}
