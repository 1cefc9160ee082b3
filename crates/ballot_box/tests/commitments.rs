//! What an archive takes from a sealed round comes in the order of hashes, opens, and is signed.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use ballot_box::{BallotError, Batch, BatchId, HandIn, PaperBallot, Phase};
use common::{Home, OTHER_SHEET, ROUND, SHEET, accepted, issue, judges, opening};
use credentials::{Answer, Layout, answers, ballot_key, canonical_ballot, credential_hash};
use test_databases::for_each_database;

#[tokio::test]
async fn every_ballot_and_used_code_of_a_sealed_round_comes_out_in_the_order_of_hashes() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        ballots.open_round(&opening(ROUND)).await.unwrap();
        let (judges, others) = (judges(90, 77), judges(30, 78));
        issue(&ballots, ROUND, 1, SHEET, &judges).await;
        issue(&ballots, ROUND, 2, OTHER_SHEET, &others).await;
        ballots.begin_casting(ROUND).await.unwrap();
        let mut receipts = Vec::new();
        for judge in &judges[..80] {
            receipts.push(accepted(&ballots, judge.hand_in()).await);
        }
        for judge in &others[..20] {
            let (sheet, answers) = (OTHER_SHEET, vec![Answer::Unknown, Answer::Grade(1)]);
            receipts.push(accepted(&ballots, HandIn { sheet, answers, ..judge.hand_in() }).await);
        }
        let refused = ballots.for_each_commitment(ROUND, |_| ()).await;
        assert!(matches!(refused, Err(BallotError::WrongPhase(Phase::Casting))), "{refused:?}");
        ballots.pause_casting(ROUND).await.unwrap();
        let paper = PaperBallot { answers: vec![Answer::Grade(2); 6], opinions: vec![] };
        ballots.accept_paper(ROUND, Batch { id: BatchId(3), sheet: SHEET }, &vec![paper; 7]).await.unwrap();
        let refused = ballots.sign_archive(ROUND, &[1; 32]).await;
        assert!(matches!(refused, Err(BallotError::WrongPhase(Phase::Paused))), "{refused:?}");
        ballots.seal(ROUND).await.unwrap();

        let mut commitments = Vec::new();
        ballots.for_each_commitment(ROUND, |commitment| commitments.push(commitment)).await.unwrap();
        assert_eq!(commitments.len(), 107);
        assert!(commitments.is_sorted_by(|one, other| one.key < other.key));
        for commitment in &commitments {
            let canonical = canonical_ballot(commitment.sheet, &commitment.packed);
            assert_eq!(ballot_key(ROUND, &commitment.nonce, &canonical), commitment.key);
            let layout = if commitment.sheet == SHEET { "v1;2:4,4,4" } else { "v1;1:4bu,3" };
            assert!(answers::unpack(&Layout::parse(layout).unwrap(), &commitment.packed).is_ok());
        }
        for receipt in &receipts {
            assert!(commitments.iter().any(|commitment| commitment.key == receipt.ballot_key()));
        }
        // A part of the list holds the keys of all sheets from one up to another.
        let keys: Vec<_> = commitments.iter().map(|commitment| commitment.key).collect();
        let (from, to) = (keys[40].as_bytes(), keys[90].as_bytes());
        assert_eq!(ballots.keys_between(ROUND, from, Some(to)).await.unwrap(), keys[40..90]);
        assert_eq!(ballots.keys_between(ROUND, from, None).await.unwrap(), keys[40..]);
        let mut spent = Vec::new();
        ballots.for_each_spent(ROUND, |hash| spent.push(*hash.as_bytes())).await.unwrap();
        let used = judges[..80].iter().chain(&others[..20]);
        let mut expected: Vec<[u8; 32]> = used.map(|judge| *credential_hash(ROUND, judge.code()).as_bytes()).collect();
        expected.sort_unstable();
        assert_eq!(spent, expected);
    })
    .await;
}

#[tokio::test]
async fn an_archive_is_signed_until_the_round_is_finished() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let key = ballots.open_round(&opening(ROUND)).await.unwrap();
        ballots.begin_casting(ROUND).await.unwrap();
        ballots.seal(ROUND).await.unwrap();
        let signature = ballots.sign_archive(ROUND, &[1; 32]).await.unwrap();
        assert_eq!(key.verify_archive(&[1; 32], &signature), Ok(()));
        ballots.destroy_signing_key(ROUND).await.unwrap();
        let refused = ballots.sign_archive(ROUND, &[1; 32]).await;
        assert!(matches!(refused, Err(BallotError::KeysLost(ROUND))), "{refused:?}");
    })
    .await;
}
