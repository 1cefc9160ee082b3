//! What the bytes of a store betray: before sealing the order of arrival, after it nothing.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;
#[expect(dead_code, reason = "the investigator has more tools than these tests need")]
mod forensics;

use std::collections::HashMap;
use std::sync::Arc;

use ballot_box::{BallotBox, Batch, BatchId, Opinion, PaperBallot, Receipt};
use common::{Home, Judge, OTHER_SHEET, ROUND, SHEET, accepted, casting_round};
use credentials::{Answer, Cover, credential_hash};
use forensics::{Evidence, Needle, find_all, find_each, strongest_order};
use test_databases::for_each_database;
use tokio::task::JoinSet;

const JUDGES: usize = 300;
/// Few enough for SQLite's log to hold every commit.
const EARLY: usize = 100;
/// As many as one transaction takes.
const CROWD: usize = 200;
/// Of whom a free page or the tail of a log may tell.
const LEFT: usize = 30;
/// Few enough for one page of ballots, and of spent codes.
const FEW: usize = 20;

/// Five standard deviations of Kendall's τ between unrelated orders of so many things, in thousandths. The runs are
/// the same every time, but for the places PostgreSQL gives its files.
fn noticeable(count: usize) -> u64 {
    // One deviation is about 2 / (3 √n).
    5 * 2_000 / (3 * (count as u64).isqrt())
}

struct Cast {
    judges: Vec<Judge>,
    receipts: Vec<Receipt>,
    /// The investigator has the secret as well: without it rows of an open store are nobody's.
    cover: Cover,
}

/// Everyone hands in, one after another, in an order that is not that of the slips.
async fn everyone_hands_in(home: &Home, ballots: &BallotBox, count: usize) -> Cast {
    let mut cast = Cast::begin(home, ballots, count).await;
    cast.go_on(ballots, count).await;
    cast
}

impl Cast {
    async fn begin(home: &Home, ballots: &BallotBox, count: usize) -> Self {
        let slips = casting_round(ballots, count).await;
        let judges = (0..count).map(|place| slips[place * 7 % count].clone()).collect();
        Self { judges, receipts: vec![], cover: home.cover() }
    }

    /// Lets judges hand in until so many have.
    async fn go_on(&mut self, ballots: &BallotBox, until: usize) {
        for place in self.receipts.len()..until {
            let words = String::from_utf8(opinion(place)).unwrap();
            self.receipts.push(accepted(ballots, self.judges[place].with_opinion(&words)).await);
        }
    }

    fn ballot_keys(&self) -> Vec<Needle> {
        self.receipts.iter().map(|receipt| receipt.ballot_key().as_bytes().to_vec()).collect()
    }

    fn hashes(&self) -> Vec<Needle> {
        self.arrived().map(|judge| credential_hash(ROUND, judge.code()).as_bytes().to_vec()).collect()
    }

    fn opinions(&self) -> Vec<Needle> {
        (0..self.receipts.len()).map(opinion).collect()
    }

    fn arrived(&self) -> impl Iterator<Item = &Judge> {
        self.judges.iter().take(self.receipts.len())
    }

    /// What lies in a sealed store, in order of arrival, each kind by itself.
    async fn sealed(&self, ballots: &BallotBox) -> [(&'static str, Vec<Needle>); 4] {
        let keys = opinion_keys(ballots, self.receipts.len()).await;
        let keys = keys.iter().map(|key| key.to_vec()).collect();
        let opinions = ("words of opinions", self.opinions());
        [("ballots", self.ballot_keys()), ("spent codes", self.hashes()), ("opinions", keys), opinions]
    }

    /// What lies in an open store of the first so many, in order of arrival. Asked after sealing, which gives the keys of
    /// opinions.
    async fn covered(&self, ballots: &BallotBox, count: usize) -> [(&'static str, Vec<Needle>); 3] {
        let keys = opinion_keys(ballots, self.receipts.len()).await;
        let names = self.receipts.iter().map(|receipt| self.cover.ballot_name(receipt.ballot_key()).to_vec());
        let opinions = keys.iter().map(|key| self.cover.opinion_name(key).to_vec());
        [
            ("ballots", names.take(count).collect()),
            ("spent codes", self.hashes().into_iter().take(count).collect()),
            ("opinions", opinions.take(count).collect()),
        ]
    }
}

fn opinion(place: usize) -> Needle {
    format!("意见之{place:04}：望多到村里来").into_bytes()
}

/// The random keys of the opinions, by the places of their authors.
async fn opinion_keys(ballots: &BallotBox, count: usize) -> Vec<[u8; 16]> {
    let opinions = ballots.opinions(ROUND).await.unwrap();
    let keys: HashMap<Needle, [u8; 16]> =
        opinions.into_iter().map(|opinion| (opinion.words.into_bytes(), opinion.key)).collect();
    (0..count).map(|place| keys[&opinion(place)]).collect()
}

#[tokio::test]
async fn the_detector_finds_the_order_of_arrival_before_sealing_and_not_after() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let mut cast = Cast::begin(&home, &ballots, JUDGES).await;
        cast.go_on(&ballots, EARLY).await;
        let before = Evidence::gather(database, ROUND).await;
        cast.go_on(&ballots, JUDGES).await;
        ballots.seal(ROUND).await.unwrap();
        for (kind, needles) in cast.covered(&ballots, EARLY).await {
            let found = strongest_order(&before, &needles);
            assert!(found > 900, "before sealing the order of {kind} is found only to {found} thousandths");
        }
        let after = Evidence::gather(database, ROUND).await;
        for (kind, needles) in cast.sealed(&ballots).await {
            let found = strongest_order(&after, &needles);
            assert!(found < noticeable(JUDGES), "after sealing the order of {kind} is found to {found} thousandths");
        }
        after.assert_uniform_transactions();
        let slips: Vec<_> = {
            let mut slips = cast.judges.clone();
            slips.sort_by_key(|judge| judge.number);
            slips.iter().map(|judge| credential_hash(ROUND, judge.code()).as_bytes().to_vec()).collect()
        };
        let found = strongest_order(&after, &slips);
        assert!(found < noticeable(JUDGES), "the order of the slips is found to {found} thousandths");
    })
    .await;
}

