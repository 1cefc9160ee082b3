//! Whoever administers the databases changes a sealed ballot: no archive comes of it any longer.

use archive::MAGIC;
use sea_orm::{ConnectionTrait, Database, Statement, Value};
use server::features::appraisals::ballot_round;
use storage::{Reads, Scope};
use test_support::TestApp;

use crate::archives::world;
use crate::run;
use crate::world::{Cast, cast};

/// What the page says instead.
const ALTERED: &str = "本轮现在保存的内容与封存时签名的不一致";

/// Changes a column of the ballot with this key, past everything; what stood there.
async fn alter(app: &TestApp, made: &Cast, column: &str, key: &[u8], to: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let file = app.folder.join(format!("ballots/{}.sealed.sqlite", ballot_round(made.id)));
    if file.exists() {
        let store = Database::connect(format!("sqlite:{}?mode=rw", file.display())).await.unwrap();
        let before = alter_in(&store, "ballot", (column, key), to).await;
        store.close().await.unwrap();
        return before;
    }
    let transaction = app.app.database.write(Scope::Whole).await.unwrap();
    let before = alter_in(transaction.connection(), "ballots.ballot", (column, key), to).await;
    transaction.commit().await.unwrap();
    before
}

async fn alter_in<C: ConnectionTrait>(
    store: &C,
    table: &str,
    (column, key): (&str, &[u8]),
    to: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let statement =
        |sql: String, values: Vec<Value>| Statement::from_sql_and_values(store.get_database_backend(), sql, values);
    let blob = |bytes: &[u8]| Value::Bytes(Some(bytes.to_vec()));
    let found = statement(format!("SELECT {column} AS found FROM {table} WHERE key = $1"), vec![blob(key)]);
    let before: Vec<u8> = store.query_one_raw(found).await.unwrap().unwrap().try_get("", "found").unwrap();
    let sql = format!("UPDATE {table} SET {column} = $1 WHERE key = $2");
    let altered = store.execute_raw(statement(sql, vec![blob(&to(&before)), blob(key)])).await.unwrap();
    assert_eq!(altered.rows_affected(), 1);
    before
}

/// The same with one bit the other way round: of a commitment one that is part of the receipt's number.
fn flipped(bytes: &[u8]) -> Vec<u8> {
    let mut flipped = bytes.to_vec();
    flipped[bytes.len() / 4] ^= 1;
    flipped
}

#[test]
fn of_a_sealed_round_whose_rows_were_altered_no_archive_comes_any_longer() {
    run(async |app| {
        let made = cast(app, &world()).await;
        let (mut keeper, mut second) = made.end(app).await;
        for (client, fields) in [(&mut keeper, &[("recipient", "县审计局")][..]), (&mut second, &[])] {
            let page = client.get(&made.archive("")).await;
            client.submit(&page, "release", fields).await;
        }
        let mut office = app.office().await;
        let (public, auditor) = (made.archive("/public.zyarchive"), made.archive("/auditor.zyarchive"));
        let honest = (office.get(&public).await.bytes, keeper.get(&auditor).await.bytes);
        for archive in [&honest.0, &honest.1] {
            assert!(archive.starts_with(MAGIC.as_bytes()), "{}", String::from_utf8_lossy(archive));
        }
        let (receipt, key) = (made.receipts[0].number(), *made.receipts[0].ballot_key().as_bytes());
        let is_listed =
            async || app.anonymous().get(&made.receipts_page("")).await.texts("#numbers li").contains(&receipt);
        assert!(is_listed().await);

        // Other grades: commitments are as they were, and what opens them is refused.
        let answers = alter(app, &made, "answers", &key, flipped).await;
        assert_eq!(office.get(&public).await.bytes, honest.0);
        let refused = keeper.get(&auditor).await;
        assert!(refused.status == 422 && refused.says(ALTERED), "{}", refused.text());
        alter(app, &made, "answers", &key, |_| answers).await;
        assert_eq!(keeper.get(&auditor).await.bytes, honest.1);

        // Another commitment: neither archive comes, and the judge misses the receipt's number in the list.
        alter(app, &made, "key", &key, flipped).await;
        for refused in [office.get(&public).await, keeper.get(&auditor).await] {
            assert!(refused.status == 422 && refused.says(ALTERED), "{}", refused.text());
        }
        assert!(!is_listed().await);
        alter(app, &made, "key", &flipped(&key), |_| key.to_vec()).await;
        assert_eq!((office.get(&public).await.bytes, keeper.get(&auditor).await.bytes), honest);
    });
}
