//! When there is an adjusted score, and what is said where there is none.

use severity::{Ballot, Design, End, Grade, MOST_OBJECTS, Outcome, Refusal, Settings, Spread, adjust, estimate};

/// A ballot of one item: category by object, `None` not graded.
fn ballot(categories: &[Option<u8>]) -> Ballot {
    let graded = categories.iter().enumerate().filter_map(|(object, category)| Some((object, (*category)?)));
    Ballot { grades: graded.map(|(object, category)| Grade { object, item: 0, category }).collect(), times: 1 }
}

fn design(objects: usize, highest: u8) -> Design {
    Design { objects, items: 1, highest }
}

/// Four objects, each ballot grades three: all are joined.
fn joined() -> Vec<Ballot> {
    let rows = [[0, 1, 2, 1], [1, 2, 2, 0], [2, 1, 0, 1], [1, 0, 1, 2], [0, 2, 1, 2], [2, 0, 2, 1]];
    let mut ballots = Vec::new();
    for (number, row) in rows.iter().chain(&rows).enumerate() {
        let left_out = number % 4;
        let category = |(object, category): (usize, &u8)| (object != left_out).then_some(*category);
        ballots.push(ballot(&row.iter().enumerate().map(category).collect::<Vec<_>>()));
    }
    ballots
}

fn refused(design: Design, ballots: &[Ballot]) -> Refusal {
    estimate(design, ballots, &Settings::default()).unwrap_err()
}

#[test]
fn under_ten_ballots_it_is_hidden_and_blank_ballots_do_not_count() {
    let mut ballots = joined();
    ballots.truncate(9);
    ballots.push(ballot(&[None; 4]));
    let settings = Settings::default();
    assert_eq!(adjust(design(4, 2), &ballots, &settings), Ok(Outcome::Hidden { ballots: 9 }));
    // Two alike given once are two.
    ballots[0].times = 2;
    let Outcome::Adjusted(found) = adjust(design(4, 2), &ballots, &settings).unwrap() else { panic!() };
    assert_eq!((found.counts.ballots, found.counts.blank), (10, 1));
    assert_eq!(found.severities[9], None);
    let stricter = Settings { fewest_ballots: 11, ..settings };
    assert_eq!(adjust(design(4, 2), &ballots, &stricter), Ok(Outcome::Hidden { ballots: 10 }));
}

#[test]
fn where_every_ballot_grades_everything_it_is_not_needed() {
    let mut ballots = vec![ballot(&[Some(0), Some(1), Some(2)]), ballot(&[Some(2), Some(0), Some(0)])];
    ballots[0].times = 10;
    let settings = Settings::default();
    assert_eq!(adjust(design(3, 2), &ballots, &settings), Ok(Outcome::NotNeeded { ballots: 11 }));
    // One cell left out, and it is.
    ballots[1].grades.pop();
    ballots.extend([ballot(&[Some(1), Some(2), Some(0)]), ballot(&[Some(0), Some(2), Some(1)])]);
    assert!(matches!(adjust(design(3, 2), &ballots, &settings), Ok(Outcome::Adjusted(_))));
}

#[test]
fn objects_that_no_ballot_compares_are_named_by_parts() {
    let two = [ballot(&[Some(0), None, Some(1), None, None]), ballot(&[Some(1), None, Some(0), None, None])];
    let others = [ballot(&[None, Some(0), None, None, Some(1)]), ballot(&[None, Some(1), None, None, Some(0)])];
    let mut ballots = [two, others].concat();
    let parts = vec![vec![0, 2], vec![1, 4]];
    // Nobody grades object 3: it is no part.
    assert_eq!(refused(design(5, 2), &ballots), Refusal::Separate { parts: parts.clone() });
    // Whoever grades all alike compares nothing.
    ballots.push(ballot(&[Some(2), Some(2), None, None, None]));
    assert_eq!(refused(design(5, 2), &ballots), Refusal::Separate { parts });
    // Those that compare join them.
    for (left, right) in [(1, 2), (2, 1), (0, 2), (2, 0)] {
        ballots.push(ballot(&[Some(left), Some(right), None, None, None]));
    }
    let found = estimate(design(5, 2), &ballots, &Settings::default()).unwrap();
    assert_eq!((found.objects[3].location, found.objects[3].raw.average()), (None, None));
    assert!(found.objects[4].location.is_some());
}