#[tokio::test]
async fn the_detector_also_finds_the_order_of_a_few_that_were_left_and_stops_where_there_is_nothing() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let keys = everyone_hands_in(&home, &ballots, JUDGES).await.ballot_keys();
        ballots.seal(ROUND).await.unwrap();
        assert!(strongest_order(&Evidence::gather(database, ROUND).await, &keys) < noticeable(JUDGES));
        std::fs::write(database.folder().join("left"), keys[JUDGES - LEFT..].concat()).unwrap();
        let evidence = Evidence::gather(database, ROUND).await;
        assert!(strongest_order(&evidence, &keys) > noticeable(JUDGES));
        let nowhere = vec![vec![1; 32], vec![2; 32]];
        assert!(std::panic::catch_unwind(|| strongest_order(&evidence, &nowhere)).is_err());
    })
    .await;
}

#[tokio::test]
async fn a_crowd_that_shares_a_transaction_leaves_no_order_of_its_own_even_before_sealing() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = Arc::new(home.open(1).await);
        let mut cast = Cast::begin(&home, &ballots, CROWD).await;
        let mut crowd = JoinSet::new();
        for (place, judge) in cast.judges.iter().enumerate() {
            let words = String::from_utf8(opinion(place)).unwrap();
            let (ballots, hand_in) = (Arc::clone(&ballots), judge.with_opinion(&words));
            crowd.spawn(async move { (place, accepted(&ballots, hand_in).await) });
        }
        let mut receipts = crowd.join_all().await;
        receipts.sort_by_key(|(place, _)| *place);
        cast.receipts = receipts.into_iter().map(|(_, receipt)| receipt).collect();
        let evidence = Evidence::gather(database, ROUND).await;
        ballots.seal(ROUND).await.unwrap();
        for (kind, needles) in cast.covered(&ballots, CROWD).await {
            assert!(find_each(&evidence, &needles).iter().all(|places| !places.is_empty()), "{kind} are there");
            let found = strongest_order(&evidence, &needles);
            assert!(found < noticeable(CROWD), "the order of {kind} is found to {found} thousandths");
        }
    })
    .await;
}

#[tokio::test]
async fn the_detector_also_finds_the_order_in_a_store_that_was_closed_in_good_order() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let cast = everyone_hands_in(&home, &ballots, FEW).await;
        ballots.close().await.unwrap();
        let evidence = Evidence::gather(database, ROUND).await;
        let ballots = home.open(2).await;
        ballots.seal(ROUND).await.unwrap();
        // Five covered opinions fill a page.
        for (kind, needles) in cast.covered(&ballots, FEW).await.into_iter().filter(|(kind, _)| *kind != "opinions") {
            let found = strongest_order(&evidence, &needles);
            assert!(found > 900, "the order of {kind} is found to {found} thousandths");
        }
    })
    .await;
}

