//! The environment variables through which `cargo xtask test` speaks to the tests.

/// Address of a PostgreSQL server on which tests may create databases, as a URL.
pub const TEST_POSTGRES: &str = "ZHENGYOU_TEST_POSTGRES";
/// Folder of that server's data, for tests that search its files as bytes.
pub const TEST_POSTGRES_DATA: &str = "ZHENGYOU_TEST_POSTGRES_DATA";
/// `1`: a test that cannot reach PostgreSQL fails instead of running on SQLite alone.
pub const REQUIRE_POSTGRES: &str = "ZHENGYOU_REQUIRE_POSTGRES";
/// Path of the Chromium to drive.
pub const CHROMIUM: &str = "ZHENGYOU_CHROMIUM";
/// Path of the chromedriver that fits it.
pub const CHROMEDRIVER: &str = "ZHENGYOU_CHROMEDRIVER";
/// Path of the Python that runs the second verifier of archives; without it tests take the `python3` in PATH.
pub const PYTHON: &str = "ZHENGYOU_TEST_PYTHON";
/// `1`: a journey without a browser fails instead of saying that it did not run.
pub const REQUIRE_BROWSER: &str = "ZHENGYOU_REQUIRE_BROWSER";