/// A link of few ballots would tell what these few say: the round's *k* is asked of it.
#[test]
fn objects_that_fewer_ballots_compare_than_are_wanted_are_not_joined() {
    let pairs = [(0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0), (1, 1)];
    let both = |(one, two)| [ballot(&[Some(one), Some(two), None]), ballot(&[None, Some(one), Some(two)])];
    let mut ballots: Vec<Ballot> = pairs.into_iter().flat_map(both).collect();
    // The first two are compared by eight, the last two by seven, and by one who says nothing of either.
    ballots.push(ballot(&[Some(0), Some(1), None]));
    ballots.push(ballot(&[None, Some(2), Some(2)]));
    let of = |fewest_links: u64, ballots: &[Ballot]| {
        estimate(design(3, 2), ballots, &Settings { fewest_links, ..Settings::default() })
    };
    assert!(of(0, &ballots).is_ok() && of(7, &ballots).is_ok());
    assert_eq!(of(8, &ballots), Err(Refusal::Separate { parts: vec![vec![0, 1], vec![2]] }));
    assert_eq!(of(9, &ballots), Err(Refusal::Separate { parts: vec![vec![0], vec![1], vec![2]] }));
    // Ten alike given once are ten.
    ballots.iter_mut().for_each(|ballot| ballot.times = 10);
    assert!(of(70, &ballots).is_ok() && of(71, &ballots).is_err());
}

/// What joins two parts must say something of both: an object with nothing but best grades does not.
#[test]
fn an_object_with_nothing_but_best_grades_joins_nothing_and_is_located_where_it_is_reached() {
    let mut ballots = joined();
    for ballot in &mut ballots {
        for grade in ballot.grades.iter_mut().filter(|grade| grade.object == 3) {
            grade.category = 2;
        }
    }
    let found = estimate(design(4, 2), &ballots, &Settings::default()).unwrap();
    let best = found.objects[3].location.unwrap();
    assert_eq!((best.extreme, best.fit), (Some(End::Highest), None));
    assert!(found.objects.iter().take(3).all(|score| score.location.unwrap().logits < best.logits));
    let sum: f64 = found.objects.iter().take(3).map(|score| score.location.unwrap().logits).sum();
    assert!(sum.abs() < 1e-9);

    // Where only all-alike ballots grade it, nothing joins it to the others.
    let mut ballots = joined();
    for ballot in &mut ballots {
        ballot.grades.retain(|grade| grade.object != 3);
    }
    ballots.push(ballot(&[None, None, Some(2), Some(2)]));
    assert_eq!(refused(design(4, 2), &ballots), Refusal::Separate { parts: vec![vec![0, 1, 2], vec![3]] });

    // The same object as the only link of two parts.
    let left = [[Some(0), Some(1), Some(2), None, None], [Some(1), Some(0), Some(2), None, None]];
    let right = [[None, None, Some(2), Some(0), Some(1)], [None, None, Some(2), Some(1), Some(0)]];
    let ballots: Vec<Ballot> = left.iter().chain(&right).map(|row| ballot(row)).collect();
    let parts = vec![vec![0, 1], vec![2], vec![3, 4]];
    assert_eq!(refused(design(5, 2), &ballots), Refusal::Separate { parts });
}

