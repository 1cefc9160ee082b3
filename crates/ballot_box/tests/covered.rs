//! Whoever copies an open store, as often as he likes, holds nothing that leads to the sealed one; and whoever writes into
//! it is noticed.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;
#[expect(dead_code, unused_imports, reason = "the investigator has more tools than these tests need")]
mod forensics;

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use ballot_box::{BallotBox, BallotError, Batch, BatchId, HandIn, Opinion, PaperBallot, Phase, RoundOpening, SheetId};
use common::{Home, Judge, OTHER_SHEET, ROUND, SHEET, accepted, casting_round, issue, judges};
use credentials::{Answer, Cover, Layout, RoundSecret};
use forensics::{Evidence, Needle, find_each};
use sea_orm::{ConnectionTrait, Database};
use test_databases::{TestDatabase, for_each_database};

/// Answers that take more than sixteen bytes.
const ANSWERS: usize = 80;
const JUDGES: usize = 24;
const PAPER: usize = 6;
/// Hand-ins between two copies.
const BETWEEN: usize = 4;
/// The shortest piece that is looked for: nothing so long is the same by chance.
const PIECE: usize = 16;

fn answers(number: usize) -> Vec<Answer> {
    let grade = |item: usize| u8::try_from((number * 31 + item * item * 7 + number * item) % 4).unwrap();
    (0..ANSWERS).map(|item| Answer::Grade(grade(item))).collect()
}

fn opinions(number: usize) -> Vec<Opinion> {
    vec![Opinion {
        subject: 7, words: format!("意见之{number:04}：望多到村里来，建议延长办事窗口的时间")
    }]
}

/// Everybody hands in, then paper is moved; a copy of all bytes is taken every now and then.
async fn copied(database: &TestDatabase, ballots: &BallotBox) -> Vec<Evidence> {
    let layout = |text: String| Layout::parse(&text).unwrap();
    let sheets =
        BTreeMap::from([(SHEET, layout(format!("v1;{ANSWERS}:4"))), (OTHER_SHEET, layout("v1;1:4".to_owned()))]);
    let opening =
        RoundOpening { round: ROUND, sheets, token_sheets: [].into(), turnout_step: NonZeroU32::new(5).unwrap() };
    ballots.open_round(&opening).await.unwrap();
    let judges = judges(JUDGES, 77);
    issue(ballots, ROUND, 1, SHEET, &judges).await;
    ballots.begin_casting(ROUND).await.unwrap();
    let mut copies = vec![Evidence::gather(database, ROUND).await];
    let hand_in =
        |judge: &Judge| HandIn { answers: answers(judge.number), opinions: opinions(judge.number), ..judge.hand_in() };
    for some in judges.chunks(BETWEEN) {
        for judge in some {
            accepted(ballots, hand_in(judge)).await;
        }
        copies.push(Evidence::gather(database, ROUND).await);
    }
    ballots.pause_casting(ROUND).await.unwrap();
    let paper: Vec<PaperBallot> = (JUDGES..JUDGES + PAPER)
        .map(|number| PaperBallot { answers: answers(number), opinions: opinions(number) })
        .collect();
    ballots.accept_paper(ROUND, Batch { id: BatchId(2), sheet: SHEET }, &paper).await.unwrap();
    copies.push(Evidence::gather(database, ROUND).await);
    copies
}

/// Every piece of all ballots and opinions of the sealed round.
async fn pieces(ballots: &BallotBox) -> Vec<Needle> {
    let mut whole: Vec<Needle> = Vec::new();
    ballots
        .for_each_commitment(ROUND, |ballot| {
            whole.extend([ballot.key.as_bytes().to_vec(), ballot.nonce.as_bytes().to_vec(), ballot.packed]);
        })
        .await
        .unwrap();
    for opinion in ballots.opinions(ROUND).await.unwrap() {
        whole.extend([opinion.key.to_vec(), opinion.words.into_bytes()]);
    }
    assert_eq!(whole.len(), (JUDGES + PAPER) * 5);
    let pieces: BTreeSet<Needle> = whole.iter().flat_map(|whole| whole.windows(PIECE).map(<[u8]>::to_vec)).collect();
    pieces.into_iter().collect()
}

/// The names under which ballots and opinions lie in an open store, for who has this cover.
async fn names(ballots: &BallotBox, cover: &Cover) -> Vec<Needle> {
    let mut names = Vec::new();
    let mut note = |name: [u8; 32]| names.push(name.to_vec());
    ballots.for_each_commitment(ROUND, |ballot| note(cover.ballot_name(ballot.key))).await.unwrap();
    for opinion in ballots.opinions(ROUND).await.unwrap() {
        note(cover.opinion_name(&opinion.key));
    }
    names
}

