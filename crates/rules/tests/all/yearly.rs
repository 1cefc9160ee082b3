use std::cmp::Ordering;

use proptest::prelude::*;
use rules::yearly::{Quarter, Yearly, yearly};
use rules::{Fraction, Rule, Step};

fn share(numerator: u64, denominator: u64) -> Fraction {
    Fraction::new(numerator, denominator).unwrap()
}

fn year(released: &[&[(u64, u64)]]) -> Yearly {
    let quarter = |(number, released): (u8, &&[(u64, u64)])| Quarter {
        number,
        released: released.iter().map(|(satisfied, valid)| share(*satisfied, *valid)).collect(),
    };
    yearly(&(1..).zip(released).map(quarter).collect::<Vec<_>>())
}

#[test]
fn r44_ninety_of_a_hundred_and_ten_of_twenty_are_a_hundred_of_120_and_not_the_mean_of_the_rates() {
    let found = year(&[&[(90, 100)], &[(10, 20)]]);
    assert_eq!(found.share, Some(share(100, 120)));
    assert!(found.missing.is_empty());
    let keys: Vec<&str> = found.steps.iter().map(Step::key).collect();
    assert_eq!(keys, ["quarter-added", "quarter-added", "year-pooled"]);
    assert_eq!(
        found.steps[1].arguments(),
        [("quarter", "2".to_owned()), ("share", "10/20".to_owned()), ("percent", "50.0".to_owned())]
    );
    assert_eq!(
        found.steps[2].arguments(),
        [("figures", "2".to_owned()), ("share", "100/120".to_owned()), ("percent", "83.3".to_owned())]
    );
    assert!(found.steps.iter().all(|step| step.rule() == Rule::R44));
}

#[test]
fn r44_a_quarter_without_a_released_figure_is_named_and_has_no_part() {
    let found = year(&[&[(5, 6)], &[], &[(6, 6)], &[]]);
    assert_eq!((found.share, found.missing.as_slice()), (Some(share(11, 12)), &[2, 4][..]));
    let keys: Vec<&str> = found.steps.iter().map(Step::key).collect();
    assert_eq!(keys, ["quarter-added", "quarter-missing", "quarter-added", "quarter-missing", "year-pooled"]);
    assert_eq!(found.steps[1].arguments(), [("quarter", "2".to_owned())]);
    let none = year(&[&[], &[], &[], &[]]);
    assert_eq!((none.share, none.missing.as_slice(), none.steps.len()), (None, &[1, 2, 3, 4][..], 4));
}

#[test]
fn r44_two_rounds_of_one_quarter_are_both_added() {
    let found = year(&[&[(5, 6), (3, 10)]]);
    assert_eq!(found.share, Some(share(8, 16)));
    assert!(found.steps[2].arguments().contains(&("figures", "2".to_owned())));
}

prop_compose! {
    fn quarters()(counts in proptest::collection::vec((0_u64..=2_000, 1_u64..=2_000), 1..=4)) -> Vec<Fraction> {
        counts.into_iter().map(|(satisfied, valid)| share(satisfied.min(valid), valid)).collect()
    }
}

fn of(quarters: &[Fraction]) -> Fraction {
    let quarters: Vec<Quarter> =
        (1..).zip(quarters).map(|(number, share)| Quarter { number, released: vec![*share] }).collect();
    yearly(&quarters).share.unwrap()
}

proptest! {
    #[test]
    fn a_year_lies_between_its_lowest_and_its_highest_quarter(quarters in quarters()) {
        let figure = of(&quarters);
        prop_assert!(quarters.iter().any(|quarter| figure.at_least(*quarter)));
        prop_assert!(quarters.iter().any(|quarter| quarter.at_least(figure)));
    }

    #[test]
    fn a_year_is_the_pooled_fraction_whichever_quarter_comes_first(quarters in quarters()) {
        let satisfied: u64 = quarters.iter().map(|quarter| quarter.numerator()).sum();
        let valid: u64 = quarters.iter().map(|quarter| quarter.denominator()).sum();
        let mut reversed = quarters.clone();
        reversed.reverse();
        prop_assert_eq!(of(&quarters), share(satisfied, valid));
        prop_assert_eq!(of(&quarters).compare(of(&reversed)), Ordering::Equal);
    }
}
