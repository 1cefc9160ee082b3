//! The binary, serving the folder of a test's database.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use test_databases::TestDatabase;

/// A server that was started.
pub struct Server {
    child: Child,
    /// Where it answers: address and port.
    pub address: String,
}

/// What all servers of a test have logged; it lies in the folder, so that whoever searches the folder reads it too.
pub fn log_file(database: &TestDatabase) -> PathBuf {
    database.folder().join("server.log")
}

impl Server {
    /// Starts it and waits until it says where it answers.
    pub fn start(database: &TestDatabase) -> Self {
        let log = File::options().create(true).append(true).open(log_file(database)).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_zhengyou"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(database.folder());
        if let Some(url) = database.postgres_url() {
            command.args(["--database-url", url]);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| Some(line.unwrap().split_once("http://")?.1.to_owned()));
        Self { child, address: address.unwrap() }
    }

    /// Kills it as a power cut would.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it as the system does.
    pub fn stop(mut self) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success());
    }
}
