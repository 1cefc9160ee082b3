//! The server process, tied to ours.
//!
//! A small shell holds it: the shell reads from a pipe whose other end only this process has. When the pipe closes,
//! because the handle was dropped or because this process died in whatever way, the shell stops the server and removes its data.

use super::{owner::Owner, programs::Programs};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(120);
/// SIGINT asks the server to stop at once, properly; the shell itself does not listen to an interrupt from the keyboard.
const KEEPER: &str = r#"trap '' INT TERM HUP
data=$1; shift
"$@" & server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$data""#;
/// Faster, and nothing a test could notice unless the machine itself loses power: `fsync` stays on.
const SETTINGS: [&str; 8] = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=300",
    "shared_buffers=256MB",
    "full_page_writes=off",
    "max_wal_size=4GB",
    "lc_messages=C",
    "jit=off",
];

/// A running server.
pub struct Server {
    keeper: Child,
    /// The port it listens to, on 127.0.0.1.
    pub port: u16,
    /// The folder of its data.
    pub data: PathBuf,
}

impl Server {
    /// Starts a server on a free port and waits until it accepts connections.
    pub fn start(programs: &Programs, owner: &Owner, data: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = owner.command(Path::new("/bin/sh"), Path::new("/"));
        command.args(["-c", KEEPER, "keeper"]).arg(data).arg(programs.folder.join("postgres"));
        command.arg("-D").arg(data).arg("-p").arg(port.to_string());
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut keeper = command.spawn().context("cannot start PostgreSQL")?;
        let log = keeper.stderr.take();
        let server = Self { keeper, port, data: data.to_owned() };
        wait_until_ready(&lines_of(log))?;
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        if let Err(error) = self.keeper.wait() {
            eprintln!("PostgreSQL did not stop: {error}");
        }
    }
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// Reads the server's log in a thread of its own, to the end: a full pipe would stop the server.
fn lines_of(log: Option<ChildStderr>) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in log.into_iter().flat_map(|log| BufReader::new(log).lines()).map_while(Result::ok) {
            // Once nobody listens any more the lines are only read away.
            drop(sender.send(line));
        }
    });
    receiver
}

fn wait_until_ready(lines: &Receiver<String>) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let mut said = Vec::new();
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) if line.contains("database system is ready to accept connections") => {
                return Ok(());
            }
            Ok(line) => said.push(line),
            Err(RecvTimeoutError::Timeout) => {
                bail!("PostgreSQL was not ready after {PATIENCE:?}:\n{}", said.join("\n"))
            }
            Err(RecvTimeoutError::Disconnected) => {
                bail!("PostgreSQL stopped while starting:\n{}", said.join("\n"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    #[test]
    fn a_server_that_stops_while_starting_is_quoted() {
        let (sender, receiver) = channel();
        sender.send("FATAL:  could not create lock file".to_owned()).unwrap();
        drop(sender);
        let error = wait_until_ready(&receiver).unwrap_err();
        assert!(error.to_string().contains("could not create lock file"), "{error}");
    }
}
