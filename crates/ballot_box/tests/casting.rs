//! Handing in, from every kind of code in every phase.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use ballot_box::{
    BallotError, Batch, BatchId, Cancellation, Closed, CodeStanding, FoundCode, HandIn, Malformed, Minutes, Opinion,
    Outcome, Phase, RoundId, SheetTurnout,
};
use common::{Home, OTHER_SHEET, ROUND, SHEET, accepted, casting_round, issue, judges, opening};
use credentials::{Answer, AnswersError, credential_hash};
use test_databases::for_each_database;

const OTHER_ROUND: RoundId = RoundId::from_bytes([0xb2; 16]);

#[tokio::test]
async fn an_accepted_ballot_has_a_receipt_and_a_retry_with_its_cookie_the_same() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let judges = casting_round(&ballots, 2).await;
        let receipt = accepted(&ballots, judges[0].hand_in()).await;
        let public_key = ballots.public_key(ROUND).await.unwrap();
        assert_eq!(receipt.verify(&public_key), Ok(()));
        assert_eq!(ballots.cast(judges[0].hand_in()).await.unwrap(), Outcome::SameAgain(receipt));
        let other = accepted(&ballots, judges[1].hand_in()).await;
        assert_ne!(other, receipt);
    })
    .await;
}

#[tokio::test]
async fn without_the_cookie_or_with_other_grades_a_used_code_is_only_used() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let judges = casting_round(&ballots, 1).await;
        accepted(&ballots, judges[0].hand_in()).await;
        let elsewhere = judges[0].without_cookie(9);
        assert_eq!(ballots.cast(elsewhere.hand_in()).await.unwrap(), Outcome::AlreadyUsed);
        let changed = HandIn { answers: vec![Answer::Grade(3); 6], ..judges[0].hand_in() };
        assert_eq!(ballots.cast(changed).await.unwrap(), Outcome::AlreadyUsed);
        let found = ballots.find_code(judges[0].code()).await.unwrap().found;
        assert_eq!(found, Some(FoundCode { round: ROUND, standing: CodeStanding::Used, phase: Phase::Casting }));
    })
    .await;
}

#[tokio::test]
async fn unknown_cancelled_voided_and_foreign_codes_are_told_apart() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let codes = judges(4, 50);
        for round in [ROUND, OTHER_ROUND] {
            ballots.open_round(&opening(round)).await.unwrap();
        }
        issue(&ballots, ROUND, 1, SHEET, &codes[..1]).await;
        issue(&ballots, ROUND, 2, SHEET, &codes[1..2]).await;
        issue(&ballots, OTHER_ROUND, 1, SHEET, &codes[2..3]).await;
        assert_eq!(ballots.cancel_code(ROUND, codes[0].code()).await.unwrap(), Cancellation::Cancelled);
        assert_eq!(ballots.cancel_code(ROUND, codes[0].code()).await.unwrap(), Cancellation::CancelledBefore);
        assert_eq!(ballots.cancel_code(ROUND, codes[3].code()).await.unwrap(), Cancellation::UnknownCode);
        ballots.void_batch(ROUND, BatchId(2)).await.unwrap();
        ballots.begin_casting(ROUND).await.unwrap();
        let expected = [Outcome::Cancelled, Outcome::Cancelled, Outcome::OtherRound(OTHER_ROUND), Outcome::UnknownCode];
        for (judge, expected) in codes.iter().zip(expected) {
            assert_eq!(ballots.cast(judge.hand_in()).await.unwrap(), expected);
        }
        assert_eq!(ballots.find_code(codes[3].code()).await.unwrap().found, None);
    })
    .await;
}

