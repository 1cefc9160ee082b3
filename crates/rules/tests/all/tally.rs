use proptest::prelude::*;
use rules::tally::{Answer, GradeCounts, Recovery, RecoveryError, Shape, Tally, TallyError};

fn tally_of(ballots: &[Vec<Answer>]) -> Tally {
    let mut tally = Tally::new(Shape::new(2, vec![3, 4]));
    for ballot in ballots {
        tally.add(ballot).unwrap();
    }
    tally
}

#[test]
fn a_sheet_of_twenty_objects_and_thirteen_items_holds_260_answers() {
    let shape = Shape::new(20, vec![4; 13]);
    assert_eq!((shape.objects(), shape.items(), shape.answers()), (20, 13, 260));
}

#[test]
fn a_ballot_without_any_grade_is_blank_and_counts_nowhere_else() {
    let tally = tally_of(&[vec![None; 4], vec![Some(0), None, Some(2), Some(3)]]);
    assert_eq!((tally.valid(), tally.blank()), (1, 1));
    assert_eq!(tally.counts(0, 0), Some(GradeCounts { by_grade: vec![1, 0, 0], ungraded: 0 }));
    assert_eq!(tally.counts(0, 1), Some(GradeCounts { by_grade: vec![0, 0, 0, 0], ungraded: 1 }));
    assert_eq!(tally.counts(1, 0), Some(GradeCounts { by_grade: vec![0, 0, 1], ungraded: 0 }));
    assert_eq!(tally.counts(1, 1), Some(GradeCounts { by_grade: vec![0, 0, 0, 1], ungraded: 0 }));
    assert_eq!((tally.counts(2, 0), tally.counts(0, 2)), (None, None));
}

#[test]
fn a_ballot_that_does_not_fit_changes_nothing() {
    let mut tally = tally_of(&[]);
    let before = tally.clone();
    assert_eq!(tally.add(&[Some(0); 3]), Err(TallyError::Length { expected: 4, found: 3 }));
    assert_eq!(tally.add(&[Some(0), Some(3), Some(3), Some(0)]), Err(TallyError::Grade { position: 2, grade: 3 }));
    assert_eq!(tally, before);
    assert_eq!(tally.merge(&Tally::new(Shape::new(2, vec![3, 3]))), Err(TallyError::Shape));
}

#[test]
fn forms_reconcile_or_the_breach_is_named() {
    let forms = |issued, recovered, valid| Recovery { issued, recovered, valid, invalid: 1, blank: 2 }.check();
    assert!(forms(30, 28, 25).is_ok());
    // Every form came back.
    assert!(forms(28, 28, 25).is_ok());
    assert_eq!(forms(27, 28, 25), Err(RecoveryError::MoreThanIssued { recovered: 28, issued: 27 }));
    assert_eq!(forms(30, 28, 24), Err(RecoveryError::DoesNotAddUp { sum: 27, recovered: 28 }));
}

fn any_ballot() -> impl Strategy<Value = Vec<Answer>> {
    let answer = |grades: u8| proptest::option::of(0..grades);
    (answer(3), answer(4), answer(3), answer(4)).prop_map(|(a, b, c, d)| vec![a, b, c, d])
}

proptest! {
    #[test]
    fn any_order_and_any_split_give_the_same_tally(ballots in proptest::collection::vec(any_ballot(), 0..40), at in any::<prop::sample::Index>(), turn in any::<prop::sample::Index>()) {
        let whole = tally_of(&ballots);
        let mut reordered = ballots.clone();
        reordered.reverse();
        let middle = turn.index(ballots.len() + 1);
        reordered.rotate_left(middle);
        prop_assert_eq!(&tally_of(&reordered), &whole);
        let (left, right) = ballots.split_at(at.index(ballots.len() + 1));
        let mut merged = tally_of(right);
        merged.merge(&tally_of(left)).unwrap();
        prop_assert_eq!(&merged, &whole);
    }

    #[test]
    fn every_valid_ballot_is_in_every_item_once(ballots in proptest::collection::vec(any_ballot(), 0..40)) {
        let tally = tally_of(&ballots);
        prop_assert_eq!(usize::try_from(tally.valid() + tally.blank()).unwrap(), ballots.len());
        for (object, item) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            let counts = tally.counts(object, item).unwrap();
            prop_assert_eq!(counts.graded() + counts.ungraded, tally.valid());
        }
    }

    #[test]
    fn one_more_best_grade_raises_exactly_one_count(ballots in proptest::collection::vec(any_ballot(), 0..20)) {
        let mut tally = tally_of(&ballots);
        let before = tally.clone();
        tally.add(&[Some(0), None, None, None]).unwrap();
        prop_assert_eq!(tally.counts(0, 0).unwrap().by_grade[0], before.counts(0, 0).unwrap().by_grade[0] + 1);
        prop_assert_eq!(tally.counts(1, 0).unwrap().by_grade, before.counts(1, 0).unwrap().by_grade);
    }
}
