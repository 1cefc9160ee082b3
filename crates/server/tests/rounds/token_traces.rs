//! What taking a token leaves behind: one row that knows no hour.

use std::collections::BTreeSet;
use std::path::Path;

use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use test_databases::{TestDatabase, files_below, for_each_database};
use test_support::TestApp;
use test_support::tokens::{Device, ENDS_AT, begin_issuing, declare, draw};

/// A table and a row of it, every column written out.
type Row = (String, String);

/// The first value of every row, as a text.
async fn texts(connection: &DatabaseConnection, sql: String) -> Vec<String> {
    let asked = Statement::from_string(connection.get_database_backend(), sql);
    let rows = connection.query_all_raw(asked).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Every row of every table of both sides.
async fn rows(database: &TestDatabase) -> BTreeSet<Row> {
    if let Some(url) = database.postgres_url() {
        return rows_of_postgres(url).await;
    }
    let mut rows = BTreeSet::new();
    for file in files_below(database.folder()).unwrap() {
        if std::fs::read(&file).unwrap().starts_with(b"SQLite format 3\0") {
            rows.extend(rows_of_sqlite(&file).await);
        }
    }
    rows
}

async fn rows_of_postgres(url: &str) -> BTreeSet<Row> {
    let connection = Database::connect(url).await.unwrap();
    let tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables \
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
    let mut rows = BTreeSet::new();
    for table in texts(&connection, tables.to_owned()).await {
        let found = texts(&connection, format!("SELECT t::text FROM {table} t")).await;
        rows.extend(found.into_iter().map(|row| (table.replace("public.", ""), row)));
    }
    connection.close().await.unwrap();
    rows
}

async fn rows_of_sqlite(file: &Path) -> BTreeSet<Row> {
    let connection = Database::connect(format!("sqlite:{}?mode=ro", file.display())).await.unwrap();
    let mut rows = BTreeSet::new();
    for table in texts(&connection, "SELECT name FROM sqlite_master WHERE type = 'table'".to_owned()).await {
        let columns = format!("SELECT 'quote(\"' || name || '\")' FROM pragma_table_info('{table}')");
        let columns = texts(&connection, columns).await.join(" || ',' || ");
        let found = texts(&connection, format!("SELECT {columns} FROM \"{table}\"")).await;
        rows.extend(found.into_iter().map(|row| (table.clone(), row)));
    }
    connection.close().await.unwrap();
    rows
}

/// The tables of which a row is in one and not in the other.
fn changed(before: &BTreeSet<Row>, after: &BTreeSet<Row>) -> Vec<String> {
    before.symmetric_difference(after).map(|(table, _)| table.clone()).collect()
}

#[test]
fn taking_a_token_leaves_one_row_without_a_time_and_signing_in_leaves_when() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(for_each_database(async |database| {
        let app = TestApp::start(database).await;
        let mut office = app.office().await;
        let made = draw(&app, &mut office).await;
        declare(&mut office, &made, ENDS_AT).await;
        begin_issuing(&mut office, &made).await;
        let own = made.tokens("/own");
        app.app.clock.advance_seconds(60);
        let before = rows(database).await;
        let mut member = made.member(&app, 0).await;
        let signed_in = rows(database).await;
        // What is learnt: when the account was made for this test, and when it signed in.
        let learnt = ["account", "audit_event", "role_grant", "session"];
        assert_eq!(changed(&before, &signed_in), learnt);
        let hour = app.app.clock.now().0.to_string();
        let telling = signed_in.difference(&before).filter(|(table, row)| table != "account" && row.contains(&hour));
        let telling: Vec<&str> = telling.map(|(table, _)| table.as_str()).collect();
        assert_eq!(telling, ["audit_event", "role_grant", "session"]);

        app.app.clock.advance_seconds(60);
        let page = member.get(&own).await;
        assert_eq!(changed(&signed_in, &rows(database).await), [""; 0], "looking at the page");
        let device = Device::begin(&page, 1);
        let answered = device.send(&mut member, &page).await;
        let taken = rows(database).await;
        assert_eq!(changed(&signed_in, &taken), ["token_request"]);
        // Asking again, or for another, leaves nothing more.
        let token = device.finish(&answered);
        let again = device.send(&mut member, &page).await;
        assert_eq!(device.finish(&again).to_text(), token.to_text());
        assert_eq!(Device::begin(&page, 2).send(&mut member, &page).await.status, 422);
        assert_eq!(changed(&taken, &rows(database).await), [""; 0], "asking again");
        let page = member.get("/w").await;
        member.submit(&page, "/w/session", &[]).await;
        // Signing out is an event, and ends the session.
        assert_eq!(changed(&taken, &rows(database).await), ["audit_event", "session"]);
        app.app.database.clone().close().await.unwrap();
        app.app.ballots.close().await.unwrap();
    }));
}