#[tokio::test]
async fn copies_of_an_open_store_share_no_piece_with_the_sealed_one_and_no_name_is_matched_without_the_secret() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let copies = copied(database, &ballots).await;
        let cover = home.cover();
        ballots.seal(ROUND).await.unwrap();
        let sealed = Evidence::gather(database, ROUND).await;

        let pieces = pieces(&ballots).await;
        for copy in &copies {
            assert!(find_each(copy, &pieces).iter().all(Vec::is_empty), "a piece of a ballot or an opinion lies open");
        }
        // The twin: where rows lie open, as in the sealed store, each of these pieces is found.
        assert!(find_each(&sealed, &pieces).iter().all(|places| !places.is_empty()));

        // The twin: who has the secret as well finds each of them in the last copy, and fewer in the earlier ones.
        let found = |copy: &Evidence, names: &[Needle]| {
            find_each(copy, names).iter().filter(|places| !places.is_empty()).count()
        };
        let known = names(&ballots, &cover).await;
        let counts: Vec<usize> = copies.iter().map(|copy| found(copy, &known)).collect();
        assert_eq!((counts[0], counts[1], counts.last()), (0, 2 * BETWEEN, Some(&(2 * (JUDGES + PAPER)))));
        // Whoever has every key that is left computes names that nothing has; and the sealed store has none.
        let left = std::fs::read(home.keys.join(format!("{ROUND}.signing"))).unwrap();
        let left = Cover::of(&RoundSecret::from_random(left.try_into().unwrap()), ROUND);
        let guessed = names(&ballots, &left).await;
        assert!(copies.iter().all(|copy| found(copy, &guessed) == 0));
        assert_eq!(found(&sealed, &known), 0);
    })
    .await;
}

/// Runs a statement on the open store; `{}` stands for the schema.
async fn alter(database: &TestDatabase, sql: &str) {
    let (address, schema) = match database.postgres_url() {
        Some(url) => (url.to_owned(), "ballots."),
        None => (format!("sqlite://{}", database.folder().join(format!("ballots/{ROUND}.sqlite")).display()), ""),
    };
    let connection = Database::connect(address).await.unwrap();
    connection.execute_unprepared(&sql.replace("{}", schema)).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_row_that_was_altered_moved_or_put_in_is_named_and_nothing_is_sealed_until_it_is_put_right() {
    let first = |table: &str| format!("key = (SELECT key FROM {{}}{table} ORDER BY key LIMIT 1)");
    let (ballot, opinion) = (first("ballot"), first("opinion"));
    // What is done to the store, and what undoes it.
    let other = OTHER_SHEET.0;
    let alterations = [
        (
            format!("UPDATE {{}}ballot SET sheet = {other} WHERE {ballot}"),
            format!("UPDATE {{}}ballot SET sheet = {} WHERE sheet = {other}", SHEET.0),
        ),
        (
            format!("UPDATE {{}}opinion SET words = 'A' || words WHERE {opinion}"),
            format!("UPDATE {{}}opinion SET words = substr(words, 2) WHERE {opinion}"),
        ),
        (
            format!(
                "INSERT INTO {{}}ballot (round, sheet, key, nonce, answers) \
                 SELECT round, 77, key, nonce, answers FROM {{}}ballot WHERE {ballot}"
            ),
            "DELETE FROM {}ballot WHERE sheet = 77".to_owned(),
        ),
    ];
    for (done, undone) in alterations {
        for_each_database(async |database| {
            let home = Home::of(database);
            let ballots = home.open(1).await;
            for judge in &casting_round(&ballots, 9).await {
                accepted(&ballots, judge.with_opinion("望多到村里来")).await;
            }
            ballots.close().await.unwrap();
            alter(database, &done).await;
            let ballots = home.open(2).await;
            for _ in 0..2 {
                let refused = ballots.seal(ROUND).await;
                assert!(matches!(refused, Err(BallotError::Damaged(_))), "{done}: {refused:?}");
                assert!(refused.unwrap_err().to_string().contains("altered"));
            }
            assert_eq!(ballots.phase(ROUND).await.unwrap(), Some(Phase::Sealing));
            assert!(ballots.is_lost(ROUND).await.unwrap() && !ballots.has_lost_secret(ROUND).await.unwrap());
            assert!(!std::fs::read(home.secret()).unwrap().is_empty(), "the secret is kept");
            ballots.close().await.unwrap();
            alter(database, &undone).await;
            let ballots = home.open(3).await;
            let counts = ballots.seal(ROUND).await.unwrap();
            assert_eq!((counts.ballots[0], counts.opinions), ((SHEET, 9), 9), "{done}");
        })
        .await;
    }
}

#[tokio::test]
async fn an_open_store_of_the_format_without_cover_is_refused_and_a_sealed_one_is_read() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        for judge in &casting_round(&ballots, 3).await {
            accepted(&ballots, judge.hand_in()).await;
        }
        ballots.close().await.unwrap();
        alter(database, "UPDATE {}round SET format = 1").await;
        let ballots = home.open(2).await;
        for refused in [ballots.phase(ROUND).await.map(drop), ballots.seal(ROUND).await.map(drop)] {
            assert!(matches!(refused, Err(BallotError::OlderStore { found: 1 })), "{refused:?}");
        }
        ballots.close().await.unwrap();
        alter(database, "UPDATE {}round SET format = 2").await;
        let ballots = home.open(3).await;
        ballots.seal(ROUND).await.unwrap();
        ballots.close().await.unwrap();
        if database.postgres_url().is_some() {
            alter(database, "UPDATE {}round SET format = 1").await;
        } else {
            let sealed = database.folder().join(format!("ballots/{ROUND}.sealed.sqlite"));
            let connection = Database::connect(format!("sqlite://{}", sealed.display())).await.unwrap();
            connection.execute_unprepared("UPDATE round SET format = 1").await.unwrap();
            connection.close().await.unwrap();
        }
        let ballots = home.open(4).await;
        assert_eq!(ballots.sealed_counts(ROUND).await.unwrap().ballots[0], (SheetId(1), 3));
    })
    .await;
}