#[tokio::test]
async fn hand_ins_are_taken_only_while_casting() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let codes = judges(3, 50);
        ballots.open_round(&opening(ROUND)).await.unwrap();
        issue(&ballots, ROUND, 1, SHEET, &codes[..2]).await;
        let cast = async |number: usize| ballots.cast(codes[number].hand_in()).await.unwrap();
        assert_eq!(cast(0).await, Outcome::Closed(Closed::NotBegun));
        ballots.begin_casting(ROUND).await.unwrap();
        let receipt = accepted(&ballots, codes[0].hand_in()).await;
        let late = [credential_hash(ROUND, codes[2].code())];
        let batch = Batch { id: BatchId(2), sheet: SHEET };
        assert!(matches!(ballots.issue(ROUND, batch, &late).await, Err(BallotError::WrongPhase(_))));
        ballots.pause_casting(ROUND).await.unwrap();
        assert_eq!(cast(1).await, Outcome::Closed(Closed::Paused));
        ballots.issue(ROUND, batch, &late).await.unwrap();
        ballots.begin_casting(ROUND).await.unwrap();
        assert!(matches!(cast(2).await, Outcome::Accepted(_)));
        assert_eq!(cast(0).await, Outcome::SameAgain(receipt));
        ballots.seal(ROUND).await.unwrap();
        assert_eq!(cast(0).await, Outcome::Closed(Closed::Ended));
        assert_eq!(cast(1).await, Outcome::Closed(Closed::Ended));
    })
    .await;
}

#[tokio::test]
async fn a_malformed_hand_in_leaves_the_code_unused() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let judges = casting_round(&ballots, 1).await;
        let good = || judges[0].with_opinion("走访群众再多一些");
        let long = vec![Opinion { subject: 1, words: "长".repeat(2_001) }];
        let blank = vec![Answer::Blank; 6];
        for (hand_in, malformed) in [
            (HandIn { answers: vec![], ..good() }, Malformed::Answers(AnswersError::Count { expected: 6, found: 0 })),
            (HandIn { answers: blank, ..good() }, Malformed::Answers(AnswersError::NotAllowed { place: 0 })),
            (
                HandIn { sheet: OTHER_SHEET, answers: vec![Answer::Unknown, Answer::Grade(0)], ..good() },
                Malformed::Sheet,
            ),
            (HandIn { sheet: ballot_box::SheetId(9), ..good() }, Malformed::Sheet),
            (HandIn { opinions: long, ..good() }, Malformed::OpinionTooLong { place: 0 }),
        ] {
            assert_eq!(ballots.cast(hand_in).await.unwrap(), Outcome::Malformed(malformed));
        }
        accepted(&ballots, good()).await;
    })
    .await;
}

#[tokio::test]
async fn opinions_are_kept_whatever_their_characters() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let judges = casting_round(&ballots, 3).await;
        accepted(&ballots, judges[0].with_opinion("  多下\0基层\r\n少开会 '; DROP TABLE ballot;--  ")).await;
        accepted(&ballots, judges[1].with_opinion(" \u{7} \n ")).await;
        accepted(&ballots, judges[2].with_opinion("𠮷野家 ་ ꆈꌠ 👍")).await;
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!((counts.opinions, counts.ballots), (2, vec![(SHEET, 3), (OTHER_SHEET, 0)]));
        let opinions = ballots.opinions(ROUND).await.unwrap();
        let mut words: Vec<_> = opinions.iter().map(|opinion| opinion.words.as_str()).collect();
        words.sort_unstable();
        assert_eq!(words, ["多下基层\n少开会 '; DROP TABLE ballot;--", "𠮷野家 ་ ꆈꌠ 👍"]);
        assert!(opinions.iter().all(|opinion| opinion.sheet == SHEET && opinion.subject == 7));
        assert!(opinions.is_sorted_by_key(|opinion| opinion.key));
    })
    .await;
}

