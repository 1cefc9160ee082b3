//! Serving, backing up, restoring, resetting a password.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use sea_orm::ConnectionTrait;
use storage::{Database, Reads, Strictness};
use test_databases::files_below;

use crate::{Folder, run, zhengyou};

/// A server that was started, and what it printed until it was ready.
pub struct Server {
    child: Child,
    /// What it printed before.
    pub printed: Vec<String>,
    address: String,
}

impl Server {
    fn start(data: &Folder) -> Self {
        Self::start_with(data, &[])
    }

    /// Starts one in a folder, with more words on its command line.
    pub fn start_with(data: &Folder, more: &[&str]) -> Self {
        let mut child = zhengyou()
            .args(["serve", "--data", data.text(), "--listen", "127.0.0.1:0"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut printed = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if let Some((_, address)) = line.split_once("http://") {
                let address = address.to_owned();
                return Self { child, printed, address };
            }
            printed.push(line);
        }
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        child.wait().unwrap();
        panic!("the server did not start: {said}");
    }

    /// The answer to a request.
    pub fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// Stops it as the system does; what it logged.
    pub fn stop(mut self) -> String {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let mut logged = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut logged).unwrap();
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}: {logged}");
        logged
    }
}

/// The second words of the lines about accounts: the passwords.
fn passwords(printed: &[String]) -> Vec<String> {
    let lines = printed.iter().filter(|line| line.starts_with("  "));
    lines.map(|line| line.split_whitespace().nth(1).unwrap().to_owned()).collect()
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let read = |path: &PathBuf| (path.display().to_string(), fs::read(path).unwrap());
    files_below(folder).unwrap().iter().map(read).collect()
}

fn holds(folder: &Path, text: &str) -> bool {
    files(folder).iter().any(|(_, bytes)| bytes.windows(text.len()).any(|some| some == text.as_bytes()))
}

#[test]
fn a_server_starts_in_an_empty_folder_answers_and_stops() {
    let data = Folder::new("serve");
    let server = Server::start(&data);
    let told = passwords(&server.printed);
    assert_eq!(told.len(), 4, "{:?}", server.printed);
    assert!(server.get("/").starts_with("HTTP/1.1 200"));
    assert!(server.get("/w").starts_with("HTTP/1.1 303"));

    let second = run(&["serve", "--data", data.text(), "--listen", "127.0.0.1:0"]);
    assert_eq!(second.code, 1);
    assert!(second.lines[0].contains("正在被另一个争优使用"), "{second:?}");

    let logged = server.stop();
    for password in &told {
        assert!(!logged.contains(password), "{logged}");
        assert!(!holds(&data.0, password));
    }
    // The passwords are told at the first start only.
    let again = Server::start(&data);
    assert!(again.printed.is_empty(), "{:?}", again.printed);
    again.stop();
}

#[test]
fn a_password_is_reset_at_the_console() {
    let data = Folder::new("reset");
    let nothing = run(&["admin", "reset-password", "office", "--data", data.text()]);
    assert!(nothing.code == 1 && nothing.lines[0].contains("没有争优的数据"), "{nothing:?}");
    Server::start(&data).stop();
    let reset = run(&["admin", "reset-password", "Office", "--data", data.text()]);
    let (_, password) = reset.lines[0].split_once("）：").unwrap();
    assert!(reset.code == 0 && password.len() == 19, "{reset:?}");
    assert!(!holds(&data.0, password));
    let nobody = run(&["admin", "reset-password", "nobody", "--data", data.text()]);
    assert!(nobody.code == 1 && nobody.lines[0].contains("nobody"), "{nobody:?}");
}

/// Two rounds, one being cast and one sealed, as the named side knows them.
fn two_rounds_by_name(data: &Folder) {
    const SQL: &str = "\
        INSERT INTO organisation (id, name, sort_key, search_key, kind, ethnic_area, version)
            VALUES (x'01', '柳林镇党委', x'00', '', 'committee', 'no', 1);
        INSERT INTO round (id, organisation_id, title, period_from, period_to, state, minimum, opinion_minimum,
                retention_days, version)
            VALUES (x'000000000000000000000000000000aa', x'00000000000000000000000000000001', '第二季度群众评议',
                '2026-04-01', '2026-06-30', 'casting', 5, 8, 365, 1),
            (x'000000000000000000000000000000bb', x'00000000000000000000000000000001', '第一季度群众评议',
                '2026-01-01', '2026-03-31', 'sealed', 5, 8, 365, 1);";
    write(data, &SQL.replace("(x'01',", "(x'00000000000000000000000000000001',"));
}

/// Writes rows into the named side.
fn write(data: &Folder, sql: &str) {
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let file = data.0.join("zhengyou.sqlite");
        let database = Database::open_sqlite(&file, Strictness::Panic).await.unwrap();
        let transaction = database.write(storage::Scope::Whole).await.unwrap();
        transaction.connection().execute_unprepared(sql).await.unwrap();
        transaction.commit().await.unwrap();
        database.close().await.unwrap();
    });
}

/// The same, as their files stand in the folder.
fn two_rounds(data: &Folder) {
    two_rounds_by_name(data);
    let ballots = data.0.join("ballots");
    let open = ballots.join("000000000000000000000000000000aa.sqlite");
    fs::write(open, "ballots in the order they came").unwrap();
    let sealed = ballots.join("000000000000000000000000000000bb.sealed.sqlite");
    fs::write(sealed, "ballots in no order").unwrap();
    fs::write(data.0.join("keys").join("key"), "the key of a round").unwrap();
}

