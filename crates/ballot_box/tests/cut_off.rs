//! Opening and sealing cut off between any two steps, and gone on with.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::fs;
use std::num::NonZeroU32;
use std::sync::Arc;

use ballot_box::{BallotError, Closed, Counted, Interrupted, Outcome, Phase, RoundOpening, Step, StepHook};
use common::{Home, ROUND, SHEET, accepted, casting_round, issue, judges, opening, tallied};
use test_databases::{TestDatabase, for_each_database};

struct CutOffAfter(Step);

impl StepHook for CutOffAfter {
    fn reached(&self, step: Step) -> Result<(), Interrupted> {
        if step == self.0 { Err(Interrupted(step)) } else { Ok(()) }
    }
}

#[tokio::test]
async fn opening_cut_off_after_any_step_is_opened_again_with_the_same_keys() {
    for step in Step::OPENING {
        for_each_database(async |database| {
            let home = Home::of(database);
            let cut = home.open_with(1, Arc::new(CutOffAfter(step))).await;
            let error = cut.open_round(&opening(ROUND)).await.unwrap_err();
            assert!(matches!(error, BallotError::Interrupted(Interrupted(at)) if at == step), "{error}");
            cut.close().await.unwrap();
            let secret = fs::read(home.secret()).unwrap();
            let ballots = home.open(2).await;
            let public_key = ballots.open_round(&opening(ROUND)).await.unwrap();
            assert_eq!(ballots.open_round(&opening(ROUND)).await.unwrap(), public_key);
            assert_eq!(fs::read(home.secret()).unwrap(), secret, "{step:?}");
            let voters = judges(1, 77);
            issue(&ballots, ROUND, 1, SHEET, &voters).await;
            ballots.begin_casting(ROUND).await.unwrap();
            assert_eq!(accepted(&ballots, voters[0].hand_in()).await.verify(&public_key), Ok(()));
        })
        .await;
    }
}

#[tokio::test]
async fn sealing_cut_off_after_any_step_is_gone_on_with_and_loses_nothing() {
    for step in Step::SEALING {
        for_each_database(async |database| {
            let home = Home::of(database);
            let ballots = home.open(1).await;
            let voters = casting_round(&ballots, 20).await;
            for judge in &voters[..15] {
                accepted(&ballots, judge.with_opinion("建议延长办事窗口时间")).await;
            }
            ballots.close().await.unwrap();
            let cut = home.open_with(2, Arc::new(CutOffAfter(step))).await;
            let error = cut.seal(ROUND).await.unwrap_err();
            assert!(matches!(error, BallotError::Interrupted(Interrupted(at)) if at == step), "{error}");
            cut.close().await.unwrap();

            let ballots = home.open(3).await;
            if step != Step::Drained {
                let told = ballots.cast(voters[16].hand_in()).await.unwrap();
                assert_eq!(told, Outcome::Closed(Closed::Ended), "{step:?}");
                assert!(ballots.begin_casting(ROUND).await.is_err(), "{step:?}");
                let unfinished = ballots.unfinished_sealings().await.unwrap();
                assert_eq!(unfinished == [ROUND], step != Step::SecretDestroyed, "{step:?}");
            }
            let counts = ballots.seal(ROUND).await.unwrap();
            assert_eq!(ballots.seal(ROUND).await.unwrap(), counts);
            assert_eq!((counts.ballots[0].1, counts.opinions, counts.batches[0].spent), (15, 15, 15));
            assert_eq!(ballots.phase(ROUND).await.unwrap(), Some(Phase::Sealed));
            assert_eq!(ballots.unfinished_sealings().await.unwrap(), []);
            let mut expected: Vec<_> = voters[..15].iter().map(common::Judge::answers).collect();
            expected.sort();
            assert_eq!(tallied(&ballots, SHEET).await, expected);
            assert!(fs::read(home.secret()).unwrap().is_empty());
        })
        .await;
    }
}

#[tokio::test]
async fn after_sealing_a_code_is_told_whether_it_was_counted() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let voters = casting_round(&ballots, 2).await;
        accepted(&ballots, voters[0].hand_in()).await;
        assert!(matches!(ballots.was_counted(ROUND, voters[0].code()).await, Err(BallotError::WrongPhase(_))));
        assert!(matches!(ballots.sealed_counts(ROUND).await, Err(BallotError::WrongPhase(_))));
        assert!(matches!(ballots.opinions(ROUND).await, Err(BallotError::WrongPhase(_))));
        assert!(matches!(ballots.for_each_ballot(ROUND, SHEET, |_| ()).await, Err(BallotError::WrongPhase(_))));
        ballots.seal(ROUND).await.unwrap();
        assert_eq!(ballots.was_counted(ROUND, voters[0].code()).await.unwrap(), Counted::Counted);
        assert_eq!(ballots.was_counted(ROUND, voters[1].code()).await.unwrap(), Counted::NotUsed);
        let stranger = judges(1, 99);
        assert_eq!(ballots.was_counted(ROUND, stranger[0].code()).await.unwrap(), Counted::UnknownCode);
    })
    .await;
}

