//! The real server over HTTP: killed with SIGKILL in a storm of ballots, started again, sealed; and what the bytes of
//! its folder, its log, its backup and its database betray before and after that.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[expect(dead_code, reason = "the investigator has more tools than this test needs")]
#[path = "../../../ballot_box/tests/forensics/mod.rs"]
mod forensics;
mod http;
#[expect(dead_code, reason = "the round of the ballots slice, with what its own tests need besides")]
#[path = "../../../server/tests/ballots/round.rs"]
mod round;
mod served;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;

use ballot_box::{Receipt, RoundId};
use credentials::{BallotKey, Code, Cover, RoundSecret, credential_hash};
use forensics::{Evidence, Needle, Place, find_all, find_each, strongest_order};
use sea_orm::{ConnectionTrait, Database, Statement};
use server::Clock;
use server::features::appraisals::ballot_round;
use server::roles::Role;
use test_databases::{TestDatabase, for_each_database};
use test_support::{PASSWORD, TestApp};

use http::{Answer, Desk, FORWARDED_FOR, USER_AGENT, cookie_of, enter, hand_in, receipt_of};
use round::Size;
use served::{Server, log_file};

const SIZE: Size = Size { objects: 2, items: 3, slips: 240 };
/// Judges of the storm; the others come after it, one by one.
const STORMY: usize = 180;
/// The kill comes after so many acknowledgements,
const ENOUGH: usize = 60;
/// while so many judges hand in at the same time.
const AT_ONCE: usize = 16;
/// Where the backups go: inside the folder, so that whoever searches it reads them too.
const BACKUP: &str = "backup";
const EARLIER_BACKUP: &str = "backup-earlier";

/// Five standard deviations of Kendall's τ between unrelated orders of so many things, in thousandths: 443 for 60.
///
/// Its variance is 2(2n + 5) / 9n(n − 1). Chance passes five deviations in either direction once in 1.7 million looks.
/// Less than 400 traces are looked at on either database: at most five files hold a kind of thing, each is read in
/// twelve ways, and four tables are read by `ctid` and `xmin`. That is one false alarm in more than four thousand runs,
/// though keys here are as random as in an office. Where only some of the things left a trace, or only pairs of the same
/// page count, the detector tells the correlation of all that is as many deviations.
fn noticeable(things: usize) -> u64 {
    let n = things as u64;
    (25_000_000 * 2 * (2 * n + 5) / (9 * n * (n - 1))).isqrt() + 1
}

/// What a judge has in hand.
#[derive(Clone, Default)]
struct Judge {
    cookie: Option<String>,
    receipt: Option<String>,
}

/// A round that is casting, in a folder that nobody serves yet.
struct Prepared {
    id: storage::RoundId,
    round: RoundId,
    path: String,
    codes: Vec<Code>,
}

async fn prepare(database: &TestDatabase) -> Prepared {
    let app = TestApp::start_with(database, Clock::System, None).await;
    let made = round::casting(&app, SIZE).await;
    for name in ["tally-1", "tally-2"] {
        app.visitor(name, &[(Role::TallyKeeper, None)]).await;
    }
    close(app).await;
    Prepared {
        id: made.id,
        round: ballot_round(made.id),
        path: format!("/w/results/{}/ending", made.id),
        codes: made.codes,
    }
}

async fn close(app: TestApp) {
    app.app.database.clone().close().await.unwrap();
    app.app.ballots.close().await.unwrap();
}

impl Prepared {
    /// The answers and the opinion of a judge: a sheet that differs from judge to judge.
    fn sheet(&self, number: usize) -> Vec<(String, String)> {
        let sheet = format!("{}.{}", self.id, round::NUMBER);
        let mut fields = vec![("sheet".to_owned(), sheet), ("o0".to_owned(), opinion(number))];
        for place in 0..6 {
            let grade = (number >> place) & 1;
            fields.push((format!("g{}-{}", place / 3, place % 3), grade.to_string()));
        }
        fields
    }
}

/// Equally long for all.
fn opinion(number: usize) -> String {
    format!("意见之{number:04}：望多到村里来")
}

/// From the code to the receipt, while nothing fails.
fn vote(address: &str, prepared: &Prepared, number: usize) -> (Judge, Answer) {
    let cookie = cookie_of(&enter(address, &prepared.codes[number].to_text()).unwrap());
    let answer = hand_in(address, &cookie, &prepared.sheet(number)).unwrap();
    (Judge { cookie: Some(cookie), receipt: Some(receipt_of(&answer)) }, answer)
}