#[test]
fn items_that_each_object_has_of_its_own_are_refused() {
    let grades = |categories: [u8; 4]| -> Vec<Grade> {
        let grade = |(object, category): (usize, u8)| Grade { object, item: object / 2, category };
        categories.into_iter().enumerate().map(grade).collect()
    };
    let rows = [[0, 1, 2, 0], [1, 0, 0, 2], [2, 1, 1, 0], [0, 2, 1, 1]];
    let mut ballots: Vec<Ballot> = rows.into_iter().map(|row| Ballot { grades: grades(row), times: 1 }).collect();
    let crossed = Design { objects: 4, items: 2, highest: 2 };
    assert_eq!(refused(crossed, &ballots), Refusal::Entangled);
    // One object on both items tells them apart.
    for (ballot, category) in ballots.iter_mut().zip([1, 0, 2, 1]) {
        ballot.grades.push(Grade { object: 0, item: 1, category });
    }
    assert!(estimate(crossed, &ballots, &Settings::default()).is_ok());
}

#[test]
fn where_every_ballot_is_all_alike_there_is_nothing_to_compare() {
    let ballots = [ballot(&[Some(2), Some(2), None]), ballot(&[None, Some(0), Some(0)])];
    assert_eq!(refused(design(3, 2), &ballots), Refusal::NothingToCompare);
    assert_eq!(refused(design(3, 2), &[]), Refusal::NothingToCompare);
    // All in the middle: the only category in use is both ends.
    assert_eq!(refused(design(2, 2), &[ballot(&[Some(1), Some(1)])]), Refusal::NothingToCompare);
}

/// Everybody who compares A or B with C or D prefers A or B: how much better they are has no finite answer.
#[test]
fn grades_without_finite_locations_are_refused() {
    let rows = [[1, 0, 9, 9], [0, 1, 9, 9], [9, 9, 1, 0], [9, 9, 0, 1], [1, 9, 0, 9], [9, 1, 9, 0]];
    let ballots: Vec<Ballot> =
        rows.iter().map(|row| ballot(&row.map(|category| (category < 9).then_some(category)))).collect();
    assert!(matches!(refused(design(4, 1), &ballots), Refusal::NotConverged { .. }));
    let few = Settings { most_iterations: 1, ..Settings::default() };
    assert_eq!(estimate(design(4, 2), &joined(), &few), Err(Refusal::NotConverged { iterations: 1 }));
}

/// All-alike ballots are counted, change no object, and are located so that they expect what they gave less 0.3 points.
#[test]
fn all_alike_ballots_are_counted_and_located_by_the_declared_points() {
    let settings = Settings { spread: Spread::Estimated, ..Settings::default() };
    let mut ballots = joined();
    let without = estimate(design(4, 2), &ballots, &settings).unwrap();
    ballots.extend([ballot(&[Some(2), Some(2), Some(2), None]), ballot(&[None, Some(0), Some(0), Some(0)])]);
    ballots[13].times = 3;
    for points in [0.3, 0.5] {
        let settings = Settings { extreme_points: points, ..settings };
        let found = estimate(design(4, 2), &ballots, &settings).unwrap();
        let counts = found.counts;
        assert_eq!((counts.all_lowest, counts.all_highest, counts.ballots), (3, 1, 16));
        assert_eq!(counts.extreme_points.to_bits(), points.to_bits());
        for (one, other) in found.objects.iter().zip(&without.objects) {
            assert_eq!(one.location, other.location);
            assert_ne!(one.raw, other.raw);
        }
        for (position, end, objects, wanted) in
            [(12, End::Highest, [0, 1, 2], 6.0 - points), (13, End::Lowest, [1, 2, 3], points)]
        {
            let severity = found.severities[position].unwrap();
            assert_eq!(severity.extreme, Some(end));
            let logit = |object: usize| found.objects[object].location.unwrap().logits - severity.logits;
            let expected: f64 = objects.iter().map(|object| expected(logit(*object), &found.thresholds)).sum();
            assert!((expected - wanted).abs() < 1e-6, "{expected}");
        }
    }
    for points in [0.0, 0.6, f64::NAN, f64::INFINITY] {
        let settings = Settings { extreme_points: points, ..settings };
        assert_eq!(adjust(design(4, 2), &ballots, &settings), Err(Refusal::ExtremePoints));
    }
}

