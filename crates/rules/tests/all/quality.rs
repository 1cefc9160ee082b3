use proptest::collection::vec;
use proptest::prelude::*;
use rules::Fraction;
use rules::quality::{Count, FEWEST_GRADES, FEWEST_LETTERS, Side, Sign, identical, unanimous, uniform};

fn of(count: u64, base: u64) -> Count {
    Count { count, base }
}

#[test]
fn a_ballot_is_uniform_where_all_it_grades_has_one_grade_and_says_nothing_where_it_grades_little() {
    assert_eq!(uniform(&[Some(1); 4]), Some(true));
    assert_eq!(uniform(&[Some(1), Some(1), Some(1), Some(0)]), Some(false));
    // What is left out is no grade, neither for nor against it.
    assert_eq!(uniform(&[None, Some(2), Some(2), None, Some(2), Some(2)]), Some(true));
    assert_eq!(uniform(&[None, Some(2), Some(2), None, Some(2)]), None);
    assert_eq!(uniform(&[Some(0); 3]), None);
    assert_eq!(uniform(&[None; 9]), None);
    assert_eq!(uniform(&[]), None);
}

#[test]
fn a_figure_is_unanimous_where_one_grade_was_given_and_none_where_nobody_graded() {
    let figures: [&[u64]; 5] = [&[7, 0, 0], &[0, 0, 5], &[6, 1, 0], &[0, 0, 0], &[]];
    assert_eq!(unanimous(figures), of(2, 3));
    assert_eq!(unanimous([]).share(), None);
}

#[test]
fn an_opinion_is_identical_where_another_has_its_letters_whatever_its_signs_and_capitals() {
    let texts = [
        "希望多到村里来走一走。",
        "希望多到村里来走一走",
        " 希望多到村里来，走一走！",
        "希望少到村里来走一走。",
        "Open the office earlier.",
        "open the OFFICE earlier",
        "很好",
        "很好",
        "",
    ];
    assert_eq!(identical(texts), of(5, 6));
    // Seven letters are too few, eight are enough.
    assert_eq!(identical(["一二三四五六七", "一二三四五六七"]), of(0, 0));
    assert_eq!(identical(["一二三四五六七八", "一二三四五六七八"]), of(2, 2));
    assert_eq!((FEWEST_GRADES, FEWEST_LETTERS), (4, 8));
}

#[test]
fn the_limit_itself_is_kept_and_the_least_beyond_it_is_not() {
    let share = |count| Fraction::new(count, 1_000).unwrap();
    for measure in Sign::ALL {
        let (kept, broken) = match measure.side() {
            Side::AtMost => (199, 201),
            Side::AtLeast => (201, 199),
        };
        assert!(measure.keeps(share(200), 200), "{measure:?}");
        assert!(measure.keeps(share(kept), 200), "{measure:?}");
        assert!(!measure.keeps(share(broken), 200), "{measure:?}");
    }
    let at_least: Vec<&str> =
        Sign::ALL.iter().filter(|measure| measure.side() == Side::AtLeast).map(|measure| measure.code()).collect();
    assert_eq!(at_least, ["coverage", "turnout"]);
}

fn answers() -> impl Strategy<Value = Vec<Option<u8>>> {
    vec(prop_oneof![1 => Just(None), 3 => (0_u8..3).prop_map(Some)], 0..9)
}

proptest! {
    #[test]
    fn the_order_of_grades_texts_and_figures_changes_nothing(
        ballot in answers(),
        texts in vec("[一二三 。a]{0,12}", 0..12),
        figures in vec(vec(0_u64..4, 3), 0..8),
        turn in 0_usize..12,
    ) {
        fn turned<T: Clone>(all: &[T], by: usize) -> Vec<T> {
            let mut all = all.to_vec();
            let by = by.checked_rem(all.len()).unwrap_or(0);
            all.rotate_left(by);
            all.reverse();
            all
        }
        prop_assert_eq!(uniform(&ballot), uniform(&turned(&ballot, turn)));
        let (texts, other) = (texts.clone(), turned(&texts, turn));
        prop_assert_eq!(identical(texts.iter().map(String::as_str)), identical(other.iter().map(String::as_str)));
        let other = turned(&figures, turn);
        prop_assert_eq!(unanimous(figures.iter().map(Vec::as_slice)), unanimous(other.iter().map(Vec::as_slice)));
    }

    #[test]
    fn never_more_than_all_are_counted_and_one_alone_is_like_no_other(texts in vec("[一二三四]{6,10}", 0..20)) {
        let found = identical(texts.iter().map(String::as_str));
        prop_assert!(found.count <= found.base && found.base <= texts.len() as u64 && found.count != 1);
    }

    #[test]
    fn a_ballot_is_uniform_exactly_where_its_grades_are_one(ballot in answers()) {
        let grades: Vec<u8> = ballot.iter().copied().flatten().collect();
        let distinct: std::collections::BTreeSet<u8> = grades.iter().copied().collect();
        let expected = (grades.len() >= FEWEST_GRADES).then_some(distinct.len() == 1);
        prop_assert_eq!(uniform(&ballot), expected);
    }

    #[test]
    fn counts_of_parts_add_up(first in vec(any::<bool>(), 0..20), second in vec(any::<bool>(), 0..20)) {
        let count = |all: &[bool]| {
            let mut count = Count::default();
            all.iter().for_each(|one| count.add(*one));
            count
        };
        let mut sum = count(&first);
        sum.append(count(&second));
        prop_assert_eq!(sum, count(&[first, second].concat()));
        prop_assert_eq!(sum.share(), Fraction::new(sum.count, sum.base));
    }
}
