//! What the tables of the named side have no place for.

use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use test_databases::{TestDatabase, for_each_database};

use crate::{by_hand, open};

/// The columns of a table with their types as the database names them, by name.
async fn columns(connection: &DatabaseConnection, database: &TestDatabase, table: &str) -> Vec<(String, String)> {
    let sql = match database.postgres_url() {
        Some(_) => format!(
            "SELECT column_name::text, data_type::text FROM information_schema.columns \
             WHERE table_schema = 'public' AND table_name = '{table}' ORDER BY 1"
        ),
        None => format!("SELECT name, lower(type) FROM pragma_table_info('{table}') ORDER BY 1"),
    };
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
    rows.iter().map(|row| (row.try_get_by_index(0).unwrap(), row.try_get_by_index(1).unwrap())).collect()
}

#[tokio::test]
async fn an_allotment_has_no_column_for_a_code_a_time_or_an_order() {
    for_each_database(async |database| {
        open(database).await.unwrap().close().await.unwrap();
        let connection = by_hand(database).await;
        let found = columns(&connection, database, "allotment").await;
        // Round, panel and member are keys of rows; the channel is one of three words; two numbers count slips given back
        // and changes of this row.
        let expected = [
            ("cancelled_slips", "bigint"),
            ("channel", "text"),
            ("member_id", "uuid"),
            ("panel_id", "uuid"),
            ("round_id", "uuid"),
            ("version", "bigint"),
        ];
        let found: Vec<(&str, &str)> = found.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
        assert_eq!(found, expected);
        // A table that has a time is told by the same question.
        let audited = columns(&connection, database, "account").await;
        assert!(audited.contains(&("created_at".to_owned(), "bigint".to_owned())), "{audited:?}");
        connection.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_token_request_has_no_column_for_a_time_or_an_order() {
    for_each_database(async |database| {
        open(database).await.unwrap().close().await.unwrap();
        let connection = by_hand(database).await;
        let found = columns(&connection, database, "token_request").await;
        // Keys of rows, and what was signed: it fits every token.
        let expected = [("blinded", "bytea"), ("member_id", "uuid"), ("panel_id", "uuid"), ("round_id", "uuid")];
        let found: Vec<(&str, &str)> = found.iter().map(|(name, kind)| (name.as_str(), kind.as_str())).collect();
        assert_eq!(found, expected);
        connection.close().await.unwrap();
    })
    .await;
}