/// Judges hand in, many at once, until enough have a receipt; then the server is killed in the middle of it.
fn storm(server: Server, prepared: &Prepared) -> Vec<Judge> {
    let codes = &prepared.codes[..STORMY];
    let next = AtomicUsize::new(0);
    let address = server.address.clone();
    let mut judges = vec![Judge::default(); codes.len()];
    std::thread::scope(|scope| {
        let (telling, told) = channel();
        for _ in 0..AT_ONCE {
            let (telling, next, address) = (telling.clone(), &next, address.as_str());
            scope.spawn(move || {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(code) = codes.get(number) else {
                        return;
                    };
                    // What the network loses is lost; what arrives must be right.
                    let cookie = enter(address, &code.to_text()).ok().map(|entered| cookie_of(&entered));
                    let answer =
                        cookie.as_ref().and_then(|cookie| hand_in(address, cookie, &prepared.sheet(number)).ok());
                    let receipt = answer.as_ref().map(receipt_of);
                    telling.send((number, Judge { cookie, receipt })).unwrap();
                }
            });
        }
        drop(telling);
        let mut server = Some(server);
        let mut acknowledged = 0;
        for (number, judge) in told {
            acknowledged += usize::from(judge.receipt.is_some());
            judges[number] = judge;
            if acknowledged == ENOUGH
                && let Some(server) = server.take()
            {
                server.kill();
            }
        }
    });
    judges
}

/// Everybody who came into the storm tries again with what the telephone holds.
fn retry(address: &str, prepared: &Prepared, judges: &mut [Judge]) {
    for (number, judge) in judges.iter_mut().enumerate() {
        let Some(cookie) = &judge.cookie else {
            continue;
        };
        let again = receipt_of(&hand_in(address, cookie, &prepared.sheet(number)).unwrap());
        if let Some(receipt) = &judge.receipt {
            assert_eq!(*receipt, again, "judge {number} was told that the ballot is in");
        }
        judge.receipt = Some(again);
    }
}

/// What is looked for of judges in the order of their coming, each kind by itself.
#[derive(Clone)]
struct Traces {
    ballots: Vec<Needle>,
    codes: Vec<Needle>,
    opinions: Vec<Needle>,
}

/// The random keys of opinions, by their words.
type OpinionKeys = BTreeMap<Needle, [u8; 16]>;

impl Traces {
    fn of(prepared: &Prepared, judges: &[Judge], numbers: std::ops::Range<usize>) -> Self {
        let came: Vec<usize> = numbers.filter(|number| judges[*number].receipt.is_some()).collect();
        let code = |number: &usize| credential_hash(prepared.round, &prepared.codes[*number]).as_bytes().to_vec();
        Self {
            ballots: came.iter().map(|number| ballot_key(&judges[*number])).collect(),
            codes: came.iter().map(code).collect(),
            opinions: came.iter().map(|number| opinion(*number).into_bytes()).collect(),
        }
    }

    /// The same as they lie in the open store, for who has the round's secret.
    fn covered(&self, cover: &Cover, keys: &OpinionKeys) -> Self {
        let ballot =
            |key: &Needle| cover.ballot_name(BallotKey::from_bytes(key.as_slice().try_into().unwrap())).to_vec();
        let opinion = |words: &Needle| cover.opinion_name(&keys[words]).to_vec();
        Self {
            ballots: self.ballots.iter().map(ballot).collect(),
            codes: self.codes.clone(),
            opinions: self.opinions.iter().map(opinion).collect(),
        }
    }

    /// The same with the keys of opinions instead of their words.
    fn with_keys(&self, keys: &OpinionKeys) -> Self {
        Self { opinions: self.opinions.iter().map(|words| keys[words].to_vec()).collect(), ..self.clone() }
    }

