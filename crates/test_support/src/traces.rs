//! What an application leaves behind, as whoever copies all of it has it: every file of its folder and, on PostgreSQL,
//! every row of every table. PostgreSQL's own files are not among it.

use std::fs;
use std::path::PathBuf;

use data_encoding::{HEXLOWER, HEXUPPER};
use sea_orm::{ConnectionTrait, Database, Statement};
use test_databases::{TestDatabase, files_below};

/// Everything that is held, with where it stands; a letter a byte, because texts are searched fast.
pub struct Traces(Vec<(String, String)>);

impl Traces {
    /// Takes a copy. A SQLite file that is in use has a log beside it, which holds what was erased until it is written over.
    ///
    /// # Panics
    /// When something cannot be read.
    pub async fn of(database: &TestDatabase) -> Self {
        let files = files_below(database.folder()).expect("a folder");
        let read = |path: &PathBuf| (path.display().to_string(), letters(&fs::read(path).expect("a file")));
        let mut held: Vec<_> = files.iter().map(read).collect();
        if let Some(url) = database.postgres_url() {
            let connection = Database::connect(url).await.expect("the database of the test");
            let ask = async |sql: String| {
                let asked = Statement::from_string(connection.get_database_backend(), sql);
                let rows = connection.query_all_raw(asked).await.expect("rows");
                rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect::<Vec<String>>()
            };
            let tables = "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables \
                WHERE schemaname NOT IN ('pg_catalog', 'information_schema')";
            for table in ask(tables.to_owned()).await {
                let rows = ask(format!("SELECT t::text FROM {table} t")).await;
                held.push((table, letters(rows.join("\n").as_bytes())));
            }
            connection.close().await.expect("closing the connection");
        }
        Self(held)
    }

    /// Where these bytes stand, as they are or in hexadecimal, as PostgreSQL writes them.
    #[must_use]
    pub fn places(&self, sought: &[u8]) -> Vec<&str> {
        let spellings = [letters(sought), HEXLOWER.encode(sought), HEXUPPER.encode(sought)];
        let holds = |held: &str| spellings.iter().any(|spelling| held.contains(spelling));
        self.0.iter().filter(|(_, held)| holds(held)).map(|(place, _)| place.as_str()).collect()
    }
}

fn letters(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}
