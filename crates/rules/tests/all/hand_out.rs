use proptest::prelude::*;
use rules::hand_out::{HandOut, hand_out, interval};

/// Computed with `printf '1\t通关一号窗口 2026-07-01 1\n…' | sha256sum` and the tickets of `rules::draw`.
#[test]
fn s070_every_fifth_of_thirty_visitors_gets_one_of_six_forms() {
    let found = hand_out("通关一号窗口 2026-07-01", 30, 6, "2026-07-01 3D 470");
    let digest = "f4ec17f442a14ae6c7249445f3b62bb3455726a9de5ebd9ff6a76f34257e6fb5".to_owned();
    assert_eq!(found, HandOut { every: 5, digest, visitors: vec![3, 8, 13, 18, 23, 28] });
    // What is left over beyond five times six is nobody's turn; another day begins elsewhere.
    let found = hand_out("通关一号窗口 2026-07-03", 32, 6, "2026-07-01 3D 470");
    assert_eq!(found.visitors, [5, 10, 15, 20, 25, 30]);
}

#[test]
fn where_forms_are_enough_for_all_everybody_gets_one() {
    assert_eq!(hand_out("窗口", 3, 6, "x").visitors, [1, 2, 3]);
    assert_eq!(hand_out("窗口", 6, 6, "x").visitors, [1, 2, 3, 4, 5, 6]);
    assert_eq!(interval(7, 0), 7);
    assert_eq!(hand_out("窗口", 0, 0, "x").visitors, Vec::<usize>::new());
}

proptest! {
    #[test]
    fn exactly_as_many_get_one_as_there_are_forms(forms in 0_usize..60, more in 0_usize..300, seed in ".{0,12}") {
        let visitors = forms + more;
        let found = hand_out("窗口 2026-07-01", visitors, forms, &seed);
        prop_assert_eq!(found.visitors.len(), forms);
        prop_assert!(found.visitors.iter().all(|visitor| (1..=visitors).contains(visitor)));
        prop_assert!(found.visitors.windows(2).all(|pair| pair[1] - pair[0] == found.every));
        prop_assert!(found.every >= 1);
    }
}
