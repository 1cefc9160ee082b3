use proptest::prelude::*;
use rules::Fraction;
use rules::scale::Classes;
use rules::verdict::{BlankReason, Reached, VerdictRule, VerdictRuleError, verdict_counts};

fn share(numerator: u64, denominator: u64) -> Fraction {
    Fraction::new(numerator, denominator).unwrap()
}

fn classes(satisfied: u64, basic_or_above: u64, base: u64) -> Classes {
    Classes { satisfied, basic_or_above, base }
}

#[test]
fn a_rule_that_could_put_satisfied_above_basic_is_refused() {
    assert_eq!(VerdictRule::declare(share(1, 2), share(2, 3)), Err(VerdictRuleError::BasicAboveSatisfied));
    assert_eq!(VerdictRule::declare(share(3, 2), share(1, 1)), Err(VerdictRuleError::AboveOne));
    assert!(VerdictRule::declare(share(1, 2), share(2, 4)).is_ok());
    assert!(VerdictRule::declare(share(5, 5), share(5, 5)).is_ok(), "everybody may be required");
}

#[test]
fn objects_are_counted_by_what_they_reach() {
    let rule = VerdictRule::declare(share(4, 5), share(3, 5)).ok();
    let objects = [classes(8, 9, 10), classes(7, 9, 10), classes(5, 5, 10), classes(5, 6, 10)];
    let found = verdict_counts(rule, &objects, 5);
    assert_eq!(found.outcome, Ok(Reached { basic_or_above: 3, satisfied: 1 }));
    assert_eq!((found.judged, found.steps.len()), (4, 4));
}

#[test]
fn the_line_stays_blank_with_a_reason_when_undeclared_or_below_k() {
    let undeclared = verdict_counts(None, &[classes(8, 9, 10)], 5);
    assert_eq!(undeclared.outcome, Err(BlankReason::RuleUndeclared {}));
    let rule = VerdictRule::declare(share(1, 2), share(1, 2)).ok();
    let below = verdict_counts(rule, &[classes(8, 9, 10), classes(4, 4, 4), classes(0, 0, 0)], 5);
    let reason = BlankReason::PanelBelowThreshold { objects: 2, of: 3, threshold: 5 };
    assert_eq!(below.outcome, Err(reason));
    assert_eq!(verdict_counts(rule, &[classes(5, 5, 5)], 5).outcome, Ok(Reached { basic_or_above: 1, satisfied: 1 }));
    assert_eq!(verdict_counts(rule, &[], 5).outcome, Ok(Reached::default()));
}

proptest! {
    #[test]
    fn line_1c_never_exceeds_1b_and_1b_never_1a(
        objects in proptest::collection::vec((0_u64..20, 0_u64..20, 0_u64..20), 0..12),
        required in (0_u64..=10, 0_u64..=10),
    ) {
        let (basic, satisfied) = (required.0.min(required.1), required.0.max(required.1));
        let rule = VerdictRule::declare(share(satisfied, 10), share(basic, 10)).ok();
        let objects: Vec<Classes> = objects.iter().map(|(a, b, c)| classes(*a, a + b, a + b + c)).collect();
        if let Ok(reached) = verdict_counts(rule, &objects, 1).outcome {
            prop_assert!(reached.satisfied <= reached.basic_or_above);
            prop_assert!(reached.basic_or_above <= u64::try_from(objects.len()).unwrap());
        }
    }
}
