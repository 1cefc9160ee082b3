//! Among many codes the few that hand in are looked up, not searched for.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::sync::Arc;
use std::time::Duration;

use ballot_box::{BallotBox, Outcome};
use common::{Home, Judge, ROUND, casting_round};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, Statement};
use test_databases::for_each_database;
use tokio::task::JoinSet;

/// So many that PostgreSQL, which is kept from knowing what the tables hold, would read all of them for a crowd.
const CODES: usize = 20_000;
/// More than one transaction takes.
const CROWD: usize = 400;
/// Longer than any server takes to see that somebody has gone.
const PATIENCE: Duration = Duration::from_mins(1);

#[tokio::test]
async fn a_crowd_among_many_codes_reads_no_whole_table() {
    for_each_database(async |database| {
        let Some(url) = database.postgres_url() else {
            // SQLite has no figures of it, and takes the key wherever it can.
            return;
        };
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let judges = casting_round(&ballots, CODES).await;
        ballots.close().await.unwrap();
        let mut alone = ConnectOptions::new(url);
        alone.max_connections(1);
        let connection = Database::connect(alone).await.unwrap();
        // As it does by itself now and then.
        connection.execute_unprepared("ANALYZE").await.unwrap();
        let before = whole_reads(&connection).await;
        assert_eq!(before.len(), 5, "{before:?}");

        let ballots = Arc::new(home.open(2).await);
        for is_again in [false, true] {
            let outcomes = everybody_at_once(&ballots, &judges[..CROWD]).await;
            assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::SameAgain(_)) == is_again));
        }
        ballots.close().await.unwrap();
        assert_eq!(whole_reads(&connection).await, before);
        connection.close().await.unwrap();
    })
    .await;
}

async fn everybody_at_once(ballots: &Arc<BallotBox>, judges: &[Judge]) -> Vec<Outcome> {
    let mut crowd = JoinSet::new();
    for judge in judges {
        let (ballots, hand_in) = (Arc::clone(ballots), judge.hand_in());
        crowd.spawn(async move { ballots.cast(hand_in).await.unwrap() });
    }
    crowd.join_all().await
}

/// How often each table of the round was read as a whole, once everybody else has gone: PostgreSQL counts at the latest
/// when a connection ends.
async fn whole_reads(connection: &DatabaseConnection) -> Vec<(String, i64)> {
    let alone = "SELECT COUNT(*) AS others FROM pg_stat_activity \
                 WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    let everybody_gone = async {
        while query(connection, alone).await[0].try_get::<i64>("", "others").unwrap() > 0 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, everybody_gone).await.unwrap();
    let sql = format!(
        "SELECT relname::text AS name, seq_scan FROM pg_stat_user_tables WHERE relname LIKE '%\\_{ROUND}' ORDER BY name"
    );
    let rows = query(connection, &sql).await;
    rows.iter().map(|row| (row.try_get("", "name").unwrap(), row.try_get("", "seq_scan").unwrap())).collect()
}

async fn query(connection: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap()
}
