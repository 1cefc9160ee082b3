//! Sealing a round in PostgreSQL: new partitions written in key order by one transaction, which also drops the old.
//!
//! A rewrite in place would not do: CLUSTER and VACUUM FULL keep each row's `xmin`, and with it the order of arrival.
//! Here every row has the `xmin` of the sealing transaction and a `ctid` in the order of the keys.

use credentials::Cover;
use sea_orm::ConnectionTrait;

use crate::migrations::{partitioned, primary_key, without_statistics};
use crate::rounds::write_phase;
use crate::sealing::record_sealing;
use crate::sealing::uncovering::{Tables, rewrite_ballots, rewrite_opinions};
use crate::store::{Reads, Store};
use crate::{BallotError, Phase, Step, StepHook};

/// Taken by a transaction that seals. Each reads the parent tables and then locks them: two at once would wait for one
/// another, and PostgreSQL would end one of them.
const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(8241105577)";

/// Rewrites the partitions, from wherever an earlier attempt was cut off.
pub(super) async fn rewrite(store: &Store, cover: Option<&Cover>, steps: &dyn StepHook) -> Result<(), BallotError> {
    if record_sealing(store).await? != Phase::Sealed {
        steps.reached(Step::PhaseRecorded)?;
        swap(store, cover, steps).await?;
    }
    steps.reached(Step::Swapped)?;
    // The transaction that swapped has dropped the old partitions; their files are emptied when it commits.
    steps.reached(Step::OldDeleted)?;
    Ok(())
}

async fn swap(store: &Store, cover: Option<&Cover>, steps: &dyn StepHook) -> Result<(), BallotError> {
    let round = store.round();
    let transaction = store.write().await?;
    transaction.execute_unprepared(ONE_AT_A_TIME).await?;
    for table in partitioned() {
        let copy = format!("{table}_{round}_sealed");
        let create = format!("CREATE TABLE ballots.{copy} (LIKE ballots.{table} INCLUDING CONSTRAINTS)");
        for sql in [vec![create], without_statistics(table, &copy)].concat() {
            transaction.execute_unprepared(&sql).await?;
        }
    }
    // Whole tables are copied,
    transaction.execute_unprepared("SET LOCAL enable_seqscan = on").await?;
    for table in ["issued", "spent", "token"] {
        let key = primary_key(table);
        let sql =
            format!("INSERT INTO ballots.{table}_{round}_sealed SELECT * FROM ballots.{table}_{round} ORDER BY {key}");
        transaction.execute_unprepared(&sql).await?;
    }
    // and covered rows are read part by part in the order of their names.
    for way in ["seqscan", "bitmapscan"] {
        transaction.execute_unprepared(&format!("SET LOCAL enable_{way} = off")).await?;
    }
    let writes = Reads::over(&transaction, round);
    let tables = |table: &str| Tables {
        from: format!("ballots.{table}_{round}"),
        to: format!("ballots.{table}_{round}_sealed"),
    };
    rewrite_ballots(&writes, cover, &tables("ballot")).await?;
    rewrite_opinions(&writes, cover, &tables("opinion")).await?;
    for table in partitioned() {
        let key = primary_key(table);
        let sql = format!("ALTER TABLE ballots.{table}_{round}_sealed ADD PRIMARY KEY ({key})");
        transaction.execute_unprepared(&sql).await?;
    }
    steps.reached(Step::CopyWritten)?;
    // Only now, and shortly, are the parent tables locked against the other rounds.
    for table in partitioned() {
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
    write_phase(&writes, Phase::Sealed).await?;
    Ok(transaction.commit().await?)
}
