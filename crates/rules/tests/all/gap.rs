use proptest::prelude::*;
use rules::Fraction;
use rules::gap::gap;

#[test]
fn s060_the_own_grade_is_compared_with_the_grades_of_others() {
    // Own grade: the best of three. Of 344 forms 332 say the same, 12 say worse.
    let found = gap(0, &[332, 9, 3]).unwrap();
    assert_eq!((found.better, found.same, found.worse), (0, 332, 12));
    assert_eq!(found.overrated(), Fraction::new(12, 344));
    let keys: Vec<&str> = found.steps.iter().map(rules::Step::key).collect();
    assert_eq!(keys, ["own-grade-compared", "share-computed"]);
    let named: Vec<String> = found.steps[0].arguments().into_iter().map(|(_, value)| value).collect();
    assert_eq!(named, ["0", "332", "12", "344"]);
    assert!(found.steps[1].arguments().contains(&("share", "12/344".to_owned())));
    // The middle one, and the worst.
    let found = gap(1, &[332, 9, 3]).unwrap();
    assert_eq!((found.better, found.same, found.worse), (332, 9, 3));
    let found = gap(2, &[332, 9, 3]).unwrap();
    assert_eq!((found.better, found.same, found.worse), (341, 3, 0));
    assert_eq!(found.overrated(), Fraction::new(0, 344));
}

#[test]
fn an_own_grade_is_overrated_where_more_than_half_grade_worse() {
    for (by_grade, expected) in [([10, 6, 4], false), ([10, 6, 5], true), ([0, 0, 1], true), ([1, 0, 0], false)] {
        assert_eq!(gap(0, &by_grade).unwrap().is_overrated(), expected, "{by_grade:?}");
    }
    // Those that grade the same are not worse.
    assert!(!gap(1, &[3, 7, 10]).unwrap().is_overrated());
    assert!(gap(1, &[3, 7, 11]).unwrap().is_overrated());
}

#[test]
fn without_forms_or_without_such_a_grade_there_is_no_gap() {
    assert_eq!(gap(0, &[0, 0, 0]), None);
    assert_eq!(gap(3, &[4, 1, 0]), None);
    assert_eq!(gap(0, &[]), None);
}

proptest! {
    #[test]
    fn every_form_stands_on_one_side(own in 0_usize..4, counts in proptest::collection::vec(0_u64..50, 4)) {
        let base: u64 = counts.iter().sum();
        match gap(own, &counts) {
            None => prop_assert_eq!(base, 0),
            Some(found) => {
                prop_assert_eq!(found.better + found.same + found.worse, base);
                prop_assert_eq!(found.same, counts[own]);
            }
        }
    }
}
