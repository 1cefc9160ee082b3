//! Several rounds and several servers: none keeps the others waiting, and none keeps keys that it should not.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::fs;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use ballot_box::{
    BallotBox, Closed, CodeStanding, FoundCode, HandIn, Interrupted, Outcome, Phase, RoundId, Step, StepHook,
};
use common::{Home, Judge, ROUND, SHEET, accepted, casting_round, issue, judges, opening};
use credentials::Answer;
use sea_orm::{ConnectionTrait, Database};
use test_databases::{TestDatabase, for_each_database};

/// Listed before [`ROUND`], and with another lock in PostgreSQL: the halves of the number differ.
const OTHER_ROUND: RoundId = RoundId::from_bytes([1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9, 9, 9]);

/// Another round that is casting, with one code.
async fn other_casting_round(ballots: &BallotBox) -> Judge {
    ballots.open_round(&opening(OTHER_ROUND)).await.unwrap();
    let mut judges = judges(1, 50);
    issue(ballots, OTHER_ROUND, 1, SHEET, &judges).await;
    ballots.begin_casting(OTHER_ROUND).await.unwrap();
    judges.remove(0)
}

/// Destroys what a store says of its sheets.
async fn break_store(database: &TestDatabase, round: RoundId) {
    match database.postgres_url() {
        None => fs::write(database.folder().join(format!("ballots/{round}.sqlite")), "no database").unwrap(),
        Some(url) => {
            let connection = Database::connect(url).await.unwrap();
            let sql = format!("UPDATE ballots.sheet SET layout = '' WHERE round = '\\x{round}'");
            connection.execute_unprepared(&sql).await.unwrap();
            connection.close().await.unwrap();
        }
    }
}

#[tokio::test]
async fn one_broken_store_keeps_nobody_from_the_codes_of_other_rounds() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let ballots = home.open(1).await;
        let lost = other_casting_round(&ballots).await;
        let voters = casting_round(&ballots, 1).await;
        ballots.close().await.unwrap();
        break_store(database, OTHER_ROUND).await;

        let ballots = home.open(2).await;
        let search = ballots.find_code(voters[0].code()).await.unwrap();
        let expected = FoundCode { round: ROUND, standing: CodeStanding::Ready(SHEET), phase: Phase::Casting };
        assert_eq!(search.found, Some(expected));
        accepted(&ballots, voters[0].hand_in()).await;
        // A code of nobody, or of the broken round: nobody can say.
        let search = ballots.find_code(lost.code()).await.unwrap();
        assert_eq!((search.found, search.met_sealing), (None, false));
        let broken: Vec<_> = search.broken.iter().map(|(round, _)| *round).collect();
        assert_eq!(broken, [OTHER_ROUND]);
        // The round that is open here is asked before the broken one.
        assert!(ballots.find_code(voters[0].code()).await.unwrap().broken.is_empty());
    })
    .await;
}

/// Stands still in the middle of sealing until it is let go on.
struct StandStill {
    reached: SyncSender<()>,
    go_on: Mutex<Receiver<()>>,
}

