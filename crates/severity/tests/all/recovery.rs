//! What is true is found again: thirty ballots, ten objects, six items, a scale of four.

use severity::{Adjustment, Outcome, Settings, Spread, adjust, estimate};

use crate::simulation::{Chance, DESIGN, OBJECTS, Truth, centred, distance, inversions, on_a_circle};

const BALLOTS: usize = 30;
const ROUNDS: u64 = 40;
/// What the campaign's office was promised.
const PROMISED: f64 = 0.30;

pub fn objects(found: &Adjustment) -> Vec<f64> {
    found.objects.iter().map(|score| score.location.unwrap().logits).collect()
}

pub fn severities(found: &Adjustment) -> Vec<f64> {
    found.severities.iter().map(|severity| severity.unwrap().logits).collect()
}

fn raw(found: &Adjustment) -> Vec<f64> {
    found.objects.iter().map(|score| score.raw.average().unwrap()).collect()
}

/// Mean and largest distance over all rounds, of objects and of severities.
#[derive(Debug, Default)]
struct Distances {
    objects: (f64, f64),
    severities: (f64, f64),
}

fn note(kind: &mut (f64, f64), distance: f64) {
    *kind = (kind.0 + distance / ROUNDS as f64, kind.1.max(distance));
}

/// Rounds in which each ballot grades some neighbouring objects; what is found is stretched by a factor of the grades of
/// a ballot before it is compared.
fn rounds(each: usize, spread: Spread, stretch: impl Fn(f64) -> f64) -> Distances {
    let settings = Settings { spread, ..Settings::default() };
    let mut distances = Distances::default();
    for seed in 0..ROUNDS {
        let mut chance = Chance(seed);
        let truth = Truth::drawn(&mut chance, BALLOTS, 0.8);
        let ballots = truth.ballots(&mut chance, on_a_circle(each));
        let found = estimate(DESIGN, &ballots, &settings).unwrap();
        let factor = stretch((each * DESIGN.items) as f64);
        let stretched = |values: Vec<f64>| -> Vec<f64> { values.iter().map(|value| factor * value).collect() };
        note(&mut distances.objects, distance(&stretched(objects(&found)), &truth.objects));
        note(&mut distances.severities, distance(&stretched(severities(&found)), &truth.severities));
    }
    println!("{each} of {OBJECTS} objects, {spread:?}: {distances:?}");
    distances
}

#[test]
fn severities_and_objects_are_found_in_every_round_where_each_ballot_grades_all() {
    let found = rounds(10, Spread::Reduced, |_| 1.0);
    assert!(found.severities.1 <= PROMISED, "{found:?}");
    assert!(found.objects.1 <= PROMISED, "{found:?}");
}

#[test]
fn objects_are_found_in_every_round_and_severities_on_average_where_each_ballot_grades_half() {
    let found = rounds(5, Spread::Reduced, |_| 1.0);
    assert!(found.objects.1 <= PROMISED, "{found:?}");
    assert!(found.severities.0 <= PROMISED, "{found:?}");
}

/// Eighteen grades a ballot are too few to know its severity within 0.30, and enough to know the objects on average.
#[test]
fn with_a_third_of_the_objects_on_each_ballot_severities_are_not_found() {
    let found = rounds(3, Spread::Reduced, |_| 1.0);
    assert!(found.objects.0 <= PROMISED, "{found:?}");
    assert!(found.severities.0 > PROMISED, "{found:?}");
}

#[test]
fn a_reduced_spread_is_nearer_to_the_truth_than_the_estimated_and_than_that_of_two_facets() {
    for each in [3, 5, 10] {
        let reduced = rounds(each, Spread::Reduced, |_| 1.0);
        let of_two_facets = rounds(each, Spread::Estimated, |grades| (grades - 1.0) / grades);
        let without = rounds(each, Spread::Estimated, |_| 1.0);
        assert!(reduced.severities.0 < of_two_facets.severities.0, "{each}: {reduced:?}, {of_two_facets:?}");
        assert!(of_two_facets.severities.0 < without.severities.0, "{each}: {of_two_facets:?}, {without:?}");
        assert!(reduced.objects.0 < without.objects.0, "{each}: {reduced:?}, {without:?}");
    }
}

/// Strict judges saw the better half, lenient ones the other; four objects were seen by both. Raw averages turn the
/// order round, adjusted scores do not.
#[test]
fn raw_averages_order_objects_wrongly_where_strict_ballots_met_the_better_ones() {
    for seed in 0..ROUNDS {
        let mut chance = Chance(1000 + seed);
        let mut truth = Truth::drawn(&mut chance, BALLOTS, 0.3);
        truth.objects = centred(&(0..OBJECTS).map(|object| object as f64 / 4.0).collect::<Vec<_>>());
        for (number, severity) in truth.severities.iter_mut().enumerate() {
            *severity += if number % 2 == 0 { 1.5 } else { -1.5 };
        }
        let ballots =
            truth.ballots(&mut chance, |ballot, object| (ballot % 2 == 0) == (object >= 5) || (3..7).contains(&object));
        let Outcome::Adjusted(found) = adjust(DESIGN, &ballots, &Settings::default()).unwrap() else { panic!() };
        let adjusted = objects(&found);
        let of_raw = inversions(&raw(&found), &truth.objects);
        let of_adjusted = inversions(&adjusted, &truth.objects);
        let fair: Vec<f64> = found.objects.iter().map(|score| score.fair_average.unwrap()).collect();
        assert_eq!(inversions(&fair, &adjusted), 0);
        assert!(distance(&adjusted, &truth.objects) <= PROMISED, "{seed}: {adjusted:?}");
        assert!(of_adjusted <= 4 && of_raw >= 10, "{seed}: {of_adjusted} and {of_raw} of 45 pairs turned round");
    }
}

/// Standard errors mean what they say: four of five truths lie within 1.28 of them.
#[test]
fn standard_errors_cover_the_truth_as_often_as_they_say() {
    let (mut inside, mut all) = (0, 0);
    for seed in 0..ROUNDS {
        let mut chance = Chance(2000 + seed);
        let truth = Truth::drawn(&mut chance, BALLOTS, 0.8);
        let ballots = truth.ballots(&mut chance, on_a_circle(4));
        let found = estimate(DESIGN, &ballots, &Settings::default()).unwrap();
        for (score, wanted) in found.objects.iter().zip(&truth.objects) {
            let location = score.location.unwrap();
            inside += usize::from((location.logits - wanted).abs() <= 1.28 * location.standard_error);
            all += 1;
        }
    }
    println!("{inside} of {all}");
    assert!((0.75..=0.85).contains(&(inside as f64 / all as f64)), "{inside} of {all}");
}
