//! One test body, run on both databases.
//!
//! **Invariant:** every run of a body has a database of its own that nothing else touches: a temporary folder for
//! SQLite, a database made for it in the PostgreSQL server that `ZHENGYOU_TEST_POSTGRES` names.
//!
//! **Absence:** no starting of servers, no tables. Where the variable is unset the PostgreSQL half does not run; with
//! `ZHENGYOU_REQUIRE_POSTGRES=1` it fails instead, so that continuous integration never passes without it.
//!
//! **Boundary:** [`for_each_database`] for tests; [`TestDatabase`] says where its database is; [`files_below`] finds what
//! was left in its folder.
#![expect(clippy::expect_used, reason = "a helper of tests stops at the first surprise, with a message")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use tempfile::TempDir;

/// The variable that names a PostgreSQL server: `postgres://user@host:port/postgres`, of a role that may make
/// databases.
pub const POSTGRES_VARIABLE: &str = "ZHENGYOU_TEST_POSTGRES";
/// Set to 1 where the PostgreSQL half must not be left out.
pub const REQUIRE_VARIABLE: &str = "ZHENGYOU_REQUIRE_POSTGRES";

/// A database that one test has for itself, and a folder for its other files.
#[derive(Debug)]
pub struct TestDatabase {
    folder: TempDir,
    postgres: Option<String>,
}

impl TestDatabase {
    /// A folder of this test's own: for SQLite files, keys and whatever else it writes. Gone after the test.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The address of this test's PostgreSQL database; `None` when it is SQLite's turn.
    #[must_use]
    pub fn postgres_url(&self) -> Option<&str> {
        self.postgres.as_deref()
    }

    /// A folder for SQLite's turn alone.
    ///
    /// # Panics
    /// When the system gives no temporary folder.
    #[must_use]
    pub fn sqlite() -> Self {
        Self { folder: TempDir::with_prefix("zhengyou-").expect("a temporary folder"), postgres: None }
    }
}

/// Runs the body on SQLite, then on PostgreSQL where there is one.
///
/// # Panics
/// When the body does, when a database cannot be made, or when PostgreSQL is required and not there.
pub async fn for_each_database(body: impl AsyncFn(&TestDatabase)) {
    body(&TestDatabase::sqlite()).await;
    let Some(server) = postgres_server() else {
        return;
    };
    let name = fresh_name();
    let admin = Database::connect(&server).await.expect("the PostgreSQL server of the tests");
    run(&admin, &format!("CREATE DATABASE {name}")).await;
    let database = TestDatabase { postgres: Some(address(&server, &name)), ..TestDatabase::sqlite() };
    body(&database).await;
    run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    admin.close().await.expect("closing the connection");
}

/// Every file below a folder, in the order of their paths.
///
/// # Errors
/// A folder that cannot be read.
pub fn files_below(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { paths.extend(files_below(&path)?) } else { paths.push(path) }
    }
    paths.sort();
    Ok(paths)
}

/// The server the tests may use, if there is one.
///
/// # Panics
/// When it is required and not named.
#[must_use]
pub fn postgres_server() -> Option<String> {
    let server = std::env::var(POSTGRES_VARIABLE).ok();
    let required = std::env::var(REQUIRE_VARIABLE).is_ok_and(|value| value == "1");
    assert!(server.is_some() || !required, "{REQUIRE_VARIABLE}=1 but {POSTGRES_VARIABLE} names no server");
    server
}

/// The address of another database of the same server.
fn address(server: &str, name: &str) -> String {
    let (place, options) = server.split_once('?').map_or((server, None), |(place, options)| (place, Some(options)));
    let place = place.rsplit_once('/').map_or(place, |(place, _)| place);
    options.map_or_else(|| format!("{place}/{name}"), |options| format!("{place}/{name}?{options}"))
}

fn fresh_name() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("zhengyou_test_{}_{number}", std::process::id())
}

async fn run(connection: &DatabaseConnection, sql: &str) {
    connection.execute_unprepared(sql).await.expect("making or dropping a test's database");
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn another_database_has_the_same_server_and_options() {
        assert_eq!(address("postgres://u@h:5433/postgres", "t"), "postgres://u@h:5433/t");
        assert_eq!(address("postgres://u@h/postgres?host=/tmp/s", "t"), "postgres://u@h/t?host=/tmp/s");
    }
}