#[tokio::test]
async fn batches_are_issued_whole_or_not_at_all_and_a_used_one_cannot_be_voided() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let codes = judges(1_200, 50);
        let hashes: Vec<_> = codes.iter().map(|judge| credential_hash(ROUND, judge.code())).collect();
        ballots.open_round(&opening(ROUND)).await.unwrap();
        let batch = |id, sheet| Batch { id: BatchId(id), sheet };
        ballots.issue(ROUND, batch(1, SHEET), &hashes[..1_100]).await.unwrap();
        let again = ballots.issue(ROUND, batch(1, SHEET), &hashes[1_100..]).await;
        assert!(matches!(again, Err(BallotError::BatchExists(BatchId(1)))));
        let overlapping = ballots.issue(ROUND, batch(2, SHEET), &hashes[1_000..]).await;
        assert!(matches!(overlapping, Err(BallotError::CodeIssuedTwice)));
        let nowhere = ballots.issue(ROUND, batch(2, ballot_box::SheetId(9)), &hashes[1_100..]).await;
        assert!(matches!(nowhere, Err(BallotError::UnknownSheet(_))));
        ballots.issue(ROUND, batch(2, SHEET), &hashes[1_100..]).await.unwrap();
        ballots.begin_casting(ROUND).await.unwrap();
        accepted(&ballots, codes[1_150].hand_in()).await;
        assert!(matches!(ballots.void_batch(ROUND, BatchId(2)).await, Err(BallotError::BatchUsed(_))));
        assert!(matches!(ballots.void_batch(ROUND, BatchId(3)).await, Err(BallotError::UnknownBatch(_))));
        ballots.void_batch(ROUND, BatchId(1)).await.unwrap();
        let issued = ballots.issued_counts(ROUND).await.unwrap();
        let told: Vec<_> = issued.iter().map(|count| (count.batch.0, count.issued, count.voided)).collect();
        assert_eq!(told, [(1, 1_100, true), (2, 100, false)]);
        let spent: Vec<_> = ballots.seal(ROUND).await.unwrap().batches.iter().map(|batch| batch.spent).collect();
        assert_eq!(spent, [0, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_cookie_leads_back_to_its_code_until_sealing() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let judges = casting_round(&ballots, 1).await;
        let cookie = ballots.make_cookie(ROUND, judges[0].code().clone().into()).await.unwrap();
        let (round, content) = ballots.read_cookie(&cookie).await.unwrap().unwrap();
        assert_eq!((round, content.credential.code()), (ROUND, Some(judges[0].code())));
        let other = ballots.make_cookie(ROUND, judges[0].code().clone().into()).await.unwrap();
        let (_, other) = ballots.read_cookie(&other).await.unwrap().unwrap();
        assert_ne!(other.retry_key, content.retry_key);
        assert_eq!(ballots.read_cookie("不是凭证").await.unwrap(), None);
        ballots.seal(ROUND).await.unwrap();
        assert_eq!(ballots.read_cookie(&cookie).await.unwrap(), None);
        assert!(matches!(
            ballots.make_cookie(ROUND, judges[0].code().clone().into()).await,
            Err(BallotError::KeysLost(_))
        ));
    })
    .await;
}

#[tokio::test]
async fn turnout_grows_by_whole_k_and_only_every_ten_minutes() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let judges = casting_round(&ballots, 12).await;
        let turnout = async |minute| {
            let told: Vec<SheetTurnout> = ballots.turnout(ROUND, Minutes(minute)).await.unwrap();
            told.iter().map(|sheet| sheet.at_least).collect::<Vec<_>>()
        };
        for judge in &judges[..4] {
            accepted(&ballots, judge.hand_in()).await;
        }
        assert_eq!(turnout(100).await, [0, 0]);
        accepted(&ballots, judges[4].hand_in()).await;
        assert_eq!(turnout(109).await, [0, 0], "sampled before");
        assert_eq!(turnout(110).await, [5, 0]);
        for judge in &judges[5..9] {
            accepted(&ballots, judge.hand_in()).await;
        }
        assert_eq!(turnout(120).await, [5, 0], "fewer than k new ballots");
        for judge in &judges[9..] {
            accepted(&ballots, judge.hand_in()).await;
        }
        assert_eq!(turnout(130).await, [10, 0]);
    })
    .await;
}
