//! What holds of all ballots.

use proptest::prelude::*;
use severity::{Adjustment, Ballot, Design, Grade, Settings, adjust, estimate};

use crate::recovery::{objects, severities};
use crate::simulation::{Chance, DESIGN, HIGHEST, ITEMS, OBJECTS, Truth, distance, on_a_circle};

fn round(seed: u64, ballots: usize, each: usize) -> Vec<Ballot> {
    let mut chance = Chance(seed);
    let truth = Truth::drawn(&mut chance, ballots, 0.8);
    truth.ballots(&mut chance, on_a_circle(each))
}

fn found(ballots: &[Ballot]) -> Adjustment {
    estimate(DESIGN, ballots, &Settings::default()).unwrap()
}

/// Any grades of a small design, whether they make sense or not.
fn anything() -> impl Strategy<Value = (Design, Vec<Ballot>)> {
    (1_usize..=4, 1_usize..=3, 1_u8..=3).prop_flat_map(|(objects, items, highest)| {
        let cell = proptest::option::weighted(0.7, 0..=highest);
        let row = proptest::collection::vec(cell, objects * items);
        let ballot = (row, 0_u32..3).prop_map(move |(row, times)| {
            let graded = row.into_iter().enumerate().filter_map(|(cell, category)| Some((cell, category?)));
            let grade = |(cell, category): (usize, u8)| Grade { object: cell / items, item: cell % items, category };
            Ballot { grades: graded.map(grade).collect(), times }
        });
        (Just(Design { objects, items, highest }), proptest::collection::vec(ballot, 0..25))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_ballots_and_of_grades_changes_no_bit(
        seed in any::<u64>(),
        order in Just((0_usize..30).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let ballots = round(seed, 30, 5);
        let straight = found(&ballots);
        let mut turned: Vec<Ballot> = order.iter().map(|position| ballots[*position].clone()).collect();
        for ballot in &mut turned {
            ballot.grades.reverse();
        }
        let other = found(&turned);
        prop_assert_eq!(&straight.objects, &other.objects);
        prop_assert_eq!(&straight.items, &other.items);
        prop_assert_eq!(&straight.thresholds, &other.thresholds);
        prop_assert_eq!(straight.convergence, other.convergence);
        for (position, severity) in order.iter().zip(&other.severities) {
            prop_assert_eq!(&straight.severities[*position], severity);
        }
    }

    #[test]
    fn ballots_given_twice_weigh_like_ballots_counted_twice(seed in any::<u64>(), twice in 0_usize..30) {
        let mut counted = round(seed, 30, 5);
        let mut given = counted.clone();
        given.push(counted[twice].clone());
        counted[twice].times = 2;
        let (counted, mut given) = (found(&counted), found(&given));
        let last = given.severities.pop().unwrap();
        prop_assert_eq!(last, counted.severities[twice]);
        prop_assert_eq!(given, counted);
    }

    #[test]
    fn other_numbers_for_objects_and_items_change_nothing_else(seed in any::<u64>(), turn in 1_usize..OBJECTS) {
        let ballots = round(seed, 30, 5);
        let mut turned = ballots.clone();
        for grade in turned.iter_mut().flat_map(|ballot| &mut ballot.grades) {
            grade.object = (grade.object + turn) % OBJECTS;
            grade.item = ITEMS - 1 - grade.item;
        }
        let (straight, other) = (found(&ballots), found(&turned));
        for (object, score) in straight.objects.iter().enumerate() {
            let same = other.objects[(object + turn) % OBJECTS];
            prop_assert_eq!(score.raw, same.raw);
            let (one, two) = (score.location.unwrap(), same.location.unwrap());
            prop_assert!((one.logits - two.logits).abs() < 1e-6);
            prop_assert!((one.standard_error - two.standard_error).abs() < 1e-6);
        }
        for (item, location) in straight.items.iter().enumerate() {
            prop_assert!((location.unwrap().logits - other.items[ITEMS - 1 - item].unwrap().logits).abs() < 1e-6);
        }
    }

    #[test]
    fn a_complete_design_orders_objects_as_raw_averages_do(seed in any::<u64>()) {
        let adjustment = found(&round(seed, 12, OBJECTS));
        for one in &adjustment.objects {
            for other in &adjustment.objects {
                let (location, beside) = (one.location.unwrap().logits, other.location.unwrap().logits);
                match one.raw.points.cmp(&other.raw.points) {
                    std::cmp::Ordering::Less => prop_assert!(location < beside),
                    std::cmp::Ordering::Equal => prop_assert!((location - beside).abs() < 1e-6),
                    std::cmp::Ordering::Greater => prop_assert!(location > beside),
                }
            }
        }
    }

    #[test]
    fn grades_from_the_worst_end_mirror_those_from_the_best(seed in any::<u64>()) {
        let ballots = round(seed, 30, 5);
        let mut turned = ballots.clone();
        for grade in turned.iter_mut().flat_map(|ballot| &mut ballot.grades) {
            grade.category = HIGHEST - grade.category;
        }
        let (straight, other) = (found(&ballots), found(&turned));
        for (one, two) in objects(&straight).iter().zip(objects(&other)) {
            prop_assert!((one + two).abs() < 1e-6);
        }
        for (one, two) in severities(&straight).iter().zip(severities(&other)) {
            prop_assert!((one + two).abs() < 1e-6);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Whatever is given: no panic, and what is found is finite and centred.
    #[test]
    fn anything_is_answered((design, ballots) in anything()) {
        let settings = Settings { fewest_ballots: 1, ..Settings::default() };
        let outcome = adjust(design, &ballots, &settings);
        let told = format!("{outcome:?}");
        prop_assert!(!told.contains("NaN") && !told.contains(": inf") && !told.contains("-inf"), "{}", told);
        if let Ok(found) = estimate(design, &ballots, &settings) {
            let locations = found.objects.iter().filter_map(|score| score.location);
            let all = locations.clone().chain(found.items.iter().copied().flatten());
            for location in all {
                prop_assert!(location.logits.is_finite() && location.model_error.is_finite(), "{:?}", found);
                prop_assert!(location.standard_error.is_finite(), "{:?}", found);
            }
            let centre: f64 = locations.filter(|location| location.fit.is_some()).map(|location| location.logits).sum();
            prop_assert!(centre.abs() < 1e-6, "{:?}", found);
            prop_assert!(found.convergence.residual <= severity::estimation::MOST_RESIDUAL);
            let graded = found.objects.iter().filter(|score| score.raw.grades > 0);
            prop_assert!(graded.clone().all(|score| score.location.is_some() && score.fair_average.is_some()));
            let fair = graded.filter_map(|score| score.fair_average);
            prop_assert!(fair.into_iter().all(|fair| (0.0..=f64::from(design.highest)).contains(&fair)));
        }
    }
}

/// The same judges, all of them stricter by as much: raw averages fall, locations stay where they were.
#[test]
fn a_constant_severity_moves_raw_averages_and_no_location() {
    for seed in 0..20 {
        let (mut milder, mut stricter) = (Chance(seed), Chance(seed));
        let truth = Truth::drawn(&mut milder, 120, 0.5);
        let mut moved = Truth::drawn(&mut stricter, 120, 0.5);
        for severity in &mut moved.severities {
            *severity += 1.0;
        }
        let one = found(&truth.ballots(&mut milder, on_a_circle(5)));
        let other = found(&moved.ballots(&mut stricter, on_a_circle(5)));
        for (one, other) in one.objects.iter().zip(&other.objects) {
            assert!(one.raw.average().unwrap() > other.raw.average().unwrap() + 0.3);
        }
        assert!(distance(&objects(&one), &objects(&other)) < 0.15, "{seed}");
        let change: f64 =
            severities(&other).iter().zip(severities(&one)).map(|(two, one)| two - one).sum::<f64>() / 120.0;
        assert!((change - 1.0).abs() < 0.15, "{seed}: {change}");
    }
}

/// Ten thousand ballots, a few alike: found within 0.03 logits, because the spread is right there too.
#[test]
fn ten_thousand_ballots_are_located() {
    let mut chance = Chance(7);
    let truth = Truth::drawn(&mut chance, 10_000, 0.8);
    let adjustment = found(&truth.ballots(&mut chance, on_a_circle(3)));
    assert!(distance(&objects(&adjustment), &truth.objects) < 0.03);
    assert!(adjustment.convergence.iterations < 20, "{:?}", adjustment.convergence);
}
