//! Databases of another version: an older one is brought up with a copy kept, a newer one is refused.

use std::path::PathBuf;

use sea_orm::ConnectionTrait;
use storage::{Database, Reads, StorageError, Strictness};
use test_databases::{TestDatabase, for_each_database};

use crate::{by_hand, one, open, sqlite_by_hand};

/// The first migration, which is frozen like every other: all that the first version of the program knew.
const ACCOUNTS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/migrations/m0001_accounts.sql"));
const APPLIED: [&str; 2] = [
    "CREATE TABLE seaql_migrations (version VARCHAR NOT NULL PRIMARY KEY, applied_at BIGINT NOT NULL)",
    "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m0001_accounts', 0)",
];

const ACCOUNT: &str = "\
    INSERT INTO account (id, sign_in_name, display_name, sort_key, search_key, password_hash, password_kind,
            failed_attempts, created_at, version)
        VALUES (X'00000000000000000000000000000001', 'office', '柳林县委创先争优办公室', X'', '', '', 'own', 0, 0, 1)";
const ROLE: &str = "\
    INSERT INTO role_grant (id, account_id, role, granted_at)
        VALUES (X'00000000000000000000000000000002', X'00000000000000000000000000000001', 'campaign_office', 0)";
/// Who has a role; what is read back.
const WHO: &str = "SELECT display_name FROM account JOIN role_grant ON role_grant.account_id = account.id";

/// A migration of a version that is still to come.
const TOMORROW: &str = "m9999_of_tomorrow";

/// A SQLite file as the first version of the program left it, with these rows.
async fn first_version(database: &TestDatabase, rows: &[&str]) {
    let connection = by_hand(database).await;
    for sql in [APPLIED.as_slice(), &[ACCOUNTS], rows].concat() {
        connection.execute_unprepared(sql).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// Whether a database was refused because of the migration that is still to come.
fn is_refused(opened: Result<Database, StorageError>) -> bool {
    matches!(opened, Err(StorageError::Newer(name)) if name == TOMORROW)
}

/// The copies of older files in the test's folder.
fn copies(database: &TestDatabase) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(database.folder()).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.to_str().unwrap().contains("before-migration")).collect()
}

#[tokio::test]
async fn an_older_sqlite_file_is_copied_beside_itself_and_keeps_its_rows() {
    let database = TestDatabase::sqlite();
    first_version(&database, &[ACCOUNT, ROLE]).await;
    let opened = open(&database).await.unwrap();
    // What came later is there now, and what was there still is.
    assert_eq!(one::<i64>(opened.connection(), "SELECT count(*) FROM organisation").await, 0);
    assert_eq!(one::<String>(opened.connection(), WHO).await, "柳林县委创先争优办公室");
    opened.close().await.unwrap();

    let copies = copies(&database);
    assert_eq!(copies.len(), 1, "{copies:?}");
    let copy = sqlite_by_hand(&copies[0]).await;
    assert_eq!(one::<String>(&copy, "SELECT group_concat(version) FROM seaql_migrations").await, "m0001_accounts");
    assert_eq!(one::<String>(&copy, WHO).await, "柳林县委创先争优办公室");
    copy.close().await.unwrap();
}

#[tokio::test]
async fn a_new_sqlite_file_and_one_of_this_version_are_not_copied() {
    let database = TestDatabase::sqlite();
    for _ in 0..2 {
        open(&database).await.unwrap().close().await.unwrap();
        assert!(copies(&database).is_empty(), "{:?}", copies(&database));
    }
}

#[tokio::test]
async fn a_copy_that_is_there_already_is_not_written_over() {
    let (before, now) = (TestDatabase::sqlite(), TestDatabase::sqlite());
    first_version(&before, &[ACCOUNT, ROLE]).await;
    open(&before).await.unwrap().close().await.unwrap();
    let first = copies(&before).remove(0);
    std::fs::copy(&first, now.folder().join(first.file_name().unwrap())).unwrap();
    // The copy of an attempt that was cut off, beside a file that has lost its rows since.
    first_version(&now, &[]).await;
    open(&now).await.unwrap().close().await.unwrap();
    assert_eq!(copies(&now).len(), 1);
    let copy = sqlite_by_hand(&copies(&now)[0]).await;
    assert_eq!(one::<String>(&copy, WHO).await, "柳林县委创先争优办公室");
    copy.close().await.unwrap();
}

#[tokio::test]
async fn a_reference_without_its_row_stops_every_start() {
    let database = TestDatabase::sqlite();
    // A role of an account that is not there, as only a program that does not look at references writes it.
    first_version(&database, &["PRAGMA foreign_keys = OFF", ROLE]).await;
    let opened = open(&database).await;
    assert!(matches!(opened, Err(StorageError::Damaged(what)) if what.contains("reference")));
    assert_eq!(copies(&database).len(), 1, "the file as it was can be looked at");
    // The migrations are applied by now; the damage is still there, and so is the refusal.
    let again = open(&database).await;
    assert!(matches!(again, Err(StorageError::Damaged(what)) if what.contains("reference")));
}

#[tokio::test]
async fn a_database_newer_than_the_program_is_refused_as_it_is() {
    for_each_database(async |database| {
        open(database).await.unwrap().close().await.unwrap();
        let newer = by_hand(database).await;
        let row = format!("INSERT INTO seaql_migrations (version, applied_at) VALUES ('{TOMORROW}', 0)");
        newer.execute_unprepared(&row).await.unwrap();
        assert!(is_refused(open(database).await));
        if let Some(url) = database.postgres_url() {
            assert!(is_refused(Database::join_postgres(url, Strictness::Panic).await));
        }
        assert!(copies(database).is_empty(), "{:?}", copies(database));
        // It was that row and nothing else.
        newer.execute_unprepared(&format!("DELETE FROM seaql_migrations WHERE version = '{TOMORROW}'")).await.unwrap();
        newer.close().await.unwrap();
        open(database).await.unwrap().close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_postgres_database_is_joined_only_when_the_server_has_brought_it_up() {
    for_each_database(async |database| {
        let Some(url) = database.postgres_url() else {
            return;
        };
        assert!(matches!(Database::join_postgres(url, Strictness::Panic).await, Err(StorageError::Older)));
        open(database).await.unwrap().close().await.unwrap();
        Database::join_postgres(url, Strictness::Panic).await.unwrap().close().await.unwrap();
    })
    .await;
}
