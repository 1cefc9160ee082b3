//! A blind token from the command line: taken, handed in, its receipt checked, with the real binary against a served
//! installation and no script from it.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod journey;
mod refusals;
mod tls;
mod wire;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use test_support::served::Served;
use test_support::slips::enter;
use test_support::tokens::{ENDS_AT, Made, OVER, begin_issuing, data, declare, draw};
use test_support::{Client, PASSWORD, TestApp};

use wire::Wire;

/// What a command said and how it ended.
#[derive(Debug)]
pub struct Answer {
    /// The exit code.
    pub code: i32,
    /// What came of it.
    pub out: String,
    /// The conversation.
    pub said: String,
}

/// Runs `zhengyou cast` with these words; each line of the input is one answer.
pub fn cast(words: &[&str], input: &[&str]) -> Answer {
    cast_trusting(None, words, input)
}

/// The same where this file says whom the machine trusts.
pub fn cast_trusting(authority: Option<&Path>, words: &[&str], input: &[&str]) -> Answer {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengyou"));
    command.arg("cast").args(words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    for proxy in ["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"] {
        command.env_remove(proxy);
    }
    match authority {
        Some(authority) => command.env("SSL_CERT_FILE", authority).env_remove("SSL_CERT_DIR"),
        // Nothing listens there: what is said on this machine goes through no proxy.
        None => command.env("all_proxy", "http://127.0.0.1:9"),
    };
    let mut child = command.spawn().unwrap();
    let mut answers = input.join("\n");
    answers.push('\n');
    // A command that ends before it has read everything closes the pipe.
    drop(child.stdin.take().unwrap().write_all(answers.as_bytes()));
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code().unwrap(), out: text(output.stdout), said: text(output.stderr) }
}

/// A served round whose members may take tokens, over a wire that remembers what passes.
pub struct World<'a> {
    /// The application.
    pub app: &'a TestApp,
    /// Who runs the round.
    pub office: Client,
    /// The round.
    pub made: Made,
    /// The server.
    pub served: Served,
    /// What leads to it.
    pub wire: Wire,
    folder: PathBuf,
}

impl<'a> World<'a> {
    /// Tokens are taken until 09:20.
    pub async fn issuing(app: &'a TestApp) -> Self {
        let mut office = app.office().await;
        let made = draw(app, &mut office).await;
        declare(&mut office, &made, ENDS_AT).await;
        begin_issuing(&mut office, &made).await;
        let served = Served::start(app);
        let wire = Wire::to(served.address);
        let folder = app.folder.join("member");
        fs::create_dir(&folder).unwrap();
        Self { app, office, made, served, wire, folder }
    }

    /// The address of the server, as a member types it.
    pub fn from(&self) -> String {
        format!("http://{}", self.wire.address)
    }

    /// A file of the member's device.
    pub fn file(&self, name: &str) -> String {
        self.folder.join(name).to_str().unwrap().to_owned()
    }

    /// What stands in the printed notice, as the command is told it.
    pub async fn printed(&self, client: &mut Client) -> [String; 6] {
        let page = client.get(&self.made.tokens("/own")).await;
        let [fingerprint, sheet, round] = ["fingerprint", "sheet", "round"].map(|name| data(&page, name));
        ["--fingerprint".to_owned(), fingerprint, "--sheet".to_owned(), sheet, "--round".to_owned(), round]
    }

    /// Takes a token into a file, with the answers that come after the password.
    pub fn take(&self, login: &str, file: &str, more: &[&str], answers: &[&str]) -> Answer {
        let (from, file) = (self.from(), self.file(file));
        let words = [&["take", "--from", &from, "--token", &file, "--login", login], more].concat();
        cast(&words, &[&[PASSWORD], answers].concat())
    }

    /// The path where receipts are compared.
    pub fn list(&self) -> String {
        self.made.round.replace("/w/rounds/", "/receipts/")
    }

    /// What posting a member's own page begins with.
    pub fn posting_own(&self) -> String {
        format!("POST {}", self.made.tokens("/own"))
    }

    /// Hands in with the token of a file.
    pub fn hand_in(&self, token: &str, receipt: &str, answers: &[&str]) -> Answer {
        let (from, token, receipt) = (self.from(), self.file(token), self.file(receipt));
        cast(&["hand-in", "--from", &from, "--token", &token, "--receipt", &receipt], answers)
    }

    /// What a file of the device holds.
    pub fn read(&self, file: &str) -> String {
        fs::read_to_string(self.file(file)).unwrap()
    }

    /// Whether there is such a file.
    pub fn has(&self, file: &str) -> bool {
        Path::new(&self.file(file)).exists()
    }

    /// How many items are asked about the one object.
    pub async fn items(&self, token: &str) -> usize {
        enter(&mut self.app.anonymous(), token).await.texts("section#o1 legend").len()
    }

    /// Opens casting after the time for taking.
    pub async fn open(&mut self) {
        self.app.app.clock.advance_seconds(OVER);
        let page = self.office.get(&format!("{}/casting", self.made.round)).await;
        self.office.tell(&page, "casting", &[], "投票已开放").await;
    }
}
