use proptest::prelude::*;
use rules::rate::{RateError, item_rates, rate};
use rules::rounding::{Decimals, Percent, Rounding};
use rules::scale::{Classes, Scale, ScaleError};
use rules::tally::GradeCounts;
use rules::{Fraction, Rule, Step};

fn satisfaction() -> Scale {
    Scale::new(&["满意", "基本满意", "不满意"]).unwrap()
}

fn counts(by_grade: &[u64], ungraded: u64) -> GradeCounts {
    GradeCounts { by_grade: by_grade.to_vec(), ungraded }
}

#[test]
fn x01_332_of_344_is_96_5_percent_and_96_51_with_two_decimals() {
    let share = rate(332, 344).unwrap().share;
    assert_eq!(share.percent(Decimals::ONE).to_string(), "96.5");
    assert_eq!(share.percent(Decimals::TWO).to_string(), "96.51");
    assert_eq!(share.to_string(), "332/344");
}

#[test]
fn x05_twelve_of_344_do_not_count_as_satisfied() {
    let share = rate(332, 344).unwrap().share;
    assert_eq!(share.denominator() - share.numerator(), 12);
}

#[test]
fn halves_round_up_and_small_decimals_keep_their_zeros() {
    let percent = |n, d, decimals| Fraction::new(n, d).unwrap().percent(Decimals::new(decimals).unwrap()).to_string();
    assert_eq!(percent(1, 8, 0), "13");
    assert_eq!(percent(9625, 10_000, 1), "96.3");
    assert_eq!(percent(1, 2000, 1), "0.1");
    assert_eq!(percent(1, 1000, 2), "0.10");
    assert_eq!(percent(1, 3, 9), "33.333333333");
    assert_eq!(percent(u64::MAX, u64::MAX, 9), "100.000000000");
    assert_eq!(Decimals::new(10), None);
}

#[test]
fn a_scale_gives_no_rate_before_its_mapping_is_declared() {
    assert_eq!(item_rates(&counts(&[8, 1, 0], 0), &satisfaction()), Err(RateError::NotMapped));
    let mapped = satisfaction().declaring(1, 2).unwrap();
    let rates = item_rates(&counts(&[8, 1, 0], 3), &mapped).unwrap();
    assert_eq!((rates.satisfied.to_string(), rates.basic_or_above.to_string()), ("8/9".into(), "9/9".into()));
    let rules: Vec<Rule> = rates.steps.iter().map(Step::rule).collect();
    assert_eq!(rules, [Rule::R01, Rule::A15, Rule::R01, Rule::R02]);
    assert_eq!(rates.steps.first(), Some(&Step::BaseCounted { valid: 12, ungraded: 3, base: 9 }));
}

#[test]
fn the_steps_say_how_many_labels_the_mapping_takes() {
    let five = Scale::new(&["优秀", "良好", "称职", "基本称职", "不称职"]).unwrap().declaring(3, 4).unwrap();
    let rates = item_rates(&counts(&[1, 2, 3, 4, 5], 0), &five).unwrap();
    assert_eq!(rates.steps.get(1), Some(&Step::MappingApplied { satisfied_labels: 3, basic_labels: 4 }));
}

#[test]
fn scales_with_different_labels_are_different_scales() {
    let other = Scale::new(&["满意", "合格", "不满意"]).unwrap();
    assert!(!satisfaction().has_same_labels(&other));
    assert!(satisfaction().has_same_labels(&satisfaction().declaring(1, 2).unwrap()));
    let four = Scale::new(&["好", "较好", "一般", "差"]).unwrap().declaring(1, 2).unwrap();
    assert_eq!(item_rates(&counts(&[1, 1, 1], 0), &four), Err(RateError::OtherScale));
    let joined = four.classify(&[5, 3, 1, 1]).unwrap().plus(Classes { satisfied: 8, basic_or_above: 9, base: 9 });
    assert_eq!(joined, Classes { satisfied: 13, basic_or_above: 17, base: 19 });
}

#[test]
fn scales_and_mappings_that_make_no_sense_are_refused() {
    assert_eq!(Scale::new(&["满意"]), Err(ScaleError::TooFewLabels));
    assert_eq!(Scale::new(&["满意", "满意"]), Err(ScaleError::RepeatedLabel("满意".into())));
    assert_eq!(Scale::new(&["满意", " "]), Err(ScaleError::EmptyLabel(1)));
    assert_eq!(Scale::new(&["x"; 16]), Err(ScaleError::TooManyLabels(16)));
    for (satisfied, basic) in [(0, 1), (2, 1), (1, 3), (3, 3)] {
        assert_eq!(satisfaction().declaring(satisfied, basic), Err(ScaleError::MappingOutOfOrder));
    }
}

#[test]
fn nothing_has_no_rate_and_more_than_all_is_an_error() {
    assert_eq!(rate(0, 0), Err(RateError::NoBase));
    assert_eq!(rate(35, 30), Err(RateError::MoreThanAll { count: 35, base: 30 }));
    let mapped = satisfaction().declaring(1, 2).unwrap();
    assert_eq!(item_rates(&counts(&[0, 0, 0], 7), &mapped), Err(RateError::NoBase));
}

proptest! {
    #[test]
    fn satisfied_is_never_more_than_basic_or_above(by_grade in proptest::collection::vec(0_u64..1000, 5), satisfied in 1_u8..4, more in 0_u8..4) {
        let basic = (satisfied + more).min(4);
        let scale = Scale::new(&["一", "二", "三", "四", "五"]).unwrap().declaring(satisfied, basic).unwrap();
        if let Ok(rates) = item_rates(&counts(&by_grade, 1), &scale) {
            prop_assert!(rates.basic_or_above.at_least(rates.satisfied));
            prop_assert_eq!(rates.satisfied.denominator(), by_grade.iter().sum::<u64>());
        }
    }

    #[test]
    fn rounding_half_up_is_within_half_a_unit(numerator in 0_u64..100_000, denominator in 1_u64..100_000, decimals in 0_u8..4) {
        let decimals = Decimals::new(decimals).unwrap();
        let share = Fraction::new(numerator, denominator).unwrap();
        let exact = u128::from(numerator) * Percent::hundred(decimals);
        let shown = share.percent(decimals).units() * u128::from(denominator);
        prop_assert!(2 * shown <= 2 * exact + u128::from(denominator));
        prop_assert!(2 * shown + u128::from(denominator) > 2 * exact);
        let cut = Percent::of(share, decimals, Rounding::Down).units() * u128::from(denominator);
        prop_assert!(cut <= exact && exact < cut + u128::from(denominator));
    }
}