#[tokio::test]
async fn a_round_that_lost_its_secret_cannot_be_sealed_until_it_is_back_unless_it_has_no_ballot() {
    for ballots_before in [0, 1] {
        for_each_database(async |database| {
            let home = Home::of(database);
            let ballots = home.open(1).await;
            let voters = casting_round(&ballots, 2).await;
            for judge in &voters[..ballots_before] {
                accepted(&ballots, judge.hand_in()).await;
            }
            assert!(!ballots.has_lost_secret(ROUND).await.unwrap() && !ballots.is_lost(ROUND).await.unwrap());
            ballots.close().await.unwrap();
            let kept = fs::read(home.secret()).unwrap();
            fs::remove_file(home.secret()).unwrap();
            let ballots = home.open(2).await;
            ballots.open_round(&opening(ROUND)).await.unwrap();
            assert!(!home.secret().exists(), "a second secret is never made");
            let told = ballots.cast(voters[1].hand_in()).await.unwrap();
            assert_eq!(told, Outcome::Closed(Closed::KeysLost));
            assert!(matches!(ballots.begin_casting(ROUND).await, Err(BallotError::KeysLost(_))));
            assert!(ballots.has_lost_secret(ROUND).await.unwrap() && ballots.is_lost(ROUND).await.unwrap());
            if ballots_before > 0 {
                let refused = ballots.seal(ROUND).await;
                assert!(matches!(refused, Err(BallotError::KeysLost(ROUND))), "{refused:?}");
                assert_eq!(ballots.phase(ROUND).await.unwrap(), Some(Phase::Sealing));
                assert!(ballots.has_lost_secret(ROUND).await.unwrap());
                fs::write(home.secret(), kept).unwrap();
            }
            assert_eq!(ballots.seal(ROUND).await.unwrap().ballots[0].1, ballots_before as u64);
            assert!(!ballots.has_lost_secret(ROUND).await.unwrap() && !ballots.is_lost(ROUND).await.unwrap());
        })
        .await;
    }
}

#[tokio::test]
async fn a_store_that_vanished_does_not_get_a_second_secret() {
    let database = test_databases::TestDatabase::sqlite();
    let home = Home::of(&database);
    let ballots = home.open(1).await;
    casting_round(&ballots, 1).await;
    ballots.seal(ROUND).await.unwrap();
    ballots.close().await.unwrap();
    fs::remove_dir_all(database.folder().join("ballots")).unwrap();
    let ballots = home.open(2).await;
    assert!(matches!(ballots.open_round(&opening(ROUND)).await, Err(BallotError::KeysLost(_))));
}

#[tokio::test]
async fn a_round_is_not_opened_twice_with_different_sheets() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        ballots.open_round(&opening(ROUND)).await.unwrap();
        let other = RoundOpening { turnout_step: NonZeroU32::new(6).unwrap(), ..opening(ROUND) };
        assert!(matches!(ballots.open_round(&other).await, Err(BallotError::OpenedDifferently(_))));
        assert_eq!(ballots.rounds().await.unwrap(), [ROUND]);
    })
    .await;
}

#[cfg(unix)]
#[tokio::test]
async fn keys_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let database = test_databases::TestDatabase::sqlite();
    let home = Home::of(&database);
    home.open(1).await.open_round(&opening(ROUND)).await.unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home.keys), 0o700);
    let names: Vec<_> = fs::read_dir(&home.keys).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 2);
    assert!(names.iter().all(|path| mode(path) == 0o600));
}

#[tokio::test]
async fn a_round_sealed_by_another_server_is_closed_here_too() {
    for_each_database(async |database| {
        if database.postgres_url().is_none() {
            // One process alone has a SQLite folder.
            return;
        }
        let home = Home::of(database);
        let (here, there) = (home.open(1).await, home.open(2).await);
        let voters = casting_round(&here, 2).await;
        let receipt = accepted(&there, voters[0].hand_in()).await;
        let told = here.cast(voters[0].hand_in()).await.unwrap();
        assert_eq!(told, Outcome::SameAgain(receipt), "the keys are common to all servers");
        there.seal(ROUND).await.unwrap();
        for _ in 0..2 {
            let told = here.cast(voters[1].hand_in()).await.unwrap();
            assert_eq!(told, Outcome::Closed(Closed::Ended));
        }
        assert!(here.make_cookie(ROUND, voters[1].code().clone().into()).await.is_err());
        assert_eq!(here.sealed_counts(ROUND).await.unwrap().ballots[0].1, 1);
    })
    .await;
}

#[tokio::test]
async fn a_sealed_round_and_no_other_goes_into_a_backup_and_comes_back_on_either_database() {
    for_each_database(async |database| {
        let (origin, backup) = (TestDatabase::sqlite(), TestDatabase::sqlite());
        let ballots = Home::of(&origin).open(1).await;
        let voters = casting_round(&ballots, 2).await;
        accepted(&ballots, voters[0].hand_in()).await;
        assert!(ballots.copy_sealed(backup.folder()).await.unwrap().is_empty());
        let counts = ballots.seal(ROUND).await.unwrap();
        let copied = ballots.copy_sealed(backup.folder()).await.unwrap();
        assert_eq!(copied.len(), 1);
        // Out of a folder, into either database, out of that, and into a folder again.
        let restored = Home::of(database).open(1).await;
        for _ in 0..2 {
            restored.take_sealed(&copied[0].1).await.unwrap();
        }
        let (again, last) = (TestDatabase::sqlite(), TestDatabase::sqlite());
        let copied = restored.copy_sealed(again.folder()).await.unwrap();
        let moved = Home::of(&last).open(1).await;
        moved.take_sealed(&copied[0].1).await.unwrap();
        for held in [&restored, &moved] {
            assert_eq!(held.sealed_counts(ROUND).await.unwrap(), counts);
            assert_eq!(held.was_counted(ROUND, voters[0].code()).await.unwrap(), Counted::Counted);
            assert_eq!(held.was_counted(ROUND, voters[1].code()).await.unwrap(), Counted::NotUsed);
            assert_eq!(held.opinions(ROUND).await.unwrap(), ballots.opinions(ROUND).await.unwrap());
            assert!(held.unfinished_sealings().await.unwrap().is_empty());
        }
    })
    .await;
}
