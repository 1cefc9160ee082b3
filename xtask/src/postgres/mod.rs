//! A private PostgreSQL cluster for one run of the tests.
//!
//! It lives in a temporary folder on a free port and belongs to this process: it stops when the handle is dropped,
//! and also when this process is killed (see `server.rs`). No service of the machine is used or touched.

mod owner;
mod programs;
mod server;

use anyhow::{Context, Result};
use owner::Owner;
use programs::Programs;
use server::Server;
use std::path::PathBuf;
use tempfile::TempDir;

/// A running cluster.
pub struct Cluster {
    // Dropped in this order: the server stops before its folder goes.
    server: Server,
    _folder: TempDir,
}

impl Cluster {
    /// Makes and starts a cluster; returns once it accepts connections.
    ///
    /// # Errors
    /// No PostgreSQL 15 or newer, no user to run it as, or what PostgreSQL itself said.
    pub fn start() -> Result<Self> {
        let programs = Programs::find()?;
        let owner = Owner::find()?;
        let folder = tempfile::Builder::new().prefix("zhengyou-postgres-").tempdir().context("a temporary folder")?;
        owner.give(folder.path())?;
        let data = folder.path().join("data");
        programs.make_cluster(&owner, &data)?;
        let server = Server::start(&programs, &owner, &data)?;
        println!("PostgreSQL {} on port {}, data in {}", programs.version, server.port, data.display());
        Ok(Self { server, _folder: folder })
    }

    /// The address tests connect to: a superuser without a password, reachable from this machine only.
    pub fn url(&self) -> String {
        format!("postgres://{}@127.0.0.1:{}/postgres", programs::SUPERUSER, self.server.port)
    }

    /// The folder of the cluster's data.
    pub fn data(&self) -> PathBuf {
        self.server.data.clone()
    }
}

/// Where PostgreSQL stands, in words.
pub fn describe() -> Result<String> {
    let programs = Programs::find()?;
    Ok(format!("version {} in {}", programs.version, programs.folder.display()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;
    use std::process::Command;

    /// Runs where PostgreSQL is installed; `cargo xtask test` insists on that before it comes here.
    #[test]
    fn a_cluster_answers_sorts_like_an_office_and_leaves_nothing_behind() {
        if Programs::find().is_err() {
            println!("no PostgreSQL on this machine: nothing to start");
            return;
        }
        let cluster = Cluster::start().unwrap();
        let psql = Programs::find().unwrap().folder.join("psql");
        let query = "SELECT string_agg(word, ',' ORDER BY word) FROM (VALUES ('b'), ('A'), ('a'), ('B')) AS v(word)";
        let answer = crate::process::output(Command::new(psql).args([&cluster.url(), "-Atc", query])).unwrap();
        assert_eq!(answer.trim(), "a,A,b,B", "a linguistic order, unlike SQLite's");
        let (data, port) = (cluster.data(), cluster.server.port);
        drop(cluster);
        assert!(!data.exists());
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
