//! Who may write, and how the connections are set.

use sea_orm::ConnectionTrait;
use storage::{Kind, Reads, Scope};
use test_databases::{TestDatabase, for_each_database};

use crate::{file, one, open};

const POST: &str = "INSERT INTO form_post (form_key, answer, posted_at) VALUES ('k1', '这句话要删得干干净净', 0)";
/// A role of an account that is not there.
const ORPHAN: &str = "\
    INSERT INTO role_grant (id, account_id, role, granted_at)
        VALUES ('00000000-0000-0000-0000-000000000002', '00000000-0000-0000-0000-000000000001', 'auditor', 0)";

#[tokio::test]
async fn who_reads_cannot_write() {
    for_each_database(async |database| {
        let opened = open(database).await.unwrap();
        let refused = opened.connection().execute_unprepared(POST).await.unwrap_err().to_string();
        assert!(refused.contains("readonly") || refused.contains("read-only"), "{refused}");
        // The same words from whoever may write.
        let transaction = opened.write(Scope::Whole).await.unwrap();
        transaction.connection().execute_unprepared(POST).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(one::<i64>(opened.connection(), "SELECT count(*) FROM form_post").await, 1);
        opened.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_reference_to_a_row_that_is_not_there_is_refused() {
    for_each_database(async |database| {
        let opened = open(database).await.unwrap();
        let transaction = opened.write(Scope::Whole).await.unwrap();
        let refused = transaction.connection().execute_unprepared(ORPHAN).await.unwrap_err().to_string();
        assert!(refused.to_lowercase().contains("foreign key"), "{refused}");
        transaction.rollback().await.unwrap();
        opened.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_sqlite_file_is_opened_with_care() {
    let database = TestDatabase::sqlite();
    let opened = open(&database).await.unwrap();
    assert_eq!(opened.kind(), Kind::Sqlite);
    let transaction = opened.write(Scope::Whole).await.unwrap();
    for (pragma, value) in [("secure_delete", 1), ("trusted_schema", 0), ("foreign_keys", 1)] {
        let pragma = format!("PRAGMA {pragma}");
        assert_eq!(one::<i64>(transaction.connection(), &pragma).await, value, "writing: {pragma}");
        assert_eq!(one::<i64>(opened.connection(), &pragma).await, value, "reading: {pragma}");
    }
    // A commit is on the disk (2 is FULL), and readers do not wait for it.
    assert_eq!(one::<i64>(transaction.connection(), "PRAGMA synchronous").await, 2);
    assert_eq!(one::<String>(transaction.connection(), "PRAGMA journal_mode").await, "wal");
    transaction.rollback().await.unwrap();
    opened.close().await.unwrap();
}

#[tokio::test]
async fn what_is_deleted_from_a_sqlite_file_is_gone_from_its_bytes() {
    let database = TestDatabase::sqlite();
    let is_in_the_file = || {
        let (bytes, words) = (std::fs::read(file(&database)).unwrap(), "这句话要删得干干净净".as_bytes());
        bytes.windows(words.len()).any(|piece| piece == words)
    };
    for (sql, is_there) in [(POST, true), ("DELETE FROM form_post", false)] {
        let opened = open(&database).await.unwrap();
        let transaction = opened.write(Scope::Whole).await.unwrap();
        transaction.connection().execute_unprepared(sql).await.unwrap();
        transaction.commit().await.unwrap();
        // Closing writes the log of changes into the file.
        opened.close().await.unwrap();
        assert_eq!(is_in_the_file(), is_there, "{sql}");
    }
}

#[tokio::test]
async fn a_postgres_connection_commits_to_the_disk_and_waits_for_nothing_without_end() {
    for_each_database(async |database| {
        if database.postgres_url().is_none() {
            return;
        }
        let opened = open(database).await.unwrap();
        assert_eq!(opened.kind(), Kind::Postgres);
        let transaction = opened.write(Scope::Whole).await.unwrap();
        let writing =
            [("synchronous_commit", "on"), ("lock_timeout", "1min"), ("idle_in_transaction_session_timeout", "10min")];
        for (setting, value) in writing {
            let asked = format!("SELECT current_setting('{setting}')");
            assert_eq!(one::<String>(transaction.connection(), &asked).await, value, "{setting}");
        }
        transaction.rollback().await.unwrap();
        for (setting, value) in [("default_transaction_read_only", "on"), ("statement_timeout", "1min")] {
            let asked = format!("SELECT current_setting('{setting}')");
            assert_eq!(one::<String>(opened.connection(), &asked).await, value, "{setting}");
        }
        opened.close().await.unwrap();
    })
    .await;
}
