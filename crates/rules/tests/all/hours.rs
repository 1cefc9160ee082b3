use proptest::prelude::*;
use rules::hours::{Blemish, Tenths, Workers, judge};
use rules::{Rule, Step};

/// Ordinary workers with a mean of 160 hours.
const WORKERS: Workers = Workers { number: 256, hours: Tenths(409_600) };

fn is_met(tenths: u64) -> bool {
    judge(Tenths(tenths), WORKERS, &[]).unwrap().is_met
}

#[test]
fn x21_of_a_mean_of_160_hours_176_are_enough_and_175_9_are_not() {
    assert_eq!(WORKERS.mean(), Some(Tenths(1_600)));
    assert!(is_met(1_760));
    assert!(!is_met(1_759));
    assert!(is_met(1_761));
}

#[test]
fn r22_the_steps_say_whose_mean_it_is_and_cut_the_percentage_off() {
    let found = judge(Tenths(1_759), WORKERS, &[]).unwrap();
    assert_eq!(
        found.steps[0].arguments(),
        [("workers", "256".to_owned()), ("hours", "40960.0".to_owned()), ("mean", "160.0".to_owned())]
    );
    // 109.9375 % would be rounded to less than 110 anyway; what misses by a hair must not look like 110.
    assert_eq!(
        found.steps[1].arguments(),
        [("hours", "175.9".to_owned()), ("percent", "109.9".to_owned()), ("required", "110".to_owned())]
    );
    assert_eq!((found.steps[0].rule(), found.steps[1].rule(), found.steps.len()), (Rule::A10, Rule::R22, 2));
    let hair = judge(Tenths(10_999), Workers { number: 1, hours: Tenths(10_000) }, &[]).unwrap();
    assert!(!hair.is_met && hair.steps[1].arguments().contains(&("percent", "109.9".to_owned())));
}

#[test]
fn r22_waste_a_violation_or_an_accident_each_spoil_it_whatever_the_hours() {
    for (blemish, key) in [
        (Blemish::Waste, "waste-found"),
        (Blemish::Violation, "violation-found"),
        (Blemish::Accident, "accident-found"),
    ] {
        let found = judge(Tenths(9_999), WORKERS, &[blemish]).unwrap();
        assert!(!found.is_met, "{key}");
        assert_eq!(found.steps.iter().map(Step::key).collect::<Vec<_>>()[2..], [key]);
        assert_eq!(found.steps[2].rule(), Rule::R22);
    }
    let all = judge(Tenths(1), WORKERS, &[Blemish::Waste, Blemish::Violation, Blemish::Accident]).unwrap();
    assert_eq!(all.steps.len(), 5);
}

#[test]
fn r22_without_workers_or_hours_of_theirs_there_is_nothing_to_compare_with() {
    assert_eq!(judge(Tenths(1_760), Workers { number: 0, hours: Tenths(0) }, &[]), None);
    assert_eq!(judge(Tenths(1_760), Workers { number: 0, hours: Tenths(5) }, &[]), None);
    assert_eq!(judge(Tenths(1_760), Workers { number: 9, hours: Tenths(0) }, &[]), None);
    assert_eq!(Workers { number: 0, hours: Tenths(1) }.mean(), None);
}

#[test]
fn a_mean_is_shown_rounded_half_up_and_compared_exactly() {
    // 160.05 hours each are shown as 160.1; 1.10 × 160.05 is 176.055, which 176.1 reaches and 176.0 does not.
    let workers = Workers { number: 2, hours: Tenths(3_201) };
    assert_eq!(workers.mean(), Some(Tenths(1_601)));
    assert!(judge(Tenths(1_761), workers, &[]).unwrap().is_met);
    assert!(!judge(Tenths(1_760), workers, &[]).unwrap().is_met);
    assert_eq!(Workers { number: 3, hours: Tenths(4) }.mean(), Some(Tenths(1)));
    assert_eq!(Tenths(7).to_string(), "0.7");
}

proptest! {
    #[test]
    fn r22_the_comparison_is_that_of_whole_numbers(
        tenths in 0_u64..=22_080,
        number in 1_u64..=10_000,
        hours in 1_u64..=50_000_000,
    ) {
        let found = judge(Tenths(tenths), Workers { number, hours: Tenths(hours) }, &[]).unwrap();
        prop_assert_eq!(found.is_met, 10 * tenths * number >= 11 * hours);
    }
}
