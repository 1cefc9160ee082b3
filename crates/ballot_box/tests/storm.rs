//! Many hand-ins at once, with retries, duplicates and bad ones among them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::collections::HashMap;
use std::sync::Arc;

use ballot_box::{HandIn, Malformed, Outcome};
use common::{Home, Judge, ROUND, SHEET, casting_round, judges, tallied};
use credentials::{Answer, AnswersError};
use test_databases::for_each_database;
use tokio::task::JoinSet;

const JUDGES: usize = 400;

#[derive(Clone, Copy)]
enum Kind {
    WithCookie,
    WithoutCookie,
    UnknownCode,
    Malformed,
}

fn hand_in(judge: &Judge, stranger: &Judge, kind: Kind) -> HandIn {
    match kind {
        Kind::WithCookie => judge.with_opinion("服务态度好"),
        Kind::WithoutCookie => judge.without_cookie(200).hand_in(),
        Kind::UnknownCode => stranger.hand_in(),
        Kind::Malformed => HandIn { answers: vec![Answer::Grade(9); 6], ..judge.hand_in() },
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_acknowledged_ballot_is_there_once_and_bad_ones_harm_nobody() {
    for_each_database(async |database| {
        let ballots = Arc::new(Home::of(database).open(1).await);
        let voters = casting_round(&ballots, JUDGES).await;
        let strangers = judges(JUDGES, 99);
        let mut storm = JoinSet::new();
        // Each judge's hand-ins stand far apart and beside other judges', so that transactions mix them.
        for kind in [Kind::WithCookie, Kind::Malformed, Kind::WithCookie, Kind::UnknownCode, Kind::WithoutCookie] {
            for (judge, stranger) in voters.iter().zip(&strangers) {
                let (ballots, hand_in, number) = (Arc::clone(&ballots), hand_in(judge, stranger, kind), judge.number);
                storm.spawn(async move { (number, kind, ballots.cast(hand_in).await.unwrap()) });
            }
        }
        let mut receipts: HashMap<usize, Vec<_>> = HashMap::new();
        let mut first = 0;
        while let Some(done) = storm.join_next().await {
            let (number, kind, outcome) = done.unwrap();
            match (kind, outcome) {
                (Kind::WithCookie, Outcome::Accepted(receipt)) => {
                    first += 1;
                    receipts.entry(number).or_default().push(receipt.to_text());
                }
                (Kind::WithCookie, Outcome::SameAgain(receipt)) => {
                    receipts.entry(number).or_default().push(receipt.to_text());
                }
                // Whoever comes first has the code; the other telephone may have been faster.
                (Kind::WithoutCookie, Outcome::Accepted(_)) => first += 1,
                (Kind::WithCookie | Kind::WithoutCookie, Outcome::AlreadyUsed) => {}
                (Kind::UnknownCode, Outcome::UnknownCode) => {}
                (Kind::Malformed, Outcome::Malformed(Malformed::Answers(error))) => {
                    assert_eq!(error, AnswersError::NotAllowed { place: 0 });
                }
                (_, outcome) => panic!("judge {number} was told {outcome:?}"),
            }
        }
        assert_eq!(first, JUDGES, "every code is accepted exactly once");
        assert!(receipts.values().all(|texts| texts.iter().all(|text| *text == texts[0])));
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!(counts.ballots[0], (SHEET, JUDGES as u64));
        assert_eq!(counts.batches[0].spent, JUDGES as u64);
        let mut expected: Vec<_> = voters.iter().map(Judge::answers).collect();
        expected.sort();
        assert_eq!(tallied(&ballots, SHEET).await, expected);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hand_ins_under_way_when_sealing_begins_are_all_answered_truly() {
    for_each_database(async |database| {
        let ballots = Arc::new(Home::of(database).open(1).await);
        let voters = casting_round(&ballots, JUDGES).await;
        let mut storm = JoinSet::new();
        for judge in &voters {
            let (ballots, hand_in) = (Arc::clone(&ballots), judge.hand_in());
            storm.spawn(async move { ballots.cast(hand_in).await.unwrap() });
        }
        let mut accepted = 0;
        for _ in 0..JUDGES / 8 {
            accepted += u64::from(matches!(storm.join_next().await.unwrap().unwrap(), Outcome::Accepted(_)));
        }
        let counts = ballots.seal(ROUND).await.unwrap();
        while let Some(outcome) = storm.join_next().await {
            match outcome.unwrap() {
                Outcome::Accepted(_) => accepted += 1,
                Outcome::Closed(_) => {}
                other => panic!("told {other:?}"),
            }
        }
        assert_eq!(counts.ballots[0].1, accepted);
        assert_eq!(counts.batches[0].spent, accepted);
    })
    .await;
}
