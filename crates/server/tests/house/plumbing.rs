//! What holds under every page: changes that end half-way, writers that keep others waiting, addresses nobody can read.

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use server::web::once::{self, Begun};
use storage::{Kind, Reads, Scope};

use crate::run;

#[test]
fn a_change_dropped_on_the_way_is_undone_and_may_be_posted_again() {
    run(async |app| {
        let key = "a-key-of-a-form-that-breaks-off";
        for _ in 0..2 {
            let begun = once::begin(&app.app, key, None, Scope::Whole).await.unwrap();
            // As a `?` between the beginning and the answer does; the tests' databases are strict about other drops.
            assert!(matches!(begun, Begun::Fresh(_)));
            drop(begun);
        }
    });
}

#[test]
fn a_page_does_not_wait_for_writers_to_note_that_a_session_was_seen() {
    run(async |app| {
        let mut office = app.office().await;
        let writing = app.app.database.write(Scope::Whole).await.unwrap();
        for _ in 0..3 {
            app.app.clock.advance_seconds(60 * 60);
            assert_eq!(office.get("/w").await.path, "/w");
        }
        writing.rollback().await.unwrap();
        // What memory knows keeps the session alive, though the database could not be told yet.
        assert_eq!(office.get("/w").await.path, "/w");
    });
}

#[test]
fn an_address_that_cannot_be_read_is_answered_with_a_page_of_ours() {
    run(async |app| {
        let mut office = app.office().await;
        for address in ["/w/organisations/not-an-identifier", "/w/organisations?page=abc", "/w/people/%FF"] {
            let shown = office.get(address).await;
            assert_eq!(shown.status, 404, "{address}");
            assert!(shown.says("没有这个页面") && shown.says("请检查网址"), "{address}: {}", shown.text());
        }
    });
}

#[test]
fn nobody_waits_for_a_lock_of_postgres_without_end() {
    run(async |app| {
        let transaction = app.app.database.write(Scope::Whole).await.unwrap();
        if app.app.database.kind() == Kind::Postgres {
            for (of, sql) in [("60s", LOCKS), ("600s", IDLE)] {
                let asked = Statement::from_string(DbBackend::Postgres, sql);
                let row = transaction.connection().query_one_raw(asked).await.unwrap().unwrap();
                assert_eq!(row.try_get::<String>("", "seconds").unwrap(), of);
            }
        }
        transaction.rollback().await.unwrap();
    });
}

const LOCKS: &str =
    "SELECT (setting::bigint / 1000)::text || 's' AS seconds FROM pg_settings WHERE name = 'lock_timeout'";
const IDLE: &str = "SELECT (setting::bigint / 1000)::text || 's' AS seconds FROM pg_settings \
    WHERE name = 'idle_in_transaction_session_timeout'";