#[tokio::test]
async fn keyed_paper_carries_no_order_of_its_sheets_before_sealing_or_after() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        casting_round(&ballots, 1).await;
        ballots.pause_casting(ROUND).await.unwrap();
        let sheet = |place| PaperBallot {
            answers: vec![Answer::Grade(0); 6],
            opinions: vec![Opinion { subject: 7, words: String::from_utf8(opinion(place)).unwrap() }],
        };
        let sheets: Vec<PaperBallot> = (0..JUDGES).map(sheet).collect();
        ballots.accept_paper(ROUND, Batch { id: BatchId(2), sheet: SHEET }, &sheets).await.unwrap();
        let (cover, before) = (home.cover(), Evidence::gather(database, ROUND).await);
        ballots.seal(ROUND).await.unwrap();
        let after = Evidence::gather(database, ROUND).await;
        let keys = opinion_keys(&ballots, JUDGES).await;
        let names: Vec<Needle> = keys.iter().map(|key| cover.opinion_name(key).to_vec()).collect();
        for (when, evidence, opinions) in
            [("before", before, names), ("after", after, (0..JUDGES).map(opinion).collect())]
        {
            assert!(!find_all(&evidence, &opinions[0]).is_empty(), "the search finds what is there");
            let found = strongest_order(&evidence, &opinions);
            assert!(found < noticeable(JUDGES), "{when} sealing the order of sheets is found to {found} thousandths");
        }
    })
    .await;
}

#[tokio::test]
async fn the_place_of_a_ballot_says_nothing_of_its_code_or_its_opinion() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let cast = everyone_hands_in(&home, &ballots, JUDGES).await;
        ballots.seal(ROUND).await.unwrap();
        let after = Evidence::gather(database, ROUND).await;
        // Sorted by where the ballot lies, the things of the same judges must be in no order either.
        let mut by_ballot: Vec<(Vec<forensics::Place>, usize)> =
            find_each(&after, &cast.ballot_keys()).into_iter().zip(0..).collect();
        by_ballot.sort();
        assert!(by_ballot.iter().all(|(places, _)| !places.is_empty()));
        for (kind, needles) in [("code", cast.hashes()), ("opinion", cast.opinions())] {
            let reordered: Vec<_> = by_ballot.iter().map(|(_, judge)| needles[*judge].clone()).collect();
            let found = strongest_order(&after, &reordered);
            assert!(found < noticeable(JUDGES), "ballot leads to {kind} to {found} thousandths");
        }
    })
    .await;
}

#[tokio::test]
async fn no_file_holds_a_code_a_cookie_or_after_sealing_the_secret() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let cast = everyone_hands_in(&home, &ballots, JUDGES).await;
        let cookie = ballots.make_cookie(ROUND, cast.judges[0].code().clone().into()).await.unwrap();
        let secret = std::fs::read(home.secret()).unwrap();
        let before = Evidence::gather(database, ROUND).await;
        assert!(!find_all(&before, &secret).is_empty(), "the search finds what is there");
        assert!(!find_all(&before, &cast.cover.ballot_name(cast.receipts[0].ballot_key())).is_empty());
        ballots.seal(ROUND).await.unwrap();
        let after = Evidence::gather(database, ROUND).await;
        assert!(find_all(&after, &secret).is_empty(), "the secret outlived sealing");
        assert!(find_all(&after, cookie.as_bytes()).is_empty());
        let mut codes = Vec::new();
        for (judge, receipt) in cast.judges.iter().zip(&cast.receipts) {
            let code = judge.code().to_text();
            codes.extend([judge.code().as_bytes().to_vec(), code.as_bytes()[..10].to_vec()]);
            codes.extend([
                code.replace('-', "").into_bytes()[..10].to_vec(),
                receipt.to_text().into_bytes()[..10].to_vec(),
            ]);
        }
        for evidence in [&before, &after] {
            assert!(find_each(evidence, &codes).iter().all(Vec::is_empty));
        }
        assert!(after.only_in_ballot_files(&cast.ballot_keys()), "the old store is gone");
    })
    .await;
}

#[tokio::test]
async fn no_table_has_a_column_for_time_place_person_or_sequence() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        casting_round(&ballots, 1).await;
        let columns = forensics::columns(database, ROUND).await;
        let of = |table: &str| columns.get(table).map(Vec::as_slice).unwrap_or_default().to_vec();
        assert_eq!(of("ballot"), ["answers", "key", "nonce", "round", "sheet"]);
        assert_eq!(of("opinion"), ["key", "round", "sheet", "subject", "words"]);
        assert_eq!(of("spent"), ["hash", "round"]);
        assert_eq!(of("issued"), ["batch", "hash", "round", "standing"]);
        assert_eq!(of("batch"), ["batch", "round", "sheet", "standing"]);
        assert_eq!(of("token"), ["hash", "round", "sheet", "token"]);
        assert_eq!(of("token_key"), ["public_key", "round", "sheet", "standing"]);
        assert_eq!(columns.len(), 9);
        assert_ne!(SHEET, OTHER_SHEET);
    })
    .await;
}
