//! The process is killed with SIGKILL in the middle of a storm, or aborts in the middle of sealing.
//!
//! The child is this test executable again, running only `the_process_that_is_killed`, which does nothing unless its
//! environment says where the box is.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use ballot_box::{Interrupted, Outcome, Place, Receipt, Step, StepHook};
use common::{Home, Judge, ROUND, SHEET, casting_round, judges, tallied};
use test_databases::for_each_database;
use tokio::task::JoinSet;

const PLACE: &str = "ZHENGYOU_TEST_CHILD_PLACE";
const KEYS: &str = "ZHENGYOU_TEST_CHILD_KEYS";
const ABORT_AFTER: &str = "ZHENGYOU_TEST_CHILD_ABORTS_AFTER";
const SEED: &str = "ZHENGYOU_TEST_CHILD_SEED";
const JUDGES: usize = 600;
const AT_ONCE: usize = 32;

struct Abort(String);

impl StepHook for Abort {
    fn reached(&self, step: Step) -> Result<(), Interrupted> {
        if format!("{step:?}") == self.0 {
            std::process::abort();
        }
        Ok(())
    }
}

/// Not a test of its own: the body of the process that the other tests start and kill.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_process_that_is_killed() {
    let (Ok(place), Ok(keys)) = (std::env::var(PLACE), std::env::var(KEYS)) else {
        return;
    };
    let place = if place.starts_with("postgres:") { Place::Postgres(place) } else { Place::Folder(place.into()) };
    let home = Home { place, keys: keys.into() };
    if let Ok(step) = std::env::var(ABORT_AFTER) {
        home.open_with(8, Arc::new(Abort(step))).await.seal(ROUND).await.unwrap();
        return;
    }
    let seed = std::env::var(SEED).unwrap().parse().unwrap();
    let ballots = Arc::new(home.open(seed).await);
    let mut waiting = judges(JUDGES, 77)
        .into_iter()
        .flat_map(|judge| [(judge.number, judge.with_opinion("希望多听意见")), (judge.number, judge.hand_in())]);
    let mut storm = JoinSet::new();
    let mut parent = std::io::stdout();
    loop {
        // Only so many at once, and the next only when the parent was told: the storm lasts until the kill.
        for (number, hand_in) in waiting.by_ref().take(AT_ONCE - storm.len()) {
            let ballots = Arc::clone(&ballots);
            storm.spawn(async move { (number, ballots.cast(hand_in).await.unwrap()) });
        }
        let Some(done) = storm.join_next().await else {
            return;
        };
        let (number, Outcome::Accepted(receipt) | Outcome::SameAgain(receipt)) = done.unwrap() else {
            panic!("a hand-in of the storm was refused");
        };
        writeln!(parent, "acknowledged {number} {}", receipt.to_text()).unwrap();
        parent.flush().unwrap();
    }
}

fn start(home: &Home, seed: u8, abort_after: Option<Step>) -> Child {
    let place = match &home.place {
        Place::Folder(folder) => folder.to_str().unwrap().to_owned(),
        Place::Postgres(url) => url.clone(),
    };
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "the_process_that_is_killed", "--nocapture"]);
    command.env(SEED, seed.to_string());
    command.env(PLACE, place).env(KEYS, &home.keys).stdout(Stdio::piped()).stderr(Stdio::null());
    if let Some(step) = abort_after {
        command.env(ABORT_AFTER, format!("{step:?}"));
    }
    command.spawn().unwrap()
}

/// What the child acknowledged: judge and receipt.
fn acknowledged(line: &str) -> Option<(usize, Receipt)> {
    // The test harness writes its own words without a line end before the first.
    let (_, told) = line.split_once("acknowledged ")?;
    let (number, receipt) = told.split_once(' ')?;
    Some((number.parse().unwrap(), Receipt::parse(receipt).ok()?))
}

/// Reads acknowledgements until there are so many, kills the child, and reads what had been told besides.
fn kill_after(mut child: Child, enough: usize) -> Vec<(usize, Receipt)> {
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut told = Vec::new();
    let mut line = String::new();
    while told.len() < enough {
        line.clear();
        assert!(lines.read_line(&mut line).unwrap() > 0, "the child ended after {} acknowledgements", told.len());
        told.extend(acknowledged(&line));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    // The last line may have been cut off by the kill; its receipt then does not parse.
    told.extend(rest.lines().filter_map(acknowledged));
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_in_the_storm_loses_no_acknowledged_ballot_and_doubles_none() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        casting_round(&ballots, JUDGES).await;
        ballots.close().await.unwrap();
        let mut told = kill_after(start(&home, 10, None), 30);
        told.extend(kill_after(start(&home, 11, None), 350));

        let ballots = home.open(3).await;
        let voters = judges(JUDGES, 77);
        for (number, receipt) in &told {
            let again = ballots.cast(voters[*number].hand_in()).await.unwrap();
            assert_eq!(again, Outcome::SameAgain(*receipt), "judge {number} was told that the ballot is in");
        }
        let mut accepted_now = 0;
        for judge in &voters {
            match ballots.cast(judge.hand_in()).await.unwrap() {
                Outcome::Accepted(_) => accepted_now += 1,
                Outcome::SameAgain(_) => {}
                other => panic!("told {other:?}"),
            }
        }
        assert!(accepted_now > 0, "the kill came after the storm was over: it proves nothing");
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!((counts.ballots[0].1, counts.batches[0].spent), (JUDGES as u64, JUDGES as u64));
        let mut expected: Vec<_> = voters.iter().map(Judge::answers).collect();
        expected.sort();
        assert_eq!(tallied(&ballots, SHEET).await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_process_that_aborts_in_the_middle_of_sealing_is_gone_on_with() {
    for step in Step::SEALING {
        for_each_database(async |database| {
            let home = Home::of(database);
            let ballots = home.open(1).await;
            let voters = casting_round(&ballots, 30).await;
            for judge in &voters {
                common::accepted(&ballots, judge.hand_in()).await;
            }
            ballots.close().await.unwrap();
            let status = start(&home, 12, Some(step)).wait().unwrap();
            assert!(!status.success(), "{step:?} was never reached");
            let ballots = home.open(2).await;
            let counts = ballots.seal(ROUND).await.unwrap();
            assert_eq!((counts.ballots[0].1, counts.batches[0].spent), (30, 30), "{step:?}");
            assert_eq!(ballots.unfinished_sealings().await.unwrap(), []);
            assert_eq!(tallied(&ballots, SHEET).await.len(), 30);
        })
        .await;
    }
}