#[test]
fn a_backup_leaves_out_keys_and_open_rounds_and_says_which_would_be_void() {
    let (data, copy, restored) = (Folder::new("backed-up"), Folder::new("backup"), Folder::new("restored"));
    let server = Server::start(&data);
    two_rounds(&data);
    // While it is served.
    let backup = run(&["backup", copy.text(), "--data", data.text()]);
    server.stop();
    assert_eq!(backup.code, 0, "{backup:?}");
    assert!(backup.lines[0].contains("1 个已封存轮次"), "{backup:?}");
    assert!(backup.lines[1].contains("整体作废"), "{backup:?}");
    assert_eq!(backup.lines[2..], ["  第二季度群众评议"]);
    assert!(!holds(&copy.0, "ballots in the order they came"));
    assert!(!holds(&copy.0, "the key of a round"));
    assert!(holds(&copy.0, "ballots in no order"));
    let again = run(&["backup", copy.text(), "--data", data.text()]);
    assert!(again.code == 1 && again.lines[0].contains("已存在"), "{again:?}");

    let used = run(&["restore", copy.text(), "--data", data.text()]);
    assert!(used.code == 1 && used.lines[0].contains("没有恢复"), "{used:?}");
    let done = run(&["restore", copy.text(), "--data", restored.text()]);
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(done.lines[2..], ["  第二季度群众评议"], "{done:?}");
    let server = Server::start(&restored);
    assert!(server.printed.is_empty(), "the accounts are there");
    server.stop();
    // Void already: said once.
    let (copy, _) = (Folder::new("backup-of-restored"), ());
    let backup = run(&["backup", copy.text(), "--data", restored.text()]);
    assert_eq!((backup.code, backup.lines.len()), (0, 1), "{backup:?}");
}

#[test]
fn a_round_whose_ballots_are_lost_is_named_and_declared_void_by_whoever_is_sure() {
    let data = Folder::new("lost-round");
    Server::start(&data).stop();
    two_rounds_by_name(&data);
    let command = ["admin", "void-lost-rounds", "--data", data.text()];
    for _ in 0..2 {
        let named = run(&command);
        assert!(named.code == 0 && named.lines[0].contains("--sure"), "{named:?}");
        assert_eq!(named.lines[1..], ["  第二季度群众评议"]);
    }
    let done = run(&[&command[..], &["--sure"]].concat());
    assert!(done.code == 0 && done.lines[0].contains("已整体作废"), "{done:?}");
    assert_eq!(done.lines[1..], ["  第二季度群众评议"]);
    let none = run(&command);
    assert!((none.code, none.lines.len()) == (0, 1) && none.lines[0].contains("没有"), "{none:?}");
}

#[test]
fn a_store_that_does_not_open_is_named_with_the_reason_and_the_others_have_their_turn() {
    const LATER: &str = "\
        INSERT INTO round (id, organisation_id, title, period_from, period_to, state, minimum, opinion_minimum,
                retention_days, version)
            VALUES (x'000000000000000000000000000000cc', x'00000000000000000000000000000001', '第三季度群众评议',
                '2026-07-01', '2026-09-30', 'casting', 5, 8, 365, 1);";
    let data = Folder::new("unopened-store");
    Server::start(&data).stop();
    two_rounds(&data);
    write(&data, LATER);
    let command = ["admin", "void-lost-rounds", "--data", data.text()];
    for (words, told) in [(&command[..], "--sure"), (&[&command[..], &["--sure"]].concat(), "已整体作废")] {
        let said = run(words);
        assert!(said.code == 2 && said.lines[0].contains(told), "{said:?}");
        assert!(said.lines[1] == "  第三季度群众评议" && said.lines[2].contains("打不开"), "{said:?}");
        let [broken] = &said.lines[3..] else { panic!("{said:?}") };
        assert!(broken.starts_with("  第二季度群众评议 (000000000000000000000000000000aa): "), "{broken}");
        assert!(broken.contains("not a database"), "{broken}");
    }
    // What was lost is void; what does not open was left as it is, and is said again.
    let again = run(&command);
    assert!(again.code == 2 && again.lines.iter().all(|line| !line.contains("第三季度")), "{again:?}");
    assert!(again.lines.iter().any(|line| line.contains("第二季度")), "{again:?}");
}

#[test]
fn a_backup_that_was_changed_is_not_restored() {
    let (data, copy, restored) = (Folder::new("original"), Folder::new("changed-backup"), Folder::new("not-restored"));
    Server::start(&data).stop();
    assert_eq!(run(&["backup", copy.text(), "--data", data.text()]).code, 0);
    let file = copy.0.join("zhengyou.sqlite");
    let mut bytes = fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&file, &bytes).unwrap();
    let refused = run(&["restore", copy.text(), "--data", restored.text()]);
    assert!(refused.code == 1 && refused.lines[0].contains("zhengyou.sqlite"), "{refused:?}");
    let empty = run(&["restore", restored.text(), "--data", restored.text()]);
    assert_eq!(empty.code, 1);
    assert!(!restored.0.exists());
}

#[test]
fn a_wrong_command_line_is_refused_with_help() {
    for words in [
        &["serve"][..],
        &["serve", "--data", "x", "--public-url", "https://vote.example/path"],
        &["serve", "--data", "x", "--ballot-database-url", "postgres://localhost/ballots"],
        &["serve", "--data", "x", "--time-zone", "Mars/Olympus"],
    ] {
        assert_eq!(run(words).code, 2, "{words:?}");
    }
}
