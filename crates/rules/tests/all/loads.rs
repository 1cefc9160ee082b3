use proptest::prelude::*;
use rules::Step;
use rules::loads::loads;

#[test]
fn x19_54_members_look_after_256_others_forty_of_them_after_five_and_fourteen_after_four() {
    // T05: 310 staff, 54 of them members.
    let found = loads(310 - 54, 54).unwrap();
    assert_eq!((found.greater, found.with_greater, found.with_lesser), (5, 40, 14));
    assert_eq!(40 * 5 + 14 * 4, 256);
    assert_eq!(found.steps, [Step::PartsAdded { parts: 54, sum: 256 }]);
}

#[test]
fn what_goes_out_even_is_the_same_for_all_and_without_helpers_there_is_nothing() {
    let even = loads(108, 54).unwrap();
    assert_eq!((even.greater, even.with_greater, even.with_lesser), (2, 54, 0));
    let few = loads(3, 5).unwrap();
    assert_eq!((few.greater, few.with_greater, few.with_lesser), (1, 3, 2));
    assert_eq!(loads(3, 0), None);
}

proptest! {
    #[test]
    fn the_loads_add_up_to_the_people_and_the_helpers(people in 0_u64..=1_000_000, helpers in 1_u64..=10_000) {
        let found = loads(people, helpers).unwrap();
        prop_assert_eq!(found.with_greater + found.with_lesser, helpers);
        let lesser = found.with_lesser * found.greater.saturating_sub(1);
        prop_assert_eq!(found.with_greater * found.greater + lesser, people);
    }
}