    fn kinds(&self) -> [(&'static str, &[Needle]); 3] {
        [("ballots", &self.ballots), ("codes", &self.codes), ("opinions", &self.opinions)]
    }
}

fn ballot_key(judge: &Judge) -> Needle {
    let receipt = Receipt::parse(judge.receipt.as_deref().unwrap()).unwrap();
    receipt.ballot_key().as_bytes().to_vec()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_over_http_loses_and_doubles_no_ballot_and_after_sealing_no_byte_tells_who_came_when() {
    for_each_database(async |database| {
        let prepared = prepare(database).await;
        let codes = &prepared.codes;
        let mut judges = storm(Server::start(database), &prepared);
        let has_receipt = |judge: &Judge| judge.receipt.is_some();
        let told = judges.iter().filter(|judge| has_receipt(judge)).count();
        assert!((ENOUGH..STORMY).contains(&told), "the kill came in the middle of the storm");

        let server = Server::start(database);
        let mut asked_from = Vec::new();
        for number in STORMY..codes.len() {
            let (judge, answer) = vote(&server.address, &prepared, number);
            judges.push(judge);
            asked_from.push(answer.asked_from);
        }
        back_up(database, EARLIER_BACKUP);
        let calm = Traces::of(&prepared, &judges, STORMY..judges.len());
        let before = Evidence::gather(database, prepared.round).await;
        // Whose rows they are tells the secret alone; without it nothing of a ballot or an opinion is found.
        let cover = cover_of(database, prepared.round);
        for needles in [&calm.ballots, &calm.opinions] {
            assert!(find_each(&before, needles).iter().all(Vec::is_empty), "a ballot or an opinion lies open");
        }

        retry(&server.address, &prepared, &mut judges);
        for name in ["tally-1", "tally-2"] {
            Desk::sign_in(&server.address, name, PASSWORD).tick(&prepared.path, "sure");
        }
        let ask = |number: usize| enter(&server.address, &codes[number].to_text()).unwrap().body;
        assert!(ask(STORMY).contains("这张凭证交的票已经计入"));
        let absent = judges.iter().position(|judge| !has_receipt(judge)).unwrap();
        assert!(ask(absent).contains("这张凭证没有使用"));
        server.stop();

        let holders = judges.iter().filter(|judge| has_receipt(judge)).count();
        assert!(holders < judges.len(), "some never came in");
        let mut expected: Vec<Needle> = judges.iter().filter(|judge| has_receipt(judge)).map(ballot_key).collect();
        expected.sort();
        assert_eq!(stored_keys(database, prepared.round).await, expected, "each receipt's ballot, once");
        assert_eq!(spent_codes(database, &prepared).await, holders as u64);

        back_up(database, BACKUP);
        let keys = opinion_keys(database, prepared.round).await;
        // The twin: as long as the round is open, the bytes do tell who has the secret in which order they came.
        for (kind, needles) in calm.covered(&cover, &keys).kinds() {
            let found = strongest_order(&before, needles);
            assert!(found > 900, "before sealing the order of {kind} is found only to {found} thousandths");
        }
        let after = Evidence::gather(database, prepared.round).await;
        for needles in [&calm.covered(&cover, &keys).ballots, &calm.covered(&cover, &keys).opinions] {
            assert!(find_each(&after, needles).iter().all(Vec::is_empty), "a row of the open store is left");
        }
        for (kind, needles) in calm.kinds().into_iter().chain(calm.with_keys(&keys).kinds()) {
            let found = strongest_order(&after, needles);
            assert!(
                found < noticeable(needles.len()),
                "after sealing the order of {kind} is found to {found} thousandths"
            );
        }
        after.assert_uniform_transactions();
        nothing_leads_from_ballot_to_code(&after, &Traces::of(&prepared, &judges, 0..judges.len()));
        for evidence in [&before, &after] {
            nothing_of_judges_is_kept(evidence, &prepared, &judges, &asked_from);
        }
        // The search reads the log and the backups as well. A ballot lies in the file of the sealed store, or in a table
        // and its index, and in the file of the later backup; a used code in two tables and their indexes; words have no index.
        // So nothing is left of only some of them, and the backup that was made while casting holds none.
        assert!(!find_all(&after, b"server started").is_empty());
        for (folder, holds_ballots) in [(EARLIER_BACKUP, false), (BACKUP, true)] {
            let backup = database.folder().join(folder);
            assert!(fs::read(backup.join("zhengyou.sqlite")).unwrap().len() > 4_096, "{folder} holds the named side");
            assert_eq!(fs::read_dir(backup.join("ballots")).unwrap().count() == 1, holds_ballots, "{folder}");
        }
        let files = if database.postgres_url().is_some() { [3, 5, 2] } else { [2, 2, 2] };
        for ((kind, needles), files) in calm.kinds().into_iter().zip(files) {
            for places in find_each(&after, needles) {
                let holding: BTreeSet<usize> = places.into_iter().map(|(file, _)| file).collect();
                assert_eq!(holding.len(), files, "{kind} in the sealed store and in its backup, and nowhere else");
            }
        }
        let log = fs::read_to_string(log_file(database)).unwrap();
        assert!(log.lines().count() < 20, "no line for each who came: {log}");
    })
    .await;
}

/// Sorted by where the ballot lies, codes and opinions of the same judges are in no order.
fn nothing_leads_from_ballot_to_code(evidence: &Evidence, traces: &Traces) {
    let mut by_ballot: Vec<(Vec<Place>, usize)> = find_each(evidence, &traces.ballots).into_iter().zip(0..).collect();
    by_ballot.sort();
    assert!(by_ballot.iter().all(|(places, _)| !places.is_empty()));
    for (kind, needles) in [("code", &traces.codes), ("opinion", &traces.opinions)] {
        let reordered: Vec<Needle> = by_ballot.iter().map(|(_, judge)| needles[*judge].clone()).collect();
        let found = strongest_order(evidence, &reordered);
        assert!(
            found < noticeable(reordered.len()),
            "the place of a ballot leads to its {kind} to {found} thousandths"
        );
    }
}

/// Codes, cookies, receipts, and what telephones say of themselves, stand in no file at any time.
fn nothing_of_judges_is_kept(evidence: &Evidence, prepared: &Prepared, judges: &[Judge], asked_from: &[String]) {
    let texts = prepared.codes.iter().map(Code::to_text);
    let printed: Vec<Needle> = texts.clone().map(|code| code.as_bytes()[..10].to_vec()).collect();
    let plain: Vec<Needle> = texts.map(|code| code.replace('-', "").as_bytes()[..10].to_vec()).collect();
    let raw: Vec<Needle> = prepared.codes.iter().map(|code| code.as_bytes().to_vec()).collect();
    let beginning = |text: &String| text.as_bytes()[text.len() - 24..].to_vec();
    let cookies: Vec<Needle> = judges.iter().filter_map(|judge| judge.cookie.as_ref()).map(beginning).collect();
    let receipts: Vec<Needle> = judges.iter().filter_map(|judge| judge.receipt.as_ref()).map(beginning).collect();
    for (kind, needles) in
        [("code", printed), ("code", plain), ("code", raw), ("cookie", cookies), ("receipt", receipts)]
    {
        assert!(find_each(evidence, &needles).iter().all(Vec::is_empty), "a {kind} stands in a file");
    }
    for telling in [USER_AGENT, FORWARDED_FOR] {
        assert!(find_all(evidence, telling.as_bytes()).is_empty(), "{telling} stands in a file");
    }
    let mut addresses: BTreeMap<usize, Vec<Needle>> = BTreeMap::new();
    for address in asked_from {
        addresses.entry(address.len()).or_default().push(address.clone().into_bytes());
    }
    for needles in addresses.values() {
        assert!(find_each(evidence, needles).iter().all(Vec::is_empty), "an address stands in a file");
    }
}

/// The keys of the ballots in the sealed store, sorted.
async fn stored_keys(database: &TestDatabase, round: RoundId) -> Vec<Needle> {
    let (address, table) = match database.postgres_url() {
        Some(url) => (url.to_owned(), "ballots.ballot"),
        None => {
            let file = database.folder().join(format!("ballots/{round}.sealed.sqlite"));
            (format!("sqlite://{}?mode=ro", file.display()), "ballot")
        }
    };
    let connection = Database::connect(address).await.unwrap();
    let statement =
        Statement::from_string(connection.get_database_backend(), format!("SELECT key FROM {table} ORDER BY key"));
    let rows = connection.query_all_raw(statement).await.unwrap();
    connection.close().await.unwrap();
    rows.iter().map(|row| row.try_get("", "key").unwrap()).collect()
}

fn cover_of(database: &TestDatabase, round: RoundId) -> Cover {
    let secret = fs::read(database.folder().join("keys").join(format!("{round}.secret"))).unwrap();
    Cover::of(&RoundSecret::from_random(secret.try_into().unwrap()), round)
}

async fn opinion_keys(database: &TestDatabase, round: RoundId) -> OpinionKeys {
    let app = TestApp::start_with(database, Clock::System, None).await;
    let opinions = app.app.ballots.opinions(round).await.unwrap();
    close(app).await;
    opinions.into_iter().map(|opinion| (opinion.words.into_bytes(), opinion.key)).collect()
}

async fn spent_codes(database: &TestDatabase, prepared: &Prepared) -> u64 {
    let app = TestApp::start_with(database, Clock::System, None).await;
    let counts = app.app.ballots.sealed_counts(prepared.round).await.unwrap();
    close(app).await;
    counts.batches.iter().map(|batch| batch.spent).sum()
}

fn back_up(database: &TestDatabase, name: &str) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_zhengyou"));
    command.arg("backup").arg(database.folder().join(name)).arg("--data").arg(database.folder());
    if let Some(url) = database.postgres_url() {
        command.args(["--database-url", url]);
    }
    let done = command.output().unwrap();
    assert!(done.status.success(), "{done:?}");
}