/// The expected category at a logit, of a scale of three.
fn expected(logit: f64, thresholds: &[Option<f64>]) -> f64 {
    let one = f64::exp(logit - thresholds[0].unwrap());
    let two = one * f64::exp(logit - thresholds[1].unwrap());
    (one + 2.0 * two) / (1.0 + one + two)
}

#[test]
fn the_fair_average_is_what_a_ballot_of_average_severity_is_expected_to_give() {
    let mut ballots = joined();
    ballots[2].times = 3;
    // All-alike, and therefore not part of the average.
    ballots.push(ballot(&[Some(2), Some(2), Some(2), None]));
    let found = estimate(design(4, 2), &ballots, &Settings::default()).unwrap();
    let severity = |position: usize| found.severities[position].unwrap().logits;
    let average = ((0..12).map(severity).sum::<f64>() + 2.0 * severity(2)) / 14.0;
    assert!(average.abs() > 0.05, "{average}");
    for score in &found.objects {
        let wanted = expected(score.location.unwrap().logits - average, &found.thresholds);
        assert!((score.fair_average.unwrap() - wanted).abs() < 1e-9);
    }
}

/// A category nobody uses has no threshold; the others are as if the scale did not have it at its end.
#[test]
fn unused_categories_have_no_thresholds() {
    let three = estimate(design(4, 2), &joined(), &Settings::default()).unwrap();
    let mut ballots = joined();
    for grade in ballots.iter_mut().flat_map(|ballot| &mut ballot.grades) {
        grade.category += 1;
    }
    let five = estimate(design(4, 4), &ballots, &Settings::default()).unwrap();
    assert_eq!(five.thresholds[0], None);
    assert_eq!(five.thresholds[3], None);
    for (one, other) in three.objects.iter().zip(&five.objects) {
        assert!((one.location.unwrap().logits - other.location.unwrap().logits).abs() < 1e-6);
        assert!((one.fair_average.unwrap() + 1.0 - other.fair_average.unwrap()).abs() < 1e-6);
    }
    for grade in ballots.iter_mut().flat_map(|ballot| &mut ballot.grades).filter(|grade| grade.category == 3) {
        grade.category = 4;
    }
    let gap = estimate(design(4, 4), &ballots, &Settings::default()).unwrap();
    let known: Vec<bool> = gap.thresholds.iter().map(Option::is_some).collect();
    assert_eq!(known, [false, true, false, false]);
}

#[test]
fn what_does_not_fit_the_design_or_the_limits_is_refused() {
    let twice = Ballot { grades: vec![Grade { object: 1, item: 0, category: 0 }; 2], times: 1 };
    assert_eq!(refused(design(2, 2), &[twice]), Refusal::GradedTwice { ballot: 0, object: 1, item: 0 });
    for grade in [(2, 0, 0), (0, 1, 0), (0, 0, 3), (usize::MAX, usize::MAX, u8::MAX)] {
        let (object, item, category) = grade;
        let ballots = [ballot(&[None]), Ballot { grades: vec![Grade { object, item, category }], times: 1 }];
        assert_eq!(refused(design(2, 2), &ballots), Refusal::OutsideDesign { ballot: 1 });
    }
    for (objects, items, highest) in [(0, 1, 2), (2, 0, 2), (2, 1, 0)] {
        assert_eq!(refused(Design { objects, items, highest }, &joined()), Refusal::EmptyDesign);
    }
    for (objects, items, highest) in [(MOST_OBJECTS + 1, 1, 2), (2, 101, 2), (2, 1, 15), (usize::MAX, usize::MAX, 255)]
    {
        assert_eq!(refused(Design { objects, items, highest }, &joined()), Refusal::TooLarge);
    }
    let mut many = joined();
    many[0].times = u32::MAX;
    assert_eq!(refused(design(4, 2), &many), Refusal::TooLarge);
}
