//! A program that says where it listens, and that ends with its handle.

use crate::Failure;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// How long a program may take until it names its address: the demonstration lives three rounds before.
const PATIENCE: Duration = Duration::from_secs(300);

/// A running program, killed when dropped.
#[derive(Debug)]
pub struct Listening {
    child: Child,
    /// The port it named, on this machine.
    pub port: u16,
    /// What it printed before.
    pub said: Vec<String>,
}

impl Listening {
    /// Starts the program and reads both its outputs until `port_in` finds a port in a line.
    pub fn start(mut command: Command, port_in: fn(&str) -> Option<u16>) -> Result<Self, Failure> {
        let program = command.get_program().to_string_lossy().into_owned();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => return Err(Failure::Start { program, error }),
        };
        let (sender, lines) = channel();
        if let Some(output) = child.stdout.take() {
            forward(output, sender.clone());
        }
        if let Some(output) = child.stderr.take() {
            forward(output, sender);
        }
        // From here on the handle owns the child: returning early kills it.
        let mut listening = Self { child, port: 0, said: Vec::new() };
        match first_port(&lines, port_in) {
            Ok((port, said)) => {
                listening.port = port;
                listening.said = said;
            }
            Err(said) => {
                return Err(Failure::NoAddress { program, patience: PATIENCE, said });
            }
        }
        Ok(listening)
    }
}

impl Listening {
    /// Fetches a page of the program and throws it away; waits at most ten seconds for it.
    pub fn fetch(&self, path: &str) -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        let request = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        std::io::copy(&mut stream, &mut std::io::sink())?;
        Ok(())
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        if let Err(error) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("a program could not be stopped: {error}");
        }
    }
}

/// Reads an output to its end in a thread of its own: a full pipe would stop the program.
fn forward(output: impl Read + Send + 'static, sender: Sender<String>) {
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            // Once nobody listens any more the lines are only read away.
            drop(sender.send(line));
        }
    });
}

/// The first port named, or everything said until the program ended or the time was up.
fn first_port(lines: &Receiver<String>, port_in: fn(&str) -> Option<u16>) -> Result<(u16, Vec<String>), String> {
    let deadline = Instant::now() + PATIENCE;
    let mut said = Vec::new();
    while let Ok(line) = lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        if let Some(port) = port_in(&line) {
            return Ok((port, said));
        }
        said.push(line);
    }
    Err(said.join("\n"))
}

/// The number after the last `before` in a line: `http://127.0.0.1:8080/` → 8080.
pub fn number_after(line: &str, before: &str) -> Option<u16> {
    let (_, rest) = line.rsplit_once(before)?;
    let digits = rest.split(|character: char| !character.is_ascii_digit()).next()?;
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn port_in(line: &str) -> Option<u16> {
        number_after(line, "port ")
    }

    #[test]
    fn the_port_is_read_from_either_output() {
        let started = Listening::start(shell("echo 启动; echo on port 41235. >&2; cat"), port_in);
        assert_eq!(started.unwrap().port, 41235);
    }

    #[test]
    fn a_program_that_ends_without_an_address_is_quoted() {
        let error = Listening::start(shell("echo 端口被占用; exit 1"), port_in).unwrap_err();
        assert!(error.to_string().contains("端口被占用"), "{error}");
        let error = Listening::start(Command::new("/no/such/program"), port_in).unwrap_err();
        assert!(error.to_string().contains("/no/such/program"), "{error}");
    }

    #[test]
    fn only_a_number_after_the_word_is_an_address() {
        assert_eq!(number_after("listening on http://127.0.0.1:8080/", "http://127.0.0.1:"), Some(8080));
        assert_eq!(number_after("listening", "http://127.0.0.1:"), None);
        assert_eq!(number_after("port x", "port "), None);
    }
}
