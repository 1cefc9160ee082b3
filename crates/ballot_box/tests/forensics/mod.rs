//! An investigator with a copy of all files: searches bytes and looks for orders.

mod order;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use ballot_box::RoundId;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, QueryResult, Statement};
use test_databases::{TestDatabase, files_below};

pub use order::strongest_order;

/// Bytes to look for.
pub type Needle = Vec<u8>;

/// A file's number and an offset in it.
pub type Place = (usize, usize);

/// What the investigator has: the bytes of every file, and on PostgreSQL what the tables say about their rows.
pub struct Evidence {
    folder: PathBuf,
    paths: Vec<PathBuf>,
    /// What PostgreSQL keeps in which file: schema and name.
    relations: BTreeMap<PathBuf, String>,
    files: Vec<Vec<u8>>,
    /// The files of the table of ballots and of its indexes as they are now.
    ballot_files: Vec<PathBuf>,
    /// Per table: each row's text in hexadecimal, with its `xmin`, in the order of `ctid`.
    rows: BTreeMap<&'static str, Vec<(String, i64)>>,
}

const PARTITIONED: [&str; 4] = ["issued", "spent", "ballot", "opinion"];

impl Evidence {
    /// Takes a copy of every file of the box, keys included, and of PostgreSQL's files of this database.
    pub async fn gather(database: &TestDatabase, round: RoundId) -> Self {
        let mut paths = files_below(database.folder()).unwrap();
        let (mut rows, mut relations) = (BTreeMap::new(), BTreeMap::new());
        let mut ballot_files = vec![database.folder().join(format!("ballots/{round}.sealed.sqlite"))];
        if let Some(url) = database.postgres_url() {
            let connection = Database::connect(url).await.unwrap();
            // Statistics hold values of the tables; autovacuum gathers them whenever it likes.
            connection.execute_unprepared("ANALYZE").await.unwrap();
            connection.execute_unprepared("CHECKPOINT").await.unwrap();
            ballot_files = current_ballot_files(&connection, round).await;
            // Every file of this database: what was dropped must be gone from there as well.
            paths.extend(files_below(ballot_files[0].parent().unwrap()).unwrap());
            assert!(ballot_files.iter().all(|file| paths.contains(file)));
            relations = files_of_relations(&connection).await;
            for table in PARTITIONED {
                rows.insert(table, rows_by_ctid(&connection, table, round).await);
            }
            connection.close().await.unwrap();
        }
        paths.sort();
        let files = paths.iter().map(|path| fs::read(path).unwrap()).collect();
        Self { folder: database.folder().to_owned(), paths, relations, files, ballot_files, rows }
    }

    /// What holds any of these, all equally long: a file by its path in the folder, a table or index with its schema.
    pub fn holding(&self, needles: &[Needle]) -> BTreeSet<String> {
        let name = |(file, _): Place| {
            let path = &self.paths[file];
            let in_folder = || path.strip_prefix(&self.folder).unwrap_or(path).to_string_lossy().into_owned();
            self.relations.get(path).cloned().unwrap_or_else(in_folder)
        };
        find_each(self, needles).into_iter().flatten().map(name).collect()
    }

    /// Whether every file that holds one of the needles is a file of today's table of ballots, and some do.
    pub fn only_in_ballot_files(&self, needles: &[Needle]) -> bool {
        let mut holding = find_each(self, needles).into_iter().flatten().map(|(file, _)| &self.paths[file]).peekable();
        holding.peek().is_some() && holding.all(|path| self.ballot_files.contains(path))
    }

    /// On PostgreSQL every row of a sealed round has the same `xmin`.
    pub fn assert_uniform_transactions(&self) {
        for (table, rows) in &self.rows {
            assert!(rows.iter().all(|(_, xmin)| *xmin == rows[0].1), "{table} has rows of several transactions");
        }
    }
}

/// Every place where the needle lies: file and offset.
pub fn find_all(evidence: &Evidence, needle: &[u8]) -> Vec<Place> {
    find_each(evidence, &[needle.to_vec()]).swap_remove(0)
}

/// Every place of every needle; all are equally long.
pub fn find_each(evidence: &Evidence, needles: &[Needle]) -> Vec<Vec<Place>> {
    let mut found = vec![Vec::new(); needles.len()];
    for (file, bytes) in evidence.files.iter().enumerate() {
        for (all, places) in found.iter_mut().zip(order::locate(bytes, needles)) {
            all.extend(places.into_iter().map(|at| (file, at)));
        }
    }
    found
}

/// The columns of every table, sorted, on either database.
pub async fn columns(database: &TestDatabase, round: RoundId) -> BTreeMap<String, Vec<String>> {
    let (address, sql) = match database.postgres_url() {
        Some(url) => (
            url.to_owned(),
            "SELECT c.relname::text AS relation, a.attname::text AS attribute FROM pg_class c \
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped \
             WHERE c.relnamespace = 'ballots'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition",
        ),
        None => (
            format!("sqlite://{}", database.folder().join(format!("ballots/{round}.sqlite")).display()),
            "SELECT m.name AS relation, i.name AS attribute FROM sqlite_schema m, pragma_table_info(m.name) i \
             WHERE m.type = 'table'",
        ),
    };
    let connection = Database::connect(address).await.unwrap();
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in query(&connection, sql).await {
        let relation: String = row.try_get("", "relation").unwrap();
        columns.entry(relation).or_default().push(row.try_get("", "attribute").unwrap());
    }
    columns.values_mut().for_each(|names| names.sort());
    columns
}

/// The files of the round's ballots and of their indexes, found through `pg_relation_filepath`.
async fn current_ballot_files(connection: &DatabaseConnection, round: RoundId) -> Vec<PathBuf> {
    let sql = format!(
        "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(oid) AS file FROM pg_class \
         WHERE oid = 'ballots.ballot_{round}'::regclass \
         OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'ballots.ballot_{round}'::regclass)"
    );
    let rows = query(connection, &sql).await;
    rows.iter().map(|row| PathBuf::from(row.try_get::<String>("", "file").unwrap())).collect()
}

/// The tables and indexes of the whole database by their files.
async fn files_of_relations(connection: &DatabaseConnection) -> BTreeMap<PathBuf, String> {
    let sql = "SELECT current_setting('data_directory') || '/' || pg_relation_filepath(c.oid) AS file, \
               n.nspname || '.' || c.relname AS relation \
               FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE pg_relation_filepath(c.oid) IS NOT NULL";
    let named = |row: &QueryResult| {
        (PathBuf::from(row.try_get::<String>("", "file").unwrap()), row.try_get("", "relation").unwrap())
    };
    query(connection, sql).await.iter().map(named).collect()
}

async fn rows_by_ctid(connection: &DatabaseConnection, table: &str, round: RoundId) -> Vec<(String, i64)> {
    let what = match table {
        "issued" | "spent" => "encode(hash, 'hex')",
        _ => "encode(key, 'hex')",
    };
    let sql = format!("SELECT {what} AS what, xmin::text::bigint AS xmin FROM ballots.{table}_{round} ORDER BY ctid");
    let read = |row: &QueryResult| (row.try_get("", "what").unwrap(), row.try_get("", "xmin").unwrap());
    query(connection, &sql).await.iter().map(read).collect()
}

async fn query(connection: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let backend: DbBackend = connection.get_database_backend();
    connection.query_all_raw(Statement::from_string(backend, sql)).await.unwrap()
}