impl StepHook for StandStill {
    fn reached(&self, step: Step) -> Result<(), Interrupted> {
        if step == Step::CopyWritten {
            self.reached.send(()).unwrap();
            // Whatever else this thread of the runtime would have done goes on elsewhere.
            tokio::task::block_in_place(|| self.go_on.lock().unwrap().recv().unwrap());
        }
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_round_that_is_being_sealed_makes_nobody_wait() {
    for_each_database(async |database| {
        let (reached, has_reached) = sync_channel(1);
        let (go_on, may_go_on) = sync_channel(1);
        let hook = Arc::new(StandStill { reached, go_on: Mutex::new(may_go_on) });
        let ballots = Arc::new(Home::of(database).open_with(1, hook).await);
        let voters = casting_round(&ballots, 2).await;
        let other = other_casting_round(&ballots).await;
        accepted(&ballots, voters[0].hand_in()).await;
        let cookie = ballots.make_cookie(ROUND, voters[1].code().clone().into()).await.unwrap();
        let sealing = {
            let ballots = Arc::clone(&ballots);
            tokio::spawn(async move { ballots.seal(ROUND).await })
        };
        tokio::task::block_in_place(|| has_reached.recv().unwrap());

        let found = ballots.find_code(other.code()).await.unwrap().found.unwrap();
        assert_eq!((found.round, found.standing), (OTHER_ROUND, CodeStanding::Ready(SHEET)));
        accepted(&ballots, HandIn { round: OTHER_ROUND, ..other.hand_in() }).await;
        let search = ballots.find_code(voters[0].code()).await.unwrap();
        assert_eq!((search.found, search.met_sealing, search.broken.len()), (None, true, 0));
        assert_eq!(ballots.cast(voters[1].hand_in()).await.unwrap(), Outcome::Closed(Closed::Ended));
        assert_eq!(ballots.cast_too_late(voters[0].hand_in()).await.unwrap(), Outcome::Closed(Closed::Ended));
        assert_eq!(ballots.read_cookie(&cookie).await.unwrap(), None);
        assert_eq!(ballots.phase(ROUND).await.unwrap(), Some(Phase::Sealing));

        go_on.send(()).unwrap();
        assert_eq!(sealing.await.unwrap().unwrap().ballots[0].1, 1);
        let found = ballots.find_code(voters[0].code()).await.unwrap().found;
        assert_eq!(found, Some(FoundCode { round: ROUND, standing: CodeStanding::Used, phase: Phase::Sealed }));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rounds_that_are_sealed_at_the_same_moment_do_not_end_one_another() {
    for_each_database(async |database| {
        let ballots = Arc::new(Home::of(database).open(1).await);
        let rounds = [1_u8, 2, 3, 4, 5, 6].map(|number| RoundId::from_bytes([number; 16]));
        for round in rounds {
            ballots.open_round(&opening(round)).await.unwrap();
            ballots.begin_casting(round).await.unwrap();
        }
        let sealing = rounds.map(|round| {
            let ballots = Arc::clone(&ballots);
            tokio::spawn(async move { ballots.seal(round).await })
        });
        for sealed in sealing {
            sealed.await.unwrap().unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn a_server_lets_go_of_the_keys_of_a_round_that_another_sealed() {
    for_each_database(async |database| {
        let home = Home::of(database);
        let (here, elsewhere) = (home.open(1).await, home.open(2).await);
        let voters = casting_round(&here, 1).await;
        other_casting_round(&here).await;
        accepted(&here, voters[0].hand_in()).await;
        assert_eq!(here.forget_sealed().await.unwrap(), []);
        elsewhere.seal(ROUND).await.unwrap();
        assert_eq!(here.forget_sealed().await.unwrap(), [ROUND]);
        assert_eq!(here.forget_sealed().await.unwrap(), [], "it holds them no longer");
        assert_eq!(here.cast(voters[0].hand_in()).await.unwrap(), Outcome::Closed(Closed::Ended));
    })
    .await;
}

#[tokio::test]
async fn after_the_declared_end_nothing_is_stored_and_a_receipt_is_given_again() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let voters = casting_round(&ballots, 2).await;
        let receipt = accepted(&ballots, voters[0].hand_in()).await;
        let late = async |hand_in| ballots.cast_too_late(hand_in).await.unwrap();
        assert_eq!(late(voters[0].hand_in()).await, Outcome::SameAgain(receipt));
        let changed = HandIn { answers: vec![Answer::Grade(3); 6], ..voters[0].hand_in() };
        assert_eq!(late(changed).await, Outcome::AlreadyUsed);
        assert_eq!(late(voters[1].hand_in()).await, Outcome::Closed(Closed::Ended));
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!((counts.ballots[0].1, counts.batches[0].spent), (1, 1));
    })
    .await;
}
