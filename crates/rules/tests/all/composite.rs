use proptest::prelude::*;
use rules::Fraction;
use rules::composite::{Points, PointsError, Source, Weights, WeightsError, composite};

fn share(numerator: u64, denominator: u64) -> Option<Fraction> {
    Fraction::new(numerator, denominator)
}

#[test]
fn r40_weights_are_a_whole_or_are_refused() {
    assert!(Weights::declare([200, 300, 250, 250]).is_ok());
    assert_eq!(Weights::declare([200, 300, 250, 251]), Err(WeightsError { sum: 1_001 }));
    assert_eq!(Weights::declare([0; 4]), Err(WeightsError { sum: 0 }));
    assert_eq!(Weights::declare([u32::MAX; 4]), Err(WeightsError { sum: 4 * u64::from(u32::MAX) }));
}

#[test]
fn a_worse_grade_is_never_worth_more_and_none_more_than_a_hundred() {
    assert_eq!(Points::declare(vec![101, 0]), Err(PointsError::AboveHundred { grade: 0 }));
    assert_eq!(Points::declare(vec![100, 60, 61]), Err(PointsError::Rising { grade: 2 }));
    assert!(Points::declare(vec![100, 100, 0]).is_ok());
}

#[test]
fn points_are_those_earned_of_all_that_could_be() {
    let points = Points::declare(vec![100, 60, 0]).unwrap();
    // T12: 332 satisfied, and of the other twelve nine acceptable.
    assert_eq!(points.worth(&[332, 9, 3]), share(33_740, 34_400));
    assert_eq!(points.worth(&[1, 0, 0]), share(100, 100));
    assert_eq!(points.worth(&[0, 0, 0]), None);
    assert_eq!(points.worth(&[1, 0]), None, "counts of another scale");
}

#[test]
fn r40_four_appraisals_weighed() {
    let weights = Weights::declare([200, 300, 250, 250]).unwrap();
    // 60 of 100, all, 3 of 4, 1 of 2: 0.12 + 0.3 + 0.1875 + 0.125 = 0.7325.
    let found = composite(weights, [share(60, 100), share(1, 1), share(3, 4), share(1, 2)]);
    // Over the least denominator that all of them and the weights have.
    assert_eq!(found.outcome.as_ref().unwrap(), &share(73_250, 100_000).unwrap());
    let keys: Vec<&str> = found.steps.iter().map(rules::Step::key).collect();
    assert_eq!(keys, ["worth-weighed", "worth-weighed", "worth-weighed", "worth-weighed", "composite-computed"]);
    assert!(found.steps[0].arguments().contains(&("weight", "20.0".to_owned())));
    assert!(found.steps[4].arguments().contains(&("percent", "73.3".to_owned())));
    assert!(found.steps.iter().all(|step| step.rule() == rules::Rule::R40));
}

#[test]
fn what_is_missing_is_named_and_never_replaced() {
    let weights = Weights::declare([500, 0, 250, 250]).unwrap();
    let found = composite(weights, [None, None, share(1, 2), None]);
    assert_eq!(found.outcome, Err(vec![Source::LeaderReview, Source::Masses]));
    assert!(found.steps.is_empty());
    // What weighs nothing may be missing, and takes no step.
    let found = composite(weights, [share(1, 1), None, share(1, 1), share(1, 1)]);
    assert_eq!(found.outcome.unwrap().compare(share(1, 1).unwrap()), std::cmp::Ordering::Equal);
    assert_eq!(found.steps.len(), 4);
    let codes: Vec<&str> = Source::ALL.map(Source::code).to_vec();
    assert_eq!(codes, ["leader_review", "organisation_assessment", "members", "masses"]);
}

prop_compose! {
    fn weights()(cuts in proptest::collection::vec(0_u32..=1_000, 3)) -> [u32; 4] {
        let mut cuts = cuts;
        cuts.sort_unstable();
        [cuts[0], cuts[1] - cuts[0], cuts[2] - cuts[1], 1_000 - cuts[2]]
    }
}

proptest! {
    #[test]
    fn a_composite_lies_between_its_sources(
        permille in weights(),
        counts in proptest::collection::vec((0_u64..=1_000, 1_u64..=1_000), 4),
    ) {
        let worths: Vec<Fraction> = counts.iter().map(|(a, b)| Fraction::new(*a.min(b), *b).unwrap()).collect();
        let each = [0, 1, 2, 3].map(|place| Some(worths[place]));
        let figure = composite(Weights::declare(permille).unwrap(), each).outcome.unwrap();
        let weighed: Vec<Fraction> =
            worths.iter().zip(permille).filter(|(_, weight)| *weight > 0).map(|(worth, _)| *worth).collect();
        prop_assert!(weighed.iter().any(|worth| figure.at_least(*worth)));
        prop_assert!(weighed.iter().any(|worth| worth.at_least(figure)));
    }
}
