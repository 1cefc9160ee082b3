//! Paper: a keyed batch goes into the box at once and once only, beside the slips, and leaves nothing but its ballots.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;

use std::sync::Arc;

use ballot_box::{
    BallotBox, BallotError, Batch, BatchId, Closed, Interrupted, Malformed, Opinion, Outcome, PaperBallot, Phase,
    SheetId, Step, StepHook,
};
use common::{Home, ROUND, SHEET, accepted, casting_round, tallied};
use credentials::{Answer, AnswersError};
use test_databases::for_each_database;

const PAPER: Batch = Batch { id: BatchId(2), sheet: SHEET };

struct CutOffAfter(Step);

impl StepHook for CutOffAfter {
    fn reached(&self, step: Step) -> Result<(), Interrupted> {
        if step == self.0 { Err(Interrupted(step)) } else { Ok(()) }
    }
}

/// Sheets that differ, some of them with an opinion.
fn sheets(count: usize) -> Vec<PaperBallot> {
    let sheet = |number: usize| PaperBallot {
        answers: (0..6).map(|item| Answer::Grade(u8::try_from(number >> (2 * item) & 3).unwrap())).collect(),
        opinions: if number.is_multiple_of(3) {
            vec![Opinion { subject: 7, words: "望多到村里来".to_owned() }]
        } else {
            vec![]
        },
    };
    (0..count).map(sheet).collect()
}

/// A round with ten judges of whom four handed in by slip, paused for its paper.
async fn paused_round(ballots: &BallotBox) {
    let judges = casting_round(ballots, 10).await;
    for judge in &judges[..4] {
        accepted(ballots, judge.hand_in()).await;
    }
    ballots.pause_casting(ROUND).await.unwrap();
}

#[tokio::test]
async fn slips_and_paper_add_up_in_one_tally() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        paused_round(&ballots).await;
        ballots.accept_paper(ROUND, PAPER, &sheets(25)).await.unwrap();
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!((counts.ballots[0].1, counts.opinions), (29, 9));
        // Paper has no codes: its batch counts none, and none is spent by it.
        let paper = counts.batches[1];
        assert_eq!((paper.issued.batch, paper.issued.issued, paper.spent), (BatchId(2), 0, 0));
        assert_eq!(counts.batches[0].spent, 4);
        let mut expected: Vec<Vec<Answer>> = sheets(25).into_iter().map(|sheet| sheet.answers).collect();
        expected.extend(common::judges(4, 77).iter().map(common::Judge::answers));
        expected.sort();
        assert_eq!(tallied(&ballots, SHEET).await, expected);
    })
    .await;
}

#[tokio::test]
async fn more_ballots_and_opinions_than_are_read_at_a_time_are_all_sealed_and_counted() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        paused_round(&ballots).await;
        let paper = sheets(4_200);
        ballots.accept_paper(ROUND, PAPER, &paper).await.unwrap();
        let counts = ballots.seal(ROUND).await.unwrap();
        assert_eq!((counts.ballots[0].1, counts.opinions), (4_204, 1_400));
        let mut expected: Vec<Vec<Answer>> = paper.into_iter().map(|sheet| sheet.answers).collect();
        expected.extend(common::judges(4, 77).iter().map(common::Judge::answers));
        expected.sort();
        assert!(tallied(&ballots, SHEET).await == expected);
    })
    .await;
}

#[tokio::test]
async fn a_batch_moves_once_wherever_it_was_cut_off() {
    for step in Step::PAPER {
        for_each_database(async |database| {
            let home = Home::of(database);
            let ballots = home.open(1).await;
            paused_round(&ballots).await;
            ballots.close().await.unwrap();
            let cut = home.open_with(2, Arc::new(CutOffAfter(step))).await;
            let error = cut.accept_paper(ROUND, PAPER, &sheets(25)).await.unwrap_err();
            assert!(matches!(error, BallotError::Interrupted(Interrupted(at)) if at == step), "{error}");
            cut.close().await.unwrap();
            let ballots = home.open(3).await;
            for _ in 0..2 {
                ballots.accept_paper(ROUND, PAPER, &sheets(25)).await.unwrap();
            }
            let counts = ballots.seal(ROUND).await.unwrap();
            assert_eq!((counts.ballots[0].1, counts.opinions), (29, 9), "{step:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn paper_is_taken_only_while_casting_stands_still() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        let judges = casting_round(&ballots, 2).await;
        let refused = ballots.accept_paper(ROUND, PAPER, &sheets(5)).await;
        assert!(matches!(refused, Err(BallotError::WrongPhase(Phase::Casting))), "{refused:?}");
        ballots.pause_casting(ROUND).await.unwrap();
        ballots.accept_paper(ROUND, PAPER, &sheets(5)).await.unwrap();
        let told = ballots.cast(judges[0].hand_in()).await.unwrap();
        assert_eq!(told, Outcome::Closed(Closed::Paused));
        ballots.seal(ROUND).await.unwrap();
        let refused = ballots.accept_paper(ROUND, Batch { id: BatchId(3), ..PAPER }, &sheets(5)).await;
        assert!(matches!(refused, Err(BallotError::WrongPhase(Phase::Sealed))), "{refused:?}");
        assert_eq!(ballots.sealed_counts(ROUND).await.unwrap().ballots[0].1, 5);
    })
    .await;
}

#[tokio::test]
async fn one_sheet_that_does_not_fit_keeps_the_whole_batch_out() {
    for_each_database(async |database| {
        let ballots = Home::of(database).open(1).await;
        paused_round(&ballots).await;
        let mut unfit = sheets(5);
        // R01: every item is graded here; what the telephone refuses is refused on paper.
        unfit[4].answers[2] = Answer::Blank;
        let refused = ballots.accept_paper(ROUND, PAPER, &unfit).await;
        let expected = Malformed::Answers(AnswersError::NotAllowed { place: 2 });
        assert!(matches!(refused, Err(BallotError::UnfitPaper(found)) if found == expected), "{refused:?}");
        let nowhere = Batch { sheet: SheetId(9), ..PAPER };
        let refused = ballots.accept_paper(ROUND, nowhere, &sheets(5)).await;
        assert!(matches!(refused, Err(BallotError::UnknownSheet(SheetId(9)))), "{refused:?}");
        // The number of a batch of slips, and that of paper on another sheet.
        let slips = Batch { id: BatchId(1), ..PAPER };
        let refused = ballots.accept_paper(ROUND, slips, &sheets(5)).await;
        assert!(matches!(refused, Err(BallotError::BatchExists(BatchId(1)))), "{refused:?}");
        ballots.accept_paper(ROUND, PAPER, &sheets(5)).await.unwrap();
        let elsewhere = Batch { sheet: common::OTHER_SHEET, ..PAPER };
        let refused = ballots.accept_paper(ROUND, elsewhere, &[]).await;
        assert!(matches!(refused, Err(BallotError::BatchExists(BatchId(2)))), "{refused:?}");
        assert_eq!(ballots.seal(ROUND).await.unwrap().ballots[0].1, 9);
    })
    .await;
}
